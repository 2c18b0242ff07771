"""The report's map and network as inline SVG, drawn without tiles, fonts or anything from elsewhere."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from markupsafe import Markup

from mou_miner.exports.report.content import Row

Point = tuple[float, float]


class View(NamedTuple):
    """A window on the world: the longitudes and latitudes at its borders, and its width in units of the drawing."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def scale(self) -> float:
        return self.width / (self.east - self.west)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self.scale, 1)

    def place(self, longitude: float, latitude: float) -> Point:
        """Return where a place stands; the world is cut open in the Atlantic, so that the Pacific is whole."""
        around = longitude + 360 if longitude < _CUT else longitude
        return round((around - self.west) * self.scale, 1), round((self.north - latitude) * self.scale, 1)

    def has(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


_CUT = -32.0
WORLD = View(-32, -50, 328, 76, 900)
INDONESIA = View(94, -11.5, 142, 7, 900)


@lru_cache(maxsize=1)
def _rings() -> list[list[float]]:
    content = files("mou_miner.exports.report").joinpath("outline.json").read_text(encoding="utf-8")
    return [[value / 100 for value in ring] for ring in json.loads(content)]


def draw_map(rows: Sequence[Row], view: View, title: str, *, ties: bool = True) -> Markup:
    """Return the map with a dot for each place in it and, where asked for, a line for each partnership."""
    inner = [Markup('<path class="land" d="{}"/>').format(_land(view))]
    dots: dict[tuple[Point, str], Counter[str]] = defaultdict(Counter)
    lines: list[Markup] = []
    for row in rows:
        at = [view.place(*point) if point else None for point in row.points]
        if ties and at[0] and at[1]:
            lines.append(_tie(row, at[0], at[1]))
        for point, side, name in zip(at, ("home", "away"), row.names, strict=True):
            if point and view.has(point):
                dots[point, side][name] += 1
    inner += lines
    inner += [_dot(point, side, names) for (point, side), names in sorted(dots.items(), key=lambda item: item[0])]
    return _svg(view.width, view.height, title, inner, "map")


def _land(view: View) -> str:
    """Return the coasts that lie in the view; land that crosses the cut is drawn at both borders."""
    parts = []
    for ring in _rings():
        points = list(zip(ring[::2], ring[1::2], strict=True))
        for shift in (-360, 0, 360):
            moved = [(x + shift, y) for x, y in points]
            if max(x for x, _ in moved) < view.west or min(x for x, _ in moved) > view.east:
                continue
            if max(y for _, y in moved) < view.south or min(y for _, y in moved) > view.north:
                continue
            parts.append(
                "M"
                + "L".join(f"{(x - view.west) * view.scale:.1f} {(view.north - y) * view.scale:.1f}" for x, y in moved)
                + "Z"
            )
    return "".join(parts)


def _tie(row: Row, start: Point, end: Point) -> Markup:
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 0.16 * abs(end[0] - start[0])
    return Markup('<path class="tie s-{}" d="M{} {}Q{:.1f} {:.1f} {} {}"><title>{} – {}</title></path>').format(
        row.stage, *start, *middle, *end, row.indonesian, row.partner
    )


def _dot(point: Point, side: str, names: Counter[str]) -> Markup:
    radius = round(2.6 + 0.9 * min(sum(names.values()), 12) ** 0.5, 1)
    told = ", ".join(f"{name} ({number})" for name, number in sorted(names.items()))
    return Markup('<circle class="dot {}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
        side, *point, radius, told
    )


def _svg(width: float, height: float, title: str, inner: Iterable[Markup], kind: str) -> Markup:
    body = Markup("").join(inner)
    # A picture with links in it is no picture to a screen reader, but a group.
    role = "group" if kind == "network" else "img"
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="{}" aria-label="{}">{}</svg>').format(
        kind, width, height, role, title, body
    )


# ---------------------------------------------------------------------------------------------- network

_WIDTH, _LINE, _TOP, _LEFT, _RIGHT = 480, 24.0, 8.0, 176, 304


def draw_network(
    ties: Mapping[tuple[str, str], int], region: Callable[[str], str], country: Callable[[str], str], title: str
) -> Markup:
    """Return provinces on the left and countries on the right, joined as thickly as they have partnerships."""
    sides = [_ranked(ties, 0), _ranked(ties, 1)]
    height = _TOP * 2 + _LINE * max(len(side) for side in sides) if ties else 0
    heights = [_spread(side, height) for side in sides]
    most = max(ties.values(), default=1)
    inner: list[Markup] = []
    for (left, right), number in sorted(ties.items(), key=lambda item: (item[1], item[0])):
        y, z = heights[0][left], heights[1][right]
        words = f"{region(left)} – {country(right)}: {number}"
        inner.append(
            Markup(
                '<path class="link" data-region="{}" data-country="{}" stroke-width="{}" d="M{} {}C{} {} {} {} {} {}"><title>{}</title></path>'
            ).format(left, right, round(1 + 7 * number / most, 1), _LEFT, y, 240, y, 240, z, _RIGHT, z, words)
        )
    for side, place, anchor, called, kind in (
        (0, _LEFT - 8, "end", region, "region"),
        (1, _RIGHT + 8, "start", country, "country"),
    ):
        for code, number in sides[side].items():
            inner.append(_label(place, heights[side][code], anchor, _short(called(code)), number, kind, code))
    return _svg(_WIDTH, round(height, 1), title, inner, "network")


def _label(x: float, y: float, anchor: str, name: str, number: int, kind: str, code: str) -> Markup:
    return Markup(
        '<a href="#table" data-filter="{}" data-code="{}"><text x="{}" y="{}" text-anchor="{}" dy="0.35em">{} <tspan class="n">{}</tspan></text></a>'
    ).format(kind, code, x, y, anchor, name, number)


def _short(name: str) -> str:
    return name if len(name) <= 20 else name[:19] + "…"


def _ranked(ties: Mapping[tuple[str, str], int], side: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for pair, number in ties.items():
        counts[pair[side]] += number
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _spread(side: Mapping[str, int], height: float) -> dict[str, float]:
    """Return the height of each name; the shorter side is spread over the whole height."""
    step = (height - 2 * _TOP) / max(len(side), 1)
    return {code: round(_TOP + step * (place + 0.5), 1) for place, code in enumerate(side)}


def plain(words: object) -> str:
    """Return words of a document as they may be shown: characters that would turn the text around, or none, are dots."""
    return str(words).translate(_HIDDEN)


_HIDDEN = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(9), 11, 12, *range(14, 32), *range(127, 160)),
    "·",
)  # fmt: skip
