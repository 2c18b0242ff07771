"""What one document says, as the public contract (extraction.schema.json) writes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from mou_miner.locations import Locations
from mou_miner.records import (
    Activity,
    Article,
    Document,
    Evidence,
    Extraction,
    Instrument,
    Milestone,
    Partnership,
    Party,
    ProfileItem,
    Scope,
    Signatory,
    Span,
    Witness,
)

SCHEMA_VERSION = "1"


def extraction_json(extraction: Extraction, *, with_text: bool = False) -> dict[str, Any]:
    """Return the extraction as plain JSON values, valid against the public schema; keys stand in the schema's order."""
    write = _Writer(extraction.document)
    return {
        "schema_version": SCHEMA_VERSION,
        "document": _document(extraction.document, with_text=with_text),
        "partnerships": [write.partnership(partnership) for partnership in extraction.partnerships],
        "regional_profile": [write.profile_item(item) for item in extraction.regional_profile],
    }


def dumps(value: Mapping[str, Any]) -> str:
    """Return one line of JSON, the same bytes for the same value."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    # Some readers of JSON Lines take these characters, which may stand in a text, for the end of a line.
    for character in "\x85\u2028\u2029":
        line = line.replace(character, f"\\u{ord(character):04x}")
    return line


def _document(document: Document, *, with_text: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "doc_id": document.doc_id,
        "text_sha256": hashlib.sha256(document.text.encode()).hexdigest(),
        "source": document.source,
        "media_type": document.media_type,
        "kind": document.kind,
        "language": document.language,
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "date_published": document.date_published,
        "pages": len(document.pages) or None,
        "ocr_pages": list(document.ocr_pages),
        "warnings": list(document.warnings),
        "reader": document.reader,
    }
    return {**plain, "text": document.text} if with_text else plain


class _Writer:
    """Writes the values of one document; spans get their words, page and boxes."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._locations = Locations(document.pages, document.words)

    def partnership(self, partnership: Partnership) -> dict[str, Any]:
        return {
            "indonesian_party": self._party(partnership.indonesian_party),
            "partner": self._party(partnership.partner),
            "form": partnership.form,
            "stage": partnership.stage,
            "typology": partnership.typology,
            "confidence": partnership.confidence,
            "instruments": [self._instrument(item) for item in partnership.instruments],
            "scopes": [self._scope(item) for item in partnership.scopes],
            "activities": [self._activity(item) for item in partnership.activities],
            "spans": self._spans(partnership.spans),
            "ceremonial_only": partnership.ceremonial_only,
            "milestones": [self._milestone(item) for item in partnership.milestones],
            "typology_reasons": list(partnership.typology_reasons),
            "evidence": self._evidence(partnership.evidence),
        }

    def _party(self, party: Party) -> dict[str, Any]:
        return {
            "name": party.name,
            "as_written": party.as_written,
            "country": party.country,
            "level": party.level,
            "kemendagri_code": party.kemendagri_code,
            "geonames_id": party.geonames_id,
            "latitude": party.latitude,
            "longitude": party.longitude,
            **_known(confidence=party.confidence),
            "spans": self._spans(party.spans),
            "evidence": self._evidence(party.evidence),
        }

    def _instrument(self, instrument: Instrument) -> dict[str, Any]:
        return {
            "kind": instrument.kind,
            "title": instrument.title,
            "number": instrument.number,
            "date_signed": instrument.date_signed,
            "place_signed": instrument.place_signed,
            "valid_years": instrument.valid_years,
            "renewable": instrument.renewable,
            "languages": list(instrument.languages),
            "prevailing_language": instrument.prevailing_language,
            "signatories": [self._signatory(item) for item in instrument.signatories],
            **_known(confidence=instrument.confidence),
            "spans": self._spans(instrument.spans),
            "notice_months": instrument.notice_months,
            "witnesses": list(instrument.witnesses),
            "evidence": self._evidence(instrument.evidence),
            "copies": instrument.copies,
            "variant": instrument.variant,
            "numbers": [item.model_dump() for item in instrument.numbers],
            "termination": instrument.termination,
            "legal_basis": list(instrument.legal_basis),
            "articles": [self._spanned(item) for item in instrument.articles],
            "signings": [item.model_dump(exclude={"span"}) for item in instrument.signings],
            "witness_details": [self._spanned(item) for item in instrument.witness_details],
        }

    def _signatory(self, signatory: Signatory) -> dict[str, Any]:
        plain: dict[str, Any] = {"name": signatory.name, "role": signatory.role, "side": signatory.side}
        return plain if signatory.span is None else {**plain, "span": self._span(signatory.span)}

    def _spanned(self, item: Article | Witness) -> dict[str, Any]:
        plain = item.model_dump(exclude={"span"})
        return plain if item.span is None else {**plain, "span": self._span(item.span)}

    def _milestone(self, item: Milestone) -> dict[str, Any]:
        return {
            "step": item.step,
            "assertion": item.assertion,
            "date": item.date,
            **_known(confidence=item.confidence),
            "span": self._span(item.span),
        }

    def profile_item(self, item: ProfileItem) -> dict[str, Any]:
        """Return a potential or a challenge of a region."""
        return {
            "region": item.region,
            "kind": item.kind,
            "category": item.category,
            "figures": list(item.figures),
            **_known(confidence=item.confidence),
            "span": self._span(item.span),
            "other_spans": self._spans(item.other_spans),
        }

    def _scope(self, scope: Scope) -> dict[str, Any]:
        return {
            "code": scope.code,
            "as_written": scope.as_written,
            **_known(confidence=scope.confidence),
            "span": self._span(scope.span),
            "other_spans": self._spans(scope.other_spans),
        }

    def _activity(self, activity: Activity) -> dict[str, Any]:
        return {
            "type": activity.type,
            "assertion": activity.assertion,
            **_known(scope=activity.scope),
            "date": activity.date,
            **_known(confidence=activity.confidence),
            "span": self._span(activity.span),
            "other_spans": self._spans(activity.other_spans),
            "amount": activity.amount,
        }

    def _evidence(self, evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
        return [
            {"field": item.field, "span": self._span(item.span), **_known(confidence=item.confidence)}
            for item in evidence
        ]

    def _spans(self, spans: Iterable[Span]) -> list[dict[str, Any]]:
        return [self._span(span) for span in spans]

    def _span(self, span: Span) -> dict[str, Any]:
        return {
            "start": span.start,
            "end": span.end,
            "text": self._text[span.start : span.end],
            "page": self._locations.page(span),
            "boxes": [list(box) for box in self._locations.boxes(span)],
        }


def _known(**values: object) -> dict[str, object]:
    """Return the values that are known: the schema has no null for these fields, they are left out."""
    return {name: value for name, value in values.items() if value is not None}
