"""Steps of a partnership's procedure, as several sources tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from mou_miner.records import Milestone, ResolvedMilestone
from mou_miner.resolution.sources import Source, documents_of, extends, joint_confidence

Told = tuple[Source, Milestone]


def join_milestones(sources: Iterable[Source]) -> list[ResolvedMilestone]:
    """Return the steps by date; one step is told by those of one assertion whose dates do not contradict each other."""
    alike: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for source in sources:
        for milestone in source.partnership.milestones:
            alike[milestone.step, milestone.assertion].append((source, milestone))
    joined = [_join(group) for told in alike.values() for group in _by_date(told)]
    return sorted(joined, key=lambda item: (item.date or "9999", item.step, item.assertion))


def _by_date(told: Iterable[Told]) -> list[list[Told]]:
    """Return the tellings by their most exact date; what can be any of several dates, or has none, stands apart."""
    told = sorted(told, key=lambda item: (item[0].doc_id, item[1].model_dump_json()))
    dates = {item.date for _, item in told if item.date}
    exact = {date for date in dates if not any(other != date and extends(other, date) for other in dates)}
    groups: dict[str, list[Told]] = defaultdict(list)
    for source, item in told:
        within = [date for date in exact if item.date is None or extends(date, item.date)]
        groups[within[0] if len(within) == 1 else item.date or ""].append((source, item))
    return list(groups.values())


def _join(group: list[Told]) -> ResolvedMilestone:
    dates = [item.date for _, item in group if item.date]
    return ResolvedMilestone(
        step=group[0][1].step,
        assertion=group[0][1].assertion,
        documents=documents_of(source for source, _ in group),
        date=max(dates, key=lambda date: (len(date), date), default=None),
        confidence=joint_confidence((source, item.confidence) for source, item in group),
    )
