"""Which papers of a partnership are the same paper, and what all sources say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from mou_miner.records import Conflict, Instrument, Record, ResolvedInstrument, Signatory, Support
from mou_miner.resolution.conflicts import conflicts_of
from mou_miner.resolution.papers import Told, paper_number, told_soon_after, unite_papers
from mou_miner.resolution.sources import Source, Vote, best, documents_of, extends, joint_confidence, supports


def join_instruments(sources: Iterable[Source]) -> tuple[list[ResolvedInstrument], set[Support], list[Conflict]]:
    """Return the instruments by date, the support of those that can be any of several, and what sources say otherwise."""
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for source in sources:
        for instrument in source.partnership.instruments:
            by_kind[instrument.kind].append(Told(source, instrument))
    groups, left = [], []
    for _, told in sorted(by_kind.items()):
        same, unclear = _group(told)
        groups += same
        left += unclear
    joined = sorted((_join(group) for group in unite_papers(groups)), key=lambda item: _order(item[0]))
    conflicts = [
        conflict._replace(item_number=number) for number, (_, found) in enumerate(joined) for conflict in found
    ]
    return [paper for paper, _ in joined], {support for told in left for support in _supports(told)}, conflicts


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
    dated = {key: {paper_number(item) for item in paper} for key, paper in papers.items()}
    for item in numbered:
        same = [key for key, numbers in dated.items() if paper_number(item) in numbers]
        unnumbered = [key for key, numbers in dated.items() if numbers == {""}]
        if len(dated) == 1:
            same = same or unnumbered
        papers.setdefault(same[0] if len(same) == 1 else f"number {paper_number(item)}", []).append(item)
    rest = [item for item in undated if not item.instrument.number]
    keys = list(papers)
    left = []
    for item in rest:
        if near := told_soon_after(item, papers):
            papers[near].append(item)
        elif len(keys) > 1 and not _says_something(item.instrument):
            left.append(item)
        else:
            papers.setdefault(keys[0] if len(keys) == 1 else "undated", []).append(item)
    return left


def _says_something(instrument: Instrument) -> bool:
    told = (
        instrument.title, instrument.place_signed, instrument.valid_years, instrument.notice_months, instrument.copies,
        instrument.renewable, *instrument.signatories, *instrument.witnesses,
    )  # fmt: skip
    return any(value is not None for value in told)


def _join(group: Sequence[Told]) -> tuple[ResolvedInstrument, list[Conflict]]:
    values = {field: _best(group, field) for field in Instrument.model_fields.keys() - _APART}
    values["date_signed"] = _date(group)
    instrument = Instrument(
        **{field: value for field, value in values.items() if value is not None},
        signatories=_signatories(group),
        confidence=joint_confidence((told.source, told.instrument.confidence) for told in group),
    )
    conflicts = [
        conflict
        for field in _COMPARED
        for conflict in conflicts_of("instrument", None, field, _votes(group, field), values[field])
    ]
    resolved = ResolvedInstrument(
        instrument=instrument,
        documents=documents_of(told.source for told in group),
        support=tuple(sorted({support for told in group for support in _supports(told)})),
    )
    return resolved, conflicts


_APART = {"signatories", "articles", "confidence", "spans", "evidence"}
"""Fields of an instrument that are not simply those of the best source; articles stand in a document, and only there."""

_COMPARED = (
    "kind", "number", "date_signed", "place_signed", "valid_years", "renewable", "notice_months", "copies",
    "prevailing_language",
)  # fmt: skip
"""Fields of which another value is a contradiction, and not another wording."""


def _date(group: Sequence[Told]) -> str | None:
    """Return the date of the best source, made more exact by the best of those that only say it more exactly."""
    votes = [vote for vote in _votes(group, "date_signed") if isinstance(vote.value, str)]
    if not votes:
        return None
    chosen = str(max(votes, key=lambda vote: vote.order).value)
    exact = [vote for vote in votes if extends(str(vote.value), chosen)]
    return str(max(exact, key=lambda vote: (len(str(vote.value)), vote.order)).value)


def _votes(group: Iterable[Told], field: str) -> list[Vote]:
    return [
        Vote(told.source, told.instrument.confidence, value)
        for told in group
        if (value := getattr(told.instrument, field)) not in (None, ())
    ]


def _best(group: Iterable[Told], field: str) -> Any:
    found = max(_votes(group, field), key=lambda vote: vote.order, default=None)
    return None if found is None else _bare(found.value)


def _bare(value: Any) -> Any:
    """Return the value without spans: those of one document mean nothing in another."""
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return tuple(
            item.model_copy(update={"span": None}) if "span" in type(item).model_fields else item for item in value
        )
    return value


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
