"""Span groups of spaCy's DocBin, ours or those another program wrote on the same texts."""

from __future__ import annotations

from pathlib import Path

from mou_miner.errors import ImportFileError
from mou_miner.exports.annotation.docbin import GROUP, blank
from mou_miner.exports.annotation.marks import Mark, Marked


def read(path: Path) -> list[Marked]:
    """Return the documents of the file. Raises ImportFileError where it is no DocBin."""
    from spacy.tokens import Doc, DocBin

    try:
        binary = DocBin().from_disk(path)
        docs = list(binary.get_docs(blank().vocab))
    except Exception as error:  # spaCy raises whatever its decoders do.
        raise ImportFileError(path, 1, f"is no DocBin of spaCy ({type(error).__name__})") from error
    found = []
    for doc in docs:
        assert isinstance(doc, Doc)
        known = doc.user_data.get("mou_miner")
        base = Marked.model_validate({**known, "text": doc.text}) if known else None
        ours = base.marks if base is not None else ()
        marks = []
        for span in doc.spans.get(GROUP, []):
            number = int(span.id_) if span.id_.isdecimal() else None
            mark = ours[number] if number is not None and number < len(ours) else None
            # A label that was changed in another program is a new statement at the old place.
            if mark is not None and mark.label == span.label_:
                marks.append(mark)
            else:
                marks.append(Mark(span.start_char, span.end_char, span.label_))
        found.append(
            Marked(
                doc_id=base.doc_id if base else "", source=base.source if base else "", text=doc.text,
                language=base.language if base else "other", marks=tuple(marks), sent=base.marks if base else None,
            )
        )  # fmt: skip
    return found
