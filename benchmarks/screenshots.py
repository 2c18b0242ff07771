"""Pictures of the review page for docs/annotators.md and docs/annotators.id.md.

Run: python -m benchmarks.screenshots [FOLDER]
Needs the dev group and Chromium. The documents are those of the corpus' development part.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from mou_miner.service import Tools, run
from mou_miner.settings import Settings
from mou_miner.store.people import Annotator, Assignment, assign, save_annotator
from mou_miner.store.store import Store
from mou_miner.web.app import Config, create_app

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT / "corpus" / "dev"
PAPER, STORY = "seq-mou-kalsel-pernambuco.pdf", "id-balikpapan-turki.html"
TOKEN = "screenshots"
SIZES = {"": (1366, 768), "-tablet": (1024, 768)}


def main() -> None:
    """Take all pictures in both languages."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        address, store = _serve(Path(temporary))
        ids = {Path(item.source).name: item.doc_id for item in store.documents()}
        program = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for locale, language in (("en-US", "en"), ("id-ID", "id")):
                for suffix, (width, height) in SIZES.items():
                    page = browser.new_page(viewport={"width": width, "height": height}, locale=locale)
                    page.set_default_timeout(60_000)
                    page.goto(f"{address}/?token={TOKEN}")
                    _tour(page, address, ids, partial(_shoot, page, folder, f"-{language}{suffix}"), suffix)
                    page.close()
            browser.close()


def _tour(page: Page, address: str, ids: dict[str, str], shoot: Any, suffix: str) -> None:
    page.wait_for_selector("body[data-ready]")
    shoot("queue")
    page.goto(f"{address}/documents/{ids[PAPER]}")
    page.wait_for_selector(".page[data-drawn]")
    page.wait_for_timeout(400)
    shoot("document")
    if suffix:
        return
    page.keyboard.press("w")
    page.wait_for_selector(".why:not([hidden])")
    shoot("why")
    page.keyboard.press("l")
    page.wait_for_selector("#places-partner .candidate")
    shoot("place")
    page.keyboard.press("Escape")
    words = page.locator(".words .w")
    number = next(n for n in range(words.count()) if words.nth(n).bounding_box() and n == 70)
    one, two = words.nth(number).bounding_box(), words.nth(number + 4).bounding_box()
    assert one is not None
    assert two is not None
    page.mouse.move(one["x"] + 2, one["y"] + 3)
    page.mouse.down()
    page.mouse.move(two["x"] + 5, two["y"] + 3, steps=4)
    page.mouse.up()
    page.keyboard.press("s")
    page.wait_for_selector(".valueform")
    shoot("scope")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.goto(f"{address}/documents/{ids[STORY]}")
    page.wait_for_selector("#bench[data-ready]")
    page.wait_for_timeout(300)
    shoot("story")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    shoot("keys")


def _shoot(page: Page, folder: Path, ending: str, name: str) -> None:
    path = folder / f"{name}{ending}.png"
    page.screenshot(path=path)
    # A palette of 64 colours is enough for a page and a quarter of the size.
    picture = Image.open(path).convert("RGB")
    picture.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path)


def _serve(folder: Path) -> tuple[str, Store]:
    settings = Settings(
        database=f"sqlite:///{folder / 'mou.sqlite'}", corrections=folder / "c", learned=folder / "l", workers=0
    )
    others = sorted(DEV.glob("*.html"))[:6] + sorted(DEV.glob("*.pdf"))[:3]
    run(list(dict.fromkeys([DEV / PAPER, DEV / STORY, *others])), Tools(settings))
    store = Store.open(settings.database)
    save_annotator(store, Annotator(name="rina", role="admin", created="2026-01-01T00:00:00+00:00"))
    first = store.documents()[0].doc_id
    assign(store, Assignment(doc_id=first, annotator="rina", blind=False, by="rina", at="2026-01-01T00:00:00+00:00"))
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    app = create_app(Config(settings=settings, startup_token=TOKEN, local_name="rina"))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}", store


if __name__ == "__main__":
    main()
