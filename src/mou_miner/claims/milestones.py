"""Steps of the procedure that a text dates or asserts for a partnership: from the first talks to the evaluation.

Papers give the steps of the letter of intent, the memorandum and the renewal; activities that of carrying out; the rest is
named by words of `rules/procedure.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mou_miner.claims.assertion import as_assertion, read_assertion
from mou_miner.claims.context import Context
from mou_miner.claims.dates import find_dates
from mou_miner.claims.instruments.paper import Paper
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Assertion, InstrumentKind, MilestoneStep, Span, Stage
from mou_miner.rules.procedure import load_procedure_rules, pattern_of

_PAPER_STEPS: dict[InstrumentKind, MilestoneStep] = {
    "loi": "loi", "mou": "mou", "agreement": "mou", "renewal": "renewal", "plan_of_action": "cooperation_plan",
}  # fmt: skip
_ORDER: tuple[MilestoneStep, ...] = (
    "exploration", "loi", "cooperation_plan", "council_approval", "ministry_facilitation", "mou", "implementation",
    "evaluation", "renewal", "end",
)  # fmt: skip
_COMING = re.compile(
    r"\b(?:akan|berencana|rencana\w*|ingin|hendak|will|plans? to|intends? to|hopes? to|wants? to)\s+(?:\w+\s+){0,2}$",
    re.I,
)
_REACH = 90
"""A date belongs to a step that stands within so many characters."""


class MilestoneFinding(NamedTuple):
    """A step, whether it was taken, its words and its date as far as told."""

    step: MilestoneStep
    assertion: Assertion
    span: Span
    date: str | None
    rule: str


class Deed(NamedTuple):
    """What milestones need of an activity: whether it was done, where it stands and when it was."""

    assertion: Assertion
    span: Span
    date: str | None


def find_milestones(
    context: Context,
    pair: Pair,
    papers: Sequence[Paper],
    deeds: Sequence[Deed],
    stage: tuple[Stage, Span] | None,
    published: str | None,
) -> list[MilestoneFinding]:
    """Return the steps in the order of the procedure, each assertion of a step once; a dated one before an undated."""
    found = [*_of_papers(papers), *_of_deeds(deeds), *_named(context, pair, published)]
    if stage is not None and stage[0] == "ended":
        found.append(
            MilestoneFinding("end", "done", stage[1], _date_near(context, stage[1], published), "milestone.stage")
        )
    best: dict[tuple[MilestoneStep, Assertion, str | None], MilestoneFinding] = {}
    for item in found:
        best.setdefault((item.step, item.assertion, item.date), item)
    dated = {(step, assertion) for step, assertion, date in best if date}
    kept = [item for (step, assertion, date), item in best.items() if date or (step, assertion) not in dated]
    return sorted(kept, key=lambda item: (_ORDER.index(item.step), item.date or "9999", item.span))


def _of_papers(papers: Sequence[Paper]) -> Iterator[MilestoneFinding]:
    for paper in papers:
        step = _PAPER_STEPS.get(paper.kind)
        if step is None:
            continue
        dated = paper.values.get("date_signed")
        span = dated[1] if dated else paper.spans[0]
        yield MilestoneFinding(step, "done", span, paper.date_signed, "milestone.paper")


def _of_deeds(deeds: Sequence[Deed]) -> Iterator[MilestoneFinding]:
    """The first deed of each assertion: that the tie is carried out, is to be, or was not."""
    for assertion in ("done", "planned", "not_done"):
        own = [deed for deed in deeds if deed.assertion == assertion]
        if own:
            first = min(own, key=lambda deed: (deed.date or "9999", deed.span))
            yield MilestoneFinding("implementation", first.assertion, first.span, first.date, "milestone.activity")


def _named(context: Context, pair: Pair, published: str | None) -> Iterator[MilestoneFinding]:
    for sentence in context.sentences:
        if sentence.kind in {"title", "caption"}:
            continue
        if any(told is pair for told, _ in context.told.get(sentence.index, ())):
            yield from _in_sentence(context, pair, sentence, published)


def _in_sentence(context: Context, pair: Pair, sentence: Sentence, published: str | None) -> Iterator[MilestoneFinding]:
    rules = load_procedure_rules()
    start, end = context.stretch(sentence, pair)
    text = context.document.text[start:end]
    cues, stops = context.of(sentence, "assertion."), context.of(sentence, "terminator.")
    for item in rules.steps:
        for match in pattern_of(item.words).finditer(text):
            if rules.pattern("general").search(text[max(0, match.start() - 40) : match.start()]):
                continue
            span = Span(start + match.start(), start + match.end())
            reading = read_assertion(span.start, span.end, cues, stops, context.cue_rules)
            assertion = as_assertion(reading[0] if reading else None)
            if item.step == "exploration" and assertion == "planned" and not _COMING.search(text[: match.start()]):
                # To explore is itself a cue of what may come; talks that are told of have begun.
                assertion = "done"
            yield MilestoneFinding(
                item.step, assertion, span, _date_near(context, span, published, (start, end)), "milestone.named"
            )


def _date_near(
    context: Context, span: Span, published: str | None, stretch: tuple[int, int] | None = None
) -> str | None:
    """The date nearest to the words, in their sentence; one behind them goes before one ahead."""
    if stretch is None:
        inside = [s for s in context.sentences if s.start <= span.start < s.end]
        if not inside:
            return None
        stretch = inside[0].start, inside[0].end
    near = [
        (found.start + stretch[0] < span.start, abs(found.start + stretch[0] - span.start), found.iso)
        for found in find_dates(context.document.text[stretch[0] : stretch[1]], published)
        if abs(found.start + stretch[0] - span.start) < _REACH
    ]
    return min(near)[2] if near else None
