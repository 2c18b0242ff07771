"""From a file to documents: what it is, what it says, and where each word stands."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from mou_miner.documents.pairing import pairs
from mou_miner.documents.sniff import Unsupported, sniff
from mou_miner.documents.turns import Turns
from mou_miner.documents.walking import walk
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

Items = Iterator[Document | ReadError]
Reader = Callable[[bytes, str, ReaderSettings], Document]
Opener = Callable[[bytes, str, ReaderSettings, int, Turns], Items]

logger = logging.getLogger(__name__)

__all__ = ["OPENERS", "READERS", "Opener", "Reader", "Turns", "pairs", "read", "read_each", "walk"]


def read(data: bytes, source: str, settings: ReaderSettings) -> Iterator[Document]:
    """Yield the documents that the bytes hold: one for most files, several for dumps, mails and archives.

    What they are is told by the bytes, and by the name only where the bytes leave it open. Raises `ReadError` with
    code, cause and remedy where nothing can be read; of a file that holds several documents those that can be read are
    yielded, and the error is raised only if there is none (`read_each` tells of each).
    """
    read_any, first = False, None
    for item in read_each(data, source, settings):
        if isinstance(item, ReadError):
            first = first or item
        else:
            read_any = True
            yield item
    if first and not read_any:
        raise first


def read_each(
    data: bytes, source: str, settings: ReaderSettings, depth: int = 0, turns: Turns | None = None
) -> Iterator[Document | ReadError]:
    """Yield for each document that the bytes hold the document, or the error that kept it from being read.

    `turns` counts the documents and may pass over some. No exception comes out but what ends the program: one that a
    reader did not expect is the error of its document.
    """
    turns = turns or Turns()
    try:
        content = _content(data, source, settings)
        if content in OPENERS:
            yield from OPENERS[content](data, source, settings, depth, turns)
        elif turns.comes(source):
            yield _within_limits(READERS[content](data, source, settings), settings)
    except Exception as error:
        read_error = as_read_error(error, source)
        if read_error.code == "out_of_memory" or turns.comes(source):
            yield read_error


def as_read_error(error: Exception, source: str) -> ReadError:
    """Return the error of a document for an exception on which reading it ended."""
    if isinstance(error, ReadError):
        return error
    if isinstance(error, MemoryError):
        return ReadError(source, "out_of_memory", "reading needed more memory than is allowed",
                         "Raise the limit (memory), or split the file.")  # fmt: skip
    if isinstance(error, RecursionError):
        return ReadError(source, "broken", "its parts are nested too deeply to be read",
                         "Open the file in its program and save it anew.")  # fmt: skip
    logger.debug("%s", source, exc_info=error)
    return ReadError(source, "internal", f"the program failed on it ({type(error).__name__}: {error})"[:500],
                     "Open the file in its program and save it anew; please report it if that helps not.")  # fmt: skip


def _content(data: bytes, source: str, settings: ReaderSettings) -> str:
    """Return what the bytes are, or raise where they are nothing that is read."""
    if not data.strip():
        raise ReadError(source, "empty", "the file is empty", "Fetch it again; the download may have been cut off.")
    if len(data) > settings.max_bytes:
        raise ReadError(source, "too_large", f"the file has {len(data):,} bytes, the limit is {settings.max_bytes:,}",
                        "Split it, or raise the limit (max_bytes).")  # fmt: skip
    content = sniff(data, source)
    if isinstance(content, Unsupported):
        named = f" although its name ends in '{ending}'" if (ending := _ending(source)) in _READ_ENDINGS else ""
        raise ReadError(source, "unsupported", f"this is {content.name}{named}", content.remedy)
    if content in ("text", "markdown") and len(data) > 4 * settings.max_characters:
        cause = f"the text has {len(data):,} bytes, the limit is {settings.max_characters:,} characters"
        raise ReadError(source, "too_large", cause, "Split the document, or raise the limit (max_characters).")
    return content


def _within_limits(document: Document, settings: ReaderSettings) -> Document | ReadError:
    if len(document.text) <= settings.max_characters:
        return document
    return ReadError(
        document.source, "too_large",
        f"the text has {len(document.text):,} characters, the limit is {settings.max_characters:,}",
        "Split the document, or raise the limit (max_characters).",
    )  # fmt: skip


_READ_ENDINGS = frozenset({".pdf", ".html", ".htm", ".txt", ".md", ".docx", ".eml", ".zip", ".jsonl", ".csv"})


def _ending(source: str) -> str:
    name = source.split("?")[0].rsplit("/", 1)[-1]
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _read_pdf(data: bytes, source: str, settings: ReaderSettings) -> Document:
    from mou_miner.documents.pdfdocument import read_pdf

    return read_pdf(data, source, settings)


def _read_html(data: bytes, source: str, settings: ReaderSettings) -> Document:
    from mou_miner.documents.web import read_html
    from mou_miner.documents.webflat import is_too_deep, read_flat

    try:
        return read_html(data, source)
    except (ReadError, RecursionError):
        document = read_flat(data, source) if is_too_deep(data) else None
        if document is None:
            raise
        return document


def _read_text(data: bytes, source: str, settings: ReaderSettings) -> Document:
    from mou_miner.documents.plain import read_text

    return read_text(data, source)


def _read_markdown(data: bytes, source: str, settings: ReaderSettings) -> Document:
    from mou_miner.documents.markdown import read_markdown

    return read_markdown(data, source)


def _read_docx(data: bytes, source: str, settings: ReaderSettings) -> Document:
    from mou_miner.documents.docx import read_docx

    return read_docx(data, source, settings)


READERS: dict[str, Reader] = {
    "pdf": _read_pdf,
    "html": _read_html,
    "text": _read_text,
    "markdown": _read_markdown,
    "docx": _read_docx,
}
"""Who reads which kind of content that is one document."""


def _open_mail(data: bytes, source: str, settings: ReaderSettings, depth: int, turns: Turns) -> Items:
    from mou_miner.documents.mail import attachments, no_letter, read_letter

    found = False
    if turns.comes(source):
        letter = read_letter(data, source)
        found = letter is not None
        if letter:
            yield _within_limits(letter, settings)
    for name, content in attachments(data, source):
        found = True
        yield from _inside(content, name, settings, depth, turns)
    if not found and turns.comes(source):
        yield no_letter(source)


def _open_zip(data: bytes, source: str, settings: ReaderSettings, depth: int, turns: Turns) -> Items:
    from mou_miner.documents.archive import members

    found = False
    for member in members(data, source, settings, turns):
        found = True
        if not isinstance(member, ReadError):
            yield from _inside(member[1], member[0], settings, depth, turns)
        elif turns.comes(member.source):
            yield member
    if not found:
        yield ReadError(source, "empty", "the archive holds no files", "Pack it anew.")


def _inside(data: bytes, source: str, settings: ReaderSettings, depth: int, turns: Turns) -> Items:
    if depth + 1 <= settings.max_depth:
        yield from read_each(data, source, settings, depth + 1, turns)
    elif turns.comes(source):
        yield ReadError(source, "too_large", f"archives lie within archives more than {settings.max_depth} deep",
                        "Unpack it, or raise the limit (max_depth).")  # fmt: skip


def _open_jsonl(data: bytes, source: str, settings: ReaderSettings, depth: int, turns: Turns) -> Items:
    from mou_miner.documents.dumps import read_dump

    for item in read_dump(data, source, "jsonl", settings, turns):
        yield item if isinstance(item, ReadError) else _within_limits(item, settings)


def _open_csv(data: bytes, source: str, settings: ReaderSettings, depth: int, turns: Turns) -> Items:
    from mou_miner.documents.dumps import read_dump

    for item in read_dump(data, source, "csv", settings, turns):
        yield item if isinstance(item, ReadError) else _within_limits(item, settings)


OPENERS: dict[str, Opener] = {
    "eml": _open_mail,
    "zip": _open_zip,
    "jsonl": _open_jsonl,
    "csv": _open_csv,
}
"""Who opens which kind of content that holds several documents."""
