"""The review application at work: a store of real documents, a server, a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("fastapi", reason="for the tests of the review page run: pip install --group dev")

import uvicorn
from fastapi.testclient import TestClient

from mou_miner.service import Tools, run
from mou_miner.settings import Settings
from mou_miner.store.people import Annotator, Role, save_annotator
from mou_miner.store.store import Store
from mou_miner.web.app import Config, create_app
from mou_miner.web.security import hash_password

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
PAPER = "seq-mou-kalsel-pernambuco.pdf"
STORY = "id-kaltim-lima-sister-province.html"
SOURCES = (CORPUS / "dev" / PAPER, CORPUS / "dev" / "id-loi-wonosobo-dalat.pdf", CORPUS / "train" / STORY)
TOKEN = "start-up-token-of-the-tests"
PASSWORD = "ten characters and more"
HOW = "for the tests in a browser run: apt-get update && apt-get install -y chromium"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of three documents; each test works on a copy."""
    folder = tmp_path_factory.mktemp("filled")
    tools = Tools(Settings(database=f"sqlite:///{folder / 'mou.sqlite'}", corrections=folder / "none", workers=0))
    summary = run(SOURCES, tools)
    assert summary.done == len(SOURCES)
    return folder / "mou.sqlite"


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Pipeline and gazetteer, loaded once."""
    return Tools()


@pytest.fixture
def settings(filled: Path, tmp_path: Path) -> Settings:
    """Settings of a copy of the filled database."""
    shutil.copy(filled, tmp_path / "mou.sqlite")
    return Settings(
        database=f"sqlite:///{tmp_path / 'mou.sqlite'}",
        corrections=tmp_path / "corrections",
        learned=tmp_path / "learned",
        workers=0,
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The store that the application under test works on."""
    with Store.open(settings.database) as opened:
        yield opened


def doc_id_of(store: Store, name: str) -> str:
    """Return the id of the document whose file has the name."""
    return next(item.doc_id for item in store.documents() if item.source.endswith(name))


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A browser without a screen, logged in with the start-up token."""
    app = create_app(Config(settings=settings, startup_token=TOKEN, local_name="rina", background=False))
    with TestClient(app, base_url="http://127.0.0.1") as made:
        made.get("/", params={"token": TOKEN})
        page = made.get("/queue").text
        made.headers["X-CSRF-Token"] = page.split('name="csrf" content="')[1].split('"')[0]
        yield made


def add_people(store: Store, **roles: Role) -> None:
    """Make accounts, all with the same password."""
    hashed = hash_password(PASSWORD)
    for name, role in roles.items():
        save_annotator(store, Annotator(name=name, role=role, created="2026-01-01T00:00:00+00:00", password=hashed))


# ---------------------------------------------------------------------------------------------- servers


@dataclass
class Server:
    """A served application and how it is opened."""

    address: str
    token: str | None

    @property
    def start(self) -> str:
        return f"{self.address}/?token={self.token}" if self.token else f"{self.address}/login"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@pytest.fixture
def serve(settings: Settings) -> Iterator[Callable[..., Server]]:
    """Serve the application from a thread of this process; with accounts where `users` is said."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(*, users: bool = False) -> Server:
        port = free_port()
        token = None if users else TOKEN
        app = create_app(Config(settings=settings, startup_token=token, local_name="rina", folders=(CORPUS / "dev",)))
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        for _ in range(200):
            if server.started:
                break
            time.sleep(0.05)
        assert server.started
        running.append((server, thread))
        return Server(f"http://127.0.0.1:{port}", token)

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(timeout=10)


def serve_apart(database: str, port: int, folder: Path) -> subprocess.Popen[bytes]:
    """Serve the application from a process of its own, which can be killed."""
    code = (
        "import sys; from pathlib import Path; from mou_miner.settings import Settings\n"
        "from mou_miner.web.app import Config, serve\n"
        "settings = Settings(database=sys.argv[1], corrections=Path(sys.argv[3]) / 'corrections')\n"
        f"serve(Config(settings=settings, startup_token={TOKEN!r}, local_name='rina', background=False),"
        " host='127.0.0.1', port=int(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, database, str(port), str(folder)], cwd=ROOT)
    for _ in range(600):
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    process.kill()
    raise AssertionError("the server did not start")


# ---------------------------------------------------------------------------------------------- browsers


def find_chromium() -> str | None:
    """Return the browser's program: the system's, or the one MOU_MINER_CHROMIUM names."""
    named = os.environ.get("MOU_MINER_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real headless Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason=HOW)
    program = find_chromium()
    if program is None:
        pytest.skip(HOW)
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages that fail the test where a script fails or the policy blocks something."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(
        server: Server, *, size: tuple[int, int] = (1366, 768), locale: str = "en-US", name: str = ""
    ) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale)
        context.set_default_timeout(45_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda message: (
                wrong.append(message.text)
                if message.type == "error" and "net::ERR" not in message.text and "status of 4" not in message.text
                else None
            ),
        )
        page.goto(server.start)
        if name:
            page.fill("[name=name]", name)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/queue")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def open_document(page: Page, server: Server, doc_id: str) -> None:
    """Open a document and wait until it can be worked on."""
    page.goto(f"{server.address}/documents/{doc_id}")
    page.wait_for_selector("#bench[data-ready]")
    if page.locator("#bench").get_attribute("data-file") == "yes":
        page.wait_for_selector(".page[data-drawn]")
