"""Whose turn it is: the documents of one file, counted as they come up, and the time each may take."""

from __future__ import annotations

import time
from collections.abc import Callable

from mou_miner.settings import ReaderSettings

Tell = Callable[[int, str], None]


def _tell_nobody(number: int, source: str) -> None:
    """Leave the beginning of a document unsaid."""


class Turns:
    """Counts the documents that a file holds as they come up, from 1.

    The first `skip` are passed over: they were read before, or ended the process that read them. `tell` hears of the
    beginning of each other, so that whoever waits for it knows where the reader is.
    """

    def __init__(self, skip: int = 0, tell: Tell = _tell_nobody) -> None:
        self.number = 0
        self.unpacked = 0
        """Bytes unpacked so far from the archive and all archives within it."""
        self._skip, self._tell = skip, tell

    def comes(self, source: str) -> bool:
        """Count a document; return whether it is to be read."""
        self.number += 1
        if self.number <= self._skip:
            return False
        self._tell(self.number, source)
        return True


class Budget:
    """The time that reading one document may take, by the clock and in computing, counted from now."""

    def __init__(self, settings: ReaderSettings) -> None:
        self._limits = settings.seconds, settings.cpu_seconds
        self._begun = time.monotonic(), time.process_time()

    def is_spent(self, share: float) -> bool:
        """Return whether more than this share of either time is gone: what is left must do for what is still to come."""
        now = time.monotonic(), time.process_time()
        return any(
            then - begun > share * limit for then, begun, limit in zip(now, self._begun, self._limits, strict=True)
        )
