"""The block-level pieces of a web page in order, with what the page's marks say of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mou_miner.documents.clean import clean
from mou_miner.documents.paragraphs import CAPTION
from mou_miner.records import BlockKind

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "svg", "object", "embed", "button", "select", "option",
    "textarea", "input", "head", "math", "audio", "video", "canvas",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "caption",
})  # fmt: skip
_NOISE_NAMES = frozenset({
    "rel", "related", "relatednews", "related-posts", "read-also", "readalso", "bacajuga", "baca-juga", "baca",
    "sisip", "sisipan", "inline-rel", "share", "sharing", "share-box", "bagikan", "social", "sharedaddy",
    "tags", "tag", "tagging", "topics", "label", "labels", "comments", "comment", "komentar", "copyright",
    "copy", "cookie", "breadcrumb", "breadcrumbs", "crumbs", "pagination", "pager", "nav", "menu", "ads", "ad",
    "iklan", "advertisement", "promo", "newsletter", "widget", "sidebar", "footer", "dilihat", "helpful",
    "populer", "popular", "terkait", "more", "also", "also-see", "btn", "post-footer", "site-footer",
    "rekomendasi",
})  # fmt: skip
_CAPTION_NAMES = frozenset({
    "caption", "wp-caption-text", "figcaption", "photo-caption", "keterangan-foto", "cap", "foto-caption",
    "image-caption",
})  # fmt: skip


@dataclass(slots=True)
class Part:
    """A block-level piece of the page: its text, its kind as the page marks it, and what surrounds it."""

    kind: BlockKind
    text: str
    cells: list[tuple[str, bool]]
    noisy: bool
    tag: str
    cell: str = ""
    """Which cell of a table that lays out the page it stands in, by its path; empty for none."""
    article: str = ""
    """Which article of the page it stands in, where the page marks one; empty for none."""


def parts_of(tree: Any) -> Iterator[Part]:
    """Yield the block-level pieces of the page in order."""
    body = tree.find(".//body")
    yield from _walk(body if body is not None else tree, noisy=False)


def _walk(element: Any, *, noisy: bool) -> Iterator[Part]:
    """Yield the pieces of an element: its own running text between block-level children, and the children's pieces."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _SKIPPED or _is_hidden(element):
        return
    noisy = noisy or _is_noisy(element, tag)
    if tag == "table" and _is_data(element):
        yield from _rows(element, noisy)
        return
    inline: list[str] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            inline.append(piece)
        else:
            yield from _flush(inline, element, noisy)
            inline = []
            yield from _walk(piece, noisy=noisy)
    yield from _flush(inline, element, noisy)


def _pieces(element: Any) -> Iterator[Any]:
    """Yield the strings of an element and, instead of their strings, its block-level descendants."""
    if element.text:
        yield element.text
    beside = _is_row_of_pieces(element)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            yield "\n\r"
        elif tag in _BLOCKS:
            yield child
        elif tag and tag not in _SKIPPED and not _is_hidden(child):
            yield from _pieces(child)
        if child.tail:
            yield child.tail
        elif beside:
            yield " "


def _is_row_of_pieces(element: Any) -> bool:
    """Return whether an element holds nothing but pieces that only style sheets set apart: buttons, counts, names."""
    texts = [element.text, *(child.tail for child in element)]
    pieces = [child for child in element if child.tag in ("span", "a", "button", "b", "strong", "i")]
    return len(pieces) >= 2 and len(pieces) == len(element) and not any(text and text.strip() for text in texts)


def _flush(inline: Sequence[str], element: Any, noisy: bool) -> Iterator[Part]:
    """Yield the running text of an element, parted at empty lines and at breaks after a sentence or a short line."""
    cell, article = _around(element, "td"), _around(element, "article")
    for text in _broken_lines("".join(inline)):
        kind = _kind(element, text)
        yield Part(kind, text, [], noisy, _top(element), cell, article)


def _broken_lines(text: str) -> Iterator[str]:
    line = ""
    for piece in re.split("\n\r|(?=[□■※▶◆►▪●]\\s)", text):
        piece = clean(piece)
        if not piece:
            if line:
                yield line
            line = ""
        elif line and (len(line) < 60 or line[-1] in '.!?”":;'):
            yield line
            line = piece
        else:
            line = f"{line} {piece}".strip()
    if line:
        yield line


def _kind(element: Any, text: str) -> BlockKind:
    for ancestor in (element, *element.iterancestors()):
        tag = ancestor.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "summary"):
            return "heading"
        if tag in ("li", "dd", "dt"):
            return "list_item"
        if tag in ("figcaption", "caption", "figure") or _names(ancestor) & _CAPTION_NAMES:
            return "caption"
        if _is_picture_box(ancestor) or _CAPTION_NAME.search(ancestor.get("class") or ""):
            return "caption"
        if tag in ("body", "article", "main", "section"):
            break
    return "caption" if CAPTION.fullmatch(text) and len(text) < 250 else "paragraph"


_PICTURE_NAME = re.compile(r"(?:^|[-_])(?:img|image|photo|foto|gambar|thumbnail|media)|(?:img|image|photo|foto)", re.I)


_CAPTION_NAME = re.compile(
    r"(?:ket(?:erangan)?|capt(?:ion)?|kredit|credit)[-_]?(?:foto|gambar|photo|image|img)\b|"
    r"(?:foto|gambar|photo|image|img)[-_](?:ket|capt|caption|credit|kredit)",
    re.IGNORECASE,
)


def _is_picture_box(element: Any) -> bool:
    """Return whether an element is named after the picture it holds, and holds little besides."""
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag not in ("div", "span", "p") or not _PICTURE_NAME.search(name):
        return False
    has_picture = next(element.iter("img", "amp-img", "picture"), None) is not None
    return has_picture and len(element.text_content()) < 400


def _around(element: Any, tag: str) -> str:
    """Return the path of the innermost element of this tag around an element, empty for none."""
    found = next((a for a in (element, *element.iterancestors()) if a.tag == tag), None)
    return str(found.getroottree().getpath(found)) if found is not None else ""


def _top(element: Any) -> str:
    """Return what the piece stands in: a heading's tag, or the part of the page that is no story."""
    tags = [a.tag for a in (element, *element.iterancestors())]
    return next((tag for tag in tags if tag in (*HEADINGS, "nav", "footer", "aside", "header")), "")


def _names(element: Any) -> set[str]:
    return set(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())


def _is_noisy(element: Any, tag: str) -> bool:
    return tag in ("nav", "footer") or bool(_names(element) & _NOISE_NAMES)


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def _is_data(table: Any) -> bool:
    """Return whether a table holds data rather than the layout of the page."""
    if table.find(".//table") is not None or table.find(".//h1") is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if table.find(".//th") is not None and len(rows) >= 2:
        return True
    wide = [row for row in rows if len(row) >= 2]
    if len(wide) < 2 or (table.find(".//p") is not None and len(table.findall(".//p")) > 2 * len(rows)):
        return False
    sizes = [len(clean(cell.text_content())) for row in wide for cell in row]
    links = sum(len(clean(a.text_content())) for a in table.iter("a"))
    return max(sizes) < 600 and links < 0.6 * (sum(sizes) or 1)


def _rows(table: Any, noisy: bool) -> Iterator[Part]:
    for row in table.iter("tr"):
        cells = [(clean(cell.text_content()), cell.tag == "th") for cell in row if cell.tag in ("td", "th")]
        texts = [text for text, _ in cells if text]
        if len(texts) == 1 and len(cells) == 1:
            yield Part("paragraph", texts[0], [], noisy, _top(table))
        elif texts:
            yield Part("table_row", " ".join(texts), cells, noisy, _top(table))
