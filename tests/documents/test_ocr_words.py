"""Misreadings set right, and what is left alone because it may be right."""

from __future__ import annotations

import pytest

from mou_miner.documents.drafts import PrintedWord
from mou_miner.documents.lines import Line
from mou_miner.documents.ocrwords import correct
from mou_miner.records import Box


def corrected(text: str, confidence: float = 0.9) -> str:
    """Return a line of evenly set words as it stands after correction."""
    words, x = [], 0.0
    for word in text.split():
        words.append(PrintedWord(word, Box(1, x, 0, x + 5 * len(word), 10), confidence=confidence, read_as=word))
        x += 5 * len(word) + 3
    return " ".join(word.text for line in correct([Line(words)]) for word in line.words)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        pytest.param("Sesuai PASALl naskah", "Sesuai PASAL 1 naskah", id="a-number-glued-on"),
        pytest.param("tentang Kerja Sarna kota", "tentang Kerja Sama kota", id="rn-for-m"),
        pytest.param("pernerintah dan kesepaharnan", "pemerintah dan kesepahaman", id="rn-for-m-within"),
        pytest.param("bidang PENDIDlKAN", "bidang PENDIDIKAN", id="an-l-among-capitals"),
        pytest.param("K0TA kembar", "KOTA kembar", id="a-zero-among-letters"),
        pytest.param("ANT ARA kota", "ANTARA kota", id="a-word-read-as-two"),
        pytest.param("tanggalberlaku naskah", "tanggal berlaku naskah", id="two-words-read-as-one"),
        pytest.param("SALINGPENGERTIAN", "SALING PENGERTIAN", id="two-words-in-capitals"),
        pytest.param("Lol dan L0I", "LoI dan LoI", id="letter-of-intent"),
        pytest.param("M0U serta Mo U", "MoU serta MoU", id="memorandum"),
        pytest.param("pada 2O19 l7 Juni", "pada 2019 17 Juni", id="letters-for-figures"),
        pytest.param("selama S (lima) tahun", "selama 5 (lima) tahun", id="a-figure-by-its-word"),
        pytest.param("bidang: (a) seni: (b) budaya: dan (c) air",
                     "bidang: (a) seni; (b) budaya; dan (c) air", id="semicolons-of-a-list"),
        pytest.param("dalam Lampiran | naskah", "dalam Lampiran I naskah", id="a-bar-for-a-numeral"),
        pytest.param("the “parties agree", "the parties agree", id="a-quote-that-is-never-closed"),
    ],
)  # fmt: skip
def test_sure_misreadings_are_set_right(read: str, right: str) -> None:
    assert corrected(read) == right


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kota Tainan dan Kota Barnes", id="names"),
        pytest.param("TAINAN dan HEARST", id="names-in-capitals"),
        pytest.param("Bearing in mind", id="a-word-that-is-not-listed"),
        pytest.param("dikenai denda dua persen", id="a-listed-word-with-an-ending"),
        pytest.param("berlaku 3 (tiga) tahun", id="right-figures"),
        pytest.param("meliputi bidang: (a) seni", id="a-colon-before-the-first-item"),
        pytest.param('ia berkata "baik"', id="quotes-that-belong-together"),
        pytest.param("ARTICLES of the charter", id="a-plural-is-no-number"),
    ],
)
def test_what_may_be_right_is_left_alone(text: str) -> None:
    assert corrected(text) == text


def test_the_raw_reading_is_kept() -> None:
    word = PrintedWord("pernerintah", Box(1, 0, 0, 50, 10), confidence=0.8, read_as="pernerintah")
    (line,) = correct([Line([word])])
    assert (line.words[0].text, line.words[0].read_as) == ("pemerintah", "pernerintah")


def test_a_word_of_letters_read_with_certainty_is_left_alone() -> None:
    assert corrected("kesepaharnan", confidence=0.99) == "kesepaharnan"
