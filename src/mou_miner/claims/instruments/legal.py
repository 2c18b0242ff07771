"""Laws and regulations that an instrument, or a story about it, rests on."""

from __future__ import annotations

import re

from mou_miner.records import Span

_NUMBER = (
    r"(?:\s+(?:Republik Indonesia|RI|of the Republic of Indonesia))?,?\s+(?:Nomor|No\.?|Number)?\s*:?\s*"
    r"[\w/.-]*\d[\w/.-]*(?:\s+(?:Tahun|of|Year)\s+(?:19|20)\d\d|/(?:19|20)\d\d)?"
)
_LAW = re.compile(
    r"\b(?:Undang[- ]Undang(?: Dasar)?|UU|Peraturan Pemerintah|PP|Peraturan Presiden|Perpres|Keputusan Presiden|Keppres|"
    r"Peraturan Menteri (?:Dalam Negeri|Luar Negeri|Keuangan)|Permendagri|Permenlu|Peraturan Daerah(?: (?:Kota|Kabupaten|Provinsi) [A-Z]\w+(?: [A-Z]\w+)?)?|"
    r"Perda|Surat Edaran(?: Menteri Dalam Negeri| Mendagri)?|SE Mendagri|Law|Act|Government Regulation|Presidential Regulation|"
    r"Minister(?:ial)? (?:of (?:Home|Foreign) Affairs )?Regulation|Regulation of the Minister of (?:Home|Foreign) Affairs)"
    + _NUMBER
)


def find_legal_basis(text: str) -> list[tuple[str, Span]]:
    """Return the laws as written, each once, with where it first stands; "prevailing laws" say nothing and are none."""
    found: dict[str, Span] = {}
    for match in _LAW.finditer(text):
        words = " ".join(match.group().split()).rstrip(".,;-/")
        if re.search(r"\d", words):
            found.setdefault(words, Span(match.start(), match.start() + len(match.group().rstrip(".,;-/ "))))
    return list(found.items())
