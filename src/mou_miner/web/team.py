"""People: accounts and roles, who has which documents to do, own settings, shortcuts and access tokens."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from mou_miner.store import people
from mou_miner.store.people import ROLES, Annotator, Assignment
from mou_miner.store.queue import QueueFilter, list_queue
from mou_miner.web.app import Parts, parts_of
from mou_miner.web.rendering import LANGUAGE_COOKIE
from mou_miner.web.security import LEAST_PASSWORD, Visitor, hash_password, now, verify_password
from mou_miner.web.visiting import need

router = APIRouter()

_NAME = r"^[\w.@-][\w .@-]{0,60}$"


@router.get("/people")
def team(request: Request, message: str = "") -> Response:
    """Show the accounts, what each has to do, and the forms to give documents out."""
    parts = parts_of(request)
    need(request, "admin")
    accounts = people.list_annotators(parts.store)
    given = people.assignments_of(parts.store)
    load = {
        account.name: (
            sum(item.annotator == account.name for item in given),
            sum(item.annotator == account.name and item.done is not None for item in given),
        )
        for account in accounts
    }
    known = message if message.startswith("people.") else ""
    return parts.pages.html(request, "people.html", accounts=accounts, load=load, roles=ROLES, message=known)


@router.post("/people")
def save_account(
    request: Request, csrf: Annotated[str, Form()], name: Annotated[str, Form(pattern=_NAME)],
    role: Annotated[str, Form()], password: Annotated[str, Form(max_length=1000)] = "",
    active: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Make an account, or change its role, its password or whether it may be used."""
    parts = parts_of(request)
    visitor = need(request, "admin", csrf=csrf)
    known = people.find_annotator(parts.store, name)
    if role not in ROLES or (password and len(password) < LEAST_PASSWORD) or (known is None and not password):
        return RedirectResponse("/people?message=people.wrong", status_code=303)
    if name == visitor.name and (role != "admin" or active != "yes"):
        # Who locks out the last administrator locks out everybody.
        return RedirectResponse("/people?message=people.not_yourself", status_code=303)
    base = known or Annotator(name=name, role=role, created=now())
    changed: dict[str, Any] = {"role": role, "active": active == "yes"}
    if password:
        changed["password"] = hash_password(password)
    people.save_annotator(parts.store, base.model_copy(update=changed))
    if password or active != "yes":
        people.end_sessions(parts.store, annotator=name)
    return RedirectResponse("/people?message=people.saved", status_code=303)


@router.post("/assign")
def assign_next(
    request: Request, csrf: Annotated[str, Form()], names: Annotated[list[str], Form()],
    number: Annotated[int, Form(ge=1, le=500)], blind: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Give the first documents of the queue that nobody has: to each in turn, or blind to all of the people named."""
    parts = parts_of(request)
    visitor = need(request, "admin", csrf=csrf)
    known = [name for name in dict.fromkeys(names) if people.find_annotator(parts.store, name) is not None]
    if not known or (blind and len(known) < 2):
        return RedirectResponse("/people?message=people.two", status_code=303)
    taken = {item.doc_id for item in people.assignments_of(parts.store)}
    items, _ = list_queue(parts.store, QueueFilter(), limit=number + len(taken))
    free = [item.doc_id for item in items if item.doc_id not in taken][:number]
    for place, doc_id in enumerate(free):
        for name in known if blind else [known[place % len(known)]]:
            _assign(parts, visitor, doc_id, name, blind=bool(blind))
    return RedirectResponse("/people?message=people.assigned", status_code=303)


@router.post("/documents/{doc_id}/assign")
def assign_document(
    request: Request, doc_id: str, csrf: Annotated[str, Form()], names: Annotated[list[str], Form()],
    blind: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Give one document to people."""
    parts = parts_of(request)
    visitor = need(request, "adjudicator", csrf=csrf)
    if parts.shelf.sheet(doc_id) is None:
        raise HTTPException(404)
    for name in dict.fromkeys(names):
        if people.find_annotator(parts.store, name) is not None:
            _assign(parts, visitor, doc_id, name, blind=bool(blind))
    return RedirectResponse(f"/documents/{doc_id}", status_code=303)


def _assign(parts: Parts, visitor: Visitor, doc_id: str, name: str, *, blind: bool) -> None:
    people.assign(
        parts.store, Assignment(doc_id=doc_id, annotator=name, blind=blind, by=visitor.name, at=now(), done=None)
    )


# ---------------------------------------------------------------------------------------------- one's own settings


@router.get("/settings")
def settings(request: Request, message: str = "") -> Response:
    """Show the visitor's shortcuts, tokens and password form."""
    return _settings(request, need(request), message=message if message.startswith("settings.") else "")


def _settings(request: Request, visitor: Visitor, *, message: str = "", secret: str | None = None) -> Response:
    parts = parts_of(request)
    account = people.find_annotator(parts.store, visitor.name)
    preferences = account.preferences if account is not None else {}
    tokens = people.list_tokens(parts.store, visitor.name)
    return parts.pages.html(
        request, "settings.html", preferences=preferences, tokens=tokens, secret=secret, message=message,
        shortcuts=preferences.get("shortcuts", {}),
    )  # fmt: skip


@router.post("/settings/shortcuts")
async def save_shortcuts(request: Request) -> Response:
    """Keep the visitor's own keys; keys are single characters, each for one thing."""
    visitor = need(request)
    try:
        wanted = json.loads(await request.body())
    except ValueError:
        wanted = None
    fine = isinstance(wanted, dict) and len(wanted) <= 40
    fine = fine and all(isinstance(key, str) and len(key) == 1 and key.isprintable() for key in wanted.values())
    if not fine or not all(isinstance(name, str) and len(name) <= 30 for name in wanted):
        return JSONResponse({"detail": "Keys are single characters."}, status_code=422)
    _prefer(parts_of(request), visitor.name, {"shortcuts": wanted})
    return Response(status_code=204)


@router.post("/settings/language")
def save_language(request: Request, csrf: Annotated[str, Form()], language: Annotated[str, Form()]) -> Response:
    """Keep the visitor's language with the account."""
    visitor = need(request, csrf=csrf)
    _prefer(parts_of(request), visitor.name, {"language": language if language in ("id", "en") else None})
    answer = RedirectResponse("/settings?message=settings.saved", status_code=303)
    answer.delete_cookie(LANGUAGE_COOKIE)
    return answer


@router.post("/settings/password")
def change_password(
    request: Request, csrf: Annotated[str, Form()], old: Annotated[str, Form(max_length=1000)],
    new: Annotated[str, Form(max_length=1000)],
) -> Response:  # fmt: skip
    """Change the visitor's password; other sessions end."""
    parts = parts_of(request)
    visitor = need(request, csrf=csrf)
    account = people.find_annotator(parts.store, visitor.name)
    if account is None or account.password is None or not verify_password(account.password, old):
        return RedirectResponse("/settings?message=settings.wrong", status_code=303)
    if len(new) < LEAST_PASSWORD:
        return RedirectResponse("/settings?message=settings.short", status_code=303)
    people.save_annotator(parts.store, account.model_copy(update={"password": hash_password(new)}))
    people.end_sessions(parts.store, annotator=visitor.name)
    return RedirectResponse("/login", status_code=303)


@router.post("/settings/tokens")
def new_token(
    request: Request, csrf: Annotated[str, Form()], label: Annotated[str, Form(min_length=1, max_length=80)]
) -> Response:
    """Make an access token and show it, once."""
    visitor = need(request, csrf=csrf)
    secret = parts_of(request).gate.new_token(visitor.name, label)
    return _settings(request, visitor, secret=secret)


@router.post("/settings/tokens/revoke")
def revoke_token(
    request: Request, csrf: Annotated[str, Form()], digest: Annotated[str, Form(max_length=80)]
) -> Response:
    """Let one of the visitor's tokens hold no longer."""
    visitor = need(request, csrf=csrf)
    people.revoke_token(parts_of(request).store, digest, now(), visitor.name)
    return RedirectResponse("/settings?message=settings.saved", status_code=303)


def _prefer(parts: Parts, name: str, changed: dict[str, Any]) -> None:
    account = people.find_annotator(parts.store, name)
    if account is not None:
        preferences = {**account.preferences, **changed}
        people.save_annotator(parts.store, account.model_copy(update={"preferences": preferences}))
