"""The columns of a page: where the white gutter runs, and the order in which the parts are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mou_miner.documents.drafts import PrintedWord
from mou_miner.documents.lines import Line, em_of, lines_of

MIN_LINES = 4
MAX_DEPTH = 6
MAX_LINES = 20_000
MAX_SCORED = 4_000_000
"""Lines times points of width above which a page is no page of text."""


class Region(NamedTuple):
    """Lines that are read one after the other, and the borders of the column they stand in."""

    lines: list[Line]
    left: float
    right: float
    column: tuple[float, float] = (0.0, 0.0)
    form: Literal["text", "pairs"] = "text"


class Gutter(NamedTuple):
    """A white strip that parts the lines `first` to `last` (exclusive); `middle` is its centre."""

    first: int
    last: int
    middle: float
    width: float


def read_regions(
    lines: Sequence[Line], left: float, right: float, depth: int = 0, prior: float | None = None
) -> Iterator[Region]:
    """Yield the regions of a stretch of page in reading order: above, left column, right column, below.

    `prior` is where the gutter ran on the page before: columns that end after a line or two here go on along it.
    """
    if not lines:
        return
    gutter = find_gutter(lines, left, right) if depth < MAX_DEPTH and len(lines) >= MIN_LINES else None
    if gutter is None and prior is not None:
        gutter = _gutter_along(lines, prior)
    if gutter is None:
        yield Region(list(lines), min(line.x0 for line in lines), max(line.x1 for line in lines), (left, right))
        return
    above, body, below = lines[: gutter.first], lines[gutter.first : gutter.last], lines[gutter.last :]
    yield from read_regions(above, left, right, depth + 1)
    if is_name_list(body, gutter.middle):
        yield Region(name_rows(body, gutter.middle), left, right, (left, right), "pairs")
    else:
        sides = split_words(_words(body), gutter.middle)
        yield from read_regions(lines_of(sides[0]), left, gutter.middle, depth + 1)
        yield from read_regions(lines_of(sides[1]), gutter.middle, right, depth + 1)
    yield from read_regions(below, left, right, depth + 1)


def find_gutter(lines: Sequence[Line], left: float, right: float, *, min_lines: int = MIN_LINES) -> Gutter | None:
    """Return the gutter between two columns, or None where the lines run over the whole width.

    For each x in the middle half, the run of lines that leave x white is scored by how many of them have text on both
    sides; the gutter is the widest stretch of x that scores nearly as well as the best.
    """
    left, right = max(left, min(line.x0 for line in lines) - 20), min(right, max(line.x1 for line in lines) + 20)
    first_x, last_x = round(left + 0.25 * (right - left)), round(left + 0.75 * (right - left))
    if last_x - first_x < 20 or len(lines) > MAX_LINES or len(lines) * (last_x - first_x) > MAX_SCORED:
        return None
    em = em_of(_words(lines))
    runs, inks = _runs(lines, first_x, last_x, em)
    score = runs.max(axis=0)
    best = int(score.max())
    if best < min_lines:
        return None
    strips = [strip for strip in _stretches(score >= 0.85 * best) if strip[1] - strip[0] >= 0.55 * em]
    if not strips:
        return None
    begin, end = max(strips, key=lambda strip: strip[1] - strip[0])
    middle = first_x + (begin + end - 1) / 2
    first, last = _without_crossing(lines, *_reach(runs[:, begin:end], inks[:, begin:end]), middle)
    gutter = Gutter(first, last, middle, float(end - begin))
    return gutter if _are_columns(lines[first:last], middle, left, right) else None


def _gutter_along(lines: Sequence[Line], middle: float) -> Gutter | None:
    """Return a gutter over the first lines that leave the middle white, if any of them has text on both sides."""
    size = next((n for n, line in enumerate(lines) if _crosses(line, middle)), len(lines))
    both = sum(1 for line in lines[:size] if all(split_words(line.words, middle)))
    return Gutter(0, size, middle, 0.0) if both else None


def _crosses(line: Line, middle: float) -> bool:
    return any(box.x0 < middle - 0.5 and box.x1 > middle + 0.5 for box in line.boxes)


def split_words(words: Sequence[PrintedWord], middle: float) -> tuple[list[PrintedWord], list[PrintedWord]]:
    """Return the words left and right of x, by their centres."""
    sides: tuple[list[PrintedWord], list[PrintedWord]] = ([], [])
    for word in words:
        if word.box:
            sides[(word.box.x0 + word.box.x1) / 2 >= middle].append(word)
    return sides


def is_name_list(lines: Sequence[Line], middle: float) -> bool:
    """Return whether the lines are `name : what is said of it` pairs, to be read row by row."""
    both = colons = 0
    for line in lines:
        before, after = split_words(line.words, middle)
        if before and after:
            both += 1
            colons += after[0].text.startswith(":") or before[-1].text.endswith(":")
    return colons >= 2 and colons >= 0.25 * both


def name_rows(lines: Sequence[Line], middle: float) -> list[Line]:
    """Return one line per pair: the name, then all that stands to its right until the next pair begins."""
    rows: list[tuple[list[PrintedWord], list[PrintedWord]]] = []
    for line in lines:
        before, after = split_words(line.words, middle)
        opens = bool(before) and bool(after) and (after[0].text.startswith(":") or before[-1].text.endswith(":"))
        if opens or not rows:
            rows.append(([], []))
        rows[-1][0].extend(before)
        rows[-1][1].extend(after)
    return [Line([*before, *after]) for before, after in rows]


def _words(lines: Sequence[Line]) -> list[PrintedWord]:
    return [word for line in lines for word in line.words]


_Ints = NDArray[np.int16]
_Bools = NDArray[np.bool_]


def _runs(lines: Sequence[Line], first_x: int, last_x: int, em: float) -> tuple[_Ints, _Bools]:
    """Return for each line and x how many lines with text on both sides stand above it without ink at x between them,
    itself included; and where the ink is."""
    lefts, rights, inks = _sides(lines, first_x, last_x)
    both = _near(lefts, lines, em) & _near(rights, lines, em) & (lefts | rights) & ~inks
    counted = np.cumsum(both, axis=0, dtype=np.int16)
    return counted - np.maximum.accumulate(counted * inks, axis=0), inks


def _reach(runs: _Ints, inks: _Bools) -> tuple[int, int]:
    """Return the lines that the best runs of all x take together."""
    best = runs.argmax(axis=0)
    numbers = np.arange(len(runs))[:, None]
    above, below = inks & (numbers < best), inks & (numbers > best)
    first = np.where(above, numbers + 1, 0).max(axis=0)
    last = np.where(below, numbers, len(runs)).min(axis=0)
    return int(first.min()), int(last.max())


def _sides(lines: Sequence[Line], first_x: int, last_x: int) -> tuple[_Bools, _Bools, _Bools]:
    """Return for each line and x whether the line has a word left of x, right of x, or at x."""
    xs = np.arange(first_x, last_x + 1)
    ends = [[box.x1 for box in line.boxes] for line in lines]
    begins = [[box.x0 for box in line.boxes] for line in lines]
    lefts = xs >= np.array([min(row) for row in ends])[:, None]
    rights = xs <= np.array([max(row) for row in begins])[:, None]
    width = len(xs) + 1
    rows = np.repeat(np.arange(len(lines)) * width, [len(row) for row in ends])
    begin = np.ceil(np.array([x for row in begins for x in row]) - 0.5 - first_x)
    end = np.ceil(np.array([x for row in ends for x in row]) + 0.5 - first_x)
    begin, end = (np.clip(edge, 0, width - 1).astype(np.intp) for edge in (begin, np.maximum(begin, end)))
    size = len(lines) * width
    steps = np.bincount(rows + begin, minlength=size) - np.bincount(rows + end, minlength=size)
    inks = np.cumsum(steps.astype(np.int16).reshape(len(lines), width)[:, :-1], axis=1, dtype=np.int16) > 0
    return lefts, rights, inks


def _near(sides: _Bools, lines: Sequence[Line], em: float) -> _Bools:
    """Return whether the line or a neighbour less than a line away has text on that side.

    Columns set with different leading do not share their lines, so one side's line stands between two of the other.
    """
    near = sides.copy()
    for number in range(1, len(lines)):
        if lines[number].top - lines[number - 1].top < 0.95 * em:
            near[number] |= sides[number - 1]
            near[number - 1] |= sides[number]
    return near


def _stretches(flags: _Bools) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(int), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _without_crossing(lines: Sequence[Line], first: int, last: int, middle: float) -> tuple[int, int]:
    """Drop lines at both ends that cross the middle: titles and footers stay whole."""
    while first < last and _crosses(lines[first], middle):
        first += 1
    while last > first and _crosses(lines[last - 1], middle):
        last -= 1
    return first, last


def _are_columns(lines: Sequence[Line], middle: float, left: float, right: float) -> bool:
    """Return whether the lines on both sides are long enough to be columns of text."""
    extents: tuple[list[float], list[float]] = ([], [])
    for line in lines:
        for side, words in enumerate(split_words(line.words, middle)):
            boxes = [word.box for word in words if word.box]
            if boxes:
                extents[side].append(max(box.x1 for box in boxes) - min(box.x0 for box in boxes))
    halves = (middle - left, right - middle)
    return all(bool(side) and median(side) >= 0.2 * half for side, half in zip(extents, halves, strict=True))
