"""Partnerships across documents: which tellings are one, merged and split by people, each judgement undone by another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from mou_miner import dataset
from mou_miner.dataset_records import PartnershipQuery
from mou_miner.errors import SettingsError
from mou_miner.web.app import parts_of
from mou_miner.web.visiting import need

router = APIRouter(prefix="/partnerships")

_Id = Annotated[str, Form(max_length=500)]
_SHOWN = 50


@router.get("")
def page(request: Request, text: str = "", after: str = "", message: str = "") -> Response:
    """List partnerships and what people judged about them."""
    parts = parts_of(request)
    need(request)
    found = parts.store.find_partnerships(PartnershipQuery(text=text[:200] or None), after=after or None, limit=_SHOWN)
    judgements = sorted(parts.store.judgements(), key=lambda item: -(item.judgement_id or 0))
    undone = {item.undoes for item in judgements if item.action == "undo"}
    return parts.pages.html(
        request, "partnerships.html", found=found, text=text, judgements=judgements[:50], undone=undone,
        message=message if message.startswith("judge.") else "",
    )  # fmt: skip


@router.get("/{partnership_id}")
def partnership(request: Request, partnership_id: str) -> Response:
    """Show a partnership with the documents that tell of it."""
    parts = parts_of(request)
    need(request)
    found = parts.store.partnership(partnership_id)
    if found is None:
        raise HTTPException(404)
    sheets = {item.doc_id: parts.shelf.sheet(item.doc_id) for item in found.documents}
    documents = {doc_id: sheet.document for doc_id, sheet in sheets.items() if sheet is not None}
    return parts.pages.html(request, "partnership.html", found=found, documents=documents)


@router.post("/merge")
def merge(
    request: Request,
    csrf: Annotated[str, Form()],
    ids: Annotated[list[str], Form()],
    why: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Say that two partnerships are one."""
    parts = parts_of(request)
    visitor = need(request, "adjudicator", csrf=csrf)
    if len(set(ids)) != 2:
        return RedirectResponse("/partnerships?message=judge.two", status_code=303)
    try:
        dataset.merge(parts.store, ids[0], ids[1], who=visitor.name, why=why or None)
    except SettingsError:
        return RedirectResponse("/partnerships?message=judge.refused", status_code=303)
    return RedirectResponse("/partnerships?message=judge.merged", status_code=303)


@router.post("/split")
def split(
    request: Request,
    csrf: Annotated[str, Form()],
    partnership_id: _Id,
    doc_id: _Id,
    why: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Say that a document tells of another partnership."""
    parts = parts_of(request)
    visitor = need(request, "adjudicator", csrf=csrf)
    try:
        dataset.split(parts.store, partnership_id, doc_id, who=visitor.name, why=why or None)
    except SettingsError:
        return RedirectResponse("/partnerships?message=judge.refused", status_code=303)
    return RedirectResponse("/partnerships?message=judge.split", status_code=303)


@router.post("/undo")
def undo(request: Request, csrf: Annotated[str, Form()], judgement: Annotated[int, Form(ge=1)]) -> Response:
    """Take a judgement back."""
    parts = parts_of(request)
    visitor = need(request, "adjudicator", csrf=csrf)
    try:
        dataset.undo(parts.store, str(judgement), who=visitor.name)
    except SettingsError:
        return RedirectResponse("/partnerships?message=judge.refused", status_code=303)
    return RedirectResponse("/partnerships?message=judge.undone", status_code=303)
