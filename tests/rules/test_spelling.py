"""Spelling that must not matter."""

from __future__ import annotations

import pytest

from mou_miner.rules.spelling import inflected, normal_form, variants

SPELLINGS = {"tehnologi": "teknologi", "propinsi": "provinsi"}


@pytest.mark.parametrize(
    ("word", "form"),
    [
        pytest.param("PENDIDIKAN", "pendidikan", id="capitals"),
        pytest.param("Gijón", "gijon", id="accent"),
        pytest.param("kota-kota", "kota", id="doubled"),
        pytest.param("alat-alatnya", "alatnya", id="doubled-with-suffix"),
        pytest.param("usaha2", "usaha", id="doubled-with-two"),
        pytest.param("G20", "g20", id="two-is-no-doubling-sign"),
        pytest.param("tukar-menukar", "tukar-menukar", id="not-doubled"),
        pytest.param("Tehnologi", "teknologi", id="old-spelling"),
        pytest.param("hasn’t", "hasn't", id="curly-quote"),
    ],
)
def test_normal_form(word: str, form: str) -> None:
    assert normal_form(word, SPELLINGS) == form
    assert normal_form(form, SPELLINGS) == form


def test_variants_of_two_words_in_one_phrase() -> None:
    groups = [("kerja sama", "kerjasama"), ("dan", "&")]
    assert set(variants("kerja sama seni dan budaya", groups)) == {
        "kerja sama seni dan budaya",
        "kerjasama seni dan budaya",
        "kerja sama seni & budaya",
        "kerjasama seni & budaya",
    }


def test_variants_leave_parts_of_words_alone() -> None:
    assert variants("pendanaan", [("dan", "&")]) == ["pendanaan"]


@pytest.mark.parametrize(
    ("phrase", "language", "forms"),
    [
        pytest.param("seni budaya", "id", {"seni budaya", "seni budayanya"}, id="suffix"),
        pytest.param("hasilnya", "id", {"hasilnya"}, id="has-its-suffix"),
        pytest.param("trade fair", "en", {"trade fair", "trade fairs"}, id="plural"),
        pytest.param("library", "en", {"library", "libraries"}, id="plural-of-y"),
        pytest.param("holiday", "en", {"holiday", "holidays"}, id="plural-of-vowel-y"),
        pytest.param("sports", "en", {"sports"}, id="is-plural"),
    ],
)
def test_inflected(phrase: str, language: str, forms: set[str]) -> None:
    assert set(inflected(phrase, language)) == forms  # type: ignore[arg-type]
