"""Which activities told by several sources are the same one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mou_miner.records import Activity, ResolvedActivity, Support
from mou_miner.resolution.names import fold
from mou_miner.resolution.sources import Source, best, documents_of, extends, joint_confidence, supports

SHARED = 0.6
"""Two wordings tell of one activity when so large a part of all their words stands in both ..."""
CONTAINED = 0.85
"""... or so large a part of the shorter one's, if it has at least `MEANINGFUL` words."""
MEANINGFUL = 4


class Told(NamedTuple):
    """An activity as a source tells it."""

    source: Source
    activity: Activity
    words: frozenset[str]


def join_activities(sources: Iterable[Source]) -> list[ResolvedActivity]:
    """Return the activities by date: same type and assertion, similar words, no different date or scope."""
    alike: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for source in sources:
        for activity in source.partnership.activities:
            alike[activity.type, activity.assertion].append(Told(source, activity, _words(activity.text)))
    return sorted((_join(group) for told in alike.values() for group in _group(told)), key=_order)


def _group(told: Iterable[Told]) -> list[list[Told]]:
    groups: list[list[Told]] = []
    for item in sorted(told, key=_precedence):
        for group in groups:
            if _similar(group[0].words, item.words) and all(
                _compatible(other.activity, item.activity) for other in group
            ):
                group.append(item)
                break
        else:
            groups.append([item])
    return groups


def _precedence(told: Told) -> tuple[int, float, str, str, str]:
    certainty = told.activity.confidence or 0.0
    return -told.source.rank, -certainty, told.activity.text, told.source.doc_id, told.activity.model_dump_json()


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", fold(text)) if len(word) > 2)


def _similar(first: frozenset[str], second: frozenset[str]) -> bool:
    if first == second:
        return True
    shared, shorter = len(first & second), min(len(first), len(second))
    return shared >= SHARED * len(first | second) or (shorter >= MEANINGFUL and shared >= CONTAINED * shorter)


def _compatible(first: Activity, second: Activity) -> bool:
    if first.scope and second.scope and first.scope != second.scope:
        return False
    dates = first.date, second.date
    return None in dates or extends(str(dates[0]), str(dates[1])) or extends(str(dates[1]), str(dates[0]))


def _join(group: Sequence[Told]) -> ResolvedActivity:
    first = group[0].activity
    dates = [told.activity.date for told in group if told.activity.date]
    return ResolvedActivity(
        type=first.type,
        assertion=first.assertion,
        text=first.text,
        documents=documents_of(told.source for told in group),
        support=tuple(sorted({support for told in group for support in _supports(told)})),
        scope=best(
            (told.source, told.activity.confidence, told.activity.scope) for told in group if told.activity.scope
        ),
        date=max(dates, key=lambda date: (len(date), date), default=None),
        amount=best(
            (told.source, told.activity.confidence, told.activity.amount) for told in group if told.activity.amount
        ),
        confidence=joint_confidence((told.source, told.activity.confidence) for told in group),
    )


def _supports(told: Told) -> set[Support]:
    return supports(told.source.doc_id, "activity", (told.activity.span, *told.activity.other_spans))


def _order(activity: ResolvedActivity) -> tuple[str, str, str, str]:
    return activity.date or "9999", activity.type, activity.assertion, activity.model_dump_json()
