"""Personal data in texts that are published: identity numbers, telephone numbers, e-mail, and where people live.

Names of persons who signed for a government stay: they are what a memorandum is about. So do addresses of offices.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

MASKS = {"nik": "[NIK]", "phone": "[phone]", "email": "[e-mail]", "address": "[address]"}
"""What stands in place of each kind."""


class Masked(NamedTuple):
    """A text without personal data, and how many of each kind were taken out."""

    text: str
    found: Counter[str]


_EMAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# Digits of the district, the day (plus 40 for women), month and year of birth, and a running number.
_NIK = re.compile(
    r"(?<![\d/])[1-9]\d[ .]?\d\d[ .]?\d\d[ .]?(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d\d[ .]?\d{4}(?![\d/])"
)
_LIVES = re.compile(
    r"\b(?P<cue>(?:ber)?tempat tinggal|berdomisili|alamat (?:rumah|pribadi|tinggal)|resid(?:ing|es) at|home address|"
    r"who lives at)(?P<sep>\s*(?:di|at|in)?\s*:?\s*)(?P<where>[^\n;]*?(?:\d[^\n;,.]*)?)(?=[;\n]|\.\s|\.?$|, selanjutnya|, here)",
    re.IGNORECASE,
)
_RT_RW = re.compile(
    r"(?:\b(?:Jalan|Jln?\.?|Gang|Gg\.?|Komplek|Kompleks|Perumahan|Perum|Dusun|Kampung|Kp\.?)\s[^\n;]{0,80}?)?"
    r"\bRT\.?\s?\d{1,3}\s?[/,]?\s?RW\.?\s?\d{1,3}\b", re.IGNORECASE,
)  # fmt: skip
_MANY_DIGITS = re.compile(r"(?:\d\D{0,3}){8}")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_PART_OF_A_CODE = re.compile(r"[\w/]")


def mask(text: str) -> Masked:
    """Return the text with personal data replaced by `MASKS`."""
    found: Counter[str] = Counter()

    def instead(kind: str, text: str, pattern: re.Pattern[str]) -> str:
        text, times = pattern.subn(MASKS[kind], text)
        found[kind] += times
        return text

    text = instead("email", text, _EMAIL)
    text, times = _LIVES.subn(_without_home, text)
    found["address"] += times
    text = instead("address", text, _RT_RW)
    if _MANY_DIGITS.search(text):
        text = instead("nik", text, _NIK)
        text = _without_phones(text, found)
    return Masked(text, +found)


def public_source(source: str) -> str:
    """Return where a document comes from, masked; of an absolute path, which may name a person's folder, only the file."""
    if PurePosixPath(source).is_absolute():
        source = PurePosixPath(source).name
    elif PureWindowsPath(source).is_absolute():
        source = PureWindowsPath(source).name
    return mask(source).text


def _without_home(match: re.Match[str]) -> str:
    return f"{match['cue']}{match['sep']}{MASKS['address']}"


def _without_phones(text: str, found: Counter[str]) -> str:
    from phonenumbers import Leniency, PhoneNumberMatcher

    dates = [match.span() for match in _DATE.finditer(text)]
    for match in reversed(list(PhoneNumberMatcher(text, "ID", leniency=Leniency.VALID))):
        start, end = match.start, match.end
        if any(start < until and begin < end for begin, until in dates) or _is_code(text, start, end):
            continue
        text = text[:start] + MASKS["phone"] + text[end:]
        found["phone"] += 1
    return text


def _is_code(text: str, start: int, end: int) -> bool:
    """Say whether the digits are part of a number of a paper, as 022/123456/KS."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return "/" in text[start:end] or _PART_OF_A_CODE.search(around) is not None
