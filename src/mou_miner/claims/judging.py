"""Which of all pairs of governments a document joins: rules gather evidence, the pair model judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mou_miner.claims.candidates import Features, Scene, describe
from mou_miner.claims.entities import Entity
from mou_miner.claims.evidence import EvidenceFinder
from mou_miner.claims.pairs import WEIGHTS, Pair, PairEvidence, pair_of
from mou_miner.claims.places import PlaceMention
from mou_miner.claims.sentences import Sentence
from mou_miner.claims.trees import TreeModel
from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Document, Mention, Span
from mou_miner.rules.parties import PartyRules
from mou_miner.rules.schema import CueRule

Candidate = tuple[Pair, Features]


def find_pairs(candidates: Sequence[Candidate], model: TreeModel) -> list[Pair]:
    """Return the pairs that the model believes, in the order in which the document first names the partner."""
    chances = model.probabilities([features for _, features in candidates])
    pairs: list[Pair] = []
    for (pair, features), chance in zip(candidates, chances, strict=True):
        pair.probability = float(chance)
        # Entries of one register are partners of who keeps it, never of each other.
        if chance >= model.cut and features["p_siblings"] <= 0.5:
            pairs.append(pair)
    return sorted(pairs, key=lambda pair: (pair.best.sentence, pair.partner_mentions[0].start))


def find_candidates(
    document: Document, sentences: Sequence[Sentence], places: Sequence[PlaceMention],
    cues: Mapping[int, Sequence[Mention]], cue_rules: Mapping[str, CueRule], rules: PartyRules, gazetteer: Gazetteer,
) -> list[Candidate]:  # fmt: skip
    """Return every pair that the document could join, with its evidence and its features."""
    finder = EvidenceFinder(document, sentences, places, rules, gazetteer)
    found = finder.gather()
    scene = Scene(document, sentences, finder.here, finder.abroad, rules, cues, cue_rules, finder.items)
    evidence = {key: _strengths(pair) for key, pair in found.items()}
    here = {entity.key: entity for entity in finder.here}
    abroad = {entity.key: entity for entity in finder.abroad}
    candidates = []
    for key, features in describe(scene, evidence).items():
        local, partner = here[key[0]], abroad[key[1]]
        if local.place is None:
            continue
        pair = found.get(key) or pair_of(local, partner)
        if not pair.evidence:
            pair.evidence.append(_told(scene, local, partner))
        candidates.append((pair, features))
    return candidates


def _strengths(pair: Pair) -> dict[str, float]:
    strengths: dict[str, float] = {}
    for item in pair.evidence:
        strengths[item.kind] = max(strengths.get(item.kind, 0.0), item.weight)
    return strengths


def _told(scene: Scene, local: Entity, partner: Entity) -> PairEvidence:
    """The words to show where no rule joins the two: the partner where a tie is nearest, and the party nearest to it."""
    parties = [m for m in partner.mentions if m.role in {"party", "origin"}] or list(partner.mentions)

    def speaking(mention: PlaceMention) -> tuple[bool, bool, bool, int]:
        line = scene.lines[mention.sentence]
        together = any(m.sentence == mention.sentence for m in local.mentions)
        return not (together and bool(line.strong or line.generic)), not line.strong, not line.generic, mention.start

    best = min(parties, key=speaking)
    other = min(
        local.mentions, key=lambda m: (abs(m.sentence - best.sentence), m.role != "party", abs(m.start - best.start))
    )
    spans = tuple(Span(m.phrase_start, m.phrase_end) for m in (other, best))
    return PairEvidence("told", WEIGHTS["told"], best.sentence, spans)
