"""pdfplumber as a second way to read the words of a page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from mou_miner.documents.drafts import PrintedWord
from mou_miner.documents.letters import word_text
from mou_miner.documents.printedpage import PrintedPage
from mou_miner.records import Box

logger = logging.getLogger(__name__)


def ask_plumber(pages: Sequence[PrintedPage], data: bytes, password: str | None) -> None:
    """Set the words of all pages to those that pdfplumber finds.

    pdfplumber raises bare errors of many kinds on damaged files; one that fails here is a problem of its page.
    """
    import pdfplumber

    try:
        document = pdfplumber.open(BytesIO(data), password=password or "")
    except Exception as error:
        for page in pages:
            page.problem = page.problem or f"pdfplumber cannot open the file ({error})"
        return
    with document:
        for page, plumbed in zip(pages, document.pages, strict=False):
            try:
                page.words = _plumbed_words(plumbed, page.sheet.number)
            except Exception as error:
                logger.debug("pdfplumber on page %s: %s", page.sheet.number, error)
                page.problem = page.problem or f"pdfplumber cannot read it ({error})"
            plumbed.close()


def _plumbed_words(plumbed: Any, number: int) -> list[PrintedWord]:
    left, top = plumbed.cropbox[0], plumbed.cropbox[1]
    words = []
    for word in plumbed.extract_words(x_tolerance_ratio=0.3, y_tolerance=2, use_text_flow=False, return_chars=True):
        text = word_text(word["text"])
        if text and word.get("upright", True):
            box = Box(number, *(round(v, 2) for v in (
                word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top)))  # fmt: skip
            words.append(PrintedWord(text, box, "bold" in str(word["chars"][0]["fontname"]).lower()))
    return words
