"""kill -9 at random moments of a run, and then the run again: nothing is lost, doubled or half.

    python -m benchmarks.crash [--kills 200] [--database sqlite|postgresql] [--documents 14] [--seed 1]

Each trial starts a run in a process of its own (forked, so that rules and pipeline need not be loaded each time) and kills
it after a random part of the time that an undisturbed run takes. While it runs, a reader looks at the database again and
again. Afterwards the same run is done to its end, and the dataset is compared with that of an undisturbed run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, func, select, text

from benchmarks import postgresql
from mou_miner.errors import StoreError
from mou_miner.service import Tools, run
from mou_miner.settings import ReaderSettings, Settings
from mou_miner.store import tables
from mou_miner.store.dataset_tables import conflicts, variants
from mou_miner.store.store import Store

PARTNERS = ("Suwon, Korea Selatan", "Ulsan, Korea Selatan", "Namur, Belgia", "Liuzhou, Tiongkok", "Kawasaki, Jepang")
REGIONS = ("Kota Bandung", "Kabupaten Bandung", "Kota Surabaya", "Kota Bogor")

_OF_A_RUN = {
    "documents": {"run_id"}, "claims": {"run_id"}, "partnerships": {"run_id", "updated"}, "partnership_variants": {"at"},
}  # fmt: skip
"""Columns that say when and by which run; they differ between two runs and say nothing of the dataset."""


@dataclass
class Figures:
    """What the trials came to."""

    database: str
    kills: int = 0
    before_the_end: int = 0
    looks: int = 0
    faults: list[str] = field(default_factory=list)
    saved_when_killed: Counter[int] = field(default_factory=Counter)


def main() -> None:
    """Run the trials and print the figures as JSON; the exit code is 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--documents", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failed = False
    for database in options.database or ["sqlite", "postgresql"]:
        figures = measure(database, options.kills, options.documents, random.Random(options.seed))
        failed |= bool(figures.faults)
        print(json.dumps({**figures.__dict__, "saved_when_killed": dict(sorted(figures.saved_when_killed.items()))}))
    raise SystemExit(failed)


def measure(database: str, kills: int, documents: int, rng: random.Random) -> Figures:
    """Return what so many kills of runs over so many documents came to."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mou-miner-crash-")))
        server = stack.enter_context(postgresql.server()) if database == "postgresql" else None
        write_documents(folder / "in", documents)
        return Trials(folder, server, database).measure(kills, rng)


def write_documents(folder: Path, number: int) -> None:
    """Write text files and a dump of records about a few partnerships; some of the same content."""
    folder.mkdir()
    for place in range(number):
        region, partner = REGIONS[place % len(REGIONS)], PARTNERS[place % len(PARTNERS)]
        day = f"{place % 27 + 1} Agustus {1997 + place % 9}"
        text = (
            f"Pemerintah {region} dan Kota {partner}, menandatangani nota kesepahaman sister city pada {day}. "
            "Kerja sama di bidang pendidikan dan pariwisata."
        )
        (folder / f"{place:03d}.txt").write_text(text, encoding="utf-8")
    (folder / "same.txt").write_bytes((folder / "000.txt").read_bytes())
    records = [
        {"url": f"https://news.example/{place}", "isi": (folder / f"{place:03d}.txt").read_text() + f" Berita {place}."}
        for place in range(4)
    ]
    (folder / "dump.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


class Trials:
    """Runs that are killed, on one kind of database."""

    def __init__(self, folder: Path, server: str | None, database: str) -> None:
        self._folder, self._server, self._figures = folder, server, Figures(database)
        settings = Settings(corrections=folder / "none", workers=0, reader=ReaderSettings(ocr="off"))
        self._tools = Tools(settings)
        # Done once before the first fork: each child has rules, pipeline and modules at once.
        run([folder / "in"], Tools(settings.model_copy(update={"database": f"sqlite:///{folder / 'first.sqlite'}"})))
        _ = self._tools.nlp, self._tools.maker, self._tools.versions

    def measure(self, kills: int, rng: random.Random) -> Figures:
        """Do the trials and return the figures."""
        address = self._fresh(0)
        Store.open(address).close()
        started = time.perf_counter()
        self._wait(self._start(address))
        lasts = time.perf_counter() - started
        expected = dump(address)
        if not expected["partnerships"] or not expected["claims"]:
            raise AssertionError("the undisturbed run made no dataset")
        for number in range(1, kills + 1):
            address = self._fresh(number)
            if number % 4:
                # Three in four runs find the tables made, so that kills fall among documents rather than before them.
                Store.open(address).close()
            self._trial(number, address, rng.uniform(0, 1.3) * lasts, expected)
        return self._figures

    def _fresh(self, number: int) -> str:
        if self._server is not None:
            postgresql.clear(self._server)
            return self._server
        return f"sqlite:///{self._folder / f'{number}.sqlite'}"

    def _trial(self, number: int, address: str, delay: float, expected: dict[str, list[tuple[Any, ...]]]) -> None:
        child = self._start(address)
        self._watch(address, child, delay, number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        self._figures.kills += 1
        self._figures.before_the_end += os.WIFSIGNALED(status)
        saved = self._saved(address)
        self._figures.saved_when_killed[len(saved)] += 1
        if self._wait(self._start(address)) != 0:
            self._figures.faults.append(f"trial {number}: the second run failed")
            return
        again = [doc_id for doc_id, run_id in self._saved(address).items() if saved.get(doc_id, run_id) != run_id]
        if again:
            self._figures.faults.append(f"trial {number}: {len(again)} documents were processed twice")
        found = dump(address)
        self._figures.faults += [
            f"trial {number}: table {name} differs" for name, rows in expected.items() if found[name] != rows
        ]
        if self._server is None:
            Path(address.removeprefix("sqlite:///")).unlink()

    def _start(self, address: str) -> int:
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            os.setpriority(os.PRIO_PROCESS, 0, 10)
            self._tools.__dict__["settings"] = self._tools.settings.model_copy(update={"database": address})
            summary = run([self._folder / "in"], self._tools)
            status = int(bool(summary.unread))
        finally:
            os._exit(status)

    def _wait(self, child: int) -> int:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)

    def _watch(self, address: str, child: int, delay: float, number: int) -> None:
        """Look at the database until the time has come; what a reader sees must be whole."""
        until = time.perf_counter() + delay
        while (left := until - time.perf_counter()) > 0:
            if left > 0.03:
                for fault in look(address):
                    self._figures.faults.append(f"trial {number}: a reader saw {fault}")
                self._figures.looks += 1
            time.sleep(min(left, 0.02))

    def _saved(self, address: str) -> dict[str, int]:
        try:
            with engine_of(address) as engine, engine.connect() as connection:
                rows = connection.execute(text("SELECT doc_id, run_id FROM documents")).all()
                return {row[0]: row[1] for row in rows}
        except Exception as error:
            if _is_missing(error):
                return {}
            raise


@contextlib.contextmanager
def engine_of(address: str) -> Iterator[Engine]:
    """Give an engine for the address, and let go of it."""
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    try:
        yield engine
    finally:
        engine.dispose()


def dump(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the dataset's tables without what says when and by which run."""
    found = {}
    with engine_of(address) as engine, engine.connect() as connection:
        for table in (
            tables.documents, tables.claims, tables.claim_spans, tables.document_partnerships, *tables.DERIVED, conflicts, variants,
        ):  # fmt: skip
            columns = [column for column in table.c if column.name not in _OF_A_RUN.get(table.name, ())]
            rows = connection.execute(select(*columns).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(map(repr, row)) for row in rows]
    return found


def look(address: str) -> list[str]:
    """Return what is half in the database, as a reader sees it in one transaction."""
    try:
        with Store.open(address, read_only=True) as store, store._reading() as connection:
            return [what for what, count in _halves() if connection.scalar(count())]
    except StoreError as error:
        told = str(error)
        # Before the first transaction has ended there is nothing to see.
        return [] if "no such database" in told or "no mou-miner data" in told else [f"an error: {told}"]


def _halves() -> list[tuple[str, Callable[[], Any]]]:
    claims, spans, documents, outcomes = tables.claims.c, tables.claim_spans.c, tables.documents.c, tables.outcomes.c
    own, told = tables.partnerships.c, tables.partnership_documents.c
    return [
        ("a claim without words", lambda: select(func.count()).select_from(tables.claims).where(
            ~select(spans.claim).where(spans.doc_id == claims.doc_id, spans.claim == claims.number).exists())),
        ("a document without its outcome", lambda: select(func.count()).select_from(tables.documents).where(
            ~select(outcomes.doc_id).where(outcomes.doc_id == documents.doc_id, outcomes.run_id == documents.run_id).exists())),
        ("a document without claims", lambda: select(func.count()).select_from(tables.documents).where(
            ~select(claims.doc_id).where(claims.doc_id == documents.doc_id).exists())),
        ("a partnership without all its documents", lambda: select(func.count()).select_from(tables.partnerships).where(
            own.document_count != select(func.count(told.doc_id.distinct())).where(
                told.partnership_id == own.partnership_id).scalar_subquery())),
        ("a partnership without a variant", lambda: select(func.count()).select_from(tables.partnerships).where(
            ~select(variants.c.variant).where(variants.c.partnership_id == own.partnership_id).exists())),
    ]  # fmt: skip


def _is_missing(error: Exception) -> bool:
    told = str(error).lower()
    return "no such table" in told or "does not exist" in told


if __name__ == "__main__":
    main()
