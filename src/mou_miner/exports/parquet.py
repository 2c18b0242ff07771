"""Parquet files, one a table, which keep the columns' types."""

from __future__ import annotations

from pathlib import Path

from mou_miner.exports.frames import Frames


def write_parquet(frames: Frames, folder: Path) -> list[Path]:
    """Write `<table>.parquet` for each table and return the paths."""
    paths = []
    for name, frame in frames.items():
        paths.append(folder / f"{name}.parquet")
        frame.to_parquet(paths[-1], engine="pyarrow", index=False)
    return paths
