"""Partnerships as the dataset has them, with everything filled in that a test does not speak of."""

from __future__ import annotations

import hashlib
from typing import Any

from mou_miner.records import (
    DocumentSummary,
    Instrument,
    PartnershipDocument,
    Party,
    ResolvedActivity,
    ResolvedInstrument,
    ResolvedPartnership,
    ResolvedScope,
)
from mou_miner.resolution.timeline import expiry
from tests.builders import BANDUNG, SUWON


def summary(name: str = "a.pdf", **fields: Any) -> DocumentSummary:
    """Return a document; its id is made of its name."""
    plain: dict[str, Any] = {
        "doc_id": doc_id(name), "source": name, "media_type": "application/pdf", "kind": "mou", "language": "id",
        "text_sha256": "0" * 64, "reader": "test 1",
    }  # fmt: skip
    return DocumentSummary(**{**plain, **fields})


def doc_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def paper(kind: str = "mou", date: str | None = "1997-08-25", *, documents: tuple[str, ...] = ("a.pdf",), **fields: Any) -> ResolvedInstrument:  # fmt: skip
    instrument = Instrument.model_validate({"kind": kind, "date_signed": date, **fields})
    return ResolvedInstrument(instrument=instrument, documents=tuple(map(doc_id, documents)), support=())


def act(
    assertion: str = "done",
    type: str = "exchange",
    *,
    text: str = "Pertukaran pelajar",
    date: str | None = "2012",
    **fields: Any,
) -> ResolvedActivity:
    plain = {
        "assertion": assertion,
        "type": type,
        "text": text,
        "date": date,
        "documents": (doc_id("a.pdf"),),
        "support": (),
    }
    return ResolvedActivity.model_validate({**plain, **fields})


def scope(code: str = "education", *, words: str = "pendidikan") -> ResolvedScope:
    return ResolvedScope.model_validate(
        {"code": code, "as_written": (words,), "documents": (doc_id("a.pdf"),), "support": (), "confidence": 0.8}
    )


def partnership(
    indonesian: Party = BANDUNG, partner: Party = SUWON, *, documents: tuple[str, ...] = ("a.pdf",), **fields: Any
) -> ResolvedPartnership:
    """Return a partnership; when it was signed and expires is computed of its papers."""
    papers = fields.get("instruments", ())
    dates = sorted(item.instrument.date_signed for item in papers if item.instrument.date_signed)
    plain: dict[str, Any] = {
        "partnership_id": f"kemendagri:{indonesian.kemendagri_code}--geonames:{partner.geonames_id}",
        "indonesian_party": indonesian, "partner": partner, "form": "sister_city", "stage": "mou", "confidence": 0.85,
        "documents": tuple(
            PartnershipDocument(doc_id(name), "key", "mou", "1997-08-25", "paper", number)
            for number, name in enumerate(documents)
        ),
        "support": (), "sources": len(documents), "first_signed": dates[0] if dates else None,
        "expires": expiry([item.instrument for item in papers]), "last_told": dates[-1] if dates else None,
    }  # fmt: skip
    return ResolvedPartnership(**{**plain, **fields})


__all__ = ["act", "doc_id", "paper", "partnership", "scope", "summary"]
