"""The page about the dataset: what it shows, that it needs nothing from elsewhere, and that documents cannot act in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
import srsly
from typer.testing import CliRunner

from mou_miner.cli import app
from mou_miner.exports import report as report_package
from mou_miner.exports.report import make_report
from mou_miner.exports.report.content import evidence_by_scope, make_rows, scopes_by_year, stages_by_region
from mou_miner.exports.report.drawing import INDONESIA, WORLD, draw_map
from mou_miner.exports.wording import LANGUAGES, codes
from mou_miner.records import (
    ACTIVITY_TYPES,
    SCOPE_CODES,
    Assertion,
    Form,
    InstrumentKind,
    Level,
    ResolvedPartnership,
    Stage,
    Trace,
    Typology,
)
from mou_miner.store.store import Store
from tests.builders import BANDUNG, SUWON
from tests.exports.resolved import act, doc_id, paper, partnership, scope, summary
from tests.exports.test_dataset import extractions, fill

ON = "2026-01-01"
EVIL = "</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}<svg onload=alert(2)>"
SURABAYA = BANDUNG.model_copy(update={"name": "Kota Surabaya", "kemendagri_code": "35.78", "latitude": -7.25, "longitude": 112.75})  # fmt: skip
SEATTLE = SUWON.model_copy(update={"name": "Seattle", "country": "US", "geonames_id": 5809844, "latitude": 47.6, "longitude": -122.33})  # fmt: skip


def some() -> list[ResolvedPartnership]:
    return [
        partnership(stage="implemented", instruments=(paper(valid_years=5, title="Memorandum"),), scopes=(scope(),), activities=(act(), act("planned"))),
        partnership(SURABAYA, SEATTLE, instruments=(paper(date="2012-04"),), scopes=(scope(), scope("tourism", words="pariwisata"))),
    ]  # fmt: skip


def page(partnerships: list[ResolvedPartnership] | None = None, **options: object) -> str:
    items = some() if partnerships is None else partnerships
    return make_report(
        items, [summary(), summary("https://berita.example/1?a=1&b=2", kind="news")], [], on=ON, **options
    )  # type: ignore[arg-type]


class Elements(HTMLParser):
    """All elements of a page with their attributes, and the text outside script and style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._within = tag

    def handle_data(self, data: str) -> None:
        if self._within not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_both_languages(language: str) -> None:
    texts = srsly.read_yaml(Path(report_package.__file__).with_name("texts.yaml"))
    assert all(isinstance(words.get(language), str) and set(words) == {"en", "id"} for words in texts.values())


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("stage", get_args(Stage)), ("form", get_args(Form)), ("level", get_args(Level)), ("typology", get_args(Typology)),
        ("assertion", get_args(Assertion)), ("instrument", get_args(InstrumentKind)), ("scope", SCOPE_CODES),
        ("activity", ACTIVITY_TYPES),
    ],
)  # fmt: skip
def test_every_code_has_a_name_in_both_languages(kind: str, members: tuple[str, ...]) -> None:
    assert set(codes()[kind]) == set(members)
    assert all(item["en"] and item["id"] for item in codes()[kind].values())


def test_the_page_shows_what_the_dataset_says() -> None:
    text = Elements(page()).text
    for words in ("2 partnerships of 2 Indonesian governments with 2 countries", "Kota Surabaya", "Seattle", "South Korea",
                  "East Java", "implemented", "2012-04", "Pertukaran pelajar", "memorandum of understanding: Memorandum", "term over"):  # fmt: skip
        assert words in text, words


def test_the_page_in_indonesian() -> None:
    html = page(language="id")
    assert '<html lang="id">' in html
    for words in (
        "Kemitraan kota Indonesia",
        "Korea Selatan",
        "Jawa Timur",
        "terlaksana",
        "pendidikan",
        "nota kesepahaman",
    ):
        assert words in Elements(html).text


def test_the_page_needs_nothing_from_elsewhere() -> None:
    for tag, attributes in Elements(page()).found:
        assert tag not in ("link", "iframe", "object", "embed", "img", "base"), tag
        assert "src" not in attributes
        if "href" in attributes and tag != "a":
            raise AssertionError(tag)
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest", page())


def test_words_of_documents_cannot_act() -> None:
    parties = [party.model_copy(update={"name": EVIL}) for party in (BANDUNG, SUWON)]
    item = partnership(
        *parties, partnership_id=EVIL, instruments=(paper(title=EVIL, number=EVIL, date=EVIL),), activities=(act(text=EVIL, date=EVIL),),
        first_signed=None, last_told=None,
    )  # fmt: skip
    trace = Trace(EVIL, "partnership", None, "stage", doc_id("a.pdf"), 0, 1, EVIL, 1, None)
    sources = [summary(source=EVIL), summary("b.pdf", source="javascript:alert(1)")]
    calm = Elements(make_report([partnership(instruments=(paper(),), activities=(act(),))], [summary()], [], on=ON))
    elements = Elements(make_report([item], sources, [trace], on=ON, title=EVIL))
    wild = [tag for tag, _ in elements.found]
    assert wild.count("script") == 1
    assert set(wild) <= {tag for tag, _ in calm.found}
    assert all(not name.startswith("on") for _, attributes in elements.found for name in attributes)
    assert all(not (attributes.get("href") or "#").startswith("javascript") for _, attributes in elements.found)
    assert "{{ 7*7 }}" in elements.text


def test_only_addresses_are_links_and_personal_data_is_masked() -> None:
    name = "https://berita.example/1?a=1&b=2"
    html = page(
        [partnership(documents=(name,), activities=(act(text="Hubungi 0812-3456-7890", documents=(doc_id(name),)),))]
    )
    assert 'href="https://berita.example/1?a=1&amp;b=2" rel="noopener noreferrer"' in html
    assert "0812" not in html
    assert "Hubungi [phone]" in html


def test_an_empty_dataset() -> None:
    assert "The dataset has no partnerships yet." in Elements(page([])).text


def test_a_partnership_of_which_nothing_is_known() -> None:
    bare = {"kemendagri_code": None, "geonames_id": None, "latitude": None, "longitude": None, "country": None}
    html = page([partnership(BANDUNG.model_copy(update=bare), SUWON.model_copy(update=bare), stage=None, form=None)])
    text = Elements(html).text
    assert "1 of 1 have a place that is not known" in text
    assert "not told" in text


def test_the_counts() -> None:
    rows = make_rows(some(), [summary()], [], "en", ON)
    assert [(bar.name, dict(bar.parts)) for bar in stages_by_region(rows, "en", "?")] == [
        ("East Java", {"mou": 1}),
        ("West Java", {"implemented": 1}),
    ]
    assert [(bar.code, dict(bar.parts)) for bar in evidence_by_scope(some(), "en")] == [
        ("education", {"done": 1, "silent": 1}), ("tourism", {"silent": 1}),
    ]  # fmt: skip
    grid = scopes_by_year(some(), "en")
    assert grid.columns == ("1995–99", "2000–04", "2005–09", "2010–14")
    assert grid.rows == (("education", (1, 0, 0, 1)), ("tourism", (0, 0, 0, 1)))


def test_places_stand_where_they_are_on_the_map() -> None:
    assert WORLD.place(-122.33, 47.6)[0] > WORLD.place(127, 37)[0] > WORLD.place(107.6, -6.9)[0] > WORLD.place(2, 48)[0]
    assert WORLD.place(107.6, -6.9)[1] > WORLD.place(127, 37)[1]
    drawn = str(draw_map(make_rows(some(), [summary()], [], "en", ON), INDONESIA, "x", ties=False))
    assert "Kota Bandung" in drawn
    assert "Seattle" not in drawn


def test_the_command(tmp_path: Path) -> None:
    address, target = f"sqlite:///{tmp_path / 'mou.sqlite'}", tmp_path / "new" / "report.html"
    with Store.open(address) as store:
        fill(store, extractions())
    said = CliRunner().invoke(app, ["report", "--to", str(target), "--db", address, "--lang", "id", "--date", ON])
    assert (said.exit_code, said.stdout) == (0, "")
    assert "-Atlantis" in target.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["report", "--to", str(target), "--db", address, "--lang", "fr"]).exit_code == 2
