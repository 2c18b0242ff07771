"""Whether confidences of links are rates: `python -m mou_miner.gazetteer.calibrate annotations/linking/dev.jsonl`.

Fits the weights of `link_confidence.json` on the names of the file, each linked with and without its country, as it is
written and one letter off. `reliability` and `calibration_error` measure them on other names.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mou_miner.gazetteer import Gazetteer, squash
from mou_miner.gazetteer.confidence import TABLE, confidence, features
from mou_miner.gazetteer.evaluate import SEED, is_right, misspell, read
from mou_miner.records import Candidate, Level

TARGET = Path(__file__).with_name(TABLE)
BINS = 10


class Trial(NamedTuple):
    """One link: its candidates, whether the country was told, whether the first candidate is right, and the slice."""

    candidates: Sequence[Candidate]
    told: bool
    right: bool
    slice: str


class Bin(NamedTuple):
    """Links of like confidence: how many, what they claim, and what share is right."""

    links: int
    mean: float
    right: float


def trials(rows: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> list[Trial]:
    """Return the links of all rows that have a candidate: with the country and without, as written and misspelt."""
    return [trial for trial in _trials(rows, gazetteer) if trial.candidates]


def _trials(rows: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> Iterator[Trial]:
    dice = random.Random(SEED)
    for row in rows:
        ways = [("as written", row["name"])]
        if row["expected"] and len(squash(row["name"])) >= 5:
            ways.append(("one letter off", misspell(squash(row["name"]), dice)))
        level: Level | None = row["level"]
        for way, name in ways:
            if row["kind"] == "indonesian":
                units = gazetteer.indonesian(name, level=level)
                yield Trial(units, True, bool(units) and is_right(row, units[0].place), f"Indonesian, {way}")
                continue
            for told in (True, False):
                found = gazetteer.link(name, country=row["country"] if told else None, level=level)
                where = "with country" if told and row["country"] else "without country"
                yield Trial(
                    found,
                    told and bool(row["country"]),
                    bool(found) and is_right(row, found[0].place),
                    f"{where}, {way}",
                )


def fit(found: Sequence[Trial], *, ridge: float = 0.1, rounds: int = 30) -> dict[str, float]:
    """Return the weights of a logistic regression on what links rest on, found by Newton's method."""
    rows = [{"bias": 1.0, **features(trial.candidates, told=trial.told)} for trial in found]
    names = list(rows[0])
    given = np.array([[row[name] for name in names] for row in rows])
    right = np.array([float(trial.right) for trial in found])
    weights = np.zeros(len(names))
    keep = np.diag([0.0, *[ridge] * (len(names) - 1)])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (chance - right) + keep @ weights
        bend = (given.T * (chance * (1 - chance))) @ given + keep
        weights -= np.linalg.solve(bend, slope)
    return {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}


def rated(found: Sequence[Trial]) -> list[tuple[float, bool]]:
    """Return the confidence of each link and whether it is right."""
    return [(confidence(trial.candidates, told=trial.told), trial.right) for trial in found]


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Return the links in bins of equal numbers, from the least sure to the surest."""
    ordered = sorted(pairs, key=lambda pair: pair[0])
    edges = [round(len(ordered) * i / bins) for i in range(bins + 1)]
    parts = [ordered[low:high] for low, high in pairwise(edges) if high > low]
    return [
        Bin(len(part), sum(value for value, _ in part) / len(part), sum(right for _, right in part) / len(part))
        for part in parts
    ]


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Return the expected calibration error: how far, on average, what a bin claims is from what is right in it."""
    return sum(b.links * abs(b.mean - b.right) for b in reliability(pairs, bins)) / max(len(pairs), 1)


def error_interval(pairs: Sequence[tuple[float, bool]], draws: int = 1000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the calibration error."""
    dice = random.Random(SEED)
    errors = sorted(calibration_error(dice.choices(pairs, k=len(pairs))) for _ in range(draws))
    return errors[int(draws * 0.025)], errors[int(draws * 0.975) - 1]


def main(path: Path) -> None:
    """Fit on the names of a file and write the weights."""
    gazetteer = Gazetteer.open()
    found = trials(read(path), gazetteer)
    table = {"fitted_on": len(found), "right": sum(t.right for t in found), "weights": fit(found)}
    TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
