"""The schema's revisions: what a database has, and how it gets to the newest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.sql import column, table

from mou_miner.errors import StoreError
from mou_miner.store import dataset_tables, reviewing, search
from mou_miner.store.tables import REVISION, VERSION_TABLE, metadata

if TYPE_CHECKING:
    from alembic.config import Config

_KNOWN = {*metadata.tables, *(table.name for table in (*reviewing.TABLES, *dataset_tables.TABLES)), *search.TABLES}
_LOCK = 7_305_511
"""Any number: the PostgreSQL lock that lets one program at a time upgrade a database."""


def check(connection: Connection, where: str) -> None:
    """Raise StoreError unless the database has the newest schema; nothing is changed."""
    current = revision(connection)
    if current == REVISION:
        return
    if current is None:
        raise StoreError(f"{where}: there is no mou-miner data in this database. Process documents first.")
    _refuse_newer(current, where)
    raise StoreError(
        f"{where}: written by an older mou-miner. Open it once for writing (process any file) to upgrade it."
    )


def upgrade(connection: Connection, where: str) -> None:
    """Bring the database to the newest schema within the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    current = revision(connection)
    if current == REVISION:
        return
    if current is None:
        _refuse_foreign(connection, where)
    else:
        _refuse_newer(current, where)
    _run_alembic(connection)


def revision(connection: Connection) -> str | None:
    """Return the schema's revision, None where the database has none of our tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))


def known_revisions() -> list[str]:
    """Return all revisions this program has, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def _refuse_newer(current: str, where: str) -> None:
    if current not in known_revisions():
        raise StoreError(
            f"{where}: written by a newer mou-miner (schema {current}, this program knows {REVISION}). "
            "Update mou-miner, or name another database."
        )


def _refuse_foreign(connection: Connection, where: str) -> None:
    taken = sorted(set(inspect(connection).get_table_names()) & _KNOWN)
    if taken:
        raise StoreError(f"{where}: holds tables of another program ({', '.join(taken)}). Name another database.")


def _run_alembic(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "mou_miner.store:alembic")
    return config
