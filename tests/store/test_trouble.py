"""Disk full, database gone, folder read-only: one clear message, and nothing that was finished is lost."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import VERSIONS, make_document, make_extraction
from sqlalchemy import create_engine, text

from mou_miner.errors import StoreError
from mou_miner.records import Outcome, Run
from mou_miner.store.store import Store

STARTED = "2026-03-01T08:00:00+00:00"


def save(store: Store, run: Run, number: int, words: int = 1) -> str:
    document = make_document(name=f"{number}.pdf")
    document = document.model_copy(update={"text": document.text + "\n" + f"kata{number} " * words})
    extraction = make_extraction().model_copy(update={"document": document, "claims": (), "partnerships": ()})
    store.save(extraction, Outcome(source=document.source, status="done", doc_id=document.doc_id), run)
    return document.doc_id


def in_child(work: Callable[[], None]) -> str:
    """Do the work in a process of its own and return the message of the error it ended with, '' where there was none."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = ""
        try:
            work()
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        finally:
            os.write(writing, told.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as file:
        return file.read()


def test_a_full_disk_is_said_and_what_was_finished_stays(tmp_path: Path) -> None:
    file = tmp_path / "mou.sqlite"
    address = f"sqlite:///{file}"
    with Store.open(address) as store:
        run = store.start_run(VERSIONS, STARTED)
        finished = save(store, run, 0)

    def work() -> None:
        limit = file.stat().st_size + 100_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with Store.open(address) as store:
            for number in range(1, 200):
                save(store, run, number, words=2000)

    told = in_child(work)
    assert told.startswith("StoreError: ")
    assert "disk" in told
    assert "run again" in told
    with Store.open(address) as store:
        kept = {item.doc_id for item in store.documents()}
        assert finished in kept
        assert 0 < len(kept) < 200
        assert all(store.extraction(doc_id) is not None for doc_id in kept)
        save(store, run, 300)
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_file_that_was_taken_away_is_said(tmp_path: Path) -> None:
    file = tmp_path / "mou.sqlite"
    with Store.open(f"sqlite:///{file}") as store:
        run = store.start_run(VERSIONS, STARTED)
        save(store, run, 0)
        file.rename(tmp_path / "elsewhere.sqlite")
        with pytest.raises(StoreError, match="moved or deleted while it was in use"):
            save(store, run, 1)
        (tmp_path / "elsewhere.sqlite").rename(file)
        save(store, run, 2)
        assert len(store.documents()) == 2


def test_a_folder_that_may_only_be_read_is_said() -> None:
    folder = Path(tempfile.mkdtemp(prefix="mou-miner-test-"))
    try:
        Store.open(f"sqlite:///{folder / 'mou.sqlite'}").close()
        (folder / "mou.sqlite").chmod(0o644)
        folder.chmod(0o555)

        def work() -> None:
            if os.geteuid() == 0:
                os.setuid(pwd.getpwnam("nobody").pw_uid)
            with Store.open(f"sqlite:///{folder / 'mou.sqlite'}", read_only=True) as store:
                assert store.documents() == []
            Store.open(f"sqlite:///{folder / 'mou.sqlite'}").start_run(VERSIONS, STARTED)

        told = in_child(work)
        assert told.startswith("StoreError: ")
        assert "may only be read. Give yourself the right to write" in told

        def new() -> None:
            if os.geteuid() == 0:
                os.setuid(pwd.getpwnam("nobody").pw_uid)
            Store.open(f"sqlite:///{folder / 'new.sqlite'}")

        assert "cannot be opened" in in_child(new)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_server_that_ends_the_connection_is_said_and_the_run_goes_on(postgresql: str) -> None:
    with Store.open(postgresql) as store:
        run = store.start_run(VERSIONS, STARTED)
        save(store, run, 0)
        engine = create_engine(postgresql.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid() "
                     "AND backend_type = 'client backend'")
            )  # fmt: skip
        engine.dispose()
        with pytest.raises(StoreError, match="run continues where it stopped"):
            save(store, run, 1)
        save(store, run, 2)
        assert len(store.documents()) == 2
