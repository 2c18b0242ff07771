"""An office's own register: columns guessed, places linked, each cell a claim; what is wrong can be mended and given again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from mou_miner.dataset import import_register
from mou_miner.errors import ImportFileError
from mou_miner.imports import values
from mou_miner.imports.headers import guess_columns
from mou_miner.imports.registers import read_register
from mou_miner.service import Tools, open_store

HEADER = "No;Pemerintah Daerah;Kota Mitra;Negara;Bidang Kerja Sama;Jenis Naskah;Nomor;Tanggal Penandatanganan;Jangka Waktu;Status"
GOOD = "1;Kota Bandung;Suwon;Korea Selatan;pendidikan, pariwisata;Nota Kesepahaman;12/A;25 Agustus 1997;5 tahun;Aktif"
SUWON = "kemendagri:32.73--geonames:1835553"


def write(path: Path, *rows: str, head: str = HEADER) -> Path:
    path.write_text("\n".join(["DAFTAR KERJA SAMA", head, *rows]) + "\n", encoding="utf-8")
    return path


def rejected(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_row_becomes_a_partnership_with_all_its_values(tmp_path: Path, tools: Tools) -> None:
    summary = import_register(read_register(write(tmp_path / "daftar.csv", GOOD)), tools)
    assert (summary.taken, summary.rejected, summary.rejects) == (1, [], None)
    with open_store(tools.settings) as store:
        [found] = store.partnerships()
        claims = store.claims()
        spans = store.claim_spans()
    assert (found.partnership_id, found.stage, found.confidence) == (SUWON, "implemented", 0.99)
    [paper] = found.instruments
    assert (paper.instrument.kind, paper.instrument.number, paper.instrument.date_signed) == (
        "mou",
        "12/A",
        "1997-08-25",
    )
    assert paper.instrument.valid_years == 5
    assert {scope.code for scope in found.scopes} == {"education", "tourism"}
    assert {claim.origin.kind for claim in claims} == {"import"}
    assert {claim.origin.name for claim in claims} == {"daftar.csv"}
    assert {span.text for span in spans} >= {"Kota Bandung", "Suwon", "25 Agustus 1997", "5 tahun", "Aktif"}
    assert [document.weight for document in found.documents] == ["own government"]


def test_importing_again_changes_nothing(tmp_path: Path, tools: Tools) -> None:
    path = write(tmp_path / "daftar.csv", GOOD)
    import_register(read_register(path), tools)
    with open_store(tools.settings) as store:
        before = store.partnerships(), len(store.changes())
    summary = import_register(read_register(path), tools)
    assert (summary.taken, summary.known) == (0, 1)
    with open_store(tools.settings) as store:
        assert (store.partnerships(), len(store.changes())) == before


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        pytest.param("1;Bandung;Suwon;Korea;;;;;;", "Pemerintah Daerah", "can be Kabupaten Bandung or Kota Bandung", id="either"),
        pytest.param("1;Kota Atlantis;Suwon;Korea;;;;;;", "Pemerintah Daerah", "no Indonesian kota", id="no-such-region"),
        pytest.param("1;;Suwon;Korea;;;;;;", "Pemerintah Daerah", "is empty", id="empty"),
        pytest.param("1;Kota Bandung;;Korea;;;;;;", "Kota Mitra", "is empty", id="no-partner"),
        pytest.param("1;Kota Bandung;Zzyzzxton;;;;;;;", "Kota Mitra", "no foreign place", id="no-such-place"),
        pytest.param("1;Kota Bandung;Cambridge;;;;;;;", "Kota Mitra", "Give the country", id="namesakes"),
        pytest.param("1;Kota Bandung;Suwon;Korea Tengah;;;;;;", "Negara", "no country", id="no-such-country"),
        pytest.param("1;Kota Bandung;Suwon;Korea;;MoU;;31/02/2017;;", "Tanggal Penandatanganan", "no date", id="impossible-date"),
        pytest.param("1;Kota Bandung;Suwon;Korea;;MoU;;13/13/2017;;", "Tanggal Penandatanganan", "no date", id="month-13"),
        pytest.param("1;Kota Bandung;Suwon;Korea;;MoU;;2017;seumur hidup;", "Jangka Waktu", "no term", id="no-term"),
        pytest.param("1;Kota Bandung;Suwon;Korea;;;;;;entahlah", "Status", "no stage", id="no-stage"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_with_line_and_column(
    tmp_path: Path, tools: Tools, row: str, column: str, message: str
) -> None:
    path = write(tmp_path / "daftar.csv", row, GOOD)
    summary = import_register(read_register(path), tools)
    [told] = summary.rejected
    assert f"daftar.csv, line 3: column '{column}'" in told
    assert message in told
    assert summary.taken == 1
    assert summary.rejects == tmp_path / "daftar.rejects.csv"
    [left] = rejected(summary.rejects)
    assert ";".join(list(left.values())[:-1]) == row


def test_rejects_are_corrected_and_given_again(tmp_path: Path, tools: Tools) -> None:
    path = write(tmp_path / "daftar.csv", GOOD, "2;Bandung;Namur;Belgia;budaya;MoU;;2017;3;MoU")
    rejects = import_register(read_register(path), tools).rejects
    assert rejects is not None
    text = rejects.read_text(encoding="utf-8-sig").replace("2;Bandung;", "2;Kota Bandung;")
    rejects.write_text(text, encoding="utf-8-sig")
    summary = import_register(read_register(rejects), tools)
    assert (summary.taken, summary.rejected) == (1, [])
    with open_store(tools.settings) as store:
        assert [item.partner.name for item in store.partnerships()] == ["Suwon", "Namur"]


def test_two_rows_of_one_partnership_are_both_kept_and_said(tmp_path: Path, tools: Tools) -> None:
    loi = "2;Kota Bandung;Suwon;Korea Selatan;;LoI;;1 Mei 1996;;LoI"
    summary = import_register(read_register(write(tmp_path / "daftar.csv", GOOD, loi)), tools)
    assert summary.taken == 2
    assert any("line 4: tells of the same partnership as line 3" in note for note in summary.notes)
    with open_store(tools.settings) as store:
        [found] = store.partnerships()
    assert [item.instrument.kind for item in found.instruments] == ["loi", "mou"]


def test_text_that_looks_like_code_is_only_text(tmp_path: Path, tools: Tools) -> None:
    evil = "'; DROP TABLE claims; --<script>alert(1)</script>"
    row = f'1;Kota Bandung;Suwon;Korea;"=1+1; {evil}";MoU;{evil.replace(";", ",")};2017;;MoU'
    summary = import_register(read_register(write(tmp_path / "daftar.csv", row)), tools)
    assert summary.taken == 1
    with open_store(tools.settings) as store:
        [found] = store.partnerships()
        assert found.instruments[0].instrument.number == evil.replace(";", ",")
        assert store.counts()["claims"] > 0


def test_an_excel_file_with_real_dates_and_its_rejects(tmp_path: Path, tools: Tools) -> None:
    from datetime import datetime

    book = Workbook()
    book.active.append(["Indonesian city", "Partner city", "Country", "Signed", "Term"])
    book.active.append(["Kota Bandung", "Suwon", "KR", datetime(1997, 8, 25), 5])
    book.active.append(["=Bandung", "Suwon", "KR", datetime(1997, 8, 25), 5])
    path = tmp_path / "register.xlsx"
    book.save(path)
    summary = import_register(read_register(path), tools)
    assert (summary.taken, len(summary.rejected)) == (1, 1)
    assert summary.rejects is not None
    rows = list(load_workbook(summary.rejects).active.iter_rows(values_only=True))
    assert rows[0][-1] == "mou-miner: problem"
    assert rows[1][1:4] == ("Suwon", "KR", "1997-08-25")
    with open_store(tools.settings) as store:
        assert store.partnerships()[0].instruments[0].instrument.date_signed == "1997-08-25"


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (["Kota", "Sister City", "Tahun"], {"indonesian": 0, "partner": 1, "date_signed": 2}),
        (["NAMA DAERAH", "MITRA KERJASAMA", "NEGARA MITRA"], {"indonesian": 0, "partner": 1, "country": 2}),
        (["Pihak I", "Pihak II", "Ruang Lingkup Kerjasama"], {"indonesian": 0, "partner": 1, "scopes": 2}),
        (["City partner", "Local government"], {"partner": 0, "indonesian": 1}),
        (["Kabupaten/Kota", "Kota Kembar", "Keterangan"], {"indonesian": 0, "partner": 1}),
        (["No", "Uraian"], {}),
    ],
)
def test_headers(headers: list[str], columns: dict[str, int]) -> None:
    assert guess_columns(headers) == columns


def test_a_column_is_named_by_hand(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "Kota Bandung;Suwon", head="A;B")
    with pytest.raises(ImportFileError, match="no row of headers names both parties"):
        read_register(path)
    register = read_register(path, {"indonesian": "A", "partner": "b"})
    assert (register.columns, [cells for _, cells in register.rows]) == (
        {"indonesian": 0, "partner": 1}, [["Kota Bandung", "Suwon"]],
    )  # fmt: skip
    with pytest.raises(ImportFileError, match="none of our fields"):
        read_register(path, {"indonesian": "A", "mayor": "B"})


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="cannot be read"):
        read_register(tmp_path / "none.csv")
    (tmp_path / "x.xlsx").write_text("no Excel file")
    with pytest.raises(ImportFileError, match="is no Excel file"):
        read_register(tmp_path / "x.xlsx")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(ImportFileError, match="found nothing"):
        read_register(tmp_path / "empty.csv")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("25/8/1997", "1997-08-25"), ("25-08-1997", "1997-08-25"), ("1997-08-25", "1997-08-25"), ("1997-08-25 00:00:00", "1997-08-25"),
        ("25 Agustus 1997", "1997-08-25"), ("Senin, 25 Agustus 1997", "1997-08-25"), ("August 25, 1997", "1997-08-25"),
        ("25 Agt 1997", None), ("Agustus 1997", "1997-08"), ("1997", "1997"), ("1997-13", None), ("30 Februari 2001", None), ("1497", None),
        ("", None), ("2001-02-29", None),
    ],
)  # fmt: skip
def test_dates(text: str, iso: str | None) -> None:
    if iso is None:
        with pytest.raises(ValueError, match="is no"):
            values.read_date(text)
    else:
        assert values.read_date(text) == iso


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.read_years, "5 (lima) tahun", 5), (values.read_years, "18 bulan", 1.5), (values.read_years, "3,5 years", 3.5),
        (values.read_stage, "Tidak aktif", "stalled"), (values.read_stage, "MoU", "mou"), (values.read_stage, "Penjajakan", "exploration"),
        (values.read_kind, "Letter of Intent (LoI)", "loi"), (values.read_kind, "Perpanjangan MoU", "renewal"), (values.read_kind, "PKS", "agreement"),
        (values.read_form, "Kota Kembar", "sister_city"), (values.read_form, "Sister Province", "sister_province"),
    ],
)  # fmt: skip
def test_codes(read: object, text: str, value: object) -> None:
    assert read(text) == value  # type: ignore[operator]
