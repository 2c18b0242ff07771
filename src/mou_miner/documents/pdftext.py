"""The bare text of a PDF in the order of the file: no layout and no boxes, at nearly the speed of pdfium itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pypdfium2

from mou_miner.documents.clean import clean_characters
from mou_miner.documents.pdf import open_pdf

_LINE_END = re.compile(r"[ \u00a0]*\r\n?")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[\x02\ufffe\u00ad]\n?(?=[^\W\d_])")
_PARTED_SURROGATES = re.compile("[\ud800-\udfff]")


def read_plain(data: bytes, source: str, passwords: Sequence[str] = ()) -> Iterator[str]:
    """Yield the text of each page, line by line as printed; a page that cannot be read has none.

    Good for a search or a first look. Columns come as the file has them, which may be line by line. Raises `ReadError`
    where the file cannot be opened.
    """
    document, _ = open_pdf(data, source, passwords)
    with closing(document):
        for number in range(len(document)):
            try:
                page = document[number]
            except (pypdfium2.PdfiumError, OSError, ValueError):
                yield ""
                continue
            with closing(page):
                yield _page_text(page)


def _page_text(page: Any) -> str:
    try:
        with closing(page.get_textpage()) as textpage:
            raw = textpage.get_text_range()
    except (pypdfium2.PdfiumError, ValueError):
        return ""
    text = _LINE_END.sub("\n", raw.replace("\0", ""))
    if not text.isascii() or "\x02" in text:
        text = clean_characters(_PARTED_SURROGATES.sub("\ufffd", _BROKEN_WORD.sub("", text)))
    return text.strip()
