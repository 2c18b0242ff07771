"""Work on each file in a worker process of its own, within limits: whatever a file does, only that file fails.

A crash, an endless loop or a file that eats all memory ends its worker; a new one takes its place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from mou_miner.errors import ReadError
from mou_miner.records import Document, ProblemCode
from mou_miner.settings import ReaderSettings

Item = TypeVar("Item")
Value = TypeVar("Value")

TASKS_PER_WORKER = 300
"""After so many files a worker is replaced, as libraries may leak."""
LOOK_AHEAD = 8
GRACE = 2.0


class Failure(NamedTuple):
    """What became of an item whose work did not come to an end."""

    code: ProblemCode
    cause: str
    remedy: str


class Reading(NamedTuple):
    """What was read from one file: its documents, and the errors of those that could not be read."""

    source: str
    documents: tuple[Document, ...]
    errors: tuple[ReadError, ...]
    seconds: float


def read_files(paths: Iterable[Path], settings: ReaderSettings, *, workers: int = 1) -> Iterator[Reading]:
    """Yield what was read from each file, in the order given, each in a worker within the limits of the settings."""
    work = partial(read_file, settings=settings)
    for path, result, seconds in work_apart(
        work, paths, workers=workers, seconds=settings.seconds, memory=settings.memory
    ):
        if isinstance(result, Failure):
            error = ReadError(str(path), *result)
            yield Reading(str(path), (), (error,), seconds)
        else:
            yield Reading(str(path), *result, seconds)


def read_file(path: Path, settings: ReaderSettings) -> tuple[tuple[Document, ...], tuple[ReadError, ...]]:
    """Return the documents of a file and the errors of those that could not be read; never raises for a bad file."""
    from mou_miner.documents import read_each

    source = str(path)
    try:
        size = path.stat().st_size
        if size > settings.max_bytes:
            cause = f"the file has {size:,} bytes, the limit is {settings.max_bytes:,}"
            return (), (ReadError(source, "too_large", cause, "Split it, or raise the limit (max_bytes)."),)
        data = path.read_bytes()
    except OSError as error:
        cause = f"the file cannot be read ({error.strerror or error})"
        return (), (ReadError(source, "unreadable", cause, "Check that it exists and that you may read it."),)
    items = list(read_each(data, source, settings))
    return (
        tuple(item for item in items if isinstance(item, Document)),
        tuple(item for item in items if isinstance(item, ReadError)),
    )


def work_apart(
    work: Callable[[Item], Value], items: Iterable[Item], *, workers: int = 1, seconds: float, memory: int
) -> Iterator[tuple[Item, Value | Failure, float]]:
    """Yield each item with what the work gave or how it failed and the seconds it took, in the order of the items.

    `work` and the items must be picklable. An exception of the work is a failure of its item like a crash.
    """
    pool = _Pool(work, max(1, workers), seconds, memory)
    try:
        yield from pool.run(items)
    finally:
        pool.close()


class _Worker(Generic[Item]):
    """A process, the pipe to it, and the item it is at."""

    def __init__(self, work: Callable[[Item], Any], seconds: float, memory: int) -> None:
        context = _context()
        self.pipe, child = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(child, work, seconds, memory), daemon=True)
        self.process.start()
        child.close()
        self.number: int | None = None
        self.item: Item | None = None
        self.begun = 0.0
        self.done = 0

    def give(self, number: int, item: Item) -> None:
        self.number, self.item, self.begun = number, item, time.monotonic()
        self.pipe.send(item)

    def end(self) -> None:
        self.pipe.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join(5)


class _Pool(Generic[Item, Value]):
    """Workers that take items as they become free; results are given back in the order of the items."""

    def __init__(self, work: Callable[[Item], Value], size: int, seconds: float, memory: int) -> None:
        self.new = partial(_Worker[Item], work, seconds, memory)
        self.seconds = seconds
        self.workers: list[_Worker[Item]] = []
        self.size = size
        self.results: dict[int, tuple[Item, Value | Failure, float]] = {}

    def run(self, items: Iterable[Item]) -> Iterator[tuple[Item, Value | Failure, float]]:
        waiting: deque[tuple[int, Item]] = deque()
        source = enumerate(items)
        following, exhausted = 0, False
        while True:
            while not exhausted and len(waiting) + self._busy() + len(self.results) < self.size * LOOK_AHEAD:
                pair = next(source, None)
                if pair is None:
                    exhausted = True
                else:
                    waiting.append(pair)
            self._hand_out(waiting)
            while following in self.results:
                yield self.results.pop(following)
                following += 1
            if exhausted and not waiting and not self._busy():
                return
            self._collect()

    def close(self) -> None:
        for worker in self.workers:
            worker.end()
        self.workers = []

    def _busy(self) -> int:
        return sum(worker.number is not None for worker in self.workers)

    def _hand_out(self, waiting: deque[tuple[int, Item]]) -> None:
        while waiting and self._busy() < self.size:
            worker = next((worker for worker in self.workers if worker.number is None), None)
            if worker is None:
                worker = self.new()
                self.workers.append(worker)
            try:
                worker.give(*waiting[0])
            except (BrokenPipeError, OSError):
                worker.number = None
                self._drop(worker)
                continue
            waiting.popleft()

    def _collect(self) -> None:
        """Wait for the next result, death or deadline, and note what came of it."""
        busy = [worker for worker in self.workers if worker.number is not None]
        if not busy:
            return
        deadline = min(worker.begun for worker in busy) + self.seconds + GRACE
        ready = wait([worker.pipe for worker in busy], max(0.0, deadline - time.monotonic()))
        for worker in busy:
            if worker.pipe in ready:
                self._receive(worker)
            elif time.monotonic() - worker.begun > self.seconds + GRACE:
                self._note(worker, _timed_out(self.seconds))
                self._drop(worker)

    def _receive(self, worker: _Worker[Item]) -> None:
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            self._note(worker, _death(worker.process.exitcode, self.seconds))
            self._drop(worker)
            return
        except Exception as error:  # a result that cannot be unpickled is a failure of its item
            self._note(worker, _internal(f"{type(error).__name__}: {error}"))
            self._drop(worker)
            return
        self._note(worker, result)
        worker.done += 1
        if worker.done >= TASKS_PER_WORKER:
            self._drop(worker)

    def _note(self, worker: _Worker[Item], result: Any) -> None:
        assert worker.number is not None
        item: Any = worker.item
        self.results[worker.number] = (item, result, time.monotonic() - worker.begun)
        worker.number = worker.item = None

    def _drop(self, worker: _Worker[Item]) -> None:
        worker.end()
        self.workers.remove(worker)


def _context() -> Any:
    """Return the way processes are started: never by a bare fork, which copies locks held by other threads."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["mou_miner.documents.pdfdocument", "mou_miner.documents.web"])
    return context


def _serve(pipe: Connection, work: Callable[[Any], Any], seconds: float, memory: int) -> None:
    """Work on items until the pipe closes; an error is told and the next item awaited."""
    _limit_memory(memory)
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        _limit_time(seconds)
        try:
            result = work(item)
        except MemoryError:
            result = _out_of_memory()
        except Exception as error:
            result = _internal(f"{type(error).__name__}: {error}")
        try:
            pipe.send(result)
        except MemoryError:
            pipe.send(_out_of_memory())
        except (AttributeError, TypeError, ValueError) as error:
            pipe.send(_internal(f"the result cannot be sent ({error})"))


def _limit_memory(memory: int) -> None:
    """Allow so much address space beyond what the process has taken up already."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            limit = pages * os.sysconf("SC_PAGE_SIZE") + memory
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(
                resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard)
            )


def _limit_time(seconds: float) -> None:
    """Allow so many seconds of computing from now; beyond, the system ends the process."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            used = resource.getrusage(resource.RUSAGE_SELF)
            limit = int(used.ru_utime + used.ru_stime + seconds) + 2
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(
                resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard)
            )


def _death(code: int | None, seconds: float) -> Failure:
    """Return what the end of a worker means."""
    if code is not None and code < 0:
        if -code == getattr(signal, "SIGXCPU", 0):
            return _timed_out(seconds)
        if -code == getattr(signal, "SIGKILL", 0):
            return _out_of_memory()
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return _internal(f"its reader crashed ({name})")
    return _internal(f"its reader ended with code {code}")


def _timed_out(seconds: float) -> Failure:
    return Failure("timed_out", f"reading took longer than {seconds:g} seconds",
                   "Raise the limit (seconds), or print the file to a new PDF.")  # fmt: skip


def _out_of_memory() -> Failure:
    return Failure("out_of_memory", "reading needed more memory than is allowed",
                   "Raise the limit (memory), or split the file.")  # fmt: skip


def _internal(cause: str) -> Failure:
    return Failure(
        "internal", cause, "Open the file in its program and save it anew; please report it if that helps not."
    )
