"""Names of a document, found by the model behind a finder."""

from __future__ import annotations

import pytest

from mou_miner.errors import SettingsError
from mou_miner.mentions.ner_finder import Names, open_finder
from mou_miner.records import Mention

SENTENCES = ("Wali Kota Bandung Ridwan Kamil bertemu di Konsulat Jenderal Jepang.", "Pemkot Suwon belum menjawab.")
TEXT = "\n".join(SENTENCES)


def pieces() -> list[tuple[str, int]]:
    return [(sentence, TEXT.index(sentence)) for sentence in SENTENCES]


def test_names_stand_where_they_say_in_the_document() -> None:
    names = open_finder("spacy").find(pieces())
    assert [(m.text, m.label) for m in names.mentions] == [
        ("Bandung", "PLACE"),
        ("Ridwan Kamil", "PERSON"),
        ("Konsulat Jenderal Jepang", "ORG"),
        ("Pemkot Suwon", "ORG"),
    ]
    assert all(TEXT[m.start : m.end] == m.text for m in names.mentions)


def test_a_place_inside_a_body_is_covered_by_it() -> None:
    names = open_finder("spacy").find(pieces())
    at = TEXT.index("Jepang")
    body = names.covering(at, at + len("Jepang"))
    assert body is not None
    assert (body.text, body.label) == ("Konsulat Jenderal Jepang", "ORG")
    assert names.covering(at, len(TEXT)) is None
    assert names.touching(at, at + 1) == [body]
    assert [m.text for m in names.within(0, len(SENTENCES[0]), "PERSON")] == ["Ridwan Kamil"]
    assert names.within(at, at + len("Jepang")) == []


def test_no_names_before_the_first_and_after_the_last() -> None:
    names = Names([Mention(start=5, end=9, text="Delft", label="PLACE", rule="ner")])
    assert names.covering(0, 2) is None
    assert names.touching(9, 12) == []
    assert Names().covering(0, 1) is None


def test_none_finds_nothing_and_loads_nothing() -> None:
    assert open_finder("none").find(pieces()).mentions == ()
    assert open_finder("spacy").find([("  ", 0)]).mentions == ()


def test_what_is_missing_is_said_with_the_way_out(tmp_path: object) -> None:
    with pytest.raises(SettingsError, match="none, spacy, stanza"):
        open_finder("spaci")
    with pytest.raises(SettingsError, match="mou-miner train ner"):
        open_finder("spacy", str(tmp_path)).find(pieces())
