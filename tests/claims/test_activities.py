"""What a text tells as done, planned or not done under a tie, from the document's text to its activities."""

from __future__ import annotations

import pytest

from mou_miner.documents import read
from mou_miner.service import Tools, extract_document

ID = "Kota Bogor menjalin kerja sama sister city dengan Kota Nagasaki, Jepang, sejak 2010. "
EN = "The City of Bogor signed a sister city agreement with Nagasaki, Japan, in 2010. "


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


def activities(text: str, tools: Tools) -> list[tuple[str, str]]:
    document = next(read(text.encode(), "story.txt", tools.settings.reader))
    found = extract_document(document, tools).partnerships
    assert len(found) == 1, "the story tells of one tie"
    return [(item.assertion, item.text) for item in found[0].activities]


@pytest.mark.parametrize(
    ("text", "assertion", "words"),
    [
        (ID + "Dua penyuluh kita tinggal tiga bulan di sana.", "done", "penyuluh kita tinggal"),
        (ID + "Tahun lalu telah diterima 5 unit pompa.", "done", "diterima 5 unit pompa"),
        (ID + "Tiga penari bakal dikirim ke pesta kota itu.", "planned", "penari bakal dikirim"),
        (ID + "Kios bersama di pelabuhan urung dibuka.", "not_done", "Kios bersama"),
        (EN + "Four nurses from Bogor have spent a month there.", "done", "nurses from Bogor"),
        (EN + "Six inspectors are due to fly there in June.", "planned", "inspectors are due to fly"),
        (EN + "A garden announced in 2014 was never built.", "not_done", "garden announced"),
    ],
)
def test_deeds_in_open_words(text: str, assertion: str, words: str, tools: Tools) -> None:
    found = activities(text, tools)
    assert [item for item in found if item[0] == assertion and words in item[1]], found


@pytest.mark.parametrize(
    "text",
    [
        ID + "Naskah itu diteken di sela-sela pameran maritim.",
        ID + "Ruang lingkup yang disepakati yakni promosi wisata, pertukaran budaya, dan alih teknologi.",
        EN + "The two have much in common especially when it comes to rivers.",
    ],
)
def test_fields_venues_and_idioms_are_none(text: str, tools: Tools) -> None:
    assert activities(text, tools) == []


def test_one_visit_a_story_rather_the_one_that_took_place(tools: Tools) -> None:
    text = ID + "Wali Kota Bogor akan berkunjung ke Nagasaki. Ia menerima kunjungan delegasi Nagasaki, Senin."
    visits = [item for item in activities(text, tools) if "kunjung" in item[1]]
    assert [assertion for assertion, _ in visits] == ["done"]
