"""Names beside offices and in datelines, put right by rule."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from mou_miner.mentions.ner import TOKENIZER, KnownNames
from mou_miner.mentions.ner_rules import apply_rules


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    known = nlp.add_pipe("known_names")
    assert isinstance(known, KnownNames)
    known.places = {"siak": "I", "bali": "I", "denpasar": "I", "mamuju utara": "I", "lampung": "I"}
    known.persons = {"arwin": "f", "anwari": "f"}
    return nlp


def named(nlp: Language, marked: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    doc = nlp(text)
    doc.ents = [
        span
        for words, label in marked
        if (span := doc.char_span(text.index(words), text.index(words) + len(words), label=label))
    ]
    assert len(doc.ents) == len(marked)
    return [(ent.text, ent.label_) for ent in apply_rules(doc).ents]


@pytest.mark.parametrize(
    ("text", "found", "wanted"),
    [
        pytest.param(
            "Bupati Siak Syamsuar Arwin pulang", [("Siak Syamsuar Arwin", "LOC")],
            [("Siak", "LOC"), ("Syamsuar Arwin", "PER")], id="place-and-holder",
        ),
        pytest.param(
            "Wali Kota Samanhudi Anwari pulang", [("Samanhudi Anwari", "LOC")],
            [("Samanhudi Anwari", "PER")], id="holder-taken-for-the-place",
        ),
        pytest.param(
            "Bupati Mamuju Utara pulang", [("Mamuju Utara", "LOC")], [("Mamuju Utara", "LOC")], id="place-of-two-words",
        ),
        pytest.param("Wali Kota Hwaseong pulang", [("Hwaseong", "LOC")], [("Hwaseong", "LOC")], id="unlisted-place"),
        pytest.param("di Siak Syamsuar Arwin", [("Siak Syamsuar Arwin", "LOC")],
                     [("Siak Syamsuar Arwin", "LOC")], id="no-office"),
        pytest.param("kata Dr. Budi Arwin", [("Dr. Budi Arwin", "PER")], [("Budi Arwin", "PER")], id="title"),
        pytest.param("DENPASAR, NUSA BALI - Tamu", [("DENPASAR", "LOC"), ("NUSA BALI", "LOC")],
                     [("DENPASAR", "LOC"), ("NUSA BALI", "ORG")], id="paper-behind-a-comma"),
        pytest.param("Denpasar (KN) - Tamu", [("Denpasar", "LOC")], [("Denpasar", "LOC"), ("KN", "ORG")], id="paper-in-brackets"),
        pytest.param("DENPASAR, BALI - Tamu", [("DENPASAR", "LOC"), ("BALI", "LOC")],
                     [("DENPASAR", "LOC"), ("BALI", "LOC")], id="a-place-is-no-paper"),
        pytest.param("Bali | Lampung | Siak", [("Bali", "LOC"), ("Lampung", "LOC"), ("Siak", "LOC")],
                     [("Bali", "LOC"), ("Lampung", "LOC"), ("Siak", "LOC")], id="a-table-is-no-dateline"),
        pytest.param("tidak ada nama", [], [], id="nothing"),
    ],
)  # fmt: skip
def test_names_are_put_right(
    nlp: Language, text: str, found: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    assert named(nlp, found, text) == wanted
