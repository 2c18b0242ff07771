"""CSV files, one a table, that spreadsheet programs open with all letters and without running anything."""

from __future__ import annotations

from pathlib import Path

from mou_miner.exports.frames import Frames
from mou_miner.exports.spreadsheets import without_formulas


def write_csv(frames: Frames, folder: Path) -> list[Path]:
    """Write `<table>.csv` for each table in UTF-8 with a byte order mark, and return the paths."""
    paths = []
    for name, frame in frames.items():
        paths.append(folder / f"{name}.csv")
        # With a bare "\n" between lines, pandas leaves a "\r" inside a text unquoted, and the row breaks in two.
        without_formulas(frame).to_csv(paths[-1], index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return paths
