"""The characters that pdfium finds on a page, put together to words with boxes."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

from mou_miner.documents.clean import SOFT_HYPHEN, clean
from mou_miner.documents.drafts import PrintedWord, Sheet
from mou_miner.documents.printedpage import PrintedPage
from mou_miner.records import Box

_HYPHENS = (0x02, 0xFFFE)
_BREAKS = frozenset([0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F])

Place = Callable[[float, float, float, float], tuple[float, float, float, float]]


def placing(page: Any) -> Place:
    """Return the turn from PDF coordinates (left, bottom, right, top) to the page as seen (x0, top, x1, bottom)."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation() % 360
    if turn == 90:
        return lambda a, b, c, d: (b - bottom, a - left, d - bottom, c - left)
    if turn == 180:
        return lambda a, b, c, d: (right - c, b - bottom, right - a, d - bottom)
    if turn == 270:
        return lambda a, b, c, d: (top - d, right - c, top - b, right - a)
    return lambda a, b, c, d: (a - left, top - d, c - left, top - b)


class _Word:
    """A word while its characters come in; `spaced` when white space came before it."""

    __slots__ = ("bottom", "index", "letters", "spaced", "top", "x0", "x1")

    def __init__(
        self, letter: str, x0: float, top: float, x1: float, bottom: float, index: int, spaced: bool
    ) -> None:  # fmt: skip
        self.letters = [letter]
        self.x0, self.top, self.x1, self.bottom = x0, top, x1, bottom
        self.index, self.spaced = index, spaced


def _words(textpage: Any, place: Place) -> list[_Word]:
    """Return the words: a new one begins at white space, a wide gap, a jump back, or another baseline.

    This loop runs for every character and is most of the work on a page: it is written out for speed.
    """
    get_unicode, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    rectangle = pdfium.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    words: list[_Word] = []
    word: _Word | None = None
    spaced, high = True, 0
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = get_unicode(textpage, index)
        if code in _BREAKS:
            spaced, word = True, None
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if not get_box(textpage, index, pointer):
            continue
        x0, top, x1, bottom = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        letter = "-" if code in _HYPHENS else chr(code)
        if word is not None:
            height = word.bottom - word.top
            if (
                x0 - word.x1 <= 0.3 * height
                and x0 >= word.x0 - 1
                and abs(bottom - word.bottom) <= 0.6 * max(height, bottom - top)
            ):
                word.letters.append(letter)
                word.x1 = max(word.x1, x1)
                word.x0 = min(word.x0, x0)
                word.top = min(word.top, top)
                word.bottom = max(word.bottom, bottom)
                continue
        word = _Word(letter, x0, top, x1, bottom, index, spaced)
        words.append(word)
        spaced = False
    return words


def set_words(printed: PrintedPage, textpage: Any, place: Place, turn: int) -> None:
    """Set the words of a page, those that stand upright apart from those that do not."""
    words = _words(textpage, place)
    angles = [_angle(textpage, word.index, turn) for word in words]
    sizes = {
        angle: sum(len(w.letters) for w, a in zip(words, angles, strict=True) if a == angle) for angle in (90, 270)
    }
    total = sum(len(word.letters) for word in words)
    for angle, size in sizes.items():
        if size > 0.6 * total:
            sheet = printed.sheet
            printed.sideways = True
            printed.sheet = Sheet(sheet.number, sheet.height, sheet.width)
            words = _words(textpage, _turned(place, angle, sheet))
            angles = [(_angle(textpage, word.index, turn) - angle) % 360 for word in words]
    bold = _Bold(textpage)
    number = printed.sheet.number
    for word, angle in zip(words, angles, strict=True):
        if angle:
            _add_aslant(printed.aslant, word, number)
        elif text := word_text("".join(word.letters)):
            box = Box(number, round(word.x0, 2), round(word.top, 2), round(word.x1, 2), round(word.bottom, 2))
            printed.words.append(PrintedWord(text, box, bold(word.index)))


def word_text(raw: str) -> str:
    """Return a word's characters normalised; a soft hyphen at its end stays, as the line may break there."""
    text = clean(raw).replace(" ", "")
    return text + SOFT_HYPHEN if text and raw.endswith(SOFT_HYPHEN) else text


def _angle(textpage: Any, index: int, turn: int) -> int:
    """Return how far a character leans from upright, in whole degrees; small slants count as upright."""
    degrees = round(math.degrees(pdfium.FPDFText_GetCharAngle(textpage, index))) + turn
    degrees %= 360
    return 0 if degrees < 8 or degrees > 352 else degrees


def _turned(place: Place, angle: int, sheet: Sheet) -> Place:
    """Return the placing on a page turned so that text leaning by this angle stands upright."""
    if angle == 90:  # runs downwards

        def turn(a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
            x0, top, x1, bottom = place(a, b, c, d)
            return top, sheet.width - x1, bottom, sheet.width - x0
    else:

        def turn(a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
            x0, top, x1, bottom = place(a, b, c, d)
            return sheet.height - bottom, x0, sheet.height - top, x1

    return turn


def _add_aslant(aslant: list[PrintedWord], word: _Word, number: int) -> None:
    """Add a slanting character to the word before unless white space parts them."""
    text = clean("".join(word.letters)).replace(" ", "")
    if not text:
        return
    box = Box(number, round(word.x0, 2), round(word.top, 2), round(word.x1, 2), round(word.bottom, 2))
    if aslant and not word.spaced and aslant[-1].box:
        old = aslant[-1].box
        whole = Box(
            number, min(old.x0, box.x0), min(old.top, box.top), max(old.x1, box.x1), max(old.bottom, box.bottom)
        )
        aslant[-1] = aslant[-1]._replace(text=aslant[-1].text + text, box=whole)
    else:
        aslant.append(PrintedWord(text, box))


class _Bold:
    """Tells whether a character is set in a bold font, by the name of the font."""

    def __init__(self, textpage: Any) -> None:
        self.textpage = textpage
        self.buffer = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()

    def __call__(self, index: int) -> bool:
        size = pdfium.FPDFText_GetFontInfo(self.textpage, index, self.buffer, 128, ctypes.byref(self.flags))
        return b"bold" in self.buffer.raw[: min(size, 128)].lower()
