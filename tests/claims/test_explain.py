"""Why values were chosen, in plain words and with their quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mou_miner.cli import app
from mou_miner.rules.explain import load_wording
from mou_miner.service import Explained, Tools, explain

TEXT = (
    "Kota Bogor menjalin kerja sama sister city dengan Kota Nagasaki, Jepang. MoU ditandatangani pada 12 Mei 2014 dan berakhir "
    "pada 2019. Bidang kerja sama meliputi pendidikan. Dua puluh pelajar sudah dikirim ke Nagasaki. Kota Bogor pernah menjajaki "
    "kerja sama dengan Kota Osaka."
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stories") / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def explained(story: Path) -> Explained:
    return next(explain(story, Tools()))


def test_every_value_is_explained_by_words_of_the_text(explained: Explained) -> None:
    text = explained.extraction.document.text
    for _, answers in explained.answers:
        for answer in answers:
            assert answer.spans, answer
            assert all(0 <= span.start < span.end <= len(text) for span in answer.spans)


def test_each_claim_has_an_answer(explained: Explained) -> None:
    claims = [claim.field for claim in explained.extraction.claims]
    answers = [answer.field for _, own in explained.answers for answer in own]
    assert [field for field in answers if field not in {"indonesian_party", "partner"}] == claims


def test_dates_that_were_set_aside_have_their_reason(explained: Explained) -> None:
    points = [point for _, own in explained.answers for a in own if a.field == "instrument" for point in a.others]
    assert ("2019", "it is when the tie or the paper ended") in [(point.value, point.reason) for point in points]


def test_other_stages_are_named_with_their_words(explained: Explained) -> None:
    text = explained.extraction.document.text
    (stage,) = [a for a in explained.answers[0][1] if a.field == "stage"]
    assert stage.others
    assert all(point.span and text[point.span.start : point.span.end] for point in stage.others)
    assert stage.value not in {point.value for point in stage.others}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param([], ["Partnership: Kota Bogor - Nagasaki (JP)", "Date of signing: 2014-05-12", "set aside: 2019"], id="english"),
        pytest.param(["--lang", "id"], ["Kemitraan: Kota Bogor - Nagasaki (JP)", "karena “12 Mei 2014”", "tidak dipakai: 2019"],
                     id="indonesian"),
        pytest.param(["--partnership", "1"], ["1. Partnership: Kota Bogor"], id="one"),
    ],
)  # fmt: skip
def test_the_command(options: list[str], words: list[str], story: Path) -> None:
    result = CliRunner().invoke(app, ["explain", str(story), *options])
    assert result.exit_code == 0, result.output
    for part in words:
        assert part in result.stdout


def test_a_partnership_that_is_not_there_is_an_error(story: Path) -> None:
    result = CliRunner().invoke(app, ["explain", str(story), "--partnership", "9"])
    assert result.exit_code == 2
    assert "--partnership 9" in result.stderr


def test_pages_are_named() -> None:
    path = Path(__file__).resolve().parents[2] / "corpus/dev/id-loi-wonosobo-dalat.pdf"
    result = CliRunner().invoke(app, ["explain", str(path)])
    assert "(p. 1)" in result.stdout


def test_reasons_and_rules_can_be_said_in_indonesian() -> None:
    from mou_miner.claims.instruments import told

    wording = load_wording()
    assert all(wording.reason(reason, "id") != reason for reason in told._REASONS.values())
    assert wording.rule("instrument.told", "id") != wording.rule("instrument.told", "en")
    assert wording.rule("nothing.known", "en") == "nothing.known"
