"""A hostile file: its bytes, the kind of trouble, and the outcomes that are sensible for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

READ = frozenset({"done"})
UNREADABLE = frozenset({"broken", "no_text", "empty", "unsupported"})
HARMED = READ | {"broken", "no_text", "encrypted", "unsupported"}
HEAVY = READ | {"out_of_memory", "timed_out", "too_large", "no_text", "broken"}

SENTENCES = (
    "Pemerintah Kota Sukamaju dan Kota Hanabira sepakat menjalin kerja sama kota kembar di bidang pendidikan.",
    "Pasal 1 Maksud nota kesepahaman ini adalah mempererat hubungan persahabatan kedua kota.",
    "Pasal 2 Ruang lingkup kerja sama meliputi pariwisata, kebudayaan, lingkungan hidup dan kesehatan.",
    "The two cities agree to exchange students and teachers every year, subject to the laws of their countries.",
    "Article 3 This memorandum remains in force for five years and may be renewed in writing.",
    "Ditandatangani di Sukamaju pada tanggal 12 Mei 2014 dalam bahasa Indonesia dan bahasa Inggris.",
)


class Case(NamedTuple):
    """A file to be read. `told`: a document that is made of it must carry a warning."""

    kind: str
    name: str
    data: bytes
    expect: frozenset[str] = HARMED
    passwords: tuple[str, ...] = ()
    told: bool = False


def named(kind: str, cases: Iterable[tuple[str, bytes, frozenset[str]]]) -> Iterator[Case]:
    """Yield a case of the kind for each name with its bytes and outcomes; the names get a number before them."""
    for number, (name, data, expect) in enumerate(cases, 1):
        yield Case(kind, f"{kind}-{number:03}-{name}".replace(" ", "-"), data, expect)
