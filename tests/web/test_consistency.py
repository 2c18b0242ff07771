"""Agreement between annotators, against figures worked out by hand."""

from __future__ import annotations

import pytest
from builders import KEY, make_claim, make_correction, make_document

from mou_miner.web.board import Board, make_board
from mou_miner.web.consistency import disputes, krippendorff_alpha, score
from mou_miner.web.shelf import Sheet

DOCUMENT = make_document()
SHEET = Sheet(
    DOCUMENT,
    (
        make_claim(DOCUMENT, "partnership", KEY, "Kota Bandung dan Kota Suwon"),
        make_claim(DOCUMENT, "stage", "mou", "menandatangani"),
        make_claim(DOCUMENT, "scope", "education", "pendidikan"),
        make_claim(DOCUMENT, "scope", "tourism", "pariwisata"),
    ),
    1,
)


def board(*decisions: tuple[str, str, str, str]) -> Board:
    corrections = [
        make_correction(
            DOCUMENT, field, value, verdict, quote, move=f"m{number // 2}", at=f"2026-03-01T09:00:{number:02}Z"
        )
        for number, (verdict, field, value, quote) in enumerate(decisions)
    ]
    return make_board(SHEET, corrections)


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        # Two coders, ten units: Krippendorff's worked example of binary data, alpha = 0.095.
        pytest.param(
            [("0", "1"), ("1", "1"), ("0", "1"), ("0", "0"), ("0", "0"), ("0", "1"), ("0", "0"), ("0", "0"), ("1", "0"), ("0", "0")],
            0.095, id="binary",
        ),
        pytest.param([("a", "a"), ("b", "b")], 1.0, id="all-alike"),
        pytest.param([("a", "b"), ("b", "a")], -0.5, id="never-alike"),
        pytest.param([("a", "a"), ("a", "a")], None, id="no-other-answer"),
        pytest.param([("a",), ()], None, id="nobody-to-agree-with"),
    ],
)  # fmt: skip
def test_alpha(units: list[tuple[str, ...]], alpha: float | None) -> None:
    found = krippendorff_alpha(units)
    assert found is None if alpha is None else found == pytest.approx(alpha, abs=0.001)


def test_disagreements_are_told_from_what_is_alike() -> None:
    boards = {
        "budi": board(("reject", "scope", "tourism", "pariwisata")),
        "rina": board(("reject", "stage", "mou", "menandatangani"), ("add", "stage", "implemented", "menandatangani")),
    }
    differ, alike = disputes(boards)
    assert sorted(item.slot[1] for item in differ) == ["scope", "stage"]
    assert sorted(item.slot[1] for item in alike) == ["partnership", "scope"]
    by_field = {item.field: item for item in score([boards])}
    # One of two scopes of Rina's is Budi's only one: 2 * 1 / (1 + 2).
    assert by_field["scope"].f1 == pytest.approx(2 / 3)
    assert by_field["stage"].f1 == 0
    assert by_field["partnership"].f1 == 1


def test_who_says_nothing_else_agrees_wholly() -> None:
    [*_, everything] = score([{"budi": board(), "rina": board()}])
    assert (everything.field, everything.f1) == ("all", 1.0)
