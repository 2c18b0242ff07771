"""Dates in Indonesian and English, in figures and in words; half-known dates stay half known.

`15 Mei 2018`, `May 15th, 2018`, `15/05/2018` (day first), `tanggal dua puluh lima bulan Mei tahun dua ribu sembilan
belas`, `the tenth day of November in the year two thousand and five`, `Mei 2018`, `tahun 2018`. What leans on the story's
own day ("kemarin", "Selasa (15/5)", "last Friday", "Agustus lalu") is read in `dates_relative`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mou_miner.claims.dates_words import NUMBER, number_in_words, year_in_words

__all__ = ["FoundDate", "find_dates", "make_iso", "number_in_words"]

FIRST_YEAR, LAST_YEAR = 1945, 2099

_MONTHS = {
    1: "januari january jan", 2: "februari february pebruari feb peb februray", 3: "maret march mar mrt", 4: "april apr",
    5: "mei may", 6: "juni june jun", 7: "juli july jul", 8: "agustus august agu ags aug agt agsutus", 9: "september sept sep",
    10: "oktober october okt oct", 11: "november nopember nov nop", 12: "desember december des dec",
}  # fmt: skip
MONTHS: dict[str, int] = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAYS = {
    0: "senin monday", 1: "selasa tuesday", 2: "rabu wednesday", 3: "kamis thursday", 4: "jumat jum'at jum’at friday",
    5: "sabtu saturday", 6: "minggu ahad sunday",
}  # fmt: skip
WEEKDAYS: dict[str, int] = {name: number for number, names in _WEEKDAYS.items() for name in names.split()}

MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
WEEKDAY = r"(?P<weekday>" + "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True)) + r")"
_SECOND_DAY = r"(?P<other>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|—|/|to|hingga|sampai|s/d|dan|and|&)\s*"
_SECOND_MONTH = MONTH.replace("?P<month>", "?P<other_month>") + r"\s*(?:-|–|—|/|dan|and|hingga|to|or|atau)\s*"

_SEVERAL = re.compile(rf"\b{_SECOND_DAY}{DAY}\s*{MONTH}\s*,?\s*(?:tahun\s+)?{YEAR}\b", re.I)
_MONTHS_OF_A_YEAR = re.compile(rf"\b{_SECOND_MONTH}{MONTH}\s*,?\s*{YEAR}\b", re.I)
_PATTERNS = [
    re.compile(
        rf"\b{DAY}\s*(?:day of\s+)?(?:of\s+|bulan\s+|-)?{MONTH}\s*,?\s*(?:tahun\s+|in the year\s+|-|of\s+)?{YEAR}\b",
        re.I,
    ),
    re.compile(rf"\b{MONTH}\s+(?:the\s+)?{DAY}\s*,?\s+(?:of\s+)?{YEAR}\b", re.I),
    re.compile(rf"\b(?P<day>[0-3]?\d)\s?[/.-]\s?(?P<month_number>[0-3]?\d)\s?[/.-]\s?{YEAR}\b"),
    re.compile(rf"\b{YEAR}(?P<sign>[-./])\s?(?P<month_number>[0-3]?\d)(?P=sign)\s?(?P<day>[0-3]?\d)\b"),
    re.compile(rf"\b{MONTH}\s*,?\s*(?:tahun\s+|of\s+)?{YEAR}\b", re.I),
]
_SHORT_YEAR = re.compile(r"\(\s*(?P<day>[0-3]?\d)\s?[/.-]\s?(?P<month_number>[0-3]?\d)\s?[/.-]\s?(?P<short>\d\d)\s*\)")
_BEFORE_A_YEAR = (
    r"sejak|tahun|thn\.?|th\.|since|in|year|pada|dari|\(|circa|mulai|from|during|akhir|awal|late|early|of|,|"
    r"diteken|ditandatangani|disepakati|diresmikan|dikukuhkan|terjalin|signed|inked|dated|bertanggal|tertanggal|"
    r"diperpanjang|diperbarui|renewed|loi|mou|msp|memorandum|of intent|of understanding|kesepahaman|kehendak|minat|agreement|piagam|perjanjian|mou-nya|"
    r"spring|summer|autumn|fall|winter|pertengahan|mid"
)
_ONLY_YEAR = re.compile(
    rf"(?<!\w)(?:{_BEFORE_A_YEAR})\s*-?(?:tahun\s+|year\s+)?{YEAR}\b(?!\s*[-–/]\s*\d)(?!\s*(?:orang|people|km|meter))",
    re.I,
)
_WORDED = [
    re.compile(
        rf"\b(?P<day>{NUMBER}|[0-3O]?[\dO])\s*(?:\([^)]*\)\s*)?(?:day\s+of\s+|of\s+|bulan\s+)?{MONTH},?\s*(?:tahun|in\s+the\s+year|the\s+year|year)?\s*"
        rf"(?:of\s+our\s+lord\s+)?(?P<year>{NUMBER}|{YEAR.replace('?P<year>', '?:')})",
        re.I,
    ),
    re.compile(
        rf"\b(?:tahun|in\s+the\s+year)\s+(?P<year>(?:dua\s*ribu|seribu\s*sembilan|two\s+thousand|nineteen)\s*{NUMBER})",
        re.I,
    ),
]


class FoundDate(NamedTuple):
    """A date as ISO (maybe partial) and where it stands; `relative` where it was worked out from the story's own date."""

    start: int
    end: int
    iso: str
    relative: bool = False

    def moved(self, by: int) -> FoundDate:
        """Return the date with its place counted from elsewhere."""
        return self._replace(start=self.start + by, end=self.end + by)


def find_dates(text: str, published: str | None = None) -> list[FoundDate]:
    """Return the dates of a text in order; what has no year, or leans on today, needs the date of publication."""
    from mou_miner.claims.dates_relative import find_relative

    found: list[FoundDate] = []
    for iterator in (_several(text), _written_out(text), _full(text), find_relative(text, published), _years(text)):
        for item in iterator:
            if not any(item.start < other.end and other.start < item.end for other in found):
                found.append(item)
    return sorted(found)


def _several(text: str) -> Iterator[FoundDate]:
    """ "1 dan 3 Desember 2014" are two days, "7-8 November 2018" is known to the month and "Mei-Juni 2018" to the year."""
    for match in _SEVERAL.finditer(text):
        yield from two_days(match, int(match["year"]))
    for match in _MONTHS_OF_A_YEAR.finditer(text):
        yield FoundDate(match.start(), match.end(), match["year"])


def two_days(match: re.Match[str], year: int, *, relative: bool = False) -> Iterator[FoundDate]:
    """Yield the days of a match that names two of one month; a range that is no list is known to the month only."""
    month = MONTHS[match["month"].lower()]
    listed = re.search(r"\b(?:dan|and)\b|&", match.group(), re.I)
    first, second = make_iso(year, month, int(match["other"])), make_iso(year, month, int(match["day"]))
    if first is None or second is None:
        return
    if listed:
        yield FoundDate(match.start(), match.end("other"), first, relative)
        yield FoundDate(match.start("day"), match.end(), second, relative)
    else:
        yield FoundDate(match.start(), match.end(), first[:7], relative)


def _full(text: str) -> Iterator[FoundDate]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            iso = iso_of(match, text=text)
            if iso:
                yield FoundDate(match.start(), match.end(), iso)
    for match in _SHORT_YEAR.finditer(text):
        short = int(match["short"])
        iso = iso_of(match, 2000 + short if short < 60 else 1900 + short, text=text)
        if iso:
            yield FoundDate(match.start(), match.end(), iso)


def iso_of(match: re.Match[str], year: int | None = None, *, text: str = "") -> str | None:
    """Return the date of a match; a day and a month in figures are swapped where the month says so, or the weekday before."""
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else year
    month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts.get("month_number") or 0)
    day = int(parts["day"]) if parts.get("day") else None
    if day is None or not parts.get("month_number"):
        return make_iso(year, month or None, day)
    as_told, swapped = make_iso(year, month, day), make_iso(year, day, month)
    weekday = weekday_before(text, match.start())
    if (
        swapped
        and weekday is not None
        and _falls_on(swapped, weekday)
        and not (as_told and _falls_on(as_told, weekday))
    ):
        return swapped
    return as_told or swapped


def weekday_before(text: str, at: int) -> int | None:
    """Return the day of the week that stands right before a date, as in "Kamis malam (14/11)"."""
    match = re.search(rf"\b{WEEKDAY}(?:\s+\w+)?\s*[,(]?\s*$", text[max(0, at - 30) : at], re.I)
    return WEEKDAYS[match["weekday"].lower()] if match else None


def _falls_on(iso: str, weekday: int) -> bool:
    return len(iso) == 10 and date.fromisoformat(iso).weekday() == weekday


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


def _years(text: str) -> Iterator[FoundDate]:
    for match in _ONLY_YEAR.finditer(text):
        iso = make_iso(int(match.group("year")))
        if iso:
            yield FoundDate(match.start("year"), match.end("year"), iso)


def _written_out(text: str) -> Iterator[FoundDate]:
    for match in _WORDED[0].finditer(text):
        day_text, year_text = match.group("day"), match.group("year")
        day = int(day_text.replace("O", "0")) if re.search(r"\d", day_text) else number_in_words(day_text)
        year = int(year_text) if year_text.isdigit() else year_in_words(year_text)
        iso = make_iso(year, MONTHS[match.group("month").lower()], day)
        if iso:
            yield FoundDate(match.start(), match.start() + len(match.group().rstrip()), iso)
    for match in _WORDED[1].finditer(text):
        iso = make_iso(year_in_words(match.group("year")))
        if iso:
            yield FoundDate(match.start("year"), match.end("year"), iso)
