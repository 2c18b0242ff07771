from __future__ import annotations

import pytest

from mou_miner.gazetteer import Gazetteer
from mou_miner.records import Level


@pytest.mark.parametrize(
    ("written", "country", "name", "level"),
    [
        pytest.param("Suwon", "KR", "Suwon", "city", id="plain"),
        pytest.param("Liuzhuo", "CN", "Liuzhou", "city", id="people-decide-between-near-spellings"),
        pytest.param("Braunscheigh", "DE", "Braunschweig", "city", id="two-edits"),
        pytest.param("Forthworth", "US", "Fort Worth", "city", id="glued-and-misspelt"),
        pytest.param("Shenzen", "CN", "Shenzhen", "city", id="letter-lost"),
        pytest.param("Junggu", "KR", "Jung-gu", "district", id="hyphen-lost"),
        pytest.param("Petaling", "MY", "Petaling", "district", id="district-before-a-longer-city"),
        pytest.param("Los Rios", "EC", "Los Ríos", "province", id="province"),
        pytest.param("Kota Los Rios", "EC", "Los Ríos", "province", id="province-called-kota"),
        pytest.param("Gangbuk", "KR", "Gangbuk-gu", "district", id="district-without-its-syllable"),
        pytest.param("Newplymouth", "NZ", "New Plymouth", "city", id="glued"),
        pytest.param("Kyongju", "KR", "Gyeongju", "city", id="older-romanisation"),
        pytest.param("Suwon-si", "KR", "Suwon", "city", id="si"),
        pytest.param("Suwonsi", "KR", "Suwon", "city", id="si-glued"),
        pytest.param("Kitakyushu-shi", "JP", "Kitakyushu", "city", id="shi"),
        pytest.param("Chungcheong Selatan", "KR", "South Chungcheong", "province", id="direction-korea"),
        pytest.param("Jeolla Utara", "KR", "North Jeolla", "province", id="direction-jeolla"),
        pytest.param("Gyeongsang Utara", None, "North Gyeongsang", "province", id="direction-without-country"),
        pytest.param("Gyeongsangbuk-do", "KR", "North Gyeongsang", "province", id="native-direction"),
        pytest.param("Australia Barat", "AU", "Western Australia", "province", id="direction-australia"),
        pytest.param("Australia Selatan", None, "South Australia", "province", id="direction-south-australia"),
        pytest.param("Holland Selatan", "NL", "South Holland", "province", id="direction-holland"),
        pytest.param("Carolina Utara", "US", "North Carolina", "province", id="direction-carolina"),
        pytest.param("Azerbaijan Timur", "IR", "East Azerbaijan", "province", id="direction-iran"),
        pytest.param("Sulawesi of the Sea", "PH", None, None, id="nothing"),
        pytest.param("Mongolia Dalam", "CN", "Inner Mongolia", "province", id="inner-mongolia"),
        pytest.param("Provinsi Shandong", None, "Shandong", "province", id="provinsi"),
        pytest.param("Prefektur Kyoto", None, "Kyoto", "province", id="prefektur"),
        pytest.param("Kyoto Prefecture", "JP", "Kyoto", "province", id="prefecture"),
        pytest.param("Kyoto", "JP", "Kyoto", "city", id="city-first"),
        pytest.param("Kyoto-fu", "JP", "Kyoto", "province", id="fu"),
        pytest.param("Negara Bagian Queensland", None, "Queensland", "province", id="negara-bagian"),
        pytest.param("State of Victoria", "AU", "Victoria", "province", id="state-of"),
        pytest.param("New York", "US", "New York", "city", id="new-york"),
        pytest.param("New York State", "US", "New York", "province", id="new-york-state"),
        pytest.param("Free State", "ZA", "Free State", "province", id="state-inside-the-name"),
        pytest.param("Kota Kinabalu", "MY", "Kota Kinabalu", "city", id="kota-inside-the-name"),
        pytest.param("Negeri Sembilan", "MY", "Negeri Sembilan", "province", id="negeri-inside-the-name"),
        pytest.param("Ho Chi Minh City", "VN", "Ho Chi Minh City", "city", id="city-inside-the-name"),
        pytest.param("Kota Ho Chi Minh", "VN", "Ho Chi Minh City", "city", id="kota-for-city"),
        pytest.param("Sverdlovsk Oblast", "RU", "Sverdlovsk", "province", id="oblast"),
        pytest.param("Busan Metropolitan City", "KR", "Busan", "city", id="metropolitan-city"),
        pytest.param("Municipality of Rotterdam", "NL", "Rotterdam", "city", id="municipality-of"),
        pytest.param("Pelabuhan Rotterdam", None, "Rotterdam", "city", id="pelabuhan"),
        pytest.param("Suwon, Korea Selatan", None, "Suwon", "city", id="country-behind-comma"),
        pytest.param("Pattaya Thailand", None, "Pattaya", "city", id="country-behind"),
        pytest.param("Portland, Oregon", None, "Portland", "city", id="region-behind-comma"),
        pytest.param("Perak in Malaysia", None, "Perak", "province", id="country-behind-in"),
        pytest.param("the Dutch city of Breda", None, "Breda", "city", id="nationality-before"),
        pytest.param("Shire of Broome", "AU", "Broome", "district", id="shire"),
        pytest.param("Komite Rakyat Kota Hue", "VN", "Hue", "city", id="peoples-committee"),
        pytest.param("Cape Coast Metropolitan Assembly", "GH", "Cape Coast", "city", id="metropolitan-assembly"),
        pytest.param("Prevektur Shizuoka", "JP", "Shizuoka", "province", id="type-word-misspelt"),
        pytest.param("Northern Territory", None, "Northern Territory", "province", id="direction-needs-its-type-word"),
        pytest.param("Singapura", None, "Singapore", "city", id="city-of-its-country's-name"),
        pytest.param("Georgia", "US", "Georgia", "province", id="a-state-of-a-country's-name"),
        pytest.param("Liverpool", None, "Liverpool", "city", id="people-decide"),
        pytest.param("Moskow", None, "Moscow", "city", id="exonym-moscow"),
        pytest.param("Kairo", None, "Cairo", "city", id="exonym-cairo"),
        pytest.param("Den Haag", "NL", "The Hague", "city", id="exonym-the-hague"),
        pytest.param("Wina", "AT", "Vienna", "city", id="exonym-vienna"),
        pytest.param("Praha", None, "Prague", "city", id="exonym-prague"),
        pytest.param("Beograd", None, "Belgrade", "city", id="exonym-belgrade"),
        pytest.param("Kopenhagen", None, "Copenhagen", "city", id="exonym-copenhagen"),
        pytest.param("Jenewa", None, "Geneva", "city", id="exonym-geneva"),
        pytest.param("Lisabon", None, "Lisbon", "city", id="exonym-lisbon"),
        pytest.param("Aleksandria", None, "Alexandria", "city", id="exonym-alexandria"),
        pytest.param("Koln", "DE", "Cologne", "city", id="exonym-cologne"),
        pytest.param("Muenchen", None, "Munich", "city", id="exonym-munich"),
        pytest.param("Venesia", None, "Venice", "city", id="exonym-venice"),
        pytest.param("Mekkah", None, "Mecca", "city", id="exonym-mecca"),
        pytest.param("Yerusalem", None, "Jerusalem", "city", id="exonym-jerusalem"),
        pytest.param("Sabah", "MY", "Sabah", "province", id="state-without-type-word"),
        pytest.param("Bavaria", "DE", "Bavaria", "province", id="land"),
        pytest.param("Essex", "GB", "Essex", "district", id="county"),
        pytest.param("Gronigen", None, "Groningen", "city", id="near-without-country"),
        pytest.param("Tatarstan", "RU", "Tatarstan", "province", id="republic"),
        pytest.param("Quang Nam", "VN", "Quang Nam", "province", id="province-since-joined-to-another"),
        pytest.param("Hong Kong", "CN", "Hong Kong", "city", id="territory-under-its-country"),
    ],
)
def test_link(written: str, country: str | None, name: str | None, level: Level | None, gazetteer: Gazetteer) -> None:
    found = gazetteer.link(written, country=country)
    first = found[0].place if found else None
    assert (first and first.name, first and first.level) == (name, level)
    assert country is None or not first or first.country in {country, "HK"}


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("Liverpool", None, "GB"),
        ("Barcelona", None, "ES"),
        ("Cordoba", "AR", "AR"),
        ("Liverpool", "AU", "AU"),
        ("Cleveland, Ohio", None, "US"),
    ],
)
def test_country_of_the_likeliest(written: str, country: str | None, expected: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.link(written, country=country)[0].place.country == expected


def test_one_name_in_two_countries(gazetteer: Gazetteer) -> None:
    assert {"EC", "ES"} <= {c.place.country for c in gazetteer.link("Cuenca")}


@pytest.mark.parametrize(
    ("written", "country"),
    [
        pytest.param("Schieland", "NL", id="water-board"),
        pytest.param("Universitas Kyoto", "JP", id="university"),
        pytest.param("Hotel Tokyo", "JP", id="hotel"),
        pytest.param("Tokyo University", "JP", id="university-behind"),
        pytest.param("Suwon", "JP", id="not-in-that-country"),
        pytest.param("Pendidikan", None, id="a-word"),
        pytest.param("Lembaga Swadaya", None, id="an-organisation"),
        pytest.param("Kota Bandung", None, id="indonesian"),
        pytest.param("Jerman", None, id="a-country-is-no-near-spelling"),
        pytest.param("India", "IN", id="a-country-in-itself"),
        pytest.param("Mexico", None, id="a-country-before-a-state"),
        pytest.param("Kabupaten Sleman", None, id="indonesian-regency"),
        pytest.param("", None, id="empty"),
        pytest.param("---", None, id="no-letters"),
    ],
)
def test_no_link(written: str, country: str | None, gazetteer: Gazetteer) -> None:
    assert gazetteer.link(written, country=country) == []


def test_a_level_decides_between_city_and_province(gazetteer: Gazetteer) -> None:
    assert gazetteer.link("Osaka", country="JP", level="province")[0].place.level == "province"
    assert gazetteer.link("Osaka", country="JP", level="city")[0].place.level == "city"


def test_without_fuzzy_a_near_spelling_is_no_link(gazetteer: Gazetteer) -> None:
    assert gazetteer.link("Liuzhuo", country="CN", fuzzy=False) == []


def test_min_score_cuts(gazetteer: Gazetteer) -> None:
    assert gazetteer.link("Suwon", country="KR", min_score=1.01) == []


def test_exact_is_most_populous_first_and_never_indonesian(gazetteer: Gazetteer) -> None:
    places = gazetteer.exact("liverpool")
    assert places[0].country == "GB"
    assert [p.population for p in places] == sorted((p.population for p in places), reverse=True)
    assert gazetteer.exact("Surabaya") == ()
    assert gazetteer.exact("Suwn") == ()


@pytest.mark.parametrize("word", ["sama", "Kota", "Hope", "Selatan", "Pendidikan"])
def test_an_everyday_word_is_no_place(word: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.exact(word) == ()
    assert gazetteer.link(word) == []


def test_an_everyday_word_may_be_a_place_in_a_known_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.link("Surat", country="IN")[0].place.name == "Surat"


@pytest.mark.parametrize(
    ("written", "country"),
    [("Distrik Baoshan", "CN"), ("Leduc County", "CA")],
)
def test_a_district_that_is_not_listed_is_no_city_of_its_name(written: str, country: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.link(written, country=country) == []


def test_a_place_has_its_particulars(gazetteer: Gazetteer) -> None:
    place = gazetteer.link("Suwon", country="KR")[0].place
    assert (place.geonames_id, place.parent, place.kemendagri_code) == (1835553, "Gyeonggi", None)
    assert place.latitude == pytest.approx(37.29, abs=0.01)
    assert place.population > 1_000_000
