"""Rewrite `outline.json`, the coasts of the report's map, from Natural Earth's land as the package world-atlas has it.

`python -m mou_miner.exports.report.outline land-50m.json` wants that file of the package. Coasts are smoothed to what
shows on a map of the width of a page, finer around Indonesia; small islands elsewhere are left out.
Needs shapely, which is no part of the installation.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Ring = list[tuple[float, float]]

_FINE_BOX = (92.0, -12.0, 143.0, 8.0)
_FINE, _COARSE = (0.09, 0.02), (0.35, 0.6)
"""How far a coast may be moved, and the least area of an island, in degrees: around Indonesia, and elsewhere."""
_SOUTHMOST = -60.0


def write_outline(source: Path, target: Path) -> int:
    """Write the rings of all coasts as flat lists of hundredths of degrees; return their number."""
    topology = json.loads(source.read_bytes())
    rings = [ring for raw in _rings(topology) for ring in _smoothed(raw)]
    flat = [[round(100 * value) for point in ring for value in point] for ring in rings]
    target.write_text(json.dumps(sorted(flat), separators=(",", ":")) + "\n", encoding="utf-8")
    return len(flat)


def _rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yield the outer ring of each polygon, put together from the file's shared arcs."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(arc)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            yield _joined(arcs, polygon[0])


def _joined(arcs: Sequence[Ring], numbers: Sequence[int]) -> Ring:
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return _unrolled(ring)


def _unrolled(ring: Ring) -> Ring:
    """Return the ring without leaps from one border of the world to the other."""
    shift, before, made = 0.0, ring[0][0], []
    for x, y in ring:
        shift += -360 if x - before > 180 else 360 if before - x > 180 else 0
        before = x
        made.append((x + shift, y))
    return made


def _smoothed(ring: Ring) -> Iterator[Ring]:
    """Yield what shows of a ring on the map: nothing of small islands, no Antarctica."""
    from shapely import Polygon, box  # type: ignore[import-untyped, unused-ignore]

    land = Polygon(ring).buffer(0)
    if land.is_empty or land.bounds[3] < _SOUTHMOST:
        return
    moved, least = _FINE if land.intersects(box(*_FINE_BOX)) and land.area < 500 else _COARSE
    shape = land.simplify(moved)
    for part in getattr(shape, "geoms", [shape]):
        if part.area >= least:
            yield [(x, y) for x, y in part.exterior.coords]


if __name__ == "__main__":
    print(write_outline(Path(sys.argv[1]), Path(__file__).with_name("outline.json")), "rings")
