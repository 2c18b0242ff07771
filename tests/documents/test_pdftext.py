"""The bare text of PDF files, and what speeds reading up without changing what is read."""

from __future__ import annotations

import gc

import pytest

from mou_miner.documents.pdf import read_pages
from mou_miner.documents.pdftext import read_plain
from mou_miner.documents.undisturbed import undisturbed
from mou_miner.errors import ReadError
from mou_miner.settings import ReaderSettings

from .paper import EN_TEXT, HEIGHT, ID_TEXT, Paper


def test_the_plain_text_has_the_words_of_each_page_in_the_order_of_the_file() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    paper.next_page()
    paper.next_page()
    paper.flow(72, 90, 450, EN_TEXT)
    first, empty, last = read_plain(paper.data(), "a.pdf")
    assert (" ".join(first.split()), empty, " ".join(last.split())) == (ID_TEXT, "", EN_TEXT)
    assert len(first.splitlines()) > 3


def test_plain_text_of_a_file_that_cannot_be_opened_is_an_error() -> None:
    with pytest.raises(ReadError) as failed:
        list(read_plain(b"%PDF-1.4 nothing", "a.pdf"))
    assert failed.value.code == "broken"
    locked = Paper(password="kunci")
    locked.line(72, 90, "Kota Bandung")
    data = locked.data()
    with pytest.raises(ReadError) as failed:
        list(read_plain(data, "a.pdf"))
    assert failed.value.code == "encrypted"
    assert list(read_plain(data, "a.pdf", ["kunci"])) == ["Kota Bandung"]


def test_a_grid_drawn_in_a_form_stands_where_the_form_is_put() -> None:
    paper = Paper()
    paper.canvas.beginForm("grid")
    for n in range(4):
        paper.canvas.line(0, -30 * n, 200, -30 * n)
        paper.canvas.line(n * 200 / 3, 0, n * 200 / 3, -90)
    paper.canvas.endForm()
    paper.canvas.translate(100, HEIGHT - 150)
    paper.canvas.doForm("grid")
    (page,) = read_pages(paper.data(), "a.pdf", ReaderSettings())
    (grid,) = page.grids
    assert grid.outline == pytest.approx((100, 150, 300, 240), abs=1.5)
    assert [len(row) for row in grid.rows] == [3, 3, 3]


def test_reading_leaves_the_collector_as_it_was() -> None:
    assert gc.isenabled()
    with undisturbed():
        assert not gc.isenabled()
        with undisturbed():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), undisturbed():
        raise ValueError("x")
    assert gc.isenabled()
