"""The review page in a real browser, as annotators use it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mou_miner.settings import Settings
from mou_miner.store.moves import corrections_of
from mou_miner.store.people import Assignment, assign
from mou_miner.store.store import Store
from web.conftest import PAPER, STORY, Server, add_people, doc_id_of, free_port, open_document, serve_apart

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

Serve = Callable[..., Server]
Visit = Callable[..., "Page"]


def decided(store: Store, name: str) -> list[tuple[str, str, Any]]:
    document = store.document(doc_id_of(store, name))
    assert document is not None
    return [(item.verdict, item.field, item.value) for item in corrections_of(store, document)]


def value(page: Page, field: str, nth: int = 0) -> Any:
    return page.locator(f".value[data-field={field}]").nth(nth)


def wait_for_state(page: Page, field: str, state: str, nth: int = 0) -> None:
    item = value(page, field, nth)
    page.wait_for_function(
        "([id, state]) => document.getElementById(id)?.dataset.state === state", arg=[item.get_attribute("id"), state]
    )


def test_values_are_accepted_rejected_and_changed_with_the_mouse(serve: Serve, visit: Visit, store: Store) -> None:
    server = serve()
    page = visit(server)
    open_document(page, server, doc_id_of(store, PAPER))
    value(page, "form").locator("[data-do=accept]").click()
    wait_for_state(page, "form", "accepted")
    value(page, "scope").locator("[data-do=reject]").click()
    wait_for_state(page, "scope", "rejected")
    value(page, "stage").locator("[data-do=change]").click()
    page.select_option(".valueform [name=value]", "implemented")
    page.click(".valueform .primary")
    page.wait_for_selector(".value.added[data-field=stage]")
    assert [entry[:2] for entry in decided(store, PAPER)] == [
        ("accept", "form"), ("reject", "scope"), ("reject", "stage"), ("add", "stage"),
    ]  # fmt: skip
    page.reload()
    page.wait_for_selector(".value.added[data-field=stage]")


def test_everything_can_be_done_with_the_keyboard(serve: Serve, visit: Visit, store: Store) -> None:
    server = serve()
    page = visit(server)
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bench[data-ready]")
    open_document(page, server, doc_id_of(store, STORY))
    page.keyboard.press("a")
    wait_for_state(page, "partnership", "accepted")
    page.keyboard.press("r")
    wait_for_state(page, "form", "rejected")
    page.keyboard.press("u")
    wait_for_state(page, "form", "open")
    page.keyboard.press("U")
    wait_for_state(page, "form", "rejected")
    # Words by the arrow keys, and a scope on them.
    page.keyboard.press("v")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("s")
    page.wait_for_selector(".valueform select[name=value]")
    page.keyboard.type("hea")
    page.keyboard.press("Enter")
    page.wait_for_selector(".value.added[data-field=scope]")
    # The partner's place is searched and chosen.
    page.keyboard.press("l")
    page.wait_for_selector("#places-partner .candidate")
    page.keyboard.type("Suwon")
    page.wait_for_selector("#places-partner .candidate:has-text('Suwon')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".value.added[data-field=partnership]")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(lambda url: "/documents/" in url and doc_id_of(store, STORY) not in url)
    fields = [entry[:2] for entry in decided(store, STORY)]
    assert fields[:1] == [("accept", "partnership")]
    assert ("add", "scope") in fields
    assert ("undo", "form") in fields
    assert any(verdict == "add" and "Suwon" in str(what) for verdict, _, what in decided(store, STORY))


def test_words_picked_on_a_page_have_the_right_offsets_and_boxes(serve: Serve, visit: Visit, store: Store) -> None:
    server = serve()
    page = visit(server)
    doc_id = doc_id_of(store, PAPER)
    document = store.document(doc_id)
    assert document is not None
    open_document(page, server, doc_id)
    start = document.text.index("perkebunan")
    first, last = (next(n for n, word in enumerate(document.words) if word.start >= start + skip) for skip in (0, 12))
    from_box, to_box = (page.locator(f".words .w[data-w='{n}']") for n in (first, last))
    from_box.scroll_into_view_if_needed()
    one, two = from_box.bounding_box(), to_box.bounding_box()
    assert one is not None
    assert two is not None
    page.mouse.move(one["x"] + 2, one["y"] + one["height"] / 2)
    page.mouse.down()
    page.mouse.move(two["x"] + two["width"] - 2, two["y"] + two["height"] / 2, steps=8)
    page.mouse.up()
    expected = document.text[document.words[first].start : document.words[last].end]
    assert page.locator("#picked-words").inner_text() == " ".join(expected.split())
    page.click("#picked [data-do=scope]")
    page.select_option(".valueform [name=value]", "health")
    page.click(".valueform .primary")
    page.wait_for_selector(".value.added[data-field=scope]")
    [added] = [item for item in corrections_of(store, document) if item.verdict == "add"]
    assert added.span is not None
    assert document.text[added.span.start : added.span.end] == added.quote == expected.rstrip(".,;")
    # The box that is drawn for it lies where the words were read.
    drawn = page.locator(f".marks .box[data-span='{added.span.start}-{added.span.end}']").first.bounding_box()
    sheet = page.locator(f".page[data-page='{document.words[first].box.page}']").bounding_box()
    assert drawn is not None
    assert sheet is not None
    scale = sheet["width"] / document.pages[0].width
    box = document.words[first].box
    assert drawn["x"] - sheet["x"] == pytest.approx(box.x0 * scale, abs=2.5)
    assert drawn["y"] - sheet["y"] == pytest.approx(box.top * scale, abs=2.5)
    assert drawn["height"] == pytest.approx((box.bottom - box.top) * scale, abs=5)


_INK = """(page) => {
  const node = document.querySelector(`.page[data-page='${page}']`), canvas = node.querySelector('canvas');
  const { width, height } = canvas, data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
  const covered = new Uint8Array(width * height), outer = node.getBoundingClientRect(), k = width / outer.width;
  for (const word of node.querySelectorAll('.words .w')) {
    const box = word.getBoundingClientRect();
    for (let y = Math.floor((box.top - outer.top) * k) - 2; y <= (box.bottom - outer.top) * k + 2; y++)
      for (let x = Math.floor((box.left - outer.left) * k) - 2; x <= (box.right - outer.left) * k + 2; x++)
        if (x >= 0 && y >= 0 && x < width && y < height) covered[y * width + x] = 1;
  }
  let inside = 0, ink = 0, area = 0;
  for (let i = 0; i < covered.length; i++) {
    area += covered[i];
    if (data[4 * i] < 110) { ink++; inside += covered[i]; }
  }
  return { inside: inside / ink, area: area / covered.length };
}"""


def test_the_boxes_lie_over_the_printed_words(serve: Serve, visit: Visit, store: Store) -> None:
    server = serve()
    page = visit(server)
    open_document(page, server, doc_id_of(store, PAPER))
    page.locator(".page[data-page='2']").scroll_into_view_if_needed()
    page.wait_for_selector(".page[data-page='2'][data-drawn]")
    found = page.evaluate(_INK, 2)
    assert found["inside"] > 0.97
    assert found["area"] < 0.5


def test_a_value_leads_to_its_words_and_words_to_their_value(serve: Serve, visit: Visit, store: Store) -> None:
    server = serve()
    page = visit(server)
    open_document(page, server, doc_id_of(store, STORY))
    last = page.locator(".value").last
    last.locator(".pick").click()
    assert page.locator(".textview .m-active").first.is_visible()
    assert last.get_attribute("aria-current") == "true"
    page.locator(".textview .w.m-open", has_text="Alberta").first.click()
    assert page.locator(".value[aria-current]").get_attribute("data-field") == "partnership"


def test_two_annotators_at_once_on_one_document(serve: Serve, visit: Visit, store: Store) -> None:
    add_people(store, rina="annotator", budi="annotator")
    server = serve(users=True)
    one, two = visit(server, name="rina"), visit(server, name="budi")
    for page in (one, two):
        open_document(page, server, doc_id_of(store, PAPER))
    for place in range(2):
        value(one, "scope", place).locator("[data-do=accept]").click()
        value(two, "scope", place + 2).locator("[data-do=reject]").click()
    for page in (one, two):
        page.wait_for_function("() => document.querySelectorAll('.value.rejected[data-field=scope]').length === 2")
        page.wait_for_function("() => document.querySelectorAll('.value.accepted[data-field=scope]').length === 2")
    entries = decided(store, PAPER)
    assert len(entries) == 4
    assert len(set(entries)) == 4


def test_disagreements_are_settled_with_one_key(serve: Serve, visit: Visit, store: Store) -> None:
    add_people(store, rina="annotator", budi="annotator", sari="adjudicator")
    doc_id = doc_id_of(store, PAPER)
    for name in ("rina", "budi"):
        given = Assignment(doc_id=doc_id, annotator=name, blind=True, by="sari", at="2026-01-01T00:00:00+00:00")
        assign(store, given)
    server = serve(users=True)
    for name, act in (("rina", "reject"), ("budi", "accept")):
        page = visit(server, name=name)
        open_document(page, server, doc_id)
        assert page.locator(".value.rejected").count() == 0
        value(page, "form").locator(f"[data-do={act}]").click()
        wait_for_state(page, "form", f"{act}ed")
        page.keyboard.press("d")
        page.wait_for_selector("#notice.shown")
    assert decided(store, PAPER) == []
    page = visit(server, name="sari")
    page.goto(f"{server.address}/documents/{doc_id}/adjudicate")
    page.wait_for_selector("#adjudicate[data-ready]")
    assert page.locator(".dispute").count() == 1
    names = page.locator(".dispute .compare strong").all_inner_texts()
    page.keyboard.press(str(names.index("rina") + 1))
    page.wait_for_selector(".dispute.settled")
    assert [entry[:2] for entry in decided(store, PAPER)] == [("reject", "form")]
    page.keyboard.press("=")
    page.wait_for_selector(".mark.accepted")
    assert {entry[0] for entry in decided(store, PAPER)} == {"reject", "accept"}


def test_nothing_is_lost_or_doubled_when_the_server_dies_in_a_save(
    settings: Settings, visit: Visit, store: Store, tmp_path: Path
) -> None:
    port = free_port()
    process = serve_apart(settings.database, port, tmp_path)
    server = Server(f"http://127.0.0.1:{port}", "start-up-token-of-the-tests")
    chance = random.Random(7)
    try:
        page = visit(server)
        open_document(page, server, doc_id_of(store, STORY))
        for round_number in range(4):
            page.keyboard.press("a")
            time.sleep(chance.random() * 0.04)
            process.kill()
            process.wait()
            if round_number == 1:
                page.wait_for_selector("#notice.shown.bad")
            process = serve_apart(settings.database, port, tmp_path)
            if round_number == 2:
                page.reload()
                page.wait_for_selector("#bench[data-ready]")
            page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('mou-miner:outbox'))")
        page.wait_for_function("() => document.querySelectorAll('.value.accepted').length === 4")
        entries = decided(store, STORY)
        assert len(entries) == 4
        assert {verdict for verdict, _, _ in entries} == {"accept"}
    finally:
        process.kill()
        process.wait()


def test_a_right_record_takes_two_keys_and_a_wrong_field_at_most_twelve(
    serve: Serve, visit: Visit, store: Store
) -> None:
    server = serve()
    page = visit(server)
    doc_id = doc_id_of(store, PAPER)
    open_document(page, server, doc_id)
    count = 0

    def press(*keys: str) -> None:
        nonlocal count
        for key in keys:
            page.keyboard.press(key)
            count += 1

    place = page.locator(".value").evaluate_all("(items) => items.findIndex((item) => item.dataset.field === 'stage')")
    press(*["j"] * place, "c")
    page.wait_for_selector(".valueform select[name=value]")
    press("i", "m", "Enter")
    page.wait_for_selector(".value.added[data-field=stage]")
    assert count <= 12
    count = 0
    press("y")
    page.wait_for_function("() => !document.querySelector('.value.open')")
    press("n")
    page.wait_for_url(lambda url: doc_id not in url)
    assert count <= 3


@pytest.mark.parametrize("locale", ["en-US", "id-ID"])
def test_the_pages_pass_the_accessibility_check(serve: Serve, visit: Visit, store: Store, locale: str) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright")
    server = serve()
    page = visit(server, locale=locale)
    addresses = [
        "/queue",
        f"/documents/{doc_id_of(store, STORY)}",
        "/history",
        "/partnerships",
        "/people",
        "/settings",
        "/consistency",
    ]
    for address in addresses:
        page.goto(f"{server.address}{address}")
        page.wait_for_load_state("networkidle")
        if "documents" in address:
            page.keyboard.press("w")
            page.wait_for_selector(".why:not([hidden])")
            page.keyboard.press("c")
            page.wait_for_selector(".valueform")
        found = axe_module.Axe().run(page).response["violations"]
        serious = [
            (item["id"], item["nodes"][0]["html"][:200]) for item in found if item["impact"] in ("serious", "critical")
        ]
        assert serious == [], address
        assert page.locator("html").get_attribute("lang") == locale[:2]
