"""What scrapers leave behind: JSON Lines and CSV files with one page or story a record."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, NamedTuple

from mou_miner.documents.clean import clean, squash
from mou_miner.documents.decoding import decode
from mou_miner.documents.drafts import Draft, DraftBlock, make_document, printed, sha256
from mou_miner.documents.language import tag_languages
from mou_miner.documents.plain import plain_draft
from mou_miner.documents.published import find_date
from mou_miner.documents.turns import Turns
from mou_miner.documents.web import html_draft
from mou_miner.documents.webmeta import person, strip_site
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

NAMES: dict[str, tuple[str, ...]] = {
    "url": ("url", "link", "tautan", "source_url", "source", "id"),
    "title": ("title", "judul", "headline"),
    "date": ("date", "tanggal", "published", "date_published", "published_at", "pubdate", "date_publish", "timestamp"),
    "text": ("text", "isi", "body", "content", "article", "teks", "maintext", "article_text"),
    "html": ("html", "raw_html", "page", "html_content"),
    "publisher": ("publisher", "media", "site", "source_name", "domain", "source_domain"),
    "author": ("author", "penulis", "authors", "reporter"),
}
"""Names that a field may go by where the settings give none."""


class _Record(NamedTuple):
    where: str
    data: bytes
    fields: dict[str, str]


def read_dump(
    data: bytes, source: str, kind: str, settings: ReaderSettings, turns: Turns | None = None
) -> Iterator[Document | ReadError]:
    """Yield a document for each record, or the error of that record; `turns` counts them and may pass over some."""
    empty, turns = True, turns or Turns()
    records = _lines(data, source, settings) if kind == "jsonl" else _rows(data, source, settings)
    for record in records:
        empty = False
        if not turns.comes(record.source if isinstance(record, ReadError) else record.where):
            continue
        if isinstance(record, ReadError):
            yield record
            continue
        try:
            yield _document(record)
        except ReadError as error:
            yield error
        except (RecursionError, ValueError) as error:
            yield ReadError(record.where, "broken", f"the record cannot be read ({error})"[:300], "Mend or remove it.")
    if empty:
        yield ReadError(source, "empty", "the file holds no records", "Check the export that made it.")


def _lines(data: bytes, source: str, settings: ReaderSettings) -> Iterator[_Record | ReadError]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"{source}#{number}"
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield ReadError(where, "broken", f"line {number} is no JSON ({error})", "Mend or remove this line.")
            continue
        if not isinstance(values, dict):
            yield ReadError(where, "broken", f"line {number} is no JSON object", "Each line must be `{...}`.")
            continue
        yield _Record(where, line.strip(), _fields(values, settings))


def _rows(data: bytes, source: str, settings: ReaderSettings) -> Iterator[_Record | ReadError]:
    text = decode(data).replace("\x00", "")
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    csv.field_size_limit(min(sys.maxsize, settings.max_bytes))
    try:
        for number, row in enumerate(csv.DictReader(StringIO(text), delimiter=mark), 2):
            values = {str(name): value for name, value in row.items() if name and isinstance(value, str)}
            content = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
            yield _Record(f"{source}#{number}", content, _fields(values, settings))
    except csv.Error as error:
        yield ReadError(source, "broken", f"the CSV file cannot be read ({error})", "Save it anew as CSV in UTF-8.")


def _fields(values: Mapping[str, Any], settings: ReaderSettings) -> dict[str, str]:
    """Return the fields under our own names: as the settings say, else the first of the usual names that is filled."""
    lowered = {str(name).lower(): value for name, value in values.items()}
    fields: dict[str, str] = {}
    for name, usual in NAMES.items():
        wanted = (settings.fields[name].lower(),) if name in settings.fields else usual
        value = next((lowered[key] for key in wanted if lowered.get(key)), None)
        if isinstance(value, list):
            value = ", ".join(str(item) for item in value if isinstance(item, str))
        if isinstance(value, str | int | float) and str(value).strip():
            fields[name] = str(value)
    return fields


def _document(record: _Record) -> Document:
    fields = record.fields
    source = fields["url"] if "://" in fields.get("url", "") else record.where
    draft = _draft(fields, source)
    title = strip_site(clean(fields["title"]), fields.get("publisher")) if "title" in fields else None
    if title:
        for block in draft.blocks:
            block.kind = "heading" if block.kind == "title" else block.kind
        draft.blocks = [block for block in draft.blocks if squash(block.text) != squash(title)]
        draft.blocks.insert(0, DraftBlock("title", printed(title)))
        tag_languages(draft.blocks)
        draft.title = title
    draft.date_published = find_date(fields.get("date", "")) or draft.date_published
    draft.publisher = fields.get("publisher") or draft.publisher
    draft.author = person(fields.get("author", "")) or draft.author
    media_type = "text/html" if "html" in fields else "text/plain"
    return make_document(draft, sha256(record.data), source, media_type, "dump 1")


def _draft(fields: Mapping[str, str], source: str) -> Draft:
    if "html" in fields:
        return html_draft(fields["html"].encode(), source)
    text = fields.get("text", "")
    if text.lstrip().startswith("<") and "</" in text:
        return html_draft(text.encode(), source)
    if not any(map(str.isalpha, text)):
        raise ReadError(
            source, "no_text", "the record has no text under a usual name (text, html, isi, body, content ...)",
            "Say which fields hold what with --field, for example --field text=isi_berita.",
        )  # fmt: skip
    return plain_draft(text)
