"""What a source says, how much it counts, and what several of them make together; the same in any order of the sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from mou_miner.records import DocumentSummary, Partnership, Span, Support
from mou_miner.resolution.weights import Weight, weigh

T = TypeVar("T")

CAP = 0.99
"""No number of sources makes a value surer than this; only a person does."""


class Source(NamedTuple):
    """A document's partnership, with the document's weight and date, and the number of the text that it is."""

    weight: Weight
    date: str
    summary: DocumentSummary
    partnership: Partnership
    number: int = 0

    @property
    def doc_id(self) -> str:
        return self.summary.doc_id

    @property
    def rank(self) -> int:
        return self.weight.rank


class Vote(NamedTuple):
    """A value that a source gives for a field."""

    source: Source
    certainty: float | None
    value: str | int | float | bool

    @property
    def order(self) -> tuple[int, str, float, str]:
        return self.source.rank, self.source.date, self.certainty or 0.0, repr(self.value)


def make_source(summary: DocumentSummary, partnership: Partnership, number: int = 0) -> Source:
    """Return the source; a paper that tells no date of publication has the latest one it was signed on."""
    weight = weigh(summary, (partnership.indonesian_party, partnership.partner))
    signed = [item.date_signed for item in partnership.instruments if item.date_signed]
    date = summary.date_published or (max(signed, default="") if weight.kind == "instrument" else "")
    return Source(weight, date, summary, partnership, number)


def in_order(sources: Iterable[Source]) -> list[Source]:
    """Return the sources in an order of their own, each once."""
    by_content = {(source.doc_id, source.partnership.model_dump_json()): source for source in sources}
    return [by_content[key] for key in sorted(by_content)]


def best(votes: Iterable[tuple[Source, float | None, T]]) -> T | None:
    """Return the value of the highest source, then the latest, then the surest; None where there is no vote."""
    ranked = [((source.rank, source.date, certainty or 0.0, repr(value)), value) for source, certainty, value in votes]
    return max(ranked, key=lambda item: item[0])[1] if ranked else None


def why(votes: Sequence[Vote], chosen: object) -> str:
    """Return what made the chosen value win over the best of the others, by the rule of `best`."""
    mine = max((vote for vote in votes if vote.value == chosen), key=lambda vote: vote.order, default=None)
    others = [vote for vote in votes if vote.value != chosen]
    if mine is None or not others:
        return "several sources together"
    other = max(others, key=lambda vote: vote.order)
    if mine.source.rank != other.source.rank:
        return f"{mine.source.weight.label} over {other.source.weight.label}"
    if mine.source.date != other.source.date:
        return "the later source"
    return "the surer value" if mine.certainty != other.certainty else "the same in every order"


def joint_confidence(confidences: Iterable[tuple[Source, float | None]]) -> float | None:
    """Return the probability that not all sources err; a text printed twice, copied or translated counts once."""
    by_text: dict[int, float] = defaultdict(float)
    for source, confidence in confidences:
        if confidence is not None:
            by_text[source.number] = max(by_text[source.number], confidence)
    if not by_text:
        return None
    highest = max(by_text.values())
    if len(by_text) == 1 or highest >= CAP:
        return highest
    doubt = 1.0
    for confidence in sorted(by_text.values()):
        doubt *= 1.0 - confidence
    return max(highest, min(CAP, round(1.0 - doubt, 6)))


def documents_of(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the ids of the documents, each once."""
    return tuple(sorted({source.doc_id for source in sources}))


def supports(doc_id: str, field: str, spans: Iterable[Span]) -> set[Support]:
    """Return one support of the field for each span of the document."""
    return {Support(doc_id, field, span.start, span.end) for span in spans}


def extends(date: str, partial: str) -> bool:
    """Say whether a date is the partial one or falls within it: 2012-04 extends 2012."""
    return date == partial or date.startswith(f"{partial}-")
