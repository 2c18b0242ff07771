"""The clauses of a bilingual document put side by side: the same article, the same paragraph, in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from mou_miner.documents.lines import MARKER
from mou_miner.records import UNREAD_KINDS, Block, Document, Language

_ARTICLE = re.compile(r"\b(?:PASAL|ARTICLE|ARTIKEL)\s*(\d{1,2}|[IVXL]{1,6})\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,2})\.\s+\S")
_FIGURE = re.compile(r"(?<![\d.,/-])\d{1,3}(?![\d.,/-]|\s*(?:/|-)\s*\d)")
_TERM = re.compile(r"\b(?:tahun|bulan|hari|years?|months?|days?)\b", re.IGNORECASE)

SIGNATURES = 1000
Sections = dict[int, list[Block]]
"""The blocks of one language by the number of their article; the preamble has the number 0, signatures come last."""


def pairs(document: Document) -> tuple[tuple[Block, Block], ...]:
    """Return the blocks that say the same in Indonesian (first) and English, in the order of the Indonesian text.

    Articles are matched by number; within an article headings with headings, items by label where both sides have
    them, and the rest in order where both sides have as many. A clause that has no clear partner is in no pair.
    """
    if document.language != "id+en":
        return ()
    left, right = _sections(document, "id"), _sections(document, "en")
    found = [
        pair for number in sorted(left.keys() & right.keys()) for pair in _match(document, left[number], right[number])
    ]
    return tuple(sorted(found, key=lambda pair: pair[0].start))


def pair_warnings(document: Document) -> tuple[str, ...]:
    """Return where the two languages of a document differ: articles missing, items counted otherwise, other terms."""
    if document.language != "id+en":
        return ()
    left, right = _sections(document, "id"), _sections(document, "en")
    if len(left) < 2 or len(right) < 2:
        return ()
    warnings = []
    for number in sorted(left.keys() ^ right.keys()):
        if 0 < number < SIGNATURES:
            warnings.append(f"article {number} stands only in {'Indonesian' if number in left else 'English'}")
    for number in sorted(left.keys() & right.keys()):
        counts = [sum(block.kind == "list_item" for block in side[number]) for side in (left, right)]
        if counts[0] != counts[1] and all(counts):
            warnings.append(f"article {number} has {counts[0]} items in Indonesian and {counts[1]} in English")
    return (*warnings, *_differing_terms(document))


def _differing_terms(document: Document) -> list[str]:
    warnings = []
    for left, right in pairs(document):
        texts = document.text[left.start : left.end], document.text[right.start : right.end]
        figures = [sorted({int(figure) for figure in _FIGURE.findall(text)}) for text in texts]
        if all(figures) and figures[0] != figures[1] and all(_TERM.search(text) for text in texts):
            shown = [", ".join(map(str, values)) for values in figures]
            warnings.append(f"'{texts[0][:60]}' says {shown[0]} where the English text says {shown[1]}")
    return warnings


def _sections(document: Document, language: Language) -> Sections:
    sections: Sections = {}
    number = 0
    for block in document.blocks:
        if block.kind in UNREAD_KINDS or block.kind in ("reference", "caption"):
            continue
        text = document.text[block.start : block.end]
        if block.kind == "heading" and (block.language == language or _is_of_both(text)):
            number = _number(text) or number
        if block.language != language:
            continue
        if block.kind == "signature":
            number = SIGNATURES
        sections.setdefault(number, []).append(block)
    return sections


def _is_of_both(heading: str) -> bool:
    """Return whether one heading over both columns names the article in both languages: `PASAL 3 / ARTICLE 3`."""
    return len({found[0].split()[0].upper() == "ARTICLE" for found in _ARTICLE.finditer(heading)}) == 2


def _number(heading: str) -> int | None:
    found = _ARTICLE.search(heading)
    if found:
        return int(found[1]) if found[1].isdigit() else _roman(found[1].upper())
    found = _NUMBERED.match(heading)
    return int(found[1]) if found else None


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[sign] for sign in text]
    return sum(
        -value if value < following else value for value, following in zip_longest(values, values[1:], fillvalue=0)
    )


def _match(document: Document, left: Sequence[Block], right: Sequence[Block]) -> list[tuple[Block, Block]]:
    matched: list[tuple[Block, Block]] = []
    for kinds in (("title",), ("heading",), ("signature",), ("table_row",)):
        one, two = ([block for block in side if block.kind in kinds] for side in (left, right))
        if len(one) == len(two):
            matched += zip(one, two, strict=True)
    one, two = ([block for block in side if block.kind in ("paragraph", "list_item")] for side in (left, right))
    if [block.kind for block in one] == [block.kind for block in two]:
        return [*matched, *zip(one, two, strict=True)]
    labels = {_label(document, block): block for block in two if block.kind == "list_item"}
    labels.pop("", None)
    for block in one:
        label = _label(document, block) if block.kind == "list_item" else ""
        if label in labels:
            matched.append((block, labels[label]))
    paragraphs = [[block for block in side if block.kind == "paragraph"] for side in (one, two)]
    if len(paragraphs[0]) == len(paragraphs[1]):
        matched += zip(*paragraphs, strict=True)
    return matched


def _label(document: Document, block: Block) -> str:
    first = document.text[block.start : block.end].split(" ", 1)[0]
    return first.strip("().").lower() if MARKER.fullmatch(first) and first[0] not in "-–—•*" else ""
