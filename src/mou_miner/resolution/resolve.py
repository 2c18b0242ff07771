"""One partnership for each pair of governments; nothing here depends on the order of the documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mou_miner.records import (
    SCOPE_CODES,
    DocumentSummary,
    Form,
    Partnership,
    PartnershipDocument,
    ResolvedPartnership,
    ResolvedScope,
    Scope,
    Stage,
    Support,
)
from mou_miner.resolution.activities import join_activities
from mou_miner.resolution.instruments import join_instruments
from mou_miner.resolution.parties import group_by_places, join_parties
from mou_miner.resolution.sources import (
    Source,
    best,
    documents_of,
    in_order,
    joint_confidence,
    make_source,
    supports,
)

_PROGRESS: Mapping[Stage, int] = {"exploration": 1, "loi": 2, "mou": 3, "implemented": 4}
_ENDS: tuple[Stage, ...] = ("ended", "stalled")


def resolve(partnerships: Iterable[tuple[DocumentSummary, Partnership]]) -> list[ResolvedPartnership]:
    """Return one partnership for each pair of places, in the order of their ids."""
    sources = in_order(make_source(summary, partnership) for summary, partnership in partnerships)
    return [_join(key, group) for key, group in sorted(group_by_places(sources).items())]


def _join(partnership_id: str, sources: Sequence[Source]) -> ResolvedPartnership:
    instruments, unclear = join_instruments(sources)
    confidence = joint_confidence((source, source.partnership.confidence) for source in sources)
    documents = {PartnershipDocument(source.doc_id, source.partnership.key) for source in sources}
    return ResolvedPartnership(
        partnership_id=partnership_id,
        indonesian_party=join_parties([(source, source.partnership.indonesian_party) for source in sources]),
        partner=join_parties([(source, source.partnership.partner) for source in sources]),
        form=_form(sources),
        stage=join_stages(sources),
        typology=best(
            (source, source.partnership.confidence, source.partnership.typology)
            for source in sources
            if source.partnership.typology
        ),
        confidence=confidence or 0.0,
        documents=tuple(sorted(documents)),
        support=tuple(sorted(unclear.union(*(_supports(source) for source in sources)))),
        instruments=tuple(instruments),
        scopes=tuple(_join_scopes(sources)),
        activities=tuple(join_activities(sources)),
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
    found |= supports(doc_id, "indonesian_party", partnership.indonesian_party.spans)
    found |= supports(doc_id, "partner", partnership.partner.spans)
    for evidence in (
        *partnership.evidence, *partnership.indonesian_party.evidence, *partnership.partner.evidence
    ):  # fmt: skip
        found |= supports(doc_id, evidence.field, [evidence.span])
    return found
