"""From a text to plain mentions and sentences; no spaCy object leaves this package."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from mou_miner.records import Label, Mention

_LABELS: dict[str, Label] = {"scopes": "SCOPE", "activities": "ACTIVITY", "cues": "CUE", "stages": "CUE"}


def find_mentions(nlp: Language, text: str, start_offset: int = 0) -> list[Mention]:
    """Return the mentions in `text`, in order; offsets count from `start_offset`.

    `value` is the scope code, the activity type, the meaning of an assertion cue (or 'terminator'), or the stage of a
    stage cue; `rule` tells those apart: `scope.…`, `activity.…`, `assertion.…`, `terminator.…`, `stage.…`.
    """
    return sorted(_mentions(nlp(text), start_offset), key=lambda mention: (mention.start, mention.end, mention.rule))


def sentences(nlp: Language, text: str) -> list[tuple[int, int]]:
    """Return the stretches of the sentences of `text`."""
    doc = nlp.get_pipe("genre_sentences")(nlp.make_doc(text))
    return [(sent.start_char, sent.start_char + len(sent.text.rstrip())) for sent in doc.sents if sent.text.strip()]


def _mentions(doc: Doc, start_offset: int) -> Iterator[Mention]:
    for group, label in _LABELS.items():
        for span in doc.spans.get(group, ()):
            if span.label_ == "pseudo":
                continue
            yield Mention(
                start=start_offset + span.start_char,
                end=start_offset + span.end_char,
                text=span.text,
                label=label,
                rule=span.id_,
                value=span.label_,
            )
