"""Coming in and going out: the start-up token, log-in, log-out, the language of the interface."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from mou_miner.store import people
from mou_miner.web.app import parts_of
from mou_miner.web.labels import LANGUAGES
from mou_miner.web.rendering import LANGUAGE_COOKIE, language_of, script_texts
from mou_miner.web.security import COOKIE, SESSION_HOURS, TooMany
from mou_miner.web.visiting import need, visitor_of

router = APIRouter()


@router.get("/")
def start(request: Request, token: str | None = None) -> Response:
    """Open the queue; with the start-up token, after a log-in as the local person."""
    parts = parts_of(request)
    if token is None:
        need(request)
        return RedirectResponse("/queue", status_code=303)
    secret = parts.gate.start(token)
    if secret is None:
        need(request)
        return RedirectResponse("/queue", status_code=303)
    return _with_session(request, secret)


@router.get("/login")
def login_page(request: Request) -> Response:
    """Show the log-in."""
    if visitor_of(request) is not None:
        return RedirectResponse("/queue", status_code=303)
    return parts_of(request).pages.html(request, "login.html", message=None, wait=None, name="")


@router.post("/login")
def login(
    request: Request, name: Annotated[str, Form(max_length=100)], password: Annotated[str, Form(max_length=1000)]
) -> Response:
    """Log in with name and password."""
    parts = parts_of(request)
    address = request.client.host if request.client else "?"
    try:
        secret = parts.gate.log_in(name, password, address)
    except TooMany as error:
        page = parts.pages.html(request, "login.html", 429, message="login.wait", wait=error.wait, name=name)
        page.headers["Retry-After"] = str(error.wait)
        return page
    if secret is None:
        return parts.pages.html(request, "login.html", 401, message="login.wrong", wait=None, name=name)
    return _with_session(request, secret)


@router.post("/logout")
def logout(request: Request, csrf: Annotated[str, Form()]) -> Response:
    """Log out."""
    parts_of(request).gate.log_out(need(request, csrf=csrf))
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


@router.post("/language")
def choose_language(
    request: Request, language: Annotated[str, Form()], back: Annotated[str, Form(max_length=500)] = "/queue"
) -> Response:
    """Show the interface in another language from now on."""
    target = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/queue"
    answer = RedirectResponse(target, status_code=303)
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, samesite="lax")
    return answer


@router.get("/texts")
def texts(request: Request) -> Response:
    """Return the texts of the page's script, and the visitor's shortcuts."""
    visitor = need(request)
    account = people.find_annotator(parts_of(request).store, visitor.name)
    shortcuts = account.preferences.get("shortcuts", {}) if account is not None else {}
    return JSONResponse({"texts": script_texts(language_of(request)), "shortcuts": shortcuts})


def _with_session(request: Request, secret: str) -> Response:
    answer = RedirectResponse("/queue", status_code=303)
    answer.set_cookie(
        COOKIE, secret, max_age=SESSION_HOURS * 3600, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer
