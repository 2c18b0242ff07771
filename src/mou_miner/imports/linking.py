"""From the names in a register to places; what can be two places is a problem, and never a guess."""

from __future__ import annotations

from typing import NamedTuple

from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Candidate, Level, Party

_CLEAR = 0.15
"""By so much the first candidate must be the better one."""
_TYPE_NAMES = {"city": "Kota", "regency": "Kabupaten", "province": "Provinsi"}


class Linked(NamedTuple):
    """A party with its place, and what the person who imports should know of it."""

    party: Party
    notes: tuple[str, ...] = ()


class Places:
    """Looks names up in the gazetteer; each method raises ValueError with what is wrong and what to write."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def country(self, name: str) -> str:
        """Return the ISO code of a country."""
        if (
            len(name) == 2
            and name.isalpha()
            and name.isupper()
            and name in set(self._gazetteer.country_names().values())
        ):
            return name
        code = self._gazetteer.country(name)
        if code is None:
            raise ValueError(f"{name!r} is no country that is known. Write its usual name or its code (KR)")
        return code

    def indonesian(self, name: str, type_word: str | None = None) -> Linked:
        """Return the local government; a name that can be a kota and a kabupaten needs its type word."""
        asked = f"{type_word} {name}" if type_word and not _has_type(name) else name
        candidates = self._gazetteer.indonesian(asked)
        if not candidates:
            raise ValueError(f"{name!r} is no Indonesian kota, kabupaten or provinsi. Mend the name")
        best = candidates[0]
        if asked == name and len(candidates) > 1 and not _has_type(name):
            others = {item.place.name for item in candidates if item.place.level != "district"}
            if len(others) > 1:
                raise ValueError(f"{name!r} can be {' or '.join(sorted(others)[:3])}. Write which")
        return Linked(_party(best, name), _notes(best, name))

    def partner(self, name: str, country: str | None, level: Level) -> Linked:
        """Return the foreign party; one that is in no gazetteer is kept without a place if its country is told."""
        wanted: Level | None = "province" if level == "province" else None
        candidates = self._gazetteer.link(name, country=country, level=wanted)
        if not candidates and wanted:
            candidates = self._gazetteer.link(name, country=country)
        if not candidates:
            if country is None:
                raise ValueError(f"{name!r} is no foreign place that is known. Mend the name, or give its country")
            kept = Party(name=name, country=country, level=wanted or "city", as_written=name)
            return Linked(kept, (f"{name!r} ({country}) is in no gazetteer; it is kept without a place",))
        best = candidates[0]
        rivals = [item for item in candidates[1:] if item.place.country != best.place.country]
        if country is None and rivals and best.score - rivals[0].score < _CLEAR:
            told = " or ".join(f"{item.place.name} ({item.place.country})" for item in (best, rivals[0]))
            raise ValueError(f"{name!r} can be {told}. Give the country")
        return Linked(_party(best, name), _notes(best, name))


_TYPES = frozenset(
    [
        "kota",
        "kabupaten",
        "kab",
        "provinsi",
        "prov",
        "pemkot",
        "pemkab",
        "pemprov",
        "pemerintah",
        "city",
        "regency",
        "province",
        "daerah",
    ]
)


def _has_type(name: str) -> bool:
    return bool(_TYPES & set(name.casefold().replace(".", " ").split()))


def _party(candidate: Candidate, name: str) -> Party:
    place = candidate.place
    return Party(
        name=place.name,
        country=place.country,
        level=place.level,
        as_written=name,
        kemendagri_code=place.kemendagri_code,
        geonames_id=None if place.country == "ID" else place.geonames_id,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _notes(candidate: Candidate, name: str) -> tuple[str, ...]:
    """Say which place a name was taken for, where it was not written so."""
    if "near" not in candidate.reason:
        return ()
    return (f"{name!r} was taken for {candidate.place.name} ({candidate.place.country}): {candidate.reason}",)
