"""The inbox: records that were taken in and wait to be read, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from mou_miner.dataset_records import Received
from mou_miner.store.dataset_tables import inbox


def receive(connection: Connection, records: Iterable[tuple[str, str, Mapping[str, str]]], at: str) -> int:
    """Take in records and return how many are new; the same content is known again."""
    rows = [
        {
            "digest": hashlib.sha256(content.encode()).hexdigest(),
            "source": source,
            "content": content,
            "fields": dict(fields),
            "received": at,
            "state": "waiting",
        }
        for source, content, fields in records
    ]
    module = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = module.insert(inbox).on_conflict_do_nothing(index_elements=["digest"])
    before = connection.scalar(select(func.count()).select_from(inbox)) or 0
    for start in range(0, len(rows), 500):
        connection.execute(statement, rows[start : start + 500])
    return (connection.scalar(select(func.count()).select_from(inbox)) or 0) - before


def waiting(connection: Connection, limit: int) -> list[Received]:
    """Return the first records that wait."""
    statement = select(inbox).where(inbox.c.state == "waiting").order_by(inbox.c.inbox_id).limit(limit)
    return [
        Received(inbox_id=row.inbox_id, source=row.source, content=row.content, fields=row.fields)
        for row in connection.execute(statement)
    ]


def mark(connection: Connection, inbox_id: int, run_id: int, *, failed: bool) -> None:
    """Say that a record waits no longer."""
    state = "failed" if failed else "read"
    connection.execute(update(inbox).where(inbox.c.inbox_id == inbox_id).values(state=state, run_id=run_id))
