"""The characters that pdfium finds on a page, put together to words with boxes.

pdfium gives the box of one character at a time. The calls are made in one sweep that writes into one array, and all that
follows (where words begin, their boxes) is arithmetic on arrays: a page of text takes milliseconds.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from mou_miner.documents.clean import SOFT_HYPHEN, clean
from mou_miner.documents.drafts import PrintedWord, Sheet
from mou_miner.documents.printedpage import PrintedPage
from mou_miner.records import Box

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Place = Callable[[Any, Any, Any, Any], tuple[Any, Any, Any, Any]]
"""Takes numbers or arrays of numbers."""

_BREAKS = np.zeros(0x10000, bool)
_BREAKS[[0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F]] = True
_HYPHENS = (0x02, 0xFFFE)
_FONT_NAME = 128


def _fast(function: Any, result: Any, *arguments: Any) -> Any:
    """Return the function of pdfium with plain addresses as arguments, which ctypes hands over in half the time."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_address, _number = ctypes.c_void_p, ctypes.c_int
_get_unicode = _fast(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _address, _number)
_get_text = _fast(pdfium.FPDFText_GetText, _number, _address, _number, _number, _address)
_get_box = _fast(pdfium.FPDFText_GetLooseCharBox, _number, _address, _number, _address)
_get_angle = _fast(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _address, _number)
_get_font = _fast(
    pdfium.FPDFText_GetFontInfo, ctypes.c_ulong, _address, _number, _address, ctypes.c_ulong, _address
)  # fmt: skip


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


class _Letters(NamedTuple):
    """The characters that are no white space: all fields have one entry for each."""

    text: str
    numbers: Ints
    """pdfium's number of the character."""
    spaced: NDArray[np.bool_]
    """Whether white space stands before it."""
    boxes: Floats
    """Left, top, right and bottom in PDF coordinates."""


class _Words(NamedTuple):
    """Words as columns: their raw texts, the number of their first character, white space before, x0 top x1 bottom."""

    texts: list[str]
    numbers: list[int]
    spaced: list[bool]
    boxes: list[list[float]]


def set_words(printed: PrintedPage, textpage: Any, place: Place, turn: int) -> None:
    """Set the words of a page, those that stand upright apart from those that do not."""
    handle = ctypes.cast(textpage, ctypes.c_void_p).value or 0
    letters = _letters(handle)
    if not letters.text:
        return
    words = _words(letters, place)
    angles = _angles(handle, words.numbers, turn)
    if turned := _sideways(words, angles):
        sheet = printed.sheet
        printed.sideways = True
        if turned != 180:
            printed.sheet = Sheet(sheet.number, sheet.height, sheet.width)
        words = _words(letters, _turned(place, turned, sheet))
        angles = _angles(handle, words.numbers, turn - turned)
    number = printed.sheet.number
    for raw, spaced, angle, box, bold in zip(
        words.texts, words.spaced, angles, words.boxes, _bold(handle, words.numbers), strict=True
    ):
        if angle:
            _add_aslant(printed.aslant, raw, Box(number, *box), spaced)
        elif text := word_text(raw):
            printed.words.append(PrintedWord(text, Box(number, *box), bold))


def word_text(raw: str) -> str:
    """Return a word's characters normalised; a soft hyphen at its end stays, as the line may break there."""
    if raw.isascii() and raw.isprintable():
        return raw
    text = clean(raw).replace(" ", "")
    return text + SOFT_HYPHEN if text and raw.endswith(SOFT_HYPHEN) else text


def _letters(handle: int) -> _Letters:
    count = max(0, int(pdfium.FPDFText_CountChars(ctypes.cast(handle, pdfium.FPDF_TEXTPAGE))))
    codes, present = _codes(handle, count)
    breaks = _BREAKS[np.minimum(codes, 0xFFFF)] & present
    index = np.flatnonzero(present & ~breaks)
    boxes = np.zeros((len(index), 4), np.float32)
    address = boxes.ctypes.data
    placed = list(map(_get_box, repeat(handle), index.tolist(), range(address, address + 16 * len(index), 16)))
    sound = np.array(placed, bool) & np.isfinite(boxes).all(axis=1)
    index, boxes = index[sound], boxes[sound]
    before = np.cumsum(breaks)[index]
    spaced = np.concatenate(([True], before[1:] != before[:-1])) if len(index) else np.zeros(0, bool)
    text = codes[index].astype("<u4").tobytes().decode("utf-32-le", "replace")
    return _Letters(text, index, spaced, boxes.astype(np.float64))


def _codes(handle: int, count: int) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return the code point of every character, and which stand for one: the first half of a pair does not.

    The text as a whole is one call, but leaves out characters without a code; then each is asked for by itself.
    """
    buffer = np.zeros(count + 2, np.uint16)
    size = _get_text(handle, 0, count, buffer.ctypes.data) - 1
    codes = buffer[:count].astype(np.uint32)
    if size != count or (codes == 0).any():
        codes = np.array(list(map(_get_unicode, repeat(handle), range(count))), np.uint32)
    codes[np.isin(codes, _HYPHENS)] = ord("-")
    codes[codes > 0x10FFFF] = 0xFFFD
    present = np.ones(count, bool)
    half = (codes >= 0xD800) & (codes < 0xE000)
    if half.any():
        first = half & (codes < 0xDC00)
        paired = np.flatnonzero(first[:-1] & half[1:] & ~first[1:])
        codes[paired + 1] = 0x10000 + ((codes[paired] - 0xD800) << 10) + (codes[paired + 1] - 0xDC00)
        half[paired + 1] = False
        present = ~(half & first)
        codes[half & ~first] = 0xFFFD
    return codes, present


def _words(letters: _Letters, place: Place) -> _Words:
    """Return the words: a new one begins at white space, a wide gap, a jump back, or another baseline."""
    x0, top, x1, bottom = place(letters.boxes[:, 0], letters.boxes[:, 3], letters.boxes[:, 2], letters.boxes[:, 1])
    height = bottom - top
    begins = letters.spaced.copy()
    begins[1:] |= x0[1:] - x1[:-1] > 0.3 * height[:-1]
    begins[1:] |= x0[1:] < x0[:-1] - np.maximum(1.0, 0.5 * height[:-1])
    begins[1:] |= np.abs(bottom[1:] - bottom[:-1]) > 0.6 * np.maximum(height[1:], height[:-1])
    starts = np.flatnonzero(begins)
    edges = [*starts.tolist(), len(letters.text)]
    boxes = np.stack(
        (
            np.minimum.reduceat(x0, starts), np.minimum.reduceat(top, starts), np.maximum.reduceat(x1, starts),
            np.maximum.reduceat(bottom, starts),
        ),
        axis=1,
    )  # fmt: skip
    text = letters.text
    return _Words(
        [text[start:end] for start, end in pairwise(edges)],
        letters.numbers[starts].tolist(),
        letters.spaced[starts].tolist(),
        boxes.round(2).tolist(),
    )


def _angles(handle: int, index: Sequence[int], turn: int) -> list[int]:
    """Return how far characters lean from upright, in whole degrees; small slants count as upright."""
    leaning = np.array(list(map(_get_angle, repeat(handle), index)))
    degrees = (np.rint(np.degrees(np.nan_to_num(leaning))).astype(int) + turn) % 360
    degrees[(degrees < 8) | (degrees > 352)] = 0
    return list(degrees.tolist())


def _sideways(words: _Words, angles: Sequence[int]) -> int | None:
    """Return the angle by which most of the text leans up or down the page, if it does."""
    sizes = dict.fromkeys((90, 180, 270), 0)
    for text, angle in zip(words.texts, angles, strict=True):
        if angle in sizes:
            sizes[angle] += len(text)
    total = sum(map(len, words.texts))
    return next((angle for angle, size in sizes.items() if size > 0.6 * total), None)


def _turned(place: Place, angle: int, sheet: Sheet) -> Place:
    """Return the placing on a page turned so that text leaning by this angle stands upright."""
    if angle == 90:  # runs downwards

        def turn(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any, Any, Any]:
            x0, top, x1, bottom = place(a, b, c, d)
            return top, sheet.width - x1, bottom, sheet.width - x0
    elif angle == 180:

        def turn(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any, Any, Any]:
            x0, top, x1, bottom = place(a, b, c, d)
            return sheet.width - x1, sheet.height - bottom, sheet.width - x0, sheet.height - top
    else:

        def turn(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any, Any, Any]:
            x0, top, x1, bottom = place(a, b, c, d)
            return sheet.height - bottom, x0, sheet.height - top, x1

    return turn


def _add_aslant(aslant: list[PrintedWord], raw: str, box: Box, spaced: bool) -> None:
    """Add a slanting character to the word before unless white space parts them."""
    text = clean(raw).replace(" ", "")
    if not text:
        return
    if aslant and not spaced and aslant[-1].box:
        old = aslant[-1].box
        whole = Box(
            box.page, min(old.x0, box.x0), min(old.top, box.top), max(old.x1, box.x1), max(old.bottom, box.bottom)
        )
        aslant[-1] = aslant[-1]._replace(text=aslant[-1].text + text, box=whole)
    else:
        aslant.append(PrintedWord(text, box))


def _bold(handle: int, index: Sequence[int]) -> list[bool]:
    """Return whether characters are set in a bold font, by the name of the font."""
    names = ctypes.create_string_buffer(_FONT_NAME * max(1, len(index)))
    flags = ctypes.c_int()
    begin = ctypes.addressof(names)
    slots = range(begin, begin + _FONT_NAME * len(index), _FONT_NAME)
    room, flag = repeat(_FONT_NAME - 1), repeat(ctypes.addressof(flags))
    for _ in map(_get_font, repeat(handle), index, slots, room, flag):
        pass
    raw = names.raw.lower()
    return [b"bold" in raw[at : at + _FONT_NAME] for at in range(0, _FONT_NAME * len(index), _FONT_NAME)]
