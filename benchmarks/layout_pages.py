"""Two-column bilingual pages drawn by script, with the text as it is to be read: for benchmarks/layout.py and the tests.

A design says how a memorandum is set; its text comes from pages/layout_memos.yaml. The same page can be written to the
file column by column or line by line, as word processors and other programs do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, NamedTuple

import reportlab
import srsly
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MEMOS = Path(__file__).parent / "pages" / "layout_memos.yaml"
WIDTH = 595.0
TYPEFACES = {
    "times": ("Times-Roman", "Times-Bold", 1.0),
    "helvetica": ("Helvetica", "Helvetica-Bold", 0.95),
    "courier": ("Courier", "Courier-Bold", 0.8),
    "vera": ("Vera", "VeraBd", 0.88),
}
"""Regular, bold, and the size that makes them look alike. Vera is embedded; it comes with reportlab."""
Order = Literal["by column", "by line"]
ORDERS: tuple[Order, ...] = ("by column", "by line")


class Design(NamedTuple):
    """How a memorandum is set. `aligned` starts both languages of a clause at one height; else each column flows."""

    name: str
    held_out: bool
    aligned: bool
    left: Literal["id", "en"] = "id"
    share: float = 0.5
    """The left column's share of the width."""
    gutter: float = 24
    margin: float = 60
    height: float = 842
    size: float = 10.5
    leadings: tuple[float, float] = (13, 13)
    justify: bool = False
    rules: Literal["", "grid", "rows", "middle"] = ""
    title_across: bool = False
    headings_across: bool = False
    spaced: Literal["", "typed", "tracked"] = ""
    """How the title is letter-spaced: with spaces typed between the letters, or with character spacing."""
    headers: int = 0
    number: str = "{page}"
    number_top: bool = False
    signatures: Literal["columns", "across"] = "columns"
    marker: Literal["a.", "-", "1)", "(a)"] = "a."
    article: Literal["two lines", "one line", "left"] = "two lines"


DESIGNS = (
    Design("row-aligned", False, True, justify=True),
    Design("free flow", False, False, gutter=18, headers=1, number="Page {page} of {total}", marker="1)"),
    Design("ruled grid", False, True, gutter=14, rules="grid", article="one line", signatures="across"),
    Design("unequal columns", False, False, left="en", share=0.42, rules="middle", justify=True, article="left"),
    Design("spanning headings", False, True, title_across=True, headings_across=True, spaced="typed", headers=3,
           number="- {page} -", number_top=True, signatures="across"),
    Design("narrow gutter", False, False, gutter=9, margin=48, size=9, leadings=(11, 11), justify=True, marker="-",
           signatures="across", height=935),
    Design("wide gutter", True, True, left="en", gutter=64, margin=50, size=10, marker="-", signatures="across"),
    Design("three-line header", True, True, headers=3, rules="rows", justify=True, number="Halaman {page} dari {total}",
           article="one line", marker="(a)"),
    Design("letter-spaced, two leadings", True, False, title_across=True, spaced="tracked", leadings=(13.5, 12),
           gutter=20, marker="1)"),
    Design("unequal grid", True, True, left="en", share=0.56, gutter=12, rules="grid", margin=54, height=935,
           number="{page} / {total}"),
    Design("spanning numbers, signatures across", True, True, title_across=True, headings_across=True, justify=True,
           gutter=16, signatures="across", number="-{page}-", article="one line"),
    Design("narrow, ruled middle", True, False, gutter=10, rules="middle", size=9.5, leadings=(11.5, 11.5),
           justify=True, margin=52, height=935, headers=2, article="left", marker="(a)", spaced="typed",
           title_across=True),
)  # fmt: skip


class Column(NamedTuple):
    """A column of text on one page, and the language it is in."""

    page: int
    x0: float
    x1: float
    language: Literal["id", "en"]


class Made(NamedTuple):
    """A document, its text in the order in which it is to be read, and its columns."""

    data: bytes
    text: str
    columns: list[Column]


class _Piece(NamedTuple):
    """Something to draw: text at a place (y from the top), or a rule where there is no text."""

    x: float
    y: float
    text: str = ""
    font: str = ""
    size: float = 0.0
    spacing: float = 0.0
    to: tuple[float, float] = (0.0, 0.0)


class _Read(NamedTuple):
    """A stretch of text and its place in the order of reading."""

    page: int
    band: int
    side: int
    number: int
    text: str


class _Unit(NamedTuple):
    kind: Literal["title", "heading", "text", "item", "signature"]
    sides: tuple[str, str]
    marker: str = ""


def make(design: Design, typeface: str, order: Order) -> Made:
    """Return the memorandum as this design and typeface set it, written to the file in this order."""
    setting = _Setting(design, typeface)
    memo = _memos()["held_out" if design.held_out else "tuning"]
    setting.set(list(_units(memo, design)))
    if design.signatures == "across":
        setting.sign_across(memo["signatures"])
    setting.surround(memo["header"])
    reading = sorted(setting.reading, key=lambda part: part[:4])
    return Made(setting.draw(order), " ".join(" ".join(part.text for part in reading).split()), setting.columns())


@cache
def _memos() -> dict[str, Any]:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd"):
        registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    memos: dict[str, Any] = srsly.read_yaml(MEMOS)
    return memos


def _units(memo: dict[str, Any], design: Design) -> Iterator[_Unit]:
    """Yield the parts of the memorandum, left side first."""

    def sides(pair: Sequence[str]) -> tuple[str, str]:
        return (pair[0], pair[1]) if design.left == "id" else (pair[1], pair[0])

    for pair in memo["title"]:
        yield _Unit("title", sides(pair))
    for pair in memo["preamble"]:
        yield _Unit("text", sides(pair))
    for number, article in enumerate(memo["articles"], 1):
        yield _Unit("heading", sides(_heading(number, article["topic"], design)))
        for at, pair in enumerate(article["text"], 1):
            marker = f"({at})" if article.get("numbered") else ""
            yield _Unit("item" if marker else "text", sides(pair), marker)
        for at, pair in enumerate(article.get("items", ())):
            yield _Unit("item", sides(pair), _marker(design.marker, at))
    for pair in memo["done"]:
        yield _Unit("text", sides(pair))
    if design.signatures == "columns":
        for indonesian, english in memo["signatures"]:
            yield _Unit("signature", sides(("\n".join(indonesian), "\n".join(english))))


def _heading(number: int, topic: Sequence[str], design: Design) -> tuple[str, str]:
    mark = " - " if design.article == "one line" else "\n"
    return f"PASAL {number}{mark}{topic[0]}", f"ARTICLE {number}{mark}{topic[1]}"


def _marker(form: str, at: int) -> str:
    letter = chr(ord("a") + at)
    return {"a.": f"{letter}.", "-": "-", "1)": f"{at + 1})", "(a)": f"({letter})"}[form]


class _Setting:
    """A memorandum while it is set: what is drawn on which page, and how it is to be read."""

    def __init__(self, design: Design, typeface: str) -> None:
        self.design = design
        self.regular, self.bold, factor = TYPEFACES[typeface]
        self.size = design.size * factor
        usable = WIDTH - 2 * design.margin - design.gutter
        self.edges = (
            (design.margin, design.margin + design.share * usable),
            (design.margin + design.share * usable + design.gutter, WIDTH - design.margin),
        )
        self.head = 60.0 + 12 * max(0, design.headers - 1) + (12 if design.number_top else 0)
        self.foot = design.height - 70
        self.pieces: dict[int, list[_Piece]] = {1: []}
        self.reading: list[_Read] = []
        self.place = [(1, self.head), (1, self.head)]
        self.band = 0

    def set(self, units: Sequence[_Unit]) -> None:
        """Set the units one after the other."""
        design = self.design
        for unit in units:
            if (unit.kind == "title" and design.title_across) or (unit.kind == "heading" and design.headings_across):
                self._across(unit)
            elif design.aligned:
                self._row(unit)
            else:
                for side in (0, 1):
                    self._flow(unit, side)

    def columns(self) -> list[Column]:
        """Return the columns of all pages that have text in both."""
        other: dict[str, Literal["id", "en"]] = {"id": "en", "en": "id"}
        languages = (self.design.left, other[self.design.left])
        filled = {(part.page, part.side) for part in self.reading if part.side and part.band < 900}
        return [
            Column(page, *self.edges[side - 1], languages[side - 1])
            for page, side in sorted(filled) if {(page, 1), (page, 2)} <= filled
        ]  # fmt: skip

    def _lines(self, unit: _Unit, width: float) -> list[str]:
        font = self.regular if unit.kind in ("text", "item", "signature") else self.bold
        return [line for part in unit.sides[0].split("\n") for line in simpleSplit(part, font, self.size, width)]

    def _across(self, unit: _Unit) -> None:
        """Set both languages of a title or heading over the whole width, one below the other."""
        page, y = max(self.place)
        self.band += 1
        pitch = 1.25 * self.size + 1
        width = WIDTH - 2 * self.design.margin
        lines = [line for side in unit.sides for line in self._lines(_Unit(unit.kind, (side, "")), width)]
        if y + pitch * len(lines) + 5 * pitch > self.foot:
            page, y = page + 1, self.head
        shown = [_spaced(line) if self._is_spaced(line) else line for line in lines]
        spacing = [
            3.0 if self.design.spaced == "tracked" and line.isupper() and unit.kind == "title" else 0.0
            for line in lines
        ]
        for number, line in enumerate(lines):
            text = shown[number] if self.design.spaced == "typed" and unit.kind == "title" else line
            wide = stringWidth(text, self.bold, self.size) + spacing[number] * (len(text) - 1)
            self._put(page, _Piece((WIDTH - wide) / 2, y, text, self.bold, self.size, spacing[number]))
            self.reading.append(_Read(page, self.band, 0, len(self.reading), line))
            y += pitch
        self.band += 1
        self.place = [(page, y + 6)] * 2

    def _is_spaced(self, line: str) -> bool:
        return line.isupper() and stringWidth(_spaced(line), self.bold, self.size) < WIDTH - 2 * self.design.margin

    def _row(self, unit: _Unit) -> None:
        """Set both sides at one height, on the next page where they do not fit."""
        page, y = max(self.place)
        blocks = [self._block(unit, side) for side in (0, 1)]
        if y + max(height for _, height in blocks) > self.foot:
            page, y = page + 1, self.head
        bottom = y + max(height for _, height in blocks) + 5
        for side, (lines, _) in enumerate(blocks):
            self._print(unit, side, page, y, lines)
        if self.design.rules in ("grid", "rows"):
            self._rule_row(page, y - self.size - 1, bottom - self.size - 1)
        self.place = [(page, bottom)] * 2

    def _flow(self, unit: _Unit, side: int) -> None:
        """Set one side below what stands in its column; a paragraph may run on over the page."""
        page, y = self.place[side]
        lines, height = self._block(unit, side)
        pitch = self.design.leadings[side]
        room = int((self.foot - y) // pitch)
        if len(lines) > room:
            cut = _cut(lines, room) if unit.kind in ("text", "item") else 0
            if cut:
                self._print(unit, side, page, y, lines[:cut], whole=lines)
                unit, lines = unit._replace(marker="\0" if unit.marker else ""), lines[cut:]
                page, y = page + 1, self.head
                self._print(unit, side, page, y, lines, whole=[])
                self.place[side] = (page, y + len(lines) * pitch + 5)
                return
            page, y = page + 1, self.head
        self._print(unit, side, page, y, lines)
        self.place[side] = (page, y + height + 5)

    def _block(self, unit: _Unit, side: int) -> tuple[list[str], float]:
        left, right = self.edges[side]
        inner = right - left - (8 if self.design.rules == "grid" else 0) - (18 if unit.kind == "item" else 0)
        lines = self._lines(_Unit(unit.kind, (unit.sides[side], "")), inner)
        pitch = self.design.leadings[side]
        height = len(lines) * pitch
        if unit.kind == "signature":
            height += 3 * pitch
        return lines, height

    def _print(
        self, unit: _Unit, side: int, page: int, y: float, lines: Sequence[str], whole: Sequence[str] | None = None
    ) -> None:
        left, right = self.edges[side]
        if self.design.rules == "grid":
            left, right = left + 4, right - 4
        pitch = self.design.leadings[side]
        if unit.kind == "item" and unit.marker != "\0":
            self._put(page, _Piece(left, y, unit.marker, self.regular, self.size))
        indent = left + (18 if unit.kind == "item" else 0)
        for number, line in enumerate(lines):
            if unit.kind == "signature" and number == 1:
                y += 3 * pitch
            if unit.kind in ("title", "heading"):
                bold = stringWidth(line, self.bold, self.size)
                x = left if self.design.article == "left" and unit.kind == "heading" else (left + right - bold) / 2
                self._put(page, _Piece(x, y, line, self.bold, self.size))
            elif self.design.justify and unit.kind in ("text", "item") and number < len(lines) - 1:
                self._justified(page, indent, right, y, line)
            else:
                self._put(page, _Piece(indent, y, line, self.regular, self.size))
            y += pitch
        shown = list(lines if whole is None else whole)
        if shown:
            text = " ".join([unit.marker, *shown] if unit.marker else shown)
            self.reading.append(_Read(page, self.band, side + 1, len(self.reading), text))

    def _justified(self, page: int, left: float, right: float, y: float, line: str) -> None:
        words = line.split()
        widths = [stringWidth(word, self.regular, self.size) for word in words]
        gap = (right - left - sum(widths)) / max(1, len(words) - 1)
        for word, width in zip(words, widths, strict=True):
            self._put(page, _Piece(left, y, word, self.regular, self.size))
            left += width + gap

    def _rule_row(self, page: int, top: float, bottom: float) -> None:
        (left, inner_left), (inner_right, right) = self.edges
        self._put(page, _Piece(left - 3, top, to=(right + 3, top)))
        self._put(page, _Piece(left - 3, bottom, to=(right + 3, bottom)))
        if self.design.rules == "grid":
            for x in (left - 3, (inner_left + inner_right) / 2, right + 3):
                self._put(page, _Piece(x, top, to=(x, bottom)))

    def sign_across(self, signatures: Sequence[Sequence[Sequence[str]]]) -> None:
        """Set the signatures beside each other below the columns, each in both languages."""
        page, y = max(self.place)
        pitch = 1.3 * self.size
        y += 2 * pitch
        if y + 8 * pitch > self.foot:
            page, y = page + 1, self.head
        for side, (indonesian, english) in enumerate(signatures):
            x = self.design.margin + 10 + side * (WIDTH - 2 * self.design.margin) * 0.54
            lines = [indonesian[0], english[0], "", "", "", indonesian[1], f"{indonesian[2]} / {english[2]}"]
            for number, line in enumerate(lines):
                if line:
                    self._put(page, _Piece(x, y + number * pitch, line, self.regular, 0.85 * self.size))
            text = " ".join(line for line in lines if line)
            self.reading.append(_Read(page, 900, side + 1, len(self.reading), text))

    def surround(self, header: Sequence[str]) -> None:
        """Set running headers, page numbers and the rule between the columns."""
        pages, design = max(self.pages()), self.design
        for page in range(1, pages + 1):
            for number, line in enumerate(header[: design.headers]):
                self._put(page, _Piece(design.margin, 30 + 11 * number, line, self.regular, 0.8 * self.size))
            if design.number:
                text = design.number.format(page=page, total=pages)
                y = 30.0 + 11 * design.headers if design.number_top else design.height - 36
                x = (WIDTH - stringWidth(text, self.regular, 0.9 * self.size)) / 2
                self._put(page, _Piece(x, y, text, self.regular, 0.9 * self.size))
            body = [piece.y for piece in self.pieces[page] if self.head - 1 <= piece.y <= self.foot + 20]
            if design.rules == "middle" and body:
                x = (self.edges[0][1] + self.edges[1][0]) / 2
                self._put(page, _Piece(x, min(body) - 8, to=(x, max(body))))

    def pages(self) -> list[int]:
        """Return the numbers of the pages that something is drawn on."""
        return sorted(self.pieces)

    def _put(self, page: int, piece: _Piece) -> None:
        self.pieces.setdefault(page, []).append(piece)

    def draw(self, order: Order) -> bytes:
        """Return the PDF."""
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=(WIDTH, self.design.height), invariant=1)
        middle = (self.edges[0][1] + self.edges[1][0]) / 2
        for page in self.pages():
            for piece in self._ordered(self.pieces[page], order, middle):
                if piece.text:
                    writing = canvas.beginText(piece.x, self.design.height - piece.y)
                    writing.setFont(piece.font, piece.size)
                    writing.setCharSpace(piece.spacing)
                    writing.textOut(piece.text)
                    canvas.drawText(writing)
                else:
                    canvas.line(piece.x, self.design.height - piece.y, piece.to[0], self.design.height - piece.to[1])
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _ordered(self, pieces: Sequence[_Piece], order: Order, middle: float) -> list[_Piece]:
        if order == "by line":
            return sorted(pieces, key=lambda piece: (round(piece.y), piece.x))
        across = {
            round(piece.y)
            for piece in pieces
            if piece.x < middle < piece.x + stringWidth(piece.text, piece.font or "Helvetica", piece.size or 1)
        }
        bands = sorted(across)

        def key(piece: _Piece) -> tuple[int, int]:
            band = 2 * sum(y < round(piece.y) for y in bands) + (round(piece.y) not in across)
            return band, int(piece.x >= middle) if round(piece.y) not in across else 0

        return sorted(pieces, key=key)


def _spaced(line: str) -> str:
    return "   ".join(" ".join(word) for word in line.split())


def _cut(lines: Sequence[str], room: int) -> int:
    """Return after how many lines a paragraph is broken, 0 where it is not: within a sentence, two lines on each side."""
    for cut in range(min(room, len(lines) - 2), 1, -1):
        if lines[cut][0].islower() and lines[cut - 1][-1].isalpha():
            return cut
    return 0
