"""Sentences generated from our own templates, with names of places and persons filled in.

Places come from the sources of the gazetteer; whatever the development and test sentences name is left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple, cast

import srsly

from mou_miner.training import ner_names
from mou_miner.training.ner_data import Example, read_brackets

_CHOICE = re.compile(r"<([^<>{}]*|(?:[^<>{}]|\{[^{}]*\})*)>")
_SLOT = re.compile(r"\{(\w+)\}")

_PARTS_OF_NAMES = {"kota", "sama", "timur", "utara", "barat", "selatan", "tengah", "city", "north", "south", "negeri"}
_NO_COUNTRIES = {"ID", "EU", "UN", "XA", "XB", "ZZ", "EZ", "QO"}
_USUAL_COUNTRIES = (
    ("Korea Selatan", "South Korea"),
    ("Tiongkok", "China"),
    ("Republik Rakyat Tiongkok", "People's Republic of China"),
    ("Republik Korea", "Republic of Korea"),
    ("Kerajaan Belanda", "Kingdom of the Netherlands"),
    ("AS", "USA"),
    ("Amerika Serikat", "United States"),
    ("Republik Turki", "Republic of Turkey"),
    ("Jepang", "Japan"),
)


class NameLists(NamedTuple):
    """What fills the templates."""

    words: dict[str, Any]
    id_cities: tuple[str, ...]
    id_regencies: tuple[str, ...]
    id_provinces: tuple[str, ...]
    cities: tuple[str, ...]
    countries: tuple[tuple[str, str], ...]
    """Indonesian and English name of each country."""
    given: tuple[str, ...]
    family: tuple[str, ...]


def load_name_lists(folder: Path, held_out: Collection[str]) -> NameLists:
    """Return the name lists without the places that stand in `held_out` (names in small letters)."""
    words = cast(
        dict[str, Any],
        srsly.read_yaml(str(resources.files("mou_miner.training") / "ner_templates.yaml")),
    )
    id_cities, id_regencies, id_provinces = _indonesian_places()
    world = ner_names.read_list(folder, "cities") * 3 + ner_names.read_list(folder, "towns")

    def keep(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name.lower() not in held_out and len(name) < 25)

    return NameLists(
        words,
        keep(id_cities),
        keep(id_regencies),
        keep(id_provinces),
        keep(world),
        _countries(),
        tuple(ner_names.read_list(folder, "given")),
        tuple(ner_names.read_list(folder, "family")),
    )


def _indonesian_places() -> tuple[list[str], list[str], list[str]]:
    from lokal import wilayah

    cities: list[str] = []
    regencies: list[str] = []
    provinces: list[str] = []
    for province in wilayah.list_wilayah():
        provinces.append(province.name.removeprefix("Daerah Khusus Ibukota ").removeprefix("Daerah Istimewa "))
        for region in wilayah.list_wilayah(province.code):
            name = region.name.removeprefix("Kota ").removeprefix("Administrasi ").removeprefix("Kabupaten ")
            (cities if region.name.startswith("Kota") else regencies).append(name)
    return cities, regencies, provinces


def _countries() -> tuple[tuple[str, str], ...]:
    from babel import Locale

    indonesian, english = Locale("id").territories, Locale("en").territories
    codes = [code for code in sorted(english) if len(code) == 2 and code in indonesian and code not in _NO_COUNTRIES]
    return tuple((indonesian[code], english[code]) for code in codes) + _USUAL_COUNTRIES * 6


def generate(lists: NameLists, count: int, rng: random.Random) -> list[Example]:
    """Return `count` sentences, two thirds of them Indonesian."""
    examples = []
    for _ in range(count):
        language = "id" if rng.random() < 0.67 else "en"
        template = rng.choice(lists.words[language])
        text, names = read_brackets(_fill(template, language, lists, rng))
        examples.append(Example(text, names, "generated", language=language))
    return examples


def _fill(template: str, language: str, lists: NameLists, rng: random.Random) -> str:
    while found := _CHOICE.search(template):
        template = template[: found.start()] + rng.choice(found.group(1).split("|")) + template[found.end() :]
    chosen: dict[str, str] = {}

    def slot(found: re.Match[str]) -> str:
        key = found.group(1)
        if key.lower() not in chosen:
            chosen[key.lower()] = fill_slot(key.lower(), language, lists, rng)
        words = chosen[key.lower()]
        if key.isupper():
            return words.upper()
        return words[:1].upper() + words[1:] if key[0].isupper() else words

    return _SLOT.sub(slot, template)


def fill_slot(key: str, language: str, lists: NameLists, rng: random.Random) -> str:
    """Return words for a slot of a template; a digit at its end only tells two slots of a kind apart."""
    words, kind = lists.words, key.rstrip("0123456789")
    makers: dict[str, Callable[[], str]] = {
        "id_city": lambda: _place(lists.id_cities, rng),
        "id_regency": lambda: _place(lists.id_regencies, rng),
        "id_province": lambda: rng.choice(lists.id_provinces),
        "id_province_en": lambda: rng.choice(list(words["provinces_en"].values())),
        "city": lambda: _place(lists.cities, rng),
        "country": lambda: rng.choice(lists.countries)[0 if language == "id" else 1],
        "person": lambda: _maybe_capitals(_indonesian_person(lists, rng), rng),
        "nick": lambda: other_person("", language, lists, rng),
        "foreign": lambda: _maybe_capitals(_foreign_person(lists, rng), rng),
        "surname": lambda: rng.choice(words["foreign_family"]),
        "date": lambda: f"{rng.randint(1, 28)} {rng.choice(words['months'])} {rng.randint(1985, 2025)}",
        "date_en": lambda: f"{rng.randint(1, 28)} {rng.choice(words['months_en'])} {rng.randint(1985, 2025)}",
        "numdate": lambda: f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/{rng.randint(2005, 2025)}",
        "year": lambda: str(rng.randint(1985, 2025)),
        "number": lambda: str(rng.randint(1, 60)),
        "n": lambda: str(rng.randint(1, 20)),
        "pk": lambda: "Pemkot",
        "rank": lambda: rng.choice(words["ranks"]),
        "suffix": lambda: rng.choice(words["suffix"]),
        "degree": lambda: rng.choice(words["degrees"]),
        "day": lambda: rng.choice(words["days"]),
        "day_en": lambda: rng.choice(words["days_en"]),
        "agency": lambda: rng.choice(words["agencies"]),
        "agency_en": lambda: rng.choice(words["agencies_en"]),
        "university": lambda: rng.choice(words["universities"]),
        "university_en": lambda: rng.choice(words["universities_en"]),
        "outlet": lambda: _outlet(lists, rng),
        "acronym": lambda: _acronym(rng),
        "outlet_en": lambda: rng.choice(words["outlets_en"]),
        "street": lambda: rng.choice(words["streets"]),
        "country_adj": lambda: rng.choice(words["country_adjectives"]),
    }
    return makers[kind]()


def _indonesian_person(lists: NameLists, rng: random.Random) -> str:
    words = lists.words
    count = rng.choice([1, 2, 2, 2, 3])
    given = [_unheard(rng.sample(words["given"], 2), rng) for _ in range(2)]
    if count == 1:
        return given[0]
    names = [*given[: count - 1], _unheard(rng.sample(words["family"], 2), rng)]
    if rng.random() < 0.08:
        names[0] = f"{names[0][0]}."
    return " ".join(names)


def _unheard(names: Sequence[str], rng: random.Random) -> str:
    """Return the first name or, twice in five, a blend of both: a name in no list, to be known by its neighbours."""
    first, second = names[0], names[-1]
    if rng.random() > 0.4 or min(len(first), len(second)) < 5 or not (first + second).isalpha():
        return first
    return first[: len(first) // 2 + 1] + second[len(second) // 2 :].lower()


def _place(names: Sequence[str], rng: random.Random) -> str:
    first, second = rng.choice(names), rng.choice(names)
    return _unheard([first, second], rng) if rng.random() < 0.5 else first


def _maybe_capitals(name: str, rng: random.Random) -> str:
    return name.upper() if rng.random() < 0.1 else name


def _outlet(lists: NameLists, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return str(rng.choice(lists.words["outlets"]))
    name = f"{rng.choice(lists.words['outlet_heads'])} {rng.choice(lists.id_cities + lists.id_regencies)}"
    return name.upper() if rng.random() < 0.6 else name


def _acronym(rng: random.Random) -> str:
    """Return an acronym in capitals (`KPMD`) or said as a word (`Forkab`)."""
    if rng.random() < 0.5:
        return "".join(rng.choice("ABDFGIJKLMNPRSTUW") for _ in range(rng.randint(3, 5)))
    return "".join(
        rng.choice(("un", "for", "kom", "per", "ga", "ba", "ka", "pin", "dik", "di")) for _ in "12"
    ).capitalize() + rng.choice(("", "da", "kab", "nas", "par"))


def renamer(lists: NameLists, kinds: dict[str, str], language: str, rng: random.Random) -> Callable[[str, str], str]:
    """Return a function that puts other places and persons into a name: `Pemkot Ternate` may become `Pemkot Bontang`.

    `kinds` is what `kinds_of_place` returns. A name with no known place in it, and no person, stays as it is. Capitals
    stay capitals. Within one sentence the same words get the same new name.
    """
    chosen: dict[str, str] = {}

    def other(words: str, label: str) -> str:
        if label == "PER":
            return other_person(words, language, lists, rng)
        parts = words.split(" ")
        for length in range(len(parts), 0, -1):
            for at in range(len(parts) - length + 1):
                kind = kinds.get(" ".join(parts[at : at + length]).lower())
                last = at + length == len(parts)
                if kind and (last or kind != "city") and not (label == "ORG" and length == len(parts)):
                    new = fill_slot(kind, language, lists, rng)
                    return " ".join([*parts[:at], new, *parts[at + length :]])
        return words

    def rename(words: str, label: str) -> str:
        if words not in chosen:
            new = other(words, label)
            chosen[words] = new.upper() if words.isupper() and len(words) > 3 else new
        return chosen[words]

    return rename


def kinds_of_place(lists: NameLists) -> dict[str, str]:
    """Return the slot that stands for each place of the lists, by its name in small letters."""
    kinds = {name.lower(): "city" for name in lists.cities if len(name) > 3 and name.lower() not in _PARTS_OF_NAMES}
    kinds |= {name.lower(): "country" for pair in lists.countries for name in pair}
    kinds |= {name.lower(): "id_regency" for name in lists.id_regencies}
    kinds |= {name.lower(): "id_city" for name in lists.id_cities}
    return kinds | {name.lower(): "id_province" for name in lists.id_provinces}


def other_person(words: str, language: str, lists: NameLists, rng: random.Random) -> str:
    """Return another person's name, of one word where `words` is one."""
    if " " not in words:
        return _unheard(rng.sample(lists.words["given"] + lists.words["family"] + rng.sample(lists.family, 60), 2), rng)
    if language == "id" and rng.random() < 0.6:
        return _indonesian_person(lists, rng)
    return _foreign_person(lists, rng)


def _foreign_person(lists: NameLists, rng: random.Random) -> str:
    choice, words = rng.random(), lists.words
    if choice < 0.15:
        one, two = rng.sample(words["korean_syllables"], 2)
        return f"{rng.choice(words['korean_families'])} {one.capitalize()}{rng.choice('- ')}{two}"
    given, family = (lists.given, lists.family) if choice < 0.6 else (words["foreign_given"], words["foreign_family"])
    first = _unheard(rng.sample(list(given), 2), rng)
    if rng.random() < 0.08:
        first = f"{first[0]}."
    return f"{first} {_unheard(rng.sample(list(family), 2), rng)}"
