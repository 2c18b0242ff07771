"""Plain text and Markdown."""

from __future__ import annotations

import pytest

from .paper import EN_TEXT, ID_TEXT, read_one, rows, texts


def wrapped(text: str, width: int = 70) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("width", [40, 70, 10_000])
def test_hard_wrapped_lines_are_joined(name: str, width: int) -> None:
    document = read_one(f"{wrapped(ID_TEXT, width)}\n\n{wrapped(EN_TEXT, width)}\n".encode(), name)
    assert texts(document) == [ID_TEXT, EN_TEXT]


def test_a_headline_a_dateline_and_a_sign_off() -> None:
    text = f"Padang-Hildesheim hidupkan lagi pertukaran pemuda\n\nKamis, 20 Juni 2013 15:08 WIB\n\n{wrapped('Padang (KBM) - ' + ID_TEXT)}\n\n(hms/yl)"
    document = read_one(text.encode(), "a.txt")
    assert document.title == "Padang-Hildesheim hidupkan lagi pertukaran pemuda"
    assert (document.date_published, document.kind, document.language) == ("2013-06-20", "news", "id")
    assert texts(document, "paragraph") == ["Padang (KBM) - " + ID_TEXT]


def test_the_header_of_a_news_wire_is_no_title() -> None:
    text = f"SLUG: SUMBAR-BULGARIA\nSERVICE: Minang Press\n\nWEST SUMATRA EYES PLOVDIV AS A PARTNER\n\n{wrapped('PADANG, March 12 -- ' + EN_TEXT)}"
    document = read_one(text.encode(), "a.txt")
    assert document.title == "WEST SUMATRA EYES PLOVDIV AS A PARTNER"
    assert texts(document, "paragraph") == ["PADANG, March 12 -- " + EN_TEXT]


def test_numbers_that_were_torn_off_their_items_are_put_back() -> None:
    text = (
        f"{wrapped(ID_TEXT)}\n\n1.\n\n2.\n\n3.\n\nPerdagangan dan investasi\n\nPendidikan tinggi\n\nPariwisata pantai\n"
    )
    assert texts(read_one(text.encode(), "a.txt"), "list_item") == [
        "1. Perdagangan dan investasi", "2. Pendidikan tinggi", "3. Pariwisata pantai"]  # fmt: skip


def test_signatures_beside_each_other_in_plain_text() -> None:
    text = f"""{wrapped(ID_TEXT)}

Dibuat di Bandung pada tanggal 5 Mei 2015.

UNTUK PEMERINTAH KOTA BANDUNG          UNTUK PEMERINTAH KOTA SUWON


RIDWAN KAMIL                           YEOM TAE-YOUNG
Wali Kota                              Mayor
"""
    document = read_one(text.encode(), "a.txt")
    assert texts(document, "signature") == [
        "UNTUK PEMERINTAH KOTA BANDUNG RIDWAN KAMIL Wali Kota", "UNTUK PEMERINTAH KOTA SUWON YEOM TAE-YOUNG Mayor"]  # fmt: skip


def test_a_table_with_tabs() -> None:
    text = f"{ID_TEXT}\n\nKota\tNegara\tTahun\nSuwon\tKorea Selatan\t1997\nCuenca\tEkuador\t2016\n"
    assert rows(read_one(text.encode(), "a.txt"))[2] == {"Kota": "Cuenca", "Negara": "Ekuador", "Tahun": "2016"}


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("heading", ["DAFTAR PUSTAKA", "References", "5. Daftar Pustaka"])
def test_a_list_of_references_is_apart(name: str, heading: str) -> None:
    mark = "## " if name.endswith("md") else ""
    text = f"{ID_TEXT}\n\n{mark}{heading}\n\nMukti, T. A. (2015). Sister City Bandung dan Braunschweig. Yogyakarta.\n\nUtomo, B. (2020). City Paradiplomacy.\n"
    document = read_one(text.encode(), name)
    assert len(texts(document, "reference")) == 2
    assert document.kind == "article"


def test_markdown_marks_are_taken_off() -> None:
    text = f"""---
title: "Kota Kembar: Untuk Apa?"
date: 2021-06-30
publisher: Forum Sulawesi
---

## Latar *belakang*

{ID_TEXT} Lihat [laman **resmi**](https://example.org/a_(b)) dan `kode`.[^1]

- **Bergen**, untuk hujannya;
- Valencia \\* Spanyol
1. satu
2. dua
   masih dua

| Kota | Negara |
|:--|--:|
| *Suwon* | Korea |

> {EN_TEXT}

![gambar](a.png)

[^1]: Wawancara, 2019.
"""
    document = read_one(text.encode(), "a.md")
    assert texts(document) == [
        "Kota Kembar: Untuk Apa?", "Latar belakang", f"{ID_TEXT} Lihat laman resmi dan kode.", "Bergen, untuk hujannya;",
        "Valencia * Spanyol", "1. satu", "2. dua masih dua", "Kota | Negara", "Suwon | Korea", EN_TEXT, "Wawancara, 2019."]  # fmt: skip
    assert (document.title, document.date_published, document.publisher) == (
        "Kota Kembar: Untuk Apa?",
        "2021-06-30",
        "Forum Sulawesi",
    )
    assert rows(document)[1] == {"Kota": "Suwon", "Negara": "Korea"}
