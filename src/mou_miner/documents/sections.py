"""What the place of a block says of its kind: the title at the head, the list of references at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mou_miner.documents.drafts import DraftBlock
from mou_miner.documents.lines import is_article_heading, is_capitals
from mou_miner.documents.signatures import mark_stacked
from mou_miner.records import UNREAD_KINDS

REFERENCES = re.compile(
    r"(?:[\dIVX]+\.?\s*)?(?:DAFTAR (?:PUSTAKA|REFERENSI|RUJUKAN|BACAAN)|REFERENSI|RUJUKAN|KEPUSTAKAAN|REFERENCES?|"
    r"REFERENCE LIST|"
    r"BIBLIOGRAPHY|BIBLIOGRAFI|WORKS CITED|SUMBER PUSTAKA|LITERATURE CITED)\s*:?",
    re.IGNORECASE,
)
INSTRUMENT = re.compile(
    r"\b(?:memorandum\s+of\s+(?:understanding|cooperation|agreement)|memorandum\s+(?:saling\s+pengertian|"
    r"kerja\s*sama|kesepahaman|kesepakatan)|nota\s+"
    r"(?:kesepahaman|kesepakatan|saling\s+pengertian)|letter\s+of\s+intent|protocol\s+of\s+intention|"
    r"(?:surat\s+)?pernyataan\s+"
    r"(?:kehendak|minat)|plan\s+of\s+action|rencana\s+(?:aksi|kerja)|implementing\s+arrangement|"
    r"perjanjian\s+kerja\s*sama|"
    r"kesepakatan\s+bersama|piagam|charter|agreement|certificate|proclamation)\b",
    re.IGNORECASE,
)
_AFTER_REFERENCES = re.compile(
    r"(?:LAMPIRAN|APPENDIX|BIODATA|PROFIL PENULIS|ABOUT THE AUTHORS?|UCAPAN TERIMA KASIH)\b.*", re.IGNORECASE
)


def mark_sections(blocks: Sequence[DraftBlock]) -> None:
    """Set the kinds that depend on where a block stands."""
    mark_references(blocks)
    mark_title(blocks)
    mark_stacked(blocks)


def mark_references(blocks: Sequence[DraftBlock]) -> None:
    """Set the kind of the entries of a list of references; the heading stays a heading."""
    inside = False
    for block in blocks:
        if block.kind in UNREAD_KINDS:
            continue
        text = block.text
        if len(text) < 60 and REFERENCES.fullmatch(text):
            inside, block.kind = True, "heading"
        elif inside and (block.kind == "heading" and _ends_references(text)):
            inside = False
        elif inside:
            block.kind = "reference"


def _ends_references(text: str) -> bool:
    return bool(_AFTER_REFERENCES.fullmatch(text)) or is_article_heading(text)


def mark_title(blocks: Sequence[DraftBlock]) -> None:
    """Set the kind of the headings at the head of a document, up to the first running text.

    A letterhead may stand above; of several headings the one that names an instrument or else the first is the title,
    and with an instrument the lines that go on with it (BETWEEN ... AND ... CONCERNING ...).
    """
    if any(block.kind == "title" for block in blocks):
        return
    head: list[DraftBlock] = []
    for block in blocks:
        if block.kind in UNREAD_KINDS:
            continue
        if (block.kind != "heading" and len(block.words) > 14) or is_article_heading(block.text) or len(head) >= 14:
            break
        head.append(block)
    headings = [block for block in head if block.kind == "heading" and not REFERENCES.fullmatch(block.text)]
    head = [block for block in head if block.kind != "noise"]
    named = [block for block in headings if INSTRUMENT.search(block.text)]
    for block in blocks:
        if block.kind == "heading" and INSTRUMENT.search(block.text) and _BETWEEN.search(block.text):
            block.kind = "title"
    if named:
        start = next(n for n, block in enumerate(head) if block is named[0])
        for block in head[start:]:
            if block.kind == "heading" or is_capitals(block.text):
                block.kind = "title"
    elif headings:
        below = [block for block in headings if not LETTERHEAD.match(block.text)]
        (below or headings)[0].kind = "title"


_BETWEEN = re.compile(r"\b(?:antara|between)\b.*\b(?:dan|dengan|and)\b", re.IGNORECASE)
LETTERHEAD = re.compile(
    r"(?:PEMERINTAH|BIRO|DINAS|SEKRETARIAT|KEMENTERIAN|KEDUTAAN|BUPATI|WALI ?KOTA|GUBERNUR|BADAN|EMBASSY|MINISTRY|"
    r"GOVERNMENT OF|"
    r"CITY OF \w+$|[\w ]+ CITY COUNCIL$|MUNICIPALITY OF|UNIVERSITAS|UNIVERSITY|JURNAL|JOURNAL)\b(?!.*\b(?:SISTER|"
    r"KEMBAR|BERSAUDARA|DAFTAR)\b)", re.IGNORECASE,
)  # fmt: skip


def title_of(blocks: Sequence[DraftBlock]) -> str | None:
    """Return the title as one line, or None where the document has none."""
    words = []
    for number, block in enumerate(blocks):
        if block.kind == "title":
            words.append(block.text)
        elif words and block.kind not in UNREAD_KINDS and number:
            break
    return " ".join(words) or None
