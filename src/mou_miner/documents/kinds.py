"""What kind of document this is, from its title and the way it is built."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mou_miner.documents.drafts import Draft, DraftBlock
from mou_miner.documents.lines import is_article_heading
from mou_miner.documents.sections import REFERENCES
from mou_miner.documents.signatures import DONE
from mou_miner.records import UNREAD_KINDS, DocumentKind

_TITLES: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    ("loi", re.compile(
        r"\b(?:letters?\s+of\s+intent|protocol\s+of\s+intention|(?:surat\s+)?pernyataan\s+(?:kehendak|minat)|"
        r"surat\s+minat|"
        r"statement\s+of\s+intent)\b", re.I)),
    ("plan_of_action", re.compile(
        r"\b(?:plan\s+of\s+action|action\s+plan|rencana\s+aksi|rencana\s+kerja|implementing\s+arrangement|"
        r"program(?:me)?\s+of\s+"
        r"(?:action|cooperation))\b", re.I)),
    ("mou", re.compile(
        r"\b(?:memorandum\s+of\s+(?:understanding|cooperation)|memorandum\s+(?:saling\s+pengertian|kerja\s*sama|"
        r"kesepahaman|kesepakatan)|nota\s+"
        r"(?:kesepahaman|kesepakatan|saling\s+pengertian)|kesepakatan\s+bersama|m\s?o\s?u)\b", re.I)),
    ("agreement", re.compile(
        r"\b(?:agreement|perjanjian|persetujuan|piagam|charter|certificate|proclamation|minutes\s+of\s+agreement|"
        r"accord|pact)\b", re.I)),
)  # fmt: skip
_ABOUT = re.compile(
    r"\b(?:analisis|studi|kajian|pengaruh|peran|implementasi|analysis|study|case|role|efektivitas|tinjauan)\b", re.I
)
_BETWEEN = re.compile(r"\b(?:antara|between)\b.*\b(?:dan|and)\b", re.I | re.S)
_AGREED = re.compile(
    r"(?:have|has)\s+(?:agreed|reached|decided)|(?:telah\s+)?(?:menyetujui|mencapai|bersepakat|"
    r"sepakat)\b.{0,80}\bsebagai\s+berikut|"
    r"hereinafter|\bhereby\b|selanjutnya\s+disebut|do\s+hereby|dengan\s+ini\s+menyatakan|"
    r"declare\s+their\s+intention|menyatakan\s+kehendak",
    re.I,
)  # fmt: skip
_REGULATION = re.compile(
    r"^(?:(?:SALINAN\s+)?(?:RANCANGAN\s+)?PERATURAN\s+(?:DAERAH|WALI\s*KOTA|BUPATI|GUBERNUR|MENTERI|PRESIDEN|"
    r"PEMERINTAH)|KEPUTUSAN\s+|"
    r"UNDANG-UNDANG|REGULATION\s+OF)", re.I,
)  # fmt: skip
_ABSTRACT = re.compile(r"^(?:abstra[ck]t?|intisari|ringkasan|kata kunci|key ?words?)\b", re.I)
_PAPER = re.compile(
    r"\b(?:jurnal|journal|skripsi|tesis|thesis|disertasi|dissertation|ISSN|DOI|vol(?:ume)?\.?\s*\d+|prosiding|"
    r"proceedings)\b",
    re.I,
)
_REPORT = re.compile(
    r"\b(?:laporan|report|daftar|register|rekap(?:itulasi)?|notulen|minutes|risalah|list\s+of|inventory|"
    r"data\s+kerja\s*sama|"
    r"annual|tahunan|matriks|evaluasi|kerja sama (?:sister|luar negeri) tahun)\b", re.I,
)  # fmt: skip
_CHAPTER = re.compile(r"^(?:BAB|CHAPTER)\s+[IVX\d]+\b", re.I)
_RECORD = re.compile(
    r"^(?:minutes|notulen|risalah|laporan|report|register|daftar|rekap\w*|annual)\b|.*\bsummary of discussion\b", re.I
)
_DATELINE = re.compile(
    r"^[A-Z][\w .,'’-]{1,40}?\s*(?:\([A-Za-z][\w .&/-]{1,30}\)|,\s*[A-Z][\w. /-]{1,40})?\s*(?:--|[-–—])\s+\S"
)
_NEWS_DAY = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)\b",
    re.I,
)


def document_kind(draft: Draft, media_type: str) -> DocumentKind:
    """Return the kind: an instrument only where a title names one and the text is built like one."""
    body = [block for block in draft.blocks if block.kind not in UNREAD_KINDS]
    title = draft.title or ""
    if _REGULATION.match(title) or any(_REGULATION.match(b.text) for b in body[:3] if b.kind in ("title", "heading")):
        return "other"
    return _instrument(title, body) or _writing(draft, title, body, media_type)


def _instrument(title: str, body: Sequence[DraftBlock]) -> DocumentKind | None:
    heads = [title, *(block.text for block in body[:8] if block.kind in ("title", "heading"))]
    named = next(((kind, head) for head in heads for kind, pattern in _TITLES if pattern.search(head)), None)
    if named is None or _ABOUT.search(title):
        return None
    text = "\n".join(block.text for block in body)
    signs = [
        bool(_BETWEEN.search(" ".join(heads))),
        sum(is_article_heading(block.text) for block in body) >= 2,
        bool(_AGREED.search(text)),
        bool(DONE.search(text)),
        any(block.kind == "signature" for block in body),
    ]
    return named[0] if sum(signs) >= 2 and not _has_paper_parts(body) else None


def _has_paper_parts(body: Sequence[DraftBlock]) -> bool:
    abstract = any(_ABSTRACT.match(block.text) for block in body[:30])
    references = any(block.kind == "reference" for block in body) or any(
        REFERENCES.fullmatch(b.text) for b in body[-60:]
    )
    return abstract or references


def _writing(draft: Draft, title: str, body: Sequence[DraftBlock], media_type: str) -> DocumentKind:
    """Return the kind of a text about ties: a paper, a report or a story."""
    head = " ".join(block.text for block in body[:6])[:1200]
    if _has_paper_parts(body) or (_PAPER.search(head) and media_type != "text/html"):
        return "article"
    if any(_CHAPTER.match(block.text) for block in body[:3] if block.kind in ("title", "heading")):
        return "article"
    if media_type != "text/html" and any(_RECORD.match(block.text) for block in body[:4] if len(block.words) <= 14):
        return "report"
    rows = sum(len(block.text) for block in body if block.kind == "table_row")
    total = sum(len(block.text) for block in body) or 1
    if rows > 0.4 * total or (_REPORT.search(title) and not draft.date_published):
        return "report"
    if draft.date_published or _has_dateline(body):
        return "news"
    if _REPORT.search(head[:300]):
        return "report"
    return "other"


def _has_dateline(body: Sequence[DraftBlock]) -> bool:
    paragraphs = [block.text for block in body if block.kind == "paragraph"][:4]
    if any(_DATELINE.match(text) for text in paragraphs):
        return True
    return any(
        _NEWS_DAY.search(text) and re.search(r"\(\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\)", text) for text in paragraphs
    )
