"""Altered copies of labelled sentences: capitals, small letters, OCR damage, other names in the same place."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from mou_miner.training.ner_data import Example, Name

_LOOKALIKES = {
    "l": "1I|",
    "I": "l1|",
    "1": "lI",
    "O": "0",
    "0": "O",
    "S": "5",
    "B": "8",
    "e": "c",
    "c": "e",
    "i": "l1",
    "t": "f",
    "f": "t",
    "a": "o",
    "h": "b",
    "u": "n",
    "n": "u",
    "g": "q",
    "Z": "2",
    "G": "6",
    ",": ".",
    ".": ",",
}
_PAIRS = {"rn": "m", "m": "rn", "ri": "n", "cl": "d", "w": "vv"}


def upper_copy(example: Example) -> Example:
    """Return the sentence in capitals; a letter whose capital form is longer stays as it is."""
    return example._replace(text="".join(_one(char, char.upper()) for char in example.text))


def lower_copy(example: Example) -> Example:
    """Return the sentence in small letters."""
    return example._replace(text="".join(_one(char, char.lower()) for char in example.text))


def _one(char: str, changed: str) -> str:
    return changed if len(changed) == 1 else char


def damaged_copy(example: Example, rng: random.Random, rate: float = 0.03) -> Example:
    """Return the sentence with misread, lost and split letters, about one in thirty; names keep their place."""
    pieces = [_damage(char, rng) if rng.random() < rate else char for char in example.text]
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    text = "".join(pieces)
    names = [_shrink(text, Name(starts[n.start], starts[n.end], n.label)) for n in example.names]
    return example._replace(text=text, names=tuple(n for n in names if n.start < n.end))


def _damage(char: str, rng: random.Random) -> str:
    if char == " ":
        return rng.choice(["  ", " ", ""]) if rng.random() < 0.3 else " "
    choice = rng.random()
    if choice < 0.55 and char in _LOOKALIKES:
        return rng.choice(_LOOKALIKES[char])
    if choice < 0.7 and char in _PAIRS:
        return _PAIRS[char]
    if choice < 0.8:
        return ""
    if choice < 0.92:
        return char + " "
    return char.swapcase() if len(char.swapcase()) == 1 else char


def _shrink(text: str, name: Name) -> Name:
    start, end = name.start, name.end
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return Name(start, end, name.label)


def renamed_copy(example: Example, rename: Callable[[str, str], str]) -> Example:
    """Return the sentence with each name replaced by what `rename(words, label)` gives."""
    text, names, at = "", [], 0
    for name in example.names:
        text += example.text[at : name.start]
        words = rename(example.text[name.start : name.end], name.label)
        names.append(Name(len(text), len(text) + len(words), name.label))
        text += words
        at = name.end
    return example._replace(text=text + example.text[at:], names=tuple(names))


def with_copies(
    examples: Sequence[Example],
    rng: random.Random,
    *,
    upper: float = 0.14,
    lower: float = 0.05,
    damaged: float = 0.10,
) -> list[Example]:
    """Return the examples and, after them, altered copies of the given share of them."""
    copies = [upper_copy(e) for e in examples if rng.random() < upper]
    copies += [lower_copy(e) for e in examples if rng.random() < lower]
    copies += [damaged_copy(e, rng) for e in examples if rng.random() < damaged]
    copies += [damaged_copy(upper_copy(e), rng) for e in examples if rng.random() < damaged * upper]
    return [*examples, *copies]
