"""Who may do what: start-up token, accounts, sessions, access tokens, CSRF, headers, and a limit on log-ins."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from mou_miner.store import people
from mou_miner.store.people import ROLES, AccessToken, Annotator, Role, Session
from mou_miner.store.store import Store

COOKIE = "mou_miner_session"
SESSION_HOURS = 12
TRIES = 8
"""Failed log-ins that one name, or one address, has in `WINDOW` seconds."""
WINDOW = 300.0

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self' data: blob:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers then send `Origin: null` with our own forms too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Visitor(NamedTuple):
    """Who asks: a person with a session (and its CSRF secret), or a program with a token (and none)."""

    name: str
    role: Role
    csrf: str | None
    session: str | None = None
    language: str | None = None

    def may(self, role: Role) -> bool:
        """Say whether the visitor has the role, or one that may more."""
        return ROLES.index(self.role) >= ROLES.index(role)


def now() -> str:
    """Return the moment as it is written into the store."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Gate:
    """Lets people and programs in. With a start-up token there is one local person; otherwise there are accounts."""

    def __init__(self, store: Store, *, startup_token: str | None, local_name: str) -> None:
        self.store, self.local_name = store, local_name
        self._startup = None if startup_token is None else digest(startup_token)
        self.limiter = Limiter()

    @property
    def with_users(self) -> bool:
        """Whether people log in with a name and a password."""
        return self._startup is None

    def start(self, token: str) -> str | None:
        """Return a session's secret for the start-up token, None where it is another one."""
        if self._startup is None or not hmac.compare_digest(digest(token), self._startup):
            return None
        if people.find_annotator(self.store, self.local_name) is None:
            people.save_annotator(self.store, Annotator(name=self.local_name, role="admin", created=now()))
        return self._open(self.local_name)

    def log_in(self, name: str, password: str, address: str) -> str | None:
        """Return a session's secret, None where name and password are not of one account. Raises TooMany."""
        self.limiter.check(f"name {name}", f"address {address}")
        account = people.find_annotator(self.store, name)
        # A name without an account takes as long as one with: how long it takes must not tell.
        known = account.password if account is not None and account.active else None
        if not verify_password(known or _NOBODY, password) or known is None:
            self.limiter.note(f"name {name}", f"address {address}")
            return None
        return self._open(name)

    def visitor(self, cookie: str | None, bearer: str | None) -> Visitor | None:
        """Return who asks, None where nobody known does."""
        if bearer is not None:
            token = people.find_token(self.store, digest(bearer))
            account = people.find_annotator(self.store, token.annotator) if token is not None else None
            return None if account is None or not account.active else Visitor(account.name, account.role, None)
        if cookie is None:
            return None
        session = people.find_session(self.store, digest(cookie), now())
        account = people.find_annotator(self.store, session.annotator) if session is not None else None
        if session is None or account is None or not account.active:
            return None
        language = account.preferences.get("language")
        return Visitor(account.name, account.role, session.csrf, session.digest, language)

    def log_out(self, visitor: Visitor) -> None:
        """End the visitor's session."""
        if visitor.session is not None:
            people.end_sessions(self.store, digest=visitor.session)

    def new_token(self, name: str, label: str) -> str:
        """Return a new access token of the person; it is shown once, since only its digest is kept."""
        secret = f"mm_{secrets.token_urlsafe(32)}"
        people.save_token(self.store, AccessToken(digest=digest(secret), annotator=name, label=label, created=now()))
        return secret

    def _open(self, name: str) -> str:
        secret = secrets.token_urlsafe(32)
        expires = (datetime.now(UTC) + timedelta(hours=SESSION_HOURS)).isoformat(timespec="microseconds")
        session = Session(digest=digest(secret), annotator=name, csrf=secrets.token_urlsafe(24), expires=expires)
        people.open_session(self.store, session, now())
        return secret


class TooMany(Exception):
    """Too many log-ins failed lately; `wait` says how many seconds to wait."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(f"too many failed log-ins; wait {wait} seconds")


class Limiter:
    """Counts failed log-ins by name and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: defaultdict[str, deque[float]] = defaultdict(deque)

    def check(self, *keys: str) -> None:
        """Raise TooMany where one of the keys has no more tries."""
        with self._lock:
            for key in keys:
                times = self._recent(key)
                if len(times) >= TRIES:
                    raise TooMany(int(WINDOW - (self._clock() - times[0])) + 1)

    def note(self, *keys: str) -> None:
        """Count a failed log-in."""
        with self._lock:
            for key in keys:
                self._recent(key).append(self._clock())
            if len(self._failed) > 10_000:
                for key in list(self._failed):
                    if not self._recent(key):
                        del self._failed[key]

    def _recent(self, key: str) -> deque[float]:
        times = self._failed[key]
        while times and self._clock() - times[0] > WINDOW:
            times.popleft()
        return times


# ---------------------------------------------------------------------------------------------- passwords

LEAST_PASSWORD = 10
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$ZXhhbXBsZSBvZiBhIGhhc2ggdGhhdCBmaXRzIG5vb25lISE"


def hash_password(password: str) -> str:
    """Return the argon2 hash of a password."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def verify_password(hashed: str, password: str) -> bool:
    """Say whether the password is the one of the hash."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
