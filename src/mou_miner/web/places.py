"""Search for places: by name, near spelling and beginning of a name."""

from __future__ import annotations

import sqlite3
import threading
from typing import Any, Literal, NamedTuple

from fastapi import APIRouter, Request, Response

from mou_miner.gazetteer import Gazetteer, squash
from mou_miner.records import Party, Place
from mou_miner.web.app import parts_of
from mou_miner.web.visiting import need

Side = Literal["indonesian_party", "partner"]

router = APIRouter()

_MOST = 8
_local = threading.local()


class Choice(NamedTuple):
    """A place that may be chosen, and the party it would make."""

    place: Place
    party: dict[str, Any]


@router.get("/places")
def places(request: Request, side: Side) -> Response:
    """Return the places that a written name may mean, likeliest first."""
    need(request)
    parts = parts_of(request)
    name = request.query_params.get(f"q-{side}", "")[:120].strip()
    found = search(parts.tools.maker.places.gazetteer, name, side) if name else []
    return parts.pages.html(request, "places.html", found=found)


def search(gazetteer: Gazetteer, name: str, side: Side) -> list[Choice]:
    """Return at most eight places, those of the name first, then those whose name begins like it."""
    candidates = gazetteer.indonesian(name) if side == "indonesian_party" else gazetteer.link(name)
    ranked = [candidate.place for candidate in candidates[:_MOST]]
    for place in _beginning(gazetteer, name, side):
        if len(ranked) >= _MOST:
            break
        if place not in ranked:
            ranked.append(place)
    return [Choice(place, party_of(place, name)) for place in ranked]


def party_of(place: Place, written: str) -> dict[str, Any]:
    """Return the place as a party that is written this way."""
    shared = ("name", "country", "level", "kemendagri_code", "geonames_id", "latitude", "longitude")
    party = Party(as_written=written, **{name: getattr(place, name) for name in shared})
    return party.model_dump(mode="json", exclude={"spans", "evidence", "confidence"})


def _beginning(gazetteer: Gazetteer, name: str, side: Side) -> list[Place]:
    key = squash(name)
    if len(key) < 2:
        return []
    inside = "=" if side == "indonesian_party" else "!="
    rows = _connection(gazetteer).execute(
        "SELECT DISTINCT name, country, level, code, geonames_id, latitude, longitude, population, parent FROM key "
        f"JOIN place ON place.id = key.place WHERE key >= ? AND key < ? AND country {inside} 'ID' "
        "ORDER BY population DESC LIMIT ?",
        (key, f"{key}\U0010ffff", _MOST),
    )
    columns = (
        "name",
        "country",
        "level",
        "kemendagri_code",
        "geonames_id",
        "latitude",
        "longitude",
        "population",
        "parent",
    )
    return [Place(**dict(zip(columns, row, strict=True))) for row in rows]


def _connection(gazetteer: Gazetteer) -> sqlite3.Connection:
    """Return this thread's connection to the gazetteer's file."""
    kept: sqlite3.Connection | None = getattr(_local, "connection", None)
    if kept is None:
        address = f"{gazetteer.path.absolute().as_uri()}?mode=ro&immutable=1"
        kept = _local.connection = sqlite3.connect(address, uri=True)
    return kept
