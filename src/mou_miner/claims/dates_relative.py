"""Dates that lean on the story's own day: without a year, by the day of the week, or told as so long ago.

A story without a date of publication often gives its own day away: "Sabtu (7/10)" beside one year of the text in which 7
October was a Saturday, or "Kamis (16/11/2023)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from mou_miner.claims.dates import (
    DAY,
    MONTH,
    MONTHS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    FoundDate,
    iso_of,
    make_iso,
    two_days,
    weekday_before,
)
from mou_miner.claims.dates_words import number_in_words

_BRACKETED = re.compile(r"\((?:[A-Za-z’']+,?\s+)?(?P<day>[0-3]?\d)\s?/\s?(?P<month_number>[0-3]?\d)\)")
_NO_YEAR = [
    _BRACKETED,
    re.compile(rf"\b{DAY}\s+(?:of\s+)?{MONTH}\b(?!\s*,?\s*\d)", re.I),
    re.compile(rf"\b{MONTH}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*,?\s*\d)", re.I),
]
_TWO_DAYS = re.compile(
    rf"\b(?P<other>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|—|to|hingga|sampai|dan|and|&)\s*{DAY}\s*{MONTH}\b(?!\s*,?\s*\d)",
    re.I,
)
_PAST = r"(?:yang\s+)?(?:lalu|silam|kemarin)"
_PAST_MONTH = [
    re.compile(rf"\b{MONTH}\s+(?:{_PAST}|last year|tahun lalu|tahun kemarin)\b", re.I),
    re.compile(rf"\blast\s+{MONTH}\b", re.I),
    re.compile(rf"\b(?:in|early|late|mid|awal|akhir|pertengahan|bulan|sejak|pada)[\s-]+{MONTH}\b(?!\s*,?\s*\d)", re.I),
]
_SPAN = re.compile(
    rf"\b(?:(?P<year>tahun {_PAST}|last year)|(?P<this_year>tahun ini|this year)|(?P<month>bulan {_PAST}|last month)|"
    rf"(?P<week>(?:pekan|minggu) {_PAST}|last week)|"
    rf"(?P<days>\d{{1,2}}|[a-z]+)\s+(?:hari|days?)\s+(?:{_PAST}|ago|earlier))\b",
    re.I,
)
_DAY = re.compile(
    r"\b(?:(?P<today>hari ini|today|tadi (?:pagi|siang|sore|malam)|(?:pagi|siang|sore|malam) (?:tadi|ini)|"
    r"this (?:morning|afternoon|evening)|tonight)|(?P<yesterday>(?<!tahun )(?<!pekan )(?<!minggu )(?<!bulan )kemarin|"
    rf"yesterday)|(?:(?P<last>last|pada|on|hari)\s+)?{WEEKDAY}(?P<behind>\s+(?:(?:pekan|minggu) {_PAST}|last week))?)\b",
    re.I,
)
_DAY_OF_MONTH = re.compile(r"\b(?:on the|tanggal)\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*(?:/|of|bulan|[A-Z]))")
_COMING = re.compile(r"\s+(?:yang akan datang|depan|mendatang|next|nanti|besok)", re.I)
_DATE_BEHIND = re.compile(r"(?:\s+\w+)?\s*,?\s*\(?\s*[0-3]?\d\s?(?:[/.-]\s?[0-3]?\d|\s[A-Z])")
"""Behind a weekday stands its own date."""
_WORD_YEAR = re.compile(rf"(?<![\d/.-]){YEAR}(?!\d)")


def find_relative(text: str, published: str | None) -> Iterator[FoundDate]:
    """Yield the dates of the text that need the story's own date; none where it is not known."""
    if not published or len(published) < 4:
        return
    told = as_date(published)
    yield from _without_year(text, published, told)
    yield from _past_months(text, published)
    if told is not None:
        yield from _weekdays(text, told)
        yield from _days_of_month(text, told)
    yield from _spans(text, published, told)


def as_date(iso: str | None) -> date | None:
    """Return the day, or None where it is not known to the day."""
    return date.fromisoformat(iso) if iso is not None and len(iso) == 10 else None


def story_date(text: str, published: str | None) -> str | None:
    """Return the date of publication, else the latest day that the story brackets behind a weekday; None without one."""
    if published:
        return published
    days = [iso for match in _BRACKETED_FULL.finditer(text) if (iso := _bracketed(match, text)) is not None]
    if days:
        return max(days)
    years = {int(match["year"]) for match in _WORD_YEAR.finditer(text)}
    for match in _BRACKETED.finditer(text):
        weekday = weekday_before(text, match.start())
        fitting = {
            iso for year in years | {year + 1 for year in years}
            if weekday is not None and (iso := iso_of(match, year)) and (day := as_date(iso)) and day.weekday() == weekday
        }  # fmt: skip
        if len(fitting) == 1:
            return fitting.pop()
    return None


_BRACKETED_FULL = re.compile(
    r"\(\s*(?P<day>[0-3]?\d)\s?[/.-]\s?(?P<month_number>[0-3]?\d)\s?[/.-]\s?(?P<year>(?:20)?\d\d)\s*\)"
)


def _bracketed(match: re.Match[str], text: str) -> str | None:
    weekday = weekday_before(text, match.start())
    if weekday is None:
        return None
    year = int(match["year"])
    day, month = int(match["day"]), int(match["month_number"])
    for iso in (make_iso(2000 + year % 100, month, day), make_iso(2000 + year % 100, day, month)):
        if iso is not None and date.fromisoformat(iso).weekday() == weekday:
            return iso
    return None


def _without_year(text: str, published: str, told: date | None) -> Iterator[FoundDate]:
    for match in _TWO_DAYS.finditer(text):
        year = _year_for(MONTHS[match["month"].lower()], int(match["day"]), published, told)
        yield from two_days(match, year, relative=True)
    for pattern in _NO_YEAR:
        for match in pattern.finditer(text):
            iso = iso_of(match, int(published[:4]), text=text)
            if iso and told and date.fromisoformat(iso) > told + timedelta(days=60):
                iso = iso_of(match, int(published[:4]) - 1, text=text)
            if iso:
                yield FoundDate(match.start(), match.end(), iso, relative=True)


def _year_for(month: int, day: int, published: str, told: date | None) -> int:
    year = int(published[:4])
    iso = make_iso(year, month, day)
    late = told is not None and iso is not None and date.fromisoformat(iso) > told + timedelta(days=60)
    return year - 1 if late else year


def _past_months(text: str, published: str) -> Iterator[FoundDate]:
    """ "Agustus lalu" is the last August before the story; "in August" likewise, unless it is still to come."""
    year, month_told = int(published[:4]), int(published[5:7]) if len(published) >= 7 else None
    for pattern in _PAST_MONTH:
        for match in pattern.finditer(text):
            if _COMING.match(text, match.end()):
                continue
            month = MONTHS[match["month"].lower()]
            words = match.group().lower()
            if re.search(r"last year|tahun (?:lalu|kemarin)", words):
                at: int | None = year - 1
            elif month_told is None:
                at = None
            else:
                at = year if month <= month_told else year - 1
            iso = make_iso(at, month)
            if iso and not (pattern is _PAST_MONTH[2] and month_told is not None and month > month_told):
                yield FoundDate(match.start(), match.end(), iso, relative=True)


def _weekdays(text: str, told: date) -> Iterator[FoundDate]:
    for match in _DAY.finditer(text):
        if match["today"]:
            day = told
        elif match["yesterday"]:
            day = told - timedelta(days=1)
        else:
            if _DATE_BEHIND.match(text, match.end()):
                continue
            if _COMING.match(text, match.end()) or text[: match.start()].lower().endswith(("next ", "coming ")):
                continue
            back = (told.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
            day = told - timedelta(days=back)
            if match["behind"]:
                day = told - timedelta(days=told.weekday() + 7 - WEEKDAYS[match["weekday"].lower()])
            elif (match["last"] or "").lower() == "last" and back == 0:
                day = told - timedelta(days=7)
        yield FoundDate(match.start(), match.end(), day.isoformat(), relative=True)


def _days_of_month(text: str, told: date) -> Iterator[FoundDate]:
    """ "on the 12th" of a story of the 17th, or of the month before where that day has not come yet."""
    for match in _DAY_OF_MONTH.finditer(text):
        day = int(match["day"])
        year, month = told.year, told.month
        if day > told.day:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        iso = make_iso(year, month, day)
        if iso:
            yield FoundDate(match.start(), match.end(), iso, relative=True)


def _spans(text: str, published: str, told: date | None) -> Iterator[FoundDate]:
    year = int(published[:4])
    for match in _SPAN.finditer(text):
        iso = None
        if match["year"] or match["this_year"]:
            iso = make_iso(year - 1 if match["year"] else year)
        elif match["month"] and len(published) >= 7:
            month = int(published[5:7])
            iso = make_iso(year, month - 1) if month > 1 else make_iso(year - 1, 12)
        elif match["week"] and told is not None:
            iso = _week_before(told)
        elif match["days"] and told is not None:
            number = int(match["days"]) if match["days"].isdigit() else number_in_words(match["days"])
            iso = (told - timedelta(days=number)).isoformat() if number else None
        if iso:
            yield FoundDate(match.start(), match.end(), iso, relative=True)


def _week_before(told: date) -> str | None:
    """The month of the week before, where the whole week lies in one."""
    monday = told - timedelta(days=told.weekday() + 7)
    sunday = monday + timedelta(days=6)
    return monday.isoformat()[:7] if monday.month == sunday.month else None
