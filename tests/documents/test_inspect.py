"""The commands that show how a file was read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from mou_miner.cli import app

from .test_drawing import two_pages

runner = CliRunner()
STORY = """<html><head><title>Bandung dan Suwon</title></head><body><article><h1>Bandung dan Suwon jadi kota kembar</h1>
<p>Pemerintah Kota Bandung dan Kota Suwon menandatangani nota kesepahaman kota kembar di bidang pendidikan pada hari
Selasa, kata Wali Kota Bandung di Balai Kota.</p><p>Kerja sama itu berlaku selama lima tahun dan dapat diperpanjang,
ujarnya kepada wartawan seusai acara penandatanganan.</p></article></body></html>"""


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    path = tmp_path / "memo.pdf"
    path.write_bytes(two_pages())
    return path


def test_a_page_is_drawn_and_its_blocks_are_listed(memo: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages" / "two.png"
    result = runner.invoke(app, ["inspect", str(memo), "--page", "2", "--out", str(out), "--only-blocks"])
    assert result.exit_code == 0, result.stderr
    assert Image.open(BytesIO(out.read_bytes())).width > 500
    assert result.stdout.startswith("2\tparagraph\ten\t2\t")
    assert "Pihak" not in result.stdout
    assert str(out) in result.stderr


@pytest.mark.slow
def test_a_web_page_is_drawn_as_a_sheet(tmp_path: Path) -> None:
    page, out = tmp_path / "story.html", tmp_path / "story.png"
    page.write_text(STORY, encoding="utf-8")
    result = runner.invoke(app, ["inspect", str(page), "--out", str(out)])
    assert result.exit_code == 0, result.stderr
    assert "kota kembar" in result.stdout
    assert Image.open(BytesIO(out.read_bytes())).format == "PNG"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--page", "3"], "has 2 pages. Name one of 1 to 2."),
        (["--document", "2"], "holds 1. Name one of 1 to 1."),
        (["--out", "/dev/null/a.png"], "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_told(memo: Path, tmp_path: Path, options: list[str], message: str) -> None:
    result = runner.invoke(app, ["inspect", str(memo), "--only-blocks", "--out", str(tmp_path / "a.png"), *options])
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_missing_file_and_a_broken_one_are_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    for path in (tmp_path / "none.pdf", broken):
        result = runner.invoke(app, ["inspect", str(path), "--out", str(tmp_path / "a.png")])
        assert result.exit_code == 2
        assert path.name in result.stderr
        assert not (tmp_path / "a.png").exists()


def test_the_text_is_printed_in_reading_order_or_plain(memo: Path) -> None:
    read = runner.invoke(app, ["text", str(memo)])
    assert read.exit_code == 0
    assert [line[:10] for line in read.stdout.splitlines()] == ["Para Pihak", "The Partie"]
    plain = runner.invoke(app, ["text", "--plain", str(memo)])
    assert len(plain.stdout.splitlines()) > 4
    assert "".join(plain.stdout.split()) == "".join(read.stdout.split())


def test_a_file_that_cannot_be_read_does_not_stop_the_others(memo: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nnothing")
    result = runner.invoke(app, ["text", str(tmp_path)])
    assert result.exit_code == 1
    assert "Para Pihak" in result.stdout
    assert "a.pdf" in result.stderr
