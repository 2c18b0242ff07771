"""Builders: records with everything filled in that a test does not speak of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from mou_miner.records import (
    Activity,
    Block,
    Box,
    Claim,
    Correction,
    Document,
    DocumentSummary,
    Evidence,
    Extraction,
    Instrument,
    Origin,
    Page,
    Partnership,
    Party,
    Scope,
    Signatory,
    Span,
    Versions,
    Word,
)

VERSIONS = Versions(program="0.1.0", rules="r1", gazetteer="g1", models="m1", settings="s1")
BANDUNG = Party(
    name="Kota Bandung", country="ID", level="city", as_written="Pemerintah Kota Bandung", kemendagri_code="32.73",
    latitude=-6.92, longitude=107.6, confidence=0.98,
)  # fmt: skip
SUWON = Party(
    name="Suwon", country="KR", level="city", as_written="Kota Suwon", geonames_id=1835553, latitude=37.29,
    longitude=127.01, confidence=0.9,
)  # fmt: skip
KEY = "Kota Bandung|Suwon|KR|city"
TEXT = (
    "MEMORANDUM SALING PENGERTIAN\n"
    "Pemerintah Kota Bandung dan Kota Suwon menandatangani nota kesepahaman pada 25 Agustus 1997 di Bandung.\n"
    "Kerja sama di bidang pendidikan dan pariwisata. Pertukaran pelajar telah dilaksanakan pada 2012.\n"
    "Ditandatangani oleh Wahyu Hamijaya."
)


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """Return where the words stand in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def make_document(
    text: str = TEXT, *, name: str = "bandung-suwon.pdf", printed: bool = True, **fields: Any
) -> Document:
    """Return a document of the text, a block a line; printed ones stand on one page with a word every 40 points."""
    blocks, words, start = [], [], 0
    for line, content in enumerate(text.split("\n")):
        blocks.append(Block(start=start, end=start + len(content), kind="paragraph", language="id"))
        at = start
        for place, word in enumerate(content.split(" ")):
            box = Box(1, 50 + 40 * place, 20 + 14 * line, 50 + 40 * place + 36, 30 + 14 * line)
            words.append(Word(at, at + len(word), box))
            at += len(word) + 1
        start += len(content) + 1
    page = Page(number=1, start=0, end=len(text), width=595.0, height=842.0)
    plain: dict[str, Any] = {
        "doc_id": hashlib.sha256(f"{name}\n{text}".encode()).hexdigest(),
        "source": f"corpus/{name}",
        "media_type": "application/pdf",
        "kind": "mou",
        "language": "id",
        "title": "Memorandum Saling Pengertian",
        "date_published": "1997-08-25",
        "text": text,
        "blocks": tuple(blocks),
        "pages": (page,) if printed else (),
        "words": tuple(words) if printed else (),
        "reader": "test 1",
    }
    return Document(**{**plain, **fields})


def make_summary(document: Document) -> DocumentSummary:
    """Return the document without its text."""
    shared = {name: getattr(document, name) for name in DocumentSummary.model_fields if name in Document.model_fields}
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    return DocumentSummary(**{**shared, "pages": len(document.pages) or None, "text_sha256": digest})


def make_claim(document: Document, field: str, value: Any, words: str, **fields: Any) -> Claim:
    """Return a claim of a rule that rests on the words' first occurrence."""
    plain: dict[str, Any] = {
        "doc_id": document.doc_id,
        "field": field,
        "value": value,
        "on": KEY,
        "spans": (span_of(document.text, words),),
        "origin": Origin(kind="rule", name=f"{field}.plain", version="r1"),
        "confidence": 0.8,
    }
    return Claim(**{**plain, **fields})


def make_correction(document: Document, field: str, value: Any, verdict: str, quote: str, **fields: Any) -> Correction:
    """Return a correction by Rina."""
    plain: dict[str, Any] = {
        "doc_id": document.doc_id,
        "field": field,
        "value": value,
        "on": KEY,
        "verdict": verdict,
        "quote": quote,
        "annotator": "rina",
        "at": "2026-03-01T09:00:00+07:00",
    }
    return Correction(**{**plain, **fields})


def make_partnership(document: Document, **fields: Any) -> Partnership:
    """Return the partnership of Bandung and Suwon with an instrument, two scopes and an activity, all in `TEXT`."""
    text = document.text
    signed = span_of(text, "25 Agustus 1997")
    instrument = Instrument(
        kind="mou",
        title="Memorandum Saling Pengertian",
        date_signed="1997-08-25",
        place_signed="Bandung",
        languages=("id",),
        signatories=(Signatory(name="Wahyu Hamijaya", side="indonesia", span=span_of(text, "Wahyu Hamijaya")),),
        confidence=0.9,
        spans=(span_of(text, "nota kesepahaman"),),
        evidence=(Evidence(field="date_signed", span=signed, confidence=0.9),),
    )
    activity = Activity(
        type="exchange",
        assertion="done",
        span=span_of(text, "Pertukaran pelajar telah dilaksanakan"),
        text="Pertukaran pelajar telah dilaksanakan",
        scope="education",
        date="2012",
        confidence=0.7,
    )
    plain: dict[str, Any] = {
        "key": KEY,
        "indonesian_party": BANDUNG.model_copy(update={"spans": (span_of(text, "Pemerintah Kota Bandung"),)}),
        "partner": SUWON.model_copy(update={"spans": (span_of(text, "Kota Suwon"),)}),
        "form": "sister_city",
        "stage": "implemented",
        "confidence": 0.85,
        "instruments": (instrument,),
        "scopes": tuple(
            Scope(code=code, as_written=words, span=span_of(text, words), confidence=0.8)
            for code, words in (("education", "pendidikan"), ("tourism", "pariwisata"))
        ),
        "activities": (activity,),
        "spans": (span_of(text, "Pemerintah Kota Bandung dan Kota Suwon"),),
        "evidence": (Evidence(field="stage", span=activity.span),),
    }
    return Partnership(**{**plain, **fields})


def make_claims(document: Document) -> tuple[Claim, ...]:
    """Return claims in `TEXT` under the partnership of Bandung and Suwon."""
    return (
        make_claim(
            document, "partnership", KEY, "Pemerintah Kota Bandung dan Kota Suwon", details={"a": [1, None, "é"]}
        ),
        make_claim(document, "scope", "education", "pendidikan"),
        make_claim(document, "scope", "tourism", "pariwisata"),
        make_claim(document, "activity", "exchange", "Pertukaran pelajar telah dilaksanakan", assertion="done"),
        make_claim(document, "instrument", "mou", "nota kesepahaman", on=f"{KEY}#mou:1"),
        make_claim(document, "date_signed", "1997-08-25", "25 Agustus 1997", on=f"{KEY}#mou:1", score=3.25),
        make_claim(document, "valid_years", 5, "2012", on=f"{KEY}#mou:1"),
        make_claim(document, "renewable", False, "1997", on=f"{KEY}#mou:1"),
    )


def make_extraction(
    document: Document | None = None, *, claims: Sequence[Claim] | None = None, **partnership: Any
) -> Extraction:
    """Return all that a document says."""
    document = document or make_document()
    made = make_claims(document) if claims is None else tuple(claims)
    return Extraction(document=document, claims=made, partnerships=(make_partnership(document, **partnership),))
