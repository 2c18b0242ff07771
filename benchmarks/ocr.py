"""Character error rate and CPU time of OCR on two-column bilingual pages at 200 dpi, made by script.

    python -m benchmarks.ocr [--held-out] [--languages ind+eng eng] [--levels mild heavy] [--save FOLDER]

Half of the page designs are only read with --held-out: they are for the final figure. A character counts unless a
fifth of its place was covered by the ink of a stamp or signature; all characters are reported beside it. The text is
compared in reading order (title, left column, right column, foot), with white space, quotes and dashes normalised.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from benchmarks.ocr_damage import Scan, as_pdf, scan
from benchmarks.ocr_pages import DESIGNS, DPI, DrawnPage, Level, Rect, draw_page, reference
from mou_miner.documents.drafts import Sheet
from mou_miner.documents.ocr import MAX_PIXELS, SCALE, Engine, find_engine, recognise
from mou_miner.documents.pdf import open_pdf, page_picture
from mou_miner.settings import ReaderSettings

LEVELS: tuple[Level, ...] = ("mild", "heavy")
HIDDEN = 0.2
_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "`": "'", "–": "-", "—": "-"})


class Score(NamedTuple):
    """How a page was read: errors and characters that count, all of them, and CPU seconds."""

    errors: int
    characters: int
    all_errors: int
    all_characters: int
    seconds: float


def read_scan(data: bytes, engine: Engine) -> tuple[str, float]:
    """Return the text of a scan as OCR reads it in order, and the CPU seconds it took with rasterising."""
    begun = _cpu()
    pdf, _ = open_pdf(data, "scan.pdf")
    with closing(pdf):
        width, height = pdf[0].get_size()
        picture, scale = page_picture(pdf, 1, SCALE, MAX_PIXELS)
    found = recognise(engine, picture, Sheet(1, width, height), scale)
    text = " ".join(word.text for word in found.words)
    return text, _cpu() - begun


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def score(text: str, page: DrawnPage, ink: NDArray[np.bool_], seconds: float) -> Score:
    """Return the edits between what was printed and what was read, without and with characters hidden under ink."""
    printed, places = reference(page.lines)
    printed, text = printed.translate(_SAME), " ".join(text.translate(_SAME).split())
    hidden = [place is not None and _covered(place, ink) for place in places]
    edits = Levenshtein.editops(printed, text)
    counted = sum(not _excused(edit.tag, edit.src_pos, hidden) for edit in edits)
    return Score(counted, hidden.count(False), len(edits), len(printed), seconds)


def _excused(tag: str, position: int, hidden: Sequence[bool]) -> bool:
    """Return whether an edit is at a hidden character: on it, or an insertion right beside it."""
    if tag == "insert":
        return any(hidden[max(0, position - 1) : position + 1])
    return hidden[position]


def _covered(place: Rect, ink: NDArray[np.bool_]) -> bool:
    x0, top, x1, bottom = (round(edge * DPI / 72) for edge in place)
    part = ink[max(0, top) : bottom, max(0, x0) : x1]
    return bool(part.size) and float(part.mean()) >= HIDDEN


def main() -> None:
    """Print a line per page and a summary per level and set of languages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="read the half of the designs that is not for tuning")
    parser.add_argument("--languages", nargs="+", default=["ind+eng", "eng"])
    parser.add_argument("--levels", nargs="+", choices=LEVELS, default=list(LEVELS))
    parser.add_argument("--only", nargs="*", help="names of designs")
    parser.add_argument("--save", type=Path, help="folder for the scans and what was read, to look at")
    arguments = parser.parse_args()
    designs = [design for design in DESIGNS if design.held_out == arguments.held_out]
    designs = [design for design in designs if not arguments.only or design.name in arguments.only]
    for languages in arguments.languages:
        wanted = tuple(languages.split("+"))
        engine = find_engine(ReaderSettings(ocr_languages=wanted))
        if engine is None or engine.languages != wanted:
            print(f"{languages}: no engine with this data; on Debian: apt-get install tesseract-ocr tesseract-ocr-ind")
            continue
        print(f"{languages}: {engine.name}")
        for level in arguments.levels:
            scores = []
            for design in designs:
                page = draw_page(design)
                scanned = scan(page, level)
                text, seconds = read_scan(as_pdf(scanned.jpeg), engine)
                scores.append(score(text, page, scanned.ink, seconds))
                print(f"  {level:6} {design.name:16} {_told([scores[-1]])}")
                if arguments.save:
                    _save(arguments.save, f"{design.name}-{level}-{languages}", page, scanned, text)
            print(f"  {level:6} {'all':16} {_told(scores)}, most {max(s.seconds for s in scores):.2f} CPU s")


def _told(scores: Sequence[Score]) -> str:
    rate = sum(s.errors for s in scores) / max(1, sum(s.characters for s in scores))
    every = sum(s.all_errors for s in scores) / max(1, sum(s.all_characters for s in scores))
    return f"CER {rate:.4f}  with hidden ones {every:.4f}  {mean(s.seconds for s in scores):.2f} CPU s a page"


def _save(folder: Path, name: str, page: DrawnPage, scanned: Scan, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jpg").write_bytes(BytesIO(scanned.jpeg).getvalue())
    (folder / f"{name}.txt").write_text(f"{reference(page.lines)[0]}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
