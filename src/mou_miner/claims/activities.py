"""Evidence of implementation: what was done, is planned or was not done under a partnership."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mou_miner.claims.assertion import as_assertion, read_assertion
from mou_miner.claims.context import Context
from mou_miner.claims.dates import find_dates
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Assertion, Mention, Span

_DUTIES = frozenset({"mou", "loi", "agreement"})
_PHRASE_END = re.compile(
    r"[,;.:()\"“”]|\s(?:yang|dan|serta|untuk|guna|pada|di|dengan|and|which|that|to|in|for|with|by|when|while|as|at|during|since|namun|tetapi|but)\s"
)
_LIST_HEAD = re.compile(
    r":\s*$|\b(?:di antaranya|diantaranya|antara lain|meliputi|yakni|yaitu|including|among them|namely|such as)\s*:?\s*$",
    re.I,
)
_MAX_PHRASE = 70
_ACTIVITY_COLUMN = re.compile(
    r"(?i)\b(?:kegiatan|program|realisasi|implementasi|pelaksanaan|hasil|activit\w+|implementation|results?|keterangan|catatan|remarks?|notes?)\b"
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
    visited: set[int] = set()
    repeated = _repeated_language(context)
    for sentence in context.sentences:
        told = context.told.get(sentence.index, ())
        if not told or sentence.kind in {"heading", "title", "caption", "signature"} or sentence.language == repeated:
            continue
        taken = -1
        for mention in context.of(sentence, "activity."):
            if (
                mention.start < taken
                or _is_a_field(context, sentence, mention)
                or not _in_activity_column(context, sentence, mention)
            ):
                continue
            pairs = tuple(pair for pair, _ in told if _within(context, sentence, pair, mention))
            if not pairs:
                continue
            if mention.value == "visit_ceremony":
                pairs = tuple(pair for pair in pairs if id(pair) not in visited)
                visited.update(id(pair) for pair in pairs)
                if not pairs:
                    continue
            finding = _finding(context, sentence, mention, pairs)
            if _repeats(findings, finding, context) or _is_bare(finding):
                continue
            findings.append(finding)
            taken = finding.span.end
    return findings


def _repeated_language(context: Context) -> str | None:
    """The language of the shorter part where a text says everything twice, as a paper with two abstracts does."""
    if context.document.language != "id+en":
        return None
    lengths = {"id": 0, "en": 0}
    for sentence in context.sentences:
        if sentence.language in lengths:
            lengths[sentence.language] += sentence.end - sentence.start
    return min(lengths, key=lambda language: lengths[language])


def _is_bare(finding: ActivityFinding) -> bool:
    """A lone noun without any cue ("festival") names a thing and tells of nothing done."""
    lone = finding.span.end - finding.span.start < 12
    return finding.cue is None and (lone or finding.type in {"event", "visit_ceremony", "trade_investment"})


def _repeats(findings: list[ActivityFinding], new: ActivityFinding, context: Context) -> bool:
    """Whether the same pair has an activity of this type and assertion in nearly the same words, or just before it."""
    words = set(context.document.text[new.span.start : new.span.end].casefold().split())
    for known in findings:
        if known.type != new.type or not any(pair in known.pairs for pair in new.pairs):
            continue
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
    words = 0
    end = 0
    for match in re.finditer(r"\S+", after[:_MAX_PHRASE]):
        stop = _PHRASE_END.search(after[end : match.end()] + " ")
        if stop and (words >= 2 or stop.group()[0] in ',;.:()"“”'):
            break
        if words >= 1 and re.search(r"[;:.!?]$", after[:end].rstrip()):
            break
        end = match.end()
        words += 1
        if words >= 7 or re.search(r"[;.!?]$", match.group()):
            break
    text = after[:end].rstrip(" ,;.:()\"“”'")
    return Span(mention.start, mention.end + len(text))


def _inherited(context: Context, sentence: Sentence) -> tuple[str, Mention] | None:
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


def _is_a_field(context: Context, sentence: Sentence, mention: Mention) -> bool:
    """Whether the words stand right after "bidang" or "in the fields of": then they name a field."""
    before = sentence.text[: mention.start - sentence.start]
    return bool(
        re.search(
            r"\b(?:bidang|sektor|fields? of|areas? of|sectors? of|in the field of)\s+(?:[\w/]+,?\s+){0,2}$",
            before,
            re.I,
        )
    )


def _within(context: Context, sentence: Sentence, pair: Pair, mention: Mention) -> bool:
    start, end = context.stretch(sentence, pair)
    return start <= mention.start < end
