"""What corrections taught, as it is kept in the store: proposed, accepted, rejected or withdrawn."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import insert, select, update

from mou_miner.records import Record
from mou_miner.store import tables
from mou_miner.store.reviewing import learned
from mou_miner.store.store import Store


class Lesson(Record):
    """An alias or a phrase, who it is from, and what became of it."""

    kind: Literal["alias", "phrase"]
    content: dict[str, Any]
    state: Literal["proposed", "accepted", "rejected", "withdrawn"]
    by: str
    at: str
    move: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    learned_id: int | None = None


def add_lesson(store: Store, lesson: Lesson) -> bool:
    """Add the lesson unless the same one is there, whatever became of it; return whether it was added."""
    table = learned.c
    same = _same(lesson)
    with store._writing() as connection:
        known = connection.execute(select(table.content).where(table.kind == lesson.kind))
        if any(_key(row.content) == same for row in known):
            return False
        connection.execute(insert(learned), lesson.model_dump(exclude={"learned_id"}))
    return True


def lessons(store: Store) -> list[Lesson]:
    """Return all lessons, the latest first."""
    with store._reading() as connection:
        found = connection.execute(select(learned).order_by(learned.c.learned_id.desc())).mappings()
        return [Lesson(**row) for row in found]


def find_lesson(store: Store, lesson_id: int) -> Lesson | None:
    """Return the lesson of the number."""
    with store._reading() as connection:
        row = connection.execute(select(learned).where(learned.c.learned_id == lesson_id)).mappings().first()
        return None if row is None else Lesson(**row)


def decide_lesson(store: Store, lesson_id: int, state: str, by: str, at: str) -> None:
    """Note what became of a lesson."""
    values = {"state": state, "decided_by": by, "decided_at": at}
    with store._writing() as connection:
        connection.execute(update(learned).where(learned.c.learned_id == lesson_id).values(values))


def documents_with(store: Store, words: str) -> list[str]:
    """Return the documents whose text has the words, in whatever case, by their ids."""
    documents = tables.documents.c
    # Where words stand at the end of a line, white space between them is another.
    first, *others = words.split()
    those = [documents.text.icontains(word, autoescape=True) for word in (first, *others)]
    with store._reading() as connection:
        return list(connection.scalars(select(documents.doc_id).where(*those).order_by(documents.doc_id)))


def _same(lesson: Lesson) -> tuple[str, ...]:
    return _key(lesson.content)


def _key(content: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(value).casefold() for name, value in sorted(content.items()) if name not in ("by", "at"))
