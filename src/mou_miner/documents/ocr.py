"""Characters recognised from the picture of a page, with Tesseract: through tesserocr, or else by its command.

Tesseract finds columns and blocks itself, and its order is kept: its tight word boxes would give a worse one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from mou_miner.documents.columns import Region
from mou_miner.documents.drafts import PrintedWord, Sheet
from mou_miner.documents.language import FUNCTION_WORDS
from mou_miner.documents.legible import is_garbled
from mou_miner.documents.ocrengines import Engine, find_engine
from mou_miner.documents.ocrorder import in_order
from mou_miner.documents.ocrpicture import Prepared, prepare, turned_back
from mou_miner.documents.ocrscale import SCALE
from mou_miner.documents.ocrtable import read_blocks_of_lines, read_rows
from mou_miner.documents.ocrwords import correct
from mou_miner.records import Box

__all__ = ["MAX_PIXELS", "SCALE", "Engine", "Recognised", "find_engine", "is_usable", "recognise"]

MAX_PIXELS = 16_000_000
SURE = 0.6
"""The mean confidence below which the page is tried turned by a quarter as well."""


class Recognised(NamedTuple):
    """A page as recognised: its regions in reading order, its paper as turned upright, how sure the reading is.

    Boxes lie on the page as it was made level; `placed` gives them on the page as it is seen.
    """

    regions: list[Region]
    sheet: Sheet
    confidence: float
    turned: int
    tilt: float = 0.0

    @property
    def words(self) -> list[PrintedWord]:
        return [word for region in self.regions for line in region.lines for word in line.words]

    def placed(self, word: PrintedWord) -> PrintedWord:
        """Return a word of this page with its box where it is printed, before the page was made level."""
        if not self.tilt or word.box is None:
            return word
        box, (_, width, height) = word.box, self.sheet
        x, y = turned_back((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2, width, height, self.tilt)
        across, down = (box.x1 - box.x0) / 2, (box.bottom - box.top) / 2
        edges = (x - across, y - down, x + across, y + down)
        return word._replace(box=Box(box.page, *(round(edge, 2) for edge in edges)))


def recognise(engine: Engine, picture: Any, sheet: Sheet, scale: float) -> Recognised:
    """Return the page read from its picture; where that goes badly, the picture is turned, and the best is kept."""
    prepared = prepare(picture, scale)
    best = _recognise(engine, prepared, sheet, scale, 0)
    if best.confidence >= SURE and best.regions and _is_upright(best):
        return best
    for turned in (180, 90, 270):
        other = _recognise(engine, _turned(prepared, turned), sheet, scale, turned)
        better = other.confidence * len(other.words) > 1.3 * best.confidence * max(1, len(best.words))
        if better or (_is_upright(other) and not _is_upright(best) and other.confidence > 0.8 * best.confidence):
            best = other
        if best.confidence >= SURE and _is_upright(best):
            break
    return best


def _turned(prepared: Prepared, turned: int) -> Prepared:
    """Return the picture turned clockwise; turned by a quarter its lines are made level anew."""
    picture = prepared.picture.rotate(-turned, expand=True)
    return Prepared(picture, prepared.tilt) if turned == 180 else prepare(picture, 1.0)


def _recognise(engine: Engine, prepared: Prepared, sheet: Sheet, scale: float, turned: int) -> Recognised:
    if turned in (90, 270):
        sheet = Sheet(sheet.number, sheet.height, sheet.width)
    rows = read_rows(engine.table(prepared.picture))
    blocks = [correct(block) for block in read_blocks_of_lines(rows, sheet.number, scale)]
    regions = in_order(blocks, 0.0, sheet.width)
    confidence = sum(row.confidence for row in rows) / len(rows) if rows else 0.0
    return Recognised(regions, sheet, confidence, turned, prepared.tilt)


def _is_upright(read: Recognised) -> bool:
    """Return whether longer words are wider than high: Tesseract also reads lines that run up the page."""
    long = [word.box for word in read.words if len(word.text) >= 4 and word.box]
    return sum(box.x1 - box.x0 > box.bottom - box.top for box in long) >= 0.5 * len(long)


def is_usable(words: Sequence[PrintedWord], picture_share: float) -> bool:
    """Return whether a text layer can be read: most of it looks like words, and is more than a stamp on a picture."""
    if not words:
        return False
    if is_garbled(word.text for word in words) or is_no_language(words):
        return False
    return len(words) >= 25 or picture_share < 0.5


def is_no_language(words: Sequence[PrintedWord]) -> bool:
    """Return whether a longer text in Latin letters has the letters of no language: a font map may swap them all.

    Languages in Latin letters have a third to a half of vowels; Indonesian and English also their small words.
    """
    text = unicodedata.normalize("NFD", " ".join(word.text for word in words).lower())
    letters = [letter for letter in text if "a" <= letter <= "z"]
    if len(letters) < 200 or len(letters) < 0.6 * sum(map(str.isalpha, text)):
        return False
    vowels = sum(letter in "aeiouy" for letter in letters) / len(letters)
    known = FUNCTION_WORDS["id"] | FUNCTION_WORDS["en"]
    small = sum(word.text.lower() in known for word in words) / len(words)
    return not 0.25 <= vowels <= 0.62 or (small < 0.01 and not 0.33 <= vowels <= 0.54)
