"""Names as a Stanza model finds them, or another token classifier that the user has on their machine.

Needs `pip install "mou-miner[stanza]"`. Three kinds of models can be named: a file (`my_model.pt`, Stanza's own form), a
language whose Stanza models are on the machine (`stanza:en`), a Hugging Face model (`hf:some/name`, or a folder).
Nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from mou_miner.errors import SettingsError
from mou_miner.mentions.ner_tokens import token_offsets
from mou_miner.records import Label, Mention

MODEL_FILE = "id_mou_nertagger.pt"
BATCH = 64
RULE = "ner.stanza"

Pieces = Sequence[tuple[str, int]]
Found = list[tuple[int, int, str]]
Tagger = Callable[[list[str]], list[Found]]
"""Returns the names (start, end, label) of each text."""

LABELS: dict[str, Label] = {
    **dict.fromkeys(("PER", "PERS", "PERSON"), "PERSON"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "ORGANISATION", "NOR"), "ORG"),
    **dict.fromkeys(("LOC", "GPE", "FAC", "PLACE", "LOCATION", "GPE-LOC"), "PLACE"),
}
"""What other models call the three kinds; their further labels are left out."""


def shipped_model() -> Path | None:
    """Return the Stanza model that came with the package, or None where it is not there."""
    installed = Path(str(resources.files("mou_miner"))) / "models" / "stanza"
    checkout = Path(__file__).parents[3] / "models" / "stanza"
    return next((folder / MODEL_FILE for folder in (installed, checkout) if (folder / MODEL_FILE).exists()), None)


def require_stanza() -> None:
    """Raise SettingsError where Stanza is not installed."""
    if importlib.util.find_spec("stanza") is None:
        raise SettingsError('Stanza is not installed. Install it: pip install "mou-miner[stanza]"')


def open_reader(model: str | None = None) -> Callable[[Any], Iterator[list[Mention]]]:
    """Return a reader of sentences, with the shipped model or the one named.

    Raises SettingsError, saying how to get it, where the model or what it needs is not on the machine.
    """
    tagger = _tagger(model)

    def read(pieces: Pieces) -> Iterator[list[Mention]]:
        pieces = list(pieces)
        for at in range(0, len(pieces), BATCH):
            part = pieces[at : at + BATCH]
            for (text, start), found in zip(part, tagger([text for text, _ in part]), strict=True):
                yield [m for low, high, label in found if (m := _mention(text, start, low, high, label))]

    return read


def _mention(text: str, start: int, low: int, high: int, label: str) -> Mention | None:
    kind = LABELS.get(label.upper())
    while low < high and not text[low].isalnum():
        low += 1
    while low < high and (text[high - 1].isspace() or text[high - 1] in ",;:-–—\"'"):
        high -= 1
    if kind is None or low == high:
        return None
    return Mention(start=start + low, end=start + high, text=text[low:high], label=kind, rule=RULE)


def _tagger(model: str | None) -> Tagger:
    if model is not None and model.startswith("hf:"):
        return _transformer(model.removeprefix("hf:"))
    require_stanza()
    if model is not None and model.startswith("stanza:"):
        return _installed(model.removeprefix("stanza:"))
    path = Path(model) if model else shipped_model()
    if path is None or not path.is_file():
        missing = f"There is no file {path}." if path else "The shipped Stanza model models/stanza is missing."
        raise SettingsError(f"{missing} Train one: mou-miner train ner --backend stanza")
    return _from_file(path)


# ---------------------------------------------------------------------------------------------- Stanza


def _from_file(path: Path) -> Tagger:
    """Return a tagger of our own tokens; Stanza wants a list of resources even where it needs none."""
    import stanza

    with tempfile.TemporaryDirectory() as folder:
        known = {
            "id": {"lang_name": "Indonesian", "default_processors": {}, "default_dependencies": {}, "packages": {}}
        }
        (Path(folder) / "resources.json").write_text(json.dumps(known), encoding="utf-8")
        pipeline = stanza.Pipeline(
            "id", dir=folder, package=None, processors={"tokenize": "mou", "ner": "mou"}, tokenize_pretokenized=True,
            ner_model_path=str(path), ner_forward_charlm_path=None, ner_backward_charlm_path=None,
            ner_pretrain_path=None, download_method=None, use_gpu=False, verbose=False,
        )  # fmt: skip

    def tag(texts: list[str]) -> list[Found]:
        offsets = [token_offsets(text) for text in texts]
        words = [[text[a:b] for a, b in spans] or ["."] for text, spans in zip(texts, offsets, strict=True)]
        document = pipeline(words)
        return [_spans(s.tokens, spans) for s, spans in zip(document.sentences, offsets, strict=True)]

    return tag


def _spans(tokens: Sequence[Any], offsets: Sequence[tuple[int, int]]) -> Found:
    """Return the names told by BIOES tags, at the offsets of their first and last token."""
    found: Found = []
    for token, (start, end) in zip(tokens, offsets, strict=False):
        place, _, label = (token.ner or "O").partition("-")
        if place in ("B", "S"):
            found.append((start, end, label))
        elif place in ("I", "E") and found and found[-1][2] == label:
            found[-1] = (found[-1][0], end, label)
    return found


def _installed(language: str) -> Tagger:
    """Return the tagger of a language whose models `stanza.download` has put on the machine."""
    import stanza
    from stanza.resources.common import ResourcesFileNotFoundError

    try:
        pipeline = stanza.Pipeline(language, processors="tokenize,ner", download_method=None, verbose=False)
    except (ResourcesFileNotFoundError, FileNotFoundError, KeyError, ValueError) as error:
        raise SettingsError(
            f"Stanza has no models with names for '{language}' on this machine. "
            f"Get them: python -c \"import stanza; stanza.download('{language}')\""
        ) from error

    def tag(texts: list[str]) -> list[Found]:
        documents = pipeline.bulk_process([stanza.Document([], text=text) for text in texts])
        return [[(e.start_char, e.end_char, e.type) for e in document.ents] for document in documents]

    return tag


# ---------------------------------------------------------------------------------------------- Hugging Face


def _transformer(name: str) -> Tagger:
    """Return the tagger of a Hugging Face token classifier in a folder or in the local cache."""
    if importlib.util.find_spec("transformers") is None:
        raise SettingsError("Hugging Face models need transformers. Install it: pip install transformers")
    from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

    try:
        tokenizer = AutoTokenizer.from_pretrained(name, local_files_only=True)
        model = AutoModelForTokenClassification.from_pretrained(name, local_files_only=True)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"There is no token classifier '{name}' on this machine. Get it: hf download {name}"
        ) from error
    classify = pipeline("token-classification", model=model, tokenizer=tokenizer, aggregation_strategy="first")

    def tag(texts: list[str]) -> list[Found]:
        return [[(int(e["start"]), int(e["end"]), str(e["entity_group"])) for e in found] for found in classify(texts)]

    return tag
