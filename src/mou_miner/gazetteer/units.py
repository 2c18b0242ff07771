"""From a written name to ranked Indonesian local governments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mou_miner.gazetteer.linking import MIN_FUZZY_LENGTH, Hit, hit_of, ranked
from mou_miner.gazetteer.lookup import Table
from mou_miner.gazetteer.names import Variant, indonesian_keys, is_institution, variants
from mou_miner.records import Candidate, Level

_UNIT_RANKS: dict[Level, float] = {"city": 1.0, "regency": 0.92, "province": 0.88}


def link_indonesian(table: Table, name: str, level: Level | None) -> list[Candidate]:
    """Return the Indonesian local governments a name may mean; a type word or a level rules the other levels out."""
    if is_institution(name):
        return []
    readings = variants(_without_tail(name))
    hits = list(_unit_hits(table, readings)) or list(_near_units(table, readings))
    wanted = frozenset({level}) if level else frozenset()
    return ranked(_of_level(hits, wanted), lambda hit: hit.nearness * _UNIT_RANKS.get(hit.place.level, 0.5), 0.0)


def _without_tail(name: str) -> str:
    """Return a name without what stands behind a comma or in brackets."""
    head = re.split(r"[,(]", name, maxsplit=1)[0].strip()
    return head or name


def _unit_hits(table: Table, readings: Sequence[Variant]) -> Iterator[Hit]:
    for reading in readings:
        keys = [reading.key, *indonesian_keys(reading.words)]
        for key in dict.fromkeys(keys):
            for found in table.under(key):
                if found.place.country == "ID":
                    yield hit_of(found, 1.0 - 0.01 * reading.strips, reading)


def _near_units(table: Table, readings: Sequence[Variant]) -> Iterator[Hit]:
    keys = table.keys_of("ID")
    for reading in readings:
        for key in dict.fromkeys([reading.key, *indonesian_keys(reading.words)]):
            if len(key) < MIN_FUZZY_LENGTH:
                continue
            cut = 1 - (2.01 if len(key) >= 12 else 1.01) / len(key)
            for _, near, at in process.extract(
                key, keys.keys, scorer=OSA.normalized_similarity, score_cutoff=cut, limit=20
            ):
                yield Hit(table.place(keys.numbers[at]), 0.9 * near, reading.levels, "near")


def _of_level(hits: Sequence[Hit], wanted: frozenset[Level]) -> Iterator[Hit]:
    """Yield the hits of the level that was asked for; where none is, all of them, marked down."""
    for hit in hits:
        levels = wanted or _unit_levels(hit.levels)
        if not levels or hit.place.level in levels:
            yield hit
    if not any(hit.place.level in (wanted or _unit_levels(hit.levels) or {hit.place.level}) for hit in hits):
        yield from (hit._replace(nearness=hit.nearness * 0.7, reason=f"{hit.reason}, other level") for hit in hits)


def _unit_levels(levels: frozenset[Level]) -> frozenset[Level]:
    return frozenset({"regency" if level == "district" else level for level in levels} - {"port", "other"})
