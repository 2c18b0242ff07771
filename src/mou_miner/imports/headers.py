"""What the columns of an office's register mean: guessed from their headers, in Indonesian or English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mou_miner.imports.rejects import PROBLEM
from mou_miner.resolution.names import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "indonesian": (
        "pemerintah daerah", "daerah", "kota", "kabupaten", "kabupaten kota", "kota kabupaten", "provinsi", "pemda",
        "pihak indonesia", "pihak pertama", "pihak i", "pihak 1", "indonesian party", "indonesian city", "region",
        "local government", "indonesian local government", "nama daerah", "daerah indonesia", "indonesian region",
    ),
    "partner": (
        "mitra", "mitra luar negeri", "kota mitra", "mitra kerja sama", "kota asing", "pihak asing", "pihak kedua",
        "pihak ii", "pihak 2", "kota kembar", "partner", "partner city", "foreign party", "foreign city", "sister city",
        "foreign partner", "kota luar negeri", "nama mitra", "daerah mitra", "counterpart",
    ),
    "country": ("negara", "negara mitra", "asal negara", "country", "partner country", "nama negara", "negara asal"),
    "form": ("bentuk", "bentuk kerja sama", "jenis kerja sama", "form", "type of cooperation", "skema", "skema kerja sama"),
    "stage": ("status", "tahap", "tahapan", "stage", "status kerja sama", "perkembangan", "state"),
    "instrument": (
        "jenis dokumen", "dokumen", "naskah", "jenis naskah", "instrument", "document type", "kind of document",
        "jenis instrumen", "instrumen",
    ),
    "title": ("judul", "judul naskah", "judul dokumen", "title", "nama dokumen", "tentang"),
    "number": ("nomor", "no dokumen", "nomor dokumen", "nomor naskah", "nomor mou", "number", "document number", "no mou"),
    "date_signed": (
        "tanggal", "tanggal penandatanganan", "tanggal tanda tangan", "tgl", "tgl penandatanganan", "ditandatangani",
        "tanggal mou", "tahun", "tahun penandatanganan", "tahun mou", "date", "date signed", "signed", "year", "signing date",
        "tanggal ttd", "tgl ttd",
    ),
    "place_signed": ("tempat", "tempat penandatanganan", "lokasi penandatanganan", "place", "place signed"),
    "valid_years": (
        "jangka waktu", "masa berlaku", "lama berlaku", "term", "valid years", "duration", "jangka waktu tahun",
        "masa berlaku tahun", "validity",
    ),
    "expires": ("berakhir", "tanggal berakhir", "berlaku sampai", "berlaku hingga", "expires", "expiry", "valid until", "end date"),
    "scopes": (
        "bidang", "bidang kerja sama", "ruang lingkup", "lingkup", "scope", "scopes", "areas", "areas of cooperation", "sektor",
        "fields of cooperation",
    ),
    "signatory_indonesia": ("penandatangan", "penandatangan indonesia", "penandatangan pihak i", "signatory", "indonesian signatory"),
    "signatory_partner": ("penandatangan mitra", "penandatangan asing", "penandatangan pihak ii", "partner signatory", "foreign signatory"),
}  # fmt: skip
"""Our fields and the headers that mean them; what stands first is meant most often."""

NEEDED = ("indonesian", "partner")
_TYPE_COLUMNS: Mapping[str, str] = {"kota": "Kota", "kabupaten": "Kabupaten", "provinsi": "Provinsi"}


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """Return the number of the column for each of our fields that a header names; a column has one meaning."""
    keys = [_key(header) for header in headers]
    found: dict[str, int] = {}
    for exact in (True, False):
        for field, names in COLUMNS.items():
            if field in found:
                continue
            place = _find(keys, names, set(found.values()), exact=exact)
            if place is not None:
                found[field] = place
    return found


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the number of the row that holds the headers: titles may stand above it; None where there is none."""
    for number, row in enumerate(rows):
        if all(field in guess_columns(row) for field in NEEDED):
            return number
    return None


def type_word(header: str) -> str | None:
    """Return the type word that a column's header puts before each of its names: 'Kabupaten' over 'Bandung'."""
    return _TYPE_COLUMNS.get(_key(header))


def _find(keys: Sequence[str], names: Sequence[str], taken: set[int], *, exact: bool) -> int | None:
    for name in names:
        for place, key in enumerate(keys):
            if place in taken or not key or key == _key(PROBLEM):
                continue
            if key == name or (not exact and len(name) > 4 and re.search(rf"\b{re.escape(name)}\b", key)):
                return place
    return None


def _key(header: str) -> str:
    words = fold(header).split("-")
    plain = " ".join(word for word in words if word not in {"nama", "the", "of"} or len(words) == 1)
    return plain.replace("kerjasama", "kerja sama").replace("ruanglingkup", "ruang lingkup")
