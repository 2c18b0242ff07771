"""Bilingual pages in many layouts, generated: what is read is what was set, and each column has its language."""

from __future__ import annotations

import pytest

from benchmarks.layout import read_made, score
from benchmarks.layout_pages import DESIGNS, ORDERS, Design, Order, make
from mou_miner.documents import pairs

from .paper import texts

TUNED = [design for design in DESIGNS if not design.held_out]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("design", TUNED, ids=lambda design: design.name)
def test_a_page_is_read_as_it_was_set(design: Design, order: Order) -> None:
    result = score(make(design, "times", order))
    assert result.rate <= 0.01
    assert result.right == result.columns > 0


@pytest.mark.parametrize("design", TUNED, ids=lambda design: design.name)
def test_headers_and_page_numbers_are_kept_apart(design: Design) -> None:
    document = read_made(make(design, "helvetica", "by line"))
    pages = len(document.pages)
    assert len(texts(document, "page_number")) == pages
    assert len(texts(document, "header")) == pages * design.headers


def test_the_articles_of_both_languages_are_paired() -> None:
    for design in TUNED:
        document = read_made(make(design, "times", "by line"))
        assert document.language == "id+en"
        found = pairs(document)
        if design.headings_across:
            assert sum(left.kind == "list_item" for left, _ in found) >= 9
        else:
            headings = {
                document.text[left.start : left.end][:7]: document.text[right.start : right.end][:9]
                for left, right in found if left.kind == "heading"
            }  # fmt: skip
            assert all(headings[f"PASAL {n}"] == f"ARTICLE {n}" for n in range(1, 9))
        assert document.warnings == ()
