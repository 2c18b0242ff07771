"""What one document says, written within a transaction: its row, its claims, its partnerships, its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from mou_miner.records import Extraction
from mou_miner.store import rows, search, tables
from mou_miner.store.rebuilding import DERIVING, insert_all


def hold(connection: Connection, doc_id: str) -> None:
    """Let nobody else write this document, nor the derived tables, until the transaction ends; before all other locks.

    SQLite lets one program at a time write anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock_shared(:lock)"), {"lock": DERIVING})
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:doc_id, 0))"), {"doc_id": doc_id})


def forget(connection: Connection, doc_id: str, *, imported: bool = False) -> None:
    """Take out the machine's claims and partnerships of a document, or what was imported.

    The derived rows stay as they were until they are rebuilt, but no longer point to claims that are gone.
    """
    hold(connection, doc_id)
    supports, at = tables.supports, tables.partnership_documents
    connection.execute(update(supports).where(supports.c.doc_id == doc_id).values(claim=None))
    of_doc = select(at.c.partnership_id).where(at.c.doc_id == doc_id)
    partnerships = tables.partnerships
    connection.execute(update(partnerships).where(partnerships.c.partnership_id.in_(of_doc)).values(stale=True))
    for table, number in (
        (tables.claim_spans, tables.claim_spans.c.claim),
        (tables.claims, tables.claims.c.number),
        (tables.document_partnerships, tables.document_partnerships.c.number),
    ):
        those = number >= rows.IMPORTED if imported else number < rows.IMPORTED
        connection.execute(delete(table).where(table.c.doc_id == doc_id, those))


def document_facts(connection: Connection, doc_id: str) -> dict[str, Any] | None:
    """Return the stored document's row without its text and all that is heavy, None where it is not there."""
    documents = tables.documents
    heavy = {"text", "blocks", "pages", "words", "unplaced", "machine"}
    columns = [column for column in documents.c if column.name not in heavy]
    row = connection.execute(select(*columns).where(documents.c.doc_id == doc_id)).mappings().first()
    return None if row is None else dict(row)


def save_document(connection: Connection, row: Mapping[str, Any]) -> None:
    """Save the document's row, and its words where it is new or says something else than before."""
    documents = tables.documents
    those = documents.c.doc_id == row["doc_id"]
    names = "text_sha256", "title", "publisher"
    before = connection.execute(select(*(documents.c[name] for name in names)).where(those)).first()
    if before is None:
        connection.execute(insert(documents), dict(row))
    else:
        connection.execute(update(documents).where(those).values(dict(row)))
    if before is None or tuple(before) != tuple(row[name] for name in names):
        search.index(connection, row["doc_id"], row["title"], row["publisher"], row["text"])


def save_claims(
    connection: Connection, extraction: Extraction, document: Mapping[str, Any], run_id: int, *, first: int = 0
) -> None:
    """Save claims and partnerships of the document, whose row is given, numbered from `first`."""
    claims, spans = rows.claim_rows(extraction.document, extraction.claims, run_id=run_id, first=first)
    insert_all(connection, tables.claims, claims)
    insert_all(connection, tables.claim_spans, spans)
    found = rows.partnership_rows(document, extraction.partnerships, first=first)
    insert_all(connection, tables.document_partnerships, found)
