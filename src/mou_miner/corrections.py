"""What people decided, applied over what the machine claims.

Corrections are found again by their quote, and the last word on a value counts. A person who accepts or adds a value
makes sure that it is there, whether or not the machine still finds it; one who rejects it makes sure that it is not.
Applied twice, they do the same as once. What was undone counts as if it had never been said; the entries stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from mou_miner.anchors import find_quote
from mou_miner.records import UNREAD_KINDS, Claim, Correction, Document, Origin, Span

_REPEATED = frozenset({"activity", "instrument"})
"""Fields of which one value may stand for several things: other words tell of another activity of the type."""

_TYPES = {
    "kota": "city", "city": "city", "kabupaten": "regency", "kab": "regency", "regency": "regency",
    "provinsi": "province", "province": "province",
}  # fmt: skip
_EMPTY_WORDS = frozenset({"pemerintah", "pemda", "government", "municipality", "of", "the", "daerah"})


class _Decision(NamedTuple):
    """A correction, where its quote stands, and which of these places is the one that the person saw, if that is known."""

    correction: Correction
    spans: tuple[Span, ...]
    chosen: Span | None = None


class Reviewed(NamedTuple):
    """Claims as people left them, machine claims they rejected with the entry that did it, and entries without words."""

    claims: list[Claim]
    rejected: list[tuple[Claim, Correction]]
    unplaced: list[Correction]


def apply_corrections(
    claims: Iterable[Claim], corrections: Iterable[Correction], document: Document
) -> tuple[list[Claim], list[Correction]]:
    """Return the claims as people left them, and the corrections whose quote stands no longer in the text."""
    reviewed = review_claims(claims, corrections, document)
    return reviewed.claims, reviewed.unplaced


def review_claims(claims: Iterable[Claim], corrections: Iterable[Correction], document: Document) -> Reviewed:
    """Return what the standing corrections make of the claims."""
    placed, unplaced = _place(standing(corrections), document)
    decisions = _last_words(placed)
    rejections = [item for item in decisions if item.correction.verdict == "reject"]
    kept, rejected = [], []
    for claim in claims:
        meant = next((item for item in reversed(rejections) if _is_meant(claim, item)), None)
        if meant is None:
            kept.append(claim)
        else:
            rejected.append((claim, meant.correction))
    renames = _renames(decisions, kept)
    result = [_renamed_claim(claim, renames) for claim in kept]
    for item in decisions:
        if item.correction.verdict != "reject":
            _ensure(result, _renamed_decision(item, renames), document)
    return Reviewed(result, rejected, unplaced)


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that were not undone, by time; an undo that was itself undone takes nothing away."""
    ordered = sorted(corrections, key=lambda item: _when(item.at))
    undone: set[str] = set()
    for item in reversed(ordered):
        if item.verdict == "undo" and item.undoes is not None and item.move not in undone:
            undone.add(item.undoes)
    return [item for item in ordered if item.verdict != "undo" and move_of(item) not in undone]


def move_of(correction: Correction) -> str:
    """Return the name by which what was done in one go is undone; entries of older files have that of their moment."""
    return correction.move or f"{correction.annotator}@{correction.at}"


def same_thing(first: str, second: str) -> bool:
    """Say whether two keys name the same partnership, and the same kind of instrument where both name one.

    Names are compared without case, accents and words like 'Pemerintah'; what one key leaves open may be anything:
    'Bandung|Suwon' is 'Kota Bandung|Suwon|KR|city', but 'Kabupaten Bandung|Suwon' is not. Instruments are told apart by
    their quotes, since their numbers change when another one is found before them.
    """
    if first == second:
        return True
    (base, kind), (other, other_kind) = _parse(first), _parse(second)
    return _same_partnership(base, other) and (not kind or not other_kind or kind == other_kind)


# ---------------------------------------------------------------------------------------------- decisions


def _place(corrections: Iterable[Correction], document: Document) -> tuple[list[_Decision], list[Correction]]:
    found: dict[str, tuple[Span, ...]] = {}
    placed, unplaced = [], []
    for correction in corrections:
        if correction.quote not in found:
            found[correction.quote] = tuple(find_quote(document.text, correction.quote))
        spans = found[correction.quote]
        if spans:
            placed.append(_decision(correction, spans))
        else:
            unplaced.append(correction)
    return placed, unplaced


def _decision(correction: Correction, spans: tuple[Span, ...]) -> _Decision:
    if correction.span is None:
        return _Decision(correction, spans)
    start = correction.span.start
    chosen = min(spans, key=lambda span: (abs(span.start - start), span.start))
    return _Decision(correction, (chosen,) if correction.field in _REPEATED else spans, chosen)


def _when(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _last_words(decisions: Iterable[_Decision]) -> list[_Decision]:
    """Return the decisions without those that a later one on the same value in the same words has overruled."""
    last: list[_Decision] = []
    for item in decisions:
        last = [earlier for earlier in last if not _is_overruled(earlier, item)]
        last.append(item)
    return last


def _is_overruled(earlier: _Decision, later: _Decision) -> bool:
    first, second = earlier.correction, later.correction
    # A value that is rejected and added in one move is to rest on other words from now on.
    same_move = first.move is not None and first.move == second.move
    return (
        not same_move
        and first.field == second.field
        and _same_value(first.value, second.value)
        and (first.assertion is None or second.assertion is None or first.assertion == second.assertion)
        and same_thing(first.on, second.on)
        and _overlap(earlier.spans, later.spans)
    )


def _is_meant(claim: Claim, decision: _Decision) -> bool:
    return _is_value(claim, decision.correction) and _overlap(claim.spans, decision.spans)


def _is_value(claim: Claim, correction: Correction) -> bool:
    return (
        claim.field == correction.field
        and _same_value(claim.value, correction.value)
        and (claim.assertion is None or correction.assertion is None or claim.assertion == correction.assertion)
        and same_thing(claim.on, correction.on)
    )


# ---------------------------------------------------------------------------------------------- adding


def _ensure(claims: list[Claim], decision: _Decision, document: Document) -> None:
    """Make the value a person's: the claims that are meant, else the same value elsewhere, else a new one."""
    correction = decision.correction
    meant = [place for place, claim in enumerate(claims) if _is_meant(claim, decision)]
    if meant:
        for place in meant:
            claims[place] = _by_person(claims[place], correction)
        return
    span = decision.chosen or _nearest(decision.spans, claims, correction.on, document)
    if correction.field not in _REPEATED:
        for place, claim in enumerate(claims):
            if _is_value(claim, correction):
                claims[place] = _by_person(claim, correction).model_copy(update={"spans": (*claim.spans, span)})
                return
    claims.append(
        Claim(
            doc_id=document.doc_id,
            field=correction.field,
            value=correction.value,
            on=_key_in_use(claims, correction.on),
            spans=(span,),
            origin=_origin(correction),
            confidence=1.0,
            assertion=correction.assertion,
            details=correction.details,
        )
    )


def _by_person(claim: Claim, correction: Correction) -> Claim:
    return claim.model_copy(
        update={
            "confidence": 1.0,
            "origin": _origin(correction),
            "assertion": correction.assertion or claim.assertion,
            "details": {**claim.details, **correction.details},
        }
    )


def _origin(correction: Correction) -> Origin:
    kind: Literal["annotator", "import"] = "annotator" if correction.via is None else "import"
    name = correction.annotator if correction.via is None else f"{correction.via}: {correction.annotator}"
    return Origin(kind=kind, name=name, version=correction.at)


def _nearest(spans: Sequence[Span], claims: Iterable[Claim], on: str, document: Document) -> Span:
    """Return the occurrence nearest to the other claims on the partnership, or the first; outside of page headers."""
    unread = [Span(block.start, block.end) for block in document.blocks if block.kind in UNREAD_KINDS]
    read = [span for span in spans if not _overlap([span], unread)] or list(spans)
    base = on.partition("#")[0]
    near = [span for claim in claims if same_thing(claim.on.partition("#")[0], base) for span in claim.spans]
    return min(read, key=lambda span: (min((_gap(span, other) for other in near), default=0), span.start))


def _key_in_use(claims: Sequence[Claim], on: str) -> str:
    """Return the key as the other claims write it, so that the new claim stands with them."""
    if any(claim.on == on for claim in claims):
        return on
    for claim in claims:
        if "#" in on and "#" in claim.on and same_thing(claim.on, on):
            return claim.on
    base, mark, instrument = on.partition("#")
    for claim in claims:
        used = claim.on.partition("#")[0]
        if same_thing(used, base):
            return f"{used}{mark}{instrument}"
    return on


# ---------------------------------------------------------------------------------------------- a changed partner


def _renames(decisions: Sequence[_Decision], kept: Sequence[Claim]) -> dict[str, str]:
    """Return new keys by old ones where a person put one partnership for another: what hangs on it moves along."""
    partnerships = [item.correction for item in decisions if item.correction.field == "partnership"]
    renames = {}
    for old in partnerships:
        stays = any(claim.field == "partnership" and same_thing(claim.on, old.on) for claim in kept)
        if old.verdict != "reject" or stays:
            continue
        for new in partnerships:
            same_move = _move_of(new) == _move_of(old)
            if new.verdict == "add" and same_move and not same_thing(new.on, old.on):
                renames[old.on] = new.on
    return renames


def _move_of(correction: Correction) -> tuple[str, ...]:
    if correction.move is not None:
        return (correction.move,)
    return (correction.annotator, correction.at, correction.quote)


def _renamed(on: str, renames: Mapping[str, str]) -> str:
    base, mark, instrument = on.partition("#")
    for old, new in renames.items():
        if same_thing(base, old):
            return f"{new}{mark}{instrument}"
    return on


def _renamed_claim(claim: Claim, renames: Mapping[str, str]) -> Claim:
    return claim if not renames else claim.model_copy(update={"on": _renamed(claim.on, renames)})


def _renamed_decision(decision: _Decision, renames: Mapping[str, str]) -> _Decision:
    correction = decision.correction
    if correction.field == "partnership" or not renames:
        return decision
    moved = correction.model_copy(update={"on": _renamed(correction.on, renames)})
    return decision._replace(correction=moved)


# ---------------------------------------------------------------------------------------------- comparing


def _same_value(first: object, second: object) -> bool:
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, str) and isinstance(second, str):
        if "|" in first and "|" in second:
            return same_thing(first, second)
        return first.casefold().split() == second.casefold().split()
    return first == second


def _overlap(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    others = tuple(others)
    return any(span.start < other.end and other.start < span.end for span in spans for other in others)


def _gap(span: Span, other: Span) -> int:
    return max(0, span.start - other.end, other.start - span.end)


class _Partnership(NamedTuple):
    type: str | None
    region: tuple[str, ...]
    partner: tuple[str, ...]
    country: str


def _parse(on: str) -> tuple[_Partnership, str]:
    base, _, instrument = on.partition("#")
    region, partner, country, *_ = [*base.split("|"), "", "", ""]
    region_type, region_words = _words(region)
    return _Partnership(region_type, region_words, _words(partner)[1], country.strip().upper()), instrument.partition(
        ":"
    )[0]


def _same_partnership(first: _Partnership, second: _Partnership) -> bool:
    return (
        (first.region, first.partner) == (second.region, second.partner)
        and (first.type is None or second.type is None or first.type == second.type)
        and (not first.country or not second.country or first.country == second.country)
    )


def _words(name: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the type of government the name tells, if any, and the words that are left."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"\w+", "".join(character for character in plain if not unicodedata.combining(character)))
    types = [_TYPES[word] for word in words if word in _TYPES]
    left = tuple(word for word in words if word not in _TYPES and word not in _EMPTY_WORDS)
    return (types[0] if types else None), left or tuple(words)
