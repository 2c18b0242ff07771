"""Papers that a story or a report tells of: a signing, its date and place, one paper for each kind and date.

What is only hoped for is none. A date belongs to the signing that governs it; where the sentence of the signing has no
date, that of the event it points back to counts ("in that meeting a memorandum was signed").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mou_miner.claims.assertion import read_assertion
from mou_miner.claims.context import Context
from mou_miner.claims.dates import FoundDate, find_dates
from mou_miner.claims.instruments.dating import DatedEvent, Head, find_heads, read_events
from mou_miner.claims.instruments.kinds import Kinds, distinct_kinds, find_kinds
from mou_miner.claims.instruments.lists import listed_papers, row_paper
from mou_miner.claims.instruments.numbers import find_numbers
from mou_miner.claims.instruments.paper import Paper, SetAside, add_paper
from mou_miner.claims.instruments.terms import read_terms
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import InstrumentKind, Span
from mou_miner.rules.instruments import load_instrument_rules

_OPEN = frozenset({"planned", "hypothetical", "reported_question", "not_done"})
_UNREAD = frozenset({"title", "heading", "caption"})
_TIE = re.compile(
    r"\b(?:kerja ?sama|kerjasama|hubungan|kemitraan|ikatan|jalinan|persaudaraan|bersaudara|cooperation|partnership|"
    r"relationship|relations|ties?|bond|link|twinning|sisterhood)\b",
    re.I,
)
_SIGN_PLACE = re.compile(
    r"\b(?:menandatangani|ditandatangani|diteken|meneken|penandatanganan|tanda tangan|signed|inked|signing|signatures?|sealed|"
    r"concluded)\b[^.;]{0,120}?"
    r"\b(?:di|in|at)\s+(?:(?:the|balai|kantor|gedung|hotel|ruang|city hall|balaikota|aula)\b[^,.;]{0,40}?(?:,|"
    r"\bin\b|\bof\b|\bdi\b)\s*)?(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
_VENUE = re.compile(r"\b(?:di|at|in)\s+(?:the\s+)?[A-Z]")
_CUT_OFF = re.compile(r"\b(?:pada|bulan|tanggal|tahun|on|in)\s*$", re.I)
_OF_THE_TIE = r"(?:\s+(?:kerja ?sama|kota|provinsi|kabupaten|sister|city|cities|province|bersaudara|kembar|persahabatan|friendship|twinning|of)){0,5}"
_NAME_GAP = re.compile(
    rf"\)?(?:-?nya)?{_OF_THE_TIE}(?:\s*[,:(]?\s*(?:of|dated|from|in|tahun|thn\.?|tgl\.?|tanggal|bertanggal|tertanggal)?\s*"
    r"(?:tahun|thn\.?|tgl\.?)?\s*\(?|\s+(?:between|antara|dengan|with)\b[^().;\d]{3,70}\(\s*|"
    r"\s+(?:between|antara|dengan|with)\s[^;\d]{3,80}?(?:,|\bpada|\bon|\bin|\bof|tahun|tanggal)\s*)",
    re.I,
)
_STILL_TO_COME = re.compile(
    r"\b(?:draf\w*|draft\w*|rencana|rancangan|usul\w*|target|akan|calon|planned|proposed|future|new|baru|next|menuju|towards?)\W+(?:\w+\W+)?$",
    re.I,
)
_BRACKET_GAP = re.compile(r"[^();\d]{0,35}\([^()\d]{0,25}")
_PARTICIPLE_GAP = re.compile(
    r"\)?,?(?:\s+[\w-]+){0,4}?\s+(?:(?:yang|that|which)\s+)?(?:was\s+|were\s+|first\s+|originally\s+|telah\s+|sudah\s+|pertama kali\s+)*"
    r"(?:di(?:tanda ?tangani|teken|sepakati)|signed|inked|concluded|sealed)",
    re.I,
)
_TO_BE = re.compile(
    r"\b(?:was|were|is|are|yet|still|remains?) (?:\w+ )?to be\s*$|\b(?:mestinya|seharusnya|harusnya|sedianya)\s+(?:\w+\s+)?$",
    re.I,
)
_REASONS = {
    "since": "it says since when, not when a paper was signed",
    "talks": "it is a date of talks or of a step before the signing",
    "end": "it is when the tie or the paper ended",
    "effect": "it is when the paper takes effect",
    "report": "it is when somebody said so",
    "event": "it is the date of another event",
    None: "no signing stands beside it",
}


@dataclass
class _Found:
    """What the sentences of a pair give: papers, the year since when the tie holds, and dates that were set aside."""

    papers: list[Paper] = field(default_factory=list)
    since: list[Paper] = field(default_factory=list)
    unclaimed: list[tuple[DatedEvent, Kinds]] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)


def told_papers(context: Context, pair: Pair, published: str | None) -> list[Paper]:
    """Return the papers of a pair whose signing the text tells, in the order of the text."""
    found = _Found()
    for sentence in context.sentences:
        for told, named in context.told.get(sentence.index, ()):
            if told is pair:
                _Reader(context, pair, published, sentence, named).read(found)
    _fill_undated(found)
    if all(paper.date_signed is None or paper.kind == "renewal" for paper in found.papers):
        for paper in found.since[:1]:
            add_paper(found.papers, paper)
    if found.papers:
        found.papers[0].set_aside.extend(found.aside)
    return found.papers


def _fill_undated(found: _Found) -> None:
    """A signing told without a date gets the one that stands beside its paper's name elsewhere: "last year it was the LoI"."""
    for paper in found.papers:
        if paper.date_signed is not None:
            continue
        for event, kinds in found.unclaimed:
            if any(kind == paper.kind for _, kind in kinds):
                paper.put("date_signed", event.date.iso, Span(event.date.start, event.date.end))
                paper.rule = "instrument.filled"
                break


@dataclass(frozen=True)
class _Reader:
    """Reads one sentence for one pair."""

    context: Context
    pair: Pair
    published: str | None
    sentence: Sentence
    named: bool

    def read(self, found: _Found) -> None:
        sentence = self.sentence
        if sentence.kind == "table_row":
            if self.named:
                add_paper(found.papers, row_paper(self.context, sentence, self.pair))
            return
        if sentence.kind in _UNREAD:
            return
        start, end = self.context.stretch(sentence, self.pair)
        listed = listed_papers(self.context, self.pair, start, end, sentence)
        if listed:
            for paper in listed:
                add_paper(found.papers, paper)
            return
        self._read_stretch(start, end, found)

    def _read_stretch(self, start: int, end: int, found: _Found) -> None:
        text = self.context.document.text[start:end]
        cues = self._cue_heads(start, end)
        kinds = _merged(find_kinds(text, start), self.context.document.text)
        taken: list[DatedEvent] = []
        for event in read_events(text, self.published, cues):
            event = _moved(event, start)
            reason = self._why_not(event, text, start, kinds)
            if reason is None:
                taken.append(event)
                continue
            found.aside.append(SetAside("date_signed", event.date.iso, _span(event.date), reason))
            if event.role == "since" and self._is_of_tie(text) and self.named:
                kind = distinct_kinds([k for k in kinds if k[1] != "renewal"])
                paper = self._paper(
                    kind[0] if kind else (event.head or _span(event.date), "mou"), event.date, "instrument.since"
                )
                found.since.append(paper)
            elif event.role is None and kinds and not self._open(kinds[0][0].start, kinds[0][0].end):
                found.unclaimed.append((event, [k for k in kinds if abs(k[0].start - event.date.start) < 70]))
        for paper in self._papers(text, start, end, taken, kinds, cues):
            add_paper(found.papers, paper)

    def _papers(
        self, text: str, start: int, end: int, taken: Sequence[DatedEvent], kinds: Kinds, cues: list[Head]
    ) -> list[Paper]:
        heads = [Head(h.start + start, h.end + start, h.role) for h in find_heads(text, cues)]
        signed = [h for h in heads if h.role in {"paper", "tie"} and self._holds(h)]
        papers = [
            self._paper(self._kind_for(event, kinds), event.date, "instrument.told") for event in self._own(taken)
        ]
        if not taken and signed and kinds:
            event = self._carried(text, start, signed)
            for kind in distinct_kinds(kinds):
                papers.append(
                    self._paper(
                        kind, event.date if event else None, "instrument.carried" if event else "instrument.told"
                    )
                )
        elif taken:
            dated = {paper.kind for paper in papers}
            extra = [k for k in distinct_kinds(kinds) if k[1] not in dated and self._signed_near(k[0], signed)]
            papers.extend(self._paper(kind, None, "instrument.told") for kind in extra if dated != {"renewal"})
        for paper in papers:
            place = _SIGN_PLACE.search(self.context.document.text, start, end)
            if place:
                paper.put("place_signed", place.group("place"), Span(place.start("place"), place.end("place")))
            read_terms(paper, text, start)
        for number, span in find_numbers(text, start) if papers else ():
            nearest = min(papers, key=lambda paper: min(abs(s.start - span.start) for s in paper.spans))
            nearest.put("number", number, span)
        return papers

    # ------------------------------------------------------------------ dates

    def _why_not(self, event: DatedEvent, text: str, start: int, kinds: Kinds) -> str | None:
        """Why the date is not that of a signing; None where it is."""
        rules = load_instrument_rules()
        if self._is_anothers(event, kinds):
            return "it belongs to another place's paper"
        if event.role != "paper" and (
            event.head is None or event.head.start > event.date.start or event.role == "talks"
        ):
            named = self._named_with(event.date, kinds)
            if named is not None:
                coming = _STILL_TO_COME.search(text[: named.start - start])
                return "the paper is only planned" if coming else self._too_late(event.date)
        if event.role not in {"paper", "dated", "tie"} or event.head is None:
            return _REASONS[event.role]
        before = text[: event.head.start - start]
        if event.role == "dated":
            near = any(
                0 <= event.head.start - k.end < 200 and not find_dates(text[k.end - start : len(before)])
                for k, _ in kinds
            )
            bare = rules.pattern("bare_letters").search(before[-45:]) and find_kinds(self.context.document.text[:start])
            return None if near or bare else "it dates another paper"
        if event.role == "tie" and not (
            self._is_of_tie(text) or any(abs(k[0].start - event.head.start) < 60 for k in kinds)
        ):
            return "it is not said of the tie"
        if event.role == "paper" and not kinds and rules.pattern("other_objects").search(text):
            return "something else was signed"
        participle = self._is_participle(event, kinds)
        if not participle and not self._holds(Head(event.head.start, event.head.end, event.role)):
            return "the signing is only planned, or did not happen"
        return self._too_late(event.date)

    def _too_late(self, date: FoundDate) -> str | None:
        if self.published and date.iso > self.published[: len(date.iso)]:
            return "the day had not come when the text was written"
        return None

    def _named_with(self, date: FoundDate, kinds: Kinds) -> Span | None:
        """The paper's name that the date stands behind: "MoU 14 November 2019", "the accord with them of 2008"."""
        text = self.context.document.text
        found = [
            span for span, kind in kinds
            if span.end <= date.start and kind != "renewal" and _NAME_GAP.fullmatch(text[span.end : date.start])
        ]  # fmt: skip
        return found[-1] if found else None

    def _is_anothers(self, event: DatedEvent, kinds: Kinds) -> bool:
        """Whether another foreign place stands right before the date's bracket, or before the paper that it dates."""
        text, at = self.context.document.text, event.date.start
        own = {m.start for m in self.pair.partner_mentions}
        others = [
            m for m in self.context.places
            if m.sentence == self.sentence.index and m.side == "foreign" and m.role == "party" and m.start not in own and m.end <= at
        ]  # fmt: skip
        papers = [span.start for span, _ in kinds if span.end <= at and at - span.end < 12]
        near = [
            m for m in others if _BRACKET_GAP.fullmatch(text[m.end : at]) or any(0 <= p - m.end < 3 for p in papers)
        ]
        return bool(near) and max(m.start for m in near) > max((start for start in own if start < at), default=-1)

    def _is_participle(self, event: DatedEvent, kinds: Kinds) -> bool:
        """Whether the signing only describes a paper: "will renew the memorandum (first) signed in 2014"."""
        text, head = self.context.document.text, event.head
        return (
            head is not None
            and any(
                span.end <= head.start and _PARTICIPLE_GAP.fullmatch(text[span.end : head.end]) for span, _ in kinds
            )
            and event.date.start - head.end < 45
        )

    def _holds(self, head: Head) -> bool:
        before = self.context.document.text[self.sentence.start : head.start]
        if load_instrument_rules().ends_with("after_the_fact", before):
            return True
        if _TO_BE.search(before):
            return False
        return not self._open(head.start, head.end)

    def _open(self, start: int, end: int) -> bool:
        cues, stops = self.context.of(self.sentence, "assertion."), self.context.of(self.sentence, "terminator.")
        found = read_assertion(start, end, cues, stops, self.context.cue_rules)
        return found is not None and found[0] in _OPEN

    def _is_of_tie(self, text: str) -> bool:
        return bool(_TIE.search(text) or self.context.party_rules.strong_ties.search(text))

    def _own(self, taken: Sequence[DatedEvent]) -> Sequence[DatedEvent]:
        """ "A and B signed on the 1st and the 3rd respectively": each partner has the date of its place in the row."""
        here = [p for p, named in self.context.told.get(self.sentence.index, ()) if named]
        if len(here) != len(taken) or len(here) < 2 or self.pair not in here:
            return taken
        if not load_instrument_rules().pattern("respectively").search(self.sentence.text):
            return taken
        first = {id(p): min(m.start for m in p.partner_mentions if m.start >= self.sentence.start) for p in here}
        return [taken[sorted(first.values()).index(first[id(self.pair)])]]

    def _carried(self, text: str, start: int, signed: Sequence[Head]) -> DatedEvent | None:
        """The date of the event that the signing points back to: in the same paragraph, else in the lead."""
        rules, sentences = load_instrument_rules(), self.context.sentences
        cut_off = self._cut_off(text) or self._dated_block()
        if cut_off is not None:
            return cut_off
        if all(rules.ends_with("older", text[: head.start - start]) for head in signed):
            return None
        if rules.pattern("older").search(text[:40]) or not rules.pattern("event_back").search(text):
            return None
        at = self.sentence.index
        near = [
            s
            for s in reversed(sentences[max(0, at - 3) : at])
            if s.block == self.sentence.block and s.kind not in _UNREAD
        ]
        lead = [s for s in sentences[:at] if s.kind == "paragraph"][:2]
        for sentence in (*near, *lead):
            for event in read_events(sentence.text, self.published):
                if self._can_be_carried(event, sentence.text):
                    return _moved(event, sentence.start)
        return None

    def _can_be_carried(self, event: DatedEvent, text: str) -> bool:
        if len(event.date.iso) < 10 or (
            self.published and len(self.published) == 10 and event.date.iso > self.published
        ):
            return False
        if event.role == "report":
            between = text[: event.date.start][-90:]
            return bool(_VENUE.search(between)) and not load_instrument_rules().pattern("written").search(text)
        return event.role in {"event", "paper", "tie", None}

    def _cut_off(self, text: str) -> DatedEvent | None:
        """A date behind a line break that split the sentence."""
        at = self.sentence.index
        if not _CUT_OFF.search(text) or at + 1 >= len(self.context.sentences):
            return None
        behind = self.context.sentences[at + 1]
        dates = find_dates(behind.text, self.published)
        return _moved(DatedEvent(dates[0], "paper", None), behind.start) if dates and dates[0].start < 3 else None

    def _dated_block(self) -> DatedEvent | None:
        """The date that a chronology puts over the paragraph."""
        blocks, text = self.context.document.blocks, self.context.document.text
        above = blocks[self.sentence.block - 1] if self.sentence.block else None
        if above is None or above.end - above.start > 30:
            return None
        dates = find_dates(text[above.start : above.end])
        whole = len(dates) == 1 and dates[0].end - dates[0].start >= above.end - above.start - 2
        return _moved(DatedEvent(dates[0], "paper", None), above.start) if whole else None

    # ------------------------------------------------------------------ kinds

    def _kind_for(self, event: DatedEvent, kinds: Kinds) -> tuple[Span, InstrumentKind]:
        at = event.date.start
        ahead = [item for item in kinds if item[0].end <= at and not find_dates(self._text(item[0].end, at))]
        if ahead or kinds:
            return ahead[-1] if ahead else min(kinds, key=lambda item: abs(item[0].start - at))
        anchor = event.head or _span(event.date)
        before = self.context.document.text[: anchor.start]
        if event.role == "dated" or load_instrument_rules().pattern("bare_letters").search(before[-60:]):
            named = [kind for _, kind in find_kinds(before) if kind in {"loi", "mou"}]
            if named:
                return anchor, named[-1]
        return anchor, "mou"

    def _text(self, start: int, end: int) -> str:
        return self.context.document.text[start:end]

    def _signed_near(self, span: Span, signed: Sequence[Head]) -> bool:
        return any(abs(head.start - span.start) < 40 for head in signed)

    def _paper(self, kind: tuple[Span, InstrumentKind], date: FoundDate | None, rule: str) -> Paper:
        paper = Paper(self.pair, kind[1], [kind[0]], rule)
        if date is not None:
            paper.put("date_signed", date.iso, _span(date))
        return paper

    def _cue_heads(self, start: int, end: int) -> list[Head]:
        """The stage rules know more ways to say that a tie was made."""
        return [
            Head(m.start - start, m.end - start, "paper" if re.search(r"sign|tanda|teken|ink", m.text, re.I) else "tie")
            for m in self.context.of(self.sentence, "stage.")
            if m.value in {"signed", "renewal"} and start <= m.start and m.end <= end
        ]


def _merged(kinds: Kinds, text: str) -> Kinds:
    """The renewal of a memorandum names one paper, the renewal."""
    renewals = [span for span, kind in kinds if kind == "renewal"]
    return [
        (span, kind)
        for span, kind in kinds
        if kind == "renewal" or not any(0 <= span.start - r.end < 25 or 0 <= r.start - span.end < 12 for r in renewals)
    ]


def _moved(event: DatedEvent, by: int) -> DatedEvent:
    head = Span(event.head.start + by, event.head.end + by) if event.head else None
    return DatedEvent(event.date.moved(by), event.role, head)


def _span(date: FoundDate) -> Span:
    return Span(date.start, date.end)
