"""How far a partnership came, as this document tells it: the furthest stage its clauses support."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mou_miner.claims.assertion import read_assertion
from mou_miner.claims.context import Context
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Activity, Mention, Span, Stage

_FEW, _LEAD = 2, 3
"""Deeds that a story of a signing may tell without the tie being carried out; sentences that make its lead."""
_OPEN = frozenset({"planned", "hypothetical", "reported_question"})
_ABOUT_TIE = re.compile(
    r"\b(?:kerja ?sama|hubungan|kemitraan|ikatan|mou|loi|nota|memorandum|kesepakatan|perjanjian|naskah|"
    r"rencana kerja|cooperation|partnership|relationship|"
    r"ties?|agreement|accord|pact|charter|bond|link|letter of intent|talks|negotiations|pembicaraan|penjajakan|"
    r"paper|status)\b",
    re.IGNORECASE,
)


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
    signs = stage_signs(context, pair)
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
    fresh = _is_fresh(context, signs, signed_loi or signed_mou)
    if (tied or not talks) and done and not (fresh and len(done) <= _FEW):
        return StageSign("implemented", "stage.activity", 3, done[0].span, -1)
    if (tied or not talks) and by_stage["implemented"] and not fresh:
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


def _is_fresh(context: Context, signs: list[StageSign], signed: list[StageSign]) -> bool:
    """Whether a story opens with the signing: what is told of deeds is then mostly what came before, or is to come."""
    if context.document.kind != "news" or any(sign.rule == "renewed" for sign in signs):
        return False
    return any(s.sentence <= _LEAD or context.sentences[s.sentence].kind == "title" for s in signed)


def stage_signs(context: Context, pair: Pair) -> list[StageSign]:
    """Return every clause that speaks for a stage of the pair, in the order of the text."""
    return [sign for sentence, named in _told(context, pair) for sign in _signs(context, sentence, pair, named)]


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
        revived = [s for s in signs if s.rule == "renewed" and s.sentence >= closing[0].sentence]
        if not revived:
            return closing[0]
    return None


def _signs(context: Context, sentence: Sentence, pair: Pair, named: bool) -> list[StageSign]:
    start, end = context.stretch(sentence, pair)
    cues = [m for m in context.of(sentence, "stage.") if start <= m.start and m.end <= end]
    shared = len(context.told.get(sentence.index, ())) > 1
    clause = _Clause(
        context=context, sentence=sentence, named=named, shared=shared,
        partners=[m.start for m in pair.partner_mentions if start <= m.start < end],
        others=[m.start for p, _ in context.told.get(sentence.index, ()) if p is not pair for m in p.partner_mentions
                if start <= m.start < end],
        about_tie=sentence.kind == "table_row" or bool(_ABOUT_TIE.search(context.document.text[start:end])
                       or context.party_rules.strong_ties.search(context.document.text[start:end])),
    )  # fmt: skip
    signs = list(_judge(clause, cues))
    if not signs and any(item.sentence == sentence.index for item in pair.evidence) and not _is_open(context, sentence):
        best = pair.best
        signs.append(StageSign("mou", "stage.named", 2, Span(best.spans[0].start, best.spans[0].end), sentence.index))
    return signs


@dataclass(frozen=True)
class _Clause:
    """The clauses of a sentence that speak of a pair, and where it and other pairs are named in them."""

    context: Context
    sentence: Sentence
    named: bool
    shared: bool
    partners: list[int]
    others: list[int]
    about_tie: bool

    def reading(self, cue: Mention) -> str | None:
        """What the assertion cues say of this one."""
        cues, stops = self.context.of(self.sentence, "assertion."), self.context.of(self.sentence, "terminator.")
        found = read_assertion(cue.start, cue.end, cues, stops, self.context.cue_rules)
        return found[0] if found else None

    def holds(self, cue: Mention) -> bool:
        """Whether the cue is neither open nor denied."""
        return self.reading(cue) not in _OPEN | {"not_done"}

    def just_wished(self, cue: Mention) -> bool:
        """Whether an open cue stands right before this one: "may expire", "akan berakhir"; not "the plan ... has stalled"."""
        cues = self.context.of(self.sentence, "assertion.")
        return any(
            0 <= cue.start - other.end <= 15
            and (rule := self.context.cue_rules.get(other.rule))
            and rule.meaning in _OPEN
            for other in cues
        )

    def reaches(self, cue: Mention) -> bool:
        """Whether an instrument's name is said of this pair: "MoU with A and B; LoI with C" says neither of all three.

        A name reaches the partners behind it; where none stand behind it, those before it.
        """
        if not self.others or not self.partners:
            return True
        if self._in_brackets(cue):
            return max((at for at in (*self.partners, *self.others) if at < cue.start), default=-1) in self.partners
        if any(at > cue.end for at in (*self.partners, *self.others)):
            return any(at > cue.end for at in self.partners)
        return True

    def _in_brackets(self, cue: Mention) -> bool:
        """ "A (1984), B (LoI 2011)": what stands in brackets is said of the name before them."""
        before = self.context.document.text[self.sentence.start : cue.start]
        return before.rfind("(") > before.rfind(")")

    def own(self, cue: Mention) -> bool:
        """Whether the cue stands nearer to this pair's partner than to another one's."""
        if not self.others or not self.partners:
            return not self.shared or self.named
        before = [at for at in (*self.partners, *self.others) if at < cue.start]
        nearest = max(before) if before else min((*self.partners, *self.others))
        return nearest in self.partners


def _judge(clause: _Clause, cues: list[Mention]) -> Iterator[StageSign]:
    values: dict[str, list[Mention]] = defaultdict(list)
    for cue in cues:
        values[str(cue.value)].append(cue)
    weight = 1 if clause.named else 0

    def sign(stage: Stage, cue: Mention, strength: int, rule: str | None = None) -> StageSign:
        return StageSign(stage, rule or cue.rule, strength + weight, Span(cue.start, cue.end), clause.sentence.index)

    closing: tuple[Stage, ...] = ("ended", "stalled")
    for stage in closing:
        for cue in values[stage]:
            if not clause.just_wished(cue) and clause.about_tie and clause.own(cue):
                yield sign(stage, cue, 2)
    talks = [cue for cue in values["exploration"] if clause.reading(cue) != "not_done"]
    first_partner = min(clause.partners, default=clause.sentence.end)
    tied_before = any(cue.end <= first_partner for cue in values["standing"])
    late = tied_before and all(cue.start > first_partner for cue in talks)
    for cue in talks:
        yield sign("exploration", cue, 0 if late else 2)
    signed = [cue for cue in values["signed"] if clause.holds(cue)]
    coming = [cue for cue in values["signed"] if clause.reading(cue) in _OPEN] + values["to_be_signed"]
    lois = [cue for cue in values["loi"] if clause.reaches(cue)]
    mous = [cue for cue in values["mou"] if clause.reaches(cue) and (not lois or clause.holds(cue))]
    if lois and not mous and (signed or (not coming and clause.holds(lois[0]))):
        yield sign("loi", lois[0], 3 if signed else 2)
    elif signed and mous:
        yield sign("mou", signed[0], 3)
    elif signed and not coming:
        yield sign("mou", signed[0], 2 if values["standing"] else 1)
    for name, strength in (("renewal", 2), ("revival", 1)):
        for cue in values[name]:
            if clause.holds(cue):
                yield sign("mou", cue, strength, "renewed")
            elif name == "renewal":
                yield sign("mou", cue, 1)
    if coming and not signed:
        yield sign("exploration", coming[0], 1)
    if not talks or late:
        for cue in (*values["standing"], *(mous if not coming else ())):
            if lois and not mous:
                break
            if clause.reading(cue) in _OPEN:
                yield sign("exploration", cue, 0)
            elif clause.reading(cue) != "not_done" and weight:
                yield sign("mou", cue, 1)
    for cue in values["implemented"]:
        if clause.holds(cue) and (clause.named or not clause.shared) and not _is_status(clause, cue):
            yield sign("implemented", cue, 2)


def _is_status(clause: _Clause, cue: Mention) -> bool:
    """A register's "MoU aktif" says that the paper is in force, not that anything was done."""
    return clause.sentence.kind == "table_row" and cue.text.casefold() in {"aktif", "active", "berlaku", "in force"}


def _is_open(context: Context, sentence: Sentence) -> bool:
    """Whether some cue makes the sentence a plan or a wish."""
    return any(
        (rule := context.cue_rules.get(cue.rule)) is not None and rule.meaning in _OPEN
        for cue in context.of(sentence, "assertion.")
    )


def _from_evidence(pair: Pair, stage: Stage, rule: str) -> StageSign:
    best = pair.best
    span = Span(min(s.start for s in best.spans), max(s.end for s in best.spans))
    return StageSign(stage, rule, 1, span, best.sentence)
