"""Where sentences start: newlines, list items and abbreviations of instruments and news."""

from __future__ import annotations

import re
from collections.abc import Collection

_CLOSERS = "\"'”’)]»"
_END = re.compile(rf"[.!?…]+[{re.escape(_CLOSERS)}]*\s+(?:[□■●▪◆]\s*)?|\s*\n\s*")
_WORD_BEFORE = re.compile(r"([\w.&'’-]+)$")
_ENUMERATOR = re.compile(r"(?:^|\n)\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})$")
_STARTER = re.compile(r"[\"'“‘«(\[•*–—-]*\s*[A-Z0-9À-ÞĀ-Ž]")


def sentence_starts(text: str, abbreviations: Collection[str]) -> list[int]:
    """Return the offsets at which sentences start, the first one included where there is text."""
    starts = [len(text) - len(text.lstrip())] if text.strip() else []
    for match in _END.finditer(text):
        if match.end() < len(text) and match.end() > starts[0] and _ends_sentence(text, match, abbreviations):
            starts.append(match.end())
    return starts


def _ends_sentence(text: str, match: re.Match[str], abbreviations: Collection[str]) -> bool:
    if "\n" in match.group():
        return True
    mark = match.group().strip()
    if not _STARTER.match(text, match.end()):
        # A question or a full stop is followed by a capital; '5. juta' and 'Rp. lima' go on.
        return False
    return mark != "." or not _is_abbreviated(text[max(0, match.start() - 40) : match.start()], abbreviations)


def _is_abbreviated(before: str, abbreviations: Collection[str]) -> bool:
    """Return whether the full stop behind `before` belongs to an abbreviation, an initial or a list number."""
    if _ENUMERATOR.search(before):
        return True
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = found.group(1)
    if len(word) == 1 and word.isalpha():
        return word.isupper()
    # 'S.E.', 'M.Si.', 'B.A.': letters between full stops.
    return word.lower() in abbreviations or (
        "." in word and all(0 < len(part) <= 3 and part.isalpha() for part in word.split("."))
    )
