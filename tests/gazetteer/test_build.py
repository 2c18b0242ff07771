from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mou_miner.gazetteer import Gazetteer, GazetteerError
from mou_miner.gazetteer.build import TARGET, BuildError, build
from mou_miner.gazetteer.names import read_rows, squash


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("build") / "gazetteer.sqlite"
    build(path)
    return path


def test_the_shipped_file_is_what_the_sources_give(built: Path) -> None:
    assert Gazetteer.open(built).version == Gazetteer.open().version


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite"
    build(again)
    assert again.read_bytes() == built.read_bytes()


def test_size() -> None:
    assert TARGET.stat().st_size <= 12 * 1024 * 1024


def test_an_alias_of_no_place_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"name": "Nowhere", "place": "Atlantis", "country": "NL", "level": "city"}]
    monkeypatch.setattr(
        "mou_miner.gazetteer.build.read_rows", lambda name: rows if name == "aliases.csv" else read_rows(name)
    )
    with pytest.raises(BuildError, match="Atlantis"):
        build(tmp_path / "gazetteer.sqlite")


def test_no_alias_is_listed_twice() -> None:
    rows = [(row["country"], row["level"], squash(row["name"]), row["place"]) for row in read_rows("aliases.csv")]
    assert sorted(rows) == sorted(set(rows))


def test_there_are_aliases_enough() -> None:
    assert sum(row["country"] != "ID" for row in read_rows("aliases.csv")) >= 250


def test_the_file_is_opened_read_only(built: Path) -> None:
    gazetteer = Gazetteer.open(built)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._table._connection.execute("DELETE FROM place")
    gazetteer.close()


def test_a_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"mou_miner\.gazetteer\.build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_a_file_that_is_no_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    path.write_text("not a database")
    with pytest.raises(GazetteerError, match="no gazetteer"):
        _ = Gazetteer.open(path).version
