"""Tables from CSV and Excel files as rows of text, and rejected rows in the same form."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from mou_miner.documents.decoding import decode
from mou_miner.errors import ImportFileError, SettingsError
from mou_miner.imports.rejects import PROBLEM

MOST_ROWS = 200_000


class Sheet(NamedTuple):
    """The rows of a table as text, each with the number it has in the file, and what stands between the cells of CSV."""

    rows: list[tuple[int, list[str]]]
    delimiter: str


def read_sheet(path: Path) -> Sheet:
    """Return the rows of a .csv, .tsv or .xlsx file. Raises ImportFileError where it cannot be read."""
    try:
        if path.suffix.lower() == ".xlsx":
            return _read_xlsx(path)
        return _read_csv(path)
    except OSError as error:
        raise ImportFileError(path, 1, f"the file cannot be read ({error.strerror}). Mend the path") from error


def write_sheet(path: Path, header: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], delimiter: str) -> None:
    """Write rows with what is wrong with each in a last column, in the form that the path's ending names."""
    names = [name for name in header if name != PROBLEM]
    table = [[*names, PROBLEM], *([*_cut(row, header), problem] for row, problem in rows)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".xlsx":
            _write_xlsx(path, table)
            return
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(table)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}). Name another with --rejects FILE."
        ) from error


def _cut(row: Sequence[str], header: Sequence[str]) -> list[str]:
    padded = [*row, *[""] * (len(header) - len(row))]
    return [cell for name, cell in zip(header, padded, strict=False) if name != PROBLEM]


def _read_csv(path: Path) -> Sheet:
    text = decode(path.read_bytes()).removeprefix("\ufeff").replace("\x00", "")
    lines = [line for line in text.split("\n")[:20] if line.strip()]
    delimiter = max(",;\t", key=lambda mark: sum(line.count(mark) for line in lines))
    csv.field_size_limit(10_000_000)
    rows, reader = [], csv.reader(StringIO(text), delimiter=delimiter)
    try:
        for row in reader:
            rows.append((reader.line_num, [cell.strip() for cell in row]))
            _check_length(path, rows)
    except csv.Error as error:
        raise ImportFileError(path, reader.line_num, f"cannot be read as CSV ({error})") from error
    return Sheet([row for row in rows if any(row[1])], delimiter)


def _read_xlsx(path: Path) -> Sheet:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise ImportFileError(path, 1, "is no Excel file (.xlsx). Save it anew from your program") from error
    try:
        rows: list[tuple[int, list[str]]] = []
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            rows.append((number, [_text(cell) for cell in row]))
            _check_length(path, rows)
        return Sheet([row for row in rows if any(row[1])], ",")
    finally:
        book.close()


def _check_length(path: Path, rows: Sequence[object]) -> None:
    if len(rows) > MOST_ROWS:
        raise ImportFileError(path, len(rows), f"has more than {MOST_ROWS} rows. Split the file")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _write_xlsx(path: Path, table: Sequence[Sequence[str]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("rejects")
    for row in table:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
            # As text, whatever it looks like: a cell that begins with '=' is no formula of ours.
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)
