"""Fields of cooperation: words of a scope that the text calls one, in a list after "bidang", an article or a column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mou_miner.claims.context import Context
from mou_miner.claims.pairs import Pair
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Mention, Span

_HEAD = re.compile(
    r"\b(?:bidang(?:-bidang)?|sektor|ruang lingkup|ruang lingkung|lingkup|meliputi|mencakup|antara lain|"
    r"di antaranya|diantaranya|fokus(?:nya)?(?: pada)?|"
    r"berfokus|difokuskan|aspek|urusan|isu|objek|bidangnya|cakupan|kerja ?sama di|terutama|khususnya|yakni|yaitu|"
    r"fields?|areas?|sectors?|scope|covers?|covering|includ(?:es?|ing)|focus(?:es|ed|ing)?(?: on)?|spheres?|domains?|"
    r"cooperat(?:e|ion|ing) (?:in|on)|collaborat(?:e|ion|ing) (?:in|on)|partnership (?:in|on)|ties in|exchanges? in|"
    r"such as|namely|spanning|ranging from|priorit(?:y|ies))\b",
    re.IGNORECASE,
)
_STRONG_HEAD = re.compile(
    r"\b(?:bidang(?:-bidang)?|sektor|ruang lingkup|ruang lingkung|aspek|fields?|areas?|sectors?|scope)\b", re.I
)
_COOPERATION = re.compile(
    r"\b(?:kerja ?sama|kemitraan|hubungan|kolaborasi|sister|kembar|bersaudara|kesepahaman|kesepakatan|mou|loi|"
    r"lingkup|cooperat\w*|partnership|"
    r"collaborat\w*|memorandum|agreement|ties|relationship|twinn\w*|charter|letter of intent|pact|accord|"
    r"menyepakati|sepakat|agreed)\b", re.I
)  # fmt: skip
_SCOPE_SECTION = re.compile(
    r"\b(?:ruang lingkup|lingkup|bidang(?:-bidang)? ker?ja ?sama|objek|areas? of co-?operation|scope|"
    r"fields? of co-?operation|bidang|fields|areas)\b",
    re.I,
)
_OTHER_SECTION = re.compile(
    r"\b(?:pasal|article|pembiayaan|pendanaan|jangka waktu|penyelesaian|perubahan|pelaksanaan|kegiatan|bentuk|"
    r"tujuan|objectives?|purpose|implementation|"
    r"forms?|financ\w+|funding|settlement|amendment|duration|kelompok kerja|working group|hak kekayaan|"
    r"intellectual)\b", re.I
)  # fmt: skip
_SCOPE_COLUMN = re.compile(
    r"\b(?:bidang|lingkup|sektor|scope|fields?|areas?|sectors?|fokus|focus|kerja ?sama|cooperation)\b", re.I
)
_BREAK = re.compile(
    r"[.!?](?=\s)|\b(?:untuk|guna|agar|sehingga|karena|demi|supaya|in order|so that|because|since|after|setelah|"
    r"yang akan|by|melalui|dengan cara|through|termasuk kunjungan)\b",
    re.I,
)
_BRIDGE = re.compile(
    r"(?:\b(?:adalah|ialah|yaitu|yakni|meliputi|mencakup|antara lain|are|is|include|including|namely|were|"
    r"of work|seperti|such as|pada|di antaranya)\b|:)[\s\w]{0,25}$",
    re.I,
)
_OFFICE = re.compile(r"\b(?:kepala|kabid|deputi|asisten|ketua|wakil|komisi|menteri|head of the|director of)\s+$", re.I)
_LIST_GAP = re.compile(
    r"^[\s,;/&()“”\"'\d.•*-]*(?:(?:dan|serta|hingga|maupun|juga|sampai|and|or|as well as|dan juga|bidang|sektor|"
    r"the|of|in|di|pada|kerja ?sama|"
    r"pengembangan|peningkatan|pengelolaan|pertukaran|development|promotion|exchange|management|program|"
    r"kegiatan|city|kota|daerah|local|"
    r"lain|also|to|dari|from|pembangunan|penguatan|pemberdayaan|promosi|local|public|masyarakat|ilmu|joint)\W*){0,4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ScopeFinding:
    """A scope of a pair: its code, the words that name it, and the kind of evidence."""

    pair: Pair
    code: str
    span: Span
    rule: str


def find_scopes(context: Context) -> list[ScopeFinding]:
    """Return the scopes of all pairs in reading order."""
    findings: list[ScopeFinding] = []
    for sentence in context.sentences:
        told = context.told.get(sentence.index, ())
        scopes = context.of(sentence, "scope.")
        if not told or not scopes:
            continue
        for mention, rule in _named_as_fields(context, sentence, scopes):
            for pair, _ in told:
                start, end = context.stretch(sentence, pair)
                if start <= mention.start < end:
                    findings.append(ScopeFinding(pair, str(mention.value), Span(mention.start, mention.end), rule))
    return findings


def _named_as_fields(context: Context, sentence: Sentence, scopes: list[Mention]) -> list[tuple[Mention, str]]:
    if sentence.kind == "table_row":
        return [(m, "scope.column") for m in scopes if _in_scope_column(context, sentence, m)]
    if context.document.kind in {"mou", "loi", "agreement", "plan_of_action"} and sentence.section:
        if _SCOPE_SECTION.search(sentence.section):
            if sentence.kind == "heading":
                return []
            return [(m, "scope.article") for m in scopes]
        if _OTHER_SECTION.search(sentence.section) and sentence.kind != "title":
            return []
    if sentence.kind == "list_item":
        intro = _introduction(context, sentence)
        if (
            intro is not None
            and _HEAD.search(intro.text)
            and (_COOPERATION.search(intro.text) or _STRONG_HEAD.search(intro.text))
        ):
            return [(m, "scope.item") for m in scopes]
    cooperative = _cooperative(context, sentence)
    listed = _after_head(sentence, scopes, strong_only=not cooperative)
    return [(m, "scope.list") for m in listed]


def _cooperative(context: Context, sentence: Sentence) -> bool:
    """Whether the sentence, or the one before it in its block, speaks of the cooperation."""
    if _COOPERATION.search(sentence.text):
        return True
    if sentence.index == 0:
        return False
    earlier = context.sentences[sentence.index - 1]
    return earlier.block == sentence.block and bool(_COOPERATION.search(earlier.text))


def _after_head(sentence: Sentence, scopes: list[Mention], *, strong_only: bool) -> list[Mention]:
    """The scope words that follow a head word in one list; the list ends where other words come between.

    Where the sentence does not speak of the cooperation only "bidang", "fields" and the like count as heads.
    """
    text, base = sentence.text, sentence.start
    kept: list[Mention] = []
    reach = -1
    for mention in sorted(scopes, key=lambda m: m.start):
        start = mention.start - base
        if reach >= 0 and _continues(text[reach:start]):
            kept.append(mention)
            reach = mention.end - base
            continue
        if _headed(text, start, strong_only):
            kept.append(mention)
            reach = mention.end - base
    return kept


def _headed(text: str, start: int, strong_only: bool) -> bool:
    """Whether a head word reaches to the stretch: near before it, or further off with "are", "yaitu" or a colon between."""
    for head in reversed(list(_HEAD.finditer(text, 0, start))):
        strong = bool(_STRONG_HEAD.search(head.group())) and not _OFFICE.search(text[: head.start()])
        if strong_only and not strong:
            continue
        gap = text[head.end() : start]
        if len(gap) > 110:
            return False
        bridged = bool(_BRIDGE.search(gap))
        limit = 110 if bridged and strong else 60 if strong else 30
        if len(gap) <= limit and (bridged or not _BREAK.search(gap)):
            return True
    return False


def _continues(gap: str) -> bool:
    return bool(_LIST_GAP.match(gap)) or (
        len(gap) <= 40 and bool(re.search(r",|\bdan\b|\band\b|\bserta\b", gap)) and not _BREAK.search(gap)
    )


def _in_scope_column(context: Context, sentence: Sentence, mention: Mention) -> bool:
    block = context.document.blocks[sentence.block]
    for cell in block.cells:
        if cell.start <= mention.start and mention.end <= cell.end:
            return cell.header is None or bool(_SCOPE_COLUMN.search(cell.header))
    return not block.cells


def _introduction(context: Context, sentence: Sentence) -> Sentence | None:
    """The sentence that introduces the list which this item belongs to."""
    for earlier in reversed(context.sentences[max(0, sentence.index - 25) : sentence.index]):
        if earlier.kind != "list_item":
            return earlier
    return None
