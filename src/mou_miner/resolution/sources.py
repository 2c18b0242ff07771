"""How much a source counts, and what several of them make together; all of it the same in any order of the sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from mou_miner.records import DocumentKind, DocumentSummary, Partnership, Span, Support

T = TypeVar("T")

CAP = 0.99
"""No number of sources makes a value surer than this; only a person does."""

_RANKS: Mapping[DocumentKind, int] = {
    "mou": 3, "loi": 3, "agreement": 3, "plan_of_action": 3, "report": 2, "article": 2, "news": 1, "other": 1,
}  # fmt: skip


class Source(NamedTuple):
    """A document's partnership, with the document's rank (a paper itself over a report over news) and date."""

    rank: int
    date: str
    summary: DocumentSummary
    partnership: Partnership

    @property
    def doc_id(self) -> str:
        return self.summary.doc_id


def make_source(summary: DocumentSummary, partnership: Partnership) -> Source:
    """Return the source; a paper that tells no date of publication has the latest one it was signed on."""
    rank = _RANKS[summary.kind]
    signed = [item.date_signed for item in partnership.instruments if item.date_signed]
    date = summary.date_published or (max(signed, default="") if rank == 3 else "")
    return Source(rank, date, summary, partnership)


def in_order(sources: Iterable[Source]) -> list[Source]:
    """Return the sources in an order of their own, each once."""
    by_content = {(source.doc_id, source.partnership.model_dump_json()): source for source in sources}
    return [by_content[key] for key in sorted(by_content)]


def best(votes: Iterable[tuple[Source, float | None, T]]) -> T | None:
    """Return the value of the highest source, then the latest, then the surest; None where there is no vote."""
    ranked = [((source.rank, source.date, certainty or 0.0, repr(value)), value) for source, certainty, value in votes]
    return max(ranked, key=lambda item: item[0])[1] if ranked else None


def joint_confidence(confidences: Iterable[tuple[Source, float | None]]) -> float | None:
    """Return the probability that not all sources err; one text printed twice counts once."""
    by_text: dict[str, float] = defaultdict(float)
    for source, confidence in confidences:
        if confidence is not None:
            text = source.summary.text_sha256
            by_text[text] = max(by_text[text], confidence)
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
