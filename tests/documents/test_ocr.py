"""Pages read from their picture: which are, in what order, and how sure the reading is."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from mou_miner.documents import pdfdocument, read
from mou_miner.documents.drafts import PrintedWord, Sheet
from mou_miner.documents.ocr import find_engine, is_usable, recognise
from mou_miner.errors import ReadError
from mou_miner.records import Box
from mou_miner.settings import ReaderSettings

from .paper import EN_TEXT, ID_TEXT, Paper, read_one, texts

needs_engine = pytest.mark.skipif(find_engine(ReaderSettings()) is None, reason="no Tesseract with a model at hand")


def scanned(data: bytes, *, turn: int = 0) -> bytes:
    """Return the PDF as pictures of its pages, turned clockwise."""
    pictures = [
        page.render(scale=200 / 72).to_pil().convert("RGB").rotate(-turn, expand=True)
        for page in pypdfium2.PdfDocument(data)
    ]
    buffer = BytesIO()
    pictures[0].save(buffer, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return buffer.getvalue()


def two_columns() -> bytes:
    paper = Paper()
    paper.centred(80, "NOTA KESEPAHAMAN / MEMORANDUM OF UNDERSTANDING", size=14)
    paper.flow(60, 120, 225, ID_TEXT, size=10.5)
    paper.flow(320, 120, 225, EN_TEXT, size=10.5)
    return paper.data()


@needs_engine
def test_a_scan_in_two_columns_reads_like_its_print() -> None:
    document = read_one(scanned(two_columns()))
    assert document.ocr_pages == (1,)
    assert document.language == "id+en"
    read_texts = texts(document, "paragraph")
    assert [len(text) for text in read_texts] == [
        pytest.approx(len(ID_TEXT), abs=8),
        pytest.approx(len(EN_TEXT), abs=8),
    ]
    assert read_texts[1][:60] == EN_TEXT[:60]
    assert all(word.confidence is not None for word in document.words)
    assert min(block.confidence or 0 for block in document.blocks) > 0.7
    printed = read_one(two_columns())
    for word in document.words[-5:]:
        assert any(
            abs(word.box.x0 - other.box.x0) < 3 and abs(word.box.bottom - other.box.bottom) < 6
            for other in printed.words
        )


@needs_engine
@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_scan_is_turned_back(turn: int) -> None:
    document = read_one(scanned(two_columns(), turn=turn))
    assert texts(document, "paragraph")[-1][:60] == EN_TEXT[:60]
    assert any("turned" in warning for warning in document.warnings)


@needs_engine
def test_only_pages_without_a_usable_text_layer_are_recognised() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    pdf = pypdfium2.PdfDocument(paper.data())
    pdf.import_pages(pypdfium2.PdfDocument(scanned(two_columns())))
    buffer = BytesIO()
    pdf.save(buffer)
    assert read_one(buffer.getvalue()).ocr_pages == (2,)
    assert read_one(buffer.getvalue(), settings=ReaderSettings(ocr="off")).ocr_pages == ()
    assert read_one(buffer.getvalue(), settings=ReaderSettings(ocr="force")).ocr_pages == (1, 2)


def test_without_an_engine_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfdocument, "find_engine", lambda settings: None)
    with pytest.raises(ReadError) as caught:
        list(read(scanned(two_columns()), "scan.pdf", ReaderSettings()))
    assert caught.value.code == "no_text"
    assert "mou-miner[ocr]" in caught.value.remedy


class Told:
    """An engine that says what it is told to, turned pictures apart."""

    name, languages = "told", ("ind",)

    def __init__(self, *tables: str) -> None:
        self.tables = list(tables)
        self.sizes: list[tuple[int, int]] = []

    def table(self, picture: Any) -> str:
        self.sizes.append(picture.size)
        return self.tables[min(len(self.sizes), len(self.tables)) - 1]


def row(block: int, line: int, left: int, top: int, text: str, confidence: int = 95) -> str:
    return f"5\t1\t{block}\t1\t{line}\t1\t{left}\t{top}\t60\t20\t{confidence}\t{text}"


def test_the_engines_order_is_kept_and_specks_are_dropped() -> None:
    table = "\n".join([
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t",
        row(1, 1, 10, 10, "kiri"), row(1, 2, 10, 40, "bawah"), row(2, 1, 300, 10, "kanan"), row(2, 2, 300, 40, "«", 12), row(3, 1, 500, 700, "~~", 20),
    ])  # fmt: skip
    found = recognise(Told(table), Image.new("L", (600, 800)), Sheet(1, 300, 400), 2.0)
    assert [word.text for word in found.words] == ["kiri", "bawah", "kanan"]
    assert found.words[0].box == Box(1, 5, 5, 35, 15)
    assert found.words[0].confidence == 0.95


def test_a_page_read_badly_is_tried_turned() -> None:
    bad, good = row(1, 1, 10, 10, "qx", 31), "\n".join(row(1, n, 10, 30 * n, "kota") for n in range(1, 9))
    engine = Told(bad, bad, good, bad)
    found = recognise(engine, Image.new("L", (600, 800)), Sheet(1, 300, 400), 2.0)
    assert (found.turned, len(found.words)) == (90, 8)
    assert engine.sizes[2] == (800, 600)
    assert (found.sheet.width, found.sheet.height) == (400, 300)


def shifted(text: str, by: int) -> str:
    """Return the text with every small letter moved along the alphabet, as a wrong font map may do it."""
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in text)


FRENCH = (
    "Les deux villes entendent favoriser les échanges entre leurs écoles, leurs bibliothèques et leurs ports, dans le "
    "respect des lois de chaque pays. Un comité mixte se réunit tous les ans, à tour de rôle, et rend compte aux conseils."
)
POLISH = (
    "Miasta będą wspierać wymianę uczniów, bibliotekarzy i rzemieślników zgodnie z prawem obu państw. Wspólny komitet "
    "zbiera się raz w roku, na przemian w każdym z miast, i składa sprawozdanie radom miejskim obu stron umowy."
)


@pytest.mark.parametrize(
    ("text", "picture_share", "usable"),
    [
        pytest.param(ID_TEXT, 1.0, True, id="an-ocr-layer-under-a-scan"),
        pytest.param(ID_TEXT, 0.0, True, id="print"),
        pytest.param("Scanned with CamScanner", 0.95, False, id="a-stamp-on-a-scan"),
        pytest.param("Lampiran I", 0.0, True, id="little-text-on-a-page"),
        pytest.param("ÿþ§ «^» ¶¶ ]{ ~~ ©ftb7r %% ¤¤ ±± ¨¨ ƒƒ " * 6, 0.0, False, id="a-wrong-font-map"),
        pytest.param("krtl pmbrntr ktxz bcdfg hjklm npqrs tvwxz " * 5, 0.0, False, id="no-vowels"),
        pytest.param("", 1.0, False, id="nothing"),
        pytest.param(shifted(ID_TEXT, 1), 0.0, False, id="letters-moved-by-one"),
        pytest.param(shifted(EN_TEXT, 7), 0.0, False, id="letters-moved-by-seven"),
        pytest.param(FRENCH, 0.0, True, id="another-language"),
        pytest.param(POLISH, 0.0, True, id="a-language-of-many-consonants"),
    ],
)
def test_usable_text_layers(text: str, picture_share: float, usable: bool) -> None:
    assert is_usable([PrintedWord(word) for word in text.split()], picture_share) is usable


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Done at Accra, | December 2021.", "Done at Accra, 1 December 2021."),
        ("ditandatangani tanggal O7 Maret 2014.", "ditandatangani tanggal 07 Maret 2014."),
        ("Sesuai PASAL l naskah ini", "Sesuai PASAL 1 naskah ini"),
        ("Sesuai PASAL IIl naskah ini", "Sesuai PASAL III naskah ini"),
        ("Bandung | Suwon", "Bandung | Suwon"),
    ],
)
def test_figures_read_as_letters(printed: str, expected: str) -> None:
    paper = Paper()
    paper.line(72, 90, printed)
    assert read_one(paper.data()).text == expected
