"""The day a story was published, as pages write it."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    "januari": 1, "january": 1, "jan": 1, "februari": 2, "pebruari": 2, "february": 2, "feb": 2, "peb": 2,
    "maret": 3, "march": 3, "mar": 3, "april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "june": 6, "jun": 6,
    "juli": 7, "july": 7, "jul": 7, "agustus": 8, "august": 8, "agt": 8, "agu": 8, "ags": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10, "november": 11,
    "nopember": 11, "nov": 11, "nop": 11, "desember": 12, "december": 12, "des": 12, "dec": 12,
}  # fmt: skip
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"mon|tue|wed|thu|fri|sat|sun)"
)
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_FORMS = [
    re.compile(rf"\b{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<n>{_NAME})\b\.?,?[\s-]+{_YEAR}\b", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<n>{_NAME})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-]{_YEAR}\b"),
]
_STAMP = re.compile(
    rf"\b(?:{_WEEKDAY}|wib|wita|wit|posted|published|diposting|dipublikasikan|diterbitkan|terbit|ditulis|oleh|by|updated?|"
    rf"diperbarui|pukul|date|tanggal)\b|\d{{1,2}}[:.]\d{{2}}\b|[|•·»]",
    re.IGNORECASE,
)


def find_date(text: str) -> str | None:
    """Return the first full date in a text, ISO, or None.

    `03/04/2016` is read day first, unless it cannot be or the weekday beside it says otherwise.
    """
    best: tuple[int, str] | None = None
    for form in _FORMS:
        for found in form.finditer(text):
            iso = _iso(found)
            if iso and (best is None or found.start() < best[0]):
                best = (found.start(), iso)
            if iso:
                break
    return best[1] if best else None


def date_line(text: str) -> str | None:
    """Return the date of a line that is there to tell it: short, and little else than date, time, names and marks."""
    if len(text) > 170:
        return None
    iso = find_date(text)
    if iso is None:
        return None
    if len(text.split()) > 8 and text[-1] in '.!?"”':
        return None
    stamped = _STAMP.search(text) and not re.search(r"[.!?]\s+[A-Z]\w+ \w+ \w+", text)
    return iso if len(text) <= 45 or stamped else None


_WEEKDAYS = (
    ("senin", "mon"), ("selasa", "tue"), ("rabu", "wed"), ("kamis", "thu"), ("jum", "fri"), ("sabtu", "sat"),
    ("minggu", "sun", "ahad"),
)  # fmt: skip


def _weekday_says_turned(found: re.Match[str], year: int, first: int, second: int) -> bool:
    """Return whether the weekday named right before `06/04/2009` is that of 4 June and not of 6 April."""
    before = re.search(rf"({_WEEKDAY})\W*$", found.string[: found.start()], re.IGNORECASE)
    if not before:
        return False
    name = before[1].lower()
    number = next((n for n, names in enumerate(_WEEKDAYS) if name.startswith(names)), None)
    try:
        usual, turned = date(year, second, first).weekday(), date(year, first, second).weekday()
    except ValueError:
        return False
    return number == turned and number != usual


def _iso(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    year = int(parts["y"])
    if parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        turned = second > 12 or (first <= 12 and _weekday_says_turned(found, year, first, second))
        day, month = (second, first) if turned else (first, second)
    else:
        day = int(parts["d"])
        month = _MONTHS[parts["n"].lower()] if parts.get("n") else int(parts["m"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
