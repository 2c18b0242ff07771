"""Documents that attack: whatever stands in them is text, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mou_miner.service import Tools, run
from mou_miner.settings import Settings
from mou_miner.store.store import Store
from web.conftest import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

TIE = "Pemerintah Kota Bandung dan Kota Suwon, Korea Selatan, menandatangani nota kesepahaman sister city di bidang pendidikan."
ATTACKS = {
    "script": "<script>window.pwned = 1; fetch('http://evil.example/x')</script>",
    "handler": '<img src=x onerror="window.pwned = 1"> <svg onload=\'window.pwned = 1\'><animate onbegin="window.pwned=1"/></svg>',
    "link": '<a href="javascript:window.pwned=1">klik</a> <iframe src="http://evil.example/"></iframe>',
    "template": "{{ 7 * 7 }} {% for x in y %} ${window.pwned = 1} <%= 1 %> <template><script>window.pwned=1</script></template>",
    "htmx": '<div hx-get="/people" hx-trigger="load" hx-on:load="window.pwned=1"></div>',
    "turned": "\u202eevitisop \u2066nuta\u2069 \u200fkota\u200e \u061c selesai \u202c",
    "long": "x" * 4000 + " " + "ж" * 2000,
    "breaks": "\"'><style>body{display:none}</style><!-- --></span></p></div></body>",
}


@pytest.fixture
def attacked(settings: Settings, tmp_path: Path) -> dict[str, str]:
    """Attack documents in the store, by name; each tells of a partnership in the midst of its attack."""
    folder = tmp_path / "attacks"
    folder.mkdir()
    for name, attack in ATTACKS.items():
        text = (
            f"Judul {attack}\n\nBandung (01/02) {TIE} {attack}\n\nKerja sama {attack} di bidang pariwisata {attack}.\n"
        )
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    run([folder], Tools(settings))
    with Store.open(settings.database) as store:
        return {Path(item.source).stem: item.doc_id for item in store.documents() if "attacks" in item.source}


def test_nothing_in_a_document_comes_alive(
    serve: Callable[..., Server], visit: Callable[..., Page], attacked: dict[str, str]
) -> None:
    assert set(attacked) == set(ATTACKS)
    server = serve()
    page = visit(server)
    elsewhere: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith(server.address) else elsewhere.append(request.url)
    )
    page.on("dialog", lambda dialog: elsewhere.append(dialog.message))
    for name, doc_id in attacked.items():
        page.goto(f"{server.address}/documents/{doc_id}")
        page.wait_for_selector("#bench[data-ready]")
        if page.locator(".value").count():
            page.keyboard.press("w")
        assert page.evaluate("() => window.pwned") is None, name
        shown = page.locator("#paper").inner_text()
        assert "Judul" in shown
        assert not set(shown) & set("\u202e\u2066\u2069\u200f\u200e\u061c\u202c"), name
        assert page.locator("#paper script, #paper img, #paper svg, #paper iframe, #paper a, #paper style").count() == 0
        record = page.locator(".record")
        assert record.locator("script, img, svg, iframe, style").count() == 0
        # Nothing is pushed out of the window by a word that does not end.
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), name
        assert page.evaluate(
            "() => { const r = document.getElementById('record'); return r.scrollWidth <= r.clientWidth + 1; }"
        ), name
    for path in ("/queue", "/history", "/learning"):
        page.goto(f"{server.address}{path}")
        assert page.evaluate("() => window.pwned") is None
    assert elsewhere == []
