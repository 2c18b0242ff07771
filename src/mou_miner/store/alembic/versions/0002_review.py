"""What the review page keeps: moves that can be undone, blind copies, people, assignments, the queue, what was learned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _new_columns()
    _people()
    _work()


def _new_columns() -> None:
    op.add_column("documents", sa.Column("machine", sa.JSON(none_as_null=True), nullable=True))
    for name in ("move", "undoes", "layer", "via"):
        op.add_column("corrections", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("corrections", sa.Column("span", sa.JSON(none_as_null=True), nullable=True))
    op.create_index(op.f("ix_corrections_move"), "corrections", ["move"])


def _people() -> None:
    op.create_table(
        "annotators",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("preferences", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_annotators")),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("expires", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
    )
    op.create_table(
        "access_tokens",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("revoked", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_access_tokens")),
    )
    op.create_table(
        "assignments",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("doc_id", "annotator", name=op.f("pk_assignments")),
    )


def _work() -> None:
    op.create_table(
        "moves",
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bulk", sa.Text(), nullable=True),
        sa.Column("layer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("move", name=op.f("pk_moves")),
        sa.UniqueConstraint("doc_id", "number", name=op.f("uq_moves_doc_id")),
    )
    op.create_index(op.f("ix_moves_annotator"), "moves", ["annotator", "at"])
    op.create_table(
        "review_queue",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("partner", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("unplaced", sa.Integer(), nullable=False),
        sa.Column("least", sa.Float(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("doc_id", name=op.f("pk_review_queue")),
    )
    op.create_index(op.f("ix_review_queue_rank"), "review_queue", ["rank", "doc_id"])
    op.create_table(
        "learned",
        sa.Column("learned_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("learned_id", name=op.f("pk_learned")),
    )
