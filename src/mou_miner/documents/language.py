"""Which language a block and a document are in: Indonesian, English or neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from mou_miner.documents.drafts import DraftBlock
from mou_miner.records import UNREAD_KINDS, DocumentLanguage, Language

FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "id": frozenset({
        "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "dalam", "ini", "itu", "adalah", "tidak",
        "akan", "oleh", "sebagai", "juga", "antara", "para", "pihak", "atau", "tentang", "telah", "serta",
        "bahwa", "karena", "dapat", "kepada", "tersebut", "secara", "bidang", "sudah", "saat", "lebih", "bisa",
        "ada", "masih", "atas", "hal", "bagi", "hingga", "setelah", "kami", "kita", "mereka", "seperti", "maka",
        "agar", "belum", "kota", "pasal", "ayat", "sebagaimana", "terhadap", "melalui", "merupakan", "menjadi",
        "selain", "sejak", "tahun", "bulan", "hari", "tanggal", "dua", "naskah", "bahasa", "kabupaten",
        "provinsi", "pemerintah", "wali", "bupati", "gubernur", "kerja", "kerjasama", "republik", "kesepahaman",
        "saling", "pengertian", "ruang", "lingkup", "maksud", "tujuan", "lain", "jangka",
        "waktu",
    }),
    "en": frozenset({
        "the", "of", "and", "to", "in", "for", "with", "on", "by", "is", "are", "was", "were", "be", "been",
        "shall", "will", "this", "that", "as", "at", "from", "or", "an", "it", "its", "which", "have", "has",
        "had", "not", "their", "they", "his", "her", "he", "she", "we", "our", "between", "both", "any", "each",
        "all", "may", "such", "other", "under", "who", "would", "said", "also", "but", "article", "parties",
        "party", "hereby", "whereas", "into", "there", "than", "these", "those", "more", "about", "after",
        "government", "year", "years", "signed", "cooperation", "understanding", "agreement", "through",
        "during", "upon", "within", "scope", "purpose", "areas",
    }),
}  # fmt: skip

RUNNING_KINDS = frozenset({"paragraph", "list_item"})


def vote(text: str) -> Language | None:
    """Return the language whose function words the text holds clearly more of, or None."""
    return _count(text).language


def block_language(text: str) -> Language | None:
    """Return the language of a block; longer blocks on which the votes are even are put to a classifier."""
    language = vote(text)
    return language if language and not _is_doubtful(text) else _classified(text) if _is_doubtful(text) else None


def _is_doubtful(text: str) -> bool:
    """Return whether a text is long enough for a classifier and its function words do not tell its language."""
    count = _count(text)
    if count.words >= 20 and count.votes < 0.05 * count.words:
        return True
    return count.words >= 8 and count.votes > 0 and count.language is None


def _classified(text: str) -> Language | None:
    if _count(text).votes < 0.05 * _count(text).words:
        return None if foreign_language(text) else _classify(text)
    return _by_shape(text) or _classify(text)


def tag_languages(blocks: Sequence[DraftBlock]) -> None:
    """Set the language of every block that has not been given one.

    The classifier takes seconds to load: a doubtful block between two of one language is taken to be in it as well.
    """
    doubtful: list[int] = []
    for number, block in enumerate(blocks):
        if block.language is None and block.kind not in ("page_number", "line_number"):
            if _is_doubtful(block.text):
                doubtful.append(number)
            else:
                block.language = vote(block.text)
    for number in doubtful:
        before, after = _neighbours(blocks, number)
        text = blocks[number].text
        if before == after and before is not None and _count(text).votes > 0:
            blocks[number].language = before
        elif blocks[number].kind != "signature":  # its names and offices are in no language, or in both
            blocks[number].language = _classified(text)
    _fill_between(blocks)


def _neighbours(blocks: Sequence[DraftBlock], at: int) -> tuple[Language | None, Language | None]:
    before = next((blocks[n].language for n in range(at - 1, -1, -1) if blocks[n].language), None)
    return before, next((blocks[n].language for n in range(at + 1, len(blocks)) if blocks[n].language), None)


def _fill_between(blocks: Sequence[DraftBlock]) -> None:
    """Give short blocks without a vote (names, single items) the language of their neighbours where these concur."""
    known = [block.language for block in blocks]
    after: list[Language | None] = []
    for language in reversed(known):
        after.append(language or (after[-1] if after else None))
    after.reverse()
    before: Language | None = None
    for number, block in enumerate(blocks):
        following = after[number]
        before = known[number] or before
        if block.language or block.kind in UNREAD_KINDS or len(block.text) >= 120:
            continue
        if before == following or following is None or before is None:
            block.language = before or following
        elif block.kind == "list_item":  # the last of its list, where the other language's text begins
            block.language = before


def document_language(blocks: Sequence[DraftBlock]) -> DocumentLanguage:
    """Return the language of the running text; `id+en` only where both have a real share of it.

    A quoted sentence, a title or an abstract in the other language does not make a document bilingual.
    """
    shares: Counter[str] = Counter()
    total = 0
    for block in blocks:
        if block.kind in UNREAD_KINDS or block.kind == "reference":
            continue
        size = len(block.text)
        total += size
        if block.language:
            shares[block.language] += size
        elif size >= 120 and block.kind in RUNNING_KINDS:
            shares["unknown"] += size
    known = shares["id"] + shares["en"]
    if known == 0 or shares["unknown"] > 2 * known:
        text = " ".join(block.text for block in blocks if block.kind not in UNREAD_KINDS)
        return "other" if len(text) < 60 or foreign_language(text) else (_classify(text) or "other")
    less = min(shares["id"], shares["en"]) / known
    if less >= 0.28:
        return "id+en"
    return "id" if shares["id"] >= shares["en"] else "en"


def foreign_language(text: str) -> str | None:
    """Return the code of the language of a longer text that is clearly neither Indonesian (or Malay) nor English."""
    if len(text) < 60:
        return None
    code, _ = _identifier().classify(text[:4000])
    return None if code in ("id", "ms", "jv", "su", "en") else str(code)


class _Count(NamedTuple):
    """How many words a text has, how many of them vote for a language, and which one has clearly more votes."""

    words: int
    votes: int
    language: Language | None


@lru_cache(maxsize=256)
def _count(text: str) -> _Count:
    words = _WORD.findall(text.lower())
    indonesian = sum(map(FUNCTION_WORDS["id"].__contains__, words))
    english = sum(map(FUNCTION_WORDS["en"].__contains__, words))
    language: Language | None = None
    if indonesian >= english and indonesian >= 1 and indonesian > 1.5 * english:
        language = "id"
    elif english > 1.5 * indonesian:
        language = "en"
    return _Count(len(words), indonesian + english, language)


_WORD = re.compile(r"[^\W\d_]+")


_SHAPES: dict[Language, re.Pattern[str]] = {
    "id": re.compile(
        r"\b(?:(?:me[mnr]|menge|pe[mnr]|penge|be[lr]|te[lr]|di|ke|se)[a-z]{4,}(?:an|kan|nya|i)?|[a-z]{4,}(?:kan|nya|annya)|"
        r"[a-z]+-[a-z]+an)\b"
    ),
    "en": re.compile(
        r"\b[a-z]{2,}(?:tion|tions|ing|ment|ments|ity|ities|ed|ly|ness|ship|ies|ous|ful)\b|\b(?:th|wh|qu)[a-z]+"
    ),
}


def _by_shape(text: str) -> Language | None:
    """Return the language that the beginnings and endings of a text's words speak for clearly, or None."""
    low = text.lower()
    indonesian, english = (len(_SHAPES[language].findall(low)) for language in ("id", "en"))
    if max(indonesian, english) < 4:
        return None
    return "id" if indonesian >= 3 * english else "en" if english >= 3 * indonesian else None


def _classify(text: str) -> Language | None:
    ranked = [code for code, _ in _identifier().rank(text[:4000])]
    return "id" if ranked.index("id") < ranked.index("en") else "en"


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """Return the classifier; its model takes half a second and 100 MB, and is loaded when the votes leave a doubt."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
