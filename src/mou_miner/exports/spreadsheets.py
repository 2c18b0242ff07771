"""What a spreadsheet program must not take for a formula."""

from __future__ import annotations

import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an apostrophe before each text that a spreadsheet program would run as a formula."""
    return frame.assign(**{name: _defused(frame[name]) for name in frame.columns if frame[name].dtype == "string"})


def _defused(column: pd.Series) -> pd.Series:
    dangerous = column.str.startswith(_FORMULA_STARTS).fillna(False)
    return column.mask(dangerous, "'" + column)
