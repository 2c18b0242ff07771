"""The gazetteer's file: open it read-only, and look up places, countries and Indonesian local governments in it."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Self, cast

from mou_miner.errors import MouMinerError
from mou_miner.records import Level, Place

_COLUMNS = "id, name, country, level, code, geonames_id, latitude, longitude, population, parent"


class GazetteerError(MouMinerError):
    """The gazetteer's file is missing or is no gazetteer."""


class Found(NamedTuple):
    """A place under a key; `kind` is 0 for its name, 1 for a well-known other, 2 for a rare one."""

    place: Place
    kind: int

    def stands_alone(self, key: str) -> bool:
        """Say whether this key means this place without its country: rare alternate names are mostly accidents."""
        return self.kind < 2 or self.place.level != "city" or (len(key) >= 6 and self.place.population >= 100_000)


class Keys(NamedTuple):
    """All keys of a country, and beside each the number of its place."""

    keys: list[str]
    numbers: list[int]


class Table:
    """The file's tables, read through small caches; one may be used by several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self.under = lru_cache(maxsize=20_000)(self._under)
        self.place = lru_cache(maxsize=20_000)(self._place)
        self.keys_of = lru_cache(maxsize=None)(self._keys_of)

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Return the tables of a file, of the shipped one where no path is given."""
        path = path or Path(str(files("mou_miner.gazetteer").joinpath("gazetteer.sqlite")))
        if not path.is_file():
            raise GazetteerError(f"{path} is missing. Build it: python -m mou_miner.gazetteer.build")
        return cls(path)

    @cached_property
    def version(self) -> str:
        """The hash of what the file says."""
        try:
            (version,) = self._rows("SELECT value FROM meta WHERE name = 'version'")[0]
        except (sqlite3.DatabaseError, IndexError) as error:
            raise GazetteerError(
                f"{self.path} is no gazetteer. Build it: python -m mou_miner.gazetteer.build"
            ) from error
        return str(version)

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """Key of a country's name -> ISO code."""
        return MappingProxyType({str(key): str(iso) for key, iso in self._rows("SELECT key, iso FROM country")})

    @cached_property
    def country_nouns(self) -> Mapping[str, str]:
        """The same without nationalities ("Chinese")."""
        rows = self._rows("SELECT key, iso FROM country WHERE kind != 'adjective'")
        return MappingProxyType({str(key): str(iso) for key, iso in rows})

    def places(self) -> list[Place]:
        """Return all places."""
        return [_as_place(row[1:]) for row in self._rows(f"SELECT {_COLUMNS} FROM place ORDER BY id")]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _under(self, key: str) -> tuple[Found, ...]:
        """Return the places under a key, most populous first."""
        rows = self._rows(
            f"SELECT {_COLUMNS}, kind FROM key JOIN place ON place.id = key.place WHERE key = ? "
            "ORDER BY population DESC, id",
            key,
        )
        return tuple(Found(_as_place(row[1:10]), cast(int, row[10])) for row in rows)

    def _place(self, number: int) -> Place:
        return _as_place(self._rows(f"SELECT {_COLUMNS} FROM place WHERE id = ?", number)[0][1:])

    def _keys_of(self, country: str) -> Keys:
        rows = self._rows("SELECT keys FROM fuzzy WHERE country = ?", country)
        if not rows:
            return Keys([], [])
        pairs = [line.split("\t") for line in zlib.decompress(cast(bytes, rows[0][0])).decode("ascii").split("\n")]
        return Keys([key for key, _ in pairs], [int(number) for _, number in pairs])

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


def _as_place(row: Iterable[object]) -> Place:
    name, country, level, code, geonames_id, latitude, longitude, population, parent = row
    return Place(
        name=str(name),
        country=str(country),
        level=cast(Level, level),
        kemendagri_code=cast("str | None", code),
        geonames_id=cast("int | None", geonames_id),
        latitude=cast("float | None", latitude),
        longitude=cast("float | None", longitude),
        population=cast(int, population),
        parent=cast("str | None", parent),
    )
