"""What OCR is known to misread, set right where the known words leave no doubt; `PrintedWord.read_as` keeps the reading.

PASALl -> PASAL 1    Kerja Sarna -> Kerja Sama    ANT ARA -> ANTARA    Lol -> LoI    S (lima) -> 5 (lima)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from mou_miner.documents.drafts import PrintedWord
from mou_miner.documents.language import FUNCTION_WORDS
from mou_miner.documents.lines import Line
from mou_miner.documents.ocrlexicon import words as known_words
from mou_miner.records import Box

_SIGNS = (("0", "o"), ("1", "l"), ("1", "i"), ("|", "l"), ("|", "i"), ("5", "s"), ("8", "b"), ("6", "b"), ("9", "g"),
          ("¢", "c"), ("€", "e"), ("£", "e"), ("$", "s"), ("§", "s"))  # fmt: skip
_LETTERS = (
    ("m", "rn"), ("l", "i"), ("i", "l"), ("c", "e"), ("e", "c"), ("h", "b"), ("b", "h"), ("u", "n"), ("n", "u"),
    ("vv", "w"), ("cl", "d"), ("ii", "u"), ("li", "h"), ("tl", "d"), ("f", "t"), ("t", "f"), ("ri", "n"), ("in", "m"),
    ("ni", "m"), ("j", "i"), ("q", "g"),
)  # fmt: skip
_CORE = re.compile(r"(?P<before>[\"'“”‘’«»(\[.,:;_*~-]*)(?P<word>.*?)(?P<after>[\"'“”‘’«»)\].,:;!?_*~-]*)")
_NUMBERS = {
    word: str(number)
    for names in (
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, word in enumerate(names.split(), 1)
}
_MOU = re.compile(r"M[oO0](?:U|u|lJ|IJ|1J|LJ|V)")
_LOI = re.compile(r"L[oO0][IiLl1|]")
_ITEM = re.compile(r"\(?(?P<key>[a-z]|\d{1,2})[.)]")
_BEFORE_I = frozenset({"lampiran", "annex", "bab", "bagian", "part", "chapter", "appendix", "schedule", "tahap"})
_OPENING, _CLOSING = "“‘«\"'", "”’»\"'"
SURE = 0.8
"""A reading of which the engine is so sure is not taken for a known word with another letter in one place."""
SAFE = 0.97
"""A reading of letters only of which it is so sure is left as it is."""


def correct(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a block with the words set right that leave no doubt."""
    known = known_words()
    rows = [list(_joined(line.words, known)) for line in lines]
    rows = [[part for word in row for part in _parted(_mended(word, known), known)] for row in rows]
    flat = [word for row in rows for word in row]
    flat = _without_lone_quotes(_in_context(flat))
    result, at = [], 0
    for row in rows:
        result.append(Line([word for word in flat[at : at + len(row)] if word.text]))
        at += len(row)
    return [line for line in result if line.words]


def _mended(word: PrintedWord, known: frozenset[str]) -> PrintedWord:
    """Return the word read right: a form of MoU or LoI, a figure with letters in it, or the one known word it may be."""
    parts = _CORE.fullmatch(word.text)
    if not parts or not parts["word"]:
        return word
    core = parts["word"]
    if _LOI.fullmatch(core):
        better: str | None = "LoI"
    elif _MOU.fullmatch(core):
        better = "MoU"
    elif _is_figure(core):
        better = core.translate(_DIGITS)
    else:
        confidence = word.confidence or 0.0
        better = _known(core, known, sure=confidence > SURE) if confidence < SAFE or not core.isalpha() else None
    return word._replace(text=parts["before"] + better + parts["after"]) if better and better != core else word


_DIGITS = str.maketrans("oOlI|", "00111")


def _is_figure(core: str) -> bool:
    """Return whether a word is a number in which letters stand for figures: `2O19`, `l7`, `1O`."""
    digits = sum(map(str.isdigit, core))
    return bool(re.fullmatch(r"[\doOlI|]{2,}", core)) and digits * 2 >= len(core) and digits < len(core)


def _known(core: str, known: frozenset[str], *, sure: bool) -> str | None:
    """Return the only known word that a misread one can stand for, in its own letter case."""
    low = core.lower()
    if len(core) < 4 or low in known or "-" in core or not any(map(str.isalpha, core)):
        return None
    if sum(map(str.isdigit, core)) > 0.34 * len(core):
        return None
    plain = _without_accents(low)
    if plain != low and plain in known:
        return _like(core, plain)
    # An l among capitals is an I, a capital I among small letters an l.
    low = core.replace("l", "I").lower() if _is_capitals(core) else re.sub("(?<=[a-z])I|I(?=[a-z])", "l", core).lower()
    if _is_derived(low, known):
        return None
    found = {low} & known or {word for word in _readings(low, _mistakes(core, sure=sure)) if word in known}
    if len(found) != 1:
        return None
    word = found.pop()
    return _like(core, word) if len(word) >= 4 else None


def _mistakes(core: str, *, sure: bool) -> tuple[tuple[str, str], ...]:
    """Return the mistakes a word may hold. Capitalised words may be names: they are no known words with a letter wrong."""
    if _is_capitals(core):
        return _SIGNS
    pairs = (*_SIGNS, ("rn", "m"))
    return pairs if sure or core[0].isupper() else (*pairs, *_LETTERS)


_DERIVED = re.compile(
    r"(?:di|ke|se|me|mem|men|meng|ber|pe|pem|pen|peng|per|ter|un|re)?(\w{4,}?)(?:kan|i|an|nya|lah|s|es|ed|ing|ly|er|'s)?"
)


def _is_derived(low: str, known: frozenset[str]) -> bool:
    """Return whether a word is a known one with a prefix or an ending: it may well be a word of its own."""
    found = _DERIVED.fullmatch(low)
    return found is not None and (found[1] in known or f"{found[1]}e" in known)


def _readings(low: str, mistakes: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield what a word may have been before one kind of mistake, made once or twice."""
    for wrong, right in mistakes:
        at = low.find(wrong)
        while at >= 0:
            once = low[:at] + right + low[at + len(wrong) :]
            yield once
            again = once.find(wrong, at + len(right))
            if again >= 0:
                yield once[:again] + right + once[again + len(wrong) :]
            at = low.find(wrong, at + 1)


def _is_capitals(core: str) -> bool:
    capitals = sum(map(str.isupper, core))
    return capitals >= 3 and capitals >= 0.6 * sum(map(str.isalpha, core))


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _like(core: str, word: str) -> str:
    """Return a word in the case of the one it stands for: capitals but for a letter or two are capitals."""
    if _is_capitals(core):
        return word.upper()
    # What begins a word as `l` or `1` where an i should stand was a capital I.
    return word.capitalize() if core[0].isupper() or (core[0] in "l1|" and word[0] == "i") else word


def _joined(words: Sequence[PrintedWord], known: frozenset[str]) -> Iterator[PrintedWord]:
    """Yield the words of a line, with `GOVERN MENT` and `Mo U` made whole where only the whole is a word."""
    waiting: PrintedWord | None = None
    for word in words:
        if waiting is not None and _is_one(waiting, word, known):
            yield _union(waiting, word)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = word
    if waiting is not None:
        yield waiting


def _is_one(left: PrintedWord, right: PrintedWord, known: frozenset[str]) -> bool:
    tail = right.text.rstrip(".,;:)")
    if not left.box or not right.box or right.box.x0 - left.box.x1 > 0.6 * (left.box.bottom - left.box.top):
        return False
    if left.text == "Mo" and tail == "U":
        return True
    if not (left.text.isalpha() and tail.isalpha()) or left.text.isupper() != tail.isupper():
        return False
    low, end = left.text.lower(), tail.lower()
    return len(low + end) >= 6 and low + end in known and not (low in known and end in known) and min(
        len(low), len(end)) <= 5  # fmt: skip


def _union(left: PrintedWord, right: PrintedWord) -> PrintedWord:
    assert left.box is not None
    assert right.box is not None
    box = left.box._replace(x1=right.box.x1, top=min(left.box.top, right.box.top),
                            bottom=max(left.box.bottom, right.box.bottom))  # fmt: skip
    sure = [word.confidence for word in (left, right) if word.confidence is not None]
    raw = f"{left.read_as or left.text} {right.read_as or right.text}"
    return left._replace(text=left.text + right.text, box=box, confidence=min(sure, default=None), read_as=raw)


_FUNCTION = frozenset(word for words in FUNCTION_WORDS.values() for word in words if len(word) >= 3)


def _parted(word: PrintedWord, known: frozenset[str]) -> list[PrintedWord]:
    """Return the words that were read as one: a known word and a function word, or two known ones in capitals."""
    found = re.fullmatch(r"(PASAL|ARTICLE)([SlIB|\d]{1,2})", word.text)
    if found and found[0] != "ARTICLES":
        number = found[2].translate(str.maketrans("SlIB|", "51181"))
        return _cut(word, len(found[1]), number)
    core = word.text.rstrip(".,;:)")
    low = core.lower()
    if len(core) < 7 or not core.isalpha() or low in known:
        return [word]
    capitals = core.isupper() and len(core) >= 10
    cuts = [
        at
        for at in range(3, len(core) - 2)
        if low[:at] in known and low[at:] in known and (capitals or _divides(low[:at], low[at:]))
    ]
    return _cut(word, cuts[0], word.text[cuts[0] :]) if len(cuts) == 1 else [word]


def _divides(left: str, right: str) -> bool:
    return (left in _FUNCTION and len(right) >= 4) or (right in _FUNCTION and len(left) >= 4)


def _cut(word: PrintedWord, at: int, rest: str) -> list[PrintedWord]:
    box = word.box or Box(1, 0.0, 0.0, 0.0, 0.0)
    x = round(box.x0 + (box.x1 - box.x0) * at / len(word.text), 2)
    left, right = box._replace(x1=x), box._replace(x0=x)
    return [word._replace(text=word.text[:at], box=left), word._replace(text=rest, box=right)]


def _in_context(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Return the words with what their neighbours make certain: `S (lima)`, and `;` before the next item of a list."""
    result = list(words)
    seen: set[str] = set()
    for number, (word, after) in enumerate(pairwise(words)):
        spelt = re.fullmatch(r"\((\w+)\)\W*", after.text)
        figure = _NUMBERS.get(spelt[1].lower()) if spelt else None
        if figure and len(word.text) <= len(figure) + 1 and word.text != figure and not word.text.isdigit():
            if not (word.text.isalpha() and word.text.islower() and len(word.text) > 1):
                result[number] = word._replace(text=figure)
        elif word.text.endswith(":") and len(word.text) > 2 and _next_item(words, number + 1, seen):
            result[number] = word._replace(text=word.text[:-1] + ";")
        elif after.text in ("|", "l") and word.text.lower() in _BEFORE_I:
            result[number + 1] = after._replace(text="I")
        item = _ITEM.fullmatch(word.text)
        if item:
            seen.add(item["key"])
    return result


def _next_item(words: Sequence[PrintedWord], at: int, seen: Collection[str]) -> bool:
    """Return whether an item begins here that follows one seen before; a colon right before it was a semicolon."""
    if words[at].text in ("dan", "and", "serta", "or", "atau") and at + 1 < len(words):
        at += 1
    item = _ITEM.fullmatch(words[at].text)
    if not item:
        return False
    key = item["key"]
    return (str(int(key) - 1) if key.isdigit() else chr(ord(key) - 1)) in seen


def _without_lone_quotes(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Return the words without quotation marks that nothing answers: specks beside a word are read as such."""
    opened = sum(word.text[:1] in _OPENING for word in words if len(word.text) > 1)
    closed = sum(word.text.rstrip(".,;:")[-1:] in _CLOSING for word in words if len(word.text) > 1)
    result = list(words)
    for number, word in enumerate(words):
        text = word.text
        if opened and not closed and text[0] in _OPENING and text[1:2].isalnum() and _is_doubtful(word):
            result[number] = word._replace(text=text[1:])
        elif closed and not opened and text[-1] in _CLOSING and text[-2:-1].isalnum() and _is_doubtful(word):
            result[number] = word._replace(text=text[:-1])
    return result


def _is_doubtful(word: PrintedWord) -> bool:
    return (word.confidence or 1.0) < SAFE and len(word.text) > 2
