"""The dataset: judgements, variants, conflicts, changes, the inbox, full text, and what is asked of partnerships."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS: dict[str, tuple[tuple[str, Any], ...]] = {
    "documents": (("signature", sa.Text),),
    "document_partnerships": (("parties", sa.JSON), ("digest", sa.Text)),
    "partnerships": (
        ("source_count", sa.Integer), ("first_signed", sa.Text), ("expires", sa.Text), ("last_told", sa.Text),
        ("more", sa.JSON), ("search", sa.Text), ("inputs", sa.Text), ("digest", sa.Text), ("stale", sa.Boolean), ("updated", sa.Text),
        ("run_id", sa.Integer),
    ),
    "instruments": (("more", sa.JSON),),
    "partnership_documents": (("stage", sa.Text), ("date", sa.Text), ("weight", sa.Text), ("source", sa.Integer)),
}  # fmt: skip

_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("documents", ("publisher", "date_published")),
    ("partnerships", ("indonesian_kemendagri_code",)),
    ("partnerships", ("partner_country",)),
    ("partnerships", ("stage",)),
    ("partnerships", ("updated",)),
    ("instruments", ("date_signed",)),
    ("scopes", ("code",)),
    ("activities", ("date",)),
    ("supports", ("doc_id", "claim")),
)


def upgrade() -> None:
    """Add columns, indexes and tables, and fill what can be filled from the rows that are there."""
    for table, columns in _COLUMNS.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind(), nullable=True))
    _add_run_to_claims()
    for table, names in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{names[0]}"), table, list(names), unique=False)
    _create_tables()
    _create_search()
    _fill_parties()


def _add_run_to_claims() -> None:
    # A column with a reference: SQLite adds it by plain SQL, as it cannot add a named constraint to a table.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE claims ADD COLUMN run_id INTEGER CONSTRAINT fk_claims_run_id REFERENCES runs (run_id)")
    else:
        op.add_column("claims", sa.Column("run_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f("fk_claims_run_id"), "claims", "runs", ["run_id"], ["run_id"])
    op.execute(
        "UPDATE claims SET run_id = (SELECT documents.run_id FROM documents WHERE documents.doc_id = claims.doc_id)"
    )


def _create_tables() -> None:
    op.create_table(
        "judgements",
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("first", sa.Text()),
        sa.Column("second", sa.Text()),
        sa.Column("doc_id", sa.Text()),
        sa.Column("undoes", sa.Integer()),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.PrimaryKeyConstraint("judgement_id", name=op.f("pk_judgements")),
    )
    op.create_table(
        "partnership_variants",
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("joined_to", sa.Text()),
        sa.Column("rule", sa.Text()),
        sa.Column("at", sa.Text()),
        _under_partnership("partnership_variants"),
        sa.PrimaryKeyConstraint("variant", name=op.f("pk_partnership_variants")),
    )
    op.create_index(op.f("ix_partnership_variants_partnership_id"), "partnership_variants", ["partnership_id"])
    op.create_table(
        "conflicts",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("item_number", sa.Integer()),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float()),
        sa.Column("reason", sa.Text(), nullable=False),
        _under_partnership("conflicts"),
        sa.ForeignKeyConstraint(["doc_id"], ["documents.doc_id"], name=op.f("fk_conflicts_doc_id")),
        sa.PrimaryKeyConstraint("partnership_id", "number", name=op.f("pk_conflicts")),
    )
    op.create_table(
        "changes",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer()),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_changes_at"), "changes", ["at"])
    op.create_index(op.f("ix_changes_partnership_id"), "changes", ["partnership_id"])
    op.create_table(
        "inbox",
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer()),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_inbox_run_id")),
        sa.PrimaryKeyConstraint("inbox_id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbox_digest")),
    )
    op.create_index(op.f("ix_inbox_state"), "inbox", ["state"])


def _under_partnership(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["partnership_id"], ["partnerships.partnership_id"], name=op.f(f"fk_{table}_partnership_id")
    )


# ---------------------------------------------------------------------------------------------- full text


def _create_search() -> None:
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    if sqlite:
        op.execute(
            "CREATE TABLE document_search_numbers "
            "(number INTEGER PRIMARY KEY AUTOINCREMENT, doc_id TEXT NOT NULL UNIQUE)"
        )
        op.execute("CREATE VIRTUAL TABLE document_search USING fts5(words, content='')")
    else:
        op.execute("CREATE TABLE document_search (doc_id TEXT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_document_search_words ON document_search USING gin (words)")
    for doc_id, title, publisher, text in bind.execute(
        sa.text("SELECT doc_id, title, publisher, text FROM documents ORDER BY doc_id")
    ).fetchall():
        words = _fold(" ".join(part for part in (title, publisher, text) if part))
        if sqlite:
            bind.execute(sa.text("INSERT INTO document_search_numbers (doc_id) VALUES (:doc_id)"), {"doc_id": doc_id})
            bind.execute(
                sa.text(
                    "INSERT INTO document_search (rowid, words) "
                    "SELECT number, :words FROM document_search_numbers WHERE doc_id = :doc_id"
                ),
                {"doc_id": doc_id, "words": words},
            )
        else:
            bind.execute(
                sa.text("INSERT INTO document_search VALUES (:doc_id, to_tsvector('simple', :words))"),
                {"doc_id": doc_id, "words": words},
            )


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(word[:100] for word in re.findall(r"\w+", kept))[:150_000]


# ---------------------------------------------------------------------------------------------- what parties are known by


def _fill_parties() -> None:
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT doc_id, number, record FROM document_partnerships")).fetchall()
    for doc_id, number, kept in rows:
        record = json.loads(kept) if isinstance(kept, str) else kept
        parties = [_identity(record[side]) for side in ("indonesian_party", "partner")]
        canonical = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        bind.execute(
            sa.text(
                "UPDATE document_partnerships SET parties = :parties, digest = :digest "
                "WHERE doc_id = :doc_id AND number = :number"
            ),
            {
                "parties": json.dumps(parties, ensure_ascii=False, separators=(",", ":")),
                "digest": hashlib.sha256(canonical.encode()).hexdigest(),
                "doc_id": doc_id,
                "number": number,
            },
        )


def _identity(party: dict[str, Any]) -> list[str | None]:
    code = None
    if party.get("kemendagri_code") is not None:
        code = f"kemendagri:{party['kemendagri_code']}"
    elif party.get("geonames_id") is not None:
        code = f"geonames:{party['geonames_id']}"
    return [code, party["name"], party["level"], party["country"]]
