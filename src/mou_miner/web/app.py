"""The application: its parts put together, and what holds for every request."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles

from mou_miner import __version__
from mou_miner.errors import MouMinerError
from mou_miner.service import Tools, open_store
from mou_miner.settings import Settings
from mou_miner.store.store import Store
from mou_miner.web.background import Background
from mou_miner.web.rendering import Pages, error_page
from mou_miner.web.security import HEADERS, Gate
from mou_miner.web.shelf import Shelf
from mou_miner.web.visiting import NotAllowed, NotKnown

logger = logging.getLogger(__name__)

LARGEST_FORM = 1_000_000
"""Bytes that a request may have, uploads of documents aside."""


@dataclass(frozen=True)
class Config:
    """How the application is run. Without a start-up token people have accounts and log in."""

    settings: Settings = field(default_factory=Settings)
    startup_token: str | None = None
    local_name: str = "annotator"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    folders: tuple[Path, ...] = ()
    rules: Path | None = None
    largest_upload: int = 50_000_000
    uploads: Path | None = None
    background: bool = True

    @property
    def uploads_folder(self) -> Path:
        """Where documents that are sent in are kept: beside the database's file, or in build/."""
        if self.uploads is not None:
            return self.uploads
        url = self.settings.database
        return (
            Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite:///") else Path("build")
        ) / "uploads"


@dataclass
class Parts:
    """What the pages work with. `tools` are others after something was learned."""

    config: Config
    store: Store
    tools: Tools
    shelf: Shelf
    gate: Gate
    pages: Pages
    background: Background

    def renew_tools(self) -> None:
        """Take up what was learned: gazetteer and rules are loaded anew when they are next needed."""
        self.tools = Tools(self.config.settings, self.config.rules)
        self.shelf.use(self.tools)
        self.background.use(self.tools)


def parts_of(request: Request) -> Parts:
    """Return what the application was put together from."""
    parts: Parts = request.app.state.parts
    return parts


def create_app(config: Config) -> FastAPI:
    """Return the application; the store is opened at once, so that a wrong address is told before it serves."""
    from mou_miner.web import adjudication, api, documents, entry, learning, partnerships, places, queue_pages, team

    parts = _make_parts(config)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if config.background:
            parts.background.start()
        yield
        parts.background.stop()
        parts.store.close()

    app = FastAPI(
        title="mou-miner", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json", description=api.DESCRIPTION,
    )  # fmt: skip
    app.state.parts = parts
    app.mount("/static", StaticFiles(directory=str(files("mou_miner.web").joinpath("static"))), name="static")
    for module in (entry, documents, places, queue_pages, adjudication, team, learning, partnerships):
        app.include_router(module.router, include_in_schema=False)
    app.include_router(api.router)
    app.middleware("http")(_guard)
    _handle_errors(app)
    return app


def _make_parts(config: Config) -> Parts:
    store = open_store(config.settings)
    tools = Tools(config.settings, config.rules)
    gate = Gate(store, startup_token=config.startup_token, local_name=config.local_name)
    shelf = Shelf(store, tools, (config.uploads_folder, *config.folders))
    return Parts(config, store, tools, shelf, gate, Pages(tools), Background(store, tools, shelf))


# ---------------------------------------------------------------------------------------------- every request


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    config: Config = request.app.state.parts.config
    refused = _refusal(request, config)
    response = refused if refused is not None else await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refusal(request: Request, config: Config) -> Response | None:
    # A page of another site whose name was pointed to this machine sends its own name: it is not served.
    host = request.headers.get("host", "")
    if (urlsplit(f"//{host}").hostname or "").lower() not in {name.strip("[]").lower() for name in config.hosts}:
        return PlainTextResponse("This address is not served here.", status_code=421)
    length = request.headers.get("content-length")
    largest = config.largest_upload if request.url.path == "/api/documents" else LARGEST_FORM
    if length is not None and (not length.isdecimal() or int(length) > largest):
        return PlainTextResponse(f"At most {largest} bytes may be sent.", status_code=413)
    if request.method not in ("GET", "HEAD", "OPTIONS") and length is None:
        return PlainTextResponse("Say how long the request is.", status_code=411)
    if request.method not in ("GET", "HEAD", "OPTIONS") and _from_elsewhere(request):
        return PlainTextResponse("Requests from other sites are not taken.", status_code=403)
    return None


def _from_elsewhere(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")


def _handle_errors(app: FastAPI) -> None:
    def wants_json(request: Request) -> bool:
        return request.url.path.startswith("/api/") or "json" in request.headers.get("accept", "")

    @app.exception_handler(NotKnown)
    async def not_known(request: Request, error: NotKnown) -> Response:
        if wants_json(request):
            return JSONResponse({"detail": str(error)}, status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return error_page(request, 401, "error.not_known" if not parts_of(request).gate.with_users else "error.log_in")

    @app.exception_handler(NotAllowed)
    async def not_allowed(request: Request, error: NotAllowed) -> Response:
        if wants_json(request):
            return JSONResponse({"detail": str(error)}, status_code=403)
        return error_page(request, 403, "error.not_allowed")

    @app.exception_handler(404)
    async def not_found(request: Request, error: Any) -> Response:
        if wants_json(request):
            return JSONResponse({"detail": getattr(error, "detail", "Not found")}, status_code=404)
        return error_page(request, 404, "error.not_found")

    @app.exception_handler(MouMinerError)
    async def refused(request: Request, error: MouMinerError) -> Response:
        logger.warning("%s %s: %s", request.method, request.url.path, error)
        if wants_json(request) or request.method != "GET":
            return JSONResponse({"detail": str(error)}, status_code=503)
        return PlainTextResponse(str(error), status_code=503)


def serve(config: Config, *, host: str, port: int, ready: Callable[[Sequence[Any]], None] | None = None) -> None:
    """Serve the application until it is interrupted; `ready` is told the sockets once they listen."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(create_app(config), host=host, port=port, log_level="warning", server_header=False)
    )
    if ready is not None:
        started = server.startup

        async def startup(sockets: Any = None) -> None:
            await started(sockets)
            ready([sock.getsockname() for item in server.servers for sock in item.sockets])

        server.startup = startup  # type: ignore[method-assign]
    server.run()
