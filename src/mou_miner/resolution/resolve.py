"""One partnership for each pair of governments; nothing here depends on the order of the documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mou_miner.dataset_records import Group, Identity, Judgement, Telling
from mou_miner.records import (
    SCOPE_CODES,
    Conflict,
    DocumentSummary,
    Form,
    Partnership,
    PartnershipDocument,
    Party,
    ResolvedPartnership,
    ResolvedScope,
    Scope,
    Stage,
    Support,
)
from mou_miner.resolution.activities import join_activities
from mou_miner.resolution.conflicts import conflicts_of
from mou_miner.resolution.copies import Witness, number_sources
from mou_miner.resolution.grouping import group_tellings
from mou_miner.resolution.instruments import join_instruments
from mou_miner.resolution.milestones import join_milestones
from mou_miner.resolution.parties import join_parties
from mou_miner.resolution.sources import (
    Source,
    Vote,
    best,
    documents_of,
    in_order,
    joint_confidence,
    make_source,
    supports,
)
from mou_miner.resolution.timeline import expiry, last_told

Told = tuple[DocumentSummary, Partnership]

_PROGRESS: Mapping[Stage, int] = {"exploration": 1, "loi": 2, "mou": 3, "implemented": 4}
_ENDS: tuple[Stage, ...] = ("ended", "stalled")


def resolve(partnerships: Iterable[Told], judgements: Sequence[Judgement] = ()) -> list[ResolvedPartnership]:
    """Return one partnership for each pair of places, in the order of their ids; for what fits in memory."""
    told = {}
    for summary, partnership in partnerships:
        told[summary.doc_id, partnership.model_dump_json()] = summary, partnership
    numbered = {(doc_id, number): told[doc_id, text] for number, (doc_id, text) in enumerate(sorted(told))}
    tellings = [
        Telling(*place, identity_of(partnership.indonesian_party), identity_of(partnership.partner))
        for place, (_, partnership) in numbered.items()
    ]
    groups = group_tellings(tellings, judgements)
    return [join(group, [numbered[member] for member in group.members]) for group in groups]


def identity_of(party: Party) -> Identity:
    """Return what the party is known by."""
    code = None
    if party.kemendagri_code is not None:
        code = f"kemendagri:{party.kemendagri_code}"
    elif party.geonames_id is not None:
        code = f"geonames:{party.geonames_id}"
    return Identity(code, party.name, party.level, party.country)


def join(group: Group, told: Sequence[Told]) -> ResolvedPartnership:
    """Return what the tellings of a group say together."""
    numbers = number_sources(_witnesses(told))
    sources = in_order(make_source(summary, item, numbers[summary.doc_id]) for summary, item in told)
    papers, unclear, of_papers = join_instruments(sources)
    activities = join_activities(sources)
    confidence = joint_confidence((source, source.partnership.confidence) for source in sources)
    form, stage, typology = _form(sources), join_stages(sources), _best(sources, "typology")
    instruments = [item.instrument for item in papers]
    indonesian, partner = group.partnership_id.split("@")[0].split("--", 1)
    return ResolvedPartnership(
        partnership_id=group.partnership_id,
        indonesian_party=join_parties([(item, item.partnership.indonesian_party) for item in sources], indonesian),
        partner=join_parties([(item, item.partnership.partner) for item in sources], partner),
        form=form,
        stage=stage,
        typology=typology,
        confidence=confidence or 0.0,
        documents=tuple(sorted({_document(source) for source in sources})),
        support=tuple(sorted(unclear.union(*(_supports(source) for source in sources)))),
        instruments=tuple(papers),
        scopes=tuple(_join_scopes(sources)),
        activities=tuple(activities),
        sources=len(set(numbers.values())),
        first_signed=min((item.date_signed for item in instruments if item.date_signed), default=None),
        expires=expiry(instruments),
        last_told=last_told((source.date for source in sources), instruments, activities),
        conflicts=(*_conflicts(sources, form, stage, typology), *of_papers),
        milestones=tuple(join_milestones(sources)),
        ceremonial_only=_best(sources, "ceremonial_only"),
        typology_reasons=_reasons(sources, typology),
    )


def _witnesses(told: Iterable[Told]) -> Iterable[Witness]:
    signed: dict[str, set[str]] = defaultdict(set)
    summaries = {}
    for summary, partnership in told:
        summaries[summary.doc_id] = summary
        signed[summary.doc_id].update(item.date_signed for item in partnership.instruments if item.date_signed)
    return [Witness(summary, frozenset(signed[doc_id])) for doc_id, summary in summaries.items()]


def _document(source: Source) -> PartnershipDocument:
    partnership = source.partnership
    return PartnershipDocument(
        source.doc_id, partnership.key, partnership.stage, source.date, source.weight.label, source.number
    )


def join_stages(sources: Iterable[Source]) -> Stage | None:
    """Return the furthest stage that any source supports; an end counts only where the latest source tells it.

    Latest is by date, and of one date by rank: a story cannot end what the paper of that day begins.
    """
    told = [(source, source.partnership.stage) for source in sources if source.partnership.stage]
    if not told:
        return None
    latest = max((source.date, source.rank) for source, _ in told)
    last_words = {stage for source, stage in told if (source.date, source.rank) == latest}
    for end in _ENDS:
        if end in last_words and last_words <= set(_ENDS):
            return end
    reached = [stage for _, stage in told if stage in _PROGRESS]
    return max(reached, key=_PROGRESS.__getitem__, default=None)


def _form(sources: Iterable[Source]) -> Form | None:
    told = [(source, source.partnership.form) for source in sources if source.partnership.form]
    named = [(source, form) for source, form in told if form != "other"]
    return best((source, source.partnership.confidence, form) for source, form in named or told)


def _best(sources: Iterable[Source], field: str) -> Any:
    return best(
        (source, source.partnership.confidence, value)
        for source in sources
        if (value := getattr(source.partnership, field)) is not None
    )


def _reasons(sources: Iterable[Source], typology: object) -> tuple[str, ...]:
    """Return the reasons of the best source that tells the typology that was chosen."""
    told = (source for source in sources if typology and source.partnership.typology == typology)
    found: tuple[str, ...] | None = best(
        (item, item.partnership.confidence, item.partnership.typology_reasons) for item in told
    )
    return found or ()


def _conflicts(sources: Sequence[Source], form: object, stage: object, typology: object) -> list[Conflict]:
    found: list[Conflict] = []
    reasons = {
        "stage": "the latest source tells the end" if stage in _ENDS else "the furthest stage that a source tells"
    }
    for field, chosen in (("form", form), ("stage", stage), ("typology", typology)):
        votes = [
            Vote(source, source.partnership.confidence, value)
            for source in sources
            if (value := getattr(source.partnership, field)) is not None
        ]
        found += conflicts_of("partnership", None, field, votes, chosen, reason=reasons.get(field))
    return found


def _join_scopes(sources: Iterable[Source]) -> list[ResolvedScope]:
    by_code: dict[str, list[tuple[Source, Scope]]] = defaultdict(list)
    for source in sources:
        for scope in source.partnership.scopes:
            by_code[scope.code].append((source, scope))
    return [_join_scope(by_code[code]) for code in SCOPE_CODES if code in by_code]


def _join_scope(told: Sequence[tuple[Source, Scope]]) -> ResolvedScope:
    found: set[Support] = set()
    for source, scope in told:
        found |= supports(source.doc_id, "scope", (scope.span, *scope.other_spans))
    return ResolvedScope(
        code=told[0][1].code,
        as_written=tuple(sorted({scope.as_written for _, scope in told})),
        documents=documents_of(source for source, _ in told),
        support=tuple(sorted(found)),
        confidence=joint_confidence((source, scope.confidence) for source, scope in told),
    )


def _supports(source: Source) -> set[Support]:
    doc_id, partnership = source.doc_id, source.partnership
    found = supports(doc_id, "partnership", partnership.spans)
    found |= supports(doc_id, "milestone", (item.span for item in partnership.milestones))
    found |= supports(doc_id, "indonesian_party", partnership.indonesian_party.spans)
    found |= supports(doc_id, "partner", partnership.partner.spans)
    for evidence in (
        *partnership.evidence, *partnership.indonesian_party.evidence, *partnership.partner.evidence
    ):  # fmt: skip
        found |= supports(doc_id, evidence.field, [evidence.span])
    return found
