"""What form a tie has, which of Lecours' kinds it is of, and whether nothing but ceremony came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mou_miner.claims.context import Context
from mou_miner.claims.pairs import Pair
from mou_miner.records import Form, Span, Typology
from mou_miner.rules.procedure import ProcedureRules, load_procedure_rules, pattern_of

_PORT = re.compile(r"\b(?:sister ports?|pelabuhan kembar|pelabuhan bersaudara|port-to-port)\b", re.I)
_BY_LEVEL: dict[str, Form] = {
    "city": "sister_city",
    "province": "sister_province",
    "regency": "sister_regency",
    "port": "sister_port",
}


def find_form(context: Context, pair: Pair) -> tuple[Form, Span, str]:
    """Return the form, the words it rests on and the rule.

    "Sister city" is said of provinces too, so the Indonesian level decides (see the annotation guide). A friendship city
    is a lower tier and counts as `other` where the text never calls the tie a sister one.
    """
    lower: Span | None = None
    sister: Span | None = None
    for sentence in context.sentences:
        if not any(told is pair for told, _ in context.told.get(sentence.index, ())):
            continue
        start, end = context.stretch(sentence, pair)
        text = context.document.text[start:end]
        port = _PORT.search(text)
        if port:
            return "sister_port", Span(start + port.start(), start + port.end()), "form.port"
        found = context.party_rules.lower_ties.search(text)
        if found and lower is None:
            lower = Span(start + found.start(), start + found.end())
        for strong in context.party_rules.strong_ties.finditer(text):
            if sister is None and not context.party_rules.lower_ties.fullmatch(strong.group()):
                sister = Span(start + strong.start(), start + strong.end())
    if pair.partner is None and pair.partner_level == "other":
        return "other", pair.best.spans[-1], "form.other"
    if lower is not None and sister is None:
        return "other", lower, "form.lower"
    form = _BY_LEVEL.get(pair.indonesian.level, "other")
    return form, sister or pair.best.spans[0], "form.level"


# ---------------------------------------------------------------------------------------------- Lecours


class TypologyFinding(NamedTuple):
    """One of Lecours' kinds with its reasons in plain words, the words it rests on and the rule."""

    typology: Typology
    reasons: tuple[str, ...]
    span: Span
    rule: str


class RegionTypology(NamedTuple):
    """What a text says, in so many words, of the paradiplomacy of an Indonesian region."""

    region: str
    typology: Typology
    span: Span
    quote: str


def find_typology(
    pair: Pair,
    scopes: Sequence[tuple[str, Span]],
    activities: Sequence[tuple[str, Span]],
    stated: Sequence[RegionTypology],
    politics: Sequence[tuple[str, Span]] = (),
) -> TypologyFinding | None:
    """Return the kind of the tie: as the text states it for the region, else by its fields and activities.

    Nothing but economic fields makes it economic; culture, education, health or technology beside or instead makes it
    multipurpose; aims of politics or identity make it complex. A tie without fields and activities has no kind.
    """
    for item in stated:
        if item.region == pair.indonesian.name:
            return TypologyFinding(
                item.typology, (f"the text says so of {item.region}: {item.quote}",), item.span, "typology.stated"
            )
    rules = load_procedure_rules()
    economic = [item for item in scopes if item[0] in rules.economic_scopes]
    economic_acts = [item for item in activities if item[0] in rules.economic_activities]
    wider = [item for item in scopes if item[0] not in rules.economic_scopes and item[0] != "other"]
    wider_acts = [item for item in activities if item[0] in rules.wider_activities]
    evidence = [*economic, *economic_acts, *wider, *wider_acts]
    if not evidence:
        return None
    reasons = [
        _named("economic fields", economic),
        _named("economic activities", economic_acts),
        _named("fields beyond the economy", wider),
        _named("activities beyond the economy", wider_acts),
    ]
    known = tuple(reason for reason in reasons if reason)
    if politics:
        return TypologyFinding(
            "complex", (*known, f"political aims: {politics[0][0]}"), politics[0][1], "typology.politics"
        )
    if wider or wider_acts:
        return TypologyFinding("multipurpose", known, (*wider, *wider_acts)[0][1], "typology.fields")
    return TypologyFinding(
        "economic", (*known, "no field or activity beyond the economy is named"), evidence[0][1], "typology.fields"
    )


def _named(what: str, found: Sequence[tuple[str, Span]]) -> str:
    codes = list(dict.fromkeys(code for code, _ in found))
    return f"{what}: {', '.join(codes)}" if codes else ""


def stated_typologies(context: Context) -> list[RegionTypology]:
    """Return the regions to which the text itself assigns one of the kinds, as in "the second form is practised by A and B"."""
    rules = load_procedure_rules()
    text = context.document.text
    if not rules.pattern("theory").search(text):
        return []
    found: dict[str, RegionTypology] = {}
    for sentence in context.sentences:
        if not rules.pattern("assigned").search(sentence.text):
            continue
        kinds = [
            kind.typology for kind in rules.kinds if pattern_of((*kind.words, *kind.ordinals)).search(sentence.text)
        ]
        if len(kinds) != 1:
            continue
        quote = sentence.text if len(sentence.text) < 160 else f"{sentence.text[:157]}..."
        for mention in context.places:
            if mention.sentence == sentence.index and mention.side == "indonesia" and mention.place is not None:
                item = RegionTypology(mention.place.name, kinds[0], Span(sentence.start, sentence.end), quote)
                found.setdefault(item.region, item)
    return list(found.values())


def find_politics(context: Context, pair: Pair) -> list[tuple[str, Span]]:
    """Return the political aims that the sentences about the pair name."""
    pattern = load_procedure_rules().pattern("politics")
    return [
        (match.group(), Span(sentence.start + match.start(), sentence.start + match.end()))
        for sentence in context.sentences
        if any(told is pair for told, _ in context.told.get(sentence.index, ()))
        for match in pattern.finditer(sentence.text)
    ]


def find_ceremony(context: Context, pair: Pair) -> Span | None:
    """Return the words that say of the pair that nothing but ceremony followed; a warning or a wish says nothing."""
    rules = load_procedure_rules()
    for sentence in context.sentences:
        if not any(told is pair for told, _ in context.told.get(sentence.index, ())):
            continue
        start, end = context.stretch(sentence, pair)
        span = ceremony_in(context.document.text[start:end], rules)
        if span is not None:
            return Span(start + span.start, start + span.end)
    return None


def ceremony_in(text: str, rules: ProcedureRules) -> Span | None:
    """Return where the text says that nothing but ceremony followed."""
    for match in rules.pattern("ceremonial").finditer(text):
        # "tidak hanya seremonial": the word that takes it back may overlap the words themselves.
        before = text[max(0, match.start() - 45) : match.start() + 14]
        if not rules.pattern("not_ceremonial").search(before):
            return Span(match.start(), match.end())
    return None
