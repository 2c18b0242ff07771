"""The commands that feed the dataset, judge it, and show it over time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mou_miner.cli import app

HEADER = "Pemerintah Daerah;Kota Mitra;Negara;Jenis Naskah;Tanggal;Jangka Waktu;Status"
SUWON = "kemendagri:32.73--geonames:1835553"
COMMANDS = [
    ["watch"], ["ingest"], ["import", "partnerships"], ["import", "extractions"], ["judge", "merge"], ["judge", "split"],
    ["judge", "undo"], ["show", "judgements"], ["show", "timeline"], ["show", "conflicts"],
]  # fmt: skip


def call(*arguments: object, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A database made from a register, and the register."""
    folder = tmp_path_factory.mktemp("filled")
    register = folder / "daftar.csv"
    rows = [
        HEADER, "Kota Bandung;Suwon;Korea Selatan;MoU;25 Agustus 1997;5;Aktif", "Kota Bandung;Suwon;Korea Selatan;MoU;25 Agustus 1997;3;MoU",
        "Kota Bandung;Namur;Belgia;LoI;2017;;LoI", "Bandung;Breda;Belanda;;;;",
    ]  # fmt: skip
    register.write_text("\n".join(rows) + "\n")
    address = f"sqlite:///{folder / 'mou.sqlite'}"
    said = call("import", "partnerships", register, "--yes", "--db", address)
    assert (said.exit_code, said.stdout) == (1, "")
    return address, register


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_has_help_with_an_example(command: list[str]) -> None:
    said = call(*command, "--help")
    assert said.exit_code == 0
    assert f"mou-miner {' '.join(command)}" in said.stdout.split("Example", 1)[1]


def test_a_register_shows_its_columns_and_names_what_is_wrong(filled: tuple[str, Path]) -> None:
    address, register = filled
    said = call("import", "partnerships", register, "--db", address, stdin="y\n")
    assert "Pemerintah Daerah: indonesian" in said.stderr
    assert "Import with these meanings?" in said.stderr
    assert "line 5: column 'Pemerintah Daerah': 'Bandung' can be" in said.stderr
    assert "0 rows taken in, 3 known before, 1 left out" in said.stderr
    assert (register.parent / "daftar.rejects.csv").exists()
    refused = call("import", "partnerships", register, "--db", address, stdin="n\n")
    assert (refused.exit_code, "nothing was imported" in refused.stderr) == (2, True)


def test_a_timeline_with_flags(filled: tuple[str, Path]) -> None:
    said = call("show", "timeline", SUWON, "--db", filled[0], "--date", "2026-01-01")
    lines = said.stdout.splitlines()
    assert lines[0] == "date\tkind\twhat\tdocuments"
    assert lines[1] == "1997-08-25\tinstrument\tmou, for 5 years\tdaftar.csv#2, daftar.csv#3"
    assert f"{SUWON}, on 2026-01-01: expired, dormant" in said.stderr
    assert (
        call("show", "timeline", SUWON, "--db", filled[0], "--date", "1999-01-01").stderr.strip().endswith("no flags")
    )


def test_conflicts_with_their_reasons(filled: tuple[str, Path]) -> None:
    said = call("show", "conflicts", SUWON, "--db", filled[0])
    rows = [line.split("\t") for line in said.stdout.splitlines()]
    assert ["instrument 1", "valid_years", "5", "yes"] in [row[:4] for row in rows]
    assert ["instrument 1", "valid_years", "3", ""] in [row[:4] for row in rows]
    assert ["partnership", "stage", "implemented", "yes"] in [row[:4] for row in rows]


def test_a_merge_is_judged_shown_and_undone(filled: tuple[str, Path]) -> None:
    address = filled[0]
    [belgian] = [
        line.split("\t")[0]
        for line in call("show", "partnerships", "--ids", "--db", address).stdout.splitlines()
        if "Namur" in line
    ]
    said = call("judge", "merge", SUWON, belgian, "--by", "rina", "--why", "a test", "--db", address)
    assert "Undo it with: mou-miner judge undo 1" in said.stderr
    shown = call("show", "judgements", "--db", address).stdout
    assert f"1\tmerge\t{SUWON}\t{belgian}\trina" in shown
    assert call("show", "partnerships", "--ids", "--db", address).stdout.count("kemendagri") == 1
    assert call("judge", "undo", "1", "--by", "budi", "--db", address).exit_code == 0
    assert call("show", "partnerships", "--ids", "--db", address).stdout.count("kemendagri") == 2
    assert "undone" in call("show", "judgements", "--db", address).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["judge", "undo", "99"], "there is no judgement '99'"),
        (["judge", "merge", "a", "b"], "there is no partnership 'a'"),
        (["show", "timeline", "a"], "there is no partnership 'a'"),
        (["show", "timeline", SUWON, "--date", "2026-13-01"], "--date 2026-13-01"),
        (["show", "conflicts", "a"], "there is no partnership 'a'"),
        (["import", "extractions", "none.jsonl"], "there is no such file"),
        (["import", "partnerships", "none.csv"], "cannot be read"),
        (["ingest", "none.jsonl"], "none.jsonl cannot be read"),
        (["watch", "none"], "is no folder"),
    ],
)
def test_what_cannot_be_done_is_one_message(filled: tuple[str, Path], arguments: list[str], message: str) -> None:
    said = call(*arguments, "--db", filled[0])
    assert (said.exit_code, said.stdout) == (2, "")
    assert message in said.stderr.splitlines()[-1]


def test_records_come_through_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Pemerintah Kota Bandung dan Kota Suwon, Korea Selatan, menandatangani nota kesepahaman sister city pada 25 Agustus 1997."
    lines = json.dumps({"url": "https://a.example/1", "isi": text}) + "\nnot json\n"
    address = f"sqlite:///{tmp_path / 'mou.sqlite'}"
    said = call("ingest", "-", "--name", "antara", "--db", address, "--workers", "0", stdin=lines)
    assert said.exit_code == 1
    assert "antara, line 2: is not JSON" in said.stderr
    assert "1 records taken in, 0 known before, 1 left out" in said.stderr
    assert "1 read" in said.stderr
    assert (tmp_path / "antara.rejects.jsonl").read_text() == "not json\n"
    assert "https://a.example/1" in call("show", "documents", "--db", address).stdout
    assert call("ingest", "-", "--later", "--db", address, stdin="").exit_code == 0
