"""Who signed an instrument: names in capitals or with titles in its signature blocks, each with office and side."""

from __future__ import annotations

import re

from mou_miner.claims.pairs import Pair
from mou_miner.records import Document, Signatory, Span

_TITLE = (
    r"(?:Drs|Dra|Dr|Ir|Prof|H|Hj|Tn|Ny|Mr|Mrs|Ms|Hon|Cllr|Sir|Dato|YB|KH|Tgk|T|Raden|R|The Hon|The Rt Hon)\b\.?’?'?"
)
_DEGREE = r"(?:,\s*(?:[A-Z][A-Za-z]{0,4}\.?){1,3}(?:\s?[A-Z][a-z]?\.?)?)"
_NAME_WORD = r"(?:[A-ZÀ-Þ][\wÀ-ÿ’'-]+\.?|[A-Z]\.|bin|binti|van|von|de|der|del|di|da|al|ter|la|el)"
_NAME = re.compile(rf"(?:{_TITLE}\s+)*{_NAME_WORD}(?:[ -]{_NAME_WORD}){{1,5}}{_DEGREE}*")
_OFFICE = re.compile(
    r"\b(?:(?:pj\.?|plt\.?|penjabat|acting|wakil|deputy|vice|lord|pelaksana tugas)\s+)?(?:wali ?kota|bupati|"
    r"gubernur|walikota|mayor|governor|regent|sekretaris daerah|"
    r"kepala \w+(?: \w+){0,3}|chair(?:man|woman|person)?(?: of [\w ]+)?|president(?: of [\w ]+)?|"
    r"presiden dewan[\w ]*|ketua[\w ]*|secretary general|city manager|premier|"
    r"head of [\w ]+|director[\w ]*|senator[\w ]*|b[uü]rgermeister\w*|oberb[uü]rgermeister\w*|alderman|prefect|"
    r"burgemeester|alcalde|prefeit[oa]|maire|chief executive[\w ]*|mayor-president)\b",
    re.I,
)  # fmt: skip
_WITNESS = re.compile(r"\b(?:saksi|disaksikan|menyaksikan|mengetahui|witness\w*|in the presence of|di hadapan)\b", re.I)
_NOISE = re.compile(
    r"\b(?:signed|ttd|tanda tangan|for|untuk|on behalf of|atas nama|a\.n\.|the government|pemerintah|meterai|"
    r"materai|stamp|seal|cap)\b",
    re.I,
)


def find_signatories(document: Document, pair: Pair) -> list[Signatory]:
    """Return the signatories of the signature blocks; witnesses are left out, and a block without a side makes none."""
    result: list[Signatory] = []
    witnesses = False
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if _WITNESS.search(text) and block.kind in {"signature", "paragraph", "heading"}:
            witnesses = True
        if block.kind != "signature" or (witnesses and _WITNESS.search(text)):
            continue
        if witnesses:
            continue
        found = _in_block(document, text, block.start, pair)
        if found is not None and not any(found.name == known.name for known in result):
            result.append(found)
    return result


def _in_block(document: Document, text: str, base: int, pair: Pair) -> Signatory | None:
    side = _side(document, base, text, pair)
    if side is None:
        return None
    office = _OFFICE.search(text)
    for match in _NAME.finditer(text):
        name = match.group().strip(" ,")
        if _OFFICE.search(name) or _NOISE.search(name) or _is_place(name, pair):
            continue
        if not (name.isupper() or re.match(_TITLE, name) or (office and match.end() <= office.start())):
            continue
        role = office.group().strip() if office else None
        return Signatory(
            name=name, side=side, role=role, span=Span(base + match.start(), base + match.start() + len(name))
        )
    return None


def _side(document: Document, base: int, text: str, pair: Pair) -> str | None:
    folded = text.casefold()
    local = pair.indonesian.name.split(" ", 1)[1].casefold()
    partner = {pair.partner_name.casefold(), *(m.name.casefold() for m in pair.partner_mentions)}
    here, there = local in folded, any(name in folded for name in partner)
    if here != there:
        return "indonesia" if here else "partner"
    if re.search(r"republi[ck] (?:of )?indonesia", folded):
        return "indonesia"
    return None


def _is_place(name: str, pair: Pair) -> bool:
    folded = name.casefold()
    return pair.indonesian.name.split(" ", 1)[1].casefold() in folded or pair.partner_name.casefold() in folded
