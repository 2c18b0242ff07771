"""The dataset as files in the format one asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mou_miner.errors import SettingsError
from mou_miner.exports.csv import write_csv
from mou_miner.exports.frames import Dataset, Frames, make_frames
from mou_miner.exports.jsonl import write_jsonl
from mou_miner.exports.parquet import write_parquet
from mou_miner.exports.xlsx import write_xlsx

EXPORTERS: dict[str, Callable[[Frames, Path], list[Path]]] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}


def write_export(store: Dataset, folder: Path, format: str) -> list[Path]:
    """Write the dataset to files in the folder, which is made if need be, and return their paths."""
    if format not in EXPORTERS:
        raise SettingsError(f"{format!r} is no format of export; known are {', '.join(EXPORTERS)}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return EXPORTERS[format](make_frames(store), folder)
    except OSError as error:
        raise SettingsError(
            f"{error.filename or folder}: cannot be written ({error.strerror or error}). "
            "Close it where it is open, or name another folder."
        ) from error
