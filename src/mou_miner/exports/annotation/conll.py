"""CoNLL-U Plus: a word a line with its offsets, and as many IOB2 columns as marks overlap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from mou_miner.exports.annotation.marks import Lost, Mark, Marked

_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]", re.UNICODE)


def write(marked: Iterable[Marked], path: Path) -> list[Lost]:
    """Write the documents; return what the format cannot carry: marks that are no whole words, and details of values."""
    documents = list(marked)
    lost: list[Lost] = []
    layered = [_layers(item.marks) for item in documents]
    width = max((len(layers) for layers in layered), default=0)
    columns = ["FORM", "MM:START", "MM:END", *(f"MM:L{number}" for number in range(1, width + 1))]
    lines = [f"# global.columns = {' '.join(columns)}"]
    for item, layers in zip(documents, layered, strict=True):
        lines += _document(item, layers, width, lost)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return lost


def _layers(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return the marks in as few layers as hold no two that overlap."""
    layers: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda item: (item.start, -item.end, item.label)):
        for layer in layers:
            if layer[-1].end <= mark.start:
                layer.append(mark)
                break
        else:
            layers.append([mark])
    return layers


def _document(item: Marked, layers: Sequence[Sequence[Mark]], width: int, lost: list[Lost]) -> list[str]:
    # The text stands whole in the head: white space between words could not be had back from the words.
    lines = [
        f"# newdoc id = {item.doc_id}",
        f"# source = {json.dumps(item.source, ensure_ascii=False)}",
        f"# language = {item.language}",
        f"# text = {json.dumps(item.text, ensure_ascii=False)}",
    ]
    words = [(found.start(), found.end()) for found in _WORD.finditer(item.text)]
    tags = [["O"] * len(words) for _ in range(width)]
    for number, layer in enumerate(layers):
        for mark in layer:
            inside = [place for place, (start, end) in enumerate(words) if start < mark.end and mark.start < end]
            taken = [place for place in inside if tags[number][place] != "O"]
            if not inside or taken:
                lost.append(Lost(item.doc_id, f"{mark.label} at {mark.start}: no word of its own"))
                continue
            if (words[inside[0]][0], words[inside[-1]][1]) != (mark.start, mark.end):
                lost.append(Lost(item.doc_id, f"{mark.label} at {mark.start}: widened to whole words"))
            if mark.rest.get("details"):
                lost.append(Lost(item.doc_id, f"{mark.label} at {mark.start}: its details"))
            facts = json.dumps([mark.claim, mark.value, mark.on], ensure_ascii=False)
            for place in inside:
                tags[number][place] = f"{'B' if place == inside[0] else 'I'}-{mark.label}"
            lines.append(f"# mark L{number + 1} {words[inside[0]][0]} = {facts}")
    for place, (start, end) in enumerate(words):
        lines.append("\t".join([item.text[start:end], str(start), str(end), *(column[place] for column in tags)]))
    return [*lines, ""]
