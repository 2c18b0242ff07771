"""One paper that stories date or name otherwise than the paper itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from mou_miner.records import Instrument
from mou_miner.resolution.sources import Source

STORY_DAYS = 3
"""Stories err by so many days about the date that a paper itself bears ..."""
TOLD_DAYS = 31
"""... and a story without a date, told within so many days after one, means that paper."""


class Told(NamedTuple):
    """An instrument as a source tells it."""

    source: Source
    instrument: Instrument


def paper_number(told: Told) -> str:
    """Return the paper's number without spaces and marks, '' where none is told."""
    return re.sub(r"\W+", "", told.instrument.number or "").casefold()


def told_soon_after(item: Told, papers: Mapping[str, Sequence[Told]]) -> str | None:
    """Return the key of the one paper that was signed shortly before an undated one was told of."""
    published = _day(item.source.summary.date_published)
    if published is None:
        return None
    recent = [
        key for key in papers if (signed := _day(key)) is not None and 0 <= (published - signed).days <= TOLD_DAYS
    ]
    return recent[0] if len(recent) == 1 else None


def unite_papers(groups: Sequence[list[Told]]) -> list[list[Told]]:
    """Return the groups, those united that are one paper: of one date under two names, or of nearly one date."""
    groups = [list(group) for group in groups]
    united = True
    while united:
        united = False
        groups.sort(key=lambda group: min(_key(told) for told in group))
        for first, second in combinations(range(len(groups)), 2):
            if _same_paper(groups[first], groups[second]):
                groups[first] += groups.pop(second)
                united = True
                break
    return groups


def _same_paper(first: Sequence[Told], second: Sequence[Told]) -> bool:
    dates = _signed(first), _signed(second)
    if dates[0] is None or dates[1] is None or _told_by_one(first, second) or not _one_number(first, second):
        return False
    papers = _kinds(first, papers=True), _kinds(second, papers=True)
    if _kinds(first) != _kinds(second):
        # Two papers that both lie before us and bear two names are two, even of one day.
        return dates[0] == dates[1] and not (papers[0] and papers[1])
    apart = abs((dates[0] - dates[1]).days)
    return bool(papers[0]) != bool(papers[1]) and apart <= STORY_DAYS


def _signed(group: Sequence[Told]) -> date | None:
    """Return the full date that the best source of the group gives."""
    dated = [told for told in group if _day(told.instrument.date_signed)]
    best = max(dated, key=lambda told: (told.source.rank, _key(told)), default=None)
    return _day(best.instrument.date_signed) if best else None


def _told_by_one(first: Sequence[Told], second: Sequence[Told]) -> bool:
    """Say whether one document tells of both: then they are two."""
    return bool({told.source.doc_id for told in first} & {told.source.doc_id for told in second})


def _one_number(first: Sequence[Told], second: Sequence[Told]) -> bool:
    numbers = [{paper_number(told) for told in group} - {""} for group in (first, second)]
    return not numbers[0] or not numbers[1] or bool(numbers[0] & numbers[1])


def _kinds(group: Sequence[Told], *, papers: bool = False) -> set[str]:
    return {told.instrument.kind for told in group if not papers or told.source.weight.kind == "instrument"}


def _day(value: str | None) -> date | None:
    """Return the day of a full date."""
    try:
        return date.fromisoformat(value) if value and len(value) == 10 else None
    except ValueError:
        return None


def _key(told: Told) -> tuple[str, str, str, str]:
    instrument = told.instrument
    return instrument.date_signed or "", instrument.kind, told.source.doc_id, instrument.model_dump_json()
