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
        "id_city": lambda: rng.choice(lists.id_cities),
        "id_regency": lambda: rng.choice(lists.id_regencies),
        "id_province": lambda: rng.choice(lists.id_provinces),
        "id_province_en": lambda: rng.choice(list(words["provinces_en"].values())),
        "city": lambda: rng.choice(lists.cities),
        "country": lambda: rng.choice(lists.countries)[0 if language == "id" else 1],
        "person": lambda: _indonesian_person(words, rng),
        "nick": lambda: other_person("", language, lists, rng),
        "foreign": lambda: _foreign_person(lists, rng),
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
        "outlet": lambda: rng.choice(words["outlets"]),
        "outlet_en": lambda: rng.choice(words["outlets_en"]),
        "street": lambda: rng.choice(words["streets"]),
        "country_adj": lambda: rng.choice(words["country_adjectives"]),
    }
    return makers[kind]()


def _indonesian_person(words: dict[str, Any], rng: random.Random) -> str:
    count = rng.choice([1, 2, 2, 2, 3])
    given = rng.sample(words["given"], 2)
    return " ".join([*given[: max(count - 1, 1)], rng.choice(words["family"])][:3] if count > 1 else [given[0]])


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
        return str(rng.choice(lists.words["given"] + lists.words["family"] + rng.sample(lists.family, 60)))
    if language == "id" and rng.random() < 0.6:
        return _indonesian_person(lists.words, rng)
    return _foreign_person(lists, rng)


def _foreign_person(lists: NameLists, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return f"{rng.choice(lists.given)} {rng.choice(lists.family)}"
    return f"{rng.choice(lists.words['foreign_given'])} {rng.choice(lists.words['foreign_family'])}"
