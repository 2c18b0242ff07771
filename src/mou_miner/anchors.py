"""Where a quote stands in a text, be the text read a little differently than when it was quoted."""

from __future__ import annotations

from rapidfuzz import fuzz

from mou_miner.records import Span

CUT = 92.0
"""A quote with a few other characters is still the same one; with more it may be another."""
LONG_ENOUGH = 12
"""Shorter quotes are looked for as they are: a name with one other letter is another name."""

_DROPPED = "\u00ad\u200b"


def find_quote(text: str, quote: str) -> list[Span]:
    """Return where the quote stands: as it is, else with other white space, else nearly so; empty where it does not."""
    quote = quote.strip()
    if not quote:
        return []
    return _exact(text, quote) or _spaced_otherwise(text, quote) or _nearly(text, quote)


def _exact(text: str, quote: str) -> list[Span]:
    spans, start = [], text.find(quote)
    while start >= 0:
        spans.append(Span(start, start + len(quote)))
        start = text.find(quote, start + 1)
    return [span for span in spans if _is_whole(text, span)] or spans


def _spaced_otherwise(text: str, quote: str) -> list[Span]:
    places = [place for place, character in enumerate(text) if not _is_space(character)]
    packed = "".join(text[place] for place in places)
    wanted = "".join(character for character in quote if not _is_space(character))
    if not wanted:
        return []
    return [Span(places[span.start], places[span.end - 1] + 1) for span in _exact(packed, wanted)]


def _nearly(text: str, quote: str) -> list[Span]:
    if not LONG_ENOUGH <= len(quote) <= len(text):
        return []
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=CUT)
    if found is None:
        return []
    start, end = found.dest_start, found.dest_end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [_to_word_edges(text, start, end)]


def _to_word_edges(text: str, start: int, end: int) -> Span:
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def _is_space(character: str) -> bool:
    return character.isspace() or character in _DROPPED


def _is_whole(text: str, span: Span) -> bool:
    """Say whether the span begins and ends at the edges of words: '5' stands in 'Pasal 5' and not in '2015'."""
    begins = span.start == 0 or not (text[span.start].isalnum() and text[span.start - 1].isalnum())
    return begins and (span.end == len(text) or not (text[span.end - 1].isalnum() and text[span.end].isalnum()))
