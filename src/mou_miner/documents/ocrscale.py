"""At which size a page is drawn for OCR: 200 dots an inch, unless the page's size says nothing of the size of its type."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import Any

import pypdfium2

from mou_miner.documents.ocrengines import DPI

SCALE = DPI / 72
_USUAL = (350.0, 900.0)
"""The shorter side of usual paper in points; photos saved as PDF have pages of any size."""
_ACROSS = 1654
"""The pixels of the shorter side of A4 at 200 dots an inch."""


def ocr_scale(document: Any, number: int) -> float:
    """Return the pixels a point should take: on a page of odd size as many as its picture has, as far as these help."""
    with closing(document[number - 1]) as page:
        width, height = page.get_size()
        short = float(min(width, height))
        own = None if not short or _USUAL[0] <= short <= _USUAL[1] else _own_scale(page, width, height)
        if own is None:
            return SCALE
        wanted = max(own, 1000.0 / short)
        return min(wanted, _ACROSS / short) if short < _USUAL[0] else min(wanted, SCALE)


def _own_scale(page: Any, width: float, height: float) -> float | None:
    """Return the pixels a point takes in the picture that covers the page, or None where there is none."""
    for item in islice(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2), 20):
        try:
            left, bottom, right, top = item.get_bounds()
            across, _ = item.get_px_size()
        except pypdfium2.PdfiumError:
            continue
        if (right - left) * (top - bottom) >= 0.6 * width * height:
            return float(across / (right - left))
    return None
