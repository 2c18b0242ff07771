"""Whether the text layer of a page says what a person sees on it: fonts may map their glyphs to anything."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

_SOUND = re.compile(
    r"[\W_]*(?:[^\W\d_]*[aeiouyAEIOUYÀ-ž][^\W\d_]*|[A-Z]{1,6}|[\d.,:/-]+|[ivxlcdmIVXLCDM]+)(?:[-'’/.&][\w.]+)*[\W_]*"
)
_PART = re.compile(r"[^\W\d_]*[aeiouyAEIOUYÀ-ž][^\W\d_]*\d*|(?:[A-Z]{1,6}|[a-z]{1,4})\d*|[a-z]?\d+[a-z]?|[ivxlcdm]+|")
_BETWEEN = re.compile(r"[\W_]+")
_FEW, _ENOUGH, _MANY = 6, 40, 100
_VOWELS = 0.22
"""The share of vowels that no text of so many letters falls below: Indonesian has 0.42, English 0.38, Polish 0.35."""
_ONE_WRITING = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "BOPOMOFO"})


def is_garbled(texts: Iterable[str], sound_share: float = 0.6) -> bool:
    """Return whether the words of a page are no writing: a font without a map, or with a wrong one, gave them.

    Text in another script is writing; letters of several scripts at random are none, nor are words of which fewer than
    `sound_share` can be said.
    """
    words = list(texts)
    text = "".join(words)
    if not text.isascii() and _is_odd(text):
        return True
    if not _is_latin(text):
        return False
    letters = [letter for letter in text.lower() if letter.isalpha()]
    vowels = sum(letter in "aeiouy" or letter > "\x7f" for letter in letters)
    if len(letters) >= _MANY and vowels < _VOWELS * len(letters):
        return True
    sound = sum(len(word) for word in words if _is_sound(word))
    return sound < sound_share * len(text) if len(text) >= _ENOUGH else sound == 0 and len(text) >= _FEW


def _is_sound(word: str) -> bool:
    """Return whether a word can be said, or is a number or an abbreviation: as a whole, or each part of it."""
    return bool(_SOUND.fullmatch(word)) or all(map(_PART.fullmatch, _BETWEEN.split(word)))


def _is_latin(text: str) -> bool:
    return text.isascii() or sum(letter < "\u0250" or "\u1e00" <= letter < "\u2c00" for letter in text) > 0.5 * len(
        text
    )


def _is_odd(text: str) -> bool:
    """Return whether many characters mean nothing, stand for bytes of another code page, or change script all the time."""
    kinds = Counter(map(_kind, text))
    letters = sum(count for kind, count in kinds.items() if kind)
    if letters < _FEW:
        return bool(letters) and kinds["nothing"] == letters
    if kinds["nothing"] > 0.3 * letters or kinds["high"] >= 0.5 * letters:
        return True
    scripts = [kind for kind in map(_kind, text) if kind not in ("", "nothing")]
    changes = sum(one != other for one, other in pairwise(scripts))
    return len(set(scripts)) >= 3 and changes > 0.25 * len(scripts)


@lru_cache(maxsize=4096)
def _kind(letter: str) -> str:
    """Return the script of a letter; `nothing` for what is no character, `high` for the upper half of Latin-1."""
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    category = unicodedata.category(letter)
    if letter == "\ufffd" or category in ("Co", "Cn", "Cc", "Cs"):
        return "nothing"
    if "\u00a1" <= letter <= "\u00ff":
        return "high" if letter not in "«»°±·§©®–" else ""
    if category[0] not in "LM":
        return ""
    script = unicodedata.name(letter, "?").split()[0]
    return "CJK" if script in _ONE_WRITING else script
