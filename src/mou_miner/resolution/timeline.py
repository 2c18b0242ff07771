"""A partnership over time: what happened when, and whether its term or its voice has run out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from mou_miner.dates import is_date, last_day, term_end, years_before
from mou_miner.records import Activity, Instrument, ResolvedActivity, ResolvedPartnership, Stage

SILENCE_YEARS = 5
"""A partnership that nothing was told of for so many years is dormant."""

_SIGNED: frozenset[str] = frozenset({"mou", "renewal", "agreement", "plan_of_action", "other"})

Flag = Literal["expired", "dormant"]


class Event(NamedTuple):
    """One line of a timeline; `date` is partial as far as known, '' where unknown, `documents` say so."""

    date: str
    kind: Literal["instrument", "activity", "step", "stage", "term"]
    what: str
    stage: Stage | None
    documents: tuple[str, ...]


def expiry(instruments: Iterable[Instrument]) -> str | None:
    """Return the last day of the latest term; None where no term is told, or a later paper tells none."""
    signed = [item for item in instruments if item.kind in _SIGNED and is_date(item.date_signed)]
    ends = [end for item in signed if item.valid_years and (end := term_end(item.date_signed or "", item.valid_years))]
    if not ends:
        return None
    latest = max(ends)
    begun_last = max(item.date_signed or "" for item in signed if item.valid_years)
    open_ended = any(
        not item.valid_years and item.kind in {"mou", "renewal"} and (item.date_signed or "") > begun_last
        for item in signed
    )
    return None if open_ended else latest


def last_told(dates: Iterable[str | None], instruments: Iterable[Instrument], activities: Iterable[Activity | ResolvedActivity]) -> str | None:  # fmt: skip
    """Return the latest date that anything is told of: a document, a signing, or an activity that took place."""
    found = [day for day in dates if is_date(day)]
    found += [item.date_signed for item in instruments if is_date(item.date_signed)]
    found += [item.date for item in activities if item.assertion == "done" and is_date(item.date)]
    return max((day for day in found if day), key=lambda day: (last_day(day), day), default=None)


def flags(partnership: ResolvedPartnership, on: str, *, silence_years: int = SILENCE_YEARS) -> tuple[Flag, ...]:
    """Return `expired` and `dormant` where they hold on a day; the stage stays what the sources state."""
    if partnership.stage == "ended":
        return ()
    found: list[Flag] = []
    if partnership.expires is not None and partnership.expires < on:
        found.append("expired")
    told = partnership.last_told
    if told is not None and last_day(told) < date.fromisoformat(years_before(on, silence_years)):
        found.append("dormant")
    return tuple(found)


def timeline(partnership: ResolvedPartnership, on: str | None = None) -> list[Event]:
    """Return what happened in the order of its date, what has none last; terms that ended by `on` are among it."""
    events = [
        Event(item.instrument.date_signed or "", "instrument", _paper(item.instrument), None, item.documents)
        for item in partnership.instruments
    ]
    events += [
        Event(item.date or "", "activity", f"{item.type}, {item.assertion}: {item.text}", None, item.documents)
        for item in partnership.activities
    ]
    events += [
        Event(item.date or "", "step", f"{item.step}, {item.assertion}", None, item.documents)
        for item in partnership.milestones
    ]
    events += _stages(partnership)
    if partnership.expires is not None and on is not None and partnership.expires < on:
        papers = sorted(
            {doc for item in partnership.instruments if item.instrument.valid_years for doc in item.documents}
        )
        events.append(Event(partnership.expires, "term", "the term ends", None, tuple(papers)))
    return sorted(events, key=lambda event: (event.date or "9999", _ORDER[event.kind], event.what))


_ORDER = {"instrument": 0, "activity": 1, "step": 2, "stage": 3, "term": 4}


def _paper(instrument: Instrument) -> str:
    term = f", for {instrument.valid_years:g} years" if instrument.valid_years else ""
    number = f", number {instrument.number}" if instrument.number else ""
    return f"{instrument.kind}{number}{term}"


def _stages(partnership: ResolvedPartnership) -> list[Event]:
    """Return the stages that documents state, each where it is first stated and where it is stated after another."""
    told = sorted(document for document in partnership.documents if document.stage)
    events: list[Event] = []
    for document in sorted(told, key=lambda item: (item.date or "9999", item.doc_id)):
        stage: Stage = document.stage  # type: ignore[assignment]
        if events and events[-1].stage == stage:
            events[-1] = events[-1]._replace(documents=(*events[-1].documents, document.doc_id))
        else:
            events.append(Event(document.date, "stage", f"stage {stage}", stage, (document.doc_id,)))
    return events
