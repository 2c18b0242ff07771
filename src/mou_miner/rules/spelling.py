"""Spelling that does not matter: every rule and every text is compared in this form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from mou_miner.records import Language

_QUOTES = str.maketrans("‘’‚“”„–—‑", "'''\"\"\"---")


def normal_form(word: str, spellings: Mapping[str, str]) -> str:
    """Return the word in lower case, without accents, doubling ('kota-kota', 'kota2') or old spelling."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_QUOTES)).lower()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = _undouble(plain)
    return spellings.get(plain, plain)


def _undouble(word: str) -> str:
    left, hyphen, right = word.partition("-")
    if hyphen and left and right.startswith(left):
        return right
    if len(word) > 3 and word.endswith("2") and word[:-1].isalpha():
        return word[:-1]
    return word


def variants(phrase: str, groups: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the phrase and its other spellings ('kerja sama' for 'kerjasama')."""
    spellings = {f" {phrase} ": None}
    for group in groups:
        for spelling in tuple(spellings):
            written = next((word for word in group if f" {word} " in spelling), None)
            if written is not None:
                spellings.update((spelling.replace(f" {written} ", f" {other} "), None) for other in group)
    return [spelling.strip() for spelling in spellings]


def inflected(phrase: str, language: Language) -> Iterator[str]:
    """Yield the phrase and what its last word may become: '-nya' in Indonesian, the plural in English."""
    yield phrase
    if not phrase[-1:].isalpha():
        return
    if language == "id":
        if not phrase.endswith("nya"):
            yield f"{phrase}nya"
    elif phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        yield f"{phrase[:-1]}ies"
    elif not phrase.endswith("s"):
        yield f"{phrase}s"
