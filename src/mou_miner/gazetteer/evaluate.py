"""How well names are linked: `python -m mou_miner.gazetteer.evaluate annotations/linking/dev.jsonl`.

A row has the name as written, the country and level its text states, and the expected place (null: no place). The same
names are also linked by two simple ways to compare with: an exact match, and the nearest name among the cities.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mou_miner.gazetteer import Gazetteer, squash
from mou_miner.gazetteer.lookup import Table
from mou_miner.records import Level, Place

Row = Mapping[str, Any]
Linker = Callable[[Row], Place | None]
SEED = 20_250_101
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def evaluate(rows: Sequence[Row], gazetteer: Gazetteer) -> dict[str, float]:
    """Return the scores of all measures on these rows, by name."""
    foreign = [row for row in rows if row["kind"] == "foreign"]
    units = [row for row in rows if row["kind"] == "indonesian"]
    with_country, without = _linker(gazetteer, country=True), _linker(gazetteer, country=False)
    scores = {
        "top1_with_country": top1(foreign, with_country),
        "top1_without_country": top1(foreign, without),
        "top1_with_country_from_pages": top1(_from_pages(foreign), with_country),
        "top1_without_country_from_pages": top1(_from_pages(foreign), without),
        "top1_with_country_not_exact": top1(_not_exact(foreign, gazetteer), with_country),
        "top1_without_country_not_exact": top1(_not_exact(foreign, gazetteer), without),
        **{f"nil_{name}_with_country": value for name, value in nil_scores(foreign, with_country).items()},
        **{f"nil_{name}_without_country": value for name, value in nil_scores(foreign, without).items()},
        "indonesian": _share(is_right(row, _unit(gazetteer, row)) for row in units),
        "baseline_exact_with_country": top1(foreign, _exact(gazetteer)),
        "baseline_nearest_city_with_country": top1(foreign, _nearest(gazetteer)),
    }
    return scores | one_edit(gazetteer) | times(foreign, gazetteer)


def top1(rows: Iterable[Row], link: Linker) -> float:
    """Return the share of rows with a place where the first candidate is that place."""
    return _share(is_right(row, link(row)) for row in rows if row["expected"])


def nil_scores(rows: Sequence[Row], link: Linker) -> dict[str, float]:
    """Return how many of the names left unlinked are no places, and how many of the names of no places are left so."""
    unlinked = [row for row in rows if link(row) is None]
    none = [row for row in rows if not row["expected"]]
    right = sum(not row["expected"] for row in unlinked)
    return {"precision": right / max(len(unlinked), 1), "recall": right / max(len(none), 1)}


def one_edit(gazetteer: Gazetteer, count: int = 300) -> dict[str, float]:
    """Return the share of random cities found from a spelling that is one letter off, with the country and without."""
    dice = random.Random(SEED)
    cities = [p for p in _cities(gazetteer) if len(squash(p.name)) >= 5 and squash(p.name).isascii()]
    sample = [(city, misspell(squash(city.name), dice)) for city in dice.sample(cities, count)]
    found: dict[str, float] = {}
    for name, known in (("one_edit_with_country", True), ("one_edit_without_country", False)):
        hits = (gazetteer.link(text, country=city.country if known else None)[:1] for city, text in sample)
        found[name] = _share(
            bool(hit) and _same_name(hit[0].place, city) for hit, (city, _) in zip(hits, sample, strict=True)
        )
    return found


def misspell(word: str, dice: random.Random) -> str:
    """Return the word with one letter lost, doubled, changed, or swapped with the next."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + dice.choice(_LETTERS) + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def times(rows: Sequence[Row], gazetteer: Gazetteer) -> dict[str, float]:
    """Return median milliseconds of a look-up, of names as they are and one letter off; caches empty."""
    dice = random.Random(SEED)
    places = [row for row in rows if row["expected"] and len(squash(row["name"])) >= 5]
    fresh = Gazetteer.open(gazetteer.path)
    for row in places:
        fresh.link("xxxxxx", country=row["country"])
    exact = [_milliseconds(partial(fresh.exact, row["name"])) for row in places]
    near = [
        _milliseconds(partial(fresh.link, misspell(squash(row["name"]), dice), country=row["country"]))
        for row in places
    ]
    fresh.close()
    return {"median_ms_exact": statistics.median(exact), "median_ms_near": statistics.median(near)}


def read(path: Path) -> list[Row]:
    """Return the rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def mistakes(rows: Iterable[Row], gazetteer: Gazetteer) -> list[str]:
    """Return a line for each row that is linked to another place than expected, the country known."""
    lines = []
    for row in rows:
        place = _unit(gazetteer, row) if row["kind"] == "indonesian" else _linker(gazetteer, country=True)(row)
        if not is_right(row, place):
            wanted = row["expected"] and (row["expected"]["name"], row["expected"]["level"])
            lines.append(f"{row['name']} ({row['country']}): {place and (place.name, place.level)}, not {wanted}")
    return lines


def is_right(row: Row, place: Place | None) -> bool:
    """Return whether a place, or none, is what the row expects."""
    wanted = row["expected"]
    if wanted is None or place is None:
        return wanted is None and place is None
    code = wanted.get("kemendagri_code")
    if code:
        return bool(place.kemendagri_code == code)
    if wanted["geonames_id"]:
        return bool(place.geonames_id == wanted["geonames_id"])
    return (place.name, place.country, place.level) == (wanted["name"], wanted["country"], wanted["level"])


def _from_pages(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["source"].startswith("http")]


def _not_exact(rows: Iterable[Row], gazetteer: Gazetteer) -> list[Row]:
    """Return the rows that the plain exact match gets wrong."""
    link = _exact(gazetteer)
    return [row for row in rows if not is_right(row, link(row))]


def _linker(gazetteer: Gazetteer, *, country: bool) -> Linker:
    def link(row: Row) -> Place | None:
        level: Level | None = row["level"]
        found = gazetteer.link(row["name"], country=row["country"] if country else None, level=level)
        return found[0].place if found else None

    return link


def _unit(gazetteer: Gazetteer, row: Row) -> Place | None:
    found = gazetteer.indonesian(row["name"], level=row["level"])
    return found[0].place if found else None


def _exact(gazetteer: Gazetteer) -> Linker:
    def link(row: Row) -> Place | None:
        places = (p for p in gazetteer.exact(row["name"]) if p.country == row["country"])
        return next(places, None)

    return link


def _nearest(gazetteer: Gazetteer) -> Linker:
    by_country: dict[str, tuple[list[str], list[Place]]] = {}
    for city in _cities(gazetteer):
        keys, places = by_country.setdefault(city.country, ([], []))
        keys.append(squash(city.name))
        places.append(city)

    def link(row: Row) -> Place | None:
        keys, places = by_country.get(row["country"], ([], []))
        best = process.extractOne(squash(row["name"]), keys, scorer=OSA.normalized_similarity, score_cutoff=0.75)
        return places[best[2]] if best else None

    return link


def _cities(gazetteer: Gazetteer) -> list[Place]:
    table = Table.open(gazetteer.path)
    places = [p for p in table.places() if p.country != "ID" and p.level == "city"]
    table.close()
    return places


def _same_name(one: Place, other: Place) -> bool:
    return one.country == other.country and squash(one.name) == squash(other.name)


def _share(rights: Iterable[bool]) -> float:
    found = list(rights)
    return sum(found) / max(len(found), 1)


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def main(paths: Sequence[str]) -> None:
    """Write the scores of each file to standard output, and what went wrong."""
    gazetteer = Gazetteer.open()
    for path in paths:
        rows = read(Path(path))
        sys.stdout.write(f"{path}: {len(rows)} rows\n")
        for name, value in evaluate(rows, gazetteer).items():
            sys.stdout.write(f"  {name:40} {value:.3f}\n")
        if "dev" in Path(path).name:
            sys.stdout.writelines(f"  ! {line}\n" for line in mistakes(rows, gazetteer))


if __name__ == "__main__":
    main(sys.argv[1:])
