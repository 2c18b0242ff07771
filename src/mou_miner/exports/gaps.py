"""What is missing: papers without evidence, evidence without a paper, terms that run out, and what has fallen silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple, get_args

from mou_miner.dates import last_day, months_after
from mou_miner.records import ResolvedActivity, ResolvedPartnership
from mou_miner.resolution.timeline import flags

GapKind = Literal["no_evidence", "no_instrument", "expiring", "expired", "stalled", "dormant"]
GAP_KINDS: tuple[GapKind, ...] = get_args(GapKind)


class Gap(NamedTuple):
    """Something missing in a partnership; `since` is the date it counts from or to, None where none is told."""

    kind: GapKind
    partnership_id: str
    indonesian: str
    partner: str
    country: str | None
    since: str | None
    what: str
    documents: tuple[str, ...]


def find_gaps(
    partnerships: Iterable[ResolvedPartnership], on: str, *, months: int = 12, kinds: Iterable[GapKind] = GAP_KINDS
) -> list[Gap]:
    """Return the gaps as they stand on a day, kind by kind; terms that end within the months after it are `expiring`.

    Evidence is an activity that was done and is more than a visit or ceremony. A partnership that ended has no gaps.
    """
    wanted = frozenset(kinds)
    found = [
        gap for item in partnerships if item.stage != "ended" for gap in _gaps(item, on, months) if gap.kind in wanted
    ]
    return sorted(found, key=lambda gap: (GAP_KINDS.index(gap.kind), gap.since or "9999", gap.partnership_id))


def is_evidence(activity: ResolvedActivity) -> bool:
    """Say whether an activity was done and is more than a visit or a ceremony."""
    return activity.assertion == "done" and activity.type != "visit_ceremony"


def _gaps(item: ResolvedPartnership, on: str, months: int) -> Iterator[Gap]:
    documents = tuple(sorted({document.doc_id for document in item.documents}))
    evidence = [activity for activity in item.activities if is_evidence(activity)]
    if item.instruments and not evidence:
        yield _gap(item, "no_evidence", item.first_signed, _papers(item), documents)
    if evidence and not item.instruments:
        dated = min((activity.date for activity in evidence if activity.date), default=None)
        yield _gap(item, "no_instrument", dated, "; ".join(activity.text for activity in evidence[:2]), documents)
    if item.expires is not None and on <= item.expires <= months_after(date.fromisoformat(on), months).isoformat():
        days = (last_day(item.expires) - date.fromisoformat(on)).days
        yield _gap(item, "expiring", item.expires, f"{days} days left", documents)
    if item.stage == "stalled":
        yield _gap(item, "stalled", item.last_told, "a source says that nothing goes on", documents)
    told = flags(item, on)
    if "expired" in told:
        yield _gap(item, "expired", item.expires, "the term is over, no renewal is told", documents)
    if "dormant" in told:
        yield _gap(item, "dormant", item.last_told, "nothing was told of since", documents)


def _papers(item: ResolvedPartnership) -> str:
    planned = sum(activity.assertion == "planned" for activity in item.activities)
    papers = ", ".join(f"{paper.instrument.kind} {paper.instrument.date_signed or '?'}" for paper in item.instruments)
    return f"{papers}; {planned} planned" if planned else papers


def _gap(item: ResolvedPartnership, kind: GapKind, since: str | None, what: str, documents: tuple[str, ...]) -> Gap:
    return Gap(
        kind, item.partnership_id, item.indonesian_party.name, item.partner.name, item.partner.country, since, what, documents
    )  # fmt: skip
