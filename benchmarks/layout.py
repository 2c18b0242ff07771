"""Two-column bilingual pages: how much of the text is read as it should be, and whether columns get their language.

    python -m benchmarks.layout [--held-out] [--typeface times ...]

The pages are generated (benchmarks/layout_pages.py): half of the designs were looked at while the reader was written,
the others are only read with --held-out. Each is set in four typefaces and written to the file in both orders.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from benchmarks.layout_pages import DESIGNS, ORDERS, TYPEFACES, Column, Design, Made, make
from mou_miner.documents import read
from mou_miner.records import UNREAD_KINDS, Document
from mou_miner.settings import ReaderSettings

SETTINGS = ReaderSettings(ocr="off")


class Score(NamedTuple):
    """How one document was read: wrong characters of all, and columns with the right language of all."""

    errors: int
    characters: int
    right: int
    columns: int

    @property
    def rate(self) -> float:
        """The character error rate."""
        return self.errors / self.characters


def read_made(made: Made) -> Document:
    """Return the document as it is read."""
    return next(read(made.data, "a.pdf", SETTINGS))


def text_of(document: Document) -> str:
    """Return the text that sentences are read from, in one line."""
    blocks = [block for block in document.blocks if block.kind not in UNREAD_KINDS]
    return " ".join(" ".join(document.text[block.start : block.end] for block in blocks).replace("|", " ").split())


def score(made: Made) -> Score:
    """Return how a generated document was read."""
    document = read_made(made)
    errors = Levenshtein.distance(text_of(document), made.text)
    right = sum(language_of(document, column) == column.language for column in made.columns)
    return Score(errors, len(made.text), right, len(made.columns))


def language_of(document: Document, column: Column) -> str | None:
    """Return the language of most characters of the blocks that stand in a column."""
    sizes: Counter[str | None] = Counter()
    for block in document.blocks:
        if block.kind in UNREAD_KINDS:
            continue
        for word in document.words:
            if block.start <= word.start < block.end and word.box.page == column.page:
                centre = (word.box.x0 + word.box.x1) / 2
                if column.x0 <= centre <= column.x1:
                    sizes[block.language] += word.end - word.start
    return sizes.most_common(1)[0][0] if sizes else None


def main() -> None:
    """Print a table: one row a design."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="read the designs that nothing was tuned on")
    parser.add_argument("--typeface", choices=list(TYPEFACES), action="append", help="default: all")
    arguments = parser.parse_args()
    designs = [design for design in DESIGNS if design.held_out == arguments.held_out]
    typefaces = arguments.typeface or list(TYPEFACES)
    print(f"{'design':38} {'by column':>10} {'by line':>10} {'worst':>8} {'languages':>12}")
    everything: list[Score] = []
    for design in designs:
        everything += _row(design, typefaces)
    errors, characters = sum(s.errors for s in everything), sum(s.characters for s in everything)
    right, columns = sum(s.right for s in everything), sum(s.columns for s in everything)
    print(f"all {len(everything)} documents: character error rate {errors / characters:.4f}, "
          f"right language in {right} of {columns} columns ({right / columns:.1%})")  # fmt: skip


def _row(design: Design, typefaces: Sequence[str]) -> list[Score]:
    scores = {order: [score(make(design, typeface, order)) for typeface in typefaces] for order in ORDERS}
    both = [one for row in scores.values() for one in row]
    rates = [mean(one.rate for one in scores[order]) for order in ORDERS]
    worst = max(one.rate for one in both)
    languages = f"{sum(one.right for one in both)}/{sum(one.columns for one in both)}"
    print(f"{design.name:38} {rates[0]:10.4f} {rates[1]:10.4f} {worst:8.4f} {languages:>12}")
    return both


if __name__ == "__main__":
    main()
