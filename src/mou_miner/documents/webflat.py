"""Web pages nested so deeply that no parser keeps their text: read without their tree, as plain text.

Editors that never close their tags make such pages; what is deeper than a few hundred tags is dropped by the parser.
"""

from __future__ import annotations

import re
from html import unescape

from mou_miner.documents.clean import clean
from mou_miner.documents.decoding import decode
from mou_miner.documents.drafts import make_document, sha256
from mou_miner.documents.plain import plain_draft
from mou_miner.records import Document

PARSER_DEPTH = 200
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})[^<>]{0,100000}>")
_UNSEEN = re.compile(
    r"<(script|style|noscript|template|svg|head|textarea)\b.{0,4000000}?</\1\s*>|<!--.{0,4000000}?-->|<[!?][^<>]{0,4000}>",
    re.I | re.S,
)
_PARTS = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|tr|table|section|article|header|footer|nav|aside|main|blockquote|h[1-6]|form|"
    r"figure|figcaption|pre|center)\b[^<>]{0,100000}>",
    re.I,
)
_TITLE = re.compile(r"<title[^<>]{0,1000}>([^<]{1,1000})", re.I)
_EMPTY = frozenset(
    {"br", "hr", "img", "meta", "link", "input", "wbr", "source", "area", "base", "col", "embed", "param"}
)


def is_too_deep(data: bytes) -> bool:
    """Return whether a page opens so many tags within each other that a parser loses what is inside."""
    depth = deepest = 0
    for closing, name in _TAG.findall(decode(data)):
        if name.lower() not in _EMPTY:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest > PARSER_DEPTH


def read_flat(data: bytes, source: str) -> Document | None:
    """Return the document of a page read as plain text, None where it holds none."""
    html = decode(data)
    title = _TITLE.search(html)
    body = _TAG.sub(" ", _PARTS.sub("\n\n", _UNSEEN.sub(" ", html)))
    lines = [clean(line) for line in unescape(body).split("\n")]
    text = "\n\n".join(line for line in lines if line)
    if not any(map(str.isalpha, text)):
        return None
    draft = plain_draft(text)
    draft.title = (clean(unescape(title[1])) if title else "") or draft.title
    draft.warnings.append("the page is nested too deeply: it was read without its structure")
    return make_document(draft, sha256(data), source, "text/html", "plain text 1")
