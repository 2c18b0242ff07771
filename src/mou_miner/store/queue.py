"""The review queue: one row per document with what is still open in it, the least certain and most used first.

The rows are computed from the stored claims and kept; a row is due again once its document was read anew or corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log2
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, exists, func, insert, or_, select

from mou_miner.records import Record
from mou_miner.store import tables
from mou_miner.store.reviewing import assignments, moves, review_queue
from mou_miner.store.store import Store

_PERSONS = frozenset({"annotator", "import"})
_BATCH = 300


class QueueItem(Record):
    """A document in the queue: how many of its values are open and decided, and how sure the least sure one is."""

    doc_id: str
    source: str
    kind: str
    language: str
    open: int
    decided: int
    unplaced: int
    least: float
    rank: float
    title: str | None = None
    region: str | None = None
    partner: str | None = None
    country: str | None = None
    stage: str | None = None
    fields: tuple[str, ...] = ()


class QueueFilter(Record):
    """Which documents to show; what is None or False is not asked for."""

    language: str | None = None
    kind: str | None = None
    region: str | None = None
    country: str | None = None
    field: str | None = None
    stage: str | None = None
    text: str | None = None
    annotator: str | None = None
    """Assigned to this person and not done yet, or, with `decided`, worked on by this person."""
    disagreement: bool = False
    decided: bool = False
    """Documents with nothing open any more instead of those with something to do."""
    unplaced: bool = False


class Progress(NamedTuple):
    """Documents in all, those with nothing open, values open and values decided."""

    documents: int
    finished: int
    open: int
    decided: int


def refresh_queue(store: Store, limit: int = _BATCH) -> int:
    """Compute the rows that are due, at most `limit`; return how many these were."""
    with store._reading() as connection:
        due = _due(connection, limit)
        rows = _rows(connection, due) if due else []
    if due:
        with store._writing() as connection:
            ids = [row["doc_id"] for row in due]
            connection.execute(delete(review_queue).where(review_queue.c.doc_id.in_(ids)))
            connection.execute(insert(review_queue), rows)
    return len(due)


def list_queue(
    store: Store, wanted: QueueFilter | None = None, *, limit: int = 50, offset: int = 0
) -> tuple[list[QueueItem], int]:
    """Return a page of the queue and the number of documents in it; documents of one partnership are spread out."""
    those = _conditions(wanted or QueueFilter())
    # The second document of a pair of governments counts half, the third a third: the first page is varied.
    nth = func.row_number().over(
        partition_by=[review_queue.c.region, review_queue.c.partner],
        order_by=[review_queue.c.rank.desc(), review_queue.c.doc_id],
    )
    ranked = select(review_queue, nth.label("nth")).where(*those).subquery()
    order = (ranked.c.rank / ranked.c.nth).desc(), ranked.c.doc_id
    with store._reading() as connection:
        count = connection.scalar(select(func.count()).select_from(review_queue).where(*those)) or 0
        found = connection.execute(select(ranked).order_by(*order).limit(limit).offset(offset)).mappings()
        return [_item(row) for row in found], count


def queue_progress(store: Store) -> Progress:
    """Return how far the review has come."""
    table = review_queue.c
    statement = select(func.count(), func.coalesce(func.sum(table.open), 0), func.coalesce(func.sum(table.decided), 0))
    with store._reading() as connection:
        count, open_values, decided = connection.execute(statement).one()
        finished = connection.scalar(select(func.count()).where(table.open == 0, table.decided > 0)) or 0
    return Progress(count, finished, open_values, decided)


def pace(store: Store, annotator: str, since: str) -> int:
    """Return how many moves a person made since a time."""
    statement = select(func.count()).where(moves.c.annotator == annotator, moves.c.at >= since)
    with store._reading() as connection:
        return connection.scalar(statement) or 0


def choices(store: Store) -> dict[str, list[str]]:
    """Return the values that the filters may take, by name."""
    names = ("language", "kind", "region", "country", "stage")
    with store._reading() as connection:
        return {
            name: [
                value
                for (value,) in connection.execute(
                    select(review_queue.c[name]).where(review_queue.c[name].is_not(None)).distinct().order_by(name)
                )
            ]
            for name in names
        }


# ---------------------------------------------------------------------------------------------- computing


def _due(connection: Connection, limit: int) -> list[RowMapping]:
    documents = tables.documents.c
    queue = review_queue.c
    names = ("doc_id", "run_id", "corrections", "source", "title", "kind", "language", "unplaced")
    statement = (
        select(*(documents[name] for name in names))
        .outerjoin(review_queue, queue.doc_id == documents.doc_id)
        .where(
            or_(
                queue.doc_id.is_(None),
                queue.run_id != documents.run_id,
                queue.corrections != documents.corrections,
            )
        )
        .limit(limit)
    )
    return list(connection.execute(statement).mappings())


def _rows(connection: Connection, due: Sequence[RowMapping]) -> list[dict[str, Any]]:
    claims = tables.claims.c
    ids = [row["doc_id"] for row in due]
    by_document: dict[str, list[RowMapping]] = defaultdict(list)
    columns = claims.doc_id, claims.field, claims.value, claims.on, claims.origin_kind, claims.confidence
    for claim in connection.execute(
        select(*columns).where(claims.doc_id.in_(ids)).order_by(claims.doc_id, claims.number)
    ).mappings():
        by_document[claim["doc_id"]].append(claim)
    uses = _uses(connection, [_pair(by_document[doc_id]) for doc_id in ids])
    return [_row(document, by_document[document["doc_id"]], uses) for document in due]


def _row(
    document: RowMapping, claims: Sequence[RowMapping], uses: dict[tuple[str | None, str | None], int]
) -> dict[str, Any]:
    open_claims = [claim for claim in claims if claim["origin_kind"] not in _PERSONS]
    region, partner, country = _pair(claims)
    doubt = sum(1 - claim["confidence"] for claim in open_claims)
    stage = next((claim["value"] for claim in claims if claim["field"] == "stage"), None)
    plain = {
        name: document[name] for name in ("doc_id", "run_id", "corrections", "source", "title", "kind", "language")
    }
    return {
        **plain,
        "region": region,
        "partner": partner,
        "country": country,
        "stage": stage,
        "open": len(open_claims),
        "decided": len(claims) - len(open_claims),
        "unplaced": len(document["unplaced"]),
        "least": min((claim["confidence"] for claim in open_claims), default=1.0),
        "fields": "|".join(["", *sorted({claim["field"] for claim in open_claims}), ""]),
        "rank": round(doubt * (1 + log2(1 + uses.get((region, partner), 0))), 4),
    }


def _pair(claims: Iterable[RowMapping]) -> tuple[str | None, str | None, str | None]:
    key = next((claim["on"] for claim in claims if claim["field"] == "partnership"), None)
    if key is None:
        return None, None, None
    region, partner, country, *_ = [*str(key).split("|"), "", "", ""]
    return region or None, partner or None, country or None


def _uses(
    connection: Connection, pairs: Iterable[tuple[str | None, str | None, str | None]]
) -> dict[tuple[str | None, str | None], int]:
    """Return in how many documents the pairs of governments stand: a mistake there is seen most."""
    names = {region for region, _, _ in pairs if region}
    found = tables.partnerships.c
    statement = (
        select(found.indonesian_name, found.partner_name, func.max(found.document_count))
        .where(found.indonesian_name.in_(names))
        .group_by(found.indonesian_name, found.partner_name)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(statement).all()}


def _item(row: RowMapping) -> QueueItem:
    plain = {name: row[name] for name in QueueItem.model_fields if name != "fields"}
    return QueueItem(**plain, fields=tuple(filter(None, row["fields"].split("|"))))


# ---------------------------------------------------------------------------------------------- filtering


def _conditions(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    queue = review_queue.c
    those: list[ColumnElement[bool]] = [
        queue[name] == value
        for name in ("language", "kind", "region", "country", "stage")
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.field is not None:
        those.append(queue.fields.contains(f"|{wanted.field}|", autoescape=True))
    if wanted.text:
        words = [
            queue[name].icontains(wanted.text, autoescape=True) for name in ("title", "source", "region", "partner")
        ]
        those.append(or_(*words))
    if wanted.unplaced:
        those.append(queue.unplaced > 0)
    elif not wanted.disagreement and not (wanted.annotator and not wanted.decided):
        those.append(queue.open == 0 if wanted.decided else queue.open > 0)
    if wanted.disagreement:
        twice = (
            select(assignments.c.doc_id)
            .where(assignments.c.blind)
            .group_by(assignments.c.doc_id)
            .having(func.count() > 1)
        )
        those.append(queue.doc_id.in_(twice))
    if wanted.annotator:
        those.append(_by(wanted.annotator, decided=wanted.decided))
    return those


def _by(annotator: str, *, decided: bool) -> ColumnElement[bool]:
    doc_id = review_queue.c.doc_id
    if decided:
        return exists().where(and_(moves.c.doc_id == doc_id, moves.c.annotator == annotator))
    own = and_(assignments.c.doc_id == doc_id, assignments.c.annotator == annotator, assignments.c.done.is_(None))
    return exists().where(own)
