"""Why each value of a partnership was chosen: the words it rests on, what spoke against it, and what came next.

Plain data for whoever shows it; nothing is worded here. Reasons that the claims carry are taken from them; places, stages and
pairs that were considered and not chosen come from the context in which the claims were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mou_miner.claims.activities import ActivityFinding
from mou_miner.claims.context import Context
from mou_miner.claims.pairs import Pair
from mou_miner.claims.places import PlaceMention
from mou_miner.claims.stages import StageSign, stage_signs
from mou_miner.claims.trees import TreeModel
from mou_miner.records import Claim, Span

MANY = 4
"""Of more than so many quotes or other choices the rest is left out."""


class Point(NamedTuple):
    """Something that spoke against a value, or another value: what it is, why, its words, and how likely or strong it is."""

    value: str
    reason: str = ""
    span: Span | None = None
    weight: float | None = None


class Answer(NamedTuple):
    """A value with its rule and confidence, the spans it rests on, and what else there was.

    `cues` are the words that made an activity done or planned; `level` is 1 for the values of a paper.
    """

    field: str
    value: str
    rule: str
    confidence: float | None
    spans: tuple[Span, ...]
    pro: tuple[Point, ...] = ()
    against: tuple[Point, ...] = ()
    others: tuple[Point, ...] = ()
    cues: tuple[Span, ...] = ()
    assertion: str | None = None
    level: int = 0


class Trace(NamedTuple):
    """What claims were made from: the context, every candidate pair with its features, the pair model, the activities."""

    context: Context
    candidates: Sequence[tuple[Pair, Mapping[str, float]]]
    model: TreeModel
    activities: Sequence[ActivityFinding]


def explain_partnership(trace: Trace, key: str, claims: Sequence[Claim]) -> list[Answer]:
    """Return the answers about one partnership, by the order of its claims; values that people set have their claim only."""
    own = [claim for claim in claims if claim.on.split("#")[0] == key]
    pair = next((pair for pair in trace.context.pairs if pair.key == key), None)
    answers: list[Answer] = []
    for claim in own:
        answer = _plain(claim)
        if pair is not None:
            answer = _with_context(answer, claim, pair, trace)
        answers.append(answer)
        if claim.field == "partnership" and pair is not None:
            answers += [_party(pair, "indonesian_party"), _party(pair, "partner")]
    return answers


def considered(trace: Trace, taken: Iterable[str]) -> list[Point]:
    """Return the pairs that came nearest to being believed and were not, with their probability."""
    known = set(taken)
    rest = [pair for pair, _ in trace.candidates if pair.key not in known]
    rest.sort(key=lambda pair: -pair.probability)
    return [_other_pair(pair) for pair in rest[:MANY] if pair.probability >= 0.01]


# ---------------------------------------------------------------------------------------------- one value


def _plain(claim: Claim) -> Answer:
    reasons = tuple(Point(str(reason)) for reason in claim.details.get("reasons", ()))
    aside = tuple(
        Point(item["value"], item["why"], Span(item["start"], item["end"]))
        for item in claim.details.get("set_aside", ())
    )
    return Answer(
        field=claim.field, value=str(claim.value), rule=claim.origin.name, confidence=claim.confidence,
        spans=claim.spans[:MANY], pro=reasons, others=aside, assertion=claim.assertion, level=int("#" in claim.on and claim.field != "instrument"),
    )  # fmt: skip


def _with_context(answer: Answer, claim: Claim, pair: Pair, trace: Trace) -> Answer:
    if claim.field == "partnership":
        pro, against = _weights(pair, trace)
        best = trace.context.sentences[pair.best.sentence]
        return answer._replace(
            value=_names(pair),
            spans=(Span(best.start, best.end),),
            pro=pro,
            against=against,
            others=_rivals(pair, trace),
        )
    if claim.field == "stage":
        signs = stage_signs(trace.context, pair)
        return answer._replace(others=_other_stages(signs, str(claim.value)))
    if claim.field == "activity":
        return answer._replace(cues=_cues(claim, trace.activities))
    return answer


def _names(pair: Pair) -> str:
    return f"{pair.indonesian.name} - {pair.partner_name}" + (f" ({pair.country})" if pair.country else "")


def _rivals(pair: Pair, trace: Trace) -> tuple[Point, ...]:
    """The candidates that share a side with the pair and were not believed."""
    chosen = {id(known) for known in trace.context.pairs}
    rest = [
        other for other, _ in trace.candidates
        if id(other) not in chosen and other.key != pair.key
        and (other.indonesian.name == pair.indonesian.name or other.partner_name == pair.partner_name)
    ]  # fmt: skip
    rest.sort(key=lambda other: -other.probability)
    return tuple(_other_pair(other) for other in rest[:MANY] if other.probability >= 0.01)


def _other_pair(pair: Pair) -> Point:
    first = pair.partner_mentions[0] if pair.partner_mentions else None
    span = Span(first.phrase_start, first.phrase_end) if first else None
    return Point(_names(pair), "", span, round(pair.probability, 3))


def _weights(pair: Pair, trace: Trace) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The features without which the model would believe the pair less, and those without which it would believe it more."""
    features = next((row for other, row in trace.candidates if other.key == pair.key), None)
    if not features:
        return (), ()
    present = [name for name in trace.model.features if features.get(name)]
    rows = [features, *({**features, name: 0.0} for name in present)]
    chances = trace.model.probabilities(rows)
    changes = sorted((float(chances[0] - chance), name) for name, chance in zip(present, chances[1:], strict=True))
    against = [Point(_feature(name), "", None, round(change, 3)) for change, name in changes if change < -0.005]
    pro = [Point(_feature(name), "", None, round(change, 3)) for change, name in reversed(changes) if change > 0.005]
    return tuple(pro[:MANY]), tuple(against[:MANY])


def _feature(name: str) -> str:
    side = {"i_": "Indonesian side: ", "f_": "foreign side: ", "p_": "the two together: "}.get(name[:2], "")
    return side + (name[2:] if side else name).replace("_", " ")


def _other_stages(signs: Sequence[StageSign], chosen: str) -> tuple[Point, ...]:
    best: dict[str, StageSign] = {}
    for sign in signs:
        if sign.stage != chosen and (sign.stage not in best or sign.strength > best[sign.stage].strength):
            best[sign.stage] = sign
    ranked = sorted(best.values(), key=lambda sign: -sign.strength)
    return tuple(Point(sign.stage, sign.rule, sign.span, float(sign.strength)) for sign in ranked[:MANY])


def _cues(claim: Claim, activities: Sequence[ActivityFinding]) -> tuple[Span, ...]:
    cues = [item.cue for item in activities if item.span in claim.spans and item.cue is not None]
    return tuple(dict.fromkeys(cues))[:1]


def _party(pair: Pair, field: str) -> Answer:
    mentions = pair.indonesian_mentions if field == "indonesian_party" else pair.partner_mentions
    parties = [m for m in mentions if m.role == "party"] or list(mentions)
    best = max(parties, key=lambda m: m.candidates[0].score if m.candidates else 0.0)
    name = pair.indonesian.name if field == "indonesian_party" else pair.partner_name
    first = best.candidates[0] if best.candidates else None
    pro = (Point(first.place.name, first.reason, None, round(first.score, 3)),) if first else ()
    spans = tuple(Span(m.phrase_start, m.phrase_end) for m in parties[:MANY])
    return Answer(field, name, "", None, spans, pro=pro, others=_other_places(best, name))


def _other_places(mention: PlaceMention, name: str) -> tuple[Point, ...]:
    seen = {name}
    others: list[Point] = []
    for candidate in mention.candidates[1:]:
        place = candidate.place
        label = f"{place.name} ({place.level}, {place.parent or place.country})"
        if label not in seen:
            seen.add(label)
            others.append(Point(label, candidate.reason, None, round(candidate.score, 3)))
    return tuple(others[:MANY])
