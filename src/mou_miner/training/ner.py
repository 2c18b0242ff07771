"""Trains the NER in `models/ner`: `mou-miner train ner`.

Reads our annotations and the open sets, adds copies and generated sentences, trains one pipeline per seed and keeps the
one that does best on the development sentences. Test sentences are read only to keep them out and, at the end, to
score.
"""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example as SpacyExample
from spacy.util import filter_spans
from thinc.api import fix_random_seed

from mou_miner.mentions.ner import KnownNames, name_key
from mou_miner.training import ner_copies, ner_data, ner_generated, ner_names, ner_scores
from mou_miner.training.ner_data import Example, OpenData
from mou_miner.training.ner_scores import Tagger

logger = logging.getLogger(__name__)


class Plan(NamedTuple):
    """What a training run is made of."""

    width: int = 96
    depth: int = 4
    rows: tuple[int, ...] = (8000, 1000, 4000, 2500, 100, 50, 1500)
    dropout: float = 0.25
    epochs: int = 4
    batch_words: int = 1200
    generated: int = 4000
    own_times: int = 2
    own_renamed: int = 3
    renamed: float = 0.4
    without_hints: float = 0.15
    every: int = 200


DEFAULT = Plan()


def train_ner(data: OpenData, own: Path, out: Path, *, seeds: Sequence[int] = (1, 2, 3), plan: Plan = DEFAULT) -> Run:
    """Train with every seed, write the model that does best with the scores of all, and return that run."""
    runs: list[Run] = []
    for seed in seeds:
        nlp, value = train(plan, data, own, seed)
        runs.append(Run(seed, value, nlp, test_scores(nlp, data, own)))
        write_best(runs, plan, data, own, out)
    return max(runs, key=lambda run: run.development)


class Run(NamedTuple):
    """One trained pipeline: its seed, what the development sentences say of it, and its test scores."""

    seed: int
    development: float
    nlp: Language
    tests: dict[str, dict[str, Any]]


def write_best(runs: Sequence[Run], plan: Plan, data: OpenData, own: Path, folder: Path) -> None:
    """Write the pipeline that does best on the development sentences, and the scores of all."""
    best = max(runs, key=lambda run: run.development)
    save(best.nlp, folder)
    scores = {
        "seed": best.seed,
        "plan": plan._asdict(),
        "development": {str(run.seed): round(run.development, 4) for run in runs},
        "tests": {str(run.seed): run.tests for run in runs},
        "slices": ner_scores.as_rows(ner_scores.score_slices(best.nlp, read_own(own, "test"))),
        "words_per_cpu_second": round(ner_scores.words_per_second(best.nlp, speed_texts(data)), -2),
    }
    (folder / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


# ---------------------------------------------------------------------------------------------- data


def read_own(folder: Path, split: str) -> list[Example]:
    """Return our own sentences of one split, none where the file is absent."""
    path = folder / f"{split}.jsonl"
    return ner_data.read_annotations(path) if path.exists() else []


def training_examples(plan: Plan, data: OpenData, own: Path, seed: int) -> list[Example]:
    """Return all sentences to train on; none equals a sentence of a development or test set, in whatever case."""
    rng = random.Random(seed)
    kept_out = read_own(own, "dev") + read_own(own, "test")
    lists = ner_generated.load_name_lists(data.folder / "names", place_names(kept_out))
    kinds = ner_generated.kinds_of_place(lists)
    base, mine = ner_data.read_open_examples(data), read_own(own, "train")

    def renamed(examples: Iterable[Example]) -> list[Example]:
        return [ner_copies.renamed_copy(e, ner_generated.renamer(lists, kinds, e.language, rng)) for e in examples]

    domain = mine * plan.own_times + renamed(mine * plan.own_renamed)
    domain += ner_generated.generate(lists, plan.generated, rng)
    base += renamed([e for e in base if e.names and rng.random() < plan.renamed])
    examples = ner_copies.with_copies(base, rng) + ner_copies.with_copies(domain, rng, upper=0.2)
    return ner_data.remove_leaks(examples, ner_data.held_out_texts(data, kept_out))


def place_names(examples: Sequence[Example]) -> frozenset[str]:
    """Return the places these sentences name, in small letters, without the words that tell their kind."""
    kinds = {"kota", "kabupaten", "provinsi", "pemerintah", "pemkot", "pemprov", "pemkab", "dprd", "city", "of", "the"}
    names = set()
    for example in examples:
        for name in example.names:
            words = example.text[name.start : name.end].lower().split()
            while words and words[0] in kinds:
                words = words[1:]
            names.add(" ".join(words))
    return frozenset(names)


def make_example(nlp: Language, example: Example, *, hints: bool = True) -> SpacyExample:
    """Return spaCy's form of a sentence, with or without the hints of the name lists.

    A name that ends inside a token takes the whole token.
    """
    doc = nlp.make_doc(example.text)
    gold = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    spans = [gold.char_span(n.start, n.end, label=n.label, alignment_mode="expand") for n in example.names]
    gold.set_ents(filter_spans([span for span in spans if span is not None]))
    return SpacyExample(nlp.get_pipe("known_names")(doc) if hints else doc, gold)


def fill_known_names(known: KnownNames, folder: Path, common: Collection[str]) -> None:
    """Give the component its lists without the common words; of two lists with a name the later one below counts."""
    for kind, name in (("T", "towns"), ("F", "cities"), ("R", "regions"), ("I", "indonesia"), ("C", "countries")):
        known.places |= {name_key(place): kind for place in ner_names.read_list(folder, name)}
    known.places = {name: kind for name, kind in known.places.items() if len(name) > 2 and name not in common}
    given, family = (
        {part for name in ner_names.read_list(folder, kind) for part in name_key(name).split()} - set(common)
        for kind in ("given", "family")
    )
    both = given & family
    for name in given | family:
        if len(name) > 2:
            known.persons[name] = "gf" if name in both else "g" if name in given else "f"
    known.words = dict(row.split(":", 1) for row in ner_names.read_list(folder, "words"))


def common_words(data: OpenData) -> frozenset[str]:
    """Return the words that stand in small letters, twice or more, in the open training sentences."""
    words = Counter(word for e in ner_data.read_open_examples(data) for word in e.text.split() if word.islower())
    return frozenset(word for word, count in words.items() if count > 1)


# ---------------------------------------------------------------------------------------------- pipeline


def build(plan: Plan) -> Language:
    """Return an untrained pipeline: the `id` tokenizer and a transition-based NER over hashed words."""
    nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": "mou_miner.names.v1"}}})
    nlp.add_pipe("known_names")
    nlp.add_pipe("ner", config={"model": _architecture(plan), "update_with_oracle_cut_size": 100})
    nlp.add_pipe("name_rules")
    return nlp


def _architecture(plan: Plan) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": plan.width,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG", "LEMMA", "DEP"],
                "rows": list(plan.rows),
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": plan.width,
                "depth": plan.depth,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }


def train(plan: Plan, data: OpenData, own: Path, seed: int) -> tuple[Language, float]:
    """Return the pipeline at its best on the development sentences, and how good that was."""
    fix_random_seed(seed)
    nlp, rng = build(plan), random.Random(seed)
    fill_known_names(cast(KnownNames, nlp.get_pipe("known_names")), data.folder / "names", common_words(data))
    examples = [
        make_example(nlp, example, hints=rng.random() >= plan.without_hints)
        for example in training_examples(plan, data, own, seed)
    ]
    logger.info("seed %s: %s sentences", seed, len(examples))
    optimizer = nlp.initialize(lambda: examples[:2000])
    measure = development_measure(data, own)
    best, kept = -1.0, nlp.to_bytes()
    for step, batch in enumerate(batches(examples, plan, random.Random(seed)), 1):
        nlp.update(batch, drop=plan.dropout, sgd=optimizer)
        if step % plan.every == 0:
            with nlp.use_params(optimizer.averages):
                value, parts = measure(nlp)
                logger.info("seed %s step %s: %.4f %s", seed, step, value, parts)
                if value > best:
                    best, kept = value, nlp.to_bytes()
    return nlp.from_bytes(kept), best


def batches(examples: list[SpacyExample], plan: Plan, rng: random.Random) -> Iterator[list[SpacyExample]]:
    """Yield shuffled batches of about `batch_words` words, epoch after epoch; the first are smaller."""
    limit = 300.0
    for _ in range(plan.epochs):
        order = rng.sample(examples, len(examples))
        batch: list[SpacyExample] = []
        words = 0
        for example in order:
            batch.append(example)
            words += len(example.reference)
            if words >= limit:
                yield batch
                batch, words = [], 0
                limit = min(limit * 1.002, plan.batch_words)
        if batch:
            yield batch


def development_measure(data: OpenData, own: Path) -> Callable[[Language], tuple[float, dict[str, float]]]:
    """Return what a pipeline is judged by: our sentences count half, the open development sets share the rest."""
    mine = read_own(own, "dev")

    def measure(nlp: Language) -> tuple[float, dict[str, float]]:
        open_scores = ner_scores.score_open(nlp, data, "dev")
        parts = {name: score.f1 for name, score in open_scores.items()}
        others = float(np.mean(list(parts.values()))) if parts else 0.0
        if not mine:
            return others, parts
        parts["own"] = ner_scores.score_own(nlp, mine).f1
        return (parts["own"] + others) / 2, parts

    return measure


# ---------------------------------------------------------------------------------------------- results


def test_scores(nlp: Language | Tagger, data: OpenData, own: Path) -> dict[str, dict[str, Any]]:
    """Return the scores on every test set at hand."""
    scores = ner_scores.score_open(nlp, data, "test")
    mine = read_own(own, "test")
    if mine:
        scores["own"] = ner_scores.score_own(nlp, mine)
    return ner_scores.as_rows(scores)


def speed_texts(data: OpenData) -> list[str]:
    """Return the texts that speed is measured on."""
    return [" ".join(word for word, _ in words) for words in data.read("idner", "test")]


def save(nlp: Language, folder: Path) -> None:
    """Write the pipeline; what else lies in the folder stays."""
    nlp.meta.update(
        name="mou_miner_ner",
        version="0.1.0",
        license="Apache-2.0",
        description="PER, ORG, LOC in Indonesian and English",
    )
    nlp.to_disk(folder)
