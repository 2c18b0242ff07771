"""Tesseract's table of words as blocks of lines with boxes in points, without what is no text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from mou_miner.documents.clean import clean
from mou_miner.documents.drafts import PrintedWord
from mou_miner.documents.lines import Line
from mou_miner.records import Box


class Row(NamedTuple):
    """A word of Tesseract's table, in pixels."""

    block: int
    paragraph: int
    line: int
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    text: str


def read_rows(table: str) -> list[Row]:
    """Return the words; specks that are no letters and of which Tesseract is not at all sure are left out."""
    return list(_rows(table))


def _rows(table: str) -> Iterator[Row]:
    for line in table.split("\n"):
        cells = line.rstrip("\r").split("\t")
        if len(cells) < 12 or cells[0] != "5":
            continue
        text = clean("\t".join(cells[11:])).replace(" ", "")
        _, _, block, paragraph, number, _, left, top, width, height = (int(cell) for cell in cells[:10])
        confidence = max(0.0, float(cells[10])) / 100
        if text and (confidence >= 0.3 or (any(map(str.isalnum, text)) and confidence >= 0.05)):
            yield Row(block, paragraph, number, left, top, left + width, top + height, round(confidence, 3), text)


def read_blocks_of_lines(rows: Sequence[Row], page: int, scale: float) -> list[list[Line]]:
    """Return the lines block by block; `scale` is the pixels a point takes."""
    blocks = []
    for _, part in groupby(rows, key=lambda row: row.block):
        block = list(part)
        if _is_text(block):
            groups = [list(words) for _, words in groupby(block, key=lambda row: (row.paragraph, row.line))]
            blocks.append([_line(words, page, scale) for words in groups if not _is_scribble(words)])
    return [block for block in blocks if block]


def _line(rows: Sequence[Row], page: int, scale: float) -> Line:
    """Return one line; its words share its height, as loose boxes of printed words do."""
    top, bottom = min(row.top for row in rows) / scale, max(row.bottom for row in rows) / scale
    words = []
    for row in rows:
        edges = (row.x0 / scale, top, row.x1 / scale, bottom)
        box = Box(page, *(round(edge, 2) for edge in edges))
        words.append(PrintedWord(row.text, box, confidence=row.confidence, read_as=row.text))
    return Line(words)


def _is_text(rows: Sequence[Row]) -> bool:
    """Return whether a block is more than a speck of a stamp or a signature."""
    return len(rows) > 3 or sum(row.confidence for row in rows) / len(rows) >= 0.4


def _is_scribble(rows: Sequence[Row]) -> bool:
    """Return whether a line is what a signature or the rim of a stamp looks like: bits of which Tesseract is not sure."""
    letters = sum(len(row.text) for row in rows)
    sizes = [sum(map(str.isalnum, row.text)) for row in rows]
    if any(size >= 3 and row.confidence >= 0.6 for row, size in zip(rows, sizes, strict=True)):
        return max(sizes) < 4 and len(rows) >= 4 and 3 * sizes.count(0) >= len(rows)
    digits = any(row.text.isdigit() and row.confidence >= 0.6 for row in rows)
    doubtful = sum(row.confidence * len(row.text) for row in rows) / letters < 0.5
    return not digits and (doubtful or (len(rows) >= 2 and letters < 2 * len(rows)))
