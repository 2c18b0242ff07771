"""Scores of an NER pipeline on the test sets: exact spans and labels, micro-averaged."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from spacy.language import Language

from mou_miner.mentions.ner import LABELS
from mou_miner.mentions.ner_finder import NameFinder
from mou_miner.training.ner_copies import upper_copy
from mou_miner.training.ner_data import Example, Name, OpenData, Tagged, tag_spans, word_offsets

Found = set[tuple[int, int, str]]
Reader = Callable[[str, list[Name]], list[Name]]
"""Maps what the pipeline finds to the conventions of a test set."""


class Score(NamedTuple):
    """Precision, recall and F1 of exact spans, with how many names the gold holds."""

    precision: float
    recall: float
    f1: float
    names: int


def score_sets(pairs: Iterable[tuple[Found, Found]]) -> Score:
    """Return the score of (gold, found) pairs."""
    right = gold_count = found_count = 0
    for gold, found in pairs:
        right += len(gold & found)
        gold_count += len(gold)
        found_count += len(found)
    precision = right / found_count if found_count else 0.0
    recall = right / gold_count if gold_count else 0.0
    f1 = 2 * right / (gold_count + found_count) if right else 0.0
    return Score(round(precision, 4), round(recall, 4), round(f1, 4), gold_count)


Tagger = Callable[[Iterable[str]], Iterable[list[Name]]]
"""Any other way to find names: from texts to the names of each."""


def tagger_of(finder: NameFinder) -> Tagger:
    """Return what a finder of documents' names finds in single texts, in the labels of the sets."""
    short = {label: name for name, label in LABELS.items()}

    def tag(texts: Iterable[str]) -> Iterator[list[Name]]:
        for mentions in finder.read((text, 0) for text in texts):
            yield [Name(m.start, m.end, short[m.label]) for m in mentions]

    return tag


def find_names(nlp: Language | Tagger, texts: Iterable[str]) -> list[list[Name]]:
    """Return the names that a pipeline, or another way to find them, finds in each text."""
    if not isinstance(nlp, Language):
        return list(nlp(texts))
    return [[Name(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in nlp.pipe(texts, batch_size=64)]


# ---------------------------------------------------------------------------------------------- tagged sets


def score_tagged(nlp: Language | Tagger, sentences: Sequence[Tagged], read: Reader, *, upper: bool = False) -> Score:
    """Return the score on a tagged set, its words joined by spaces and found spans widened to whole words."""
    if upper:
        sentences = [[(word.upper(), tag) for word, tag in words] for words in sentences]
    texts = [" ".join(word for word, _ in words) for words in sentences]
    pairs = []
    for words, text, names in zip(sentences, texts, find_names(nlp, texts), strict=True):
        pairs.append((set(tag_spans(words)), _to_words(words, read(text, names))))
    return score_sets(pairs)


def _to_words(words: Tagged, names: Iterable[Name]) -> Found:
    offsets = word_offsets(words)
    found: Found = set()
    for name in names:
        inside = [i for i, (start, end) in enumerate(offsets) if start < name.end and end > name.start]
        if inside:
            found.add((inside[0], inside[-1] + 1, name.label))
    return found


def read_as_is(text: str, names: list[Name]) -> list[Name]:
    """Return the names unchanged."""
    return names


def read_as_idner(text: str, names: list[Name]) -> list[Name]:
    """Return the names with an acronym in brackets joined to the name before it: `Komisi X (KX)` is one name there."""
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        if (
            before
            and before.label == name.label != "PER"
            and text[before.end : name.start] in (" (", "(", " ( ")
            and text[name.end : name.end + 2].lstrip()[:1] == ")"
        ):
            joined[-1] = Name(before.start, text.index(")", name.end) + 1, name.label)
        else:
            joined.append(name)
    return joined


def read_as_nergrit(text: str, names: list[Name]) -> list[Name]:
    """Return the names with `Pemerintah Kabupaten X` as the place `Kabupaten X`, as that set has it."""
    read = []
    for name in names:
        words = text[name.start : name.end]
        cut = re.match(r"(?i)pemerintah (?=\S)", words)
        read.append(Name(name.start + cut.end(), name.end, "LOC") if cut and name.label == "ORG" else name)
    return read


_TEST_ONLY = {"politics", "uner"}
"""Sets whose development part chooses nothing: one is trained on, the other only tests."""


def score_open(nlp: Language | Tagger, data: OpenData, split: str) -> dict[str, Score]:
    """Return the score on each open set that is there, and on idner in capitals."""
    readers: dict[str, Reader] = {
        "idner": read_as_idner,
        "nergrit": read_as_nergrit,
        "politics": read_as_is,
        "uner": read_as_is,
    }
    scores = {}
    for name, read in readers.items():
        sentences = [] if split == "dev" and name in _TEST_ONLY else data.read(name, split)
        if sentences:
            scores[name] = score_tagged(nlp, sentences, read)
            if name == "idner":
                scores["idner_upper"] = score_tagged(nlp, sentences, read, upper=True)
    return scores


# ---------------------------------------------------------------------------------------------- our own sentences


def score_own(nlp: Language | Tagger, examples: Sequence[Example]) -> Score:
    """Return the score on our own sentences, character for character."""
    return score_sets(_own_pairs(nlp, examples))


def _own_pairs(nlp: Language | Tagger, examples: Sequence[Example]) -> list[tuple[Found, Found]]:
    found = find_names(nlp, [example.text for example in examples])
    return [(_as_found(example.names), _as_found(names)) for example, names in zip(examples, found, strict=True)]


def _as_found(names: Iterable[Name]) -> Found:
    return {(name.start, name.end, name.label) for name in names}


def score_slices(nlp: Language | Tagger, examples: Sequence[Example]) -> dict[str, Score]:
    """Return the score by language, by slice and by label."""
    pairs = _own_pairs(nlp, examples)
    groups: dict[str, list[tuple[Found, Found]]] = defaultdict(list)
    for example, (gold, found) in zip(examples, pairs, strict=True):
        groups[f"language {example.language}"].append((gold, found))
        groups[f"slice {example.slice}"].append((gold, found))
        for label in ("PER", "ORG", "LOC"):
            groups[f"label {label}"].append(({n for n in gold if n[2] == label}, {n for n in found if n[2] == label}))
    groups["all in capitals"] = _own_pairs(nlp, [upper_copy(example) for example in examples])
    return {name: score_sets(group) for name, group in sorted(groups.items())}


def list_errors(nlp: Language | Tagger, examples: Sequence[Example]) -> list[str]:
    """Return a line for each sentence with a name missed or invented."""
    lines = []
    for example, (gold, found) in zip(examples, _own_pairs(nlp, examples), strict=True):
        if gold != found:
            missed = [f"{example.text[s:e]}/{label}" for s, e, label in sorted(gold - found)]
            invented = [f"{example.text[s:e]}/{label}" for s, e, label in sorted(found - gold)]
            lines.append(f"{example.doc}: {example.text} | missed {missed} | invented {invented}")
    return lines


def words_per_second(nlp: Language | Tagger, texts: Sequence[str], seconds: float = 3.0) -> float:
    """Return how many blank-separated words a second the pipeline reads from raw text, in CPU time."""
    words = sum(len(text.split()) for text in texts)
    started, rounds = time.process_time(), 0
    while time.process_time() - started < seconds:
        find_names(nlp, texts)
        rounds += 1
    return words * rounds / (time.process_time() - started)


def as_rows(scores: dict[str, Score]) -> dict[str, dict[str, Any]]:
    """Return scores as plain data for a JSON file."""
    return {name: score._asdict() for name, score in scores.items()}
