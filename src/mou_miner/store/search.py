"""Full text of the documents: FTS5 on SQLite, a tsvector on PostgreSQL; both hold the same folded words.

On SQLite the index has no text of its own. What a document said before it was read anew stays in the index under a
number that no document has any more, so that nothing has to be taken out word for word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection, text

LONGEST = 150_000
"""So many characters of a document are found by their words: PostgreSQL holds no more than a megabyte of them."""

TABLES = frozenset({"document_search", "document_search_numbers"})
_WORD = re.compile(r"\w+")
_SHOWN = 160


def fold(words: str) -> str:
    """Return the words without case and accents, a space between each: 'Český Krumlov' as 'cesky krumlov'."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(word[:100] for word in _WORD.findall(kept))


def index(connection: Connection, doc_id: str, *parts: str | None) -> None:
    """Put the document's words into the index in place of those it had."""
    words = fold(" ".join(part for part in parts if part))[:LONGEST]
    values = {"doc_id": doc_id, "words": words}
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM document_search_numbers WHERE doc_id = :doc_id"), values)
        connection.execute(text("INSERT INTO document_search_numbers (doc_id) VALUES (:doc_id)"), values)
        connection.execute(
            text("INSERT INTO document_search (rowid, words) "
                 "SELECT number, :words FROM document_search_numbers WHERE doc_id = :doc_id"), values,
        )  # fmt: skip
        return
    connection.execute(
        text("INSERT INTO document_search VALUES (:doc_id, to_tsvector('simple', :words)) "
             "ON CONFLICT (doc_id) DO UPDATE SET words = excluded.words"), values,
    )  # fmt: skip


def matching(dialect: str, words: str) -> tuple[str, str]:
    """Return a SELECT of the ids of documents with all the words (the last may be begun only), and its `:match`."""
    found = fold(words).split()
    if dialect == "sqlite":
        match = " ".join(f'"{word}"' for word in found[:-1]) + (f' "{found[-1]}"*' if found else "")
        return (
            "SELECT doc_id FROM document_search_numbers JOIN document_search "
            "ON document_search.rowid = document_search_numbers.number WHERE document_search MATCH :match"
        ), match
    match = " & ".join([f"'{word}'" for word in found[:-1]] + ([f"'{found[-1]}':*"] if found else []))
    return "SELECT doc_id FROM document_search WHERE words @@ to_tsquery('simple', :match)", match


def ranked(connection: Connection, words: str, limit: int, offset: int) -> list[str]:
    """Return the ids of documents with all the words, best first."""
    select, match = matching(connection.dialect.name, words)
    if not match:
        return []
    rank = "rank" if connection.dialect.name == "sqlite" else "ts_rank(words, to_tsquery('simple', :match)) DESC"
    statement = text(f"{select} ORDER BY {rank}, doc_id LIMIT :limit OFFSET :offset")
    return list(connection.scalars(statement, {"match": match, "limit": limit, "offset": offset}))


def snippet(content: str, words: Sequence[str]) -> str:
    """Return the text around the first of the words, on one line."""
    plain = content.casefold()
    places = [place for word in words if (place := plain.find(word)) >= 0]
    start = max(0, min(places, default=0) - _SHOWN // 4)
    cut = content[start : start + _SHOWN]
    told = " ".join(cut.split())
    return ("… " if start else "") + told + (" …" if start + _SHOWN < len(content) else "")
