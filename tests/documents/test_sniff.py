"""What files are, and which of a folder's files are documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from mou_miner.documents import walk
from mou_miner.documents.sniff import Unsupported, sniff


@pytest.mark.parametrize(
    ("data", "name", "content"),
    [
        (b"\n%PDF-1.4 ...", "a.txt", "pdf"),
        (b"<!DOCTYPE html><p>x", "a.pdf", "html"),
        (b"\xef\xbb\xbf  <html><body>x", "a", "html"),
        (b"# Judul\n\nisi", "a.md", "markdown"),
        (b"Nota kesepahaman", "a.txt", "text"),
        (b"Nota kesepahaman", "a.unknown", "text"),
        (b"From: a@b.id\nTo: c@d.id\nSubject: MoU\nDate: x\n\nisi", "surat", "eml"),
        (b'{"url": "a", "text": "b"}\n{"url": "c", "text": "d"}\n', "dump", "jsonl"),
        (b"PK\x03\x04....word/document.xml", "a.zip", "docx"),
        (b"PK\x03\x04....berita/a.html", "a.zip", "zip"),
    ],
)
def test_content_is_told_by_bytes_then_by_name(data: bytes, name: str, content: str) -> None:
    assert sniff(data, name) == content


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04 xl/workbook.xml", "Excel"),
        (b"{\\rtf1 x}", "RTF"),
        (b"Rar!\x1a\x07", "RAR"),
    ],
)
def test_known_but_not_read(data: bytes, says: str) -> None:
    content = sniff(data, "a.pdf")
    assert isinstance(content, Unsupported)
    assert says in content.name


def test_walk_takes_documents_in_a_stable_order(tmp_path: Path) -> None:
    files = {
        "b.html": "x", "a.pdf": "x", "README.md": "x", "LICENSE.txt": "x", ".hidden.html": "x", "skrip.py": "x", "aturan.yaml": "x",
        "sub/c.md": "x", "sub/.git/d.txt": "x", "surat.eml": "x", "kota.csv": "kota,negara\nBandung,ID\n",
        "berita.csv": "url,title,text\na,b,c\n", "berita.jsonl": '{"url": "a", "text": "b"}\n',
        "emas.jsonl": '{"text": "b", "agreements": []}\n', "SOURCES.csv": "file,text\n",
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in walk([tmp_path])]
    assert found == ["a.pdf", "b.html", "berita.csv", "berita.jsonl", "surat.eml", "sub/c.md"]


def test_a_path_given_by_hand_is_always_taken_and_only_once(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("x", encoding="utf-8")
    missing = tmp_path / "tidak-ada.bin"
    assert list(walk([readme, missing, readme])) == [readme, missing]
