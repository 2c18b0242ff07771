"""The tables of the review page: people and their sessions, moves, assignments, the queue, what was learned."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, Table, Text, UniqueConstraint

from mou_miner.store.tables import metadata


def _json() -> JSON:
    return JSON(none_as_null=True)


annotators = Table(
    "annotators",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("active", Boolean, nullable=False),
    Column("preferences", _json(), nullable=False),
    Column("created", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    # The digest of the cookie's secret: who reads the table cannot log in with it.
    Column("digest", Text, primary_key=True),
    Column("annotator", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("expires", Text, nullable=False),
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("annotator", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("revoked", Text),
)

assignments = Table(
    "assignments",
    metadata,
    Column("doc_id", Text, primary_key=True),
    Column("annotator", Text, primary_key=True),
    Column("blind", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("done", Text),
)

moves = Table(
    "moves",
    metadata,
    # Chosen by the page before it is sent: sent again after a broken connection, it is known and not done twice.
    Column("move", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("doc_id", Text, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("bulk", Text),
    Column("layer", Text),
    UniqueConstraint("doc_id", "number", name="uq_moves_doc_id"),
    Index(None, "annotator", "at"),
)

review_queue = Table(
    "review_queue",
    metadata,
    Column("doc_id", Text, primary_key=True),
    # As in the document's row when this one was computed: a difference makes it due again.
    Column("run_id", Integer, nullable=False),
    Column("corrections", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("title", Text),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("region", Text),
    Column("partner", Text),
    Column("country", Text),
    Column("stage", Text),
    Column("open", Integer, nullable=False),
    Column("decided", Integer, nullable=False),
    Column("unplaced", Integer, nullable=False),
    Column("least", Float, nullable=False),
    Column("fields", Text, nullable=False),
    Column("rank", Float, nullable=False),
    Index(None, "rank", "doc_id"),
)

learned = Table(
    "learned",
    metadata,
    Column("learned_id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("content", _json(), nullable=False),
    Column("state", Text, nullable=False),
    Column("move", Text),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", Text),
)

TABLES: tuple[Table, ...] = (annotators, sessions, access_tokens, assignments, moves, review_queue, learned)
