"""What people decided, as it counts now: the later word over the earlier, and nothing that was undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mou_miner.dataset_records import Join, Judgement


class Decisions(NamedTuple):
    """Joins and pairs that stay apart, documents that make a variant of their own, and the order of firsts in merges."""

    joins: tuple[Join, ...]
    apart: frozenset[frozenset[str]]
    documents: dict[tuple[str, str], str]
    order: dict[str, int]

    def variant(self, own: str, doc_id: str) -> str:
        """Return the variant of a telling: its own, or the one that its document was taken out into."""
        return self.documents.get((own, doc_id), own)


def active(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements that count, in their order; an undo can be undone itself."""
    counts: dict[int, bool] = {}
    for judgement in judgements:
        if judgement.judgement_id is not None:
            counts[judgement.judgement_id] = True
    # From the last one back: whether an undo counts is settled before what it undoes.
    for judgement in reversed(judgements):
        if judgement.action == "undo" and judgement.undoes in counts and counts.get(judgement.judgement_id or 0, True):
            counts[judgement.undoes] = False
    return [
        judgement
        for judgement in judgements
        if judgement.action != "undo" and counts.get(judgement.judgement_id or 0, True)
    ]


def split_variant(own: str, doc_id: str) -> str:
    """Return the variant that a document's telling becomes when it is taken out of its own."""
    return f"{own}@{doc_id[:12]}"


def decide(judgements: Sequence[Judgement]) -> Decisions:
    """Return what counts of the judgements; of a merge and a split of one pair the later one does."""
    joins: dict[frozenset[str], Join] = {}
    apart: set[frozenset[str]] = set()
    documents: dict[tuple[str, str], str] = {}
    order: dict[str, int] = {}
    for judgement in active(judgements):
        first, second = judgement.first or "", judgement.second or ""
        pair = frozenset({first, second})
        if judgement.action == "merge":
            joins[pair] = Join(second, first, f"judgement {judgement.judgement_id} by {judgement.who}")
            apart.discard(pair)
            order.setdefault(first, len(order))
        elif judgement.doc_id:
            documents[second.rsplit("@", 1)[0], judgement.doc_id] = second
            apart.add(frozenset({first, second}))
        else:
            joins.pop(pair, None)
            apart.add(pair)
    return Decisions(tuple(joins.values()), frozenset(apart), documents, order)
