"""From a support of a derived row back to its words, its page and the claim it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from mou_miner.locations import Locations
from mou_miner.records import Span, Support
from mou_miner.store import rows, tables

_ITEM_FIELDS: Mapping[str, frozenset[str]] = {
    "partnership": frozenset({"partnership", "form", "stage", "typology"}),
    "instrument": frozenset({"instrument"}),
    "scope": frozenset({"scope"}),
    "activity": frozenset({"activity"}),
}

_KEPT = 200
"""So many documents are kept at hand: a document tells of few partnerships, which stand together."""


class _Traced(NamedTuple):
    text: str
    locations: Locations
    claims: list[RowMapping]


class Tracer:
    """Looks supports up in the stored documents and claims."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._documents: dict[str, _Traced] = {}

    def trace(self, key: str, item: str, support: Support) -> dict[str, Any]:
        """Return the support's `text`, its `page` and the number of the `claim` it rests on, if any."""
        document = self._look_up(support.doc_id)
        return {
            "text": document.text[support.start : support.end],
            "page": document.locations.page(Span(support.start, support.end)),
            "claim": _claim_under(document.claims, key, item, support),
        }

    def _look_up(self, doc_id: str) -> _Traced:
        if doc_id not in self._documents:
            if len(self._documents) >= _KEPT:
                self._documents.pop(next(iter(self._documents)))
            self._documents[doc_id] = self._load(doc_id)
        return self._documents[doc_id]

    def _load(self, doc_id: str) -> _Traced:
        documents, claims, spans = tables.documents, tables.claims, tables.claim_spans
        document = self._connection.execute(
            select(documents.c.text, documents.c.pages).where(documents.c.doc_id == doc_id)
        ).one()
        statement = (
            select(claims.c.number, claims.c.field, claims.c.on, spans.c.start, spans.c.end)
            .join(spans, (spans.c.doc_id == claims.c.doc_id) & (spans.c.claim == claims.c.number))
            .where(claims.c.doc_id == doc_id)
            .order_by(claims.c.number, spans.c.number)
        )
        found = list(self._connection.execute(statement).mappings())
        return _Traced(document.text, Locations(rows.pages_of(document.pages)), found)


def _claim_under(claims: list[RowMapping], key: str, item: str, support: Support) -> int | None:
    """Return the best claim that shares words with the support: on this partnership, and of its field."""
    ranked = [
        (_rank(claim, key, item, support), -_shared(claim, support), claim["number"])
        for claim in claims
        if _shared(claim, support) > 0 and (_is_on(claim, key) or claim["field"] == support.field)
    ]
    return min(ranked)[2] if ranked else None


def _rank(claim: RowMapping, key: str, item: str, support: Support) -> int:
    if not _is_on(claim, key):
        return 3
    if claim["field"] == support.field:
        return 0
    return 1 if claim["field"] in _ITEM_FIELDS[item] else 2


def _is_on(claim: RowMapping, key: str) -> bool:
    return bool(claim["on"] == key or claim["on"].startswith(f"{key}#"))


def _shared(claim: RowMapping, support: Support) -> int:
    return int(min(claim["end"], support.end) - max(claim["start"], support.start))
