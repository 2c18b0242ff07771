"""PDF files: opened and read page by page with pypdfium2; pdfplumber is a second reader."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pypdfium2

from mou_miner.documents.drafts import Sheet
from mou_miner.documents.letters import placing, set_words
from mou_miner.documents.plumber import ask_plumber
from mou_miner.documents.printedpage import PrintedPage
from mou_miner.documents.rulings import look_at_drawings
from mou_miner.documents.turns import Budget
from mou_miner.errors import ReadError
from mou_miner.settings import ReaderSettings

PDF_MARK = b"%PDF-"
READING_SHARE = 0.5
"""The share of the time for a document that reading its pages may take; the rest is for OCR and layout."""
NO_PAGES = "the PDF has no pages"
NO_PAGES_REMEDY = "Ask for the file again or export it anew."


def reader_name(settings: ReaderSettings) -> str:
    """Return name and version of the library that reads PDF files under these settings."""
    if settings.pdf_backend == "pdfplumber":
        import pdfplumber

        return f"pdfplumber {pdfplumber.__version__}"
    return f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO}"


def read_pages(data: bytes, source: str, settings: ReaderSettings, budget: Budget | None = None) -> list[PrintedPage]:
    """Return the pages; one that cannot be read is there without words and with a problem.

    Pages over the limit of their number, or for which there is no time, are left out: the first of them tells.
    """
    document, password = open_pdf(data, source, settings.passwords)
    with closing(document):
        count = len(document)
        if count == 0:
            raise ReadError(source, "broken", NO_PAGES, NO_PAGES_REMEDY)
        pages = list(_read_each(document, count, source, settings, budget or Budget(settings)))
    if settings.pdf_backend == "pdfplumber":
        ask_plumber(pages, data, password)
    if all(page.problem for page in pages):
        raise ReadError(source, "broken", f"none of its {count} pages can be read ({pages[0].problem})",
                        "Open it in a PDF viewer and save or print it to a new PDF.")  # fmt: skip
    return pages


def _read_each(
    document: Any, count: int, source: str, settings: ReaderSettings, budget: Budget
) -> Iterator[PrintedPage]:
    left = settings.max_characters
    for number in range(1, count + 1):
        if number > settings.max_pages or budget.is_spent(READING_SHARE):
            why = "the limit is max_pages" if number > settings.max_pages else "the time was running out"
            rest = f"pages {number} to {count} were not read" if number < count else "it was not read"
            yield PrintedPage(Sheet(number, 0.0, 0.0), problem=f"{rest}, as {why}")
            return
        page = _read_page(document, number)
        left -= sum(len(word.text) for word in page.words)
        if left < 0:
            cause = f"its text has more than the {settings.max_characters:,} characters that are the limit"
            raise ReadError(source, "too_large", cause, "Split the document, or raise the limit (max_characters).")
        yield page


def open_pdf(data: bytes, source: str, passwords: Sequence[str] = ()) -> tuple[Any, str | None]:
    """Return the open PDF and the password that opened it; raise `ReadError` where none does or the file is broken."""
    locked, data = False, _from_header(data)
    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(data, password=password), password
        except pypdfium2.PdfiumError as error:
            if "unsupported security" in str(error).lower():
                raise ReadError(source, "encrypted", "the PDF is protected in a way that cannot be undone here",
                                "Save a copy without protection from the program that opens it.") from error  # fmt: skip
            # pdfium may report the error of an earlier file: only a file that says so is locked.
            if b"/Encrypt" not in data or "password" not in str(error).lower():
                if not re.search(rb"/Type\s*/(?:Page\b|ObjStm)", data) and b"/Catalog" in data:
                    raise ReadError(source, "broken", NO_PAGES, NO_PAGES_REMEDY) from error
                raise ReadError(source, "broken", f"the PDF cannot be opened ({_short(error)})",
                                "Ask for the file again, or save it anew from a PDF viewer.") from error  # fmt: skip
            locked = True
    assert locked
    tried = f"; {len(passwords)} password(s) tried" if passwords else ""
    raise ReadError(source, "encrypted", f"the PDF is protected by a password{tried}",
                    "Give its password with --password, or save a copy without one.")  # fmt: skip


def _from_header(data: bytes) -> bytes:
    """Return the bytes from the mark of a PDF on, with one put before them where it was cut off.

    pdfium looks for the mark in the first kilobyte alone, and finds moved objects by going through the file.
    """
    at = data.find(PDF_MARK)
    if at > 0:
        return data[at:]
    return data if at == 0 else b"%PDF-1.4\n" + data


def _short(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__


def _read_page(document: Any, number: int) -> PrintedPage:
    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        return PrintedPage(Sheet(number, 0.0, 0.0), problem=f"page cannot be loaded ({_short(error)})")
    with closing(page):
        width, height = page.get_size()
        printed = PrintedPage(Sheet(number, round(width, 2), round(height, 2)))
        try:
            place = placing(page)
            with closing(page.get_textpage()) as textpage:
                set_words(printed, textpage.raw, place, page.get_rotation())
            look_at_drawings(printed, page, place)
        except (pypdfium2.PdfiumError, ctypes.ArgumentError, ValueError) as error:
            printed.problem = f"text cannot be read ({_short(error)})"
        return printed


def is_blank(picture: Any) -> bool:
    """Return whether nothing is to be seen on a picture of a page: all of it has nearly the same shade."""
    darkest, lightest = picture.convert("L").getextrema()
    return bool(lightest - darkest < 12)


def page_picture(document: Any, number: int, scale: float, max_pixels: int) -> tuple[Any, float]:
    """Return a page of an open PDF as a picture, and the pixels a point takes: fewer where the page is huge."""
    page = document[number - 1]
    with closing(page):
        width, height = page.get_size()
        scale = min(scale, (max_pixels / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale)
        with closing(bitmap):
            return bitmap.to_pil().copy(), scale
