"""The network of twinned governments: as GeoJSON for maps, and as GEXF for programs that draw and measure networks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from mou_miner.records import Party, ResolvedPartnership

_GEXF = "http://gexf.net/1.3"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EDGE = {
    "form": "string", "stage": "string", "typology": "string", "first_signed": "string", "expires": "string",
    "scopes": "string", "done": "integer", "planned": "integer", "not_done": "integer", "documents": "integer",
    "sources": "integer", "confidence": "double",
}  # fmt: skip
_NODE = {
    "country": "string", "level": "string", "side": "string", "kemendagri_code": "string", "geonames_id": "integer",
    "latitude": "double", "longitude": "double", "partnerships": "integer",
}  # fmt: skip


def write_geojson(partnerships: Iterable[ResolvedPartnership], folder: Path) -> list[Path]:
    """Write `partnerships.geojson` and `places.geojson`, and return their paths.

    A partnership is a line from the Indonesian place to the foreign one; where a place is not known it has no geometry.
    """
    items = list(partnerships)
    ties = [_feature(item.partnership_id, _line(item), _named(item)) for item in items]
    places = [_feature(key, _point(values), values) for key, values in _nodes(items).items()]
    paths = []
    for name, features in (("partnerships", ties), ("places", places)):
        paths.append(folder / f"{name}.geojson")
        text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
        paths[-1].write_text(text + "\n", encoding="utf-8", newline="\n")
    return paths


def write_gexf(partnerships: Iterable[ResolvedPartnership], folder: Path) -> list[Path]:
    """Write `network.gexf` (GEXF 1.3), a node for each government and an edge for each partnership; return its path."""
    items = list(partnerships)
    root = ElementTree.Element("gexf", {"xmlns": _GEXF, "version": "1.3"})
    meta = ElementTree.SubElement(root, "meta")
    ElementTree.SubElement(meta, "creator").text = "mou-miner"
    ElementTree.SubElement(meta, "description").text = "City partnerships of Indonesia"
    graph = ElementTree.SubElement(root, "graph", {"defaultedgetype": "undirected", "mode": "static"})
    for kind, attributes in (("node", _NODE), ("edge", _EDGE)):
        group = ElementTree.SubElement(graph, "attributes", {"class": kind})
        for name, type_ in attributes.items():
            ElementTree.SubElement(group, "attribute", {"id": f"{kind}_{name}", "title": name, "type": type_})
    nodes, edges = ElementTree.SubElement(graph, "nodes"), ElementTree.SubElement(graph, "edges")
    for key, values in _nodes(items).items():
        node = ElementTree.SubElement(nodes, "node", {"id": _clean(key), "label": _clean(values["name"])})
        _attributes(node, "node", {name: values[name] for name in _NODE})
    for item in items:
        ends = {"source": _clean(node_key(item.indonesian_party)), "target": _clean(node_key(item.partner))}
        edge = ElementTree.SubElement(edges, "edge", {"id": _clean(item.partnership_id), **ends, "weight": str(max(item.sources, 1))})  # fmt: skip
        _attributes(edge, "edge", _values(item))
    ElementTree.indent(root)
    path = folder / "network.gexf"
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return [path]


def node_key(party: Party) -> str:
    """Return what a government is known by in the network: its code, else country, level and name."""
    if party.kemendagri_code:
        return f"kemendagri:{party.kemendagri_code}"
    if party.geonames_id is not None:
        return f"geonames:{party.geonames_id}"
    return f"{party.country or '?'}:{party.level}:{party.name}"


def _nodes(items: Iterable[ResolvedPartnership]) -> dict[str, dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    for item in items:
        for side, party in (("indonesia", item.indonesian_party), ("partner", item.partner)):
            node = nodes.setdefault(node_key(party), {"partnerships": 0, **_place(party, side)})
            node["partnerships"] += 1
    return dict(sorted(nodes.items()))


def _place(party: Party, side: str) -> dict[str, Any]:
    kept = ("name", "country", "level", "kemendagri_code", "geonames_id", "latitude", "longitude")
    return {**{name: getattr(party, name) for name in kept}, "side": side}


def _values(item: ResolvedPartnership) -> dict[str, Any]:
    states = [activity.assertion for activity in item.activities]
    return {
        "form": item.form,
        "stage": item.stage,
        "typology": item.typology,
        "first_signed": item.first_signed,
        "expires": item.expires,
        "scopes": "|".join(scope.code for scope in item.scopes) or None,
        **{state: states.count(state) for state in ("done", "planned", "not_done")},
        "documents": len({document.doc_id for document in item.documents}),
        "sources": item.sources,
        "confidence": item.confidence,
    }


def _named(item: ResolvedPartnership) -> dict[str, Any]:
    return {
        "indonesian": item.indonesian_party.name,
        "kemendagri_code": item.indonesian_party.kemendagri_code,
        "partner": item.partner.name,
        "partner_country": item.partner.country,
        "geonames_id": item.partner.geonames_id,
        **_values(item),
        "scopes": [scope.code for scope in item.scopes],
    }


def _feature(key: str, geometry: dict[str, Any] | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": dict(properties)}


def _point(values: Mapping[str, Any]) -> dict[str, Any] | None:
    if values["latitude"] is None or values["longitude"] is None:
        return None
    return {"type": "Point", "coordinates": [values["longitude"], values["latitude"]]}


def _line(item: ResolvedPartnership) -> dict[str, Any] | None:
    """Return the line; one across the antimeridian is cut there in two, as RFC 7946 asks."""
    (x, y), (u, v) = ((party.longitude, party.latitude) for party in (item.indonesian_party, item.partner))
    if x is None or y is None or u is None or v is None:
        return None
    if abs(u - x) <= 180:
        return {"type": "LineString", "coordinates": [[x, y], [u, v]]}
    border = 180.0 if x > 0 else -180.0
    around = u + 2 * border
    middle = round(y + (v - y) * (border - x) / (around - x), 4)
    return {"type": "MultiLineString", "coordinates": [[[x, y], [border, middle]], [[-border, middle], [u, v]]]}


def _attributes(element: ElementTree.Element, kind: str, values: Mapping[str, Any]) -> None:
    told = {name: value for name, value in values.items() if value is not None}
    if not told:
        return
    group = ElementTree.SubElement(element, "attvalues")
    for name, value in told.items():
        ElementTree.SubElement(group, "attvalue", {"for": f"{kind}_{name}", "value": _clean(str(value))})


def _clean(text: str) -> str:
    """Return the text without characters that XML has no place for."""
    return _FORBIDDEN.sub("\ufffd", text)
