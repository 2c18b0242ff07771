"""PDF files written object by object, so that any of them can be wrong."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO

from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.hostile.case import SENTENCES

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
BOX = b"[0 0 595 842]"


def write(objects: Sequence[bytes], *, trailer: bytes = b"", root: int = 1) -> bytes:
    """Return a PDF of the objects, numbered from 1, with a right table of their places."""
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<</Size %d/Root %d 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (count, root, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (count, table, end)


def stream(data: bytes, extra: bytes = b"", *, length: bytes | None = None) -> bytes:
    """Return a stream object; its length may be a lie."""
    told = b"%d" % len(data) if length is None else length
    return b"<</Length %b%b>>\nstream\n%b\nendstream" % (told, extra, data)


def packed(data: bytes, extra: bytes = b"") -> bytes:
    """Return a stream object packed with Flate."""
    return stream(zlib.compress(data, 6 if len(data) < 1_000_000 else 1), b"/Filter/FlateDecode" + extra)


def bomb(megabytes: int, *, layers: int = 1, fill: bytes = b" ") -> bytes:
    """Return bytes that unpack to so many megabytes, packed so many times over."""
    packer = zlib.compressobj(9)
    start = packer.compress(fill * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush the same megabyte packs to the same bytes, with no need to pack it again.
    again = packer.compress(fill * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    data = start + again * (megabytes - 1) + packer.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    return data


def text(*lines: str, font: bytes = b"/F1", mode: int = 0) -> bytes:
    """Return the drawing of lines of text from the top of a page."""
    shown = b"".join(b"(%b) Tj T*\n" % escaped(line) for line in lines or SENTENCES)
    return b"BT %b 11 Tf %d Tr 14 TL 60 780 Td\n%bET\n" % (font, mode, shown)


def escaped(line: str) -> bytes:
    """Return a line as it stands in a literal string."""
    return line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def one_page(
    content: bytes | None = None,
    *,
    page: bytes = b"/MediaBox" + BOX,
    resources: bytes = b"",
    more: Sequence[bytes] = (),
    catalog: bytes = b"",
    font: bytes = FONT,
) -> bytes:
    """Return a PDF of one page: 1 catalog, 2 page tree, 3 page, 4 content, 5 font, and more from 6 on."""
    return write([
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%b>>%b>>" % (resources, page),
        stream(text()) if content is None else content,
        font,
        *more,
    ])  # fmt: skip


def many_pages(count: int, *, told: bytes | None = None, content: bytes | None = None) -> bytes:
    """Return a PDF whose pages share one content; the page tree may lie about their number."""
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    shown = stream(text(*SENTENCES[:2])) if content is None else content
    return write([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %b>>" % (kids, told or b"%d" % count),
        shown, FONT, *[page] * count,
    ])  # fmt: skip


def typeset(
    pages: int = 2, *, password: str | None = None, owner: str = "pemilik", strength: int = 128, compress: bool = True
) -> bytes:
    """Return a sound PDF as a usual program writes it; with a password, even an empty one, it is encrypted."""
    lock = None
    if password is not None:
        lock = pdfencrypt.StandardEncryption(password, ownerPassword=owner, strength=strength)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=lock, invariant=1, pageCompression=int(compress))
    for number in range(pages):
        canvas.setFont("Times-Roman", 11)
        for line, sentence in enumerate([f"Halaman {number + 1} nota kesepahaman kota kembar", *SENTENCES * 3]):
            canvas.drawString(60, 780 - 16 * line, sentence)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
