"""How long a paper holds, whether it may be renewed, and how it is ended."""

from __future__ import annotations

import re

from mou_miner.claims.dates import number_in_words
from mou_miner.claims.instruments.paper import Paper
from mou_miner.records import Span

_NUMBER_WORD = (
    r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua ?belas|lima ?belas|dua ?puluh|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|ninety|sixty|thirty|enam ?puluh|tiga ?puluh)"
)
_COUNT = rf"(?:(?P<figure>\d{{1,2}})|(?P<word>{_NUMBER_WORD}))\s*(?:\(\s*[\w -]+\s*\)\s*)?"
_TERM = re.compile(rf"\b{_COUNT}[- ]?\s*(?P<unit>tahun|years?|year)\b", re.I)
_TERM_CUE = re.compile(
    r"\b(?:berlaku|masa berlaku|jangka waktu|selama|valid|in force|remain in|period of|term of|effective|"
    r"duration|lasts?|for|until|runs|berjalan|sampai|kontrak|five-year|\w+-year)\b",
    re.I,
)
_NOT_TERM = re.compile(
    r"\b(?:pemberitahuan|notice|notif\w+|sebelum|prior|months?|bulan sebelum|setiap|every|each|tiap|kurun|once|sekali|sejak|since|"
    r"selama ini|ago|lalu)\b",
    re.I,
)
_NOTICE = re.compile(rf"\b{_COUNT}[- ]?\s*(?P<unit>bulan|months?|hari|days?)\b", re.I)
_NOTICE_CUE = re.compile(
    r"\b(?:pemberitahuan|memberi ?tahu\w*|memberitahukan|notice|notif\w+|mengakhiri\w*|pengakhiran|terminat\w+|"
    r"end it|diakhiri)\b",
    re.I,
)
_RENEWABLE = re.compile(
    r"\b(?P<no>(?:tidak|may not|can not|cannot|shall not)\s+)?(?:(?:dapat|bisa|akan)\s+diperpanjang|be (?:extended|renewed|prolonged)|"
    r"(?:may|can|shall|will)\s+be\s+(?:extended|renewed|prolonged|automatically (?:extended|renewed))|diperpanjang|extended for|renewable|"
    r"renews automatically)\b",
    re.I,
)
_ENDING = re.compile(
    r"\b(?:mengakhiri|diakhiri|pengakhiran|mengakhirinya|terminat(?:e|ed|ion|es)|denounce|end it)\b", re.I
)


def read_terms(paper: Paper, text: str, base: int) -> None:
    """Put the term, the renewal, the notice and the termination clause of a sentence into the paper."""
    term = _term(text)
    if term is not None:
        paper.put("valid_years", term[0], Span(base + term[1].start, base + term[1].end))
    renewable = _RENEWABLE.search(text)
    if renewable and (term or "berlaku" in text or "force" in text or "valid" in text):
        paper.put("renewable", renewable["no"] is None, Span(base + renewable.start(), base + renewable.end()))
    if paper.rule == "instrument.document" and _ENDING.search(text) and len(text) > 40:
        paper.put("termination", " ".join(text.split()), Span(base, base + len(text)))
    if not _NOTICE_CUE.search(text):
        return
    for match in _NOTICE.finditer(text):
        count = int(match.group("figure")) if match.group("figure") else number_in_words(match.group("word"))
        if count:
            days = match.group("unit").lower() in {"hari", "day", "days"}
            months = round(count / 30, 1) if days else float(count)
            paper.put("notice_months", months, Span(base + match.start(), base + match.end()))


def _term(text: str) -> tuple[float, Span] | None:
    for match in _TERM.finditer(text):
        years = int(match.group("figure")) if match.group("figure") else number_in_words(match.group("word"))
        if not years or years > 50:
            continue
        around = text[max(0, match.start() - 60) : match.end() + 25]
        before = text[max(0, match.start() - 60) : match.start()]
        hyphened = "-" in match.group()
        if (_TERM_CUE.search(before) or hyphened) and not _NOT_TERM.search(before[-30:]) and not re.search(
            r"(?i)\b(?:ago|lalu|old|anniversary|terakhir|berturut|thereafter|sesudah\w*|setelah\w*|afterwards)\b", around[-25:]
        ):  # fmt: skip
            return float(years), Span(match.start(), match.end())
    return None
