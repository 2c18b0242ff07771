"""What is missing in partnerships, judged on a day."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mou_miner.cli import app
from mou_miner.exports.gaps import find_gaps
from mou_miner.records import Extraction
from mou_miner.store.store import Store
from tests.exports.resolved import act, doc_id, paper, partnership, scope
from tests.exports.test_dataset import extractions, fill

ON = "2026-01-01"


def kinds(**fields: object) -> list[str]:
    return [gap.kind for gap in find_gaps([partnership(last_told="2025", **fields)], ON)]


def test_a_paper_without_evidence() -> None:
    [gap] = find_gaps([partnership(instruments=(paper(), paper("renewal", "2024")), activities=(act("planned"),), last_told="2025")], ON)  # fmt: skip
    assert (gap.kind, gap.since, gap.what) == ("no_evidence", "1997-08-25", "mou 1997-08-25, renewal 2024; 1 planned")
    assert gap.documents == (doc_id("a.pdf"),)
    assert (gap.indonesian, gap.partner, gap.country) == ("Kota Bandung", "Suwon", "KR")


@pytest.mark.parametrize(
    ("activity", "found"),
    [(act("done"), []), (act("not_done"), ["no_evidence"]), (act("done", "visit_ceremony"), ["no_evidence"])],
)
def test_a_visit_or_what_was_not_done_is_no_evidence(activity: object, found: list[str]) -> None:
    assert kinds(instruments=(paper(),), activities=(activity,)) == found


def test_evidence_without_a_paper() -> None:
    [gap] = find_gaps([partnership(activities=(act(date="2014"), act(date="2012", text="Pameran")), last_told="2025")], ON)  # fmt: skip
    assert (gap.kind, gap.since, gap.what) == ("no_instrument", "2012", "Pertukaran pelajar; Pameran")


@pytest.mark.parametrize(
    ("signed", "months", "found"),
    [
        ("2021-03-01", 12, ["expiring"]),
        ("2021-03-01", 2, ["expiring"]),
        ("2021-03-01", 1, []),
        ("2021-01-02", 0, ["expiring"]),
        ("2021-01-01", 12, ["expired"]),
        ("2023-01-01", 12, []),
    ],
)
def test_terms_that_end(signed: str, months: int, found: list[str]) -> None:
    item = partnership(instruments=(paper(date=signed, valid_years=5),), activities=(act(),), last_told="2025")
    assert [gap.kind for gap in find_gaps([item], ON, months=months)] == found


def test_what_stalled_or_fell_silent() -> None:
    item = partnership(stage="stalled", last_told="2015")
    assert [(gap.kind, gap.since) for gap in find_gaps([item], ON)] == [("stalled", "2015"), ("dormant", "2015")]
    assert [gap.kind for gap in find_gaps([item], "2018-01-01")] == ["stalled"]
    assert find_gaps([item], ON, kinds=["expiring"]) == []


def test_what_ended_has_no_gaps() -> None:
    assert find_gaps([partnership(stage="ended", instruments=(paper(valid_years=1),))], ON) == []


def test_a_partnership_that_is_told_of_lightly_has_none() -> None:
    assert kinds(scopes=(scope(),)) == []


@pytest.fixture
def address(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'mou.sqlite'}"
    with Store.open(url) as store:
        fill(store, [Extraction(**dict(item)) for item in extractions()])
    return url


def test_the_command(address: str) -> None:
    said = CliRunner().invoke(app, ["show", "gaps", "--db", address, "--date", ON])
    assert said.exit_code == 0
    head, *rows = [line.split("\t") for line in said.stdout.splitlines()]
    assert head == ["gap", "partnership", "indonesian", "partner", "country", "date", "what", "documents"]
    assert ["dormant", "Suwon", "corpus/bandung-suwon.pdf"] in [[row[0], row[3], row[7]] for row in rows]
    assert said.stderr.strip().startswith("no_evidence 0, no_instrument 0, expiring 0, expired 0, stalled 0, dormant 1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--kind", "lost"], "there is no such gap. Known are"), (["--date", "2026"], "--date 2026")],
)
def test_what_cannot_be_asked(address: str, arguments: list[str], message: str) -> None:
    said = CliRunner().invoke(app, ["show", "gaps", "--db", address, *arguments])
    assert (said.exit_code, said.stdout) == (2, "")
    assert message in said.stderr
