"""The page with a document and its record side by side, and what is done on it."""

from __future__ import annotations

import json
import logging
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse
from pydantic import ValidationError

from mou_miner.errors import MouMinerError
from mou_miner.records import Document
from mou_miner.store import people
from mou_miner.store.moves import Move, is_known, last_run, moves_of, save_move, undone_moves
from mou_miner.store.queue import QueueFilter, list_queue
from mou_miner.web import deciding, forms, journal, reasons
from mou_miner.web.app import Parts, parts_of
from mou_miner.web.labels import refusal
from mou_miner.web.rendering import language_of
from mou_miner.web.security import Visitor, now
from mou_miner.web.views import View, view_of
from mou_miner.web.visiting import need

logger = logging.getLogger(__name__)
router = APIRouter(prefix="/documents")


@router.get("/{doc_id}")
def page(request: Request, doc_id: str) -> Response:
    """Show the document with its record."""
    parts, visitor = parts_of(request), need(request)
    view = _view(parts, doc_id, visitor)
    has_file = view.document.media_type == "application/pdf" and parts.shelf.file(view.document) is not None
    return parts.pages.html(request, "document.html", **_record(parts, view, visitor), has_file=has_file)


@router.get("/{doc_id}/record")
def record(request: Request, doc_id: str, state: str = "") -> Response:
    """Return the record alone; nothing where it is still what the page shows."""
    parts, visitor = parts_of(request), need(request)
    if state and state == _state(parts, doc_id):
        return Response(status_code=204)
    return _record_html(request, parts, _view(parts, doc_id, visitor), visitor)


@router.get("/{doc_id}/data")
def data(request: Request, doc_id: str) -> Response:
    """Return the text, its blocks and pages, and each printed word with its place."""
    parts = parts_of(request)
    document = _view(parts, doc_id, need(request)).document
    return JSONResponse(
        {
            "text": document.text,
            "blocks": [[block.start, block.end, block.kind] for block in document.blocks],
            "pages": [[page.number, page.width, page.height] for page in document.pages],
            "words": [[word.start, word.end, *word.box] for word in document.words],
        }
    )


@router.get("/{doc_id}/file")
def file(request: Request, doc_id: str) -> Response:
    """Return the PDF file, byte for byte as it was read."""
    parts = parts_of(request)
    document = _view(parts, doc_id, need(request)).document
    path = parts.shelf.file(document)
    if path is None or document.media_type != "application/pdf":
        raise HTTPException(404)
    return FileResponse(path, media_type="application/pdf", headers={"Content-Disposition": "inline"})


@router.post("/{doc_id}/moves")
async def move(request: Request, doc_id: str) -> Response:
    """Save what was done and return the record as it then is. Sent twice, it is done once."""
    parts, visitor = parts_of(request), need(request, "annotator")
    try:
        wanted = deciding.Request.model_validate(json.loads(await request.body()))
    except (ValidationError, ValueError, UnicodeDecodeError):
        return JSONResponse({"detail": "This is no move."}, status_code=422)
    return await run_in_threadpool(_move, request, parts, visitor, doc_id, wanted)


def _move(request: Request, parts: Parts, visitor: Visitor, doc_id: str, wanted: deciding.Request) -> Response:
    view = _view(parts, doc_id, visitor)
    try:
        make_move(parts, view, visitor, wanted)
    except deciding.Refused as error:
        return _refused(request, parts, view, visitor, error)
    return _record_html(request, parts, _view(parts, doc_id, visitor), visitor)


def make_move(parts: Parts, view: View, visitor: Visitor, wanted: deciding.Request, *, bulk: str | None = None) -> None:
    """Save the move of a visitor on a document. Raises Refused."""
    doc_id = view.document.doc_id
    if view.closed is not None:
        raise deciding.Refused("You may not decide on this document.")
    if is_known(parts.store, wanted.move):
        return
    author = deciding.Author(name=visitor.name, at=now(), layer=view.layer)
    taken_back = wanted.kind in ("undo", "redo")
    corrections = (
        _undo(parts, view, visitor, wanted, author) if taken_back else deciding.decide(wanted, view.board, author)
    )
    made = Move(
        move=wanted.move,
        doc_id=doc_id,
        annotator=visitor.name,
        at=author.at,
        kind=wanted.kind,
        bulk=bulk,
        layer=view.layer,
    )
    if save_move(parts.store, made, corrections, parts.shelf.derive(view.sheet)):
        journal.append(parts.config.settings.corrections, corrections)
        parts.background.changed()
        _learn(parts, corrections, view.document)


def _learn(parts: Parts, corrections: list[Any], document: Document) -> None:
    from mou_miner.web.learning import learn_from

    # The move is saved whatever comes of this.
    try:
        learn_from(parts, corrections, document)
    except (MouMinerError, OSError):
        logger.exception("nothing was learned of a move on %s", document.doc_id)


def _undo(parts: Parts, view: View, visitor: Visitor, wanted: deciding.Request, author: deciding.Author) -> list[Any]:
    from mou_miner.store.moves import corrections_in

    doc_id = view.document.doc_id
    gone = undone_moves(parts.store, doc_id, view.layer)
    mine = [
        item
        for item in moves_of(parts.store, doc_id=doc_id, layer=view.layer, limit=10_000)
        if item.annotator == visitor.name and item.move not in gone
    ]
    if wanted.undoes is not None:
        everybody = moves_of(parts.store, doc_id=doc_id, layer=view.layer, limit=10_000)
        named = [item for item in everybody if item.move == wanted.undoes and item.move not in gone]
        mine = [item for item in named if item.annotator == visitor.name or visitor.may("adjudicator")]
    elif wanted.kind == "undo":
        mine = [item for item in mine if item.kind != "undo"]
    else:
        # Only an undo that nothing followed can be taken back.
        mine = mine[:1] if mine and mine[0].kind == "undo" else []
    if not mine:
        raise deciding.Refused("Nothing to undo.")
    return deciding.undo(corrections_in(parts.store, [mine[0].move])[mine[0].move][:1], wanted.move, author)


@router.get("/{doc_id}/form")
def form(
    request: Request, doc_id: str, kind: str = "change", value: str = "", field: str = "", on: str = ""
) -> Response:
    """Return the form to change a value or to add one."""
    parts, visitor = parts_of(request), need(request, "annotator")
    view = _view(parts, doc_id, visitor)
    made = forms.make_form(view.board, kind=kind, value_id=value, field=field, on=on)
    if made is None:
        raise HTTPException(404)
    return parts.pages.html(request, "form.html", form=made, doc_id=doc_id)


@router.get("/{doc_id}/why")
def why(request: Request, doc_id: str, value: str) -> Response:
    """Return why a value was claimed: the rule and how often it was right, the words, the places that were weighed."""
    parts = parts_of(request)
    view = _view(parts, doc_id, need(request))
    found = view.board.find(value)
    if found is None:
        raise HTTPException(404)
    return parts.pages.html(request, "why.html", why=reasons.explain(found, parts.tools), document=view.document)


@router.get("/{doc_id}/history")
def history(request: Request, doc_id: str) -> Response:
    """Show what was decided on the document, newest first."""
    from mou_miner.store.moves import corrections_in

    parts, visitor = parts_of(request), need(request)
    view = _view(parts, doc_id, visitor)
    moves = moves_of(parts.store, doc_id=doc_id, layer=view.layer)
    return parts.pages.html(
        request, "document_history.html", document=view.document, moves=moves,
        entries=corrections_in(parts.store, [item.move for item in moves]),
        undone=undone_moves(parts.store, doc_id, view.layer), assigned=view.assignments,
        names=[item.name for item in people.list_annotators(parts.store) if item.active and item.role != "reader"],
    )  # fmt: skip


@router.get("/{doc_id}/next")
def following(request: Request, doc_id: str) -> Response:
    """Go to the next document: of those assigned to the visitor, else of the queue."""
    parts, visitor = parts_of(request), need(request)
    for wanted in (QueueFilter(annotator=visitor.name), QueueFilter()):
        items, _ = list_queue(parts.store, wanted, limit=200)
        place = next((place for place, item in enumerate(items) if item.doc_id == doc_id), -1)
        later = items[place + 1 :] or items[:place]
        if later:
            return RedirectResponse(f"/documents/{later[0].doc_id}", status_code=303)
    return RedirectResponse("/queue", status_code=303)


@router.post("/{doc_id}/done")
def done(request: Request, doc_id: str) -> Response:
    """Note that the visitor is done with a document that was assigned."""
    parts, visitor = parts_of(request), need(request, "annotator")
    _view(parts, doc_id, visitor)
    people.finish(parts.store, doc_id, visitor.name, now())
    return Response(status_code=204)


# ---------------------------------------------------------------------------------------------- the record


def _view(parts: Parts, doc_id: str, visitor: Visitor) -> View:
    view = view_of(parts, doc_id, visitor)
    if view is None:
        raise HTTPException(404)
    return view


def _state(parts: Parts, doc_id: str) -> str:
    run = last_run(parts.store, doc_id)
    return "" if run is None else f"{run[0]}.{run[1]}"


def _record(parts: Parts, view: View, visitor: Visitor) -> dict[str, Any]:
    own = next((item for item in view.assignments if item.annotator == visitor.name), None)
    return {
        "document": view.document,
        "board": view.board,
        "view": view,
        "own": own,
        "state": _state(parts, view.document.doc_id),
        "message": None,
    }


def _record_html(request: Request, parts: Parts, view: View, visitor: Visitor, status: int = 200) -> HTMLResponse:
    return parts.pages.html(request, "record.html", status, **_record(parts, view, visitor))


def _refused(request: Request, parts: Parts, view: View, visitor: Visitor, error: deciding.Refused) -> Response:
    if not error.gone:
        return JSONResponse({"detail": refusal(str(error), language_of(request))}, status_code=422)
    return _record_html(request, parts, view, visitor, status=409)
