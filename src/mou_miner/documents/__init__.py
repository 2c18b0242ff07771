"""From a file to documents: what it is, what it says, and where each word stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mou_miner.documents.pairing import pairs
from mou_miner.documents.sniff import Unsupported, sniff
from mou_miner.documents.walking import walk
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

Reader = Callable[[bytes, str, ReaderSettings, int], Iterator[Document | ReadError]]

__all__ = ["READERS", "Reader", "pairs", "read", "read_each", "walk"]


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


def read_each(data: bytes, source: str, settings: ReaderSettings, depth: int = 0) -> Iterator[Document | ReadError]:
    """Yield for each document that the bytes hold the document, or the error that kept it from being read."""
    try:
        content = _content(data, source, settings)
        for item in READERS[content](data, source, settings, depth):
            yield item if isinstance(item, ReadError) else _within_limits(item, settings)
    except ReadError as error:
        yield error


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


def _read_pdf(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.pdfdocument import read_pdf

    yield read_pdf(data, source, settings)


def _read_html(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.web import read_html

    yield read_html(data, source)


def _read_text(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.plain import read_text

    yield read_text(data, source)


def _read_markdown(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.markdown import read_markdown

    yield read_markdown(data, source)


def _read_docx(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.docx import read_docx

    yield read_docx(data, source, settings)


def _read_mail(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.mail import attachments, no_letter, read_letter

    letter = read_letter(data, source)
    if letter:
        yield letter
    found = False
    for name, content in attachments(data, source):
        found = True
        yield from _inside(content, name, settings, depth)
    if not letter and not found:
        yield no_letter(source)


def _read_zip(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.archive import members

    found = False
    for member in members(data, source, settings):
        found = True
        if isinstance(member, ReadError):
            yield member
        else:
            yield from _inside(member[1], member[0], settings, depth)
    if not found:
        yield ReadError(source, "empty", "the archive holds no files", "Pack it anew.")


def _inside(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    if depth + 1 > settings.max_depth:
        yield ReadError(source, "too_large", f"archives lie within archives more than {settings.max_depth} deep",
                        "Unpack it, or raise the limit (max_depth).")  # fmt: skip
        return
    yield from read_each(data, source, settings, depth + 1)


def _read_jsonl(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.dumps import read_dump

    yield from read_dump(data, source, "jsonl", settings)


def _read_csv(data: bytes, source: str, settings: ReaderSettings, depth: int) -> Iterator[Document | ReadError]:
    from mou_miner.documents.dumps import read_dump

    yield from read_dump(data, source, "csv", settings)


READERS: dict[str, Reader] = {
    "pdf": _read_pdf,
    "html": _read_html,
    "text": _read_text,
    "markdown": _read_markdown,
    "docx": _read_docx,
    "eml": _read_mail,
    "zip": _read_zip,
    "jsonl": _read_jsonl,
    "csv": _read_csv,
}
"""Who reads which kind of content."""
