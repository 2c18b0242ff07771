"""Which Indonesian government and which foreign one a document joins, and on what words.

Evidence is gathered sentence by sentence; a pair counts when its best evidence is good enough. What reads alike but is
none: venues, containers, consulates, examples, wishes, institutions, foreign-only and domestic pairs.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz.distance import OSA

from mou_miner.claims.places import PlaceMention
from mou_miner.claims.sentences import Sentence, clauses
from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Document, Level, Party, Place, Span
from mou_miner.rules.parties import PartyRules

EvidenceKind = Literal["instrument", "row", "hyphen", "tie", "carried", "governments", "cooperation", "joined"]

# How far each kind of evidence is believed before the calibration table of the training split is applied.
WEIGHTS: dict[EvidenceKind, float] = {
    "instrument": 0.95,
    "row": 0.9,
    "hyphen": 0.85,
    "tie": 0.85,
    "governments": 0.75,
    "carried": 0.7,
    "cooperation": 0.6,
    "joined": 0.55,
}
THRESHOLD = 0.5

_ROUTE = re.compile(
    r"\b(?:penerbangan|rute|maskapai|feri|ferry|flights?|routes?|laga|pertandingan|vs|melawan|kapal|jalur|tol|"
    r"kereta)\b",
    re.I,
)
_HYPHEN = re.compile(r"^[\s\"“”']*[-–—/][\s\"“”']*$")
_BETWEEN = re.compile(r"\b(?:antara|between)\b", re.I)
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
_WITH = re.compile(
    r"(?:\b(?:dengan|bersama|gandeng|menggandeng|with|to|untuk|of|for|twinned|kepada|memiliki|adalah|yakni|"
    r"yaitu|include|includes|including|are|meliputi|seperti|antara lain|among them|di antaranya|terdiri dari|"
    r"terdiri atas)\b|[–:-])[^.;]{0,25}$",
    re.I,
)
_JOIN = re.compile(r"\b(?:dengan|dan|with|and|bersama)\b|[-–—]", re.I)
_NO_TIE = re.compile(
    r"\b(?:belum (?:memiliki|punya|ada|mempunyai)|tidak (?:memiliki|punya|ada|mempunyai)|"
    r"bukan (?:merupakan )?(?:kota kembar|sister)|"
    r"has no|have no|had no|does not have|do not have|is not a sister|no sister|without any)\b", re.I
)  # fmt: skip
_ARTICLE = re.compile(r"\b(?:pasal|article)\s*\w", re.I)
_JOINED = re.compile(r"\s*(?:,|dengan|dan|and|with|[-–—])\s*", re.I)
_GOES_ON = re.compile(
    r"[\"“\s]*(?:mereka|yaitu|yakni|antara lain|masing-masing|keempat\w*|they are|these are|namely|"
    r"the (?:[\w’']+ ){1,3}(?:cities|provinces|partners|regions|towns|states) (?:are|include)|pertama|kedua|"
    r"ketiga|keempat|first|second|third)\b",
    re.I,
)
_OURS = re.compile(
    r"\b(?:our (?:town|city|council|sister|municipality|community)|the (?:council|town|subcommittee|"
    r"municipality)|councillors?|town council|city council)\b",
    re.I,
)
_TO_NAME = re.compile(
    r"(?:nya)?[\"”’']?\s*(?:(?:dengan|of|with|kota|city|yaitu|yakni|baru|kelima|lain|cooperation|relationship|"
    r"agreement|kerja sama|asal|itu|,|:|bersama)\s*)*",
    re.I,
)
_TO_TIE = re.compile(
    r"[\s,\"”]*(?:(?:sebagai|menjadi|jadi|adalah|merupakan|yang|yaitu|as|become|becomes|became|is|are|was|"
    r"has been|its|our|the|a|city's|town's|their|formally|officially|"
    r"resmi|kini|salah satu|one of|ke-?\w+|\d+\w*|first|second|third|fourth|fifth|only|new|newest|oldest|future|"
    r"calon|secara|telah|sudah|bakal|akan|own)[\s\"“]*)+", re.I
)  # fmt: skip
_BESIDES = re.compile(
    r"\b(?:selain|besides|in addition to|apart from|di samping|setelah|after|menyusul|following)\b[^,]{0,30}$", re.I
)
_OTHERS_TIES = re.compile(r"(?:cities|towns|provinces|ties|partners) of [A-Z][\w’'-]+\s*:\s*$")
_ADVICE = re.compile(
    r"\b(?:bisa|dapat|perlu|seharusnya|sebaiknya|could|should|might|ought to) (?:juga |also |well )?(?:merintis|"
    r"belajar|meniru|mencontoh|memulai|learn|start|follow|consider|pioneer)\b",
    re.I,
)
_THEIRS = re.compile(r"\b(?:mereka|their(?: own)?|its own)\s+(?:sendiri\s+)?(?:\w+\s+){0,3}(?:dengan|with)\s", re.I)
_PAPER = re.compile(
    r"\b(?:mou|memorandum|loi|letter of intent|nota kesepahaman|persefahaman|piagam|charter|agreement|"
    r"kesepakatan|surat niat)\b",
    re.I,
)
_INSTITUTION = re.compile(
    r"\b(?:universitas|univ|politeknik|institut|sekolah|sma|smk|kampus|fakultas|rumah sakit|rsud|pt|cv|bank|"
    r"perusahaan|yayasan|klub|university|college|school|"
    r"polytechnic|institute|hospital|company|corp|ltd|faculty|club|campus|water utility|kementerian|ministry|"
    r"ministries|menteri|minister)\b", re.I
)  # fmt: skip
_GOVERNMENT = re.compile(
    r"\b(?:pemko?t?|pemkab|pemprov|pemerintah (?:kota|kabupaten|provinsi)|wali ?kota|bupati|gubernur|mayor|"
    r"regent|governor|city|province|kota|provinsi)\b",
    re.I,
)
_STATE_TIE = re.compile(r"\bsister[- ](?:state|province|prefecture)s?\b|\bprovinsi (?:kembar|bersaudara)\b", re.I)
_PARTNER_COLUMN = re.compile(
    r"(?i)\b(?:mitra|kota|partner|city|cities|town|daerah mitra|counterpart|provinsi|nama kota|sister)\b"
)
_TIE_COLUMN = re.compile(
    r"(?i)\b(?:negara|country|mou|loi|naskah|dokumen|instrument|tahun|year|ditandatangani|signed|status|bidang|"
    r"fields?)\b"
)
_INSTRUMENTS = frozenset({"mou", "loi", "agreement", "plan_of_action"})


@dataclass(frozen=True)
class PairEvidence:
    """One place where the text joins the two: the kind of evidence, how far it is believed, its sentence and spans."""

    kind: EvidenceKind
    weight: float
    sentence: int
    spans: tuple[Span, ...]


@dataclass(eq=False)
class Pair:
    """An Indonesian and a foreign party with all evidence that joins them."""

    indonesian: Place
    partner_name: str
    partner: Place | None
    country: str | None
    partner_level: Level
    indonesian_mentions: list[PlaceMention]
    partner_mentions: list[PlaceMention]
    evidence: list[PairEvidence] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The readable key of the pair: both names, the partner's country and level."""
        return f"{self.indonesian.name}|{self.partner_name}|{self.country or '??'}|{self.partner_level}"

    @property
    def best(self) -> PairEvidence:
        """The evidence most believed; the earliest among equals."""
        return max(self.evidence, key=lambda e: (e.weight, -e.sentence))


@dataclass(frozen=True)
class Entity:
    """All mentions of one place in a document."""

    key: str
    name: str
    place: Place | None
    country: str | None
    level: Level
    mentions: tuple[PlaceMention, ...]


Found = tuple[PlaceMention, Entity]


def find_pairs(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[PlaceMention],
    rules: PartyRules,
    gazetteer: Gazetteer,
) -> list[Pair]:
    """Return the pairs that the document joins, in the order of their first evidence."""
    finder = _PairFinder(document, sentences, mentions, rules, gazetteer)
    return finder.find()


class _PairFinder:
    def __init__(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[PlaceMention], rules: PartyRules,
        gazetteer: Gazetteer,
    ) -> None:  # fmt: skip
        self.document, self.sentences, self.rules = document, sentences, rules
        self.here = resolve_indonesian(document, mentions)
        self.abroad = resolve_foreign(mentions, gazetteer)
        self.by_sentence: dict[int, list[Found]] = defaultdict(list)
        for entity in (*self.here, *self.abroad):
            for mention in entity.mentions:
                self.by_sentence[mention.sentence].append((mention, entity))
        for found in self.by_sentence.values():
            found.sort(key=lambda pair: pair[0].start)
        self.countries: dict[int, list[PlaceMention]] = defaultdict(list)
        for mention in mentions:
            if mention.side == "country":
                self.countries[mention.sentence].append(mention)
        self.main = self._main_party(self.here)
        self.foreign_main = self._foreign_side()
        self.lead_tie = any(self._asserts_tie(s) for s in sentences[:6]) or _title_has_tie(document, rules)
        self.any_tie = any(self._asserts_tie(s) for s in sentences) or self._headline_joins()
        self.institutional = self._title_names_an_institution()
        self.pairs: dict[tuple[str, str], Pair] = {}
        self.items = self._line_items()

    def find(self) -> list[Pair]:
        if self.document.kind in _INSTRUMENTS:
            self._from_instrument()
        other = self.rules.other_topic(self.document.text)
        if other >= 2 or (other >= 1 and not _PAPER.search(self.document.text)):
            return []
        if self._is_foreign_register():
            self._from_foreign_register()
            return [pair for pair in self.pairs.values() if pair.best.weight >= THRESHOLD]
        carried: Entity | None = None
        for sentence in self.sentences:
            carried = self._subject(sentence) or carried
            self._from_sentence(sentence, carried)
        return [pair for pair in self.pairs.values() if pair.best.weight >= THRESHOLD]

    # ------------------------------------------------------------------ lists

    def _line_items(self) -> frozenset[int]:
        """The sentences that are items: rows, list items, and short lines that open with a place, two or more together."""
        opening = {
            s.index for s in self.sentences
            if s.kind in {"paragraph", "heading"} and len(s.text) < 90
            and any(self._opens_item(s, m) for m, _ in self.by_sentence[s.index])
        }  # fmt: skip
        lines = {i for i in opening if i - 1 in opening or i + 1 in opening or i - 2 in opening or i + 2 in opening}
        listed = {s.index for s in self.sentences if s.kind in {"table_row", "list_item"}}
        return frozenset(lines | listed)

    def _is_foreign_register(self) -> bool:
        """Whether the items are the partners of a foreign town, an Indonesian place being one of them."""
        local = {e.key for e in self.here for m in e.mentions if m.sentence in self.items and self._opens(m)}
        abroad = {e.key for e in self.abroad for m in e.mentions if m.sentence in self.items and self._opens(m)}
        if not local or len(abroad) < 4 or len(local) * 3 > len(abroad):
            return False
        return all(
            m.sentence in self.items or m.role != "party" or m.head is None
            for e in self.here
            if e.key in local
            for m in e.mentions
        )

    def _from_foreign_register(self) -> None:
        """Pair the Indonesian items with the town that keeps the register; without such a town there is no pair."""
        owners = [e for e in self.abroad if any(m.sentence not in self.items and m.role == "party" for m in e.mentions)]
        keepers = [e for e in owners if not any(m.sentence in self.items and self._opens(m) for m in e.mentions)]
        owner = max(keepers or owners, key=lambda e: (self._weight(e), -e.mentions[0].start), default=None)
        if owner is None:
            return
        for entity in self.here:
            item = next((m for m in entity.mentions if m.sentence in self.items and self._opens(m)), None)
            if item is not None:
                self._add("row", item.sentence, (item, entity), (owner.mentions[0], owner))

    def _opens(self, mention: PlaceMention) -> bool:
        return self._opens_item(self.sentences[mention.sentence], mention)

    # ------------------------------------------------------------------ who speaks

    def _asserts_tie(self, sentence: Sentence) -> bool:
        """Whether a word for the tie stands in the sentence and the sentence is neither a question nor a denial."""
        text = sentence.text
        return (
            bool(self.rules.strong_ties.search(text))
            and not text.rstrip(' "”’').endswith("?")
            and not _NO_TIE.search(text)
        )

    def _title_names_an_institution(self) -> bool:
        """Whether the headline's actor is a school, a company or the like: then its partners are no governments' ones."""
        title = next((s.text for s in self.sentences[:4] if s.kind == "title"), self.document.title or "")
        return bool(_INSTITUTION.search(title)) and not (
            self.rules.strong_ties.search(title) or _GOVERNMENT.search(title)
        )

    def _headline_joins(self) -> bool:
        """Whether the title joins a place of each side and the lead tells of a paper between governments."""
        for sentence in self.sentences[:3]:
            if sentence.kind != "title":
                continue
            found = self.by_sentence[sentence.index]
            for (first, _), (second, _) in itertools.pairwise(found):
                gap = sentence.text[first.phrase_end - sentence.start : second.phrase_start - sentence.start]
                if {first.side, second.side} == {"indonesia", "foreign"} and _JOINED.fullmatch(gap):
                    lead = self.sentences[sentence.index + 1 : sentence.index + 5]
                    return any(_PAPER.search(s.text) for s in lead)
        return False

    def _foreign_side(self) -> Entity | None:
        """The foreign government that speaks in the document, where it is one of a foreign town."""
        if self.document.language not in {"en", "id+en"}:
            return None
        main = self._main_party(self.abroad)
        if main is None:
            return None
        speaks = any(
            self.sentences[m.sentence].kind in {"title", "heading"} or m.sentence <= 3 or m.head == "government"
            for m in main.mentions
        )
        louder = self._weight(main) > (self._weight(self.main) if self.main else 0)
        return main if speaks and louder and _OURS.search(self.document.text) else None

    def _main_party(self, of: Sequence[Entity]) -> Entity | None:
        """The party that the document is about: title and government words weigh more."""
        heard = [entity for entity in of if self._weight(entity) > 0]
        return max(heard, key=lambda entity: (self._weight(entity), -entity.mentions[0].start), default=None)

    def _weight(self, entity: Entity) -> int:
        weight = 0
        for mention in entity.mentions:
            if mention.role in {"institution", "dateline", "container"}:
                continue
            weight += 1 if mention.role == "venue" else {"government": 3, "office": 3, "type": 2, None: 1}[mention.head]
            if self.sentences[mention.sentence].kind in {"title", "heading"}:
                weight += 3
        return weight

    def _subject(self, sentence: Sentence) -> Entity | None:
        """The Indonesian party that later sentences may go on about: the last one that acts in this one."""
        acting = [
            entity for mention, entity in self.by_sentence[sentence.index]
            if mention.side == "indonesia" and mention.role == "party"
        ]  # fmt: skip
        headed = [
            e for m, e in self.by_sentence[sentence.index] if m.side == "indonesia" and m.role == "party" and m.head
        ]
        return next(iter((*headed, *acting)), None)

    # ------------------------------------------------------------------ evidence

    def _from_instrument(self) -> None:
        """The parties of an instrument: the first government of each side in its title block or parties line."""
        articles = [s.start for s in self.sentences if s.kind == "heading" and _ARTICLE.search(s.text)]
        limit = min([*articles[:1], self.sentences[min(len(self.sentences) - 1, 24)].end])
        here = _first_party(self.here, limit)
        abroad = _first_party(self.abroad, limit)
        if here is None or abroad is None:
            return
        # A memorandum between ministries or universities names its cities as venues only.
        if not (here[0].head or abroad[0].head):
            return
        self._add("instrument", here[0].sentence, here, abroad)

    def _from_sentence(self, sentence: Sentence, carried: Entity | None) -> None:
        found = self.by_sentence[sentence.index]
        partners = [(m, e) for m, e in found if m.side == "foreign" and m.role in {"party", "origin", "venue"}]
        locals_ = [(m, e) for m, e in found if m.side == "indonesia" and m.role in {"party", "origin", "venue"}]
        if not partners and locals_:
            self._from_abroad(sentence, locals_)
        if self._told_by_a_foreign_owner(sentence, partners, locals_):
            return
        for partner in partners:
            if self._only_wished(sentence, partner[0]):
                continue
            evidence = self._evidence(sentence, partner, partners, locals_, carried)
            if evidence is not None:
                self._add(evidence[0], sentence.index, evidence[1], partner)

    def _told_by_a_foreign_owner(self, sentence: Sentence, partners: list[Found], locals_: list[Found]) -> bool:
        """A foreign town lists its partners, an Indonesian one among them: only the pair of both is a tie.

        "Nanjing signed ... with York in the UK and a letter of intent with Semarang"; "partners include Bitung, Tacoma ...".
        """
        acting = [found for found in locals_ if found[0].role == "party"]
        entities = {entity.key for _, entity in partners}
        if not acting or len(entities) < 2 or sentence.kind in {"table_row", "title"}:
            return False
        first = min((*partners, *acting), key=lambda found: found[0].start)
        owner = (
            first
            if first[0].side == "foreign" and first[0].role == "party" and not self._said_with(sentence, first[0])
            else None
        )
        listed = [found for found in acting if self._listed_with_foreign(sentence, found[0], partners)]
        if owner is None and self.foreign_main is not None and listed and first[0].role == "party":
            owner = (self.foreign_main.mentions[0], self.foreign_main)
            acting = listed
        if owner is None or any(self._hyphenated(sentence, found[0], acting) for found in partners):
            return False
        if not (self.rules.strong_ties.search(sentence.text) or self.rules.generic_ties.search(sentence.text)):
            return False
        for found in acting:
            self._add("tie", sentence.index, found, owner)
        return True

    def _listed_with_foreign(self, sentence: Sentence, mention: PlaceMention, partners: list[Found]) -> bool:
        for other, _ in partners:
            first, second = sorted((mention, other), key=lambda m: m.start)
            gap = sentence.text[first.phrase_end - sentence.start : second.phrase_start - sentence.start]
            if _is_list_gap(gap):
                return True
        return False

    def _evidence(
        self, sentence: Sentence, partner: Found, partners: list[Found], locals_: list[Found], carried: Entity | None
    ) -> tuple[EvidenceKind, Found] | None:  # fmt: skip
        mention = partner[0]
        if sentence.text.rstrip(' "”’').endswith("?"):
            return None
        strong = bool(self.rules.strong_ties.search(sentence.text))
        generic = bool(self.rules.generic_ties.search(sentence.text))
        joined = self._hyphenated(sentence, mention, locals_)
        if joined is not None and not _ROUTE.search(sentence.text):
            tied = strong or (
                generic and not self.institutional and self._speaks_of_governments(sentence, mention, joined)
            )
            return (
                ("hyphen", joined)
                if tied or self._tied_elsewhere(partner[1]) or self._in_list_of_ties(sentence)
                else None
            )
        if sentence.kind == "table_row" and not self._in_partner_column(sentence, mention):
            return None
        if sentence.index in self.items and self._list_is_about_ties(sentence):
            local = next((found for found in locals_ if found[0].role == "party"), None)
            local = local or self._whole(self._owner_of_list(sentence) or self.main)
            if local is not None and (
                strong or sentence.kind == "table_row" or self._opens_item(sentence, mention)
                or (generic and self._said_with(sentence, mention))
            ):  # fmt: skip
                return "row", local
        local = self._nearest_local(sentence, mention, locals_)
        if local is None and _foreign_owner(sentence, partners, self.rules):
            return None
        if strong:
            return self._strong_evidence(sentence, mention, partners, local, carried)
        if mention.role != "party" or not (self.any_tie or self._between_units(mention, local)):
            return None
        if generic:
            return self._generic_evidence(sentence, partner, local, carried)
        return self._bare_evidence(sentence, mention, local, carried)

    def _speaks_of_governments(self, sentence: Sentence, mention: PlaceMention, local: Found) -> bool:
        first = min(mention, local[0], key=lambda m: m.start)
        return self.any_tie or self._between_governments(mention, local) or self._after_cooperation(sentence, first)

    def _in_list_of_ties(self, sentence: Sentence) -> bool:
        """Whether the sentence is an item under a title or heading that speaks of partners."""
        if sentence.kind not in {"list_item", "table_row"}:
            return False
        headline = f"{self.document.title or ''} {sentence.section}"
        return bool(self.rules.generic_ties.search(headline) or self.rules.strong_ties.search(headline))

    def _tied_elsewhere(self, partner: Entity) -> bool:
        """Whether some sentence with a word for the tie names the partner, or no other place abroad."""
        if _title_has_tie(self.document, self.rules):
            return True
        for sentence in self.sentences:
            if not self.rules.strong_ties.search(sentence.text):
                continue
            abroad = {entity.key for mention, entity in self.by_sentence[sentence.index] if mention.side == "foreign"}
            if partner.key in abroad or not (abroad or self.countries[sentence.index]):
                return True
        return False

    def _strong_evidence(
        self,
        sentence: Sentence,
        mention: PlaceMention,
        partners: list[Found],
        local: Found | None,
        carried: Entity | None,
    ) -> tuple[EvidenceKind, Found] | None:
        """The sentence has a word that says governments are twinned."""
        if mention.role == "venue" and (len(partners) > 1 or mention.head is None):
            return None
        if mention.role == "origin" and (mention.head is None or (local is None and mention.head == "type")):
            return None
        if local is not None:
            return "tie", local
        if self.foreign_main is not None and mention not in self.foreign_main.mentions:
            return None
        if not mention.sure or not (self._said_with(sentence, mention) or self._tied_directly(sentence, mention)):
            return None
        whole = self._whole(carried or self.main)
        return ("carried", whole) if whole else None

    def _generic_evidence(
        self, sentence: Sentence, partner: Found, local: Found | None, carried: Entity | None
    ) -> tuple[EvidenceKind, Found] | None:
        """The sentence speaks of some cooperation or of a paper: both must be governments, or the document about ties."""
        mention, entity = partner
        if self.institutional and not self._between_governments(mention, local):
            return None
        if self.rules.witness_cues.search(sentence.text[: mention.start - sentence.start]):
            return None
        if self._between_governments(mention, local):
            return "governments", local  # type: ignore[return-value]
        known = any(m.head or m.country for m in entity.mentions) or (
            mention.sure and self._after_cooperation(sentence, mention)
        )
        if not known or not (self._said_with(sentence, mention) or self._partnered(sentence, mention)):
            return None
        if local is not None and local[0].role == "party":
            return "cooperation", local
        whole = self._whole(carried or self.main)
        return ("cooperation", whole) if whole and self.any_tie else None

    def _bare_evidence(
        self, sentence: Sentence, mention: PlaceMention, local: Found | None, carried: Entity | None
    ) -> tuple[EvidenceKind, Found] | None:
        """No word for a tie: a heading that joins both, "X dengan Y" between named governments, or a list gone on with."""
        if not self.any_tie or not mention.sure:
            return None
        if local is not None and local[0].role == "party":
            first, second = sorted((local[0], mention), key=lambda m: m.start)
            gap = sentence.text[first.phrase_end - sentence.start : second.phrase_start - sentence.start]
            joined = bool(_JOINED.fullmatch(gap))
            if joined and (
                sentence.kind in {"title", "heading"} or (mention.country and mention.head and local[0].head)
            ):
                return "joined", local
            return None
        earlier = self.sentences[sentence.index - 1] if sentence.index else None
        listed = bool(_GOES_ON.match(sentence.text)) and earlier is not None and sentence.block - earlier.block <= 1
        spoken = earlier.text if earlier else ""
        if listed and (self.rules.generic_ties.search(spoken) or self.rules.strong_ties.search(spoken)):
            whole = self._whole(carried or self.main)
            return ("joined", whole) if whole else None
        return None

    def _from_abroad(self, sentence: Sentence, locals_: list[Found]) -> None:
        """A foreign town writes about its own tie: the Indonesian party is named, the town itself is not."""
        owner = self.foreign_main
        if owner is None or not self.any_tie:
            return
        text = sentence.text
        if not (self.rules.strong_ties.search(text) or self.rules.generic_ties.search(text)):
            return
        for mention, entity in locals_:
            if mention.role == "party" and not self._only_wished(sentence, mention) and (
                self._said_with(sentence, mention) or self._tied_directly(sentence, mention)
            ):  # fmt: skip
                self._add("carried", sentence.index, (mention, entity), (owner.mentions[0], owner))
                return

    def _between_units(self, mention: PlaceMention, local: Found | None) -> bool:
        """A government acts on the Indonesian side and a named unit stands on the other: no twinning word is needed."""
        return (
            local is not None
            and local[0].role == "party"
            and local[0].head in {"government", "office"}
            and mention.head is not None
        )

    def _between_governments(self, mention: PlaceMention, local: Found | None) -> bool:
        return (
            local is not None and local[0].role == "party"
            and mention.head in {"government", "office"} and local[0].head in {"government", "office"}
        )  # fmt: skip

    def _said_with(self, sentence: Sentence, mention: PlaceMention) -> bool:
        """Whether "dengan", "with" and the like stand before the name, or before the list that it belongs to."""
        first = self._first_of_list(sentence, mention)
        before = sentence.text[: first.phrase_start - sentence.start]
        return bool(_WITH.search(before)) or bool(_BETWEEN.search(before[-60:]))

    def _first_of_list(self, sentence: Sentence, mention: PlaceMention) -> PlaceMention:
        first = mention
        for other, _ in reversed(self.by_sentence[sentence.index]):
            if other.end <= first.start:
                gap = sentence.text[other.phrase_end - sentence.start : first.phrase_start - sentence.start]
                if not _is_list_gap(gap):
                    break
                first = other
        return first

    def _after_cooperation(self, sentence: Sentence, mention: PlaceMention) -> bool:
        """ "LoI dengan X", "kerja sama dengan X", "partnership with X"."""
        before = sentence.text[
            max(0, mention.phrase_start - sentence.start - 45) : mention.phrase_start - sentence.start
        ]
        return bool(self.rules.generic_ties.search(before))

    def _partnered(self, sentence: Sentence, mention: PlaceMention) -> bool:
        """ "Perak, a partner since 1999", "X, whose agreement ...", or one of several places with their countries."""
        after = sentence.text[mention.phrase_end - sentence.start : mention.phrase_end - sentence.start + 40]
        return bool(re.match(r"[^.;]{0,25}(?:\bpartner\b|\bmitra\b|\bwhose\b|\byang\b|\()", after)) or bool(
            mention.country
        )

    def _tied_directly(self, sentence: Sentence, mention: PlaceMention) -> bool:
        """Whether a word for the tie stands right at the name: "kota kembar Hobart", "Hobart, its sister city"."""
        start, end = mention.phrase_start - sentence.start, mention.phrase_end - sentence.start
        before, after = sentence.text[max(0, start - 45) : start], sentence.text[end : end + 60]
        for tie in self.rules.strong_ties.finditer(before):
            if _TO_NAME.fullmatch(before[tie.end() :]):
                return True
        tie_after = self.rules.strong_ties.search(after)
        return tie_after is not None and bool(_TO_TIE.fullmatch(after[: tie_after.start()]))

    def _only_wished(self, sentence: Sentence, mention: PlaceMention) -> bool:
        for start, end in clauses(sentence):
            if start <= mention.start < end:
                clause = self.document.text[start:end]
                before = self.document.text[start : mention.start]
                return (
                    bool(self.rules.hypothetical_cues.search(before))
                    or bool(_NO_TIE.search(clause))
                    or bool(_ADVICE.search(clause))
                    or (bool(_THEIRS.search(before)) and not self._acts_here(sentence))
                )
        return False

    def _acts_here(self, sentence: Sentence) -> bool:
        return any(m.side == "indonesia" and m.role == "party" for m, _ in self.by_sentence[sentence.index])

    def _list_is_about_ties(self, sentence: Sentence) -> bool:
        """Whether the heading, the title, the columns or the sentence before the list speak of ties between governments."""
        if self.rules.strong_ties.search(sentence.section) or _title_has_tie(self.document, self.rules):
            return True
        headers = {cell.header or "" for cell in self.document.blocks[sentence.block].cells}
        if any(_PARTNER_COLUMN.search(h) for h in headers) and any(_TIE_COLUMN.search(h) for h in headers):
            return True
        for earlier in reversed(self.sentences[: sentence.index]):
            if earlier.index not in self.items:
                return bool(self.rules.strong_ties.search(earlier.text)) or (
                    earlier.text.rstrip().endswith(":")
                    and self.lead_tie
                    and bool(self.rules.generic_ties.search(earlier.text))
                )
        return False

    def _in_partner_column(self, sentence: Sentence, mention: PlaceMention) -> bool:
        for cell in self.document.blocks[sentence.block].cells:
            if cell.start <= mention.start < cell.end and cell.header:
                return (
                    bool(_PARTNER_COLUMN.search(cell.header)) or self.rules.strong_ties.search(cell.header) is not None
                )
        return True

    def _opens_item(self, sentence: Sentence, mention: PlaceMention) -> bool:
        """Whether the item begins with the place: "3. Kota Kupang, Taiwan"."""
        return len(re.sub(r"[\d\W_]+", "", sentence.text[: mention.phrase_start - sentence.start])) <= 3

    def _owner_of_list(self, sentence: Sentence) -> Entity | None:
        """The Indonesian party that the heading or the sentence before the list names."""
        for earlier in reversed(self.sentences[: sentence.index]):
            if earlier.index in self.items:
                continue
            for mention, entity in self.by_sentence[earlier.index]:
                if mention.side == "indonesia" and mention.role == "party":
                    return entity
            if earlier.kind in {"heading", "title"}:
                return None
        return None

    def _hyphenated(self, sentence: Sentence, mention: PlaceMention, locals_: list[Found]) -> Found | None:
        for local in locals_:
            first, second = sorted((local[0], mention), key=lambda m: m.start)
            gap = sentence.text[first.phrase_end - sentence.start : second.phrase_start - sentence.start]
            if _HYPHEN.match(gap):
                return local
        return None

    def _nearest_local(self, sentence: Sentence, mention: PlaceMention, locals_: list[Found]) -> Found | None:
        """The acting local party nearest before the partner, else nearest after it; a mere venue only where none acts."""
        acting = [local for local in locals_ if local[0].role == "party"] or [
            local for local in locals_ if local[0].head is not None and local[0].role == "origin"
        ]
        if not acting:
            return None
        before = [local for local in acting if local[0].start < mention.start]
        return before[-1] if before else acting[0]

    def _whole(self, entity: Entity | None) -> Found | None:
        return (entity.mentions[0], entity) if entity else None

    def _add(self, kind: EvidenceKind, sentence: int, local: Found, partner: Found) -> None:
        here, abroad = local[1], partner[1]
        if here.place is None:
            return
        abroad = self._the_state_itself(sentence, here, abroad)
        here = self._same_level(local[0], here, abroad)
        place = here.place
        if place is None:
            return
        key = (here.key, abroad.key)
        pair = self.pairs.get(key)
        if pair is None:
            pair = self.pairs[key] = Pair(
                indonesian=place, partner_name=abroad.name, partner=abroad.place, country=abroad.country,
                partner_level=abroad.level, indonesian_mentions=list(here.mentions), partner_mentions=list(abroad.mentions),
            )  # fmt: skip
        spans = tuple(Span(m.phrase_start, m.phrase_end) for m in (local[0], partner[0]))
        pair.evidence.append(PairEvidence(kind, WEIGHTS[kind], sentence, spans))

    def _same_level(self, mention: PlaceMention, here: Entity, abroad: Entity) -> Entity:
        """A bare name that is a city and a province means the province beside a province or prefecture."""
        if abroad.level != "province" or mention.level is not None or here.level == "province":
            return here
        for candidate in mention.candidates:
            if candidate.place.level == "province":
                for entity in self.here:
                    if entity.place == candidate.place:
                        return entity
        return here

    def _the_state_itself(self, sentence: int, here: Entity, abroad: Entity) -> Entity:
        """ "Perth has a sister-state paper": the state that the document names elsewhere is meant, not its capital."""
        if here.level != "province" or abroad.level == "province" or abroad.place is None:
            return abroad
        if not _STATE_TIE.search(self.sentences[sentence].text):
            return abroad
        for other in self.abroad:
            if other.level == "province" and other.country == abroad.country and other.name == abroad.place.parent:
                return other
        return abroad


# ---------------------------------------------------------------------------------------------- entities


def resolve_indonesian(document: Document, mentions: Iterable[PlaceMention]) -> list[Entity]:
    """Group the Indonesian mentions by government; a bare name takes the level that the document gives it elsewhere."""
    groups: dict[str, list[PlaceMention]] = defaultdict(list)
    places: dict[str, Place] = {}
    stated: dict[str, Counter[str]] = defaultdict(Counter)
    own = [m for m in mentions if m.side == "indonesia" and m.role != "institution" and m.candidates]
    for mention in own:
        if mention.level is not None:
            stated[_bare(mention.name)][mention.level] += 1
    leaning = _leaning(document.text)
    for mention in own:
        place = _choose_local(mention, stated[_bare(mention.name)], leaning)
        key = place.kemendagri_code or place.name
        places[key] = place
        groups[key].append(mention)
    return [
        Entity(key, places[key].name, places[key], "ID", places[key].level, tuple(found))
        for key, found in groups.items()
    ]


def _choose_local(mention: PlaceMention, stated: Counter[str], leaning: Mapping[str, int]) -> Place:
    by_level = {c.place.level: c.place for c in mention.candidates}
    if mention.level is not None:
        return by_level.get(mention.level, mention.candidates[0].place)
    votes = {level: leaning.get(level, 0) + 1.0 * stated[level] for level in by_level}
    votes[mention.candidates[0].place.level] += 1.5
    best = max(votes, key=lambda level: votes[level])
    return by_level[best] if votes[best] else mention.candidates[0].place


def _leaning(text: str) -> dict[str, int]:
    """How often the document speaks of the governments, heads and ties of each level."""
    return {
        "city": len(re.findall(r"(?i)\b(?:wali ?kota|pemko?t?|mayor|city council|city government)\b", text)),
        "regency": len(re.findall(r"(?i)\b(?:bupati|pemkab|regent|sister regency)\b", text)),
        "province": len(
            re.findall(
                r"(?i)\b(?:gubernur|pemprov|sultan|diy|governor|provincial|sister (?:province|state|prefecture)|"
                r"provinsi kembar)\b",
                text,
            )
        ),
    }


def resolve_foreign(mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[Entity]:
    """Group the foreign mentions by place; a name without a country takes the one it has elsewhere in the document."""
    named = {m.country for m in mentions if m.country and m.country != "ID"}
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    foreign = [m for m in mentions if m.side == "foreign" and m.role != "institution"]
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in foreign:
        if mention.country:
            countries[_bare(mention.name)][mention.country] += 1
        if mention.level is not None:
            levels[_bare(mention.name)][mention.level] += 1
    groups: dict[str, list[PlaceMention]] = defaultdict(list)
    chosen: dict[str, tuple[str, Place | None, str | None, Level]] = {}
    for mention in foreign:
        country = mention.country or _most(countries[_bare(mention.name)]) or _country_near(mention, named, gazetteer)
        if country is None and not mention.candidates:
            continue  # a name in no table and in no country is no place
        stated = mention.level or _most(levels[_bare(mention.name)])
        place = _choose_foreign(mention, stated, country, named, gazetteer)
        country = country or (place.country if place else None)
        level = mention.level or (place.level if place else "city")
        key = f"gn:{place.geonames_id or place.name}:{place.country}" if place else f"{_bare(mention.name)}:{country}"
        groups[key].append(mention)
        chosen.setdefault(key, (place.name if place else mention.name, place, country, place.level if place else level))
    entities = [Entity(key, *chosen[key], tuple(found)) for key, found in groups.items()]
    return _join_variants(entities)


def _country_near(mention: PlaceMention, named: set[str], gazetteer: Gazetteer) -> str | None:
    """The country, of those the document names, in which a misspelt name is a near spelling."""
    if mention.candidates:
        return None
    near = [
        (found[0].score, country)
        for country in sorted(named)
        if (found := gazetteer.link(mention.name, country=country))
    ]
    best = max(near, default=(0.0, ""))
    return best[1] if best[0] >= 0.75 else None


def _choose_foreign(
    mention: PlaceMention, level: str | None, country: str | None, named: set[str], gazetteer: Gazetteer
) -> Place | None:
    candidates = mention.candidates
    if country is not None:
        inside = [c for c in candidates if c.place.country == country]
        if not inside:
            inside = gazetteer.link(mention.name, country=country, level=mention.level)
        candidates = tuple(inside)
    elif named:
        inside = [c for c in candidates if c.place.country in named and c.score >= candidates[0].score - 0.3]
        candidates = tuple(inside) or candidates
    if level is not None:
        candidates = tuple(c for c in candidates if c.place.level == level) or candidates
    return candidates[0].place if candidates else None


def _join_variants(entities: list[Entity]) -> list[Entity]:
    """Join an unlinked or misspelt name with the right form that stands in the same document."""
    result: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e.place is None, e.mentions[0].start)):
        twin = None
        if entity.place is None:
            for index, other in enumerate(result):
                same_country = entity.country in {None, other.country}
                if same_country and OSA.normalized_similarity(_bare(entity.name), _bare(other.name)) >= 0.8:
                    twin = index
                    break
        if twin is None:
            result.append(entity)
        else:
            other = result[twin]
            result[twin] = Entity(
                other.key, other.name, other.place, other.country, other.level, other.mentions + entity.mentions
            )
    return sorted(result, key=lambda e: e.mentions[0].start)


def _is_list_gap(gap: str) -> bool:
    """Whether only separators, joining words, years and names of countries or regions stand between two list items."""
    if len(gap) > 60 or not re.search(r"[,;/&]|\b(?:dan|serta|hingga|maupun|and)\b", gap):
        return False
    words = re.findall(r"[\w’'-]+", gap)
    return all(word.lower() in _LIST_WORDS or word[0].isupper() or word.isdigit() for word in words)


def _first_party(entities: Iterable[Entity], limit: int) -> Found | None:
    candidates = [
        (mention, entity)
        for entity in entities
        for mention in entity.mentions
        if mention.start <= limit and mention.role in {"party", "origin"}
    ]
    if not candidates:
        return None
    headed = [found for found in candidates if found[0].head is not None]
    return min(headed or candidates, key=lambda found: found[0].start)


def _foreign_owner(sentence: Sentence, partners: list[Found], rules: PartyRules) -> bool:
    """Whether the sentence joins two foreign places with each other: "Ghent-Nancy", "Kanazawa has seven sister cities"."""
    for (first, one), (second, other) in itertools.pairwise(partners):
        if one.key == other.key:
            continue
        gap = sentence.text[first.phrase_end - sentence.start : second.phrase_start - sentence.start]
        before = sentence.text[: first.phrase_start - sentence.start]
        if _HYPHEN.match(gap) or (_BETWEEN.search(before[-25:]) and _JOIN.search(gap)):
            return True
        if re.search(r"\b(?:dengan|with)\b", gap, re.I) and len(gap) < 60:
            return True
        if rules.strong_ties.search(gap) and not _WITH.search(before) and not _BESIDES.search(before):
            return True
        if _OTHERS_TIES.search(before) and (first.country or first.head):
            return True
    return False


def _title_has_tie(document: Document, rules: PartyRules) -> bool:
    return bool(document.title and rules.strong_ties.search(document.title))


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _most(counter: Counter[str]) -> str | None:
    return counter.most_common(1)[0][0] if counter else None


def party_of(pair: Pair, side: Literal["indonesia", "partner"]) -> Party:
    """Return one side of the pair as a Party record."""
    mentions = pair.indonesian_mentions if side == "indonesia" else pair.partner_mentions
    place = pair.indonesian if side == "indonesia" else pair.partner
    parties = [m for m in mentions if m.role == "party"] or mentions
    first = parties[0]
    spans = tuple(Span(m.phrase_start, m.phrase_end) for m in parties)
    return Party(
        name=pair.indonesian.name if side == "indonesia" else pair.partner_name,
        country="ID" if side == "indonesia" else pair.country,
        level=pair.indonesian.level if side == "indonesia" else pair.partner_level,
        as_written=first.name,
        kemendagri_code=place.kemendagri_code if place else None,
        geonames_id=place.geonames_id if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        spans=spans,
    )
