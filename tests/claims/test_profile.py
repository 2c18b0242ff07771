"""Potentials and challenges of a region."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mou_miner.documents import read
from mou_miner.records import ProfileItem
from mou_miner.rules.profile import ProfileExample, load_profile_rules
from mou_miner.service import Tools, extract_document

ROOT = Path(__file__).resolve().parents[2]
HEAD_ID = "Potensi dan Tantangan Paradiplomasi Kota Palu\n\n"
HEAD_EN = "Potentials and Challenges of Palu's Paradiplomacy\n\n"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


def profile(text: str, tools: Tools) -> list[ProfileItem]:
    document = next(read(text.encode(), "paper.md", tools.settings.reader))
    return list(extract_document(document.model_copy(update={"kind": "article"}), tools).regional_profile)


@pytest.mark.parametrize("example", load_profile_rules().examples, ids=lambda example: example.text)
def test_the_rules_own_examples(example: ProfileExample, tools: Tools) -> None:
    city = "Kota Palu" if "Palu" in example.text else "Kota Ternate"
    found = profile(f"Potensi dan Tantangan Paradiplomasi {city}\n\n{example.text}", tools)
    assert {item.category for item in found if item.kind == "potential"} == set(example.potentials)
    assert {item.category for item in found if item.kind == "challenge"} == set(example.challenges)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param(HEAD_ID + "Kota Palu memiliki potensi tambang dan sumber daya alam lain.",
                     [("Kota Palu", "potential", "natural_resources")], id="potential"),
        pytest.param(HEAD_EN + "Palu is rich in culture. Weak coordination holds it back.",
                     [("Kota Palu", "potential", "culture_arts"), ("Kota Palu", "challenge", "coordination")], id="english"),
        pytest.param(HEAD_ID + "Kota Palu kekurangan pegawai. Di Kota Bandung keterbatasan anggaran sudah diatasi.", [],
                     id="another-regions-trouble"),
        pytest.param(HEAD_ID + "Permasalahan sampah Kota Palu dapat diatasi lewat kerja sama luar negeri.",
                     [("Kota Palu", "potential", "waste_management")], id="a-problem-that-cooperation-may-solve"),
    ],
)  # fmt: skip
def test_potentials_and_challenges(text: str, items: list[tuple[str, str, str]], tools: Tools) -> None:
    assert [(item.region, item.kind, item.category) for item in profile(text, tools)] == items


def test_figures_come_with_their_unit(tools: Tools) -> None:
    text = HEAD_ID + "Terdapat 63 destinasi wisata di Kota Palu pada tahun 2019."
    assert [(item.category, item.figures) for item in profile(text, tools)] == [("tourism", ("63 destinasi wisata",))]


def test_a_memorandum_has_no_profile(tools: Tools) -> None:
    document = next(read((HEAD_ID + "Potensi wisata Kota Palu.").encode(), "paper.md", tools.settings.reader))
    assert extract_document(document.model_copy(update={"kind": "mou"}), tools).regional_profile == ()


@pytest.mark.slow
def test_most_of_the_gold_is_found(tools: Tools) -> None:
    found = wanted = false = 0
    for line in (ROOT / "annotations/profile/train.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        path = ROOT / gold["source"]
        document = next(read(path.read_bytes(), path.name, tools.settings.reader))
        items = extract_document(document, tools).regional_profile
        for kind, name in (("potential", "potentials"), ("challenge", "challenges")):
            told = {item.category for item in items if item.kind == kind}
            right = {item["category"] for item in gold[name]}
            found, wanted, false = found + len(told & right), wanted + len(right), false + len(told - right)
    assert found >= 0.85 * wanted
    assert false <= 0.1 * wanted
