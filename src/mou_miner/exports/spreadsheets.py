"""What a spreadsheet program must not take for a formula."""

from __future__ import annotations

import pandas as pd

_DANGEROUS = r"^'*[=+\-@\t\r]"
"""A text that begins like a formula, or like one that was defused: so every text comes back as it was."""


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an apostrophe before each text that a spreadsheet program would run as a formula."""
    return frame.assign(**{name: _defused(frame[name]) for name in frame.columns if frame[name].dtype == "string"})


def with_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table as it was before `without_formulas`."""
    return frame.assign(**{name: _restored(frame[name]) for name in frame.columns if frame[name].dtype == "string"})


def _defused(column: pd.Series) -> pd.Series:
    return column.mask(column.str.contains(_DANGEROUS).fillna(False), "'" + column)


def _restored(column: pd.Series) -> pd.Series:
    return column.mask(column.str.contains(rf"^'{_DANGEROUS[1:]}").fillna(False), column.str.slice(1))
