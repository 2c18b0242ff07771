"""From a file to documents: what it is, what it says, and where each word stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mou_miner.documents.sniff import Unsupported, sniff
from mou_miner.documents.walking import walk
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

Reader = Callable[[bytes, str, ReaderSettings], Iterator[Document]]

__all__ = ["READERS", "Reader", "read", "walk"]


def read(data: bytes, source: str, settings: ReaderSettings) -> Iterator[Document]:
    """Yield the documents that the bytes hold: one for most files, several for dumps, mails and archives.

    What they are is told by the bytes, and by the name only where the bytes leave it open. Raises `ReadError` with
    code, cause and remedy where nothing can be read.
    """
    if not data.strip():
        raise ReadError(source, "empty", "the file is empty", "Fetch it again; the download may have been cut off.")
    if len(data) > settings.max_bytes:
        raise ReadError(source, "too_large", f"the file has {len(data):,} bytes, the limit is {settings.max_bytes:,}",
                        "Split it, or raise the limit (max_bytes).")  # fmt: skip
    content = sniff(data, source)
    if isinstance(content, Unsupported):
        named = f" although its name ends in '{ending}'" if (ending := _ending(source)) in _READ_ENDINGS else ""
        raise ReadError(source, "unsupported", f"this is {content.name}{named}", content.remedy)
    for document in READERS[content](data, source, settings):
        if len(document.text) > settings.max_characters:
            raise ReadError(
                document.source, "too_large",
                f"the text has {len(document.text):,} characters, the limit is {settings.max_characters:,}",
                "Split the document, or raise the limit (max_characters).",
            )  # fmt: skip
        yield document


_READ_ENDINGS = frozenset({".pdf", ".html", ".htm", ".txt", ".md", ".docx", ".eml", ".zip", ".jsonl", ".csv"})


def _ending(source: str) -> str:
    name = source.split("?")[0].rsplit("/", 1)[-1]
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _read_pdf(data: bytes, source: str, settings: ReaderSettings) -> Iterator[Document]:
    from mou_miner.documents.pdfdocument import read_pdf

    yield read_pdf(data, source, settings)


def _read_html(data: bytes, source: str, settings: ReaderSettings) -> Iterator[Document]:
    from mou_miner.documents.web import read_html

    yield read_html(data, source)


def _read_text(data: bytes, source: str, settings: ReaderSettings) -> Iterator[Document]:
    from mou_miner.documents.plain import read_text

    yield read_text(data, source)


def _read_markdown(data: bytes, source: str, settings: ReaderSettings) -> Iterator[Document]:
    from mou_miner.documents.markdown import read_markdown

    yield read_markdown(data, source)


READERS: dict[str, Reader] = {
    "pdf": _read_pdf,
    "html": _read_html,
    "text": _read_text,
    "markdown": _read_markdown,
}
"""Who reads which kind of content."""
