"""What a paper says, field by field, each with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mou_miner.claims.instruments.paper import Paper
from mou_miner.records import Field, Span


class Statement(NamedTuple):
    """A value of a field, its spans, and what it needs beside."""

    field: Field
    value: str | int | float | bool
    spans: tuple[Span, ...]
    details: dict[str, Any]


def statements_of(paper: Paper) -> Iterator[Statement]:
    """Yield all that is known of the paper; the kind comes first and carries the values that were set aside."""
    aside = [
        {"field": item.field, "value": item.value, "start": item.span.start, "end": item.span.end, "why": item.reason}
        for item in paper.set_aside
    ]
    yield Statement("instrument", paper.kind, tuple(paper.spans), {"set_aside": aside} if aside else {})
    first = tuple(paper.spans[:1])
    if paper.title:
        yield Statement("title", paper.title, first, {})
    if paper.variant:
        yield Statement("variant", paper.variant, first, {})
    for name, (value, span) in paper.values.items():
        yield Statement(name, value, (span,), {})  # type: ignore[arg-type]
    yield from _lists(paper)
    for who, field in ((paper.signatories, "signatory"), (paper.witnesses, "witness")):
        for person in who:
            details = {"side": person.side, "role": person.role}
            yield Statement(field, person.name, (person.span,) if person.span else first, details)  # type: ignore[arg-type]


def _lists(paper: Paper) -> Iterator[Statement]:
    for code, span in paper.languages:
        yield Statement("language", code, (span,), {})
    for number, side, span in paper.numbers:
        yield Statement("side_number", number, (span,), {"side": side})
    for law, span in paper.legal_basis:
        yield Statement("legal_basis", law, (span,), {})
    for article in paper.articles:
        details = {
            "heading": article.heading,
            "topic": article.topic,
            "language": article.language,
            "pair": article.pair,
        }
        yield Statement("article", article.number, (article.span,), details)
    for signing in paper.signings:
        yield Statement("signing", signing.date or "", (signing.span,), {"place": signing.place, "side": signing.side})
