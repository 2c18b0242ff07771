"""What one gets without understanding: both places in one sentence with a twinning word make a pair.

It has the same gazetteer, the same rules and the same texts as the program, but looks at nothing else: not who acts,
not what is planned or denied, not whose list a name stands in. The program must be better than this to be of use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mou_miner.gazetteer import Gazetteer
from mou_miner.mentions.collect import find_mentions
from mou_miner.records import Activity, Document, Form, Mention, Partnership, Party, Place, Scope, Span
from mou_miner.service import Tools

_SENTENCE = re.compile(r"[^.!?\n]+")
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]*(?: (?:de |of )?[A-ZÀ-Þ][\w'’-]*){0,3}")
_TWINNING = re.compile(
    r"(?i)\b(?:sister[- ](?:city|cities|province|regency)|(?:kota|provinsi|kabupaten) kembar|kota bersaudara|"
    r"twin(?:ning|ned)?|friendship cit(?:y|ies)|kerja sama|kerjasama|cooperation|mou|memorandum|nota kesepahaman|"
    r"letter of intent)\b"
)
_FORMS: dict[str, Form] = {"city": "sister_city", "regency": "sister_regency", "province": "sister_province"}


def find_partnerships(document: Document, tools: Tools) -> list[Partnership]:
    """Return a partnership for each pair of an Indonesian and a foreign place beside a twinning word."""
    gazetteer = tools.maker.places.gazetteer
    found: dict[str, Partnership] = {}
    for sentence in _SENTENCE.finditer(document.text):
        if not _TWINNING.search(sentence.group()):
            continue
        own, others = _places(sentence.group(), gazetteer)
        mentions = find_mentions(tools.nlp, sentence.group(), sentence.start())
        for indonesian in own:
            for partner in others:
                key = f"{indonesian.name}|{partner.name}|{partner.country}"
                known = found.get(key) or _partnership(key, indonesian, partner, Span(*sentence.span()))
                found[key] = _with_mentions(known, mentions, document.text)
    return list(found.values())


def _places(sentence: str, gazetteer: Gazetteer) -> tuple[list[Place], list[Place]]:
    own: dict[str, Place] = {}
    others: dict[str, Place] = {}
    for match in _NAME.finditer(sentence):
        for place in _longest(match.group().split(), gazetteer):
            (own if place.country == "ID" else others).setdefault(place.name, place)
    return list(own.values()), list(others.values())


def _longest(words: list[str], gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the places in a run of capitalised words, the longest names first to be taken."""
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            name = " ".join(words[start:end])
            indonesian, foreign = gazetteer.indonesian(name), gazetteer.exact(name)
            if indonesian or foreign:
                yield indonesian[0].place if indonesian else foreign[0]
                start = end - 1
                break
        start += 1


def _partnership(key: str, indonesian: Place, partner: Place, span: Span) -> Partnership:
    return Partnership(
        key=key,
        indonesian_party=_party(indonesian),
        partner=_party(partner),
        form=_FORMS.get(indonesian.level),
        stage="mou",
        confidence=0.5,
        spans=(span,),
    )


def _party(place: Place) -> Party:
    return Party(name=place.name, country=place.country, level=place.level, as_written=place.name)


def _with_mentions(partnership: Partnership, mentions: list[Mention], text: str) -> Partnership:
    scopes = {scope.code: scope for scope in partnership.scopes}
    activities = {activity.span: activity for activity in partnership.activities}
    for mention in mentions:
        span = Span(mention.start, mention.end)
        if mention.label == "SCOPE" and mention.value:
            scope = Scope.model_validate({"code": mention.value, "as_written": "", "span": span})
            scopes.setdefault(scope.code, scope)
        elif mention.label == "ACTIVITY" and mention.value:
            words = text[mention.start : mention.end]
            values = {"type": mention.value, "assertion": "done", "span": span, "text": words}
            activities.setdefault(span, Activity.model_validate(values))
    return partnership.model_copy(update={"scopes": tuple(scopes.values()), "activities": tuple(activities.values())})
