"""The picture of a page made ready for OCR: even light, less noise, no coloured stamps, level lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_Bytes = NDArray[np.uint8]
_Bools = NDArray[np.bool_]

NOISY = 8.0
"""The mean difference of neighbouring pixels from which a picture is smoothed; print scanned cleanly has 2 to 6."""
COLOURED = 16
"""How much more colour than the paper a pixel must have to be taken for ink of a stamp or pen."""
MAX_TILT = 8.0
_CELL = 16
_STAMP_POINTS = (30.0, 170.0)
"""Coloured ink lower than the first is print in colour, wider and higher than the second a letterhead or picture."""


class Prepared(NamedTuple):
    """A picture in grey, and the degrees it was turned against the clock to make its lines level."""

    picture: Any
    tilt: float


def prepare(picture: Any, scale: float) -> Prepared:
    """Return the picture cleaned and level; `scale` is the pixels a point takes.

    Each step is left out where the picture does not call for it, so that a clean page stays as it is.
    """
    from PIL import Image

    grey, stamps = _without_colour(picture, scale)
    pixels = _evenly_lit(grey)
    if _noise(pixels) > NOISY:
        pixels = _median(pixels)
        cleaned = _without_specks(Image.fromarray(pixels), scale)
    else:
        cleaned = Image.fromarray(pixels)
    if stamps is not None:
        cleaned = Image.composite(cleaned.point(_LIFTED), cleaned, stamps)
    tilt = tilt_of(cleaned)
    if tilt:
        cleaned = cleaned.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
    return Prepared(cleaned, tilt)


_LIFTED = [value if value < 100 else min(255, round(100 + (value - 100) * 155 / 40)) for value in range(256)]
"""What stays dark under a stamp is print; the shades of the stamp itself are lifted to white."""


def _without_colour(picture: Any, scale: float) -> tuple[Any, Any]:
    """Return the picture in grey, with stamps as light as their lightest channel, and the mask of the stamps or None."""
    from PIL import Image, ImageChops, ImageFilter

    if picture.mode != "RGB":
        return picture.convert("L"), None
    red, green, blue = picture.split()
    light = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    dark = ImageChops.darker(ImageChops.darker(red, green), blue)
    colour = ImageChops.subtract(light, dark).reduce(2).filter(ImageFilter.BoxBlur(1))
    shades = np.asarray(colour)
    limit = min(255, int(np.median(shades[::4, ::4])) + COLOURED)
    grey = picture.convert("L")
    inked = shades > limit
    if inked.mean() < 0.0002:
        return grey, None
    stamps = _stamp_cells(inked, scale)
    if not stamps.any():
        return grey, None
    size = _CELL // 2
    wide = np.repeat(np.repeat(stamps, size, 0), size, 1)[: inked.shape[0], : inked.shape[1]]
    mask = Image.fromarray(((inked & wide) * np.uint8(255)).astype(np.uint8)).filter(ImageFilter.MaxFilter(3))
    mask = mask.resize(picture.size, Image.Resampling.NEAREST)
    return Image.composite(light, grey, mask), mask


def _stamp_cells(inked: _Bools, scale: float) -> _Bools:
    """Return the cells of the page whose coloured ink has the size of a stamp or a signature, not of print."""
    size = _CELL // 2
    height, width = (-(-edge // size) for edge in inked.shape)
    padded = np.zeros((height * size, width * size), np.bool_)
    padded[: inked.shape[0], : inked.shape[1]] = inked
    cells: _Bools = padded.reshape(height, size, width, size).sum((1, 3)) >= 3
    low, large = (points * scale / _CELL for points in _STAMP_POINTS)
    kept = np.zeros_like(cells)
    for spot in _spots(cells):
        ys, xs = zip(*spot, strict=True)
        tall, wide = max(ys) - min(ys) + 1, max(xs) - min(xs) + 1
        if tall >= low and not (tall > large and wide > large) and not (wide > 1.6 * large):
            kept[list(ys), list(xs)] = True
    return kept


def _spots(cells: _Bools) -> Iterator[list[tuple[int, int]]]:
    """Yield the groups of cells that touch each other, also corner to corner."""
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(cells), strict=True)}
    while left:
        found = [left.pop()]
        for y, x in found:
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            found.extend(near)
        yield found


def _evenly_lit(grey: Any) -> _Bytes:
    """Return the pixels as shares of the paper's own light around them."""
    from PIL import Image, ImageFilter

    paper = grey.reduce(8).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(6))
    light = np.maximum(np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR)), 64).astype(np.uint16)
    shares = np.asarray(grey).astype(np.uint16) * np.uint16(255) // light
    even: _Bytes = np.minimum(shares, 255).astype(np.uint8)
    return even


def _noise(pixels: _Bytes) -> float:
    rows = pixels[::8].astype(np.int16)
    return float(np.abs(np.diff(rows, axis=1)).mean()) if rows.size else 0.0


def _median(pixels: _Bytes) -> _Bytes:
    """Return the pixels with each the median of the nine around it: medians of rows, then of their ranks."""
    padded = np.pad(pixels, 1, mode="edge")
    a, b, c = padded[:-2], padded[1:-1], padded[2:]
    low, high = np.minimum(a, b), np.maximum(a, b)
    middle = np.minimum(high, c)
    high = np.maximum(high, c)
    low, middle = np.minimum(low, middle), np.maximum(low, middle)
    lowest = np.maximum(np.maximum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    highest = np.minimum(np.minimum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    return _middle(lowest, _middle(middle[:, :-2], middle[:, 1:-1], middle[:, 2:]), highest)


def _middle(a: _Bytes, b: _Bytes, c: _Bytes) -> _Bytes:
    return np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))


def _without_specks(picture: Any, scale: float) -> Any:
    """Return the picture without dirt: spots of ink smaller than a full stop with no other ink within a letter's width.

    It is looked for at half the size, where a full stop still has four pixels; thin type is faint, and counts as ink
    from a light grey on.
    """
    from PIL import Image, ImageChops, ImageFilter

    ink = picture.point([255 if value < 195 else 0 for value in range(256)]).reduce(2)
    reach = max(3, round(2.2 * scale))
    around = np.asarray(ink.filter(ImageFilter.BoxBlur(reach)), np.uint8)
    limit = round(7 * 255 / (2 * reach + 1) ** 2)
    dark = np.asarray(picture.point([255 if value < 150 else 0 for value in range(256)]).reduce(2)) > 0
    lone = dark & (around <= limit)
    spots = Image.fromarray((lone * np.uint8(255)).astype(np.uint8)).filter(ImageFilter.MaxFilter(3))
    return ImageChops.lighter(picture, spots.resize(picture.size, Image.Resampling.NEAREST))


def tilt_of(picture: Any) -> float:
    """Return the degrees against the clock by which a picture's lines become level; 0 where nothing says so clearly."""
    ink = np.asarray(picture.reduce(4)) < 150
    ys, xs = np.nonzero(ink)
    if not 400 < len(ys) < 0.5 * ink.size:
        return 0.0
    if len(ys) > 60_000:
        ys, xs = ys[:: len(ys) // 40_000], xs[:: len(xs) // 40_000]

    def peaks(degrees: float) -> float:
        rows = (ys - xs * math.tan(math.radians(degrees))).astype(np.int64)
        counts = np.bincount(rows - rows.min()).astype(np.float64)
        return float((counts**2).sum())

    coarse = max(np.arange(-MAX_TILT, MAX_TILT + 0.1, 0.5), key=peaks)
    fine = max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=peaks)
    best = max(np.arange(fine - 0.1, fine + 0.11, 0.05), key=peaks)
    return round(float(best), 2) if abs(best) >= 0.1 and peaks(best) > 1.03 * peaks(0.0) else 0.0


def turned_back(x: float, y: float, width: float, height: float, tilt: float) -> tuple[float, float]:
    """Return where a point of the level picture lies on the page as it was, both of this width and height."""
    angle = math.radians(tilt)
    dx, dy = x - width / 2, y - height / 2
    return (
        width / 2 + dx * math.cos(angle) - dy * math.sin(angle),
        height / 2 + dx * math.sin(angle) + dy * math.cos(angle),
    )
