"""Service functions of the dataset: judgements, what happened when, and what comes in from other tools.

Like `service`, this knows several stages; heavy ones are imported inside the functions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mou_miner.dataset_records import Join, Judgement, Received
from mou_miner.errors import ImportFileError, MouMinerError, SettingsError
from mou_miner.records import Claim, Document, Extraction, Outcome, Run, Span, Versions
from mou_miner.service import (
    Result,
    RunSummary,
    Tools,
    extract_document,
    import_correction_files,
    now,
    open_store,
    rebuild,
)

if TYPE_CHECKING:
    from mou_miner.imports.records import Line
    from mou_miner.imports.registers import Register
    from mou_miner.resolution.timeline import Event, Flag
    from mou_miner.store.store import Store

# ---------------------------------------------------------------------------------------------- judgements


def merge(store: Store, first: str, second: str, *, who: str, why: str | None = None) -> Judgement:
    """Say that two partnerships are one, which has the id of the first; return the judgement."""
    ids = [_present(store, partnership_id) for partnership_id in (first, second)]
    if ids[0] == ids[1]:
        raise SettingsError(f"{first} and {second} are one partnership already ({ids[0]}).")
    return _judge(store, Judgement(action="merge", first=ids[0], second=ids[1], who=who, at=now(), why=why))


def split(store: Store, partnership_id: str, what: str, *, who: str, why: str | None = None) -> list[Judgement]:
    """Take a variant or a document out of a partnership; return the judgements.

    `what` is a variant that `joins()` names, or the id (or its beginning), or source, of a document.
    """
    present = _present(store, partnership_id)
    for join, of, _ in store.joins():
        if join.variant == what and of == present:
            return [_judge(store, _apart(join, who, why))]
    told = store.partnership(present)
    sources = {document.doc_id: document.source for document in store.documents()}
    documents = sorted(
        {
            item.doc_id
            for item in (told.documents if told else ())
            if sources.get(item.doc_id) == what or (len(what) >= 8 and item.doc_id.startswith(what))
        }
    )
    if len(documents) != 1:
        found = "names several of its documents" if documents else "is neither a variant of it nor one of its documents"
        raise SettingsError(f"{present}: {what!r} {found}. See them with: mou-miner show timeline {present}")
    return [_judge(store, judgement) for judgement in _document_splits(store, present, documents[0], who, why)]


def undo(store: Store, what: str, *, who: str, why: str | None = None) -> Judgement:
    """Undo a judgement of a person, named by its number, or a join that a rule made, named by its variant."""
    known = {str(judgement.judgement_id): judgement for judgement in store.judgements()}
    if what in known:
        return _judge(store, Judgement(action="undo", undoes=int(what), who=who, at=now(), why=why))
    for join, _, _ in store.joins():
        if join.variant == what:
            return _judge(store, _apart(join, who, why))
    raise SettingsError(f"there is no judgement {what!r}. See them with: mou-miner show judgements")


def _apart(join: Join, who: str, why: str | None) -> Judgement:
    return Judgement(action="split", first=join.joined_to, second=join.variant, who=who, at=now(), why=why)


def _document_splits(store: Store, partnership_id: str, doc_id: str, who: str, why: str | None) -> Iterator[Judgement]:
    from mou_miner.resolution.grouping import identity_key
    from mou_miner.resolution.judgements import split_variant
    from mou_miner.resolution.resolve import identity_of

    extraction = store.extraction(doc_id)
    variants = {
        f"{identity_key(identity_of(item.indonesian_party))}--{identity_key(identity_of(item.partner))}"
        for item in (extraction.partnerships if extraction else ())
    }
    for variant in sorted(variants):
        if store.present_id(variant) == partnership_id:
            second = split_variant(variant, doc_id)
            yield Judgement(
                action="split", first=partnership_id, second=second, doc_id=doc_id, who=who, at=now(), why=why
            )


def _present(store: Store, partnership_id: str) -> str:
    found = store.partnership(partnership_id)
    if found is None:
        raise SettingsError(
            f"there is no partnership {partnership_id!r}. See their ids: mou-miner show partnerships --ids"
        )
    return found.partnership_id


def _judge(store: Store, judgement: Judgement) -> Judgement:
    added = store.add_judgement(judgement)
    rebuild(store)
    return added


# ---------------------------------------------------------------------------------------------- over time


def timeline_of(store: Store, partnership_id: str, on: str) -> tuple[str, list[Event], tuple[Flag, ...]]:
    """Return the partnership's present id, what happened when, and what has run out by a day."""
    from mou_miner.resolution.timeline import flags, timeline

    found = store.partnership(_present(store, partnership_id))
    if found is None:
        raise SettingsError(f"there is no partnership {partnership_id!r}.")
    return found.partnership_id, timeline(found, on), flags(found, on)


# ---------------------------------------------------------------------------------------------- imported claims


@dataclass
class ImportSummary:
    """What an import came to: lines taken in, those known already, those rejected with the reason, and notes."""

    taken: int = 0
    known: int = 0
    rejected: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rejects: Path | None = None


def imported_anew(store: Store, extraction: Extraction) -> Extraction | None:
    """Return what was imported for a document that was read now, its words found in the text as it was read.

    None where nothing was imported. A claim whose words are gone is kept without a place, and makes no partnership.
    """
    kept = store.imported_claims(extraction.document.doc_id)
    if not kept:
        return None
    claims = [_anchored(claim, quotes, extraction.document) for claim, quotes in kept]
    return _imported(extraction.document, claims)


def _anchored(claim: Claim, quotes: Sequence[str], document: Document) -> Claim:
    from mou_miner.anchors import find_quote

    spans: list[Span] = []
    for span, quote in zip(claim.spans, quotes, strict=False):
        if document.text[span.start : span.end] == quote:
            spans.append(span)
        elif found := find_quote(document.text, quote):
            spans.append(min(found, key=lambda other: abs(other.start - span.start)))
    return claim.model_copy(update={"spans": tuple(spans)})


def _imported(document: Document, claims: Sequence[Claim]) -> Extraction:
    from mou_miner.partnerships import assemble
    from mou_miner.resolution.copies import sign

    placed = [claim for claim in claims if claim.spans]
    return Extraction(
        document=document,
        claims=tuple(claims),
        partnerships=tuple(assemble(document, placed)),
        signature=sign(document.text),
    )


def import_versions(tools: Tools, name: str) -> Versions:
    """Return what an import rests on: this program and gazetteer, and the name of what was imported."""
    versions = tools.versions
    return versions.model_copy(update={"models": "import", "settings": name})


def import_register(register: Register, tools: Tools, *, rejects: Path | None = None) -> ImportSummary:
    """Import the rows of a register, each as a document with a claim for each cell; wrong rows go to the rejects."""
    from mou_miner.imports.linking import Places
    from mou_miner.imports.registers import read_rows
    from mou_miner.imports.rejects import rejects_path
    from mou_miner.imports.sheets import write_sheet
    from mou_miner.mentions.collect import find_mentions

    def scopes(text: str) -> list[tuple[int, int, str]]:
        return [(m.start, m.end, m.value) for m in find_mentions(tools.nlp, text, 0) if m.label == "SCOPE" and m.value]

    summary, wrong = ImportSummary(), []
    with open_store(tools.settings) as store:
        run = store.start_run(import_versions(tools, f"import {register.path.name}"), now())
        for row in read_rows(register, Places(tools.maker.places.gazetteer), scopes):
            where = f"{register.path}, line {row.line}"
            if row.extraction is None:
                summary.rejected.append(f"{where}: {row.problem}")
                wrong.append((row.cells, row.problem or ""))
                continue
            summary.notes += [f"{where}: {note}" for note in row.notes]
            _save_import(store, row.extraction, run, summary)
        rebuild(store, run.run_id)
    if wrong:
        summary.rejects = rejects or rejects_path(register.path)
        write_sheet(summary.rejects, register.header, wrong, register.delimiter)
    return summary


def import_extractions(
    path: Path, tools: Tools, *, name: str | None = None, rejects: Path | None = None
) -> ImportSummary:
    """Import what another extractor says, a line of the public contract for each document; wrong lines go to the rejects."""
    from mou_miner.imports.extractions import read_extractions
    from mou_miner.imports.rejects import open_rejects, rejects_path

    summary, wrong = ImportSummary(), []
    if not path.is_file():
        raise ImportFileError(path, 1, "there is no such file. Mend the path")
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    with open_store(tools.settings) as store:
        run = store.start_run(import_versions(tools, f"import {path.name}"), now())
        for line in read_extractions(path, name or path.stem, version, store.document):
            if line.extraction is None:
                summary.rejected.append(f"{path}, line {line.number}: {line.problem}")
                wrong.append(line.data.rstrip(b"\n") + b"\n")
            else:
                _save_import(store, line.extraction, run, summary)
        rebuild(store, run.run_id)
    if wrong:
        summary.rejects = rejects or rejects_path(path)
        with open_rejects(summary.rejects) as file:
            file.writelines(wrong)
    return summary


def _save_import(store: Store, extraction: Extraction, run: Run, summary: ImportSummary) -> None:
    made = _imported(extraction.document, extraction.claims)
    document = made.document
    before = [claim for claim, _ in store.imported_claims(document.doc_id)]
    if _said(before) == _said(made.claims):
        summary.known += 1
        return
    store.save_imported(made, Outcome(source=document.source, status="done", doc_id=document.doc_id), run)
    summary.taken += 1


def _said(claims: Iterable[Claim]) -> list[dict[str, object]]:
    """Return what claims say, whichever version of a file they come from; SQLite gives 5.0 back as 5, which is equal."""
    return [claim.model_dump(exclude={"origin": {"version"}}) for claim in claims]


# ---------------------------------------------------------------------------------------------- records of scrapers

RECEIVED_AT_ONCE = 500
WAITING_AT_ONCE = 200


def receive(
    lines: Iterable[bytes], tools: Tools, *, name: str, fields: Mapping[str, str], rejects: Path
) -> ImportSummary:
    """Take records of scrapers into the store, to be read later; wrong lines go to the rejects as they came."""
    from mou_miner.imports.records import read_lines
    from mou_miner.imports.rejects import open_rejects

    summary, wrong = ImportSummary(), []
    with open_store(tools.settings) as store:
        for batch in _batches(read_lines(lines, name, fields), RECEIVED_AT_ONCE):
            good = [line for line in batch if line.problem is None]
            new = store.receive(((line.source, line.data.decode().strip(), fields) for line in good), at=now())
            summary.taken += new
            summary.known += len(good) - new
            for line in batch:
                if line.problem is not None:
                    summary.rejected.append(f"{name}, line {line.number}: {line.problem}")
                    wrong.append(line.data.rstrip(b"\r\n") + b"\n")
    if wrong:
        summary.rejects = rejects
        with open_rejects(rejects) as file:
            file.writelines(wrong)
    return summary


def _batches(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    waiting: list[Line] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == size:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def read_inbox(tools: Tools, *, progress: Callable[[int, str], None] | None = None) -> RunSummary:
    """Read the records that wait in the store, each in a transaction of its own, and put the partnerships together."""
    from mou_miner.service import record_result

    summary, versions = RunSummary(), tools.versions
    with open_store(tools.settings) as store:
        _, wrong = import_correction_files(store, tools.settings.corrections)
        summary.wrong_corrections += wrong
        waiting = store.waiting(1)
        if not waiting:
            return summary
        run = store.start_run(versions, now())
        number = 0
        while batch := store.waiting(WAITING_AT_ONCE):
            for received, results in _extract_records(batch, tools, store):
                for result in results:
                    record_result(result, store, run, summary)
                failed = any(result.outcome.status == "failed" for result in results)
                store.mark_read(received.inbox_id, run, failed=failed)
                number += 1
                if progress:
                    progress(number, received.source)
        rebuild(store, run.run_id)
    return summary


@dataclass(frozen=True)
class _Record:
    """A record with what people decided about it; `done` where the same content was read by the same versions."""

    received: Received
    decided: tuple[object, ...]
    done: bool


def _extract_records(batch: Sequence[Received], tools: Tools, store: Store) -> Iterator[tuple[Received, list[Result]]]:
    from mou_miner.documents.isolation import Failure, work_apart
    from mou_miner.service import unread_outcome

    limits, workers = tools.settings.reader, tools.settings.workers
    records = (_decided(received, tools, store) for received in batch)
    if workers == 0:
        for record in records:
            yield record.received, _extract_record(record, tools)
        return
    work = partial(_extract_record, tools=Tools(tools.settings, tools.rules_folder))
    for record, result, _ in work_apart(
        work, records, workers=workers, seconds=limits.seconds, computing=limits.cpu_seconds, memory=limits.memory
    ):
        if isinstance(result, Failure):
            yield record.received, [Result(unread_outcome(record.received.source, *result))]
        else:
            yield record.received, result


def _decided(received: Received, tools: Tools, store: Store) -> _Record:
    doc_id = hashlib.sha256(received.content.encode()).hexdigest()
    done = store.is_done(doc_id, tools.versions)
    return _Record(received, tuple(() if done else store.load_corrections(doc_id, received.source)), done)


def _extract_record(record: _Record, tools: Tools) -> list[Result]:
    from mou_miner.documents.dumps import read_dump
    from mou_miner.errors import ReadError
    from mou_miner.service import as_outcome, done_outcome, unread_outcome

    received = record.received
    content = received.content.encode()
    if record.done:
        doc_id = hashlib.sha256(content).hexdigest()
        return [Result(Outcome(source=received.source, status="done", doc_id=doc_id))]
    settings = tools.settings.reader.model_copy(update={"fields": received.fields})
    results = []
    for read in read_dump(content, received.source, "jsonl", settings):
        if isinstance(read, ReadError):
            results.append(Result(as_outcome(read)))
            continue
        document = read.model_copy(update={"source": received.source})
        try:
            extraction = extract_document(document, tools, record.decided)  # type: ignore[arg-type]
        except MouMinerError:
            raise
        except Exception as error:
            cause = f"the program failed on this document ({type(error).__name__}: {error})"
            remedy = "Please report it with the record; the others are not affected."
            results.append(Result(unread_outcome(received.source, "internal", cause, remedy)))
            continue
        results.append(Result(done_outcome(document, 0.0), extraction, len(record.decided)))
    return results
