"""Moves: what a person did in one go on the review page, saved once however often it is sent.

Corrections and moves are only ever added. The claims of the document are derived anew from what the machine said and
what people decided, in the same transaction: a reader sees the move wholly or not at all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from mou_miner.records import Claim, Correction, Document, Extraction, Record
from mou_miner.store import reviewing, rows, saving, tables
from mou_miner.store.store import Store, _corrections, _insert_new

MoveKind = Literal[
    "accept", "reject", "change", "add", "undo", "redo", "accept_all", "reanchor", "adjudicate", "import"
]

Derive = Callable[[Sequence[Correction]], Extraction]
"""From all corrections that count for a document to what it then says; `machine` and `document` stay as they are."""


class Move(Record):
    """Who did what when; `bulk` joins moves on many documents, `layer` is as in `Correction`."""

    move: str
    doc_id: str
    annotator: str
    at: str
    kind: MoveKind
    bulk: str | None = None
    layer: str | None = None
    number: int = 0


def save_move(store: Store, move: Move, corrections: Iterable[Correction], derive: Derive) -> bool:
    """Save the move and what follows from it; return False where it was saved before, and nothing is changed.

    Moves on one document are numbered in the order they were saved, from 1.
    """
    with _turns(store), store._writing() as connection:
        _hold_document(connection, move.doc_id)
        known = select(reviewing.moves.c.move).where(reviewing.moves.c.move == move.move)
        if connection.execute(known).first() is not None:
            return False
        numbers = select(func.coalesce(func.max(reviewing.moves.c.number), 0)).where(
            reviewing.moves.c.doc_id == move.doc_id
        )
        number = connection.execute(numbers).scalar_one() + 1
        connection.execute(insert(reviewing.moves), {**move.model_dump(), "number": number})
        statement = _insert_new(store._engine, tables.corrections)
        for item in corrections:
            connection.execute(statement, rows.correction_row(item))
        if move.layer is None:
            _derive_again(connection, move.doc_id, derive)
    return True


_turn = threading.Lock()


def _turns(store: Store) -> AbstractContextManager[object]:
    """Let the threads of one program write to SQLite by turns: left to itself, it lets who waits sleep ever longer."""
    return _turn if store._engine.dialect.name == "sqlite" else nullcontext()


def is_known(store: Store, move: str) -> bool:
    """Say whether the move was saved before."""
    with store._reading() as connection:
        return (
            connection.execute(select(reviewing.moves.c.move).where(reviewing.moves.c.move == move)).first() is not None
        )


def refresh(store: Store, doc_id: str, derive: Derive) -> None:
    """Derive the document's claims anew from what the machine said and what people decided."""
    with store._writing() as connection:
        _hold_document(connection, doc_id)
        _derive_again(connection, doc_id, derive)


def _hold_document(connection: Connection, doc_id: str) -> None:
    """Let one writer at a time work on the document: on SQLite the whole database is held already."""
    saving.hold(connection, doc_id)
    if connection.dialect.name == "postgresql":
        found = select(tables.documents.c.doc_id).where(tables.documents.c.doc_id == doc_id)
        connection.execute(found.with_for_update())


def _derive_again(connection: Connection, doc_id: str, derive: Derive) -> None:
    documents = tables.documents
    row = saving.document_facts(connection, doc_id)
    if row is None:
        return
    decided = _corrections(connection, doc_id, row["source"])
    extraction = derive(decided)
    saving.forget(connection, doc_id)
    saving.save_claims(connection, extraction, row, row["run_id"])
    values = {
        "unplaced": [item.model_dump(mode="json", exclude_defaults=True) for item in extraction.unplaced],
        "machine": rows.machine_json(extraction.machine),
        "corrections": len(decided),
    }
    connection.execute(update(documents).where(documents.c.doc_id == doc_id).values(values))
    connection.execute(delete(reviewing.review_queue).where(reviewing.review_queue.c.doc_id == doc_id))


# ---------------------------------------------------------------------------------------------- reading


def corrections_of(store: Store, document: Document, layer: str | None = None) -> list[Correction]:
    """Return the corrections that count for everybody, or those of one annotator's blind copy, in order."""
    if layer is None:
        return store.load_corrections(document.doc_id, document.source)
    table = tables.corrections
    statement = (
        select(table).where(table.c.doc_id == document.doc_id, table.c.layer == layer).order_by(table.c.correction_id)
    )
    with store._reading() as connection:
        return [rows.correction_of(row) for row in connection.execute(statement).mappings()]


def moves_of(
    store: Store, *, doc_id: str | None = None, annotator: str | None = None, bulk: str | None = None,
    layer: str | None = None, limit: int = 200,
) -> list[Move]:  # fmt: skip
    """Return the latest moves, newest first; those of a blind copy only where its layer is named."""
    table = reviewing.moves
    wanted = {"doc_id": doc_id, "annotator": annotator, "bulk": bulk}
    those = [table.c[name] == value for name, value in wanted.items() if value is not None]
    those.append(table.c.layer.is_(None) if layer is None else table.c.layer == layer)
    statement = select(table).where(*those).order_by(table.c.at.desc(), table.c.number.desc()).limit(limit)
    with store._reading() as connection:
        return [Move(**row) for row in connection.execute(statement).mappings()]


def corrections_in(store: Store, moves: Sequence[str]) -> dict[str, list[Correction]]:
    """Return the corrections of the moves, by move."""
    found: dict[str, list[Correction]] = {move: [] for move in moves}
    table = tables.corrections
    statement = select(table).where(table.c.move.in_(moves)).order_by(table.c.correction_id)
    with store._reading() as connection:
        for row in connection.execute(statement).mappings():
            found[row["move"]].append(rows.correction_of(row))
    return found


def machine_claims(store: Store, doc_id: str) -> tuple[Claim, ...] | None:
    """Return the claims before corrections, None where they were not kept."""
    statement = select(tables.documents.c.machine).where(tables.documents.c.doc_id == doc_id)
    with store._reading() as connection:
        row = connection.execute(statement).mappings().first()
        return None if row is None else rows.machine_of(row)


def last_run(store: Store, doc_id: str) -> tuple[int, int] | None:
    """Return the run that read the document and the number of moves on it; together they name a state of it."""
    documents, moves = tables.documents, reviewing.moves
    with store._reading() as connection:
        run_id = connection.scalar(select(documents.c.run_id).where(documents.c.doc_id == doc_id))
        if run_id is None:
            return None
        number = connection.scalar(select(func.max(moves.c.number)).where(moves.c.doc_id == doc_id))
        return run_id, number or 0


def undone_moves(store: Store, doc_id: str, layer: str | None = None) -> set[str]:
    """Return the moves on a document that do not stand, an undo that was itself undone among them."""
    table = tables.corrections
    those = [table.c.doc_id == doc_id, table.c.verdict == "undo"]
    those.append(table.c.layer.is_(None) if layer is None else table.c.layer == layer)
    statement = select(table.c.move, table.c.undoes).where(*those).order_by(table.c.correction_id.desc())
    undone: set[str] = set()
    with store._reading() as connection:
        for row in connection.execute(statement):
            if row.move not in undone:
                undone.add(row.undoes)
    return undone
