"""What is made of all that a document says of a pair: kind of paradiplomacy, mere ceremony, steps of the procedure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from mou_miner.claims.activities import ActivityFinding
from mou_miner.claims.context import Context
from mou_miner.claims.dates_relative import story_date
from mou_miner.claims.instruments import Paper
from mou_miner.claims.milestones import Deed, find_milestones
from mou_miner.claims.pairs import Pair
from mou_miner.claims.scopes import ScopeFinding
from mou_miner.claims.stages import StageSign
from mou_miner.claims.typology import find_ceremony, find_politics, find_typology, stated_typologies
from mou_miner.records import Assertion, Field, Span


class Conclusion(NamedTuple):
    """A value of a partnership with its spans and its rule."""

    field: Field
    value: str | bool
    spans: tuple[Span, ...]
    rule: str
    assertion: Assertion | None = None
    details: dict[str, Any] | None = None


def conclude(
    context: Context,
    pair: Pair,
    scopes: Sequence[ScopeFinding],
    activities: Sequence[ActivityFinding],
    papers: Sequence[Paper],
    sign: StageSign | None,
) -> Iterator[Conclusion]:
    """Yield typology, ceremonial_only and milestones of a pair, as far as the text says anything of them."""
    typology = find_typology(
        pair,
        [(item.code, item.span) for item in scopes],
        [(item.type, item.span) for item in activities],
        stated_typologies(context),
        find_politics(context, pair),
    )
    if typology is not None:
        yield Conclusion(
            "typology", typology.typology, (typology.span,), typology.rule, details={"reasons": list(typology.reasons)}
        )
    done = [item for item in activities if item.assertion == "done" and item.type != "visit_ceremony"]
    ceremony = find_ceremony(context, pair)
    if done:
        yield Conclusion("ceremonial_only", False, (done[0].span,), "ceremonial.activity")
    elif ceremony is not None:
        yield Conclusion("ceremonial_only", True, (ceremony,), "ceremonial.said")
    deeds = [Deed(item.assertion, item.span, item.date) for item in activities if item.type != "visit_ceremony"]
    stage = (sign.stage, sign.span) if sign is not None else None
    published = story_date(context.document.text, context.document.date_published)
    for step in find_milestones(context, pair, papers, deeds, stage, published):
        details = {"date": step.date} if step.date else {}
        yield Conclusion("milestone", step.step, (step.span,), step.rule, step.assertion, details)
