"""The numbers that a word processor draws before list items and keeps out of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts the items of every list while a document is read from top to bottom."""

    def __init__(self, part: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        if part is not None:
            self._load(part)

    def label(self, list_id: str, level_text: str) -> str:
        """Return the label of the next item of a list: `2.`, `b)`, `PASAL 3`, `•`, or nothing where it is no list."""
        levels = self.levels.get(list_id)
        level = int(level_text or 0) if (level_text or "0").isdigit() else 0
        if not levels or level not in levels:
            return ""
        form, pattern, start = levels[level]
        counts = self.counts[list_id]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if form == "bullet":
            return "•"
        if form == "none":
            return ""
        return re.sub(r"%(\d)", lambda found: self._number(list_id, int(found[1]) - 1), pattern).strip()

    def _number(self, list_id: str, level: int) -> str:
        form, _, start = self.levels[list_id].get(level, ("decimal", "", 1))
        return write_number(self.counts[list_id].get(level, start), form)

    def _load(self, part: Any) -> None:
        shapes: dict[str, dict[int, tuple[str, str, int]]] = {}
        for shape in part.iter(f"{W}abstractNum"):
            levels = {}
            for level in shape.iter(f"{W}lvl"):
                start = _value(level, "start") or "1"
                levels[int(level.get(f"{W}ilvl", "0"))] = (
                    _value(level, "numFmt") or "decimal", _value(level, "lvlText"), int(start) if start.isdigit() else 1
                )  # fmt: skip
            shapes[shape.get(f"{W}abstractNumId", "")] = levels
        for number in part.iter(f"{W}num"):
            self.levels[number.get(f"{W}numId", "")] = shapes.get(_value(number, "abstractNumId"), {})


def write_number(number: int, form: str) -> str:
    """Return a number as letters, Roman or Arabic figures."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return str(found.get(f"{W}val", "")) if found is not None else ""
