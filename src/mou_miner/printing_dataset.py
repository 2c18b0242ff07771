"""Judgements, timelines and conflicts as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from mou_miner.dataset_records import Join, Judgement
from mou_miner.printing import show_table
from mou_miner.records import ResolvedPartnership
from mou_miner.resolution.timeline import Event


def show_judgements(
    judgements: Iterable[Judgement], active: Collection[int | None], joins: Iterable[tuple[Join, str, str]]
) -> None:
    """Show what people decided, and then what rules joined; a join is undone by its variant."""
    rows: list[list[object]] = [
        [
            item.judgement_id, item.action, item.first or item.undoes, item.second, item.who, item.at, item.why,
            "" if item.action == "undo" or item.judgement_id in active else "undone",
        ]
        for item in judgements
    ]  # fmt: skip
    rows += [
        [join.variant, "merge", partnership_id, join.variant, join.rule, at, None, ""]
        for join, partnership_id, at in joins
        if join.rule.startswith("rule:")
    ]
    show_table(["judgement", "action", "first", "second", "who", "at", "why", "state"], rows)


def show_timeline(events: Iterable[Event], sources: Mapping[str, str]) -> None:
    """Show what happened when, and which documents say so."""
    show_table(
        ["date", "kind", "what", "documents"],
        [
            [
                event.date or None,
                event.kind,
                event.what,
                ", ".join(sorted(sources.get(doc, doc) for doc in event.documents)),
            ]
            for event in events
        ],
    )


def show_conflicts(partnership: ResolvedPartnership, sources: Mapping[str, str]) -> None:
    """Show each value of a field on which sources differ; the chosen ones are marked."""
    show_table(
        ["item", "field", "value", "chosen", "source", "kind of source", "date", "reason"],
        [
            [
                item.item if item.item_number is None else f"{item.item} {item.item_number + 1}", item.field, item.value,
                "yes" if item.chosen else "", sources.get(item.doc_id, item.doc_id), item.weight, item.date or None,
                item.reason,
            ]
            for item in partnership.conflicts
        ],
    )  # fmt: skip
