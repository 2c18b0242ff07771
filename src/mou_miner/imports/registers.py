"""An office's own register of partnerships: each row becomes a document, each cell a claim that rests on its words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mou_miner.dates import first_day, last_day
from mou_miner.errors import ImportFileError
from mou_miner.imports import values
from mou_miner.imports.headers import COLUMNS, NEEDED, guess_columns, header_row, type_word
from mou_miner.imports.linking import Linked, Places
from mou_miner.imports.rejects import PROBLEM
from mou_miner.imports.sheets import Sheet, read_sheet
from mou_miner.records import Block, Claim, Document, Extraction, Origin, Party, Span

CONFIDENCE = 0.99
"""An office's own register is believed as much as several sources together, and less than a person who looked."""

FindScopes = Callable[[str], Sequence[tuple[int, int, str]]]
"""From a text to the stretches of it that name a field of cooperation, with its code."""


class Register(NamedTuple):
    """A register file as it was understood: its columns by our fields, and the rows below the headers."""

    path: Path
    header: list[str]
    columns: dict[str, int]
    rows: list[tuple[int, list[str]]]
    delimiter: str


class Row(NamedTuple):
    """What became of a row: what it says, or what is wrong with it; notes are for the person who imports."""

    line: int
    cells: list[str]
    extraction: Extraction | None
    problem: str | None
    notes: tuple[str, ...] = ()


def read_register(path: Path, columns: Mapping[str, str] | None = None) -> Register:
    """Return the register of a file; `columns` says which header holds which of our fields, over what is guessed.

    Raises ImportFileError where the file cannot be read or names no columns for both parties.
    """
    sheet: Sheet = read_sheet(path)
    table = [row for _, row in sheet.rows]
    start = _start(table, dict(columns or {}))
    if start is None:
        shown = ", ".join(repr(cell) for cell in (table[0] if table else [])[:12])
        raise ImportFileError(
            path, 1, f"no row of headers names both parties (found {shown or 'nothing'}). "
            "Say which columns hold them with --column indonesian=HEADER --column partner=HEADER",
        )  # fmt: skip
    header = table[start]
    found = guess_columns(header)
    for field, name in (columns or {}).items():
        found = {other: place for other, place in found.items() if place != _place(path, header, field, name)}
        found[field] = _place(path, header, field, name)
    return Register(path, header, found, sheet.rows[start + 1 :], sheet.delimiter)


def _start(table: Sequence[Sequence[str]], columns: Mapping[str, str]) -> int | None:
    wanted = {name.casefold() for name in columns.values()}
    for number, row in enumerate(table[:50]):
        if wanted and wanted <= {cell.casefold() for cell in row} and NEEDED[0] in {*columns, *guess_columns(row)}:
            return number
    return header_row(table[:50])


def _place(path: Path, header: Sequence[str], field: str, name: str) -> int:
    if field not in COLUMNS:
        raise ImportFileError(path, 1, f"'{field}' is none of our fields; they are {', '.join(COLUMNS)}")
    lowered = [cell.casefold() for cell in header]
    if name.casefold() not in lowered:
        raise ImportFileError(path, 1, f"there is no column '{name}'; there are {', '.join(filter(None, header))}")
    return lowered.index(name.casefold())


def read_rows(register: Register, places: Places, find_scopes: FindScopes) -> Iterator[Row]:
    """Yield each row with what it says; a row that cannot be used has a problem that names line and field."""
    version = hashlib.sha256(register.path.read_bytes()).hexdigest()[:12]
    origin = Origin(kind="import", name=register.path.name, version=version)
    keys: dict[str, int] = {}
    for line, cells in register.rows:
        try:
            extraction = _RowReader(register, line, cells, places, find_scopes, origin).read()
        except ValueError as error:
            yield Row(line, cells, None, str(error))
            continue
        key = extraction.claims[0].on
        notes = [f"tells of the same partnership as line {keys[key]}; both are kept"] if key in keys else []
        keys.setdefault(key, line)
        yield Row(line, cells, extraction, None, (*notes, *extraction.document.warnings))


class _RowReader:
    """Reads one row; a problem is a ValueError that names the column."""

    def __init__(
        self, register: Register, line: int, cells: Sequence[str], places: Places, find_scopes: FindScopes,
        origin: Origin,
    ) -> None:  # fmt: skip
        self._register, self._line, self._places = register, line, places
        self._find_scopes, self._origin = find_scopes, origin
        self._cells = {
            name: cell
            for name, cell in zip(register.header, [*cells, *[""] * len(register.header)], strict=False)
            if cell and name != PROBLEM
        }
        self._warnings: list[str] = []
        self._text, self._spans = self._write()
        self._claims: list[Claim] = []

    def read(self) -> Extraction:
        indonesian, partner = self._parties()
        self._doc_id = self._digest()
        on = f"{indonesian.name}|{partner.name}|{partner.country or '??'}|{partner.level}"
        both = [self._span("indonesian"), self._span("partner")]
        details = {name: party.model_dump(mode="json") for name, party in (("indonesian_party", indonesian), ("partner", partner))}  # fmt: skip
        self._claim("partnership", on, on, both, details=details)
        self._plain(on, "form", "form", values.read_form)
        self._plain(on, "stage", "stage", values.read_stage)
        self._scopes(on)
        self._instrument(on)
        return self._extraction()

    # ------------------------------------------------------------------ the document

    def _write(self) -> tuple[str, dict[str, Span]]:
        lines, spans, at = [], {}, 0
        for name, cell in self._cells.items():
            shown = " ".join(cell.split())
            start = at + len(name) + 2
            spans[name] = Span(start, start + len(shown))
            lines.append(f"{name}: {shown}")
            at += len(lines[-1]) + 1
        return "\n".join(lines), spans

    def _digest(self) -> str:
        plain = json.dumps(self._cells, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(f"register row\n{plain}".encode()).hexdigest()

    def _extraction(self) -> Extraction:
        blocks, at = [], 0
        for line in self._text.split("\n"):
            blocks.append(Block(start=at, end=at + len(line), kind="table_row", language="id"))
            at += len(line) + 1
        document = Document(
            doc_id=self._doc_id,
            source=f"{self._register.path.name}#{self._line}",
            media_type="text/csv",
            kind="report",
            language="id",
            text=self._text,
            blocks=tuple(blocks),
            title=self._cell("title"),
            publisher=self._register.path.name,
            warnings=tuple(self._warnings),
            reader="register 1",
        )
        return Extraction(document=document, claims=tuple(self._claims), partnerships=())

    # ------------------------------------------------------------------ cells

    def _header(self, field: str) -> str:
        return self._register.header[self._register.columns[field]] if field in self._register.columns else ""

    def _cell(self, field: str) -> str | None:
        return self._cells.get(self._header(field))

    def _span(self, field: str) -> Span:
        return self._spans[self._header(field)]

    def _read(self, field: str, read: Callable[[str], Any]) -> Any:
        """Return the field's value, None where the cell is empty; a ValueError names the column."""
        cell = self._cell(field)
        if cell is None or cell in {"-", "–", "n/a", "N/A"}:
            return None
        try:
            return read(cell)
        except ValueError as error:
            raise ValueError(f"column '{self._header(field)}': {error}") from error

    def _claim(self, field: Any, value: Any, on: str, spans: Sequence[Span], **more: Any) -> None:
        self._claims.append(
            Claim(
                doc_id=self._doc_id, field=field, value=value, on=on, spans=tuple(spans), origin=self._origin,
                confidence=CONFIDENCE, **more,
            )
        )  # fmt: skip

    def _plain(self, on: str, field: Any, column: str, read: Callable[[str], Any]) -> Any:
        value = self._read(column, read)
        if value is not None:
            self._claim(field, value, on, [self._span(column)])
        return value

    # ------------------------------------------------------------------ what they say

    def _parties(self) -> tuple[Party, Party]:
        for field in NEEDED:
            if self._cell(field) is None:
                raise ValueError(f"column '{self._header(field)}' is empty: a partnership has two parties")
        word = type_word(self._header("indonesian"))
        indonesian: Linked = self._read("indonesian", lambda cell: self._places.indonesian(cell, word))
        country = self._read("country", self._places.country)
        partner: Linked = self._read(
            "partner", lambda cell: self._places.partner(cell, country, indonesian.party.level)
        )
        self._warnings += [note for linked in (indonesian, partner) for note in linked.notes]
        return indonesian.party, partner.party

    def _scopes(self, on: str) -> None:
        cell = self._cell("scopes")
        if cell is None:
            return
        span, found = self._span("scopes"), set()
        text = self._text[span.start : span.end]
        for start, end, code in self._find_scopes(text):
            if code not in found:
                self._claim("scope", code, on, [Span(span.start + start, span.start + end)])
            found.add(code)
        if not found:
            self._warnings.append(
                f"column '{self._header('scopes')}': no field of cooperation is known in {cell[:60]!r}"
            )

    def _instrument(self, on: str) -> None:
        told = [
            name
            for name in ("instrument", "number", "date_signed", "valid_years", "expires", "title")
            if self._cell(name)
        ]
        if not told:
            return
        kind = self._read("instrument", values.read_kind) or self._kind_of_title()
        paper = f"{on}#{kind}:1"
        self._claim("instrument", kind, paper, [self._span(told[0])])
        self._plain(paper, "title", "title", str)
        self._plain(paper, "number", "number", str)
        signed = self._plain(paper, "date_signed", "date_signed", values.read_date)
        self._plain(paper, "place_signed", "place_signed", str)
        years = self._plain(paper, "valid_years", "valid_years", values.read_years)
        expires = self._read("expires", values.read_date)
        if expires is not None and signed is not None:
            self._term(paper, signed, expires, years)
        for side in ("indonesia", "partner"):
            name = self._cell(f"signatory_{side}")
            if name:
                self._claim("signatory", name, paper, [self._span(f"signatory_{side}")], details={"side": side})

    def _kind_of_title(self) -> str:
        try:
            return values.read_kind(self._cell("title") or "")
        except ValueError:
            return "other"

    def _term(self, paper: str, signed: str, expires: str, years: float | None) -> None:
        """Make the term of signing and expiry, where no column tells it; an end before the beginning is a problem."""
        if last_day(expires) < first_day(signed):
            raise ValueError(f"column '{self._header('expires')}': {expires} lies before the signing on {signed}")
        if years is None:
            told = round((last_day(expires) - last_day(signed)).days / 365.25, 1)
            if told > 0:
                self._claim("valid_years", told, paper, [self._span("expires")])
