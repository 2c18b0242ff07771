"""From a written name to a place: countries, Indonesian local governments, and foreign cities and provinces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from mou_miner.gazetteer.confidence import confidence
from mou_miner.gazetteer.linking import NO_PRIORS, Priors, link
from mou_miner.gazetteer.lookup import GazetteerError, Table
from mou_miner.gazetteer.names import is_ordinary, squash
from mou_miner.gazetteer.units import link_indonesian
from mou_miner.records import Candidate, Level, Place

__all__ = ["Gazetteer", "GazetteerError", "Priors", "squash"]


class Gazetteer:
    """The shipped table of places, opened read-only; safe to share between threads."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.exact = lru_cache(maxsize=50_000)(self._exact)
        self._link = lru_cache(maxsize=20_000)(self._linked)
        self._indonesian = lru_cache(maxsize=20_000)(self._units)

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Return the gazetteer of a file, the shipped one where no path is given."""
        return cls(Table.open(path))

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._table.path

    @property
    def version(self) -> str:
        """A hash of what the gazetteer says."""
        return self._table.version

    def country(self, name: str) -> str | None:
        """Return the ISO code of a written country name or nationality; never a guess."""
        return self._table.countries.get(squash(name))

    def country_names(self, *, adjectives: bool = True) -> Mapping[str, str]:
        """Return all written forms of country names, squashed, with their ISO codes.

        Forms of up to three letters ("AS", "UK", "RRT") are only meant where the text has them in capitals.
        """
        return self._table.countries if adjectives else self._table.country_nouns

    def indonesian(self, name: str, *, level: Level | None = None) -> list[Candidate]:
        """Return the Indonesian local governments a name may mean, likeliest first.

        A type word in the name ("Pemkot", "Kab.", "Regency") or a level leaves only units of that level, unless none
        has the name: then the others follow with a lower score. Without either, kota stand before kabupaten, and
        those before provinces.
        """
        return list(self._indonesian(name, level))

    def link(
        self,
        name: str,
        *,
        country: str | None = None,
        level: Level | None = None,
        fuzzy: bool = True,
        min_score: float = 0.6,
        priors: Priors = NO_PRIORS,
    ) -> list[Candidate]:
        """Return the foreign places a name may mean, likeliest first, or nothing: then the name stays unlinked.

        With a country (ISO code, given or written behind the name) only places there count, and near spellings are
        taken too; without one, a near spelling must be one edit from a well-known place. Known partners and the
        countries of neighbouring names may be given as `priors`; each candidate's reason says what spoke for it.
        """
        return list(self._link(name, country, level, fuzzy, min_score, priors))

    def confidence(self, candidates: Sequence[Candidate], *, told: bool) -> float:
        """Return how often a link like this one is right; `told` says whether the country of the name was known."""
        return confidence(candidates, told=told)

    def close(self) -> None:
        """Let go of the file."""
        self._table.close()

    def _exact(self, name: str) -> tuple[Place, ...]:
        """Return the foreign places whose name or alias is this one, accents and case aside; most populous first.

        An everyday word ("sama", "hope") is no name here; `link` still takes it for one where the country is known.
        """
        if is_ordinary(name):
            return ()
        key = squash(name)
        found = self._table.under(key)
        return tuple(f.place for f in found if f.place.country != "ID" and f.stands_alone(key))

    def _linked(
        self, name: str, country: str | None, level: Level | None, fuzzy: bool, min_score: float, priors: Priors
    ) -> tuple[Candidate, ...]:
        return tuple(link(self._table, name, country, level, fuzzy, min_score, priors))

    def _units(self, name: str, level: Level | None) -> tuple[Candidate, ...]:
        return tuple(link_indonesian(self._table, name, level))
