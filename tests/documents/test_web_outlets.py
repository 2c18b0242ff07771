"""Web pages in the style of many outlets: the floor of the benchmark, and what each kind of page taught."""

from __future__ import annotations

import pytest

from benchmarks.html import load_pages, ours, score
from mou_miner.documents.published import find_date
from mou_miner.records import Document

from .paper import read_one, texts

LEAD = (
    "Pemerintah Kota Batu dan Pemerintah Kota Leeuwarden menandatangani pernyataan kehendak di Balai Kota, Selasa, setelah "
    "kedua wali kota meninjau sekolah pertanian dan pasar bunga bersama para pedagang dari dua kota tersebut."
)
SECOND = LEAD.replace("Selasa", "Rabu").replace("pasar bunga", "kebun apel")


def page(body: str, *, head: str = "") -> Document:
    return read_one(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "x.html")


@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_pages_of_the_benchmark_are_read_well(half: str) -> None:
    result = score(load_pages(half), ours, verbose=False)
    assert result.f1 >= 0.97
    assert result.dates >= 0.97
    assert result.bylines_precision >= 0.95


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        pytest.param("Thu, 06/04/2009", "2009-06-04", id="the-weekday-says-month-first"),
        pytest.param("Senin, 06/04/2009", "2009-04-06", id="the-weekday-says-day-first"),
        pytest.param("06/04/2009", "2009-04-06", id="no-weekday"),
        pytest.param("Jumat (13/01/2017)", "2017-01-13", id="no-month-has-the-number"),
    ],
)
def test_numbers_of_a_date_are_put_in_order(text: str, iso: str) -> None:
    assert find_date(text) == iso


def test_polls_and_menus_in_cells_beside_the_story_are_left_out() -> None:
    document = page(
        "<table><tr><td>Sekilas Kota<br>Buku Tamu</td><td><b>Bunga dari Leeuwarden</b><br>07/11/2005<br><br>"
        f"{LEAD}<br><br>{SECOND}</td><td>Jajak Pendapat<br>Bagaimana tampilan situs kami?</td></tr></table>",
        head="<title>:: Pemerintah Kota - Berita ::</title>",
    )
    assert document.title == "Bunga dari Leeuwarden"
    assert document.date_published == "2005-11-07"
    assert texts(document, "paragraph") == [LEAD, SECOND]


def test_replies_below_a_post_are_left_out() -> None:
    document = page(
        f"<div><div dir=auto>{LEAD}</div><div dir=auto>{SECOND}</div><div><span>87</span><span>12 komentar</span></div>"
        "<div><span>Suka</span><span>Komentari</span><span>Bagikan</span></div><div><a>Meity</a><span>Mantap pak</span></div></div>"
    )
    assert texts(document, "paragraph") == [LEAD, SECOND]


def test_a_repositorys_story_is_the_abstract() -> None:
    document = page(
        f"<h1>Kota Kembar Batu</h1><p>Sari, Dewi (2020) Kota Kembar Batu. Skripsi.</p><h2>Abstrak</h2><p>{LEAD}</p>"
        "<table><tr><th>Item Type:</th><td>Thesis</td></tr><tr><th>Date Deposited:</th><td>2 Mei 2020</td></tr></table>",
        head='<meta name="DC.creator" content="Sari, Dewi"><meta name="DC.date" content="2020-04">',
    )
    assert texts(document, "paragraph") == [LEAD]
    assert (document.author, document.date_published) == ("Sari, Dewi", "2020-04")


def test_initials_after_the_last_sentence_are_no_story() -> None:
    document = page(f"<h1>Batu dan Leeuwarden</h1><p>{LEAD}</p><p>{SECOND} (hms/btu)</p>")
    assert texts(document, "paragraph") == [LEAD, SECOND]
    assert texts(document, "noise")[-1] == "(hms/btu)"


def test_a_story_cut_into_boxes_is_read_whole() -> None:
    document = page(
        f"<article><h1>Batu dan Leeuwarden</h1><div class=item><p>{LEAD}</p></div><ul><li><a>Lomba burung</a></li></ul>"
        f"<div class=item><h2>Sekolah tani</h2><p>{SECOND}</p></div></article>"
    )
    assert texts(document, "paragraph", "heading") == [LEAD, "Sekolah tani", SECOND]


@pytest.mark.parametrize(
    ("opening", "iso"),
    [
        pytest.param("KUCHING (Jan 11, 2020): ", "2020-01-11", id="in-brackets"),
        pytest.param("Bursa, 14 March 2016. ", "2016-03-14", id="after-a-comma"),
        pytest.param("BATU, kabarmalang.com (30/12/2016) - ", "2016-12-30", id="behind-the-site"),
        pytest.param("Pada 14 March 2016 itu ", None, id="within-a-sentence"),
    ],
)
def test_the_day_of_a_dateline_is_taken_where_no_other_is_told(opening: str, iso: str | None) -> None:
    assert page(f"<h1>Batu dan Leeuwarden</h1><p>{opening}{LEAD}</p><p>{SECOND}</p>").date_published == iso


@pytest.mark.parametrize(
    ("name", "heading", "title"),
    [
        pytest.param("Tinju dan Aren", "Tinju dan Aren Satukan Dua Kota", "Tinju dan Aren Satukan Dua Kota", id="cut-short"),
        pytest.param("Kedutaan Besar di Hanoi", "Pemkot Batu Bertemu Wali Kota Hue", "Pemkot Batu Bertemu Wali Kota Hue",
                     id="the-name-of-the-site"),
    ],
)  # fmt: skip
def test_the_headline_is_that_of_the_story(name: str, heading: str, title: str) -> None:
    body = f"<h3>{heading}</h3><p>{LEAD}</p><p>{SECOND}</p>"
    assert page(body, head=f"<title>{name}</title>").title == title


def test_a_commenter_is_no_author() -> None:
    comment = '<div id="comments"><div class="comment-author vcard"><cite class="fn">Elisabeth Tukan</cite></div><p>Rindu.</p></div>'
    assert page(f"<h1>Surat dari Batu</h1><article><p>{LEAD}</p><p>{SECOND}</p></article>{comment}").author is None
