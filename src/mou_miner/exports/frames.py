"""The dataset as tables with named columns and types; a list becomes rows of a table of its own.

Types are pandas' nullable ones: a missing year stays missing and 2019 stays 2019, code `0317` stays text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from mou_miner.records import Claim, ClaimSpan, DocumentSummary, Party, ResolvedPartnership, Trace

Frames = dict[str, pd.DataFrame]
"""The tables by name, in a fixed order."""

Rows = Iterable[Mapping[str, Any]]


class Dataset(Protocol):
    """What is asked of a store."""

    def documents(self) -> Sequence[DocumentSummary]: ...
    def claims(self) -> Sequence[Claim]: ...
    def claim_spans(self) -> Sequence[ClaimSpan]: ...
    def partnerships(self) -> Sequence[ResolvedPartnership]: ...
    def traces(self) -> Sequence[Trace]: ...


_PLACE = {"name": "string", "level": "string"}
_POINT = {"latitude": "Float64", "longitude": "Float64"}
_UNDER = {"partnership_id": "string"}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "partnerships": {
        **_UNDER,
        **{f"indonesian_{name}": kind for name, kind in _PLACE.items()},
        "kemendagri_code": "string",
        **{f"indonesian_{name}": kind for name, kind in _POINT.items()},
        **{f"partner_{name}": kind for name, kind in _PLACE.items()},
        "partner_country": "string",
        "geonames_id": "Int64",
        **{f"partner_{name}": kind for name, kind in _POINT.items()},
        "form": "string",
        "stage": "string",
        "typology": "string",
        "ceremonial_only": "boolean",
        "first_signed": "string",
        "expires": "string",
        "last_told": "string",
        "confidence": "Float64",
        "documents": "Int64",
        "sources": "Int64",
        "instruments": "Int64",
        "scopes": "Int64",
        "activities": "Int64",
    },
    "partnership_documents": {
        **_UNDER,
        "doc_id": "string",
        "key": "string",
        "stage": "string",
        "date": "string",
        "weight": "string",
        "source": "Int64",
    },
    "typology_reasons": {**_UNDER, "reason": "string"},
    "instruments": {
        **_UNDER,
        "instrument": "Int64",
        "kind": "string",
        "title": "string",
        "number": "string",
        "date_signed": "string",
        "place_signed": "string",
        "valid_years": "Float64",
        "renewable": "boolean",
        "notice_months": "Float64",
        "copies": "Int64",
        "prevailing_language": "string",
        "variant": "string",
        "termination": "string",
        "confidence": "Float64",
        "documents": "Int64",
    },
    "instrument_languages": {**_UNDER, "instrument": "Int64", "language": "string"},
    "signatories": {**_UNDER, "instrument": "Int64", "name": "string", "side": "string", "role": "string"},
    "witnesses": {**_UNDER, "instrument": "Int64", "name": "string"},
    "scopes": {**_UNDER, "scope": "Int64", "code": "string", "confidence": "Float64", "documents": "Int64"},
    "scope_wordings": {**_UNDER, "scope": "Int64", "as_written": "string"},
    "activities": {
        **_UNDER,
        "activity": "Int64",
        "type": "string",
        "assertion": "string",
        "scope": "string",
        "date": "string",
        "amount": "string",
        "text": "string",
        "confidence": "Float64",
        "documents": "Int64",
    },
    "milestones": {
        **_UNDER,
        "milestone": "Int64",
        "step": "string",
        "assertion": "string",
        "date": "string",
        "confidence": "Float64",
        "documents": "Int64",
    },
    "conflicts": {
        **_UNDER,
        "item": "string",
        "item_number": "Int64",
        "field": "string",
        "value": "string",
        "chosen": "boolean",
        "doc_id": "string",
        "weight": "string",
        "date": "string",
        "confidence": "Float64",
        "reason": "string",
    },
    "supports": {
        **_UNDER,
        "item": "string",
        "item_number": "Int64",
        "field": "string",
        "doc_id": "string",
        "start": "Int64",
        "end": "Int64",
        "text": "string",
        "page": "Int64",
        "claim": "Int64",
    },
    "documents": {
        "doc_id": "string",
        "source": "string",
        "media_type": "string",
        "kind": "string",
        "language": "string",
        "title": "string",
        "publisher": "string",
        "author": "string",
        "date_published": "string",
        "pages": "Int64",
        "ocr_pages": "Int64",
        "text_sha256": "string",
        "reader": "string",
    },
    "document_warnings": {"doc_id": "string", "warning": "string"},
    "claims": {
        "doc_id": "string",
        "claim": "Int64",
        "field": "string",
        "value": "string",
        "on": "string",
        "assertion": "string",
        "origin_kind": "string",
        "origin_name": "string",
        "origin_version": "string",
        "confidence": "Float64",
        "score": "Float64",
        "details": "string",
    },
    "claim_spans": {
        "doc_id": "string",
        "claim": "Int64",
        "start": "Int64",
        "end": "Int64",
        "text": "string",
        "page": "Int64",
    },
}


def make_frames(dataset: Dataset) -> Frames:
    """Return all tables of the dataset; rows stand in the order of the store, which does not depend on the runs."""
    partnerships = dataset.partnerships()
    documents = dataset.documents()
    rows: dict[str, Rows] = {
        "partnerships": [_partnership(item) for item in partnerships],
        "partnership_documents": [
            {**_under(item), **document._asdict()} for item in partnerships for document in item.documents
        ],
        **_instruments(partnerships),
        **_scopes(partnerships),
        "activities": [
            {**_under(item), **activity.model_dump(), "activity": number, "documents": len(activity.documents)}
            for item in partnerships
            for number, activity in enumerate(item.activities)
        ],
        "typology_reasons": [
            {**_under(item), "reason": reason} for item in partnerships for reason in item.typology_reasons
        ],
        "milestones": [
            {**_under(item), **step.model_dump(), "milestone": number, "documents": len(step.documents)}
            for item in partnerships
            for number, step in enumerate(item.milestones)
        ],
        "conflicts": [
            {**_under(item), **conflict._asdict(), "value": _as_text(conflict.value)}
            for item in partnerships
            for conflict in item.conflicts
        ],
        "supports": [trace._asdict() for trace in dataset.traces()],
        "documents": [{**item.model_dump(), "ocr_pages": len(item.ocr_pages)} for item in documents],
        "document_warnings": [
            {"doc_id": item.doc_id, "warning": warning} for item in documents for warning in item.warnings
        ],
        "claims": _claims(dataset.claims()),
        "claim_spans": [span._asdict() for span in dataset.claim_spans()],
    }
    return {name: _frame(rows[name], columns) for name, columns in COLUMNS.items()}


def _frame(rows: Rows, columns: Mapping[str, str]) -> pd.DataFrame:
    rows = list(rows)
    return pd.DataFrame(
        {name: pd.Series([_known(row.get(name)) for row in rows], dtype=kind) for name, kind in columns.items()}
    )


def _known(value: Any) -> Any:
    """Return the value, None for an empty text: a file of tables cannot tell them apart."""
    return None if value == "" else value


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _under(partnership: ResolvedPartnership) -> dict[str, Any]:
    return {"partnership_id": partnership.partnership_id}


def _partnership(partnership: ResolvedPartnership) -> dict[str, Any]:
    return {
        **_under(partnership),
        **_party("indonesian", partnership.indonesian_party),
        **_party("partner", partnership.partner),
        "kemendagri_code": partnership.indonesian_party.kemendagri_code,
        "geonames_id": partnership.partner.geonames_id,
        "form": partnership.form,
        "stage": partnership.stage,
        "typology": partnership.typology,
        "ceremonial_only": partnership.ceremonial_only,
        "first_signed": partnership.first_signed,
        "expires": partnership.expires,
        "last_told": partnership.last_told,
        "confidence": partnership.confidence,
        "documents": len({document.doc_id for document in partnership.documents}),
        "sources": partnership.sources,
        "instruments": len(partnership.instruments),
        "scopes": len(partnership.scopes),
        "activities": len(partnership.activities),
    }


def _party(side: str, party: Party) -> dict[str, Any]:
    return {f"{side}_{name}": value for name, value in party.model_dump(exclude={"spans", "evidence"}).items()}


def _instruments(partnerships: Iterable[ResolvedPartnership]) -> dict[str, Rows]:
    instruments, languages, signatories, witnesses = [], [], [], []
    for partnership in partnerships:
        for number, resolved in enumerate(partnership.instruments):
            instrument, under = resolved.instrument, {**_under(partnership), "instrument": number}
            instruments.append({**under, **instrument.model_dump(), "documents": len(resolved.documents)})
            languages += [{**under, "language": language} for language in instrument.languages]
            signatories += [{**under, **signatory.model_dump()} for signatory in instrument.signatories]
            witnesses += [{**under, "name": name} for name in instrument.witnesses]
    return {
        "instruments": instruments,
        "instrument_languages": languages,
        "signatories": signatories,
        "witnesses": witnesses,
    }


def _scopes(partnerships: Iterable[ResolvedPartnership]) -> dict[str, Rows]:
    scopes, wordings = [], []
    for partnership in partnerships:
        for number, scope in enumerate(partnership.scopes):
            under = {**_under(partnership), "scope": number}
            scopes.append({**under, **scope.model_dump(), "documents": len(scope.documents)})
            wordings += [{**under, "as_written": words} for words in scope.as_written]
    return {"scopes": scopes, "scope_wordings": wordings}


def _claims(claims: Iterable[Claim]) -> Rows:
    numbers: dict[str, int] = {}
    for claim in claims:
        number = numbers[claim.doc_id] = numbers.get(claim.doc_id, -1) + 1
        yield {
            **claim.model_dump(),
            **{f"origin_{name}": value for name, value in claim.origin.model_dump().items()},
            "claim": number,
            "value": _as_text(claim.value),
            "details": json.dumps(claim.details, ensure_ascii=False) if claim.details else None,
        }
