"""Annotations that were made in doccano and exported as JSONL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mou_miner.errors import ImportFileError
from mou_miner.exports.annotation.marks import Mark, Marked


def read(path: Path) -> list[Marked]:
    """Return the documents of an export. Raises ImportFileError with the line that cannot be used."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(path, 1, f"the file cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_marked(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ImportFileError(path, number, f"is no document of doccano ({error})") from error
    return found


def _marked(values: Mapping[str, Any]) -> Marked:
    meta = {**values, **(values.get("meta") or values.get("metadata") or {})}
    several: dict[tuple[int, int, str], list[Mapping[str, Any]]] = {}
    facts = json.loads(meta["mou_miner"]) if meta.get("mou_miner") else None
    sent = None if facts is None else tuple(_mark(fact["start"], fact["end"], fact["label"], fact) for fact in facts)
    for fact in facts or ():
        several.setdefault((fact["start"], fact["end"], fact["label"]), []).append(fact)
    marks = []
    for start, end, label in _labels(values):
        if not 0 <= start < end <= len(values["text"]):
            raise ValueError(f"[{start}, {end}] is not within the text")
        known = several.get((start, end, label))
        marks.append(_mark(start, end, label, known.pop(0) if known else None))
    return Marked(
        doc_id=str(meta.get("doc_id", "")), source=str(meta.get("source", "")), text=values["text"],
        language=str(meta.get("language", "other")), marks=tuple(marks), sent=sent,
    )  # fmt: skip


def _labels(values: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    if "entities" in values:
        return [(item["start_offset"], item["end_offset"], item["label"]) for item in values["entities"]]
    return [(start, end, label) for start, end, label in values.get("label") or values.get("labels") or ()]


def _mark(start: int, end: int, label: str, fact: Mapping[str, Any] | None) -> Mark:
    if fact is None:
        return Mark(start, end, label)
    return Mark(start, end, label, fact["claim"], fact["value"], fact["on"], fact["rest"])
