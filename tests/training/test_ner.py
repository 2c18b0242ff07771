"""The NER's sentences, what is kept apart for its tests, and the shipped model."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from pathlib import Path

import pytest

from mou_miner.mentions.ner import find_entities, find_entities_in, load_ner, shipped_folder
from mou_miner.training.ner import Plan, training_examples
from mou_miner.training.ner_copies import damaged_copy, lower_copy, renamed_copy, upper_copy
from mou_miner.training.ner_data import (
    Example,
    OpenData,
    held_out_texts,
    read_annotations,
    read_brackets,
    relabel,
    tag_spans,
    text_key,
    to_example,
)
from mou_miner.training.ner_scores import read_as_idner, read_as_nergrit, score_own, score_sets

ROOT = Path(__file__).parents[2]
OWN = ROOT / "annotations" / "ner"
DATA = OpenData(ROOT / "models" / "data")
FLOOR = 0.75
"""F1 on annotations/ner/test.jsonl that the shipped model must reach."""


def read(split: str) -> list[Example]:
    return read_annotations(OWN / f"{split}.jsonl")


# ---------------------------------------------------------------------------------------------- our sentences


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_offsets_frame_names(split: str) -> None:
    for example in read(split):
        for name in example.names:
            words = example.text[name.start : name.end]
            assert words, example.text
            assert words == words.strip(), example.text
            assert name.label in {"PER", "ORG", "LOC"}
        assert all(a.end <= b.start for a, b in pairwise(example.names)), example.text


def test_a_document_lies_in_one_split() -> None:
    docs = {split: {example.doc for example in read(split)} for split in ("train", "dev", "test")}
    assert not docs["train"] & docs["dev"]
    assert not docs["train"] & docs["test"]
    assert not docs["dev"] & docs["test"]


def test_there_are_enough_sentences() -> None:
    sizes = {split: len(read(split)) for split in ("train", "dev", "test")}
    assert sizes["test"] >= 250
    assert sum(sizes.values()) >= 700


def test_most_test_names_are_new() -> None:
    def names(split: str) -> set[str]:
        return {e.text[n.start : n.end].lower() for e in read(split) for n in e.names}

    test = names("test")
    assert len(test & names("train")) / len(test) < 0.1


# ---------------------------------------------------------------------------------------------- no leak


@pytest.mark.slow
def test_no_training_sentence_is_a_test_sentence() -> None:
    examples = training_examples(Plan(generated=300), DATA, OWN, seed=1)
    held_out = {text_key(text) for text in held_out_texts(DATA, read("dev") + read("test"))}
    assert len(held_out) > 1500
    assert len(examples) > 4000
    assert not [e.text for e in examples if text_key(e.text) in held_out]


@pytest.mark.slow
def test_generated_sentences_name_no_place_of_the_test() -> None:
    examples = training_examples(Plan(generated=300), DATA, OWN, seed=1)
    generated = {
        e.text[n.start : n.end] for e in examples if e.source == "generated" for n in e.names if n.label == "LOC"
    }
    assert not generated & {"Ternate", "Delft", "Payakumbuh", "Tarakan", "Stavanger", "Graz", "Antwerp"}


# ---------------------------------------------------------------------------------------------- making sentences


def test_brackets() -> None:
    text, names = read_brackets("[ORG Pemkot Bima] menyurati [LOC Broome].")
    assert text == "Pemkot Bima menyurati Broome."
    assert [(text[n.start : n.end], n.label) for n in names] == [("Pemkot Bima", "ORG"), ("Broome", "LOC")]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param("Pemerintah/O Kabupaten/B-LOC Klaten/I-LOC", ["Pemerintah Kabupaten Klaten/ORG"], id="government"),
        pytest.param("Kota/O Medan/B-LOC", ["Kota Medan/LOC"], id="type-word"),
        pytest.param("Pemerintah/O Kota/O Medan/B-LOC", ["Pemerintah Kota Medan/ORG"], id="both"),
        pytest.param("Wali/O Kota/O Solo/B-LOC", ["Solo/LOC"], id="an-office-is-no-type-word"),
        pytest.param("Universitas/B-LOC Harvard/I-LOC", ["Universitas Harvard/ORG"], id="school"),
        pytest.param("di/O Medan/B-LOC", ["Medan/LOC"], id="untouched"),
    ],
)
def test_relabel(words: str, names: list[str]) -> None:
    tagged = relabel([(pair.rsplit("/", 1)[0], pair.rsplit("/", 1)[1]) for pair in words.split()])
    found = [" ".join(w for w, _ in tagged[a:b]) + f"/{label}" for a, b, label in tag_spans(tagged)]
    assert found == names


def test_a_bracketed_acronym_becomes_a_name() -> None:
    example = to_example([("Komisi", "B-ORG"), ("X", "I-ORG"), ("(KX)", "I-ORG"), ("dan", "O")], "idner")
    assert [example.text[n.start : n.end] for n in example.names] == ["Komisi X", "KX"]
    joined = read_as_idner(example.text, list(example.names))
    assert [example.text[n.start : n.end] for n in joined] == ["Komisi X (KX)"]


def test_a_government_is_read_as_its_place_for_nergrit() -> None:
    text, names = read_brackets("oleh [ORG Pemerintah Kabupaten Klaten] kemarin")
    assert [(text[n.start : n.end], n.label) for n in read_as_nergrit(text, list(names))] == [
        ("Kabupaten Klaten", "LOC")
    ]


def test_copies_keep_names_in_place() -> None:
    rng = random.Random(3)
    for example in read("dev"):
        upper, lower = upper_copy(example), lower_copy(example)
        assert upper.names == lower.names == example.names
        damaged = damaged_copy(example, rng, rate=0.2)
        for name in damaged.names:
            assert 0 <= name.start < name.end <= len(damaged.text)
        swapped = renamed_copy(example, lambda words, label: f"{label}{len(words)}")
        assert [swapped.text[n.start : n.end] for n in swapped.names] == [
            f"{n.label}{n.end - n.start}" for n in example.names
        ]


def test_scores() -> None:
    score = score_sets([({(0, 2, "LOC"), (3, 5, "PER")}, {(0, 2, "LOC"), (3, 5, "ORG")})])
    assert (score.precision, score.recall, score.f1, score.names) == (0.5, 0.5, 0.5, 2)


# ---------------------------------------------------------------------------------------------- the shipped model


def test_no_model_is_none(tmp_path: Path) -> None:
    assert load_ner(tmp_path) is None


def test_the_model_is_small_and_quick_to_load() -> None:
    folder = shipped_folder()
    assert folder is not None
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 15_000_000
    started = time.process_time()
    assert load_ner() is not None
    assert time.process_time() - started < 3


def test_the_model_finds_our_test_names() -> None:
    nlp = load_ner()
    assert nlp is not None
    assert score_own(nlp, read("test")).f1 >= FLOOR


def test_mentions_stand_where_they_say() -> None:
    nlp = load_ner()
    assert nlp is not None
    text = "Pemerintah Kota Banjarmasin dan Hobart City Council bertemu di Jakarta, kata Budi Santoso."
    document = "x" * 40 + text
    mentions = find_entities(nlp, text, start=40)
    assert mentions == next(iter(find_entities_in(nlp, [(text, 40)])))
    assert {m.label for m in mentions} == {"ORG", "PLACE", "PERSON"}
    for mention in mentions:
        assert document[mention.start : mention.end] == mention.text
        assert mention.rule == "ner"
