"""Persons, bodies and places in the sentences of a document, by whichever trained model was asked for.

`open_finder("spacy")` is the model that comes with the package. Nothing is loaded before the first sentence is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from mou_miner.errors import SettingsError
from mou_miner.mentions.sentences import sentence_starts
from mou_miner.records import UNREAD_KINDS, Document, Label, Mention

Pieces = Iterable[tuple[str, int]]
"""Sentences, each with the offset at which it stands in its document."""
Reader = Callable[[Pieces], Iterator[list[Mention]]]
"""Yields the names of each piece, in the order given."""
BACKENDS = ("none", "spacy", "stanza")


class Names:
    """The names of one document in order; none overlaps another."""

    def __init__(self, mentions: Sequence[Mention] = ()) -> None:
        self.mentions = tuple(mentions)
        self._starts = [mention.start for mention in mentions]

    def covering(self, start: int, end: int) -> Mention | None:
        """Return the name that holds the whole stretch, its borders included, or None."""
        at = bisect_right(self._starts, start) - 1
        found = self.mentions[at] if at >= 0 else None
        return found if found and found.end >= end else None

    def touching(self, start: int, end: int) -> list[Mention]:
        """Return the names that share a character with the stretch."""
        at = bisect_right(self._starts, start) - 1
        return [m for m in self.mentions[max(at, 0) :] if m.start < end and m.end > start]

    def within(self, start: int, end: int, label: Label | None = None) -> list[Mention]:
        """Return the names that lie wholly in the stretch, those of one label where it is given."""
        found = (m for m in self.touching(start, end) if m.start >= start and m.end <= end)
        return [m for m in found if label in (None, m.label)]


class NameFinder:
    """Finds PERSON, ORG and PLACE names; the model behind it is loaded at the first question and then kept."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        self._load = load
        self._reader: Reader | None = None

    def find(self, pieces: Pieces) -> Names:
        """Return the names in the sentences of one document. Raises SettingsError where the model is not there."""
        sentences = [(text, start) for text, start in pieces if text.strip()]
        found = [mention for mentions in self.read(sentences) for mention in mentions] if sentences else []
        return Names(sorted(found, key=lambda mention: mention.start))

    def read(self, pieces: Pieces) -> Iterator[list[Mention]]:
        """Return the names of each sentence, in the order given. Raises SettingsError where the model is not there."""
        if self._reader is None:
            self._reader = self._load()
        return self._reader(pieces)


def pieces_of(document: Document, abbreviations: Collection[str]) -> list[tuple[str, int]]:
    """Return the sentences of a document, headers, footers and noise left out, each with where it stands."""
    pieces = []
    for block in document.blocks:
        if block.kind in UNREAD_KINDS:
            continue
        text = document.text[block.start : block.end]
        starts = sentence_starts(text, abbreviations)
        pieces += [(text[a:b].rstrip(), block.start + a) for a, b in pairwise([*starts, len(text)])]
    return pieces


def open_finder(backend: str = "spacy", model: str | None = None) -> NameFinder:
    """Return the finder of a backend (`none`, `spacy`, `stanza`); `model` names another model than the shipped one.

    For `spacy` that is a folder, for `stanza` a file, `stanza:` and a language, or `hf:` and a name or folder.
    Raises SettingsError where the backend is none of these.
    """
    if backend not in BACKENDS:
        raise SettingsError(f"'{backend}' is no way to find names. Choose one of: {', '.join(BACKENDS)}.")
    loaders: dict[str, Callable[[], Reader]] = {
        "none": _no_reader,
        "spacy": lambda: _spacy_reader(model),
        "stanza": lambda: _stanza_reader(model),
    }
    return NameFinder(loaders[backend])


def _no_reader() -> Reader:
    return lambda pieces: ([] for _ in pieces)


def _spacy_reader(model: str | None) -> Reader:
    from mou_miner.mentions.ner import find_entities_in, load_ner

    folder = Path(model) if model else None
    nlp = load_ner(folder)
    if nlp is None:
        where = f"{folder} holds no trained pipeline" if folder else "The trained pipeline models/ner is missing"
        raise SettingsError(f"{where}. Train one: mou-miner train ner --out FOLDER")
    return lambda pieces: find_entities_in(nlp, pieces)


def _stanza_reader(model: str | None) -> Reader:
    from mou_miner.mentions.ner_stanza import open_reader

    return open_reader(model)
