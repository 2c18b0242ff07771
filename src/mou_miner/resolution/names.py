"""Names of places, as they are compared."""

from __future__ import annotations

import re
import unicodedata

from mou_miner.records import Party

_TYPES = frozenset({"kota", "kabupaten", "provinsi", "kab", "prov", "daerah", "istimewa", "khusus", "ibukota"})


def fold(name: str) -> str:
    """Return the name without case, accents and punctuation: 'Český Krumlov' as 'cesky-krumlov'."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return "-".join(re.findall(r"\w+", kept))


def base_name(party: Party) -> str:
    """Return the folded name without its type words: 'Kota Bandung' as 'bandung'."""
    words = fold(party.name).split("-")
    return "-".join(word for word in words if word not in _TYPES) if party.country == "ID" else "-".join(words)
