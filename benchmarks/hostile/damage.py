"""Sound files that were cut off or had bytes changed on their way."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from random import Random

from benchmarks.hostile.case import HARMED, HEAVY, SENTENCES, Case, named
from benchmarks.hostile.mailfiles import letter_with_attachment
from benchmarks.hostile.packedfiles import archive, word_file
from benchmarks.hostile.pdfwriter import many_pages, one_page, packed, text, typeset

ANY = HARMED | HEAVY | {"empty", "partial"}


def sound_files() -> dict[str, bytes]:
    """Return one sound file of each kind, by name."""
    html = "<html><head><title>Kota kembar</title></head><body><h1>Kota kembar</h1>%s</body></html>"
    return {
        "typeset.pdf": typeset(2),
        "locked.pdf": typeset(1, password=""),
        "plain.pdf": one_page(),
        "packed.pdf": one_page(packed(text())),
        "long.pdf": many_pages(12),
        "word.docx": word_file(*SENTENCES * 4),
        "letter.eml": letter_with_attachment(typeset(1)),
        "archive.zip": archive({"a.pdf": typeset(1), "b/c.txt": "\n".join(SENTENCES).encode()}),
        "page.html": (html % "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 3)).encode("utf-8"),
    }


def cases(random: Random) -> Iterator[Case]:
    """Yield the sound files cut off at many points, and with bytes changed, put in, taken out and moved."""
    files = sound_files()
    yield from named("truncated", _cut(files))
    yield from named("bit flips", _changed(files, random))
    packed_up = gzip.compress(files["typeset.pdf"])
    yield from named("truncated", [("gzip.pdf", packed_up, ANY), ("gzip-cut.pdf", packed_up[:-200], ANY)])


def _cut(files: dict[str, bytes]) -> Iterator[tuple[str, bytes, frozenset[str]]]:
    for name, data in files.items():
        for share in (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98):
            yield f"{int(share * 100):02}-{name}", data[: int(len(data) * share)], ANY
        yield f"tail-{name}", data[len(data) // 3 :], ANY
        yield f"middle-gone-{name}", data[: len(data) // 3] + data[len(data) // 2 :], ANY
    yield "last-byte-typeset.pdf", files["typeset.pdf"][:-1], ANY


def _changed(files: dict[str, bytes], random: Random) -> Iterator[tuple[str, bytes, frozenset[str]]]:
    for name, data in files.items():
        for how, change in CHANGES.items():
            for count in (1, 12, 150):
                yield f"{how}-{count}-{name}", change(data, count, random), ANY


def _flip(data: bytes, count: int, random: Random) -> bytes:
    out = bytearray(data)
    for _ in range(count):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def _zero(data: bytes, count: int, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes(count * 8) + data[at + count * 8 :]


def _digits(data: bytes, count: int, random: Random) -> bytes:
    """Return the data with numbers changed: lengths, places, counts, sizes."""
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    out = bytearray(data)
    for _ in range(count if places else 0):
        out[random.choice(places)] = 48 + random.randrange(10)
    return bytes(out)


def _shuffle(data: bytes, count: int, random: Random) -> bytes:
    for _ in range(min(count, 12)):
        first, second = sorted((random.randrange(len(data)), random.randrange(len(data))))
        size = random.randrange(1, 60)
        data = data[:first] + data[second : second + size] + data[first + size :]
    return data


CHANGES: dict[str, Callable[[bytes, int, Random], bytes]] = {
    "flip": _flip, "zero": _zero, "digits": _digits, "shuffle": _shuffle,
}  # fmt: skip
"""Ways to damage bytes."""
