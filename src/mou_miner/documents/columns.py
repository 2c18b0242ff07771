"""The columns of a page: where the white gutter runs, and the order in which the parts are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mou_miner.documents.drafts import PrintedWord
from mou_miner.documents.lines import Line, em_of, lines_of

MIN_LINES = 4
MAX_DEPTH = 24
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


class Strip(NamedTuple):
    """A white strip between columns: its left and right edge."""

    x0: float
    x1: float


def read_regions(lines: Sequence[Line], left: float, right: float, *, prior: float | None = None) -> Iterator[Region]:
    """Yield the regions of a stretch of page in reading order: above, left column, right column, below.

    `prior` is where the gutter ran on the page before: columns that end after a line or two here go on along it.
    """
    shared = _shared_strip(lines, left, right)
    before = Strip(prior - 0.5, prior + 0.5) if prior is not None else None
    yield from _regions(lines, left, right, _Known(shared, before), 0)


class _Known(NamedTuple):
    """Where the gutter runs: by the lines of this page, or else by the page before."""

    shared: Strip | None
    before: Strip | None


_NOTHING = _Known(None, None)


def _regions(
    lines: Sequence[Line], left: float, right: float, known: _Known, depth: int, *, nested: bool = False
) -> Iterator[Region]:
    if not lines:
        return
    gutter = _gutter(lines, left, right, known, nested=nested) if depth < MAX_DEPTH else None
    if gutter is None:
        yield Region(list(lines), min(line.x0 for line in lines), max(line.x1 for line in lines), (left, right))
        return
    above, body, below = lines[: gutter.first], lines[gutter.first : gutter.last], lines[gutter.last :]
    yield from _regions(above, left, right, known, depth + 1, nested=nested)
    if is_name_list(body, gutter.middle):
        yield Region(name_rows(body, gutter.middle), left, right, (left, right), "pairs")
    else:
        sides = split_words(_words(body), gutter.middle)
        yield from _regions(lines_of(sides[0]), left, gutter.middle, _NOTHING, depth + 1, nested=True)
        yield from _regions(lines_of(sides[1]), gutter.middle, right, _NOTHING, depth + 1, nested=True)
    yield from _regions(below, left, right, known, depth + 1, nested=nested)


def _gutter(lines: Sequence[Line], left: float, right: float, known: _Known, *, nested: bool) -> Gutter | None:
    gutter = find_gutter(lines, left, right) if len(lines) >= MIN_LINES else None
    if gutter and nested and not _is_wide(gutter, lines, left, right):
        gutter = None
    if gutter and known.shared and gutter.last - gutter.first < 0.5 * len(lines):
        gutter = gutter if known.shared.x0 - 12 <= gutter.middle <= known.shared.x1 + 12 else None
    strip = known.shared or known.before
    return _gutter_along(lines, strip) if gutter is None and strip else gutter


def _is_wide(gutter: Gutter, lines: Sequence[Line], left: float, right: float) -> bool:
    """Return whether a gutter within a column parts columns rather than being white that lines share by chance."""
    em = em_of(_words(lines))
    return gutter.width >= em and min(gutter.middle - left, right - gutter.middle) >= 13 * em


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
    slack = max(0.5, 0.3 * (end - begin))
    strip = Strip(middle - slack, middle + slack)
    first, last = _best_run(lines, *_reach(runs[:, begin:end], inks[:, begin:end]), strip)
    gutter = Gutter(first, last, middle, float(end - begin))
    return gutter if _are_columns(lines[first:last], middle, left, right) else None


def _shared_strip(lines: Sequence[Line], left: float, right: float) -> Strip | None:
    """Return the white strip that columns share which headings over the whole width cut into short bands, if any.

    Many lines of the page have text on both sides of it, and few lines cross it.
    """
    first_x, last_x = round(left + 0.25 * (right - left)), round(left + 0.75 * (right - left))
    if len(lines) < 2 * MIN_LINES or len(lines) > MAX_LINES or len(lines) * (last_x - first_x) > MAX_SCORED:
        return None
    em = em_of(_words(lines))
    if sum(max(line.gaps, default=0.0) >= 0.8 * em for line in lines) < 0.3 * len(lines):
        return None
    lefts, rights, inks = _sides(lines, first_x, last_x)
    score = (_near(lefts, lines, em) & _near(rights, lines, em) & (lefts | rights) & ~inks).sum(axis=0)
    best = int(score.max())
    if best < 2 * MIN_LINES or best < 0.35 * len(lines):
        return None
    begin, end = max(_stretches(score >= 0.8 * best), key=lambda strip: strip[1] - strip[0])
    if end - begin < 0.55 * em:
        return None
    middle, slack = first_x + (begin + end - 1) / 2, max(0.5, 0.3 * (end - begin))
    strip = Strip(middle - slack, middle + slack)
    edge = min(line.x0 for line in lines) + 1.5 * em
    running = sum(line.x0 <= edge and line.x1 > strip.x1 + 4 * em and _crosses(line, strip) for line in lines)
    return strip if running <= 0.1 * len(lines) else None


def _gutter_along(lines: Sequence[Line], strip: Strip) -> Gutter | None:
    """Return a gutter over the first lines in a row that leave the strip white, if any of them has text on both sides."""
    middle = (strip.x0 + strip.x1) / 2
    first = 0
    for number, line in enumerate([*lines, None]):
        if line is not None and not _crosses(line, strip):
            continue
        run = lines[first:number]
        both = [at for at, one in enumerate(run, first) if one.x0 < middle < one.x1]
        if both or (_beside(run, middle) >= 2 and _is_dense(run)):
            return Gutter(_without_apart(lines, first, both[0] if both else first), number, middle, 0.0)
        first = number + 1
    return None


def _is_dense(lines: Sequence[Line]) -> bool:
    """Return whether lines stand closer than lines of one column can: two columns whose rows are apart."""
    return sum(b.top - a.top < 0.9 * a.height for a, b in pairwise(lines)) >= 0.6 * (len(lines) - 1)


def _without_apart(lines: Sequence[Line], first: int, begun: int) -> int:
    """Return where columns begin: lines on one side that stand well above the first line with both are no part of them."""
    for number in range(begun - 1, first - 1, -1):
        if lines[number + 1].top - lines[number].top > 1.8 * lines[number].height:
            return number + 1
    return first


def _crosses(line: Line, strip: Strip) -> bool:
    """Return whether a line has a word in the middle of the strip, or no wider gap there than between its other words."""
    middle = (strip.x0 + strip.x1) / 2
    if any(box.x0 < middle + 0.5 and box.x1 > middle - 0.5 for box in line.boxes):
        return True
    at = sum(box.x1 <= middle for box in line.boxes)
    if not 0 < at < len(line.boxes):
        return False
    gap = line.boxes[at].x0 - max(box.x1 for box in line.boxes[:at])
    if gap < strip.x1 - strip.x0:
        return True
    letters = sum(len(word.text) == 1 for word in line.words)
    others = [other for number, other in enumerate(line.gaps) if number != at - 1]
    return len(line.words) >= 6 and letters >= 0.7 * len(line.words) and gap <= 1.6 * max(others)


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


def _best_run(lines: Sequence[Line], first: int, last: int, strip: Strip) -> tuple[int, int]:
    """Return the lines in a row that leave the strip white and of which most have text on both sides: titles stay whole."""
    middle = (strip.x0 + strip.x1) / 2
    best, start = (0, first, first), first
    for number in range(first, last + 1):
        if number < last and not _crosses(lines[number], strip):
            continue
        best = max(best, (_beside(lines[start:number], middle), start, number), key=lambda run: run[0])
        start = number + 1
    return best[1], best[2]


def _beside(lines: Sequence[Line], middle: float) -> int:
    """Return how many lines have text on both sides of the middle, two that stand on one side each counting as one."""
    left = sum(line.x0 < middle for line in lines)
    right = sum(line.x1 > middle for line in lines)
    return min(left, right)


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
