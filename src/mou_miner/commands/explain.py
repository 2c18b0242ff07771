"""The command that says why: each value with its words, what spoke against it, and what came next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mou_miner.commands.common import Backend, Limits, Ocr, Passwords, Rules, make_settings
from mou_miner.errors import SettingsError

if TYPE_CHECKING:
    from mou_miner.claims.explain import Answer, Point
    from mou_miner.locations import Locations
    from mou_miner.records import Span
    from mou_miner.rules.explain import Wording
    from mou_miner.service import Explained

Tongue = Literal["en", "id"]
File = Annotated[Path, typer.Argument(help="A file of any kind that is read.", metavar="FILE", show_default=False)]
_LONG = 160


def register_explain(app: typer.Typer) -> None:
    """Give the app the command of this module."""
    app.command("explain")(explain)


def explain(
    file: File,
    partnership: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the N-th partnership of the document.")
    ] = None,
    document: Annotated[int, typer.Option(min=1, metavar="K", help="Which document of a file that holds several.")] = 1,
    lang: Annotated[Tongue, typer.Option(help="Language of the explanation: en or id (Indonesian).")] = "en",
    rules: Rules = None,
    pdf_backend: Backend = "pdfium",
    ocr: Ocr = "auto",
    password: Passwords = None,
    limit: Limits = None,
) -> None:
    """Say in plain words why each value was found in a document: the words it rests on and their page, its rule and
    confidence, what spoke against it, and what the runner-up was.

    \b
    Examples:
      mou-miner explain news.html
      mou-miner explain register.pdf --partnership 2
      mou-miner explain naskah.pdf --lang id
    """
    from mou_miner import service

    settings = make_settings(None, None, pdf_backend, ocr, password, None, limit)
    held = list(service.explain(file, service.Tools(settings, rules)))
    if document > len(held):
        raise SettingsError(f"--document {document}: {file} holds {len(held)}. Name one of 1 to {len(held)}.")
    chosen = held[document - 1]
    count = len(chosen.answers)
    if partnership is not None and partnership > count:
        raise SettingsError(f"--partnership {partnership}: {file} tells of {count}. Name one of them.")
    for line in _Teller(chosen, lang).lines(partnership):
        typer.echo(line)


class _Teller:
    """Words what was found out about one document."""

    def __init__(self, explained: Explained, lang: Tongue) -> None:
        from mou_miner.locations import Locations
        from mou_miner.rules.explain import load_wording

        document = explained.extraction.document
        self._explained, self._lang = explained, lang
        self._text = document.text
        self._locations: Locations = Locations(document.pages, document.words)
        self._wording: Wording = load_wording()

    def lines(self, number: int | None) -> Iterator[str]:
        """Yield the lines about all partnerships, or about one."""
        answers = self._explained.answers
        if not answers:
            yield self._say("nothing_found")
        for at, (_, own) in enumerate(answers, start=1):
            if number is None or at == number:
                yield from self._partnership(at, own)
                yield ""
        if number is None and self._explained.considered:
            yield f"{self._say('considered')}:"
            yield from (f"  - {self._point(point)}" for point in self._explained.considered)

    def _partnership(self, number: int, answers: Iterable[Answer]) -> Iterator[str]:
        for answer in answers:
            prefix = f"{number}. " if answer.field == "partnership" else "   " + "   " * answer.level
            yield prefix + self._head(answer)
            indent = " " * (len(prefix) + 3)
            yield from (indent + line for line in self._body(answer))

    def _head(self, answer: Answer) -> str:
        short = answer.value if len(answer.value) < _LONG else f"{answer.value[:_LONG]}..."
        known = []
        if answer.confidence is not None:
            known.append(f"{self._say('confidence')} {answer.confidence:.2f}")
        if answer.rule:
            known.append(f"{self._say('by_rule')} {answer.rule}: {self._wording.rule(answer.rule, self._lang)}")
        assertion = f" [{answer.assertion}]" if answer.assertion else ""
        return f"{self._say(answer.field)}: {short}{assertion}" + (f" ({'; '.join(known)})" if known else "")

    def _body(self, answer: Answer) -> Iterator[str]:
        for span in answer.spans:
            yield f"{self._say('because')} {self._quote(span)}"
        for span in answer.cues:
            yield f"{self._say('cue', assertion=answer.assertion)} {self._quote(span)}"
        if answer.field in {"indonesian_party", "partner"}:
            yield from self._link(answer)
        else:
            yield from self._points("for", answer.pro)
        yield from self._points("against", answer.against)
        yield from self._points("set_aside" if answer.field == "instrument" else "runner_up", answer.others)
        if answer.field in {"partnership", "stage"} and not answer.against and not answer.others:
            yield self._say("nothing_against")

    def _link(self, answer: Answer) -> Iterator[str]:
        if not answer.pro:
            yield self._say("unlinked")
        for point in answer.pro:
            yield self._say("linked", place=point.value, reason=point.reason)

    def _points(self, what: str, points: Iterable[Point]) -> Iterator[str]:
        for point in points:
            yield f"{self._say(what)}: {self._point(point)}"

    def _point(self, point: Point) -> str:
        parts = [point.value]
        if point.weight is not None:
            parts.append(f"({point.weight:g})")
        if point.reason:
            parts.append(f"- {self._wording.reason(self._wording.rule(point.reason, self._lang), self._lang)}")
        if point.span is not None:
            parts.append(self._quote(point.span))
        return " ".join(parts)

    def _quote(self, span: Span) -> str:
        words = " ".join(self._text[span.start : span.end].split())
        short = words if len(words) < _LONG else f"{words[:_LONG]}..."
        page = self._locations.page(span)
        return f"“{short}”" + (f" ({self._say('page', page=page)})" if page else "")

    def _say(self, key: str, **values: object) -> str:
        return self._wording.word(key, self._lang, **values)
