"""Arithmetic on ISO dates that may be partial: 2012, 2012-04, 2012-04-30."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def last_day(partial: str) -> date:
    """Return the last day that the date can mean: 2012 as 2012-12-31. Raises ValueError where it is no date."""
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def first_day(partial: str) -> date:
    """Return the first day that the date can mean: 2012 as 2012-01-01. Raises ValueError where it is no date."""
    parts = [int(part) for part in partial.split("-")]
    return date(parts[0], *(parts[1:2] or [1]), *(parts[2:3] or [1]))


def is_date(value: str | None) -> bool:
    """Say whether the value is a date of the calendar, partial or not."""
    try:
        return value is not None and bool(first_day(value))
    except (ValueError, TypeError):
        return False


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the month's last where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_before(on: str, years: int) -> str:
    """Return the ISO date so many years before a full or partial date."""
    return months_after(last_day(on), -12 * years).isoformat()


def term_end(signed: str, years: float) -> str | None:
    """Return the last day of a term of years from a partial date on, None where that lies beyond the calendar."""
    try:
        return (months_after(last_day(signed), round(years * 12)) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return None
