"""ZIP archives and Word files: bombs, ways out of the folder, loops, locks, and what XML can do."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape

from benchmarks.hostile.case import HARMED, HEAVY, READ, SENTENCES, Case, named
from benchmarks.hostile.pdfwriter import bomb, one_page, stream, typeset

WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STORY = "\n\n".join(SENTENCES).encode()
MANY = READ | {"broken", "too_large", "empty", "encrypted", "unsupported", "no_text", "partial"}


def cases(random: Random) -> Iterator[Case]:
    """Yield hostile ZIP archives and Word files."""
    yield from named("zip", ((f"{n}.zip", data, expect) for n, data, expect in _archives(random)))
    yield from named("docx", ((f"{n}.docx", data, expect) for n, data, expect in _word_files()))


def archive(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of the files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, compress_type=method)
    return buffer.getvalue()


def _archives(random: Random) -> Iterator[tuple[str, bytes, frozenset[str]]]:
    large = frozenset({"too_large"})
    yield "bomb-one-file", archive({"a.txt": b"kota " * 20_000_000}), large | READ
    many = {f"{n}.txt": b"!" * 400_000 for n in range(300)}
    yield "bomb-many-files", archive(many), large | {"no_text"}
    nested = archive({"a.txt": b"0" * 20_000_000})
    for _ in range(3):
        nested = archive({f"{n}.zip": nested for n in range(12)})
    yield "bomb-nested", nested, large | READ | {"partial"}
    yield "members-12000", archive({f"{n}.txt": b"kota kembar" for n in range(12_000)}), large
    yield "names-that-climb", archive({"../../etc/kota.txt": STORY, "..\\..\\kota.txt": STORY, "/etc/kota.txt": STORY,
                                       "C:\\Windows\\kota.txt": STORY, "....//a.txt": STORY}), READ  # fmt: skip
    link = BytesIO()
    with zipfile.ZipFile(link, "w") as file:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        file.writestr(info, "/etc/passwd")
        file.writestr("a.txt", STORY)
    yield "symlink", link.getvalue(), READ
    deep = archive({"a.txt": STORY})
    for number in range(8):
        deep = archive({f"{number}.zip": deep, "b.txt": STORY})
    yield "depth-8", deep, READ | large
    double = BytesIO()
    with zipfile.ZipFile(double, "w") as file:
        file.writestr("a.txt", STORY)
        file.writestr(zipfile.ZipInfo("a.txt "), STORY + b" dua")
    yield "duplicates", double.getvalue().replace(b"a.txt ", b"a.txt\0"), READ
    yield "empty", archive({}), frozenset({"empty"})
    yield "folders-only", archive({"a/": b"", "b/c/": b""}), frozenset({"empty"})
    yield "hidden-only", archive({".a.txt": STORY, "__MACOSX/b.txt": STORY}), frozenset({"empty"})
    sound = archive({"a.txt": STORY, "b.pdf": typeset(1)})
    at = sound.index(b"PK\x01\x02")
    yield "locked", _flagged(sound, 1), frozenset({"encrypted"})
    yield "method-unknown", _method(sound, 99), MANY
    yield "wrong-sum", sound[:20] + b"\xff" + sound[21 : at + 16] + b"\0\0\0\0" + sound[at + 20 :], MANY
    yield "size-lies", sound[: at + 24] + struct.pack("<I", 7) + sound[at + 28 :], MANY
    yield "size-huge", sound[: at + 24] + struct.pack("<I", 0xFFFFFFF0) + sound[at + 28 :], MANY
    yield "overlapping", _overlapping(), MANY
    yield "no-directory", sound[:at], MANY
    yield "junk-before", b"MZ" + b"\0" * 3000 + sound, MANY
    yield "names-no-utf8", archive({"a.txt": STORY}).replace(b"a.txt", b"\xff\xfe\x00.t"), MANY
    yield "name-long", archive({"a" * 60_000 + ".txt": STORY}), READ
    yield "bad-among-good", archive({"a.txt": STORY, "b.pdf": b"%PDF-1.7 kaput", "c.pdf": typeset(1), "d.bin": b"\0\1" * 900,
                                     "e.docx": b"PK\x03\x04", "f.zip": b"PK\x05\x06"}), MANY  # fmt: skip
    heavy = one_page(stream(bomb(900), b"/Filter/FlateDecode"))
    yield "killer-among-good", archive({"a.txt": STORY, "b.pdf": heavy, "c.pdf": typeset(1)}), READ | {"out_of_memory"}
    yield "stored-pdf", archive({"a.pdf": typeset(1)}, method=zipfile.ZIP_STORED), READ
    yield "lzma", archive({"a.txt": STORY}, method=zipfile.ZIP_LZMA), READ
    yield "bzip2", archive({"a.txt": STORY}, method=zipfile.ZIP_BZIP2), READ
    yield "random-bytes", b"PK\x03\x04" + random.randbytes(3000), MANY
    yield "holds-itself-by-name", archive({"holds.zip": b"PK\x05\x06" + bytes(18)}), MANY


def _flagged(data: bytes, flag: int) -> bytes:
    """Return the archive with a flag set on all files."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            out[at + offset] |= flag
            at = data.find(mark, at + 4)
    return bytes(out)


def _method(data: bytes, method: int) -> bytes:
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        out[at + offset] = method
    return bytes(out)


def _overlapping() -> bytes:
    """Return an archive in which 300 files are the same packed bytes."""
    one = archive({"a.txt": b"kota " * 400_000})
    at, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry = one[at:end]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(300))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 300, 300, len(entries), at, 0)
    return one[:at] + entries + tail


# ---------------------------------------------------------------------------------------------- Word files


def word_file(*texts: str) -> bytes:
    """Return a Word file with a paragraph for each text."""
    return _word("".join(_paragraph(text) for text in texts))


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word(body: str, *, before: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {WORDS}><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode(), **(more or {})})


def _word_files() -> Iterator[tuple[str, bytes, frozenset[str]]]:
    sound = "".join(_paragraph(sentence) for sentence in SENTENCES)
    entities = (f"<!ENTITY a{n} '" + f"&a{n - 1};" * 10 + "'>" for n in range(1, 12))
    laughs = "<!DOCTYPE d [<!ENTITY a0 'ha'>" + "".join(entities) + "]>"
    yield "billion-laughs", _word(_paragraph("kota").replace("kota", "kota &a11;") + sound, before=laughs), HARMED
    flat = "<!DOCTYPE d [<!ENTITY a '" + "ha" * 100_000 + "'>]>"
    yield (
        "quadratic-laughs",
        _word(sound + "<w:p><w:r><w:t>" + "&a;" * 20_000 + "</w:t></w:r></w:p>", before=flat),
        HARMED,
    )
    for name, path in (("file", "file:///etc/passwd"), ("http", "http://127.0.0.1:9/x")):
        outside = f"<!DOCTYPE d [<!ENTITY a SYSTEM '{path}'><!ENTITY % b SYSTEM '{path}'>%b;]>"
        yield f"entity-{name}", _word(sound + "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", before=outside), HARMED
    yield "broken-xml", _word(sound + "<w:p><w:r><w:t>kota"), READ
    yield "no-xml", archive({"word/document.xml": b"\x00\x01 kota kembar"}), HARMED
    yield "xml-empty", archive({"word/document.xml": b""}), HARMED
    yield "part-missing", archive({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<x/>"}), HARMED | MANY
    yield "other-parts-broken", _word(sound, more={"word/styles.xml": b"<", "word/numbering.xml": b"", "word/footnotes.xml": b"\0",
                                                   "word/header1.xml": b"<a></b>"}), READ  # fmt: skip
    strict = f"<w:document {WORDS}><w:body>{sound}</w:body></w:document>".replace(
        "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    yield "strict-file", archive({"word/document.xml": strict.encode()}), READ
    yield "no-namespace", archive({"word/document.xml": strict.replace("w:", "").encode()}), HARMED
    yield "no-body", archive({"word/document.xml": f"<w:document {WORDS}/>".encode()}), HARMED
    yield "no-words", _word("<w:p/>" * 50), frozenset({"no_text"})
    for depth in (200, 3000):
        table = "<w:tbl><w:tr><w:tc>" * depth + sound + "</w:tc></w:tr></w:tbl>" * depth
        yield f"tables-{depth}-deep", _word(table), HARMED | HEAVY
        boxes = "<w:sdt><w:sdtContent>" * depth + sound + "</w:sdtContent></w:sdt>" * depth
        yield f"controls-{depth}-deep", _word(boxes), HARMED | HEAVY
    yield "paragraphs-60000", _word(_paragraph("Kota kembar di Asia.") * 60_000), HARMED | HEAVY
    row = "<w:tr>" + f"<w:tc>{_paragraph('kota')}</w:tc>" * 200 + "</w:tr>"
    yield "cells-40000", _word(f"<w:tbl>{row * 200}</w:tbl>"), HARMED | HEAVY
    yield "one-long-run", _word(_paragraph("kota kembar " * 150_000)), HARMED | HEAVY
    yield "bomb", archive({"word/document.xml": b"<w:document>" + b" " * 150_000_000}), HARMED | HEAVY
    utf16 = f'<?xml version="1.0" encoding="UTF-16"?><w:document {WORDS}><w:body>{sound}</w:body></w:document>'
    yield "utf16", archive({"word/document.xml": utf16.encode("utf-16")}), READ
    yield "charset-unknown", archive({"word/document.xml": utf16.replace("UTF-16", "x-klingon").encode()}), HARMED
    yield "numbering-loop", _word(sound, more={"word/numbering.xml": (
        f'<w:numbering {WORDS}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="99999999999"/>'
        '<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1%1%1%9"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="x"><w:abstractNumId w:val="1"/></w:num></w:numbering>').encode()}), READ  # fmt: skip
    yield "packed-twice", zlib.compress(_word(sound)), frozenset({"broken", "unsupported"})
