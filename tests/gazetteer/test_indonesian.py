from __future__ import annotations

import re

import pytest
from lokal import wilayah

from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Level


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        pytest.param("Kota Bandung", "Kota Bandung", "32.73", id="plain"),
        pytest.param("Kabupaten Bandung", "Kabupaten Bandung", "32.04", id="kabupaten-is-not-kota"),
        pytest.param("Bandung", "Kota Bandung", "32.73", id="bare-name-kota-first"),
        pytest.param("Pemkot Bandung", "Kota Bandung", "32.73", id="pemkot"),
        pytest.param("Pemerintah Kota Surabaya", "Kota Surabaya", "35.78", id="pemerintah-kota"),
        pytest.param("Pemkab Bogor", "Kabupaten Bogor", "32.01", id="pemkab"),
        pytest.param("Kab. Bogor", "Kabupaten Bogor", "32.01", id="kab-with-dot"),
        pytest.param("Kotamadya Bogor", "Kota Bogor", "32.71", id="kotamadya"),
        pytest.param("Wali Kota Bogor", "Kota Bogor", "32.71", id="office-holder"),
        pytest.param("Bupati Malang", "Kabupaten Malang", "35.07", id="bupati"),
        pytest.param("Bandung City", "Kota Bandung", "32.73", id="english-city"),
        pytest.param("City of Surabaya", "Kota Surabaya", "35.78", id="city-of"),
        pytest.param("the Surabaya City Government", "Kota Surabaya", "35.78", id="city-government"),
        pytest.param("Bandung Regency", "Kabupaten Bandung", "32.04", id="english-regency"),
        pytest.param("Regency of Banyuwangi", "Kabupaten Banyuwangi", "35.10", id="regency-of"),
        pytest.param("West Lombok Regency", "Kabupaten Lombok Barat", "52.01", id="direction-turned-round"),
        pytest.param("West Java Province", "Provinsi Jawa Barat", "32", id="english-province"),
        pytest.param("Provincial Government of Central Java", "Provinsi Jawa Tengah", "33", id="provincial-government"),
        pytest.param("North Sumatra", "Provinsi Sumatera Utara", "12", id="sumatra"),
        pytest.param("Southeast Sulawesi", "Provinsi Sulawesi Tenggara", "74", id="southeast"),
        pytest.param("West Nusa Tenggara", "Provinsi Nusa Tenggara Barat", "52", id="west-nusa-tenggara"),
        pytest.param("Riau Islands", "Provinsi Kepulauan Riau", "21", id="islands"),
        pytest.param("Kep. Riau", "Provinsi Kepulauan Riau", "21", id="kep"),
        pytest.param("Bangka Belitung", "Provinsi Kepulauan Bangka Belitung", "19", id="without-kepulauan"),
        *(
            pytest.param(short, name, None, id=short)
            for short, name in {
                "Jabar": "Provinsi Jawa Barat", "Jateng": "Provinsi Jawa Tengah", "Jatim": "Provinsi Jawa Timur",
                "Sumbar": "Provinsi Sumatera Barat", "Sumut": "Provinsi Sumatera Utara",
                "Sumsel": "Provinsi Sumatera Selatan", "Kaltim": "Provinsi Kalimantan Timur",
                "Kalsel": "Provinsi Kalimantan Selatan", "Kalbar": "Provinsi Kalimantan Barat",
                "Kalteng": "Provinsi Kalimantan Tengah", "Kaltara": "Provinsi Kalimantan Utara",
                "Sulut": "Provinsi Sulawesi Utara", "Sulsel": "Provinsi Sulawesi Selatan",
                "Sulteng": "Provinsi Sulawesi Tengah", "Sultra": "Provinsi Sulawesi Tenggara",
                "Sulbar": "Provinsi Sulawesi Barat", "NTB": "Provinsi Nusa Tenggara Barat",
                "NTT": "Provinsi Nusa Tenggara Timur", "Babel": "Provinsi Kepulauan Bangka Belitung",
                "Kepri": "Provinsi Kepulauan Riau", "Pemprov Jatim": "Provinsi Jawa Timur",
            }.items()
        ),
        pytest.param("Jakarta", "Provinsi DKI Jakarta", "31", id="jakarta-is-a-province"),
        pytest.param("Kota Jakarta", "Provinsi DKI Jakarta", "31", id="even-as-kota"),
        pytest.param("Jakarta City", "Provinsi DKI Jakarta", "31", id="even-as-city"),
        pytest.param("Pemprov DKI Jakarta", "Provinsi DKI Jakarta", "31", id="dki"),
        pytest.param("Special Capital Region of Jakarta", "Provinsi DKI Jakarta", "31", id="dki-in-english"),
        pytest.param("Yogyakarta", "Kota Yogyakarta", "34.71", id="yogyakarta-kota-first"),
        pytest.param("DIY", "Provinsi DI Yogyakarta", "34", id="diy"),
        pytest.param("Pemda DIY", "Provinsi DI Yogyakarta", "34", id="pemda-diy"),
        pytest.param("Special Region of Yogyakarta", "Provinsi DI Yogyakarta", "34", id="diy-in-english"),
        pytest.param("Provinsi Yogyakarta", "Provinsi DI Yogyakarta", "34", id="provinsi-yogyakarta"),
        pytest.param("Jogja", "Kota Yogyakarta", "34.71", id="jogja"),
        pytest.param("Solo", "Kota Surakarta", "33.72", id="solo"),
        pytest.param("Pemkot Solo", "Kota Surakarta", "33.72", id="pemkot-solo"),
        pytest.param("Siantar", "Kota Pematangsiantar", None, id="siantar"),
        pytest.param("Bukit Tinggi", "Kota Bukittinggi", None, id="written-apart"),
        pytest.param("Ujung Pandang", "Kota Makassar", None, id="old-name"),
        pytest.param("Kota Pahlawan", "Kota Surabaya", None, id="nickname-pahlawan"),
        pytest.param("Kota Kembang", "Kota Bandung", None, id="nickname-kembang"),
        pytest.param("Kota Hujan", "Kota Bogor", None, id="nickname-hujan"),
        pytest.param("Kota Atlas", "Kota Semarang", None, id="nickname-atlas"),
        pytest.param("Kota Bertuah", "Kota Pekanbaru", None, id="nickname-bertuah"),
        pytest.param("Gorontalo", "Kota Gorontalo", None, id="three-units-one-name"),
        pytest.param("Provinsi Gorontalo", "Provinsi Gorontalo", "75", id="type-word-decides"),
        pytest.param("Bali", "Provinsi Bali", "51", id="only-a-province"),
        pytest.param("Kotabaru", "Kabupaten Kotabaru", None, id="kota-inside-the-name"),
        pytest.param("Toba Samosir", "Kabupaten Toba", None, id="renamed"),
        pytest.param("Surabya", "Kota Surabaya", None, id="letter-lost"),
        pytest.param("Kota Bandnug", "Kota Bandung", None, id="letters-swapped"),
        pytest.param("Kota Semarangg", "Kota Semarang", None, id="letter-doubled"),
        pytest.param("Badung", "Kabupaten Badung", "51.03", id="exact-beats-one-edit"),
        pytest.param("KABUPATEN SLEMAN", "Kabupaten Sleman", "34.04", id="capitals"),
    ],
)  # fmt: skip
def test_indonesian(written: str, name: str, code: str | None, gazetteer: Gazetteer) -> None:
    first = gazetteer.indonesian(written)[0].place
    assert first.name == name
    assert code is None or first.kemendagri_code == code


def test_a_type_word_rules_other_levels_out(gazetteer: Gazetteer) -> None:
    assert [c.place.name for c in gazetteer.indonesian("Kabupaten Bandung")] == ["Kabupaten Bandung"]
    assert [c.place.name for c in gazetteer.indonesian("Kota Bandung")] == ["Kota Bandung"]


def test_a_bare_name_has_all_its_levels(gazetteer: Gazetteer) -> None:
    names = [c.place.name for c in gazetteer.indonesian("Gorontalo")]
    assert names == ["Kota Gorontalo", "Kabupaten Gorontalo", "Provinsi Gorontalo"]


@pytest.mark.parametrize(
    ("written", "level", "name"),
    [
        ("Bandung", "regency", "Kabupaten Bandung"),
        ("Yogyakarta", "province", "Provinsi DI Yogyakarta"),
        ("Bogor", "city", "Kota Bogor"),
    ],
)
def test_a_stated_level_decides(written: str, level: Level, name: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.indonesian(written, level=level)[0].place.name == name


@pytest.mark.parametrize(
    "written",
    ["Suwon", "Universitas Lampung", "Hotel Bandung", "Los Angeles", "Pendidikan", "", "Kota", "Republik Korea"],
)
def test_not_indonesian(written: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.indonesian(written) == []


def test_all_units_are_found_by_their_own_names(gazetteer: Gazetteer) -> None:
    units = [u for p in wilayah.list_wilayah() for u in wilayah.list_wilayah(p.code)]
    assert len(units) == 514
    missed = []
    for unit in units:
        found = gazetteer.indonesian(unit.name)
        if not found or found[0].place.kemendagri_code != unit.code:
            missed.append(unit.name)
    assert missed == []


def test_canonical_names(gazetteer: Gazetteer) -> None:
    for province in wilayah.list_wilayah():
        first = gazetteer.indonesian(f"Provinsi {province.name}")[0].place
        assert first.kemendagri_code == province.code
        assert re.fullmatch(r"Provinsi [A-Z].*", first.name)
