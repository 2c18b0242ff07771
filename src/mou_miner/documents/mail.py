"""E-mails (.eml): the letter itself, and what is attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import cast

from mou_miner.documents.archive import clean_name
from mou_miner.documents.clean import clean, squash
from mou_miner.documents.drafts import Draft, DraftBlock, make_document, printed, sha256
from mou_miner.documents.plain import plain_draft
from mou_miner.documents.web import html_draft
from mou_miner.errors import ReadError
from mou_miner.records import Document


def read_letter(data: bytes, source: str) -> Document | None:
    """Return the letter of a mail as a document, its subject as title; None where there are only attachments."""
    message = _parse(data)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return None
    raw = body.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else str(raw or "").encode()
    try:
        text = str(body.get_content())
    except (LookupError, ValueError, KeyError):
        text = content.decode("utf-8", "replace")
    if not any(map(str.isalpha, text)):
        return None
    draft = (
        html_draft(text.encode(), source) if body.get_content_type() == "text/html" else plain_draft(_unquoted(text))
    )
    return make_document(_with_header(draft, message), sha256(content), source, "message/rfc822", "mail 1")


def attachments(data: bytes, source: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of what is attached; pictures inside the letter are left out."""
    number = 0
    for part in _parse(data).iter_attachments():
        number += 1
        content = part.get_payload(decode=True)
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            content = cast(EmailMessage, part.get_payload(0)).as_bytes()
        if part.get_content_maintype() == "image" or not isinstance(content, bytes) or not content.strip():
            continue
        name = clean_name(part.get_filename() or "") or f"attachment-{number}"
        yield f"{source}!{name}", content


def _parse(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def _unquoted(text: str) -> str:
    """Return a letter without the quoted letter it answers and without its signature mark."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.rstrip() == "--":
            break
        if not line.startswith(">"):
            lines.append(line)
    return "\n".join(lines)


def _with_header(draft: Draft, message: EmailMessage) -> Draft:
    subject = clean(str(message.get("Subject", "")))
    if subject and not any(squash(block.text) == squash(subject) for block in draft.blocks[:3]):
        for block in draft.blocks:
            block.kind = "heading" if block.kind == "title" else block.kind
        draft.blocks.insert(0, DraftBlock("title", printed(subject)))
    draft.title = subject or draft.title
    draft.date_published = _date(message) or draft.date_published
    return draft


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except (TypeError, ValueError):
        return None


def no_letter(source: str) -> ReadError:
    """Return the error of a mail that holds nothing to read."""
    return ReadError(source, "no_text", "the mail holds neither text nor attached documents", "Check the mail.")
