"""How far a rule may be believed: its precision on the training split, from a table made by `mou-miner train confidence`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

PRIOR = 0.6
"""What a rule is believed before it was ever measured."""


def load_confidence(path: Path | None = None) -> dict[str, float]:
    """Return the precision by field and rule; an empty table where none was made yet."""
    path = path or models_folder() / "confidence.json"
    if not path.is_file():
        return {}
    table = json.loads(path.read_text(encoding="utf-8"))
    return {str(rule): float(value["confidence"]) for rule, value in table["rules"].items()}


def models_folder() -> Path:
    """Return the folder of shipped models: inside the wheel, or the checkout's own `models/`."""
    packaged = Path(str(files("mou_miner"))) / "models"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "models"


def confidence_of(table: Mapping[str, float], field: str, rule: str) -> float:
    """Return the rule's precision for this field, else the field's own mean, else the prior."""
    return table.get(f"{field}:{rule}", table.get(field, PRIOR))
