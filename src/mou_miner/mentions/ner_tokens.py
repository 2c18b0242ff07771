"""Words of a sentence as the trained NER models know them, without a model."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from mou_miner.mentions import ner  # registers the tokenizer


def token_offsets(text: str) -> list[tuple[int, int]]:
    """Return where each word of a text starts and ends; blanks are no words."""
    return [(t.idx, t.idx + len(t)) for t in _blank().make_doc(text) if not t.is_space]


@cache
def _blank() -> Language:
    return spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": ner.TOKENIZER}}})
