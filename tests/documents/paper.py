"""Small real PDFs, drawn with reportlab, and short ways to look at what was read from them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

from mou_miner.documents import read
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

WIDTH, HEIGHT = A4


class Paper:
    """A PDF being drawn; y counts down from the top."""

    def __init__(self, *, password: str | None = None) -> None:
        self.buffer = BytesIO()
        lock = pdfencrypt.StandardEncryption(password, ownerPassword="owner") if password else None
        self.canvas = Canvas(self.buffer, pagesize=A4, encrypt=lock, invariant=1)

    def line(self, x: float, y: float, text: str, *, size: float = 11, font: str = "Times-Roman") -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def centred(self, y: float, text: str, *, x: float = WIDTH / 2, size: float = 11, font: str = "Times-Bold") -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(x, HEIGHT - y, text)

    def flow(self, x: float, y: float, width: float, text: str, *, size: float = 11, pitch: float = 14) -> float:
        """Draw a paragraph broken to the width and return the y below it."""
        for piece in wrap(text, width, size):
            self.line(x, y, piece, size=size)
            y += pitch
        return y

    def table(self, x: float, y: float, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> float:
        style = ParagraphStyle("cell", fontName="Times-Roman", fontSize=10, leading=12)
        cells = [[Paragraph(cell, style) for cell in row] for row in rows]
        table = Table(cells, colWidths=list(widths), style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        _, height = table.wrap(sum(widths), 800)
        table.drawOn(self.canvas, x, HEIGHT - y - height)
        return y + height

    def next_page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def wrap(text: str, width: float, size: float = 11) -> list[str]:
    """Return the lines a text takes in a column of this width."""
    return list(simpleSplit(text, "Times-Roman", size, width))


def read_one(data: bytes, source: str = "berkas.pdf", settings: ReaderSettings | None = None) -> Document:
    """Return the one document that the bytes hold."""
    documents = list(read(data, source, settings or ReaderSettings()))
    assert len(documents) == 1
    return documents[0]


def texts(document: Document, *kinds: str) -> list[str]:
    """Return the texts of the blocks, of all kinds or of these."""
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


def rows(document: Document) -> list[dict[str | None, str]]:
    """Return the table rows with their headers as keys."""
    return [
        {cell.header: document.text[cell.start : cell.end] for cell in block.cells}
        for block in document.blocks
        if block.kind == "table_row"
    ]


ID_TEXT = (
    "Para Pihak akan bekerja sama dalam bidang pendidikan dan kebudayaan sesuai dengan peraturan yang berlaku di kedua "
    "negara, dengan memperhatikan kemampuan masing-masing dan asas kesetaraan yang menjadi dasar kerja sama ini. Setiap "
    "kegiatan akan dituangkan dalam rencana kerja tahunan yang disusun oleh kelompok kerja bersama dari kedua kota."
)
EN_TEXT = (
    "The Parties shall cooperate in the fields of education and culture in accordance with the regulations in force in "
    "both countries, with due regard to the means of each and to the equality on which this cooperation rests. Every "
    "activity shall be set down in a yearly work plan which a joint working group of the two cities prepares."
)
