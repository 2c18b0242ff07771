"""A database of any earlier schema is brought to the newest one, with all that it holds."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from builders import VERSIONS, make_correction, make_extraction
from sqlalchemy import Connection, MetaData, create_engine, insert

from mou_miner.errors import StoreError
from mou_miner.records import Outcome
from mou_miner.resolution import Resolution
from mou_miner.store import migrations, rows, tables
from mou_miner.store.store import Store

OLDER = [revision for revision in reversed(migrations.known_revisions()) if revision != tables.REVISION]
RELEASED = {"0001": "0.1.0"}
"""Schemas that a release had."""


def make_old(database: str, revision: str) -> None:
    """Make a database of an earlier schema with a document, a correction and a partnership in it."""
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        config = migrations._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()


def fill(connection: Connection) -> None:
    extraction = make_extraction()
    document = rows.document_row(extraction, corrections=1, run_id=1)
    claims, spans = rows.claim_rows(extraction.document, extraction.claims, run_id=1)
    party = {"name": "Kota Bandung", "country": "ID", "level": "city", "as_written": "Kota Bandung"}
    sides = {f"{side}_{name}": value for side in ("indonesian", "partner") for name, value in party.items()}
    correction = rows.correction_row(make_correction(extraction.document, "scope", "health", "add", "pendidikan"))
    values: list[tuple[str, list[dict[str, Any]]]] = [
        ("runs", [{"run_id": 1, "started": "2026-03-01T08:00:00+00:00", **VERSIONS.model_dump()}]),
        ("documents", [document]),
        ("claims", claims),
        ("claim_spans", spans),
        ("document_partnerships", rows.partnership_rows(document, extraction.partnerships)),
        (
            "outcomes",
            [rows.outcome_row(Outcome(source=document["source"], status="done", doc_id=document["doc_id"]), 1)],
        ),
        ("corrections", [correction]),
        ("partnerships", [{"partnership_id": "old", **sides, "confidence": 0.5, "document_count": 1}]),
    ]
    old = MetaData()
    old.reflect(connection)
    for name, found in values:
        table = old.tables[name]
        kept = [{key: value for key, value in row.items() if key in table.c} for row in found]
        connection.execute(insert(_only(name, list(kept[0]))), kept)


def _only(name: str, columns: list[str]) -> Any:
    """Return the present table with only these columns: values are written as the program writes them."""
    from sqlalchemy import Column, Table

    present = tables.metadata.tables[name]
    return Table(name, MetaData(), *(Column(key, present.c[key].type) for key in columns))


@pytest.mark.parametrize("revision", OLDER)
def test_an_older_database_is_upgraded_with_all_it_holds(database: str, revision: str) -> None:
    make_old(database, revision)
    with pytest.raises(StoreError, match="older mou-miner"):
        Store.open(database, read_only=True)
    extraction = make_extraction()
    with Store.open(database) as store:
        assert store.extraction(extraction.document.doc_id) == extraction
        assert len(store.corrections()) == 1
        assert store.is_done(extraction.document.doc_id, VERSIONS)
        assert [hit.doc_id for hit in store.search_documents("pertukaran pelajar")] == [extraction.document.doc_id]
        store.rebuild_partnerships(Resolution("1"), at="2026-03-02T08:00:00+00:00")
        [found] = store.partnerships()
        assert (found.partnership_id, found.stage) == ("kemendagri:32.73--geonames:1835553", "implemented")
        assert [item.kind for item in store.changes()] == ["added", "removed"]
        with store._reading() as connection:
            assert connection.scalar(tables.claims.select().with_only_columns(tables.claims.c.run_id)) == 1
    with Store.open(database, read_only=True) as store:
        assert len(store.partnerships()) == 1


def test_every_released_schema_is_among_those() -> None:
    assert set(RELEASED) <= set(OLDER)
