"""How far a partnership came, as this document tells it: the furthest stage its clauses support."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mou_miner.claims.assertion import read_assertion
from mou_miner.claims.context import Context
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Activity, Mention, Span, Stage

_OPEN = frozenset({"planned", "hypothetical", "reported_question"})


@dataclass(frozen=True)
class StageSign:
    """A clause that speaks for a stage: how strongly, and on which words."""

    stage: Stage
    rule: str
    strength: int
    span: Span
    sentence: int


def find_stage(context: Context, pair: Pair, activities: list[Activity]) -> StageSign | None:
    """Return the stage with the words it rests on.

    An end or a standstill that is told of the tie decides. Then activities carried out, then a signed memorandum, then
    a signed letter of intent (it outweighs a mere "sister city" in the same document), then a standing tie, then talks.
    """
    signs = [sign for sentence, named in _told(context, pair) for sign in _signs(context, sentence, pair, named)]
    by_stage: dict[str, list[StageSign]] = defaultdict(list)
    for sign in signs:
        by_stage[sign.stage].append(sign)
    for group in by_stage.values():
        group.sort(key=lambda sign: (-sign.strength, sign.sentence))
    ended = _closing(by_stage, signs)
    if ended is not None:
        return ended
    done = [a for a in activities if a.assertion == "done" and a.type != "visit_ceremony"]
    signed_loi = [s for s in by_stage["loi"] if s.strength >= 3]
    signed_mou = [s for s in by_stage["mou"] if s.strength >= 3]
    talks = by_stage["exploration"]
    standing = [s for s in by_stage["mou"] if s.strength == 2]
    tied = bool(signed_mou or standing or signed_loi or context.document.kind in {"mou", "agreement", "plan_of_action"})
    if done and (tied or not talks):
        return StageSign("implemented", "stage.activity", 3, done[0].span, -1)
    if by_stage["implemented"] and (tied or not talks):
        return by_stage["implemented"][0]
    if context.document.kind == "loi" and not signed_mou:
        return (by_stage["loi"] or [_from_evidence(pair, "loi", "stage.document")])[0]
    if signed_mou:
        return signed_mou[0]
    if signed_loi:
        return signed_loi[0]
    if context.document.kind in {"mou", "agreement", "plan_of_action"}:
        return _from_evidence(pair, "mou", "stage.document")
    if talks and (not standing or talks[0].strength > 2 or len(talks) > len(standing)):
        return talks[0]
    if standing:
        return standing[0]
    if talks:
        return talks[0]
    if by_stage["loi"]:
        return by_stage["loi"][0]
    return _from_evidence(pair, "mou", "stage.named")


def _told(context: Context, pair: Pair) -> list[tuple[Sentence, bool]]:
    return [
        (sentence, named)
        for sentence in context.sentences
        for told, named in context.told.get(sentence.index, ())
        if told is pair
    ]


def _closing(by_stage: dict[str, list[StageSign]], signs: list[StageSign]) -> StageSign | None:
    for stage in ("ended", "stalled"):
        closing = by_stage[stage]
        if not closing:
            continue
        revived = [s for s in signs if s.rule in {"renewed"} and s.strength >= 3 and s.sentence >= closing[0].sentence]
        if not revived:
            return closing[0]
    return None


def _signs(context: Context, sentence: Sentence, pair: Pair, named: bool) -> list[StageSign]:
    start, end = context.stretch(sentence, pair)
    cues = [m for m in context.of(sentence, "stage.") if start <= m.start and m.end <= end]
    if not cues:
        return []
    values: dict[str, list[Mention]] = defaultdict(list)
    for cue in cues:
        values[str(cue.value)].append(cue)
    readings = {id(cue): _reading(context, sentence, cue) for cue in cues}
    weight = 1 if named else 0
    return list(_judge(values, readings, weight, sentence))


def _reading(context: Context, sentence: Sentence, cue: Mention) -> str | None:
    found = read_assertion(
        cue.start, cue.end, context.of(sentence, "assertion."), context.of(sentence, "terminator."), context.cue_rules
    )
    return found[0] if found else None


def _judge(
    values: dict[str, list[Mention]], readings: dict[int, str | None], weight: int, sentence: Sentence
) -> list[StageSign]:
    signs: list[StageSign] = []

    def sign(stage: Stage, cue: Mention, strength: int, rule: str | None = None) -> None:
        signs.append(StageSign(stage, rule or cue.rule, strength + weight, Span(cue.start, cue.end), sentence.index))

    for stage in ("ended", "stalled"):
        for cue in values.get(stage, ()):
            if readings[id(cue)] not in _OPEN and weight + (stage == "ended") >= 0:
                sign(stage, cue, 2)  # type: ignore[arg-type]
    for cue in values.get("exploration", ()):
        if readings[id(cue)] != "not_done":
            sign("exploration", cue, 2)
    signed = [cue for cue in values.get("signed", ()) if readings[id(cue)] not in _OPEN | {"not_done"}]
    coming = [cue for cue in values.get("signed", ()) if readings[id(cue)] in _OPEN] + values.get("to_be_signed", [])
    lois, mous = values.get("loi", []), values.get("mou", [])
    if signed and lois and not mous:
        sign("loi", lois[0], 3)
    elif signed and mous:
        sign("mou", signed[0], 3)
        if lois:
            sign("loi", lois[0], 2)
    elif signed and not coming:
        sign("mou", signed[0], 2 if values.get("standing") else 1)
    for cue in values.get("renewal", ()):
        if readings[id(cue)] not in _OPEN | {"not_done"}:
            sign("mou", cue, 2, "renewed")
        else:
            sign("mou", cue, 1)
    for cue in values.get("revival", ()):
        if readings[id(cue)] not in _OPEN | {"not_done"}:
            sign("mou", cue, 1, "renewed")
    if coming and not signed:
        sign("exploration", coming[0], 1)
    if not values.get("exploration"):
        for cue in (*values.get("standing", ()), *(mous if not coming else ())):
            if readings[id(cue)] in _OPEN:
                sign("exploration", cue, 0)
            elif readings[id(cue)] != "not_done" and weight:
                sign("mou", cue, 1)
    for cue in values.get("implemented", ()):
        if readings[id(cue)] not in _OPEN | {"not_done"}:
            sign("implemented", cue, 2)
    return signs


def _from_evidence(pair: Pair, stage: Stage, rule: str) -> StageSign:
    best = pair.best
    span = Span(min(s.start for s in best.spans), max(s.end for s in best.spans))
    return StageSign(stage, rule, 1, span, best.sentence)
