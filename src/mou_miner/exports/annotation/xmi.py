"""UIMA CAS XMI, as INCEpTION reads and writes it: one annotation of our own type for each mark."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mou_miner.exports.annotation.marks import Lost, Marked

if TYPE_CHECKING:
    from cassis import TypeSystem

TYPE = "mou.miner.Claim"
DOCUMENT = "mou.miner.DocumentFacts"
_STRING = "uima.cas.String"


def type_system() -> TypeSystem:
    """Return the types of our annotations; `label` is the feature that people choose in INCEpTION."""
    from cassis import TypeSystem

    types = TypeSystem()
    claim = types.create_type(name=TYPE, supertypeName="uima.tcas.Annotation")
    for name in ("label", "facts"):
        types.create_feature(domainType=claim, name=name, rangeType=_STRING)
    facts = types.create_type(name=DOCUMENT, supertypeName="uima.tcas.Annotation")
    for name in ("docId", "source", "language"):
        types.create_feature(domainType=facts, name=name, rangeType=_STRING)
    return types


def write(marked: Iterable[Marked], folder: Path) -> tuple[list[Path], list[Lost]]:
    """Write `TypeSystem.xml` and a file for each document; return the paths, and what XML cannot hold."""
    from cassis import Cas

    folder.mkdir(parents=True, exist_ok=True)
    types = type_system()
    paths, lost = [folder / "TypeSystem.xml"], []
    types.to_xml(paths[0])
    claim, facts = types.get_type(TYPE), types.get_type(DOCUMENT)
    for item in marked:
        cas = Cas(typesystem=types)
        text = "".join(character if _in_xml(character) else "\ufffd" for character in item.text)
        if text != item.text:
            lost.append(Lost(item.doc_id, "control characters, which XML does not allow"))
        cas.sofa_string, cas.sofa_mime = text, "text/plain"
        cas.add(facts(begin=0, end=len(text), docId=item.doc_id, source=item.source, language=item.language))
        for mark in item.marks:
            said = json.dumps([mark.claim, mark.value, mark.on, mark.rest], ensure_ascii=False)
            cas.add(claim(begin=mark.start, end=mark.end, label=mark.label, facts=said))
        path = folder / f"{item.doc_id[:16] or len(paths)}.xmi"
        cas.to_xmi(path)
        paths.append(path)
    return paths, lost


def _in_xml(character: str) -> bool:
    code = ord(character)
    return code in (0x9, 0xA) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
