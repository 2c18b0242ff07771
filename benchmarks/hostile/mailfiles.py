"""Mails that no mail program would write, and dumps that a scraper may leave behind."""

from __future__ import annotations

import json
from base64 import encodebytes
from collections.abc import Iterator
from email.message import EmailMessage
from random import Random

from benchmarks.hostile.case import HARMED, HEAVY, READ, SENTENCES, Case, named

STORY = "\n".join(SENTENCES)
HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Kota kembar\r\nDate: Mon, 12 May 2014 10:00:00 +0700\r\n"
ANY = HARMED | HEAVY | {"empty", "partial"}


def cases(random: Random) -> Iterator[Case]:
    """Yield broken mails and dumps."""
    yield from named("mail", ((f"{n}.eml", data, ANY) for n, data in _mails(random)))
    yield from named("dump", _dumps())


def letter_with_attachment(attached: bytes, name: str = "naskah.pdf") -> bytes:
    """Return a sound mail with a PDF attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Kota kembar"
    message.set_content(STORY)
    message.add_attachment(attached, maintype="application", subtype="pdf", filename=name)
    message.set_boundary("==batas==")
    return message.as_bytes()


def _mails(random: Random) -> Iterator[tuple[str, bytes]]:
    body = STORY.encode()
    multi = HEAD + b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n'
    part = b"--%b\r\nContent-Type: text/plain\r\n\r\n%b\r\n"
    yield "boundary-missing", HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + body
    yield "boundary-never-comes", multi % b"x" + body
    yield "boundary-not-closed", multi % b"x" + part % (b"x", body)
    yield "boundary-empty", multi % b"" + part % (b"", body)
    yield "boundary-of-patterns", multi % (b"(a+)+$" * 10) + part % (b"(a+)+$" * 10, body)
    for depth in (60, 800):
        inner = b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
        )
        yield f"multipart-{depth}-deep", HEAD + inner + b"Content-Type: text/plain\r\n\r\n" + body
        forwarded = b"Content-Type: message/rfc822\r\n\r\n" * depth
        yield f"forwarded-{depth}-deep", HEAD + forwarded + HEAD + b"\r\n" + body
    for charset in (
        b"x-unknown",
        b"utf-16",
        b"base64",
        b"idna",
        b"utf-8",
        b"us-ascii",
        b"\xff\xfe",
        b"unicode_escape",
        b"hex",
    ):
        data = HEAD + b"Content-Type: text/plain; charset=%b\r\n\r\n" % charset
        yield (
            f"charset-{charset.decode('ascii', 'replace')}".replace("\ufffd", "x"),
            data + body + b" caf\xe9 \x80\xff\\ud800",
        )
    for coding in (b"base64", b"quoted-printable", b"x-uuencode", b"8bit", b"nonsense"):
        data = HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: %b\r\n\r\n" % coding
        yield f"coding-{coding.decode()}", data + body + b"=ZZ=\n" + encodebytes(body)[:-7] + b"\x00"
    yield "no-heads", b"\r\n" + body
    yield "head-of-a-megabyte", b"X-Long: " + b"a" * 3_000_000 + b"\r\n" + HEAD + b"\r\n" + body
    yield "heads-20000", b"".join(b"X-%d: a\r\n" % n for n in range(20_000)) + HEAD + b"\r\n" + body
    yield "nul-in-head", HEAD.replace(b"Kota", b"Ko\0ta\x01") + b"\r\n" + body
    yield (
        "subject-coded-badly",
        HEAD.replace(b"Kota kembar", b"=?utf-8?b?////?= =?x?q?=ZZ?= =?utf-8?q?" + b"=41" * 9000) + b"\r\n" + body,
    )
    yield "date-odd", HEAD.replace(b"Mon, 12 May 2014", b"Foo, 99 Bar 99999999999") + b"\r\n" + body
    yield "addresses", HEAD.replace(b"a@example.org", b'"' + b"(" * 3000) + b"\r\n" + body
    yield "attachment-climbs", letter_with_attachment(b"%PDF-1.7 kaput", "../../../etc/cron.d/x.pdf")
    many = EmailMessage()
    many["From"], many["Subject"] = "a@example.org", "Banyak"
    many.set_content(STORY)
    for number in range(300):
        many.add_attachment(STORY.encode(), maintype="text", subtype="plain", filename=f"{number}.txt")
    many.set_boundary("==batas==")
    yield "attachments-300", many.as_bytes()
    yield "random-behind-head", HEAD + b"\r\n" + random.randbytes(3000)


def _dumps() -> Iterator[tuple[str, bytes, frozenset[str]]]:
    good = json.dumps({"url": "https://example.org/a", "title": "Kota kembar", "text": STORY}).encode()
    yield "broken-lines.jsonl", b"\n".join([good, b"{", b"nonsense", good[:-9], b"[]", b"null", b'"a"', good]), ANY
    yield "types.jsonl", b"\n".join(json.dumps(value).encode() for value in (
        {"text": 5}, {"text": None}, {"text": [STORY]}, {"text": {"a": 1}}, {"text": True}, {"title": [[]], "text": STORY},
        {"url": {"a": 1}, "text": STORY}, {"date": [1, 2], "text": STORY}, {"date": -1e300, "text": STORY},
        {"author": ["a", 5, None], "text": STORY}, {"": STORY}, {})), ANY  # fmt: skip
    yield "deep.jsonl", b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n" + good, ANY
    yield "number-long.jsonl", b'{"date": ' + b"9" * 100_000 + b', "text": "kota"}\n' + good, ANY
    yield "not-a-number.jsonl", b'{"date": NaN, "id": Infinity, "text": "Kota kembar di Asia"}\n', ANY
    yield "nul.jsonl", b"\0\0" + good + b"\n\0\n" + good.replace(b"Kota", b"K\\u0000ota"), ANY
    yield "surrogates.jsonl", b'{"title": "\\ud800 kota", "text": "kota \\udfff kembar \\ud83d di Asia"}', ANY
    yield "field-of-3-mb.jsonl", json.dumps({"text": "kota kembar " * 260_000}).encode(), ANY
    yield "lines-3000.jsonl", b"\n".join([json.dumps({"text": SENTENCES[n % 6]}).encode() for n in range(3000)]), READ
    yield "utf16.jsonl", (good.decode() + "\n").encode("utf-16"), ANY
    yield "array.jsonl", b"[" + good + b"]", ANY
    yield "html-broken.jsonl", json.dumps({"html": "<div>" * 30_000 + STORY}).encode(), ANY
    yield "escapes.jsonl", b'{"text": "' + b"\\u000a" * 200_000 + b'kota kembar"}', ANY
    yield "quote-open.csv", b'title,text\n"kota,' + STORY.encode() + b"\n" * 5000, ANY
    yield "columns-20000.csv", b",".join([b"text"] * 20_000) + b"\n" + b",".join([b"kota kembar"] * 20_000), ANY
    yield "rows-ragged.csv", b"title,text\na\na,b,c,d,e\n\n,,,\n" + b"x,Kota kembar di Asia\n", ANY
    yield "nul.csv", b"title,text\nko\0ta,Kota\0 kembar di Asia\n", ANY
    yield "field-of-3-mb.csv", b"title,text\na," + b"kota kembar " * 260_000, ANY
    yield "no-heads.csv", b"Kota kembar,Asia\n" * 200, ANY
    yield "heads-only.csv", b"title,text\n", ANY
    yield "binary.csv", bytes(range(256)) * 30, ANY
    yield "semicolons-utf16.csv", "judul;isi\nKota;Kota kembar di Asia\n".encode("utf-16"), ANY
    yield "quotes-only.csv", b'"' * 300_001, ANY
