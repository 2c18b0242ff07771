"""What goes out to other annotation tools comes back the same, on any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import KEY, make_claim, make_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_miner.exports.annotation import brat, conll, docbin, doccano, label_studio, xmi
from mou_miner.exports.annotation.marks import (
    Mark,
    Marked,
    Units,
    claims_of,
    label_of,
    labels,
    mark_document,
    parse_label,
)
from mou_miner.imports.annotation import conll as from_conll
from mou_miner.imports.annotation import docbin as from_docbin
from mou_miner.imports.annotation import doccano as from_doccano
from mou_miner.imports.annotation import label_studio as from_label_studio
from mou_miner.imports.annotation import xmi as from_xmi
from mou_miner.records import Claim, Document, Origin, Span

WORDS = [
    "kota",
    "Bandung",
    "e\u0301dukasi",
    "🇮🇩",
    "👩‍🏫",
    "नि",
    "Đà",
    "pariwisata",
    "2012",
    "(MoU)",
    "\u202eabc",
    "𝔄lberta",
    "한국",
]
TEXTS = st.lists(st.sampled_from([*WORDS, "\n", " ", "  "]), min_size=1, max_size=30).map(" ".join)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, list[Claim]]:
    """Texts with marks anywhere, on half words, over line breaks and over each other."""
    text = draw(TEXTS)
    claims = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        field, value = draw(
            st.sampled_from(
                [
                    ("scope", "education"),
                    ("activity", "exchange"),
                    ("title", "Émile 🎓"),
                    ("copies", 2),
                    ("renewable", True),
                    ("valid_years", 2.5),
                ]
            )
        )
        claims.append(
            Claim(
                doc_id="", field=field, value=value, on=KEY, spans=(Span(start, end),),
                origin=Origin(kind="rule", name="r", version="1"), confidence=0.5,
                assertion=draw(st.sampled_from(["done", "planned"])) if field == "activity" else None,
                details=draw(st.sampled_from([{}, {"date": "2012"}])),
            )
        )  # fmt: skip
    document = make_document(text, printed=False)
    return document, [claim.model_copy(update={"doc_id": document.doc_id}) for claim in claims]


def as_set(marked: Marked) -> list[str]:
    return sorted(json.dumps(mark, ensure_ascii=False) for mark in marked.marks)


@FEW
@given(made=documents())
def test_marks_are_claims_again(made: tuple[Document, list[Claim]]) -> None:
    document, claims = made
    assert claims_of(mark_document(document, claims)) == claims


@FEW
@given(made=documents())
def test_label_studio(made: tuple[Document, list[Claim]], tmp_path: Path) -> None:
    document, claims = made
    marked = mark_document(document, claims)
    tasks, _ = label_studio.write([(marked, document)], tmp_path)
    [back] = from_label_studio.read_predictions(tasks)
    assert back == marked
    assert claims_of(back) == claims


@FEW
@given(made=documents())
def test_label_studio_offsets_are_those_of_javascript(made: tuple[Document, list[Claim]], tmp_path: Path) -> None:
    document, claims = made
    tasks, _ = label_studio.write([(mark_document(document, claims), None)], tmp_path)
    wide = document.text.encode("utf-16-le")
    for region in json.loads(tasks.read_text(encoding="utf-8"))[0]["predictions"][0]["result"]:
        value = region["value"]
        assert wide[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]


@FEW
@given(made=documents())
def test_doccano(made: tuple[Document, list[Claim]], tmp_path: Path) -> None:
    document, claims = made
    marked = mark_document(document, claims)
    doccano.write([marked], tmp_path / "doccano.jsonl")
    [back] = from_doccano.read(tmp_path / "doccano.jsonl")
    assert back.sent == marked.marks
    assert back.model_copy(update={"sent": None}) == marked
    assert claims_of(back) == claims


@FEW
@given(made=documents())
def test_docbin(made: tuple[Document, list[Claim]], tmp_path: Path) -> None:
    document, claims = made
    marked = mark_document(document, claims)
    lost = docbin.write([marked], tmp_path / "claims.spacy")
    [back] = from_docbin.read(tmp_path / "claims.spacy")
    assert back.text == marked.text
    gone = sum("no word there" in item.what for item in lost)
    assert len(as_set(back)) == len(as_set(marked)) - gone
    assert set(as_set(back)) <= set(as_set(marked))


@FEW
@given(made=documents())
def test_xmi(made: tuple[Document, list[Claim]], tmp_path: Path) -> None:
    document, claims = made
    marked = mark_document(document, claims)
    (_, path), lost = xmi.write([marked], tmp_path)
    back = from_xmi.read(path)
    assert lost == []
    assert back.text == marked.text
    assert as_set(back) == as_set(marked)
    assert (back.doc_id, back.source, back.language) == (marked.doc_id, marked.source, marked.language)


@FEW
@given(made=documents())
def test_conll_keeps_what_stands_on_whole_words(made: tuple[Document, list[Claim]], tmp_path: Path) -> None:
    document, claims = made
    marked = mark_document(document, claims)
    lost = conll.write([marked], tmp_path / "claims.conllup")
    [back] = from_conll.read(tmp_path / "claims.conllup")
    assert back.text == marked.text
    came = {(mark.start, mark.end, mark.label, mark.claim, mark.value, mark.on) for mark in back.marks}
    told = {(mark.start, mark.end, mark.label, mark.claim, mark.value, mark.on) for mark in marked.marks}
    # What did not come back as it went was said: never more is lost than told.
    assert len(told - came) <= sum("its details" not in item.what for item in lost)
    assert came - told == {item for item in came - told if item[3] is not None}


@FEW
@given(text=TEXTS)
def test_utf16_offsets_go_and_come_back(text: str) -> None:
    units = Units(text)
    for place in range(len(text) + 1):
        assert units.out(place) == len(text[:place].encode("utf-16-le")) // 2
        assert units.back(units.out(place)) == place


def test_every_label_is_understood() -> None:
    assert len(labels()) == len(set(labels()))
    for label in labels():
        parsed = parse_label(label)
        assert parsed is not None
        field, code, assertion = parsed
        assert label == ":".join(filter(None, [field, code, assertion]))


@pytest.mark.parametrize("label", ["", "scope", "scope:nothing", "hotel", "activity:exchange:perhaps", "title:x"])
def test_other_labels_are_not(label: str) -> None:
    assert parse_label(label) is None


def test_boxes_are_in_percent_of_their_page() -> None:
    document = make_document()
    claim = make_claim(document, "scope", "education", "pendidikan")
    result = label_studio.task(mark_document(document, [claim]), document)["predictions"][0]["result"]
    [box] = [region for region in result if region["type"] == "rectanglelabels"]
    word = next(word for word in document.words if word.start <= claim.spans[0].start < word.end)
    assert box["value"]["x"] == pytest.approx(100 * word.box.x0 / 595, abs=0.01)
    assert box["value"]["width"] == pytest.approx(100 * (word.box.x1 - word.box.x0) / 595, abs=0.01)
    assert box["parentID"] == result[0]["id"]


def test_brat_holds_the_words_at_their_offsets(tmp_path: Path) -> None:
    document = make_document("Kerja sama\npendidikan 🎓 guru", printed=False)
    claim = make_claim(document, "scope", "education", "sama\npendidikan 🎓")
    configuration, text, notes = brat.write([mark_document(document, [claim])], tmp_path)
    assert "scope-education" in configuration.read_text(encoding="utf-8").splitlines()
    content = text.read_text(encoding="utf-8")
    line = notes.read_text(encoding="utf-8").splitlines()[0]
    _, places, words = line.split("\t")
    pieces = [tuple(map(int, piece.split())) for piece in places.split(" ", 1)[1].split(";")]
    assert " ".join(content[start:end] for start, end in pieces) == words == "sama pendidikan 🎓"


def test_a_label_names_value_and_assertion() -> None:
    document = make_document()
    claim = make_claim(document, "activity", "exchange", "Pertukaran pelajar", assertion="planned")
    assert label_of(claim) == "activity:exchange:planned"
    assert isinstance(mark_document(document, [claim]).marks[0], Mark)
