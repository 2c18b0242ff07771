"""What needs spaCy's Doc: normal forms, names of offices that cancel a field, sentence borders."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy import util
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from mou_miner.mentions.sentences import sentence_starts
from mou_miner.rules.spelling import normal_form

FILTER = "mou_miner.longest_spans_filter.v1"
NOT = ".not"
TOPIC_GROUPS = ("scopes", "activities")
_LINKS = frozenset({"dan", "serta", "and", "&", ",", "/", "of", "for"})
_MAX_GAP = 2


@Language.factory("normal_form", default_config={"spellings": {}})
class NormalForm:
    """Sets `token.norm_` to the form in which rules and texts are compared."""

    def __init__(self, nlp: Language, name: str, spellings: dict[str, str]) -> None:
        self._spellings = spellings
        self._known: dict[str, str] = {}

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            form = self._known.get(token.text)
            if form is None:
                form = self._known[token.text] = normal_form(token.text, self._spellings)
            token.norm_ = form
        return doc


@util.registry.misc(FILTER)  # type: ignore[untyped-decorator]
def make_longest_spans_filter() -> Callable[[Iterable[Span], Iterable[Span]], list[Span]]:
    """Return a filter that drops what a rule's own `not` phrases cover, then keeps the longest of what overlaps."""

    def keep_longest(old: Iterable[Span], new: Iterable[Span]) -> list[Span]:
        spans = [*old, *new]
        nots = [span for span in spans if span.id_.endswith(NOT)]
        kept = [span for span in spans if not span.id_.endswith(NOT) and not any(_covers(n, span) for n in nots)]
        return util.filter_spans(sorted(kept, key=lambda span: (span.start, span.end, span.id_)))

    return keep_longest


def _covers(cancel: Span, span: Span) -> bool:
    same_rule = cancel.id_.removesuffix(NOT) == span.id_
    # A span that starts inside is the same wording with more words behind it ('membuka jalan' | 'membuka jalan bagi').
    return same_rule and cancel.start <= span.start < cancel.end


@Language.factory("genre_sentences", default_config={"abbreviations": []})
class GenreSentences:
    """Sets sentence borders as this genre prints them."""

    def __init__(self, nlp: Language, name: str, abbreviations: list[str]) -> None:
        self._abbreviations = frozenset(abbreviations)

    def __call__(self, doc: Doc) -> Doc:
        starts = {0, *sentence_starts(doc.text, self._abbreviations)}
        for token in doc:
            # Only what must be set is set, as each setting looks through the whole Doc. The second token is always
            # set: spaCy takes a Doc without any border behind the first token for one that was never split.
            is_start = token.i == 0 or (token.idx in starts and not token.is_space)
            if is_start or token.i == 1:
                token.is_sent_start = is_start
        return doc


@Language.component("cancel_topics")
def cancel_topics(doc: Doc) -> Doc:
    """Drop scopes and activities that are part of the name of an office, a school or a company."""
    cancels = list(doc.spans.get("cancels", ()))
    for group in TOPIC_GROUPS:
        spans = list(doc.spans.get(group, ()))
        dropped = _cancelled(spans, cancels)
        doc.spans[group] = [span for span in spans if span.start not in dropped]
    return doc


def _cancelled(spans: list[Span], cancels: Iterable[Span]) -> set[int]:
    starts, ends = {span.start: span for span in spans}, {span.end: span for span in spans}
    dropped: set[int] = set()
    for cancel in cancels:
        if cancel.label_ == "head":
            dropped.update(_after_head(cancel, starts))
        elif cancel.label_ == "tail":
            dropped.update(_before_tail(cancel, ends))
        else:
            dropped.update(span.start for span in spans if span.start < cancel.end and cancel.start < span.end)
    return dropped


def _after_head(head: Span, starts: dict[int, Span]) -> list[int]:
    """Return the starts of the spans that belong to the name which `head` opens."""
    doc, position, gap, found = head.doc, head.end, 0, list[int]()
    named = _is_capital(doc[head.start])
    while position < len(doc):
        span = starts.get(position)
        if span is not None and (not found or _is_capital(doc[position]) == named):
            found.append(position)
            position = span.end
        elif named and not found and gap < _MAX_GAP and _is_capital(doc[position]):
            position, gap = position + 1, gap + 1
        elif found and _continues(doc, position, starts, named=named):
            position += 1
        else:
            break
    return found


def _continues(doc: Doc, position: int, starts: dict[int, Span], *, named: bool) -> bool:
    """Return whether a name goes on behind this token: 'Dinas Pemuda, Olahraga dan Pariwisata'."""
    if doc[position].norm_ not in _LINKS or position + 1 not in starts:
        return False
    # A comma belongs to a name only where the next word is a capital: a list of fields goes on in lower case.
    return _is_capital(doc[position + 1]) if named or doc[position].norm_ == "," else True


def _before_tail(tail: Span, ends: dict[int, Span]) -> list[int]:
    """Return the starts of the spans that belong to the name which `tail` closes."""
    doc, position, found = tail.doc, tail.start, list[int]()
    while (span := ends.get(position)) is not None:
        found.append(span.start)
        position = span.start
        if position > 1 and doc[position - 1].norm_ in {"and", "&", "/"} and _is_capital(doc[position]):
            position -= 1
    return found


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper()
