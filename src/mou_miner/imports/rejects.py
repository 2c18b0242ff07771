"""Rejects: what could not be taken in, in the form it came in, to be corrected and given again."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from mou_miner.errors import SettingsError

PROBLEM = "mou-miner: problem"
"""The column that says in a table what is wrong with a row; it is not looked at when the file is given again."""


def rejects_path(path: Path) -> Path:
    """Return where the rejects of a file go: register.csv has them in register.rejects.csv beside it."""
    name = path.name.removesuffix(path.suffix).removesuffix(".rejects")
    return path.with_name(f"{name}.rejects{path.suffix}")


def open_rejects(path: Path) -> IO[bytes]:
    """Return the file, empty and open for writing. Raises SettingsError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}). Name another with --rejects FILE."
        ) from error
