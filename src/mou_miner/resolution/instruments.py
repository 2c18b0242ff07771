"""Which papers of a partnership are the same paper, and what all sources say of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from mou_miner.records import Instrument, ResolvedInstrument, Signatory, Support
from mou_miner.resolution.sources import Source, best, documents_of, extends, joint_confidence, supports


class Told(NamedTuple):
    """An instrument as a source tells it."""

    source: Source
    instrument: Instrument


def join_instruments(sources: Iterable[Source]) -> tuple[list[ResolvedInstrument], set[Support]]:
    """Return the instruments by date, and the support of those left out because they can be any of several."""
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for source in sources:
        for instrument in source.partnership.instruments:
            by_kind[instrument.kind].append(Told(source, instrument))
    groups, left = [], []
    for told in by_kind.values():
        same, unclear = _group(told)
        groups += same
        left += unclear
    joined = sorted((_join(group) for group in groups), key=_order)
    return joined, {support for told in left for support in _supports(told)}


def _group(told: Sequence[Told]) -> tuple[list[list[Told]], list[Told]]:
    """Return the instruments of one kind by paper, and those that say nothing by which to tell which paper they are.

    A date stands for the paper, a partial one for the only paper within it. What has no date is found by its number, or
    is the only paper there is.
    """
    dates = {item.instrument.date_signed for item in told if item.instrument.date_signed}
    full = {date for date in dates if not any(other != date and extends(other, date) for other in dates)}
    papers: dict[str, list[Told]] = {date: [] for date in sorted(full)}
    undated = []
    for item in told:
        date = item.instrument.date_signed
        if date is None:
            undated.append(item)
            continue
        within = [paper for paper in papers if paper in full and extends(paper, date)]
        papers.setdefault(within[0] if len(within) == 1 else date, []).append(item)
    left = _add_undated(papers, undated)
    return [paper for paper in papers.values() if paper], left


def _add_undated(papers: dict[str, list[Told]], undated: Iterable[Told]) -> list[Told]:
    numbered = [item for item in undated if item.instrument.number]
    dated = {key: {_number(item) for item in paper} for key, paper in papers.items()}
    for item in numbered:
        same = [key for key, numbers in dated.items() if _number(item) in numbers]
        unnumbered = [key for key, numbers in dated.items() if numbers == {""}]
        if len(dated) == 1:
            same = same or unnumbered
        papers.setdefault(same[0] if len(same) == 1 else f"number {_number(item)}", []).append(item)
    rest = [item for item in undated if not item.instrument.number]
    keys = list(papers)
    left = []
    for item in rest:
        if len(keys) > 1 and not _says_something(item.instrument):
            left.append(item)
        else:
            papers.setdefault(keys[0] if len(keys) == 1 else "undated", []).append(item)
    return left


def _number(told: Told) -> str:
    return re.sub(r"\W+", "", told.instrument.number or "").casefold()


def _says_something(instrument: Instrument) -> bool:
    told = (
        instrument.title, instrument.place_signed, instrument.valid_years, instrument.notice_months, instrument.copies,
        instrument.renewable, *instrument.signatories, *instrument.witnesses,
    )  # fmt: skip
    return any(value is not None for value in told)


def _join(group: Sequence[Told]) -> ResolvedInstrument:
    dates = sorted({told.instrument.date_signed for told in group if told.instrument.date_signed})
    instrument = Instrument(
        kind=group[0].instrument.kind,
        title=_best(group, "title"),
        number=_best(group, "number"),
        date_signed=max(dates, key=lambda date: (len(date), date), default=None),
        place_signed=_best(group, "place_signed"),
        valid_years=_best(group, "valid_years"),
        renewable=_best(group, "renewable"),
        notice_months=_best(group, "notice_months"),
        copies=_best(group, "copies"),
        languages=_best(group, "languages") or (),
        prevailing_language=_best(group, "prevailing_language"),
        signatories=_signatories(group),
        witnesses=_best(group, "witnesses") or (),
        confidence=joint_confidence((told.source, told.instrument.confidence) for told in group),
    )
    return ResolvedInstrument(
        instrument=instrument,
        documents=documents_of(told.source for told in group),
        support=tuple(sorted({support for told in group for support in _supports(told)})),
    )


def _best(group: Iterable[Told], field: str) -> Any:
    votes = (
        (told.source, told.instrument.confidence, value)
        for told in group
        if (value := getattr(told.instrument, field)) not in (None, ())
    )
    return best(votes)


def _signatories(group: Iterable[Told]) -> tuple[Signatory, ...]:
    """Return the signatories of the best source that names any: names written in two ways would stand there twice."""
    found = best(
        (told.source, told.instrument.confidence, told.instrument.signatories)
        for told in group
        if told.instrument.signatories
    )
    return tuple(signatory.model_copy(update={"span": None}) for signatory in found or ())


def _supports(told: Told) -> set[Support]:
    doc_id, instrument = told.source.doc_id, told.instrument
    found = supports(doc_id, "instrument", instrument.spans)
    for evidence in instrument.evidence:
        found |= supports(doc_id, evidence.field, [evidence.span])
    return found | supports(doc_id, "signatory", [item.span for item in instrument.signatories if item.span])


def _order(resolved: ResolvedInstrument) -> tuple[str, str, str, str]:
    instrument = resolved.instrument
    return instrument.date_signed or "9999", instrument.kind, instrument.number or "", instrument.model_dump_json()
