"""From what another tool sends back to corrections: what was kept, taken out, added or given another label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from mou_miner.exports.annotation.marks import Mark, Marked, parse_label
from mou_miner.imports.corrections import check_value
from mou_miner.records import Claim, Correction, Document, Span

_ON_PAIRS = frozenset({"partnership", "form", "stage", "typology", "scope", "activity", "instrument"})
"""Fields that hang on a partnership; the others hang on one of its instruments."""


class Author(NamedTuple):
    """Who decided, when, and in which tool."""

    name: str
    at: str
    via: str


class Outcome(NamedTuple):
    """The corrections, and in words what could not be used."""

    corrections: list[Correction]
    problems: list[str]


def decide(document: Document, claims: Sequence[Claim], marked: Marked, author: Author) -> Outcome:
    """Return what the marks say of the claims that were sent out.

    A claim whose marks came back is accepted, one without any is rejected; marks that were none of ours are added to
    the partnership they name, else to the document's only one, else to the one whose words stand nearest.
    """
    if marked.text != document.text:
        return Outcome([], [f"{document.source}: the text is another one; nothing was taken over"])
    back: dict[int, list[Mark]] = {}
    new: list[Mark] = []
    for mark in marked.marks:
        number = _find(mark, claims)
        if number is None:
            new.append(mark)
        else:
            back.setdefault(number, []).append(mark)
    # What was found since the marks were sent out cannot have been taken out.
    sent = None if marked.sent is None else {_find(mark, claims) for mark in marked.sent}
    corrections = [
        _correction(document, claim.field, claim.value, claim.on, "accept" if number in back else "reject",
                    back[number][0] if number in back else _first(claim), author, claim.assertion, claim.details)
        for number, claim in enumerate(claims)
        if claim.spans and (number in back or sent is None or number in sent)
    ]  # fmt: skip
    problems: list[str] = []
    for mark in new:
        made = _added(document, claims, mark, author)
        if isinstance(made, str):
            problems.append(f"{document.source}: {made}")
        else:
            corrections.append(made)
    return Outcome(corrections, problems)


def _find(mark: Mark, claims: Sequence[Claim]) -> int | None:
    """Return the claim that the mark stands for: the one it was made of, else another that says the same there."""
    order = sorted(range(len(claims)), key=lambda number: number != mark.claim)
    fits = (number for number in order if _is_of(mark, claims[number]))
    return next((number for number in fits if mark.on is None or mark.on == claims[number].on), None)


def _is_of(mark: Mark, claim: Claim) -> bool:
    """Say whether the mark still stands for its claim: same label, and words that touch the claim's."""
    parsed = parse_label(mark.label)
    if parsed is None or parsed[0] != claim.field:
        return False
    _, code, assertion = parsed
    same = (code is None or code == claim.value) and (assertion is None or assertion == (claim.assertion or "done"))
    return same and any(mark.start < span.end and span.start < mark.end for span in claim.spans)


def _added(document: Document, claims: Sequence[Claim], mark: Mark, author: Author) -> Correction | str:
    parsed = parse_label(mark.label)
    where = f"{mark.label!r} at {mark.start}"
    if parsed is None:
        return f"{where}: no label of ours"
    field, code, assertion = parsed
    words = " ".join(document.text[mark.start : mark.end].split())
    value = code if code is not None else mark.value if mark.value is not None else words
    try:
        checked = check_value(field, value)
    except ValueError as error:
        return f"{where}: {error}"
    on = mark.on or _nearest(claims, mark, field)
    if field == "partnership":
        on = str(checked)
    if on is None:
        return f"{where}: the document has no partnership that it could stand on"
    if field == "instrument":
        on = _new_paper(claims, on.partition("#")[0], str(checked))
    details = mark.rest.get("details", {}) if mark.rest else {}
    if field == "signatory" and "side" not in details:
        details = {**details, "side": "indonesia"}
    return _correction(document, field, checked, on, "add", mark, author, assertion, details)


def _nearest(claims: Iterable[Claim], mark: Mark, field: str) -> str | None:
    wanted = "partnership" if field in _ON_PAIRS else "instrument"
    found = [
        (min(abs(span.start - mark.start) for span in claim.spans), claim.on)
        for claim in claims
        if claim.field == wanted and claim.spans
    ]
    return min(found)[1] if found else None


def _new_paper(claims: Iterable[Claim], key: str, kind: str) -> str:
    taken = {claim.on for claim in claims}
    number = 1
    while f"{key}#{kind}:{number}" in taken:
        number += 1
    return f"{key}#{kind}:{number}"


def _first(claim: Claim) -> Mark:
    return Mark(claim.spans[0].start, claim.spans[0].end, claim.field)


def _correction(
    document: Document, field: Any, value: Any, on: str, verdict: Any, mark: Mark, author: Author, assertion: Any,
    details: Any,
) -> Correction:  # fmt: skip
    span = Span(mark.start, mark.end)
    return Correction(
        doc_id=document.doc_id, field=field, value=value, on=on, verdict=verdict, span=span,
        quote=document.text[span.start : span.end], annotator=author.name, at=author.at, assertion=assertion,
        details={} if verdict == "reject" else details, via=author.via,
        move=f"{author.via}.{document.doc_id[:12]}.{author.name}.{author.at}",
    )  # fmt: skip
