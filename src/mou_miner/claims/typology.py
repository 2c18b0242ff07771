"""What form a tie has: by the level of the Indonesian party, unless the text names a port tie or a lower one."""

from __future__ import annotations

import re

from mou_miner.claims.context import Context
from mou_miner.claims.pairs import Pair
from mou_miner.records import Form, Span

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
