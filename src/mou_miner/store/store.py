"""The store: records go in and come out, one transaction per document; nothing outside this folder sees SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from mou_miner.dataset_records import (
    Change,
    DocumentHit,
    Join,
    Judgement,
    PartnershipPage,
    PartnershipQuery,
    Received,
)
from mou_miner.errors import StoreError
from mou_miner.records import (
    Claim,
    ClaimSpan,
    Correction,
    Document,
    DocumentSummary,
    Extraction,
    Outcome,
    ResolvedPartnership,
    Run,
    Span,
    Trace,
    Versions,
)
from mou_miner.store import derived, judging, migrations, queries, rebuilding, receiving, rows, saving, tables
from mou_miner.store.engines import make_engine, shown, store_errors
from mou_miner.store.rebuilding import Resolver


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

    def save(
        self, extraction: Extraction, outcome: Outcome, run: Run, *, corrections_known: int | None = None,
        imported: Extraction | None = None,
    ) -> None:  # fmt: skip
        """Save what a document says in place of what it said before, with its outcome, in one transaction.

        `corrections_known` is the number of corrections that were applied, where more may have come in since they were
        loaded; without it, all that the store holds count as applied. Corrections themselves are not touched, nor is what
        was imported, unless `imported` says where its words stand in the text as it was read now.
        """
        document = extraction.document
        with self._writing() as connection:
            saving.hold(connection, document.doc_id)
            if corrections_known is None:
                corrections_known = len(_corrections(connection, document.doc_id, document.source))
            row = rows.document_row(extraction, corrections=corrections_known, run_id=run.run_id)
            saving.forget(connection, document.doc_id)
            saving.save_document(connection, row)
            saving.save_claims(connection, extraction, row, run.run_id)
            if imported is not None:
                saving.forget(connection, document.doc_id, imported=True)
                saving.save_claims(connection, imported, row, run.run_id, first=rows.IMPORTED)
            _save_outcome(connection, outcome, run)

    def save_imported(self, extraction: Extraction, outcome: Outcome, run: Run) -> None:
        """Save what another program says of a document beside what is known of it; a new document comes into the store.

        What was imported before for the document is replaced, and nothing else is.
        """
        document = extraction.document
        with self._writing() as connection:
            saving.forget(connection, document.doc_id, imported=True)
            known = saving.document_facts(connection, document.doc_id)
            if known is None:
                known = rows.document_row(extraction, corrections=0, run_id=run.run_id)
                saving.save_document(connection, known)
            saving.save_claims(connection, extraction, known, run.run_id, first=rows.IMPORTED)
            _save_outcome(connection, outcome, run)

    def imported_claims(self, doc_id: str) -> list[tuple[Claim, tuple[str, ...]]]:
        """Return the document's imported claims, each with the words it rests on, in their order."""
        spans = tables.claim_spans
        statement = (
            select(spans.c.claim, spans.c.text)
            .where(spans.c.doc_id == doc_id, spans.c.claim >= rows.IMPORTED)
            .order_by(spans.c.claim, spans.c.number)
        )
        with self._reading() as connection:
            words: dict[int, list[str]] = defaultdict(list)
            for claim, quote in connection.execute(statement):
                words[claim].append(quote)
            found = _claims(connection, doc_id, first=rows.IMPORTED)
        return [(claim, tuple(words[number])) for number, claim in enumerate(found, start=rows.IMPORTED)]

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

    def rebuild_partnerships(self, resolver: Resolver, *, at: str, run_id: int | None = None) -> int:
        """Derive the partnerships from what all documents say, as far as that is new, and return their number."""
        return rebuilding.rebuild(self._reading, self._writing, resolver, judging.load, at, run_id)

    def partnerships(self) -> list[ResolvedPartnership]:
        """Return all partnerships in the order of their ids."""
        with self._reading() as connection:
            return derived.load_partnerships(connection)

    def partnership(self, partnership_id: str) -> ResolvedPartnership | None:
        """Return the partnership of this id, or that it was joined to; None where there is none."""
        with self._reading() as connection:
            found = derived.load_partnerships(connection, judging.present_id(connection, partnership_id))
        return found[0] if found else None

    def find_partnerships(
        self, query: PartnershipQuery | None = None, *, after: str | None = None, limit: int = 50
    ) -> PartnershipPage:
        """Return the partnerships asked for, those after `after` in the order of their ids, and the number of all."""
        with self._reading() as connection:
            return queries.find_partnerships(connection, query or PartnershipQuery(), after, limit)

    def stage_counts(self) -> dict[str, dict[str, int]]:
        """Return how many partnerships stand at each stage, by the code of the province ('' where unknown)."""
        with self._reading() as connection:
            return queries.stage_counts(connection)

    def changes(self, *, since: int = 0, since_time: str | None = None, limit: int = 500) -> list[Change]:
        """Return what became of partnerships after a sequence number, or from a time on, in the order it happened."""
        with self._reading() as connection:
            return queries.changes(connection, since, since_time, limit)

    def search_documents(self, words: str, *, limit: int = 20, offset: int = 0) -> list[DocumentHit]:
        """Return the documents in which all the words stand (the last may be begun only), best first."""
        with self._reading() as connection:
            return queries.search_documents(connection, words, limit, offset)

    def documents_of(self, publisher: str, *, limit: int = 50, offset: int = 0) -> list[DocumentSummary]:
        """Return the documents of a publisher, the latest first."""
        with self._reading() as connection:
            return queries.documents_of(connection, publisher, limit, offset)

    # ------------------------------------------------------------------------------------------ judgements

    def add_judgement(self, judgement: Judgement) -> Judgement:
        """Add the judgement and return it with its number; it counts from the next rebuild on."""
        with self._writing() as connection:
            return judging.add(connection, judgement)

    def judgements(self) -> list[Judgement]:
        """Return all judgements of people in the order they came."""
        with self._reading() as connection:
            return judging.load(connection)

    def joins(self) -> list[tuple[Join, str, str]]:
        """Return each join that a rule made, with the id of its partnership and when it was made."""
        with self._reading() as connection:
            return judging.joins(connection)

    def present_id(self, partnership_id: str) -> str:
        """Return the id that a partnership has now, the given one where it has no other."""
        with self._reading() as connection:
            return judging.present_id(connection, partnership_id)

    # ------------------------------------------------------------------------------------------ the inbox

    def receive(self, records: Iterable[tuple[str, str, Mapping[str, str]]], *, at: str) -> int:
        """Take in records to be read later, given as source, content and field names; return how many are new."""
        with self._writing() as connection:
            return receiving.receive(connection, records, at)

    def waiting(self, limit: int = 200) -> list[Received]:
        """Return the first records that wait to be read."""
        with self._reading() as connection:
            return receiving.waiting(connection, limit)

    def mark_read(self, inbox_id: int, run: Run, *, failed: bool = False) -> None:
        """Say that a record waits no longer."""
        with self._writing() as connection:
            receiving.mark(connection, inbox_id, run.run_id, failed=failed)

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
                signature=row["signature"],
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

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0

    def tally(self, table: str, *names: str) -> list[tuple[tuple[Any, ...], int]]:
        """Return the number of rows of a table for each combination of values in the named columns."""
        columns = [tables.metadata.tables[table].c[name] for name in names]
        with self._reading() as connection:
            counted = connection.execute(select(*columns, func.count()).group_by(*columns))
            return [(tuple(row[:-1]), row[-1]) for row in counted]

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


def _save_outcome(connection: Connection, outcome: Outcome, run: Run) -> None:
    outcomes = tables.outcomes
    same = outcomes.c.run_id == run.run_id, outcomes.c.source == outcome.source, outcomes.c.doc_id == outcome.doc_id
    connection.execute(delete(outcomes).where(*same))
    connection.execute(insert(outcomes), rows.outcome_row(outcome, run.run_id))


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


def _claims(connection: Connection, doc_id: str | None, first: int = 0) -> list[Claim]:
    claims, spans = tables.claims, tables.claim_spans
    those = [claims.c.number >= first] if doc_id is None else [claims.c.doc_id == doc_id, claims.c.number >= first]
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
    statement = select(*queries.SUMMARY).order_by(documents.c.source, documents.c.doc_id)
    return [rows.summary_of(row) for row in connection.execute(statement).mappings()]
