"""The program from Python, as its guide shows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mou_miner import Store, extract, extract_text
from mou_miner.errors import ReadError, SettingsError

STORY = "Pemerintah Kota Bandung dan Kota Suwon, Korea Selatan, menandatangani nota kesepahaman sister city pada 25 Agustus 1997."


def test_a_file_is_extracted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    [extraction] = extract(tmp_path / "a.txt")
    [partnership] = extraction.partnerships
    assert (partnership.indonesian_party.name, partnership.partner.name, partnership.stage) == (
        "Kota Bandung",
        "Suwon",
        "mou",
    )
    assert [found.document.source for found in extract(str(tmp_path))] == [str(tmp_path / "a.txt")]


def test_a_text_is_extracted() -> None:
    extraction = extract_text(
        STORY, source="https://bandung.go.id/1", date_published="1997-08-26", publisher="Pemkot Bandung"
    )
    assert extraction.document.source == "https://bandung.go.id/1"
    assert extraction.document.date_published == "1997-08-26"
    assert [item.partner.name for item in extraction.partnerships] == ["Suwon"]


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        next(extract(tmp_path / "none.pdf"))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(ReadError):
        list(extract(tmp_path / "a.pdf"))
    with pytest.raises(ReadError):
        extract_text("...")


def test_a_store_is_opened_and_asked(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'mou.sqlite'}") as store:
        assert store.find_partnerships().items == ()


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import mou_miner, sys; print([m for m in ('spacy', 'pandas', 'sqlalchemy', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_there_is_nothing_else() -> None:
    import mou_miner

    with pytest.raises(AttributeError, match="no attribute 'unknown'"):
        _ = mou_miner.unknown
