"""Small boosted trees read from a JSON file: how the shipped models judge, without the library that trained them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TreeModel:
    """Trees over named features. Each tree is a row of the arrays; a leaf is its own child."""

    name: str
    version: str
    features: tuple[str, ...]
    split: npt.NDArray[np.int32]
    threshold: Array
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: Array
    slope: float
    intercept: float
    cut: float
    """The probability from which a candidate counts."""

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> Array:
        """Return, for each row of features, the calibrated probability; a feature that is missing counts as 0."""
        if not rows:
            return np.zeros(0)
        table = np.array([[row.get(name, 0.0) for name in self.features] for row in rows])
        score = self.slope * self.scores(table) + self.intercept
        result: Array = 1 / (1 + np.exp(-score))
        return result

    def scores(self, table: Array) -> Array:
        """Return the sum of all trees for each row of the table (rows x features), before calibration."""
        trees = np.arange(len(self.split))
        node = np.zeros((len(table), len(trees)), dtype=np.int64)
        while True:
            values = np.take_along_axis(table, self.split[trees, node], axis=1)
            following = np.where(values <= self.threshold[trees, node], self.left[trees, node], self.right[trees, node])
            if np.array_equal(following, node):
                break
            node = following
        result: Array = self.value[trees, node].sum(axis=1)
        return result


def load_trees(path: Path) -> TreeModel:
    """Read a model. Raises OSError where the file cannot be read and KeyError or ValueError where it is no model."""
    data = json.loads(path.read_text(encoding="utf-8"))
    width = max(len(tree["value"]) for tree in data["trees"])

    def rows(field: str, fill: float) -> Array:
        return np.array([tree[field] + [fill] * (width - len(tree[field])) for tree in data["trees"]], dtype=np.float64)

    return TreeModel(
        name=data["name"], version=data["version"], features=tuple(data["features"]),
        split=rows("split", 0).astype(np.int32), threshold=rows("threshold", 0.0),
        left=rows("left", 0).astype(np.int32), right=rows("right", 0).astype(np.int32), value=rows("value", 0.0),
        slope=data["calibration"][0], intercept=data["calibration"][1], cut=data["cut"],
    )  # fmt: skip
