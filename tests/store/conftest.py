from __future__ import annotations

from pathlib import Path

import pytest

from mou_miner.store.store import Store


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Address of an empty database."""
    return f"sqlite:///{tmp_path / 'mou.sqlite'}"


@pytest.fixture
def store(database: str):
    with Store.open(database) as opened:
        yield opened
