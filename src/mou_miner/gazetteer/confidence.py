"""How often the first candidate of a link is right, told from how it was found: a rate, unlike its score.

The weights in `link_confidence.json` are fitted by `python -m mou_miner.gazetteer.calibrate` on the development names.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from mou_miner.gazetteer.names import squash
from mou_miner.records import Candidate

TABLE = "link_confidence.json"
FAR = 0.15
"""A second candidate this far behind is no rival."""


def confidence(candidates: Sequence[Candidate], *, told: bool) -> float:
    """Return the chance, 0 to 1, that the first candidate is meant; `told` says whether its country was known.

    No candidate has no chance.
    """
    if not candidates:
        return 0.0
    values = features(candidates, told=told)
    weights = _weights()
    total = weights["bias"] + sum(weights[name] * value for name, value in values.items())
    return round(1 / (1 + math.exp(-total)), 4)


def features(candidates: Sequence[Candidate], *, told: bool) -> dict[str, float]:
    """Return what the chance rests on: how the first was found, how good it is, and how near the next one comes."""
    first = candidates[0]
    rivals = [c for c in candidates[1:] if c.place != first.place]
    gap = min(FAR, first.score - rivals[0].score) if rivals else FAR
    how = first.reason.split(",")[0]
    return {
        "score": first.score,
        "closeness": 1 - gap / FAR,
        "near": float(how == "near"),
        "alias": float(how == "alias"),
        "untold": float(not told),
        "indonesian": float(first.place.country == "ID"),
        "short": float(len(squash(first.place.name)) <= 5),
        "near_and_close": float(how == "near") * (1 - gap / FAR),
    }


@cache
def _weights() -> dict[str, float]:
    text = files("mou_miner.gazetteer").joinpath(TABLE).read_text(encoding="utf-8")
    return {str(name): float(value) for name, value in json.loads(text)["weights"].items()}
