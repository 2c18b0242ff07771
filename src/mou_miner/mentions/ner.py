"""Names of persons, bodies and places as the trained NER in `models/ner` finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from mou_miner.records import Label, Mention

LABELS: dict[str, Label] = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
"""The labels of the model and ours."""

RULE = "ner"


def load_ner(folder: Path | None = None) -> Language | None:
    """Return the trained pipeline in `folder`, else the one that came with the package; None where there is none."""
    folder = folder or shipped_folder()
    return spacy.load(folder) if folder and (folder / "config.cfg").exists() else None


def shipped_folder() -> Path | None:
    """Return where the trained pipeline lies: inside an installed package, or beside `src` in a checkout."""
    installed = Path(str(resources.files("mou_miner"))) / "models" / "ner"
    checkout = Path(__file__).parents[3] / "models" / "ner"
    return next((folder for folder in (installed, checkout) if (folder / "config.cfg").exists()), None)


def find_entities(nlp: Language, text: str, start: int = 0) -> list[Mention]:
    """Return the names in `text`; `start` is where the text stands in its document."""
    return to_mentions(nlp(text), start)


def find_entities_in(nlp: Language, pieces: Iterable[tuple[str, int]], batch_size: int = 64) -> Iterator[list[Mention]]:
    """Yield the names of each (text, start in the document), read in batches, in the order given."""
    for doc, start in nlp.pipe(pieces, as_tuples=True, batch_size=batch_size):
        yield to_mentions(doc, start)


def to_mentions(doc: Doc, start: int = 0) -> list[Mention]:
    """Return the names of a doc as mentions; blanks and signs at their edges are not part of them."""
    return [
        mention for ent in doc.ents if (mention := _mention(doc.text, ent.start_char, ent.end_char, ent.label_, start))
    ]


def _mention(text: str, low: int, high: int, label: str, start: int) -> Mention | None:
    while low < high and not text[low].isalnum():
        low += 1
    while low < high and (text[high - 1].isspace() or text[high - 1] in ",;:-–—\"'"):
        high -= 1
    if low == high or label not in LABELS:
        return None
    return Mention(start=start + low, end=start + high, text=text[low:high], label=LABELS[label], rule=RULE)
