"""The dataset as files in the format one asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from mou_miner.errors import SettingsError
from mou_miner.exports.csv import write_csv
from mou_miner.exports.frames import Dataset, Frames, make_frames
from mou_miner.exports.jsonl import write_jsonl
from mou_miner.exports.network import write_geojson, write_gexf
from mou_miner.exports.package import write_package
from mou_miner.exports.parquet import write_parquet
from mou_miner.exports.xlsx import write_xlsx


def _write_tables(write: Callable[[Frames, Path], list[Path]], dataset: Dataset, folder: Path) -> list[Path]:
    return write(make_frames(dataset), folder)


_TABLES: dict[str, Callable[[Frames, Path], list[Path]]] = {
    "csv": write_csv,
    "datapackage": write_package,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}
EXPORTERS: dict[str, Callable[[Dataset, Path], list[Path]]] = {
    **{name: partial(_write_tables, write) for name, write in _TABLES.items()},
    "geojson": lambda dataset, folder: write_geojson(dataset.partnerships(), folder),
    "gexf": lambda dataset, folder: write_gexf(dataset.partnerships(), folder),
}


def write_export(store: Dataset, folder: Path, format: str) -> list[Path]:
    """Write the dataset to files in the folder, which is made if need be, and return their paths."""
    if format not in EXPORTERS:
        raise SettingsError(f"{format!r} is no format of export; known are {', '.join(EXPORTERS)}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return EXPORTERS[format](store, folder)
    except OSError as error:
        raise SettingsError(
            f"{error.filename or folder}: cannot be written ({error.strerror or error}). "
            "Close it where it is open, or name another folder."
        ) from error
