"""Numbers and dates in Indonesian and English words, glued or not: `dua puluh lima Mei tahun dua ribu sembilan belas`."""

from __future__ import annotations

import re

_UNITS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "se": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    "thirtieth": 30, "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
_SCALES = {"puluh": 10, "ratus": 100, "ribu": 1000, "hundred": 100, "thousand": 1000}
_NUMBER_WORDS = frozenset({*_UNITS, *_SCALES, "belas", "and", "seratus", "seribu"})
_GLUE = re.compile("|".join(sorted({*_UNITS, *_SCALES, "belas", "seratus", "seribu"} - {"se"}, key=len, reverse=True)))
NUMBER = (
    r"(?:(?:" + "|".join(sorted(_NUMBER_WORDS - {"se", "and"}, key=len, reverse=True)) + r")(?:[\s-]*(?:and\s+)?)?)+"
)


def number_in_words(words: str) -> int | None:
    """Return the number that Indonesian or English words spell (below 10,000), glued or not; None where they spell none."""
    tokens: list[str] = []
    for word in re.findall(r"[a-z]+", words.lower()):
        tokens.extend([word] if word in _NUMBER_WORDS else _GLUE.findall(word))
    tokens = [token for token in tokens if token != "and"]
    if not tokens:
        return None
    total = current = 0
    for token in tokens:
        if token == "belas":
            current = current + 10 if current % 10 or not current else current
        elif token in {"seratus", "seribu"}:
            base = 100 if token == "seratus" else 1000
            total, current = total + current + base, 0
        elif token in _SCALES:
            scale = _SCALES[token]
            if scale == 10:
                unit = current % 10
                current = current - unit + unit * 10
            elif scale == 100:
                unit = current or 1
                total, current = total + unit * 100, 0
            else:
                total, current = (total + current or 1) * 1000, 0
        else:
            current += _UNITS[token]
    return total + current


def year_in_words(words: str) -> int | None:
    """Return the year; "nineteen ninety-eight" and "twenty twenty" are pairs of numbers."""
    pair = re.match(r"\s*(nineteen|twenty)\s+(?!hundred|thousand|first|second|third)(.+)", words.lower())
    if pair:
        rest = number_in_words(pair.group(2))
        if rest is not None and rest < 100:
            return (1900 if pair.group(1) == "nineteen" else 2000) + rest
    return number_in_words(words)
