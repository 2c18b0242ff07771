"""When and where an instrument was signed: by its done clause, else its opening, else beside the signatures or the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mou_miner.claims.context import Context
from mou_miner.claims.dates import FoundDate, find_dates
from mou_miner.claims.instruments.languages import language_code
from mou_miner.claims.instruments.paper import Paper, Signing
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Span

_DONE = r"(?:done|signed|dibuat|ditandatangani|dilakukan|made|executed|given|sealed|diberikan|ditetapkan)"
_STARTS_DONE = re.compile(rf"\W*(?:demikian\w*\s+)?(?:telah\s+)?{_DONE}\b", re.I)
_PLACE = r"(?P<place>(?!(?:the|bahasa|english|indonesian?|inggris)\b)[A-Z][\w’'.-]*(?:[ -](?:[A-Z][\w’'-]*|de|del|of|upon|la|le))*)"
_DONE_AT = re.compile(rf"\b(?i:{_DONE})\b[^.;]{{0,120}}?\b(?:at|in|di)\s+(?i:the\s+city\s+of\s+|kota\s+)?{_PLACE}")
_APART = re.compile(rf"\b(?:di|at|in)\s+{_PLACE}\s*,?\s*(?:pada\s+)?(?:tanggal\s+|on\s+)?$")
REFERS_BACK = re.compile(
    r"\b(?:merujuk|mengacu|menindaklanjuti|berdasarkan|referring to|pursuant to|recalling|further to|mengingat|"
    r"sebagai tindak lanjut|considering|following|melaksanakan (?:memorandum|mou|nota|loi)|(?:implement(?:s|ing)?|carr(?:ies|ying) out) the)\b",
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
            # Where the sides sign apart, the paper is signed when the second one has.
            if (
                best is None
                or key > best[0]
                or (key == best[0] and best[2] == sentence.start and found.iso > best[1].iso)
            ):
                best = (key, found, sentence.start)
    if best is not None:
        _, found, base = best
        paper.put("date_signed", found.iso, Span(base + found.start, base + found.end))
    for sentence in context.sentences:
        if REFERS_BACK.search(sentence.text) or _date_rank(sentence) < 3:
            continue
        signings = _signings(sentence)
        if len(signings) > 1:
            paper.signings.extend(_with_sides(signings, paper))
            return
        put_place(paper, sentence.text, sentence.start)
    if "place_signed" not in paper.values:
        _place_beside_date(context, paper)


def put_place(paper: Paper, text: str, base: int) -> None:
    """Put the place that a clause of signing names into the paper."""
    match = _DONE_AT.search(text)
    if match and language_code(match["place"].split()[0]) is None:
        place = re.split(r"\s+(?:pada|on|tanggal|Pada|On|Tanggal)\b", match["place"])[0]
        start = base + match.start("place")
        paper.put("place_signed", place, Span(start, start + len(place)))


def _date_rank(sentence: Sentence) -> int:
    text = sentence.text
    if _STARTS_DONE.match(text) and sentence.kind != "heading":
        return 5
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


def _signings(sentence: Sentence) -> list[Signing]:
    """ "di Bontang tanggal 6 Maret 2017 dan di Stavanger tanggal 14 Maret 2017": each place with its own date."""
    found = []
    for date in find_dates(sentence.text):
        place = _APART.search(sentence.text[: date.start])
        if place:
            span = Span(sentence.start + place.start("place"), sentence.start + date.end)
            found.append(Signing(date.iso, place["place"], "both", span))
    return found


def _with_sides(signings: Sequence[Signing], paper: Paper) -> list[Signing]:
    """A side that signs at home is known by the place."""
    home = paper.pair.indonesian.name.split(" ", 1)[1].casefold()
    abroad = {paper.pair.partner_name.casefold(), *(m.name.casefold() for m in paper.pair.partner_mentions)}

    def side(signing: Signing) -> str:
        place = (signing.place or "").casefold()
        return "indonesia" if place == home else "partner" if place in abroad else "both"

    return [signing._replace(side=side(signing)) for signing in signings]
