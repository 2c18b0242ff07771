"""Where sentence rules see an Indonesian government and a foreign one joined, and on what words.

What reads alike but is none: venues, containers, consulates, examples, wishes, institutions, foreign-only and domestic
pairs. The evidence is one part of what the pair model judges by.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from mou_miner.claims.candidates import is_list_gap
from mou_miner.claims.entities import Entity, resolve_foreign, resolve_indonesian
from mou_miner.claims.pairs import WEIGHTS, EvidenceKind, Pair, PairEvidence, pair_of
from mou_miner.claims.places import PlaceMention
from mou_miner.claims.sentences import Sentence, clauses
from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Document, Span
from mou_miner.rules.parties import PartyRules

_ROUTE = re.compile(
    r"\b(?:penerbangan|rute|maskapai|feri|ferry|flights?|routes?|laga|pertandingan|vs|melawan|kapal|jalur|tol|"
    r"kereta)\b",
    re.I,
)
_HYPHEN = re.compile(r"^[\s\"“”']*[-–—/][\s\"“”']*$")
_BETWEEN = re.compile(r"\b(?:antara|between)\b", re.I)
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


Found = tuple[PlaceMention, Entity]


class EvidenceFinder:
    """Gathers, sentence by sentence, where the rules see two governments joined."""

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

    def gather(self) -> dict[tuple[str, str], Pair]:
        """Return the pairs that some rule joins, with their evidence, by the keys of both entities."""
        if self.document.kind in _INSTRUMENTS:
            self._from_instrument()
        if self._is_foreign_register():
            self._from_foreign_register()
            return self.pairs
        carried: Entity | None = None
        for sentence in self.sentences:
            carried = self._subject(sentence) or carried
            self._from_sentence(sentence, carried)
        return self.pairs

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
            if is_list_gap(gap):
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
                if not is_list_gap(gap):
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
            pair = self.pairs[key] = pair_of(here, abroad)
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
