"""A picture of a page with what was read from it: blocks by kind, language and order of reading, and mentions.

A page of a PDF is drawn as it is printed; of a source without pages the text is set on sheets (`sheets.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import pairwise

import numpy as np
from PIL import Image

from mou_miner.documents.marks import BLOCKS, Legend, Mark, Pen, to_png
from mou_miner.documents.pdf import open_pdf, page_picture
from mou_miner.records import Box, Document, Word

SCALE = 1.6
MAX_PIXELS = 20_000_000


def draw_page(
    data: bytes, document: Document, page: int, marks: Sequence[Mark] = (), passwords: Sequence[str] = ()
) -> bytes:
    """Return a PNG of one page of a PDF: each block framed in the colour of its kind with its place in the order of
    reading, its kind and its language; what is marked in its colour; a legend below.

    `page` must be one of the document's. Raises `ReadError` where the bytes cannot be opened.
    """
    pdf, _ = open_pdf(data, document.source, passwords)
    with closing(pdf):
        picture, scale = page_picture(pdf, page, SCALE, MAX_PIXELS)
    words = [word for word in document.words if word.box.page == page]
    printed = [word.box for word in words]
    pen, legend = Pen(_upright(picture.convert("RGB"), words, scale), scale), Legend()
    for number, block in enumerate(document.blocks, 1):
        if boxes := _within(words, block.start, block.end):
            label = f"{number} {block.kind}" + (f" {block.language}" if block.language else "")
            for part, piece in enumerate(_pieces(boxes)):
                pen.frame(piece, BLOCKS[block.kind], f"{number} goes on" if part else label, printed)
            legend.add_block(block.kind)
    for mark in marks:
        if boxes := _within(words, mark.start, mark.end):
            for box in _by_line(boxes):
                pen.mark(box, mark)
            legend.add_mark(mark)
    name = document.source.rsplit("/", 1)[-1]
    title = f"{name}, page {page} of {len(document.pages)}; {document.kind}, {document.language}"
    return to_png(legend.below(pen.finished(), title))


def _within(words: Iterable[Word], start: int, end: int) -> list[Box]:
    return [word.box for word in words if word.start < end and word.end > start]


def _upright(picture: Image.Image, words: Sequence[Word], scale: float) -> Image.Image:
    """Return the picture turned as the page was turned to be read: so that the ink lies in the words' boxes."""
    if not words:
        return picture
    grey = picture.convert("L")
    turns = {turn: grey.rotate(turn, expand=True) for turn in (0, 90, 180, 270)}
    best = max(turns, key=lambda turn: (_ink_in_boxes(turns[turn], words, scale), turn == 0))
    return picture.rotate(best, expand=True) if best else picture


def _ink_in_boxes(grey: Image.Image, words: Sequence[Word], scale: float) -> float:
    dark = 255 - np.asarray(grey, np.int32)
    inside = total = 0
    for word in words[:400]:
        _, x0, top, x1, bottom = word.box
        piece = dark[max(0, int(top * scale)) : int(bottom * scale), max(0, int(x0 * scale)) : int(x1 * scale)]
        inside += int(piece.sum())
        total += int((x1 - x0) * (bottom - top) * scale * scale)
    return round(inside / max(1, total), 1)


def _pieces(boxes: Sequence[Box]) -> list[Box]:
    """Return the frames around a block: it has a second one where it goes on at the head of the next column."""
    groups = [[boxes[0]]]
    for before, box in pairwise(boxes):
        if box.bottom < before.top - 2 * (before.bottom - before.top):
            groups.append([])
        groups[-1].append(box)
    return [_around(group) for group in groups]


def _by_line(boxes: Sequence[Box]) -> list[Box]:
    """Return one box for the words of each line."""
    lines = [[boxes[0]]]
    for before, box in pairwise(boxes):
        if abs(box.top - before.top) > 0.5 * (before.bottom - before.top) or box.x0 < before.x0:
            lines.append([])
        lines[-1].append(box)
    return [_around(line) for line in lines]


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        boxes[0].page, min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )  # fmt: skip
