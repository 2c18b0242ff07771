"""The data package: its schema is true of the tables, a validator accepts it, and what goes out comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mou_miner
from mou_miner.errors import SettingsError
from mou_miner.exports.csv import write_csv
from mou_miner.exports.dataset import write_export
from mou_miner.exports.frames import COLUMNS, make_frames
from mou_miner.exports.package import DESCRIPTOR, descriptor
from mou_miner.exports.reading import _table
from mou_miner.exports.schema import tables
from mou_miner.exports.spreadsheets import with_formulas, without_formulas
from mou_miner.store.store import Store
from tests.exports.test_dataset import extractions, fill

frictionless = pytest.importorskip(
    "frictionless", reason="for the check of the data package run: pip install --group dev"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'mou.sqlite'}") as opened:
        yield fill(opened, extractions())


def faults(folder: Path) -> list[list[object]]:
    report = frictionless.Package(str(folder / DESCRIPTOR)).validate()
    return list(report.flatten(["type", "fieldName", "message"])) + [[error.message] for error in report.errors]


def test_a_validator_accepts_it(store: Store, tmp_path: Path) -> None:
    write_export(store, tmp_path / "package", "datapackage")
    assert faults(tmp_path / "package") == []


@pytest.mark.parametrize(
    ("table", "column", "value", "fault"),
    [
        ("partnerships", "stage", "done", "constraint-error"),
        ("partnerships", "confidence", "1.5", "constraint-error"),
        ("partnerships", "geonames_id", "Suwon", "type-error"),
        ("instruments", "date_signed", "25 Agustus 1997", "constraint-error"),
        ("instruments", "partnership_id", "nobody", "foreign-key"),
    ],
)
def test_the_schema_sees_what_is_wrong(
    store: Store, tmp_path: Path, table: str, column: str, value: str, fault: str
) -> None:
    write_export(store, tmp_path, "datapackage")
    frame = pd.read_csv(tmp_path / f"{table}.csv", dtype="string", encoding="utf-8-sig")
    frame.loc[0, column] = value
    frame.to_csv(tmp_path / f"{table}.csv", index=False, encoding="utf-8-sig")
    assert fault in [row[0] for row in faults(tmp_path)]


def test_an_empty_dataset_is_a_package_too(tmp_path: Path) -> None:
    with Store.open("sqlite://") as store:
        write_export(store, tmp_path, "datapackage")
    assert faults(tmp_path) == []


def test_every_column_is_described_in_both_languages_and_every_key_exists() -> None:
    names = {table.name: {column.name for column in table.columns} for table in tables()}
    assert list(names) == list(COLUMNS)
    for table in tables():
        for column in table.columns:
            assert set(column.says) == {"en", "id"}
            assert all(column.says.values()), (table.name, column.name)
        assert set(table.key) <= names[table.name]
        for columns, target in table.refers.items():
            [there] = [other for other in tables() if other.name == target]
            assert columns == there.key
    assert len(descriptor()["resources"]) == len(COLUMNS)


@pytest.mark.parametrize("format", ["csv", "parquet", "datapackage"])
def test_what_goes_out_comes_back(store: Store, tmp_path: Path, format: str) -> None:
    write_export(store, tmp_path / "out", format)
    expected, found = make_frames(store), mou_miner.read_dataset(tmp_path / "out")
    for name in COLUMNS:
        pd.testing.assert_frame_equal(found[name], expected[name])


def test_the_database_as_tables(store: Store, tmp_path: Path) -> None:
    for source in (f"sqlite:///{tmp_path / 'mou.sqlite'}", tmp_path / "mou.sqlite"):
        found = mou_miner.read_dataset(source)
        assert list(found["partnerships"]["partner_name"]) == ["-Atlantis", "Suwon"]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file or folder"):
        mou_miner.read_dataset(tmp_path / "none")
    with pytest.raises(SettingsError, match=r"there is no partnerships.csv"):
        mou_miner.read_dataset(tmp_path)


def test_columns_of_an_older_export_may_be_missing(store: Store, tmp_path: Path) -> None:
    write_export(store, tmp_path, "csv")
    frame = pd.read_csv(tmp_path / "partnerships.csv", dtype="string", encoding="utf-8-sig")
    frame.drop(columns="expires").assign(more=1).to_csv(
        tmp_path / "partnerships.csv", index=False, encoding="utf-8-sig"
    )
    found = mou_miner.read_dataset(tmp_path)["partnerships"]
    assert list(found) == list(COLUMNS["partnerships"])
    assert found["expires"].isna().all()


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1) | st.sampled_from(
    ["'", "''=1", "'=1", "=1", "-", "NA", "nan", "None", " ", '"', "a\r", "\n", "\ufeff", "007", "1.0", "True"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts, st.none() | texts), max_size=4))
def test_any_text_comes_back_from_csv(tmp_path: Path, rows: list[tuple[str, str | None]]) -> None:
    frame = pd.DataFrame(rows, columns=["doc_id", "warning"], dtype="string")
    write_csv({"document_warnings": frame}, tmp_path)
    pd.testing.assert_frame_equal(_table(tmp_path, "document_warnings"), frame, check_index_type=False)


@given(st.lists(st.none() | texts))
def test_defused_texts_are_restored(values: list[str | None]) -> None:
    frame = pd.DataFrame({"a": pd.Series(values, dtype="string")})
    defused = without_formulas(frame)
    assert not defused["a"].dropna().str.startswith(("=", "+", "-", "@", "\t", "\r")).any()
    pd.testing.assert_frame_equal(with_formulas(defused), frame)


def test_the_descriptor_is_json_with_licence_and_sources(store: Store, tmp_path: Path) -> None:
    write_export(store, tmp_path, "datapackage")
    found = json.loads((tmp_path / DESCRIPTOR).read_text(encoding="utf-8"))
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    assert {"title": "GeoNames (places), CC BY 4.0", "path": "https://www.geonames.org/"} in found["sources"]
    assert all((tmp_path / resource["path"]).is_file() for resource in found["resources"])
