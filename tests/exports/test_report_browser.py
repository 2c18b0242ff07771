"""The report in a real browser, on a desk and on a phone, without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mou_miner.exports.report import make_report
from tests.builders import BANDUNG, SUWON
from tests.exports.resolved import act, paper, partnership, scope, summary
from tests.exports.test_report import EVIL, SEATTLE, SURABAYA

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOW = "for the tests in a browser run: apt-get update && apt-get install -y chromium"
MANY = 60


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason=HOW)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_api.sync_playwright() as playwright:
        if program is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip(HOW)
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(params=[(1366, 768, "en"), (390, 844, "id")], ids=["desk", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Page]:
    """The report of many partnerships, one of them with hostile words; a request or a fault in it fails the test."""
    width, height, language = request.param
    towns = [SUWON.model_copy(update={"name": f"Town {number}", "geonames_id": number}) for number in range(MANY)]
    items = [partnership(partner=town, instruments=(paper(valid_years=5),), scopes=(scope(),)) for town in towns]
    items.append(partnership(SURABAYA, SEATTLE, stage="implemented", activities=(act(text=EVIL), act("planned")), scopes=(scope("tourism"),)))  # fmt: skip
    file = tmp_path / "report.html"
    file.write_text(make_report(items, [summary()], [], on="2026-01-01", language=language), encoding="utf-8")
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    opened = context.new_page()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened.on("request", lambda sent: None if sent.url.startswith("file://") else wrong.append(sent.url))
    opened.goto(file.as_uri())
    yield opened
    context.close()
    assert wrong == []


def shown(page: Page) -> int:
    return page.locator("tr.row:visible").count()


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    drawn = [page.locator(f"svg.{kind}").first.bounding_box() for kind in ("map", "network")]
    assert all(box and box["width"] > 250 and box["height"] > 40 for box in drawn)
    assert page.locator("svg.network text").first.evaluate("node => node.getBoundingClientRect().height") >= 9


def test_the_table_is_searched_filtered_and_sorted(page: Page) -> None:
    assert shown(page) == 40
    page.click("#more")
    assert shown(page) == MANY + 1
    page.fill("#search", "surabaya seattle")
    assert (shown(page), page.text_content("#count")) == (1, "1")
    page.click("tr.row:visible + tr.full summary")
    assert "onerror" in page.locator("tr.full:visible q").first.text_content()  # type: ignore[operator]
    page.fill("#search", "nobody at all")
    assert page.locator("#nothing").is_visible()
    page.click("#clear")
    page.select_option("#stage", "implemented")
    assert shown(page) == 1
    page.click("#clear")
    page.locator('[data-filter="country"][data-code="US"]').click()
    assert shown(page) == 1


def test_columns_sort_the_rows(page: Page) -> None:
    if page.viewport_size["width"] < 640:  # type: ignore[index]
        pytest.skip("there are no headers on a phone")
    page.click("#rows thead th:nth-child(5) button")
    page.click("#rows thead th:nth-child(5) button")
    assert page.locator("tr.row").first.locator("td").first.text_content() == "Kota Surabaya"
    assert page.get_attribute("#rows thead th:nth-child(5)", "aria-sort") == "descending"


def test_the_page_passes_the_accessibility_check(page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    violations = axe.Axe().run(page).response["violations"]
    serious = [item for item in violations if item["impact"] in ("serious", "critical")]
    assert [(item["id"], item["nodes"][0]["html"][:200]) for item in serious] == []
    assert BANDUNG.name in page.content()
