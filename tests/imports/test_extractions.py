"""Claims of another extractor in the contract's form: kept beside our own, whatever is read anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import VERSIONS, make_document, make_extraction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_miner.dataset import import_extractions, imported_anew
from mou_miner.exports.contract import dumps, extraction_json
from mou_miner.records import Extraction, Outcome
from mou_miner.service import Tools, open_store

SUWON = "kemendagri:32.73--geonames:1835553"


def line_of(extraction: Extraction | None = None, *, with_text: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dumps(extraction_json(extraction or make_extraction(), with_text=with_text)))
    return found


def write(path: Path, *lines: object) -> Path:
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("with_text", [True, False])
def test_what_extract_prints_comes_in_again(tmp_path: Path, tools: Tools, with_text: bool) -> None:
    own = make_extraction()
    path = write(tmp_path / "other.jsonl", line_of(own, with_text=with_text))
    summary = import_extractions(path, tools)
    assert (summary.taken, summary.rejected) == (1, [])
    with open_store(tools.settings) as store:
        [found] = store.partnerships()
        claims = store.claims()
        [document] = store.documents()
        texts = {span.text for span in store.claim_spans()}
    assert (found.partnership_id, found.stage, found.form) == (SUWON, "implemented", "sister_city")
    assert [item.code for item in found.scopes] == ["tourism", "education"]
    assert found.instruments[0].instrument.signatories[0].name == "Wahyu Hamijaya"
    assert found.activities[0].date == "2012"
    assert {(claim.origin.kind, claim.origin.name) for claim in claims} == {("import", "other")}
    assert {"25 Agustus 1997", "pendidikan", "Wahyu Hamijaya"} <= texts
    assert bool(document.warnings) is not with_text


def test_what_goes_out_comes_back_the_same(tmp_path: Path, tools: Tools) -> None:
    first = line_of()
    import_extractions(write(tmp_path / "a.jsonl", first), tools)
    with open_store(tools.settings) as store:
        [extraction] = list(store.extractions())
    again = line_of(extraction)
    for item in (first, again):
        # Who read the file, and how many pages it had, is not what the importing program knows of it.
        item["document"] |= {"reader": None, "pages": None}
    assert again["document"] == first["document"]
    [mine], [theirs] = again["partnerships"], first["partnerships"]
    for key in ("form", "stage", "scopes", "activities", "spans", "confidence"):
        assert [_plain(mine[key])] == [_plain(theirs[key])], key
    papers = zip(again["partnerships"][0]["instruments"], first["partnerships"][0]["instruments"], strict=True)
    for mine, theirs in papers:
        for key in ("kind", "title", "number", "date_signed", "place_signed", "languages", "signatories"):
            assert _plain(mine[key]) == _plain(theirs[key]), key


def _plain(value: Any) -> Any:
    """Return the value without boxes: a text without pages has none."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in {"boxes", "page"}}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def change(path: str, value: Any) -> dict[str, Any]:
    line = line_of()
    at: Any = line
    *way, last = path.split(".")
    for key in way:
        at = at[int(key)] if key.isdigit() else at[key]
    if value is ...:
        del at[last]
    else:
        at[int(last) if last.isdigit() else last] = value
    return line


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{", "is not JSON", id="no-json"),
        pytest.param("[1]", "no JSON object", id="no-object"),
        pytest.param(change("schema_version", "2"), "schema_version is '2'", id="newer-schema"),
        pytest.param(change("document.doc_id", "abc"), "'document.doc_id' is no sha256", id="doc-id"),
        pytest.param(change("document.kind", "poem"), "'document.kind' is 'poem'; known are", id="kind"),
        pytest.param(change("document.date_published", "2024-02-30"), "'document.date_published': .*no date", id="impossible-date"),
        pytest.param(change("partnerships", {}), "'partnerships' is of the wrong type", id="wrong-type"),
        pytest.param(change("partnerships.0.stage", "happy"), r"'partnerships\[0\].stage': 'happy' is no stage", id="stage"),
        pytest.param(change("partnerships.0.partner.name", ...), r"'partnerships\[0\].partner.name': Field required", id="no-name"),
        pytest.param(change("partnerships.0.partner.level", "galaxy"), r"partnerships\[0\].partner.level", id="level"),
        pytest.param(change("partnerships.0.indonesian_party.country", "KR"), "must be 'ID'", id="sides-swapped"),
        pytest.param(change("partnerships.0.scopes.1.code", "magic"), r"'partnerships\[0\].scopes\[1\].code' is 'magic'", id="scope"),
        pytest.param(change("partnerships.0.activities.0.assertion", "maybe"), r"activities\[0\].assertion' is 'maybe'", id="assertion"),
        pytest.param(change("partnerships.0.activities.0.span", ...), r"activities\[0\].span' is missing", id="no-span"),
        pytest.param(change("partnerships.0.activities.0.span.text", "xyz not in it"), "does not say 'xyz not in it'", id="words"),
        pytest.param(change("partnerships.0.scopes.0.span.start", -1), "runs from -1", id="offset"),
        pytest.param(change("partnerships.0.instruments.0.date_signed", "1997-13-01"), r"instruments\[0\].date_signed': .* no date", id="date"),
        pytest.param(change("partnerships.0.instruments.0.valid_years", "five"), r"valid_years' is of the wrong type", id="number"),
        pytest.param(change("partnerships.0.confidence", 7), r"confidence' is 7 and must be from 0 to 1", id="confidence"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_with_its_field_and_the_rest_goes_in(
    tmp_path: Path, tools: Tools, line: object, message: str
) -> None:
    import re

    path = write(tmp_path / "other.jsonl", line, line_of())
    summary = import_extractions(path, tools)
    [told] = summary.rejected
    assert told.startswith(f"{path}, line 1: ")
    assert re.search(message, told)
    assert summary.taken == 1
    assert summary.rejects == tmp_path / "other.rejects.jsonl"
    assert summary.rejects.read_bytes() == path.read_bytes().split(b"\n")[0] + b"\n"


def test_unknown_fields_are_let_through(tmp_path: Path, tools: Tools) -> None:
    line = line_of() | {"regional_profile": [], "extra": {"a": 1}}
    line["partnerships"][0]["mood"] = "good"
    assert import_extractions(write(tmp_path / "a.jsonl", line), tools).taken == 1


def test_imports_stand_beside_the_machines_claims_and_are_never_replaced(tmp_path: Path, tools: Tools) -> None:
    document = make_document()
    theirs = make_extraction(document)
    import_extractions(write(tmp_path / "other.jsonl", line_of(theirs)), tools)
    ours = make_extraction(document, claims=theirs.claims[:1], scopes=(), activities=(), instruments=())
    with open_store(tools.settings) as store:
        imported = store.imported_claims(document.doc_id)
        for version in ("r1", "r2"):
            run = store.start_run(VERSIONS.model_copy(update={"rules": version}), "2026-01-01T00:00:00+00:00")
            outcome = Outcome(source=document.source, status="done", doc_id=document.doc_id)
            store.save(ours, outcome, run, imported=imported_anew(store, ours))
        assert store.imported_claims(document.doc_id) == imported
        kinds = [claim.origin.kind for claim in store.claims()]
        assert (kinds.count("rule"), kinds.count("import")) == (1, len(imported))
        extraction = store.extraction(document.doc_id)
        assert extraction is not None
        assert len(extraction.partnerships) == 2


def test_imported_words_are_found_again_in_a_text_that_was_read_otherwise(tmp_path: Path, tools: Tools) -> None:
    document = make_document()
    import_extractions(write(tmp_path / "other.jsonl", line_of(make_extraction(document))), tools)
    text = "Kepala surat\n" + document.text.replace("pendidikan", "kesehatan")
    other = make_document(text).model_copy(update={"doc_id": document.doc_id})
    read = make_extraction(document, claims=()).model_copy(update={"document": other, "claims": (), "partnerships": ()})
    with open_store(tools.settings) as store:
        run = store.start_run(VERSIONS, "2026-01-01T00:00:00+00:00")
        store.save(
            read, Outcome(source="x", status="done", doc_id=document.doc_id), run, imported=imported_anew(store, read)
        )
        kept = store.imported_claims(document.doc_id)
        extraction = store.extraction(document.doc_id)
    placed = {claim.value: quotes for claim, quotes in kept}
    assert placed["tourism"] == ("pariwisata",)
    assert placed["education"] == ()
    assert all(
        text[span.start : span.end] == quote
        for claim, quotes in kept
        for span, quote in zip(claim.spans, quotes, strict=True)
    )
    assert extraction is not None
    assert [scope.code for scope in extraction.partnerships[0].scopes] == ["tourism"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PLACES = st.sampled_from(
    ["schema_version", "document", "document.text", "document.source", "document.language", "partnerships", "partnerships.0",
     "partnerships.0.partner", "partnerships.0.partner.country", "partnerships.0.partner.geonames_id", "partnerships.0.spans",
     "partnerships.0.scopes", "partnerships.0.scopes.0.span", "partnerships.0.instruments.0", "partnerships.0.instruments.0.signatories",
     "partnerships.0.instruments.0.languages", "partnerships.0.activities.0.date", "partnerships.0.evidence"]
)  # fmt: skip


@given(PLACES, JSON)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
def test_whatever_stands_in_a_field_is_taken_or_named(tmp_path: Path, place: str, value: object) -> None:
    from mou_miner.imports.extractions import read_extractions

    [line] = read_extractions(write(tmp_path / "x.jsonl", change(place, value)), "x", "1", lambda doc_id: None)
    assert (line.extraction is None) != (line.problem is None)
