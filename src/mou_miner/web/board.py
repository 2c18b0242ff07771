"""What the right side of the page shows: the values of a document, who says them, and what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from mou_miner.corrections import review_claims, same_thing
from mou_miner.records import Claim, Correction, Document, Span
from mou_miner.web.shelf import Sheet

State = Literal["open", "accepted", "added", "rejected", "imported"]

_PAIR_FIELDS = ("partnership", "form", "stage", "typology")
ON_PAPERS = (
    "title", "number", "date_signed", "place_signed", "valid_years", "renewable", "notice_months", "language",
    "prevailing_language", "signatory", "witness", "copies",
)  # fmt: skip


class Value(NamedTuple):
    """One value and its state. `machine` is the rule's own claim beneath, if there is one; `shown` is its first words."""

    id: str
    claim: Claim
    state: State
    shown: str
    machine: Claim | None = None
    by: str | None = None
    at: str | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.claim.spans


class Paper(NamedTuple):
    """An instrument: its own value first, then those on it."""

    on: str
    values: tuple[Value, ...]


class Group(NamedTuple):
    """The values on one partnership; `title` is empty where the key has no parties yet."""

    key: str
    pair: tuple[Value, ...]
    scopes: tuple[Value, ...]
    activities: tuple[Value, ...]
    papers: tuple[Paper, ...]

    @property
    def values(self) -> list[Value]:
        """All values in the order of the page."""
        papers = [value for paper in self.papers for value in paper.values]
        return [*self.pair, *papers, *self.scopes, *self.activities]


class Board(NamedTuple):
    """All values of a document, and the corrections whose words are gone."""

    document: Document
    groups: tuple[Group, ...]
    unplaced: tuple[Correction, ...]

    @property
    def values(self) -> list[Value]:
        """All values in the order of the page."""
        return [value for group in self.groups for value in group.values]

    def find(self, value_id: str) -> Value | None:
        """Return the value of the id."""
        return next((value for value in self.values if value.id == value_id), None)

    @property
    def open(self) -> list[Value]:
        """The values nobody has decided on yet."""
        return [value for value in self.values if value.state == "open"]


def make_board(sheet: Sheet, corrections: Sequence[Correction]) -> Board:
    """Return the board of a document under the corrections that are to be seen."""
    reviewed = review_claims((*sheet.machine, *sheet.imported), corrections, sheet.document)
    values = [_value(claim, sheet, corrections) for claim in reviewed.claims]
    values += [_rejected(claim, entry, sheet.document) for claim, entry in reviewed.rejected]
    values = _distinct(values)
    keys = dict.fromkeys(value.claim.on.partition("#")[0] for value in values)
    groups = (_group(key, [value for value in values if value.claim.on.partition("#")[0] == key]) for key in keys)
    return Board(sheet.document, tuple(groups), tuple(reviewed.unplaced))


def value_id(claim: Claim) -> str:
    """Return a short name of a claim's content, the same as long as the claim says the same of the same words."""
    said = f"{claim.field}\n{claim.value}\n{claim.on}\n{claim.assertion}\n{claim.spans[:1]}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _value(claim: Claim, sheet: Sheet, corrections: Sequence[Correction]) -> Value:
    shown = _words(claim, sheet.document)
    if claim.origin.kind == "import":
        return Value(value_id(claim), claim, "imported", shown, _beneath(claim, sheet.machine), claim.origin.name)
    if claim.origin.kind != "annotator":
        return Value(value_id(claim), claim, "open", shown, claim)
    machine = _beneath(claim, sheet.machine)
    state: State = "accepted" if machine is not None else "added"
    return Value(value_id(claim), claim, state, shown, machine, claim.origin.name, claim.origin.version)


def _rejected(claim: Claim, entry: Correction, document: Document) -> Value:
    return Value(value_id(claim), claim, "rejected", _words(claim, document), claim, entry.annotator, entry.at)


def _beneath(claim: Claim, machine: Iterable[Claim]) -> Claim | None:
    for other in machine:
        same = (other.field, other.value, other.assertion) == (claim.field, claim.value, claim.assertion)
        if same and same_thing(other.on, claim.on) and set(other.spans) & set(claim.spans):
            return other
    return None


def _distinct(values: Iterable[Value]) -> list[Value]:
    """Return the values with ids of their own: two may say the same of the same words."""
    seen: dict[str, int] = {}
    distinct = []
    for value in values:
        seen[value.id] = count = seen.get(value.id, 0) + 1
        distinct.append(value if count == 1 else value._replace(id=f"{value.id}-{count}"))
    return distinct


def _group(key: str, values: Sequence[Value]) -> Group:
    def of(*fields: str) -> tuple[Value, ...]:
        return tuple(
            value for field in fields for value in values if value.claim.field == field and "#" not in value.claim.on
        )

    papers = dict.fromkeys(value.claim.on for value in values if "#" in value.claim.on)
    others = dict.fromkeys(value.claim.field for value in values if "#" not in value.claim.on)
    return Group(
        key,
        pair=of(*_PAIR_FIELDS, *(field for field in others if field not in {*_PAIR_FIELDS, "scope", "activity"})),
        scopes=of("scope"),
        activities=of("activity"),
        papers=tuple(Paper(on, _on_paper(on, values)) for on in papers),
    )


def _on_paper(on: str, values: Sequence[Value]) -> tuple[Value, ...]:
    own = [value for value in values if value.claim.on == on]
    order = {field: place for place, field in enumerate(("instrument", *ON_PAPERS))}
    return tuple(sorted(own, key=lambda value: order.get(value.claim.field, len(order))))


def _words(claim: Claim, document: Document) -> str:
    if not claim.spans:
        return ""
    return document.text[claim.spans[0].start : claim.spans[0].end]


def quote_of(value: Value, document: Document) -> tuple[str, Span | None]:
    """Return the words by which a decision on the value is found again, and where they stand."""
    if not value.claim.spans:
        return "", None
    span = value.claim.spans[0]
    return document.text[span.start : span.end], span


def keys_of(board: Board) -> list[str]:
    """Return the keys of the partnerships that have parties."""
    return [
        group.key
        for group in board.groups
        if any(value.claim.field == "partnership" and value.state != "rejected" for value in group.pair)
    ]


def papers_of(board: Board) -> list[str]:
    """Return the keys of the instruments that stand."""
    return [
        paper.on
        for group in board.groups
        for paper in group.papers
        if any(value.claim.field == "instrument" and value.state != "rejected" for value in paper.values)
    ]


def next_paper(board: Board, key: str, kind: str) -> str:
    """Return a key for another instrument of the kind: `...|city#mou:2` after `#mou:1`."""
    taken = {paper.on for group in board.groups for paper in group.papers}
    number = 1
    while f"{key}#{kind}:{number}" in taken:
        number += 1
    return f"{key}#{kind}:{number}"
