"""Word files (.docx): paragraphs, headings, numbered items and tables, read from the document's own XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from mou_miner.documents.archive import open_archive, read_member
from mou_miner.documents.clean import clean
from mou_miner.documents.drafts import Draft, DraftBlock, PrintedWord, make_document, printed, sha256
from mou_miner.documents.language import tag_languages, vote
from mou_miner.documents.lines import is_article_heading, is_capitals
from mou_miner.documents.noise import mark_noise
from mou_miner.documents.numbering import Numbering
from mou_miner.documents.paragraphs import CAPTION
from mou_miner.documents.repair import mend
from mou_miner.documents.sections import mark_sections, title_of
from mou_miner.documents.tables import table_blocks
from mou_miner.errors import ReadError
from mou_miner.records import BlockKind, Document
from mou_miner.settings import ReaderSettings

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The namespace of files saved as Strict Open XML: its elements are the same."""
MAX_DEPTH = 20
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes, source: str, settings: ReaderSettings) -> Document:
    """Return the document of a Word file; raise `ReadError` where it is broken or holds no text."""
    parts = _parts(data, source, settings)
    body = parts["document"].find(f"{W}body") if "document" in parts else None
    if body is None:
        raise ReadError(
            source, "broken", "the Word file has no text part", "Open it in a word processor and save it anew."
        )
    numbering = Numbering(parts.get("numbering"))
    styles = _style_names(parts.get("styles"))
    blocks = mend(_blocks(body, styles, numbering))
    blocks = [*_furniture(parts, "header"), *blocks, *_notes(parts), *_furniture(parts, "footer")]
    if not any(any(map(str.isalpha, block.text)) for block in blocks):
        raise ReadError(
            source, "no_text", "the Word file holds no text", "Pictures of text must be read from a PDF with OCR."
        )
    mark_sections(blocks)
    mark_noise(blocks)
    tag_languages(blocks)
    return make_document(Draft(blocks, title=title_of(blocks)), sha256(data), source, MEDIA_TYPE, "docx 1")


def _parts(data: bytes, source: str, settings: ReaderSettings) -> dict[str, Any]:
    """Return the XML parts by their plain names: document, styles, numbering, footnotes, header1 ..."""
    parts: dict[str, Any] = {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    with open_archive(data, source, settings) as archive:
        for info in archive.infolist():
            found = re.fullmatch(r"word/(document|styles|numbering|footnotes|header\d*|footer\d*)\.xml", info.filename)
            if found:
                root = _root(read_member(archive, info, source, settings), parser)
                if root is not None:
                    parts[found[1]] = root
    return parts


def _root(data: bytes, parser: Any) -> Any:
    """Return the root of a part, None where it holds no element at all."""
    try:
        return etree.fromstring(data.replace(_STRICT, W[1:-1].encode()), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _style_names(styles: Any) -> dict[str, str]:
    if styles is None:
        return {}
    names = {}
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        names[style.get(f"{W}styleId", "")] = (name.get(f"{W}val", "") if name is not None else "").lower()
    return names


def _blocks(parent: Any, styles: dict[str, str], numbering: Numbering, depth: int = 0) -> Iterator[DraftBlock]:
    """Yield the blocks of an element; what lies deeper than anybody nests tables is read as paragraphs."""
    if depth > MAX_DEPTH:
        yield from (block for inner in parent.iter(f"{W}p") for block in _paragraph(inner, styles, numbering))
        return
    for element in parent:
        if element.tag == f"{W}p":
            yield from _paragraph(element, styles, numbering)
        elif element.tag == f"{W}tbl":
            yield from _table(element, styles, numbering, depth + 1)
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None:
                yield from _blocks(content, styles, numbering, depth + 1)


def _paragraph(element: Any, styles: dict[str, str], numbering: Numbering) -> Iterator[DraftBlock]:
    """Yield the block of a paragraph; a line break parts the lines of a heading, not those of running text."""
    properties = element.find(f"{W}pPr")
    style = styles.get(_value(properties, "pStyle"), _value(properties, "pStyle").lower())
    label = numbering.label(_value(properties, "numPr", "numId"), _value(properties, "numPr", "ilvl"))
    runs = list(_runs(element))
    text = clean("".join(text for text, _ in runs).replace("\n", " "))
    if not text:
        return
    bold = all(is_bold for text, is_bold in runs if any(map(str.isalpha, text)))
    words = [word._replace(bold=bold) for word in printed(f"{label} {text}" if label else text)]
    centred = _value(properties, "jc") == "center"
    yield DraftBlock(_kind(text, style, label, bold=bold, centred=centred, words=words), words)


def _kind(text: str, style: str, label: str, *, bold: bool, centred: bool, words: Sequence[PrintedWord]) -> BlockKind:
    if style == "title":
        return "title"
    if style.startswith(("heading", "judul", "subtitle")) or is_article_heading(text):
        return "heading"
    if style.startswith("caption") or (CAPTION.fullmatch(text) and len(words) <= 40):
        return "caption"
    short = len(words) <= 40 and text[-1] not in ".;,"
    if short and (is_capitals(text) or (bold and (centred or len(words) <= 12))):
        return "heading"
    if label or style.startswith("list") or re.match(r"(?:\(?[\da-z]{1,2}[.)]|[•–-])\s", text):
        return "list_item"
    return "paragraph"


def _runs(element: Any) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a paragraph's text and whether each is bold; deleted text and second choices are left out."""
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if any(ancestor.tag in (f"{W}del", _ALTERNATIVE, f"{W}moveFrom") for ancestor in node.iterancestors()):
            continue
        run = node.getparent()
        mark = run.find(f"{W}rPr/{W}b") if run is not None else None
        is_bold = mark is not None and mark.get(f"{W}val", "true") not in ("0", "false")
        text = {"t": node.text or "", "noBreakHyphen": "-", "tab": " ", "br": "\n", "cr": "\n"}[
            etree.QName(node).localname
        ]
        yield text, is_bold


def _table(element: Any, styles: dict[str, str], numbering: Numbering, depth: int) -> Iterator[DraftBlock]:
    """Yield the rows of a table; the two columns of a bilingual text are read one after the other instead."""
    grid = [
        [list(_blocks(cell, styles, numbering, depth)) for cell in _cells(row)] for row in element.findall(f"{W}tr")
    ]
    grid = [row for row in grid if any(row)]
    widths = {len(row) for row in grid}
    if widths == {1}:
        yield from (block for row in grid for block in row[0])
        return
    columns = list(zip(*[row for row in grid if len(row) == 2], strict=True))
    languages = {vote(" ".join(block.text for cell in column for block in cell)) for column in columns}
    if max(widths, default=0) == 2 and languages == {"id", "en"}:
        for side in (0, 1):
            yield from (block for row in grid if len(row) > side for block in row[side])
        return
    rows = [[[word for block in cell for word in block.all_words()] for cell in row] for row in grid]
    if rows:
        yield from table_blocks(rows, None)[0]


def _cells(row: Any) -> list[Any]:
    """Return the cells of a row, those in content controls too, but none of tables within its cells."""
    return [
        cell for child in row for cell in ([child] if child.tag == f"{W}tc" else child.findall(f"{W}sdtContent/{W}tc"))
    ]


def _furniture(parts: dict[str, Any], kind: BlockKind) -> list[DraftBlock]:
    texts = {
        clean("".join(text for text, _ in _runs(part))) for name, part in sorted(parts.items()) if name.startswith(kind)
    }
    return [DraftBlock(kind, printed(text)) for text in sorted(texts) if any(map(str.isalpha, text))]


def _notes(parts: dict[str, Any]) -> list[DraftBlock]:
    notes = parts.get("footnotes")
    if notes is None:
        return []
    texts = [clean("".join(text for text, _ in _runs(note))) for note in notes.iter(f"{W}footnote")]
    return [DraftBlock("reference", printed(text)) for text in texts if text]


def _value(properties: Any, *path: str) -> str:
    """Return the value of a property of a paragraph, or nothing."""
    found = properties.find("/".join(f"{W}{name}" for name in path)) if properties is not None else None
    return str(found.get(f"{W}val", "")) if found is not None else ""
