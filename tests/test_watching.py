"""A watched folder: files are read when they are wholly there, once, and again only when they change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from mou_miner.errors import SettingsError
from mou_miner.service import Tools, open_store
from mou_miner.settings import ReaderSettings, Settings
from mou_miner.watching import Read, _Pending, watch

STORY = "Pemerintah Kota Bandung dan Kota {}, Korea Selatan, menandatangani nota kesepahaman sister city pada 25 Agustus 1997."

Watch = Callable[[], "Queue[Read]"]


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return Tools(
        Settings(
            database=f"sqlite:///{tmp_path / 'mou.sqlite'}",
            corrections=tmp_path / "none",
            workers=0,
            reader=ReaderSettings(ocr="off"),
        )
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "incoming"
    made.mkdir()
    return made


@pytest.fixture
def watching(folder: Path, tools: Tools) -> Iterator[Watch]:
    """Starts watches that end with the test."""
    stops: list[tuple[threading.Event, threading.Thread]] = []

    def start() -> Queue[Read]:
        stop, found = threading.Event(), Queue[Read]()

        def run() -> None:
            for read in watch(folder, tools, settled=0.3, stop=stop):
                found.put(read)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        stops.append((stop, thread))
        return found

    yield start
    for stop, thread in stops:
        stop.set()
        thread.join(timeout=30)
        assert not thread.is_alive()


def done(found: Queue[Read]) -> list[str]:
    read = found.get(timeout=90)
    assert read.problem is None
    return [path.name for path in read.files]


def nothing(found: Queue[Read]) -> bool:
    try:
        found.get(timeout=1.2)
    except Empty:
        return True
    return False


def test_files_are_read_as_they_come_and_a_restart_reads_only_what_is_new(
    folder: Path, tools: Tools, watching: Watch
) -> None:
    (folder / "a.txt").write_text(STORY.format("Suwon"))
    found = watching()
    assert done(found) == ["a.txt"]
    (folder / "deep").mkdir()
    (folder / "deep" / "b.txt").write_text(STORY.format("Ulsan"))
    assert done(found) == ["b.txt"]
    assert nothing(found)
    (folder / "c.txt").write_text(STORY.format("Busan"))
    assert done(found) == ["c.txt"]
    again = watching()
    read = again.get(timeout=90)
    assert read.summary is not None
    assert (read.summary.done, read.summary.unchanged) == (0, 3)
    with open_store(tools.settings) as store:
        assert {item.partner.name for item in store.partnerships()} == {"Suwon", "Ulsan", "Busan"}


def test_a_database_that_cannot_be_used_is_tried_again(folder: Path, tools: Tools, watching: Watch) -> None:
    blocked = Path(tools.settings.database.removeprefix("sqlite:///"))
    blocked.write_text("no database" * 100)
    (folder / "a.txt").write_text(STORY.format("Suwon"))
    found = watching()
    read = found.get(timeout=90)
    assert read.problem is not None
    assert "not an SQLite database" in read.problem
    blocked.unlink()
    while read.problem is not None:
        read = found.get(timeout=90)
    assert read.summary is not None
    assert read.summary.done == 1


def test_a_file_that_still_grows_waits() -> None:
    now = [0.0]
    pending = _Pending(2.0, lambda: now[0])
    path = Path("a.pdf")
    pending.look({path: (10, 1)}, {})
    now[0] = 1.9
    assert pending.take() == {}
    pending.look({path: (20, 2)}, {})
    now[0] = 3.0
    pending.look({path: (20, 2)}, {})
    assert pending.take() == {}
    now[0] = 4.0
    assert pending.take() == {path: (20, 2)}
    pending.look({path: (20, 2)}, {path: (20, 2)})
    now[0] = 9.0
    assert pending.take() == {}
    pending.look({path: (21, 3)}, {path: (20, 2)})
    now[0] = 12.0
    assert pending.take() == {path: (21, 3)}


def test_a_folder_that_is_none(tmp_path: Path, tools: Tools) -> None:
    with pytest.raises(SettingsError, match="is no folder"):
        next(watch(tmp_path / "none", tools))
