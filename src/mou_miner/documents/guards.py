"""What a worker process does to itself before it takes on files that nobody vouches for."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

OUT_OF_MEMORY_EXIT = 77
"""The exit code of a worker whose memory ran out in Python code."""
_OUTPUT = 500_000_000


def guard(memory: int, said: str) -> None:
    """Let the process have only so much memory more, lead its own group, and say what it says into a file.

    Libraries in C write what they find odd straight to the standard error: it would stand in the middle of a
    person's progress bar.
    """
    with suppress(OSError, AttributeError):
        os.setpgid(0, 0)
    with suppress(OSError):
        file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (1, 2):
            os.dup2(file, stream)
        os.close(file)
    _limit_output()
    _limit_memory(memory)


def forget_said() -> None:
    """Empty the file that takes what libraries say: only what they say of the item at hand matters."""
    with suppress(OSError):
        os.ftruncate(2, 0)


def limit_computing(seconds: float) -> None:
    """Allow so many seconds of computing from now; beyond, the system ends the process."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            used = resource.getrusage(resource.RUSAGE_SELF)
            _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


def _limit_output() -> None:
    """Write no core files, and no more than a little into any file."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            _set(resource.RLIMIT_CORE, 0)
            _set(resource.RLIMIT_FSIZE, _OUTPUT)


def _limit_memory(memory: int) -> None:
    """Allow so much address space beyond what the process has taken up already."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            _set(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + memory)


def _set(what: int, limit: int) -> None:
    import resource

    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
