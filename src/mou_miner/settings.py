"""Settings: one frozen value that travels as an argument; only this module reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from mou_miner.errors import SettingsError
from mou_miner.records import Record

PdfBackend = Literal["pdfium", "pdfplumber"]


class ReaderSettings(Record):
    """How files are read. Sizes in bytes, times in seconds."""

    pdf_backend: PdfBackend = "pdfium"
    max_bytes: int = 200_000_000
    max_characters: int = 2_000_000
    passwords: tuple[str, ...] = ()
    ocr: Literal["auto", "off", "force"] = "auto"
    """When pages are recognised from their picture: where the text layer is missing or unusable, never, always."""
    ocr_languages: tuple[str, ...] = ("ind", "eng")
    tessdata: str | None = None
    """The folder with Tesseract's language models, where it is none of the usual ones."""
    fields: dict[str, str] = Field(default_factory=dict)
    """What the fields of a dump are called, by our names for them: `{"text": "isi_berita", "url": "tautan"}`."""
    max_members: int = 10_000
    max_unpacked: int = 1_000_000_000
    max_ratio: int = 300
    max_depth: int = 3
    """Limits on archives: files in one, bytes of all unpacked, packed to unpacked size, archives within archives."""
    max_pages: int = 5_000
    """Pages of a PDF that are read; those behind them are named in a warning."""
    seconds: float = 120.0
    cpu_seconds: float = 120.0
    memory: int = 2_000_000_000
    """Limits on reading, and on understanding, one document in a worker: time by the clock, computing, bytes."""


class Settings(Record):
    """Everything a run can be told."""

    database: str = "sqlite:///build/mou.sqlite"
    corrections: Path = Path("annotations/corrections")
    """Folder of the files with what people decided; every run reads them."""
    learned: Path = Path("annotations/learned")
    """Folder of what corrections taught (names of places, phrases of rules); every run reads it."""
    workers: int = 1
    """Worker processes; with 0 files are read in the program's own process, which a crash of a library then ends."""
    reader: ReaderSettings = ReaderSettings()


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the defaults, changed by `MOU_MINER_DB`, `MOU_MINER_CORRECTIONS`, `MOU_MINER_LEARNED` and `MOU_MINER_WORKERS` where set."""
    settings = Settings()
    return settings.model_copy(
        update={
            "database": environment.get("MOU_MINER_DB", settings.database),
            "corrections": Path(environment.get("MOU_MINER_CORRECTIONS", settings.corrections)),
            "learned": Path(environment.get("MOU_MINER_LEARNED", settings.learned)),
            "workers": _whole("MOU_MINER_WORKERS", environment, settings.workers),
        }
    )


def _whole(name: str, environment: Mapping[str, str], default: int) -> int:
    value = environment.get(name, str(default))
    if not value.isdecimal():
        raise SettingsError(f"{name} is {value!r}, which is no whole number. Set it to 0, 1, 2 ... or take it away.")
    return int(value)
