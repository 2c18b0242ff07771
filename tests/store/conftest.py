from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks import postgresql as postgresql_server
from mou_miner.store.store import Store

HOW = "for the tests on PostgreSQL run: apt-get install -y postgresql && pip install 'psycopg[binary]'"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of a PostgreSQL server of our own, which only the tests can reach and which is gone after them."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip(HOW)
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgresql_server.server())
        except (FileNotFoundError, KeyError):  # no program, or no account to run it under
            pytest.skip(HOW)
        yield address


@pytest.fixture
def postgresql(server: str) -> str:
    """Address of an empty database on PostgreSQL."""
    postgresql_server.clear(server)
    return server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql"))
    return f"sqlite:///{tmp_path / 'mou.sqlite'}"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened
