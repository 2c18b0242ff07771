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

_LIST, _SURE, _LISTED = 3, 2, 0.55
"""Places that make a list; believed pairs of a list from which its others need this share of the cut."""


def find_pairs(candidates: Sequence[Candidate], model: TreeModel) -> list[Pair]:
    """Return the pairs that the model believes, in the order in which the document first names the partner.

    Entries of one register are partners of who keeps it, never of each other. A list is told as one: where two of a
    document's listed pairs are believed, the others need less.
    """
    chances = model.probabilities([features for _, features in candidates])
    best: dict[str, float] = {}
    for (pair, _), chance in zip(candidates, chances, strict=True):
        pair.probability = float(chance)
        best[_partner(pair)] = max(best.get(_partner(pair), 0.0), pair.probability)
    allowed = [found for found in candidates if found[1]["p_siblings"] <= 0.5]
    believed = [pair for pair, _ in allowed if pair.probability >= model.cut]
    listed = [pair for pair, features in allowed if features["f_items"] > 0 or features["f_listed"] >= _LIST]
    if sum(pair in believed for pair in listed) >= _SURE:
        believed += [
            pair for pair in listed
            if pair not in believed and pair.probability >= max(_LISTED * model.cut, best[_partner(pair)])
        ]  # fmt: skip
    return sorted(believed, key=lambda pair: (pair.best.sentence, pair.partner_mentions[0].start))


def _partner(pair: Pair) -> str:
    return f"{pair.partner_name}|{pair.country}"


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
