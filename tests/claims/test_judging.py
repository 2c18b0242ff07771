"""Trees read as numbers say what the library that trained them says; lists and registers are judged as a whole."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from mou_miner.claims.judging import Candidate, find_pairs
from mou_miner.claims.pairs import Pair, PairEvidence
from mou_miner.claims.places import PlaceMention
from mou_miner.claims.trees import TreeModel, load_trees
from mou_miner.records import Place, Span
from mou_miner.training import pairs as training
from mou_miner.training.pairs import Example, fit


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    chance = random.Random(3)
    made = []
    for number in range(60):
        rows = tuple({"near": chance.random(), "rule_count": 0.0, "noise": chance.random()} for _ in range(6))
        labels = tuple(row["near"] + 0.2 * chance.random() > 0.7 for row in rows)
        made.append(Example(f"d{number}", rows, labels, sum(labels)))
    return made


@pytest.fixture(scope="module")
def model(examples: list[Example], tmp_path_factory: pytest.TempPathFactory) -> TreeModel:
    path = tmp_path_factory.mktemp("model") / "pairs.json"
    path.write_text(fit(examples).text, encoding="utf-8")
    return load_trees(path)


def test_the_numbers_say_what_the_library_says(examples: list[Example], model: TreeModel) -> None:
    names = ["near", "noise", "rule_count"]
    assert list(model.features) == names
    table = training._table(examples, names)
    library = np.mean(
        [training._boost(examples, names, seed).predict(table, raw_score=True) for seed in range(training.SEEDS)],
        axis=0,
    )
    assert np.allclose(model.scores(table), library, atol=1e-3)


def test_the_same_examples_give_the_same_model(examples: list[Example], model: TreeModel) -> None:
    assert json.loads(fit(examples).text)["version"] == model.version


def test_what_is_near_is_believed(model: TreeModel) -> None:
    far, near = model.probabilities([{"near": 0.1}, {"near": 0.95}])
    assert far < 0.2 < 0.8 < near


def candidate(partner: str, near: float, *, siblings: float = 0.0, listed: float = 1.0) -> Candidate:
    here = Place(name="Kota Ambon", country="ID", level="city")
    mention = PlaceMention(0, 5, 0, 5, partner, "foreign", (), "AU", "city", None, "party", 0)
    pair = Pair(here, partner, None, "AU", "city", [mention], [mention], [PairEvidence("told", 0.5, 0, (Span(0, 5),))])
    return pair, {"near": near, "noise": 0.5, "p_siblings": siblings, "f_items": 0.0, "f_listed": listed}


def test_entries_of_one_register_are_no_partners_of_each_other(model: TreeModel) -> None:
    found = find_pairs([candidate("Darwin", 0.95), candidate("Haikou", 0.95, siblings=1.0)], model)
    assert [pair.partner_name for pair in found] == ["Darwin"]


@pytest.mark.parametrize(("listed", "expected"), [(4.0, 3), (1.0, 2)])
def test_a_list_is_told_as_one(model: TreeModel, listed: float, expected: int) -> None:
    doubtful = next(
        near for near in np.arange(0.5, 0.9, 0.002)
        if 0.6 * model.cut < model.probabilities([{"near": near, "noise": 0.5}])[0] < model.cut
    )  # fmt: skip
    row = [candidate(name, near, listed=listed) for name, near in (("A", 0.95), ("B", 0.95), ("C", float(doubtful)))]
    assert len(find_pairs(row, model)) == expected


def test_the_shipped_model_can_be_read() -> None:
    shipped = load_trees(Path(__file__).resolve().parents[2] / "models" / "pairs.json")
    assert 0 < shipped.cut < 1
    assert shipped.probabilities([]).shape == (0,)
