"""The papers of a partnership: what an instrument says of itself, and what a story tells of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mou_miner.claims.assertion import read_assertion
from mou_miner.claims.context import Context
from mou_miner.claims.dates import MONTHS, WEEKDAYS, FoundDate, find_dates, number_in_words
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.claims.signatures import find_signatories
from mou_miner.records import Document, InstrumentKind, Mention, Signatory, Span

_KINDS: list[tuple[InstrumentKind, re.Pattern[str]]] = [
    (
        "plan_of_action",
        re.compile(
            r"\b(?:rencana aksi|rencana kerja(?! ?sama)|plan of action|action plan|implementing arrangement)\b", re.I
        ),
    ),
    (
        "renewal",
        re.compile(
            r"\b(?:perpanjangan|memperpanjang|diperpanjang|pembaruan|memperbarui|diperbarui|"
            r"penegasan kembali|renewal|renew(?:ed|s)?|reaffirm\w*|extension|extended|re-signed)\b",
            re.I,
        ),
    ),
    (
        "loi",
        re.compile(
            r"\b(?:letters? of intent|l[o0][i1l]|surat pernyataan (?:kehendak|minat)|"
            r"pernyataan kehendak|pernyataan minat|surat minat|protocol of intent\w*)\b",
            re.I,
        ),
    ),
    (
        "mou",
        re.compile(
            r"\b(?:memorandum(?: of understanding| saling pengertian)?|m[o0]us?|nota kesepahaman|"
            r"nota saling pengertian|nota kesepakatan|kesepakatan bersama|mou)\b",
            re.I,
        ),
    ),
    (
        "agreement",
        re.compile(
            r"\b(?:agreement|perjanjian|piagam|charter|certificate|pact|accord|minutes of agreement|moa|"
            r"declaration|proclamation)\b",
            re.I,
        ),
    ),
]
_DONE_AT = re.compile(
    r"\b(?:done|signed|dibuat|ditandatangani|dilakukan|made|executed)\b[^.;]{0,60}?\b(?:at|in|"
    r"di)\s+(?P<place>[A-Z][\w’'.-]*(?:[ -](?:[A-Z][\w’'-]*|de|of|upon))*)"
)
_SIGN_PLACE = re.compile(
    r"\b(?:menandatangani|ditandatangani|diteken|meneken|penandatanganan|signed|inked|signing|sealed|"
    r"concluded)\b[^.;]{0,120}?"
    r"\b(?:di|in|at)\s+(?:(?:the|balai|kantor|gedung|hotel|ruang|city hall|balaikota|aula)\b[^,.;]{0,40}?(?:,|"
    r"\bin\b|\bof\b|\bdi\b)\s*)?(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
_TERM = re.compile(
    r"\b(?:(?P<figure>\d{1,2})|(?P<word>[a-z]+))\s*\(?\s*(?:\(?[a-z]+\)?\s*)?\)?\s*[- ]?(?P<unit>tahun|years?|year)\b",
    re.I,
)
_TERM_CUE = re.compile(
    r"\b(?:berlaku|masa berlaku|jangka waktu|selama|valid|in force|remain in|period of|term of|effective|"
    r"duration|lasts?|for|kontrak|five-year|\w+-year)\b",
    re.I,
)
_NOT_TERM = re.compile(
    r"\b(?:pemberitahuan|notice|notif\w+|sebelum|prior|months?|bulan sebelum|setiap|every|sejak|since|"
    r"selama ini|ago|lalu)\b",
    re.I,
)
_NOTICE = re.compile(r"\b(?:(?P<figure>\d{1,2})|(?P<word>[a-z]+))\s*(?:\(\s*[\w-]+\s*\)\s*)?(?:bulan|months?)\b", re.I)
_NOTICE_CUE = re.compile(
    r"\b(?:pemberitahuan|memberi ?tahu\w*|memberitahukan|notice|notif\w+|mengakhiri\w*|pengakhiran|terminat\w+|"
    r"end it|diakhiri)\b",
    re.I,
)
_RENEWABLE = re.compile(
    r"\b(?:dapat diperpanjang|may be (?:extended|renewed)|can be (?:extended|renewed)|diperpanjang|extended for|"
    r"renewable|shall be renewed)\b",
    re.I,
)
_NUMBER = re.compile(r"\b(?:nomor|number|no\.?)\s*:?\s*(?P<number>[A-Z0-9][\w./-]*\d[\w./-]*)", re.I)
_COPIES = re.compile(
    r"\b(?:rangkap|in|duplicate|triplicate)\b[^.;]{0,12}?(?P<word>dua|tiga|empat|two|three|four|duplicate|"
    r"triplicate|\d)\b",
    re.I,
)
_LANGUAGES = {
    "id": r"bahasa indonesia|indonesian?\b|indonesia\b",
    "en": r"inggris|english",
    "zh": r"mandarin|tionghoa|tiongkok|china|chinese",
    "ja": r"jepang|japanese",
    "ko": r"korea\w*",
    "de": r"jerman|german",
    "fr": r"perancis|prancis|french",
    "nl": r"belanda|dutch",
    "es": r"spanyol|spanish",
    "pt": r"portugis|portuguese",
    "ru": r"rusia|russian",
    "th": r"thailand?|thai",
    "tr": r"turki|turkish",
    "ar": r"arab\w*",
    "it": r"italia\w*",
    "vi": r"vietnam\w*",
    "hr": r"kroasia|croatian",
    "cs": r"ceko|czech",
    "pl": r"polandia|polish",
    "bg": r"bulgaria\w*",
    "uk": r"ukraina|ukrainian",
    "hi": r"hindi",
    "sv": r"swedia|swedish",
    "fi": r"finlandia|finnish",
    "hu": r"hungaria\w*",
    "sk": r"slowakia|slovak",
    "da": r"denmark|danish",
    "no": r"norwegia\w*",
    "fa": r"persia\w*|farsi",
    "el": r"yunani|greek",
    "ms": r"melayu|malay\b",
    "ro": r"rumania|romanian",
    "sr": r"serbia\w*",
    "az": r"azerbaija\w*",
    "uz": r"uzbek\w*",
    "kk": r"kazakh?\w*",
    "lo": r"laos?\b",
    "km": r"khmer|kamboja",
}
_LANGUAGE_LIST = re.compile(
    r"\b(?:dalam bahasa|in the|in)\s+(?P<list>[^.;]{3,120}?)\s*(?:languages?\b|,?\s*(?:semua|kedua|ketiga|"
    r"masing|all|both|each)|[.;]|$)",
    re.I,
)
_PREVAIL = re.compile(
    r"(?:naskah|teks|text|versi|version)?[^.;]{0,30}?(?:bahasa\s+)?(?P<language>[A-Za-z]+)(?:\s+(?:text|version|"
    r"language))?\s+(?:yang\s+(?:akan\s+)?(?:berlaku|digunakan|dijadikan|dipakai|menentukan)|shall\s+prevail|"
    r"prevails|will\s+prevail|is\s+decisive|yang mengikat)",
    re.I,
)
_INSTRUMENT_KINDS = frozenset({"mou", "loi", "agreement", "plan_of_action"})
_OPEN = frozenset({"planned", "hypothetical", "reported_question", "not_done"})
_WITHIN = re.compile(
    r"\b(?:merujuk|mengacu|menindaklanjuti|berdasarkan|referring to|pursuant to|recalling|further to|mengingat|"
    r"sebagai tindak lanjut|considering|following)\b",
    re.I,
)


@dataclass
class Paper:
    """An instrument of a pair, with the span of each value."""

    pair: Pair
    kind: InstrumentKind
    spans: list[Span]
    rule: str
    title: str | None = None
    values: dict[str, tuple[str | float | bool, Span]] = field(default_factory=dict)
    languages: list[tuple[str, Span]] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)

    def put(self, name: str, value: str | float | bool | None, span: Span) -> None:
        """Keep the first value found for a field; the name of a day or a month is no place of signing."""
        if name == "place_signed" and str(value).split()[0].casefold() in {*MONTHS, *WEEKDAYS}:
            return
        if value is not None and name not in self.values:
            self.values[name] = (value, span)


def find_papers(context: Context) -> list[Paper]:
    """Return the instruments of all pairs."""
    papers: list[Paper] = []
    if context.document.kind in _INSTRUMENT_KINDS:
        for pair in context.pairs[:1]:
            papers.append(_own_paper(context, pair))
            papers.extend(_cited_papers(context, pair))
        return papers
    for pair in context.pairs:
        papers.extend(_told_papers(context, pair))
    return papers


# ---------------------------------------------------------------------------------------------- the document itself


def _own_paper(context: Context, pair: Pair) -> Paper:
    document = context.document
    title = next((s for s in context.sentences if s.kind == "title"), context.sentences[0])
    kind = _own_kind(document, title.text)
    paper = Paper(
        pair, kind, [Span(title.start, title.end)], "instrument.document", title=_one_line(document.title or title.text)
    )
    for sentence in context.sentences:
        _read_terms(paper, sentence)
    _own_date(context, paper)
    paper.signatories.extend(find_signatories(document, pair))
    number = _NUMBER.search(document.text[:1200])
    if number and not re.search(
        r"(?i)undang|peraturan|tahun", document.text[max(0, number.start() - 30) : number.start()]
    ):
        paper.put("number", number.group("number"), Span(number.start("number"), number.end("number")))
    return paper


def _own_kind(document: Document, title: str) -> InstrumentKind:
    if document.kind == "loi":
        return "loi"
    for kind, pattern in _KINDS:
        if kind in {"plan_of_action", "renewal"} and pattern.search(title):
            return kind
    if document.kind == "plan_of_action":
        return "plan_of_action"
    return "agreement" if document.kind == "agreement" else "mou"


def _own_date(context: Context, paper: Paper) -> None:
    """The date of the done clause, else of the opening ("Pada hari ini"), else beside the signatures or in the title."""
    document = context.document
    best: tuple[int, FoundDate, int] | None = None
    for sentence in context.sentences:
        if _WITHIN.search(sentence.text):
            continue
        rank = _date_rank(sentence)
        if rank == 0:
            continue
        for found in find_dates(sentence.text):
            full = len(found.iso) == 10
            key = rank * 2 + full
            if best is None or key > best[0]:
                best = (key, found, sentence.start)
    if best is not None:
        _, found, base = best
        paper.put("date_signed", found.iso, Span(base + found.start, base + found.end))
    for sentence in context.sentences:
        match = _DONE_AT.search(sentence.text)
        if match and _date_rank(sentence) >= 3:
            place = re.split(r"\s+(?:pada|on|tanggal)\b", match.group("place"))[0]
            start = sentence.start + match.start("place")
            paper.put("place_signed", place, Span(start, start + len(place)))
    if document.kind in _INSTRUMENT_KINDS and "place_signed" not in paper.values:
        _place_beside_date(context, paper)


def _date_rank(sentence: Sentence) -> int:
    text = sentence.text
    if re.search(r"\b(?:done|dibuat|ditandatangani|signed|executed)\b", text, re.I) and sentence.kind != "heading":
        return 4 if re.search(r"\b(?:rangkap|duplicate|bahasa|languages?|naskah|di|at|in)\b", text, re.I) else 3
    if re.search(r"\b(?:pada hari ini|on this|this day)\b", text, re.I):
        return 3
    if sentence.kind == "signature" or (
        re.match(r"[A-Z][\w’' -]{2,30},\s*(?:tanggal\s+)?[A-Za-z0-9]", text) and len(text) < 60
    ):
        return 2
    return 1 if sentence.kind == "title" else 0


def _place_beside_date(context: Context, paper: Paper) -> None:
    """ "Samarinda, 7 Mei 2012" above the signatures."""
    date_signed = paper.values.get("date_signed")
    if date_signed is None:
        return
    start = date_signed[1].start
    before = context.document.text[max(0, start - 60) : start]
    match = re.search(
        r"(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?),\s*(?:tanggal\s+|on\s+)?(?:[A-Za-z]+,\s*)?$", before
    )
    if match:
        at = max(0, start - 60) + match.start("place")
        paper.put("place_signed", match.group("place"), Span(at, at + len(match.group("place"))))


def _cited_papers(context: Context, pair: Pair) -> list[Paper]:
    """An earlier instrument that the preamble refers to with its date."""
    papers: list[Paper] = []
    for sentence in context.sentences[:40]:
        if not _WITHIN.search(sentence.text):
            continue
        for found in find_dates(sentence.text):
            before = sentence.text[: found.start]
            kind = _last_kind(before)
            if kind is None or any(p.values["date_signed"][0] == found.iso for p in papers):
                continue
            paper = Paper(pair, kind, [Span(sentence.start, sentence.end)], "instrument.cited")
            paper.put("date_signed", found.iso, Span(sentence.start + found.start, sentence.start + found.end))
            papers.append(paper)
    return papers


def _last_kind(text: str) -> InstrumentKind | None:
    found = [(match.start(), kind) for kind, pattern in _KINDS for match in pattern.finditer(text)]
    return max(found)[1] if found else None


# ---------------------------------------------------------------------------------------------- told in a story


def _told_papers(context: Context, pair: Pair) -> list[Paper]:
    """Instruments whose signing the text tells, one for each kind and date; what is only hoped for is none."""
    papers: list[Paper] = []
    for sentence in context.sentences:
        for told, named in context.told.get(sentence.index, ()):
            if told is not pair:
                continue
            if sentence.kind == "table_row":
                _add(papers, _row_paper(context, sentence, pair))
            elif sentence.kind not in {"title", "heading", "caption"}:
                for paper in _sentence_papers(context, sentence, pair, named):
                    _add(papers, paper)
    return papers


def _sentence_papers(context: Context, sentence: Sentence, pair: Pair, named: bool) -> list[Paper]:
    start, end = context.stretch(sentence, pair)
    signed = [
        m for m in context.of(sentence, "stage.") if m.value in {"signed", "renewal"} and start <= m.start < end
        and not _is_open(context, sentence, m)
    ]  # fmt: skip
    text = context.document.text[start:end]
    own = _own_year(context, pair, start, end)
    if own is not None:
        kinds_here = _kinds(text, start)
        kind_here: InstrumentKind = "loi" if any(k == "loi" for _, k in kinds_here) else "mou"
        paper = Paper(pair, kind_here, [Span(own.start, own.end)], "instrument.listed")
        paper.put("date_signed", own.iso, Span(own.start, own.end))
        return [paper]
    since = re.search(
        r"\b(?:sejak|since|established in|dimulai|terjalin|berdiri|began in|date[sd] (?:back to|from)|resmi)\b",
        text,
        re.I,
    )
    kinds = _kinds(text, start)
    dates = [
        d._replace(start=d.start + start, end=d.end + start) for d in find_dates(text, context.document.date_published)
    ]
    if not signed and not (since and dates and named):
        return []
    kind: InstrumentKind
    papers: list[Paper] = []
    if not kinds:
        if not dates or not (signed or since):
            return []
        kind = "mou"
        cue = Span(signed[0].start, signed[0].end) if signed else Span(start + since.start(), start + since.end())  # type: ignore[union-attr]
        kinds = [(cue, kind)]
    for span, kind in _distinct(kinds):
        paper = Paper(pair, kind, [span], "instrument.told")
        near = _date_for(span, signed, dates, since is not None)
        if near is not None:
            paper.put("date_signed", near.iso, Span(near.start, near.end))
        place = _SIGN_PLACE.search(context.document.text, start, end)
        if place:
            paper.put("place_signed", place.group("place"), Span(place.start("place"), place.end("place")))
        _read_terms(paper, sentence, start, end)
        papers.append(paper)
    return papers


def _own_year(context: Context, pair: Pair, start: int, end: int) -> FoundDate | None:
    """The year in brackets behind the partner in a list of several: "Gwangju di Korea Selatan (1997)"."""
    for mention in pair.partner_mentions:
        if start <= mention.start < end:
            after = context.document.text[mention.end : min(end, mention.end + 60)]
            match = re.match(r"[^(;\d]{0,35}\(\s*(?:sejak |since |tahun )?((?:19|20)\d\d)\s*\)", after)
            if match and not any(
                mention.end < other.start < mention.end + match.start(1) for p in context.pairs if p is not pair for other in p.partner_mentions
            ):  # fmt: skip
                at = mention.end + match.start(1)
                return FoundDate(at, at + 4, match.group(1))
    return None


def _is_open(context: Context, sentence: Sentence, mention: Mention) -> bool:
    found = read_assertion(
        mention.start,
        mention.end,
        context.of(sentence, "assertion."),
        context.of(sentence, "terminator."),
        context.cue_rules,
    )
    return found is not None and found[0] in _OPEN


def _kinds(text: str, base: int) -> list[tuple[Span, InstrumentKind]]:
    found: list[tuple[Span, InstrumentKind]] = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            span = Span(base + match.start(), base + match.end())
            if not any(span.start < other.end and other.start < span.end for other, _ in found):
                found.append((span, kind))
    return sorted(found)


def _distinct(kinds: Sequence[tuple[Span, InstrumentKind]]) -> list[tuple[Span, InstrumentKind]]:
    """One entry a kind; a renewal of an MoU is the renewal."""
    names = [kind for _, kind in kinds]
    kept: dict[InstrumentKind, Span] = {}
    for span, kind in kinds:
        if kind in {"mou", "agreement"} and "renewal" in names:
            continue
        if kind == "agreement" and ("mou" in names or "loi" in names):
            continue
        kept.setdefault(kind, span)
    return [(span, kind) for kind, span in kept.items()]


def _date_for(span: Span, signed: Sequence[Mention], dates: Sequence[FoundDate], since: bool) -> FoundDate | None:
    if not dates:
        return None
    anchor = min((m.start for m in signed), key=lambda at: abs(at - span.start), default=span.start)
    absolute = [d for d in dates if not d.relative] or list(dates)
    if not signed and not since:
        return None
    return min(absolute, key=lambda d: (abs(d.start - anchor) // 40, -len(d.iso), abs(d.start - anchor)))


def _row_paper(context: Context, sentence: Sentence, pair: Pair) -> Paper | None:
    """The year of a register's row."""
    block = context.document.blocks[sentence.block]
    kinds = _kinds(sentence.text, sentence.start)
    years: list[FoundDate] = []
    for cell in block.cells:
        text = context.document.text[cell.start : cell.end]
        if cell.header and re.search(
            r"(?i)bidang|fields?|lingkup|scope|mitra|kota|negara|partner|country", cell.header
        ):
            continue
        for found in [*find_dates(text), *_bare_years(text)]:
            years.append(FoundDate(cell.start + found.start, cell.start + found.end, found.iso))
        if years:
            break
    if not years:
        return None
    kind = kinds[0][1] if kinds else "mou"
    paper = Paper(pair, kind, [kinds[0][0] if kinds else Span(years[0].start, years[0].end)], "instrument.row")
    paper.put("date_signed", years[0].iso, Span(years[0].start, years[0].end))
    return paper


def _bare_years(text: str) -> list[FoundDate]:
    return [
        FoundDate(m.start(), m.end(), m.group()) for m in re.finditer(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)", text)
    ]


def _add(papers: list[Paper], paper: Paper | None) -> None:
    """Join with a paper of the same kind whose date does not contradict; keep apart otherwise."""
    if paper is None:
        return
    date_signed = paper.values.get("date_signed")
    for known in papers:
        if known.kind != paper.kind:
            continue
        own = known.values.get("date_signed")
        if date_signed is None or own is None or _compatible(str(own[0]), str(date_signed[0])):
            if own is not None and date_signed is not None and len(str(date_signed[0])) > len(str(own[0])):
                known.values["date_signed"] = date_signed
            for name, (value, span) in paper.values.items():
                known.put(name, value, span)
            known.spans.extend(s for s in paper.spans if s not in known.spans)
            return
    papers.append(paper)


def _compatible(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


# ---------------------------------------------------------------------------------------------- terms and languages


def _read_terms(paper: Paper, sentence: Sentence, start: int | None = None, end: int | None = None) -> None:
    base = sentence.start if start is None else start
    text = (
        sentence.text
        if start is None
        else sentence.text[start - sentence.start : (end or sentence.end) - sentence.start]
    )
    term = _term(text)
    if term is not None:
        paper.put("valid_years", term[0], Span(base + term[1].start, base + term[1].end))
    renewable = _RENEWABLE.search(text)
    if renewable and (term or "berlaku" in text or "force" in text or "valid" in text):
        paper.put("renewable", True, Span(base + renewable.start(), base + renewable.end()))
    if _NOTICE_CUE.search(text):
        for match in _NOTICE.finditer(text):
            months = int(match.group("figure")) if match.group("figure") else number_in_words(match.group("word"))
            if months:
                paper.put("notice_months", float(months), Span(base + match.start(), base + match.end()))
    if paper.rule != "instrument.document":
        return
    copies = _COPIES.search(text)
    if copies and re.search(r"(?i)\b(?:done|dibuat|rangkap)\b", text):
        word = copies.group("word").lower()
        count = {"duplicate": 2, "triplicate": 3}.get(word) or (int(word) if word.isdigit() else number_in_words(word))
        paper.put("copies", count, Span(base + copies.start(), base + copies.end()))
        _read_languages(paper, text, base)
    prevail = _PREVAIL.search(text)
    if prevail:
        code = _language_code(prevail.group("language"))
        paper.put("prevailing_language", code, Span(base + prevail.start("language"), base + prevail.end("language")))


def _term(text: str) -> tuple[float, Span] | None:
    for match in _TERM.finditer(text):
        years = int(match.group("figure")) if match.group("figure") else number_in_words(match.group("word"))
        if not years or years > 50:
            continue
        around = text[max(0, match.start() - 60) : match.end() + 25]
        before = text[max(0, match.start() - 60) : match.start()]
        hyphened = "-" in match.group()
        if (_TERM_CUE.search(before) or hyphened) and not _NOT_TERM.search(before[-30:]) and not re.search(
            r"(?i)\b(?:ago|lalu|old|anniversary|terakhir|berturut)\b", around[-25:]
        ):  # fmt: skip
            return float(years), Span(match.start(), match.end())
    return None


def _read_languages(paper: Paper, text: str, base: int) -> None:
    for match in _LANGUAGE_LIST.finditer(text):
        listed = match.group("list")
        if not re.search(r"(?i)bahasa|languages?", match.group()):
            continue
        for code, pattern in _LANGUAGES.items():
            found = re.search(rf"\b(?:{pattern})", listed, re.I)
            if found and code not in {known for known, _ in paper.languages}:
                at = base + match.start("list")
                paper.languages.append((code, Span(at + found.start(), at + found.end())))


def _language_code(name: str) -> str | None:
    for code, pattern in _LANGUAGES.items():
        if re.fullmatch(rf"(?:{pattern})", name, re.I):
            return code
    return None


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
