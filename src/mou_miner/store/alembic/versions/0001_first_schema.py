"""The first schema: everything that was read, what people decided, and what is derived."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("assertion", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("digest", name=op.f("uq_corrections_digest")),
    )
    op.create_index(op.f("ix_corrections_doc_id"), "corrections", ["doc_id"], unique=False)
    op.create_table(
        "partnerships",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("indonesian_name", sa.Text(), nullable=False),
        sa.Column("indonesian_country", sa.Text(), nullable=True),
        sa.Column("indonesian_level", sa.Text(), nullable=False),
        sa.Column("indonesian_as_written", sa.Text(), nullable=False),
        sa.Column("indonesian_kemendagri_code", sa.Text(), nullable=True),
        sa.Column("indonesian_geonames_id", sa.Integer(), nullable=True),
        sa.Column("indonesian_latitude", sa.Float(), nullable=True),
        sa.Column("indonesian_longitude", sa.Float(), nullable=True),
        sa.Column("indonesian_confidence", sa.Float(), nullable=True),
        sa.Column("partner_name", sa.Text(), nullable=False),
        sa.Column("partner_country", sa.Text(), nullable=True),
        sa.Column("partner_level", sa.Text(), nullable=False),
        sa.Column("partner_as_written", sa.Text(), nullable=False),
        sa.Column("partner_kemendagri_code", sa.Text(), nullable=True),
        sa.Column("partner_geonames_id", sa.Integer(), nullable=True),
        sa.Column("partner_latitude", sa.Float(), nullable=True),
        sa.Column("partner_longitude", sa.Float(), nullable=True),
        sa.Column("partner_confidence", sa.Float(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("typology", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("document_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_partnerships")),
    )
    op.create_table(
        "runs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("gazetteer", sa.Text(), nullable=False),
        sa.Column("models", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_runs")),
    )
    op.create_table(
        "activities",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("assertion", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.partnership_id"], name=op.f("fk_activities_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "number", name=op.f("pk_activities")),
    )
    op.create_table(
        "documents",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("date_published", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("ocr_pages", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("unplaced", sa.JSON(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_documents_run_id")),
        sa.PrimaryKeyConstraint("doc_id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_source"), "documents", ["source"], unique=False)
    op.create_table(
        "instruments",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("date_signed", sa.Text(), nullable=True),
        sa.Column("place_signed", sa.Text(), nullable=True),
        sa.Column("valid_years", sa.Float(), nullable=True),
        sa.Column("renewable", sa.Boolean(), nullable=True),
        sa.Column("notice_months", sa.Float(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("prevailing_language", sa.Text(), nullable=True),
        sa.Column("witnesses", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.partnership_id"], name=op.f("fk_instruments_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "instrument", name=op.f("pk_instruments")),
    )
    op.create_table(
        "outcomes",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_outcomes_run_id")),
        sa.PrimaryKeyConstraint("outcome_id", name=op.f("pk_outcomes")),
    )
    op.create_index(op.f("ix_outcomes_doc_id"), "outcomes", ["doc_id"], unique=False)
    op.create_index(op.f("ix_outcomes_source"), "outcomes", ["source"], unique=False)
    op.create_table(
        "scopes",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("as_written", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.partnership_id"], name=op.f("fk_scopes_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "number", name=op.f("pk_scopes")),
    )
    op.create_table(
        "claims",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("assertion", sa.Text(), nullable=True),
        sa.Column("origin_kind", sa.Text(), nullable=False),
        sa.Column("origin_name", sa.Text(), nullable=False),
        sa.Column("origin_version", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["documents.doc_id"], name=op.f("fk_claims_doc_id")),
        sa.PrimaryKeyConstraint("doc_id", "number", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_field"), "claims", ["field"], unique=False)
    op.create_table(
        "document_partnerships",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["documents.doc_id"], name=op.f("fk_document_partnerships_doc_id")),
        sa.PrimaryKeyConstraint("doc_id", "number", name=op.f("pk_document_partnerships")),
    )
    op.create_table(
        "partnership_documents",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["documents.doc_id"], name=op.f("fk_partnership_documents_doc_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.partnership_id"], name=op.f("fk_partnership_documents_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "number", name=op.f("pk_partnership_documents")),
    )
    op.create_index(op.f("ix_partnership_documents_doc_id"), "partnership_documents", ["doc_id"], unique=False)
    op.create_table(
        "signatories",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "instrument"],
            ["instruments.partnership_id", "instruments.instrument"],
            name=op.f("fk_signatories_partnership_id"),
        ),
        sa.PrimaryKeyConstraint("partnership_id", "instrument", "number", name=op.f("pk_signatories")),
    )
    op.create_table(
        "claim_spans",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["doc_id", "claim"], ["claims.doc_id", "claims.number"], name=op.f("fk_claim_spans_doc_id")
        ),
        sa.PrimaryKeyConstraint("doc_id", "claim", "number", name=op.f("pk_claim_spans")),
    )
    op.create_table(
        "supports",
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("claim", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["doc_id", "claim"], ["claims.doc_id", "claims.number"], name="fk_supports_claim"),
        sa.ForeignKeyConstraint(["doc_id"], ["documents.doc_id"], name=op.f("fk_supports_doc_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.partnership_id"], name=op.f("fk_supports_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "number", name=op.f("pk_supports")),
    )
