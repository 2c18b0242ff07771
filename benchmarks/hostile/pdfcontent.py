"""PDF files whose content is the trouble: bombs, locks, fonts that say nothing, text where nobody looks for it."""

from __future__ import annotations

import zlib
from binascii import hexlify
from collections.abc import Iterator
from random import Random

from benchmarks.hostile.case import HARMED, HEAVY, READ, SENTENCES, Case, named
from benchmarks.hostile.pdfwriter import BOX, bomb, escaped, one_page, packed, stream, text, typeset, write

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 600 850]"
LOCKED = frozenset({"encrypted"})


def cases(random: Random) -> Iterator[Case]:
    """Yield PDF files with hostile or odd content."""
    yield from named("bomb", ((f"{n}.pdf", data, HEAVY) for n, data in _bombs()))
    yield from _locks()
    yield from named("font", ((f"{n}.pdf", data, HARMED) for n, data in _fonts(random)))
    for case in named("garbled", ((f"{n}.pdf", data, READ | {"no_text"}) for n, data in _garbled(random))):
        yield case._replace(told=True)
    yield from named("where text hides", ((f"{n}.pdf", data, READ) for n, data in _hidden()))


def _bombs() -> Iterator[tuple[str, bytes]]:
    flate = b"/Filter/FlateDecode"
    yield "flate-600-mb", one_page(stream(bomb(600), flate))
    yield "flate-twice", one_page(stream(bomb(900, layers=2), b"/Filter[/FlateDecode/FlateDecode]"))
    yield "flate-thrice", one_page(stream(bomb(1500, layers=3), b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"))
    yield "flate-as-ascii", one_page(stream(hexlify(bomb(300)), b"/Filter[/ASCIIHexDecode/FlateDecode]"))
    yield (
        "run-length",
        one_page(stream(zlib.compress(b"\x81 " * 3_000_000, 1), b"/Filter[/FlateDecode/RunLengthDecode]")),
    )
    yield "filters-500", one_page(stream(b"48656c6c6f>", b"/Filter[%b]" % (b"/ASCIIHexDecode" * 500)))
    yield "filter-unknown", one_page(stream(text(), b"/Filter/Nonsense"))
    wide = b"/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    yield "predictor-wide", one_page(packed(text(), wide))
    yield "text-in-millions", one_page(packed(b"BT /F1 9 Tf 60 700 Td " + b"(kota kembar ) Tj " * 1_500_000 + b"ET"))
    yield "words-in-millions", one_page(packed(b"BT /F1 9 Tf 60 700 Td " + b"(kota) Tj 1 0 Td " * 600_000 + b"ET"))
    yield "strokes-in-millions", one_page(packed(text() + b"0 0 m 100 0 l S " * 1_000_000))
    yield "grid-of-strokes", one_page(packed(text() + b"".join(
        b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (n, n, n, n) for n in range(4, 590, 2))))  # fmt: skip
    image = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width %d/Height %d"
    shown = stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    for side in (20_000, 60_000):
        picture = stream(bomb(400, fill=b"\0"), flate + image % (side, side))
        yield f"picture-{side}", one_page(shown, resources=b"/XObject<</I 6 0 R>>", more=[picture])
    mask = stream(b"", b"/Type/XObject/Subtype/Image/ImageMask true/Width 100000/Height 100000/BitsPerComponent 1")
    yield "mask-without-data", one_page(shown, resources=b"/XObject<</I 6 0 R>>", more=[mask])
    map_ = b"begincmap 100 beginbfrange " + b"<0000> <ffff> <0041> " * 100_000 + b"endbfrange endcmap"
    yield "character-map", one_page(font=_composite(b"6 0 R"), more=[packed(map_), *_descendant(7)])
    yield "inline-picture", one_page(stream(b"BI /W 50000 /H 50000 /BPC 8 /CS /G ID " + b"\0" * 99 + b" EI " + text()))
    yield "objects-in-a-stream", _object_stream(bomb(300), 3, 20)
    yield "objects-told-in-millions", _object_stream(zlib.compress(b"9 0 <<>>"), 2_000_000_000, 10)
    yield "shading", one_page(stream(text() + b" /S sh"), resources=b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB"
                              b"/Domain[0 1e9 0 1e9]/Function<</FunctionType 2/N 1e9/Domain[0 1]>>>>>>")  # fmt: skip


def _object_stream(data: bytes, count: int, first: int) -> bytes:
    extra = b"/Type/ObjStm/Filter/FlateDecode/N %d/First %d" % (count, first)
    return one_page(more=[stream(data, extra)]).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 6 0 R")


def _locks() -> Iterator[Case]:
    for strength in (40, 128):
        locked, open_ = typeset(1, password="rahasia", strength=strength), typeset(1, password="", strength=strength)
        yield Case("encrypted", f"encrypted-{strength}-no-password.pdf", locked, LOCKED)
        yield Case("encrypted", f"encrypted-{strength}-wrong-password.pdf", locked, LOCKED, ("salah", "keliru"))
        yield Case("encrypted", f"encrypted-{strength}-password.pdf", locked, READ, ("salah", "rahasia"))
        yield Case("encrypted", f"encrypted-{strength}-owner.pdf", locked, READ, ("pemilik",))
        yield Case("encrypted", f"encrypted-{strength}-empty-password.pdf", open_, READ)
        yield Case(
            "encrypted", f"encrypted-{strength}-odd-password.pdf", locked, LOCKED, ("pässwörd\u2603", "x" * 5000)
        )
    locked = typeset(1, password="rahasia")
    for name, old, new in (
        ("handler-unknown", b"/Filter /Standard", b"/Filter /Adobe.PubSec"), ("version-9", b"/V 2", b"/V 9"),
        ("revision-99", b"/R 3", b"/R 99"), ("key-cut", b"/O ", b"/O <00> /Was "),
    ):  # fmt: skip
        assert old in locked, name
        yield Case("encrypted", f"encrypted-{name}.pdf", locked.replace(old, new), LOCKED | {"broken"}, ("rahasia",))
    plain = one_page()
    for name, entry in (("missing", b"99 0 R"), ("number", b"5"), ("empty", b"<<>>"), ("itself", b"1 0 R")):
        yield Case("encrypted", f"encrypted-entry-{name}.pdf",
                   plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt " + entry), HARMED)  # fmt: skip


def _composite(map_: bytes) -> bytes:
    told = b"/ToUnicode " + map_ if map_ else b""
    return b"<</Type/Font/Subtype/Type0/BaseFont/Abc/Encoding/Identity-H/DescendantFonts[7 0 R]%b>>" % told


def _descendant(number: int) -> list[bytes]:
    return [b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Abc/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/DW 500/FontDescriptor %d 0 R>>" % (number + 1),
            b"<</Type/FontDescriptor/FontName/Abc/Flags 4/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200>>"]  # fmt: skip


def _fonts(random: Random) -> Iterator[tuple[str, bytes]]:
    yield "resource-missing", one_page(stream(text(font=b"/F9")))
    yield "none-set", one_page(stream(text().replace(b"/F1 11 Tf", b"")))
    yield "is-null", one_page(font=b"null")
    yield "is-a-stream", one_page(font=stream(b"abc"))
    yield "no-subtype", one_page(font=b"<</Type/Font>>")
    yield "size-zero", one_page(stream(text().replace(b"11 Tf", b"0 Tf")))
    yield "size-huge", one_page(stream(text().replace(b"11 Tf", b"1000000000 Tf")))
    yield "size-negative", one_page(stream(text().replace(b"11 Tf", b"-11 Tf")))
    for kind in (b"FontFile", b"FontFile2", b"FontFile3"):
        program = random.randbytes(4000)
        font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 300/Widths[1 2]/FontDescriptor 6 0 R>>"
        described = b"<</Type/FontDescriptor/FontName/X/Flags 32/%b 7 0 R>>" % kind
        yield f"program-{kind.decode()}", one_page(font=font, more=[described, packed(program, b"/Length1 999999999")])
    yield "widths-loop", one_page(font=b"<</Type/Font/Subtype/Type1/BaseFont/X/Widths 6 0 R>>", more=[b"[6 0 R 6 0 R]"])
    yield (
        "no-map",
        one_page(stream(_shown(lambda code: code + 500)), font=_composite(b""), more=[b"null", *_descendant(7)]),
    )


def _garbled(random: Random) -> Iterator[tuple[str, bytes]]:
    """Yield text layers whose letters are not those that are seen."""
    ranges = [range(0x3A0, 0x3FF), range(0x410, 0x450), range(0x621, 0x64A), range(0x4E00, 0x5000), range(0x904, 0x939),
              range(0xE01, 0xE2E)]  # fmt: skip
    table = {code: random.choice(random.choice(ranges)) for code in range(32, 127)}
    private = {code: 0xE000 + random.randrange(6000) for code in range(32, 127)}
    shifted = {code: code - 29 for code in range(61, 127)} | {code: code for code in range(32, 61)}
    consonants = {code: ord(random.choice("bcdfghjklmnpqrstvwxz")) for code in range(33, 127)} | {32: 32}
    upper = {code: random.randrange(0xA1, 0xFF) for code in range(33, 127)} | {32: 32}
    replaced = dict.fromkeys(range(33, 127), 0xFFFD) | {32: 32}
    for name, found in (("scripts-at-random", table), ("private-use", private), ("consonants", consonants), ("upper-half", upper),
                        ("replacement", replaced), ("shifted-by-29", shifted)):  # fmt: skip
        found[32] = 32
        entries = b"".join(b"<%04x> <%04x>\n" % (code, letter) for code, letter in found.items())
        map_ = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n1 begincodespacerange\n" \
               b"<0000> <ffff>\nendcodespacerange\n%d beginbfchar\n%bendbfchar\nendcmap end end" % (len(found), entries)  # fmt: skip
        yield (
            name,
            one_page(
                stream(_shown(lambda code: code)), font=_composite(b"6 0 R"), more=[packed(map_), *_descendant(7)]
            ),
        )


def _shown(code_of: object) -> bytes:
    """Return the drawing of the sentences in two-byte codes."""
    assert callable(code_of)
    lines = [b"".join(b"%04x" % code_of(ord(letter)) for letter in line) for line in SENTENCES * 3]
    return b"BT /F1 11 Tf 14 TL 60 780 Td\n" + b"".join(b"<%b> Tj T*\n" % line for line in lines) + b"ET"


def _hidden() -> Iterator[tuple[str, bytes]]:
    shown = stream(b"q 1 0 0 1 0 0 cm /X Do Q")
    inside = stream(text(), FORM + b"/Resources<</Font<</F1 5 0 R>>>>")
    yield "in-a-form", one_page(shown, resources=b"/XObject<</X 6 0 R>>", more=[inside])
    outer = stream(b"/X Do", FORM + b"/Resources<</XObject<</X 6 0 R>>>>")
    yield (
        "in-a-form-in-a-form",
        one_page(stream(b"/Y Do"), resources=b"/XObject<</X 6 0 R/Y 7 0 R>>", more=[inside, outer]),
    )
    yield "form-without-resources", one_page(shown, resources=b"/XObject<</X 6 0 R>>", more=[stream(text(), FORM)])
    yield "invisible", one_page(stream(text(mode=3)))
    yield "white", one_page(stream(b"1 1 1 rg " + text()))
    yield "tiny", one_page(stream(text().replace(b"11 Tf", b"1 Tf")))
    yield "under-a-box", one_page(stream(text() + b"0 0 600 850 re f"))
    yield "clipped-partly", one_page(stream(b"0 0 600 820 re W n " + text()))
    yield "contents-in-pieces", one_page(b"[4 0 R 6 0 R 7 0 R]".replace(b"4 0 R ", b""), more=[
        stream(text()[:60]), stream(text()[60:])])  # fmt: skip
    letters = b"".join(b"(%b) Tj %d 0 Td " % (escaped(letter), 6) for letter in SENTENCES[0])
    yield "letter-by-letter", one_page(stream(b"BT /F1 11 Tf 60 700 Td " + letters + b"ET"))
    yield "twice-for-bold", one_page(stream(text() + b"1 0 0 1 0.3 0 cm " + text()))
    yield (
        "escapes",
        one_page(stream(b"BT /F1 11 Tf 60 700 Td (" + b"".join(b"\\%03o" % ord(c) for c in SENTENCES[0]) + b") Tj ET")),
    )
    yield "layers-off", write([
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/Properties<</L 6 0 R>>>>>>" % BOX,
        stream(b"/OC /L BDC " + text() + b"EMC " + text()), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/OCG/Name(L)>>"])  # fmt: skip
