"""What stands on every page and belongs to none: running headers and footers, page numbers, line numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from mou_miner.documents.drafts import DraftBlock, PrintedWord, Sheet
from mou_miner.documents.lines import Line, lines_of
from mou_miner.records import BlockKind

EDGE = 0.115
"""The share of a page's height, at its top and bottom, in which furniture stands."""

_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|pages|halaman|hal|hlm|p|laman)\b\.?)?\s*[-–—]?\s*(?:(?P<number>\d{1,4})|"
    r"(?P<roman>[ivxlIVXL]{1,6}))"
    r"\s*(?:(?:of|dari|/)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)


class Parted(NamedTuple):
    """A page with its furniture taken out."""

    body: list[PrintedWord]
    furniture: list[DraftBlock]


def part_furniture(pages: Sequence[Sequence[PrintedWord]], sheets: Sequence[Sheet]) -> list[Parted]:
    """Return each page's words without furniture, and the furniture as blocks of its kinds."""
    numbered = [_line_numbers(words, sheet) for words, sheet in zip(pages, sheets, strict=True)]
    rest = [[word for word in words if id(word) not in numbers] for words, numbers in zip(pages, numbered, strict=True)]
    edges = [_edge_lines(words, sheet) for words, sheet in zip(rest, sheets, strict=True)]
    kinds = _kinds(edges, sheets, rest)
    parted = []
    for words, lines, strip, kind in zip(rest, edges, numbered, kinds, strict=True):
        furniture = [DraftBlock(kind[number], lines[number].words) for number in sorted(kind)]
        taken = {id(word) for number in kind for word in lines[number].words}
        if strip:
            furniture.append(DraftBlock("line_number", list(strip.values())))
        parted.append(Parted([word for word in words if id(word) not in taken], furniture))
    return parted


def _edge_lines(words: Sequence[PrintedWord], sheet: Sheet) -> list[Line]:
    """Return the lines near the top and bottom edge; a line stands on the side it is nearer to."""
    high, low = EDGE * sheet.height, (1 - EDGE) * sheet.height
    lines = lines_of([word for word in words if word.box and (word.box.top <= high or word.box.bottom >= low)])
    return [line for line in lines if line.bottom <= high or line.top >= low]


def _kinds(
    edges: Sequence[Sequence[Line]], sheets: Sequence[Sheet], pages: Sequence[Sequence[PrintedWord]]
) -> list[dict[int, BlockKind]]:
    """Return for each page which of its edge lines are furniture, and of what kind."""
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for page, lines in enumerate(edges):
        for number, line in enumerate(lines):
            seen[_key(line.text)].append((page, number))
    kinds: list[dict[int, BlockKind]] = [{} for _ in edges]
    for key, places in seen.items():
        on = {page for page, _ in places}
        if key and len(on) >= 2 and (len(on) >= 3 or len(on) >= 0.5 * len(edges)):
            for page, number in places:
                line = edges[page][number]
                if not key.strip("#") or _PAGE_NUMBER.fullmatch(line.text):
                    continue
                if _same_height(line, [edges[p][n] for p, n in places if p != page]):
                    kinds[page][number] = "header" if line.top < sheets[page].height / 2 else "footer"
    for page, lines in enumerate(edges):
        if page and lines and 0 not in kinds[page] and _is_lone_header(lines, pages[page]):
            kinds[page][0] = "header"
    for page, lines in enumerate(edges):
        for number, line in enumerate(lines):
            if number not in kinds[page] and _is_page_number(line, page, edges, lines):
                kinds[page][number] = "page_number"
    return kinds


def _is_lone_header(lines: Sequence[Line], words: Sequence[PrintedWord]) -> bool:
    """Return whether a later page's first line is a header that no other page repeats: small, short and set apart."""
    line = lines[0]
    usual = median([word.box.bottom - word.box.top for word in words if word.box])
    below = min((word.box.top for word in words if word.box and word.box.top > line.bottom), default=None)
    return (
        line.height < 0.9 * usual
        and line.top < min(word.box.bottom for word in words if word.box)
        and any(map(str.isalpha, line.text))
        and len(line.words) <= 14
        and line.text[-1] not in ".;:,"
        and below is not None
        and below - line.bottom > 0.9 * usual
        and not line.recognised
    )


def _key(text: str) -> str:
    """Return what a running line keeps from page to page: its letters, with any number as `#`."""
    return re.sub(r"\d+", "#", "".join(letter for letter in text.casefold() if letter.isalnum()))


def _same_height(line: Line, others: Sequence[Line]) -> bool:
    return any(abs(line.top - other.top) < 6 for other in others)


def _is_page_number(line: Line, page: int, edges: Sequence[Sequence[Line]], lines: Sequence[Line]) -> bool:
    """Return whether the line is a page number: it counts on with the pages, or is alone at the edge of a lone page."""
    found = _PAGE_NUMBER.fullmatch(line.text)
    if not found or not (found["number"] or found["roman"]):
        return False
    if not found["number"]:
        return len(found["roman"]) <= 4 and line is (lines[-1] if line.top > 300 else lines[0])
    offset = int(found["number"]) - page
    for other_page, other_lines in enumerate(edges):
        for other in other_lines:
            match = _PAGE_NUMBER.fullmatch(other.text)
            if other_page != page and match and match["number"] and int(match["number"]) - other_page == offset:
                return True
    alone = (line is lines[-1] and line.top > 300) or (line is lines[0] and line.top <= 300)
    return alone and int(found["number"]) <= 999 and (len(edges) == 1 or offset in (0, 1))


def _line_numbers(words: Sequence[PrintedWord], sheet: Sheet) -> dict[int, PrintedWord]:
    """Return the words of a strip of line numbers in the margin: rising by one step at even distances."""
    numbers = [word for word in words if word.box and word.text.isdigit() and len(word.text) <= 3]
    if len(numbers) < 4:
        return {}
    others = [word.box.x0 for word in words if word.box and not word.text.isdigit()]
    edge = min(others, default=sheet.width)
    strip = sorted((w for w in numbers if w.box and w.box.x1 <= edge - 2), key=lambda w: w.box.top if w.box else 0.0)
    if len(strip) < 4:
        return {}
    values = [int(word.text) for word in strip]
    tops = [word.box.top for word in strip if word.box]
    steps = [b - a for a, b in pairwise(values)]
    pitches = [b - a for a, b in pairwise(tops)]
    step, pitch = median(steps), median(pitches)
    even = sum(abs(p - pitch * s / step) < 0.25 * pitch for p, s in zip(pitches, steps, strict=True)) if step > 0 else 0
    if even < 0.8 * len(pitches) or (step == 1 and len(strip) < 8):
        return {}
    return {id(word): word for word in strip}
