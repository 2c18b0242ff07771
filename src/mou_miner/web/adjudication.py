"""Double annotation: how far people agree, their disagreements side by side, and what counts in the end."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from mou_miner.records import Correction
from mou_miner.store import people
from mou_miner.store.moves import Move, corrections_of, save_move
from mou_miner.web import consistency, journal
from mou_miner.web.app import Parts, parts_of
from mou_miner.web.board import Board, Value, make_board, quote_of
from mou_miner.web.consistency import Dispute
from mou_miner.web.security import Visitor, now
from mou_miner.web.shelf import Sheet
from mou_miner.web.views import seen_by
from mou_miner.web.visiting import need

router = APIRouter()

NOBODY = "-"
_MOVE = r"^[A-Za-z0-9._-]{8,64}$"


@router.get("/consistency")
def page(request: Request) -> Response:
    """Show the agreement per field, and the documents that were annotated twice."""
    parts = parts_of(request)
    need(request)
    documents = _double(parts)
    rows = []
    for doc_id, names in documents.items():
        boards = boards_of(parts, doc_id, names)
        if boards:
            differ, alike = consistency.disputes(boards)
            document = next(iter(boards.values())).document
            rows.append((document, sorted(boards), len(differ), len(alike)))
    scores = consistency.score(filter(None, (boards_of(parts, doc_id, names) for doc_id, names in documents.items())))
    return parts.pages.html(request, "consistency.html", scores=scores, documents=rows)


@router.get("/consistency.{format}")
def report(request: Request, format: str) -> Response:
    """Return the agreement per field as a file."""
    parts = parts_of(request)
    need(request)
    scores = consistency.score(
        filter(None, (boards_of(parts, doc_id, names) for doc_id, names in _double(parts).items()))
    )
    if format == "json":
        return JSONResponse([score._asdict() for score in scores])
    if format != "csv":
        raise HTTPException(404)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["field", "slots", "values", "f1", "alpha"])
    writer.writerows(
        [score.field, score.slots, score.values, _shown(score.f1), _shown(score.alpha)] for score in scores
    )
    headers = {"Content-Disposition": 'attachment; filename="consistency.csv"'}
    return Response(lines.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/documents/{doc_id}/adjudicate")
def adjudicate_page(request: Request, doc_id: str) -> Response:
    """Show what the annotators of a document disagree on, side by side."""
    parts = parts_of(request)
    need(request, "adjudicator")
    sheet, boards, shared = _open(parts, doc_id)
    differ, alike = consistency.disputes(boards)
    settled = {slot_name(item): _settled(item, shared) for item in differ}
    return parts.pages.html(
        request, "adjudicate.html", document=sheet.document, names=sorted(boards),
        disputes=[(slot_name(item), item) for item in differ], alike=len(alike), settled=settled,
        committed=all(_settled(item, shared) for item in alike),
    )  # fmt: skip


@router.post("/documents/{doc_id}/adjudicate")
def adjudicate(
    request: Request, doc_id: str, move: Annotated[str, Form(pattern=_MOVE)], slot: Annotated[str, Form(max_length=80)],
    choice: Annotated[str, Form(max_length=100)],
) -> Response:  # fmt: skip
    """Let one annotator's answer count, or nobody's (`-`); `slot` may be `alike` for all they agree on."""
    parts, visitor = parts_of(request), need(request, "adjudicator")
    sheet, boards, shared = _open(parts, doc_id)
    differ, alike = consistency.disputes(boards)
    if slot == "alike":
        chosen = [(item, next(iter(item.answers.values()))) for item in alike]
    else:
        item = next((item for item in differ if slot_name(item) == slot), None)
        if item is None or (choice != NOBODY and choice not in item.answers):
            raise HTTPException(404)
        chosen = [(item, item.answers.get(choice, ()))]
    moment = now()
    corrections = [
        entry for item, values in chosen for entry in _entries(item, list(values), shared, visitor, move, moment)
    ]
    if corrections:
        made = Move(move=move, doc_id=doc_id, annotator=visitor.name, at=moment, kind="adjudicate")
        if save_move(parts.store, made, corrections, parts.shelf.derive(sheet)):
            journal.append(parts.config.settings.corrections, corrections)
            parts.background.changed()
    return JSONResponse({"entries": len(corrections)})


def boards_of(parts: Parts, doc_id: str, names: list[str]) -> dict[str, Board]:
    """Return the blind copies of a document by annotator; empty where the document is gone."""
    sheet = parts.shelf.sheet(doc_id)
    if sheet is None:
        return {}
    assigned = people.assignments_of(parts.store, doc_id=doc_id)
    return {name: make_board(sheet, seen_by(parts.store, sheet.document, name, assigned)) for name in names}


def slot_name(item: Dispute) -> str:
    """Return a short name of a slot for the page."""
    return hashlib.sha256(json.dumps(item.slot).encode()).hexdigest()[:16]


def _double(parts: Parts) -> dict[str, list[str]]:
    """Return the documents that two people or more are done with blind, and who they are."""
    found: dict[str, list[str]] = {}
    for item in people.assignments_of(parts.store):
        if item.blind and item.done is not None:
            found.setdefault(item.doc_id, []).append(item.annotator)
    return {doc_id: names for doc_id, names in found.items() if len(names) > 1}


def _open(parts: Parts, doc_id: str) -> tuple[Sheet, dict[str, Board], Board]:
    names = _double(parts).get(doc_id)
    sheet = parts.shelf.sheet(doc_id)
    if names is None or sheet is None:
        raise HTTPException(404, "Two annotators must be done with the document first.")
    shared = make_board(sheet, corrections_of(parts.store, sheet.document))
    return sheet, boards_of(parts, doc_id, names), shared


def _settled(item: Dispute, shared: Board) -> bool:
    """Say whether a person has decided on every value of the slot that is seen by all."""
    values = _in_slot(item, shared)
    return bool(values) and all(value.state != "open" for value in values)


def _in_slot(item: Dispute, board: Board) -> list[Value]:
    doc_id = board.document.doc_id
    return [value for value in board.values if consistency.slot_of(doc_id, value) == item.slot]


def _entries(
    item: Dispute, chosen: list[Value], shared: Board, visitor: Visitor, move: str, moment: str
) -> list[Correction]:
    """Return what makes the chosen values count and the others of the slot not."""
    entries = []
    wanted = [(value.claim.value, value.claim.assertion) for value in chosen]
    there = [value for value in _in_slot(item, shared) if value.state != "rejected"]
    for value in there:
        if (value.claim.value, value.claim.assertion) not in wanted:
            entries.append(_entry(value, "reject", shared, visitor, move, moment))
    known = [(value.claim.value, value.claim.assertion) for value in there]
    for value in chosen:
        verdict = "accept" if (value.claim.value, value.claim.assertion) in known else "add"
        entries.append(_entry(value, verdict, shared, visitor, move, moment))
    return [entry for entry in entries if entry is not None]


def _entry(value: Value, verdict: Any, shared: Board, visitor: Visitor, move: str, moment: str) -> Correction | None:
    quote, span = quote_of(value, shared.document)
    if not quote:
        return None
    claim = value.claim
    return Correction(
        doc_id=shared.document.doc_id, field=claim.field, value=claim.value, on=claim.on, verdict=verdict, quote=quote,
        span=span, annotator=visitor.name, at=moment, assertion=claim.assertion, move=move,
        details={} if verdict == "reject" else claim.details,
    )  # fmt: skip


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.4f}"
