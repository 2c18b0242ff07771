"""Files of corrections: good lines go in, each bad one is told with its number and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import KEY, make_claims, make_correction, make_document
from hypothesis import given
from hypothesis import strategies as st

from mou_miner.corrections import apply_corrections
from mou_miner.errors import ImportFileError
from mou_miner.exports.corrections import write_corrections
from mou_miner.imports.corrections import load_correction_files, read_corrections
from mou_miner.records import Correction

DOCUMENT = make_document()
LINE: dict[str, Any] = {
    "doc_id": DOCUMENT.doc_id, "field": "scope", "value": "education", "on": KEY, "verdict": "reject",
    "quote": "pendidikan", "annotator": "rina", "at": "2026-03-01T09:00:00+07:00",
}  # fmt: skip


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in LINE.items() if key != name}


def test_a_line_is_a_correction(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {**LINE, "note": "kantor", "assertion": "done", "details": {"a": 1}})
    expected = make_correction(
        DOCUMENT, "scope", "education", "reject", "pendidikan", note="kantor", assertion="done", details={"a": 1}
    )
    assert read_corrections(path) == ([expected], [])


def test_a_source_in_place_of_an_id(tmp_path: Path) -> None:
    [correction], _ = read_corrections(write(tmp_path / "a.jsonl", {**without("doc_id"), "source": "corpus/a.pdf"}))
    assert (correction.doc_id, correction.source) == ("", "corpus/a.pdf")


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        pytest.param("{", "is not JSON", id="broken"),
        pytest.param("[1]", "is not a JSON object", id="a-list"),
        pytest.param(without("quote"), "'quote' is missing", id="no-quote"),
        pytest.param({**LINE, "quote": ""}, "'quote' is missing", id="empty-quote"),
        pytest.param(without("doc_id"), "'doc_id' or 'source' is missing", id="no-document"),
        pytest.param({**LINE, "scop": 1}, "'scop' is no field of a correction", id="misspelt-name"),
        pytest.param({**LINE, "field": "scop"}, "'scop' is no field; known are partnership", id="misspelt-field"),
        pytest.param({**LINE, "verdict": "delete"}, "'delete' is no verdict", id="verdict"),
        pytest.param({**LINE, "verdict": ["x"]}, "is no verdict", id="verdict-is-a-list"),
        pytest.param({**LINE, "value": "schools"}, "'schools' is no scope; known are economy_trade", id="scope"),
        pytest.param({**LINE, "assertion": "maybe"}, "'maybe' is no assertion", id="assertion"),
        pytest.param({**LINE, "quote": 5}, "'quote' is no text", id="quote-is-a-number"),
        pytest.param({**LINE, "details": [1]}, "'details' is no object", id="details"),
        pytest.param({**LINE, "at": "yesterday"}, "'at' is no time", id="time"),
        pytest.param({**LINE, "new_value": "health"}, "'new_value' goes with the verdict 'change'", id="new-value"),
        pytest.param({**LINE, "verdict": "change"}, "'new_value' goes with", id="change-without-new-value"),
        pytest.param({**LINE, "verdict": "change", "new_value": "x"}, "'x' is no scope", id="change-to-nonsense"),
        pytest.param({**LINE, "field": "date_signed", "value": "2012-02-30"}, "is no date", id="no-such-day"),
        pytest.param({**LINE, "field": "date_signed", "value": "30-02-2012"}, "is no date", id="day-first"),
        pytest.param({**LINE, "field": "valid_years", "value": True}, "is no number", id="true-years"),
        pytest.param({**LINE, "field": "valid_years", "value": "5"}, "is no number", id="years-as-text"),
        pytest.param({**LINE, "field": "copies", "value": 1.5}, "is no whole number", id="half-a-copy"),
        pytest.param({**LINE, "field": "renewable", "value": "yes"}, "neither true nor false", id="yes"),
        pytest.param({**LINE, "field": "partnership", "value": "Suwon"}, "is no key", id="no-key"),
        pytest.param({**LINE, "field": "title", "value": " "}, "is no text", id="blank"),
    ],
)
def test_a_bad_line_is_told_and_the_others_go_in(tmp_path: Path, line: Any, cause: str) -> None:
    path = write(tmp_path / "a.jsonl", LINE, "", line, {**LINE, "value": "tourism"})
    corrections, [error] = read_corrections(path)
    assert [correction.value for correction in corrections] == ["education", "tourism"]
    assert (error.path, error.line) == (path, 3)
    assert cause in str(error)
    assert str(path) in str(error)


def test_a_line_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(LINE).encode() + b'\r\n{"quote": "Cesk\xfd"}\r\n')
    corrections, [error] = read_corrections(path)
    assert (len(corrections), error.line, "UTF-8" in error.cause) == (1, 2, True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="cannot be read"):
        read_corrections(tmp_path / "none.jsonl")


def test_a_change_becomes_a_reject_and_an_add(tmp_path: Path) -> None:
    line = {**LINE, "verdict": "change", "new_value": "health", "details": {"a": 1}}
    corrections, _ = read_corrections(write(tmp_path / "a.jsonl", line))
    assert [(item.verdict, item.value, item.details) for item in corrections] == [
        ("reject", "education", {}),
        ("add", "health", {"a": 1}),
    ]


def test_a_changed_partner_is_added_on_its_own_key(tmp_path: Path) -> None:
    new = "Kota Bandung|Ulsan|KR|city"
    line = {**LINE, "field": "partnership", "value": KEY, "verdict": "change", "new_value": new, "quote": "Kota Suwon"}
    corrections, _ = read_corrections(write(tmp_path / "a.jsonl", line))
    assert [(item.verdict, item.on) for item in corrections] == [("reject", KEY), ("add", new)]
    claims, _ = apply_corrections(make_claims(DOCUMENT), corrections, DOCUMENT)
    assert {claim.on.partition("#")[0] for claim in claims} == {new}


def test_a_change_of_the_assertion_alone(tmp_path: Path) -> None:
    line = {
        **LINE, "field": "activity", "value": "exchange", "verdict": "change", "new_value": "exchange",
        "assertion": "planned", "quote": "Pertukaran pelajar",
    }  # fmt: skip
    corrections, _ = read_corrections(write(tmp_path / "a.jsonl", line))
    claims, _ = apply_corrections(make_claims(DOCUMENT), corrections, DOCUMENT)
    assert [claim.assertion for claim in claims if claim.field == "activity"] == ["planned"]


def test_all_files_of_a_folder_are_read_in_order(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", {**LINE, "value": "tourism"}, "{")
    write(tmp_path / "a.jsonl", LINE)
    write(tmp_path / "readme.md", "{")
    corrections, errors = load_correction_files(tmp_path)
    assert [correction.value for correction in corrections] == ["education", "tourism"]
    assert [(error.path.name, error.line) for error in errors] == [("b.jsonl", 2)]


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert load_correction_files(tmp_path / "none") == ([], [])


VALUES = st.sampled_from(
    [
        ("scope", "education"), ("activity", "visit_ceremony"), ("date_signed", "2012-04"), ("valid_years", 2.5),
        ("valid_years", 5), ("copies", 2), ("renewable", False), ("renewable", True), ("partnership", KEY),
        ("title", "Nota – \u2028 Česká"),
    ]
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    field, value = draw(VALUES)
    return make_correction(
        DOCUMENT,
        field,
        value,
        draw(st.sampled_from(["accept", "reject", "add"])),
        draw(TEXTS),
        doc_id=draw(st.sampled_from(["", DOCUMENT.doc_id])),
        source="corpus/a.pdf",
        note=draw(st.none() | TEXTS),
        assertion=draw(st.sampled_from([None, "done", "not_done"])),
        details=draw(st.dictionaries(TEXTS, st.none() | st.integers() | TEXTS | st.lists(TEXTS), max_size=2)),
    )


@given(items=st.lists(corrections(), max_size=4))
def test_written_and_read_again_nothing_is_lost(
    items: list[Correction], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("corrections") / "new" / "a.jsonl"
    assert write_corrections(items, path) == len(items)
    assert read_corrections(path) == (items, [])
