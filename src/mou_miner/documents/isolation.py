"""Read each file in a worker process, within limits that count for each document in it.

A document that crashes, hangs or eats memory fails alone: what a file held before it is kept, and the reader goes on
behind it in a new process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mou_miner.documents.turns import Turns
from mou_miner.documents.workers import At, Failure, Limits, Send, pieces_apart, work_apart
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

__all__ = ["Failure", "Reading", "read_file", "read_files", "work_apart"]

MAX_FAILURES = 20
"""After so many documents that ended their reader, the rest of a file is given up."""


class Reading(NamedTuple):
    """What was read from one file: its documents, and the errors of those that could not be read."""

    source: str
    documents: tuple[Document, ...]
    errors: tuple[ReadError, ...]
    seconds: float


class _Task(NamedTuple):
    """A file to read, from the document after the first `skip` on."""

    path: Path
    skip: int = 0


def read_files(paths: Iterable[Path], settings: ReaderSettings, *, workers: int = 1) -> Iterator[Reading]:
    """Yield what was read from each file, in the order given, each in a worker within the limits of the settings."""
    limits = Limits(settings.seconds, settings.cpu_seconds, settings.memory)
    work = partial(_read_apart, settings=settings)
    tasks = (_Task(path) for path in paths)
    for task, pieces, seconds in pieces_apart(work, tasks, limits=limits, workers=workers, resume=_resume):
        yield _reading(str(task.path), pieces, seconds)


def read_file(path: Path, settings: ReaderSettings) -> tuple[tuple[Document, ...], tuple[ReadError, ...]]:
    """Return the documents of a file and the errors of those that could not be read; never raises for a bad file."""
    reading = _reading(str(path), list(_read(path, settings, Turns())), 0.0)
    return reading.documents, reading.errors


def _read_apart(task: _Task, send: Send, *, settings: ReaderSettings) -> None:
    """Send the documents and errors of a file one by one, and before each document that it begins."""
    turns = Turns(task.skip, lambda number, source: send(At(number, source)))
    for item in _read(task.path, settings, turns):
        send(item)
        if isinstance(item, ReadError) and item.code == "out_of_memory":
            raise MemoryError


def _read(path: Path, settings: ReaderSettings, turns: Turns) -> Iterator[Document | ReadError]:
    from mou_miner.documents import read_each

    source = str(path)
    try:
        size = path.stat().st_size
        if size > settings.max_bytes:
            cause = f"the file has {size:,} bytes, the limit is {settings.max_bytes:,}"
            yield ReadError(source, "too_large", cause, "Split it, or raise the limit (max_bytes).")
            return
        data = path.read_bytes()
    except OSError as error:
        cause = f"the file cannot be read ({error.strerror or error})"
        yield ReadError(source, "unreadable", cause, "Check that it exists and that you may read it.")
        return
    yield from read_each(data, source, settings, turns=turns)


def _resume(task: _Task, at: At, pieces: list[Any]) -> _Task | None:
    """Return where to go on in a file of several documents, and name the one that failed."""
    failure = pieces[-1]
    if not at.source:
        return None
    pieces[-1] = ReadError(at.source, *failure)
    if sum(isinstance(piece, ReadError) and piece.code in _DEADLY for piece in pieces) < MAX_FAILURES:
        return _Task(task.path, at.number)
    cause = f"{MAX_FAILURES} of the documents in it crashed, hung or ate memory; those behind them were not read"
    pieces.append(ReadError(str(task.path), "partial", cause, "Take the bad documents out and read it again."))
    return None


_DEADLY = frozenset({"broken", "timed_out", "out_of_memory", "internal"})


def _reading(source: str, pieces: list[Any], seconds: float) -> Reading:
    pieces = [ReadError(source, *piece) if isinstance(piece, Failure) else piece for piece in pieces]
    return Reading(
        source,
        tuple(piece for piece in pieces if isinstance(piece, Document)),
        tuple(piece for piece in pieces if isinstance(piece, ReadError)),
        seconds,
    )
