"""Questions about the dataset: partnerships by many marks, documents by their words, changes since a time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select, text

from mou_miner.dataset_records import Change, DocumentHit, PartnershipPage, PartnershipQuery, PartnershipSummary
from mou_miner.dates import years_before
from mou_miner.records import DocumentSummary
from mou_miner.store import rows, search, tables
from mou_miner.store.dataset_tables import changes as changes_table

DORMANT_YEARS = 5
"""A partnership that nothing was told of for so many years is dormant."""

MOST = 1000
"""No page is longer."""

_HEAVY = {"text", "blocks", "pages", "words", "unplaced", "machine", "signature"}
SUMMARY = [column for column in tables.documents.c if column.name not in _HEAVY]


def find_partnerships(
    connection: Connection, query: PartnershipQuery, after: str | None, limit: int
) -> PartnershipPage:
    """Return a page of the partnerships asked for and the number of all of them."""
    query = query.model_copy(update={name: speakable(getattr(query, name)) for name in _TEXTS})
    after = speakable(after)
    conditions, values = _conditions(connection.dialect.name, query)
    row = tables.partnerships.c
    total = connection.scalar(select(func.count()).select_from(tables.partnerships).where(*conditions), values) or 0
    limit = max(1, min(limit, MOST))
    later = [] if after is None else [row.partnership_id > after]
    statement = select(tables.partnerships).where(*conditions, *later).order_by(row.partnership_id).limit(limit + 1)
    found = list(connection.execute(statement, values).mappings())
    more, found = len(found) > limit, found[:limit]
    return PartnershipPage(
        items=tuple(_summaries(connection, found)),
        total=total,
        next=found[-1]["partnership_id"] if more else None,
    )


_TEXTS = ("text", "region", "country", "partner", "doc_id", "on")
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


def speakable(value: str | None) -> str | None:
    """Return the text without characters that no database can be asked for."""
    return None if value is None else _UNSPEAKABLE.sub("", value)


def _conditions(dialect: str, query: PartnershipQuery) -> tuple[list[ColumnElement[bool]], dict[str, str]]:
    row = tables.partnerships.c
    found: list[ColumnElement[bool]] = []
    values: dict[str, str] = {}
    if query.text and (words := search.fold(query.text).split()):
        documents, values["match"] = search.matching(dialect, query.text)
        told = tables.partnership_documents.c
        in_documents = select(told.partnership_id).where(text(f"partnership_documents.doc_id IN ({documents})"))
        own = and_(*(row.search.contains(f" {word}", autoescape=True) for word in words))
        found.append(or_(own, row.partnership_id.in_(in_documents)))
    if query.region:
        found.append(_region(query.region))
    if query.country:
        found.append(row.partner_country == query.country.upper())
    if query.partner:
        found.append(func.lower(row.partner_name).contains(query.partner.lower(), autoescape=True))
    if query.stages:
        found.append(row.stage.in_(query.stages))
    if query.forms:
        found.append(row.form.in_(query.forms))
    if query.min_confidence is not None:
        found.append(row.confidence >= query.min_confidence)
    found += _below(query)
    found += _flags(query)
    return found, values


def _region(region: str) -> ColumnElement[bool]:
    row = tables.partnerships.c
    if region.replace(".", "").isdigit():
        code = row.indonesian_kemendagri_code
        # A range, not LIKE: only so do both databases use the index. '.' comes right before '/'.
        return or_(code == region, and_(code >= f"{region}.", code < f"{region}/"))
    return func.lower(row.indonesian_name).contains(region.lower(), autoescape=True)


def _below(query: PartnershipQuery) -> Iterable[ColumnElement[bool]]:
    row = tables.partnerships.c
    if query.scope:
        scopes = tables.scopes.c
        yield row.partnership_id.in_(select(scopes.partnership_id).where(scopes.code == query.scope))
    if query.year is not None:
        within = f"{query.year:04d}", f"{query.year + 1:04d}"
        signed, done = tables.instruments.c, tables.activities.c
        yield or_(
            row.partnership_id.in_(
                select(signed.partnership_id).where(signed.date_signed >= within[0], signed.date_signed < within[1])
            ),
            row.partnership_id.in_(
                select(done.partnership_id).where(
                    done.date >= within[0], done.date < within[1], done.assertion == "done"
                )
            ),
        )
    if query.doc_id:
        told = tables.partnership_documents.c
        yield row.partnership_id.in_(select(told.partnership_id).where(told.doc_id == query.doc_id))


def _flags(query: PartnershipQuery) -> Iterable[ColumnElement[bool]]:
    row = tables.partnerships.c
    if query.on is None:
        return
    if query.expired is not None:
        expired = and_(row.expires.is_not(None), row.expires < query.on)
        yield expired if query.expired else or_(row.expires.is_(None), row.expires >= query.on)
    if query.dormant is not None:
        since = years_before(query.on, DORMANT_YEARS)
        # A year alone reaches to its end: what was told of 2019 may be of its last day.
        dormant = and_(row.last_told.is_not(None), row.last_told < since, row.last_told != since[:4])
        dormant = and_(dormant, row.last_told != since[:7])
        yield dormant if query.dormant else ~func.coalesce(dormant, False)


def _summaries(connection: Connection, found: Sequence[RowMapping]) -> Iterable[PartnershipSummary]:
    ids = [row["partnership_id"] for row in found]
    scopes: Mapping[str, list[str]] = defaultdict(list)
    table = tables.scopes
    statement = select(table.c.partnership_id, table.c.code).where(table.c.partnership_id.in_(ids))
    for partnership_id, code in connection.execute(statement.order_by(*table.primary_key.columns)):
        scopes[partnership_id].append(code)
    instruments, activities = (_numbers(connection, table, ids) for table in (tables.instruments, tables.activities))
    for row in found:
        partnership_id = row["partnership_id"]
        yield PartnershipSummary(
            **{name: row[name] for name in _PLAIN},
            kemendagri_code=row["indonesian_kemendagri_code"],
            geonames_id=row["partner_geonames_id"],
            documents=row["document_count"],
            sources=row["source_count"] or row["document_count"],
            instruments=instruments.get(partnership_id, 0),
            activities=activities.get(partnership_id, 0),
            scopes=tuple(scopes[partnership_id]),
        )


_PLAIN = tuple(PartnershipSummary.model_fields.keys() & {column.name for column in tables.partnerships.c})


def _numbers(connection: Connection, table: Any, ids: Sequence[str]) -> dict[str, int]:
    key = table.c.partnership_id
    counted = connection.execute(select(key, func.count()).where(key.in_(ids)).group_by(key))
    return {row[0]: row[1] for row in counted}


def stage_counts(connection: Connection) -> dict[str, dict[str, int]]:
    """Return the number of partnerships by province code and stage, 'unknown' where no stage is told."""
    row = tables.partnerships.c
    province = func.substr(func.coalesce(row.indonesian_kemendagri_code, ""), 1, 2)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    statement = select(province, row.stage, func.count()).group_by(province, row.stage)
    for code, stage, number in sorted(connection.execute(statement), key=lambda item: (item[0], item[1] or "")):
        counts[code][stage or "unknown"] = number
    return dict(counts)


def changes(connection: Connection, since: int, since_time: str | None, limit: int) -> list[Change]:
    """Return the changes after a sequence number, and from a time on where one is given."""
    row = changes_table.c
    from_then = [] if since_time is None else [row.at >= since_time]
    statement = select(changes_table).where(row.sequence > since, *from_then).order_by(row.sequence)
    found = connection.execute(statement.limit(max(1, min(limit, MOST)))).mappings()
    return [Change(**row) for row in found]


def search_documents(connection: Connection, words: str, limit: int, offset: int) -> list[DocumentHit]:
    """Return the documents with all the words, best first, each with the text around the first of them."""
    ids = search.ranked(connection, words, max(1, min(limit, MOST)), max(0, offset))
    row = tables.documents.c
    names = [name for name in DocumentHit.model_fields if name != "snippet"]
    start = func.substr(row.text, 1, search.LONGEST).label("start")
    statement = select(*(row[name] for name in names), start).where(row.doc_id.in_(ids))
    found = {item["doc_id"]: item for item in connection.execute(statement).mappings()}
    plain = words.casefold().split()
    return [
        DocumentHit(
            **{name: found[doc_id][name] for name in names}, snippet=search.snippet(found[doc_id]["start"], plain)
        )
        for doc_id in ids
        if doc_id in found
    ]


def documents_of(connection: Connection, publisher: str, limit: int, offset: int) -> list[DocumentSummary]:
    """Return the documents of a publisher, the latest first."""
    row = tables.documents.c
    statement = (
        select(*SUMMARY)
        .where(row.publisher == speakable(publisher))
        .order_by(row.date_published.desc(), row.doc_id)
        .limit(max(1, min(limit, MOST)))
        .offset(max(0, offset))
    )
    return [rows.summary_of(item) for item in connection.execute(statement).mappings()]
