"""The network for maps and for programs of graphs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mou_miner.exports.network import node_key, write_geojson, write_gexf
from mou_miner.records import ResolvedPartnership
from tests.builders import BANDUNG, SUWON
from tests.exports.resolved import act, paper, partnership, scope

SEATTLE = SUWON.model_copy(update={"name": "Seattle", "country": "US", "geonames_id": 5809844, "latitude": 47.6, "longitude": -122.33})  # fmt: skip
LOST = SUWON.model_copy(update={"name": 'A & "B" <c>\x01', "geonames_id": None, "latitude": None, "longitude": None})


def some() -> list[ResolvedPartnership]:
    return [
        partnership(
            instruments=(paper(),), activities=(act(), act("planned")), scopes=(scope(), scope("tourism")), sources=3
        ),
        partnership(partner=SEATTLE),
        partnership(partner=LOST, partnership_id="kemendagri:32.73--lost", stage=None),
    ]


def features(folder: Path, name: str) -> dict[str, dict[str, object]]:
    found = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))
    assert found["type"] == "FeatureCollection"
    return {feature["id"]: feature for feature in found["features"]}


def test_lines_and_places(tmp_path: Path) -> None:
    assert [path.name for path in write_geojson(some(), tmp_path)] == ["partnerships.geojson", "places.geojson"]
    ties, places = features(tmp_path, "partnerships"), features(tmp_path, "places")
    near = ties["kemendagri:32.73--geonames:1835553"]
    assert near["geometry"] == {"type": "LineString", "coordinates": [[107.6, -6.92], [127.01, 37.29]]}
    assert (near["properties"]["done"], near["properties"]["scopes"]) == (1, ["education", "tourism"])  # type: ignore[index]
    assert ties["kemendagri:32.73--lost"]["geometry"] is None
    assert places["kemendagri:32.73"]["properties"]["partnerships"] == 3  # type: ignore[index]
    assert places["geonames:1835553"]["geometry"] == {"type": "Point", "coordinates": [127.01, 37.29]}


def test_a_line_across_the_antimeridian_is_cut_there(tmp_path: Path) -> None:
    write_geojson(some(), tmp_path)
    shape = features(tmp_path, "partnerships")["kemendagri:32.73--geonames:5809844"]["geometry"]
    first, second = shape["coordinates"]  # type: ignore[index]
    assert (first[0], second[1]) == ([107.6, -6.92], [-122.33, 47.6])
    assert (first[1][0], second[0][0], first[1][1]) == (180.0, -180.0, second[0][1])
    assert -6.92 < first[1][1] < 47.6


def test_a_graph_program_reads_the_network(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    [path] = write_gexf(some(), tmp_path)
    # The library knows 1.2 and reads 1.3 where told so.
    text = (
        path.read_text(encoding="utf-8")
        .replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
        .replace('version="1.3"', 'version="1.2"')
    )
    (tmp_path / "old.gexf").write_text(text, encoding="utf-8")
    graph = networkx.read_gexf(tmp_path / "old.gexf")
    assert graph.degree("kemendagri:32.73") == 3
    assert graph.nodes["geonames:1835553"]["country"] == "KR"
    edge = graph.edges["kemendagri:32.73", "geonames:1835553"]
    assert (edge["stage"], edge["done"], edge["scopes"], edge["weight"]) == ("mou", 1, "education|tourism", 3.0)
    assert graph.nodes[node_key(LOST).replace("\x01", "\ufffd")]["label"] == 'A & "B" <c>\ufffd'


def test_a_place_without_code_is_known_by_its_name() -> None:
    assert node_key(LOST).startswith("KR:city:A & ")
    assert node_key(BANDUNG) == "kemendagri:32.73"


def test_no_partnerships(tmp_path: Path) -> None:
    write_gexf([], tmp_path)
    write_geojson([], tmp_path)
    assert features(tmp_path, "partnerships") == {}
