"""Worker processes within limits of time, computing and memory: whatever happens to one, only its item is lost.

A crash, an endless loop or an item that eats all memory ends its worker; a new one takes its place.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from mou_miner.documents.guards import OUT_OF_MEMORY_EXIT, forget_said, guard, limit_computing
from mou_miner.records import ProblemCode

Item = TypeVar("Item")
Value = TypeVar("Value")
Send = Callable[[Any], None]

TASKS_PER_WORKER = 300
"""After so many items a worker is replaced, as libraries may leak."""
LOOK_AHEAD = 8
GRACE = 2.0
"""Seconds over the limit of time until a worker is ended: the limit of computing, which says more, comes first."""


class Failure(NamedTuple):
    """What became of an item whose work did not come to an end."""

    code: ProblemCode
    cause: str
    remedy: str


class At(NamedTuple):
    """Sent by work that makes several pieces when it begins one: its limits count from now. `number` counts from 1.

    Between two pieces there is no source.
    """

    number: int
    source: str


class Limits(NamedTuple):
    """What one item, or one piece of it, may take: seconds by the clock, seconds of computing, bytes of memory."""

    seconds: float
    computing: float
    memory: int


class Pieces(NamedTuple):
    """What came of an item: its pieces in order, failures among them, and the seconds it took."""

    item: Any
    pieces: list[Any]
    seconds: float


Resume = Callable[[Any, At, list[Any]], Any]
"""Called when an item fails: takes it, where it was and its pieces; returns the item to go on with, or None."""


def work_apart(
    work: Callable[[Item], Value],
    items: Iterable[Item],
    *,
    workers: int = 1,
    seconds: float,
    memory: int,
    computing: float | None = None,
) -> Iterator[tuple[Item, Value | Failure, float]]:
    """Yield each item with what the work gave or how it failed and the seconds it took, in the order of the items.

    `work` and the items must be picklable. An exception of the work is a failure of its item like a crash.
    """
    limits = Limits(seconds, seconds if computing is None else computing, memory)
    for item, pieces, taken in pieces_apart(partial(_whole, work=work), items, limits=limits, workers=workers):
        yield item, pieces[-1], taken


def _whole(item: Item, send: Send, *, work: Callable[[Item], Value]) -> None:
    send(work(item))


def never(item: Any, at: At, pieces: list[Any]) -> None:
    """Go on with no item that failed."""


def pieces_apart(
    work: Callable[[Any, Send], None],
    items: Iterable[Any],
    *,
    limits: Limits,
    workers: int = 1,
    resume: Resume = never,
) -> Iterator[Pieces]:
    """Yield each item with the pieces its work sent, in the order of the items.

    When work fails, a `Failure` is the last piece, unless `resume` gives an item to go on with: then what that sends
    follows.
    """
    with tempfile.TemporaryDirectory(prefix="mou-miner-", ignore_cleanup_errors=True) as folder:
        pool = _Pool(partial(_Worker, work, limits, Path(folder)), max(1, workers), limits, resume)
        try:
            yield from pool.run(items)
        finally:
            pool.close()


class _Waiting(NamedTuple):
    """An item on its way, with the pieces it has already."""

    number: int
    item: Any
    pieces: list[Any]
    seconds: float = 0.0


class _Worker:
    """A process, the pipe to it, the item it is at, and the file that takes what its libraries say."""

    _count = 0

    def __init__(self, work: Callable[[Any, Send], None], limits: Limits, folder: Path) -> None:
        _Worker._count += 1
        self.said = folder / f"{_Worker._count}.txt"
        context = _context()
        self.pipe, child = context.Pipe()
        arguments = (child, work, limits, str(self.said))
        self.process: BaseProcess = context.Process(target=_serve, args=arguments, daemon=True)
        self.process.start()
        child.close()
        self.waiting: _Waiting | None = None
        self.at = At(1, "")
        self.begun = self.heard = 0.0
        self.done = 0

    def give(self, waiting: _Waiting) -> None:
        self.waiting, self.at = waiting, At(1, "")
        self.begun = self.heard = time.monotonic()
        self.pipe.send(waiting.item)

    def last_words(self) -> str:
        with suppress(OSError):
            return self.said.read_bytes()[-4000:].decode("utf-8", "replace")
        return ""

    def end(self) -> None:
        self.pipe.close()
        if self.process.is_alive():
            _kill_group(self.process)
            self.process.kill()
        self.process.join(5)
        self.said.unlink(missing_ok=True)


class _Pool:
    """Workers that take items as they become free; results are given back in the order of the items."""

    def __init__(self, new: Callable[[], _Worker], size: int, limits: Limits, resume: Resume) -> None:
        self.new, self.size, self.limits, self.resume = new, size, limits, resume
        self.workers: list[_Worker] = []
        self.waiting: deque[_Waiting] = deque()
        self.results: dict[int, Pieces] = {}

    def run(self, items: Iterable[Any]) -> Iterator[Pieces]:
        source = enumerate(items)
        following, exhausted = 0, False
        while True:
            while not exhausted and self._under_way() < self.size * LOOK_AHEAD:
                pair = next(source, None)
                if pair is None:
                    exhausted = True
                else:
                    self.waiting.append(_Waiting(*pair, []))
            self._hand_out()
            while following in self.results:
                yield self.results.pop(following)
                following += 1
            if exhausted and not self.waiting and not self._busy():
                return
            self._collect()

    def close(self) -> None:
        for worker in self.workers:
            worker.end()
        self.workers = []

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self.workers if worker.waiting is not None]

    def _under_way(self) -> int:
        return len(self.waiting) + len(self._busy()) + len(self.results)

    def _hand_out(self) -> None:
        while self.waiting and len(self._busy()) < self.size:
            worker = next((worker for worker in self.workers if worker.waiting is None), None)
            if worker is None:
                worker = self.new()
                self.workers.append(worker)
            try:
                worker.give(self.waiting[0])
            except (BrokenPipeError, OSError):  # it died between two items
                self._drop(worker)
                continue
            self.waiting.popleft()

    def _collect(self) -> None:
        """Wait for the next piece, death or deadline, and note what came of it."""
        busy = self._busy()
        if not busy:
            return
        allowed = self.limits.seconds + GRACE
        deadline = min(worker.heard for worker in busy) + allowed
        ready = wait([worker.pipe for worker in busy], max(0.0, deadline - time.monotonic()))
        for worker in busy:
            if worker.pipe in ready:
                self._receive(worker)
            elif time.monotonic() - worker.heard > allowed:
                self._fail(worker, timed_out(self.limits.seconds))

    def _receive(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            self._fail(worker, _death(worker.process.exitcode, worker.last_words(), self.limits))
            return
        except Exception as error:  # a piece that cannot be unpickled is a failure of its item
            self._fail(worker, failed_inside(f"{type(error).__name__}: {error}"))
            return
        assert worker.waiting is not None
        worker.heard = time.monotonic()
        if isinstance(message, At):
            worker.at = message
        elif isinstance(message, _Piece):
            worker.waiting.pieces.append(message.value)
            worker.at = At(worker.at.number, "")
        elif isinstance(message, Failure):
            self._fail(worker, message)
        else:
            self._finish(worker)

    def _finish(self, worker: _Worker) -> None:
        assert worker.waiting is not None
        number, item, pieces, seconds = worker.waiting
        self.results[number] = Pieces(item, pieces, seconds + time.monotonic() - worker.begun)
        worker.waiting = None
        worker.done += 1
        if worker.done >= TASKS_PER_WORKER:
            self._drop(worker)

    def _fail(self, worker: _Worker, failure: Failure) -> None:
        """Note the failure, go on with the rest of the item where there is one, and let the worker go."""
        assert worker.waiting is not None
        number, item, pieces, seconds = worker.waiting
        pieces.append(failure)
        seconds += time.monotonic() - worker.begun
        rest = self.resume(item, worker.at, pieces)
        if rest is None:
            self.results[number] = Pieces(item, pieces, seconds)
        else:
            self.waiting.appendleft(_Waiting(number, rest, pieces, seconds))
        self._drop(worker)

    def _drop(self, worker: _Worker) -> None:
        worker.waiting = None
        worker.end()
        self.workers.remove(worker)


def _context() -> Any:
    """Return the way processes are started: never by a bare fork, which copies locks held by other threads."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["mou_miner.documents.pdfdocument", "mou_miner.documents.web"])
    return context


def _kill_group(process: BaseProcess) -> None:
    """End the programs that the worker has started, too."""
    if hasattr(os, "killpg") and process.pid:
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)


# ---------------------------------------------------------------------------------------------- in the worker


class _Piece(NamedTuple):
    value: Any


def _serve(pipe: Connection, work: Callable[[Any, Send], None], limits: Limits, said: str) -> None:
    """Work on items until the pipe closes; an error is told and the next item awaited."""
    guard(limits.memory, said)

    def send(piece: Any) -> None:
        if isinstance(piece, At):
            limit_computing(limits.computing)
        pipe.send(piece if isinstance(piece, At) else _Piece(piece))

    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        limit_computing(limits.computing)
        forget_said()
        try:
            work(item, send)
            answer: Failure | None = None
        except MemoryError:
            os._exit(OUT_OF_MEMORY_EXIT)
        except BrokenPipeError:
            return
        except Exception as error:
            answer = failed_inside(f"{type(error).__name__}: {error}")
        pipe.send(answer)
        if answer:
            return


# ---------------------------------------------------------------------------------------------- what an end means


_DAMAGE = re.compile(r"free\(\)|malloc|corrupt|[Aa]ssert|terminate called|libc\+\+|[Cc]heck failed|stack smashing")


def _death(code: int | None, said: str, limits: Limits) -> Failure:
    """Return what the end of a worker means, by its exit code and what was said last."""
    if code == OUT_OF_MEMORY_EXIT:
        return out_of_memory(limits.memory)
    if code is None or code >= 0:
        return crashed(f"ended with code {code}")
    if -code == getattr(signal, "SIGXCPU", 0):
        return timed_out(limits.computing, "of computing")
    if -code == getattr(signal, "SIGKILL", 0) or "bad_alloc" in said:
        return out_of_memory(limits.memory)
    # pdfium aborts without a word where memory is refused; who aborts over damage says so first.
    if -code == signal.SIGABRT and not _DAMAGE.search(said):
        return out_of_memory(limits.memory)
    return crashed(signal.Signals(-code).name if -code in set(signal.Signals) else str(-code))


def timed_out(seconds: float, of: str = "") -> Failure:
    """Return the failure of an item that took too long."""
    return Failure("timed_out", f"reading took longer than {seconds:g} seconds{f' {of}' if of else ''}",
                   "Raise the limit (seconds, cpu_seconds), or print the file to a new PDF.")  # fmt: skip


def out_of_memory(memory: int) -> Failure:
    """Return the failure of an item that needed more memory than it may take."""
    return Failure("out_of_memory", f"reading needed more than the {memory / 1e6:,.0f} MB of memory that are allowed",
                   "Raise the limit (memory), or split the file.")  # fmt: skip


def crashed(how: str) -> Failure:
    """Return the failure of an item that ended the process of its reader."""
    return Failure("broken", f"the file is damaged in a way that made its reader crash ({how})",
                   "Open the file in its program and save it anew.")  # fmt: skip


def failed_inside(cause: str) -> Failure:
    """Return the failure of an item on which the program itself failed."""
    return Failure("internal", f"the program failed on it ({cause})",
                   "Open the file in its program and save it anew; please report it if that helps not.")  # fmt: skip
