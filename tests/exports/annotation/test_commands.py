"""`mou-miner annotations`: out of a database and back into it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import KEY, VERSIONS, make_claim, make_document
from typer.testing import CliRunner

from mou_miner.cli import app
from mou_miner.records import Extraction, Outcome
from mou_miner.store.store import Store

DOCUMENT = make_document()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MOU_MINER_CORRECTIONS", str(tmp_path / "corrections"))
    url = f"sqlite:///{tmp_path / 'mou.sqlite'}"
    claims = (
        make_claim(DOCUMENT, "partnership", KEY, "Kota Bandung dan Kota Suwon"),
        make_claim(DOCUMENT, "scope", "education", "pendidikan"),
        make_claim(DOCUMENT, "scope", "tourism", "pariwisata"),
    )
    with Store.open(url) as store:
        run = store.start_run(VERSIONS, "2026-01-01T00:00:00+00:00")
        extraction = Extraction(document=DOCUMENT, claims=claims, partnerships=(), machine=claims)
        store.save(extraction, Outcome(source=DOCUMENT.source, status="done", doc_id=DOCUMENT.doc_id), run)
    return url


@pytest.mark.parametrize("tool", ["label-studio", "doccano", "spacy", "conll", "xmi", "brat"])
def test_every_format_is_written(database: str, tmp_path: Path, tool: str) -> None:
    said = CliRunner().invoke(
        app, ["annotations", "export", "--format", tool, "--to", str(tmp_path / tool), "--db", database]
    )
    assert said.exit_code == 0, said.output
    paths = [Path(line) for line in said.stdout.splitlines()]
    assert paths
    assert all(path.stat().st_size for path in paths)


def test_what_an_annotator_took_out_in_doccano_is_gone(database: str, tmp_path: Path) -> None:
    runner = CliRunner()
    runner.invoke(app, ["annotations", "export", "--format", "doccano", "--to", str(tmp_path), "--db", database])
    path = tmp_path / "doccano.jsonl"
    line = json.loads(path.read_text(encoding="utf-8"))
    line["label"] = [label for label in line["label"] if label[2] != "scope:tourism"]
    start = DOCUMENT.text.index("Pertukaran pelajar")
    line["label"].append([start, start + 18, "scope:people_to_people"])
    path.write_text(json.dumps(line), encoding="utf-8")
    arguments = ["annotations", "import", "--format", "doccano", str(path), "--annotator", "rina", "--db", database]
    said = runner.invoke(app, arguments)
    assert said.exit_code == 0, said.output
    with Store.open(database) as store:
        claims = store.claims(DOCUMENT.doc_id)
        assert [claim.value for claim in claims] == [KEY, "education", "people_to_people"]
        assert {claim.origin.name for claim in claims} == {"doccano: rina"}
        before = store.corrections()
    assert len(list((tmp_path / "corrections").glob("doccano-*.jsonl"))) == 1
    # The same file once more changes nothing.
    assert runner.invoke(app, arguments).exit_code == 0
    with Store.open(database) as store:
        assert [item for item in store.corrections() if item.verdict == "add"] == [
            item for item in before if item.verdict == "add"
        ]


def test_what_cannot_be_taken_in_is_said(database: str, tmp_path: Path) -> None:
    broken = tmp_path / "x.jsonl"
    broken.write_text("{", encoding="utf-8")
    arguments = ["annotations", "import", str(broken), "--db", database, "--format", "doccano"]
    assert CliRunner().invoke(app, arguments).exit_code == 2
    assert CliRunner().invoke(app, [*arguments, "--annotator", "rina"]).exit_code == 2
    other = tmp_path / "y.jsonl"
    other.write_text(json.dumps({"text": "another text", "label": []}), encoding="utf-8")
    arguments = ["annotations", "import", str(other), "--db", database, "--format", "doccano", "--annotator", "rina"]
    said = CliRunner().invoke(app, arguments)
    assert said.exit_code == 1
    assert "not in the database" in said.stderr
