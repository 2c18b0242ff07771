"""JSON Lines files, one a table, one object a row; what is not known is null."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from mou_miner.exports.contract import dumps
from mou_miner.exports.frames import Frames


def write_jsonl(frames: Frames, folder: Path) -> list[Path]:
    """Write `<table>.jsonl` for each table and return the paths."""
    paths = []
    for name, frame in frames.items():
        paths.append(folder / f"{name}.jsonl")
        lines = [f"{dumps({str(key): _known(value) for key, value in row.items()})}\n" for row in _rows(frame)]
        paths[-1].write_text("".join(lines), encoding="utf-8", newline="\n")
    return paths


def _rows(frame: pd.DataFrame) -> list[dict[object, object]]:
    # As objects, since a row over columns of several types would turn 2019 into 2019.0.
    return [dict(row) for row in frame.astype(object).to_dict("records")]


def _known(value: object) -> object:
    return None if value is pd.NA or value != value else value
