"""The governments that a document names: all mentions of one place together, with the level and country it has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from mou_miner.claims.places import PlaceMention
from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Document, Level, Place


@dataclass(frozen=True)
class Entity:
    """All mentions of one place in a document."""

    key: str
    name: str
    place: Place | None
    country: str | None
    level: Level
    mentions: tuple[PlaceMention, ...]


def resolve_indonesian(document: Document, mentions: Iterable[PlaceMention]) -> list[Entity]:
    """Group the Indonesian mentions by government; a bare name takes the level that the document gives it elsewhere."""
    groups: dict[str, list[PlaceMention]] = defaultdict(list)
    places: dict[str, Place] = {}
    stated: dict[str, Counter[str]] = defaultdict(Counter)
    own = [m for m in mentions if m.side == "indonesia" and m.role != "institution" and m.candidates]
    for mention in own:
        if mention.level is not None:
            stated[_bare(mention.name)][mention.level] += 1
    leaning = _leaning(document.text)
    for mention in own:
        place = _choose_local(mention, stated[_bare(mention.name)], leaning)
        key = place.kemendagri_code or place.name
        places[key] = place
        groups[key].append(mention)
    return [
        Entity(key, places[key].name, places[key], "ID", places[key].level, tuple(found))
        for key, found in groups.items()
    ]


def _choose_local(mention: PlaceMention, stated: Counter[str], leaning: Mapping[str, int]) -> Place:
    by_level = {c.place.level: c.place for c in mention.candidates}
    if mention.level is not None:
        return by_level.get(mention.level, mention.candidates[0].place)
    votes = {level: leaning.get(level, 0) + 1.0 * stated[level] for level in by_level}
    votes[mention.candidates[0].place.level] += 1.5
    best = max(votes, key=lambda level: votes[level])
    return by_level[best] if votes[best] else mention.candidates[0].place


def _leaning(text: str) -> dict[str, int]:
    """How often the document speaks of the governments, heads and ties of each level."""
    return {
        "city": len(re.findall(r"(?i)\b(?:wali ?kota|pemko?t?|mayor|city council|city government)\b", text)),
        "regency": len(re.findall(r"(?i)\b(?:bupati|pemkab|regent|sister regency)\b", text)),
        "province": len(
            re.findall(
                r"(?i)\b(?:gubernur|pemprov|sultan|diy|governor|provincial|sister (?:province|state|prefecture)|"
                r"provinsi kembar)\b",
                text,
            )
        ),
    }


def resolve_foreign(mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[Entity]:
    """Group the foreign mentions by place; a name without a country takes the one it has elsewhere in the document."""
    named = {m.country for m in mentions if m.country and m.country != "ID"}
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    foreign = [m for m in mentions if m.side == "foreign" and m.role != "institution" and m.country != "ID"]
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in foreign:
        if mention.country:
            countries[_bare(mention.name)][mention.country] += 1
        if mention.level is not None:
            levels[_bare(mention.name)][mention.level] += 1
    groups: dict[str, list[PlaceMention]] = defaultdict(list)
    chosen: dict[str, tuple[str, Place | None, str | None, Level]] = {}
    for mention in foreign:
        country = mention.country or _most(countries[_bare(mention.name)]) or _country_near(mention, named, gazetteer)
        if country is None and not mention.candidates:
            continue  # a name in no table and in no country is no place
        stated = mention.level or _most(levels[_bare(mention.name)])
        place = _choose_foreign(mention, stated, country, named, gazetteer)
        country = country or (place.country if place else None)
        level = mention.level or (place.level if place else "city")
        key = f"gn:{place.geonames_id or place.name}:{place.country}" if place else f"{_bare(mention.name)}:{country}"
        groups[key].append(mention)
        chosen.setdefault(key, (place.name if place else mention.name, place, country, place.level if place else level))
    entities = [Entity(key, *chosen[key], tuple(found)) for key, found in groups.items()]
    return _join_variants(entities)


def _country_near(mention: PlaceMention, named: set[str], gazetteer: Gazetteer) -> str | None:
    """The country, of those the document names, in which a misspelt name is a near spelling."""
    if mention.candidates:
        return None
    near = [
        (found[0].score, country)
        for country in sorted(named)
        if (found := gazetteer.link(mention.name, country=country))
    ]
    best = max(near, default=(0.0, ""))
    return best[1] if best[0] >= 0.75 else None


def _choose_foreign(
    mention: PlaceMention, level: str | None, country: str | None, named: set[str], gazetteer: Gazetteer
) -> Place | None:
    candidates = mention.candidates
    if country is not None:
        inside = [c for c in candidates if c.place.country == country]
        if not inside:
            inside = gazetteer.link(mention.name, country=country, level=mention.level)
        candidates = tuple(inside)
    elif named:
        inside = [c for c in candidates if c.place.country in named and c.score >= candidates[0].score - 0.3]
        candidates = tuple(inside) or candidates
    if level is not None:
        candidates = tuple(c for c in candidates if c.place.level == level) or candidates
    return candidates[0].place if candidates else None


def _join_variants(entities: list[Entity]) -> list[Entity]:
    """Join an unlinked or misspelt name with the right form that stands in the same document."""
    result: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e.place is None, e.mentions[0].start)):
        twin = None
        if entity.place is None:
            for index, other in enumerate(result):
                same_country = entity.country in {None, other.country}
                if same_country and OSA.normalized_similarity(_bare(entity.name), _bare(other.name)) >= 0.8:
                    twin = index
                    break
        if twin is None:
            result.append(entity)
        else:
            other = result[twin]
            result[twin] = Entity(
                other.key, other.name, other.place, other.country, other.level, other.mentions + entity.mentions
            )
    return sorted(result, key=lambda e: e.mentions[0].start)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _most(counter: Counter[str]) -> str | None:
    return counter.most_common(1)[0][0] if counter else None
