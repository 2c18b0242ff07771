from __future__ import annotations

import pytest

from mou_miner.gazetteer import Gazetteer, squash


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(pytest.param(n, "CN", id=n) for n in ("Tiongkok", "China", "Cina", "RRT", "RRC", "Republik Rakyat Tiongkok",
          "People's Republic of China", "Negeri Tirai Bambu", "Tiongok", "Chinese")),
        *(pytest.param(n, "GB", id=n) for n in ("Inggris", "Britania Raya", "UK", "United Kingdom", "Skotlandia")),
        *(pytest.param(n, "KR", id=n) for n in ("Korsel", "Korea Selatan", "Republik Korea", "Republic of Korea",
          "Korea", "Negeri Ginseng", "South Korean")),
        *(pytest.param(n, "US", id=n) for n in ("AS", "Amerika Serikat", "USA", "the United States of America",
          "Negeri Paman Sam")),
        *(pytest.param(n, "NL", id=n) for n in ("Belanda", "Negeri Kincir Angin", "Kingdom of the Netherlands",
          "The Netherlands", "Dutch")),
        *(pytest.param(n, "JP", id=n) for n in ("Jepang", "Negeri Sakura", "Japan", "Japanese")),
        pytest.param("Federal Republic of Germany", "DE", id="long-english"),
        pytest.param("Republik Azerbaijan", "AZ", id="long-indonesian"),
        pytest.param("Hongaria", "HU", id="indonesian-form-missing-in-cldr"),
        pytest.param("Papua Nugini", "PG", id="babel"),
        pytest.param("Türkiye", "TR", id="accents"),
        pytest.param("JEPANG", "JP", id="capitals"),
        pytest.param("  korea   selatan ", "KR", id="spaces"),
        pytest.param("Georgia", "GE", id="also-a-state-of-the-us"),
        pytest.param("Repulic of Kenia", None, id="never-fuzzy"),
        pytest.param("Uni Eropa", None, id="no-country"),
        pytest.param("Bandung", None, id="a-city"),
        pytest.param("", None, id="empty"),
    ],
)  # fmt: skip
def test_country(name: str, code: str | None, gazetteer: Gazetteer) -> None:
    assert gazetteer.country(name) == code


def test_country_names_are_squashed_keys(gazetteer: Gazetteer) -> None:
    names = gazetteer.country_names()
    assert all(key == squash(key) and len(code) == 2 for key, code in names.items())
    assert names["negerikincirangin"] == "NL"


def test_nationalities_can_be_left_out(gazetteer: Gazetteer) -> None:
    assert "dutch" in gazetteer.country_names()
    assert "dutch" not in gazetteer.country_names(adjectives=False)
