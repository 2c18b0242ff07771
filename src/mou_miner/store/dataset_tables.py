"""The tables of the dataset beside the derived ones: judgements, variants, conflicts, changes, and what waits to be read."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from mou_miner.store.tables import metadata


def _json() -> JSON:
    return JSON(none_as_null=True)


judgements = Table(
    "judgements",
    metadata,
    Column("judgement_id", Integer, primary_key=True),
    Column("action", Text, nullable=False),
    Column("first", Text),
    Column("second", Text),
    Column("doc_id", Text),
    Column("undoes", Integer),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text),
)

variants = Table(
    "partnership_variants",
    metadata,
    # Every id a partnership ever had among the present tellings: an old id leads to the present one.
    Column("variant", Text, primary_key=True),
    Column("partnership_id", Text, ForeignKey("partnerships.partnership_id"), nullable=False),
    Column("joined_to", Text),
    Column("rule", Text),
    Column("at", Text),
    Index(None, "partnership_id"),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("partnership_id", Text, ForeignKey("partnerships.partnership_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("item", Text, nullable=False),
    Column("item_number", Integer),
    Column("field", Text, nullable=False),
    Column("value", _json(), nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("doc_id", Text, ForeignKey("documents.doc_id"), nullable=False),
    Column("weight", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("confidence", Float),
    Column("reason", Text, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # Not a foreign key: what was removed is named here too.
    Column("partnership_id", Text, nullable=False),
    Column("run_id", Integer),
    Index(None, "at"),
    Index(None, "partnership_id"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("inbox_id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("fields", _json(), nullable=False),
    Column("received", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.run_id")),
    Index(None, "state"),
)

TABLES: tuple[Table, ...] = (judgements, variants, conflicts, changes, inbox)
