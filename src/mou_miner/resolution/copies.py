"""Which documents are one text: reprints of a wire story, and a text with its translation; each counts as one source.

A text's signature is made when it is saved: MinHash values of its runs of words, and of the names and numbers in it,
which a translation shares.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mou_miner.dates import first_day, last_day
from mou_miner.records import DocumentSummary
from mou_miner.resolution.names import fold
from mou_miner.resolution.unions import Unions

if TYPE_CHECKING:
    import numpy as np

RUN = 3
"""So many words make a run."""
RUN_VALUES, NAME_VALUES = 128, 64
SCHEME = "affine32"
"""How datasketch computes the values; those of another scheme cannot be compared with them."""
COPY = 0.55
"""Two documents of one language are copies when so large a part of all their runs of words stands in both."""
TWIN = 0.5
"""A text and its translation share at least this part of all their names and numbers ..."""
ENOUGH_NAMES = 8
"""... if there are so many of them."""
DAYS = 3
"""A reprint or translation is dated within so many days of the other."""
TWIN_DAYS = 7

_INSTRUMENTS = frozenset({"mou", "loi", "agreement", "plan_of_action"})
_NAME = re.compile(r"(?<![.!?:]\s)(?<!\n)\b[A-Z][\w'-]{2,}|\b\d[\d./-]*")
_COMMON = frozenset({
    "kota", "kabupaten", "provinsi", "pemerintah", "walikota", "wali", "bupati", "gubernur", "dan", "city", "regency",
    "province", "government", "mayor", "regent", "governor", "the", "and", "memorandum", "understanding", "saling",
    "pengertian", "nota", "kesepahaman", "republic", "republik", "indonesia",
})  # fmt: skip
"""Names of no particular thing, folded: each language has its own."""


class Signature(NamedTuple):
    """MinHash values of the runs and of the names of a text, and how many names there are."""

    runs: np.ndarray[Any, Any]
    names: np.ndarray[Any, Any]
    name_count: int


def sign(text: str) -> str:
    """Return the signature of a text, as text."""
    words = re.findall(r"\w+", fold(text).replace("-", " "))
    runs = {" ".join(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))}
    names = {name for found in _NAME.findall(text) if (name := fold(found)) not in _COMMON}
    values = b"".join(_values(items, number) for items, number in ((runs, RUN_VALUES), (names, NAME_VALUES)))
    return f"1:{len(names)}:{base64.b85encode(values).decode()}"


def _values(items: Iterable[str], number: int) -> bytes:
    import numpy as np
    from datasketch import MinHash

    minhash = MinHash(num_perm=number, seed=1, scheme=SCHEME)
    minhash.update_batch(item.encode() for item in sorted(items))
    return np.asarray(minhash.hashvalues).astype("<u4").tobytes()


def read_signature(signature: str | None) -> Signature | None:
    """Return the signature; None where there is none, or one of another program."""
    import numpy as np

    parts = (signature or "").split(":", 2)
    if len(parts) != 3 or parts[0] != "1":
        return None
    values = np.frombuffer(base64.b85decode(parts[2]), dtype="<u4")
    return Signature(values[:RUN_VALUES], values[RUN_VALUES:], int(parts[1]))


class Witness(NamedTuple):
    """A document, and the dates of the papers that it tells of."""

    summary: DocumentSummary
    signed: frozenset[str]


def number_sources(witnesses: Iterable[Witness]) -> dict[str, int]:
    """Return for each document the number of its source; copies and twins have the same one."""
    by_id = {witness.summary.doc_id: witness for witness in witnesses}
    unions = Unions()
    by_text: dict[str, str] = {}
    for doc_id, witness in sorted(by_id.items()):
        unions.add(doc_id)
        unions.unite(by_text.setdefault(witness.summary.text_sha256, doc_id), doc_id)
    if len(by_id) > 1:
        for first, second in _alike(by_id):
            unions.unite(first, second)
    firsts = sorted((min(names), names) for names in unions.sets())
    return {doc_id: number for number, (_, names) in enumerate(firsts) for doc_id in names}


def _alike(by_id: Mapping[str, Witness]) -> Iterable[tuple[str, str]]:
    signatures = {
        doc_id: found
        for doc_id, witness in sorted(by_id.items())
        if (found := read_signature(witness.summary.signature)) is not None
    }
    for first, second in _candidates({doc_id: found.runs for doc_id, found in signatures.items()}, COPY):
        if _share(signatures[first].runs, signatures[second].runs) >= COPY and _are_copies(by_id[first], by_id[second]):
            yield first, second
    named = {doc_id: found.names for doc_id, found in signatures.items() if found.name_count >= ENOUGH_NAMES}
    for first, second in _candidates(named, TWIN):
        if _share(named[first], named[second]) >= TWIN and _are_twins(by_id[first], by_id[second]):
            yield first, second


def _candidates(values: Mapping[str, Any], threshold: float) -> list[tuple[str, str]]:
    """Return pairs that may be alike; of few documents all pairs."""
    if len(values) <= 50:
        names = sorted(values)
        return [(first, second) for place, first in enumerate(names) for second in names[place + 1 :]]
    from datasketch import MinHash, MinHashLSH

    number = len(next(iter(values.values())))
    index = MinHashLSH(threshold=threshold - 0.15, num_perm=number)
    pairs = []
    for doc_id, hashes in sorted(values.items()):
        minhash = MinHash(num_perm=number, hashvalues=hashes, seed=1, scheme=SCHEME)
        pairs += [(other, doc_id) for other in index.query(minhash)]
        index.insert(doc_id, minhash)
    return sorted(pairs)


def _share(first: Any, second: Any) -> float:
    return float((first == second).mean())


def _are_copies(first: Witness, second: Witness) -> bool:
    """Say whether two texts that are alike may be one: a paper and its renewal are alike too, and are two."""
    if first.summary.kind in _INSTRUMENTS or second.summary.kind in _INSTRUMENTS:
        return first.summary.kind == second.summary.kind and first.signed == second.signed
    return _within(first.summary, second.summary, DAYS)


def _are_twins(first: Witness, second: Witness) -> bool:
    if {first.summary.language, second.summary.language} != {"id", "en"}:
        return False
    if first.summary.kind in _INSTRUMENTS and second.summary.kind in _INSTRUMENTS:
        return first.signed == second.signed
    return _within(first.summary, second.summary, TWIN_DAYS)


def _within(first: DocumentSummary, second: DocumentSummary, days: int) -> bool:
    """Say whether the documents are dated within so many days of each other, as far as is known."""
    dates = first.date_published, second.date_published
    if dates[0] is None or dates[1] is None:
        return True
    try:
        begins, ends = [first_day(date) for date in dates if date], [last_day(date) for date in dates if date]
    except ValueError:
        return dates[0] == dates[1]
    return (max(begins) - min(ends)).days <= days
