"""The vocabulary: the records that travel between the stages, and the codes their fields take.

Names and codes are those of the public contract (extraction.schema.json) wherever it has them. Offsets are half-open and
count code points of `Document.text`. Unknown is None, never a default; dates are ISO strings and may be partial
(`2012`, `2012-04`).
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict

Level = Literal["city", "regency", "province", "district", "port", "other"]
Form = Literal["sister_city", "sister_province", "sister_regency", "sister_port", "other"]
Stage = Literal["exploration", "loi", "mou", "implemented", "ended", "stalled"]
Typology = Literal["economic", "multipurpose", "complex"]
Assertion = Literal["done", "planned", "not_done"]
Language = Literal["id", "en"]
DocumentLanguage = Literal["id", "en", "id+en", "other"]
DocumentKind = Literal["mou", "loi", "agreement", "plan_of_action", "news", "article", "report", "other"]
InstrumentKind = Literal["loi", "mou", "plan_of_action", "renewal", "agreement", "other"]
ActivityType = Literal[
    "aid", "exchange", "training", "technology_transfer", "trade_investment", "joint_project", "visit_ceremony", "event",
    "research", "other",
]  # fmt: skip
ScopeCode = Literal[
    "economy_trade", "investment", "tourism", "culture_arts", "education", "youth_sport", "environment",
    "waste_management", "water_river", "port_logistics_maritime", "transport", "health", "science_technology",
    "smart_city_ict", "urban_planning", "governance_capacity", "disaster", "agriculture_fisheries", "industry_sme",
    "library_heritage", "energy", "people_to_people", "security", "other",
]  # fmt: skip
BlockKind = Literal[
    "title", "heading", "paragraph", "list_item", "table_row", "signature", "caption", "reference", "header", "footer",
    "page_number", "line_number", "noise",
]  # fmt: skip
Label = Literal["PLACE", "ORG", "PERSON", "DATE", "SCOPE", "ACTIVITY", "CUE", "PARTY", "SECTION"]
Field = Literal[
    "partnership", "form", "stage", "typology", "scope", "activity", "instrument", "title", "number", "date_signed",
    "place_signed", "valid_years", "renewable", "notice_months", "language", "prevailing_language", "signatory",
    "witness", "copies", "variant", "termination", "legal_basis", "article", "signing", "side_number", "ceremonial_only",
    "milestone",
]  # fmt: skip
MilestoneStep = Literal[
    "exploration", "loi", "cooperation_plan", "council_approval", "ministry_facilitation", "mou", "implementation",
    "evaluation", "renewal", "end",
]  # fmt: skip
ProfileKind = Literal["potential", "challenge"]
ProfileCategory = Literal[
    "economy_trade", "investment", "tourism", "culture_arts", "education", "youth_sport", "environment",
    "waste_management", "water_river", "port_logistics_maritime", "transport", "health", "science_technology",
    "smart_city_ict", "urban_planning", "governance_capacity", "disaster", "agriculture_fisheries", "industry_sme",
    "library_heritage", "energy", "people_to_people", "security", "other", "human_resources", "natural_resources",
    "no_implementation", "ceremonial_risk", "coordination", "interest_formulation", "authority_regulation",
    "government_capacity", "funding", "unused_links",
]  # fmt: skip
ProblemCode = Literal[
    "encrypted", "broken", "timed_out", "out_of_memory", "too_large", "unsupported", "no_text", "partial", "unreadable",
    "empty", "internal",
]  # fmt: skip
Status = Literal["done", "skipped", "failed"]
Verdict = Literal["accept", "reject", "add", "undo"]

SCOPE_CODES: tuple[str, ...] = get_args(ScopeCode)
ACTIVITY_TYPES: tuple[str, ...] = get_args(ActivityType)

UNREAD_KINDS: frozenset[str] = frozenset({"header", "footer", "page_number", "line_number", "noise"})
"""Kinds of block that stand in the text but are left out of sentences: nothing is claimed from them."""


class Record(BaseModel):
    """A frozen value; to change one, make a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ---------------------------------------------------------------------------------------------- documents


class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin at the page's top left; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Word(NamedTuple):
    """A printed word: its stretch of `Document.text` and where it stands. `confidence` is OCR's, else None.

    `read_as` is what OCR read where the text has it corrected.
    """

    start: int
    end: int
    box: Box
    confidence: float | None = None
    read_as: str | None = None


class Page(Record):
    """A page and its stretch of the text; width and height in points."""

    number: int
    start: int
    end: int
    width: float
    height: float


class Cell(Record):
    """A cell of a table row: its stretch of the text and the header of its column, where there is one."""

    start: int
    end: int
    header: str | None = None


class Block(Record):
    """A stretch of text that belongs together, in reading order; blocks do not overlap and are separated by newlines."""

    start: int
    end: int
    kind: BlockKind
    language: Language | None = None
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    confidence: float | None = None


class Document(Record):
    """One file as read; its text never changes.

    `doc_id` is the sha256 of the bytes. `words` is empty where the source has no pages (HTML, plain text). `media_type` is a
    MIME type, `reader` the name and version of what read it.
    """

    doc_id: str
    source: str
    media_type: str
    kind: DocumentKind
    language: DocumentLanguage
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date_published: str | None = None
    pages: tuple[Page, ...] = ()
    words: tuple[Word, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    reader: str


# ---------------------------------------------------------------------------------------------- mentions and places


class Span(NamedTuple):
    """A half-open stretch of `Document.text`."""

    start: int
    end: int


class Mention(Record):
    """Seen here; no interpretation. `value` is a code where the rule gives one (a scope code, a cue's meaning)."""

    start: int
    end: int
    text: str
    label: Label
    rule: str
    value: str | None = None


class Place(Record):
    """One gazetteer entry. `name` is canonical: 'Kota Bandung' for Indonesian places, the English name for others."""

    name: str
    country: str
    level: Level
    kemendagri_code: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    parent: str | None = None
    """Name of the first-level region it lies in, where known."""


class Candidate(NamedTuple):
    """A place that a written name may mean. `score` is 0 to 1 and not a rate; `reason` says how it was found."""

    place: Place
    score: float
    reason: str


# ---------------------------------------------------------------------------------------------- claims


class Origin(Record):
    """Who made a claim: a rule, a model, an annotator or an import, with name and version."""

    kind: Literal["rule", "model", "annotator", "import"]
    name: str
    version: str


class Claim(Record):
    """field = value for the thing `on`, resting on spans of one document.

    `on` is the key of a partnership (`Kota Bandung|Suwon|KR|city`), followed by `#` and the key of an instrument
    where the field is one of an instrument's (`...|city#mou:1`). `details` holds what a value needs beside its code:
    both parties of a partnership, a signatory's role and side, an activity's date, scope and amount.
    """

    doc_id: str
    field: Field
    value: str | int | float | bool
    on: str
    spans: tuple[Span, ...]
    origin: Origin
    confidence: float
    assertion: Assertion | None = None
    score: float | None = None
    details: dict[str, Any] = {}


class Correction(Record):
    """What a person decided about a value; append-only, found again by its quote.

    `move` names what was done in one go (a change is a reject and an add) and is undone together by an entry with the
    verdict `undo` that names it in `undoes`. `span` says where the quote stood: it chooses among several occurrences.
    `layer` names the annotator whose own copy this belongs to while two work on a document blind; such an entry counts
    for nobody else. `via` names the program an imported decision was made in.
    """

    doc_id: str
    field: Field
    value: str | int | float | bool
    on: str
    verdict: Verdict
    quote: str
    annotator: str
    at: str
    assertion: Assertion | None = None
    note: str | None = None
    details: dict[str, Any] = {}
    source: str | None = None
    move: str | None = None
    undoes: str | None = None
    span: Span | None = None
    layer: str | None = None
    via: str | None = None


# ---------------------------------------------------------------------------------------------- partnerships


class Evidence(Record):
    """Where a single value was read."""

    field: str
    span: Span
    confidence: float | None = None


class Party(Record):
    """One side of a partnership as this document writes it, with the place it was linked to, if any."""

    name: str
    country: str | None
    level: Level
    as_written: str
    kemendagri_code: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    confidence: float | None = None
    spans: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Signatory(Record):
    """Who signed for which side."""

    name: str
    side: Literal["indonesia", "partner"]
    role: str | None = None
    span: Span | None = None


class Witness(Record):
    """Who looked on while others signed; the side is often not told."""

    name: str
    side: Literal["indonesia", "partner"] | None = None
    role: str | None = None
    span: Span | None = None


class Signing(Record):
    """Where and when a side signed, where they signed apart or more than once."""

    date: str | None = None
    place: str | None = None
    side: Literal["indonesia", "partner", "both"] = "both"
    span: Span | None = None


class SideNumber(Record):
    """A number of a paper in the register of one side; the side is None where the text does not tell."""

    number: str
    side: Literal["indonesia", "partner"] | None = None


class Article(Record):
    """An article of an instrument. `topic` is a code of `rules/articles.yaml`; `pair` its number in the other language."""

    number: str
    span: Span
    heading: str | None = None
    topic: str | None = None
    language: str | None = None
    pair: str | None = None


class Instrument(Record):
    """A paper the parties signed or drafted; terms in years, notice in months."""

    kind: InstrumentKind
    title: str | None = None
    number: str | None = None
    date_signed: str | None = None
    place_signed: str | None = None
    valid_years: float | None = None
    renewable: bool | None = None
    notice_months: float | None = None
    copies: int | None = None
    languages: tuple[str, ...] = ()
    prevailing_language: str | None = None
    signatories: tuple[Signatory, ...] = ()
    witnesses: tuple[str, ...] = ()
    variant: str | None = None
    """`amendment` or `addendum`, for which the kinds have no code."""
    numbers: tuple[SideNumber, ...] = ()
    termination: str | None = None
    legal_basis: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    signings: tuple[Signing, ...] = ()
    witness_details: tuple[Witness, ...] = ()
    confidence: float | None = None
    spans: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Scope(Record):
    """A field of cooperation that the text names as one."""

    code: ScopeCode
    as_written: str
    span: Span
    confidence: float | None = None
    other_spans: tuple[Span, ...] = ()


class Activity(Record):
    """One piece of evidence of implementation."""

    type: ActivityType
    assertion: Assertion
    span: Span
    text: str
    scope: ScopeCode | None = None
    date: str | None = None
    amount: str | None = None
    confidence: float | None = None
    other_spans: tuple[Span, ...] = ()


class Milestone(Record):
    """A step of the procedure of a partnership that the text dates or asserts."""

    step: MilestoneStep
    assertion: Assertion
    span: Span
    date: str | None = None
    confidence: float | None = None


class ProfileItem(Record):
    """A potential or a challenge of an Indonesian region; the region is None where all regions are meant."""

    region: str | None
    kind: ProfileKind
    category: ProfileCategory
    span: Span
    other_spans: tuple[Span, ...] = ()
    figures: tuple[str, ...] = ()
    confidence: float | None = None


class Partnership(Record):
    """An Indonesian local government and a foreign one, as one document tells it."""

    key: str
    indonesian_party: Party
    partner: Party
    form: Form | None
    stage: Stage | None
    confidence: float
    typology: Typology | None = None
    instruments: tuple[Instrument, ...] = ()
    scopes: tuple[Scope, ...] = ()
    activities: tuple[Activity, ...] = ()
    spans: tuple[Span, ...] = ()
    ceremonial_only: bool | None = None
    milestones: tuple[Milestone, ...] = ()
    typology_reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


# ---------------------------------------------------------------------------------------------- runs


class Versions(Record):
    """What a result rests on: a change of any of these makes a document due for another reading."""

    program: str
    rules: str
    gazetteer: str
    models: str
    settings: str


class Run(Record):
    """One batch; `run_id` counts up in a store."""

    run_id: int
    started: str
    versions: Versions


class Problem(Record):
    """What went wrong with a file: code, cause and remedy in plain words."""

    code: ProblemCode
    cause: str
    remedy: str


class Outcome(Record):
    """What became of one file in a run. A file that holds several documents has one outcome per document."""

    source: str
    status: Status
    doc_id: str | None = None
    problems: tuple[Problem, ...] = ()
    seconds: float | None = None


class Extraction(Record):
    """Everything one document says: its claims (corrections applied) and the partnerships assembled from them."""

    document: Document
    claims: tuple[Claim, ...]
    partnerships: tuple[Partnership, ...]
    regional_profile: tuple[ProfileItem, ...] = ()
    unplaced: tuple[Correction, ...] = ()
    """Corrections whose words are gone from the text."""
    machine: tuple[Claim, ...] | None = None
    """The claims before corrections were applied, None where they were not kept."""
    signature: str | None = None
    """What the text is known again by, as in `DocumentSummary`."""


# ---------------------------------------------------------------------------------------------- across documents


class DocumentSummary(Record):
    """What is known of a stored document without its text; `pages` is their number, None where the source has none."""

    doc_id: str
    source: str
    media_type: str
    kind: DocumentKind
    language: DocumentLanguage
    text_sha256: str
    reader: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date_published: str | None = None
    pages: int | None = None
    ocr_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    signature: str | None = None
    """What the text is known again by when it is copied or translated; None where it was never computed."""


class Support(NamedTuple):
    """Where a value of a resolved record was read: a span of one of its documents, and the field it supports."""

    doc_id: str
    field: str
    start: int
    end: int


class ResolvedInstrument(Record):
    """One paper as all documents tell it; `instrument` has no spans of its own, they are in `support`."""

    instrument: Instrument
    documents: tuple[str, ...]
    support: tuple[Support, ...]


class ResolvedScope(Record):
    """A field of cooperation and all the ways the documents write it."""

    code: ScopeCode
    as_written: tuple[str, ...]
    documents: tuple[str, ...]
    support: tuple[Support, ...]
    confidence: float | None = None


class ResolvedActivity(Record):
    """One activity as all documents tell it; `text` is the wording of the best source."""

    type: ActivityType
    assertion: Assertion
    text: str
    documents: tuple[str, ...]
    support: tuple[Support, ...]
    scope: ScopeCode | None = None
    date: str | None = None
    amount: str | None = None
    confidence: float | None = None


class ResolvedMilestone(Record):
    """A step of the procedure as all documents tell it; `support` of the partnership says where."""

    step: MilestoneStep
    assertion: Assertion
    documents: tuple[str, ...]
    date: str | None = None
    confidence: float | None = None


class PartnershipDocument(NamedTuple):
    """A document that tells of a partnership, the key the partnership has in it, and how it counts.

    `stage` is what this document says, `date` when it says so ('' where unknown), `weight` what kind of source it is.
    Documents with one number in `source` are copies or twins of one text and count as one source.
    """

    doc_id: str
    key: str
    stage: str | None = None
    date: str = ""
    weight: str = ""
    source: int = 0


class Conflict(NamedTuple):
    """One of several values that sources give for one field; `reason` says why the chosen one was chosen.

    `item` and `item_number` say which row the field belongs to, as in `Trace`.
    """

    item: str
    item_number: int | None
    field: str
    value: str | int | float | bool
    chosen: bool
    doc_id: str
    weight: str
    date: str
    confidence: float | None
    reason: str


class ResolvedPartnership(Record):
    """An Indonesian local government and a foreign one, as all documents tell it.

    `partnership_id` is made of the two places and never random; the parties have no spans of their own.
    """

    partnership_id: str
    indonesian_party: Party
    partner: Party
    form: Form | None
    stage: Stage | None
    confidence: float
    documents: tuple[PartnershipDocument, ...]
    support: tuple[Support, ...]
    typology: Typology | None = None
    instruments: tuple[ResolvedInstrument, ...] = ()
    scopes: tuple[ResolvedScope, ...] = ()
    activities: tuple[ResolvedActivity, ...] = ()
    sources: int = 0
    """The number of sources: copies and twins of a text are one."""
    first_signed: str | None = None
    expires: str | None = None
    """When the term of the last instrument ends; None where no term is told."""
    last_told: str | None = None
    """The latest date of a document, an instrument or an activity that took place."""
    conflicts: tuple[Conflict, ...] = ()
    milestones: tuple[ResolvedMilestone, ...] = ()
    ceremonial_only: bool | None = None
    typology_reasons: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------------------- where values stand


class ClaimSpan(NamedTuple):
    """A span that a stored claim rests on, its words and its page; `claim` is the claim's number in its document."""

    doc_id: str
    claim: int
    start: int
    end: int
    text: str
    page: int | None


class Trace(NamedTuple):
    """The way from a derived value back to its source: a `Support` with its words, its page and the claim beneath.

    `item` is partnership, instrument, scope or activity; `item_number` counts those of the partnership from 0.
    """

    partnership_id: str
    item: str
    item_number: int | None
    field: str
    doc_id: str
    start: int
    end: int
    text: str
    page: int | None
    claim: int | None
