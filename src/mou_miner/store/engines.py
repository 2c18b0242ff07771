"""Connections to the database, and what its errors mean to the person at the keyboard."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from mou_miner.errors import StoreError

LOCK_SECONDS = 15
"""How long SQLite waits for another program's transaction, unless the address says `?timeout=...`."""

_CAUSES: tuple[tuple[str, str], ...] = (
    ("dbmoved", "the file was moved or deleted while it was in use. Put it back, or run again to make it anew"),
    ("terminating connection", "the server ended the connection. Run again: the run continues where it stopped"),
    (
        "server closed the connection",
        "the server went away. Start it and run again: the run continues where it stopped",
    ),
    ("connection is lost", "the server went away. Start it and run again: the run continues where it stopped"),
    ("connection is closed", "the server went away. Start it and run again: the run continues where it stopped"),
    ("no space left", "the disk is full. Make room and run again: the run continues where it stopped"),
    ("no such file or directory", "no server answers there. Start PostgreSQL or mend host and port in the address"),
    ("locked", "another program is writing to it. Wait until it has finished, or end it, and run again"),
    ("readonly", "it may only be read. Give yourself the right to write to the file and its folder, or name another"),
    ("read-only", "it may only be read. Use an account that may write, or name another database"),
    ("not a database", "the file is not an SQLite database. Name another file, or move this one away"),
    ("malformed", "the file is damaged. Move it away and run again: corrections kept as files are read again"),
    ("disk is full", "the disk is full. Make room and run again: the run continues where it stopped"),
    ("disk i/o error", "the disk cannot be read or written. Look at the disk, then run again"),
    ("unable to open", "the file cannot be opened. Look whether it exists and whether you may read it"),
    ("password authentication failed", "the server refuses name or password. Mend them in the address"),
    ("connection refused", "no server answers there. Start PostgreSQL or mend host and port in the address"),
    ("does not exist", "it does not exist on the server. Create it with createdb or mend the address"),
    ("cannot contain nul", "a text has a NUL character, which PostgreSQL cannot hold. Mend the file or take it out"),
    ("could not translate host", "the host name is unknown. Mend the host in the address"),
    ("failed to resolve host", "the host name is unknown. Mend the host in the address"),
)


def make_engine(url: str, *, read_only: bool) -> Engine:
    """Return an engine for the address; nothing is opened yet, but a missing file or folder is reported."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, read_only=read_only)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql_engine(parsed, read_only=read_only)
    raise StoreError(
        f"{shown(parsed)}: only SQLite (sqlite:///file) and PostgreSQL (postgresql://host/name) can be used."
    )


def shown(url: URL) -> str:
    """Return the address as it may be shown: without its password."""
    return url.render_as_string(hide_password=True)


@contextmanager
def store_errors(url: URL) -> Iterator[None]:
    """Turn the database's errors into a StoreError that names the database, the cause and the remedy."""
    try:
        yield
    except UnicodeEncodeError as error:
        cause = f"a text has half a character ({error.object[error.start : error.end]!a}) that no database can hold"
        raise StoreError(f"{shown(url)}: {cause}. Mend the file or take it out.") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{shown(url)}: {_cause(error)}.") from error


def _cause(error: SQLAlchemyError) -> str:
    origin = getattr(error, "orig", None)
    original = " ".join(f"{origin or error} {getattr(origin, 'sqlite_errorname', '')}".split())
    for sign, cause in _CAUSES:
        if sign in original.lower():
            return cause
    return f"the database refuses: {original[:300]}"


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"{url!r} is no address of a database. Write for instance sqlite:///build/mou.sqlite or "
            "postgresql://user@host/name."
        ) from error


def _sqlite_engine(url: URL, *, read_only: bool) -> Engine:
    if url.database and url.database != ":memory:":
        _check_file(url, Path(url.database), read_only=read_only)
        if read_only:
            _recover(Path(url.database))
            path = quote(str(Path(url.database).absolute()))
            url = url.set(database=f"file:{path}", query={**url.query, "mode": "ro", "uri": "true"})
    timeout = {} if "timeout" in url.query else {"timeout": LOCK_SECONDS}
    engine = create_engine(url, connect_args=timeout, json_serializer=_compact)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _recover(path: Path) -> None:
    """Let SQLite take back what a killed program had half written: who only reads cannot do that."""
    if not path.with_name(f"{path.name}-journal").exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=LOCK_SECONDS)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _check_file(url: URL, path: Path, *, read_only: bool) -> None:
    if not path.parent.is_dir():
        raise StoreError(f"{shown(url)}: the folder {path.parent} does not exist. Make it: mkdir -p {path.parent}")
    if path.is_dir():
        raise StoreError(f"{shown(url)}: {path} is a folder. Name a file in it.")
    if read_only and not path.exists():
        raise StoreError(f"{shown(url)}: there is no such database yet. Process documents first, or mend the address.")


def _prepare_sqlite(connection: Any, _: object) -> None:
    # Left to itself, the driver begins no transaction before changes of the schema: a killed upgrade would stay half.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then writes fails at once when another wrote in between; IMMEDIATE waits.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_engine(url: URL, *, read_only: bool) -> Engine:
    if "+" not in url.drivername:
        url = url.set(drivername="postgresql+psycopg")
    options = {"options": "-c default_transaction_read_only=on"} if read_only else {}
    try:
        return create_engine(url, connect_args=options, json_serializer=_compact)
    except (ImportError, NoSuchModuleError) as error:
        raise StoreError(
            f"{shown(url)}: the PostgreSQL driver is not installed. Run: pip install 'mou-miner[postgresql]'"
        ) from error


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
