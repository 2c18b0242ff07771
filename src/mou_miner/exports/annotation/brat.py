"""brat standoff: a text and an `.ann` file for each document, with the configuration that names our labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from mou_miner.exports.annotation.marks import Marked, labels


def write(marked: Iterable[Marked], folder: Path) -> list[Path]:
    """Write the files and return their paths; brat's names have no colons, `scope:education` is `scope-education`."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "annotation.conf"
    entities = "\n".join(brat_label(label) for label in labels())
    configuration.write_text(
        f"[entities]\n{entities}\n\n[relations]\n\n[events]\n\n[attributes]\n", encoding="utf-8", newline="\n"
    )
    paths = [configuration]
    for item in marked:
        text, notes = folder / f"{item.doc_id[:16]}.txt", folder / f"{item.doc_id[:16]}.ann"
        text.write_text(item.text, encoding="utf-8", newline="")
        notes.write_text("".join(_lines(item)), encoding="utf-8", newline="\n")
        paths += [text, notes]
    return paths


def brat_label(label: str) -> str:
    """Return the label in the characters that brat takes."""
    return label.replace(":", "-")


def _lines(item: Marked) -> Iterable[str]:
    for number, mark in enumerate(item.marks, start=1):
        pieces = _pieces(item.text, mark.start, mark.end)
        places = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(item.text[start:end] for start, end in pieces)
        yield f"T{number}\t{brat_label(mark.label)} {places}\t{words}\n"
        said = json.dumps({"value": mark.value, "on": mark.on}, ensure_ascii=False)
        yield f"#{number}\tAnnotatorNotes T{number}\t{said}\n"


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretch without its line breaks: brat holds a mark over two lines as two pieces."""
    found = [(start + match.start(), start + match.end()) for match in re.finditer(r"[^\r\n\t]+", text[start:end])]
    return found or [(start, end)]
