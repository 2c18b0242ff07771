"""PDF files whose structure is wrong: lengths, loops, depth, boxes, tables of places, updates, page trees, heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from benchmarks.hostile.case import HARMED, HEAVY, READ, UNREADABLE, Case, named
from benchmarks.hostile.pdfwriter import BOX, FONT, many_pages, one_page, packed, stream, text, typeset, write

TEXT = stream(text())
EMPTY = stream(b"")


def cases(random: Random) -> Iterator[Case]:
    """Yield PDF files with a wrong structure."""
    yield from named("length", ((f"{n}.pdf", data, HARMED) for n, data in _lengths()))
    yield from named("loop", ((f"{n}.pdf", data, HARMED | HEAVY) for n, data in _loops()))
    yield from named("nesting", ((f"{n}.pdf", data, HARMED | HEAVY) for n, data in _nesting()))
    yield from named("box", ((f"{n}.pdf", data, HARMED) for n, data in _boxes()))
    yield from named("xref", ((f"{n}.pdf", data, HARMED) for n, data in _tables(random)))
    yield from named("update", ((f"{n}.pdf", data, HARMED) for n, data in _updates()))
    yield from named("rotated", ((f"{n}.pdf", data, READ) for n, data in _rotated()))
    yield from named("no pages", _no_pages())
    yield from named("many pages", _many_pages())
    yield from named("head", ((f"{n}.pdf", data, READ) for n, data in _heads()))


def _lengths() -> Iterator[tuple[str, bytes]]:
    for told in (b"0", b"-1", b"7", b"99999", b"2147483647", b"99999999999999999999", b"4 0 R", b"6 0 R", b"77 0 R",
                 b"/Name", b"(string)", b"null"):  # fmt: skip
        more = [b"7 0 R", b"6 0 R"]
        name = re.sub(r"\W+", "-", told.decode()).strip("-")
        yield f"length-{name}", one_page(stream(text(), length=told), more=more)
        yield f"packed-{name}", one_page(packed(text()).replace(b"/Length ", b"/Length %b/Was " % told, 1), more=more)


def _loops() -> Iterator[tuple[str, bytes]]:
    catalog, page = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R>>" % BOX
    yield "kid-is-parent", write([catalog, b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>", page, TEXT])
    yield "kid-is-itself", write([catalog, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])
    two = [b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]
    yield "two-parents", write([catalog, *two])
    yield "catalog-is-pages", write([b"<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 1>>"])
    yield "parent-is-itself", write([catalog, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>",
                                     page.replace(b"/MediaBox" + BOX, b""), TEXT])  # fmt: skip
    outline = [b"<</First 7 0 R/Last 7 0 R/Count 1>>", b"<</Title(a)/Next 7 0 R/Parent 6 0 R/First 6 0 R>>"]
    yield "outline", one_page(catalog=b"/Outlines 6 0 R", more=outline)
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %b 0 R/Y %b 0 R>>>>"
    both = [stream(b"/X Do /Y Do " + text(), form % (b"6", b"7")), stream(b"/X Do /Y Do ", form % (b"7", b"6"))]
    drawn = stream(text() + b" /X Do")
    yield "form-draws-itself", one_page(drawn, resources=b"/XObject<</X 6 0 R>>", more=both[:1])
    yield "forms-draw-each-other", one_page(drawn, resources=b"/XObject<</X 6 0 R>>", more=both)
    yield "contents-hold-themselves", one_page(b"[4 0 R 4 0 R 6 0 R]", more=[b"[6 0 R 4 0 R]"])
    yield "reference-to-itself", one_page(b"4 0 R")
    yield "resources", one_page(page=b"/MediaBox%b/Resources 6 0 R" % BOX, more=[b"<</Font 6 0 R/F1 6 0 R>>"])
    yield "font-of-itself", one_page(font=b"<</Type/Font/Subtype/Type0/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>")
    yield "font-in-type3", one_page(font=(
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 32/LastChar 126/Widths[9]"
        b"/Encoding<</Differences[32/a/b/c]>>/CharProcs<</a 6 0 R/b 6 0 R>>/Resources<</Font<</F1 5 0 R>>>>>>"),
        more=[stream(b"BT /F1 9 Tf (   ) Tj ET")])  # fmt: skip
    yield "annotation", one_page(page=b"/MediaBox%b/Annots[6 0 R 6 0 R]" % BOX,
                                 more=[b"<</Type/Annot/Subtype/Popup/Parent 6 0 R/Popup 6 0 R/AP<</N 6 0 R>>>>"])  # fmt: skip
    yield "names", one_page(catalog=b"/Names<</Dests 6 0 R>>", more=[b"<</Kids[6 0 R]/Limits[(a)(b)]>>"])
    base = typeset(1)
    at = int(base.rsplit(b"startxref", 1)[1].split()[0])
    yield "previous-table", base.replace(b"/Size ", b"/Prev %d /Size " % at)
    yield "colour-space", one_page(resources=b"/ColorSpace<</C 6 0 R>>", more=[b"[/ICCBased 6 0 R]"])
    yield "pattern", one_page(stream(b"/Pattern cs /P scn 0 0 500 700 re f " + text()), resources=b"/Pattern<</P 6 0 R>>",
                              more=[stream(b"/Pattern cs /P scn 0 0 9 9 re f", b"/PatternType 1/PaintType 1/TilingType 1"
                                    b"/BBox[0 0 9 9]/XStep 1/YStep 1/Resources<</Pattern<</P 6 0 R>>>>")])  # fmt: skip


def _nesting() -> Iterator[tuple[str, bytes]]:
    for depth in (600, 100_000):
        yield f"arrays-{depth}", one_page(page=b"/MediaBox%b/Deep %b" % (BOX, b"[" * depth + b"]" * depth))
        yield f"dictionaries-{depth}", one_page(page=b"/MediaBox%b/Deep %b" % (BOX, b"<</A" * depth + b">>" * depth))
        yield (
            f"brackets-{depth}",
            one_page(stream(b"BT /F1 9 Tf 60 700 Td (" + b"(" * depth + b")" * depth + b")Tj ET")),
        )
        yield f"states-{depth}", one_page(stream(b"q " * depth + text() + b"Q " * depth))
        yield f"texts-{depth}", one_page(stream(b"BT " * depth + text()))
        yield f"marks-{depth}", one_page(stream(b"/P BMC " * depth + text() + b"EMC " * depth))
        yield f"operands-{depth}", one_page(stream(b"[" * depth + text()))
    tree = [b"<</Type/Catalog/Pages 2 0 R>>"]
    tree += [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(2, 3002)]
    page = b"<</Type/Page/Parent 3001 0 R/MediaBox%b/Contents 3003 0 R/Resources<</Font<</F1 3004 0 R>>>>>>" % BOX
    yield "page-tree-3000", write([*tree, page, TEXT, FONT])
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>/Font<</F1 5 0 R>>>>"
    forms = [stream(b"/X Do " + text("lapisan"), form % (n + 1)) for n in range(6, 1006)]
    yield "forms-1000", one_page(stream(text() + b"/X Do"), resources=b"/XObject<</X 6 0 R>>", more=forms)
    laughs = [stream(b"/X Do " * 10, form % (n + 1)) for n in range(6, 15)] + [stream(text("ha"), form % 1)]
    yield "forms-ten-by-ten", one_page(stream(text() + b"/X Do"), resources=b"/XObject<</X 6 0 R>>", more=laughs)


def _boxes() -> Iterator[tuple[str, bytes]]:
    for name, box in {
        "giant": b"[0 0 1000000000 1000000000]", "empty": b"[0 0 0 0]", "negative": b"[0 0 -595 -842]",
        "not-a-number": b"[0 0 nan inf]", "swapped": b"[595 842 0 0]", "words": b"[(a) /b null true]", "short": b"[0 0]",
        "tiny": b"[0 0 0.000001 0.000001]", "far": b"[1e9 1e9 1.1e9 1.1e9]", "long": b"[" + b"0 " * 50_000 + b"]",
        "none": b"null", "digits": b"[0 0 %b %b]" % (b"9" * 400, b"9" * 400), "strip": b"[0 0 1000000 1]",
        "minus": b"[--5 -+3 5.5.5 842]",
    }.items():  # fmt: skip
        yield f"media-{name}", one_page(page=b"/MediaBox" + box)
    yield "missing", one_page(page=b"")
    yield "crop-outside", one_page(page=b"/MediaBox%b/CropBox[2000 2000 3000 3000]" % BOX)
    yield "crop-empty", one_page(page=b"/MediaBox%b/CropBox[5 5 5 5]" % BOX)
    yield "user-unit", one_page(page=b"/MediaBox%b/UserUnit 1000000" % BOX)
    picture = stream(
        b"\0" * 100, b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    for name, size in (("wide", b"200000 200000"), ("wider", b"2000000 90000")):
        content = stream(b"q %b 0 0 cm /I Do Q" % size.replace(b" ", b" 0 0 "))
        yield f"picture-{name}", one_page(content, page=b"/MediaBox[0 0 %b]" % size, resources=b"/XObject<</I 6 0 R>>",
                                          more=[picture])  # fmt: skip


def _tables(random: Random) -> Iterator[tuple[str, bytes]]:
    base = typeset(2)
    at, end = base.rindex(b"xref\n0 "), base.rindex(b"startxref")
    head, table, tail = base[:at], base[at:end], base[end:]
    yield "no-table", head + tail
    yield "no-tail", head + table
    yield "nothing-behind", head
    yield "start-far", head + table + b"startxref\n99999999999\n%%EOF"
    yield "start-negative", head + table + b"startxref\n-5\n%%EOF"
    yield "start-is-a-word", head + table + b"startxref\nhalo\n%%EOF"
    yield "zero-offsets", head + re.sub(rb"\d{10} 00000 n", b"0000000000 00000 n", table) + tail
    yield "all-free", head + table.replace(b" n", b" f") + tail
    yield "count-huge", head + re.sub(rb"xref\n0 \d+", b"xref\n0 2000000000", table) + tail
    yield "count-negative", head + re.sub(rb"xref\n0 \d+", b"xref\n0 -7", table) + tail
    yield "size-small", re.sub(rb"/Size \d+", b"/Size 2", base)
    yield "size-huge", re.sub(rb"/Size \d+", b"/Size 8388607", base)
    for turn in range(4):
        wrong = re.sub(rb"\d{10} 00000 n", lambda _: b"%010d 00000 n" % random.randrange(len(base)), table)
        yield f"random-offsets-{turn}", head + wrong + tail
    yield "root-missing", re.sub(rb"/Root \d+ 0 R", b"/Root 999 0 R", base)
    yield "root-is-a-page", re.sub(rb"/Root \d+ 0 R", b"/Root 1 0 R", base)
    yield "objects-twice", head + head[15:] + table + tail
    entries = b"/Type/XRef/Size 3/W[1 2 1]/Root 1 0 R"
    yield "table-in-a-stream-short", head + b"99 0 obj\n" + stream(b"\1\0", entries) + b"\nendobj\n" + tail
    yield "table-in-a-stream-wide", head + b"99 0 obj\n" + stream(
        b"\1\0" * 40, entries.replace(b"[1 2 1]", b"[99999999 2147483647 8]")) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)  # fmt: skip


def _updates() -> Iterator[tuple[str, bytes]]:
    base = one_page()
    for count in (1, 30, 400):
        data = base
        for turn in range(count):
            data = _updated(data, 4, stream(text(f"Perubahan ke-{turn + 1} atas nota kesepahaman kedua kota")))
        yield f"{count}-times", data
    yield "page-taken-out", _updated(base, 2, b"<</Type/Pages/Kids[]/Count 0>>")
    yield "page-is-null", _updated(base, 3, b"null")
    yield "previous-is-far", _updated(base, 4, TEXT).replace(b"/Prev ", b"/Prev 99999")
    yield "cut-in-the-update", _updated(base, 4, TEXT)[:-60]


def _updated(data: bytes, number: int, body: bytes) -> bytes:
    """Return the PDF with an object written anew behind its end."""
    before = int(data.rsplit(b"startxref", 1)[1].split()[0])
    out = data + b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return out + b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, len(data), before, len(out))  # fmt: skip


def _rotated() -> Iterator[tuple[str, bytes]]:
    for turn in (b"90", b"180", b"270", b"-90", b"45", b"450", b"1000000007", b"90.5", b"(ninety)"):
        yield turn.decode().strip("()"), one_page(page=b"/MediaBox%b/Rotate %b" % (BOX, turn))
    for name, matrix in (
        ("text-up", b"0 1 -1 0 300 60"),
        ("text-down", b"0 -1 1 0 300 780"),
        ("text-mirrored", b"-1 0 0 1 500 0"),
    ):
        yield name, one_page(stream(b"q %b cm %b Q" % (matrix, text().replace(b"60 780 Td", b"0 0 Td"))))


def _no_pages() -> Iterator[tuple[str, bytes, frozenset[str]]]:
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    yield "no-bytes.pdf", b"", frozenset({"empty"})
    yield "white-space.pdf", b" \r\n\t" * 50, frozenset({"empty"})
    yield "head-only.pdf", b"%PDF-1.7\n", UNREADABLE
    yield "zeros.pdf", bytes(5000), UNREADABLE
    yield "no-kids.pdf", write([catalog, b"<</Type/Pages/Kids[]/Count 0>>"]), UNREADABLE
    yield "kids-missing.pdf", write([catalog, b"<</Type/Pages/Kids[9 0 R]/Count 1>>"]), UNREADABLE
    yield "kid-is-a-string.pdf", write([catalog, b"<</Type/Pages/Kids[(page)]/Count 1>>"]), UNREADABLE
    yield "no-tree.pdf", write([b"<</Type/Catalog>>"]), UNREADABLE
    yield "blank.pdf", one_page(EMPTY), frozenset({"no_text"})
    yield "blank-60-pages.pdf", many_pages(60, content=EMPTY), frozenset({"no_text"})
    yield "contents-missing.pdf", one_page(b"null"), frozenset({"no_text"})
    yield "spaces-only.pdf", one_page(stream(text("     ", " "))), frozenset({"no_text"})


def _many_pages() -> Iterator[tuple[str, bytes, frozenset[str]]]:
    for count in (800, 3000, 6500):
        yield f"{count}.pdf", many_pages(count), READ
    for told in (b"-1", b"0", b"1", b"1000000000", b"99999999999999999999"):
        yield f"count-told-{told.decode()}.pdf", many_pages(12, told=told), HARMED | HEAVY
    yield "same-page-2000-times.pdf", write([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count 2000>>" % (b"3 0 R " * 2000),
        b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>" % BOX, TEXT, FONT,
    ]), HARMED  # fmt: skip


def _heads() -> Iterator[tuple[str, bytes]]:
    base = typeset(1)
    yield "junk-before-900", bytes(range(1, 10)) * 100 + base
    yield "junk-before-5000", b"\n".join([b"HTTP/1.1 200 OK"] * 320) + base
    yield "head-cut-off", base[9:]
    yield "version-odd", base.replace(b"%PDF-1.", b"%PDF-9.", 1)
    yield "version-missing", base.replace(b"%PDF-1.", b"%PDF-??", 1)
    yield "twice-in-one", base + base
    yield "junk-behind", base + b"\0" * 20_000 + b"<html>"
    yield "bom-before", b"\xef\xbb\xbf" + base
    yield "line-ends", base[:40].replace(b"\n", b"\r") + base[40:]
