"""Values that sources give otherwise than the chosen one: all are kept, with the reason of the choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mou_miner.records import Conflict
from mou_miner.resolution.sources import Vote, extends, why


def conflicts_of(
    item: str, item_number: int | None, field: str, votes: Iterable[Vote], chosen: object, *, reason: str | None = None
) -> list[Conflict]:
    """Return one conflict for each value and document, the chosen value first; nothing where all say the same."""
    votes = list(votes)
    if len({vote.value for vote in votes if not _agrees(field, vote.value, chosen)} | {chosen}) < 2:
        return []
    reason = reason or why(votes, chosen)
    surest: dict[tuple[str, str], Vote] = {}
    for vote in votes:
        key = repr(vote.value), vote.source.doc_id
        if key not in surest or (vote.certainty or 0.0) > (surest[key].certainty or 0.0):
            surest[key] = vote
    found = [
        Conflict(
            item, item_number, field, vote.value, _agrees(field, vote.value, chosen), vote.source.doc_id,
            vote.source.weight.label, vote.source.date, vote.certainty, reason,
        )
        for vote in surest.values()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.chosen, repr(one.value), one.doc_id))


def _agrees(field: str, value: object, chosen: object) -> bool:
    """Say whether the value is the chosen one; a date that is only less exact is no other date."""
    if value == chosen:
        return True
    return field.startswith("date") and extends(str(chosen), str(value))


def renumbered(conflicts: Sequence[Conflict], item_number: int) -> list[Conflict]:
    """Return the conflicts as those of the item with this number."""
    return [conflict._replace(item_number=item_number) for conflict in conflicts]
