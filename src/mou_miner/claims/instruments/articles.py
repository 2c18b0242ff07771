"""The articles of an instrument: number, heading and topic, and the same article in the other language."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from mou_miner.claims.instruments.paper import Article
from mou_miner.records import UNREAD_KINDS, Block, Document, Span
from mou_miner.rules.instruments import load_article_rules

_HEADING = re.compile(
    r"(?P<above>[A-Z][A-Z ,&/-]{3,80}\s+)?(?:PASAL|Pasal|ARTICLE|Article|ARTIKEL|Artikel|ARTIGO|Artigo)\s*(?P<number>\d{1,2}|[IVXLl1]{1,6})\b\s*[.:–—-]?\s*"
    r"(?P<heading>.*)",
    re.S,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}|[A-H]|[IVX]{1,4})[.)]\s+(?P<heading>[A-Z][^.;:]{2,70})")
_DONE = re.compile(r"(?:in witness whereof|sebagai bukti|demikian|done|dibuat|ditandatangani|signed|executed)\b", re.I)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def find_articles(document: Document) -> list[Article]:
    """Return the articles in the order of the text; those of a bilingual text know their twin by number."""
    blocks = [block for block in document.blocks if block.kind not in UNREAD_KINDS]
    heads = _heads(document, blocks, _HEADING, {"heading", "title"}) or _heads(document, blocks, _NUMBERED, {"heading"})
    if not heads:
        return []
    nexts = [*(at for _, at in heads[1:]), len(blocks)]
    articles = [
        head._replace(span=Span(head.span.start, _end(document, blocks, at, following)))
        for (head, at), following in zip(heads, nexts, strict=True)
    ]
    return _paired(articles)


def _heads(
    document: Document, blocks: Sequence[Block], pattern: re.Pattern[str], kinds: set[str]
) -> list[tuple[Article, int]]:
    found: list[tuple[Article, int]] = []
    for at, block in enumerate(blocks):
        match = pattern.fullmatch(document.text[block.start : block.end].strip()) if block.kind in kinds else None
        if match is None:
            continue
        heading = " ".join((match["heading"] or match.groupdict().get("above") or "").split()) or _below(
            document, blocks, at
        )
        topic = load_article_rules().topic_of(heading) if heading else None
        found.append((Article(match["number"], heading, topic, block.language, Span(block.start, block.end)), at))
    return found


def _below(document: Document, blocks: Sequence[Block], at: int) -> str | None:
    """The topic on a line of its own below the number."""
    if at + 1 < len(blocks) and blocks[at + 1].kind == "heading":
        text = " ".join(document.text[blocks[at + 1].start : blocks[at + 1].end].split())
        return text if len(text) < 90 and not _HEADING.fullmatch(text) else None
    return None


def _end(document: Document, blocks: Sequence[Block], at: int, following: int) -> int:
    """Where an article ends: before the next one, and before the signatures, the done clause or another text's title."""
    end = blocks[at].end
    for block in blocks[at + 1 : following]:
        if block.kind in {"signature", "title"} or _DONE.match(document.text, block.start):
            break
        end = block.end
    return end


def _paired(articles: Sequence[Article]) -> list[Article]:
    """Give each article the number of the one that says the same in the other language, where each has one."""
    counts = Counter((article.language, _value(article.number)) for article in articles)
    languages: dict[int, dict[str | None, Article]] = defaultdict(dict)
    for article in articles:
        if counts[article.language, _value(article.number)] == 1:
            languages[_value(article.number)][article.language] = article
    paired = []
    for article in articles:
        twins = languages[_value(article.number)]
        others = [
            twin for language, twin in twins.items() if language != article.language and article in twins.values()
        ]
        paired.append(article._replace(pair=others[0].number) if len(others) == 1 else article)
    return paired


def _value(number: str) -> int:
    """The number in figures; OCR's `l` and `1` among Roman numerals are I."""
    if number.isdigit():
        return int(number)
    letters = [_ROMAN.get({"l": "I", "1": "I"}.get(sign, sign), 0) for sign in number]
    return sum(-value if value < after else value for value, after in pairwise([*letters, 0]))
