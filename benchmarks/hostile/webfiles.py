"""Web pages and plain texts: charsets that lie, trees without end, marks that are never closed, giant pieces."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from random import Random

from benchmarks.hostile.case import HARMED, HEAVY, READ, SENTENCES, Case, named
from benchmarks.hostile.pdfwriter import typeset

STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
ANY = HARMED | HEAVY


def cases(random: Random) -> Iterator[Case]:
    """Yield broken web pages, texts, and files under a wrong name."""
    yield from named("charset", ((n, data, READ) for n, data in _charsets()))
    yield from named("html", ((f"{n}.html", data, ANY) for n, data in _pages(random)))
    yield from named("text", ((n, data, ANY) for n, data in _texts(random)))
    yield from named("wrong name", _misnamed(random))


def page(body: str, head: str = "<title>Kota kembar</title>") -> str:
    """Return a web page."""
    return f"<!doctype html><html lang=id><head>{head}</head><body>{body}</body></html>"


def _charsets() -> Iterator[tuple[str, bytes]]:
    accents = page(f"<h1>Kota “kembar” – café</h1>{STORY}<p>Walikota José Muñoz berkunjung.</p>", "")
    declared = '<meta charset="{}">'
    for name in ("utf-16-le", "utf-16-be"):
        yield f"{name}-without-mark.html", accents.encode(name)
        yield f"{name}-without-mark.txt", "\n".join(SENTENCES).encode(name)
    yield "utf-16-with-mark.html", accents.encode("utf-16")
    yield "utf-32.html", accents.encode("utf-32")
    yield "windows-as-utf8.html", accents.replace("<head>", "<head>" + declared.format("utf-8")).encode("cp1252")
    yield "utf8-as-windows.html", accents.replace("<head>", "<head>" + declared.format("windows-1252")).encode()
    yield "mojibake.html", accents.encode().decode("cp1252", "replace").encode()
    yield "mojibake-twice.html", accents.encode().decode("latin-1").encode().decode("latin-1").encode()
    yield "mixed.html", accents.encode() + accents.encode("cp1252")
    yield "nul-bytes.html", accents.encode().replace(b" ", b"\0 \0")
    yield "utf8-cut.html", accents.encode()[:-9] + b"\xe2\x80"
    for name in ("utf-7", "base64", "hex", "zip", "rot13", "idna", "punycode", "unicode_escape", "undefined", "mbcs", "bz2", "uu",
                 "x-klingon", "utf-16", "iso-2022-kr", "raw_unicode_escape", "cp037"):  # fmt: skip
        head = declared.format(name)
        yield f"declared-{name}.html", page(f"{STORY}<p>caf\u00e9</p>", head).encode("cp1252")
    yield "marks-in-plenty.txt", b"\xef\xbb\xbf" * 500 + "\n".join(SENTENCES).encode()


def _pages(random: Random) -> Iterator[tuple[str, bytes]]:
    for tag in (
        "div",
        "b",
        "span",
        "ul><li",
        "blockquote",
        "table><tr><td",
        "font",
        "section",
        "a",
        "p",
        "svg",
        "form",
    ):
        for depth in (300, 50_000):
            close = "".join(f"</{name}>" for name in reversed(tag.split("><")))
            closed = close * depth if depth < 1000 else ""
            name = tag.replace("><", "-")
            yield f"nested-{name}-{depth}", page(f"<{tag}>" * depth + STORY + closed).encode()
    yield "unclosed", page("<p><b><i><div><table><tr><td>" * 400 + STORY).encode()[:-30]
    yield "attribute-giant", page(f'<div data-x="{"a" * 8_000_000}">{STORY}</div>').encode()
    yield "attributes-50000", page(f"<div {' '.join(f'a{n}=1' for n in range(50_000))}>{STORY}</div>").encode()
    picture = b64encode(random.randbytes(6_000_000)).decode()
    yield "picture-giant", page(f'<img src="data:image/png;base64,{picture}">{STORY}').encode()
    yield "script-only", page("<div id=root></div><script>" + "var kota=1;" * 100_000 + "</script>").encode()
    yield "style-only", page("<style>" + "p{color:red}" * 100_000 + "</style>").encode()
    yield "script-open", page(STORY + "<script>" + "if (a < b) { kota() }" * 20_000).encode()
    yield "comment-open", page(STORY + "<!-- " + "kota " * 100_000).encode()
    yield "comment-first", b"<html><!-- " + page(STORY).encode()
    yield "title-open", b"<html><title>" + STORY.encode() * 50
    yield (
        "entities-300000",
        page("<p>" + "&amp;&lt;&#x41;&bogus;&#xD800;&#x110000;&#0;" * 40_000 + "</p>" + STORY).encode(),
    )
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    yield "doctype-entities", (laughs + page("<p>&b;</p>" + STORY)).encode()
    yield "xml-head", b'<?xml version="1.0" encoding="x-klingon"?>' + page(STORY).encode()
    yield "paragraphs-30000", page("<p>Kota kembar di Asia.</p>" * 30_000).encode()
    yield "paragraph-of-2-mb", page(f"<p>{'kota kembar ' * 170_000}</p>").encode()
    yield "word-of-2-mb", page(f"<p>{'kota' * 500_000}</p>{STORY}").encode()
    yield "text-too-long", page(STORY * 4_000).encode()
    yield "breaks-100000", page("kota<br>" * 100_000 + STORY).encode()
    yield "table-4000-rows", page("<table>" + "<tr><td>1<td>Suwon<td>Korea<td>1997" * 4_000 + "</table>").encode()
    yield "cells-20000-in-a-row", page("<table><tr>" + "<td>kota" * 20_000 + "</table>" + STORY).encode()
    yield "colspan-giant", page(f"<table><tr><td colspan=999999999 rowspan=999999999>a<td>b</table>{STORY}").encode()
    yield "links-50000", page('<a href="/x">Baca juga kota kembar</a> ' * 50_000 + STORY).encode()
    yield "frames", b"<html><frameset cols=50%><frame src=a><frame src=b></frameset></html>"
    yield "refresh", b'<html><head><meta http-equiv=refresh content="0;url=/x"></head></html>'
    yield "ld-json-broken", page(STORY, '<script type="application/ld+json">' + "[" * 50_000 + "</script>").encode()
    yield "ld-json-types", page(STORY, '<script type="application/ld+json">{"@graph": [5, null, {"@type": [1], "datePublished": {}, '
                                '"author": [[], 5, {"name": 7}], "headline": [1]}]}</script>').encode()  # fmt: skip
    yield "meta-odd", page(STORY, '<meta property="og:title" content=""><meta name="date" content="99/99/9999"><meta name=date>'
                           '<meta property="article:published_time" content="' + "9" * 20_000 + '">').encode()  # fmt: skip
    yield "nul-in-tags", page(STORY).replace("<p>", "<\0p\0>").encode()
    yield "controls", page(f"<p>{''.join(map(chr, range(32)))}\u202e\u2066\ufffe</p>{STORY}").encode()
    yield "wrongly-nested", page("<b><p><i></b></p></i></td></tr></table></body></html>" * 3_000 + STORY).encode()
    yield "base-loops", page(STORY, '<base href="javascript:1"><link rel=canonical href="http://[::1">').encode()
    yield "cut-in-a-tag", page(STORY).encode()[:-160] + b"<p class="


def _texts(random: Random) -> Iterator[tuple[str, bytes]]:
    yield "line-of-1-mb.txt", b"kota kembar " * 90_000
    yield "word-of-2-mb.txt", b"kota" * 500_000
    yield "lines-100000.txt", b"kota kembar\n" * 100_000
    yield "blank-lines.txt", b"\n" * 1_000_000 + b"kota"
    yield "spaces.txt", b"kota" + b" " * 1_900_000 + b"kembar"
    yield "tabs.txt", b"kota\tkembar\t" * 60_000
    yield "columns.txt", b"\n".join([b"kota kembar          " * 12] * 2_000)
    yield "bars.txt", b"|" * 300_000 + b"\n| kota | kembar |\n"
    yield "symbols-only.txt", b"!@#$%^&*()_+ 12345\n" * 500
    yield "controls.txt", bytes(range(1, 32)) * 200 + b" kota kembar"
    yield "escapes.txt", b"\x1b[31mKota\x1b[0m kembar\x07 di Asia\n" * 200
    yield "brackets.txt", b"(" * 150_000 + b" kota " + b")" * 150_000
    yield "underscores.txt", b"_" * 600_000 + b"\nkota kembar"
    yield "dots.txt", b"Pasal 1 ................................................ 3\n" * 5_000
    yield "stars.md", b"*" * 300_000 + b"\nkota kembar"
    yield "quotes-20000-deep.md", b">" * 20_000 + b" kota kembar"
    yield "lists-3000-deep.md", b"".join(b" " * n + b"- kota\n" for n in range(3_000))
    yield "table-wide.md", b"|" + b"a|" * 5_000 + b"\n|" + b"-|" * 5_000 + b"\n|" + b"kota|" * 5_000
    yield "links.md", b"[" * 50_000 + b"kota](" * 5_000
    yield "numbers.txt", b"1. " * 100_000 + b"kota"
    yield "dates.txt", b"12 Mei 2014 " * 50_000
    yield "capitals.txt", b"KOTA KEMBAR " * 60_000
    yield "random-bytes.txt", random.randbytes(20_000)
    yield "random-letters.txt", bytes(random.choices(b"abcdefghijklmnopqrstuvwxyz .,\n", k=300_000))
    yield "bidi.txt", "\u202ekota\u202c \u2066kembar\u2069\u200f di Asia\n".encode() * 500
    yield "combining.txt", ("k" + "\u0301" * 50_000 + "ota kembar").encode()
    yield "emoji.txt", "👨‍👩‍👧‍👦🇮🇩 kota kembar ".encode() * 8_000


def _misnamed(random: Random) -> Iterator[tuple[str, bytes, frozenset[str]]]:
    pdf, html = typeset(1), page(STORY).encode()
    for ending in ("txt", "html", "docx", "zip", "csv", "eml", "jpg", ""):
        yield f"pdf-named.{ending}", pdf, READ
    for ending in ("pdf", "docx", "txt", "doc", "zip"):
        yield f"html-named.{ending}", html, READ
    yield "text-named.pdf", "\n".join(SENTENCES).encode(), READ | {"broken"}
    noise = b"\x01\x02\x03\x00" + random.randbytes(4_000)
    for ending in ("pdf", "docx", "zip", "html", "txt", "eml", "csv", "jsonl", "bin"):
        yield f"noise-named.{ending}", noise, frozenset({"broken", "unsupported", "no_text", "empty"})
    for name, data in {
        "elf": b"\x7fELF" + bytes(500), "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "rtf": b"{\\rtf1 kota kembar}",
        "gzip": b"\x1f\x8b\x08" + bytes(80), "rar": b"Rar!\x1a\x07" + bytes(80), "postscript": b"%!PS-Adobe-3.0\n" * 9,
        "sqlite": b"SQLite format 3\0" + bytes(900), "mp3": b"ID3\x03" + bytes(900), "mp4": bytes(4) + b"ftypisom" + bytes(900),
    }.items():  # fmt: skip
        yield f"{name}-named.pdf", data, frozenset({"unsupported", "broken"})
