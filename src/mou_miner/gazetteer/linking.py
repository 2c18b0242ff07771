"""From a written name to ranked places: exact keys first, then keys one or two edits away."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mou_miner.gazetteer.lookup import Found, Table
from mou_miner.gazetteer.names import (
    Variant,
    attached_variants,
    direction_keys,
    is_institution,
    is_ordinary,
    only_directions,
    squash,
    variants,
)
from mou_miner.records import Candidate, Level, Place

WITH = {
    "CN": ("CN", "HK", "MO"),
    "US": ("US", "PR", "GU", "VI", "AS", "MP"),
    "NL": ("NL", "CW", "AW", "SX", "BQ"),
    "FR": ("FR", "RE", "GP", "MQ", "GF", "NC", "PF", "YT"),
    "GB": ("GB", "GI", "JE", "GG", "IM", "BM"),
    "DK": ("DK", "GL", "FO"),
    "FI": ("FI", "AX"),
    "AU": ("AU", "NF", "CX", "CC"),
}
"""Countries and the territories that texts count under them."""

EVERYWHERE = "*"
CUT = 0.75
NO_COUNTRY_LENGTH = 6
MIN_FUZZY_LENGTH = 5
SHORT_LENGTH = 4
"""A name this short is compared with the names of a known country, but may be off by one letter only."""
SLIP = 0.35
"""What a doubled, undoubled or swapped letter is forgiven of an edit: slips of the pen, not other names."""
OTHER_NAME = 0.04
"""What a near spelling loses that is near an alternate name, not the place's own."""
REGION_SHARE = 0.2
"""What the people of a region count for beside those of a city: a bare name means the city more often."""
OTHER_LEVEL = 0.6
"""What is left of the score of a city where the name says district: it is a district of another city."""
_COSTS = (0.0, 0.01, 0.05)
"""What a hit loses when the key is one of our aliases, or a source's alternate name."""
_JOINTS = frozenset({"in", "di", "of", "dari", "negara"})
"""Words between a place and its country."""
_NATIVE = frozenset({"KR", "KP", "JP", "CN", "TW"})
_RANKS: dict[Level, float] = {"city": 1.0, "province": 0.85, "district": 0.6}
_SAME: dict[Level, frozenset[Level]] = {
    "city": frozenset({"city"}),
    "regency": frozenset({"district", "regency"}),
    "district": frozenset({"district"}),
    "province": frozenset({"province"}),
    "port": frozenset({"city", "port"}),
    "other": frozenset({"city", "district", "province"}),
}


KNOWN_PARTNER, NEIGHBOUR = 0.02, 0.04
"""What a place gains that is a known partner, or lies in a country that its neighbours in the text lie in."""


class Priors(NamedTuple):
    """What is known beside the name: ids of places that are known partners, and countries of names beside this one.

    They order places of like score; the candidate's reason tells which of them spoke for it.
    """

    partners: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()


NO_PRIORS = Priors()


class Query(NamedTuple):
    """What a written name asks for: its readings, country and region where known, the levels its words speak for."""

    readings: tuple[Variant, ...]
    countries: tuple[str, ...]
    region: str | None
    levels: frozenset[Level]


class Hit(NamedTuple):
    """A place under a key that was asked for, how near the key is, and how it was reached."""

    place: Place
    nearness: float
    levels: frozenset[Level]
    reason: str


def link(
    table: Table,
    name: str,
    country: str | None,
    level: Level | None,
    fuzzy: bool,
    min_score: float,
    priors: Priors = NO_PRIORS,
) -> list[Candidate]:
    """Return the foreign places a name may mean, likeliest first; nothing where no place is near enough."""
    return _explained(_candidates(table, name, country, level, fuzzy, min_score), priors)


def _explained(found: Iterable[Candidate], priors: Priors) -> list[Candidate]:
    """Return the candidates with what the priors add to their scores, the people and the priors said as reasons."""
    weighed = []
    for place, score, reason in found:
        if place.population:
            reason = f"{reason}, {place.population:,} people"
        if place.geonames_id in priors.partners:
            score, reason = score + KNOWN_PARTNER, f"{reason}, known partner"
        if place.country in priors.countries:
            score, reason = score + NEIGHBOUR, f"{reason}, neighbours in {place.country}"
        weighed.append(Candidate(place, round(min(score, 1.0), 4), reason))
    return sorted(weighed, key=_best_first)


def _best_first(candidate: Candidate) -> tuple[float, int, int]:
    return -candidate.score, -candidate.place.population, candidate.place.geonames_id or 0


def _candidates(
    table: Table, name: str, country: str | None, level: Level | None, fuzzy: bool, min_score: float
) -> list[Candidate]:
    if is_institution(name):
        return []
    query = ask(table, name, country, level)
    if not query.countries and query.readings and is_ordinary(query.readings[0].key):
        return []
    nation = table.country_nouns.get(query.readings[0].key) if query.readings else None
    if nation and (not query.countries or nation in query.countries):
        return ranked(_namesake(table, query, nation), lambda hit: _score(hit, query), min_score)
    if not query.countries and _is_indonesian(table, query):
        return []
    hits = list(_exact_hits(table, query))
    if fuzzy and (not hits or _is_misspelt_province(hits, query)):
        hits += _near_hits(table, query)
    return ranked(hits, lambda hit: _score(hit, query), min_score)


def _namesake(table: Table, query: Query, nation: str) -> Iterator[Hit]:
    """Yield the city that has its country's name (Singapore); a country is no place here otherwise."""
    reading = query.readings[0]
    for found in table.under(reading.key):
        if found.place.country == nation and found.place.level == "city" and found.kind < 2:
            yield hit_of(found, 1.0, reading)


def ask(table: Table, name: str, country: str | None, level: Level | None) -> Query:
    """Read country and region off the tail of a name ("Suwon, Korea Selatan"; "Cleveland, Ohio"), and type words."""
    parts = [p.strip() for p in name.replace("(", ",").replace(")", "").split(",") if p.strip()]
    region = None
    while len(parts) > 1:
        told = table.countries.get(squash(parts[-1]))
        if told:
            country = country or told
        elif region is None:
            region = parts[-1]
        parts.pop()
    readings = variants(parts[0]) if parts else []
    readings, tail = _without_country(table, readings)
    country = country or tail
    countries = WITH.get(country, (country,)) if country else ()
    readings = [r for r in readings if not r.strips or not only_directions(r.words)]
    return Query(tuple(readings), countries, region, frozenset({level}) if level else frozenset())


def _is_indonesian(table: Table, query: Query) -> bool:
    """Say whether a name without a country is the own name of an Indonesian unit."""
    return any(f.place.country == "ID" and f.kind == 0 for r in query.readings for f in table.under(r.key))


def _without_country(table: Table, readings: list[Variant]) -> tuple[list[Variant], str | None]:
    """Add readings without a country written behind the name ("Pattaya Thailand")."""
    for reading in readings:
        for size in range(min(4, len(reading.words) - 1), 0, -1):
            told = table.countries.get("".join(reading.words[-size:]))
            if told and not any(f.place.country != "ID" for f in table.under(reading.key)):
                return [*readings, *_rest(reading, reading.words[:-size])], told
    return _without_nationality(table, readings)


def _without_nationality(table: Table, readings: list[Variant]) -> tuple[list[Variant], str | None]:
    """Add readings without a nationality written before the name ("the Dutch city of Breda")."""
    for reading in readings:
        for size in range(min(3, len(reading.words) - 1), 0, -1):
            told = table.countries.get("".join(reading.words[:size]))
            if told and not any(f.place.country != "ID" for f in table.under(reading.key)):
                return [*readings, *_rest(reading, reading.words[size:])], told
    return readings, None


def _rest(reading: Variant, words: Sequence[str]) -> list[Variant]:
    """Return the readings of what is left of a name beside the country."""
    while len(words) > 1 and words[-1] in _JOINTS:
        words = words[:-1]
    return [
        v._replace(strips=v.strips + reading.strips + 1, levels=v.levels | reading.levels)
        for v in variants(" ".join(words))
    ]


def _exact_hits(table: Table, query: Query) -> Iterator[Hit]:
    known = False
    for reading in query.readings:
        found = list(_under(table, reading.key, query))
        if not found:
            found = [f for key in direction_keys(reading.words) for f in _under(table, key, query)]
        yield from (hit_of(f, 1.0 - 0.01 * reading.strips - 0.1 * known, reading) for f in found)
        known = known or any(f.kind < 2 for f in found)
    if any(_under(table, r.key, query) for r in query.readings):
        return
    if not query.countries or _NATIVE.intersection(query.countries):
        for reading in query.readings:
            for shorter in attached_variants(reading):
                yield from (hit_of(f, 0.95, shorter) for f in _under(table, shorter.key, query))


def _under(table: Table, key: str, query: Query) -> list[Found]:
    found = [f for f in table.under(key) if f.place.country != "ID"]
    if not query.countries:
        return [f for f in found if f.stands_alone(key)]
    return [f for f in found if f.place.country in query.countries]


def hit_of(found: Found, nearness: float, reading: Variant) -> Hit:
    """Return a place that stands under a key; a key that is not its own name costs a little."""
    how = "alias" if found.kind else "name"
    return Hit(found.place, nearness - _COSTS[found.kind], reading.levels, how)


def _near_hits(table: Table, query: Query) -> Iterator[Hit]:
    for reading in query.readings:
        for key in dict.fromkeys([reading.key, *direction_keys(reading.words)[:2]]):
            for country in query.countries or (EVERYWHERE,):
                for number, near, spelt in _near(table, key, country):
                    place = table.place(number)
                    loss = 0.0 if spelt == squash(place.name) else OTHER_NAME
                    yield Hit(place, 0.95 * near - loss, reading.levels, "near")


def _near(table: Table, key: str, country: str) -> Iterator[tuple[int, float, str]]:
    """Yield the places whose key is like this one, how like, and that key; without a country only those one edit away.

    The edits of a longer key weigh less, so that a key of four letters may gain one and not change one.
    """
    if len(key) < (NO_COUNTRY_LENGTH if country == EVERYWHERE else SHORT_LENGTH):
        return
    cut = 1 - 1.01 / len(key) if country == EVERYWHERE else CUT if len(key) > SHORT_LENGTH else 0.79
    keys = table.keys_of(country)
    for _, near, at in process.extract(
        key, keys.keys, scorer=OSA.normalized_similarity, processor=None, score_cutoff=cut, limit=30
    ):
        yield keys.numbers[at], near + (SLIP * (1 - near) if _is_slip(key, keys.keys[at]) else 0.0), keys.keys[at]


def _is_slip(one: str, other: str) -> bool:
    """Say whether two spellings differ only by doubled letters, or by the order of their letters."""
    return _undoubled(one) == _undoubled(other) or (len(one) == len(other) and sorted(one) == sorted(other))


def _undoubled(key: str) -> str:
    return "".join(letter for letter, before in zip(key, " " + key, strict=False) if letter != before)


def _is_misspelt_province(hits: Iterable[Hit], query: Query) -> bool:
    """Say whether a province was told and only places of other levels have the name ("Provinsi Yunan", for Yunnan)."""
    return all((query.levels or hit.levels) == {"province"} and hit.place.level != "province" for hit in hits)


def _score(hit: Hit, query: Query) -> float:
    """Nearness first, then people, then whether the level agrees, then country and region."""
    region = 1 if hit.place.level == "city" else REGION_SHARE
    people = min(1.0, math.log10(max(hit.place.population * region, 1)) / 7)
    told = query.levels or hit.levels
    wanted = frozenset().union(*(_SAME[level] for level in told)) if told else frozenset()
    level = (1.0 if hit.place.level in wanted else 0.2) if told else _RANKS.get(hit.place.level, 0.5)
    score = hit.nearness * (0.72 + 0.16 * people + 0.12 * level)
    if hit.levels == {"district"} and hit.place.level == "city":
        score *= OTHER_LEVEL
    if not query.countries:
        score *= 0.95 if hit.reason != "near" else 0.9
    if query.region:
        score *= 1.0 if squash(query.region) in squash(hit.place.parent or "") else 0.93
    return score


def ranked(hits: Iterable[Hit], score: Callable[[Hit], float], min_score: float) -> list[Candidate]:
    """Return each place once, with its best score, best first."""
    best: dict[Place, Candidate] = {}
    for hit in hits:
        candidate = Candidate(hit.place, round(score(hit), 4), hit.reason)
        if candidate.score >= min_score and (hit.place not in best or best[hit.place].score < candidate.score):
            best[hit.place] = candidate
    return sorted(best.values(), key=_best_first)
