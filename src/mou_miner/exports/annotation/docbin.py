"""spaCy's DocBin: the claims as the span group `claims`; exact offsets and our own facts in `user_data`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mou_miner.exports.annotation.marks import Lost, Marked

if TYPE_CHECKING:
    from spacy.language import Language

GROUP = "claims"


@lru_cache(maxsize=1)
def blank() -> Language:
    """Return the words of the language and no pipeline; it takes seconds to make."""
    import spacy

    nlp = spacy.blank("id")
    nlp.max_length = 10_000_000
    return nlp


def write(marked: Iterable[Marked], path: Path) -> list[Lost]:
    """Write the documents to the file; return the marks that begin or end within a word of spaCy's.

    Nothing of these is lost to this program, but other programs see the whole words.
    """
    from spacy.tokens import DocBin

    nlp = blank()
    lost: list[Lost] = []
    binary = DocBin(store_user_data=True)
    for item in marked:
        doc = nlp.make_doc(item.text)
        spans = []
        for number, mark in enumerate(item.marks):
            span = doc.char_span(mark.start, mark.end, label=mark.label, alignment_mode="expand")
            if span is None:
                lost.append(Lost(item.doc_id, f"{mark.label} at {mark.start}: no word there"))
                continue
            span.id_ = str(number)
            if (span.start_char, span.end_char) != (mark.start, mark.end):
                lost.append(Lost(item.doc_id, f"{mark.label} at {mark.start}: widened to whole words"))
            spans.append(span)
        doc.spans[GROUP] = spans
        doc.user_data["mou_miner"] = item.model_dump(mode="json", exclude={"text"})
        binary.add(doc)
    path.parent.mkdir(parents=True, exist_ok=True)
    binary.to_disk(path)
    return lost
