"""Every pair of an Indonesian and a foreign government that a document names, with what speaks for and against a tie.

A candidate is described by numbers that name no word and no place: how both are written, what they are doing there, which
words for a tie, a paper or a wish stand near, and how they compare with the other places of the document. The pair model
(`pairmodel.py`) judges them; `mou_miner.training.pairs` trains it on the gold.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mou_miner.claims.entities import Entity
from mou_miner.claims.places import PlaceMention
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Document, Mention
from mou_miner.rules.parties import PartyRules
from mou_miner.rules.schema import CueRule

Features = dict[str, float]

FAR = 400
"""Characters beyond which two things in one sentence count as far apart."""

LONG_LIST = 4
"""Places from which a list of Indonesian and foreign ones alike is a register of somebody else's partners."""

_WITH = re.compile(r"\b(?:dengan|bersama|antara|with|between|gandeng|menggandeng|kepada|to)\b", re.I)
_AND = re.compile(r"\b(?:dan|and|serta|&)\b", re.I)
_FROM = re.compile(r"\b(?:dari|asal|from)\b", re.I)
_LIKE = re.compile(
    r"\b(?:seperti|misalnya|antara lain|termasuk|such as|like|for example|e\.g|including|contohnya|semisal)\b", re.I
)
_SIGNED = re.compile(
    r"\b(?:menandatangani|ditandatangani|penandatanganan|meneken|diteken|teken|tandatangan\w*|tanda tangan|signed|"
    r"signing|inked|sealed|signatory|signatories|ditandatanganinya|menyepakati|disepakati|agreed)\b",
    re.I,
)
_PAPER = re.compile(
    r"\b(?:mou|m\.o\.u|memorandum|loi|letter of intent|nota kesepahaman|nota kesepakatan|memorandum saling pengertian|"
    r"persefahaman|piagam|charter|agreement|perjanjian|kesepakatan|surat niat|surat pernyataan|deed|accord|pact)\b",
    re.I,
)
_VISIT = re.compile(
    r"\b(?:kunjungan|berkunjung|mengunjungi|menerima|delegasi|rombongan|audiensi|bertemu|pertemuan|menyambut|tamu|"
    r"visit|visited|visiting|delegation|welcomed|hosted|received|met|meeting|courtesy)\b",
    re.I,
)
_INSTITUTION = re.compile(
    r"\b(?:universitas|univ|politeknik|institut|sekolah|sma|smk|smp|sd|madrasah|pesantren|kampus|fakultas|rumah sakit|"
    r"rsud|pt|cv|bank|perusahaan|yayasan|klub|university|college|school|polytechnic|institute|hospital|company|corp|"
    r"ltd|faculty|club|campus|kementerian|ministry|menteri|minister|kedutaan|embassy|konsulat|consulate|kadin|chamber|"
    r"asosiasi|association|investor|maskapai|airline|kampung|desa|museum|library|perpustakaan)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:wisatawan|turis|tourists?|penumpang|passengers?|mahasiswa|students?|pemain|players?|lahir|born|warga|"
    r"pekerja|workers?|migran|atlet|athletes?|penari|dancers?|kapal|ships?|penerbangan|flights?|rute|routes?|impor|"
    r"ekspor|exports?|imports?|festival|lomba|kejuaraan|championship|turnamen|tournament)\b",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:kedua (?:kota|daerah|belah pihak|pihak|wilayah|provinsi|pemerintah|kabupaten|pelabuhan)|keduanya|dua kota|"
    r"dua daerah|(?:the two|both|two) (?:cities|sides|parties|provinces|regions|governments|towns|places|municipalities|"
    r"communities|mayors|councils))\b",
    re.I,
)
_NO_TIE = re.compile(
    r"\b(?:belum (?:memiliki|punya|ada|mempunyai)|tidak (?:memiliki|punya|ada|mempunyai)|bukan (?:merupakan )?(?:kota "
    r"kembar|sister|kerja)|has no|have no|had no|does not have|do not have|is not a sister|no sister|without any|"
    r"not (?:a )?(?:twinned|sister|partner)\w*|never)\b",
    re.I,
)
_SOFT = re.compile(
    r"\b(?:saudara\w*|bersaudara|kembar\w*|sister\w*|twin\w*|mitra\w*|bermitra|sahabat|kakak|adik|partner\w*|jodoh|"
    r"friendship|persahabatan|sibling\w*|brother\w*|berjabat|bergandeng\w*)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|\d+)\s+(?:\w+\s+){0,2}(?:kota|provinsi|daerah|mitra|cities|towns|provinces|partners?|sisters?|twins?|"
    r"pemerintah)\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:bukan|not|tidak|selain|except|kecuali|tanpa|without|instead of|alih-alih)\s+(?:\w+\s+)?$", re.I
)
_YEAR_BEHIND = re.compile(
    r"^\W{0,3}(?:\(|sejak |since |pada (?:tahun )?|in |tahun |, )[^.;)]{0,30}\b(?:19|20)\d\d\b", re.I
)
_BRACKET_BEHIND = re.compile(r"^\s*\(")
_HEADS = {"government": 3.0, "office": 2.0, "type": 1.0, None: 0.0}
_LEVELS = {"city": 1.0, "regency": 2.0, "province": 3.0, "district": 4.0, "port": 5.0, "other": 6.0}
_KINDS = {"news": 1.0, "report": 2.0, "article": 3.0, "mou": 4.0, "loi": 5.0, "agreement": 6.0, "plan_of_action": 7.0}
_LIST_WORDS = frozenset(
    [
        "dan",
        "serta",
        "hingga",
        "maupun",
        "juga",
        "and",
        "or",
        "in",
        "di",
        "dengan",
        "with",
        "kota",
        "the",
        "city",
        "of",
        "sejak",
        "since",
        "the",
        "provinsi",
        "province",
    ]
)
_PARTY_ROLES = frozenset({"party", "origin", "venue"})


@dataclass(frozen=True)
class Line:
    """What one sentence says, whichever places it names."""

    strong: tuple[tuple[int, int], ...]
    generic: tuple[tuple[int, int], ...]
    wished: bool
    denied: bool
    asks: bool
    signed: bool
    paper: bool
    visit: bool
    institution: bool
    people: bool
    both: bool
    soft: bool
    counted: bool
    cues: frozenset[str]
    item: bool
    headline: bool
    headed_by_tie: bool


@dataclass
class Scene:
    """A document as the candidates are described against: its places by sentence and what each sentence says."""

    document: Document
    sentences: Sequence[Sentence]
    here: Sequence[Entity]
    abroad: Sequence[Entity]
    rules: PartyRules
    cues: Mapping[int, Sequence[Mention]]
    cue_rules: Mapping[str, CueRule]
    items: frozenset[int]
    by_sentence: dict[int, list[tuple[PlaceMention, Entity]]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_sentence = defaultdict(list)
        for entity in (*self.here, *self.abroad):
            for mention in entity.mentions:
                self.by_sentence[mention.sentence].append((mention, entity))
        for found in self.by_sentence.values():
            found.sort(key=lambda pair: pair[0].start)

    @cached_property
    def chains(self) -> dict[int, list[PlaceMention]]:
        """The list that each mention stands in, by where the mention starts."""
        result: dict[int, list[PlaceMention]] = {}
        for index, found in self.by_sentence.items():
            for chain in _chains(self.sentences[index], found):
                result.update({mention.start: chain for mention in chain})
        return result

    @cached_property
    def mixed(self) -> dict[int, frozenset[int]]:
        """By where a mention starts: the mentions of the other side that stand in one list with it.

        A register of a foreign town lists Indonesian and other places alike: they are no partners of each other.
        """
        result: dict[int, frozenset[int]] = {}
        for index, found in self.by_sentence.items():
            for chain in _chains(self.sentences[index], found, mixed=True):
                if len(chain) < LONG_LIST:
                    continue
                for mention in chain:
                    result[mention.start] = frozenset(m.start for m in chain if m.side != mention.side)
        for run in self._runs():
            opening = [m for i in run for m, _ in self.by_sentence.get(i, ())[:1] if _opens(self, m)]
            if len(opening) < LONG_LIST:
                continue
            for mention in opening:
                others = frozenset(m.start for m in opening if m.side != mention.side)
                result[mention.start] = result.get(mention.start, frozenset()) | others
        return result

    def _runs(self) -> Iterable[list[int]]:
        """Yield the items that follow each other."""
        run: list[int] = []
        for index in sorted(self.items):
            if run and index - run[-1] > 2:
                yield run
                run = []
            run.append(index)
        if run:
            yield run

    def head_of(self, mention: PlaceMention) -> PlaceMention:
        """The first place of the list that the mention stands in: what stands before it is said of all."""
        return self.chains[mention.start][0]

    @cached_property
    def lines(self) -> list[Line]:
        """What each sentence says, in order."""
        return [self._line(sentence) for sentence in self.sentences]

    def _line(self, sentence: Sentence) -> Line:
        text = sentence.text
        cues = self.cues.get(sentence.index, ())
        return Line(
            strong=tuple(match.span() for match in self.rules.strong_ties.finditer(text)),
            generic=tuple(match.span() for match in self.rules.generic_ties.finditer(text)),
            wished=bool(self.rules.hypothetical_cues.search(text)),
            denied=bool(_NO_TIE.search(text)),
            asks=text.rstrip(' "”’').endswith("?"),
            signed=bool(_SIGNED.search(text)),
            paper=bool(_PAPER.search(text)),
            visit=bool(_VISIT.search(text)),
            institution=bool(_INSTITUTION.search(text)),
            people=bool(_PEOPLE.search(text)),
            both=bool(_BOTH.search(text)),
            soft=bool(_SOFT.search(text)),
            counted=bool(_COUNTED.search(text)),
            cues=frozenset(self._meanings(cues)),
            item=sentence.index in self.items,
            headline=sentence.kind in {"title", "heading"},
            headed_by_tie=bool(sentence.section and self.rules.strong_ties.search(sentence.section)),
        )

    def _meanings(self, cues: Iterable[Mention]) -> Iterable[str]:
        for cue in cues:
            if cue.rule.startswith("stage."):
                yield str(cue.value)
            elif cue.rule.startswith("scope."):
                yield "scope"
            elif cue.rule.startswith("activity."):
                yield "activity"
            rule = self.cue_rules.get(cue.rule)
            if rule is not None:
                yield rule.meaning


def describe(scene: Scene, evidence: Mapping[tuple[str, str], Mapping[str, float]]) -> dict[tuple[str, str], Features]:
    """Return the features of every candidate by the keys of its two entities.

    `evidence` holds, by the same keys, how strongly each kind of sentence rule spoke for the pair.
    """
    common = _of_document(scene)
    here = {entity.key: _of_entity(scene, entity, scene.here, "i") for entity in scene.here}
    abroad = {entity.key: _of_entity(scene, entity, scene.abroad, "f") for entity in scene.abroad}
    result: dict[tuple[str, str], Features] = {}
    for local, partner in itertools.product(scene.here, scene.abroad):
        key = (local.key, partner.key)
        features = {**common, **here[local.key], **abroad[partner.key], **_of_pair(scene, local, partner)}
        rules = evidence.get(key, {})
        features.update({f"rule_{name}": value for name, value in rules.items()})
        features["rule_count"] = float(len(rules))
        features["rule_best"] = max(rules.values(), default=0.0)
        result[key] = features
    _compare(result)
    return result


# ---------------------------------------------------------------------------------------------- lists


def is_list_gap(gap: str) -> bool:
    """Whether only separators, joining words, years and names of countries or regions stand between two list items."""
    if len(gap) > 60 or not re.search(r"[,;/&]|\b(?:dan|serta|hingga|maupun|and)\b", gap):
        return False
    words = re.findall(r"[\w’'-]+", gap)
    return all(word.lower() in _LIST_WORDS or word[0].isupper() or word.isdigit() for word in words)


def _chains(
    sentence: Sentence, found: Sequence[tuple[PlaceMention, Entity]], *, mixed: bool = False
) -> Iterable[list[PlaceMention]]:
    """Yield the places (of one side unless mixed) that stand in a list with each other, each alone where it stands in none."""
    chain: list[PlaceMention] = []
    for mention, _ in found:
        if chain:
            gap = sentence.text[chain[-1].phrase_end - sentence.start : mention.phrase_start - sentence.start]
            if (mixed or mention.side == chain[-1].side) and is_list_gap(gap):
                chain.append(mention)
                continue
            yield chain
        chain = [mention]
    if chain:
        yield chain


# ---------------------------------------------------------------------------------------------- one side


def _of_document(scene: Scene) -> Features:
    lines, text = scene.lines, scene.document.text
    title = scene.document.title or ""
    return {
        "d_kind": _KINDS.get(scene.document.kind, 0.0),
        "d_english": float(scene.document.language == "en"),
        "d_sentences": float(min(len(lines), 200)),
        "d_locals": float(min(len(scene.here), 20)),
        "d_foreigns": float(min(len(scene.abroad), 30)),
        "d_strong": _share(line.strong for line in lines),
        "d_strong_any": float(any(line.strong for line in lines)),
        "d_generic": _share(line.generic for line in lines),
        "d_paper": float(sum(line.paper for line in lines) > 0) + float(sum(line.paper for line in lines) > 2),
        "d_signed": float(any(line.signed and line.paper for line in lines)),
        "d_institution": _share(line.institution for line in lines),
        "d_people": _share(line.people for line in lines),
        "d_items": _share(line.item for line in lines),
        "d_title_strong": float(bool(scene.rules.strong_ties.search(title))),
        "d_title_generic": float(bool(scene.rules.generic_ties.search(title))),
        "d_title_institution": float(bool(_INSTITUTION.search(title))),
        "d_other_topic": scene.rules.other_topic(text),
        "d_soft": _share(line.soft for line in lines),
        "d_countries": float(len({e.country for e in scene.abroad})),
        "d_both": float(sum(line.both for line in lines)),
        "d_heads": float(sum(m.head in {"government", "office"} for e in scene.abroad for m in e.mentions)),
    }


def _share(flags: Iterable[object]) -> float:
    values = [bool(flag) for flag in flags]
    return sum(values) / len(values) if values else 0.0


def weight(scene: Scene, entity: Entity) -> float:
    """How much the document is about the place: government words and headlines weigh more."""
    total = 0.0
    for mention in entity.mentions:
        if mention.role in {"institution", "dateline", "container"}:
            continue
        total += 1 if mention.role == "venue" else 1 + _HEADS[mention.head] * 2 / 3
        total += 3 * scene.lines[mention.sentence].headline
    return total


def _of_entity(scene: Scene, entity: Entity, side: Sequence[Entity], name: str) -> Features:
    mentions = [m for m in entity.mentions if m.role in _PARTY_ROLES]
    own = weight(scene, entity)
    others = [weight(scene, other) for other in side if other is not entity]
    total = own + sum(others)
    lines = [scene.lines[m.sentence] for m in mentions]
    intros = [scene.lines[i] for m in mentions if (i := _intro(scene, m.sentence)) is not None]
    last = max(1, len(scene.sentences) - 1)
    features = {
        "level": _LEVELS[entity.level],
        "weight": min(own, 40.0),
        "share": own / total if total else 0.0,
        "lead": own - max(others, default=0.0),
        "mentions": float(min(len(mentions), 20)),
        "first": min((m.sentence for m in mentions), default=last) / last,
        "first_line": float(min(min((m.sentence for m in mentions), default=99), 30)),
        "headline": float(any(line.headline for line in lines)),
        "title": float(any(scene.sentences[m.sentence].kind == "title" for m in mentions)),
        "head": max((_HEADS[m.head] for m in mentions), default=-1.0),
        "heads": float(sum(m.head in {"government", "office"} for m in mentions)),
        "party": _share(m.role == "party" for m in entity.mentions),
        "venue": _share(m.role == "venue" for m in entity.mentions),
        "origin": _share(m.role == "origin" for m in entity.mentions),
        "other_role": _share(m.role not in _PARTY_ROLES for m in entity.mentions),
        "dateline": float(any(m.role == "dateline" for m in entity.mentions)),
        "items": _share(line.item for line in lines),
        "strong": float(sum(bool(line.strong) for line in lines)),
        "generic": float(sum(bool(line.generic) for line in lines)),
        "headed_by_tie": float(any(line.headed_by_tie for line in lines)),
        "paper": float(sum(line.paper for line in lines)),
        "signed": float(sum(line.signed for line in lines)),
        "visit": float(sum(line.visit for line in lines)),
        "wished": _share(line.wished for line in lines),
        "denied": _share(line.denied for line in lines),
        "institution": _share(line.institution for line in lines),
        "people": _share(line.people for line in lines),
        "both_next": float(sum(_says_both(scene, m.sentence) for m in mentions)),
        "near_tie": min((_nearest(m, scene, "strong") for m in mentions), default=FAR),
        "near_generic": min((_nearest(m, scene, "generic") for m in mentions), default=FAR),
        "after_with": float(sum(_after(scene, m, _WITH) for m in mentions)),
        "after_like": float(sum(_after(scene, m, _LIKE) for m in mentions)),
        "after_not": float(any(_after(scene, m, _NOT) for m in mentions)),
        "year_behind": float(any(_behind(scene, m, _YEAR_BEHIND) for m in mentions)),
        "bracket_behind": float(any(_behind(scene, m, _BRACKET_BEHIND) for m in mentions)),
        "soft": float(sum(line.soft for line in lines)),
        "counted": float(any(line.counted for line in lines)),
        "opens": float(sum(_opens(scene, m) for m in mentions)),
        "subject": float(sum(_is_subject(scene, m) for m in mentions)),
        "owned": _share(_foreign_before(scene, m) for m in mentions),
        "tie_before": float(any(_tie_close(scene, m, before=True) for m in mentions)),
        "tie_after": float(any(_tie_close(scene, m, before=False) for m in mentions)),
        "tie_earlier": float(any(m.sentence and scene.lines[m.sentence - 1].strong for m in mentions)),
        "intro_strong": float(any(line.strong for line in intros)),
        "intro_generic": float(any(line.generic for line in intros)),
        "column": float(any(_in_tie_column(scene, m) for m in mentions)),
        "crowd": min((_crowd(scene, m) for m in mentions), default=0.0),
        "mixed": _share(scene.mixed.get(m.start) for m in mentions),
        "plain": float(sum(m.sentence not in scene.items and not scene.mixed.get(m.start) for m in mentions)),
        "listed": max((len(scene.chains[m.start]) for m in mentions), default=0.0),
    }
    for cue in ("signed", "loi", "mou", "standing", "exploration", "implemented", "renewal", "activity", "scope"):
        features[f"cue_{cue}"] = float(sum(cue in line.cues for line in lines))
    if name == "f":
        place = entity.place
        features["country"] = float(any(m.country for m in entity.mentions))
        features["sure"] = float(any(m.sure for m in entity.mentions))
        features["linked"] = max((m.candidates[0].score for m in entity.mentions if m.candidates), default=0.0)
        features["size"] = float(len(str(place.population))) if place else 0.0
    return {f"{name}_{key}": value for key, value in features.items()}


def _intro(scene: Scene, index: int) -> int | None:
    """The sentence before the list or table that the sentence is an item of; None where it is no item."""
    if index not in scene.items:
        return None
    return next((i for i in range(index - 1, -1, -1) if i not in scene.items), None)


def _in_tie_column(scene: Scene, mention: PlaceMention) -> bool:
    """Whether the column's header speaks of partners or ties."""
    block = scene.document.blocks[scene.sentences[mention.sentence].block]
    return any(
        cell.start <= mention.start < cell.end and bool(cell.header) and bool(_SOFT.search(cell.header or ""))
        for cell in block.cells
    )


def _says_both(scene: Scene, index: int) -> bool:
    return any(line.both for line in scene.lines[index : index + 3])


def _nearest(mention: PlaceMention, scene: Scene, kind: str) -> float:
    sentence = scene.sentences[mention.sentence]
    start = scene.head_of(mention).phrase_start - sentence.start
    end = scene.chains[mention.start][-1].phrase_end - sentence.start
    spans = getattr(scene.lines[mention.sentence], kind)
    return float(min((max(a - end, start - b, 0) for a, b in spans), default=FAR))


def _after(scene: Scene, mention: PlaceMention, pattern: re.Pattern[str]) -> bool:
    sentence = scene.sentences[mention.sentence]
    start = scene.head_of(mention).phrase_start - sentence.start
    return bool(pattern.search(sentence.text[max(0, start - 22) : start]))


def _behind(scene: Scene, mention: PlaceMention, pattern: re.Pattern[str]) -> bool:
    sentence = scene.sentences[mention.sentence]
    return bool(pattern.match(sentence.text[mention.phrase_end - sentence.start :]))


def _opens(scene: Scene, mention: PlaceMention) -> bool:
    """Whether the sentence or item begins with the place."""
    sentence = scene.sentences[mention.sentence]
    return len(re.sub(r"[\d\W_]+", "", sentence.text[: mention.phrase_start - sentence.start])) <= 3


def _is_subject(scene: Scene, mention: PlaceMention) -> bool:
    """Whether it is the first party of its sentence and no word for "with" stands before it."""
    named = [m for m, _ in scene.by_sentence[mention.sentence] if m.role == "party"]
    return bool(named) and named[0] is mention and not _after(scene, mention, _WITH)


def _foreign_before(scene: Scene, mention: PlaceMention) -> bool:
    """Whether the sentence names other foreign places before this one and no Indonesian one before it."""
    head = scene.head_of(mention)
    before = [m for m, _ in scene.by_sentence[mention.sentence] if m.start < head.start and m.role == "party"]
    return bool(before) and all(m.side == "foreign" for m in before)


def _tie_close(scene: Scene, mention: PlaceMention, *, before: bool) -> bool:
    sentence = scene.sentences[mention.sentence]
    start, end = scene.head_of(mention).phrase_start - sentence.start, mention.phrase_end - sentence.start
    return any(
        (0 <= start - b <= 30) if before else (0 <= a - end <= 30) for a, b in scene.lines[mention.sentence].strong
    )


def _crowd(scene: Scene, mention: PlaceMention) -> float:
    """How many places of the same side the sentence names outside the list that this one stands in."""
    own = {m.start for m in scene.chains[mention.start]}
    return float(
        len({e.key for m, e in scene.by_sentence[mention.sentence] if m.side == mention.side and m.start not in own})
    )


# ---------------------------------------------------------------------------------------------- both sides


def _of_pair(scene: Scene, local: Entity, partner: Entity) -> Features:
    own = [m for m in local.mentions if m.role in _PARTY_ROLES]
    theirs = [m for m in partner.mentions if m.role in _PARTY_ROLES]
    features = {
        "p_same_level": float(local.level == partner.level),
        "p_province_gap": float(
            (local.level == "province") != (partner.level == "province") and not _is_capital(local)
        ),
        "p_sentence_gap": _sentence_gap(own, theirs),
        "p_order": float(bool(own and theirs and own[0].start < theirs[0].start)),
        "p_title": float(_in_kind(scene, own, "title") and _in_kind(scene, theirs, "title")),
        "p_carried": _carried(scene, local, theirs),
        "p_owner": _owner(scene, local, theirs),
        "p_parties": float(
            _opening_party(scene, scene.here) == local.key and _opening_party(scene, scene.abroad) == partner.key
        ),
        "p_siblings": _share(scene.mixed.get(m.start, frozenset()) & {o.start for o in local.mentions} for m in theirs),
        "p_siblings_own": _share(
            scene.mixed.get(m.start, frozenset()) & {o.start for o in partner.mentions} for m in own
        ),
        "p_keeper": float(_keeps_register(scene, local, partner)),
        "p_only": float(len(scene.here) == 1) + float(len(scene.abroad) == 1),
    }
    features.update(_together(scene, local, partner, own, theirs))
    return features


def _keeps_register(scene: Scene, local: Entity, partner: Entity) -> bool:
    """Whether the party stands in a register and the partner is the loudest foreign place outside of it."""
    if not any(scene.mixed.get(m.start) for m in local.mentions):
        return False
    outside = [
        e
        for e in scene.abroad
        if any(m.sentence not in scene.items and not scene.mixed.get(m.start) for m in e.mentions)
    ]
    return bool(outside) and max(outside, key=lambda e: weight(scene, e)).key == partner.key


def _is_capital(local: Entity) -> bool:
    """The capital is a province that has the partners of a city."""
    return local.place is not None and local.place.kemendagri_code == "31"


def _opening_party(scene: Scene, side: Sequence[Entity]) -> str | None:
    """The first place of the side that stands with a head in the first sentences: the party of an instrument."""
    found = [
        (m.start, e.key) for e in side for m in e.mentions
        if m.sentence <= 24 and m.head is not None and m.role in {"party", "origin"}
    ]  # fmt: skip
    return min(found)[1] if found else None


def _sentence_gap(own: Sequence[PlaceMention], theirs: Sequence[PlaceMention]) -> float:
    lines = sorted({m.sentence for m in own})
    best = 30
    for mention in theirs:
        at = bisect_left(lines, mention.sentence)
        for index in lines[max(0, at - 1) : at + 1]:
            best = min(best, abs(index - mention.sentence))
    return float(best)


def _in_kind(scene: Scene, mentions: Iterable[PlaceMention], kind: str) -> bool:
    return any(scene.sentences[m.sentence].kind == kind for m in mentions)


def _carried(scene: Scene, local: Entity, theirs: Sequence[PlaceMention]) -> float:
    """Share of the partner's mentions before which this Indonesian party was the last one named."""
    hits = 0
    for mention in theirs:
        last: str | None = None
        for index in range(mention.sentence, max(-1, mention.sentence - 12), -1):
            named = [
                e.key for m, e in scene.by_sentence.get(index, ())
                if m.side == "indonesia" and m.role in {"party", "origin"} and (index < mention.sentence or m.start < mention.start)
            ]  # fmt: skip
            if named:
                last = named[-1]
                break
        hits += last == local.key
    return hits / len(theirs) if theirs else 0.0


def _owner(scene: Scene, local: Entity, theirs: Sequence[PlaceMention]) -> float:
    """Whether this party is the last one named before the list that the partner is an item of."""
    for mention in theirs:
        if mention.sentence not in scene.items:
            continue
        for index in range(mention.sentence - 1, -1, -1):
            if index in scene.items:
                continue
            named = [e.key for m, e in scene.by_sentence.get(index, ()) if m.side == "indonesia" and m.role == "party"]
            if named:
                return float(local.key in named)
    return 0.0


def _together(
    scene: Scene, local: Entity, partner: Entity, own: Sequence[PlaceMention], theirs: Sequence[PlaceMention]
) -> Features:
    by_line: dict[int, list[PlaceMention]] = defaultdict(list)
    for mention in own:
        by_line[mention.sentence].append(mention)
    total: dict[str, float] = defaultdict(float)
    nearest = float(FAR)
    for mention in theirs:
        for other in by_line.get(mention.sentence, ()):
            foreign, own_ = scene.head_of(mention), scene.head_of(other)
            first, second = (other, foreign) if other.start < mention.start else (mention, own_)
            sentence = scene.sentences[mention.sentence]
            line = scene.lines[mention.sentence]
            gap = sentence.text[first.phrase_end - sentence.start : second.phrase_start - sentence.start]
            before = sentence.text[
                max(0, first.phrase_start - sentence.start - 60) : first.phrase_start - sentence.start
            ]
            nearest = min(nearest, float(len(gap)))
            flags = {
                "lines": True,
                "strong": bool(line.strong),
                "generic": bool(line.generic),
                "strong_between": bool(scene.rules.strong_ties.search(gap)),
                "generic_between": bool(scene.rules.generic_ties.search(gap)),
                "strong_before": bool(scene.rules.strong_ties.search(before)),
                "generic_before": bool(scene.rules.generic_ties.search(before)),
                "with": bool(_WITH.search(gap)) or bool(_WITH.search(before[-20:])),
                "and": len(gap) < 40 and bool(_AND.search(gap)),
                "from": bool(_FROM.search(gap[-12:])),
                "hyphen": bool(re.fullmatch(r"[\s\"“”']*[-–—/&][\s\"“”']*", gap)),
                "comma": bool(re.fullmatch(r"\s*,\s*", gap)),
                "paper": line.paper,
                "signed": line.signed,
                "visit": line.visit,
                "institution": line.institution,
                "people": line.people,
                "wished": line.wished or "hypothetical" in line.cues,
                "denied": line.denied,
                "asks": line.asks,
                "row": sentence.kind == "table_row",
                "headed": mention.head is not None and other.head is not None,
                "governments": mention.head in {"government", "office"} and other.head in {"government", "office"},
                "foreign_first": mention.start < other.start,
                "stranger_between": _stranger_between(scene, first, second, local, partner),
                "party": mention.role == "party" and other.role == "party",
                "soft": line.soft,
                "soft_between": bool(_SOFT.search(gap)),
            }
            for name, flag in flags.items():
                total[name] += flag
    names = (
        "lines", "strong", "generic", "strong_between", "generic_between", "strong_before", "generic_before", "with",
        "and", "from", "hyphen", "comma", "paper", "signed", "visit", "institution", "people", "wished", "denied", "asks",
        "row", "headed", "governments", "foreign_first", "stranger_between", "party", "soft",
        "soft_between",
    )  # fmt: skip
    features = {f"t_{name}": min(total[name], 4.0) for name in names}
    features["t_gap"] = nearest
    return features


def _stranger_between(scene: Scene, first: PlaceMention, second: PlaceMention, local: Entity, partner: Entity) -> bool:
    return any(
        first.end <= m.start and m.end <= second.start and e.key not in {local.key, partner.key}
        for m, e in scene.by_sentence[first.sentence]
        if m.role in _PARTY_ROLES
    )


# ---------------------------------------------------------------------------------------------- against the others


_COMPARED = ("t_lines", "t_strong", "t_generic", "p_carried", "rule_best")


def _compare(candidates: Mapping[tuple[str, str], Features]) -> None:
    """Add how each candidate stands beside the others of the same Indonesian, and of the same foreign place."""
    for side, name in ((0, "same_i"), (1, "same_f")):
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in candidates:
            groups[key[side]].append(key)
        for keys in groups.values():
            for feature in _COMPARED:
                values = [candidates[key].get(feature, 0.0) for key in keys]
                best, second = _two_best(values)
                for key in keys:
                    own = candidates[key].get(feature, 0.0)
                    candidates[key][f"{name}_{feature}"] = own - (second if own == best else best)


def _two_best(values: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(values, reverse=True)
    return ranked[0], ranked[1] if len(ranked) > 1 else 0.0
