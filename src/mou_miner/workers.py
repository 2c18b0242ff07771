"""Worker processes that each take one item at a time: one that dies or hangs costs its own item and nothing else."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

from mou_miner.errors import MouMinerError

Item = TypeVar("Item")
Ask = Callable[[Any], Any]
Work = Callable[[Any, Ask], Iterable[Any]]

_AHEAD = 8
"""How many items for each worker may be finished before their turn: results wait in memory until then."""


class Lost(NamedTuple):
    """An item whose worker died (`exit_code`, negative for a signal) or was ended after `seconds` without a result."""

    exit_code: int | None
    seconds: float | None = None


class Part(NamedTuple, Generic[Item]):
    """One result of an item, or that it was lost; `last` where the item has no more."""

    item: Item
    result: Any
    last: bool


def in_workers(
    items: Sequence[Item], begin: Callable[[], Work], *, workers: int, seconds: float, answer: Ask
) -> Iterator[Part[Item]]:
    """Yield what `begin()(item, ask)` gives for each item, in the order of the items, whoever finishes first.

    `begin` is called once in each process. What the work asks is answered in this process by `answer`. A worker that
    gives nothing for `seconds` is ended. The last part of each item has the result None or `Lost`.
    """
    crew = [_Worker(begin) for _ in range(max(1, min(workers, len(items))))] if items else []
    waiting = deque(range(len(items)))
    parts: dict[int, deque[Part[Item]]] = {index: deque() for index in range(len(items))}
    turn = 0
    try:
        while turn < len(items):
            for worker in crew:
                if worker.idle and waiting and waiting[0] < turn + _AHEAD * len(crew):
                    worker.give(waiting, items, seconds)
            while parts[turn]:
                part = parts[turn].popleft()
                yield part
                if part.last:
                    turn += 1
                    if turn == len(items):
                        return
            for worker in _ready(crew):
                worker.hear(waiting, items, parts, seconds, answer)
    finally:
        for worker in crew:
            worker.end()


def _ready(crew: Sequence[_Worker]) -> list[_Worker]:
    """Return the workers that have said something, died, or kept silent for too long."""
    deadlines = [worker.deadline for worker in crew if worker.deadline is not None]
    limit = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
    heard = wait([worker.connection for worker in crew], limit)
    now = time.monotonic()
    return [w for w in crew if w.connection in heard or (w.deadline is not None and w.deadline <= now)]


@dataclass
class _Worker:
    """A process and what it is at: nothing yet (until it has begun), nothing (idle), or an item until a deadline."""

    begin: Callable[[], Work]
    idle: bool = False
    index: int | None = None
    deadline: float | None = None
    process: BaseProcess = field(init=False)
    connection: Connection[Any, Any] = field(init=False)

    def __post_init__(self) -> None:
        # spawn, not fork: the parent has threads, an open database and libraries that do not outlive a fork.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.begin), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, waiting: deque[int], items: Sequence[Any], seconds: float) -> None:
        """Hand over the next item; to a new process where this one is gone."""
        try:
            self.connection.send(items[waiting[0]])
        except OSError:
            self._renew()
            return
        self.index, self.idle = waiting.popleft(), False
        self.deadline = time.monotonic() + seconds

    def hear(
        self, waiting: deque[int], items: Sequence[Any], parts: dict[int, deque[Part[Any]]], seconds: float, answer: Ask
    ) -> None:
        """Take one message: a question, a result, the end of an item; or note that the item is lost."""
        lost: Lost | None = None
        kind, value = "", None
        try:
            if self.connection.poll():
                kind, value = self.connection.recv()
            else:
                lost = Lost(None, seconds)
        except (EOFError, OSError):
            self.process.join()
            lost = Lost(self.process.exitcode)
        if lost is not None:
            self._lose(lost, items, parts)
        elif kind == "stop":
            raise MouMinerError(value)
        elif kind == "ask":
            self.connection.send(answer(value))
            self.deadline = time.monotonic() + seconds
        elif kind == "ready":
            self.idle = True
        else:
            assert self.index is not None
            parts[self.index].append(Part(items[self.index], value, kind == "end"))
            self.deadline = time.monotonic() + seconds
            if kind == "end":
                self.index, self.deadline, self.idle = None, None, True

    def _lose(self, lost: Lost, items: Sequence[Any], parts: dict[int, deque[Part[Any]]]) -> None:
        if self.index is None and not self.idle:
            raise MouMinerError(
                f"a worker process ended before it began (exit code {lost.exit_code}). --workers 0 shows why."
            )
        if self.index is not None:
            parts[self.index].append(Part(items[self.index], lost, last=True))
        self._renew()

    def _renew(self) -> None:
        self.end()
        self.index, self.deadline, self.idle = None, None, False
        self.__post_init__()

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.connection.close()
        self.process.kill()
        self.process.join()


def _serve(connection: Connection[Any, Any], begin: Callable[[], Work]) -> None:
    # Ctrl-C reaches all processes of a terminal: the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def ask(question: Any) -> Any:
        connection.send(("ask", question))
        return connection.recv()

    # The parent is gone: nobody is left to tell.
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            work = begin()
            connection.send(("ready", None))
            while True:
                for result in work(connection.recv(), ask):
                    connection.send(("part", result))
                connection.send(("end", None))
        except MouMinerError as error:
            connection.send(("stop", str(error)))
