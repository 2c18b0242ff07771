"""Languages of an instrument's texts, how many copies there are, and which text prevails."""

from __future__ import annotations

import re

from mou_miner.claims.dates import number_in_words
from mou_miner.claims.instruments.paper import Paper
from mou_miner.records import Span

_COPIES = re.compile(
    r"\b(?:rangkap|in|duplicate|triplicate)\b[^.;]{0,12}?(?P<word>dua|tiga|empat|two|three|four|duplicate|"
    r"triplicate|\d)\b",
    re.I,
)
_LANGUAGES = {
    "id": r"bahasa indonesia|indonesian?\b|indonesia\b",
    "en": r"inggris|english",
    "zh": r"mandarin|tionghoa|tiongkok|china|chinese",
    "ja": r"jepang|japanese",
    "ko": r"korea\w*",
    "de": r"jerman|german",
    "fr": r"perancis|prancis|french",
    "nl": r"belanda|dutch",
    "es": r"spanyol|spanish",
    "pt": r"portugis|portuguese",
    "ru": r"rusia|russian",
    "th": r"thailand?|thai",
    "tr": r"turki|turkish",
    "ar": r"arab\w*",
    "it": r"italia\w*",
    "vi": r"vietnam\w*",
    "hr": r"kroasia|croatian",
    "cs": r"ceko|czech",
    "pl": r"polandia|polish",
    "bg": r"bulgaria\w*",
    "uk": r"ukraina|ukrainian",
    "hi": r"hindi",
    "sv": r"swedia|swedish",
    "fi": r"finlandia|finnish",
    "hu": r"hungaria\w*",
    "sk": r"slowakia|slovak",
    "da": r"denmark|danish",
    "no": r"norwegia\w*",
    "fa": r"persia\w*|farsi",
    "el": r"yunani|greek",
    "ms": r"melayu|malay\b",
    "ro": r"rumania|romanian",
    "sr": r"serbia\w*",
    "az": r"azerbaija\w*",
    "uz": r"uzbek\w*",
    "kk": r"kazakh?\w*",
    "lo": r"laos?\b",
    "km": r"khmer|kamboja",
}
_LANGUAGE_LIST = re.compile(
    r"\b(?:dalam bahasa|in the|in)\s+(?P<list>[^.;]{3,120}?)\s*(?:languages?\b|,?\s*(?:semua|kedua|ketiga|"
    r"masing|all|both|each)|[.;]|$)",
    re.I,
)
_PREVAIL = re.compile(
    r"(?:naskah|teks|text|versi|version)?[^.;]{0,30}?(?:bahasa\s+)?(?P<language>[A-Za-z]+)(?:\s+(?:text|version|"
    r"language))?\s+(?:yang\s+(?:akan\s+)?(?:berlaku|digunakan|dijadikan|dipakai|menentukan)|shall\s+prevail|"
    r"prevails|will\s+prevail|is\s+decisive|yang mengikat)",
    re.I,
)


def read_languages(paper: Paper, text: str, base: int) -> None:
    """Put copies, languages and the prevailing language of a sentence into the paper."""
    copies = _COPIES.search(text)
    if copies and re.search(r"(?i)\b(?:done|dibuat|rangkap)\b", text):
        word = copies.group("word").lower()
        count = {"duplicate": 2, "triplicate": 3}.get(word) or (int(word) if word.isdigit() else number_in_words(word))
        paper.put("copies", count, Span(base + copies.start(), base + copies.end()))
        _read_list(paper, text, base)
    prevail = _PREVAIL.search(text)
    if prevail:
        code = _language_code(prevail.group("language"))
        paper.put("prevailing_language", code, Span(base + prevail.start("language"), base + prevail.end("language")))


def _read_list(paper: Paper, text: str, base: int) -> None:
    for match in _LANGUAGE_LIST.finditer(text):
        listed = match.group("list")
        if not re.search(r"(?i)bahasa|languages?", match.group()):
            continue
        for code, pattern in _LANGUAGES.items():
            found = re.search(rf"\b(?:{pattern})", listed, re.I)
            if found and code not in {known for known, _ in paper.languages}:
                at = base + match.start("list")
                paper.languages.append((code, Span(at + found.start(), at + found.end())))


def _language_code(name: str) -> str | None:
    for code, pattern in _LANGUAGES.items():
        if re.fullmatch(rf"(?:{pattern})", name, re.I):
            return code
    return None
