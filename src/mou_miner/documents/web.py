"""Web pages: trafilatura tells which parts are the story; how each part is built is read from the page itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from mou_miner.documents.clean import squash
from mou_miner.documents.decoding import decode
from mou_miner.documents.drafts import Draft, DraftBlock, make_document, printed, sha256
from mou_miner.documents.language import tag_languages
from mou_miner.documents.noise import is_noise, mark_noise, opens_list
from mou_miner.documents.published import date_line
from mou_miner.documents.sections import mark_references
from mou_miner.documents.signatures import mark_stacked
from mou_miner.documents.webmeta import GENERIC_TITLE, PageFacts, read_facts
from mou_miner.documents.webparts import HEADINGS, Part, parts_of
from mou_miner.errors import ReadError
from mou_miner.records import BlockKind, Document

logger = logging.getLogger(__name__)


def read_html(data: bytes, source: str) -> Document:
    """Return the document of a web page; raise `ReadError` where it holds no text."""
    return make_document(html_draft(data, source), sha256(data), source, "text/html", _reader_name())


def html_draft(data: bytes, source: str) -> Draft:
    """Return the draft of a web page; raise `ReadError` where it holds no text."""
    html = decode(data)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError) as error:
        raise _no_text(source) from error
    parts = list(parts_of(tree))
    facts = read_facts(tree, [part.text for part in parts], source)
    chosen = _chosen(parts, _main_text(html))
    facts = _with_better_title(facts, parts, chosen)
    blocks = _story(parts, chosen, facts)
    if not any(block.kind not in ("title", "noise") for block in blocks):
        raise _no_text(source)
    mark_noise(blocks)
    mark_references(blocks)
    mark_stacked(blocks)
    tag_languages(blocks)
    return Draft(
        blocks, title=facts.title, publisher=facts.publisher, author=facts.author, date_published=facts.date_published
    )


def _no_text(source: str) -> ReadError:
    return ReadError(
        source, "no_text", "the page holds no text of its own",
        "It may be built by a script, or be an error or log-in page: save the page from a browser, or print it to PDF.",
    )  # fmt: skip


def _reader_name() -> str:
    import trafilatura

    return f"trafilatura {trafilatura.__version__}"


def _with_better_title(facts: PageFacts, parts: Sequence[Part], chosen: Sequence[bool]) -> PageFacts:
    """Return the facts with a headline of the story for a title that is missing, says only `News`, or names the site.

    It names the site when the story has a heading right above it that is set as large or larger than the title's own.
    """
    if facts.title is None or GENERIC_TITLE.fullmatch(facts.title):
        return facts._replace(title=_first_headline(parts, chosen) or facts.title)
    if not any(part.tag in HEADINGS or squash(facts.title) == squash(part.text) for part in parts):
        return facts._replace(title=_dated_headline(parts, chosen) or facts.title)
    bare = len(facts.title.split()) <= 2 or not any(squash(facts.title) in squash(part.text) for part in parts)
    bare = bare or (facts.title_is_page_name and not any(_is_heading(part, facts.title) for part in parts))
    if facts.title_names_site or bare:
        first = next((n for n, part in enumerate(parts) if chosen[n] and len(part.text) > 80), 0)
        heading = next((part for part in reversed(parts[max(0, first - 5) : first]) if part.tag in HEADINGS), None)
        longer = heading is not None and len(heading.text.split()) >= 3
        if heading and longer and squash(heading.text) != squash(facts.title):
            return facts._replace(title=heading.text, publisher=facts.publisher or facts.title)
    own = next(
        (part.tag for part in parts if part.tag in HEADINGS and squash(part.text) == squash(facts.title or "")), None
    )
    first = next((n for n, part in enumerate(parts) if chosen[n] and len(part.text) > 120), len(parts))
    above = next((part for part in reversed(parts[max(0, first - 5) : first]) if part.tag in HEADINGS), None)
    if facts.title_is_page_name and own and above and above.tag <= own and squash(above.text) != squash(facts.title):
        return facts._replace(title=above.text, publisher=facts.publisher or facts.title)
    return facts


def _is_heading(part: Part, title: str) -> bool:
    return part.tag in HEADINGS and squash(part.text) == squash(title)


def _dated_headline(parts: Sequence[Part], chosen: Sequence[bool]) -> str | None:
    """Return the line of the story right above the line that tells its day, on a page without headings."""
    first = next((at for at, flag in enumerate(chosen) if flag), 0)
    story = [part for part in parts[max(0, first - 2) : first + 4] if part.text]
    for part, below in pairwise(story):
        if date_line(below.text) and 3 <= len(part.text.split()) <= 25 and not date_line(part.text):
            return part.text
    return None


def _first_headline(parts: Sequence[Part], chosen: Sequence[bool]) -> str | None:
    """Return the first line of the story that can be its headline, where the page names none."""
    for part, is_main in zip(parts, chosen, strict=True):
        if not is_main or part.noisy:
            continue
        texts = [text for text, head in part.cells if head] or [part.text]
        if len(part.text) > 150:
            return None
        fitting = [
            text for text in texts if 4 <= len(text.split()) <= 25 and text[-1] not in ".:;" and not date_line(text)
        ]
        if fitting:
            return max(fitting, key=len)
    return None


def _main_text(html: str) -> list[str]:
    """Return the pieces, squashed, of what trafilatura takes for the story; none where it finds no story."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found: Any = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, include_links=False, with_metadata=False, deduplicate=False
    )
    if found is None or found.body is None:
        return []
    keys = []
    for piece in found.body.iter(*_PIECES):
        keys.append(squash(" ".join(piece.itertext())))
        keys += [squash(text) for text in piece.itertext()] if piece.find(".//lb") is not None else []
    return [key for key in keys if key]


_PIECES = ("p", "head", "item", "cell", "quote", "list", "table", "row", "div", "code", "ab", "fw")


def _story(parts: Sequence[Part], chosen: Sequence[bool], facts: PageFacts) -> list[DraftBlock]:
    """Return the blocks of the story: the title, then what is part of the main text, in the order of the page."""
    title = squash(facts.title or "")
    blocks = [DraftBlock("title", printed(facts.title))] if facts.title else []
    seen: set[str] = {title}
    head = next((at for at, part in enumerate(parts) if _is_heading(part, facts.title or "")), 0)
    for at, (part, is_main) in enumerate(zip(parts, chosen, strict=True)):
        key = squash(part.text)
        if at < head and part.kind == "paragraph" and len(key) < 40 and part.text[-1:] not in '.!?”"':
            continue
        if not is_main or not key or (key in seen and len(key) > 25) or (key == title):
            continue
        seen.add(key)
        if part.kind == "heading" and GENERIC_TITLE.fullmatch(part.text):
            continue
        blocks.append(_block(part))
    return _with_headers(_with_sign_off_apart(blocks))


_SIGN_OFF = re.compile(
    r"(?P<story>.*[.!?”\"’])\s*(?P<sign>[(\[](?:[a-z]{2,4}|[a-z]{2,8}(?:[/-][a-z]{2,8})+|[A-Z]{2,5}(?:/[A-Z]{2,5})+|\*+)[)\]])"
)


def _with_sign_off_apart(blocks: list[DraftBlock]) -> list[DraftBlock]:
    """Return the blocks with initials in brackets after the last sentence, as `(hms/tbg)`, apart from the story."""
    last = [at for at, block in enumerate(blocks) if block.kind == "paragraph" and len(block.words) > 8][-1:]
    for at in last:
        found = _SIGN_OFF.fullmatch(blocks[at].text)
        if found:
            kind, signed = blocks[at].kind, DraftBlock("noise", printed(found["sign"]))
            blocks[at : at + 1] = [DraftBlock(kind, printed(found["story"])), signed]
    return blocks


def _chosen(parts: Sequence[Part], pieces: Sequence[str]) -> list[bool]:
    """Return which parts belong to the story.

    A caption or a list between two chosen parts comes along; without a main text every part outside menus is taken.
    """
    keys = [squash(part.text) for part in parts]
    whole, main = set(pieces), "".join(pieces)
    if abstract := _abstract(parts):
        return abstract
    inside = [key in whole or (len(key) >= 30 and key in main) for key in keys]
    beside = _side_cells(parts) | _replies(parts) | _links_below(parts)
    inside = [flag and at not in beside for at, flag in enumerate(inside)]
    total = sum(len(key) for key, part in zip(keys, parts, strict=True) if not part.noisy)
    taken = sum(len(key) for key, flag in zip(keys, inside, strict=True) if flag)
    if taken < 250 and taken < 0.35 * total:
        return [
            bool(key) and not part.noisy and part.tag not in ("nav", "footer") and at not in beside
            for at, (key, part) in enumerate(zip(keys, parts, strict=True))
        ]
    inside = _with_rest_of_article(parts, inside)
    for number in range(1, len(parts)):
        part, before = parts[number], parts[number - 1]
        if part.kind == "list_item" and not part.noisy and inside[number - 1]:
            inside[number] = inside[number] or before.text.endswith(":") or before.kind == "list_item"
    long = [n for n, flag in enumerate(inside) if flag and len(keys[n]) > 60]
    if long:
        for number in range(max(0, long[0] - 3), long[-1]):
            part = parts[number]
            inside[number] = inside[number] or (
                part.kind in ("caption", "table_row") and not part.noisy and bool(keys[number])
            )
            if part.kind == "heading" and not part.noisy and 0 < len(keys[number]) < 120 and number >= long[0]:
                inside[number] = inside[number] or (inside[number + 1] and not is_noise(part.text))
    return inside


def _with_rest_of_article(parts: Sequence[Part], inside: Sequence[bool]) -> list[bool]:
    """Return the flags with the sentences added that follow in the same article: it may be cut into several boxes."""
    last = max((at for at, flag in enumerate(inside) if flag), default=len(parts))
    result = list(inside)
    if last == len(parts) or not parts[last].article:
        return result
    for at in range(last + 1, len(parts)):
        part = parts[at]
        sentence = len(part.text) > 60 and part.text[-1] in '.!?”"' and part.kind == "paragraph"
        if part.article == parts[last].article and sentence and not part.noisy and part.tag not in ("nav", "footer"):
            result[at] = True
            if at - 1 > last and parts[at - 1].kind == "heading" and not parts[at - 1].noisy:
                result[at - 1] = True
    return result


def _side_cells(parts: Sequence[Part]) -> set[int]:
    """Return which parts stand in cells beside the story, where a table lays out the page: menus, polls, agendas."""
    long: dict[str, int] = {}
    for part in parts:
        if not part.cells and len(part.text) > 80:
            long[part.cell] = long.get(part.cell, 0) + len(part.text)
    story = max(long, key=lambda cell: long[cell], default="")
    if not story or long[story] < 0.6 * sum(long.values()):
        return set()
    return {at for at, part in enumerate(parts) if part.cell != story and part.cell and part.cell not in long}


_REACTIONS = re.compile(r"\W*(?:suka|like)\W+(?:komentari|balas|comment|reply)\b.{0,40}", re.IGNORECASE)


def _links_below(parts: Sequence[Part]) -> set[int]:
    """Return which parts are links to other stories: short, no sentences, right below a heading such as `Berita terkait`."""
    found: set[int] = set()
    under = False
    for at, part in enumerate(parts):
        if opens_list(part.text):
            under = True
        elif under and len(part.text) < 110 and part.text[-1:] not in '.!?”"':
            found.add(at)
        else:
            under = False
    return found


def _replies(parts: Sequence[Part]) -> set[int]:
    """Return which parts are what others said to a post: the short ones below its row of `Like Comment Share`."""
    row = next((at for at, part in enumerate(parts) if _REACTIONS.fullmatch(part.text)), None)
    return {at for at in range(row, len(parts)) if len(parts[at].text) < 300} if row else set()


_ABSTRACT = re.compile(r"(?:abstra(?:ct|k)s?|intisari|ringkasan|summary)\W*", re.IGNORECASE)
_RECORD = re.compile(r"(?:item type|uncontrolled keywords|depositing user|date deposited|dc\.\w+|tipe dokumen|"
                     r"jenis karya|appears in collections?|muncul di koleksi)\b.*|(?:uri|collections?|koleksi)\W*", re.IGNORECASE)  # fmt: skip


def _abstract(parts: Sequence[Part]) -> list[bool] | None:
    """Return the flags of a repository's page, whose story is the abstract; None for any other page.

    It has a heading `Abstract` and, below, the record that repositories show of each work.
    """
    start = next((at for at, part in enumerate(parts) if _ABSTRACT.fullmatch(part.text)), None)
    if start is None or not any(_RECORD.match(part.text) for part in parts):
        return None
    end = next((at for at in range(start + 1, len(parts))
                if parts[at].cells or (parts[at].kind == "heading" and not _ABSTRACT.fullmatch(parts[at].text))
                or _RECORD.match(parts[at].text)), len(parts))  # fmt: skip
    return [start < at < end and not _ABSTRACT.fullmatch(parts[at].text) for at in range(len(parts))]


def _block(part: Part) -> DraftBlock:
    if part.cells:
        return DraftBlock("table_row", cells=[printed(text) for text, _ in part.cells],
                          headers=["th" if head else None for _, head in part.cells])  # fmt: skip
    kind: BlockKind = "noise" if part.noisy or is_noise(part.text) else part.kind
    return DraftBlock(kind, printed(part.text))


def _with_headers(blocks: list[DraftBlock]) -> list[DraftBlock]:
    """Set the headers of table rows: a row of header cells names the columns of the rows below it."""
    names: list[str | None] = []
    previous: DraftBlock | None = None
    for block in blocks:
        if block.kind != "table_row":
            names, previous = [], block
            continue
        starts = previous is None or previous.kind != "table_row"
        heads = [name == "th" for name in block.headers]
        block.headers = [None] * len(block.cells)
        if all(heads) or (starts and _names_columns(block, blocks)):
            names = [" ".join(word.text for word in cell) or None for cell in block.cells]
        elif names and len(names) == len(block.cells):
            block.headers = list(names)
        previous = block
    return blocks


def _names_columns(block: DraftBlock, blocks: Sequence[DraftBlock]) -> bool:
    """Return whether the first row of a table without header cells names the columns: three or more short entries."""
    at = next(n for n, other in enumerate(blocks) if other is block)
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if following is None or following.kind != "table_row" or len(block.cells) < 3:
        return False
    texts = [" ".join(word.text for word in cell) for cell in block.cells]
    return all(text and len(text) < 40 and not re.fullmatch(r"[\d.,%\s-]+", text) for text in texts)
