"""The commands about names, on small sets."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mou_miner.cli import app
from mou_miner.mentions.ner import load_ner
from mou_miner.training.ner import Plan, train_ner
from mou_miner.training.ner_data import OpenData

ROOT = Path(__file__).parents[2]
SENTENCES = (
    ("Wali Kota Bandung bertemu Ridwan Kamil.", [[10, 17, "LOC"], [26, 38, "PER"]]),
    ("Pemkot Suwon belum menjawab.", [[0, 12, "ORG"]]),
)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def write_sentences(folder: Path, split: str) -> None:
    rows = [
        {"text": text, "entities": names, "doc": f"{split}-{i}", "language": "id", "slice": "news"}
        for i, (text, names) in enumerate(SENTENCES)
    ]
    (folder / f"{split}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def test_names_prints_what_stands_in_a_document(tmp_path: Path) -> None:
    text = "Wali Kota Bandung Ridwan Kamil menerima utusan Konsulat Jenderal Jepang di Jakarta."
    (tmp_path / "berita.txt").write_text(text, encoding="utf-8")
    said = call("names", tmp_path / "berita.txt")
    assert said.exit_code == 0, said.output
    rows = [line.split("\t") for line in said.stdout.splitlines()]
    assert [row[3:] for row in rows] == [
        ["PLACE", "Bandung"],
        ["PERSON", "Ridwan Kamil"],
        ["ORG", "Konsulat Jenderal Jepang"],
        ["PLACE", "Jakarta"],
    ]
    assert all(text[int(start) : int(end)] == words for _, start, end, _, words in rows)


@pytest.mark.parametrize(
    "command", [("names",), ("train", "ner"), ("evaluate", "ner"), ("evaluate", "linking")], ids=" ".join
)
def test_each_has_help_with_an_example(command: tuple[str, ...]) -> None:
    said = call(*command, "--help")
    assert said.exit_code == 0
    assert f"mou-miner {' '.join(command)}" in said.stdout.split("Example", 1)[1]


def test_evaluate_ner_scores_what_is_found(tmp_path: Path) -> None:
    write_sentences(tmp_path, "test")
    said = call("evaluate", "ner", "--annotations", tmp_path, "--open-data", tmp_path, "--json", tmp_path / "out.json")
    assert said.exit_code == 0, said.output
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in said.stdout.splitlines()}
    assert rows["own"] == ["1.000", "1.000", "1.000", "3"]
    assert json.loads((tmp_path / "out.json").read_text())["own: label ORG"]["names"] == 1


def test_evaluate_linking_tells_shares_and_bins(tmp_path: Path) -> None:
    lines = (ROOT / "annotations" / "linking" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "rows.jsonl").write_text("\n".join(lines[:40]), encoding="utf-8")
    said = call("evaluate", "linking", tmp_path / "rows.jsonl")
    assert said.exit_code == 0, said.output
    rows = dict(line.split("\t", 1) for line in said.stdout.splitlines())
    assert float(rows["top1_with_country"]) > 0.9
    assert float(rows["calibration_error"]) < 0.2
    assert "links" in rows


def test_a_missing_set_is_said(tmp_path: Path) -> None:
    for command in (("train", "ner"), ("evaluate", "ner")):
        said = call(*command, "--annotations", tmp_path / "none")
        assert said.exit_code == 2
        assert "none" in said.stderr


@pytest.mark.slow
def test_a_small_training_learns_and_repeats_itself(tmp_path: Path) -> None:
    write_sentences(tmp_path, "test")
    shutil.copy(ROOT / "annotations" / "ner" / "dev.jsonl", tmp_path / "dev.jsonl")
    data = OpenData(tmp_path / "open")
    data.folder.mkdir()
    (data.folder / "names").symlink_to(ROOT / "models" / "data" / "names")
    plan = Plan(width=32, depth=2, generated=300, epochs=8, every=20)
    runs = [train_ner(data, tmp_path, tmp_path / name, seeds=[1], plan=plan) for name in ("one", "two")]
    assert runs[0].development > 0.2
    assert runs[0].tests == runs[1].tests
    assert load_ner(tmp_path / "one") is not None
    assert json.loads((tmp_path / "one" / "scores.json").read_text())["seed"] == 1
