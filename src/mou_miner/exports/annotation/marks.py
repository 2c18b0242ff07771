"""What all annotation formats are made of: labelled stretches of a document's text.

A claim becomes one mark for each of its spans; marks with the same `claim` belong together. The label names the field
and, where the value is a code, the value and the assertion (`scope:education`, `activity:exchange:done`): it is what a
person chooses from in another tool. Everything else that a claim says travels in `Mark.rest`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple, cast, get_args

from mou_miner.records import (
    ACTIVITY_TYPES,
    SCOPE_CODES,
    Assertion,
    Claim,
    Document,
    Field,
    Form,
    InstrumentKind,
    Origin,
    Record,
    Span,
    Stage,
    Typology,
)

CODED: dict[str, tuple[str, ...]] = {
    "scope": SCOPE_CODES,
    "activity": ACTIVITY_TYPES,
    "form": get_args(Form),
    "stage": get_args(Stage),
    "typology": get_args(Typology),
    "instrument": get_args(InstrumentKind),
}
_ASSERTIONS: tuple[str, ...] = get_args(Assertion)
FREE: tuple[str, ...] = tuple(field for field in get_args(Field) if field not in CODED)


class Mark(NamedTuple):
    """A labelled stretch of text. `claim` counts the claims of the document, None where a person made the mark."""

    start: int
    end: int
    label: str
    claim: int | None = None
    value: str | int | float | bool | None = None
    on: str | None = None
    rest: dict[str, Any] = {}  # noqa: RUF012


class Marked(Record):
    """A document's text with its marks, as it travels between tools."""

    doc_id: str
    source: str
    text: str
    language: str
    marks: tuple[Mark, ...]
    sent: tuple[Mark, ...] | None = None
    """The marks that were given to the other tool, where its files still tell: only these can have been taken out."""


class Lost(NamedTuple):
    """Something that a format cannot carry."""

    doc_id: str
    what: str


def labels() -> list[str]:
    """Return all labels there are, in a stable order."""
    found: list[str] = []
    fields: tuple[str, ...] = get_args(Field)
    for field in fields:
        if field == "activity":
            found += [f"activity:{code}:{assertion}" for code in ACTIVITY_TYPES for assertion in _ASSERTIONS]
        else:
            found += [f"{field}:{code}" for code in CODED[field]] if field in CODED else [field]
    return found


def label_of(claim: Claim) -> str:
    """Return the label of a claim."""
    parts: list[str] = [claim.field]
    if claim.field in CODED:
        parts.append(str(claim.value))
    if claim.field == "activity":
        parts.append(claim.assertion or "done")
    return ":".join(parts)


def mark_document(document: Document, claims: Sequence[Claim]) -> Marked:
    """Return the document with a mark for each span of each claim."""
    marks = [
        Mark(span.start, span.end, label_of(claim), number, claim.value, claim.on, _rest(claim))
        for number, claim in enumerate(claims)
        for span in claim.spans
    ]
    return Marked(
        doc_id=document.doc_id, source=document.source, text=document.text, language=document.language,
        marks=tuple(marks),
    )  # fmt: skip


def claims_of(marked: Marked) -> list[Claim]:
    """Return the claims that the marks were made of; marks of people, which have no claim, are left out."""
    own = sorted((mark for mark in marked.marks if mark.claim is not None), key=lambda mark: mark.claim or 0)
    return [_claim(marked.doc_id, list(group)) for _, group in groupby(own, key=lambda mark: mark.claim)]


def parse_label(label: str) -> tuple[str, str | None, Assertion | None] | None:
    """Return field, code and assertion of a label, None where it is none of ours."""
    field, _, rest = label.strip().partition(":")
    code, _, assertion = rest.partition(":")
    if field not in get_args(Field) or (assertion and assertion not in get_args(Assertion)):
        return None
    if (field in CODED) != bool(code) or (code and code not in CODED[field]):
        return None
    told = cast("Assertion | None", assertion or None)
    return field, code or None, told or ("done" if field == "activity" else None)


def _rest(claim: Claim) -> dict[str, Any]:
    said: dict[str, Any] = {"origin": claim.origin.model_dump(mode="json"), "confidence": claim.confidence}
    if claim.details:
        said["details"] = claim.details
    for name in ("score", "assertion"):
        if getattr(claim, name) is not None:
            said[name] = getattr(claim, name)
    return said


def _claim(doc_id: str, marks: Sequence[Mark]) -> Claim:
    first = marks[0]
    parsed = parse_label(first.label)
    field, code, assertion = parsed if parsed is not None else (first.label, None, None)
    value = first.value if first.value is not None else code
    if value is None:
        raise ValueError(f"the label {first.label!r} has no value")
    return Claim(
        doc_id=doc_id,
        field=cast(Field, field),
        value=value,
        on=first.on or "",
        spans=tuple(Span(mark.start, mark.end) for mark in marks),
        origin=Origin.model_validate(first.rest["origin"]),
        confidence=first.rest["confidence"],
        assertion=first.rest.get("assertion") if first.rest else assertion,
        score=first.rest.get("score"),
        details=first.rest.get("details", {}),
    )


# ---------------------------------------------------------------------------------------------- UTF-16


class Units:
    """Turns offsets in code points into offsets in UTF-16 units, as JavaScript and Java count, and back."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]
        self._starts = [place + number for number, place in enumerate(self._wide)]

    def out(self, point: int) -> int:
        """Return the UTF-16 offset of a code point."""
        return point + _before(self._wide, point)

    def back(self, unit: int) -> int:
        """Return the code point at a UTF-16 offset; within a pair it is the pair's own."""
        return unit - _before(self._starts, unit)


def _before(places: Sequence[int], limit: int) -> int:
    return bisect_left(places, limit)
