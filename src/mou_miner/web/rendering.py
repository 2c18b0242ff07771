"""Templates and what they may use."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from mou_miner import __version__
from mou_miner.service import Tools
from mou_miner.web import labels
from mou_miner.web.labels import LANGUAGES, UiLanguage
from mou_miner.web.visiting import visitor_of

LANGUAGE_COOKIE = "mou_miner_language"


class Pages:
    """Renders the templates; everything that comes from documents and people is escaped."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._environment = Environment(
            loader=PackageLoader("mou_miner.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._environment.filters["plain"] = labels.plain
        self._environment.filters["percent"] = lambda share: f"{round(100 * share)} %"
        self._environment.filters["moment"] = _moment
        self._environment.filters["number"] = _number

    def html(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return the page in the visitor's language."""
        return HTMLResponse(self.text(request, template, **values), status_code=status)

    def text(self, request: Request, template: str, **values: Any) -> str:
        """Return the text of the page."""
        language = language_of(request)
        visitor = visitor_of(request)
        return self._environment.get_template(template).render(
            t=partial(labels.text, language=language),
            label=partial(labels.code_label, language=language, rules=self._tools.rules),
            language=language, languages=LANGUAGES, visitor=visitor, csrf=(visitor.csrf if visitor else "") or "",
            version=__version__, path=request.url.path, with_users=request.app.state.parts.gate.with_users, **values,
        )  # fmt: skip


def language_of(request: Request) -> UiLanguage:
    """Return the language of the visitor's choice: the page's own switch, else the account's, else the browser's."""
    visitor = visitor_of(request)
    chosen = request.cookies.get(LANGUAGE_COOKIE) or (visitor.language if visitor is not None else None)
    return labels.choose_language(chosen, request.headers.get("accept-language"))


def error_page(request: Request, status: int, key: str) -> HTMLResponse:
    """Return a page that says what is wrong and what to do."""
    pages: Pages = request.app.state.parts.pages
    return pages.html(request, "error.html", status, key=key)


def _moment(at: str | None) -> str:
    return (at or "")[:16].replace("T", " ")


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value == int(value) else value


def script_texts(language: UiLanguage) -> dict[str, str]:
    """Return the texts that the page's script shows."""
    return {key.removeprefix("js."): found[language] for key, found in labels.load_texts().items() if key[:3] == "js."}


def static_file(name: str) -> str:
    """Return the content of a shipped file."""
    return files("mou_miner.web").joinpath("static", name).read_text(encoding="utf-8")
