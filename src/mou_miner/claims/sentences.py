"""Sentences of a document with what is known of where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mou_miner.records import UNREAD_KINDS, Block, BlockKind, Document, Language

Splitter = Callable[[str], Iterable[tuple[int, int]]]

# Clauses that may each have a stage and an assertion of their own.
_CLAUSE_BREAK = re.compile(
    r";\s+|,?\s+(?:sedangkan|sementara itu|sementara|namun|tetapi|tapi|akan tetapi|adapun|while|whereas|but|"
    r"however)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: its stretch of the document's text, its block and the block's kind and language."""

    index: int
    start: int
    end: int
    text: str
    block: int
    kind: BlockKind
    language: Language | None
    section: str


_LETTERHEAD = 100
"""Characters up to which a line above the text may be the name of who publishes it."""


def split_document(document: Document, splitter: Splitter, *, letterhead: bool = False) -> list[Sentence]:
    """Return the sentences that may be believed: headers, footers, noise and reference lists are left out.

    With `letterhead`, the short lines above the text are kept as headings: they may name the government that writes.
    """
    top = next((i for i, b in enumerate(document.blocks) if b.kind not in UNREAD_KINDS), 0) if letterhead else 0
    sentences: list[Sentence] = []
    section = ""
    for number, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        above = number < top and len(text) <= _LETTERHEAD
        if (block.kind in UNREAD_KINDS and not above) or block.kind == "reference":
            continue
        if block.kind == "heading":
            section = text
        for start, end in [(0, len(text))] if above else _borders(block, text, splitter):
            sentences.append(
                Sentence(
                    index=len(sentences),
                    start=block.start + start,
                    end=block.start + end,
                    text=text[start:end],
                    block=number,
                    kind="heading" if above else block.kind,
                    language=block.language,
                    section=section,
                )
            )
    return sentences


def _borders(block: Block, text: str, splitter: Splitter) -> Iterable[tuple[int, int]]:
    if block.kind in {"table_row", "title", "heading"}:
        return [(0, len(text))]
    return splitter(text)


def clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the clauses of the sentence as stretches of the document's text."""
    borders, last = [], 0
    for found in _CLAUSE_BREAK.finditer(sentence.text):
        if found.start() - last > 12:
            borders.append((last, found.start()))
            last = found.start()
    borders.append((last, len(sentence.text)))
    return [(sentence.start + start, sentence.start + end) for start, end in borders]
