"""Printed pages put into blocks in reading order: furniture apart, tables by row, columns one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mou_miner.documents.columns import Region, read_regions
from mou_miner.documents.drafts import DraftBlock, PrintedWord, Sheet
from mou_miner.documents.furniture import part_furniture
from mou_miner.documents.language import tag_languages, vote
from mou_miner.documents.lines import Line, is_article_heading, lines_of
from mou_miner.documents.paragraphs import read_blocks
from mou_miner.documents.repair import join_lines, mend
from mou_miner.documents.sections import mark_sections
from mou_miner.documents.signatures import part_signatures
from mou_miner.documents.tables import Grid, open_tables, table_blocks, take_tables
from mou_miner.records import UNREAD_KINDS

_SENTENCE_END = (".", "!", "?", ":", ";", ".”", '."', ".)")


def lay_out(
    pages: Sequence[Sequence[PrintedWord]],
    sheets: Sequence[Sheet],
    grids: Sequence[Sequence[Grid]],
    ordered: Mapping[int, Sequence[Region]] | None = None,
) -> list[DraftBlock]:
    """Return the blocks of a document in reading order, page by page.

    `ordered` gives, by page number, the regions of pages whose order is known already (OCR finds its own).
    """
    parted = part_furniture(pages, sheets)
    carried: list[str | None] | None = None
    result: list[DraftBlock] = []
    prior: float | None = None
    for part, sheet, page_grids in zip(parted, sheets, grids, strict=True):
        if ordered and sheet.number in ordered:
            body, carried = _ordered_blocks(ordered[sheet.number], part.body), None
        else:
            body, carried = _page_blocks(part.body, sheet, page_grids, carried, prior)
        prior = _gutter_of(body, sheet)
        _append_page(result, body, part.furniture)
    result = mend(_join_loose(result))
    mark_sections(result)
    tag_languages(result)
    return result


def _ordered_blocks(regions: Sequence[Region], body: Sequence[PrintedWord]) -> list[DraftBlock]:
    """Return the blocks of regions in their order, without the words that were found to be furniture."""
    kept = {id(word) for word in body}
    blocks: list[DraftBlock] = []
    for region in regions:
        lines = [Line(words) for line in region.lines if (words := [w for w in line.words if id(w) in kept])]
        text, signed = part_signatures(lines, region.right)
        if text:
            blocks.extend(read_blocks(region._replace(lines=text)))
        blocks.extend(signed)
    return blocks


def _page_blocks(
    words: Sequence[PrintedWord],
    sheet: Sheet,
    grids: Sequence[Grid],
    carried: list[str | None] | None,
    prior: float | None,
) -> tuple[list[DraftBlock], list[str | None] | None]:
    """Return the body of a page, and the header names of a table that may run on over the page."""
    rest, tables = take_tables(words, grids)
    blocks: list[DraftBlock] = []
    names = None
    for table in tables:
        above = [word for word in rest if word.box and word.box.top < table.outline.top]
        rest = [word for word in rest if not (word.box and word.box.top < table.outline.top)]
        before = _band(above, sheet, prior)
        if before:
            carried = None
        blocks.extend(before)
        rows, names = table_blocks(table.rows, carried)
        carried = names
        blocks.extend(rows)
    after = _band(rest, sheet, prior)
    return [*blocks, *after], None if after or not tables else names


def _band(words: Sequence[PrintedWord], sheet: Sheet, prior: float | None) -> list[DraftBlock]:
    """Return the blocks of a stretch of page that holds no ruled table."""
    text, signed = part_signatures(lines_of(words), sheet.width)
    blocks: list[DraftBlock] = []
    done = 0
    for table in open_tables(text):
        blocks.extend(_text_blocks(text[done : table.first], sheet, prior))
        blocks.extend(table_blocks(table.rows, None)[0])
        done = table.last
    return [*blocks, *_text_blocks(text[done:], sheet, prior), *signed]


def _text_blocks(lines: Sequence[Line], sheet: Sheet, prior: float | None) -> list[DraftBlock]:
    return [block for region in read_regions(lines, 0.0, sheet.width, prior=prior) for block in read_blocks(region)]


def _append_page(result: list[DraftBlock], body: list[DraftBlock], furniture: list[DraftBlock]) -> None:
    """Add a page: what stands at its top first, its body, what stands at its foot last."""
    head = [block for block in furniture if block.kind == "header"]
    foot = [block for block in furniture if block.kind != "header"]
    result.extend([*head, *body, *foot])


def _gutter_of(blocks: Sequence[DraftBlock], sheet: Sheet) -> float | None:
    """Return where the gutter runs at the foot of a page, if its last column is a right one."""
    column = next((block.column for block in reversed(blocks) if block.column), None)
    return column[0] if column and column[0] > 0 and column[1] >= sheet.width - 1 else None


def _join_loose(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    """Return the blocks with sentences that the end of a column or page broke made whole, where they begin."""
    result: list[DraftBlock] = []
    for block in blocks:
        begun = next((other for other in _candidates(result, block) if _carries_on(other, block)), None)
        if begun is None:
            result.append(block)
            continue
        begun.words = join_lines([begun.words, block.words])
        begun.last = block.last
        begun.ends_on, begun.column = _page(block), block.column
    return result


def _candidates(result: Sequence[DraftBlock], block: DraftBlock) -> Iterator[DraftBlock]:
    """Yield the blocks this one may carry on: the one read before it, then the same column's on the page before, or on
    the one before that, as where the languages take pages in turn."""
    if not block.first:
        return
    page = _page(block)
    read = (other for other in reversed(result) if other.kind not in UNREAD_KINDS)
    before = next(read, None)
    if before and before.last:
        yield before
    for other in read:
        on = other.ends_on or _page(other)
        if page is None or on is None or on < page - 2:
            return
        if other.last and on < page and _same_column(other, block):
            yield other


def _same_column(block: DraftBlock, other: DraftBlock) -> bool:
    if not block.column or not other.column:
        return False
    return all(abs(a - b) < 25 for a, b in zip(block.column, other.column, strict=True))


def _page(block: DraftBlock) -> int | None:
    return next((word.box.page for word in block.all_words() if word.box), None)


def _carries_on(block: DraftBlock, following: DraftBlock) -> bool:
    """Return whether the second block goes on with what the first, at the end of a column or page, broke off."""
    if block.kind == "heading" and len(block.words) <= 3 and is_article_heading(block.text):
        return following.kind in ("paragraph", "heading") and _is_topic(following)
    if block.kind not in ("paragraph", "list_item") or following.kind != "paragraph":
        return False
    last, first = block.words[-1].text, following.words[0].text
    if last.endswith(_SENTENCE_END) or (first[0].isupper() and not last.endswith((",", "-", "\u00ad"))):
        return False
    languages = {vote(block.text), vote(following.text)}
    return not {"id", "en"} <= languages


def _is_topic(block: DraftBlock) -> bool:
    text = block.text
    return len(block.words) <= 8 and text[0].isupper() and text[-1] not in ".;:," and not is_article_heading(text)
