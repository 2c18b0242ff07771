"""Steps of the procedure with their dates."""

from __future__ import annotations

import pytest

from mou_miner.documents import read
from mou_miner.rules.procedure import ProcedureExample, load_procedure_rules, pattern_of
from mou_miner.service import Tools, extract_document

ID = "Kota Bogor menjalin kerja sama sister city dengan Kota Nagasaki, Jepang. "
EN = "The City of Bogor has a sister city, Nagasaki in Japan. "


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


@pytest.mark.parametrize("example", [e for e in load_procedure_rules().examples if e.steps])
def test_the_rules_own_examples(example: ProcedureExample) -> None:
    found = [item.step for item in load_procedure_rules().steps if pattern_of(item.words).search(example.text)]
    assert found == list(example.steps)


@pytest.mark.parametrize(
    ("text", "step", "assertion", "date"),
    [
        pytest.param(ID + "Penjajakan berlangsung pada Maret 2009.", "exploration", "done", "2009-03", id="talks"),
        pytest.param(ID + "LoI ditandatangani pada 9 Mei 2010.", "loi", "done", "2010-05-09", id="letter-of-intent"),
        pytest.param(ID + "MoU ditandatangani pada 9 Mei 2011.", "mou", "done", "2011-05-09", id="memorandum"),
        pytest.param(ID + "DPRD Kota Bogor menyetujui naskah itu pada Juni 2010.", "council_approval", "done", "2010-06",
                     id="council"),
        pytest.param(EN + "The council has not yet approved it; council approval is still pending.", "council_approval",
                     "not_done", None, id="council-not-yet"),
        pytest.param(ID + "Permohonan fasilitasi telah dikirim ke Kemendagri pada 2010.", "ministry_facilitation", "done", "2010",
                     id="ministry"),
        pytest.param(ID + "Evaluasi kerja sama akan dilakukan tahun depan.", "evaluation", "planned", None, id="evaluation"),
        pytest.param(ID + "Dua puluh pelajar sudah dikirim ke Nagasaki.", "implementation", "done", None, id="carried-out"),
        pytest.param(ID + "MoU diperpanjang pada 2016.", "renewal", "done", "2016", id="renewal"),
    ],
)  # fmt: skip
def test_steps(text: str, step: str, assertion: str, date: str | None, tools: Tools) -> None:
    document = next(read(text.encode(), "story.txt", tools.settings.reader))
    (found,) = extract_document(document.model_copy(update={"kind": "news"}), tools).partnerships
    told = [(item.step, item.assertion, item.date) for item in found.milestones]
    assert (step, assertion, date) in told, told


def test_a_step_of_the_procedure_in_general_was_not_taken(tools: Tools) -> None:
    text = ID + "Setiap kerja sama harus mendapat persetujuan DPRD."
    document = next(read(text.encode(), "story.txt", tools.settings.reader))
    (found,) = extract_document(document, tools).partnerships
    assert "council_approval" not in {item.step for item in found.milestones}
