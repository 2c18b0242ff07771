"""Ruled tables: their cells by geometry, their words by place, the header of each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from mou_miner.documents.columns import find_gutter
from mou_miner.documents.drafts import DraftBlock, PrintedWord, join_words
from mou_miner.documents.language import vote
from mou_miner.documents.lines import MARKER, Line, em_of, lines_of
from mou_miner.documents.repair import join_lines


class Rectangle(NamedTuple):
    """Left, top, right and bottom in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Grid:
    """A ruled grid: rows of cells, None where a cell is merged into its neighbour."""

    outline: Rectangle
    rows: list[list[Rectangle | None]]


class Table(NamedTuple):
    """A table with its words: rows of cells, each cell a list of words."""

    outline: Rectangle
    rows: list[list[list[PrintedWord]]]


def take_tables(words: Sequence[PrintedWord], grids: Sequence[Grid]) -> tuple[list[PrintedWord], list[Table]]:
    """Return the words outside all tables, and the tables from top to bottom.

    A grid around one cell, or around two columns of running text (a bilingual text set in a grid), is no table.
    """
    rest = list(words)
    tables: list[Table] = []
    for grid in sorted(grids, key=lambda g: g.outline.top):
        rows = [[_inside(rest, cell) for cell in row] for row in grid.rows]
        rows = [row for row in rows if any(row)]
        if not _is_table(rows):
            continue
        taken = {id(word) for row in rows for cell in row for word in cell}
        rest = [word for word in rest if id(word) not in taken]
        tables.append(Table(grid.outline, [[_cell_words(cell) for cell in row] for row in rows]))
    return rest, tables


Row = Sequence[list[PrintedWord]]


def table_blocks(
    rows: Sequence[Row], carried: list[str | None] | None
) -> tuple[list[DraftBlock], list[str | None] | None]:
    """Return one block per row, and the header names, so that a table that runs on over the page keeps them."""
    columns = max(map(len, rows))
    head = _header_rows(rows)
    names = _names(rows[:head], columns) if head else None
    if names is None and carried and len(carried) == columns:
        names = carried
    blocks = []
    for number, row in enumerate(rows):
        headers = [None] * len(row) if number < head or names is None else names[: len(row)]
        blocks.append(DraftBlock("table_row", cells=list(row), headers=list(headers)))
    return blocks, names


def _inside(words: Sequence[PrintedWord], cell: Rectangle | None) -> list[PrintedWord]:
    if cell is None:
        return []
    return [
        word
        for word in words
        if word.box
        and cell.x0 - 1 <= (word.box.x0 + word.box.x1) / 2 <= cell.x1 + 1
        and cell.top <= (word.box.top + word.box.bottom) / 2 < cell.bottom
    ]


def _cell_words(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    return join_lines([line.words for line in lines_of(words)])


def _is_table(rows: Sequence[Row]) -> bool:
    if len(rows) < 2:
        return False
    filled = [sum(1 for cell in row if cell) for row in rows]
    if max(filled, default=0) < 2:
        return False
    if max(filled) == 2:
        return not _is_bilingual(rows) and median(len(cell) for row in rows for cell in row if cell) < 40
    return True


def _is_bilingual(rows: Sequence[Row]) -> bool:
    """Return whether one column is in one language and another in the other: two texts side by side, not a table."""
    languages = set()
    for column in zip(*[[cell for cell in row if cell] for row in rows if sum(map(bool, row)) == 2], strict=False):
        text = " ".join(join_words(cell) for cell in column)
        languages.add(vote(text))
    return {"id", "en"} <= languages


def _header_rows(rows: Sequence[Row]) -> int:
    """Return how many rows name the columns: short, without figures, unlike the rows below; at most two."""
    if len(rows) < 2 or not _may_name(rows[0]):
        return 0
    first = join_words(rows[0][0])
    if first.rstrip(".").isdigit():
        return 0
    if not rows[1][0] and _are_years(rows[1]):
        return 2
    bold = [all(word.bold for cell in row for word in cell) for row in rows]
    if bold[0] and len(rows) > 2 and bold[1] and not all(bold) and _may_name(rows[1]):
        return 2
    if any(not cell for cell in rows[0]) and len(rows) > 2 and not rows[1][0] and _may_name(rows[1]):
        return 2
    return 1


def _are_years(row: Row) -> bool:
    texts = [join_words(cell) for cell in row if cell]
    return len(texts) >= 2 and all(re.fullmatch(r"(?:19|20)\d\d", text) for text in texts)


def _may_name(row: Row) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) >= 2 and all(len(cell) <= 8 for cell in filled) and not all(
        join_words(cell).replace(".", "").isdigit() for cell in filled
    )  # fmt: skip


def _names(rows: Sequence[Row], columns: int) -> list[str | None]:
    names: list[str | None] = []
    for column in range(columns):
        parts = []
        for row in rows:
            text = join_words(row[column]) if column < len(row) else ""
            if not text and row is rows[0] and len(rows) > 1:
                text = next((join_words(row[c]) for c in range(min(column, len(row) - 1), -1, -1) if row[c]), "")
                if not (column < len(rows[1]) and rows[1][column]):
                    text = ""
            if text:
                parts.append(text)
        names.append(" ".join(parts) or None)
    return names


class OpenTable(NamedTuple):
    """A table without rules: the lines `first` to `last` (exclusive) of a stretch of page, and its rows."""

    first: int
    last: int
    rows: list[list[list[PrintedWord]]]


def open_tables(lines: Sequence[Line]) -> list[OpenTable]:
    """Return the tables that lines form without rules: three columns or more of short entries in shared rows."""
    tables: list[OpenTable] = []
    number = 0
    while number < len(lines):
        last = _run_end(lines, number)
        rows = _open_rows(lines[number:last]) if last - number >= 3 else None
        if rows and _in_columns(lines, number, last):
            rows = None
        if rows:
            tables.append(OpenTable(number, last, rows))
        number = last if rows else number + 1
    return tables


def _in_columns(lines: Sequence[Line], first: int, last: int) -> bool:
    """Return whether the lines are short items beside each other in two columns of text that go on above or below."""
    gutter = find_gutter(lines, 0.0, max(line.x1 for line in lines) + 20)
    return bool(gutter and gutter.first <= first < gutter.last and gutter.last - gutter.first > last - first + 4)


def _run_end(lines: Sequence[Line], first: int) -> int:
    """Return where a run of lines of three entries or more ends; lines that go on with an entry may lie between."""
    last = number = first
    while number < len(lines):
        line = lines[number]
        near = number == first or line.top - lines[number - 1].top < 2.6 * line.height
        if not near or (line.entries < 3 and number - last > 2):
            break
        number += 1
        if line.entries >= 3:
            last = number
    return max(last, first + 1)


def _open_rows(lines: Sequence[Line]) -> list[list[list[PrintedWord]]] | None:
    words = [word for line in lines for word in line.words]
    edges = _white_strips(words, em_of(words))
    if len(edges) < 2:
        return None
    borders = [-1.0, *edges, 1e6]
    rows = [
        [[w for w in line.words if w.box and a <= (w.box.x0 + w.box.x1) / 2 < b] for a, b in pairwise(borders)]
        for line in lines
    ]
    cells = [cell for row in rows for cell in row if cell]
    shared = sum(1 for row in rows if sum(map(bool, row)) >= 3)
    columns = list(zip(*rows, strict=True))
    marked = sum(1 for column in columns if sum(_is_marker(cell) for cell in column) > 0.3 * len(column))
    languages = {vote(" ".join(join_words(cell) for cell in column)) for column in columns}
    if shared < 0.6 * len(rows) or median(len(cell) for cell in cells) > 3 or marked > 1 or {"id", "en"} <= languages:
        return None
    return _rows_by_first_cell(rows)


def _is_marker(cell: Sequence[PrintedWord]) -> bool:
    return bool(cell) and bool(MARKER.fullmatch(cell[0].text))


def _white_strips(words: Sequence[PrintedWord], em: float) -> list[float]:
    """Return the centres of the vertical strips that no word touches, at least an em wide."""
    spans = sorted((word.box.x0, word.box.x1) for word in words if word.box)
    strips, reach = [], spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - reach >= 0.8 * em:
            strips.append((reach + x0) / 2)
        reach = max(reach, x1)
    return strips


def _rows_by_first_cell(rows: Sequence[list[list[PrintedWord]]]) -> list[list[list[PrintedWord]]]:
    """Return the rows with lines that carry on an entry put into the row above: their first cell is empty."""
    merged: list[list[list[PrintedWord]]] = []
    for row in rows:
        if merged and not row[0] and sum(map(bool, row)) < len(row):
            merged[-1] = [
                join_lines([above, below]) if below else above for above, below in zip(merged[-1], row, strict=True)
            ]
        else:
            merged.append([list(cell) for cell in row])
    return merged
