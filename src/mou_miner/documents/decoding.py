"""Bytes of a text file as characters."""

from __future__ import annotations

import codecs
import re

from mou_miner.documents.clean import mend_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_VALID = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xc2[\xa0-\xbf]")
"""A letter beyond ASCII in UTF-8: without a single one, a broken text is in another charset."""
_ASCII = b"<meta charset=abc> xyz,0-9;"
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "unicode-escape", "utf-7", "undefined", "mbcs", "oem"}
)
"""Codecs of Python that are no charsets of texts, or that nobody should use for one."""
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]*?encoding=["']([\w.-]+)""", re.IGNORECASE
)


def decode(data: bytes) -> str:
    """Return the text: by byte order mark, as UTF-8 if it is valid, as declared in a meta tag, else as Windows-1252.

    UTF-8 that was once read as Windows-1252 and saved again is set right where that is certain.
    """
    return mend_encoding(_decode(data)).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data[:400]:
        even, odd, half = data[:400:2].count(0), data[1:400:2].count(0), len(data[:400]) / 2
        if max(even, odd) > 0.3 * half:
            return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    declared = _declared(data)
    if declared and codecs.lookup(declared).name not in ("utf-8", "ascii", "iso8859-1"):
        return data.decode(declared, "replace")
    # A page in UTF-8 may be cut off in the middle of a letter, or hold a stray byte or two.
    text = data.decode("utf-8", "replace")
    if broken < len(data) - 4 and not _VALID.search(data):
        return data.decode("cp1252", "replace")
    if broken >= len(data) - 4 or text.count("\ufffd") <= max(1, sum(byte >= 0xC2 for byte in data) // 10):
        return text
    return data.decode("cp1252", "replace")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii", "ignore")
    try:
        codec = codecs.lookup(name).name
        # A declaration that could be read shows that ASCII stands for itself: no UTF-16, no packing, no cipher.
        sound = codec not in _NO_CHARSETS and _ASCII.decode(codec) == _ASCII.decode("ascii")
    except (LookupError, UnicodeError, ValueError):
        return None
    return name if sound else None
