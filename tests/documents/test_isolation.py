"""Workers: a file that crashes, hangs or eats memory fails alone, and the others are read in their order."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from mou_miner.documents.isolation import Failure, read_files, work_apart
from mou_miner.settings import ReaderSettings

from .paper import ID_TEXT, Paper

LIMITS = {"seconds": 3.0, "memory": 300_000_000}


def act(word: str) -> str:
    """Do what the word says: the work of the tests' workers."""
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "sleep":
        time.sleep(60)
    if word == "spin":
        while True:
            pass
    if word == "eat":
        return "x" * 3_000_000_000
    if word == "exit":
        os._exit(3)
    if word == "raise":
        raise KeyError("nothing")
    return word.upper()


def test_results_come_in_the_order_of_the_items() -> None:
    words = [f"kota-{n}" for n in range(40)]
    assert [result for _, result, _ in work_apart(act, words, workers=2, **LIMITS)] == [word.upper() for word in words]


@pytest.mark.parametrize(
    ("word", "code"),
    [("crash", "broken"), ("exit", "broken"), ("raise", "internal"), ("eat", "out_of_memory")],
)
def test_a_bad_item_fails_alone(word: str, code: str) -> None:
    results = [result for _, result, _ in work_apart(act, ["a", word, "b", word, "c"], **LIMITS)]
    assert [results[n] for n in (0, 2, 4)] == ["A", "B", "C"]
    for result in (results[1], results[3]):
        assert isinstance(result, Failure)
        assert (result.code, bool(result.cause), bool(result.remedy)) == (code, True, True)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["sleep", "spin"])
def test_an_endless_item_is_ended(word: str) -> None:
    begun = time.monotonic()
    results = [result for _, result, _ in work_apart(act, ["a", word, "b"], workers=2, **LIMITS)]
    assert (results[0], results[2]) == ("A", "B")
    assert isinstance(results[1], Failure)
    assert results[1].code == "timed_out"
    assert time.monotonic() - begun < 30


def test_closing_early_leaves_no_worker_behind() -> None:
    stream = work_apart(act, ["a", "sleep"] * 3, workers=2, **LIMITS)
    assert next(stream)[1] == "A"
    stream.close()


def test_files_are_read_apart(tmp_path: Path) -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    (tmp_path / "a.pdf").write_bytes(paper.data())
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 cut off")
    (tmp_path / "c.txt").write_text(ID_TEXT, encoding="utf-8")
    paths = [tmp_path / name for name in ("a.pdf", "b.pdf", "missing.pdf", "c.txt")]
    readings = list(read_files(paths, ReaderSettings(), workers=2))
    assert [[document.text for document in reading.documents] for reading in readings] == [[ID_TEXT], [], [], [ID_TEXT]]
    assert [[error.code for error in reading.errors] for reading in readings] == [[], ["broken"], ["unreadable"], []]
    assert all(reading.seconds > 0 for reading in readings)
