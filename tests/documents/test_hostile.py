"""Hostile and damaged files: each ends with an outcome that makes sense, alone, and within its limits."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.hostile import damage, pdfstructure
from benchmarks.hostile.case import SENTENCES
from benchmarks.hostile.damage import CHANGES, sound_files
from benchmarks.hostile.packedfiles import STORY, archive
from benchmarks.hostile.pdfwriter import bomb, many_pages, one_page, stream, text, typeset
from benchmarks.hostile.running import Limits, all_cases, build, run
from mou_miner.documents import read_each
from mou_miner.documents.isolation import read_files
from mou_miner.documents.legible import is_garbled
from mou_miner.documents.pdfdocument import listed
from mou_miner.documents.workers import At, Failure, Send, pieces_apart
from mou_miner.documents.workers import Limits as WorkerLimits
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

SOUND = sound_files()
SENSIBLE = frozenset(
    {"encrypted", "broken", "out_of_memory", "too_large", "unsupported", "no_text", "partial", "empty"}
)
QUICK = ReaderSettings(ocr="off", seconds=20, cpu_seconds=20)


def outcomes(data: bytes, name: str, reader: ReaderSettings = QUICK) -> list[str]:
    """Return what came of each document in the bytes."""
    items = list(read_each(data, name, reader))
    assert items
    for item in items:
        if isinstance(item, ReadError):
            assert item.cause
            assert item.remedy
            assert item.code in SENSIBLE, f"{item.code}: {item.cause}"
        else:
            assert all(item.text[word.start : word.end].strip() for word in item.words)
    return [item.code if isinstance(item, ReadError) else "done" for item in items]


# ---------------------------------------------------------------------------------------------- any damage


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(SOUND)),
    steps=st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(1, 60)), min_size=1, max_size=3),
    seed=st.integers(0, 2**32),
    cut=st.floats(0.05, 1),
)
def test_any_damage_ends_with_a_sensible_outcome(
    name: str, steps: list[tuple[str, int]], seed: int, cut: float
) -> None:
    data, random = SOUND[name], Random(seed)
    for how, count in steps:
        data = CHANGES[how](data, count, random)
    outcomes(data[: max(1, int(len(data) * cut))], name)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([
    b"<div>", b"</p>", b"<table><tr><td>", b"<!--", b"-->", b"<script>", b"kota kembar ", b"&#xD800;", b"\0", b"\xff\xfe",
    b'<meta charset="hex">', b"<p>Nota kesepahaman", b"<b", b"=", b'"', b"\xc3", b"<svg>", b"</html>", b"<title>",
]), min_size=1, max_size=60))  # fmt: skip
def test_any_web_page_ends_with_a_sensible_outcome(pieces: list[bytes]) -> None:
    outcomes(b"<html>" + b"".join(pieces), "a.html")


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([
    b"/Kids[2 0 R]", b"/Count -1", b"/MediaBox[0 0 1e9 1e9]", b"/Rotate 77", b"/Contents 3 0 R", b"/Resources 4 0 R",
    b"/Parent 3 0 R", b"/UserUnit 9e9", b"/Type/Pages", b"/Annots[3 0 R]", b"/CropBox[9 9 9 9]", b"/Group 3 0 R",
]), min_size=1, max_size=5), st.sampled_from([b"q ", b"BT ", b"/X Do ", b"(a) Tj ", b"[ ", b"<< ", b"1e99 0 0 1 0 0 cm "]),
    st.integers(1, 300))  # fmt: skip
def test_any_page_ends_with_a_sensible_outcome(entries: list[bytes], operator: bytes, times: int) -> None:
    outcomes(one_page(stream(operator * times + text()), page=b"".join(entries)), "a.pdf")


# ---------------------------------------------------------------------------------------------- workers


def kill_at(item: str, send: Send) -> None:
    """Send the letters of a word as pieces; an X kills the worker, a digit before the word tells where to begin."""
    skip, word = int(item[0]), item[1:]
    for number, letter in enumerate(word, 1):
        if number <= skip:
            continue
        send(At(number, letter))
        if letter == "X":
            os.kill(os.getpid(), signal.SIGKILL)
        send(letter)


def test_work_goes_on_behind_the_piece_that_killed_its_worker() -> None:
    limits = WorkerLimits(20, 20, 500_000_000)
    words = ["0abXcX", "0fg", "0h"]
    found = list(pieces_apart(
        kill_at, words, limits=limits, workers=2,
        resume=lambda item, at, pieces: f"{at.number}{item[1:]}" if at.source else None))  # fmt: skip
    shown = ["".join("!" if isinstance(piece, Failure) else piece for piece in item.pieces) for item in found]
    assert shown == ["ab!c!", "fg", "h"]


def test_a_document_that_eats_memory_fails_alone_in_its_archive(tmp_path: Path) -> None:
    heavy = one_page(stream(bomb(900), b"/Filter/FlateDecode"))
    path = tmp_path / "arsip.zip"
    path.write_bytes(archive({"a.txt": STORY, "b.pdf": heavy, "c.txt": STORY + b" Lagi.", "d.pdf": typeset(1)}))
    after = tmp_path / "after.txt"
    after.write_bytes(STORY)
    first, second = read_files([path, after], QUICK.model_copy(update={"memory": 400_000_000}), workers=1)
    assert [document.source.rpartition("!")[2] for document in first.documents] == ["a.txt", "c.txt", "d.pdf"]
    assert [(error.source.rpartition("!")[2], error.code) for error in first.errors] == [("b.pdf", "out_of_memory")]
    assert len(second.documents) == 1


@pytest.mark.slow
def test_a_document_that_takes_too_long_is_ended_by_the_clock_or_by_computing(tmp_path: Path) -> None:
    path = tmp_path / "lama.pdf"
    path.write_bytes(one_page(stream(text() + b"/X Do " * 9 + b"0 0 m 9 9 l S " * 9_000_000)))
    for limits in ({"seconds": 1.0}, {"cpu_seconds": 1.0, "seconds": 60.0}):
        (reading,) = read_files([path], QUICK.model_copy(update=limits))
        assert [error.code for error in reading.errors] in (["timed_out"], ["broken"])
        assert reading.seconds < 40


# ---------------------------------------------------------------------------------------------- single cases


@pytest.mark.parametrize("builder", [damage, pdfstructure])
def test_the_same_seed_builds_the_same_files(builder: ModuleType) -> None:
    first, second = ([(case.name, hash(case.data)) for case in builder.cases(Random(5))] for _ in range(2))
    assert first == second


@pytest.mark.slow
def test_there_are_hundreds_of_files_with_names_of_their_own() -> None:
    names = [case.name for case in all_cases(1)]
    assert len(names) == len(set(names)) >= 600


def test_pages_over_the_limit_are_told() -> None:
    (document,) = read_each(many_pages(9), "a.pdf", QUICK.model_copy(update={"max_pages": 4}))
    assert isinstance(document, Document)
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5]
    assert document.warnings == ("page 5: pages 5 to 9 were not read, as the limit is max_pages",)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_printed_the_other_way_round_is_read_in_order(turn: int) -> None:
    (document,) = read_each(one_page(page=b"/MediaBox[0 0 595 842]/Rotate %d" % turn), "a.pdf", QUICK)
    assert isinstance(document, Document)
    assert document.text.startswith(SENTENCES[0])
    assert not document.ocr_pages


@pytest.mark.parametrize("head", [b"", b"\r\n" * 3000, b"HTTP/1.1 200 OK\r\n" * 90])
def test_a_pdf_without_its_head_or_behind_something_else_is_read(head: bytes) -> None:
    data = typeset(1)
    assert outcomes(head + data if head else data[9:], "a.pdf") == ["done"]


@pytest.mark.parametrize(
    "name", ["hex", "base64", "rot13", "utf-16", "cp037", "idna", "undefined", "unicode_escape", "x-none"]
)
def test_a_declared_charset_that_is_none_is_not_believed(name: str) -> None:
    page = f'<html><head><meta charset="{name}"></head><body><p>{SENTENCES[0]} Jalan café.</p></body></html>'
    (document,) = read_each(page.encode("cp1252"), "a.html", QUICK)
    assert isinstance(document, Document)
    assert document.text == f"{SENTENCES[0]} Jalan café."


def test_archives_within_an_archive_share_what_may_be_unpacked() -> None:
    inner = archive({"a.txt": STORY * 40})
    data = archive({f"{number}.zip": inner for number in range(20)})
    found = outcomes(data, "a.zip", QUICK.model_copy(update={"max_unpacked": len(STORY) * 40 * 5 + 20_000}))
    assert 1 <= found.count("done") <= 5
    assert found[-1] == "too_large"


@pytest.mark.parametrize(
    ("words", "garbled"),
    [
        pytest.param("Pemerintah Kota Bandung dan Kota Suwon sepakat bekerja sama", False, id="indonesian"),
        pytest.param("12 text1 BAB III No. 12/KSP/2015 pdf_haystack www.example.com", False, id="codes-and-names"),
        pytest.param("Администрация города подписала соглашение о сотрудничестве", False, id="cyrillic"),
        pytest.param("東京都と姉妹都市の提携を結んだ市の国際交流課", False, id="japanese"),
        pytest.param("9ROXPHV 0SVIQMTWYQ 6XPPD /,1(83 HSPSV1WMXEQIX (6&5,37,21 9$7&RGH 3FG11LI", True, id="shifted"),
        pytest.param("xkcdq wrtzzp mnbvcx lkjhgf qwrtp zxcvbn mnbvc lkjhg plmkn", True, id="unspeakable"),
        pytest.param("ԔΰΎϸЇ ϣķϙʆϢ ಱ̽ೌܽȥ Ҩǥƹୡȥဎഁ", True, id="scripts-at-random"),
        pytest.param("\uf76f\uf770\uf765\uf76e \uf76d\uf761\uf767\uf761", True, id="private-use"),
        pytest.param("\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd", True, id="replacement"),
        pytest.param("´¿¢Ã°£¢ ¿ðº˜ ´’«¢¬ Îãëàâëåíèå", True, id="other-code-page"),
    ],
)
def test_garbled_text_layers_are_told_from_writing(words: str, garbled: bool) -> None:
    assert is_garbled(words.split()) is garbled


def test_numbers_are_listed_as_people_write_them() -> None:
    assert listed([1, 2, 3, 5, 7, 8]) == "1-3, 5, 7-8"


# ---------------------------------------------------------------------------------------------- all kinds


@pytest.mark.slow
def test_a_sample_of_every_kind_keeps_to_its_limits(tmp_path: Path) -> None:
    cases = build(tmp_path, 7, of_each=2)
    endings = list(run(cases, Limits(seconds=15, memory=700, workers=2, ocr="off")))
    assert len(endings) == len(cases) > 40
    assert [f"{ending.name}: {ending.breach}" for ending in endings if ending.breach] == []


@pytest.mark.slow
def test_a_run_over_a_sample_leaves_every_file_with_an_outcome(tmp_path: Path) -> None:
    from mou_miner.service import Tools, open_store
    from mou_miner.service import run as run_all
    from mou_miner.settings import Settings

    cases = build(tmp_path / "files", 11, ["truncated", "no pages", "encrypted", "zip", "garbled"], of_each=4)
    reader = QUICK.model_copy(update={"seconds": 30.0, "max_unpacked": 50_000_000})
    chosen = Settings(
        database=f"sqlite:///{tmp_path / 'a.sqlite'}", corrections=tmp_path / "none", workers=2, reader=reader
    )
    run_all([case.path for case in cases], Tools(chosen))
    with open_store(chosen, read_only=True) as store:
        told = {outcome.source.split("!")[0] for outcome in store.unread()}
        told |= {document.source.split("!")[0] for document in store.documents()}
    assert {str(case.path) for case in cases} <= told
