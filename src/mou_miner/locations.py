"""Where a span of a document's text is printed: its page, and one box for each line of words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from mou_miner.records import Box, Page, Span, Word

LineBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the page's top left."""


class Locations:
    """Looks up the pages and boxes of one document's spans."""

    def __init__(self, pages: Iterable[Page], words: Iterable[Word] = ()) -> None:
        self._words = sorted(words, key=lambda word: word.start)
        self._starts = [word.start for word in self._words]
        self._pages = sorted(pages, key=lambda page: page.start)
        self._page_starts = [page.start for page in self._pages]

    def page(self, span: Span) -> int | None:
        """Return the page the span starts on, None where the document has no pages."""
        words = self._words_in(span)
        if words:
            return words[0].box.page
        index = bisect_right(self._page_starts, span.start) - 1
        return self._pages[index].number if index >= 0 else None

    def boxes(self, span: Span) -> list[LineBox]:
        """Return one box per line of words on the span's page; a box has no page of its own, so others are left out."""
        words = self._words_in(span)
        on_page = [word.box for word in words if word.box.page == words[0].box.page]
        return [_around(line) for line in _lines(on_page)]

    def _words_in(self, span: Span) -> list[Word]:
        first = bisect_left(self._starts, span.start)
        if first > 0 and self._words[first - 1].end > span.start:
            first -= 1
        return self._words[first : bisect_left(self._starts, span.end)]


def _lines(boxes: list[Box]) -> Iterator[list[Box]]:
    line: list[Box] = []
    for box in boxes:
        if line and not _continues(line[-1], box):
            yield line
            line = []
        line.append(box)
    if line:
        yield line


def _continues(last: Box, box: Box) -> bool:
    """Say whether a word stands on the last word's line: level with it by half its height, and further right."""
    overlap = min(last.bottom, box.bottom) - max(last.top, box.top)
    return overlap > min(last.bottom - last.top, box.bottom - box.top) / 2 and box.x0 >= last.x0


def _around(line: list[Box]) -> LineBox:
    return (
        round(min(box.x0 for box in line), 2),
        round(min(box.top for box in line), 2),
        round(max(box.x1 for box in line), 2),
        round(max(box.bottom for box in line), 2),
    )
