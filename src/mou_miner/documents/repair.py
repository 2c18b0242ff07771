"""Words mended where the mending is certain: broken by a line end, set letter by letter, glued or parted by mistake."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import pairwise
from statistics import median

from mou_miner.documents.drafts import DraftBlock, PrintedWord
from mou_miner.documents.lines import MARKER
from mou_miner.records import Box

LINE_END_HYPHEN = "\u00ad"
"""A soft hyphen that the source printed at a line end; it is gone once the lines are joined."""

_KEEP_HYPHEN = frozenset(
    [
        "non",
        "sub",
        "pasca",
        "pra",
        "anti",
        "pro",
        "multi",
        "inter",
        "self",
        "sister",
        "twin",
        "co",
        "ex",
        "semi",
        "vice",
        "cross",
        "well",
        "long",
        "short",
    ]
)
_GLUED_NUMBER = re.compile(r"(PASAL|Pasal|ARTICLE|Article|TAHUN|tahun|NOMOR|Nomor)(\d{1,4}|[IVXl|]{1,4})")
_GLUED_CASE = re.compile(r"([A-Z]{3,})(dan|dengan|yang|untuk|and|of|the|dalam|di|serta|atau)")


def join_lines(lines: Sequence[Sequence[PrintedWord]]) -> list[PrintedWord]:
    """Return the words of lines that follow each other, words broken at a line end made whole."""
    joined: list[PrintedWord] = []
    for words in lines:
        rest = list(words)
        if joined and rest and rest[0].text in (".", ",", ";", ":", ")", ".)"):
            rest[0] = rest[0]._replace(glued=True)
        if joined and rest and (kind := _broken(joined[-1].text, rest[0].text)):
            whole = _glue(joined[-1], rest[0], keep_hyphen=kind == "compound")
            joined[-1:] = whole
            rest = rest[1:]
        joined.extend(rest)
    return joined


def _broken(left: str, right: str) -> str | None:
    """Return how a line end parts one word: `broken` drops the hyphen, `compound` keeps it."""
    if left.endswith(LINE_END_HYPHEN):
        return "broken"
    if len(left) < 3 or left[-1] != "-" or not left[-2].isalpha() or not right[0].isalpha():
        return None
    stem = left[:-1].rsplit("-")[-1].lower()
    following = re.match(r"[^\W\d_]*", right.lower())
    if following and (following[0] == stem or (following[0].startswith(stem) and len(stem) > 3)):
        return "compound"  # kota-kota, bidang-bidangnya
    if _is_doubled(stem, right.lower()) or stem in _KEEP_HYPHEN or (right[0].isupper() and not left[:-1].isupper()):
        return "compound"
    return "broken"


def _is_doubled(stem: str, following: str) -> bool:
    """Return whether two words share the stem of a reduplication: pemerintah-pemerintah, berkali-kali."""
    return len(stem) >= 4 and any(stem.endswith(following[:size]) for size in range(min(len(following), 9), 3, -1))


def _glue(left: PrintedWord, right: PrintedWord, *, keep_hyphen: bool) -> list[PrintedWord]:
    """Return the two printed parts; together they are one word of the text, each with its own box."""
    text = left.text if keep_hyphen else left.text[:-1]
    return [left._replace(text=text), right._replace(glued=True)]


def mend(blocks: Iterable[DraftBlock]) -> list[DraftBlock]:
    """Return the blocks with letter-spaced, parted and glued words set right where the document itself proves it."""
    blocks = list(blocks)
    for block in blocks:
        block.words = [
            word._replace(text=word.text.replace(LINE_END_HYPHEN, "-")) if LINE_END_HYPHEN in word.text else word
            for word in block.words
        ]
        block.words = _figures(_split_certain(close_letters(block.words)))
        block.cells = [_split_certain(close_letters(cell)) for cell in block.cells]
    vocabulary = Counter(word.text.strip(".,;:()").lower() for block in blocks for word in block.all_words())
    beginnings = {
        word[:size] for word, count in vocabulary.items() if count >= 2 and len(word) >= 7
        for size in range(2, len(word) - 1)
    }  # fmt: skip
    for block in blocks:
        block.words = _join_parted(block.words, vocabulary, beginnings)
        block.cells = [_join_parted(cell, vocabulary, beginnings) for cell in block.cells]
    return attach_numbers(blocks)


_MONTH = re.compile(
    r"(?:Januari|Februari|Pebruari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Nopember|Desember|January|"
    r"February|March|May|June|July|August|October|December)\b",
    re.IGNORECASE,
)


def _figures(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Return the words with figures set right that were read as letters: `| December`, `PASAL l`, `tanggal O7`."""
    result = list(words)
    for number, word in enumerate(words):
        if word.text[:1] not in "|lIOo" or len(word.text) > 8:
            continue
        before = words[number - 1].text if number else ""
        after = words[number + 1].text if number + 1 < len(words) else ""
        text = word.text
        if text in ("|", "l", "I") and _MONTH.match(after):
            text = "1"
        elif before in ("PASAL", "Pasal", "ARTICLE", "Article") and re.fullmatch(r"[Il|]*[l|][Il|]*", text):
            text = "1" if len(text) == 1 else text.replace("l", "I").replace("|", "I")
        elif re.fullmatch(r"[Oo]\d", text) and (before.lower() in ("tanggal", "pada", "on") or _MONTH.match(after)):
            text = "0" + text[1:]
        if text != word.text:
            result[number] = word._replace(text=text)
    return result


def close_letters(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Return the words with runs of single letters (`P E R N Y A T A A N`) closed up; wider gaps part the words."""
    if sum([len(word.text) == 1 for word in words]) < 4:
        return [word for word in words if word.text]
    result: list[PrintedWord] = []
    run: list[PrintedWord] = []
    for word in [*words, PrintedWord("")]:
        if len(word.text) == 1 and word.text.isalpha() and (not run or _same_line(run[-1], word)):
            run.append(word)
            continue
        result.extend(_closed(run) if len(run) >= 4 else run)
        run = []
        if len(word.text) == 1 and word.text.isalpha():
            run.append(word)
        elif word.text:
            result.append(word)
    return result


def _closed(run: Sequence[PrintedWord]) -> list[PrintedWord]:
    if sum(word.text.isupper() for word in run) < 0.8 * len(run) or not all(word.box for word in run):
        return list(run)
    gaps = [_gap(left, right) for left, right in pairwise(run)]
    limit = max(1.8 * median(gaps), median(gaps) + 1.5)
    words, part = [], [run[0]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > limit:
            words.append(union(part))
            part = []
        part.append(word)
    return [*words, union(part)]


def union(parts: Sequence[PrintedWord]) -> PrintedWord:
    """Return one word made of parts that stand beside each other."""
    boxes = [part.box for part in parts if part.box]
    box = (
        Box(
            boxes[0].page, min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes),
            max(b.bottom for b in boxes),
        )
        if boxes
        else None
    )  # fmt: skip
    return parts[0]._replace(text="".join(part.text for part in parts), box=box)


def _same_line(left: PrintedWord, right: PrintedWord) -> bool:
    if not left.box or not right.box:
        return False
    return abs(left.box.top - right.box.top) < 3 and right.box.x0 >= left.box.x0


def _gap(left: PrintedWord, right: PrintedWord) -> float:
    return right.box.x0 - left.box.x1 if left.box and right.box else 0.0


def _split_certain(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Return the words with `PASAL4` and `KEDUAdan` parted."""
    result: list[PrintedWord] = []
    for word in words:
        text = word.text
        if text[:1] not in "PATtN" and not text[:3].isupper():
            result.append(word)
            continue
        found = _GLUED_NUMBER.fullmatch(text) or _GLUED_CASE.fullmatch(text)
        result.extend(_cut(word, len(found[1])) if found else [word])
    return result


def _cut(word: PrintedWord, at: int) -> list[PrintedWord]:
    left, right = word.text[:at], word.text[at:]
    if not word.box:
        return [word._replace(text=left), word._replace(text=right, glued=False)]
    x = word.box.x0 + (word.box.x1 - word.box.x0) * at / len(word.text)
    return [
        word._replace(text=left, box=word.box._replace(x1=x)),
        word._replace(text=right, box=word.box._replace(x0=x), glued=False),
    ]


def _join_parted(
    words: Sequence[PrintedWord], vocabulary: Counter[str], beginnings: Container[str]
) -> list[PrintedWord]:
    """Return the words with `GOVERN MENT` made whole where the document writes it whole elsewhere, never in parts."""
    result: list[PrintedWord] = []
    for word in words:
        if result and result[-1].text.lower() in beginnings and _is_parted(result[-1].text, word.text, vocabulary):
            word = word._replace(glued=True)
        result.append(word)
    return result


def _is_parted(left: str, right: str, vocabulary: Counter[str]) -> bool:
    tail = right.rstrip(".,;:)")
    if not (left.isalpha() and tail.isalpha()) or len(left) < 2 or len(tail) < 2:
        return False
    whole = (left + tail).lower()
    return (
        len(whole) >= 7 and vocabulary[whole] >= 2 and vocabulary[left.lower()] <= 1 and vocabulary[tail.lower()] <= 1
    )


def attach_numbers(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    """Return the blocks with list numbers put back where a text layer wrote all numbers first and the items after."""
    result: list[DraftBlock] = []
    waiting: list[PrintedWord] = []
    for block in blocks:
        bare = block.kind in ("list_item", "paragraph") and bool(block.words) and all(
            MARKER.fullmatch(word.text) and word.text[0] not in "-–—*" for word in block.words
        )  # fmt: skip
        if bare:
            waiting.extend(block.words)
            continue
        if waiting and block.kind in ("list_item", "paragraph"):
            block.words = [waiting.pop(0), *block.words]
            block.kind = "list_item"
        elif waiting:
            result.extend(DraftBlock("paragraph", [word]) for word in waiting)
            waiting = []
        result.append(block)
    return [*result, *(DraftBlock("paragraph", [word]) for word in waiting)]
