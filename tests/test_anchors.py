"""Quotes are found again in a text that is read a little differently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_miner.anchors import find_quote


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        pytest.param("di Bandung dan di Suwon", "di", ["di", "di"], id="every-occurrence"),
        pytest.param("Pasal 5, 2015", "5", ["5"], id="whole-words-first"),
        pytest.param("tahun2015", "2015", ["2015"], id="part-of-a-word-if-nowhere-else"),
        pytest.param(
            "nota  kesepa\u00adhaman\nkota", "nota kesepahaman kota", ["nota  kesepa\u00adhaman\nkota"], id="spaces"
        ),
        pytest.param("Kota Suwon", "Kota Suwan", [], id="short-names-are-not-guessed"),
        pytest.param(
            "nota kesepahaman antara Pemerintan Kota Bandung dan Suwon",
            "kesepahaman antara Pemerintah Kota Bandung",
            ["kesepahaman antara Pemerintan Kota Bandung"],
            id="one-letter-read-otherwise",
        ),
        pytest.param("nota kesepahaman kota Bandung", "rencana aksi provinsi Bali", [], id="other-words"),
        pytest.param("nota", "  ", [], id="nothing-to-look-for"),
        pytest.param("", "nota", [], id="no-text"),
        pytest.param("nota", "nota kesepahaman antara", [], id="longer-than-the-text"),
    ],
)
def test_find_quote(text: str, quote: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_quote(text, quote)] == found


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=6))
def test_what_is_found_is_the_quote_but_for_spaces(text: str, quote: str) -> None:
    for span in find_quote(text, quote):
        assert text[span.start : span.end].split() == quote.split() or "".join(
            text[span.start : span.end].split()
        ) == "".join(quote.split())


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_a_quote_of_the_text_is_found(before: str, quote: str, after: str) -> None:
    assert bool(find_quote(before + quote + after, quote)) == bool(quote.strip())
