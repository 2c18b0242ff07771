"""A release: whole, checksummed, the same bytes again, without personal data, and with what changed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import mou_miner
from mou_miner.cli import app
from mou_miner.errors import SettingsError
from mou_miner.exports.changelog import changes_markdown, differences
from mou_miner.exports.datasette import datasette_metadata
from mou_miner.exports.frames import COLUMNS
from mou_miner.exports.release import latest_release, write_release
from mou_miner.records import Activity, Extraction, Origin
from mou_miner.store.store import Store
from tests.builders import make_claim, make_document, make_extraction, span_of
from tests.exports.test_dataset import extractions, fill

PRIVATE = "NIK 3273014107850002, HP 0812-3456-7890, rina@contoh.id, bertempat tinggal di Jalan Melati 5"
SECRETS = ("3273014107850002", "0812-3456-7890", "rina@contoh.id", "Jalan Melati 5", "Rina Sari", "/home/rina")
BY = ["Dinas Kerja Sama"]


def private() -> Extraction:
    """Return a document whose activity, title, path and a claim of an annotator hold personal data."""
    text = make_document().text + f"\n{PRIVATE}"
    document = make_document(text, title=PRIVATE, source="/home/rina/naskah/c.pdf")
    words = span_of(text, PRIVATE)
    activity = Activity(type="exchange", assertion="done", span=words, text=PRIVATE, confidence=0.7)
    claim = make_claim(
        document, "activity", "exchange", PRIVATE, assertion="done", details={"text": PRIVATE, "more": [PRIVATE, 3273014107850002, 5]},
        origin=Origin(kind="annotator", name="Rina Sari", version="1"),
    )  # fmt: skip
    return make_extraction(document, claims=[claim], activities=(activity,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'mou.sqlite'}") as opened:
        yield fill(opened, [*extractions(), private()])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_release_is_whole_and_its_sums_are_right(store: Store, tmp_path: Path) -> None:
    made = write_release(store, tmp_path / "out", version="2026.1", on="2026-01-31", by=BY)
    files = contents(made.folder)
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}
    assert {f"{name}.csv" for name in COLUMNS} < set(files)
    with zipfile.ZipFile(made.archive) as archive:
        assert {Path(name).name: archive.read(name) for name in archive.namelist()} == files
    manifest = json.loads(files["release.json"])
    assert (manifest["version"], manifest["date"], manifest["rows"]["partnerships"]) == ("2026.1", "2026-01-31", 2)
    assert b"This is the first release." in files["CHANGES.md"]
    assert b'  - name: "Dinas Kerja Sama"' in files["CITATION.cff"]
    assert json.loads(files["datapackage.json"])["version"] == "2026.1"
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")] == []


def test_a_release_has_no_personal_data(store: Store, tmp_path: Path) -> None:
    made = write_release(store, tmp_path / "out", version="1", on="2026-01-31", by=BY)
    for name, data in contents(made.folder).items():
        assert [secret for secret in SECRETS if secret in data.decode("utf-8")] == [], name
    assert set(made.masked) == {"nik", "phone", "email", "address"}
    tables = mou_miner.read_dataset(made.folder)
    assert "NIK [NIK], HP [phone], [e-mail], bertempat tinggal di [address]" in list(tables["activities"]["text"])
    details = [json.loads(value) for value in tables["claims"]["details"].dropna()]
    [more] = [item["more"] for item in details if "more" in item]
    assert more[1:] == ["[NIK]", 5]
    assert "c.pdf" in list(tables["documents"]["source"])


def test_a_validator_accepts_a_release(store: Store, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    made = write_release(store, tmp_path / "out", version="1", on="2026-01-31", by=BY)
    report = frictionless.Package(str(made.folder / "datapackage.json")).validate()
    assert report.flatten(["type", "message"]) == []


def test_the_same_again_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    made = [write_release(store, tmp_path / name, version="1", on="2026-01-31", by=BY) for name in ("a", "b")]
    assert contents(made[0].folder) == contents(made[1].folder)
    assert made[0].archive.read_bytes() == made[1].archive.read_bytes()


def test_the_change_log_tells_what_changed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with Store.open("sqlite://") as before:
        first = write_release(fill(before, extractions()[:1]), folder, version="2026.1", on="2026-01-31", by=BY)
    second = write_release(store, folder, version="2026.2", on="2026-02-28", by=BY)
    assert (first.last, second.last) == (None, "2026.1")
    assert latest_release(folder) == second.folder
    log = (second.folder / "CHANGES.md").read_text(encoding="utf-8")
    assert "Against 2026.1." in log
    assert "## Added (1)\n\n- Kota Bandung – -Atlantis" in log
    assert "documents “1” → “2”" in log
    assert "| partnerships | 1 | 2 |" in log
    rows = (second.folder / "changes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "kind,partnership_id,names,column,before,after"
    third = write_release(store, folder, version="2026.3", on="2026-03-31", by=BY, last=first.folder)
    assert third.last == "2026.1"


def test_what_was_removed_is_told_and_markdown_stays_text(store: Store, tmp_path: Path) -> None:
    tables = mou_miner.read_dataset(tmp_path / "mou.sqlite")
    fewer = {**tables, "partnerships": tables["partnerships"].iloc[1:]}
    found = differences(tables, fewer)
    assert [item.kind for item in found] == ["removed"]
    odd = [found[0]._replace(names="<b> [x](javascript:1)\n# a")]
    assert "- \\<b\\> \\[x\\](javascript:1) \\# a (" in changes_markdown(odd, tables, fewer, "2", "1")
    assert differences(tables, tables) == []


def test_what_cannot_be_released(store: Store, tmp_path: Path) -> None:
    write_release(store, tmp_path / "out", version="1", on="2026-01-31", by=BY)
    for version, message in (("1", "is there already"), ("../1", "use letters"), ("", "use letters")):
        with pytest.raises(SettingsError, match=message):
            write_release(store, tmp_path / "out", version=version, on="2026-01-31", by=BY)
    with pytest.raises(SettingsError, match="is no release"):
        write_release(store, tmp_path / "out", version="2", on="2026-01-31", by=BY, last=tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be written"):
        write_release(store, tmp_path / "file", version="2", on="2026-01-31", by=BY)


def test_the_commands(store: Store, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'mou.sqlite'}"

    def call(*arguments: str) -> str:
        said = CliRunner().invoke(app, [*arguments])
        assert said.exit_code == 0, said.stderr
        return said.stdout

    made = call("release", "--version", "1", "--by", "Dinas", "--to", str(tmp_path / "out"), "--db", address)
    assert [Path(line).exists() for line in made.splitlines()] == [True, True]
    assert call("codebook", "--lang", "id").startswith("# Buku kode")
    assert call("codebook", "--csv").startswith("Table,Column")
    assert json.loads(call("datasette-metadata", "--name", "x"))["databases"]["x"]
    (tmp_path / "p190.csv").write_text("item,itemCode,itemGeonames\nQ10389,32.73,\nQ20934,,1835553\n")
    table = ["--table", str(tmp_path / "p190.csv"), "--db", address]
    assert "missing_there\tkemendagri:32.73--geonames:1835553" in call("wikidata", "diff", *table)
    assert call("wikidata", "quickstatements", *table) == ""
    assert "wdt:P190" in call("wikidata", "query", "p190").replace("p:P190", "wdt:P190")
    assert '"1835553"' in call("wikidata", "query", "items", "--db", address)
    assert CliRunner().invoke(app, ["wikidata", "diff", "--db", address]).exit_code == 2


def test_datasette_shows_facets_labels_and_maps(store: Store, tmp_path: Path) -> None:
    datasette = pytest.importorskip("datasette.app", reason="to try the metadata run: pip install --group dev")

    async def ask(*paths: str) -> list[dict[str, object]]:
        served = datasette.Datasette([str(tmp_path / "mou.sqlite")], metadata=datasette_metadata())
        await served.invoke_startup()
        return [
            {"status": answer.status_code, **(answer.json() if answer.status_code == 200 else {})}
            for answer in [await served.client.get(path) for path in paths]
        ]

    table, found, home, people, sql = asyncio.run(
        ask(
            "/mou/partnerships.json?_shape=objects",
            "/mou/partner_map.json?_shape=objects",
            "/mou/indonesian_map.json?_shape=objects",
            "/mou/annotators.json",
            "/mou.json?sql=select+1",
        )
    )
    assert {"stage", "form", "partner_country"} <= set(table["facet_results"])  # type: ignore[call-overload]
    assert [row["title"] for row in found["rows"]] == ["Suwon, KR"]  # type: ignore[attr-defined]
    assert {"latitude", "longitude"} <= set(home["rows"][0])  # type: ignore[index]
    assert (people["status"], sql["status"]) == (403, 403)
