"""What an instrument says of itself: kind, title, numbers, its own date against the dates of earlier papers, place, terms."""

from __future__ import annotations

import re

from mou_miner.claims.context import Context
from mou_miner.claims.dates import find_dates
from mou_miner.claims.instruments.articles import find_articles
from mou_miner.claims.instruments.kinds import last_kind
from mou_miner.claims.instruments.languages import read_languages, read_prevailing
from mou_miner.claims.instruments.legal import find_legal_basis
from mou_miner.claims.instruments.numbers import put_numbers
from mou_miner.claims.instruments.paper import Paper
from mou_miner.claims.instruments.signing import REFERS_BACK, put_place, read_signing
from mou_miner.claims.instruments.terms import read_terms
from mou_miner.claims.pairs import Pair
from mou_miner.claims.signatures import find_signers
from mou_miner.records import Document, InstrumentKind, Span
from mou_miner.rules.instruments import load_instrument_rules

_VARIANTS = {
    "amendment": re.compile(r"\b(?:amandemen|amendment|perubahan (?:atas|kedua|pertama|terhadap))\b", re.I),
    "addendum": re.compile(
        r"\b(?:adendum|addendum|tambahan atas|supplement(?:ary)? (?:to|memorandum|agreement))\b", re.I
    ),
}


def own_paper(context: Context, pair: Pair) -> Paper:
    """Return the paper that the document itself is."""
    document = context.document
    title = next((s for s in context.sentences if s.kind == "title"), context.sentences[0])
    kind = _own_kind(document, title.text)
    paper = Paper(
        pair, kind, [Span(title.start, title.end)], "instrument.document", title=_one_line(document.title or title.text)
    )
    for sentence in context.sentences:
        if sentence.kind in {"heading", "title"}:
            continue
        read_terms(paper, sentence.text, sentence.start)
        read_languages(paper, sentence.text, sentence.start)
        read_prevailing(paper, sentence.text, sentence.start)
    read_signing(context, paper)
    signers = find_signers(context, pair)
    paper.signatories.extend(signers.signatories)
    paper.witnesses.extend(signers.witnesses)
    put_numbers(paper, document)
    paper.variant = _variant(title.text)
    paper.legal_basis.extend(find_legal_basis(document.text))
    paper.articles.extend(find_articles(document))
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


def _variant(title: str) -> str | None:
    """A paper that changes or adds to another one."""
    return next((name for name, pattern in _VARIANTS.items() if pattern.search(title)), None)


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
