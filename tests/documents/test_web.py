"""Web pages of several outlet styles: title, day, publisher, author, and what is story and what is not."""

from __future__ import annotations

import pytest

from mou_miner.documents import read
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

from .paper import read_one, rows, texts

LEAD = (
    "Pemerintah Kota Bandung dan Pemerintah Kota Suwon menandatangani nota kesepahaman kerja sama kota kembar di Balai Kota, "
    "Selasa, setelah kedua wali kota bertemu dengan para pengusaha dan kepala dinas dari dua kota tersebut."
)
SECOND = (
    "Wali Kota mengatakan kerja sama itu mencakup bidang pendidikan, perdagangan, dan kebudayaan serta akan berlaku selama "
    "lima tahun sejak ditandatangani oleh kedua belah pihak dan dapat diperpanjang dengan persetujuan bersama."
)
STORY = f"<p>BANDUNG - {LEAD}</p><p>{SECOND}</p>"


def page(body: str, *, head: str = "", title: str = "Bandung dan Suwon Jadi Kota Kembar - Warta Priangan") -> Document:
    return read_one(
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode(), "x.html"
    )


@pytest.mark.parametrize(
    ("title", "body", "expected", "publisher"),
    [
        pytest.param("Suwon dan Bandung Jadi Kembar - Warta Priangan", "<h1>Suwon dan Bandung Jadi Kembar</h1>",
                     "Suwon dan Bandung Jadi Kembar", "Warta Priangan", id="site-behind"),
        pytest.param("Warta Priangan | Suwon dan Bandung Jadi Kembar", "<h1>Suwon dan Bandung Jadi Kembar</h1>",
                     "Suwon dan Bandung Jadi Kembar", "Warta Priangan", id="site-before"),
        pytest.param("Suwon-Bandung: Kembar Lagi – Kabar Kota", "<h1>Kabar Kota</h1><h2>Suwon-Bandung: Kembar Lagi</h2>",
                     "Suwon-Bandung: Kembar Lagi", "Kabar Kota", id="largest-heading-is-the-site"),
        pytest.param("Pemerintah Kota Bandung", "<h3>PEMERINTAH KOTA BANDUNG</h3><h2>Mengenal Kota Kembar Suwon</h2>",
                     "Mengenal Kota Kembar Suwon", "PEMERINTAH KOTA BANDUNG", id="page-named-after-the-site"),
        pytest.param("Suwon dan Bandung Jadi Kembar | Warta Priangan", "", "Suwon dan Bandung Jadi Kembar", "Warta Priangan",
                     id="no-heading"),
    ],
)  # fmt: skip
def test_title_and_publisher(title: str, body: str, expected: str, publisher: str) -> None:
    document = page(body + STORY, title=title)
    assert (document.title, document.publisher) == (expected, publisher)
    assert document.blocks[0].kind == "title"
    assert document.text.startswith(expected + "\n")
    assert texts(document).count(expected) == 1


@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        pytest.param('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-11-15T09:42:00+07:00"}'
                     "</script>", "", "2019-11-15", id="linked-data"),
        pytest.param('<meta property="article:published_time" content="2017-02-21T06:30:00+07:00">', "", "2017-02-21", id="meta"),
        pytest.param('<meta property="article:published_time" content="2017-02-20T23:30:00+00:00">',
                     "Selasa, 21 Februari 2017 06:30 WIB", "2017-02-21", id="universal-time-is-the-day-before"),
        pytest.param("", '<time datetime="2014-03-17">17 Maret</time>', "2014-03-17", id="time"),
        pytest.param("", "Kamis, 28/09/2017 06:30 WIB", "2017-09-28", id="visible-numbers"),
        pytest.param("", "Rabu, 5 Pebruari 2014 | 10:17 WITA", "2014-02-05", id="visible-old-spelling"),
        pytest.param("", "Oct. 5, 2016, 10:17 am", "2016-10-05", id="visible-english"),
        pytest.param("", "By Reno Alfian - Monday (05/23/2016)", "2016-05-23", id="month-first-where-it-must-be"),
        pytest.param('<link rel="canonical" href="https://warta.example/2018/04/03/kembar/">', "", "2018-04-03", id="address"),
        pytest.param("", "", None, id="none-is-guessed"),
    ],
)  # fmt: skip
def test_day_of_publication(head: str, line: str, expected: str | None) -> None:
    document = page(f"<h1>Bandung dan Suwon Jadi Kota Kembar</h1><div>{line}</div>{STORY}", head=head)
    assert document.date_published == expected
    assert document.kind == "news"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta name="author" content="Tamsin Okell">', "", "Tamsin Okell"),
        (
            '<meta name="author" content="admin2">',
            "<p>Pewarta : Kadek Sri Wahyuni | Uploader : admin2</p>",
            "Kadek Sri Wahyuni",
        ),
        ('<meta name="author" content="Redaksi Warta">', "", None),
        ('<meta name="author" content="Warta Priangan">', "", None),
        ("", "<p>Naskah itu diteken by Mayor Walt Ferencz and others in the hall.</p>", None),
    ],
)
def test_only_a_person_is_an_author(head: str, body: str, expected: str | None) -> None:
    assert page(f"<h1>Bandung dan Suwon Jadi Kota Kembar</h1>{STORY}{body}", head=head).author == expected


@pytest.mark.parametrize(
    "noise",
    [
        '<p class="baca-juga">Baca juga: Delegasi Kumamoto Bertandang ke Tasikmalaya</p>',
        "<p>BACA JUGA : Ekspor Batam ke Rotterdam Naik 11% | Kuartal III</p>",
        "<p>Read also: Singkawang lanterns to travel to Taipei</p>",
        "<p>Tags: bandung, suwon, kota kembar</p>",
        "<p>Editor : Maria Elena Situmeang</p>",
        "<p>Copyright &copy; 2017 Warta Priangan. Dilarang mengutip tanpa izin.</p>",
        "<p>(rps/dhk)</p>",
        "<p>#Bandung #Suwon</p>",
        "<p>Dilihat 312 kali</p>",
        "<p>Simak berita lainnya di saluran WhatsApp kami.</p>",
        "<h3>Berita Terkait</h3><ul><li>Surabaya dan Kochi Perpanjang Kerja Sama</li></ul>",
    ],
)
def test_noise_is_never_a_sentence(noise: str) -> None:
    document = page(
        f"<h1>Bandung dan Suwon Jadi Kota Kembar</h1><article>{STORY}{noise}<p>{LEAD.replace('Selasa', 'Rabu')}</p></article>"
    )
    read_texts = texts(document, "paragraph", "heading", "list_item", "caption")
    assert read_texts == [f"BANDUNG - {LEAD}", SECOND, LEAD.replace("Selasa", "Rabu")]


def test_lists_tables_and_captions_keep_their_kind() -> None:
    document = page(
        f"<h1>Bandung dan Suwon Jadi Kota Kembar</h1><article><figure><img src='a.jpg'><figcaption>Wali Kota Suwon (kiri) di "
        f"Bandung.</figcaption></figure>{STORY}<p>Ruang lingkupnya:</p><ol><li>pendidikan;</li><li>kebudayaan.</li></ol>"
        f"<table><tr><th>Kota</th><th>Negara</th></tr><tr><td>Suwon</td><td>Korea Selatan</td></tr><tr><td>Cuenca</td>"
        f"<td>Ekuador</td></tr></table><p>{LEAD.replace('Selasa', 'Rabu')}</p></article>"
    )
    assert texts(document, "caption") == ["Wali Kota Suwon (kiri) di Bandung."]
    assert texts(document, "list_item") == ["pendidikan;", "kebudayaan."]
    assert rows(document)[1:] == [{"Kota": "Suwon", "Negara": "Korea Selatan"}, {"Kota": "Cuenca", "Negara": "Ekuador"}]


def test_a_page_laid_out_with_tables_is_no_table() -> None:
    document = page(
        f"<table><tr><td width=170><a href=a>Beranda</a><br><a href=b>Berita</a></td><td><h2>Bandung dan Suwon Jadi Kota "
        f"Kembar</h2>{STORY}</td></tr></table>"
    )
    assert not rows(document)
    assert texts(document, "paragraph")[-2:] == [f"BANDUNG - {LEAD}", SECOND]


def test_a_body_given_twice_is_read_once() -> None:
    document = page(f"<h1>Bandung dan Suwon Jadi Kota Kembar</h1><div>{STORY}</div><div>{STORY}</div>")
    assert document.text.count("menandatangani nota kesepahaman") == 1


def test_single_breaks_part_paragraphs_only_after_a_sentence() -> None:
    document = page(
        f"<h1>Bandung dan Suwon Jadi Kota Kembar</h1><div>{LEAD}<br>{SECOND[:100]}<br/>{SECOND[100:]}</div>"
    )
    assert texts(document, "paragraph") == [LEAD, SECOND[:100] + " " + SECOND[100:].strip()] or texts(document, "paragraph") == [
        LEAD, SECOND]  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("windows-1252", '<meta charset="windows-1252">'), ("windows-1252", ""), ("utf-16", "")],
)
def test_characters_as_declared_or_found(encoding: str, declared: str) -> None:
    html = f"<html><head>{declared}<title>Gruß aus Kecskemét</title></head><body><h1>Gruß aus Kecskemét</h1><p>“{LEAD}” — Ildikó</p>"
    html = html if encoding != "windows-1252" else html.replace("ő", "o")
    document = read_one(html.encode(encoding), "x.html")
    assert document.title == "Gruß aus Kecskemét"
    assert "Ildikó" in document.text


def test_utf8_once_read_as_windows_1252_is_set_right() -> None:
    broken = f"<p>{LEAD} “Kota José Martí” dan Valparaíso</p>".encode().decode("cp1252", "replace").encode()
    assert "Valparaíso" in read_one(b"<html><body>" + broken + b"</body></html>", "x.html").text


@pytest.mark.parametrize("body", ["", "<div id='root'></div><script>app()</script>", "<nav><a>Beranda</a></nav>"])
def test_a_page_without_text_says_so(body: str) -> None:
    with pytest.raises(ReadError) as caught:
        list(read(f"<html><body>{body}</body></html>".encode(), "kosong.html", ReaderSettings()))
    assert caught.value.code == "no_text"
    assert "browser" in caught.value.remedy


def test_html_is_known_by_its_bytes_whatever_its_name() -> None:
    data = f"<!doctype html><html><body><h1>Kota kembar Bandung</h1>{STORY}</body></html>".encode()
    assert read_one(data, "unduhan.txt").media_type == "text/html"
    assert read_one(data, "berkas.pdf").media_type == "text/html"
