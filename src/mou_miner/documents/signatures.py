"""Signature blocks: who signs stands side by side, and each side is read by itself.

A block of kind `signature` is one side; its cells are its printed lines (for whom, the name, the office).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from mou_miner.documents.drafts import DraftBlock, PrintedWord, join_words
from mou_miner.documents.language import vote
from mou_miner.documents.lines import Line, is_article_heading
from mou_miner.documents.repair import close_letters
from mou_miner.records import UNREAD_KINDS

SIDE = re.compile(
    r"(?:A\.\s?N\.|a\.\s?n\.|(?:UNTUK|Untuk|FOR|For|ATAS NAMA|Atas nama|Atas Nama|ON BEHALF OF|On behalf of|"
    r"On Behalf of|"
    r"PIHAK (?:PERTAMA|KEDUA|KESATU|KETIGA|I{1,3})\b|Pihak (?:Pertama|Kedua|Kesatu)|(?:THE )?(?:FIRST|SECOND) PARTY|"
    r"PEMERINTAH|GOVERNMENT OF|THE GOVERNMENT OF|WALI ?KOTA|BUPATI|GUBERNUR|MAYOR|Mayor of|GOVERNOR|REGENT)\b).*"
)
WITNESS = re.compile(
    r"(?:DISAKSIKAN|Disaksikan|MENGETAHUI|Mengetahui|SAKSI|Saksi|MENYAKSIKAN|Menyaksikan|WITNESS|Witness|"
    r"IN THE PRESENCE OF|In the presence of)",
)
DONE = re.compile(
    r"\b(?:done (?:in|at|on)|given (?:at|under)|signed (?:separately|on)|ditetapkan di|diberikan di|signed (?:in|"
    r"at) (?:duplicate|two|\w+,?)|in witness whereof|dibuat (?:di|dalam)|ditandatangani\b|sebagai bukti|"
    r"demikian(?:lah)?\b|rangkap (?:dua|2|tiga|3|empat)|equally authentic|sama sahnya|kekuatan hukum yang sama)",
    re.IGNORECASE,
)
_MAX_LINES = 22


def part_signatures(lines: Sequence[Line], width: float) -> tuple[list[Line], list[DraftBlock]]:
    """Return the lines of running text, and the signature blocks that stand side by side below them."""
    for number in range(max(0, len(lines) - _MAX_LINES), len(lines)):
        rest = lines[number:]
        if _opens(lines[number], lines[max(0, number - 8) : number]) and _is_short(rest):
            sides = _sides(rest)
            before = lines[max(0, number - 8) : number]
            return (list(lines), []) if _are_languages(sides, before) else (list(lines[:number]), sides)
    return list(lines), []


def _are_languages(sides: Sequence[DraftBlock], before: Sequence[Line]) -> bool:
    """Return whether the sides are not the two parties but the two languages: both parties sign below each column."""
    begun = any(SIDE.match(join_words(words)) for line in before for words in _segments(line))
    columns: tuple[list[str], list[str]] = ([], [])
    edges = [_edge(side.cells[0][0], 0) for side in sides]
    for side, edge in zip(sides, edges, strict=True):
        columns[edge > (min(edges) + max(edges)) / 2].append(side.text)
    return (begun or all(len(texts) >= 2 for texts in columns)) and {vote(" ".join(texts)) for texts in columns} == {
        "id",
        "en",
    }


def mark_stacked(blocks: Sequence[DraftBlock]) -> None:
    """Set the kind of signature blocks that stand one below the other after the done clause."""
    done = None
    for number, block in enumerate(blocks):
        if block.kind == "signature":
            done = None
        elif block.kind in ("paragraph", "list_item") and len(block.words) > 6 and DONE.search(block.text):
            done = number
        elif (
            done is not None
            and block.words
            and len(block.words) <= 16
            and (SIDE.match(block.text) or WITNESS.match(block.text))
        ):
            _mark_from(blocks, number)
            done = None
        elif done is not None and number > done + 3:
            done = None


def _mark_from(blocks: Sequence[DraftBlock], first: int) -> None:
    """Set the kind of the blocks from here on, each side put into one block, up to where running text goes on."""
    side: DraftBlock | None = None
    for block in blocks[first:]:
        if block.kind in UNREAD_KINDS:
            continue
        foreign = block.column != blocks[first].column and _page(block) == _page(blocks[first])
        if foreign or len(block.words) > 18 or block.kind in ("table_row", "title") or is_article_heading(block.text):
            return
        cells = _printed_lines(block.words)
        if side is None or _OPENS_SIDE.match(block.text) or _page(block) != _page(side):
            side = block
            side.cells = cells
        else:
            side.cells = [*side.cells, *cells]
            block.words = []
        block.kind = "signature"


_OPENS_SIDE = re.compile(
    r"(?:A\.\s?N\.|(?:UNTUK|FOR|ATAS NAMA|ON BEHALF|PIHAK|(?:THE )?(?:FIRST|SECOND) PARTY)\b)|" + WITNESS.pattern,
    re.IGNORECASE,
)


def _page(block: DraftBlock) -> int | None:
    return next((word.box.page for word in block.all_words() if word.box), None)


def _printed_lines(words: Sequence[PrintedWord]) -> list[list[PrintedWord]]:
    """Return the words of a block by the lines they were printed in; words without a place are one line."""
    lines: list[list[PrintedWord]] = []
    for word in words:
        last = lines[-1][-1].box if lines else None
        if lines and (word.box is None or (last and abs(word.box.top - last.top) < 0.6 * (last.bottom - last.top))):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _segments(line: Line) -> list[list[PrintedWord]]:
    """Return the words of a line in groups parted by wide gaps; before a word that opens a side less is enough."""
    groups = [[line.words[0]]]
    cued = bool(_CUE.match(line.words[0].text))
    for gap, word in zip(line.gaps, line.words[1:], strict=False):
        if gap > max(18.0, 1.6 * line.height) or (cued and gap > 0.6 * line.height and _CUE.match(word.text)):
            groups.append([])
        groups[-1].append(word)
    return groups


_CUE = re.compile(r"(?:UNTUK|Untuk|FOR|For|PIHAK|Pihak)$")


def _opens(line: Line, before: Sequence[Line]) -> bool:
    """Return whether a line starts the signatures: sides beside each other, cued or after the done clause."""
    if not line.gaps or max(line.gaps) <= 0.6 * line.height:
        return False
    segments = [join_words(close_letters(words)) for words in _segments(line)]
    if not 2 <= len(segments) <= 4:
        return False
    if not all(_may_sign(text) for text in segments):
        return False
    cues = sum(1 for text in segments if SIDE.match(text) or WITNESS.match(text))
    if cues >= 2:
        return True
    near = " ".join(other.text for other in before[-7:])
    middle = _borders([line])[0]
    return bool(DONE.search(near)) and all(other.x0 < middle and len(_segments(other)) == 1 for other in before[-6:])


def _may_sign(text: str) -> bool:
    return len(text.split()) <= 12 and not text[0].islower() and not text[0].isdigit() and text[-1] not in ";-"


def _is_short(lines: Sequence[Line]) -> bool:
    """Return whether the lines are names and offices: short, hardly any of them going on in small letters."""
    texts = [join_words(segment) for line in lines for segment in _segments(line)]
    sizes = [len(text.split()) for text in texts]
    small = sum(1 for text in texts if text[0].islower() or text[-1] in "-;")
    return (
        median(sizes) <= 6
        and max(sizes) <= 16
        and small <= 0.34 * len(texts)
        and not any(line.article for line in lines)
    )


def _sides(lines: Sequence[Line]) -> list[DraftBlock]:
    """Return one block per side; a line that crosses the borders (a heading over the witnesses) begins a new group."""
    blocks: list[DraftBlock] = []
    while lines:
        borders = _borders(lines)
        size = next((n for n, line in enumerate(lines) if n and _new_group(line, borders)), len(lines))
        sides: list[list[list[PrintedWord]]] = [[] for _ in range(len(borders) + 1)]
        for line in lines[:size]:
            for side, words in enumerate(_by_border(line, borders)):
                if words:
                    sides[side].append(close_letters(words))
        blocks.extend(DraftBlock("signature", cells=part) for side in sides for part in _stacked(side))
        lines = lines[size:]
    return blocks


def _stacked(side: Sequence[list[PrintedWord]]) -> list[list[list[PrintedWord]]]:
    """Return the parts of a side in which one signs below the other; there is none where the side is empty."""
    parts: list[list[list[PrintedWord]]] = []
    for line in side:
        if not parts or (len(parts[-1]) >= 3 and _SIGNS_FOR.match(join_words(line))):
            parts.append([])
        parts[-1].append(line)
    return parts


_SIGNS_FOR = re.compile(r"(?:UNTUK|Untuk|FOR|For|ATAS NAMA|Atas [Nn]ama|ON BEHALF OF|On behalf of)\b")


def _borders(lines: Sequence[Line]) -> list[float]:
    """Return where the sides part: in the gaps of the first line, where most other lines have white as well."""
    spans = [[(_edge(words[0], 0), _edge(words[-1], 2)) for words in _segments(line)] for line in lines]
    first = spans[0]
    borders = []
    for (_, left), (right, _) in pairwise(first):
        candidates = [left + (right - left) * part / 10 for part in range(1, 10)]
        borders.append(min(candidates, key=lambda x: (_crossings(spans, x), abs(x - (left + right) / 2))))
    return borders


def _edge(word: PrintedWord, side: int) -> float:
    assert word.box is not None
    return word.box.x0 if side == 0 else word.box.x1


def _crossings(spans: Sequence[Sequence[tuple[float, float]]], x: float) -> int:
    return sum(1 for line in spans for x0, x1 in line if x0 < x < x1)


def _by_border(line: Line, borders: Sequence[float]) -> list[list[PrintedWord]]:
    sides: list[list[PrintedWord]] = [[] for _ in range(len(borders) + 1)]
    for word in line.words:
        centre = (_edge(word, 0) + _edge(word, 2)) / 2
        sides[sum(centre >= border for border in borders)].append(word)
    return sides


def _new_group(line: Line, borders: Sequence[float]) -> bool:
    segments = _segments(line)
    if WITNESS.match(line.text):
        return True
    return any(_edge(words[0], 0) < x < _edge(words[-1], 2) for words in segments for x in borders)
