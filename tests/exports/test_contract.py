"""What `extract` prints is what the public schema says."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from builders import SUWON, TEXT, make_document, make_extraction, make_partnership, span_of
from jsonschema import Draft202012Validator

from mou_miner.exports.contract import dumps, extraction_json
from mou_miner.records import Box, Extraction, Instrument, Party, Signatory, Word


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(resources.files("mou_miner").joinpath("extraction.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def bare_extraction() -> Extraction:
    """Return an extraction in which nothing is known that may be unknown."""
    document = make_document(printed=False, title=None, date_published=None, media_type="text/plain")
    partnership = make_partnership(document)
    nowhere = Party(name="Xanadu", country=None, level="other", as_written="Xanadu")
    changes: dict[str, Any] = {
        "partner": nowhere,
        "form": None,
        "stage": None,
        "instruments": (Instrument(kind="mou", signatories=(Signatory(name="A", side="partner"),)),),
        "scopes": tuple(scope.model_copy(update={"confidence": None}) for scope in partnership.scopes),
        "activities": (partnership.activities[0].model_copy(update={"scope": None, "date": None, "confidence": None}),),
    }
    return Extraction(document=document, claims=(), partnerships=(partnership.model_copy(update=changes),))


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize(
    "extraction",
    [
        pytest.param(make_extraction(), id="everything-known"),
        pytest.param(bare_extraction(), id="nothing-known"),
        pytest.param(Extraction(document=make_document("Rapat."), claims=(), partnerships=()), id="no-partnership"),
        pytest.param(Extraction(document=make_document(""), claims=(), partnerships=()), id="no-text"),
    ],
)
def test_valid_against_the_public_schema(
    extraction: Extraction, with_text: bool, validator: Draft202012Validator
) -> None:
    assert list(validator.iter_errors(json.loads(dumps(extraction_json(extraction, with_text=with_text))))) == []


def test_the_text_is_there_when_asked_for() -> None:
    assert extraction_json(make_extraction(), with_text=True)["document"]["text"] == TEXT
    assert "text" not in extraction_json(make_extraction())["document"]


def test_a_span_has_words_page_and_box() -> None:
    [partnership] = extraction_json(make_extraction())["partnerships"]
    [span] = partnership["partner"]["spans"]
    assert span["text"] == TEXT[span["start"] : span["end"]] == "Kota Suwon"
    assert span["page"] == 1
    assert span["boxes"] == [[210.0, 34.0, 286.0, 44.0]]


def test_a_span_over_two_lines_has_two_boxes() -> None:
    document = make_document()
    extraction = make_extraction(document, spans=(span_of(TEXT, "di Bandung.\nKerja sama"),))
    [span] = extraction_json(extraction)["partnerships"][0]["spans"]
    assert [box[1] for box in span["boxes"]] == [34.0, 48.0]


def test_a_span_over_two_pages_has_the_boxes_of_the_first() -> None:
    words = (Word(0, 4, Box(1, 50, 800, 80, 810)), Word(5, 10, Box(2, 50, 20, 80, 30)))
    document = make_document("Kota Suwon", words=words)
    extraction = Extraction(document=document, claims=(), partnerships=())
    partnership = make_partnership(make_document()).model_copy(
        update={
            "indonesian_party": SUWON, "partner": SUWON, "instruments": (), "scopes": (), "activities": (),
            "evidence": (), "spans": (span_of("Kota Suwon", "Kota Suwon"),),
        }
    )  # fmt: skip
    [written] = extraction_json(extraction.model_copy(update={"partnerships": (partnership,)}))["partnerships"]
    assert (written["spans"][0]["page"], written["spans"][0]["boxes"]) == (1, [[50.0, 800.0, 80.0, 810.0]])


def test_offsets_count_code_points() -> None:
    document = make_document("𝐍𝐎𝐓𝐀 – " + TEXT)
    [partnership] = extraction_json(make_extraction(document))["partnerships"]
    assert partnership["partner"]["spans"][0]["text"] == "Kota Suwon"


def test_the_same_extraction_gives_the_same_bytes_unescaped() -> None:
    document = make_document(TEXT, title="Nota – Česká")
    first, second = (dumps(extraction_json(make_extraction(document))) for _ in range(2))
    assert first == second
    assert "Nota – Česká" in first
    assert "\n" not in first


def test_one_document_is_one_line_for_every_reader() -> None:
    line = dumps({"text": "a\u2028b\x85c\nd"})
    assert line.splitlines() == [line]
    assert json.loads(line) == {"text": "a\u2028b\x85c\nd"}
