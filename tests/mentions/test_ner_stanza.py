"""Names by Stanza and by other token classifiers: the shipped model, models of the user's, and what is said without."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from mou_miner.errors import SettingsError
from mou_miner.mentions.ner_finder import open_finder
from mou_miner.mentions.ner_stanza import shipped_model

stanza = pytest.importorskip("stanza", reason="pip install 'mou-miner[stanza]'")
pytestmark = pytest.mark.filterwarnings("default")
TEXT = "Wali Kota Bandung Ridwan Kamil menerima Pemerintah Kota Suwon, Korea Selatan, di Jakarta."


def test_the_shipped_model_finds_names_where_they_stand() -> None:
    names = open_finder("stanza").find([(TEXT, 100), ("", 0), ("Pasal 3 Pembiayaan", 300)])
    found = {(m.text, m.label) for m in names.mentions}
    assert ("Jakarta", "PLACE") in found
    assert all(TEXT[m.start - 100 : m.end - 100] == m.text for m in names.mentions if m.start < 300)
    assert {m.rule for m in names.mentions} == {"ner.stanza"}


def test_a_model_of_ones_own_is_a_file() -> None:
    shipped = shipped_model()
    assert shipped is not None
    assert shipped.stat().st_size < 15_000_000
    assert open_finder("stanza", str(shipped)).find([(TEXT, 0)]).mentions


def test_what_is_missing_is_said_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    with pytest.raises(SettingsError, match=r"stanza.download\('xx'\)"):
        open_finder("stanza", "stanza:xx").find([(TEXT, 0)])
    with pytest.raises(SettingsError, match="mou-miner train ner --backend stanza"):
        open_finder("stanza", str(tmp_path / "none.pt")).find([(TEXT, 0)])
    with pytest.raises(SettingsError, match="hf download nobody/nothing"):
        open_finder("stanza", "hf:nobody/nothing").find([(TEXT, 0)])


def test_without_stanza_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        return None

    monkeypatch.setattr("importlib.util.find_spec", missing)
    with pytest.raises(SettingsError, match=r'pip install "mou-miner\[stanza\]"'):
        open_finder("stanza").find([(TEXT, 0)])
    with pytest.raises(SettingsError, match="pip install transformers"):
        open_finder("stanza", "hf:x").find([(TEXT, 0)])


def test_a_token_classifier_of_hugging_face_is_read(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    write_classifier(transformers, tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = open_finder("stanza", f"hf:{tmp_path}").find([("Jakarta dan Suwon", 7), ("Suwon Jakarta", 40)])
    assert [(m.text, m.start, m.label) for m in names.mentions] == [
        ("Jakarta", 7, "PLACE"),
        ("Suwon", 19, "ORG"),
        ("Suwon", 40, "ORG"),
        ("Jakarta", 46, "PLACE"),
    ]


def write_classifier(transformers: Any, folder: Path) -> None:
    """Write a small classifier that tells by the word alone: its states are the words' own, its layers pass them on."""
    import torch

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "jakarta", "suwon", "dan"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(vocab={word: i for i, word in enumerate(words)}).save_pretrained(folder)
    labels = {0: "O", 1: "B-GPE", 2: "B-ORGANIZATION"}
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=1, intermediate_size=16,
        id2label=labels, label2id={label: i for i, label in labels.items()}, max_position_embeddings=32,
    )  # fmt: skip
    torch.manual_seed(1)
    model = transformers.BertForTokenClassification(config).eval()
    given = torch.tensor([[2, 5, 7, 6, 3]])
    wanted = torch.tensor([[0, 1, 0, 2, 0]])
    swapped, wanted_swapped = torch.tensor([[2, 6, 5, 3]]), torch.tensor([[0, 2, 1, 0]])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(60):
        optimizer.zero_grad()
        loss = model(given, labels=wanted).loss + model(swapped, labels=wanted_swapped).loss
        loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
