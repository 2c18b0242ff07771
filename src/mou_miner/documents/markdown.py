"""Markdown: its headings, lists and tables as blocks; links, emphasis and code marks taken off."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from mou_miner.documents.clean import clean_characters
from mou_miner.documents.decoding import decode
from mou_miner.documents.drafts import Draft, DraftBlock, make_document, printed, sha256
from mou_miner.documents.language import tag_languages
from mou_miner.documents.lines import is_article_heading
from mou_miner.documents.noise import mark_noise
from mou_miner.documents.paragraphs import CAPTION
from mou_miner.documents.plain import same_text
from mou_miner.documents.published import date_line, find_date
from mou_miner.documents.sections import mark_references, mark_title, title_of
from mou_miner.documents.signatures import mark_stacked
from mou_miner.errors import ReadError
from mou_miner.records import Document

_FRONT = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)]|[a-z][.)])\s+(.*)")
_BAR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_NOTE = re.compile(r"\[\^[\w-]+\]:\s*")


def read_markdown(data: bytes, source: str) -> Document:
    """Return the document of a Markdown file; raise `ReadError` where it holds no letters."""
    text = clean_characters(decode(data))
    if not any(map(str.isalpha, text)):
        raise ReadError(source, "no_text", "the file holds no words", "Check that it is the right file.")
    return make_document(markdown_draft(text), sha256(data), source, "text/markdown", "markdown 1")


def markdown_draft(text: str) -> Draft:
    """Return the draft of a Markdown text."""
    facts, body = _front_matter(text)
    blocks = list(_blocks(re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL).split("\n")))
    title = facts.get("title") or facts.get("judul")
    if title and not any(same_text(block.text, title) for block in blocks[:6]):
        blocks.insert(0, DraftBlock("title", printed(title)))
    first = next((block for block in blocks if block.kind == "heading" and not is_article_heading(block.text)), None)
    if first and not any(block.kind == "title" for block in blocks) and _opens(blocks, first):
        first.kind = "title"
    mark_references(blocks)
    mark_title(blocks)
    mark_noise(blocks)
    mark_stacked(blocks)
    tag_languages(blocks)
    published = facts.get("date") or facts.get("tanggal") or facts.get("published") or ""
    return Draft(
        blocks,
        title=title_of(blocks),
        publisher=facts.get("publisher") or facts.get("site") or facts.get("journal") or facts.get("penerbit"),
        author=facts.get("author") or facts.get("penulis"),
        date_published=find_date(published) or _partial(published) or _seen(blocks),
    )


def _opens(blocks: Sequence[DraftBlock], heading: DraftBlock) -> bool:
    """Return whether nothing longer than a line or two stands above the heading."""
    at = next(number for number, block in enumerate(blocks) if block is heading)
    return at <= 2 and all(len(block.text) < 200 for block in blocks[:at])


def _partial(text: str) -> str | None:
    found = re.fullmatch(r"\s*((?:19|20)\d\d)(-\d\d)?\s*", text)
    return found[0].strip() if found else None


def _seen(blocks: Sequence[DraftBlock]) -> str | None:
    texts = [block.text for block in blocks[:6]]
    return next((iso for text in texts for part in text.split(" | ") if (iso := date_line(part))), None)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of the front matter, if there is one, and the text below it."""
    found = _FRONT.match(text.lstrip("\n"))
    if not found:
        return {}, text
    facts = {}
    for line in found[1].split("\n"):
        name, colon, value = line.partition(":")
        if colon and value.strip() and not name.startswith((" ", "-")):
            facts[name.strip().lower()] = _strip_marks(value.strip().strip("\"'"))
    return facts, text.lstrip("\n")[found.end() :]


def _blocks(lines: Sequence[str]) -> Iterator[DraftBlock]:
    """Yield the blocks; running lines are joined until an empty line or a mark ends them."""
    running: list[str] = []
    kind = "paragraph"
    number = 0

    def finish() -> Iterator[DraftBlock]:
        yield from _paragraph(running, kind)
        running.clear()

    while number < len(lines):
        line = lines[number]
        heading, item = _HEADING.match(line), _ITEM.match(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if not line.strip() or re.fullmatch(r"\s*(?:[-*_]\s*){3,}|\s*```.*", line):
            yield from finish()
            kind = "paragraph"
        elif "|" in line and _BAR.fullmatch(following) and "|" in following:
            yield from finish()
            rows = [line]
            number += 2
            while number < len(lines) and "|" in lines[number]:
                rows.append(lines[number])
                number += 1
            yield from _table(rows)
            kind = "paragraph"
            continue
        elif heading or (running and re.fullmatch(r"\s{0,3}(?:=+|-{3,})\s*", line)):
            if heading:
                yield from finish()
                running.append(heading[2])
            kind = "heading"
            yield from finish()
            kind = "paragraph"
        elif item and not (running and kind == "paragraph" and item[2][0].isdigit() and item[2][:-1] != "1"):
            yield from finish()
            kind = "list_item"
            running.append(item[3] if item[2] in "-*+" else f"{item[2]} {item[3]}")
        else:
            running.append(line)
            if line.endswith(("  ", "\\")):
                yield from finish()
        number += 1
    yield from finish()


def _paragraph(lines: Sequence[str], kind: str) -> Iterator[DraftBlock]:
    """Yield the blocks of joined lines; `Keywords: ...` and notes begin blocks of their own."""
    text = ""
    for line in lines:
        piece = _strip_marks(re.sub(r"^\s*>+\s?", "", line).rstrip("\\"))
        if text and (_NOTE.match(line) or re.match(r"(?:key ?words|kata kunci)\s*:", piece, re.IGNORECASE)):
            yield from _one(text, kind)
            text = ""
        text = f"{text} {piece}".strip() if not text.endswith("-") or text.endswith(" -") else text + piece
    yield from _one(text, kind)


def _one(text: str, kind: str) -> Iterator[DraftBlock]:
    words = printed(text)
    if words:
        caption = kind == "paragraph" and len(words) <= 40 and CAPTION.fullmatch(text)
        yield DraftBlock("caption" if caption else kind, words)  # type: ignore[arg-type]


def _table(rows: Sequence[str]) -> Iterator[DraftBlock]:
    """Yield one block per row; the first row names the columns."""
    cells = [[printed(_strip_marks(cell)) for cell in _split_row(row)] for row in rows]
    names = [" ".join(word.text for word in cell) or None for cell in cells[0]]
    for number, row in enumerate(cells):
        if any(row):
            yield DraftBlock(
                "table_row", cells=row, headers=[None] * len(row) if number == 0 else list(names[: len(row)])
            )


def _split_row(row: str) -> list[str]:
    parts = re.split(r"(?<!\\)\|", row.strip())
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return [part.replace("\\|", "|") for part in parts]


def _strip_marks(text: str) -> str:
    """Return the text without links, pictures, emphasis, code marks, tags and note numbers."""
    text = _NOTE.sub("", text)
    text = re.sub(r"\[\^[\w-]+\]", "", text)
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]+)\]\((?:[^()\s]|\([^)]*\))*(?:\s+\"[^\"]*\")?\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\[[^\]]*\]", r"\1", text)
    text = re.sub(r"<(https?://[^>]+|[\w.+-]+@[\w.-]+)>", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^>]*>", " ", text)
    text = re.sub(r"(\*\*\*|\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)(.+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"(?<![\w_])_(?=\S)(.+?)(?<=\S)_(?![\w_])", r"\1", text)
    text = re.sub(r"`+([^`]+)`+", r"\1", text)
    text = re.sub(r"\^\{?([^}\s]*)\}?", r"\1", text) if "^{" in text else text
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|>~-])", r"\1", text)
    return html.unescape(text)
