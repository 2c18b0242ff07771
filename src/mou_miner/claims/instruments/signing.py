"""When and where an instrument was signed: by its done clause, else its opening, else beside the signatures or the title."""

from __future__ import annotations

import re

from mou_miner.claims.context import Context
from mou_miner.claims.dates import FoundDate, find_dates
from mou_miner.claims.instruments.paper import Paper
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Span

_DONE_AT = re.compile(
    r"\b(?:done|signed|dibuat|ditandatangani|dilakukan|made|executed)\b[^.;]{0,60}?\b(?:at|in|"
    r"di)\s+(?P<place>[A-Z][\w’'.-]*(?:[ -](?:[A-Z][\w’'-]*|de|of|upon))*)"
)
REFERS_BACK = re.compile(
    r"\b(?:merujuk|mengacu|menindaklanjuti|berdasarkan|referring to|pursuant to|recalling|further to|mengingat|"
    r"sebagai tindak lanjut|considering|following)\b",
    re.I,
)


def read_signing(context: Context, paper: Paper) -> None:
    """Put the date and the place of signing into the paper.

    The date is that of the done clause, else of the opening ("Pada hari ini"), else beside the signatures or in the title.
    """
    best: tuple[int, FoundDate, int] | None = None
    for sentence in context.sentences:
        if REFERS_BACK.search(sentence.text):
            continue
        rank = _date_rank(sentence)
        if rank == 0:
            continue
        for found in find_dates(sentence.text):
            full = len(found.iso) == 10
            key = rank * 2 + full
            if best is None or key > best[0]:
                best = (key, found, sentence.start)
    if best is not None:
        _, found, base = best
        paper.put("date_signed", found.iso, Span(base + found.start, base + found.end))
    for sentence in context.sentences:
        match = _DONE_AT.search(sentence.text)
        if match and _date_rank(sentence) >= 3:
            place = re.split(r"\s+(?:pada|on|tanggal)\b", match.group("place"))[0]
            start = sentence.start + match.start("place")
            paper.put("place_signed", place, Span(start, start + len(place)))
    if "place_signed" not in paper.values:
        _place_beside_date(context, paper)


def _date_rank(sentence: Sentence) -> int:
    text = sentence.text
    if re.search(r"\b(?:done|dibuat|ditandatangani|signed|executed)\b", text, re.I) and sentence.kind != "heading":
        return 4 if re.search(r"\b(?:rangkap|duplicate|bahasa|languages?|naskah|di|at|in)\b", text, re.I) else 3
    if re.search(r"\b(?:pada hari ini|on this|this day)\b", text, re.I):
        return 3
    if sentence.kind == "signature" or (
        re.match(r"[A-Z][\w’' -]{2,30},\s*(?:tanggal\s+)?[A-Za-z0-9]", text) and len(text) < 60
    ):
        return 2
    return 1 if sentence.kind == "title" else 0


def _place_beside_date(context: Context, paper: Paper) -> None:
    """ "Samarinda, 7 Mei 2012" above the signatures."""
    date_signed = paper.values.get("date_signed")
    if date_signed is None:
        return
    start = date_signed[1].start
    before = context.document.text[max(0, start - 60) : start]
    match = re.search(
        r"(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?),\s*(?:tanggal\s+|on\s+)?(?:[A-Za-z]+,\s*)?$", before
    )
    if match:
        at = max(0, start - 60) + match.start("place")
        paper.put("place_signed", match.group("place"), Span(at, at + len(match.group("place"))))
