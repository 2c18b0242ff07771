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


def split_document(document: Document, splitter: Splitter) -> list[Sentence]:
    """Return the sentences that may be believed: headers, footers, noise and reference lists are left out."""
    sentences: list[Sentence] = []
    section = ""
    for number, block in enumerate(document.blocks):
        if block.kind in UNREAD_KINDS or block.kind == "reference":
            continue
        text = document.text[block.start : block.end]
        if block.kind == "heading":
            section = text
        for start, end in _borders(block, text, splitter):
            sentences.append(
                Sentence(
                    index=len(sentences),
                    start=block.start + start,
                    end=block.start + end,
                    text=text[start:end],
                    block=number,
                    kind=block.kind,
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
