"""Values of a register's cells, as an office writes them, in the form of our records; each raises ValueError otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from mou_miner.resolution.names import fold

_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar", "april apr", "mei may", "juni june jun",
            "juli july jul", "agustus august agu aug ags", "september sep sept", "oktober october okt oct",
            "november nov nopember", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_FORMS: tuple[tuple[str, str], ...] = (
    ("sister_port", r"port|pelabuhan"), ("sister_province", r"province|provinsi|prefecture"),
    ("sister_regency", r"regency|kabupaten"), ("sister_city", r"sister|kembar|twin|city|kota"), ("other", r"other|lain|.+"),
)  # fmt: skip
_STAGES: tuple[tuple[str, str], ...] = (
    ("stalled", r"stalled|mandek|terhenti|macet|tidak aktif|inactive|dormant|vakum"),
    ("ended", r"ended|berakhir|selesai|expired|terminated|kedaluwarsa|habis"),
    ("implemented", r"implement|aktif|active|berjalan|terlaksana|dilaksanakan|pelaksanaan"),
    ("mou", r"\bmou\b|memorandum|nota kesepahaman|msp|ditandatangani|signed"),
    ("loi", r"\bloi\b|letter of intent|surat minat|pernyataan minat"),
    ("exploration", r"exploration|penjajakan|rencana|planned|usulan|inisiasi|proses"),
)
_KINDS: tuple[tuple[str, str], ...] = (
    ("renewal", r"perpanjangan|renewal|pembaruan|amandemen|amendment|adendum|addendum"),
    ("loi", r"\bloi\b|letter of intent|surat minat|pernyataan minat|pernyataan kehendak"),
    ("plan_of_action", r"rencana aksi|plan of action|action plan|\bpoa\b|implementing arrangement"),
    ("mou", r"\bmou\b|memorandum|nota kesepahaman|\bmsp\b|saling pengertian"),
    ("agreement", r"perjanjian|agreement|\bpks\b"), ("other", r".+"),
)  # fmt: skip


def read_date(value: str) -> str:
    """Return the ISO date, partial as far as it is told: '25/8/1997', '25 Agustus 1997', 'Agustus 1997', '1997'."""
    plain = value.strip().casefold().removesuffix(" 00:00:00")
    if shape := re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:t.*)?", plain):
        return _iso(value, *shape.groups())
    if shape := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", plain):
        return _iso(value, shape[3], shape[2], shape[1])
    if shape := re.fullmatch(r"(?:\w+,\s*)?(?:(\d{1,2})(?:st|nd|rd|th)?[\s.-]+)?([^\W\d]+)\.?[\s.,-]+(\d{4})", plain):
        return _iso(value, shape[3], _month(value, shape[2]), shape[1])
    if shape := re.fullmatch(r"([^\W\d]+)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", plain):
        return _iso(value, shape[3], _month(value, shape[1]), shape[2])
    raise ValueError(f"{value!r} is no date; write 25/8/1997, 25 Agustus 1997 or 1997")


def _month(value: str, name: str) -> str:
    if name not in _MONTHS:
        raise ValueError(f"{value!r} is no date: '{name}' is no month")
    return str(_MONTHS[name])


def _iso(value: str, year: str, month: str | None = None, day: str | None = None) -> str:
    try:
        found = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(f"{value!r} is no date of the calendar ({error})") from error
    if not 1900 <= found.year <= 2100:
        raise ValueError(f"{value!r} is no year of a partnership")
    return found.isoformat()[: 10 if day else 7 if month else 4]


def read_years(value: str) -> float:
    """Return a term in years: '5', '5 (lima) tahun', '18 bulan'."""
    shape = re.search(r"\d+(?:[.,]\d+)?", value)
    number = float(shape[0].replace(",", ".")) if shape else 0.0
    if re.search(r"\b(?:bulan|months?)\b", value.casefold()):
        number /= 12
    if not 0 < number < 100:
        raise ValueError(f"{value!r} is no term in years; write 5 or 5 tahun")
    return round(number, 2)


def read_form(value: str) -> str:
    """Return the code of a form of partnership."""
    return _code("form", value, _FORMS)


def read_stage(value: str) -> str:
    """Return the code of a stage."""
    return _code("stage", value, _STAGES)


def read_kind(value: str) -> str:
    """Return the code of an instrument's kind."""
    return _code("kind of document", value, _KINDS)


def _code(what: str, value: str, patterns: tuple[tuple[str, str], ...]) -> str:
    plain = " ".join(fold(value).split("-"))
    for code, pattern in patterns:
        if plain == code.replace("_", " ") or re.search(pattern, plain):
            return code
    raise ValueError(f"{value!r} is no {what} that is known; known are {', '.join(code for code, _ in patterns)}")
