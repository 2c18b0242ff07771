"""Pictures of odd kinds, named as what they are and as PDF."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from random import Random

from PIL import Image

from benchmarks.hostile.case import Case, named

ANY = frozenset({"done", "unsupported", "no_text", "broken", "too_large", "out_of_memory"})


def cases(random: Random) -> Iterator[Case]:
    """Yield pictures: sound, cut off, with giant sizes, moving, and under a wrong name."""
    yield from named("picture", ((n, data, ANY) for n, data in _pictures(random)))


def _saved(form: str, *, frames: int = 1, mode: str = "L") -> bytes:
    pictures = [Image.new(mode, (300, 200), 20 * n) for n in range(frames)]
    buffer = BytesIO()
    extra = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    pictures[0].save(buffer, form, **extra)
    return buffer.getvalue()


def _pictures(random: Random) -> Iterator[tuple[str, bytes]]:
    for form, ending in (
        ("JPEG", "jpg"),
        ("PNG", "png"),
        ("TIFF", "tif"),
        ("BMP", "bmp"),
        ("GIF", "gif"),
        ("WEBP", "webp"),
    ):
        data = _saved(form)
        yield f"sound.{ending}", data
        yield f"{ending}-named.pdf", data
        yield f"cut.{ending}", data[: len(data) // 2]
    yield "moving.gif", _saved("GIF", frames=8, mode="P")
    yield "pages-8.tif", _saved("TIFF", frames=8)
    yield "giant.png", _giant_png(100_000, 100_000)
    yield "wide.png", _giant_png(2_000_000_000, 1)
    yield "sizes-zero.png", _giant_png(0, 0)
    yield "chunks.png", b"\x89PNG\r\n\x1a\n" + random.randbytes(800)
    yield "vector.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><text x="9" y="9">kota kembar</text></svg>'
    yield "icon.ico", b"\0\0\1\0\1\0" + bytes(60)
    yield "loop.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0" + bytes(20)


def _giant_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
