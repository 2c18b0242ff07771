"""What an instrument says of itself: kind, title, numbers, its own date against the dates of earlier papers, place, terms."""

from __future__ import annotations

import re

from mou_miner.claims.context import Context
from mou_miner.claims.dates import find_dates
from mou_miner.claims.instruments.kinds import last_kind
from mou_miner.claims.instruments.languages import read_languages, read_prevailing
from mou_miner.claims.instruments.paper import Paper
from mou_miner.claims.instruments.signing import REFERS_BACK, put_place, read_signing
from mou_miner.claims.instruments.terms import read_terms
from mou_miner.claims.pairs import Pair
from mou_miner.claims.signatures import find_signers
from mou_miner.records import Document, InstrumentKind, Span
from mou_miner.rules.instruments import load_instrument_rules

_NUMBER = re.compile(r"\b(?:nomor|number|no\.?)\s*:?\s*(?P<number>[A-Z0-9][\w./-]*\d[\w./-]*)", re.I)


def own_paper(context: Context, pair: Pair) -> Paper:
    """Return the paper that the document itself is."""
    document = context.document
    title = next((s for s in context.sentences if s.kind == "title"), context.sentences[0])
    kind = _own_kind(document, title.text)
    paper = Paper(
        pair, kind, [Span(title.start, title.end)], "instrument.document", title=_one_line(document.title or title.text)
    )
    for sentence in context.sentences:
        read_terms(paper, sentence.text, sentence.start)
        read_languages(paper, sentence.text, sentence.start)
        read_prevailing(paper, sentence.text, sentence.start)
    read_signing(context, paper)
    signers = find_signers(context, pair)
    paper.signatories.extend(signers.signatories)
    paper.witnesses.extend(signers.witnesses)
    number = _NUMBER.search(document.text[:1200])
    if number and not re.search(
        r"(?i)undang|peraturan|tahun", document.text[max(0, number.start() - 30) : number.start()]
    ):
        paper.put("number", number.group("number"), Span(number.start("number"), number.end("number")))
    return paper


def _own_kind(document: Document, title: str) -> InstrumentKind:
    if document.kind == "loi":
        return "loi"
    for kind, pattern in load_instrument_rules().kind_patterns:
        if kind in {"plan_of_action", "renewal"} and pattern.search(title):
            return kind
    if document.kind == "plan_of_action":
        return "plan_of_action"
    return "agreement" if document.kind == "agreement" else "mou"


def cited_papers(context: Context, pair: Pair) -> list[Paper]:
    """Return the earlier papers that the preamble refers to with their dates."""
    papers: list[Paper] = []
    for sentence in context.sentences[:40]:
        if not REFERS_BACK.search(sentence.text):
            continue
        for found in find_dates(sentence.text):
            before = sentence.text[: found.start]
            kind = last_kind(before)
            if kind is None or any(p.values["date_signed"][0] == found.iso for p in papers):
                continue
            paper = Paper(pair, kind, [Span(sentence.start, sentence.end)], "instrument.cited")
            paper.put("date_signed", found.iso, Span(sentence.start + found.start, sentence.start + found.end))
            put_place(paper, sentence.text, sentence.start)
            read_terms(paper, sentence.text, sentence.start)
            papers.append(paper)
    return papers


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
