"""`mou-miner review`: the annotators' page, served from this machine."""

from __future__ import annotations

import getpass
import secrets
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from mou_miner.commands.common import Database, Rules, make_settings, say
from mou_miner.errors import SettingsError

if TYPE_CHECKING:
    from mou_miner.settings import Settings
    from mou_miner.store.people import Role

_LOCAL = ("127.0.0.1", "localhost", "::1")


def review(
    database: Database = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to serve at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Port; 0: any that is free.")] = 8765,
    users: Annotated[
        bool, typer.Option("--users", help="People log in with accounts; make the first with --add-user.")
    ] = False,
    add_user: Annotated[
        str | None, typer.Option(metavar="NAME[:ROLE]", help="Make an account (reader, annotator, adjudicator, admin).")
    ] = None,
    annotator: Annotated[
        str | None, typer.Option(metavar="NAME", help="Your name, where there are no accounts.")
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Where the documents' files lie now; may be given repeatedly."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Name by which browsers may ask for the page.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Open the review page: documents beside their records, to accept, reject, change and add values.

    The page is served from this machine to this machine only, and opened with the address that is printed; the key in
    it is new at every start. With --users, people log in with name and password, and programs with access tokens.

    \b
    Examples:
      mou-miner review
      mou-miner review --add-user rina:admin
      mou-miner review --users --host 0.0.0.0 --allow-host office-pc
    """
    config_module = _web()
    settings = make_settings(database)
    if add_user is not None:
        _add_user(add_user, settings)
        return
    if host not in _LOCAL and not users:
        raise SettingsError(f"--host {host} opens the page to others: give --users too, so that they must log in.")
    token = None if users else secrets.token_urlsafe(24)
    names = [*_LOCAL, *([host] if host not in ("0.0.0.0", "::") else []), *(allow_host or [])]
    config = config_module.Config(
        settings=settings, startup_token=token, local_name=annotator or _own_name(), hosts=tuple(names),
        folders=tuple(documents or ()), rules=rules,
    )  # fmt: skip

    def ready(sockets: object) -> None:
        where = sockets[0][1] if isinstance(sockets, list) and sockets else port
        shown = host if host not in ("0.0.0.0", "::") else (allow_host or ["127.0.0.1"])[0]
        shown = f"[{shown}]" if ":" in shown else shown
        say(f"Review page: http://{shown}:{where}/{f'?token={token}' if token else ''}")
        say("End it with Ctrl+C.")

    config_module.serve(config, host=host, port=port, ready=ready)


def _web() -> ModuleType:
    try:
        from mou_miner.web import app
    except ImportError as error:
        raise SettingsError(
            f"the review page needs packages that are not installed ({error.name}). Run: pip install 'mou-miner[review]'"
        ) from error
    return app


def _add_user(wanted: str, settings: Settings) -> None:
    from mou_miner import service
    from mou_miner.store.people import ROLES, Annotator, find_annotator, save_annotator
    from mou_miner.web.security import LEAST_PASSWORD, hash_password, now

    name, _, role = wanted.partition(":")
    if not name or (role and role not in ROLES):
        raise SettingsError(f"--add-user {wanted}: write NAME or NAME:ROLE; roles are {', '.join(ROLES)}.")
    wanted_role: Role = role or "annotator"
    password = typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True, err=True)
    if len(password) < LEAST_PASSWORD:
        raise SettingsError(f"a password has at least {LEAST_PASSWORD} characters.")
    with service.open_store(settings) as store:
        known = find_annotator(store, name)
        made = Annotator(name=name, role=wanted_role, created=now(), password=hash_password(password))
        if known is not None:
            made = made.model_copy(update={"created": known.created, "preferences": known.preferences})
        save_annotator(store, made)
    say(f"{name} may log in as {made.role}.")


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "annotator"
