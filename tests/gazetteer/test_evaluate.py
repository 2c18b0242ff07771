from __future__ import annotations

import random
from pathlib import Path

import pytest

from mou_miner.gazetteer import Gazetteer, squash
from mou_miner.gazetteer.evaluate import Row, evaluate, misspell, nil_scores, read, top1
from mou_miner.records import Place

ROWS = Path(__file__).parents[2] / "annotations" / "linking"
SUWON = Place(name="Suwon", country="KR", level="city", geonames_id=1835553)
FLOORS = {
    "top1_with_country": 0.97,
    "top1_without_country": 0.94,
    "top1_with_country_not_exact": 0.93,
    "nil_recall_with_country": 0.92,
    "nil_precision_with_country": 0.9,
    "indonesian": 0.98,
    "one_edit_with_country": 0.975,
}


@pytest.mark.slow
@pytest.mark.parametrize("part", ["dev", "test"])
def test_accuracy_has_a_floor(part: str, gazetteer: Gazetteer) -> None:
    scores = evaluate(read(ROWS / f"{part}.jsonl"), gazetteer)
    assert {name: scores[name] for name in FLOORS if scores[name] < FLOORS[name]} == {}
    assert scores["top1_with_country"] > scores["baseline_exact_with_country"]


def test_no_name_is_in_both_parts() -> None:
    dev, test = ({(row["kind"], row["name"]) for row in read(ROWS / f"{part}.jsonl")} for part in ("dev", "test"))
    assert not dev & test


def test_the_measures_count_places_and_no_places_apart() -> None:
    rows: list[Row] = [
        {"name": "Suwon", "country": "KR", "expected": {"name": "Suwon", "geonames_id": 1835553}},
        {"name": "Seoul", "country": "KR", "expected": {"name": "Seoul", "geonames_id": 1835848}},
        {"name": "JICA", "country": None, "expected": None},
        {"name": "Hotel", "country": None, "expected": None},
    ]
    answers = {"Suwon": SUWON, "Hotel": SUWON}
    assert top1(rows, lambda row: answers.get(row["name"])) == 0.5
    assert nil_scores(rows, lambda row: answers.get(row["name"])) == {"precision": 0.5, "recall": 0.5}


def test_a_misspelling_is_one_edit_away() -> None:
    dice = random.Random(1)
    assert {abs(len(misspell(squash("Groningen"), dice)) - 9) for _ in range(50)} == {0, 1}
