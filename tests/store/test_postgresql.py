"""What is PostgreSQL's own: its errors, its locks, its schema."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from builders import VERSIONS, make_correction, make_document
from sqlalchemy import create_engine, text

from mou_miner.errors import StoreError
from mou_miner.store import tables
from mou_miner.store.store import Store


def execute(database: str, statement: str) -> None:
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def no_full_text(_: object, name: str | None, *__: object) -> bool:
    """Leave out what the database has of its own for questions by words."""
    return not (name or "").startswith(("document_search", "ix_document_search"))


def test_the_revisions_make_the_tables_of_the_program(postgresql: str) -> None:
    Store.open(postgresql).close()
    engine = create_engine(postgresql.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        options = {"version_table": tables.VERSION_TABLE, "include_object": no_full_text}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_two_programs_may_open_a_new_database_at_once(postgresql: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(Store.open, [postgresql] * 4))
    assert [store.counts()["documents"] for store in stores] == [0, 0, 0, 0]
    for store in stores:
        store.close()


def test_two_people_may_add_the_same_corrections_at_once(postgresql: str) -> None:
    corrections = [make_correction(make_document(), "scope", "health", "reject", str(number)) for number in range(40)]
    with Store.open(postgresql) as store, ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(store.add_corrections, [corrections] * 4)) == 40
        assert len(store.corrections()) == 40


def test_read_only_refuses_to_write(postgresql: str) -> None:
    with pytest.raises(StoreError, match="no mou-miner data"):
        Store.open(postgresql, read_only=True)
    Store.open(postgresql).close()
    with Store.open(postgresql, read_only=True) as store:
        assert store.documents() == []
        with pytest.raises(StoreError, match="may only be read"):
            store.start_run(VERSIONS, "2026-03-01T08:00:00+00:00")


def test_a_newer_schema(postgresql: str) -> None:
    Store.open(postgresql).close()
    execute(postgresql, f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer mou-miner"):
        Store.open(postgresql)


def test_tables_of_another_program(postgresql: str) -> None:
    execute(postgresql, "CREATE TABLE claims (id INTEGER)")
    with pytest.raises(StoreError, match=r"another program \(claims\)"):
        Store.open(postgresql)


def test_a_database_that_is_not_there(postgresql: str) -> None:
    with pytest.raises(StoreError, match=r"does not exist on the server\. Create it with createdb"):
        Store.open(postgresql.replace("/postgres?", "/none?"))


def test_a_server_that_does_not_answer() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="no server answers") as caught:
        Store.open("postgresql://mou:geheim@127.0.0.1:1/mou?connect_timeout=2")
    assert "geheim" not in str(caught.value)


def test_a_nul_character_is_refused(postgresql: str) -> None:
    with Store.open(postgresql) as store, pytest.raises(StoreError, match="NUL character"):
        store.start_run(VERSIONS, "2026\x00")
