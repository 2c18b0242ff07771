"""How far annotators agree: F1 and Krippendorff's alpha per field, and what they disagree on.

A *slot* is a question both answered: the one value of a field with one value (which stage?), or whether a value is
there for a field with many (is tourism a scope?).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from mou_miner.web.board import Board, Value

ONE_VALUE = frozenset(
    {"form", "stage", "typology", "title", "number", "date_signed", "place_signed", "valid_years", "renewable",
     "notice_months", "copies", "prevailing_language"}
)  # fmt: skip
ABSENT = "∅"

Slot = tuple[str, ...]
"""Document, field, key of the thing, and, where a field has many values, the value."""
Answers = Mapping[str, Sequence[Value]]
"""Values by annotator; nobody's values are missing, they may be none."""


class FieldScore(NamedTuple):
    """Agreement on one field: slots, values of all annotators, mean F1 over their pairs, alpha (None where undefined)."""

    field: str
    slots: int
    values: int
    f1: float | None
    alpha: float | None


class Dispute(NamedTuple):
    """A slot that was answered differently."""

    slot: Slot
    answers: Answers

    @property
    def field(self) -> str:
        return self.slot[1]


def slots_of(boards: Mapping[str, Board]) -> dict[Slot, dict[str, list[Value]]]:
    """Return the answers of each annotator to each question about one document."""
    found: dict[Slot, dict[str, list[Value]]] = {}
    for name, board in boards.items():
        for value in board.values:
            if value.state != "rejected":
                slot = slot_of(board.document.doc_id, value)
                found.setdefault(slot, {other: [] for other in boards})[name].append(value)
    return dict(sorted(found.items()))


def slot_of(doc_id: str, value: Value) -> Slot:
    """Return the question that the value answers."""
    claim = value.claim
    on = claim.on.casefold()
    if claim.field in ONE_VALUE:
        return (doc_id, claim.field, on)
    if claim.field == "activity" and claim.spans:
        # Several activities of one type are told apart by their words.
        return (doc_id, claim.field, on, str(claim.value), str(claim.spans[0].start))
    return (doc_id, claim.field, on, str(claim.value).casefold())


def disputes(boards: Mapping[str, Board]) -> tuple[list[Dispute], list[Dispute]]:
    """Return the slots that were answered differently, and those that were answered alike."""
    differ: list[Dispute] = []
    alike: list[Dispute] = []
    for slot, answers in slots_of(boards).items():
        said = {_answer(values) for values in answers.values()}
        (differ if len(said) > 1 else alike).append(Dispute(slot, answers))
    return differ, alike


def score(documents: Iterable[Mapping[str, Board]]) -> list[FieldScore]:
    """Return the agreement per field, and over all fields under the name `all`."""
    by_field: dict[str, list[Dispute]] = defaultdict(list)
    for boards in documents:
        differ, alike = disputes(boards)
        for item in (*differ, *alike):
            by_field[item.field].append(item)
            by_field["all"].append(item)
    return [_score(field, by_field[field]) for field in sorted(by_field, key=lambda name: (name == "all", name))]


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Return alpha for nominal data, None where it is undefined: fewer than two answers, or never another answer.

    Each unit holds the answers of those who answered it; units with one answer say nothing of agreement.
    """
    coincidences: Counter[tuple[str, str]] = Counter()
    for answers in units:
        if len(answers) < 2:
            continue
        for one, other in combinations(answers, 2):
            share = 1 / (len(answers) - 1)
            coincidences[one, other] += share  # type: ignore[assignment]
            coincidences[other, one] += share  # type: ignore[assignment]
    totals: Counter[str] = Counter()
    for (one, _), count in coincidences.items():
        totals[one] += count
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if n <= 1 or expected == 0:
        return None
    observed = sum(count for (one, other), count in coincidences.items() if one != other)
    return 1 - (n - 1) * observed / expected


def pair_f1(one: Counter[Slot], other: Counter[Slot]) -> float | None:
    """Return twice the values both gave over all they gave, None where neither gave any."""
    given = one.total() + other.total()
    return None if given == 0 else 2 * (one & other).total() / given


def _score(field: str, items: Sequence[Dispute]) -> FieldScore:
    names = sorted({name for item in items for name in item.answers})
    units = [[_answer(values) for values in item.answers.values()] for item in items]
    f1s = []
    for one, other in combinations(names, 2):
        both = [item for item in items if one in item.answers and other in item.answers]
        f1 = pair_f1(*(Counter(_given(both, name)) for name in (one, other)))
        if f1 is not None:
            f1s.append(f1)
    values = sum(len(given) for item in items for given in item.answers.values())
    return FieldScore(field, len(items), values, sum(f1s) / len(f1s) if f1s else None, krippendorff_alpha(units))


def _given(items: Iterable[Dispute], name: str) -> Iterable[Slot]:
    for item in items:
        if item.answers[name]:
            yield (*item.slot, _answer(item.answers[name]))


def _answer(values: Sequence[Value]) -> str:
    if not values:
        return ABSENT
    claim = values[0].claim
    return f"{claim.value}|{claim.assertion or ''}".casefold()
