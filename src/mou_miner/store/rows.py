"""What was read and decided, as records and as rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from mou_miner.dataset_records import Identity
from mou_miner.locations import Locations
from mou_miner.records import (
    Block,
    Box,
    Claim,
    Correction,
    Document,
    DocumentSummary,
    Extraction,
    Origin,
    Outcome,
    Page,
    Partnership,
    Party,
    Problem,
    Span,
    Word,
)


def document_row(extraction: Extraction, *, corrections: int, run_id: int) -> dict[str, Any]:
    """Return the document's row; words are flat lists, since a page holds hundreds of them."""
    document = extraction.document
    plain = document.model_dump(mode="json", exclude={"blocks", "pages", "words"})
    return {
        **plain,
        "text_sha256": hashlib.sha256(document.text.encode()).hexdigest(),
        "page_count": len(document.pages) or None,
        "blocks": [block.model_dump(mode="json", exclude_defaults=True) for block in document.blocks],
        "pages": [[page.number, page.start, page.end, page.width, page.height] for page in document.pages],
        "words": [
            [word.start, word.end, *word.box, word.confidence, *([word.read_as] if word.read_as else [])]
            for word in document.words
        ],
        "unplaced": [item.model_dump(mode="json", exclude_defaults=True) for item in extraction.unplaced],
        "machine": machine_json(extraction.machine),
        "signature": extraction.signature,
        "corrections": corrections,
        "run_id": run_id,
    }


def document_of(row: RowMapping) -> Document:
    """Return the document as it was read."""
    fields = {name: row[name] for name in Document.model_fields if name not in {"blocks", "pages", "words"}}
    return Document(
        **fields,
        blocks=tuple(Block.model_validate(block) for block in row["blocks"]),
        pages=pages_of(row["pages"]),
        words=tuple(
            Word(start, end, Box(page, x0, top, x1, bottom), confidence, *read_as)
            for start, end, page, x0, top, x1, bottom, confidence, *read_as in row["words"]
        ),
    )


def pages_of(pages: Sequence[Sequence[Any]]) -> tuple[Page, ...]:
    """Return the pages of a document's row."""
    return tuple(
        Page(number=number, start=start, end=end, width=width, height=height)
        for number, start, end, width, height in pages
    )


def summary_of(row: RowMapping) -> DocumentSummary:
    """Return what is known of a document without its text."""
    fields = {name: row[name] for name in DocumentSummary.model_fields if name not in {"pages", "signature"}}
    return DocumentSummary(**fields, pages=row["page_count"], signature=row.get("signature"))


def unplaced_of(row: RowMapping) -> tuple[Correction, ...]:
    """Return the corrections whose words were gone from the document's text."""
    return tuple(Correction.model_validate(item) for item in row["unplaced"])


IMPORTED = 1_000_000
"""What is imported is numbered from here on: reading a document anew replaces only what stands below."""


def claim_rows(
    document: Document, claims: Sequence[Claim], *, run_id: int, first: int = 0
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of the claims, numbered from `first`, and those of their spans."""
    locations = Locations(document.pages, document.words)
    rows, spans = [], []
    for number, claim in enumerate(claims, start=first):
        plain = claim.model_dump(mode="json", exclude={"spans", "origin"})
        origin = {f"origin_{name}": value for name, value in claim.origin.model_dump().items()}
        rows.append({**plain, **origin, "number": number, "run_id": run_id})
        spans += [
            {
                "doc_id": document.doc_id,
                "claim": number,
                "number": place,
                "start": span.start,
                "end": span.end,
                "text": document.text[span.start : span.end],
                "page": locations.page(span),
                "boxes": locations.boxes(span),
            }
            for place, span in enumerate(claim.spans)
        ]
    return rows, spans


def claim_of(row: RowMapping, spans: Sequence[Span]) -> Claim:
    """Return the claim of a row and its spans."""
    plain = {name: row[name] for name in Claim.model_fields if name not in {"spans", "origin"}}
    origin = Origin(kind=row["origin_kind"], name=row["origin_name"], version=row["origin_version"])
    return Claim(**plain, spans=tuple(spans), origin=origin)


def partnership_rows(
    document: Mapping[str, Any], partnerships: Sequence[Partnership], *, first: int = 0
) -> list[dict[str, Any]]:
    """Return one row per partnership of a document, whose own row is given; the record is kept whole.

    The digest is one of all that resolution looks at: while it stays, there is nothing to resolve anew.
    """
    facts = [document[name] for name in _FACTS]
    found = []
    for number, item in enumerate(partnerships, start=first):
        record = item.model_dump(mode="json", exclude_defaults=True)
        canonical = json.dumps([record, facts], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        found.append(
            {
                "doc_id": document["doc_id"],
                "number": number,
                "key": item.key,
                "record": record,
                "parties": [identity(item.indonesian_party), identity(item.partner)],
                "digest": hashlib.sha256(canonical.encode()).hexdigest(),
            }
        )
    return found


_FACTS = ("source", "kind", "language", "publisher", "date_published", "text_sha256", "signature")


def identity(party: Party) -> Identity:
    """Return what the party is known by."""
    code = None
    if party.kemendagri_code is not None:
        code = f"kemendagri:{party.kemendagri_code}"
    elif party.geonames_id is not None:
        code = f"geonames:{party.geonames_id}"
    return Identity(code, party.name, party.level, party.country)


def partnership_of(row: RowMapping) -> Partnership:
    """Return the partnership as its document tells it."""
    return Partnership.model_validate(row["record"])


def outcome_row(outcome: Outcome, run_id: int) -> dict[str, Any]:
    """Return the outcome's row."""
    return {**outcome.model_dump(mode="json"), "run_id": run_id}


def outcome_of(row: RowMapping) -> Outcome:
    """Return the outcome of a row."""
    plain = {name: row[name] for name in Outcome.model_fields if name != "problems"}
    return Outcome(**plain, problems=tuple(Problem.model_validate(item) for item in row["problems"]))


_LATER = frozenset({"move", "undoes", "span", "layer", "via"})


def machine_json(claims: Sequence[Claim] | None) -> list[dict[str, Any]] | None:
    """Return the claims before corrections as they are kept with their document."""
    return None if claims is None else [claim.model_dump(mode="json", exclude_defaults=True) for claim in claims]


def machine_of(row: RowMapping) -> tuple[Claim, ...] | None:
    """Return the claims before corrections, None where they were not kept."""
    kept = row["machine"]
    return None if kept is None else tuple(Claim.model_validate(claim) for claim in kept)


def correction_row(correction: Correction) -> dict[str, Any]:
    """Return the correction's row with a digest of its content, by which the same one is known again."""
    plain = correction.model_dump(mode="json")
    # Fields that came later count only where they say something: digests of older entries stay what they are.
    said = {name: value for name, value in plain.items() if name not in _LATER or value is not None}
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {**plain, "digest": hashlib.sha256(canonical.encode()).hexdigest()}


def correction_of(row: RowMapping) -> Correction:
    """Return the correction of a row."""
    return Correction(**{name: row[name] for name in Correction.model_fields})
