"""Annotations in CoNLL-U Plus as `exports.annotation.conll` writes it, labels changed or not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from mou_miner.errors import ImportFileError
from mou_miner.exports.annotation.marks import Mark, Marked

_FACT = re.compile(r"# mark L(\d+) (\d+) = (.*)")


def read(path: Path) -> list[Marked]:
    """Return the documents of the file. Raises ImportFileError with the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(path, 1, f"the file cannot be read ({error})") from error
    found: list[Marked] = []
    reading: _Reading | None = None
    for number, line in enumerate(lines, start=1):
        try:
            if line.startswith("# newdoc id = "):
                if reading is not None:
                    found.append(reading.finish())
                reading = _Reading(line.removeprefix("# newdoc id = "))
            elif reading is not None:
                reading.take(line)
        except (ValueError, IndexError, KeyError) as error:
            raise ImportFileError(path, number, f"cannot be used ({error})") from error
    if reading is None:
        raise ImportFileError(path, 1, "has no '# newdoc id' line")
    found.append(reading.finish())
    return found


class _Reading:
    """A document being read."""

    def __init__(self, doc_id: str) -> None:
        self.doc_id = doc_id
        self.source, self.language, self.text = "", "other", ""
        self.facts: dict[tuple[int, int], list[Any]] = {}
        self.open: dict[int, tuple[int, int, str]] = {}
        self.marks: list[Mark] = []

    def take(self, line: str) -> None:
        fact = _FACT.fullmatch(line)
        if fact:
            self.facts[int(fact[1]), int(fact[2])] = json.loads(fact[3])
        elif line.startswith("# source = "):
            self.source = json.loads(line.removeprefix("# source = "))
        elif line.startswith("# language = "):
            self.language = line.removeprefix("# language = ")
        elif line.startswith("# text = "):
            self.text = json.loads(line.removeprefix("# text = "))
        elif line.strip() and not line.startswith("# "):
            form, start, end, *tags = line.split("\t")
            if self.text[int(start) : int(end)] != form:
                raise ValueError(f"{form!r} does not stand at {start}")
            for number, tag in enumerate(tags, start=1):
                self._tag(number, tag, int(start), int(end))

    def _tag(self, layer: int, tag: str, start: int, end: int) -> None:
        mark, label = self.open.get(layer), tag.partition("-")[2]
        if tag.startswith("I-") and mark is not None and mark[2] == label:
            self.open[layer] = (mark[0], end, label)
            return
        self._close(layer)
        if tag != "O":
            self.open[layer] = (start, end, label)

    def _close(self, layer: int) -> None:
        mark = self.open.pop(layer, None)
        if mark is None:
            return
        start, end, label = mark
        claim, value, on = self.facts.get((layer, start), (None, None, None))
        self.marks.append(Mark(start, end, label, claim, value, on))

    def finish(self) -> Marked:
        for layer in list(self.open):
            self._close(layer)
        return Marked(
            doc_id=self.doc_id, source=self.source, text=self.text, language=self.language, marks=tuple(self.marks)
        )
