"""Scans read with a real engine: our scanned documents, a degraded page of the benchmark, pages of odd sizes."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from benchmarks.ocr import read_scan, score
from benchmarks.ocr_damage import as_pdf, scan
from benchmarks.ocr_pages import DESIGNS, draw_page
from mou_miner.documents.ocr import MAX_PIXELS, find_engine
from mou_miner.documents.ocrengines import Rapid
from mou_miner.documents.ocrscale import SCALE, ocr_scale
from mou_miner.documents.pdf import open_pdf, page_picture
from mou_miner.settings import ReaderSettings

from .paper import read_one

ROOT = Path(__file__).resolve().parents[2]
ENGINE = find_engine(ReaderSettings())
needs_data = pytest.mark.skipif(
    ENGINE is None or ENGINE.languages != ("ind", "eng"),
    reason="no Tesseract with Indonesian and English data: apt-get install tesseract-ocr tesseract-ocr-ind",
)


def read_scanned(name: str) -> Any:
    return read_one((ROOT / "corpus" / name).read_bytes(), name)


def as_printed(slug: str, folder: Path) -> bytes:
    """Return the PDF of a scanned document as it was before it was scanned."""
    code = (
        "import sys, pathlib; from corpus.scans.build import DOCUMENTS; from corpus.typeset.build import build, read_texts\n"
        "from corpus.typeset.page import register_fonts; register_fonts()\n"
        "[build(text, pathlib.Path(sys.argv[2])) for text in read_texts(DOCUMENTS) if text.slug == sys.argv[1]]"
    )
    subprocess.run([sys.executable, "-c", code, slug, str(folder)], cwd=ROOT, check=True)
    return next(folder.rglob("*.pdf")).read_bytes()


@needs_data
@pytest.mark.slow
def test_a_scan_in_two_columns_gives_both_languages_article_by_article() -> None:
    document = read_scanned("train/two-scan-mou-blora-tartu.pdf")
    assert (document.language, document.ocr_pages) == ("id+en", (1, 2))
    text = document.text
    for words in ("Pemerintah Kabupaten Blora dan Pemerintah Kota Tartu", "4 (empat) tahun", "23 Mei 2018",
                  "small woodworking industries", "for 4 (four) years", "KRISTJAN LEPIK"):  # fmt: skip
        assert words in text
    assert text.index("PASAL 6") < text.index("ARTICLE 1") < text.index("ARTICLE 6")


@needs_data
@pytest.mark.slow
def test_stamps_and_signatures_add_next_to_nothing(tmp_path: Path) -> None:
    document = read_scanned("dev/two-scan-loi-alor-brokenhill.pdf")
    assert "4. A sister city text is to be drafted by June 2023." in document.text
    printed = read_one(as_printed("two-scan-loi-alor-brokenhill", tmp_path))
    assert len(document.words) == pytest.approx(len(printed.words), abs=8)
    # The boxes lie where the words stand on the tilted page, not where they stood when it was made level.
    placed = {document.text[w.start : w.end]: w.box for w in document.words}
    original = {printed.text[w.start : w.end]: w.box for w in printed.words}
    tilt = 1.4 * 3.1416 / 180
    for word in ("2021,", "surya,", "Kalabahi"):
        box, before = placed[word], original[word]
        x, y = (before.x0 + before.x1) / 2 - 297.6, (before.top + before.bottom) / 2 - 420.9
        assert (box.x0 + box.x1) / 2 == pytest.approx(297.6 + x + y * tilt, abs=5)
        assert (box.top + box.bottom) / 2 == pytest.approx(420.9 + y - x * tilt, abs=5)


@needs_data
@pytest.mark.slow
def test_a_degraded_page_is_read() -> None:
    assert ENGINE is not None
    page = draw_page(next(design for design in DESIGNS if design.name == "rows-wide"))
    scanned = scan(page, "heavy")
    text, seconds = read_scan(as_pdf(scanned.jpeg), ENGINE)
    result = score(text, page, scanned.ink, seconds)
    assert result.errors / result.characters <= 0.03


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("rapidocr_onnxruntime") is None,
    reason="no fallback engine: pip install 'mou-miner[ocr-fallback]'",
)
def test_the_fallback_engine_reads_too() -> None:
    picture = Image.new("RGB", (700, 160), "white")
    page = draw_page(DESIGNS[0])
    picture.paste(page.picture.crop((150, 250, 850, 400)), (0, 0))
    table = Rapid().table(picture)
    assert any(row.split("\t")[-1].startswith("PASAL") for row in table.splitlines())


def sized(width: float, height: float, pixels: tuple[int, int]) -> bytes:
    """Return a PDF of one page of this size, covered by a picture of so many pixels."""
    buffer = BytesIO()
    picture = Image.new("L", pixels, 200)
    picture.save(buffer, "PDF", resolution=72 * pixels[0] / width)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("width", "height", "pixels", "scale"),
    [
        pytest.param(595, 842, (1654, 2339), SCALE, id="usual-paper"),
        pytest.param(1654, 2339, (1654, 2339), 1.0, id="a-scan-that-says-it-has-72-dots-an-inch"),
        pytest.param(200, 283, (1654, 2339), 8.27, id="a-page-the-size-of-a-stamp"),
        pytest.param(3000, 4243, (1500, 2121), 0.5, id="a-poster-of-few-pixels"),
    ],
)
def test_pages_of_odd_size_are_drawn_as_their_picture_allows(
    width: float, height: float, pixels: tuple[int, int], scale: float
) -> None:
    pdf, _ = open_pdf(sized(width, height, pixels), "odd.pdf")
    with closing(pdf):
        assert ocr_scale(pdf, 1) == pytest.approx(scale, rel=0.02)


def test_giant_pages_are_drawn_within_the_limit() -> None:
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(14_400, 14_400)
    buffer = BytesIO()
    pdf.save(buffer)
    opened, _ = open_pdf(buffer.getvalue(), "giant.pdf")
    with closing(opened):
        picture, scale = page_picture(opened, 1, ocr_scale(opened, 1), MAX_PIXELS)
    assert picture.width * picture.height <= MAX_PIXELS * 1.01
    assert scale < 0.3
