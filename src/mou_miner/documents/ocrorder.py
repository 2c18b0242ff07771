"""The order in which recognised lines are read: Tesseract's own, unless a white gutter shows that it took a detour."""

from __future__ import annotations

from collections.abc import Sequence

from mou_miner.documents.columns import MIN_LINES, Region, find_gutter, is_name_list, name_rows, split_words
from mou_miner.documents.lines import Line, lines_of

WIDE = 9.0
"""The width in points of a gutter within a column; letters of one width leave narrow white strips by chance."""
SOLID = 0.5
"""Words read with less confidence say nothing of where the gutter runs: scribbles and stamps lie across it."""


def in_order(blocks: Sequence[Sequence[Line]], left: float, right: float, depth: int = 0) -> list[Region]:
    """Return the regions of a page whose lines are level, from the blocks that Tesseract put them into.

    Where there is a gutter, whole lines above it come first, then the left column, the right one, and what is below;
    a loosely set line may have been taken for several blocks: the lines of a column are rejoined.
    """
    lines = [line for block in blocks for line in block]
    solid = [word for line in lines for word in line.words if (word.confidence or 0.0) >= SOLID]
    found = find_gutter(lines_of(solid), left, right) if depth < 3 and solid else None
    if found is None:
        return merged([region_of(block) for block in blocks if block])
    body = _between_titles(lines_of(solid)[found.first : found.last], found.middle)
    if len(body) < MIN_LINES or (depth and (found.width < WIDE or len(body) < 10)):
        return [*merged([region_of(block) for block in blocks if block])]
    top, bottom = body[0].top - 2, body[-1].bottom + 2
    above = [_between(block, float("-inf"), top) for block in blocks]
    below = [_between(block, bottom, float("inf")) for block in blocks]
    inner = [_between(block, top, bottom) for block in blocks]
    result = in_order([block for block in above if block], left, right, depth + 1)
    if is_name_list(body, found.middle):
        rows = name_rows(lines_of([word for block in inner for line in block for word in line.words]), found.middle)
        result.append(Region(rows, left, right, (left, right), "pairs"))
    else:
        for side, edges in enumerate(((left, found.middle), (found.middle, right))):
            parts = [split_words(line.words, found.middle)[side] for block in inner for line in block]
            result += in_order([rejoined([Line(part) for part in parts if part])], *edges, depth + 1)
    return result + in_order([block for block in below if block], left, right, depth + 1)


def _between_titles(lines: Sequence[Line], middle: float) -> list[Line]:
    """Return the lines without those at both ends that run over the gutter, with only a usual space where it lies."""
    first, last = 0, len(lines)
    while first < last and _runs_over(lines[first], middle):
        first += 1
    while last > first and _runs_over(lines[last - 1], middle):
        last -= 1
    return list(lines[first:last])


def _runs_over(line: Line, middle: float) -> bool:
    before, after = split_words(line.words, middle)
    if not before or not after:
        return False
    gap = min(word.box.x0 for word in after if word.box) - max(word.box.x1 for word in before if word.box)
    others = sorted(size for size in line.gaps if abs(size - gap) > 0.01) or [0.3 * line.height]
    return gap <= 1.6 * others[len(others) // 2] + 1


def _between(lines: Sequence[Line], top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top <= (line.top + line.bottom) / 2 < bottom]


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a column from top to bottom, those that stand beside each other on one height as one."""
    result: list[Line] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        beside = next((other for other in reversed(result[-4:]) if _continues(other, line)), None)
        if beside is None:
            result.append(line)
        else:
            at = next(number for number, other in enumerate(result) if other is beside)
            result[at] = Line(sorted([*beside.words, *line.words], key=lambda word: word.box.x0 if word.box else 0.0))
    return result


def _continues(line: Line, other: Line) -> bool:
    """Return whether two lines are of one height and level and do not overlap."""
    low, high = sorted((line.height, other.height))
    level = abs(line.top + line.bottom - other.top - other.bottom) < 0.7 * low
    return level and high < 1.6 * low and (line.x1 <= other.x0 + 1 or other.x1 <= line.x0 + 1)


def region_of(lines: Sequence[Line]) -> Region:
    """Return lines as a region of their own width."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Region(list(lines), left, right, (left, right))


def merged(regions: Sequence[Region]) -> list[Region]:
    """Return the regions with blocks that follow each other in one column put together."""
    result: list[Region] = []
    for region in regions:
        if result and (_same_column(result[-1], region) or _lies_within(result[-1], region, regions)):
            last = result[-1]
            left, right = min(last.left, region.left), max(last.right, region.right)
            result[-1] = Region([*last.lines, *region.lines], left, right, (left, right))
        else:
            result.append(region)
    return result


def _lies_within(above: Region, below: Region, regions: Sequence[Region]) -> bool:
    """Return whether a narrow block (a list) belongs under a wide one: it lies within, and nothing stands beside it."""
    gap = below.lines[0].top - above.lines[-1].bottom
    inside = above.left - 12 <= below.left and below.right <= above.right + 12
    beside = any(
        other.lines[0].top < below.lines[-1].bottom and other.lines[-1].bottom > below.lines[0].top
        for other in regions
        if other is not below
    )
    return -4 < gap < 40 and inside and not beside


def _same_column(above: Region, below: Region) -> bool:
    gap = below.lines[0].top - above.lines[-1].bottom
    wide, narrow = sorted((above.right - above.left, below.right - below.left), reverse=True)
    overlap = min(above.right, below.right) - max(above.left, below.left)
    if not -4 < gap < 90 or overlap < 0.7 * narrow:
        return False
    centred = abs((above.left + above.right) - (below.left + below.right)) < 16
    short = min(len(above.lines), len(below.lines)) <= 3
    return narrow >= 0.6 * wide or (short and (centred or abs(above.left - below.left) < 12))
