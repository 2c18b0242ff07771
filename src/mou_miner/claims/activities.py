"""Evidence of implementation: what was done, is planned or was not done under a partnership."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mou_miner.claims.assertion import Reading, as_assertion, read_assertion
from mou_miner.claims.context import Context
from mou_miner.claims.dates import find_dates
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Assertion, Mention, Span

_DUTIES = frozenset({"mou", "loi", "agreement"})
_PHRASE_END = re.compile(
    r"[,;.:()\"“”]|\s(?:yang|dan|serta|untuk|guna|pada|di|dengan|and|which|that|to|in|for|with|by|when|while|as|"
    r"at|during|since|namun|tetapi|but)\s"
)
_LIST_HEAD = re.compile(
    r":\s*$|\b(?:di antaranya|diantaranya|antara lain|meliputi|yakni|yaitu|including|among them|namely|"
    r"such as)\s*:?\s*$",
    re.I,
)
_DEED = re.compile(
    r"(?i)(?:me(?:nerima|nyambut|njamu|lakukan|ngunjungi|mperingati|rayakan|mimpin|ngadakan|nggelar|nemui)|ber(?:kunjung|temu|tandang)|"
    r"di(?:terima|sambut|jamu)|delegasi|rombongan|delegation|courtesy call|received|welcomed|visited|led|hosted|paid|"
    r"celebrat|mark)"
)
_POINTS_BACK = re.compile(r"(?i)(?:\w+\s+){1,3}(?:itu|ini|tersebut|tadi)\b")
_MAX_PHRASE = 70
_ACTIVITY_COLUMN = re.compile(
    r"(?i)\b(?:kegiatan|program|realisasi|implementasi|pelaksanaan|hasil|activit\w+|implementation|results?|"
    r"keterangan|catatan|remarks?|notes?)\b"
)


@dataclass(frozen=True)
class ActivityFinding:
    """An activity of one or several pairs, with its phrase, its assertion and the cue that gave it."""

    pairs: tuple[Pair, ...]
    type: str
    assertion: Assertion
    span: Span
    rule: str
    date: str | None
    cue: Span | None


def find_activities(context: Context) -> list[ActivityFinding]:
    """Return the activities in reading order. The clauses of an instrument say what may be done, not what was done."""
    if context.document.kind in _DUTIES:
        return []
    findings: list[ActivityFinding] = []
    repeated = _repeated_language(context)
    for sentence in context.sentences:
        told = context.told.get(sentence.index, ())
        if not told or sentence.kind in {"heading", "title", "caption", "signature"} or sentence.language == repeated:
            continue
        taken = -1
        for mention in context.of(sentence, "activity."):
            if (
                mention.start < taken
                or _is_a_field(sentence, mention)
                or not _in_activity_column(context, sentence, mention)
            ):
                continue
            pairs = tuple(pair for pair, _ in told if _within(context, sentence, pair, mention))
            if not pairs:
                continue
            finding = _finding(context, sentence, mention, pairs)
            if (
                _repeats(findings, finding, context)
                or _is_bare(finding, context)
                or _is_merely_named(sentence, finding)
            ):
                continue
            findings.append(finding)
            taken = finding.span.end
    return _with_main_visits(findings, context)


def _with_main_visits(findings: Sequence[ActivityFinding], context: Context) -> list[ActivityFinding]:
    """Keep one visit a pair: rather one that took place than one to come, one told as a deed, and the first of equals."""
    best: dict[int, tuple[tuple[int, int, int], ActivityFinding]] = {}
    for place, finding in enumerate(findings):
        if finding.type != "visit_ceremony":
            continue
        text = context.document.text[finding.span.start : finding.span.end]
        key = (int(finding.assertion == "done"), int(bool(_DEED.match(text))), -place)
        for pair in finding.pairs:
            if id(pair) not in best or key > best[id(pair)][0]:
                best[id(pair)] = (key, finding)
    kept: list[ActivityFinding] = []
    for finding in findings:
        if finding.type != "visit_ceremony":
            kept.append(finding)
        elif pairs := tuple(pair for pair in finding.pairs if best[id(pair)][1] is finding):
            kept.append(replace(finding, pairs=pairs))
    return kept


def _repeated_language(context: Context) -> str | None:
    """The language of the shorter part where a text says everything twice, as a paper with two abstracts does."""
    if context.document.language != "id+en":
        return None
    lengths = {"id": 0, "en": 0}
    for sentence in context.sentences:
        if sentence.language in lengths:
            lengths[sentence.language] += sentence.end - sentence.start
    return min(lengths, key=lambda language: lengths[language])


_MERELY_NAMED = re.compile(
    r"(?i)(?:pentingnya|di sela(?:-sela)?|sela-sela|mengenai|tentang|terkait|menyinggung|potensi|strategis|importance of|sidelines of|"
    r"about|what (?:is|are) your|known for|venue of|tempat|lokasi|has much in|have much in|dinas|coincide with)\s+(?:the\s+|a\s+|an\s+|\w+['’]s\s+)?$"
)
"""Words after which a thing is spoken of, or is where something else took place, and is not told as a deed."""
_NO_DEED = re.compile(
    r"(?i)(?:common|shared|joint)\s+(?:especially|potential|future|desire|belief|with)|visits?\s+such\s+as|signing ceremony"
)


def _is_merely_named(sentence: Sentence, finding: ActivityFinding) -> bool:
    """Whether the words are a topic, a venue or an idiom."""
    at = finding.span.start - sentence.start
    return bool(_MERELY_NAMED.search(sentence.text[:at]) or _NO_DEED.match(sentence.text[at:]))


def _is_bare(finding: ActivityFinding, context: Context) -> bool:
    """A lone noun without any cue ("festival") names a thing and tells of nothing done."""
    if _DEED.match(context.document.text[finding.span.start : finding.span.end]):
        return False
    lone = finding.span.end - finding.span.start < 12
    return finding.cue is None and (lone or finding.type in {"event", "visit_ceremony", "trade_investment"})


def _repeats(findings: list[ActivityFinding], new: ActivityFinding, context: Context) -> bool:
    """Whether the same pair has an activity of this type and assertion in nearly the same words, or just before it."""
    text = context.document.text
    words = set(text[new.span.start : new.span.end].casefold().split())
    pointing = bool(_POINTS_BACK.match(text[new.span.start : new.span.end])) or text[: new.span.start].lower().endswith(
        ("this ", "these ", "that ")
    )
    for known in findings:
        if known.type != new.type or not any(pair in known.pairs for pair in new.pairs):
            continue
        if pointing:
            return True
        theirs = set(context.document.text[known.span.start : known.span.end].casefold().split())
        shared = len(words & theirs) / max(1, min(len(words), len(theirs)))
        if shared >= 0.6 or (0 <= new.span.start - known.span.end <= 12 and known.assertion == new.assertion
                             and not re.search(r",|\bdan\b|\band\b|\bserta\b", context.document.text[known.span.end : new.span.start])):  # fmt: skip
            return True
    return False


def _in_activity_column(context: Context, sentence: Sentence, mention: Mention) -> bool:
    """Whether a row's words stand in a column of activities; its columns of fields and states hold none."""
    if sentence.kind != "table_row":
        return True
    for cell in context.document.blocks[sentence.block].cells:
        if cell.start <= mention.start < cell.end:
            return cell.header is None or bool(_ACTIVITY_COLUMN.search(cell.header))
    return True


def _finding(context: Context, sentence: Sentence, mention: Mention, pairs: tuple[Pair, ...]) -> ActivityFinding:
    span = _phrase(sentence, mention)
    reading = read_assertion(
        mention.start,
        mention.end,
        context.of(sentence, "assertion."),
        context.of(sentence, "terminator."),
        context.cue_rules,
    )
    if reading is None:
        reading = _inherited(context, sentence)
    default: Assertion = "planned" if context.document.kind == "plan_of_action" else "done"
    dates = find_dates(sentence.text, context.document.date_published)
    return ActivityFinding(
        pairs=pairs,
        type=str(mention.value),
        assertion=as_assertion(reading[0] if reading else None, default),
        span=span,
        rule=mention.rule,
        date=dates[0].iso if len(dates) == 1 else None,
        cue=Span(reading[1].start, reading[1].end) if reading else None,
    )


def _phrase(sentence: Sentence, mention: Mention) -> Span:
    """The mention with the words that complete it, up to the next break or about ten words."""
    after = sentence.text[mention.end - sentence.start :]
    end = 0
    for words, match in enumerate(re.finditer(r"\S+", after[:_MAX_PHRASE])):
        stop = _PHRASE_END.search(after[end : match.end()] + " ")
        if stop and (words >= 2 or stop.group()[0] in ',;.:()"“”'):
            break
        if words >= 1 and re.search(r"[;:.!?]$", after[:end].rstrip()):
            break
        end = match.end()
        if words >= 6 or re.search(r"[;.!?]$", match.group()):
            break
    text = after[:end].rstrip(" ,;.:()\"“”'")
    return Span(mention.start, mention.end + len(text))


def _inherited(context: Context, sentence: Sentence) -> tuple[Reading, Mention] | None:
    """What the sentence that introduces this list says of all its items."""
    if sentence.kind not in {"list_item", "table_row"}:
        return None
    for earlier in reversed(context.sentences[max(0, sentence.index - 25) : sentence.index]):
        if earlier.kind in {"list_item", "table_row"}:
            continue
        return read_assertion(
            earlier.end, earlier.end, context.of(earlier, "assertion."), [], context.cue_rules
        ) if _LIST_HEAD.search(earlier.text) or earlier.kind == "heading" else None  # fmt: skip
    return None


_FIELD_HEAD = re.compile(
    r"(?i)\b(?:bidang(?:nya)?|sektor|ruang lingkup(?:nya)?|pokok kerja sama|butir kerja sama|fields?|areas?|sectors?|headings?|scope)\b"
)
_OUT_OF_LIST = re.compile(
    r"(?i)[.;:?!]|\b(?:melalui|lewat|dengan|berupa|seperti|misalnya|termasuk|untuk|akan|telah|sudah|through|by|such as|like|via|including|"
    r"will|has|have|was|were|to|me[mn]\w+|di(?:kirim|gelar|buka|serahkan|laksanakan|adakan)\w*)\b"
)
_LIST_OPENS = re.compile(
    r"(?i)^[^,]{0,60}?(?:\b(?:yakni|yaitu|meliputi|mencakup|adalah|antara lain|di antaranya|are|is|include|includes|covers|listed in it)\b\s*:?|:)"
)


def _is_a_field(sentence: Sentence, mention: Mention) -> bool:
    """Whether the words stand right after "bidang" or in a list of fields: then they name a field."""
    before = sentence.text[: mention.start - sentence.start]
    if re.search(r"(?i)\b(?:bidang|sektor|(?:fields?|areas?|sectors?) of)\s+(?:[\w/]+,?\s+){0,2}$", before):
        return True
    heads = list(_FIELD_HEAD.finditer(before))
    if not heads:
        return False
    between = before[heads[-1].end() :]
    opening = _LIST_OPENS.match(between)
    items = between[opening.end() :] if opening else between
    return ("," in items or opening is not None) and not _OUT_OF_LIST.search(items)


def _within(context: Context, sentence: Sentence, pair: Pair, mention: Mention) -> bool:
    start, end = context.stretch(sentence, pair)
    return start <= mention.start < end
