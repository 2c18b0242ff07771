"""Build the hostile files, read each in a worker, and judge what came of it."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NamedTuple

from benchmarks.hostile import damage, mailfiles, packedfiles, pdfcontent, pdfstructure, pictures, webfiles
from benchmarks.hostile.case import Case
from mou_miner.documents.isolation import Reading, read_files
from mou_miner.settings import ReaderSettings

BUILDERS: tuple[ModuleType, ...] = (pdfstructure, pdfcontent, packedfiles, mailfiles, webfiles, pictures, damage)
WALL = 3
"""How many times the seconds of computing a document may take by the clock: the machine may have other work."""
OVERHEAD_SECONDS = 6.0
"""To notice that a limit of time is passed, end the worker and start another."""
OVERHEAD_MEMORY = 350
"""MB that a worker takes up before it opens any file."""


class Limits(NamedTuple):
    """Seconds of computing and MB for a document, worker processes, and whether pictures are read."""

    seconds: float
    memory: int
    workers: int
    ocr: str


class Built(NamedTuple):
    """A case whose file lies on the disk."""

    case: Case
    path: Path


class Ending(NamedTuple):
    """What came of a file. `breach` says what is wrong with it; the memory is the most its batch took until then."""

    kind: str
    name: str
    outcomes: frozenset[str]
    seconds: float
    memory: int
    cause: str
    breach: str


def all_cases(seed: int) -> Iterator[Case]:
    """Yield every case; the same seed gives the same bytes."""
    for builder in BUILDERS:
        yield from builder.cases(Random(seed))


def build(folder: Path, seed: int, kinds: Sequence[str] | None = None, *, of_each: int | None = None) -> list[Built]:
    """Write the files of all kinds, or of these, at most so many of each, and return them sorted by kind."""
    folder.mkdir(parents=True, exist_ok=True)
    built: list[Built] = []
    seen: Counter[str] = Counter()
    for case in all_cases(seed):
        seen[case.kind] += 1
        if (kinds and case.kind not in kinds) or (of_each and seen[case.kind] > of_each):
            continue
        path = folder / case.name
        path.write_bytes(case.data)
        built.append(Built(case._replace(data=b""), path))
    return sorted(built, key=lambda item: item.case.kind)


def run(cases: Sequence[Built], limits: Limits) -> Iterator[Ending]:
    """Yield what came of each file, kind by kind, as the memory is watched for each kind."""
    for _, group in groupby(cases, key=lambda item: (item.case.kind, item.case.passwords)):
        batch = list(group)
        settings = ReaderSettings(
            ocr="off" if limits.ocr == "off" else "auto",
            seconds=WALL * limits.seconds,
            cpu_seconds=limits.seconds,
            memory=limits.memory * 1_000_000,
            passwords=batch[0].case.passwords,
            max_unpacked=100_000_000,
        )
        with MemoryWatch() as watch:
            readings = read_files([item.path for item in batch], settings, workers=limits.workers)
            for item, reading in zip(batch, readings, strict=True):
                yield _ending(item.case, reading, watch.most, limits)


def _ending(case: Case, reading: Reading, memory: int, limits: Limits) -> Ending:
    outcomes = {error.code for error in reading.errors} | ({"done"} if reading.documents else set())
    warned = any(document.warnings for document in reading.documents)
    cause = "; ".join(
        [error.cause for error in reading.errors][:2] or [w for d in reading.documents for w in d.warnings][:1]
    )
    breach = _breach(case, outcomes, warned, reading, memory, limits)
    outcomes |= {"partial"} if warned else set()
    return Ending(case.kind, case.name, frozenset(outcomes), reading.seconds, memory, cause[:160], breach)


def _breach(case: Case, outcomes: set[str], warned: bool, reading: Reading, memory: int, limits: Limits) -> str:
    documents = max(1, len(reading.documents) + len(reading.errors))
    if not outcomes:
        return "no outcome"
    if outcomes - case.expect:
        return f"{'+'.join(sorted(outcomes))} where only {'+'.join(sorted(case.expect))} makes sense"
    if case.told and "done" in outcomes and not warned:
        return "a text layer that says nothing came out without a warning"
    if reading.seconds > documents * WALL * limits.seconds + OVERHEAD_SECONDS:
        return f"took {reading.seconds:.1f} seconds"
    if memory > limits.memory + OVERHEAD_MEMORY:
        return f"its batch took {memory} MB in one process"
    return ""


class MemoryWatch:
    """Watches the processes under this one; `most` is the largest memory, in MB, that one of them ever had."""

    def __init__(self) -> None:
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.most = max([self.most, *(_peak(process) for process in _under(os.getpid()))])


def _under(top: int) -> set[int]:
    """Return the processes that this one started, and those that they started."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir() if Path("/proc").is_dir() else ():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError, ValueError):
                continue
    under = {top}
    for _ in range(4):
        under |= {process for process, parent in parents.items() if parent in under}
    return under - {top}


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) // 1024 if found else 0


def table(endings: Iterable[Ending], limits: Limits) -> str:
    """Return the table: kind, files, outcomes, slowest in seconds, most memory in MB."""
    lines = [f"{'kind':18} {'files':>5}  {'slowest s':>9}  {'most MB':>7}  outcomes"]
    total: Counter[str] = Counter()
    everything = list(endings)
    for kind, group in groupby(everything, key=lambda ending: ending.kind):
        batch = list(group)
        counts = Counter(outcome for ending in batch for outcome in ending.outcomes)
        total += counts
        told = ", ".join(f"{outcome} {count}" for outcome, count in counts.most_common())
        slowest, most = max(ending.seconds for ending in batch), max(ending.memory for ending in batch)
        lines.append(f"{kind:18} {len(batch):5}  {slowest:9.2f}  {most:7}  {told}")
    told = ", ".join(f"{outcome} {count}" for outcome, count in total.most_common())
    slowest, most = max(ending.seconds for ending in everything), max(ending.memory for ending in everything)
    lines.append(f"{'all':18} {len(everything):5}  {slowest:9.2f}  {most:7}  {told}")
    breaches = sum(bool(ending.breach) for ending in everything)
    lines.append(
        f"limits: {limits.seconds:g} s of computing, {WALL * limits.seconds:g} s by the clock, {limits.memory} MB for a "
        f"document; {limits.workers} workers, OCR {limits.ocr}; breaches: {breaches}"
    )
    return "\n".join(lines)
