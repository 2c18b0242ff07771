"""What is drawn on a page: lines that may be a table's, found by pdfium and put into grids by pdfplumber's finder.

pdfplumber itself reads a page twenty times slower; only its arithmetic on edges is used here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from mou_miner.documents.letters import Place
from mou_miner.documents.printedpage import PrintedPage
from mou_miner.documents.tables import Grid, Rectangle

MAX_OBJECTS = 5000
MAX_LOOKED_AT = 100_000
MAX_DEPTH = 4
MAX_CROSSINGS = 250_000
TOLERANCE = 3.0
THIN = 3.0

Matrix = tuple[float, float, float, float, float, float]
Edge = dict[str, Any]


class _Segment(NamedTuple):
    """A straight stroke in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float


def look_at_drawings(printed: PrintedPage, page: Any, place: Place) -> None:
    """Set how much of the page is pictures, and the ruled grids that are drawn on it."""
    sheet = printed.sheet
    area = 0.0
    segments: list[_Segment] = []
    drawn = (thing for thing in islice(_things(page), MAX_LOOKED_AT) if thing[1] in _KINDS)
    for thing, kind, matrix in islice(drawn, MAX_OBJECTS):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = _bounds(thing, matrix, place)
            area += max(0.0, min(x1, sheet.width) - max(x0, 0)) * max(0.0, min(bottom, sheet.height) - max(top, 0))
        else:
            segments.extend(_segments(thing, matrix, place))
    printed.picture_share = min(1.0, area / max(1.0, sheet.width * sheet.height))
    if not printed.sideways:
        printed.grids = find_grids(segments)


def find_grids(segments: Sequence[_Segment]) -> list[Grid]:
    """Return the grids that horizontal and vertical strokes form."""
    edges = [edge for segment in segments if (edge := _edge(segment))]
    across = sum(edge["orientation"] == "h" for edge in edges)
    if across < 2 or len(edges) - across < 2:
        return []
    from pdfplumber.table import Table, cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = merge_edges(edges, TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    across = sum(edge["orientation"] == "h" for edge in edges)
    if across * (len(edges) - across) > MAX_CROSSINGS:
        return []
    cells = intersections_to_cells(edges_to_intersections(edges, TOLERANCE, TOLERANCE))
    grids = []
    for group in cells_to_tables(cells):
        table = Table(None, group)  # type: ignore[arg-type]  # the page is not looked at
        rows = [[Rectangle(*cell) if cell else None for cell in row.cells] for row in table.rows]
        grids.append(Grid(Rectangle(*table.bbox), rows))
    return grids


def _edge(segment: _Segment) -> Edge | None:
    width, height = segment.x1 - segment.x0, segment.bottom - segment.top
    if height <= 1 and width >= 3:
        orientation = "h"
    elif width <= 1 and height >= 3:
        orientation = "v"
    else:
        return None
    return {
        "x0": segment.x0, "x1": segment.x1, "top": segment.top, "bottom": segment.bottom, "width": width,
        "height": height, "orientation": orientation, "object_type": "line",
    }  # fmt: skip


_KINDS = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)


def _things(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Yield what stands on a page, that in forms as well: its handle, its kind, how the form it lies in is placed."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    yield from _within(page.raw, count, pdfium.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 1)


def _within(holder: Any, count: int, get: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    kind_of = pdfium.FPDFPageObj_GetType
    for number in range(count):
        thing = get(holder, number)
        kind = kind_of(thing)
        yield thing, kind, matrix
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            size, inner = pdfium.FPDFFormObj_CountObjects(thing), _times(_matrix(thing), matrix)
            yield from _within(thing, size, pdfium.FPDFFormObj_GetObject, inner, depth + 1)


def _matrix(thing: Any) -> Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(raw)):
        return 1, 0, 0, 1, 0, 0
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _bounds(thing: Any, matrix: Matrix, place: Place) -> tuple[float, float, float, float]:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *edges):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    a, b, c, d, e, f = matrix
    points = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return place(min(xs), min(ys), max(xs), max(ys))


def _segments(path: Any, matrix: Matrix, place: Place) -> Iterator[_Segment]:
    """Yield the upright and level strokes of a path; a thin filled bar counts as one stroke along its middle."""
    for corners in _outlines(path, _times(_matrix(path), matrix)):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        x0, top, x1, bottom = place(min(xs), min(ys), max(xs), max(ys))
        if len(corners) > 2 and min(x1 - x0, bottom - top) <= THIN:
            if x1 - x0 >= bottom - top:
                yield _Segment(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
            else:
                yield _Segment((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
            continue
        for (ax, ay), (bx, by) in pairwise(corners):
            left, upper, right, lower = place(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if right - left <= 1 or lower - upper <= 1:
                yield _Segment(left, upper, right, lower)


def _outlines(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path that is made of straight strokes alone."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    straight = True
    for number in range(min(pdfium.FPDFPath_CountSegments(path), 2000)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if straight and len(corners) > 1:
                yield corners
            corners, straight = [], True
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        corners.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment) and corners[0] != corners[-1]:
            corners.append(corners[0])
    if straight and len(corners) > 1:
        yield corners
