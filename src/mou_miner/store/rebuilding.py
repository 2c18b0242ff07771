"""The derived tables made anew: only what rests on something new is resolved and written, all in one transaction.

What is due is prepared in short looks at the database, so that others can write meanwhile; the transaction that writes
it looks again at what each row rests on, and prepares anew what has changed since.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import IO, Any, NamedTuple, Protocol

from sqlalchemy import Connection, delete, insert, select, text, tuple_, update

from mou_miner.dataset_records import Group, Identity, Judgement, Telling
from mou_miner.records import DocumentSummary, Partnership, ResolvedPartnership
from mou_miner.store import dataset_tables, derived, rows, tables
from mou_miner.store.tracing import Tracer

BATCH = 500
DERIVING = 7_305_512
"""Any number: the PostgreSQL lock of who writes the derived tables. One program at a time does, so that changes come in
their order, and no document is saved meanwhile: a derived row must not point to a claim that is just being replaced."""

Reading = Callable[[], AbstractContextManager[Connection]]


class Resolver(Protocol):
    """What says which tellings are one partnership, and what they say together."""

    version: str

    def group(self, tellings: Iterable[Telling], judgements: Sequence[Judgement]) -> Sequence[Group]: ...

    def join(self, group: Group, told: Sequence[tuple[DocumentSummary, Partnership]]) -> ResolvedPartnership: ...


class _Due(NamedTuple):
    group: Group
    inputs: str


class _Prepared(NamedTuple):
    inputs: str
    digest: str
    rows: derived.Rows


def rebuild(
    reading: Reading, writing: Reading, resolver: Resolver, load: Callable[[Connection], Sequence[Judgement]],
    at: str, run_id: int | None,
) -> int:  # fmt: skip
    """Bring the derived tables up to date and return the number of partnerships."""
    with reading() as connection:
        _, due, _ = _look(connection, resolver, load)
    with tempfile.TemporaryFile() as spool:
        prepared = _prepare_all(reading, resolver, due, spool)
        with writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": DERIVING})
            groups, due, known = _look(connection, resolver, load)
            kept = _Spooled(spool, prepared)
            for item in due:
                found = kept.get(item) or _prepare(connection, resolver, item)
                _write(connection, item.group, found, known.get(item.group.partnership_id), at, run_id)
            _remove(connection, sorted(known.keys() - {group.partnership_id for group in groups}), at, run_id)
            _write_variants(connection, groups, at)
    return len(groups)


def _look(
    connection: Connection, resolver: Resolver, load: Callable[[Connection], Sequence[Judgement]]
) -> tuple[Sequence[Group], list[_Due], Mapping[str, tuple[str | None, str | None, bool]]]:
    """Return all groups, those that are due, and inputs, digest and staleness of the partnerships that are there."""
    found = tables.document_partnerships
    digests: dict[tuple[str, int], str] = {}

    def tellings() -> Iterator[Telling]:
        identities: dict[tuple[Any, ...], Identity] = {}
        columns = found.c.doc_id, found.c.number, found.c.parties, found.c.digest
        for doc_id, number, parties, digest in connection.execute(select(*columns).order_by(*columns[:2])):
            digests[doc_id, number] = digest
            sides = [identities.setdefault(tuple(side), Identity(*side)) for side in parties]
            yield Telling(doc_id, number, *sides)

    groups = resolver.group(tellings(), load(connection))
    row = tables.partnerships.c
    known = {
        partnership_id: (inputs, digest, bool(stale))
        for partnership_id, inputs, digest, stale in connection.execute(
            select(row.partnership_id, row.inputs, row.digest, row.stale)
        )
    }
    due = []
    for group in groups:
        inputs = _inputs(resolver.version, group, digests)
        before = known.get(group.partnership_id)
        if before is None or before[2] or before[0] != inputs:
            due.append(_Due(group, inputs))
    return groups, due, known


def _inputs(version: str, group: Group, digests: Mapping[tuple[str, int], str]) -> str:
    told = [version, *(digests[member] for member in group.members)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


# ---------------------------------------------------------------------------------------------- preparing


class _Spooled:
    """What was prepared, kept in a file: all partnerships of a large store do not fit in memory."""

    def __init__(self, spool: IO[bytes], places: Mapping[str, tuple[str, int]]) -> None:
        self._spool, self._places = spool, places

    def get(self, due: _Due) -> _Prepared | None:
        inputs, place = self._places.get(due.group.partnership_id, ("", 0))
        if inputs != due.inputs:
            return None
        self._spool.seek(place)
        found: _Prepared = pickle.load(self._spool)
        return found


def _prepare_all(
    reading: Reading, resolver: Resolver, due: Sequence[_Due], spool: IO[bytes]
) -> dict[str, tuple[str, int]]:
    places = {}
    for start in range(0, len(due), BATCH):
        with reading() as connection:
            for item in due[start : start + BATCH]:
                found = _prepare(connection, resolver, item)
                if found.inputs == item.inputs:
                    places[item.group.partnership_id] = item.inputs, spool.tell()
                    pickle.dump(found, spool)
    return places


def _prepare(connection: Connection, resolver: Resolver, due: _Due) -> _Prepared:
    """Return the rows of a partnership, and what they were made of: that is not what was due if a telling has gone."""
    told, digests = _told(connection, due.group)
    if digests.keys() != set(due.group.members):
        return _Prepared("", "", {})
    resolved = resolver.join(due.group, told)
    digest = hashlib.sha256(resolved.model_dump_json().encode()).hexdigest()
    inputs = _inputs(resolver.version, due.group, digests)
    return _Prepared(inputs, digest, dict(derived.derived_rows([resolved], Tracer(connection).trace)))


def _told(
    connection: Connection, group: Group
) -> tuple[list[tuple[DocumentSummary, Partnership]], dict[tuple[str, int], str]]:
    found, documents = tables.document_partnerships, tables.documents
    heavy = {"text", "blocks", "pages", "words", "unplaced", "machine", "run_id", "corrections"}
    told, digests = [], {}
    for start in range(0, len(group.members), BATCH):
        part = group.members[start : start + BATCH]
        of_part = sorted({doc_id for doc_id, _ in part})
        columns = [column for column in documents.c if column.name not in heavy]
        summaries = {
            row["doc_id"]: rows.summary_of(row)
            for row in connection.execute(select(*columns).where(documents.c.doc_id.in_(of_part))).mappings()
        }
        statement = (
            select(found)
            .where(tuple_(found.c.doc_id, found.c.number).in_(part))
            .order_by(found.c.doc_id, found.c.number)
        )
        for row in connection.execute(statement).mappings():
            told.append((summaries[row["doc_id"]], rows.partnership_of(row)))
            digests[row["doc_id"], row["number"]] = row["digest"]
    return told, digests


# ---------------------------------------------------------------------------------------------- writing


def _write(
    connection: Connection, group: Group, made: _Prepared, before: tuple[str | None, str | None, bool] | None,
    at: str, run_id: int | None,
) -> None:  # fmt: skip
    same = before is not None and before[1] == made.digest
    [row] = made.rows["partnerships"]
    own = {"inputs": made.inputs, "digest": made.digest, "stale": False, "run_id": run_id}
    if before is None:
        connection.execute(insert(tables.partnerships), {**row, **own, "updated": at})
    else:
        of_this = tables.partnerships.c.partnership_id == group.partnership_id
        values = {**row, **own} if same else {**row, **own, "updated": at}
        connection.execute(update(tables.partnerships).where(of_this).values(values))
        _clear(connection, [group.partnership_id])
    for table in reversed(derived.TABLES):
        if table.name != "partnerships":
            insert_all(connection, table, made.rows.get(table.name, []))
    if not same:
        _note(connection, "added" if before is None else "changed", group.partnership_id, at, run_id)


def _remove(connection: Connection, ids: Sequence[str], at: str, run_id: int | None) -> None:
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        _clear(connection, some)
        connection.execute(delete(dataset_tables.variants).where(dataset_tables.variants.c.partnership_id.in_(some)))
        connection.execute(delete(tables.partnerships).where(tables.partnerships.c.partnership_id.in_(some)))
        for partnership_id in some:
            _note(connection, "removed", partnership_id, at, run_id)


def _clear(connection: Connection, ids: Sequence[str]) -> None:
    for table in derived.TABLES:
        if table.name != "partnerships":
            connection.execute(delete(table).where(table.c.partnership_id.in_(ids)))


def _note(connection: Connection, kind: str, partnership_id: str, at: str, run_id: int | None) -> None:
    values = {"at": at, "kind": kind, "partnership_id": partnership_id, "run_id": run_id}
    connection.execute(insert(dataset_tables.changes), values)


def _write_variants(connection: Connection, groups: Iterable[Group], at: str) -> None:
    table = dataset_tables.variants
    known = {row["variant"]: row for row in connection.execute(select(table)).mappings()}
    wanted: dict[str, dict[str, Any]] = {}
    for group in groups:
        joins = {join.variant: join for join in group.joins}
        for variant in group.variants:
            join = joins.get(variant)
            wanted[variant] = {
                "variant": variant,
                "partnership_id": group.partnership_id,
                "joined_to": join.joined_to if join else None,
                "rule": join.rule if join else None,
            }
    gone = sorted(known.keys() - wanted.keys())
    for start in range(0, len(gone), BATCH):
        connection.execute(delete(table).where(table.c.variant.in_(gone[start : start + BATCH])))
    new = []
    for variant, row in wanted.items():
        before = known.get(variant)
        if before is None:
            new.append({**row, "at": at})
        elif any(before[name] != value for name, value in row.items()):
            connection.execute(update(table).where(table.c.variant == variant).values(**row, at=at))
    insert_all(connection, table, new)


def insert_all(connection: Connection, table: Any, values: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, so many at a time that no statement grows without bound."""
    for start in range(0, len(values), BATCH):
        connection.execute(insert(table), values[start : start + BATCH])
