"""Dates in Indonesian and English, in figures and in words; half-known dates stay half known.

`15 Mei 2018`, `May 15th, 2018`, `15/05/2018` (day first), `tanggal dua puluh lima bulan Mei tahun dua ribu sembilan
belas`, `the tenth day of November in the year two thousand and five`, `Mei 2018`, `tahun 2018`, `Selasa (15/5)` with the
year of the story.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1945, 2100

_MONTHS = {
    1: "januari january jan", 2: "februari february pebruari feb peb februray", 3: "maret march mar mrt", 4: "april apr",
    5: "mei may", 6: "juni june jun", 7: "juli july jul", 8: "agustus august agu ags aug agt agsutus", 9: "september sept sep",
    10: "oktober october okt oct", 11: "november nopember nov nop", 12: "desember december des dec",
}  # fmt: skip
MONTHS: dict[str, int] = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAYS = {
    0: "senin monday", 1: "selasa tuesday", 2: "rabu wednesday", 3: "kamis thursday", 4: "jumat jum'at friday",
    5: "sabtu saturday", 6: "minggu ahad sunday",
}  # fmt: skip
WEEKDAYS: dict[str, int] = {name: number for number, names in _WEEKDAYS.items() for name in names.split()}

_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_PATTERNS = [
    re.compile(
        rf"\b{_DAY}\s*(?:day of\s+)?(?:of\s+|bulan\s+|-)?{_MONTH}\s*,?\s*(?:tahun\s+|in the year\s+|-)?{_YEAR}\b", re.I
    ),
    re.compile(rf"\b{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}\b", re.I),
    re.compile(rf"\b(?P<day>[0-3]?\d)\s?[/.-]\s?(?P<month_number>[01]?\d)\s?[/.-]\s?{_YEAR}\b"),
    re.compile(rf"\b{_YEAR}-(?P<month_number>[01]\d)-(?P<day>[0-3]\d)\b"),
    re.compile(rf"\b{_MONTH}\s*,?\s*(?:tahun\s+|of\s+)?{_YEAR}\b", re.I),
]
_NO_YEAR = [
    re.compile(r"\((?P<day>[0-3]?\d)\s?/\s?(?P<month_number>[01]?\d)\)"),
    re.compile(rf"\b{_DAY}\s+{_MONTH}\b(?!\s*,?\s*\d)", re.I),
    re.compile(rf"\b{_MONTH}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*,?\s*\d)", re.I),
]
_ONLY_YEAR = re.compile(
    rf"\b(?:sejak|tahun|since|in|year|pada|dari|\(|circa|mulai|from|during|akhir|awal|late|early|,)\s*(?:tahun\s+)?{_YEAR}\b(?!\s*[-–/]\s*\d)",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:(?P<today>hari ini|today|tadi (?:pagi|siang|sore)|this (?:morning|afternoon))|(?P<yesterday>kemarin|"
    r"yesterday)|"
    r"(?:(?P<last>last|pada|on|hari)\s+)?(?P<weekday>"
    + "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))
    + r"))\b",
    re.I,
)


class FoundDate(NamedTuple):
    """A date as ISO (maybe partial) and where it stands; `relative` where it was worked out from the story's own date."""

    start: int
    end: int
    iso: str
    relative: bool = False


def find_dates(text: str, published: str | None = None) -> list[FoundDate]:
    """Return the dates of a text in order; dates without a year need the date of publication."""
    found: list[FoundDate] = []
    for iterator in (
        _written_out(text),
        _full(text),
        _without_year(text, published),
        _years(text),
        _relative(text, published),
    ):
        for item in iterator:
            if not any(item.start < other.end and other.start < item.end for other in found):
                found.append(item)
    return sorted(found)


def _full(text: str) -> Iterator[FoundDate]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            iso = _iso(match)
            if iso:
                yield FoundDate(match.start(), match.end(), iso)


def _iso(match: re.Match[str], year: int | None = None) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else year
    month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts.get("month_number") or 0)
    day = int(parts["day"]) if parts.get("day") else None
    if day is not None and month > 12 >= day:
        day, month = month, day
    return make_iso(year, month or None, day)


def make_iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """Return the ISO form of a date of the calendar, or None where it is none."""
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _without_year(text: str, published: str | None) -> Iterator[FoundDate]:
    if not published or len(published) < 4:
        return
    told = _as_date(published)
    for pattern in _NO_YEAR:
        for match in pattern.finditer(text):
            iso = _iso(match, int(published[:4]))
            if iso and told and date.fromisoformat(iso) > told + timedelta(days=60):
                iso = _iso(match, int(published[:4]) - 1)
            if iso:
                yield FoundDate(match.start(), match.end(), iso, relative=True)


def _years(text: str) -> Iterator[FoundDate]:
    for match in _ONLY_YEAR.finditer(text):
        iso = make_iso(int(match.group("year")))
        if iso:
            yield FoundDate(match.start("year"), match.end("year"), iso)


def _relative(text: str, published: str | None) -> Iterator[FoundDate]:
    told = _as_date(published)
    if told is None:
        return
    for match in _RELATIVE.finditer(text):
        if match.group("today"):
            day = told
        elif match.group("yesterday"):
            day = told - timedelta(days=1)
        else:
            weekday = WEEKDAYS[match.group("weekday").lower()]
            back = (told.weekday() - weekday) % 7
            day = told - timedelta(days=back)
            if (match.group("last") or "").lower() == "last" and back == 0:
                day = told - timedelta(days=7)
            if re.match(r"\s+(?:depan|mendatang|next)", text[match.end() :]) or text[: match.start()].lower().endswith(
                "next "
            ):
                continue
        yield FoundDate(match.start(), match.end(), day.isoformat(), relative=True)


def _as_date(iso: str | None) -> date | None:
    if iso is None or len(iso) != 10:
        return None
    return date.fromisoformat(iso)


# ---------------------------------------------------------------------------------------------- numbers in words

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
_NUMBER = (
    r"(?:(?:" + "|".join(sorted(_NUMBER_WORDS - {"se", "and"}, key=len, reverse=True)) + r")(?:[\s-]*(?:and\s+)?)?)+"
)
_WORDED = [
    re.compile(
        rf"\b(?P<day>{_NUMBER}|[0-3O]?[\dO])\s*(?:\([^)]*\)\s*)?(?:day\s+of\s+|of\s+|bulan\s+)?{_MONTH},?\s*(?:tahun|in\s+the\s+year|the\s+year|year)?\s*"
        rf"(?:of\s+our\s+lord\s+)?(?P<year>{_NUMBER}|{_YEAR.replace('?P<year>', '?:')})",
        re.I,
    ),
    re.compile(
        rf"\b(?:tahun|in\s+the\s+year)\s+(?P<year>(?:dua\s*ribu|seribu\s*sembilan|two\s+thousand|nineteen)\s*{_NUMBER})",
        re.I,
    ),
]


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


def _written_out(text: str) -> Iterator[FoundDate]:
    for match in _WORDED[0].finditer(text):
        day_text, year_text = match.group("day"), match.group("year")
        day = int(day_text.replace("O", "0")) if re.search(r"\d", day_text) else number_in_words(day_text)
        year = int(year_text) if year_text.isdigit() else _year_in_words(year_text)
        iso = make_iso(year, MONTHS[match.group("month").lower()], day)
        if iso:
            yield FoundDate(match.start(), match.start() + len(match.group().rstrip()), iso)
    for match in _WORDED[1].finditer(text):
        iso = make_iso(_year_in_words(match.group("year")))
        if iso:
            yield FoundDate(match.start("year"), match.end("year"), iso)


def _year_in_words(words: str) -> int | None:
    """Return the year; "nineteen ninety-eight" and "twenty twenty" are pairs of numbers."""
    pair = re.match(r"\s*(nineteen|twenty)\s+(?!hundred|thousand|first|second|third)(.+)", words.lower())
    if pair:
        rest = number_in_words(pair.group(2))
        if rest is not None and rest < 100:
            return (1900 if pair.group(1) == "nineteen" else 2000) + rest
    return number_in_words(words)
