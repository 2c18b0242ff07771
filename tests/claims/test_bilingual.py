"""Documents in two languages: one partnership with the words of both texts, and warnings where the texts differ."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.layout import read_made
from benchmarks.layout_pages import DESIGNS, make
from mou_miner import service
from mou_miner.documents import read
from mou_miner.records import Claim, Document, Extraction
from mou_miner.settings import ReaderSettings

ID = """NOTA KESEPAHAMAN
ANTARA PEMERINTAH KOTA BANDUNG, REPUBLIK INDONESIA
DAN PEMERINTAH KOTA SUWON, REPUBLIK KOREA
TENTANG KERJA SAMA KOTA BERSAUDARA

Pemerintah Kota Bandung dan Pemerintah Kota Suwon, selanjutnya disebut Para Pihak, menyetujui hal-hal berikut:

PASAL 1
RUANG LINGKUP

Para Pihak bekerja sama dalam bidang:

a. pendidikan dan kebudayaan;

b. pariwisata.

PASAL 2
JANGKA WAKTU

Nota Kesepahaman ini berlaku selama 5 (lima) tahun sejak ditandatangani oleh Para Pihak.

DIBUAT di Bandung pada tanggal 17 Juni 2019 dalam rangkap dua, dalam bahasa Indonesia dan bahasa Inggris.
"""
EN = """MEMORANDUM OF UNDERSTANDING
BETWEEN THE GOVERNMENT OF BANDUNG CITY, REPUBLIC OF INDONESIA
AND THE CITY GOVERNMENT OF SUWON, REPUBLIC OF KOREA
ON SISTER CITY COOPERATION

The Government of Bandung City and the City Government of Suwon, hereinafter called the Parties, agree as follows:

ARTICLE 1
SCOPE

The Parties shall cooperate in the fields of:

a. education and culture;

b. tourism.

ARTICLE 2
DURATION

This Memorandum of Understanding is valid for 5 (five) years from its signature by the Parties.

DONE in Bandung on 17 June 2019 in duplicate, in the Indonesian and English languages.
"""


@cache
def tools() -> service.Tools:
    return service.Tools()


def extract(*texts: str) -> Extraction:
    document = next(read("\n\n".join(texts).encode(), "nota.txt", ReaderSettings()))
    return service.extract_document(document, tools())


def languages(document: Document, claim: Claim) -> set[str | None]:
    return {
        block.language for span in claim.spans for block in document.blocks if block.start <= span.start < block.end
    }


def check_both(extraction: Extraction, *fields: str) -> None:
    assert len(extraction.partnerships) == 1
    for field in fields:
        claims = [claim for claim in extraction.claims if claim.field == field]
        assert claims, field
        for claim in claims:
            assert languages(extraction.document, claim) == {"id", "en"}, (field, claim.value)
    for claim in extraction.claims:
        assert len(set(claim.spans)) == len(claim.spans)


@pytest.mark.slow
@pytest.mark.parametrize("order", [(ID, EN), (EN, ID)], ids=["Indonesian first", "English first"])
def test_one_language_after_the_other(order: tuple[str, str]) -> None:
    extraction = extract(*order)
    check_both(extraction, "partnership", "scope", "valid_years", "date_signed", "place_signed", "instrument", "title")
    assert extraction.document.warnings == ()


@pytest.mark.slow
def test_pages_in_turn() -> None:
    halves = [
        (text[: text.index(mark)], text[text.index(mark) :]) for text, mark in ((ID, "PASAL 2"), (EN, "ARTICLE 2"))
    ]
    extraction = extract(*(half[number] for number in (0, 1) for half in halves))
    check_both(extraction, "partnership", "scope", "valid_years", "date_signed")
    assert extraction.document.warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["row-aligned", "unequal columns", "narrow gutter"])
def test_two_columns(name: str) -> None:
    """In the second the English stands on the left."""
    design = next(design for design in DESIGNS if design.name == name)
    document = read_made(make(design, "times", "by line"))
    extraction = service.extract_document(document, tools())
    check_both(extraction, "partnership", "scope", "valid_years", "notice_months", "date_signed", "prevailing_language")
    assert extraction.document.warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("17 June 2019", "18 June 2019", "the Indonesian text is dated 2019-06-17, the English text 2019-06-18"),
        ("5 (five) years", "3 (three) years", "says 5 where the English text says 3"),
        ("\n\nb. tourism.", "", "the scope tourism is found only in the Indonesian text"),
        ("b. tourism", "b. parking of cars", "the scope tourism is found only in the Indonesian text"),
        ("ARTICLE 2\nDURATION\n\n", "", "article 2 stands only in Indonesian"),
    ],
)
def test_differences_are_warnings_of_the_document(old: str, new: str, warning: str) -> None:
    assert old in EN
    extraction = extract(ID, EN.replace(old, new))
    assert len(extraction.partnerships) == 1
    assert any(warning in told for told in extraction.document.warnings), extraction.document.warnings


@pytest.mark.slow
def test_a_story_with_a_sentence_in_the_other_language_is_no_document_in_two() -> None:
    story = "BANDUNG - Pemerintah Kota Bandung dan Kota Suwon menandatangani nota kesepahaman kota kembar pada 17 Juni 2019.\n\n"
    extraction = extract(
        story, "The mayor said the two cities shall cooperate in education and in culture for five years."
    )
    assert all(
        languages(extraction.document, claim) != {"id", "en"}
        for claim in extraction.claims
        if claim.field == "date_signed"
    )
    assert extraction.document.warnings == ()
