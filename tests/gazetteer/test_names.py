from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_miner.gazetteer.names import direction_keys, squash, variants, words_of


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Jung-gu", "junggu"),
        ("Los Ríos", "losrios"),
        ("Łódź", "lodz"),
        ("Bà Rịa–Vũng Tàu", "bariavungtau"),
        ("Xi’an", "xian"),
        ("St. Petersburg", "stpetersburg"),
        ("Großenhain", "grossenhain"),
        ("Gǝncǝ", "gǝncǝ"),
        ("水原", "水原"),
        ("", ""),
    ],
)
def test_squash(name: str, key: str) -> None:
    assert squash(name) == key


@given(st.text(max_size=40))
def test_squashing_twice_changes_nothing(name: str) -> None:
    assert squash(squash(name)) == squash(name)


@pytest.mark.parametrize(
    ("name", "words", "levels"),
    [
        ("Pemerintah Kota Bandung", ("bandung",), {"city"}),
        ("Pemkab. Bogor", ("bogor",), {"regency"}),
        ("Kyoto Prefecture", ("kyoto",), {"province"}),
        ("Jung-gu", ("jung",), {"district"}),
        ("Port of Rotterdam", ("rotterdam",), {"port"}),
        ("Suwon", ("suwon",), set()),
        ("Kota", ("kota",), set()),
    ],
)
def test_type_words_come_off(name: str, words: tuple[str, ...], levels: set[str]) -> None:
    last = variants(name)[-1]
    assert (last.words, set(last.levels)) == (words, levels)


@given(st.text(max_size=40))
def test_a_name_is_never_stripped_to_nothing(name: str) -> None:
    assert all(v.words for v in variants(name))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Australia Barat", "westernaustralia"),
        ("Western Australia", "australiabarat"),
        ("Chungcheong Selatan", "chungcheongnamdo"),
        ("North Gyeongsang", "gyeongsangbukdo"),
    ],
)
def test_direction_words(name: str, key: str) -> None:
    assert key in direction_keys(words_of(name))


def test_no_direction_no_keys() -> None:
    assert direction_keys(words_of("Los Angeles")) == []
    assert direction_keys(("barat",)) == []
