"""The pair model: boosted trees that tell from a candidate's features whether the document joins the two governments.

Trained on gold with LightGBM (the extra `train`), written as plain numbers that `mou_miner.claims.trees` reads. Whether it
is any good is judged on documents it was not trained on: the gold is cut into folds by document, and the calibration and
the cut come from the predictions for the fold left out.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mou_miner.claims.candidates import Features
from mou_miner.claims.judging import Candidate
from mou_miner.claims.pairs import WEIGHTS, Pair
from mou_miner.errors import SettingsError
from mou_miner.evaluation import GoldDocument, GoldPartnership, same_names

Array = npt.NDArray[np.float64]

PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 7, "min_data_in_leaf": 8, "feature_fraction": 0.2,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "extra_trees": True, "deterministic": True,
    "num_threads": 1, "verbose": -1,
}  # fmt: skip
ROUNDS, SEEDS, FOLDS = 300, 3, 8
FLAT = 0.01
"""The lowest cut whose F1 is this near to the best is taken: a list that stands at the cut is missed as a whole."""
DROPPED, INVENTED = 0.5, 0.05
"""Share of the rules' evidence that is taken away, and given without cause, in the second copy of each document."""


@dataclass(frozen=True)
class Example:
    """The candidates of one document: features, whether the gold holds the pair, and how many pairs the gold holds."""

    source: str
    rows: tuple[Features, ...]
    labels: tuple[bool, ...]
    expected: int


@dataclass(frozen=True)
class Fit:
    """A trained model with what it did on documents left out of its training."""

    text: str
    curve: tuple[tuple[float, float, float], ...]
    """Cut, precision and recall."""


def example_of(gold: GoldDocument, candidates: Sequence[Candidate]) -> Example:
    """Return the candidates with their labels; each pair of the gold counts once, for the first candidate like it."""
    left = list(gold.partnerships)
    labels = []
    for pair, _ in candidates:
        match = next((expected for expected in left if _is(expected, pair)), None)
        labels.append(match is not None)
        if match is not None:
            left.remove(match)
    return Example(gold.source, tuple(f for _, f in candidates), tuple(labels), len(gold.partnerships))


def _is(gold: GoldPartnership, pair: Pair) -> bool:
    written = {pair.partner_name, pair.partner_mentions[0].name}
    return same_names(gold, pair.indonesian.level, pair.indonesian.name, pair.country, written)


def fit(examples: Sequence[Example]) -> Fit:
    """Train on all examples; measure, calibrate and choose the cut by cross-validation. The same input gives the same text.

    Raises SettingsError where LightGBM is not installed.
    """
    names = sorted({name for example in examples for row in example.rows for name in row})
    held_out = _held_out(examples, names)
    slope, intercept = _calibration(np.concatenate(held_out), _labels(examples))
    curve = tuple(_curve(examples, [slope * scores + intercept for scores in held_out]))
    best = max(_f1(point) for point in curve)
    cut = min(point for point in curve if _f1(point) >= best - FLAT)[0]
    trees = [tree for seed in range(SEEDS) for tree in _trees(_boost(examples, names, seed), len(names))]
    content: dict[str, Any] = {
        "name": "pairs", "version": "", "features": names, "calibration": [round(slope, 6), round(intercept, 6)],
        "cut": cut, "trees": trees,
    }  # fmt: skip
    content["version"] = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Fit(text, curve)


def _boost(examples: Sequence[Example], names: Sequence[str], seed: int) -> Any:
    try:
        import lightgbm
    except ImportError as error:
        raise SettingsError('Training needs LightGBM: pip install "mou-miner[train]".') from error

    examples = [*examples, *_doubtful(examples, random.Random(seed))]
    data = lightgbm.Dataset(_table(examples, names), _labels(examples), feature_name=list(names))
    return lightgbm.train({**PARAMETERS, "seed": seed}, data, ROUNDS)


def _doubtful(examples: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Yield a copy of each document in which the rules fail and err.

    The rules were written on a part of these documents and are far better there than on any other: a model that sees
    them as they are believes them too much.
    """
    for example in examples:
        rows = []
        for row, label in zip(example.rows, example.labels, strict=True):
            if row["rule_count"] and chance.random() < DROPPED:
                row = {name: value for name, value in row.items() if "rule_" not in name}
            elif not row["rule_count"] and not label and chance.random() < INVENTED:
                row = {**row, "rule_tie": WEIGHTS["tie"], "rule_best": WEIGHTS["tie"], "rule_count": 1.0}
            rows.append(row)
        yield replace(example, rows=tuple(rows))


def _held_out(examples: Sequence[Example], names: Sequence[str]) -> list[Array]:
    """The score of each candidate by a model that has not seen its document."""
    order = list(range(len(examples)))
    random.Random(0).shuffle(order)
    scores: dict[int, Array] = {}
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        rest = [examples[i] for i in order if i not in set(test)]
        models = [_boost(rest, names, seed) for seed in range(SEEDS)]
        for i in test:
            table = _table([examples[i]], names)
            scores[i] = _raw(models, table)
    return [scores[i] for i in range(len(examples))]


def _raw(models: Sequence[Any], table: Array) -> Array:
    result: Array = np.zeros(0)
    if len(table):
        result = np.mean([model.predict(table, raw_score=True) for model in models], axis=0)
    return result


def _table(examples: Sequence[Example], names: Sequence[str]) -> Array:
    return np.array([[row.get(name, 0.0) for name in names] for example in examples for row in example.rows])


def _labels(examples: Sequence[Example]) -> Array:
    return np.array([label for example in examples for label in example.labels], dtype=np.float64)


# ---------------------------------------------------------------------------------------------- calibration


def _calibration(scores: Array, labels: Array) -> tuple[float, float]:
    """Platt's scaling: slope and intercept that make the logistic of the score a rate (Newton's method)."""
    slope, intercept = 1.0, 0.0
    for _ in range(50):
        chance = _logistic(slope * scores + intercept)
        weight, error = chance * (1 - chance) + 1e-9, chance - labels
        gradient = np.array([(error * scores).sum(), error.sum()])
        mixed = (weight * scores).sum()
        curvature = np.array([[(weight * scores**2).sum(), mixed], [mixed, weight.sum()]])
        step = np.linalg.solve(curvature, gradient)
        slope, intercept = slope - float(step[0]), intercept - float(step[1])
    return slope, intercept


def _logistic(scores: Array) -> Array:
    result: Array = 1 / (1 + np.exp(-scores))
    return result


def _curve(examples: Sequence[Example], scores: Sequence[Array]) -> Iterator[tuple[float, float, float]]:
    labels, chances = _labels(examples), _logistic(np.concatenate(scores))
    expected = sum(example.expected for example in examples)
    for cut in (round(0.2 + 0.05 * step, 2) for step in range(13)):
        chosen = chances >= cut
        right = float(labels[chosen].sum())
        yield cut, right / max(1, int(chosen.sum())), right / max(1, expected)


def _f1(point: tuple[float, float, float]) -> float:
    _, precision, recall = point
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# ---------------------------------------------------------------------------------------------- trees as numbers


def _trees(booster: Any, features: int) -> Iterator[dict[str, list[float]]]:
    for tree in booster.dump_model()["tree_info"]:
        nodes: list[dict[str, Any]] = []
        _flatten(tree["tree_structure"], nodes)
        yield {
            "split": [node.get("split_feature", 0) for node in nodes],
            "threshold": [round(node.get("threshold", 0.0), 6) for node in nodes],
            "left": [node["left"] for node in nodes],
            "right": [node["right"] for node in nodes],
            "value": [round(node.get("leaf_value", 0.0) / SEEDS, 6) for node in nodes],
        }


def _flatten(node: dict[str, Any], nodes: list[dict[str, Any]]) -> int:
    """Append the node and all below it; a leaf is its own child. Return its number."""
    number = len(nodes)
    own: dict[str, Any] = {"left": number, "right": number}
    nodes.append(own)
    if "split_feature" in node:
        own.update(split_feature=node["split_feature"], threshold=node["threshold"])
        own["left"] = _flatten(node["left_child"], nodes)
        own["right"] = _flatten(node["right_child"], nodes)
    else:
        own["leaf_value"] = node["leaf_value"]
    return number
