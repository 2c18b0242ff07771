"""Which places a document names, how each is written, and what it is doing there.

A name is looked up exactly; where a type word ("Kota", "Prefecture") or a country beside it says that it is a place,
misspelt and unknown names count too. Lists share their head and their country ("Kota Beihai, Nanjing, dan Fuzhou
Tiongkok"), and a region after a city ("Kota Yantai, Provinsi Shandong") is where the city lies, not another party.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from mou_miner.claims.sentences import Sentence
from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Candidate, Level, Place
from mou_miner.rules.parties import Head, PartyRules, any_of

Side = Literal["indonesia", "foreign", "country"]
Role = Literal["party", "venue", "container", "dateline", "consulate", "institution", "origin"]

_WORD = re.compile(r"[^\W\d_](?:[\w’'`]|\.(?=[^\W\d_]))*", re.UNICODE)
_CONNECTORS = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "la",
        "las",
        "los",
        "le",
        "les",
        "el",
        "al",
        "an",
        "am",
        "der",
        "den",
        "upon",
        "on",
        "of",
        "in",
        "e",
        "y",
        "sur",
        "ben",
        "bin",
        "op",
        "aan",
        "auf",
        "sul",
        "of-the",
        "und",
        "a",
    ]
)
_LIST_GAP = re.compile(r"^\s*(?:[,;/&]|,?\s*(?:dan|serta|hingga|maupun|juga|and|or|atau|as well as)\s)\s*"
                       r"(?:juga |dengan |with |the )*$", re.IGNORECASE)  # fmt: skip
_CLOSES = re.compile(r"\s*,\s+(?!dan\b|and\b|serta\b|atau\b|or\b)[a-z]")
"""Behind a country: it is set off by commas and so belongs to the name before it ("Trujillo, Spanyol, menandatangani")."""
_COUNTRY_GAP = re.compile(
    r"^\s*[,(–-]?\s*(?:di|dari|asal|in|of|from|the|negara|negeri|,|-)*\s*(?:the\s)?$", re.IGNORECASE
)
_CONTAINER_GAP = re.compile(r"^\s*[,(]?\s*(?:di|in|of|the|negara bagian|\s)*$", re.IGNORECASE)
_TIE_WORD = re.compile(r"\b(?:sister|twin|twinning|kembar|friendship|bersaudara)\b", re.IGNORECASE)
_LEVEL_BRACKET = re.compile(r"\s*\((kota|kabupaten|kab|provinsi|prov|city|regency|province)\.?\)", re.IGNORECASE)
_BRACKET_LEVELS: dict[str, Level] = {
    "kota": "city", "city": "city", "kabupaten": "regency", "kab": "regency", "regency": "regency",
    "provinsi": "province", "prov": "province", "province": "province",
}  # fmt: skip
_DATELINE = re.compile(r"^.{0,60}?(?:\([^)]{2,40}\)\s*[-–—]|,?\s*[-–—]{1,2}\s)|^[\w. ]{2,25},\s*[A-Z][\w ]{2,25}:\s")
_DIRECTION = re.compile(
    r"\b(?:barat|timur|utara|selatan|tengah|dalam|north|south|east|west|central)\b|-", re.IGNORECASE
)
_VENUE_GAP = re.compile(
    r"\s*(?:(?:pesisir|pantai|wilayah|pulau|kawasan|sekitar|tanah|ujung|coast|area|downtown|central|nearby|the|"
    r"laut|jantung|pusat|heart of|city of|kota)\s+){0,2}"
)
_CONSULATE_GAP = re.compile(
    r"\)?(?:\s+(?:RI|R\.I\.|[A-ZÀ-Þ]\w+|untuk|for|of|the|to|jenderal|general|republik|kehormatan|di|in|at|"
    r"berkedudukan|jendral|\([A-Z]{2,8}\)))*\s*,?\s*(?:di|in|at)?\s*"
)
_AGENCY = re.compile(r"(?<!^)\bA(?:ntara|NTARA)\s+(?:News\s+)?$")
_MAX_WORDS = 5
_SURE_POPULATION = 60_000


@dataclass(frozen=True)
class PlaceMention:
    """A place as written in one sentence: the name's stretch, the whole phrase's stretch, and what was read off it."""

    start: int
    end: int
    phrase_start: int
    phrase_end: int
    name: str
    side: Side
    candidates: tuple[Candidate, ...]
    country: str | None
    level: Level | None
    head: Literal["government", "office", "type"] | None
    role: Role
    sentence: int
    country_span: tuple[int, int] | None = None
    sure: bool = True
    """False for a small place that only its bare name speaks for."""

    @property
    def place(self) -> Place | None:
        """The best candidate, or None where the name is in no gazetteer."""
        return self.candidates[0].place if self.candidates else None


@dataclass(frozen=True)
class _Atom:
    """A stretch of the sentence that is a name, before its neighbours are looked at."""

    start: int
    end: int
    name: str
    kind: Literal["indonesia", "foreign", "country", "unknown"]
    country: str | None = None
    sure: bool = True
    level: Level | None = None
    """The level that the name itself says."""


LEVEL_OF: dict[str, Level] = {"Kota": "city", "Kabupaten": "regency", "Provinsi": "province"}


class PlaceFinder:
    """Finds the places of sentences; holds the look-up tables so that they are built once."""

    def __init__(self, gazetteer: Gazetteer, rules: PartyRules) -> None:
        self.gazetteer, self.rules = gazetteer, rules
        self._before = _head_patterns(rules.heads.before, r"{}[\s.:]*(?:the\s)?[\"“'‘(]*$")
        self._after = _head_patterns(rules.heads.after, r"[\"”'’)]*(?:['’]s)?[\s-]+{}")
        self._institution_before = any_of(rules.institutions.before)
        self._institution_after = any_of(rules.institutions.after)
        self._consulate = any_of(rules.consulates)
        self._capital = re.compile(
            any_of(rules.capitals).pattern + r"\s+(?:provinsi|prefektur|province|the)?\s*$", re.IGNORECASE
        )
        self._venue = any_of(rules.venue.prepositions)
        self._common = frozenset(word.casefold() for word in rules.common)
        heads = {word.casefold() for head in (*rules.heads.before, *rules.heads.after) for word in head.words}
        self._head_words = frozenset(heads | {word for head in heads for word in head.split()} - _CONNECTORS)
        self._starts_head = re.compile(any_of(tuple(heads)).pattern + r"[\s.:]+\S", re.IGNORECASE)
        self._nicknames = {nick: name for name, nicks in rules.nicknames.items() for nick in nicks}
        self._nickname = any_of(tuple(self._nicknames))
        self._found = lru_cache(maxsize=2)(self._find)
        self._indonesian = lru_cache(maxsize=20_000)(self._exact_indonesian)

    def find(self, sentences: Sequence[Sentence]) -> list[PlaceMention]:
        """Return the mentions of places in reading order; those of the sentences asked for last are kept."""
        return list(self._found(tuple(sentences)))

    def _find(self, sentences: tuple[Sentence, ...]) -> list[PlaceMention]:
        lower = {word for s in sentences for word in _WORD.findall(s.text) if word.islower()}
        mentions: list[PlaceMention] = []
        for sentence in sentences:
            mentions.extend(self._in_sentence(sentence, lower))
        return _without_headline_words(mentions, sentences)

    # ------------------------------------------------------------------ names

    def _in_sentence(self, sentence: Sentence, lower: set[str]) -> list[PlaceMention]:
        atoms = self._atoms(sentence.text, lower)
        mentions = [m for m in (self._mention(sentence, atoms, i) for i in range(len(atoms))) if m is not None]
        if sentence.kind == "table_row":
            mentions = self._country_of_row(mentions)
        mentions = self._share_countries(sentence, mentions)
        return _mark_containers(sentence, mentions)

    def _atoms(self, text: str, lower: set[str]) -> list[_Atom]:
        words = [_without_genitive(m) for m in _WORD.finditer(text)]
        atoms: list[_Atom] = []
        i = 0
        while i < len(words):
            found = self._longest(text, words, i, lower)
            if found is None:
                i += 1
                continue
            atom, count = found
            atoms.append(atom)
            i += count
        return atoms

    def _longest(
        self, text: str, words: list[tuple[int, int, str]], i: int, lower: set[str]
    ) -> tuple[_Atom, int] | None:
        start, _, first = words[i]
        if not first[0].isupper():
            return None
        nickname = self._nicknamed(text, words, i)
        if nickname is not None:
            return nickname
        for count in range(min(_MAX_WORDS, len(words) - i), 0, -1):
            end, last = words[i + count - 1][1], words[i + count - 1][2]
            name = text[start:end]
            if not _one_phrase(name) or (count > 1 and not _capitalised(words[i : i + count])):
                continue
            if last.casefold() in _CONNECTORS:
                continue
            if (
                count == 1
                and first.isupper()
                and len(first) <= 3
                and not (self._indonesian(name, None) or self.gazetteer.country(name))
            ):
                continue
            atom = self._known(text, start, end, name, count, lower)
            if atom is not None:
                return atom, count
        return self._unknown(text, words, i, lower)

    def _nicknamed(self, text: str, words: list[tuple[int, int, str]], i: int) -> tuple[_Atom, int] | None:
        """ "Kota Pahlawan", written with capitals: the government that newspapers call so."""
        start = words[i][0]
        found = self._nickname.match(text, start)
        if found is None:
            return None
        count = sum(start <= word[0] < found.end() for word in words)
        if not all(
            word[2][0].isupper() for word in words[i : i + count] if word[2].casefold() not in _CONNECTORS | {"of"}
        ):
            return None
        name = self._nicknames[re.sub(r"[\s-]+", " ", found.group().casefold())]
        return _Atom(start, found.end(), name, "indonesia", level=LEVEL_OF[name.split()[0]]), count

    def _known(self, text: str, start: int, end: int, name: str, count: int, lower: set[str]) -> _Atom | None:
        if name.casefold() in self._head_words:
            return None
        if (
            count > 1
            and (self._opens_badly(text, start, name) or self._ends_in_country(name))
            and not self.gazetteer.exact(name)
        ):
            return None
        country = self.gazetteer.country(name)
        headed = self._headed(text, start)
        if country is not None and len(name) <= 3 and (text.isupper() or not name.isupper()):
            return None
        if country is not None and (country == "ID" or not headed or not self.gazetteer.exact(name)):
            return _Atom(start, end, name, "country", country)
        common = count == 1 and (name.casefold() in self._common or name.casefold() in lower)
        if self._indonesian(name, None) and not (common and not headed):
            return _Atom(start, end, name, "indonesia")
        supported = headed or self._country_follows(text, end, close=common)
        places = self._exact_foreign(name, supported)
        if not places:
            return None
        if not supported and (common or (count == 1 and self._part_of_a_name(text, start, end, lower))):
            return None
        if (
            not supported
            and count == 1
            and not text[:start].strip(" \"“'(")
            and places[0].population < _SURE_POPULATION
        ):
            return None
        sure = supported or count > 1 or places[0].population >= _SURE_POPULATION or places[0].level == "province"
        return _Atom(start, end, name, "foreign", sure=sure)

    def _opens_badly(self, text: str, start: int, name: str) -> bool:
        """Whether the words begin with a head or an article: then the name begins later."""
        first = name.split()[0].casefold()
        return first in {"the", "negeri", "luar"} or bool(self._starts_head.match(text, start))

    def _ends_in_country(self, name: str) -> bool:
        words = name.split()
        return any(self.gazetteer.country(" ".join(words[i:])) for i in range(1, len(words)))

    def _part_of_a_name(self, text: str, start: int, end: int, lower: set[str]) -> bool:
        """Whether an unknown capitalised word stands right beside the name: then it is likelier a person or a firm."""
        before = re.search(r"(?<![.!?:]\s)(?<!^)\b([A-Z][\w’']+)\s$", text[:start])
        after = re.match(r"\s([A-Z][\w’']+)", text[end:])
        return any(
            match is not None and self._is_proper(match.group(1), lower)
            for match in (before, None if self._after_head(text, end) else after)
        )

    def _is_proper(self, word: str, lower: set[str]) -> bool:
        return not (
            word.casefold() in lower or word.casefold() in self._common or self.gazetteer.country(word)
            or self._indonesian(word, None) or word.isupper() or word.casefold() in self._head_words
            or any(p.population >= _SURE_POPULATION for p in self.gazetteer.exact(word))
        )  # fmt: skip

    def _unknown(
        self, text: str, words: list[tuple[int, int, str]], i: int, lower: set[str]
    ) -> tuple[_Atom, int] | None:
        """A capitalised run that no table knows, where a head or a country beside it says that it is a place."""
        start, _, first = words[i]
        if first.casefold() in self._common | self._head_words or self.gazetteer.country(first):
            return None
        run = 1
        while i + run < len(words) and run < 4:
            gap = text[words[i + run - 1][1] : words[i + run][0]]
            word = words[i + run][2]
            if (
                gap not in {" ", "-"}
                or not word[0].isupper()
                or self.gazetteer.country(self._rest(text, words, i + run))
            ):
                break
            run += 1
        headed = self._headed(text, start)
        if any(self.gazetteer.exact(word) or self._indonesian(word, None) for _, _, word in words[i + 1 : i + run]):
            return None
        if text.isupper() and not headed:
            return None
        for count in range(run, 0, -1):
            end = words[i + count - 1][1]
            name = text[start:end]
            if (count == 1 and name.casefold() in lower and not headed) or _TIE_WORD.search(name):
                continue
            if self._institution_after.search(name) or self._institution_before.search(name):
                continue
            if headed and any(c.score >= 0.75 for c in self.gazetteer.indonesian(name)):
                return _Atom(start, end, name, "indonesia"), count
            everyday = count > 1 and any(word.casefold() in lower for _, _, word in words[i : i + count])
            if (
                headed
                or self._after_head(text, end)
                or (count == run and not everyday and self._country_follows(text, end))
            ):
                return _Atom(start, end, name, "unknown"), count
            if count == run and self._in_company(text, start, end):
                return _Atom(start, end, name, "unknown"), count
        return None

    def _in_company(self, text: str, start: int, end: int) -> bool:
        """Whether the name is joined to a known place by a hyphen or in a list: then a near spelling is worth a try."""
        before = re.search(r"([A-Z][\w’']+(?: [A-Z][\w’']+)?)\s?[-–—]\s?$", text[:start])
        if before and any(self._indonesian(part, None) for part in (before.group(1), before.group(1).split()[-1])):
            return True
        listed = re.search(r"([A-Z][\w’']+)(?:, (?:dan |and )?| dan | and | serta )(?:dengan |with )?$", text[:start])
        if listed and self.gazetteer.exact(listed.group(1)):
            return True
        following = re.match(r"(?:, (?:dan |and )?| dan | and | serta )([A-Z][\w’']+)", text[end:])
        return bool(following and self.gazetteer.exact(following.group(1)))

    def _rest(self, text: str, words: list[tuple[int, int, str]], i: int) -> str:
        """The longest country name that begins at word i, or the word itself."""
        for count in range(min(4, len(words) - i), 0, -1):
            name = text[words[i][0] : words[i + count - 1][1]]
            if self.gazetteer.country(name):
                return name
        return words[i][2]

    def _country_follows(self, text: str, end: int, *, close: bool = False) -> bool:
        match = re.match(r"\s+" if close else r"\s*[,(]?\s*(?:di |dari |in |negara )?", text[end:])
        at = end + (match.end() if match else 0)
        words = [(at + m.start(), at + m.end(), m.group()) for m in _WORD.finditer(text[at : at + 60])][:4]
        return (
            bool(words) and words[0][0] == at and self.gazetteer.country(self._rest(text, words, 0)) not in {None, "ID"}
        )

    def _exact_foreign(self, name: str, supported: bool) -> tuple[Place, ...]:
        """Places of exactly this name; an everyday word ("Split") is one only with a type word or a country."""
        if _DIRECTION.search(name) or (supported and not self.gazetteer.exact(name)):
            return tuple(candidate.place for candidate in self.gazetteer.link(name, fuzzy=False))
        return self.gazetteer.exact(name)

    def _exact_indonesian(self, name: str, level: Level | None) -> tuple[Candidate, ...]:
        return tuple(c for c in self.gazetteer.indonesian(name, level=level) if c.reason != "near")

    # ------------------------------------------------------------------ what stands around a name

    def _headed(self, text: str, start: int) -> bool:
        return self._head_before(text, start) is not None

    def _head_before(self, text: str, start: int) -> tuple[Head, int] | None:
        window = text[max(0, start - 60) : start]
        best: tuple[Head, int] | None = None
        for head, pattern in self._before:
            match = pattern.search(window)
            if match and (best is None or match.start() < best[1]):
                best = (head, match.start())
        return (best[0], max(0, start - 60) + best[1]) if best else None

    def _after_head(self, text: str, end: int) -> tuple[Head, int] | None:
        window = text[end : end + 50]
        best: tuple[Head, int] | None = None
        for head, pattern in self._after:
            match = pattern.match(window)
            if match and (best is None or match.end() > best[1]):
                best = (head, match.end())
        return (best[0], end + best[1]) if best else None

    def _mention(self, sentence: Sentence, atoms: list[_Atom], i: int) -> PlaceMention | None:
        atom, text = atoms[i], sentence.text
        before, after = self._head_before(text, atom.start), self._after_head(text, atom.end)
        head = _stronger(before, after)
        bracket = _LEVEL_BRACKET.match(text, atom.end)
        level = atom.level or (_BRACKET_LEVELS[bracket.group(1).casefold()] if bracket else _level(before, after))
        side: Side = "foreign" if atom.kind == "unknown" else atom.kind
        country, country_span = atom.country, None
        if side == "foreign" and i + 1 < len(atoms) and atoms[i + 1].kind == "country":
            following = atoms[i + 1]
            gap = text[after[1] if after else atom.end : following.start]
            closed = _CLOSES.match(text, following.end) is not None
            if _COUNTRY_GAP.match(gap) and (closed or self._in_country(atom, following.country or "", gap)):
                country, country_span = (
                    following.country,
                    (sentence.start + following.start, sentence.start + following.end),
                )
        if side == "indonesia" and i + 1 < len(atoms) and atoms[i + 1].kind == "country":
            following = atoms[i + 1]
            gap = text[atom.end : following.start]
            if following.country != "ID" and re.match(r"^\s*,?\s*\(?$", gap) and self.gazetteer.exact(atom.name):
                side, country = "foreign", following.country
        candidates = self._link(atom, side, country, level)
        if side == "foreign" and atom.kind == "unknown" and not candidates and not head:
            return None
        phrase_start = before[1] if before else atom.start
        phrase_end = after[1] if after else atom.end
        role = self._role(sentence, atom, phrase_start, phrase_end, head)
        if self._capital.search(text[max(0, phrase_start - 24) : atom.start]):
            role = "container"
        return PlaceMention(
            start=sentence.start + atom.start, end=sentence.start + atom.end,
            phrase_start=sentence.start + phrase_start, phrase_end=sentence.start + phrase_end,
            name=text[atom.start : atom.end], side=side, candidates=candidates, country=country, level=level,
            head=head.kind if head else None, role=role, sentence=sentence.index, country_span=country_span,
            sure=atom.sure,
        )  # fmt: skip

    def _in_country(self, atom: _Atom, country: str, gap: str) -> bool:
        """Whether the country may be the name's own: "Seoul, Jepang" is a list, "Kota Ganja, Azerbaijan" is not."""
        if "," not in gap or atom.kind == "unknown":
            return True
        return any(p.country == country for p in self.gazetteer.exact(atom.name)) or bool(
            self.gazetteer.link(atom.name, country=country, fuzzy=False)
        )

    def _link(self, atom: _Atom, side: Side, country: str | None, level: Level | None) -> tuple[Candidate, ...]:
        if side == "country":
            return ()
        if side == "indonesia":
            candidates = self._indonesian(atom.name, level) or tuple(self.gazetteer.indonesian(atom.name, level=level))
            return tuple(c for c in candidates if level is None or c.place.level == level) or candidates
        if country == "ID":
            return ()
        if atom.kind == "unknown" and country is None and level is not None:
            return ()  # left to the countries that the document names
        return tuple(self.gazetteer.link(atom.name, country=country, level=level)[:5])

    def _role(self, sentence: Sentence, atom: _Atom, phrase_start: int, phrase_end: int, head: Head | None) -> Role:
        text = sentence.text
        before, after = text[:phrase_start], text[phrase_end:]
        if self._institution(text, atom, before, after, head):
            return "institution"
        consulate = list(self._consulate.finditer(before[-70:]))
        if consulate and _CONSULATE_GAP.fullmatch(before[-70:][consulate[-1].end() :]) and not head:
            return "consulate"
        plain = head is None or phrase_end == atom.end
        if sentence.kind == "paragraph" and plain and phrase_start < 28 and _DATELINE.match(text) and atom.end < 60:
            dash = _DATELINE.match(text)
            if (
                dash
                and atom.end <= dash.end()
                and (text[: atom.end].isupper() or "(" in dash.group() or dash.group().endswith(": ") or atom.start < 3)
            ):
                return "dateline"
        preposition = list(self._venue.finditer(before[-30:]))
        between = before[-30:][preposition[-1].end() :] if preposition else ""
        if preposition and _VENUE_GAP.fullmatch(between) and (head is None or head.kind == "type"):
            word = preposition[-1].group().casefold()
            return "origin" if word in {"dari", "asal", "from"} else "venue"
        return "party"

    def _institution(self, text: str, atom: _Atom, before: str, after: str, head: Head | None) -> bool:
        if head is not None and head.kind == "government":
            return False
        if _AGENCY.search(before):
            return True
        lead = list(self._institution_before.finditer(before[-40:]))
        if lead and re.match(r"^\s*(?:[A-Z][\w.]*\s+){0,2}$", before[-40:][lead[-1].end() :]) and head is None:
            return True
        tail = self._institution_after.search(after[:40])
        return bool(tail and re.match(r"^\s*(?:[A-Z][\w.’']*\s+){0,3}$", after[: tail.start()]) and tail.start() > 0
                    and tail.group()[0].isupper() and after[:1] == " ")  # fmt: skip

    # ------------------------------------------------------------------ lists

    def _country_of_row(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """A row names its country in a column of its own."""
        countries = {m.country for m in mentions if m.side == "country" and m.country != "ID"}
        if len(countries) != 1:
            return mentions
        country = next(iter(countries))
        return [
            replace(m, country=country, sure=True, candidates=tuple(self.gazetteer.link(m.name, country=country, level=m.level)[:5]))
            if m.side == "foreign" and m.country is None else m
            for m in mentions
        ]  # fmt: skip

    def _share_countries(self, sentence: Sentence, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """Give the items of a list the country that stands once at its end, and their common head."""
        result = list(mentions)
        for i in range(len(result) - 2, -1, -1):
            here, following = result[i], result[i + 1]
            if here.side != "foreign" or following.side != "foreign" or here.country is not None:
                continue
            gap = sentence.text[here.phrase_end - sentence.start : following.phrase_start - sentence.start]
            if following.country is None or not _LIST_GAP.match(gap):
                continue
            linked = tuple(self.gazetteer.link(here.name, country=following.country, level=here.level)[:5])
            # A list without a shared country ("Kyoto, Seoul, Korea"): the exact reading elsewhere is better.
            if linked and (linked[0].score >= 0.9 or not here.candidates or here.candidates[0].score < 0.9):
                result[i] = replace(
                    here, country=following.country, candidates=linked, country_span=following.country_span
                )
        return result


def _head_patterns(heads: Iterable[Head], template: str) -> list[tuple[Head, re.Pattern[str]]]:
    return [(head, re.compile(template.format(any_of(head.words).pattern), re.IGNORECASE)) for head in heads]


def _without_genitive(match: re.Match[str]) -> tuple[int, int, str]:
    word = re.sub(r"['’`]s?$", "", match.group())
    return match.start(), match.start() + len(word), word


def _one_phrase(name: str) -> bool:
    name = re.sub(r"\bSt\.\s", "St ", name)
    return not re.search(r"[,;:()\"“”/\n|]|\.\s|\s[-–—]\s|[–—]", name)


def _capitalised(words: Sequence[tuple[int, int, str]]) -> bool:
    return all(word[0].isupper() or word.casefold() in _CONNECTORS or (index > 0 and len(word) <= 2)
               for index, (_, _, word) in enumerate(words))  # fmt: skip


def _stronger(before: tuple[Head, int] | None, after: tuple[Head, int] | None) -> Head | None:
    heads = [found[0] for found in (before, after) if found]
    order = {"government": 0, "office": 1, "type": 2}
    return min(heads, key=lambda head: order[head.kind]) if heads else None


def _level(before: tuple[Head, int] | None, after: tuple[Head, int] | None) -> Level | None:
    for found in (before, after):
        if found and found[0].level != "any":
            return found[0].level
    return None


def _without_headline_words(mentions: list[PlaceMention], sentences: Sequence[Sentence]) -> list[PlaceMention]:
    """Drop the bare foreign names that stand in headlines only: there any word has a capital ("Mati Suri")."""
    headlines = {s.index for s in sentences if s.kind in {"title", "heading"}}
    if len(headlines) == len(sentences):
        return mentions
    told = {m.name.casefold() for m in mentions if m.sentence not in headlines}
    return [
        m for m in mentions
        if m.side != "foreign" or m.sentence not in headlines or m.head or m.country or m.name.casefold() in told
    ]  # fmt: skip


def _state_of(city: PlaceMention, region: PlaceMention) -> Candidate | None:
    """ "Bellingham, Washington": of the places that the second name may mean, the state that the city lies in."""
    if city.place is None or region.level is not None:
        return None
    for candidate in region.candidates:
        place = candidate.place
        if place.level == "province" and place.country == city.place.country and place.name == city.place.parent:
            return candidate
    return None


def _is_district_of(district: PlaceMention, city: PlaceMention) -> bool:
    """ "Eunpyeong-gu, Seoul": the city is where the district lies."""
    inner, outer = district.place, city.place
    return bool(
        inner
        and outer
        and inner.country == outer.country
        and inner.level == "district"
        and outer.level in {"city", "province"}
    )


def _lies_in(city: PlaceMention, region: PlaceMention) -> bool:
    """Whether the city may lie in the region: by its type word, or by the gazetteer where the region is only named."""
    place = region.place
    if region.level == "province":
        country = region.country or (place.country if place else None)
        return not city.candidates or country is None or any(c.place.country == country for c in city.candidates)
    if region.side == "indonesia":
        return True
    return place is not None and any(
        c.place.country == place.country and c.place.parent == place.name for c in city.candidates
    )


def _mark_containers(sentence: Sentence, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Mark the region that follows a city of its own ("Kota Yantai, Provinsi Shandong") as where the city lies."""
    result = list(mentions)
    for i in range(1, len(result)):
        city, region = result[i - 1], result[i]
        if city.side != region.side or region.side == "country" or city.role == "container":
            continue
        gap = sentence.text[city.phrase_end - sentence.start : region.phrase_start - sentence.start]
        if _is_district_of(city, region) and _CONTAINER_GAP.match(gap):
            result[i] = replace(region, role="container")
            continue
        state = _state_of(city, region)
        if state is not None:
            region = replace(region, candidates=(state, *region.candidates))
        if not (
            region.level == "province" or (region.place and region.place.level == "province" and region.level is None)
        ):
            continue
        if city.level == "province" or (city.place and city.place.level == "province" and city.level is None):
            continue
        if _CONTAINER_GAP.match(gap) and _lies_in(city, region):
            country = region.country or (region.place.country if region.place else None)
            result[i] = replace(region, role="container")
            if city.side == "foreign" and city.country is None and country:
                inside = tuple(c for c in city.candidates if c.place.country == country)
                result[i - 1] = replace(city, country=country, candidates=inside or city.candidates)
    return result
