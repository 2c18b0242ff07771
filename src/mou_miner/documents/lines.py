"""Words on a page put into lines; what can be seen of a line without knowing its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import Any, Generic, TypeVar

from mou_miner.documents.drafts import PrintedWord, join_words
from mou_miner.records import Box

MARKER = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxlIVXL]{1,5})[.)]{1,2}|\(?\d{1,2}\)\.?|[•◦▪●○■□–—*-]|(?:\d{1,2}\.){1,3}\d{1,2}\.?)"
)
ARTICLE = re.compile(
    r"(?P<word>PASAL|Pasal|ARTICLE|Article|ARTIKEL|BAB|SECTION|Section)\s*(?P<number>\d{1,2}|"
    r"[IVXLivxlO1]{1,5})\b\s*[.:–-]?\s*(?P<topic>.*)"
)


T = TypeVar("T")


class lazy(Generic[T]):
    """A property that is worked out once; `functools.cached_property` takes a lock each time, and there are many lines."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        self.function, self.name, self.__doc__ = function, function.__name__, function.__doc__

    def __get__(self, instance: Any, owner: Any = None) -> T:
        value = instance.__dict__[self.name] = self.function(instance)
        return value


@dataclass(slots=False)
class Line:
    """Words that stand beside each other, from left to right."""

    words: list[PrintedWord]

    @lazy
    def boxes(self) -> list[Box]:
        return [word.box for word in self.words if word.box]

    @lazy
    def x0(self) -> float:
        return min(box.x0 for box in self.boxes)

    @lazy
    def x1(self) -> float:
        return max(box.x1 for box in self.boxes)

    @lazy
    def top(self) -> float:
        return median(box.top for box in self.boxes)

    @lazy
    def bottom(self) -> float:
        return median(box.bottom for box in self.boxes)

    @lazy
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @lazy
    def text(self) -> str:
        return join_words(self.words)

    @lazy
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(map(str.isalpha, word.text)))

    @lazy
    def recognised(self) -> bool:
        """Whether the words come from OCR, whose boxes say nothing of the size of type."""
        return any(word.confidence is not None for word in self.words)

    @lazy
    def capitals(self) -> bool:
        return is_capitals(self.text)

    @lazy
    def marker(self) -> str | None:
        """The list marker that opens the line, if something follows it."""
        return self.words[0].text if len(self.words) > 1 and MARKER.fullmatch(self.words[0].text) else None

    @lazy
    def article(self) -> bool:
        return is_article_heading(self.text)

    @lazy
    def gaps(self) -> list[float]:
        """The white space between neighbouring words."""
        return [right.x0 - left.x1 for left, right in pairwise(self.boxes)]

    @lazy
    def entries(self) -> int:
        """How many groups of words wide gaps part the line into."""
        wide = max(14.0, 1.2 * self.height)
        return 1 + sum([gap > wide for gap in self.gaps])


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
    placed = [((w.box.top + w.box.bottom) / 2, w.box.top, w.box.bottom, w) for w in words if w.box]
    placed.sort(key=itemgetter(0))
    growing: list[_Growing] = []
    recent: list[_Growing] = []
    for centre, top, bottom, word in placed:
        for line in recent:
            if line.takes(centre, bottom - top):
                line.add(word, centre, top, bottom)
                break
        else:
            growing.append(_Growing(word, centre, top, bottom))
            recent = [growing[-1], *recent[:3]]
    growing.sort(key=_mean_centre)
    return [Line(sorted(line.words, key=_left)) for line in growing]


def em_of(words: Sequence[PrintedWord]) -> float:
    """Return the width of an em, guessed from the height of the words."""
    return 0.9 * median([w.box.bottom - w.box.top for w in words if w.box] or [11.0])


class _Growing:
    """A line while words are added to it."""

    __slots__ = ("bottom", "centre", "top", "words")

    def __init__(self, word: PrintedWord, centre: float, top: float, bottom: float) -> None:
        self.words = [word]
        self.centre, self.top, self.bottom = centre, top, bottom

    def takes(self, centre: float, height: float) -> bool:
        top, bottom = self.top, self.bottom
        own = bottom - top
        return top <= centre <= bottom and abs(centre - self.centre) <= 0.45 * (own if own > height else height)

    def add(self, word: PrintedWord, centre: float, top: float, bottom: float) -> None:
        size = len(self.words)
        self.centre = (self.centre * size + centre) / (size + 1)
        self.words.append(word)
        if top < self.top:
            self.top = top
        if bottom > self.bottom:
            self.bottom = bottom


def _mean_centre(line: _Growing) -> float:
    return line.centre


def _left(word: PrintedWord) -> float:
    return word.box.x0 if word.box else 0.0
