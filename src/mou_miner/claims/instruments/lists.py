"""Years that stand beside the partner in a list, and the rows of registers."""

from __future__ import annotations

import re

from mou_miner.claims.context import Context
from mou_miner.claims.dates import FoundDate, find_dates
from mou_miner.claims.instruments.kinds import find_kinds
from mou_miner.claims.instruments.paper import Paper
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Cell, InstrumentKind, Span

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_IN_BRACKETS = re.compile(r"[^(;\d]{0,35}\((?P<inside>[^()]{3,60})\)")
_BEHIND_A_COMMA = re.compile(
    rf"(?:\s*[–-]\s*[A-Z]\w+)?(?:\s*\([^()\d]{{2,40}}\)|,\s*[A-Z][\w -]{{2,25}}){{0,2}}\s*[,:–-]\s*(?P<inside>{_YEAR})\b(?!\s*[-–/])"
)
_CITED = re.compile(rf"(?P<who>[A-Z][^,()]{{1,60}}),\s*{_YEAR}[a-z]?")
"""A source in brackets: "(Bappeda, 2017)"; "(Jepang, 2017)" and "(LoI, 2017)" are none."""
_INSIDE = re.compile(rf"^(?:[^\d;]{{0,30}}?\b)?(?P<year>{_YEAR})\b")
_LATER = re.compile(
    rf"\b(?:diperpanjang|perpanjangan|diperbarui|renewed|extended|renewal)\s+(?:tahun\s+|in\s+)?(?P<year>{_YEAR})", re.I
)
_ENDS = re.compile(
    r"(?i)\b(?:berakhir|habis|hingga|sampai|expire[ds]?|ended|until|dijajaki|penjajakan|visit\w*|kunjungan)\b"
)
_NO_YEAR_COLUMN = re.compile(
    r"(?i)bidang|fields?\b|lingkup|scope|mitra|kota|negara|partner|country|berakhir|expir|hingga|until|masa berlaku|"
    r"validity|kegiatan|activit|terakhir|last "
)


def listed_papers(context: Context, pair: Pair, start: int, end: int, sentence: Sentence) -> list[Paper]:
    """Return the papers whose year stands beside the partner: "Gwangju di Korea Selatan (1997)", "(LoI 2016)"."""
    text = context.document.text
    for mention in pair.partner_mentions:
        if not start <= mention.start < end:
            continue
        after = text[mention.end : min(end, mention.end + 110)]
        match = _IN_BRACKETS.match(after)
        if match is None and sentence.kind == "list_item":
            match = _BEHIND_A_COMMA.match(after)
        if match is None or _is_anothers(context, pair, mention.end, mention.end + match.start("inside")):
            continue
        year = _INSIDE.match(match["inside"])
        if year is None:
            continue
        base = mention.end + match.start("inside")
        cited = _CITED.fullmatch(match["inside"])
        if (
            cited
            and not find_kinds(cited["who"])
            and not any(m.side != "indonesia" and base <= m.start < base + cited.end("who") for m in context.places)
        ):
            continue
        first_partner = min(
            (m.start for p in context.pairs for m in p.partner_mentions if start <= m.start < end), default=start
        )
        kinds = (
            find_kinds(match["inside"]) or [k for k in find_kinds(text[start:first_partner]) if k[1] != "renewal"][-1:]
        )
        kind: InstrumentKind = kinds[0][1] if kinds and kinds[0][1] != "renewal" else "mou"
        found = [_paper(pair, kind, year["year"], base + year.start("year"), "instrument.listed")]
        later = _LATER.search(match["inside"])
        if later:
            found.append(_paper(pair, "renewal", later["year"], base + later.start("year"), "instrument.listed"))
        return found
    return []


def _is_anothers(context: Context, pair: Pair, low: int, high: int) -> bool:
    return any(low < m.start < high for p in context.pairs if p is not pair for m in p.partner_mentions)


def _paper(pair: Pair, kind: InstrumentKind, year: str, at: int, rule: str) -> Paper:
    paper = Paper(pair, kind, [Span(at, at + len(year))], rule)
    paper.put("date_signed", year, Span(at, at + len(year)))
    return paper


def row_paper(context: Context, sentence: Sentence, pair: Pair) -> Paper | None:
    """Return the paper of a register's row with its date, which stands in a column of its own; None without one."""
    block = context.document.blocks[sentence.block]
    kinds = [item for item in find_kinds(sentence.text, sentence.start) if item[1] != "renewal"]
    for cell in block.cells:
        if cell.header and _NO_YEAR_COLUMN.search(cell.header):
            continue
        dates = _cell_dates(context.document.text, cell)
        if dates and not _ENDS.search(context.document.text[cell.start : dates[0].start]):
            kind = kinds[0][1] if kinds else "mou"
            span = Span(dates[0].start, dates[0].end)
            paper = Paper(pair, kind, [kinds[0][0] if kinds else span], "instrument.row")
            paper.put("date_signed", dates[0].iso, span)
            return paper
    return None


def _cell_dates(text: str, cell: Cell) -> list[FoundDate]:
    words = text[cell.start : cell.end]
    bare = [FoundDate(m.start(), m.end(), m.group()) for m in re.finditer(rf"(?<!\d){_YEAR}(?!\d)", words)]
    if len(bare) > 1 and re.fullmatch(rf"\s*{_YEAR}\s*[-–/]\s*{_YEAR}\s*", words):
        bare = bare[:1]
    return [found.moved(cell.start) for found in (find_dates(words) or bare)]
