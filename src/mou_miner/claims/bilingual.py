"""One agreement in two languages: its values once, with their words in both texts, and where the texts differ.

Each text is read by itself as if the other were not there. A value that both give is one claim with the words of both; where
they give different ones, the document gets a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from mou_miner.records import Block, Claim, Document, Field, Language, Span

Clauses = Sequence[tuple[Block, Block]]
"""Blocks that say the same, the Indonesian one first."""
MIN_PAIRS = 3
LANGUAGES: tuple[Language, Language] = ("id", "en")
_COMPARED: dict[Field, str] = {
    "date_signed": "is dated", "valid_years": "gives a term of years of", "notice_months": "gives a notice of months of",
    "copies": "has a number of copies of", "prevailing_language": "lets prevail the language",
}  # fmt: skip
_QUOTED: frozenset[str] = frozenset({"title", "termination"})
"""Fields whose value is the words themselves, which differ by language; a paper has one of each."""


def texts_of(document: Document, clauses: Clauses) -> tuple[Document, Document] | None:
    """Return the document with its Indonesian text alone and with its English text alone, or None where it has not both.

    A story that quotes a sentence in the other language is no document in two languages: clauses must be paired.
    """
    if document.language != "id+en" or len(clauses) < MIN_PAIRS:
        return None
    indonesian, english = (_in(document, language) for language in LANGUAGES)
    return indonesian, english


def _in(document: Document, language: Language) -> Document:
    """Return the document with the other language's blocks as noise; signatures that stand once belong to both."""
    signed = any(block.kind == "signature" and block.language == language for block in document.blocks)
    blocks = [
        block
        if block.language in (language, None) or (block.kind == "signature" and not signed)
        else block.model_copy(update={"kind": "noise"})
        for block in document.blocks
    ]
    return document.model_copy(update={"language": language, "blocks": tuple(blocks)})


def join_texts(
    document: Document, clauses: Clauses, claims: Sequence[Claim], texts: Sequence[Sequence[Claim]]
) -> list[Claim]:
    """Return the claims with the words that say the same in either text added to their spans.

    A scope that a word of one text may mean (`conservation`) is left out where the same item of a list names others in both.
    """
    twins: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in (claim for text in texts for claim in text):
        twins[_key(claim)].append(claim)
    doubtful = _doubtful_scopes(document, clauses, texts)
    kept = [claim for claim in claims if claim.field != "scope" or claim.value not in doubtful]
    return [_with_spans(claim, twins.get(_key(claim), ())) for claim in kept]


def _doubtful_scopes(document: Document, clauses: Clauses, texts: Sequence[Sequence[Claim]]) -> set[str]:
    """Return the scopes that one text alone gives, and only beside one that the same item of a list has in both.

    An item names one thing; a sentence names many, and one of them may merely not have been recognised in one text.
    """
    items = {block.start for block in document.blocks if block.kind == "list_item"}
    left, right = (_scopes_by_block(document, text) for text in texts)
    partners = _partners(clauses)
    sure: set[str] = set()
    doubtful: set[str] = set()
    for own, other in ((left, right), (right, left)):
        for start, codes in own.items():
            partner = partners.get(start)
            theirs = other.get(partner.start, set()) if partner else set()
            lone = codes - theirs if codes & theirs and start in items else set()
            doubtful |= lone
            sure |= codes - lone
    return doubtful - sure


def _partners(clauses: Clauses) -> dict[int, Block]:
    """Return the block that says the same by where a block begins."""
    return {**{left.start: right for left, right in clauses}, **{right.start: left for left, right in clauses}}


def _key(claim: Claim) -> tuple[object, ...]:
    pair, _, paper = claim.on.partition("#")
    value = "" if claim.field in _QUOTED else claim.value
    return claim.field, value, claim.assertion, pair, paper


def _with_spans(claim: Claim, twins: Sequence[Claim]) -> Claim:
    spans = list(claim.spans)
    for span in (span for twin in twins for span in twin.spans):
        if not any(span.start < other.end and span.end > other.start for other in spans):
            spans.append(span)
    return claim if len(spans) == len(claim.spans) else claim.model_copy(update={"spans": tuple(spans)})


def differences(
    document: Document, clauses: Clauses, indonesian: Sequence[Claim], english: Sequence[Claim]
) -> tuple[str, ...]:
    """Return in words where the two texts of a document differ: a value, or a field of cooperation in one text alone."""
    told = any("where the English text says" in warning for warning in document.warnings)
    found = [
        warning for field, words in _COMPARED.items()
        if not (told and field in ("valid_years", "notice_months"))
        for warning in _other_values(field, words, indonesian, english)
    ]  # fmt: skip
    return tuple(dict.fromkeys([*found, *_lone_scopes(document, clauses, indonesian, english)]))


def _other_values(field: Field, words: str, indonesian: Sequence[Claim], english: Sequence[Claim]) -> Iterator[str]:
    left, right = (_values(field, claims) for claims in (indonesian, english))
    for on in sorted(left.keys() & right.keys()):
        one, two = left[on], right[on]
        if not any(str(a).startswith(str(b)) or str(b).startswith(str(a)) for a in one for b in two):
            shown = [
                ", ".join(sorted(f"{v:g}" if isinstance(v, float) else str(v) for v in side)) for side in (one, two)
            ]
            yield f"the Indonesian text {words} {shown[0]}, the English text {shown[1]}"


def _values(field: Field, claims: Sequence[Claim]) -> dict[str, set[str | int | float | bool]]:
    values: dict[str, set[str | int | float | bool]] = defaultdict(set)
    for claim in claims:
        if claim.field == field and claim.on.endswith(":1"):
            values[claim.on].add(claim.value)
    return values


def _lone_scopes(
    document: Document, clauses: Clauses, indonesian: Sequence[Claim], english: Sequence[Claim]
) -> Iterator[str]:
    """Yield the fields of cooperation of an item that is missing, or names other fields, in the other text.

    An item whose counterpart names a field too, if only in part the same, is taken to say the same in other words.
    """
    partners = _partners(clauses)
    left, right = (_scopes_by_block(document, claims) for claims in (indonesian, english))
    for own, other, language in ((left, right, "Indonesian"), (right, left, "English")):
        elsewhere = {code for codes in other.values() for code in codes}
        for start, codes in sorted(own.items()):
            partner = partners.get(start)
            if elsewhere and not codes & elsewhere and (partner is None or not other.get(partner.start)):
                yield f"the scope {', '.join(sorted(codes))} is found only in the {language} text"


def _scopes_by_block(document: Document, claims: Sequence[Claim]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for claim in claims:
        for span in claim.spans if claim.field == "scope" else ():
            block = _block_of(document, span)
            if block and block.kind in ("list_item", "paragraph"):
                found[block.start].add(str(claim.value))
    return found


def _block_of(document: Document, span: Span) -> Block | None:
    return next((block for block in document.blocks if block.start <= span.start < block.end), None)
