"""Plain text: hard-wrapped lines put together, columns by their white space, tables by tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mou_miner.documents.clean import clean_characters, squash
from mou_miner.documents.columns import read_regions
from mou_miner.documents.decoding import decode
from mou_miner.documents.drafts import Draft, DraftBlock, PrintedWord, make_document, printed, sha256
from mou_miner.documents.language import tag_languages
from mou_miner.documents.lines import is_article_heading, is_capitals, lines_of
from mou_miner.documents.noise import is_noise, mark_noise
from mou_miner.documents.paragraphs import read_blocks
from mou_miner.documents.published import date_line
from mou_miner.documents.repair import mend
from mou_miner.documents.sections import LETTERHEAD, mark_references, mark_title, title_of
from mou_miner.documents.signatures import mark_stacked, part_signatures
from mou_miner.documents.tables import table_blocks
from mou_miner.errors import ReadError
from mou_miner.records import Box, Document

PITCH, LETTER, HEIGHT = 12.0, 5.0, 12.0
"""Points that a line and a letter of plain text take up when it is laid out like a page."""

_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])")
_RULE = re.compile(r"[\s_=*~.-]{3,}")


def read_text(data: bytes, source: str) -> Document:
    """Return the document of a plain text; raise `ReadError` where it holds no letters."""
    text = _EMPHASIS.sub(r"\1", clean_characters(decode(data)))
    if not any(map(str.isalpha, text)):
        raise ReadError(source, "no_text", "the file holds no words", "Check that it is the right file.")
    return make_document(plain_draft(text), sha256(data), source, "text/plain", "plain text 1")


def plain_draft(text: str) -> Draft:
    """Return the draft of a plain text."""
    lines = [line.rstrip() for line in text.split("\n")]
    blocks = mend(_blocks(lines))
    for block in blocks:
        block.column = None
    mark_references(blocks)
    _mark_fields(blocks)
    _mark_headline(blocks)
    mark_title(blocks)
    mark_noise(blocks)
    mark_stacked(blocks)
    tag_languages(blocks)
    return Draft(blocks, title=title_of(blocks), date_published=_published(blocks))


def _blocks(lines: Sequence[str]) -> list[DraftBlock]:
    """Return the blocks: tables apart, each line a paragraph where lines are not wrapped, else laid out like a page."""
    blocks: list[DraftBlock] = []
    wrapped = _is_wrapped(lines)
    waiting: list[str] = []
    for kind, part in _stretches(lines):
        if kind == "table":
            blocks.extend(_laid_out(waiting, wrapped))
            blocks.extend(_table([line.split("\t") for line in part]))
            waiting = []
        else:
            waiting.extend(part)
    return [*blocks, *_laid_out(waiting, wrapped)]


def _stretches(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the lines as runs of table rows (two or more lines with tabs between entries) and of other lines."""
    runs: list[tuple[str, list[str]]] = []
    for line in lines:
        kind = "table" if "\t" in line.strip("\t ") else "text"
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(line)
        else:
            runs.append((kind, [line]))
    return [("text" if len(part) < 2 else kind, part) for kind, part in runs]


def _table(rows: Sequence[Sequence[str]]) -> list[DraftBlock]:
    cells = [[printed(cell) for cell in row] for row in rows if any(map(str.strip, row))]
    return table_blocks(cells, None)[0] if cells else []


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Return whether the lines are broken at a fixed width rather than at the end of paragraphs."""
    sizes = [len(line) for line in lines if line.strip()]
    long = sum(size > 130 for size in sizes)
    return bool(sizes) and long <= 0.04 * len(sizes)


def _laid_out(lines: Sequence[str], wrapped: bool) -> list[DraftBlock]:
    if not wrapped:
        return [block for line in lines if line.strip() for block in _laid_out([" ".join(line.split())], True)]
    words = _placed(lines)
    if not words:
        return []
    width = max(word.box.x1 for word in words if word.box)
    text, signed = part_signatures(lines_of(words), width)
    blocks: list[DraftBlock] = []
    for region in read_regions(text, 0.0, width):
        blocks.extend(read_blocks(region._replace(right=max(region.right, min(width, region.column[1])))))
    return [_unplaced(block) for block in (*blocks, *signed) if not _RULE.fullmatch(block.text)]


def _placed(lines: Sequence[str]) -> list[PrintedWord]:
    """Return the words with boxes as if each letter took the same room on a page."""
    words = []
    for row, line in enumerate(lines):
        for found in re.finditer(r"\S+", line.expandtabs(8)):
            top = row * PITCH
            box = Box(1, found.start() * LETTER, top, found.end() * LETTER, top + HEIGHT)
            words.append(PrintedWord(found[0], box))
    return words


def _unplaced(block: DraftBlock) -> DraftBlock:
    """Return the block without the boxes, which stand for no place on paper."""
    block.words = [word._replace(box=None) for word in block.words]
    block.cells = [[word._replace(box=None) for word in cell] for cell in block.cells]
    return block


def _mark_headline(blocks: Sequence[DraftBlock]) -> None:
    """Set as title the first line where it is a headline: short, no sentence, followed by running text."""
    for block in blocks[:4]:
        text = block.text
        if is_noise(text) or _FIELD.match(text) or date_line(text) or LETTERHEAD.match(text):
            continue
        if is_article_heading(text) or block.kind == "table_row" or len(block.words) > 30:
            return
        if (
            block.kind in ("paragraph", "heading")
            and text[-1] not in ".:;,"
            and len(block.words) >= 3
            and not is_capitals(text)
        ):
            block.kind = "title"
            return
        if block.kind == "heading" or is_capitals(text):
            return


_FIELD = re.compile(r"[A-Z][\w ]{2,20}:\s|\[|<")


def _mark_fields(blocks: Sequence[DraftBlock]) -> None:
    """Set as noise the lines `SLUG: ...` that a news wire puts above its headline."""
    fields = []
    for block in blocks:
        if not re.match(r"[A-Z]{4,}:\s", block.text):
            break
        fields.append(block)
    for block in fields if len(" ".join(block.text for block in fields).split(": ")) > 2 else []:
        block.kind = "noise"


def _published(blocks: Sequence[DraftBlock]) -> str | None:
    """Return the date of the date line near the head, or else of the sign-off at the end."""
    head = [block.text for block in blocks[:6] if len(block.text) < 120]
    tail = [block.text for block in blocks[-3:] if block.kind == "noise" or re.fullmatch(r"\(.*\)", block.text)]
    return next((iso for iso in map(date_line, [*head, *tail]) if iso), None)


def same_text(left: str, right: str) -> bool:
    """Return whether two lines say the same, whatever their case and marks."""
    return squash(left) == squash(right)
