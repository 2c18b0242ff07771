"""The commands that show how a file was read: `inspect` draws a page, `text` prints the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mou_miner.commands.common import FAILED, Limits, Ocr, Passwords, Paths, Rules, make_settings, say
from mou_miner.errors import ReadError, SettingsError

if TYPE_CHECKING:
    from mou_miner.documents.marks import Mark
    from mou_miner.records import Document
    from mou_miner.settings import ReaderSettings

File = Annotated[Path, typer.Argument(help="A file of any kind that is read.", metavar="FILE", show_default=False)]


def register_reading(app: typer.Typer) -> None:
    """Give the app the commands of this module."""
    app.command("inspect")(inspect_page)
    app.command("text")(print_text)


def inspect_page(
    file: File,
    page: Annotated[
        int, typer.Option(min=1, metavar="N", help="The page, or of a source without pages the sheet.")
    ] = 1,
    out: Annotated[Path, typer.Option(metavar="FILE.png", help="The picture to write.")] = Path("page.png"),
    document: Annotated[int, typer.Option(min=1, metavar="K", help="Which document of a file that holds several.")] = 1,
    found: Annotated[bool, typer.Option("--found/--only-blocks", help="Mark what was found in the text.")] = True,
    rules: Rules = None,
    ocr: Ocr = "auto",
    password: Passwords = None,
    limit: Limits = None,
) -> None:
    """Draw a page with what was read from it, and list its blocks.

    The picture shows the blocks with their place in the order of reading, kind and language, and marks what was found:
    words that something is claimed from (parties, dates, fields of cooperation ...) and words merely seen. A source
    without pages, such as a web page, is set on sheets. The list of the blocks goes to standard output: number, kind,
    language, page, characters, text.

    \b
    Examples:
      mou-miner inspect memo.pdf --page 2 --out page.png
      mou-miner inspect news.html --out news.png --only-blocks
      mou-miner inspect scan.pdf --ocr force | cut -f 1-3
    """
    settings = make_settings(None, None, "pdfium", ocr, password, None, limit).reader
    held = _read(file, settings)
    if document > len(held):
        raise SettingsError(f"--document {document}: {file} holds {len(held)}. Name one of 1 to {len(held)}.")
    chosen = held[document - 1]
    marks = _marks(chosen, rules) if found else []
    _write(out, _picture(file, chosen, page, marks, settings))
    _list_blocks(chosen, page)
    also = f" ({file} holds {len(held)} documents; this is number {document})" if len(held) > 1 else ""
    say(f"{out} written{also}.")
    for warning in chosen.warnings:
        say(f"Warning: {warning}")


def print_text(
    paths: Paths,
    plain: Annotated[
        bool, typer.Option("--plain", help="Of PDF files the text in the order of the file, without layout: faster.")
    ] = False,
    ocr: Ocr = "auto",
    password: Passwords = None,
    limit: Limits = None,
) -> None:
    """Print the text of documents as it was read: one block a line, without headers, footers and noise.

    \b
    Examples:
      mou-miner text memo.pdf
      mou-miner text --plain archive/ | grep -i "sister city"
    """
    from mou_miner.documents import walk

    settings = make_settings(None, None, "pdfium", ocr, password, None, limit).reader
    failed = False
    for path in walk(paths):
        try:
            for text in _texts(path, settings, plain):
                typer.echo(text)
        except ReadError as error:
            say(str(error))
            failed = True
    if failed:
        raise typer.Exit(FAILED)


def _texts(path: Path, settings: ReaderSettings, plain: bool) -> Iterator[str]:
    from mou_miner.documents.pdftext import read_plain
    from mou_miner.records import UNREAD_KINDS

    data = _bytes(path)
    if plain and b"%PDF-" in data[:1024]:
        yield from read_plain(data, str(path), settings.passwords)
        return
    for document in _read(path, settings):
        for block in document.blocks:
            if block.kind not in UNREAD_KINDS:
                yield document.text[block.start : block.end]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(str(path), "unreadable", f"it cannot be read ({error.strerror})", "Name a file.") from error


def _read(path: Path, settings: ReaderSettings) -> list[Document]:
    from mou_miner.documents import read

    return list(read(_bytes(path), str(path), settings))


def _marks(document: Document, rules: Path | None) -> list[Mark]:
    from mou_miner import service
    from mou_miner.documents.marks import marks_of

    tools = service.Tools(rules_folder=rules)
    return marks_of(service.mentions_of(document, tools), service.extract_document(document, tools).claims)


def _picture(file: Path, document: Document, page: int, marks: Sequence[Mark], settings: ReaderSettings) -> bytes:
    from mou_miner.documents.drawing import draw_page
    from mou_miner.documents.sheets import count_sheets, draw_sheet

    data = _bytes(file)
    drawn = bool(document.pages) and b"%PDF-" in data[:1024]
    count = len(document.pages) if drawn else count_sheets(document)
    if page > count:
        what = "page" if drawn else "sheet"
        raise SettingsError(
            f"--page {page}: {document.source} has {count} {what}{'s' if count > 1 else ''}. Name one of 1 to {count}."
        )
    if drawn:
        return draw_page(data, document, page, marks, settings.passwords)
    return draw_sheet(document, page, marks)


def _write(path: Path, picture: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror}). Name another file.") from error


def _list_blocks(document: Document, page: int) -> None:
    for number, block in enumerate(document.blocks, 1):
        if block.page is None or block.page == page:
            text = document.text[block.start : block.end].replace("\t", " ").replace("\n", " ")
            fields = (number, block.kind, block.language or "", block.page or "", block.end - block.start, text[:100])
            typer.echo("\t".join(map(str, fields)))
