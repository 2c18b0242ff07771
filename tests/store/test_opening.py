"""A store that cannot be opened says why, and what to do."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from builders import VERSIONS, make_correction, make_document
from sqlalchemy import create_engine

from mou_miner.errors import StoreError
from mou_miner.store import migrations, tables
from mou_miner.store.store import Store


def no_full_text(_: object, name: str | None, *__: object) -> bool:
    """Leave out what each database has of its own for questions by words."""
    return not (name or "").startswith("document_search")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mou.sqlite"


def address(file: Path, **query: str) -> str:
    return f"sqlite:///{file}" + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def test_the_revisions_make_the_tables_of_the_program(file: Path) -> None:
    Store.open(address(file)).close()
    engine = create_engine(address(file))
    with engine.connect() as connection:
        options = {"version_table": tables.VERSION_TABLE, "include_object": no_full_text}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()
    assert migrations.known_revisions()[0] == tables.REVISION


def test_opening_again_changes_nothing(file: Path) -> None:
    Store.open(address(file)).close()
    before = file.read_bytes()
    Store.open(address(file)).close()
    assert file.read_bytes() == before


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"folder .*none does not exist\. Make it: mkdir -p"):
        Store.open(address(tmp_path / "none" / "mou.sqlite"))


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(address(tmp_path))


def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_text("doc_id,source\n" * 100)
    with pytest.raises(StoreError, match="not an SQLite database"):
        Store.open(address(file))
    assert file.read_text() == "doc_id,source\n" * 100


def test_a_damaged_database(file: Path) -> None:
    Store.open(address(file)).close()
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        Store.open(address(file))


def test_a_newer_schema(file: Path) -> None:
    Store.open(address(file)).close()
    with sqlite3.connect(file) as connection:
        connection.execute(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999'")
    connection.close()
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"newer mou-miner \(schema 9999.*Update mou-miner"):
            Store.open(address(file), read_only=read_only)


def test_tables_of_another_program(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE documents (id INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match=r"another program \(documents\)"):
        Store.open(address(file))


def test_an_upgrade_that_breaks_off_leaves_no_half_schema(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    monkeypatch.setattr(op, "create_index", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        Store.open(address(file))
    monkeypatch.undo()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()
    Store.open(address(file)).close()


def _interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_who_only_reads_sees_what_was_there_before_a_killed_program_wrote(file: Path) -> None:
    correction = make_correction(make_document(), "scope", "health", "reject", "x")
    with Store.open(address(file)) as store:
        store.add_corrections([correction])
    code = (
        "import os, signal, sqlite3\n"
        f"connection = sqlite3.connect({str(file)!r}, isolation_level=None)\n"
        "connection.execute('PRAGMA cache_size = 1')\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "connection.execute('UPDATE corrections SET note = hex(zeroblob(400000))')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert file.with_name(f"{file.name}-journal").stat().st_size > 0
    with Store.open(address(file), read_only=True) as store:
        assert store.corrections() == [correction]


def test_a_locked_database(file: Path) -> None:
    with Store.open(address(file, timeout="0.05")) as store:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="another program is writing"):
            store.start_run(VERSIONS, "2026-03-01T08:00:00+00:00")
        other.execute("ROLLBACK")
        other.close()
        assert store.start_run(VERSIONS, "2026-03-01T08:00:00+00:00").run_id == 1


def test_read_only_refuses_to_write(file: Path) -> None:
    Store.open(address(file)).close()
    with Store.open(address(file), read_only=True) as store:
        assert store.documents() == []
        with pytest.raises(StoreError, match="may only be read"):
            store.add_corrections([make_correction(make_document(), "scope", "health", "reject", "x")])


def test_read_only_needs_a_database_that_is_there(file: Path) -> None:
    with pytest.raises(StoreError, match="no such database yet"):
        Store.open(address(file), read_only=True)
    assert not file.exists()
    file.touch()
    with pytest.raises(StoreError, match="no mou-miner data"):
        Store.open(address(file), read_only=True)


def test_read_only_works_in_a_folder_that_cannot_be_written(file: Path) -> None:
    Store.open(address(file)).close()
    file.chmod(stat.S_IREAD)
    file.parent.chmod(stat.S_IREAD | stat.S_IEXEC)
    try:
        with Store.open(address(file), read_only=True) as store:
            assert store.counts()["documents"] == 0
    finally:
        file.parent.chmod(stat.S_IRWXU)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write to files that are read-only")
def test_a_read_only_file(file: Path) -> None:
    Store.open(address(file)).close()
    file.chmod(stat.S_IREAD)
    with Store.open(address(file)) as store, pytest.raises(StoreError, match="may only be read"):
        store.start_run(VERSIONS, "2026-03-01T08:00:00+00:00")


@pytest.mark.parametrize("odd", ["a b.sqlite", "über.sqlite", "100%.sqlite", "a#b.sqlite"])
def test_odd_file_names(tmp_path: Path, odd: str) -> None:
    url = address(tmp_path / odd)
    Store.open(url).close()
    assert (tmp_path / odd).is_file()
    with Store.open(url, read_only=True) as store:
        assert store.documents() == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        pytest.param("mou.sqlite", "is no address of a database", id="a-path"),
        pytest.param("mysql://root@localhost/mou", "only SQLite .* and PostgreSQL", id="another-kind"),
    ],
)
def test_addresses_that_cannot_be_used(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        Store.open(url)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://mou:geheim@127.0.0.1:1/mou?connect_timeout=2")
    assert "geheim" not in str(caught.value)
