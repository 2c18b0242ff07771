"""The exported tables hold what the store holds, in types that survive, and nothing that runs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from builders import SUWON, VERSIONS, make_document, make_extraction, make_partnership

from mou_miner.errors import SettingsError
from mou_miner.exports import xlsx
from mou_miner.exports.dataset import EXPORTERS, write_export
from mou_miner.exports.frames import COLUMNS, make_frames
from mou_miner.records import Extraction, Outcome
from mou_miner.service import rebuild
from mou_miner.store.store import Store

DANGEROUS = '=HYPERLINK("http://example.org","x")'


def fill(store: Store, extractions: list[Extraction]) -> Store:
    run = store.start_run(VERSIONS, "2026-03-01T08:00:00+00:00")
    for extraction in extractions:
        document = extraction.document
        store.save(extraction, Outcome(source=document.source, status="done", doc_id=document.doc_id), run)
    rebuild(store)
    return store


def extractions() -> list[Extraction]:
    """Return a paper, and a story with a partner in no gazetteer, of which nothing else is known."""
    paper = make_extraction(make_document(warnings=("Halaman 3 tidak terbaca",), ocr_pages=(2, 3)))
    story = make_document(name="b.html", printed=False, title=DANGEROUS, date_published=None, kind="news")
    partner = SUWON.model_copy(update={"name": "-Atlantis", "geonames_id": None, "latitude": None, "longitude": None})
    bare = make_partnership(story, partner=partner, form=None, instruments=(), scopes=(), activities=())
    return [paper, Extraction(document=story, claims=(), partnerships=(bare,))]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'mou.sqlite'}") as opened:
        yield fill(opened, extractions())


def rows_of_csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rows_of_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of_parquet(path: Path) -> list[dict[str, Any]]:
    frame = pd.read_parquet(path, dtype_backend="numpy_nullable").astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def test_the_columns_and_types_are_those_named(store: Store) -> None:
    frames = make_frames(store)
    assert list(frames) == list(COLUMNS)
    for name, frame in frames.items():
        assert {column: str(kind) for column, kind in frame.dtypes.items()} == dict(COLUMNS[name]), name


def test_the_values_are_those_of_the_store(store: Store) -> None:
    frames = make_frames(store)
    partnership = frames["partnerships"].set_index("partnership_id").loc["kemendagri:32.73--geonames:1835553"]
    assert (partnership["partner_name"], partnership["geonames_id"], partnership["stage"]) == (
        "Suwon",
        1835553,
        "implemented",
    )
    assert (partnership["documents"], partnership["scopes"], partnership["partner_country"]) == (1, 2, "KR")
    assert list(frames["scopes"]["code"]) == ["tourism", "education"]
    assert list(frames["scope_wordings"]["as_written"]) == ["pariwisata", "pendidikan"]
    assert list(frames["signatories"]["name"]) == ["Wahyu Hamijaya"]
    assert list(frames["instrument_languages"]["language"]) == ["id"]
    assert list(frames["document_warnings"]["warning"]) == ["Halaman 3 tidak terbaca"]
    assert list(frames["claims"]["value"])[-3:] == ["1997-08-25", "5", "false"]
    assert list(frames["claims"]["claim"]) == list(range(8))


def test_every_support_leads_to_a_document_and_its_claim(store: Store) -> None:
    frames = make_frames(store)
    joined = frames["supports"].merge(frames["documents"], on="doc_id")
    assert len(joined) == len(frames["supports"]) > 10
    spans = {(row.doc_id, row.claim) for row in frames["claim_spans"].itertuples()}
    claims = {(row.doc_id, row.claim) for row in frames["supports"].dropna(subset=["claim"]).itertuples()}
    assert claims
    assert claims <= spans


@pytest.mark.parametrize(
    ("format", "read"),
    [("csv", rows_of_csv), ("jsonl", rows_of_jsonl), ("parquet", rows_of_parquet)],
)
def test_what_is_unknown_stays_unknown_and_numbers_stay_whole(
    store: Store, tmp_path: Path, format: str, read: Callable[[Path], list[dict[str, Any]]]
) -> None:
    paths = {path.stem: path for path in write_export(store, tmp_path / "new" / "folder", format)}
    assert list(paths) == list(COLUMNS)
    unlinked, linked = read(paths["partnerships"])
    nothing = "" if format == "csv" else None
    assert (unlinked["geonames_id"], unlinked["form"], unlinked["partner_latitude"]) == (nothing, nothing, nothing)
    assert str(linked["geonames_id"]) == "1835553"
    assert str(linked["kemendagri_code"]) == "32.73"
    [instrument] = read(paths["instruments"])
    assert instrument["renewable"] == nothing
    assert read(paths["documents"])[0]["date_published"] == nothing


def test_the_workbook_has_the_tables_as_sheets(store: Store, tmp_path: Path) -> None:
    [path] = write_export(store, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == list(COLUMNS)
    header, unlinked, linked = book["partnerships"].iter_rows(values_only=True)
    assert dict(zip(header, linked, strict=True))["geonames_id"] == 1835553
    assert dict(zip(header, unlinked, strict=True))["geonames_id"] is None


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_nothing_runs_in_a_spreadsheet_program(tmp_path: Path, start: str, format: str) -> None:
    document = make_document(title=f"{start}1+1")
    with Store.open("sqlite://") as store:
        fill(store, [Extraction(document=document, claims=(), partnerships=())])
        paths = write_export(store, tmp_path, format)
    if format == "csv":
        [row] = rows_of_csv(tmp_path / "documents.csv")
        assert row["title"] == f"'{start}1+1"
    else:
        sheet = openpyxl.load_workbook(paths[0])["documents"]
        [cell] = [cell for cell in sheet[2] if str(cell.value).endswith("1+1")]
        assert cell.data_type == "s"
        assert str(cell.value).startswith("'")


def test_other_formats_keep_the_text_as_it_is(store: Store, tmp_path: Path) -> None:
    for format, read in (("jsonl", rows_of_jsonl), ("parquet", rows_of_parquet)):
        write_export(store, tmp_path, format)
        assert DANGEROUS in [row["title"] for row in read(tmp_path / f"documents.{format}")]


def test_a_workbook_takes_what_a_cell_cannot_hold(tmp_path: Path) -> None:
    document = make_document(title="a\x0bb" + "x" * 40_000)
    with Store.open("sqlite://") as store:
        fill(store, [Extraction(document=document, claims=(), partnerships=())])
        [path] = write_export(store, tmp_path, "xlsx")
    [title] = [
        value
        for value in next(openpyxl.load_workbook(path)["documents"].iter_rows(2, values_only=True))
        if value and "xx" in str(value)
    ]
    assert str(title).startswith("a\ufffdbx")
    assert (len(str(title)), str(title)[-1]) == (xlsx.LONGEST, "…")


def test_more_rows_than_a_sheet_has(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    with pytest.raises(SettingsError, match="2 rows do not fit a sheet of 1"):
        write_export(store, tmp_path, "xlsx")


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
def test_the_same_documents_give_the_same_bytes_in_any_order(tmp_path: Path, format: str) -> None:
    written = []
    for name, items in (("first", extractions()), ("second", extractions()[::-1])):
        with Store.open("sqlite://") as store:
            paths = write_export(fill(store, items), tmp_path / name, format)
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]


@pytest.mark.parametrize("format", sorted(EXPORTERS))
def test_an_empty_store_gives_tables_without_rows(tmp_path: Path, format: str) -> None:
    with Store.open("sqlite://") as store:
        paths = write_export(store, tmp_path, format)
    assert all(path.is_file() for path in paths)


def test_an_unknown_format(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"'dbf' is no format of export; known are csv, .*, xlsx"):
        write_export(store, tmp_path / "new", "dbf")
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be written"):
        write_export(store, tmp_path / "file", "csv")
