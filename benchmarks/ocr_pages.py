"""Two-column bilingual pages for the OCR benchmark: drawn line by line, so that every printed character has a place."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple

import pypdfium2
import srsly
from PIL import Image
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

CLAUSES = Path(__file__).parent / "pages" / "ocr_clauses.yaml"
DPI = 200
Rect = tuple[float, float, float, float]


class Design(NamedTuple):
    """How a page is set; `aligned` starts both languages of a clause on one height."""

    name: str
    held_out: bool
    font: str
    size: float
    leading: float
    gutter: float
    aligned: bool
    justify: bool
    height: float = 842.0
    margin: float = 60.0
    rule: bool = False
    title_across: bool = True
    header: str = ""
    number: str = ""
    widths: float = 100.0
    """Width of the letters in per cent: narrow faces are set with less."""
    share: float = 0.5


DESIGNS = (
    Design("flow-times", False, "Times-Roman", 10.5, 13, 20, False, True),
    Design("rows-helvetica", False, "Helvetica", 9.5, 12, 18, True, False, rule=True, number="2"),
    Design("flow-vera", False, "Vera", 8.5, 11.5, 22, False, False, title_across=False),
    Design("rows-times", False, "Times-Roman", 11.5, 14, 26, True, True, header="Nota Kesepahaman / Memorandum"),
    Design("flow-narrow", False, "Helvetica", 10.5, 13, 16, False, True, widths=86, share=0.47, number="Page 3 of 5"),
    Design("rows-folio", False, "Times-Roman", 10, 12.5, 14, True, True, height=935.0, title_across=False),
    Design("flow-courier", False, "Courier", 8.5, 11.5, 24, False, False),
    Design("rows-vera", False, "Vera", 8, 11, 16, True, False, number="- 4 -"),
    Design("flow-helvetica", False, "Helvetica", 9, 12, 14, False, True, header="Sister City Agreement", rule=True),
    Design("rows-wide", False, "Times-Roman", 12, 15, 30, True, False, height=935.0, margin=54),
    Design("flow-italic", False, "Times-Italic", 11, 13.5, 20, False, True, title_across=False, number="7"),
    Design("rows-narrow", False, "Times-Roman", 11, 13, 18, True, True, widths=88, share=0.53, header="MoU 415.4/019/2016"),
    Design("flow-oblique", True, "Helvetica-Oblique", 9.5, 12.5, 20, False, False, number="5 / 6"),
    Design("rows-courier", True, "Courier", 10, 12, 20, True, False, widths=84, title_across=False),
    Design("flow-wide", True, "Times-Roman", 13, 16, 22, False, True, height=935.0, margin=50),
    Design("rows-small", True, "Times-Roman", 9, 11, 15, True, True, header="Nota Kesepahaman", rule=True),
    Design("flow-vera-narrow", True, "Vera", 9, 12, 18, False, True, widths=86, share=0.46, number="- 2 -"),
    Design("rows-sans", True, "Helvetica", 11, 14, 24, True, True, title_across=False),
)  # fmt: skip
_PLACES = {
    False: (("Kota Salatiga", "Tilburg"), ("Kota Bontang", "Geelong"), ("Kota Palopo", "Nantes"),
            ("Kota Sawahlunto", "Ostrava"), ("Kota Kediri", "Daejeon"), ("Kota Tarakan", "Kawasaki"),
            ("Kota Blitar", "Aalborg"), ("Kota Singkawang", "Tainan"), ("Kota Bima", "Valencia"),
            ("Kota Dumai", "Rostock"), ("Kota Parepare", "Xiamen"), ("Kota Tomohon", "Rockhampton")),
    True: (("Kota Baubau", "Zadar"), ("Kota Langsa", "Penang"), ("Kota Tual", "Brest"),
           ("Kota Sibolga", "Incheon"), ("Kota Ternate", "Setubal"), ("Kota Cilegon", "Malacca")),
}  # fmt: skip
_SIGNERS = (("H. MUHAMMAD IQBAL, S.E.", "ANNELIES VERBEEK"), ("Dra. SRI WAHYUNI, M.Si.", "JONATHAN R. FIELDING"),
            ("Ir. BAMBANG SETIAWAN", "KIM JUNG-HO"))  # fmt: skip


class PrintedLine(NamedTuple):
    """A line as drawn; `y` is the base line, counted from the top, `space` is what is added to each space."""

    text: str
    x: float
    y: float
    font: str
    size: float
    widths: float
    space: float = 0.0

    def boxes(self) -> Iterator[Rect]:
        """Yield the place of each character, in points from the top left."""
        scale, x = self.widths / 100, self.x
        for letter in self.text:
            width = (stringWidth(letter, self.font, self.size) + (self.space if letter == " " else 0)) * scale
            yield x, self.y - 0.72 * self.size, x + width, self.y + 0.2 * self.size
            x += width


class DrawnPage(NamedTuple):
    """A page: its picture in colour at 200 dpi, its lines in the order they are to be read, the signature's place."""

    design: Design
    picture: Image.Image
    lines: list[PrintedLine]
    signature_at: float


@cache
def _clauses(held_out: bool) -> list[list[str]]:
    bank: dict[str, list[list[str]]] = srsly.read_yaml(CLAUSES)
    return bank["held_out"] if held_out else [*bank["tuning"], *bank["tuning_too"]]


def draw_page(design: Design) -> DrawnPage:
    """Return the page of a design; always the same."""
    registerFont(TTFont("Vera", "Vera.ttf"))
    registerFont(TTFont("VeraBd", "VeraBd.ttf"))
    setter = _Setter(design)
    lines = setter.set()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595.0, design.height), invariant=1)
    for line in lines:
        text = canvas.beginText(line.x, design.height - line.y)
        text.setFont(line.font, line.size)
        text.setHorizScale(line.widths)
        text.setWordSpace(line.space)
        text.textOut(line.text)
        canvas.drawText(text)
    if design.rule:
        canvas.line(setter.middle, design.height - setter.top, setter.middle, design.height - setter.bottom)
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0]
    return DrawnPage(design, page.render(scale=DPI / 72).to_pil().convert("RGB"), lines, setter.bottom)


class _Setter:
    """A page being set: what it holds follows from its design."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.random = random.Random(design.name)
        width = 595.0 - 2 * design.margin - design.gutter
        self.columns = (
            (design.margin, width * design.share),
            (design.margin + width * design.share + design.gutter, width * (1 - design.share)),
        )
        self.middle = self.columns[1][0] - design.gutter / 2
        self.top = self.bottom = 0.0
        bold = {
            "Times-Roman": "Times-Bold",
            "Vera": "VeraBd",
            "Times-Italic": "Times-BoldItalic",
            "Helvetica-Oblique": "Helvetica-BoldOblique",
        }
        self.bold = bold.get(design.font, f"{design.font}-Bold")

    def set(self) -> list[PrintedLine]:
        design, rng = self.design, self.random
        number = [d for d in DESIGNS if d.held_out == design.held_out].index(design)
        kota, mitra = _PLACES[design.held_out][number]
        head = [self._plain(design.header, design.margin, 34)] if design.header else []
        foot = [self._plain(design.number, 290, design.height - 28)] if design.number else []
        titles = (f"NOTA KESEPAHAMAN ANTARA PEMERINTAH {kota.upper()} DAN PEMERINTAH KOTA {mitra.upper()}",
                  f"MEMORANDUM OF UNDERSTANDING BETWEEN {kota.upper()} AND THE CITY OF {mitra.upper()}")  # fmt: skip
        y = 62.0
        across: list[PrintedLine] = []
        if design.title_across:
            for title in titles:
                lines = list(self._block(title, design.margin, 595 - 2 * design.margin, y, centred=True))
                across += lines
                y = lines[-1].y + design.leading
            y += 0.6 * design.leading
        self.top = y
        clauses = list(_clauses(design.held_out))
        rng.shuffle(clauses)
        sides: tuple[list[PrintedLine], list[PrintedLine]] = ([], [])
        ys = [y, y]
        if not design.title_across:
            for side, title in enumerate(titles):
                ys[side] = self._add(sides[side], title, side, ys[side], bold=True) + 0.5 * design.leading
        for number, clause in enumerate(clauses, 1):
            new: tuple[list[PrintedLine], list[PrintedLine]] = ([], [])
            reached = [max(ys)] * 2 if design.aligned else list(ys)
            for side, word in enumerate(("PASAL", "ARTICLE")):
                heading, body = (text.format(kota=kota, mitra=mitra) for text in clause[2 * side : 2 * side + 2])
                reached[side] = self._add(new[side], f"{word} {number}", side, reached[side], bold=True)
                reached[side] = self._add(new[side], heading.upper(), side, reached[side], bold=True)
                reached[side] = self._add(new[side], body, side, reached[side]) + 0.45 * design.leading
            if max(reached) > design.height - 150:
                break
            ys = reached
            sides[0].extend(new[0])
            sides[1].extend(new[1])
        self.bottom = max(ys)
        names = rng.choice(_SIGNERS)
        roles = (("UNTUK PEMERINTAH " + kota.upper(), "Wali Kota"), (f"FOR THE CITY OF {mitra.upper()}", "Mayor"))
        for side, (opening, role) in enumerate(roles):
            at = self._add(sides[side], opening, side, self.bottom + 8, bold=True)
            at = self._add(sides[side], names[side], side, at + 34, bold=True)
            self._add(sides[side], role, side, at)
        return [*head, *across, *sides[0], *sides[1], *foot]

    def _plain(self, text: str, x: float, y: float) -> PrintedLine:
        return PrintedLine(text, x, y, self.design.font, self.design.size - 1, 100.0)

    def _add(self, lines: list[PrintedLine], text: str, side: int, y: float, *, bold: bool = False) -> float:
        """Add a block to a column and return the height below it."""
        x, width = self.columns[side]
        new = list(self._block(text, x, width, y, centred=bold))
        lines.extend(new)
        return new[-1].y + self.design.leading

    def _block(self, text: str, x: float, width: float, y: float, *, centred: bool) -> Iterator[PrintedLine]:
        design, font = self.design, self.bold if centred else self.design.font
        scale = design.widths / 100
        pieces = simpleSplit(text, font, design.size, width / scale)
        for number, piece in enumerate(pieces):
            wide = stringWidth(piece, font, design.size) * scale
            last, spaces = number == len(pieces) - 1, piece.count(" ")
            if centred:
                yield PrintedLine(piece, x + (width - wide) / 2, y, font, design.size, design.widths)
            elif design.justify and not last and spaces and wide > 0.7 * width:
                extra = (width - wide) / spaces / scale
                yield PrintedLine(piece, x, y, font, design.size, design.widths, extra)
            else:
                yield PrintedLine(piece, x, y, font, design.size, design.widths)
            y += design.leading


def reference(lines: Sequence[PrintedLine]) -> tuple[str, list[Rect | None]]:
    """Return the text of the lines with single spaces between them, and the place of each of its characters."""
    text: list[str] = []
    places: list[Rect | None] = []
    for line in lines:
        if text:
            text.append(" ")
            places.append(None)
        text.extend(line.text)
        places.extend(line.boxes())
    return "".join(text), places


Level = Literal["mild", "heavy"]
