"""Numbers of a paper in the registers of the two sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mou_miner.claims.instruments.paper import Paper
from mou_miner.records import Document, Span

_NUMBER = re.compile(
    r"\b(?:nomor|number|no\.?|nomer|bernomor)(?![a-z])\s*(?P<whose>[A-Za-z ]{0,30}?)\s*:?\s*"
    r"(?P<number>(?=[\w./-]*\d)(?=[\w. -]*[/.-])[A-Z0-9][\w./-]{2,60}\w)",
    re.I,
)
_LAW = re.compile(
    r"(?:undang[- ]undang|\buu|peraturan\s+\w+(?:\s+\w+){0,3}|permendagri|permenlu|\bpp|perda|law|regulation|act|keputusan|"
    r"surat edaran|telp|telepon|phone|npwp|nip|(?:jalan|jl\.?|street)(?:\s+\w+){0,3})\W*$",
    re.I,
)
_HEAD = 1500
"""The numbers of a paper stand in its head."""


def put_numbers(paper: Paper, document: Document) -> None:
    """Put the numbers of the head of the paper into it; with two of them the first is that of the party named first."""
    found = list(find_numbers(document.text[:_HEAD]))
    if found:
        paper.put("number", found[0][0], found[0][1])
    first = _named_first(paper, document.text[:_HEAD]) if len(found) == 2 else None
    sides = [first, "partner" if first == "indonesia" else "indonesia"] if first else [None, None]
    paper.numbers = [(number, side, span) for (number, span), side in zip(found[:2], sides, strict=False)]


def find_numbers(text: str, base: int = 0) -> Iterator[tuple[str, Span]]:
    """Yield the numbers of papers in a text; those of laws, streets and telephones are none."""
    for match in _NUMBER.finditer(text):
        if not _LAW.search(text[max(0, match.start() - 60) : match.start()]) and not match["whose"].strip().isdigit():
            yield match["number"], Span(base + match.start("number"), base + match.end("number"))


def _named_first(paper: Paper, text: str) -> str | None:
    folded = text.casefold()
    own = folded.find(paper.pair.indonesian.name.split(" ", 1)[1].casefold())
    other = folded.find(paper.pair.partner_name.casefold())
    if own < 0 or other < 0:
        return None
    return "indonesia" if own < other else "partner"
