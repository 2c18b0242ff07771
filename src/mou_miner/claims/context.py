"""Which sentences speak of which pair: where a partner is named, and where the text goes on about it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mou_miner.claims.pairs import Pair
from mou_miner.claims.places import PlaceMention
from mou_miner.claims.sentences import Sentence, clauses
from mou_miner.records import Document, Mention
from mou_miner.rules.parties import PartyRules
from mou_miner.rules.schema import CueRule


@dataclass(frozen=True)
class Context:
    """One document as the claim makers see it."""

    document: Document
    sentences: Sequence[Sentence]
    places: Sequence[PlaceMention]
    pairs: Sequence[Pair]
    mentions: Mapping[int, Sequence[Mention]]
    """Mentions of the rules by sentence."""
    told: Mapping[int, Sequence[tuple[Pair, bool]]]
    """Pairs by the sentence that speaks of them; True where the sentence names the partner."""
    cue_rules: Mapping[str, CueRule]
    party_rules: PartyRules

    def of(self, sentence: Sentence, prefix: str) -> list[Mention]:
        """The sentence's mentions whose rule begins with the prefix."""
        return [mention for mention in self.mentions.get(sentence.index, ()) if mention.rule.startswith(prefix)]

    def stretch(self, sentence: Sentence, pair: Pair) -> tuple[int, int]:
        """The clauses of the sentence that speak of this pair and not of another one alone."""
        others = [p for p, named in self.told.get(sentence.index, ()) if named and p is not pair]
        if not others:
            return sentence.start, sentence.end
        own = {m.start for m in pair.partner_mentions}
        theirs = {m.start for other in others for m in other.partner_mentions} - own
        kept: list[tuple[int, int]] = []
        for start, end in clauses(sentence):
            has_own = any(start <= at < end for at in own)
            has_theirs = any(start <= at < end for at in theirs)
            if has_own or (not has_theirs and (not kept or kept[-1][1] >= start - 1)):
                kept.append((start, end))
        if not kept:
            return sentence.start, sentence.end
        return kept[0][0], kept[-1][1]


def tell_pairs(
    sentences: Sequence[Sentence], places: Sequence[PlaceMention], pairs: Sequence[Pair], rules: PartyRules
) -> dict[int, list[tuple[Pair, bool]]]:
    """Return, by sentence, the pairs it speaks of.

    A sentence that names the partner speaks of it. One that names no foreign place goes on about the pairs before it in
    the same paragraph, and across paragraphs where it points back ("kedua kota") or where the document has one pair only.
    """
    by_sentence: dict[int, list[PlaceMention]] = defaultdict(list)
    for place in places:
        by_sentence[place.sentence].append(place)
    partner_of: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        for mention in pair.partner_mentions:
            partner_of[mention.start].append(pair)
        for item in pair.evidence:
            partner_of[-1 - item.sentence].append(pair)
    told: dict[int, list[tuple[Pair, bool]]] = {}
    main = _main_pair(sentences, pairs)
    focus: list[Pair] = []
    focus_block, in_table = -1, False
    for sentence in sentences:
        found = by_sentence[sentence.index]
        named = _named(sentence, found, partner_of)
        if named:
            told[sentence.index] = [(pair, True) for pair in named]
            focus, focus_block, in_table = named, sentence.block, sentence.kind == "table_row"
            continue
        strangers = [m for m in found if m.side == "foreign" and m.role == "party"]
        going_on = _going_on(sentence, found, focus, focus_block, pairs, rules, in_table=in_table) or _about_main(
            sentence, found, main
        )
        if going_on and not strangers:
            told[sentence.index] = [(pair, False) for pair in going_on]
            if going_on == focus:
                focus_block = sentence.block
    return told


def _named(sentence: Sentence, found: Sequence[PlaceMention], partner_of: Mapping[int, Sequence[Pair]]) -> list[Pair]:
    named: dict[int, Pair] = {}
    locals_ = {m.place.name for m in found if m.side == "indonesia" and m.place}
    for mention in found:
        if mention.side != "foreign" or mention.role == "institution":
            continue
        candidates = partner_of.get(mention.start, ())
        own = [p for p in candidates if p in partner_of.get(-1 - sentence.index, ())]
        own = own or [p for p in candidates if p.indonesian.name in locals_] or list(candidates)
        for pair in own:
            named[id(pair)] = pair
    return list(named.values())


def _main_pair(sentences: Sequence[Sentence], pairs: Sequence[Pair]) -> Pair | None:
    """The pair that the document is about, where it has several: named in the title, or far oftener than any other."""
    if len(pairs) < 2:
        return None
    headline = {s.index for s in sentences if s.kind == "title"}
    titled = [pair for pair in pairs if any(m.sentence in headline for m in pair.partner_mentions)]
    if len(titled) == 1:
        return titled[0]
    ranked = sorted(pairs, key=lambda pair: -len(pair.partner_mentions))
    if len(ranked[0].partner_mentions) >= 2 * len(ranked[1].partner_mentions) + 1:
        return ranked[0]
    return None


def _about_main(sentence: Sentence, found: Sequence[PlaceMention], main: Pair | None) -> list[Pair]:
    """A paragraph of prose that names no foreign place goes on about the main pair."""
    if main is None or sentence.kind in {"table_row", "list_item"}:
        return []
    acting = {m.place.name for m in found if m.side == "indonesia" and m.role == "party" and m.place}
    return [main] if not acting - {main.indonesian.name} else []


def _going_on(
    sentence: Sentence,
    found: Sequence[PlaceMention],
    focus: list[Pair],
    focus_block: int,
    pairs: Sequence[Pair],
    rules: PartyRules,
    *,
    in_table: bool,
) -> list[Pair]:
    acting = {m.place.name for m in found if m.side == "indonesia" and m.role == "party" and m.place}
    if len(pairs) == 1:
        only = pairs[0]
        others = acting - {only.indonesian.name}
        return [] if others and only.indonesian.name not in acting else [only]
    if not focus:
        return []
    if acting and not any(pair.indonesian.name in acting for pair in focus):
        return []
    if in_table and sentence.kind != "table_row":
        return []
    near = sentence.block == focus_block or (sentence.kind == "list_item" and sentence.block - focus_block <= 8)
    pointing = bool(rules.anaphora_cues.search(sentence.text)) and sentence.block - focus_block <= 2
    if near or (pointing and len(focus) == 1):
        return focus
    return []


def by_sentence(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    """Return the mentions by the index of the sentence they stand in."""
    starts = [sentence.start for sentence in sentences]
    result: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        index = bisect_left(starts, mention.start + 1) - 1
        if index >= 0 and mention.end <= sentences[index].end:
            result[sentences[index].index].append(mention)
    return result
