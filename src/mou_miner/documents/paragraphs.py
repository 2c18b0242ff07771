"""Lines of one region put into blocks: paragraphs, items, headings with their topic, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from mou_miner.documents.columns import Region
from mou_miner.documents.drafts import DraftBlock, PrintedWord
from mou_miner.documents.lines import MARKER, Line, is_article_heading, is_capitals
from mou_miner.documents.repair import join_lines
from mou_miner.records import BlockKind

CAPTION = re.compile(
    r"(?i:Gambar|Tabel|Figure|Fig|Table|Foto|Photo|Grafik|Bagan|Lampiran|Peta)\.?\s*\(?[\dIVX]+(?:[.\-]\d+)*"
    r"(?:\s*[.:|–-]+\s.*|\s+[A-Z].*[^.])"
    r"|(?i:Sumber|Source|Foto|Photo|Caption)\s*:.*",
)
NUMBERED_HEADING = re.compile(r"(?:\d{1,2}\.){0,3}\d{0,2}\.?\s*[A-Z][^.;:!?]{2,80}")
_STOPS = (".", ";", ":", "!", "?", ".”", '."', ":-", ".)", ",")


def read_blocks(region: Region) -> list[DraftBlock]:
    """Return the blocks of a region."""
    if region.form == "pairs":
        return [DraftBlock("list_item" if line.marker else "paragraph", list(line.words), column=region.column)
                for line in region.lines]  # fmt: skip
    shape = _Shape(region)
    groups: list[list[Line]] = []
    for line in region.lines:
        if groups and not _begins(line, groups, shape):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks = [_block(group, shape) for group in groups]
    for block in blocks:
        block.column = region.column
    blocks[0].first = True
    blocks[-1].last = (
        region.lines[-1].x1 > region.right - 0.25 * (region.right - region.left) or region.lines[-1].article
    )
    return blocks


class _Shape:
    """What is usual in a region: its edges, the distance from line to line, the size of type."""

    def __init__(self, region: Region) -> None:
        lines = region.lines
        ends = sorted(line.x1 for line in lines)
        self.left = region.left
        self.right = region.right if len(ends) < 8 else max(ends[int(0.85 * len(ends))], region.right - 12)
        self.height = median(line.height for line in lines)
        pitches = [b.top - a.top for a, b in pairwise(lines)]
        usual = [pitch for pitch in pitches if 0.8 * self.height < pitch < 1.9 * self.height]
        self.pitch = _low_median(usual) if usual else 1.2 * self.height
        self.em = 0.9 * self.height

    def centred(self, line: Line) -> bool:
        before, after = line.x0 - self.left, self.right - line.x1
        return before > 1.5 * self.em and abs(before - after) < max(0.08 * (self.right - self.left), self.em)

    def display(self, line: Line) -> bool:
        """Whether the line is set to be seen: capitals, large or bold, and not the start of an item."""
        if len(line.text) > 160 or not any(map(str.isalpha, line.text)):
            return False
        if line.capitals:
            return line.marker is None or len(line.words) <= 14
        if line.height > 1.22 * self.height and len(line.words) <= 25 and not line.recognised:
            return True
        return line.bold and line.text[-1] not in ".;," and len(line.words) <= 25

    def connects(self, line: Line) -> bool:
        """Whether the line is a small word between the lines of a title: antara, dan, between, and."""
        return len(line.words) <= 4 and line.text[0].islower() and line.text[-1] not in ".;,:" and self.centred(line)

    def room_after(self, line: Line, following: Line) -> bool:
        """Whether the first word of the following line would have fitted at the end of this one."""
        first = following.boxes[0]
        return line.x1 + 0.35 * self.em + (first.x1 - first.x0) < self.right - 0.6 * self.em


def _low_median(values: Sequence[float]) -> float:
    """The median of the lower half: spaces between paragraphs do not count as the usual pitch."""
    ordered = sorted(values)
    return median(ordered[: max(1, (len(ordered) + 1) // 2)])


def _begins(line: Line, groups: Sequence[Sequence[Line]], shape: _Shape) -> bool:
    """Return whether a new block begins with this line."""
    group = groups[-1]
    previous = group[-1]
    pitch = line.top - previous.top
    if line.article or is_article_heading(" ".join(part.text for part in group)):
        return not _joins_heading(line, group, shape, pitch)
    if shape.display(previous) != shape.display(line) and not _carries_capitals(line, group, shape):
        return True
    size = max(previous.height, line.height)
    if shape.display(line) and len(group) < 12 and pitch < 2.3 * size:
        return line.marker is not None or _is_row_of_capitals(line, previous, shape)
    if pitch > max(1.22 * shape.pitch, 1.02 * size) and pitch > shape.pitch + 1.5:
        return True
    if _opens_item(line, groups):
        return True
    if line.text[0].islower() and _UNFINISHED.search(previous.text):
        return False
    return _by_indent(line, group, shape) or _by_room(line, previous, shape)


def _joins_heading(line: Line, group: Sequence[Line], shape: _Shape, pitch: float) -> bool:
    """Return whether number and topic of an article heading belong together, whichever stands above."""
    if pitch > 2.3 * max(line.height, group[-1].height):
        return False
    if line.article:
        return len(group) == 1 and not group[0].article and shape.centred(line) and (
            shape.centred(group[0]) and group[0].capitals and len(group[0].words) <= 10
        )  # fmt: skip
    words = line.text.split()
    if line.marker or line.text[-1] in ".;,:" or len(words) > 12:
        return False
    numbers_only = is_article_heading(group[0].text) and len(group[0].words) <= 3
    if shape.display(line) or shape.centred(line):
        return numbers_only or shape.display(line)
    return (
        numbers_only and len(group) == 1 and len(words) <= 7 and line.text[0].isupper() and _is_topic_width(line, shape)
    )


def _is_topic_width(line: Line, shape: _Shape) -> bool:
    return line.x1 < shape.right - 0.25 * (shape.right - shape.left)


def _carries_capitals(line: Line, group: Sequence[Line], shape: _Shape) -> bool:
    """Return whether a paragraph merely has a line of capitals, or a title a small `dan` between its lines."""
    previous = group[-1]
    middle = shape.centred(previous) or previous.x1 - previous.x0 > 0.85 * (shape.right - shape.left)
    if (
        shape.display(group[0])
        and middle
        and (shape.connects(line) or (shape.connects(previous) and shape.display(line)))
    ):
        return True
    if line.bold != previous.bold or shape.centred(line):
        return False
    full = previous.x1 > shape.right - 3 * shape.em and previous.text[-1] not in ".;:"
    return full and line.x0 < shape.left + 4 * shape.em


def _is_row_of_capitals(line: Line, previous: Line, shape: _Shape) -> bool:
    """Return whether lines of capitals are whole paragraphs of a preamble rather than one heading."""
    return previous.text[-1] in ";." and not shape.centred(line)


def _opens_item(line: Line, groups: Sequence[Sequence[Line]]) -> bool:
    """Return whether the line opens an item: its number carries on the list, or the text before has come to a stop."""
    marker = line.marker
    if marker is None:
        return False
    if not marker[0].isdigit() and not marker.strip("().").isalpha():
        return True
    previous = groups[-1][-1].text
    if previous.endswith(_STOPS) or re.search(r"(?:\b(?:dan|and|serta|or|atau)|/)$", previous):
        return True
    key = marker.strip("().").lower()
    last = next((group[0].marker for group in reversed(groups) if group[0].marker), None)
    return key in ("1", "a", "i") or (last is not None and _follows(last.strip("().").lower(), key))


def _follows(last: str, key: str) -> bool:
    if last.isdigit() and key.isdigit():
        return int(key) == int(last) + 1
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
    if last in roman and key in roman and roman.index(key) == roman.index(last) + 1:
        return True
    return len(last) == len(key) == 1 and ord(key) == ord(last) + 1


def _by_indent(line: Line, group: Sequence[Line], shape: _Shape) -> bool:
    """Return whether the line's start sets it off from the block so far."""
    previous = group[-1]
    if shape.centred(line) and shape.centred(previous):
        return False
    step = 0.8 * shape.em
    if len(group) == 1:
        hanging = group[0].marker is not None
        return not hanging and line.x0 > previous.x0 + step and _ends(previous, line, shape)
    usual = median(other.x0 for other in group[1:])
    if line.x0 > usual + step:
        return _ends(previous, line, shape)
    return line.x0 < usual - step and (group[0].x0 < usual - step or group[0].marker is not None)


def _ends(previous: Line, line: Line, shape: _Shape) -> bool:
    return previous.text.endswith((".", ";", ":", "!", "?", "”", '"', ")")) or shape.room_after(previous, line)


_UNFINISHED = re.compile(
    r"\b(?:dan|and|atau|or|serta|dengan|with|of|the|di|ke|dari|pada|in|at|by|oleh|untuk|for|to|yang|bagi)$",
    re.IGNORECASE,
)


def _by_room(line: Line, previous: Line, shape: _Shape) -> bool:
    """Return whether the line before stopped early although a word more would have fitted."""
    if not shape.room_after(previous, line) or _UNFINISHED.search(previous.text) or previous.text[-1] in "-\u00ad":
        return False
    if previous.text[-1] not in ".;:!?" and previous.x1 > shape.right - 0.2 * (shape.right - shape.left):
        return False
    if shape.centred(line) and shape.centred(previous) and previous.text[-1] not in ".;:":
        return False
    return previous.text.endswith(_STOPS) or not line.text[0].islower()


def _block(group: Sequence[Line], shape: _Shape) -> DraftBlock:
    words = join_lines([line.words for line in group])
    return DraftBlock(_kind(group, shape, words), words)


def _kind(group: Sequence[Line], shape: _Shape, words: Sequence[PrintedWord]) -> BlockKind:
    text = " ".join(line.text for line in group)
    first = group[0]
    if is_article_heading(first.text) or is_article_heading(text):
        return "heading"
    if CAPTION.fullmatch(text) and len(words) <= 40:
        return "caption"
    shown = shape.display(first) and all(shape.display(line) or shape.connects(line) for line in group)
    if shown and len(words) <= 70 and (text[-1] not in ";," or all(map(shape.centred, group))):
        return "heading"
    if len(group) == 1 and first.bold and is_numbered_heading(text):
        return "heading"
    if first.marker:
        return "list_item"
    return "paragraph"


def is_numbered_heading(text: str) -> bool:
    """Return whether the text is `2. Metode Penelitian` or the like."""
    first, _, rest = text.partition(" ")
    return bool(MARKER.fullmatch(first)) and bool(NUMBERED_HEADING.fullmatch(text)) and (
        is_capitals(rest) or sum(word[0].isupper() for word in rest.split()) >= 0.6 * len(rest.split())
    ) and len(rest.split()) <= 10  # fmt: skip
