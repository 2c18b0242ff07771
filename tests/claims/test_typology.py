"""Kinds of paradiplomacy with their reasons, and ties of which nothing but ceremony came."""

from __future__ import annotations

import pytest

from mou_miner.claims.typology import ceremony_in
from mou_miner.documents import read
from mou_miner.records import Partnership
from mou_miner.rules.procedure import ProcedureExample, load_procedure_rules
from mou_miner.service import Tools, extract_document

ID = "Kota Bogor menjalin kerja sama sister city dengan Kota Nagasaki, Jepang, sejak 2010. "


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


def tie(text: str, tools: Tools) -> Partnership:
    document = next(read(text.encode(), "story.txt", tools.settings.reader))
    found = extract_document(document.model_copy(update={"kind": "news"}), tools).partnerships
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("example", [e for e in load_procedure_rules().examples if e.ceremonial is not None])
def test_the_rules_own_examples(example: ProcedureExample) -> None:
    assert (ceremony_in(example.text, load_procedure_rules()) is not None) is example.ceremonial


@pytest.mark.parametrize(
    ("text", "typology"),
    [
        pytest.param(ID + "Bidang yang disepakati meliputi perdagangan dan investasi.", "economic", id="economy-alone"),
        pytest.param(ID + "Bidang yang disepakati meliputi perdagangan dan pendidikan.", "multipurpose", id="wider-fields"),
        pytest.param(ID + "Bidang yang disepakati meliputi perdagangan. Pertukaran pelajar sudah terlaksana.", "multipurpose",
                     id="wider-activities"),
        pytest.param(ID + "Bidang yang disepakati meliputi perdagangan. Kerja sama itu membawa identitas politik daerah.",
                     "complex", id="politics"),
        pytest.param(ID, None, id="nothing-told"),
        pytest.param(ID + "Menurut Lecours ada tiga jenis paradiplomasi. Bentuk kedua dilakukan oleh Kota Bogor.", "multipurpose",
                     id="stated-of-the-region"),
        pytest.param(ID + "Bentuk kedua dilakukan oleh Kota Bogor.", None, id="stated-without-the-theory"),
    ],
)  # fmt: skip
def test_kind_of_paradiplomacy(text: str, typology: str | None, tools: Tools) -> None:
    found = tie(text, tools)
    assert found.typology == typology
    assert bool(found.typology_reasons) is (typology is not None)


@pytest.mark.parametrize(
    ("text", "ceremonial"),
    [
        pytest.param(ID + "Namun kerja sama itu sebatas seremonial.", True, id="said-so"),
        pytest.param(ID + "Kerja sama itu diharapkan tidak sebatas seremonial.", None, id="a-wish"),
        pytest.param(ID + "Dua puluh pelajar sudah dikirim ke Nagasaki.", False, id="something-was-done"),
        pytest.param(ID, None, id="nothing-told"),
    ],
)
def test_mere_ceremony(text: str, ceremonial: bool | None, tools: Tools) -> None:
    assert tie(text, tools).ceremonial_only is ceremonial
