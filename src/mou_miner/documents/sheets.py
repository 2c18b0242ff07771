"""The text of a source without pages, set on sheets of its own: blocks with their labels, mentions marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from mou_miner.documents.marks import BLOCKS, Legend, Mark, Pen, font, to_png
from mou_miner.records import UNREAD_KINDS, Block, Box, Document

WIDTH, HEIGHT, MARGIN, GUTTER = 960, 1280, 40, 150
"""A sheet in pixels; the gutter is the strip on the left that holds the labels."""
_SIZES = {"title": 20, "heading": 17}


class _Piece(NamedTuple):
    """A stretch of text on one line of a sheet."""

    start: int
    end: int
    x: float
    y: float


class _Set(NamedTuple):
    """A block, or the part of it that stands on one sheet: its lines as pieces between white space."""

    number: int
    block: Block
    pieces: list[_Piece]
    top: float
    bottom: float


def count_sheets(document: Document) -> int:
    """Return how many sheets the text takes."""
    return len(list(_sheets(document)))


def draw_sheet(document: Document, number: int, marks: Sequence[Mark] = ()) -> bytes:
    """Return a PNG of one sheet (they count from 1) of a document's text, with a legend below."""
    sheets = list(_sheets(document))
    height = HEIGHT if number < len(sheets) else max((part.bottom for part in sheets[-1]), default=0.0) + MARGIN
    canvas = Image.new("RGB", (WIDTH, int(height)), "white")
    ink = ImageDraw.Draw(canvas)
    pen, legend = Pen(canvas, 1.0), Legend()
    for part in sheets[number - 1]:
        colour = BLOCKS[part.block.kind]
        legend.add_block(part.block.kind)
        size = _size(part.block)
        for piece in part.pieces:
            shade = "#888888" if part.block.kind in UNREAD_KINDS else "black"
            ink.text((piece.x, piece.y), document.text[piece.start : piece.end], fill=shade, font=font(size))
        ink.line((GUTTER - 8, part.top, GUTTER - 8, part.bottom - 4), fill=colour, width=4)
        label = f"{part.number} {part.block.kind}" + (f" {part.block.language}" if part.block.language else "")
        ink.text((MARGIN / 2, part.top + 2), label, fill=colour, font=font(11))
        for mark in marks:
            for box in _boxes(document.text, part.pieces, mark, size):
                pen.mark(box, mark)
                legend.add_mark(mark)
    name = document.source.rsplit("/", 1)[-1]
    title = f"{name} has no pages: its text, sheet {number} of {len(sheets)}; {document.kind}, {document.language}"
    return to_png(legend.below(pen.finished(), title))


@lru_cache(maxsize=10_000)
def _width(text: str, size: int) -> float:
    return font(size).getlength(text)


def _size(block: Block) -> int:
    return _SIZES.get(block.kind, 14)


def _sheets(document: Document) -> Iterator[list[_Set]]:
    sheet: list[_Set] = []
    y = float(MARGIN)
    for number, block in enumerate(document.blocks, 1):
        size = _size(block)
        pitch = 1.4 * size
        lines = list(_lines(document.text, block, size))
        while lines:
            room = int((HEIGHT - MARGIN - y) // pitch)
            if room < min(2, len(lines)):
                yield sheet
                sheet, y = [], float(MARGIN)
                continue
            here, lines = lines[:room], lines[room:]
            pieces = [_Piece(start, end, x, y + row * pitch) for row, line in enumerate(here) for start, end, x in line]
            bottom = y + len(here) * pitch
            sheet.append(_Set(number, block, pieces, y, bottom))
            y = bottom + 8
    yield sheet


def _lines(text: str, block: Block, size: int) -> Iterator[list[tuple[int, int, float]]]:
    """Yield the lines of a block: its words with their place across the sheet; a word too long for it is cut."""
    space, right = _width(" ", size), float(WIDTH - MARGIN)
    line: list[tuple[int, int, float]] = []
    x, at = float(GUTTER), block.start
    while at < block.end:
        if text[at].isspace():
            at += 1
            continue
        end = at
        while end < block.end and not text[end].isspace():
            end += 1
        while end - at > 1 and _width(text[at:end], size) > right - GUTTER:
            end = at + max(1, (end - at) * 2 // 3)
        width = _width(text[at:end], size)
        if line and x + width > right:
            yield line
            line, x = [], float(GUTTER)
        line.append((at, end, x))
        x += width + space
        at = end
    if line:
        yield line


def _boxes(text: str, pieces: Sequence[_Piece], mark: Mark, size: int) -> Iterator[Box]:
    for piece in pieces:
        start, end = max(piece.start, mark.start), min(piece.end, mark.end)
        if start < end:
            left = piece.x + _width(text[piece.start : start], size)
            yield Box(1, left, piece.y + 1, left + _width(text[start:end], size), piece.y + 1.25 * size)
