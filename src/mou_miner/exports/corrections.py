"""Corrections as JSON Lines, in the form that `imports.corrections` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mou_miner.records import Correction

_ORDER = (
    "doc_id", "source", "field", "value", "on", "verdict", "quote", "annotator", "at", "note", "assertion", "details",
    "move", "undoes", "span", "layer", "via",
)  # fmt: skip


def write_corrections(corrections: Iterable[Correction], path: Path) -> int:
    """Write the corrections to the file, one a line, and return their number."""
    lines = [correction_line(correction) for correction in corrections]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return len(lines)


def correction_line(correction: Correction) -> str:
    """Return the correction as a line of JSON without what is not known."""
    plain: dict[str, Any] = correction.model_dump(mode="json")
    known = {name: plain[name] for name in _ORDER if plain[name] not in (None, "", {})}
    # `0` and `false` are values, an empty note is none.
    known["value"] = plain["value"]
    return json.dumps(known, ensure_ascii=False, allow_nan=False)
