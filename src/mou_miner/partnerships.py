"""Claims of one document put together into its partnerships."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mou_miner.records import (
    Activity,
    Article,
    Claim,
    Document,
    Evidence,
    Instrument,
    Milestone,
    Partnership,
    Party,
    Scope,
    SideNumber,
    Signatory,
    Signing,
    Span,
    Witness,
)

_INSTRUMENT_VALUES = (
    "title", "number", "date_signed", "place_signed", "valid_years", "renewable", "notice_months", "copies",
    "prevailing_language", "variant", "termination",
)  # fmt: skip


def assemble(document: Document, claims: Sequence[Claim]) -> list[Partnership]:
    """Return the partnerships of the document in the order of their first claim; a key without parties makes none."""
    by_key: dict[str, list[Claim]] = {}
    for claim in claims:
        by_key.setdefault(claim.on.split("#")[0], []).append(claim)
    partnerships = (_partnership(document, key, group) for key, group in by_key.items())
    return [partnership for partnership in partnerships if partnership is not None]


def _partnership(document: Document, key: str, claims: Sequence[Claim]) -> Partnership | None:
    base = _best(claims, "partnership")
    if base is None or "partner" not in base.details or "indonesian_party" not in base.details:
        return None
    form, stage, typology, ceremonial = (
        _best(claims, field) for field in ("form", "stage", "typology", "ceremonial_only")
    )
    return Partnership(
        key=key,
        indonesian_party=_party(base.details["indonesian_party"], base),
        partner=_party(base.details["partner"], base),
        form=form.value if form else None,
        stage=stage.value if stage else None,
        typology=typology.value if typology else None,
        confidence=base.confidence,
        instruments=tuple(_instruments(claims)),
        scopes=tuple(_scopes(document, claims)),
        activities=tuple(_activities(document, claims)),
        spans=base.spans,
        ceremonial_only=ceremonial.value if ceremonial else None,
        milestones=tuple(_milestones(claims)),
        typology_reasons=tuple(typology.details.get("reasons", ())) if typology else (),
        evidence=tuple(_evidence(claim) for claim in (form, stage, typology, ceremonial) if claim is not None),
    )


def _party(details: dict[str, Any], claim: Claim) -> Party:
    party = Party.model_validate(details)
    return party if party.confidence is not None else party.model_copy(update={"confidence": claim.confidence})


def _best(claims: Iterable[Claim], field: str) -> Claim | None:
    """The claim most believed; a person's outweighs a machine's."""
    own = [claim for claim in claims if claim.field == field]
    return max(own, key=lambda claim: (claim.origin.kind == "annotator", claim.confidence), default=None)


def _evidence(claim: Claim) -> Evidence:
    return Evidence(field=claim.field, span=claim.spans[0], confidence=claim.confidence)


def _scopes(document: Document, claims: Iterable[Claim]) -> list[Scope]:
    return [
        Scope(
            code=claim.value,
            as_written=_text(document, claim.spans[0]),
            span=claim.spans[0],
            confidence=claim.confidence,
            other_spans=claim.spans[1:],
        )
        for claim in claims
        if claim.field == "scope"
    ]


def _activities(document: Document, claims: Iterable[Claim]) -> list[Activity]:
    return [
        Activity(
            type=claim.value,
            assertion=claim.assertion or "done",
            span=claim.spans[0],
            text=_text(document, claim.spans[0]),
            scope=claim.details.get("scope"),
            date=claim.details.get("date"),
            amount=claim.details.get("amount"),
            confidence=claim.confidence,
            other_spans=claim.spans[1:],
        )
        for claim in claims
        if claim.field == "activity"
    ]


def _milestones(claims: Iterable[Claim]) -> list[Milestone]:
    return [
        Milestone(
            step=claim.value,
            assertion=claim.assertion or "done",
            span=claim.spans[0],
            date=claim.details.get("date"),
            confidence=claim.confidence,
        )
        for claim in claims
        if claim.field == "milestone"
    ]


def _instruments(claims: Sequence[Claim]) -> list[Instrument]:
    by_paper: dict[str, list[Claim]] = {}
    for claim in claims:
        if "#" in claim.on:
            by_paper.setdefault(claim.on, []).append(claim)
    return [paper for group in by_paper.values() if (paper := _instrument(group)) is not None]


def _instrument(claims: Sequence[Claim]) -> Instrument | None:
    base = _best(claims, "instrument")
    if base is None:
        return None
    chosen = {field: claim for field in _INSTRUMENT_VALUES if (claim := _best(claims, field)) is not None}
    values: dict[str, Any] = {field: claim.value for field, claim in chosen.items()}
    return Instrument(
        kind=base.value,
        languages=tuple(str(claim.value) for claim in claims if claim.field == "language"),
        signatories=tuple(_signatory(claim) for claim in claims if claim.field == "signatory"),
        witnesses=tuple(str(claim.value) for claim in claims if claim.field == "witness"),
        witness_details=tuple(_witness(claim) for claim in claims if claim.field == "witness"),
        numbers=tuple(
            SideNumber(number=str(claim.value), side=claim.details.get("side"))
            for claim in claims
            if claim.field == "side_number"
        ),
        legal_basis=tuple(str(claim.value) for claim in claims if claim.field == "legal_basis"),
        articles=tuple(_article(claim) for claim in claims if claim.field == "article"),
        signings=tuple(_signing(claim) for claim in claims if claim.field == "signing"),
        confidence=base.confidence,
        spans=base.spans,
        evidence=tuple(_evidence(claim) for claim in chosen.values()),
        **values,
    )


def _signatory(claim: Claim) -> Signatory:
    return Signatory(
        name=str(claim.value), side=claim.details["side"], role=claim.details.get("role"), span=claim.spans[0]
    )


def _witness(claim: Claim) -> Witness:
    return Witness(
        name=str(claim.value), side=claim.details.get("side"), role=claim.details.get("role"), span=claim.spans[0]
    )


def _article(claim: Claim) -> Article:
    known = {name: claim.details.get(name) for name in ("heading", "topic", "language", "pair")}
    return Article(number=str(claim.value), span=claim.spans[0], **known)


def _signing(claim: Claim) -> Signing:
    details = claim.details
    return Signing(
        date=str(claim.value) or None, place=details.get("place"), side=details.get("side", "both"), span=claim.spans[0]
    )


def _text(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]
