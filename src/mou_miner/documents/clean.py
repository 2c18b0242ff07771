"""Characters as the text of a document has them: composed, no ligatures, no invisible marks, plain single spaces."""

from __future__ import annotations

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "Ĳ": "IJ", "ĳ": "ij", "ŉ": "'n",
}  # fmt: skip
# Symbol fonts put their bullets and arrows into the private use area.
_BULLETS = {chr(0xF000 + code): "•" for code in (0xB7, 0xA7, 0xD8, 0xFC, 0x76, 0x6E, 0x71, 0xA8, 0xE0)}
_HYPHENS = {"\u2010": "-", "\u2011": "-", "\u2012": "–", "\ufe63": "-", "\uff0d": "-"}
_INVISIBLE = dict.fromkeys(
    [*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
     *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10), 0xFEFF, 0xFFFE, 0xFFFF, 0x061C]
)  # fmt: skip
_TABLE: dict[int, str | None] = {
    **_INVISIBLE,
    **{ord(old): new for old, new in (_LIGATURES | _BULLETS | _HYPHENS).items()},
}
_SPACE = re.compile(r"\s+")
_PLAIN = re.compile(r"[\n -~]*")


def clean(text: str) -> str:
    """Return the text normalised: NFC, ligatures spelt out, no invisible characters, single spaces."""
    return _SPACE.sub(" ", clean_characters(text)).strip()


def clean_characters(text: str) -> str:
    """Return the text with its characters normalised and its white space as it was."""
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text.translate(_TABLE))
    return "".join(map(_narrow, text)) if re.search("[\uff01-\uff5e]", text) else text


def squash(text: str) -> str:
    """Return only the letters and digits, in lower case: two lines that say the same have the same squashed form."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def mend_encoding(text: str) -> str:
    """Return the text with UTF-8 that was read as Windows-1252 set right (`JaÄ¨` style), where that is certain.

    Only runs that are valid UTF-8 when turned back are changed; a lone accented letter never is.
    """
    return _MOJIBAKE.sub(_turn_back, text) if _MOJIBAKE.search(text) else text


_LATIN_HIGH = "".join(
    byte.decode("cp1252", "ignore") or chr(byte[0]) for byte in (bytes([code]) for code in range(0x80, 0xC0))
)
_MOJIBAKE = re.compile(f"(?:[\u00c2-\u00df][{re.escape(_LATIN_HIGH)}]|[\u00e0-\u00ef][{re.escape(_LATIN_HIGH)}]{{2}})+")


def _turn_back(found: re.Match[str]) -> str:
    raw = b"".join(_to_byte(letter) for letter in found[0])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _to_byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _narrow(letter: str) -> str:
    return chr(ord(letter) - 0xFEE0) if "\uff01" <= letter <= "\uff5e" else letter
