"""Who stands behind a request, and whether they may do what they ask for."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from fastapi import Request

from mou_miner.store.people import Role
from mou_miner.web.security import COOKIE, Visitor

if TYPE_CHECKING:
    from mou_miner.web.app import Parts


class NotKnown(Exception):
    """Nobody known stands behind the request."""


class NotAllowed(Exception):
    """The visitor may not do this."""


def visitor_of(request: Request) -> Visitor | None:
    """Return who asks, None where nobody known does."""
    kept: Visitor | None = getattr(request.state, "visitor", None)
    if kept is not None:
        return kept
    parts: Parts = request.app.state.parts
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    bearer = secret.strip() if scheme.lower() == "bearer" and secret.strip() else None
    visitor = parts.gate.visitor(request.cookies.get(COOKIE), bearer)
    request.state.visitor = visitor
    return visitor


def need(request: Request, role: Role = "reader", *, csrf: str | None = None) -> Visitor:
    """Return the visitor, who has the role. What changes something must show the session's CSRF secret.

    Raises NotKnown or NotAllowed. The secret comes in a header, or in a form's field, which is then given.
    """
    visitor = visitor_of(request)
    if visitor is None:
        raise NotKnown("Log in, or send a token: Authorization: Bearer ...")
    if not visitor.may(role):
        raise NotAllowed(f"This needs the role {role}.")
    if request.method not in ("GET", "HEAD") and visitor.csrf is not None:
        shown = csrf or request.headers.get("x-csrf-token", "")
        if not hmac.compare_digest(shown.encode(), visitor.csrf.encode()):
            raise NotAllowed("The page is out of date. Load it again.")
    return visitor
