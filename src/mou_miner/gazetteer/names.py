"""Written names: squashed keys, type words ("Kota", "-gu", "Province of"), direction words ("Selatan", "South")."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

from mou_miner.records import Level

_LETTERS = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "ı": "i", "İ": "I", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H",
        "&": " and ",
    }
)  # fmt: skip
_STRIPS = 4
_DIRECTIONS: dict[str, str] = {
    "barat": "west", "west": "west", "western": "west",
    "timur": "east", "east": "east", "eastern": "east",
    "utara": "north", "north": "north", "northern": "north",
    "selatan": "south", "south": "south", "southern": "south",
    "tengah": "central", "central": "central", "middle": "central",
    "tenggara": "southeast", "southeast": "southeast",
}  # fmt: skip
_INDONESIAN = {
    "west": "barat", "east": "timur", "north": "utara", "south": "selatan", "central": "tengah",
    "southeast": "tenggara",
}  # fmt: skip
_KOREAN = {"north": "buk", "south": "nam"}
_ISLANDS = {
    "java": "jawa", "sumatra": "sumatera", "celebes": "sulawesi", "borneo": "kalimantan", "moluccas": "maluku",
    "islands": "kepulauan", "kep": "kepulauan", "regional": "", "adm": "",
}  # fmt: skip
_ATTACHED = ("shi", "si", "gun", "gu", "do", "ken", "xian", "sheng")


class TypeWord(NamedTuple):
    """A word that says what kind of place a name is of: where it stands, and the level it speaks for, if any."""

    words: tuple[str, ...]
    before: bool
    level: Level | None


class Variant(NamedTuple):
    """One way to take a written name: its words without `strips` type words, and the levels those speak for."""

    words: tuple[str, ...]
    levels: frozenset[Level]
    strips: int

    @property
    def key(self) -> str:
        """The squashed key of these words."""
        return "".join(self.words)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name: accents off, case folded, letters and digits only."""
    folded = plain(name).casefold()
    marks = ("'", "’", "‘", "ʻ", "ʼ", "`", ".")
    kept = "".join(c if c.isalnum() else "" if unicodedata.combining(c) or c in marks else " " for c in folded)
    return tuple(kept.split())


def plain(name: str) -> str:
    """Return a name in plain letters, its case kept."""
    folded = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(c for c in folded if not unicodedata.combining(c))


def squash(name: str) -> str:
    """Return the key of a name: accents off, case folded, letters and digits only."""
    return "".join(words_of(name))


def variants(name: str) -> list[Variant]:
    """Return the ways to take a name, the whole name first, then with its type words off one by one."""
    words = words_of(name.replace(". ", " ").replace(".", " ") if name[:4].casefold() in _DOTTED else name)
    if not words:
        return []
    found = [Variant(words, frozenset(), 0)]
    for _ in range(_STRIPS):
        shorter = _strip_one(found[-1])
        if shorter is None:
            break
        found.append(shorter)
    return found


def attached_variants(variant: Variant) -> Iterator[Variant]:
    """Yield the name without a native type syllable written on to it ("Suwonsi", "Hadongun")."""
    for ending in _ATTACHED:
        last = variant.words[-1]
        if last.endswith(ending) and len(last) - len(ending) >= 3:
            yield variant._replace(words=(*variant.words[:-1], last[: -len(ending)]), strips=variant.strips + 1)


def direction_keys(words: Sequence[str]) -> list[str]:
    """Return keys for a name with a direction word at either end, in both orders and languages; else nothing."""
    if len(words) < 2:
        return []
    keys: list[str] = []
    for end, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        direction = _DIRECTIONS.get(end)
        if direction is None:
            continue
        stem = "".join(rest)
        keys += [direction + stem, direction + "ern" + stem, stem + direction, stem + _INDONESIAN[direction]]
        if direction in _KOREAN:
            keys += [stem + _KOREAN[direction] + "do", stem + _KOREAN[direction]]
    return keys


def only_directions(words: Sequence[str]) -> bool:
    """Say whether a name is nothing without its type word ("Northern", "Central")."""
    return all(word in _DIRECTIONS for word in words)


def indonesian_keys(words: Sequence[str]) -> list[str]:
    """Return keys of the Indonesian form of an English or short name ("West Java", "Riau Islands", "Kep. Riau")."""
    local = [_ISLANDS.get(w, w) for w in words]
    if local and local[-1] == "kepulauan":
        local = ["kepulauan", *local[:-1]]
    keys = ["".join(local)] if tuple(local) != tuple(words) else []
    if len(local) > 1 and local[0] in _DIRECTIONS:
        keys.append("".join([*local[1:], _INDONESIAN[_DIRECTIONS[local[0]]]]))
    return keys


def is_institution(name: str) -> bool:
    """Say whether a name starts or ends as an institution does ("Universitas ...", "Hotel ...", "... University")."""
    words = words_of(name)
    return bool(words) and (words[0] in _institutions()[0] or words[-1] in _institutions()[1])


def codes(text: str) -> frozenset[str]:
    """Return the codes in a text, which spaces part."""
    return frozenset(text.split())


def is_ordinary(name: str) -> bool:
    """Say whether a name is an everyday word of Indonesian or English that some far-off place shares."""
    return squash(name) in _ordinary()


def latin(name: str) -> bool:
    """Say whether every letter of a name is Latin."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") or c in "ʻʼʹ" for c in name)


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of this package's CSV tables."""
    text = files("mou_miner.gazetteer").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


_DOTTED = ("kab.", "prov", "kep.", "kota", "kot.", "pem.")


def _strip_one(variant: Variant) -> Variant | None:
    words = variant.words
    for size in range(min(4, len(words) - 1), 0, -1):
        before = _type_words()[True].get(words[:size])
        if before is not None:
            return _stripped(variant, words[size:], before)
        after = _type_words()[False].get(words[-size:])
        if after is not None:
            return _stripped(variant, words[:-size], after)
    return None


def _stripped(variant: Variant, words: tuple[str, ...], found: Sequence[TypeWord]) -> Variant:
    levels = frozenset(t.level for t in found if t.level is not None)
    return Variant(words, variant.levels | levels, variant.strips + 1)


@cache
def _type_words() -> dict[bool, dict[tuple[str, ...], list[TypeWord]]]:
    table: dict[bool, dict[tuple[str, ...], list[TypeWord]]] = {True: {}, False: {}}
    for row in read_rows("typewords.csv"):
        if row["kind"] == "institution":
            continue
        word = TypeWord(
            words_of(row["words"]),
            row["where"] == "before",
            cast("Level | None", row["level"] or None),
        )
        table[word.before].setdefault(word.words, []).append(word)
    return table


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(row["word"] for row in read_rows("ordinary.csv"))


@cache
def _institutions() -> tuple[frozenset[str], frozenset[str]]:
    rows = [row for row in read_rows("typewords.csv") if row["kind"] == "institution"]
    return tuple(  # type: ignore[return-value]
        frozenset(row["words"] for row in rows if row["where"] == where) for where in ("before", "after")
    )
