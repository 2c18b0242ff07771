"""The store: records go in and come out, one transaction per document; nothing outside this folder sees SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from mou_miner.errors import StoreError
from mou_miner.records import (
    Claim,
    ClaimSpan,
    Correction,
    Document,
    DocumentSummary,
    Extraction,
    Outcome,
    Partnership,
    ResolvedPartnership,
    Run,
    Span,
    Trace,
    Versions,
)
from mou_miner.store import derived, migrations, rows, tables
from mou_miner.store.engines import make_engine, shown, store_errors
from mou_miner.store.tracing import Tracer

Resolve = Callable[[Iterable[tuple[DocumentSummary, Partnership]]], Sequence[ResolvedPartnership]]

_BATCH = 500


class Store:
    """A database of documents, claims, corrections and the partnerships derived from them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self.address = shown(engine.url)

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> Self:
        """Return the store at the address, made or brought to the newest schema unless it is only read."""
        store = cls(make_engine(url, read_only=read_only))
        try:
            if read_only:
                with store._reading() as connection:
                    migrations.check(connection, store.address)
            else:
                store._upgrade()
        except StoreError:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------ runs

    def start_run(self, versions: Versions, started: str) -> Run:
        """Return a new run; runs count up from 1."""
        with self._writing() as connection:
            values = {"started": started, **versions.model_dump()}
            run_id = connection.execute(insert(tables.runs).returning(tables.runs.c.run_id), values).scalar_one()
        return Run(run_id=run_id, started=started, versions=versions)

    def is_done(self, doc_id: str, versions: Versions) -> bool:
        """Say whether the same content was read with the same versions and no correction has come since."""
        documents, runs, outcomes = tables.documents, tables.runs, tables.outcomes
        same = [runs.c[name] == value for name, value in versions.model_dump().items()]
        done = outcomes.c.run_id == documents.c.run_id, outcomes.c.doc_id == doc_id, outcomes.c.status == "done"
        statement = (
            select(documents.c.source, documents.c.corrections)
            .join(runs, runs.c.run_id == documents.c.run_id)
            .where(documents.c.doc_id == doc_id, *same, select(outcomes.c.run_id).where(*done).exists())
        )
        with self._reading() as connection:
            row = connection.execute(statement).first()
            return row is not None and row.corrections == len(_corrections(connection, doc_id, row.source))

    def save(self, extraction: Extraction, outcome: Outcome, run: Run, *, corrections_known: int | None = None) -> None:
        """Save what a document says in place of what it said before, with its outcome, in one transaction.

        `corrections_known` is the number of corrections that were applied, where more may have come in since they were
        loaded; without it, all that the store holds count as applied. Corrections themselves are not touched.
        """
        document = extraction.document
        with self._writing() as connection:
            if corrections_known is None:
                corrections_known = len(_corrections(connection, document.doc_id, document.source))
            row = rows.document_row(extraction, corrections=corrections_known, run_id=run.run_id)
            _forget_claims(connection, document.doc_id)
            _upsert(connection, tables.documents, row)
            claims, spans = rows.claim_rows(document, extraction.claims)
            _insert(connection, tables.claims, claims)
            _insert(connection, tables.claim_spans, spans)
            partnerships = rows.partnership_rows(document.doc_id, extraction.partnerships)
            _insert(connection, tables.document_partnerships, partnerships)
            _save_outcome(connection, outcome, run)

    def save_outcome(self, outcome: Outcome, run: Run) -> None:
        """Save what became of a file that gave no document, or that was skipped."""
        with self._writing() as connection:
            _save_outcome(connection, outcome, run)

    # ------------------------------------------------------------------------------------------ corrections

    def add_corrections(self, corrections: Iterable[Correction]) -> int:
        """Add the corrections that are not yet there and return how many these were."""
        statement = _insert_new(self._engine, tables.corrections)
        with self._writing() as connection:
            return sum(len(connection.execute(statement, rows.correction_row(item)).all()) for item in corrections)

    def load_corrections(self, doc_id: str, source: str | None = None) -> list[Correction]:
        """Return the corrections of a document in the order they came, those that name only its source included."""
        with self._reading() as connection:
            return _corrections(connection, doc_id, source)

    def corrections(self) -> list[Correction]:
        """Return all corrections in the order they came."""
        statement = select(tables.corrections).order_by(tables.corrections.c.correction_id)
        with self._reading() as connection:
            return [rows.correction_of(row) for row in connection.execute(statement).mappings()]

    # ------------------------------------------------------------------------------------------ partnerships

    def rebuild_partnerships(self, resolve: Resolve) -> int:
        """Derive the partnerships anew from what all documents say and return their number."""
        with self._writing() as connection:
            partnerships = resolve(_document_partnerships(connection))
            made = derived.derived_rows(partnerships, Tracer(connection).trace)
            for table in tables.DERIVED:
                connection.execute(delete(table))
            for table in reversed(tables.DERIVED):
                _insert(connection, table, made.get(table.name, []))
        return len(partnerships)

    def partnerships(self) -> list[ResolvedPartnership]:
        """Return all partnerships in the order of their ids."""
        with self._reading() as connection:
            return derived.load_partnerships(connection)

    def traces(self, partnership_id: str | None = None) -> list[Trace]:
        """Return the way back from each value of a partnership, or of all, to words, page and claim."""
        supports = tables.supports
        those = [] if partnership_id is None else [supports.c.partnership_id == partnership_id]
        columns = [supports.c[name] for name in Trace._fields]
        statement = select(*columns).where(*those).order_by(supports.c.partnership_id, supports.c.number)
        with self._reading() as connection:
            return [Trace(*row) for row in connection.execute(statement)]

    # ------------------------------------------------------------------------------------------ what was read

    def documents(self) -> list[DocumentSummary]:
        """Return all documents without their texts, in the order of source and id."""
        with self._reading() as connection:
            return _summaries(connection)

    def extraction(self, doc_id: str) -> Extraction | None:
        """Return all that a document says, None where it is not in the store."""
        with self._reading() as connection:
            row = (
                connection.execute(select(tables.documents).where(tables.documents.c.doc_id == doc_id))
                .mappings()
                .first()
            )
            if row is None:
                return None
            found = tables.document_partnerships
            statement = select(found).where(found.c.doc_id == doc_id).order_by(found.c.number)
            return Extraction(
                document=rows.document_of(row),
                claims=tuple(_claims(connection, doc_id)),
                partnerships=tuple(rows.partnership_of(item) for item in connection.execute(statement).mappings()),
                unplaced=rows.unplaced_of(row),
                machine=rows.machine_of(row),
            )

    def document(self, doc_id: str) -> Document | None:
        """Return a document as it was read, None where it is not in the store."""
        statement = select(tables.documents).where(tables.documents.c.doc_id == doc_id)
        with self._reading() as connection:
            row = connection.execute(statement).mappings().first()
            return None if row is None else rows.document_of(row)

    def extractions(self) -> Iterator[Extraction]:
        """Yield all that each document says, in the order of `documents()`."""
        for summary in self.documents():
            extraction = self.extraction(summary.doc_id)
            if extraction is not None:
                yield extraction

    def claims(self, doc_id: str | None = None) -> list[Claim]:
        """Return the claims of a document, or of all, in the order they were made."""
        with self._reading() as connection:
            return _claims(connection, doc_id)

    def claim_spans(self, doc_id: str | None = None) -> list[ClaimSpan]:
        """Return the spans of the claims of a document, or of all, with their words and pages."""
        spans = tables.claim_spans
        those = [] if doc_id is None else [spans.c.doc_id == doc_id]
        columns = [spans.c[name] for name in ClaimSpan._fields]
        statement = select(*columns).where(*those).order_by(*spans.primary_key.columns)
        with self._reading() as connection:
            return [ClaimSpan(*row) for row in connection.execute(statement)]

    def failures(self) -> list[Outcome]:
        """Return the failed outcomes of each file's latest run, in the order of their sources."""
        return [outcome for outcome in self.unread() if outcome.status == "failed"]

    def unread(self) -> list[Outcome]:
        """Return the outcomes of each file's latest run that gave no document, in the order of their sources."""
        outcomes = tables.outcomes
        latest = (
            select(outcomes.c.source, func.max(outcomes.c.run_id).label("run_id"))
            .group_by(outcomes.c.source)
            .subquery()
        )
        statement = (
            select(outcomes)
            .join(latest, (outcomes.c.source == latest.c.source) & (outcomes.c.run_id == latest.c.run_id))
            .where(outcomes.c.status != "done")
            .order_by(outcomes.c.source, outcomes.c.outcome_id)
        )
        with self._reading() as connection:
            return [rows.outcome_of(row) for row in connection.execute(statement).mappings()]

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table by its name, and of failed files."""
        with self._reading() as connection:
            counted = {
                name: connection.scalar(select(func.count()).select_from(table)) or 0
                for name, table in tables.metadata.tables.items()
            }
        return {**counted, "failures": len(self.failures())}

    # ------------------------------------------------------------------------------------------ connections

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with store_errors(self._engine.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with store_errors(self._engine.url), self._writer.begin() as connection:
            yield connection

    def _upgrade(self) -> None:
        with self._reading() as connection:
            if migrations.revision(connection) == tables.REVISION:
                return
        with self._writing() as connection:
            migrations.upgrade(connection, self.address)


def _forget_claims(connection: Connection, doc_id: str) -> None:
    # The derived rows stay as they were until they are rebuilt, but no longer point to claims that are gone.
    connection.execute(update(tables.supports).where(tables.supports.c.doc_id == doc_id).values(claim=None))
    for table in (tables.claim_spans, tables.claims, tables.document_partnerships):
        connection.execute(delete(table).where(table.c.doc_id == doc_id))


def _save_outcome(connection: Connection, outcome: Outcome, run: Run) -> None:
    outcomes = tables.outcomes
    same = outcomes.c.run_id == run.run_id, outcomes.c.source == outcome.source, outcomes.c.doc_id == outcome.doc_id
    connection.execute(delete(outcomes).where(*same))
    connection.execute(insert(outcomes), rows.outcome_row(outcome, run.run_id))


def _insert(connection: Connection, table: Table, values: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(values), _BATCH):
        connection.execute(insert(table), values[start : start + _BATCH])


def _upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    key = table.primary_key.columns
    changed = connection.execute(update(table).where(*(column == row[column.name] for column in key)).values(row))
    if changed.rowcount == 0:
        connection.execute(insert(table), row)


def _insert_new(engine: Engine, table: Table) -> Any:
    """Return an insert that leaves out rows whose digest is there already, and gives back the digests of the others."""
    module = postgresql if engine.dialect.name == "postgresql" else sqlite
    return module.insert(table).on_conflict_do_nothing(index_elements=["digest"]).returning(table.c.digest)


def _corrections(connection: Connection, doc_id: str, source: str | None) -> list[Correction]:
    corrections = tables.corrections
    statement = (
        select(corrections)
        .where(corrections.c.doc_id.in_([doc_id, ""] if source else [doc_id]), corrections.c.layer.is_(None))
        .order_by(corrections.c.correction_id)
    )
    found = [rows.correction_of(row) for row in connection.execute(statement).mappings()]
    return [
        item if item.doc_id else item.model_copy(update={"doc_id": doc_id})
        for item in found
        if item.doc_id or _same_source(item.source, source)
    ]


def _same_source(named: str | None, source: str | None) -> bool:
    """Say whether a source named in a correction is this one, be it written from another folder."""
    if not named or not source:
        return False
    short, long = sorted((PurePath(named).parts, PurePath(source).parts), key=len)
    return long[-len(short) :] == short


def _claims(connection: Connection, doc_id: str | None) -> list[Claim]:
    claims, spans = tables.claims, tables.claim_spans
    those = [] if doc_id is None else [claims.c.doc_id == doc_id]
    of_those = [] if doc_id is None else [spans.c.doc_id == doc_id]
    by_claim: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for row in connection.execute(
        select(spans).where(*of_those).order_by(spans.c.doc_id, spans.c.claim, spans.c.number)
    ):
        by_claim[row.doc_id, row.claim].append(Span(row.start, row.end))
    statement = select(claims).where(*those).order_by(claims.c.doc_id, claims.c.number)
    return [
        rows.claim_of(row, by_claim[row["doc_id"], row["number"]]) for row in connection.execute(statement).mappings()
    ]


def _summaries(connection: Connection) -> list[DocumentSummary]:
    documents = tables.documents
    heavy = {"text", "blocks", "pages", "words", "unplaced", "machine"}
    columns = [column for column in documents.c if column.name not in heavy]
    statement = select(*columns).order_by(documents.c.source, documents.c.doc_id)
    return [rows.summary_of(row) for row in connection.execute(statement).mappings()]


def _document_partnerships(connection: Connection) -> list[tuple[DocumentSummary, Partnership]]:
    summaries = {summary.doc_id: summary for summary in _summaries(connection)}
    found = tables.document_partnerships
    statement = select(found).order_by(found.c.doc_id, found.c.number)
    return [(summaries[row["doc_id"]], rows.partnership_of(row)) for row in connection.execute(statement).mappings()]
