"""Languages of an instrument's texts, how many copies there are, and which text prevails."""

from __future__ import annotations

import re

from mou_miner.claims.dates import number_in_words
from mou_miner.claims.instruments.paper import Paper
from mou_miner.records import Span

_DONE = re.compile(
    r"(?:^|[.;]\s+)(?:done|dibuat|ditandatangani|signed|given|executed|made|drawn up)\b|\b(?:rangkap|copies|naskah asli|originals?)\b",
    re.I,
)
_COPIES = re.compile(
    r"\b(?:rangkap|in|dalam)\s+(?:\d\s*\(\s*)?(?P<word>dua|tiga|empat|enam|two|three|four|six|duplicate|triplicate|\d)\b(?:\s*\([^)]*\))?"
    r"(?=\s*(?:\)|original|cop(?:y|ies)|naskah|rangkap|salinan|,|\.|;|$|bermeterai|asli|at|di|in\b))",
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
    "et": r"estonia\w*",
    "lv": r"latvia\w*",
    "lt": r"lituania|lithuanian?",
    "sl": r"slovenia\w*",
    "mk": r"makedonia|macedonian",
    "ka": r"georgia\w*",
    "hy": r"armenia\w*",
    "mn": r"mongol\w*",
    "tl": r"filipino|tagalog",
    "ta": r"tamil",
    "sw": r"swahili",
    "am": r"amh?arik|amharic",
    "my": r"burma|burmese|myanmar",
    "ur": r"urdu",
    "bn": r"bengali|bangla",
    "he": r"ibrani|hebrew",
    "is": r"islandia|icelandic",
    "tet": r"tetun|tetum",
    "tpi": r"tok pisin",
    "ne": r"nepal\w*",
    "si": r"sinhala|sinhalese",
}
_LANGUAGE_LIST = re.compile(
    r"\b(?:dalam\s+bahasa|in(?:\s+the|\s+both)?|bahasa)\s+(?P<list>(?:(?:bahasa|the|and|dan|both|serta|dua|two|in|dalam|rangkap|copies|,|"
    + "|".join(_LANGUAGES.values())
    + r")(?!\w)[\s,]*)+)",
    re.I,
)
_PREVAIL = re.compile(
    r"(?:naskah|teks|text|versi|version)?[^.;]{0,30}?(?:bahasa\s+)?(?P<language>[A-Za-z]+)(?:\s+(?:text|version|"
    r"language|one))?\s+(?:yang\s+(?:akan\s+)?(?:berlaku|digunakan|dijadikan|dipakai|menentukan)|shall\s+prevail|"
    r"prevails|will\s+prevail|is\s+(?:decisive|followed|used|binding)|(?:one\s+)?is\s+followed|yang\s+(?:mengikat|diutamakan|diikuti))",
    re.I,
)


def read_languages(paper: Paper, text: str, base: int) -> None:
    """Put copies, languages and the prevailing language of a sentence into the paper."""
    if not _DONE.search(text):
        return
    copies = _COPIES.search(text)
    if copies:
        word = copies.group("word").lower()
        count = {"duplicate": 2, "triplicate": 3}.get(word) or (int(word) if word.isdigit() else number_in_words(word))
        paper.put("copies", count, Span(base + copies.start(), base + copies.end()))
    _read_list(paper, text, base)


def read_prevailing(paper: Paper, text: str, base: int) -> None:
    """Put the language whose text prevails into the paper."""
    prevail = _PREVAIL.search(text)
    if prevail:
        code = language_code(prevail.group("language"))
        paper.put("prevailing_language", code, Span(base + prevail.start("language"), base + prevail.end("language")))


def _read_list(paper: Paper, text: str, base: int) -> None:
    for match in _LANGUAGE_LIST.finditer(text):
        listed = match.group("list")
        for code, pattern in _LANGUAGES.items():
            found = re.search(rf"\b(?:{pattern})", listed, re.I)
            if found and code not in {known for known, _ in paper.languages}:
                at = base + match.start("list")
                paper.languages.append((code, Span(at + found.start(), at + found.end())))


def language_code(name: str) -> str | None:
    """Return the code of a language by its Indonesian or English name, None where it is none."""
    for code, pattern in _LANGUAGES.items():
        if re.fullmatch(rf"(?:{pattern})", name, re.I):
            return code
    return None
