"""What a file really is: by its bytes first, by the ending of its name second."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import Literal, NamedTuple

Content = Literal["pdf", "html", "markdown", "text", "docx", "eml", "zip", "jsonl", "csv"]


class Unsupported(NamedTuple):
    """A kind of content that is known but not read, and how to get it into one that is."""

    name: str
    remedy: str


_PICTURE = "Put the picture into a PDF (it is then read with OCR)."
_SAVE = "Open it in its program and save it as PDF, DOCX or text."
_MAGIC: tuple[tuple[bytes, Unsupported], ...] = (
    (b"\xff\xd8\xff", Unsupported("a JPEG picture", _PICTURE)),
    (b"\x89PNG\r\n", Unsupported("a PNG picture", _PICTURE)),
    (b"GIF8", Unsupported("a GIF picture", _PICTURE)),
    (b"II*\x00", Unsupported("a TIFF picture", _PICTURE)),
    (b"MM\x00*", Unsupported("a TIFF picture", _PICTURE)),
    (b"BM", Unsupported("a BMP picture", _PICTURE)),
    (b"{\\rtf", Unsupported("an RTF text", _SAVE)),
    (b"\xd0\xcf\x11\xe0", Unsupported("an old Microsoft Office file (.doc, .xls, .ppt)", _SAVE)),
    (b"Rar!", Unsupported("a RAR archive", "Unpack it, or pack its files as ZIP.")),
    (b"7z\xbc\xaf", Unsupported("a 7-Zip archive", "Unpack it, or pack its files as ZIP.")),
    (b"\x1f\x8b", Unsupported("a gzip archive", "Unpack it, or pack its files as ZIP.")),
    (b"%FDF-", Unsupported("the filled-in fields of a PDF form (FDF)", "Print the filled-in form to a PDF.")),
    (b"%!PS", Unsupported("a PostScript file", "Turn it into a PDF.")),
    (b"SQLite format 3", Unsupported("an SQLite database", "Export the texts as JSON Lines or CSV.")),
    (b"\x7fELF", Unsupported("a program", "Leave it out.")),
    (b"MZ\x90", Unsupported("a program", "Leave it out.")),
    (b"ID3", Unsupported("a sound file", "Leave it out.")),
    (b"AT&TFORM", Unsupported("a DjVu file", "Turn it into a PDF.")),
)
_ENDINGS: dict[str, Content] = {
    ".htm": "html", ".html": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text",
    ".eml": "eml", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".docx": "docx", ".zip": "zip",
    ".pdf": "pdf",
}  # fmt: skip
MEDIA_TYPES: dict[Content, str] = {
    "pdf": "application/pdf", "html": "text/html", "markdown": "text/markdown", "text": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "eml": "message/rfc822",
    "zip": "application/zip", "jsonl": "application/jsonl", "csv": "text/csv",
}  # fmt: skip
_PDF_PARTS = re.compile(rb"%PDF-|\b\d+ \d+ obj\b|\bstartxref\s+\d+|\btrailer\s*<<")
"""What a PDF has inside, for one whose first bytes are not its own."""
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|table|h1)\b", re.IGNORECASE)
_MAIL = re.compile(rb"(?:[A-Z][\w-]{1,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    rb"^(?:from|received|message-id|return-path|mime-version|subject):", re.IGNORECASE | re.MULTILINE
)


def sniff(data: bytes, source: str) -> Content | Unsupported:
    """Return the kind of content the bytes are, or what they are instead of something we read."""
    ending = _ENDINGS.get(PurePath(source.split("?")[0]).suffix.lower())
    start = data[:1024]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if start[8:12] == b"WEBP" and start.startswith(b"RIFF"):
        return Unsupported("a WebP picture", _PICTURE)
    for magic, unsupported in _MAGIC:
        if start.startswith(magic) and (magic != b"BM" or b"\x00" in start[:64]):
            return unsupported
    if ending == "pdf" and _PDF_PARTS.search(data):
        return "pdf"
    if _is_binary(data) and not (ending == "html" and _HTML.search(start)):
        if ending in ("pdf", "docx", "zip"):
            return ending
        return Unsupported("a binary file of unknown kind", "Give a PDF, HTML, DOCX or text file.")
    return _text_kind(data, ending)


def _packed(data: bytes) -> Content | Unsupported:
    if b"word/document.xml" in data or b"word/document" in data[:4096]:
        return "docx"
    if b"xl/workbook.xml" in data:
        return Unsupported("an Excel workbook", "Save the sheet with the texts as CSV.")
    if b"ppt/presentation.xml" in data:
        return Unsupported("a PowerPoint file", "Save it as PDF.")
    if b"application/vnd.oasis.opendocument" in data[:200]:
        return Unsupported("an OpenDocument file", _SAVE)
    if b"application/epub" in data[:200]:
        return Unsupported("an EPUB book", "Turn it into a PDF or HTML.")
    return "zip"


def _is_binary(data: bytes) -> bool:
    sample = data[:8192]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    controls = sum(sample.count(bytes([code])) for code in (*range(9), *range(14, 27)))
    return controls > max(1, 0.01 * len(sample)) and not _looks_utf16(sample)


def _looks_utf16(sample: bytes) -> bool:
    half = max(1, len(sample) // 2)
    return max(sample[0::2].count(0), sample[1::2].count(0)) > 0.4 * half and sample.count(b"\x00\x00") < 0.02 * half


def _text_kind(data: bytes, ending: Content | None) -> Content:
    start = data[:4096].lstrip(codecs.BOM_UTF8).lstrip()
    if ending in ("jsonl", "csv"):
        return ending
    if start[:1] == b"<" and _HTML.search(start):
        return "html"
    if ending in ("html", "markdown", "eml"):
        return ending
    if _HTML.match(start) or (len(_HTML.findall(start)) >= 3 and ending is None):
        return "html"
    if _MAIL.match(start) and len(_MAIL_FIELD.findall(start)) >= 2:
        return "eml"
    if start[:1] == b"{" and re.match(rb"\{[^\n]*\}\s*\n\s*\{", data[:200_000]):
        return "jsonl"
    return "text"
