"""Words on a page put into lines; what can be seen of a line without knowing its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from mou_miner.documents.drafts import PrintedWord, join_words
from mou_miner.records import Box

MARKER = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxlIVXL]{1,5})[.)]{1,2}|\(?\d{1,2}\)\.?|[•◦▪●○■□–—*-]|(?:\d{1,2}\.){1,3}\d{1,2}\.?)"
)
ARTICLE = re.compile(
    r"(?P<word>PASAL|Pasal|ARTICLE|Article|ARTIKEL|BAB|SECTION|Section)\s*(?P<number>\d{1,2}|"
    r"[IVXLivxlO1]{1,5})\b\s*[.:–-]?\s*(?P<topic>.*)"
)


@dataclass(slots=False)
class Line:
    """Words that stand beside each other, from left to right."""

    words: list[PrintedWord]

    @cached_property
    def boxes(self) -> list[Box]:
        return [word.box for word in self.words if word.box]

    @cached_property
    def x0(self) -> float:
        return min(box.x0 for box in self.boxes)

    @cached_property
    def x1(self) -> float:
        return max(box.x1 for box in self.boxes)

    @cached_property
    def top(self) -> float:
        return median(box.top for box in self.boxes)

    @cached_property
    def bottom(self) -> float:
        return median(box.bottom for box in self.boxes)

    @cached_property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @cached_property
    def text(self) -> str:
        return join_words(self.words)

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(map(str.isalpha, word.text)))

    @cached_property
    def recognised(self) -> bool:
        """Whether the words come from OCR, whose boxes say nothing of the size of type."""
        return any(word.confidence is not None for word in self.words)

    @cached_property
    def capitals(self) -> bool:
        return is_capitals(self.text)

    @cached_property
    def marker(self) -> str | None:
        """The list marker that opens the line, if something follows it."""
        return self.words[0].text if len(self.words) > 1 and MARKER.fullmatch(self.words[0].text) else None

    @cached_property
    def article(self) -> bool:
        return is_article_heading(self.text)

    def gaps(self) -> list[float]:
        """The white space between neighbouring words."""
        return [right.x0 - left.x1 for left, right in zip(self.boxes, self.boxes[1:], strict=False)]


def is_capitals(text: str) -> bool:
    """Return whether the letters of the text are capitals, all but a few."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 2 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def is_article_heading(text: str) -> bool:
    """Return whether the line is `Pasal 3`, `ARTICLE IV - TERM` or the like, and no sentence that begins so."""
    found = ARTICLE.fullmatch(text)
    if not found:
        return False
    topic = found["topic"]
    if not topic:
        return True
    return len(topic.split()) <= 12 and topic[0].isupper() and topic[-1] not in ".;," and (
        is_capitals(topic) or len(topic.split()) <= 8
    )  # fmt: skip


def lines_of(words: Iterable[PrintedWord]) -> list[Line]:
    """Return the lines from top to bottom.

    A word joins one of the last lines when its centre lies within that line and near the line's running centre; a page
    set in two columns may so give lines that belong to both: columns are found afterwards.
    """
    open_lines: list[_Growing] = []
    for word in sorted((w for w in words if w.box), key=_centre):
        centre, height = _centre(word), _height(word)
        for line in reversed(open_lines[-4:]):
            if line.takes(centre, height):
                line.add(word, centre)
                break
        else:
            open_lines.append(_Growing(word, centre))
    open_lines.sort(key=lambda line: line.centre)
    return [Line(sorted(line.words, key=_left)) for line in open_lines]


def em_of(words: Sequence[PrintedWord]) -> float:
    """Return the width of an em, guessed from the height of the words."""
    return 0.9 * median([_height(word) for word in words] or [11.0])


class _Growing:
    """A line while words are added to it."""

    def __init__(self, word: PrintedWord, centre: float) -> None:
        self.words = [word]
        self.centre = centre
        self.top, self.bottom = _box(word).top, _box(word).bottom

    def takes(self, centre: float, height: float) -> bool:
        own = self.bottom - self.top
        return self.top <= centre <= self.bottom and abs(centre - self.centre) <= 0.45 * max(own, height)

    def add(self, word: PrintedWord, centre: float) -> None:
        self.centre = (self.centre * len(self.words) + centre) / (len(self.words) + 1)
        self.words.append(word)
        self.top, self.bottom = min(self.top, _box(word).top), max(self.bottom, _box(word).bottom)


def _box(word: PrintedWord) -> Box:
    assert word.box is not None
    return word.box


def _centre(word: PrintedWord) -> float:
    return (_box(word).top + _box(word).bottom) / 2


def _height(word: PrintedWord) -> float:
    return _box(word).bottom - _box(word).top


def _left(word: PrintedWord) -> float:
    return _box(word).x0
