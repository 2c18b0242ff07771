"""Learning from corrections: a corrected place becomes an alias at once, a new phrase a proposal that is shown first."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from mou_miner.gazetteer import Gazetteer, squash
from mou_miner.gazetteer.names import is_institution, is_ordinary
from mou_miner.learned import (
    Alias,
    Phrase,
    knows_phrase,
    load_aliases,
    load_phrases,
    save_aliases,
    save_phrases,
    with_phrases,
)
from mou_miner.records import Claim, Correction, Document, Span
from mou_miner.service import Tools, extract_document
from mou_miner.store.lessons import Lesson, add_lesson, decide_lesson, documents_with, find_lesson, lessons
from mou_miner.store.moves import corrections_of
from mou_miner.web.app import Parts, parts_of
from mou_miner.web.security import now
from mou_miner.web.visiting import need

logger = logging.getLogger(__name__)
router = APIRouter()

MOST_WORDS = 6
SHOWN = 200
"""Documents on which the effect of a phrase is tried, at most."""


class Effect(NamedTuple):
    """What a phrase would change in a document: values that come and go, and how many of these people decided against."""

    document: Document
    added: tuple[str, ...]
    removed: tuple[str, ...]
    against: int


# ---------------------------------------------------------------------------------------------- pages


@router.get("/learning")
def page(request: Request, message: str = "") -> Response:
    """Show what was learned and what is proposed."""
    parts = parts_of(request)
    need(request)
    known = lessons(parts.store)
    return parts.pages.html(
        request, "learning.html", proposed=[item for item in known if item.state == "proposed"],
        settled=[item for item in known if item.state != "proposed"][:100],
        message=message if message.startswith("learning.") else "", replay=parts.background.replaying,
    )  # fmt: skip


@router.get("/learning/{lesson_id}/effect")
def effect_page(request: Request, lesson_id: int) -> Response:
    """Show what a proposed phrase would change in the stored documents."""
    parts = parts_of(request)
    need(request, "annotator")
    lesson = find_lesson(parts.store, lesson_id)
    if lesson is None or lesson.kind != "phrase":
        raise HTTPException(404)
    phrase = Phrase(**lesson.content)
    found = effects(parts, phrase)
    return parts.pages.html(
        request, "effect.html", effects=found, count=len(documents_with(parts.store, phrase.phrase)), shown=SHOWN
    )


@router.post("/learning/{lesson_id}")
def decide(
    request: Request, lesson_id: int, csrf: Annotated[str, Form()], verdict: Annotated[str, Form(max_length=20)]
) -> Response:
    """Accept or reject a proposed phrase, or withdraw what was learned; old records follow in the background."""
    parts = parts_of(request)
    visitor = need(request, "adjudicator", csrf=csrf)
    lesson = find_lesson(parts.store, lesson_id)
    states = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}
    if lesson is None or verdict not in states:
        raise HTTPException(404)
    decide_lesson(parts.store, lesson_id, states[verdict], visitor.name, now())
    if verdict != "reject":
        _write_and_replay(parts, lesson)
    return RedirectResponse(f"/learning?message=learning.{states[verdict]}", status_code=303)


# ---------------------------------------------------------------------------------------------- learning


def learn_from(parts: Parts, corrections: Sequence[Correction], document: Document) -> None:
    """Make aliases and proposals of corrections that were just saved."""
    for item in corrections:
        if item.verdict != "add" or item.layer is not None:
            continue
        if item.field == "partnership":
            for alias in _aliases(parts.tools.maker.places.gazetteer, item):
                lesson = Lesson(
                    kind="alias",
                    content=alias._asdict(),
                    state="accepted",
                    move=item.move,
                    by=item.annotator,
                    at=item.at,
                )
                if add_lesson(parts.store, lesson):
                    _write_and_replay(parts, lesson)
        elif item.field in ("scope", "activity") and item.value != "other":
            phrase = _phrase(item, document)
            if phrase is not None and not knows_phrase(parts.tools.rules, phrase):
                lesson = Lesson(
                    kind="phrase", content=phrase._asdict(), state="proposed", move=item.move, by=item.annotator,
                    at=item.at,
                )  # fmt: skip
                add_lesson(parts.store, lesson)


def _aliases(gazetteer: Gazetteer, item: Correction) -> Iterable[Alias]:
    """Yield the names that the gazetteer does not lead to the places people put them to."""
    for side in ("indonesian_party", "partner"):
        party = item.details.get(side) or {}
        written, name = str(party.get("as_written") or ""), str(party.get("name") or "")
        country, level = str(party.get("country") or ""), str(party.get("level") or "")
        if not (name and country and (party.get("geonames_id") or party.get("kemendagri_code"))):
            continue
        if len(squash(written)) < 3 or is_ordinary(written) or is_institution(written):
            continue
        found = gazetteer.indonesian(written) if country == "ID" else gazetteer.link(written, country=country)
        if not found or (found[0].place.name, found[0].place.level) != (name, level):
            yield Alias(written, name, country, level, item.annotator, item.at)


def _phrase(item: Correction, document: Document) -> Phrase | None:
    words = " ".join(item.quote.split())
    if not 1 <= len(words.split()) <= MOST_WORDS or not any(character.isalpha() for character in words):
        return None
    return Phrase(item.field, str(item.value), _language(document, item.span), words, item.annotator, item.at)


def _language(document: Document, span: Span | None) -> str:
    if span is not None:
        for block in document.blocks:
            if block.start <= span.start < block.end and block.language is not None:
                return block.language
    return "en" if document.language == "en" else "id"


def _write_and_replay(parts: Parts, lesson: Lesson) -> None:
    """Let the files say what is accepted, take them up, and read again the documents that have the words."""
    folder = parts.config.settings.learned
    accepted = [item for item in lessons(parts.store) if item.kind == lesson.kind and item.state == "accepted"]
    ours = [item.content for item in lessons(parts.store) if item.kind == lesson.kind]
    # Lines that other people put into the files stay.
    if lesson.kind == "alias":
        aliases = [Alias(**item.content) for item in accepted]
        known = {tuple(item.values())[:4] for item in ours}
        save_aliases(folder, [*(item for item in load_aliases(folder) if item[:4] not in known), *aliases])
        words = Alias(**lesson.content).name
    else:
        phrases = [Phrase(**item.content) for item in accepted]
        known = {tuple(item.values())[:4] for item in ours}
        save_phrases(folder, [*(item for item in load_phrases(folder) if item[:4] not in known), *phrases])
        words = Phrase(**lesson.content).phrase
    parts.renew_tools()
    parts.background.replay(documents_with(parts.store, words))


def effects(parts: Parts, phrase: Phrase) -> list[Effect]:
    """Return what the phrase would change in the documents that have its words, those without a change left out."""
    tools = Tools(parts.config.settings, parts.config.rules)
    tools.__dict__["rules"] = with_phrases(parts.tools.rules, [phrase])
    tools.__dict__["maker"] = replace(parts.tools.maker, rules=tools.rules)
    found = []
    for doc_id in documents_with(parts.store, phrase.phrase)[:SHOWN]:
        sheet = parts.shelf.sheet(doc_id)
        if sheet is None:
            continue
        after = extract_document(sheet.document, tools).machine or ()
        effect = _effect(sheet.document, sheet.machine, after, corrections_of(parts.store, sheet.document))
        if effect.added or effect.removed:
            found.append(effect)
    return found


def _effect(
    document: Document, before: Sequence[Claim], after: Sequence[Claim], decided: Sequence[Correction]
) -> Effect:
    old, new = {_said(claim) for claim in before}, {_said(claim) for claim in after}
    rejected = {(item.field, str(item.value)) for item in decided if item.verdict == "reject"}
    against = sum((field, value) in rejected for field, value, _ in new - old)
    return Effect(document, _shown(new - old), _shown(old - new), against)


def _shown(said: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{field}: {value} ({on.split('|')[1] if '|' in on else on})" for field, value, on in said))


def _said(claim: Claim) -> tuple[str, str, str]:
    return claim.field, str(claim.value), claim.on.partition("#")[0]
