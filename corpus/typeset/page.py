"""The page a document is set on: paper, type, margins, and what stands outside the text."""

from pathlib import Path
from typing import Literal, NamedTuple

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PAPERS = {"A4": (595.28, 841.89), "F4": (595.28, 935.43), "Letter": (612.0, 792.0)}
FONTS = {
    "times": ("Times-Roman", "Times-Bold"),
    "helvetica": ("Helvetica", "Helvetica-Bold"),
    "courier": ("Courier", "Courier-Bold"),
    "vera": ("Vera", "VeraBd"),
}


class Page(NamedTuple):
    """How one document is set; the names are the keys under `page` in its file."""

    paper: str = "A4"
    font: str = "times"
    font_size: float = 11
    leading: float = 14
    title_size: float = 13
    justify: bool = True
    indent: float = 0
    gap: float = 6
    hang: float = 22
    margins: tuple[float, float, float, float] = (72, 72, 72, 72)
    header: str = ""
    header_from: int = 1
    number: str = ""
    number_at: Literal["top", "bottom", "bottom-right"] = "bottom"
    line_numbers: bool = False
    hyphenate: bool = False
    border: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper in points."""
        return PAPERS[self.paper]


def register_fonts() -> None:
    """Make the bundled Bitstream Vera faces known to reportlab, with plain faces for its bold and italic markup."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")


def draw_surround(canvas: Canvas, page: Page, number: int, total: int) -> None:
    """Draw running header, page number, line numbers and border of one page."""
    width, height = page.size
    left, top, right, _ = page.margins
    font = FONTS[page.font][0]
    canvas.saveState()
    canvas.setFont(font, page.font_size - 2)
    if page.header and number >= page.header_from:
        canvas.drawString(left, height - top * 0.55, page.header)
    if page.number:
        text = page.number.format(page=number, pages=total)
        if page.number_at == "top":
            canvas.drawRightString(width - right, height - top * 0.55, text)
        elif page.number_at == "bottom":
            canvas.drawCentredString(width / 2, 30, text)
        else:
            canvas.drawRightString(width - right, 30, text)
    if page.line_numbers:
        _draw_line_numbers(canvas, page)
    if page.border:
        _draw_border(canvas, page)
    canvas.restoreState()


def _draw_line_numbers(canvas: Canvas, page: Page) -> None:
    _, height = page.size
    left, top, _, bottom = page.margins
    canvas.setFont(FONTS[page.font][0], 8)
    y, line = height - top - page.leading, 1
    while y > bottom:
        if line % 5 == 0:
            canvas.drawRightString(left - 16, y, str(line))
        y, line = y - page.leading, line + 1


def _draw_border(canvas: Canvas, page: Page) -> None:
    width, height = page.size
    for inset, thickness in ((26, 3.0), (33, 0.8), (38, 0.4)):
        canvas.setLineWidth(thickness)
        canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset)
