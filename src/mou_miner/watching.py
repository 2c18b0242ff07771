"""Watch a folder and read what is put into it, as soon as it is wholly there.

What was read is known by its content, in the store: a watch that is ended and started again reads only what is new.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple

from mou_miner.errors import MouMinerError, SettingsError
from mou_miner.service import RunSummary, Tools, list_sources, run

SETTLED = 2.0
"""A file whose size and time stay for so many seconds is wholly there."""
LOOK_AGAIN = 30.0
"""So often the folder is looked through without being told of a change: some file systems tell of none."""

State = tuple[int, int]


class Read(NamedTuple):
    """What came of the files that had settled: a summary, or the message why they could not be processed yet."""

    files: tuple[Path, ...]
    summary: RunSummary | None
    problem: str | None


def watch(
    folder: Path, tools: Tools, *, settled: float = SETTLED, stop: Event | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Read]:  # fmt: skip
    """Yield what came of each batch of files until `stop` is set. Raises SettingsError where there is no such folder."""
    from watchfiles import watch as watch_files

    if not folder.is_dir():
        raise SettingsError(f"{folder} is no folder. Make it: mkdir -p {folder}")
    stop = stop or Event()
    pending = _Pending(settled, clock)
    read: dict[Path, State] = {}
    pause = max(50, int(settled * 500))
    looked = clock()
    pending.look(_states(folder), read)
    for changes in watch_files(
        folder, stop_event=stop, step=50, debounce=200, rust_timeout=pause, yield_on_timeout=True, raise_interrupt=False
    ):
        if changes or pending.files or clock() - looked >= LOOK_AGAIN:
            pending.look(_states(folder), read)
            looked = clock()
        ready = pending.take()
        if not ready:
            continue
        result = _process(sorted(ready), tools)
        if result.problem is None:
            read |= ready
        yield result


class _Pending:
    """Files that are new or changed, and since when they have stayed as they are."""

    def __init__(self, settled: float, clock: Callable[[], float]) -> None:
        self._settled, self._clock = settled, clock
        self.files: dict[Path, tuple[State, float]] = {}

    def look(self, states: dict[Path, State], read: dict[Path, State]) -> None:
        """Take note of what the files are like now."""
        now = self._clock()
        self.files = {
            path: (state, self.files[path][1] if path in self.files and self.files[path][0] == state else now)
            for path, state in states.items()
            if read.get(path) != state
        }

    def take(self) -> dict[Path, State]:
        """Return the files that have settled; they are pending no longer."""
        now = self._clock()
        ready = {path: state for path, (state, since) in self.files.items() if now - since >= self._settled}
        self.files = {path: found for path, found in self.files.items() if path not in ready}
        return ready


def _states(folder: Path) -> dict[Path, State]:
    try:
        paths = list_sources([folder])
    except SettingsError:
        return {}
    found = {}
    for path in paths:
        try:
            told = path.stat()
        except OSError:
            continue
        if told.st_size:
            found[path] = told.st_size, told.st_mtime_ns
    return found


def _process(paths: list[Path], tools: Tools) -> Read:
    there = [path for path in paths if path.exists()]
    if not there:
        return Read(tuple(paths), RunSummary(), None)
    try:
        return Read(tuple(paths), run(there, tools), None)
    except MouMinerError as error:
        return Read(tuple(paths), None, str(error))
