"""Work beside the pages: the partnerships across documents follow the corrections, and the queue its documents."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from mou_miner.dataset import read_inbox
from mou_miner.errors import MouMinerError
from mou_miner.service import Tools, rebuild, run
from mou_miner.store.queue import refresh_queue
from mou_miner.store.store import Store
from mou_miner.web.shelf import Shelf

logger = logging.getLogger(__name__)

ReadingState = Literal["waiting", "done", "failed"]

QUIET = 3.0
"""Seconds without a correction after which the partnerships are put together anew."""
AT_LATEST = 60.0


class Background:
    """One thread; it is told what has changed and does what follows once things are quiet."""

    def __init__(self, store: Store, tools: Tools, shelf: Shelf) -> None:
        self._store, self._tools, self._shelf = store, tools, shelf
        self._wake, self._ended = threading.Event(), threading.Event()
        self._first: float | None = None
        self._last = 0.0
        self._thread: threading.Thread | None = None
        self._again: dict[str, None] = {}
        self._files: deque[tuple[str, Path | None]] = deque()
        self._states: dict[str, tuple[ReadingState, tuple[str, ...]]] = {}

    def start(self) -> None:
        """Begin; the queue is brought up to date first."""
        self._thread = threading.Thread(target=self._work, name="mou-miner-review", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done; what is due is done before."""
        self._ended.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def changed(self) -> None:
        """Note that a correction was saved."""
        self._last = time.monotonic()
        if self._first is None:
            self._first = self._last
        self._wake.set()

    def read(self, doc_id: str, path: Path | None) -> None:
        """Read a file that was sent in, or what waits in the store's inbox, after those that wait already."""
        if self._states.get(doc_id, ("",))[0] != "waiting":
            self._states[doc_id] = ("waiting", ())
            self._files.append((doc_id, path))
        self._wake.set()

    def use(self, tools: Tools) -> None:
        """Work with other tools from now on."""
        self._tools = tools

    @property
    def replaying(self) -> int:
        """How many documents are still to be read again."""
        return len(self._again)

    def replay(self, documents: Iterable[str]) -> None:
        """Read stored documents again, since something was learned."""
        self._again.update(dict.fromkeys(documents))
        self._wake.set()

    def _replay(self) -> None:
        while self._again and not self._ended.is_set():
            doc_id = next(iter(self._again))
            if self._shelf.read_again(doc_id):
                self.changed()
            self._again.pop(doc_id, None)

    def state(self, doc_id: str) -> tuple[ReadingState, tuple[str, ...]] | None:
        """Return what became of a file that was sent in: its status, and what was wrong with it."""
        return self._states.get(doc_id)

    def _read_files(self) -> None:
        while self._files and not self._ended.is_set():
            doc_id, path = self._files.popleft()
            try:
                summary = run([path], self._tools) if path is not None else read_inbox(self._tools)
            except Exception as error:
                logger.exception("%s was not read", doc_id)
                self._states[doc_id] = ("failed", (str(error) if isinstance(error, MouMinerError) else "internal",))
                continue
            problems = [
                f"{problem.cause}. {problem.remedy}" for outcome in summary.unread for problem in outcome.problems
            ]
            read = summary.done + summary.unchanged
            self._states[doc_id] = ("done" if read else "failed", tuple(problems))

    def _work(self) -> None:
        self._try(self._fill_queue)
        while not self._ended.is_set():
            self._wake.wait(timeout=30)
            self._wake.clear()
            self._try(self._read_files)
            self._try(self._replay)
            self._try(self._fill_queue)
            while self._first is not None and not self._ended.is_set() and not self._is_due():
                self._ended.wait(0.25)
            if self._first is not None:
                self._first = None
                self._try(lambda: rebuild(self._store))

    def _is_due(self) -> bool:
        moment = time.monotonic()
        return moment - self._last > QUIET or (self._first is not None and moment - self._first > AT_LATEST)

    def _fill_queue(self) -> None:
        while not self._ended.is_set() and refresh_queue(self._store):
            self._ended.wait(0.01)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except MouMinerError as error:
            # The store may be busy or gone for a moment: the next turn does what is due.
            logger.warning("%s", error)
        except Exception:
            # What follows from corrections must not stop because one turn failed; the corrections themselves are saved.
            logger.exception("work beside the pages failed")
