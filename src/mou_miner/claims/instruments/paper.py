"""A paper of a pair while it is read: its values with the words they rest on, and what was set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mou_miner.claims.dates import MONTHS, WEEKDAYS
from mou_miner.claims.pairs import Pair
from mou_miner.records import InstrumentKind, Signatory, Span, Witness

Value = str | float | bool


class SetAside(NamedTuple):
    """A value that was seen and not taken, and why."""

    field: str
    value: str
    span: Span
    reason: str


class Article(NamedTuple):
    """An article of an instrument: its number as written, heading, topic code and stretch; `pair` in the other language."""

    number: str
    heading: str | None
    topic: str | None
    language: str | None
    span: Span
    pair: str | None = None


class Signing(NamedTuple):
    """Where and when one side signed, or both."""

    date: str | None
    place: str | None
    side: str
    span: Span


@dataclass
class Paper:
    """An instrument of a pair, with the span of each value."""

    pair: Pair
    kind: InstrumentKind
    spans: list[Span]
    rule: str
    title: str | None = None
    variant: str | None = None
    values: dict[str, tuple[Value, Span]] = field(default_factory=dict)
    languages: list[tuple[str, Span]] = field(default_factory=list)
    numbers: list[tuple[str, str | None, Span]] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    legal_basis: list[tuple[str, Span]] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    signings: list[Signing] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    def put(self, name: str, value: Value | None, span: Span) -> None:
        """Keep the first value found for a field; the name of a day or a month is no place of signing."""
        if name == "place_signed" and str(value).split()[0].casefold() in {*MONTHS, *WEEKDAYS}:
            return
        if value is not None and name not in self.values:
            self.values[name] = (value, span)

    @property
    def date_signed(self) -> str | None:
        """The date of signing, if known."""
        found = self.values.get("date_signed")
        return str(found[0]) if found else None


def add_paper(papers: list[Paper], paper: Paper | None) -> None:
    """Join the paper with one of its kind whose date does not contradict; keep it apart otherwise."""
    if paper is None:
        return
    for known in papers:
        if known.kind == paper.kind and _compatible(known.date_signed, paper.date_signed):
            _join(known, paper)
            return
    papers.append(paper)


def _join(known: Paper, paper: Paper) -> None:
    if known.date_signed and paper.date_signed and len(paper.date_signed) > len(known.date_signed):
        known.values["date_signed"] = paper.values["date_signed"]
        known.rule = paper.rule
    for name, (value, span) in paper.values.items():
        known.put(name, value, span)
    for own, other in _lists(known, paper):
        own.extend(item for item in other if item not in own)


def _lists(known: Paper, paper: Paper) -> Sequence[tuple[list[Any], list[Any]]]:
    names = ("spans", "languages", "signatories", "witnesses", "set_aside")
    return [(getattr(known, name), getattr(paper, name)) for name in names]


def _compatible(first: str | None, second: str | None) -> bool:
    return first is None or second is None or first.startswith(second) or second.startswith(first)
