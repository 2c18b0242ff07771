"""The typesetter gives the PDFs of the corpus, byte for byte, and keeps columns apart."""

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
DOCUMENTS = CORPUS / "typeset" / "documents"


def _build(folder: Path, *slugs: str) -> list[Path]:
    command = [sys.executable, "-m", "corpus.typeset", "--out", str(folder), "--only", *slugs]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return sorted(folder.rglob("*.pdf"))


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


def test_building_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    built = _build(tmp_path, "two-mou-cilegon-gijon", "id-register-diy")
    assert [path.relative_to(tmp_path).as_posix() for path in built] == [
        "test/two-mou-cilegon-gijon.pdf",
        "train/id-register-diy.pdf",
    ]
    for path in built:
        assert path.read_bytes() == (CORPUS / path.relative_to(tmp_path)).read_bytes()


def test_every_text_has_its_pdf() -> None:
    pdfs = {path.stem for path in CORPUS.glob("*/*.pdf")}
    assert {path.stem for path in DOCUMENTS.glob("*.yaml")} <= pdfs


@pytest.mark.parametrize(
    ("slug", "start", "then"),
    [
        # columns that flow by themselves: the left one is printed first
        ("train/two-mou-banyuwangi-albany", "The purpose of this Memorandum", "Memorandum ini bertujuan"),
        # rows: left and right of one row, then the next row
        ("test/two-mou-ternate-zanzibar", "BERHASRAT menghidupkan", "DESIRING to revive"),
    ],
)
def test_order_of_the_text_layer(slug: str, start: str, then: str) -> None:
    text = _text(CORPUS / f"{slug}.pdf")
    assert 0 <= text.index(start) < text.index(then)


def test_woven_columns_alternate_line_by_line() -> None:
    text = _text(CORPUS / "test" / "two-mou-belitung-kalmar.pdf")
    assert text.index("PASAL 5") < text.index("ARTICLE 5") < text.index("Ditandatangani di Kalmar")
    assert text.index("ARTICLE 1") < text.index("PASAL 2")
