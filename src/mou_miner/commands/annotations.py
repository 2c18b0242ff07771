"""`mou-miner annotations`: values to other annotation tools and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mou_miner.commands.common import FAILED, Database, make_settings, new_app, say
from mou_miner.errors import SettingsError

if TYPE_CHECKING:
    from mou_miner.exports.annotation.marks import Lost, Marked
    from mou_miner.imports.annotation.deciding import Author
    from mou_miner.records import Document
    from mou_miner.store.store import Store

annotations_app = new_app(help="Give values to other annotation tools, and take in what people made of them.")


class Tool(StrEnum):
    """Formats of other tools."""

    label_studio = "label-studio"
    doccano = "doccano"
    spacy = "spacy"
    conll = "conll"
    xmi = "xmi"
    brat = "brat"


@annotations_app.command("export")
def export_annotations(
    format: Annotated[Tool, typer.Option(help="The tool that the files are for.")],
    to: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files; it is made if need be.")],
    database: Database = None,
    doc_id: Annotated[
        list[str] | None, typer.Option("--document", metavar="DOC_ID", help="Only this document; may be repeated.")
    ] = None,
) -> None:
    """Write the values of all documents, or of some, as annotations of their texts.

    What a format cannot carry is said on standard error.

    \b
    Examples:
      mou-miner annotations export --format label-studio --to build/label-studio
      mou-miner annotations export --format doccano --to build/doccano --document 3f2a...
    """
    from mou_miner import service
    from mou_miner.exports.annotation.marks import mark_document

    with service.open_store(make_settings(database), read_only=True) as store:
        wanted = set(doc_id or ())
        extractions = [e for e in store.extractions() if not wanted or e.document.doc_id in wanted]
        if wanted - {extraction.document.doc_id for extraction in extractions}:
            raise SettingsError("--document: there is no such document in the database; see mou-miner show documents.")
        marked = [(mark_document(item.document, item.claims), item.document) for item in extractions]
    paths, lost = _write(format, marked, to)
    for path in paths:
        typer.echo(path)
    for item in lost[:20]:
        say(f"{item.doc_id[:12]}: cannot be carried: {item.what}")
    if len(lost) > 20:
        say(f"... and {len(lost) - 20} more")


@annotations_app.command("import")
def import_annotations(
    files: Annotated[list[Path], typer.Argument(help="Files of the other tool.", metavar="FILE...")],
    format: Annotated[Tool, typer.Option(help="The tool that the files are from.")],
    annotator: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who annotated, where the files do not say it.")
    ] = None,
    database: Database = None,
) -> None:
    """Take in annotations as corrections: what was kept is accepted, what was taken out is rejected, the rest added.

    They are applied at once to the stored documents. What cannot be used is named; the exit code is then 1.

    \b
    Example:
      mou-miner annotations import --format label-studio project-1.json
    """
    from mou_miner import service
    from mou_miner.exports.corrections import write_corrections
    from mou_miner.imports.annotation.deciding import decide

    settings = make_settings(database)
    problems: list[str] = []
    taken = 0
    with service.open_store(settings) as store:
        for marked, author in _read(format, files, annotator):
            document = _document(store, marked)
            if document is None:
                problems.append(f"{marked.source or marked.doc_id}: not in the database")
                continue
            claims = store.claims(document.doc_id)
            corrections, wrong = decide(document, claims, marked, author)
            problems += wrong
            if corrections:
                taken += store.add_corrections(corrections)
                path = settings.corrections / f"{author.via}-{document.doc_id[:12]}-{_stamp(author.at)}.jsonl"
                write_corrections(corrections, path)
        _apply(store)
    for problem in problems:
        say(f"Left out: {problem}")
    say(f"{taken} new corrections; kept in {settings.corrections}.")
    if problems:
        raise typer.Exit(FAILED)


def _write(
    format: Tool, marked: list[tuple[Marked, Document]], to: Path
) -> tuple[list[Path], list[Lost]]:  # fmt: skip
    from mou_miner.exports.annotation import brat, conll, docbin, doccano, label_studio, xmi

    plain = [item for item, _ in marked]
    match format:
        case Tool.label_studio:
            return label_studio.write(marked, to), []
        case Tool.doccano:
            doccano.write(plain, to / "doccano.jsonl")
            return [to / "doccano.jsonl"], []
        case Tool.spacy:
            return [to / "claims.spacy"], docbin.write(plain, to / "claims.spacy")
        case Tool.conll:
            return [to / "claims.conllup"], conll.write(plain, to / "claims.conllup")
        case Tool.xmi:
            _need_cassis()
            return xmi.write(plain, to)
        case Tool.brat:
            return brat.write(plain, to), []


def _read(format: Tool, files: list[Path], annotator: str | None) -> Iterable[tuple[Marked, Author]]:
    from mou_miner.imports.annotation import conll, docbin, doccano, label_studio, xmi
    from mou_miner.imports.annotation.deciding import Author

    if format is Tool.label_studio:
        for path in files:
            for completed in label_studio.read(path):
                yield completed.marked, Author(annotator or completed.annotator, completed.at, format.value)
        return
    if annotator is None:
        raise SettingsError(f"--annotator NAME is needed: files of {format.value} do not say who annotated.")
    if format is Tool.brat:
        raise SettingsError("brat's files can be written only; take them in by another format.")
    if format is Tool.xmi:
        _need_cassis()
    readers: dict[Tool, Callable[[Path], list[Marked]]] = {
        Tool.doccano: doccano.read,
        Tool.spacy: docbin.read,
        Tool.conll: conll.read,
        Tool.xmi: lambda path: [xmi.read(path)],
    }
    for path in files:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else datetime.now(UTC)
        for marked in readers[format](path):
            yield marked, Author(annotator, changed.isoformat(timespec="seconds"), format.value)


def _document(store: Store, marked: Marked) -> Document | None:
    found = store.document(marked.doc_id) if marked.doc_id else None
    if found is not None:
        return found
    return next(
        (
            item
            for summary in store.documents()
            if (item := store.document(summary.doc_id)) is not None and item.text == marked.text
        ),
        None,
    )


def _apply(store: Store) -> None:
    """Let the corrections count at once, as the next run would."""
    from mou_miner.service import rebuild
    from mou_miner.store.moves import refresh
    from mou_miner.web.shelf import Sheet, extraction_of

    for summary in store.documents():
        extraction = store.extraction(summary.doc_id)
        if extraction is None or extraction.machine is None:
            continue
        sheet = Sheet(extraction.document, extraction.machine, 0)
        if store.load_corrections(summary.doc_id, summary.source):
            refresh(store, summary.doc_id, partial(extraction_of, sheet))
    rebuild(store)


def _stamp(at: str) -> str:
    return "".join(character for character in at if character.isalnum())


def _need_cassis() -> None:
    from importlib.util import find_spec

    if find_spec("cassis") is None:
        raise SettingsError("XMI needs a package that is not installed. Run: pip install 'mou-miner[annotation]'")
