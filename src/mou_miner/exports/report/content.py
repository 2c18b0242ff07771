"""What the report shows, as plain values: one row a partnership, and the counts behind the pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from mou_miner.exports.gaps import is_evidence
from mou_miner.exports.masking import mask, public_source
from mou_miner.exports.wording import PageLanguage, code_name, country_name, province_code
from mou_miner.records import DocumentSummary, Party, ResolvedActivity, ResolvedInstrument, ResolvedPartnership, Trace
from mou_miner.resolution.timeline import flags

STAGES = ("exploration", "loi", "mou", "implemented", "stalled", "ended", "unknown")
ASSERTIONS = ("done", "planned", "not_done")
MOST_PERIODS = 12
QUOTES = 3
"""The most quotes that are shown under one activity or stage."""


class Line(NamedTuple):
    """Something under a partnership: what it is, in words, and the documents that say so."""

    title: str
    words: str
    sources: tuple[str, ...]
    state: str = ""


class Row(NamedTuple):
    """A partnership in the table; `region` and `country` are codes, '' where unknown."""

    partnership_id: str
    indonesian: str
    partner: str
    region: str
    country: str
    form: str
    stage: str
    signed: str
    expires: str
    flags: tuple[str, ...]
    counts: Mapping[str, int]
    documents: int
    confidence: float
    scopes: tuple[str, ...]
    papers: tuple[Line, ...]
    activities: tuple[Line, ...]
    stage_words: Line | None
    points: tuple[tuple[float, float] | None, tuple[float, float] | None]
    names: tuple[str, str]


class Bar(NamedTuple):
    """A bar of a chart: its code and name, and the number of each part."""

    code: str
    name: str
    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.parts.values())


class Grid(NamedTuple):
    """Numbers by row and column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def make_rows(
    partnerships: Iterable[ResolvedPartnership], documents: Iterable[DocumentSummary], traces: Iterable[Trace],
    language: PageLanguage, on: str,
) -> list[Row]:  # fmt: skip
    """Return the partnerships as the table shows them, by their names; words of documents have no personal data."""
    sources = {item.doc_id: public_source(item.source) for item in documents}
    quotes: dict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        if trace.item == "partnership" and trace.field == "stage":
            quotes[trace.partnership_id].append(trace)
    rows = [_row(item, sources, quotes[item.partnership_id], language, on) for item in partnerships]
    return sorted(rows, key=lambda row: (row.indonesian.casefold(), row.partner.casefold(), row.partnership_id))


def _row(
    item: ResolvedPartnership, sources: Mapping[str, str], quotes: Sequence[Trace], language: PageLanguage, on: str
) -> Row:  # fmt: skip
    called = partial(code_name, language=language)
    return Row(
        partnership_id=item.partnership_id,
        indonesian=item.indonesian_party.name,
        partner=item.partner.name,
        region=province_code(item.indonesian_party.kemendagri_code) or "",
        country=item.partner.country or "",
        form=called("form", item.form),
        stage=item.stage or "unknown",
        signed=item.first_signed or "",
        expires=item.expires or "",
        flags=flags(item, on),
        counts={state: sum(activity.assertion == state for activity in item.activities) for state in ASSERTIONS},
        documents=len({document.doc_id for document in item.documents}),
        confidence=item.confidence,
        scopes=tuple(called("scope", scope.code) for scope in item.scopes),
        papers=tuple(_paper(paper, sources, language) for paper in item.instruments),
        activities=tuple(_activity(activity, sources, language) for activity in item.activities),
        stage_words=_stage_words(quotes, sources),
        points=(_point(item.indonesian_party), _point(item.partner)),
        names=(item.indonesian_party.name, item.partner.name),
    )  # fmt: skip


def _paper(paper: ResolvedInstrument, sources: Mapping[str, str], language: PageLanguage) -> Line:
    instrument = paper.instrument
    named = [instrument.title, instrument.number and f"No. {instrument.number}", instrument.place_signed]
    title = " · ".join(
        part for part in (instrument.date_signed, code_name("instrument", instrument.kind, language)) if part
    )
    words = ", ".join(mask(part).text for part in named if part)
    return Line(title, words, _sources(paper.documents, sources))


def _activity(activity: ResolvedActivity, sources: Mapping[str, str], language: PageLanguage) -> Line:
    title = " · ".join(part for part in (activity.date, code_name("activity", activity.type, language)) if part)
    return Line(title, mask(activity.text).text, _sources(activity.documents, sources), activity.assertion)


def _stage_words(quotes: Sequence[Trace], sources: Mapping[str, str]) -> Line | None:
    if not quotes:
        return None
    words = " … ".join(dict.fromkeys(mask(quote.text).text for quote in quotes[:QUOTES]))
    return Line("", words, _sources({quote.doc_id for quote in quotes}, sources))


def _sources(documents: Iterable[str], sources: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(sources.get(doc_id, doc_id) for doc_id in documents))


def _point(party: Party) -> tuple[float, float] | None:
    if party.latitude is None or party.longitude is None:
        return None
    return party.longitude, party.latitude


# ---------------------------------------------------------------------------------------------- counts


def stages_by_region(rows: Iterable[Row], language: PageLanguage, unknown: str) -> list[Bar]:
    """Return the number of partnerships of each stage by province, most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.region][row.stage] += 1
    bars = [
        Bar(code, code_name("province", code, language) if code else unknown, parts) for code, parts in counts.items()
    ]
    return sorted(bars, key=lambda bar: (-bar.total, bar.name))


def evidence_by_scope(partnerships: Iterable[ResolvedPartnership], language: PageLanguage) -> list[Bar]:
    """Return, of the partnerships that promise a scope, how many have something done, only plans, or nothing told."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in partnerships:
        states = {act.assertion for act in item.activities if act.assertion != "done" or is_evidence(act)}
        best = next((state for state in ASSERTIONS if state in states), "silent")
        for scope in item.scopes:
            counts[scope.code][best] += 1
    bars = [Bar(code, code_name("scope", code, language), parts) for code, parts in counts.items()]
    return sorted(bars, key=lambda bar: (-bar.total, bar.name))


def activities_by_type(partnerships: Iterable[ResolvedPartnership], language: PageLanguage) -> list[Bar]:
    """Return the number of activities by type and assertion, most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in partnerships:
        for activity in item.activities:
            counts[activity.type][activity.assertion] += 1
    bars = [Bar(code, code_name("activity", code, language), parts) for code, parts in counts.items()]
    return sorted(bars, key=lambda bar: (-bar.total, bar.name))


def ties(rows: Iterable[Row]) -> Counter[tuple[str, str]]:
    """Return the number of partnerships between each province and country; '' stands for an unknown one."""
    return Counter((row.region, row.country) for row in rows)


def scopes_by_year(partnerships: Iterable[ResolvedPartnership], language: PageLanguage) -> Grid:
    """Return how many partnerships took up a scope when; years are put together where they are many.

    A scope is dated by the first paper that one of its documents tells of, else by the first paper of all.
    """
    found: Counter[tuple[str, int]] = Counter()
    for item in partnerships:
        for scope in item.scopes:
            if year := _year_of(scope.documents, item):
                found[scope.code, year] += 1
    years = sorted({year for _, year in found})
    step = next((step for step in (1, 5, 10) if years and _periods(years, step) <= MOST_PERIODS), 20)
    starts = list(range(years[0] // step * step, years[-1] + 1, step)) if years else []
    counts = Counter({(code, year // step * step): 0 for code, year in found})
    for (code, year), number in found.items():
        counts[code, year // step * step] += number
    codes = sorted({code for code, _ in found}, key=lambda code: (-sum(counts[code, start] for start in starts), code))
    return Grid(
        tuple(str(start) if step == 1 else f"{start}–{str(start + step - 1)[-2:]}" for start in starts),
        tuple((code_name("scope", code, language), tuple(counts[code, start] for start in starts)) for code in codes),
    )


def _periods(years: Sequence[int], step: int) -> int:
    return years[-1] // step - years[0] // step + 1


def _year_of(documents: Sequence[str], item: ResolvedPartnership) -> int | None:
    told = set(documents)
    dates = [
        paper.instrument.date_signed
        for paper in item.instruments
        if paper.instrument.date_signed and told & set(paper.documents)
    ]
    first = min(dates, default=item.first_signed)
    return int(first[:4]) if first and first[:4].isdigit() else None


def region_name(code: str, language: PageLanguage, unknown: str) -> str:
    return code_name("province", code, language) if code else unknown


def nation_name(code: str, language: PageLanguage, unknown: str) -> str:
    return country_name(code, language) if code else unknown
