"""The tables of the store, the same on SQLite and PostgreSQL; columns are named after the fields of the records.

Three groups: what was read (runs, documents, outcomes, claims, document_partnerships), what people decided
(corrections, append-only), and what is derived of both and rebuilt as a whole (partnerships and the tables under it).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

REVISION = "0003"
"""The newest schema revision; the file in `alembic/versions` that makes it carries the same name."""

VERSION_TABLE = "mou_miner_schema"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _json() -> JSON:
    return JSON(none_as_null=True)


runs = Table(
    "runs",
    metadata,
    Column("run_id", Integer, primary_key=True),
    Column("started", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("gazetteer", Text, nullable=False),
    Column("models", Text, nullable=False),
    Column("settings", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("doc_id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("title", Text),
    Column("publisher", Text),
    Column("author", Text),
    Column("date_published", Text),
    Column("text", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("page_count", Integer),
    Column("ocr_pages", _json(), nullable=False),
    Column("warnings", _json(), nullable=False),
    Column("blocks", _json(), nullable=False),
    Column("pages", _json(), nullable=False),
    Column("words", _json(), nullable=False),
    Column("unplaced", _json(), nullable=False),
    # The claims before corrections; null where the document was saved by a version that did not keep them.
    Column("machine", _json()),
    # What the text is known again by when it is copied or translated; null where it was never computed.
    Column("signature", Text),
    # How many corrections were known when the claims were saved: another number makes the document due again.
    Column("corrections", Integer, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.run_id"), nullable=False),
    Index(None, "source"),
    Index(None, "publisher", "date_published"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("outcome_id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("runs.run_id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("doc_id", Text),
    Column("problems", _json(), nullable=False),
    Column("seconds", Float),
    Index(None, "doc_id"),
    Index(None, "source"),
)

claims = Table(
    "claims",
    metadata,
    Column("doc_id", Text, ForeignKey("documents.doc_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, nullable=False),
    Column("value", _json(), nullable=False),
    Column("on", Text, nullable=False),
    Column("assertion", Text),
    Column("origin_kind", Text, nullable=False),
    Column("origin_name", Text, nullable=False),
    Column("origin_version", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("score", Float),
    Column("details", _json(), nullable=False),
    Column("run_id", Integer, ForeignKey("runs.run_id")),
    Index(None, "field"),
)

claim_spans = Table(
    "claim_spans",
    metadata,
    Column("doc_id", Text, primary_key=True),
    Column("claim", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("boxes", _json(), nullable=False),
    ForeignKeyConstraint(["doc_id", "claim"], ["claims.doc_id", "claims.number"]),
)

document_partnerships = Table(
    "document_partnerships",
    metadata,
    Column("doc_id", Text, ForeignKey("documents.doc_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("record", _json(), nullable=False),
    # What both parties are known by, and a digest of all that resolution looks at; null in rows of older programs.
    Column("parties", _json()),
    Column("digest", Text),
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Integer, primary_key=True),
    # Not a foreign key: a correction may be known before its document, and outlives it.
    Column("doc_id", Text, nullable=False),
    Column("source", Text),
    Column("field", Text, nullable=False),
    Column("value", _json(), nullable=False),
    Column("on", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("assertion", Text),
    Column("note", Text),
    Column("details", _json(), nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("move", Text),
    Column("undoes", Text),
    Column("span", _json()),
    Column("layer", Text),
    Column("via", Text),
    Index(None, "doc_id"),
    Index(None, "move"),
)

partnerships = Table(
    "partnerships",
    metadata,
    Column("partnership_id", Text, primary_key=True),
    Column("indonesian_name", Text, nullable=False),
    Column("indonesian_country", Text),
    Column("indonesian_level", Text, nullable=False),
    Column("indonesian_as_written", Text, nullable=False),
    Column("indonesian_kemendagri_code", Text),
    Column("indonesian_geonames_id", Integer),
    Column("indonesian_latitude", Float),
    Column("indonesian_longitude", Float),
    Column("indonesian_confidence", Float),
    Column("partner_name", Text, nullable=False),
    Column("partner_country", Text),
    Column("partner_level", Text, nullable=False),
    Column("partner_as_written", Text, nullable=False),
    Column("partner_kemendagri_code", Text),
    Column("partner_geonames_id", Integer),
    Column("partner_latitude", Float),
    Column("partner_longitude", Float),
    Column("partner_confidence", Float),
    Column("form", Text),
    Column("stage", Text),
    Column("typology", Text),
    Column("confidence", Float, nullable=False),
    Column("document_count", Integer, nullable=False),
    Column("source_count", Integer),
    Column("first_signed", Text),
    Column("expires", Text),
    Column("last_told", Text),
    # Fields that have no column of their own, as in the record.
    Column("more", _json()),
    # Names and wordings, folded, for questions by words.
    Column("search", Text),
    # Of what the row was made, what it says, and when it last said something else; a stale row is due anew.
    Column("inputs", Text),
    Column("digest", Text),
    Column("stale", Boolean),
    Column("updated", Text),
    Column("run_id", Integer),
    Index(None, "indonesian_kemendagri_code"),
    Index(None, "partner_country"),
    Index(None, "stage"),
    Index(None, "updated"),
)


def _partnership_id() -> Column[str]:
    return Column("partnership_id", Text, ForeignKey("partnerships.partnership_id"), primary_key=True)


def _number(name: str = "number") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


partnership_documents = Table(
    "partnership_documents",
    metadata,
    _partnership_id(),
    _number(),
    Column("doc_id", Text, ForeignKey("documents.doc_id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("stage", Text),
    Column("date", Text),
    Column("weight", Text),
    Column("source", Integer),
    Index(None, "doc_id"),
)

instruments = Table(
    "instruments",
    metadata,
    _partnership_id(),
    _number("instrument"),
    Column("kind", Text, nullable=False),
    Column("title", Text),
    Column("number", Text),
    Column("date_signed", Text),
    Column("place_signed", Text),
    Column("valid_years", Float),
    Column("renewable", Boolean),
    Column("notice_months", Float),
    Column("copies", Integer),
    Column("languages", _json(), nullable=False),
    Column("prevailing_language", Text),
    Column("witnesses", _json(), nullable=False),
    # Fields that have no column of their own, as in the record.
    Column("more", _json()),
    Column("confidence", Float),
    Column("documents", _json(), nullable=False),
    Index(None, "date_signed"),
)

signatories = Table(
    "signatories",
    metadata,
    Column("partnership_id", Text, primary_key=True),
    _number("instrument"),
    _number(),
    Column("name", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("role", Text),
    ForeignKeyConstraint(["partnership_id", "instrument"], ["instruments.partnership_id", "instruments.instrument"]),
)

scopes = Table(
    "scopes",
    metadata,
    _partnership_id(),
    _number(),
    Column("code", Text, nullable=False),
    Column("as_written", _json(), nullable=False),
    Column("confidence", Float),
    Column("documents", _json(), nullable=False),
    Index(None, "code"),
)

activities = Table(
    "activities",
    metadata,
    _partnership_id(),
    _number(),
    Column("type", Text, nullable=False),
    Column("assertion", Text, nullable=False),
    Column("scope", Text),
    Column("date", Text),
    Column("amount", Text),
    Column("text", Text, nullable=False),
    Column("confidence", Float),
    Column("documents", _json(), nullable=False),
    Index(None, "date"),
)

supports = Table(
    "supports",
    metadata,
    _partnership_id(),
    _number(),
    # Which derived row the span supports: the partnership itself, or a numbered row of the table named here.
    Column("item", Text, nullable=False),
    Column("item_number", Integer),
    Column("field", Text, nullable=False),
    Column("doc_id", Text, ForeignKey("documents.doc_id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("claim", Integer),
    ForeignKeyConstraint(["doc_id", "claim"], ["claims.doc_id", "claims.number"], name="fk_supports_claim"),
    # Without it each document that is saved anew looks through all rows.
    Index(None, "doc_id", "claim"),
)

DERIVED: tuple[Table, ...] = (
    supports, activities, scopes, signatories, instruments, partnership_documents, partnerships,
)  # fmt: skip
"""The derived tables, children before parents."""
