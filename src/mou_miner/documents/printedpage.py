"""A page as printed, before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

from mou_miner.documents.drafts import PrintedWord, Sheet
from mou_miner.documents.tables import Grid


@dataclass(slots=True)
class PrintedPage:
    """A page as printed: its words in the order of the file, words that do not stand upright, and its ruled grids."""

    sheet: Sheet
    words: list[PrintedWord] = field(default_factory=list)
    aslant: list[PrintedWord] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    picture_share: float = 0.0
    """The share of the page that pictures cover."""
    sideways: bool = False
    """Whether the text runs up or down the page: words and sheet are then turned upright."""
    problem: str | None = None
