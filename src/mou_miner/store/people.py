"""Who works on the review page: accounts, sessions, access tokens, and which document is whose to do."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, delete, insert, select, update

from mou_miner.records import Record
from mou_miner.store.reviewing import access_tokens, annotators, assignments, sessions
from mou_miner.store.store import Store

Role = Literal["reader", "annotator", "adjudicator", "admin"]
ROLES: tuple[Role, ...] = ("reader", "annotator", "adjudicator", "admin")
"""Each may do what those before it may."""


class Annotator(Record):
    """A person's account; `password` is its argon2 hash, None where the person logs in with the start-up token."""

    name: str
    role: Role
    created: str
    password: str | None = None
    active: bool = True
    preferences: dict[str, Any] = Field(default_factory=dict)


class Session(Record):
    """A log-in; `digest` is that of the cookie's secret."""

    digest: str
    annotator: str
    csrf: str
    expires: str


class AccessToken(Record):
    """What a program shows in place of a password; only its digest is kept."""

    digest: str
    annotator: str
    label: str
    created: str
    revoked: str | None = None


class Assignment(Record):
    """A document given to an annotator; `blind` where neither sees what the others decide."""

    doc_id: str
    annotator: str
    blind: bool
    by: str
    at: str
    done: str | None = None


# ---------------------------------------------------------------------------------------------- accounts


def find_annotator(store: Store, name: str) -> Annotator | None:
    """Return the account of the name."""
    with store._reading() as connection:
        row = connection.execute(select(annotators).where(annotators.c.name == name)).mappings().first()
        return None if row is None else Annotator(**row)


def list_annotators(store: Store) -> list[Annotator]:
    """Return all accounts by name."""
    with store._reading() as connection:
        return [Annotator(**row) for row in connection.execute(select(annotators).order_by("name")).mappings()]


def save_annotator(store: Store, annotator: Annotator) -> None:
    """Make the account, or change it."""
    row = annotator.model_dump()
    with store._writing() as connection:
        changed = connection.execute(update(annotators).where(annotators.c.name == annotator.name).values(row))
        if changed.rowcount == 0:
            connection.execute(insert(annotators), row)


# ---------------------------------------------------------------------------------------------- sessions and tokens


def open_session(store: Store, session: Session, now: str) -> None:
    """Save a log-in, and forget those that ran out."""
    with store._writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.expires < now))
        connection.execute(insert(sessions), session.model_dump())


def find_session(store: Store, digest: str, now: str) -> Session | None:
    """Return the log-in of a cookie, None where it ran out."""
    statement = select(sessions).where(sessions.c.digest == digest, sessions.c.expires >= now)
    with store._reading() as connection:
        row = connection.execute(statement).mappings().first()
        return None if row is None else Session(**row)


def end_sessions(store: Store, *, digest: str | None = None, annotator: str | None = None) -> None:
    """End one log-in, or all of a person."""
    which = sessions.c.digest == digest if digest is not None else sessions.c.annotator == annotator
    with store._writing() as connection:
        connection.execute(delete(sessions).where(which))


def save_token(store: Store, token: AccessToken) -> None:
    """Save a new access token."""
    with store._writing() as connection:
        connection.execute(insert(access_tokens), token.model_dump())


def find_token(store: Store, digest: str) -> AccessToken | None:
    """Return the token that still holds."""
    statement = select(access_tokens).where(access_tokens.c.digest == digest, access_tokens.c.revoked.is_(None))
    with store._reading() as connection:
        row = connection.execute(statement).mappings().first()
        return None if row is None else AccessToken(**row)


def list_tokens(store: Store, annotator: str | None = None) -> list[AccessToken]:
    """Return the tokens of a person, or of all, that still hold."""
    those: list[ColumnElement[bool]] = [access_tokens.c.revoked.is_(None)]
    if annotator is not None:
        those.append(access_tokens.c.annotator == annotator)
    statement = select(access_tokens).where(*those).order_by(access_tokens.c.created)
    with store._reading() as connection:
        return [AccessToken(**row) for row in connection.execute(statement).mappings()]


def revoke_token(store: Store, digest: str, at: str, annotator: str | None = None) -> bool:
    """Let a token hold no longer, of the person only where one is named; return whether there was such a one."""
    those: list[ColumnElement[bool]] = [access_tokens.c.digest == digest, access_tokens.c.revoked.is_(None)]
    if annotator is not None:
        those.append(access_tokens.c.annotator == annotator)
    with store._writing() as connection:
        return connection.execute(update(access_tokens).where(*those).values(revoked=at)).rowcount > 0


# ---------------------------------------------------------------------------------------------- assignments


def assign(store: Store, assignment: Assignment) -> None:
    """Give the document to the annotator; given again, it is to do again."""
    row, key = assignment.model_dump(), (assignments.c.doc_id == assignment.doc_id)
    with store._writing() as connection:
        those = key, assignments.c.annotator == assignment.annotator
        changed = connection.execute(update(assignments).where(*those).values(row))
        if changed.rowcount == 0:
            connection.execute(insert(assignments), row)


def assignments_of(store: Store, *, doc_id: str | None = None, annotator: str | None = None) -> list[Assignment]:
    """Return who has which documents to do, by document and name."""
    wanted = {"doc_id": doc_id, "annotator": annotator}
    those = [assignments.c[name] == value for name, value in wanted.items() if value is not None]
    statement = select(assignments).where(*those).order_by(assignments.c.doc_id, assignments.c.annotator)
    with store._reading() as connection:
        return [Assignment(**row) for row in connection.execute(statement).mappings()]


def finish(store: Store, doc_id: str, annotator: str, at: str | None) -> None:
    """Note that the annotator is done with the document, or, without a time, that it is to do again."""
    those = assignments.c.doc_id == doc_id, assignments.c.annotator == annotator
    with store._writing() as connection:
        connection.execute(update(assignments).where(*those).values(done=at))


def unassign(store: Store, doc_id: str, annotator: str) -> None:
    """Take the document from the annotator; what was decided stays."""
    those = assignments.c.doc_id == doc_id, assignments.c.annotator == annotator
    with store._writing() as connection:
        connection.execute(delete(assignments).where(*those))
