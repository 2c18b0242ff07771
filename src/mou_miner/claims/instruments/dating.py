"""What happened on each date of a sentence: the word that governs it decides whether it can be the day of a signing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mou_miner.claims.dates import FoundDate, find_dates
from mou_miner.records import Span
from mou_miner.rules.instruments import DateRole, InstrumentRules, load_instrument_rules

_FAR = 110
"""Over so many characters a word before a date gives way to a near one behind it."""
_OPENS_CLAUSE = re.compile(
    r"(?:^|[.;:,–—-]\s*|[“\"(]\s*)(?:pada|on|in|tanggal|hari|di|the|tahun|dan|and|but|lalu|then|\s)*$", re.I
)
_DETERMINER = re.compile(r"(?:\b(?:the|a|an|sebuah|acara|its|his|her|their|official|rangkaian)\s+)*$", re.I)
_EMBEDDED = re.compile(
    r"\b(?:yang|which|that)\s+(?:telah|sudah|had been|has been|have been|was|were|already)?\s*$", re.I
)
_JUST_THE_DATE = re.compile(
    r"[\s,(]*(?:pada|hari|on|malam|pagi|siang|sore|petang|\w+day|senin|selasa|rabu|kamis|jumat|sabtu|minggu|[\s,(])*$",
    re.I,
)


_SUBJECT_BEHIND = re.compile(
    r"\)?\s*,\s*+(?!(?:and|but|dan|serta|sedangkan|while|tetapi|namun|yang|which|who|di|in|at|kata|said)\b)", re.I
)


_CITED = re.compile(r"\((?!(?i:loi|mou|msp))[A-Z][^(),;\d]{2,60}(?:et al\.)?,\s*(?:19|20)\d\d[a-z]?\)")
"""A source in brackets: its year is nobody's date."""


class Head(NamedTuple):
    """A word that says what happened; counted in the text it was found in."""

    start: int
    end: int
    role: DateRole


class DatedEvent(NamedTuple):
    """A date, what happened on it and the word that says so; no role where no such word is near."""

    date: FoundDate
    role: DateRole | None
    head: Span | None


def read_events(text: str, published: str | None = None, more_heads: Iterable[Head] = ()) -> list[DatedEvent]:
    """Return the dates of a sentence, in order, each with what happened on it."""
    rules = load_instrument_rules()
    cited = [match.span() for match in _CITED.finditer(text)]
    dates = [d for d in find_dates(text, published) if not any(low < d.start < high for low, high in cited)]
    heads = _heads(text, dates, rules, more_heads)
    return [_event(text, date, heads, rules) for date in dates]


def find_heads(text: str, more_heads: Iterable[Head] = ()) -> list[Head]:
    """Return the words of the text that say what happened, dates apart."""
    return _heads(text, find_dates(text), load_instrument_rules(), more_heads)


def _heads(text: str, dates: Sequence[FoundDate], rules: InstrumentRules, more: Iterable[Head]) -> list[Head]:
    found = [Head(m.start(), m.end(), rules.role_of(m.group())) for m in rules.head_pattern.finditer(text)]
    found = [head for head in found if not any(head.start < d.end and d.start < head.end for d in dates)]
    extra = [head for head in more if not any(head.start < other.end and other.start < head.end for other in found)]
    return sorted([*found, *extra])


def _event(text: str, date: FoundDate, heads: Sequence[Head], rules: InstrumentRules) -> DatedEvent:
    before = [h for h in heads if h.end <= date.start and not _is_aside(text, h, date)]
    after = [h for h in heads if h.start >= date.end]
    opens = bool(_OPENS_CLAUSE.search(text[: date.start])) and bool(_SUBJECT_BEHIND.match(text[date.end :]))
    if before and not (opens and after) and (date.start - before[-1].end <= _FAR or not after):
        head = _governing(text, before, rules)
    elif after:
        head = _first_finite(after)
    else:
        return DatedEvent(date, None, None)
    return DatedEvent(date, head.role, Span(head.start, head.end))


def _is_aside(text: str, head: Head, date: FoundDate) -> bool:
    """Whether the head is a speaker set off by commas: ", kata dia, ..." does not take the date behind it."""
    if head.role != "report" or not re.search(r"[,”\"]\s*$", text[: head.start]):
        return False
    between = text[head.end : date.start]
    closing = between.find(",")
    return closing >= 0 and not _JUST_THE_DATE.fullmatch(between[closing + 1 :])


def _governing(text: str, before: Sequence[Head], rules: InstrumentRules) -> Head:
    """The nearest head; an event that a signing was part of hands the date over to the signing."""
    last = before[-1]
    if last.role not in {"event", "tie"}:
        return last
    if len(before) > 1 and before[-2].role in {"paper", "tie"} and rules.ends_with("happens", text[: last.end]):
        return before[-2]
    for at in range(len(before) - 1, -1, -1):
        head = before[at]
        if head.role in {"paper", "tie"} and head is not last:
            embedded = _EMBEDDED.search(text[: head.start]) and at > 0 and before[at - 1].role in {"event", "report"}
            return before[at - 1] if embedded else head
        if head.role == "tie":
            return head
        if head.role != "event":
            return last
        if not rules.ends_with("alongside", _DETERMINER.sub("", text[: head.start])):
            return last
    return last


def _first_finite(after: Sequence[Head]) -> Head:
    """Behind a date at the head of its clause a signing outweighs the event it was part of, if nothing else comes first."""
    first = after[0]
    if first.role == "event" and len(after) > 1 and after[1].role == "paper" and after[1].start - first.end < 60:
        return after[1]
    return first
