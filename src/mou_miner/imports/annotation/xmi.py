"""Annotations in UIMA CAS XMI, as INCEpTION exports them."""

from __future__ import annotations

import json
from pathlib import Path

from mou_miner.errors import ImportFileError
from mou_miner.exports.annotation.marks import Mark, Marked
from mou_miner.exports.annotation.xmi import DOCUMENT, TYPE, type_system


def read(path: Path) -> Marked:
    """Return the document of a file; its type system is `TypeSystem.xml` beside it, where there is one.

    Raises ImportFileError where the file is no XMI.
    """
    from cassis import load_cas_from_xmi, load_typesystem

    beside = path.with_name("TypeSystem.xml")
    try:
        types = load_typesystem(beside) if beside.is_file() else type_system()
        cas = load_cas_from_xmi(path, typesystem=types, lenient=True)
    except Exception as error:  # The XML parser and cassis raise whatever they meet.
        raise ImportFileError(path, 1, f"is no XMI ({type(error).__name__}: {error})") from error
    facts = next(iter(cas.select(DOCUMENT)), None)
    marks = []
    for item in cas.select(TYPE):
        claim, value, on, rest = json.loads(item.facts) if item.facts else (None, None, None, {})
        marks.append(Mark(item.begin, item.end, item.label or "", claim, value, on, rest))
    return Marked(
        doc_id=(facts.docId if facts else None) or "", source=(facts.source if facts else None) or path.stem,
        text=cas.sofa_string or "", language=(facts.language if facts else None) or "other", marks=tuple(marks),
    )  # fmt: skip
