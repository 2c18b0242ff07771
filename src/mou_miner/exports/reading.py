"""The dataset back as tables in pandas: from a database, or from a folder that an export or a release wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from mou_miner.errors import SettingsError
from mou_miner.exports.frames import COLUMNS, Frames, make_frames
from mou_miner.exports.spreadsheets import with_formulas
from mou_miner.settings import load_settings


def read_dataset(source: str | Path | None = None) -> Frames:
    """Return the tables by name, typed: of a database (URL or SQLite file), or of a folder with CSV or Parquet files.

    Without a source it is the database of the settings. Raises SettingsError where there is nothing to read, and
    StoreError where a database cannot be read.
    """
    address = load_settings().database if source is None else str(source)
    if "://" in address:
        return _from_database(address)
    path = Path(address)
    if path.name == "datapackage.json":
        path = path.parent
    if path.is_dir():
        return {name: _table(path, name) for name in COLUMNS}
    if not path.is_file():
        raise SettingsError(f"{path}: there is no such file or folder. Name a database, or the folder of an export.")
    return _from_database(f"sqlite:///{path}")


def _from_database(address: str) -> Frames:
    from mou_miner.store.store import Store

    with Store.open(address, read_only=True) as store:
        return make_frames(store)


def _table(folder: Path, name: str) -> pd.DataFrame:
    """Return a table of a folder; a column that an older export lacks is empty."""
    parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
    if parquet.is_file():
        return _typed(pd.read_parquet(parquet, dtype_backend="numpy_nullable"), name)
    if not csv.is_file():
        raise SettingsError(f"{folder}: there is no {name}.csv or {name}.parquet. Name the folder of an export.")
    # As texts first, since the parser of numbers rounds the last digit of some.
    frame = pd.read_csv(csv, encoding="utf-8-sig", dtype="string", keep_default_na=False, na_values=[""])
    return _typed(with_formulas(frame), name)


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    kinds: dict[Any, Any] = dict(COLUMNS[name])
    missing: dict[str, Any] = {column: pd.NA for column in kinds if column not in frame}
    return frame.assign(**missing)[list(kinds)].astype(kinds)
