"""Trains the Stanza NER in `models/stanza`: `mou-miner train ner --backend stanza`, with `mou-miner[stanza]` installed.

The same sentences as for the spaCy model, in the same tokens, in Stanza's own form; a BiLSTM-CRF over word and character
embeddings learned from them alone: no vectors and no character language model from elsewhere.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mou_miner.mentions.ner_stanza import MODEL_FILE, require_stanza
from mou_miner.mentions.ner_tokens import token_offsets
from mou_miner.training.ner import Plan, read_own, training_examples
from mou_miner.training.ner_data import Example, OpenData, relabel, to_example

PLAN = Plan(generated=2000, own_times=2, own_renamed=3, renamed=0.2)
"""Fewer copies than the spaCy model learns from: each step costs more."""
STEPS = 1600
OPTIONS = {
    "word_emb_dim": 64,
    "char_emb_dim": 32,
    "char_hidden_dim": 50,
    "hidden_dim": 128,
    "optim": "adam",
    "lr": 0.002,
    "min_lr": 0.00001,
    "word_dropout": 0.08,
    "dropout": 0.45,
    "batch_size": 32,
    "eval_interval": 200,
    "max_steps_no_improve": 1000,
    "log_step": 200,
}


def train_stanza(data: OpenData, own: Path, folder: Path, *, seed: int = 1, steps: int = STEPS) -> Path:
    """Train one model, write it and return its path. Raises SettingsError where Stanza is not installed."""
    require_stanza()
    from stanza.models import ner_tagger

    examples = training_examples(PLAN, data, own, seed)
    development = read_own(own, "dev")
    for name in ("idner", "nergrit"):
        development += [to_example(relabel(words), name) for words in data.read(name, "dev")[:150]]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        train, dev = Path(work) / "train.json", Path(work) / "dev.json"
        random.Random(seed).shuffle(examples)
        train.write_text(json.dumps([rows for e in examples if (rows := token_rows(e))]), encoding="utf-8")
        dev.write_text(json.dumps([rows for e in development if (rows := token_rows(e))]), encoding="utf-8")
        options: dict[str, Any] = {
            **OPTIONS, "mode": "train", "shorthand": "id_mou", "seed": seed, "max_steps": steps,
            "train_file": train, "eval_file": dev, "save_dir": folder, "save_name": MODEL_FILE,
        }  # fmt: skip
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        ner_tagger.main([*arguments, "--no_pretrain", "--cpu"])
    return folder / MODEL_FILE


def token_rows(example: Example) -> list[dict[str, Any]]:
    """Return a sentence as Stanza reads it: its tokens with BIO tags; a name ending inside a token takes it whole."""
    offsets = token_offsets(example.text)
    tags = ["O"] * len(offsets)
    for name in example.names:
        inside = [i for i, (start, end) in enumerate(offsets) if start < name.end and end > name.start]
        for i in inside:
            tags[i] = f"{'B' if i == inside[0] else 'I'}-{name.label}"
    return _rows(example.text, offsets, tags)


def _rows(text: str, offsets: Sequence[tuple[int, int]], tags: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"id": number, "text": text[start:end], "ner": tag}
        for number, ((start, end), tag) in enumerate(zip(offsets, tags, strict=True), 1)
    ]
