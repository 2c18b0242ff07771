"""Labelled sentences for the NER: our own and the open sets', read, relabelled and kept apart from every test set."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

Tagged = list[tuple[str, str]]
"""A sentence as words with IOB2 tags of PER, ORG and LOC."""


class Name(NamedTuple):
    """A labelled half-open stretch of a sentence; label is PER, ORG or LOC."""

    start: int
    end: int
    label: str


class Example(NamedTuple):
    """A sentence, its names in order, and which set and document it comes from."""

    text: str
    names: tuple[Name, ...]
    source: str
    doc: str = ""
    language: str = "id"
    slice: str = ""


LABELS = ("PER", "ORG", "LOC")

NERGRIT_LABELS = {"PERSON": "PER", "ORGANISATION": "ORG", "PLACE": "LOC"}
POLITICS_LABELS = {
    "person": "PER",
    "politician": "PER",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "location": "LOC",
    "country": "LOC",
}

_GOVERNMENT = {"pemerintah", "pemkot", "pemko", "pemprov", "pemkab", "pemda", "dprd"}
_TYPE_WORD = {"Kota", "Kabupaten", "Kab.", "Provinsi", "Propinsi", "Republik", "Kotamadya"}
_NOT_BEFORE_TYPE_WORD = {"wali", "ibu", "balai", "walikota"}
_SCHOOLS = {"universitas", "institut", "politeknik", "akademi", "sekolah", "university"}


# ---------------------------------------------------------------------------------------------- brackets


_OPEN = re.compile(r"\[(PER|ORG|LOC) ")


def read_brackets(marked: str) -> tuple[str, tuple[Name, ...]]:
    """Return the plain text and names of a sentence written as `[ORG Pemkot Ternate] menerima [PER Anna de Wit].`"""
    text, names, at = "", [], 0
    while found := _OPEN.search(marked, at):
        close = marked.index("]", found.end())
        text += marked[at : found.start()]
        names.append(Name(len(text), len(text) + close - found.end(), found.group(1)))
        text += marked[found.end() : close]
        at = close + 1
    return text + marked[at:], tuple(names)


# ---------------------------------------------------------------------------------------------- files


def read_annotations(path: Path) -> list[Example]:
    """Return our own sentences of one split of `annotations/ner/`."""
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        names = tuple(Name(start, end, label) for start, end, label in row["entities"])
        examples.append(Example(row["text"], names, "own", row["doc"], row["language"], row["slice"]))
    return examples


def read_tagged(path: Path, labels: dict[str, str] | None = None) -> list[Tagged]:
    """Return the sentences of a CoNLL-like file: word first, tag last, or second where the file has numbered words."""
    sentences: list[Tagged] = []
    words: Tagged = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and " = " in line:
            continue
        if not line.strip():
            if words:
                sentences.append(words)
            words = []
            continue
        cells = line.split("\t") if "\t" in line else line.split()
        word, tag = (cells[1], cells[2]) if len(cells) == 5 else (cells[0], cells[-1])
        words.append((word, _map_tag(tag, labels)))
    return [*sentences, words] if words else sentences


def _map_tag(tag: str, labels: dict[str, str] | None) -> str:
    prefix, _, label = tag.partition("-")
    label = label if labels is None else labels.get(label, "")
    return f"{prefix}-{label}" if label in LABELS else "O"


class OpenData(NamedTuple):
    """Where the open sets lie: the folder and, below it, one folder for each set."""

    folder: Path

    def read(self, name: str, split: str) -> list[Tagged]:
        """Return one split (train, dev, test) of idner, nergrit, politics or uner; empty where it is absent."""
        paths: dict[str, tuple[str, dict[str, str] | None]] = {
            "idner": (f"idner-news-2k/{split}.txt", None),
            "nergrit": (f"indonlu-nergrit/{'valid' if split == 'dev' else split}_preprocess.txt", NERGRIT_LABELS),
            "politics": (f"crossner-politics/{split}.txt", POLITICS_LABELS),
            "uner": (f"uner-en-ewt/en_ewt-ud-{split}.iob2", None),
        }
        path, labels = paths[name]
        return read_tagged(self.folder / path, labels) if (self.folder / path).exists() else []


# ---------------------------------------------------------------------------------------------- tags and spans


def tag_spans(words: Tagged) -> list[tuple[int, int, str]]:
    """Return (first word, past the last word, label) of every name in a tagged sentence."""
    spans: list[tuple[int, int, str]] = []
    for i, (_, tag) in enumerate(words):
        prefix, _, label = tag.partition("-")
        if not label:
            continue
        if prefix == "I" and spans and spans[-1][1] == i and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], i + 1, label)
        else:
            spans.append((i, i + 1, label))
    return spans


def word_offsets(words: Tagged) -> list[tuple[int, int]]:
    """Return where each word stands in the words joined by single spaces."""
    offsets, at = [], 0
    for word, _ in words:
        offsets.append((at, at + len(word)))
        at += len(word) + 1
    return offsets


def to_example(words: Tagged, source: str, language: str = "id") -> Example:
    """Return a tagged sentence as text with spans; signs at their edges trimmed, a bracketed acronym by itself."""
    offsets = word_offsets(words)
    text = " ".join(word for word, _ in words)
    names: list[Name] = []
    for first, last, label in tag_spans(words):
        names.extend(_split_acronym(text, offsets[first][0], offsets[last - 1][1], label))
    return Example(text, tuple(names), source, language=language)


_ACRONYM = re.compile(r"^(.+?)\s*\(\s*([^()]+?)\s*\)$")


def _split_acronym(text: str, start: int, end: int, label: str) -> Iterator[Name]:
    found = _ACRONYM.match(text[start:end])
    parts = [found.span(1), found.span(2)] if found else [(0, end - start)]
    for low, high in parts:
        yield from _trim(text, start + low, start + high, label)


def _trim(text: str, start: int, end: int, label: str) -> Iterator[Name]:
    while start < end and text[start] in " \"'(,?!;:":
        start += 1
    while start < end and (text[end - 1] in " \"',?!;:" or (text[end - 1] == ")" and "(" not in text[start:end])):
        end -= 1
    if start < end:
        yield Name(start, end, label)


# ---------------------------------------------------------------------------------------------- to our guideline


def relabel(words: Tagged) -> Tagged:
    """Return the sentence labelled as annotations/ner/GUIDE.md says, where an open set says otherwise.

    'Pemerintah Kota' + LOC is one ORG, 'Kota' + LOC one LOC, a school that stands as LOC is an ORG.
    """
    spans = [_school(words, span) for span in tag_spans(words)]
    spans = [_government(words, _type_word(words, span)) for span in spans]
    tags = ["O"] * len(words)
    for first, last, label in spans:
        tags[first:last] = [f"B-{label}"] + [f"I-{label}"] * (last - first - 1)
    return [(word, tag) for (word, _), tag in zip(words, tags, strict=True)]


def _school(words: Tagged, span: tuple[int, int, str]) -> tuple[int, int, str]:
    first, last, label = span
    school = label == "LOC" and words[first][0].lower() in _SCHOOLS
    return first, last, "ORG" if school else label


def _type_word(words: Tagged, span: tuple[int, int, str]) -> tuple[int, int, str]:
    first, last, label = span
    if label != "LOC" or first == 0 or words[first - 1][1] != "O" or words[first - 1][0] not in _TYPE_WORD:
        return span
    if first > 1 and words[first - 2][0].lower() in _NOT_BEFORE_TYPE_WORD:
        return span
    return first - 1, last, label


def _government(words: Tagged, span: tuple[int, int, str]) -> tuple[int, int, str]:
    first, last, label = span
    if label == "LOC" and first and words[first - 1][1] == "O" and words[first - 1][0].lower() in _GOVERNMENT:
        return first - 1, last, "ORG"
    return span


# ---------------------------------------------------------------------------------------------- leaks


def text_key(text: str) -> str:
    """Return only the letters and digits of a text, in lower case: equal keys are the same sentence."""
    return "".join(char for char in text.lower() if char.isalnum())


def remove_leaks(examples: Iterable[Example], held_out: Iterable[str]) -> list[Example]:
    """Return the examples whose text is in none of the held-out texts."""
    keys = {text_key(text) for text in held_out}
    return [example for example in examples if text_key(example.text) not in keys]


def held_out_texts(data: OpenData, own: Sequence[Example]) -> list[str]:
    """Return the text of every sentence that serves to choose or to test a model."""
    texts = [example.text for example in own]
    for name in ("idner", "nergrit", "politics", "uner"):
        for split in ("dev", "test"):
            if (name, split) != ("politics", "dev"):  # small enough to be trained on
                texts.extend(" ".join(word for word, _ in words) for words in data.read(name, split))
    return texts


def read_open_examples(data: OpenData) -> list[Example]:
    """Return the training sentences of the open sets, relabelled to our guideline."""
    examples = [to_example(relabel(words), "idner") for words in data.read("idner", "train")]
    examples += [to_example(relabel(words), "nergrit") for words in data.read("nergrit", "train")]
    for split in ("train", "dev"):
        examples += [to_example(words, "politics", "en") for words in data.read("politics", split)]
    return examples
