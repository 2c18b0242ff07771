"""The vocabulary of the dataset: judgements, changes, what is asked of it and what comes back."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from mou_miner.records import Form, Record, ScopeCode, Stage, Typology

Action = Literal["merge", "split", "undo"]


class Judgement(Record):
    """What somebody decided about which tellings are one partnership; append-only.

    `first` and `second` are ids of partnerships or of their variants. A split of a document has it in `doc_id`, and in
    `second` the variant it becomes. An undo names in `undoes` what no longer counts.
    """

    action: Action
    who: str
    at: str
    first: str | None = None
    second: str | None = None
    doc_id: str | None = None
    undoes: int | None = None
    why: str | None = None
    judgement_id: int | None = None


class Join(NamedTuple):
    """A variant of a partnership (made of places as some documents name them) that a rule joined to another one."""

    variant: str
    joined_to: str
    rule: str


class Identity(NamedTuple):
    """What a party is known by: `code` is that of the place it was linked to, None where it was not."""

    code: str | None
    name: str
    level: str
    country: str | None


class Telling(NamedTuple):
    """A partnership as a document tells it, by its parties alone; `number` counts those of the document."""

    doc_id: str
    number: int
    indonesian: Identity
    partner: Identity


class Group(NamedTuple):
    """The tellings of one partnership, and how their variants came together."""

    partnership_id: str
    members: tuple[tuple[str, int], ...]
    variants: tuple[str, ...]
    joins: tuple[Join, ...]


# ---------------------------------------------------------------------------------------------- questions and answers


class PartnershipQuery(Record):
    """Which partnerships are asked for; what is None or empty does not matter.

    `text` are words that all stand in the names or wordings of the partnership, or in one of its documents. `region` is
    a Kemendagri code (that of a province means all within it) or a part of a name. `year` is one in which an instrument
    was signed or an activity took place. `dormant` and `expired` need `on`, the date they are judged by.
    """

    text: str | None = None
    region: str | None = None
    country: str | None = None
    partner: str | None = None
    stages: tuple[Stage, ...] = ()
    forms: tuple[Form, ...] = ()
    scope: ScopeCode | None = None
    year: int | None = None
    min_confidence: float | None = None
    doc_id: str | None = None
    dormant: bool | None = None
    expired: bool | None = None
    on: str | None = None


class PartnershipSummary(Record):
    """A partnership as lists show it; `documents`, `instruments` and `activities` are numbers."""

    partnership_id: str
    indonesian_name: str
    indonesian_level: str
    kemendagri_code: str | None
    indonesian_latitude: float | None
    indonesian_longitude: float | None
    partner_name: str
    partner_level: str
    partner_country: str | None
    geonames_id: int | None
    partner_latitude: float | None
    partner_longitude: float | None
    form: Form | None
    stage: Stage | None
    typology: Typology | None
    confidence: float
    documents: int
    sources: int
    instruments: int
    activities: int
    scopes: tuple[str, ...]
    first_signed: str | None
    expires: str | None
    last_told: str | None
    updated: str | None


class PartnershipPage(Record):
    """A page of partnerships; `after` of the next page is `next`, None on the last one."""

    items: tuple[PartnershipSummary, ...]
    total: int
    next: str | None


class DocumentHit(Record):
    """A document that was found by its words; `snippet` shows the first of them."""

    doc_id: str
    source: str
    kind: str
    language: str
    title: str | None
    publisher: str | None
    date_published: str | None
    snippet: str


class Change(Record):
    """A partnership was added, changed or removed; `sequence` counts up and never repeats."""

    sequence: int
    at: str
    kind: Literal["added", "changed", "removed"]
    partnership_id: str
    run_id: int | None


class Received(Record):
    """A record that was taken in and waits to be read; `content` is the record as it came, one line of JSON."""

    inbox_id: int
    source: str
    content: str
    fields: dict[str, Any]
