"""One Excel workbook with a sheet for each table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from mou_miner.errors import SettingsError
from mou_miner.exports.frames import Frames
from mou_miner.exports.spreadsheets import without_formulas

MOST_ROWS = 1_048_575
LONGEST = 32_767
"""The most characters a cell may have; Excel calls a file with longer ones damaged."""

_FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def write_xlsx(frames: Frames, folder: Path) -> list[Path]:
    """Write `mou-miner.xlsx` and return its path; texts longer than a cell may be end with '…'."""
    for name, frame in frames.items():
        if len(frame) > MOST_ROWS:
            raise SettingsError(
                f"{name}: {len(frame)} rows do not fit a sheet of {MOST_ROWS}. Export as csv or parquet instead."
            )
    path = folder / "mou-miner.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, frame in frames.items():
            _fit(without_formulas(frame)).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
    return [path]


def _fit(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{name: _fit_texts(frame[name]) for name in frame.columns if frame[name].dtype == "string"})


def _fit_texts(column: pd.Series) -> pd.Series:
    column = column.str.replace(_FORBIDDEN, "\ufffd", regex=True)
    return column.mask((column.str.len() > LONGEST).fillna(False), column.str.slice(0, LONGEST - 1) + "…")
