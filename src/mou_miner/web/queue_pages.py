"""The queue, the bulk accept and a person's own history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from mou_miner.store import people
from mou_miner.store.moves import corrections_in, moves_of, undone_moves
from mou_miner.store.queue import QueueFilter, choices, list_queue, pace, queue_progress, refresh_queue
from mou_miner.web import deciding
from mou_miner.web.app import Parts, parts_of
from mou_miner.web.documents import make_move
from mou_miner.web.forms import ADDABLE
from mou_miner.web.security import Visitor
from mou_miner.web.views import view_of
from mou_miner.web.visiting import need

router = APIRouter()

PER_PAGE = 25
SURE = 0.95


@router.get("/queue")
def queue(
    request: Request, language: str = "", kind: str = "", region: str = "", country: str = "", field: str = "",
    stage: str = "", text: str = "", show: str = "open", annotator: str = "", page: int = 1,
) -> Response:  # fmt: skip
    """Show what is to be looked at, the least certain and most used first."""
    parts, visitor = parts_of(request), need(request)
    refresh_queue(parts.store)
    plain = {"language": language, "kind": kind, "region": region, "country": country, "field": field, "stage": stage}
    wanted = QueueFilter(
        **{name: value or None for name, value in plain.items()},
        text=text.strip() or None,
        annotator=visitor.name if show == "mine" else annotator or None,
        disagreement=show == "disagreement",
        decided=show == "decided",
        unplaced=show == "lost",
    )
    page = max(1, min(page, 100_000))
    items, count = list_queue(parts.store, wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    values: dict[str, Any] = {
        "items": items, "count": count, "page": page, "pages": max(1, -(-count // PER_PAGE)),
        "chosen": {**plain, "text": text, "show": show, "annotator": annotator},
        "assigned": _assigned(parts, [item.doc_id for item in items]), "sure": SURE,
    }  # fmt: skip
    if request.headers.get("hx-request"):
        return parts.pages.html(request, "queue_list.html", **values)
    return parts.pages.html(
        request, "queue.html", **values, choices=choices(parts.store), fields=ADDABLE, progress=queue_progress(parts.store),
        pace=_pace(parts, visitor), names=[item.name for item in people.list_annotators(parts.store)],
    )  # fmt: skip


@router.post("/queue/accept")
def accept_shown(
    request: Request,
    bulk: Annotated[str, Form(pattern=r"^[A-Za-z0-9._-]{8,40}$")],
    doc_id: Annotated[list[str], Form()],
) -> Response:
    """Accept all values of the documents shown that are surer than 0.95; undone together."""
    parts, visitor = parts_of(request), need(request, "annotator")
    done = _in_bulk(parts, visitor, bulk, doc_id[:PER_PAGE], kind="accept_all", threshold=SURE)
    return JSONResponse({"documents": len(done), "values": sum(done.values())})


@router.post("/queue/undo")
def undo_bulk(
    request: Request,
    bulk: Annotated[str, Form(max_length=64)],
    move: Annotated[str, Form(pattern=r"^[A-Za-z0-9._-]{8,40}$")],
) -> Response:
    """Take back what was accepted in one go."""
    parts, visitor = parts_of(request), need(request, "annotator")
    undone = 0
    for made in moves_of(parts.store, bulk=bulk, annotator=visitor.name):
        view = view_of(parts, made.doc_id, visitor)
        if view is None or made.kind == "undo":
            continue
        wanted = deciding.Request(move=f"{move}.{undone}", kind="undo", undoes=made.move)
        try:
            make_move(parts, view, visitor, wanted, bulk=move)
        except deciding.Refused:
            continue
        undone += 1
    return JSONResponse({"documents": undone})


@router.get("/history")
def history(request: Request, who: str = "") -> Response:
    """Show what a person decided lately."""
    parts, visitor = parts_of(request), need(request)
    name = who if who and visitor.may("adjudicator") else visitor.name
    moves = moves_of(parts.store, annotator=name, limit=100)
    moves += moves_of(parts.store, annotator=name, layer=name, limit=100)
    moves.sort(key=lambda item: item.at, reverse=True)
    documents = {item.doc_id for item in moves}
    undone = {
        move
        for doc_id in documents
        for move in undone_moves(parts.store, doc_id) | undone_moves(parts.store, doc_id, name)
    }
    titles = {
        doc_id: sheet.document for doc_id in list(documents)[:60] if (sheet := parts.shelf.sheet(doc_id)) is not None
    }
    return parts.pages.html(
        request, "history.html", who=name, moves=moves, titles=titles, undone=undone,
        entries=corrections_in(parts.store, [item.move for item in moves]), pace=_pace(parts, visitor),
    )  # fmt: skip


def _in_bulk(
    parts: Parts, visitor: Visitor, bulk: str, documents: list[str], *, kind: Any, threshold: float
) -> dict[str, int]:
    done: dict[str, int] = {}
    for number, doc_id in enumerate(documents):
        view = view_of(parts, doc_id, visitor)
        if view is None or view.closed is not None:
            continue
        sure = [value for value in view.board.open if value.claim.confidence >= threshold]
        wanted = deciding.Request(move=f"{bulk}.{number}", kind=kind, threshold=threshold)
        if sure:
            make_move(parts, view, visitor, wanted, bulk=bulk)
            done[doc_id] = len(sure)
    return done


def _assigned(parts: Parts, documents: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for doc_id in documents:
        for item in people.assignments_of(parts.store, doc_id=doc_id):
            found.setdefault(doc_id, []).append(item.annotator + (" ✓" if item.done else ""))
    return found


def _pace(parts: Parts, visitor: Visitor) -> dict[str, int]:
    moment = datetime.now(UTC)
    hour, day = (moment - timedelta(hours=hours) for hours in (1, 24))
    return {
        "hour": pace(parts.store, visitor.name, hour.isoformat(timespec="microseconds")),
        "day": pace(parts.store, visitor.name, day.isoformat(timespec="microseconds")),
    }
