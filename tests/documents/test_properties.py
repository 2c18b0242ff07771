"""What holds for every document: offsets, blocks, pages, boxes, and that reading twice gives the same."""

# ruff: noqa: PT017 - texts and pages are given as they are

from __future__ import annotations

import pickle
import unicodedata
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_miner.documents import read
from mou_miner.documents.clean import clean
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

from .paper import HEIGHT, WIDTH, Paper, read_one


def check(document: Document) -> None:
    text = document.text
    end = -1
    for block in document.blocks:
        assert end < block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        assert all(block.start <= cell.start <= cell.end <= block.end for cell in block.cells)
        end = block.end
    covered = "".join(text[block.start : block.end] for block in document.blocks)
    assert len(text) - len(covered) == max(0, len(document.blocks) - 1) == text.count("\n")
    for word in document.words:
        assert text[word.start : word.end].strip() == text[word.start : word.end] != ""
        assert not any(letter.isspace() for letter in text[word.start : word.end])
    for left, right in zip(document.words, document.words[1:], strict=False):
        assert left.end <= right.start
    for first, second in zip(document.pages, document.pages[1:], strict=False):
        assert first.end <= second.start
        assert first.number + 1 == second.number
    assert unicodedata.is_normalized("NFC", text)
    assert "  " not in text
    assert not any(letter in text for letter in "\u00a0\u00ad\ufb01\ufb02\u200b\ufeff\t\r")


LETTERS = st.text(alphabet="abcdefgnrAKPSU0123456789.,;:()-/\"'•é", min_size=1, max_size=12)
LINES = st.lists(st.lists(LETTERS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pages=st.lists(LINES, min_size=1, max_size=3), x=st.sampled_from([40, 72, 200]), size=st.sampled_from([8, 11, 14])
)
def test_any_printed_page(pages: list[list[str]], x: int, size: int) -> None:
    paper = Paper()
    for number, lines in enumerate(pages):
        if number:
            paper.next_page()
        for n, line in enumerate(lines):
            paper.line(x + (n % 3) * 90, 60 + n * size * 1.7, line, size=size)
    try:
        document = read_one(paper.data())
    except ReadError as error:
        assert error.code == "no_text"
        return
    check(document)
    assert [page.number for page in document.pages] == list(range(1, len(pages) + 1))
    for word in document.words:
        assert word.box.x0 < word.box.x1 <= WIDTH * 3
        assert -30 < word.box.top < word.box.bottom < HEIGHT + 30


@settings(max_examples=120, deadline=None)
@given(
    st.text(alphabet="abc dé\u00a0\u00adﬁ\u200b\t\n.,:;|*#_-[]()<>&1A\u0301", min_size=1, max_size=300),
    st.sampled_from(["txt", "md", "html"]),
)
def test_any_text(text: str, ending: str) -> None:
    if ending == "html":
        text = f"<html><body><p>{text.replace('<', '&lt;')}</p></body></html>"
    try:
        documents = list(read(text.encode(), f"a.{ending}", ReaderSettings()))
    except ReadError as error:
        assert error.code in ("no_text", "empty")
        return
    for document in documents:
        check(document)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(min_size=1, max_size=400),
    st.sampled_from(["", ".pdf", ".html", ".docx", ".eml", ".zip", ".jsonl", ".csv", ".txt"]),
)
def test_any_bytes_give_documents_or_a_read_error(data: bytes, ending: str) -> None:
    try:
        for document in read(data, f"a{ending}", ReaderSettings()):
            check(document)
    except ReadError as error:
        assert error.cause
        assert error.remedy


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_reading_is_repeatable_and_can_be_sent_to_a_worker() -> None:
    paper = Paper()
    paper.line(72, 90, "Nota kesepahaman kota kembar")
    data = paper.data()
    work = pickle.loads(pickle.dumps(partial(read, data, "a.pdf", ReaderSettings())))
    assert list(work()) == list(read(data, "a.pdf", ReaderSettings()))


@pytest.mark.parametrize("text", ["e\u0301", "ﬁ", "a\u00adb", "a\u00a0b", "Ｋｏｔａ"])
def test_characters_are_normalised(text: str) -> None:
    assert clean(text) in ("é", "fi", "ab", "a b", "Kota")
