"""Clauses of bilingual documents side by side."""

from __future__ import annotations

from mou_miner.documents import pairs
from mou_miner.records import Document

from .paper import HEIGHT, Paper, read_one

ID = """NOTA KESEPAHAMAN ANTARA PEMERINTAH KOTA BANDUNG DAN PEMERINTAH KOTA SUWON

PASAL 1
TUJUAN

Nota Kesepahaman ini bertujuan membentuk kerja sama kota bersaudara antara kedua kota.

PASAL 2
RUANG LINGKUP

Para Pihak bekerja sama dalam bidang:

a. pendidikan dan kebudayaan;

b. perdagangan dan pariwisata.

PASAL 3
JANGKA WAKTU

Nota Kesepahaman ini berlaku selama 5 (lima) tahun sejak ditandatangani oleh Para Pihak.
"""
EN = """MEMORANDUM OF UNDERSTANDING BETWEEN THE CITY GOVERNMENT OF BANDUNG AND THE CITY OF SUWON

ARTICLE I
OBJECTIVE

This Memorandum of Understanding aims to establish sister city cooperation of the two cities.

ARTICLE II
SCOPE

The Parties shall cooperate in the fields of:

a. education and culture;

b. trade and tourism.

ARTICLE III
DURATION

This Memorandum of Understanding is valid for 5 (five) years from its signature by the Parties.
"""


def read_both(one: str, two: str) -> Document:
    return read_one(f"{one}\n\n{two}".encode(), "a.txt")


def test_articles_and_items_are_paired_by_number() -> None:
    document = read_both(ID, EN)
    found = [tuple(document.text[b.start : b.end][:22] for b in pair) for pair in pairs(document)]
    assert found == [
        ("NOTA KESEPAHAMAN ANTAR", "MEMORANDUM OF UNDERSTA"),
        ("PASAL 1 TUJUAN", "ARTICLE I OBJECTIVE"),
        ("Nota Kesepahaman ini b", "This Memorandum of Und"),
        ("PASAL 2 RUANG LINGKUP", "ARTICLE II SCOPE"),
        ("Para Pihak bekerja sam", "The Parties shall coop"),
        ("a. pendidikan dan kebu", "a. education and cultu"),
        ("b. perdagangan dan par", "b. trade and tourism."),
        ("PASAL 3 JANGKA WAKTU", "ARTICLE III DURATION"),
        ("Nota Kesepahaman ini b", "This Memorandum of Und"),
    ]
    assert document.warnings == ()


def test_differences_between_the_languages_are_told() -> None:
    changed = EN.replace("5 (five)", "3 (three)").replace("\n\nb. trade and tourism.", "\n\nb. trade;\n\nc. tourism.")
    assert read_both(ID, changed).warnings == (
        "article 2 has 2 items in Indonesian and 3 in English",
        "'Nota Kesepahaman ini berlaku selama 5 (lima) tahun sejak dit' says 5 where the English text says 3",
    )
    shorter = EN[: EN.index("ARTICLE III")]
    assert "article 3 stands only in Indonesian" in read_both(ID, shorter).warnings


def test_a_document_in_one_language_has_no_pairs() -> None:
    assert pairs(read_one(ID.encode(), "a.txt")) == ()


def test_columns_are_paired_across_the_gutter() -> None:
    paper = Paper()
    for x, text in ((50, ID), (310, EN)):
        y = 80.0
        for block in text.split("\n\n"):
            for line in block.strip().split("\n"):
                y = paper.flow(x, y, 225, line, size=10, pitch=12)
            y += 7
    document = read_one(paper.data())
    assert len(pairs(document)) == 9


def test_pages_in_turn_are_paired_and_sentences_go_on_two_pages_later() -> None:
    paper = Paper()
    texts = [[line for block in text.split("\n\n") for line in [*block.strip().split("\n"), ""]] for text in (ID, EN)]
    breaks = [next(n for n, line in enumerate(text) if line.startswith(word)) for text, word in
              zip(texts, ("Nota Kesepahaman ini berlaku", "This Memorandum of Understanding is valid"), strict=True)]  # fmt: skip
    for page in range(4):
        text, cut = texts[page % 2], breaks[page % 2]
        y = 100.0
        for line in text[:cut] if page < 2 else text[cut + 1 :]:
            y = paper.flow(72, y, 450, line) if line else y + 8
        if page < 2:
            first, _, rest = text[cut].partition(" selama " if page == 0 else " for ")
            texts[page][cut + 1 : cut + 1] = [("selama " if page == 0 else "for ") + rest]
            paper.line(72, y, first.ljust(40))
            paper.canvas.drawRightString(
                522, HEIGHT - y, "sebagai landasan bersama" if page == 0 else "as a common ground"
            )
        paper.next_page()
    document = read_one(paper.data())
    assert document.language == "id+en"
    assert len(document.pages) == 4
    assert len(pairs(document)) == 9
    whole = [document.text[b.start : b.end] for b in document.blocks]
    assert any("landasan bersama selama 5 (lima) tahun" in text for text in whole)
    assert any("common ground for 5 (five) years" in text for text in whole)
    assert document.warnings == ()
