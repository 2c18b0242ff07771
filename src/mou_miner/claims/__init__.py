"""From mentions to claims: what a document says of its partnerships, each value resting on its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mou_miner.claims.activities import ActivityFinding, find_activities
from mou_miner.claims.confidence import confidence_of
from mou_miner.claims.context import Context, by_sentence, tell_pairs
from mou_miner.claims.explain import Trace
from mou_miner.claims.instruments import INSTRUMENT_KINDS, Paper, find_papers, statements_of
from mou_miner.claims.judging import Candidate, find_candidates, find_pairs
from mou_miner.claims.pairs import Pair, party_of
from mou_miner.claims.places import PlaceFinder, PlaceMention
from mou_miner.claims.procedure import conclude
from mou_miner.claims.profile import ABOUT, find_profile
from mou_miner.claims.scopes import ScopeFinding, find_scopes
from mou_miner.claims.sentences import Sentence, Splitter, split_document
from mou_miner.claims.stages import StageSign, find_stage
from mou_miner.claims.trees import TreeModel
from mou_miner.claims.typology import find_form
from mou_miner.records import Activity, Claim, Document, Mention, Origin, ProfileItem, Span
from mou_miner.rules.parties import PartyRules
from mou_miner.rules.schema import CueRule, Rules

__all__ = ["ClaimMaker", "PlaceFinder", "Splitter"]


@dataclass(frozen=True)
class ClaimMaker:
    """Everything that making claims rests on; made once for a run."""

    places: PlaceFinder
    rules: Rules
    party_rules: PartyRules
    confidence: Mapping[str, float]
    pair_model: TreeModel
    version: str

    def sentences(self, document: Document, splitter: Splitter) -> list[Sentence]:
        """Return the document's sentences that may be believed; where these name one side only, with the letterhead."""
        sentences = split_document(document, splitter)
        sides = {mention.side for mention in self.places.find(sentences)}
        return sentences if {"indonesia", "foreign"} <= sides else split_document(document, splitter, letterhead=True)

    def make_claims(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> list[Claim]:
        """Return the claims of one document in a stable order; a document that joins no pair makes none."""
        if not sentences:
            return []
        places = self.places.find(sentences)
        by_line = by_sentence(sentences, mentions)
        pairs = find_pairs(self._candidates(document, sentences, places, by_line), self.pair_model)
        if not pairs:
            return []
        context = self._context(document, sentences, places, pairs, by_line)
        activities = find_activities(context)
        scopes, papers = find_scopes(context), find_papers(context)
        claims: list[Claim] = []
        for pair in pairs:
            own = [a for a in activities if pair in a.pairs]
            sign = find_stage(context, pair, [_as_activity(a, document) for a in own])
            claims.extend(self._pair_claims(context, pair, sign))
            claims.extend(self._scope_claims(document, [s for s in scopes if s.pair is pair], pair))
            claims.extend(self._activity_claim(document, pair, a) for a in own if _is_told(a, sign))
            own_papers = [paper for paper in papers if paper.pair is pair]
            for number, paper in enumerate(own_papers, start=1):
                claims.extend(self._paper_claims(document, paper, number))
            own_scopes, told = [s for s in scopes if s.pair is pair], [a for a in own if _is_told(a, sign)]
            for item in conclude(context, pair, own_scopes, told, own_papers, sign):
                more = {"assertion": item.assertion, "details": item.details or {}}
                claims.append(self._claim(document, item.field, item.value, pair.key, item.spans, item.rule, **more))
        return claims

    def trace(self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Trace:
        """Return what the claims of a document are made from, for whoever wants to know why."""
        places, by_line = self.places.find(sentences), by_sentence(sentences, mentions)
        candidates = self._candidates(document, sentences, places, by_line) if sentences else []
        pairs = find_pairs(candidates, self.pair_model)
        context = self._context(document, sentences, places, pairs, by_line)
        return Trace(context, candidates, self.pair_model, find_activities(context) if pairs else [])

    def find_profile(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> list[ProfileItem]:
        """Return the potentials and challenges of the region that a document is about; few documents tell of any."""
        if document.kind in INSTRUMENT_KINDS or len(ABOUT.findall(document.text)) < 3:
            return []
        places = self.places.find(sentences)
        return find_profile(document.title, sentences, places, by_sentence(sentences, mentions))

    def _context(
        self, document: Document, sentences: Sequence[Sentence], places: Sequence[PlaceMention], pairs: Sequence[Pair],
        mentions: Mapping[int, Sequence[Mention]],
    ) -> Context:  # fmt: skip
        return Context(
            document=document, sentences=sentences, places=places, pairs=pairs,
            mentions=mentions, told=tell_pairs(sentences, places, pairs, self.party_rules),
            cue_rules=self.cue_rules, party_rules=self.party_rules,
        )  # fmt: skip

    def candidates(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> list[Candidate]:
        """Return every pair that the document could join, with what the pair model judges by."""
        places = self.places.find(sentences)
        return self._candidates(document, sentences, places, by_sentence(sentences, mentions))

    def _candidates(
        self, document: Document, sentences: Sequence[Sentence], places: Sequence[PlaceMention],
        mentions: Mapping[int, Sequence[Mention]],
    ) -> list[Candidate]:  # fmt: skip
        gazetteer = self.places.gazetteer
        return find_candidates(document, sentences, places, mentions, self.cue_rules, self.party_rules, gazetteer)

    @cached_property
    def cue_rules(self) -> dict[str, CueRule]:
        """The cues by their ids."""
        return {cue.rule_id: cue for cue in self.rules.cues}

    # ------------------------------------------------------------------ claims

    def _claim(
        self, document: Document, field: str, value: Any, on: str, spans: Sequence[Span], rule: str, **more: Any
    ) -> Claim:
        return Claim(
            doc_id=document.doc_id, field=field, value=value, on=on, spans=tuple(spans),
            origin=Origin(kind="rule", name=rule, version=self.version),
            confidence=confidence_of(self.confidence, field, rule), **more,
        )  # fmt: skip

    def _pair_claims(self, context: Context, pair: Pair, sign: StageSign | None) -> list[Claim]:
        document, best = context.document, pair.best
        spans = list(dict.fromkeys(span for item in pair.evidence for span in item.spans))
        sides = {
            "indonesian_party": party_of(pair, "indonesia").model_dump(mode="json"),
            "partner": party_of(pair, "partner").model_dump(mode="json"),
        }
        origin = Origin(kind="model", name=f"pair.{best.kind}", version=self.pair_model.version)
        claims = [
            Claim(
                doc_id=document.doc_id, field="partnership", value=pair.key, on=pair.key, spans=tuple(spans),
                origin=origin, confidence=round(pair.probability, 4), score=best.weight, details=sides,
            )
        ]  # fmt: skip
        form, form_span, rule = find_form(context, pair)
        claims.append(self._claim(document, "form", form, pair.key, [form_span], rule))
        if sign is not None:
            claims.append(self._claim(document, "stage", sign.stage, pair.key, [sign.span], sign.rule))
        return claims

    def _scope_claims(self, document: Document, found: Sequence[ScopeFinding], pair: Pair) -> list[Claim]:
        by_code: dict[str, list[ScopeFinding]] = {}
        for finding in found:
            by_code.setdefault(finding.code, []).append(finding)
        return [
            self._claim(document, "scope", code, pair.key, [f.span for f in group], group[0].rule)
            for code, group in by_code.items()
        ]

    def _activity_claim(self, document: Document, pair: Pair, activity: ActivityFinding) -> Claim:
        details = {"date": activity.date} if activity.date else {}
        return self._claim(
            document, "activity", activity.type, pair.key, [activity.span], activity.rule, assertion=activity.assertion,
            details=details,
        )  # fmt: skip

    def _paper_claims(self, document: Document, paper: Paper, number: int) -> list[Claim]:
        on = f"{paper.pair.key}#{paper.kind}:{number}"
        return [
            self._claim(document, item.field, item.value, on, item.spans, paper.rule, details=item.details)
            for item in statements_of(paper)
        ]


def _is_told(activity: ActivityFinding, sign: StageSign | None) -> bool:
    """That nothing came of the tie is an activity not done only where the tie itself stalled or ended."""
    return activity.type != "other" or (sign is not None and sign.stage in {"stalled", "ended"})


def _as_activity(finding: ActivityFinding, document: Document) -> Activity:
    return Activity(
        type=finding.type, assertion=finding.assertion, span=finding.span,
        text=document.text[finding.span.start : finding.span.end],
    )  # fmt: skip
