"""Partnerships across documents: what each document tells of the same two governments, joined to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mou_miner.dataset_records import Group, Judgement, Telling
from mou_miner.records import DocumentSummary, Partnership, ResolvedPartnership
from mou_miner.resolution.grouping import group_tellings
from mou_miner.resolution.resolve import join, resolve

__all__ = ["Resolution", "resolve"]


class Resolution:
    """Resolution as the store asks for it; another `version` makes all partnerships due anew."""

    def __init__(self, version: str) -> None:
        self.version = version

    def group(self, tellings: Iterable[Telling], judgements: Sequence[Judgement]) -> list[Group]:
        """Return which tellings are one partnership."""
        return group_tellings(tellings, judgements)

    def join(self, group: Group, told: Sequence[tuple[DocumentSummary, Partnership]]) -> ResolvedPartnership:
        """Return what the tellings of a group say together."""
        return join(group, told)
