"""What the readers hand over, words and blocks without offsets, and the one place where they become a `Document`.

The text is written here, word by word, so every offset exists from the first moment on and none has to be mended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mou_miner.documents.clean import clean
from mou_miner.records import Block, BlockKind, Box, Cell, Document, Language, Page, Word


class PrintedWord(NamedTuple):
    """A word before it has a place in the text. `glued` words follow the one before without a space."""

    text: str
    box: Box | None = None
    bold: bool = False
    confidence: float | None = None
    glued: bool = False
    read_as: str | None = None
    """What OCR read, before anything was corrected."""


@dataclass(slots=True)
class DraftBlock:
    """A block before it has a place in the text; a table row keeps its words by cell."""

    kind: BlockKind
    words: list[PrintedWord] = field(default_factory=list)
    cells: list[list[PrintedWord]] = field(default_factory=list)
    headers: list[str | None] = field(default_factory=list)
    language: Language | None = None
    column: tuple[float, float] | None = None
    """Left and right border of the column it stands in."""
    ends_on: int | None = None
    """The page on which it ends, where that is not the one it begins on."""
    first: bool = False
    last: bool = False
    """Whether it is the first or last of its column on this page: it may carry on, or be carried on."""
    _written: tuple[Any, Any, Any, str] | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The words as they will stand in the text; kept until the block is given other words (a list is never
        changed in place)."""
        known = self._written
        if known and known[0] is self.words and known[1] is self.cells and known[2] is self.kind:
            return known[3]
        cells = self.cells if self.kind == "table_row" else [self.all_words()]
        text = " | ".join(map(join_words, cells))
        self._written = (self.words, self.cells, self.kind, text)
        return text

    def all_words(self) -> list[PrintedWord]:
        """The words in order, whether they stand in cells or not."""
        return [word for cell in self.cells for word in cell] if self.cells else self.words


class Sheet(NamedTuple):
    """The paper of one page, in points."""

    number: int
    width: float
    height: float


@dataclass(slots=True)
class Draft:
    """A document before its text is written."""

    blocks: list[DraftBlock]
    sheets: list[Sheet] = field(default_factory=list)
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date_published: str | None = None
    ocr_pages: tuple[int, ...] = ()
    warnings: list[str] = field(default_factory=list)


def printed(text: str) -> list[PrintedWord]:
    """Return the words of a string that stands on no page."""
    return [PrintedWord(word) for word in clean(text).split(" ") if word]


def join_words(words: Iterable[PrintedWord]) -> str:
    """Return the words with single spaces between them."""
    return "".join([word.text if word.glued else " " + word.text for word in words]).removeprefix(" ")


def sha256(data: bytes) -> str:
    """Return the identity of a document: the digest of its bytes."""
    return hashlib.sha256(data).hexdigest()


class Written(NamedTuple):
    """The text of a draft and everything that points into it."""

    text: str
    blocks: tuple[Block, ...]
    words: tuple[Word, ...]
    pages: tuple[Page, ...]


def write(blocks: Sequence[DraftBlock], sheets: Sequence[Sheet]) -> Written:
    """Return the text of the blocks, one a line, with all offsets."""
    writer = _Writer()
    for block in blocks:
        writer.add(block)
    return Written("".join(writer.parts), tuple(writer.blocks), tuple(writer.words), _pages(writer.words, sheets))


def make_document(draft: Draft, data_id: str, source: str, media_type: str, reader: str) -> Document:
    """Return the document of a draft, with its language and kind worked out from what was written."""
    from mou_miner.documents.kinds import document_kind
    from mou_miner.documents.language import document_language
    from mou_miner.documents.pairing import pair_warnings

    written = write(draft.blocks, draft.sheets)
    document = Document.model_construct(  # all of it was made here: to check every word again takes long
        doc_id=data_id,
        source=source,
        media_type=media_type,
        kind=document_kind(draft, media_type),
        language=document_language(draft.blocks),
        text=written.text,
        blocks=written.blocks,
        title=draft.title,
        publisher=draft.publisher,
        author=draft.author,
        date_published=draft.date_published,
        pages=written.pages,
        words=written.words,
        ocr_pages=draft.ocr_pages,
        warnings=tuple(dict.fromkeys(draft.warnings)),
        reader=reader,
    )
    differing = pair_warnings(document)
    return document.model_copy(update={"warnings": (*document.warnings, *differing)}) if differing else document


class _Writer:
    """The text so far; it grows by whole words."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.words: list[Word] = []

    def add(self, block: DraftBlock) -> None:
        words = [word for word in block.all_words() if word.text]
        if not words:
            return
        if self.length:
            self._put("\n")
        start = self.length
        cells = self._cells(block) if block.cells else self._plain(block)
        self.blocks.append(
            Block(
                start=start,
                end=self.length,
                kind=block.kind,
                language=block.language,
                page=next((word.box.page for word in words if word.box), None),
                cells=cells,
                confidence=_mean([word.confidence for word in words if word.confidence is not None]),
            )
        )

    @property
    def last(self) -> str:
        return self.parts[-1] if self.parts else "\n"

    def _plain(self, block: DraftBlock) -> tuple[Cell, ...]:
        self._line(block.words)
        return ()

    def _cells(self, block: DraftBlock) -> tuple[Cell, ...]:
        """Write the cells of a row with bars between them, and the lines of a signature with spaces only."""
        cells: list[Cell] = []
        headers = [*block.headers, *([None] * len(block.cells))]
        for number, words in enumerate(block.cells):
            if number and block.kind == "table_row":
                self._put("|" if self.last == "\n" else " |")
            if words and number and self.last != "\n":
                self._put(" ")
            start = self.length
            self._line(words)
            cells.append(Cell(start=start, end=self.length, header=headers[number]))
        return tuple(cells)

    def _line(self, words: Sequence[PrintedWord]) -> None:
        parts, placed, length = self.parts, self.words, self.length
        first = True
        for text, box, _, confidence, glued, read_as in words:
            if not text:
                continue
            if not first and not glued:
                parts.append(" ")
                length += 1
            first = False
            start = length
            parts.append(text)
            length += len(text)
            if box:
                placed.append(Word(start, length, box, confidence, None if read_as == text else read_as))
        self.length = length

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _pages(words: Sequence[Word], sheets: Sequence[Sheet]) -> tuple[Page, ...]:
    """Return every page with its stretch of the text; a page without words has an empty one where it would stand.

    The end of a sentence that ran over the page end stands with its beginning: only its boxes tell the other page.
    """
    starts: dict[int, list[Word]] = {}
    for word in words:
        starts.setdefault(word.box.page, []).append(word)
    pages, last = [], 0
    for sheet in sheets:
        own = [word for word in starts.get(sheet.number, []) if word.start >= last]
        start, end = (own[0].start, own[-1].end) if own else (last, last)
        pages.append(Page(number=sheet.number, start=start, end=end, width=sheet.width, height=sheet.height))
        last = end
    return tuple(pages)
