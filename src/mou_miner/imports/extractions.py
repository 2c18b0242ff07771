"""What another extractor says of documents, in the form of the public contract (extraction.schema.json), one a line.

The words of a document are known where the line has them (`document.text`) or the store does; elsewhere the text is made
of the words that the spans quote, each at its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError

from mou_miner.errors import ImportFileError
from mou_miner.imports.corrections import check_value
from mou_miner.records import (
    Assertion,
    Block,
    Claim,
    Document,
    DocumentKind,
    DocumentLanguage,
    Extraction,
    Origin,
    Party,
    ScopeCode,
    Span,
)

SCHEMA_VERSION = "1"
CONFIDENCE = 0.6
"""What a value is believed whose extractor does not say how far."""

KnownText = Callable[[str], Document | None]
"""From a document's id to the document as the store has it."""


class Line(NamedTuple):
    """A line of the file: what it says, or what is wrong with it."""

    number: int
    data: bytes
    extraction: Extraction | None
    problem: str | None


def read_extractions(path: Path, name: str, version: str, known: KnownText) -> Iterator[Line]:
    """Yield each line of the file. Raises ImportFileError where the file cannot be read."""
    origin = Origin(kind="import", name=name, version=version)
    try:
        with path.open("rb") as file:
            for number, data in enumerate(file, start=1):
                if not data.strip():
                    continue
                try:
                    yield Line(number, data, _read(data.removeprefix(b"\xef\xbb\xbf"), origin, known), None)
                except (ValueError, RecursionError) as error:
                    yield Line(number, data, None, str(error))
    except OSError as error:
        raise ImportFileError(path, 1, f"the file cannot be read ({error.strerror}). Mend the path") from error


def _read(data: bytes, origin: Origin, known: KnownText) -> Extraction:
    try:
        values = json.loads(data.decode())
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8. Save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg} at character {error.pos + 1})") from error
    top = _At(values, "")
    version = top.get("schema_version", str)
    if version != SCHEMA_VERSION:
        raise ValueError(
            f"schema_version is {version!r} and this program knows {SCHEMA_VERSION!r}. Update mou-miner, or write the older form"
        )
    document = _document(top.below("document"), top, known)
    claims = [claim for item in top.list("partnerships") for claim in _Reader(document, origin, item).claims()]
    return Extraction(document=document, claims=tuple(claims), partnerships=())


class _At:
    """A JSON object with the way to it, so that what is wrong can be named."""

    def __init__(self, values: Any, path: str) -> None:
        if not isinstance(values, dict):
            raise ValueError(f"{path or 'the line'} is no JSON object; write {{...}}")
        self.values: Mapping[str, Any] = values
        self.path = path

    def name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def get(self, key: str, kind: Any, *, needed: bool = True) -> Any:
        value = self.values.get(key)
        if value is None:
            if needed:
                raise ValueError(f"'{self.name(key)}' is missing")
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"'{self.name(key)}' is of the wrong type: {str(value)[:60]!r}")
        return value

    def code(self, key: str, codes: Any, *, needed: bool = True) -> Any:
        value = self.get(key, str, needed=needed)
        if value is not None and value not in get_args(codes):
            raise ValueError(f"'{self.name(key)}' is {value[:60]!r}; known are {', '.join(get_args(codes))}")
        return value

    def below(self, key: str) -> _At:
        return _At(self.get(key, dict), self.name(key))

    def list(self, key: str) -> list[_At]:
        found = self.get(key, list, needed=False) or []
        return [_At(item, f"{self.name(key)}[{number}]") for number, item in enumerate(found)]


# ---------------------------------------------------------------------------------------------- the document


def _document(at: _At, top: _At, known: KnownText) -> Document:
    doc_id = at.get("doc_id", str)
    if len(doc_id) != 64 or set(doc_id) - set("0123456789abcdef"):
        raise ValueError(f"'document.doc_id' is no sha256 in hex: {doc_id[:80]!r}")
    date = at.get("date_published", str, needed=False)
    if date is not None:
        _checked("date_signed", date, at.name("date_published"))
    text = at.get("text", str, needed=False)
    stored = known(doc_id) if text is None else None
    if stored is not None:
        return stored
    quoted = text is None
    text = _quotes(top.values) if text is None else text
    return Document(
        doc_id=doc_id,
        source=at.get("source", str),
        media_type=at.get("media_type", str, needed=False) or "application/octet-stream",
        kind=at.code("kind", DocumentKind),
        language=at.code("language", DocumentLanguage),
        text=text,
        blocks=tuple(_blocks(text)),
        title=at.get("title", str, needed=False),
        publisher=at.get("publisher", str, needed=False),
        author=at.get("author", str, needed=False),
        date_published=date,
        warnings=("The text is not known; only the words that values rest on are.",) if quoted else (),
        reader="import 1",
    )


def _quotes(values: Any) -> str:
    """Return a text that has the words of every span where it says they stand, and spaces elsewhere."""
    spans = [span for span in _spans_in(values) if span["end"] - span["start"] == len(span["text"])]
    length = max((span["end"] for span in spans), default=0)
    if length > 5_000_000:
        raise ValueError(f"a span ends at character {length}, and no document is so long")
    characters = [" "] * length
    for span in spans:
        characters[span["start"] : span["end"]] = span["text"]
    return "".join(characters)


def _spans_in(values: Any) -> Iterator[dict[str, Any]]:
    if isinstance(values, list):
        for item in values:
            yield from _spans_in(item)
    elif isinstance(values, dict):
        numbers = values.get("start"), values.get("end")
        if isinstance(values.get("text"), str) and all(type(number) is int and number >= 0 for number in numbers):
            yield values
        for item in values.values():
            yield from _spans_in(item)


def _blocks(text: str) -> Iterator[Block]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield Block(start=at, end=at + len(line), kind="paragraph")
        at += len(line) + 1


# ---------------------------------------------------------------------------------------------- claims


class _Reader:
    """Makes the claims of one partnership of the contract."""

    def __init__(self, document: Document, origin: Origin, at: _At) -> None:
        self._document, self._origin, self._at = document, origin, at

    def claims(self) -> Iterator[Claim]:
        """Yield the partnership's claims, that of itself first."""
        at = self._at
        indonesian, partner = (_party(at.below(side)) for side in ("indonesian_party", "partner"))
        if indonesian.country not in ("ID", None):
            raise ValueError(f"'{at.name('indonesian_party.country')}' is {indonesian.country!r} and must be 'ID'")
        on = f"{indonesian.name}|{partner.name}|{partner.country or '??'}|{partner.level}"
        spans = self._spans(at, "spans") or self._spans(at.below("partner"), "spans")
        if not spans:
            raise ValueError(f"'{at.name('spans')}' is empty: no words say that there is a partnership")
        details = {"indonesian_party": indonesian.model_dump(mode="json"), "partner": partner.model_dump(mode="json")}
        yield self._claim("partnership", on, on, spans, at, details=details)
        where = self._evidence(at)
        for field in ("form", "stage", "typology"):
            value = at.get(field, str, needed=False)
            if value is not None:
                yield self._claim(field, _checked(field, value, at.name(field)), on, where.get(field, spans[:1]), at)
        for scope in at.list("scopes"):
            yield self._claim("scope", scope.code("code", ScopeCode), on, self._own(scope), scope)
        for activity in at.list("activities"):
            yield self._activity(on, activity)
        for number, paper in enumerate(at.list("instruments"), start=1):
            yield from self._instrument(on, paper, number, spans)

    def _activity(self, on: str, at: _At) -> Claim:
        kind = _checked("activity", at.get("type", str), at.name("type"))
        date = at.get("date", str, needed=False)
        details = {
            "scope": at.code("scope", ScopeCode, needed=False),
            "date": None if date is None else _checked("date_signed", date, at.name("date")),
            "amount": at.get("amount", str, needed=False),
        }
        known = {name: value for name, value in details.items() if value is not None}
        assertion = at.code("assertion", Assertion)
        return self._claim("activity", kind, on, self._own(at), at, assertion=assertion, details=known)

    def _instrument(self, on: str, at: _At, number: int, of_partnership: Sequence[Span]) -> Iterator[Claim]:
        kind = _checked("instrument", at.get("kind", str), at.name("kind"))
        paper = f"{on}#{kind}:{number}"
        spans = self._spans(at, "spans") or list(of_partnership[:1])
        yield self._claim("instrument", kind, paper, spans, at)
        where = self._evidence(at)
        for field, sort in _VALUES:
            value = at.get(field, sort, needed=False)
            if value is not None:
                checked = _checked(field, value, at.name(field))
                yield self._claim(field, checked, paper, where.get(field, spans[:1]), at)
        for field, key in (("language", "languages"), ("witness", "witnesses")):
            for value in at.get(key, list, needed=False) or []:
                yield self._claim(field, _checked(field, value, at.name(key)), paper, where.get(field, spans[:1]), at)
        for signatory in at.list("signatories"):
            details = {"side": signatory.get("side", str), "role": signatory.get("role", str, needed=False)}
            if details["side"] not in ("indonesia", "partner"):
                raise ValueError(f"'{signatory.name('side')}' is {details['side']!r}; known are indonesia, partner")
            own = self._spans(signatory, "span") or spans[:1]
            yield self._claim("signatory", signatory.get("name", str), paper, own, at, details=details)

    def _claim(self, field: Any, value: Any, on: str, spans: Sequence[Span], at: _At, **more: Any) -> Claim:
        confidence = at.get("confidence", (int, float), needed=False)
        if confidence is not None and not 0 <= confidence <= 1:
            raise ValueError(f"'{at.name('confidence')}' is {confidence} and must be from 0 to 1")
        return Claim(
            doc_id=self._document.doc_id, field=field, value=value, on=on, spans=tuple(spans), origin=self._origin,
            confidence=CONFIDENCE if confidence is None else confidence, **more,
        )  # fmt: skip

    def _own(self, at: _At) -> list[Span]:
        spans = [*self._spans(at, "span"), *self._spans(at, "other_spans")]
        if not spans:
            raise ValueError(f"'{at.name('span')}' is missing")
        return spans

    def _evidence(self, at: _At) -> dict[str, list[Span]]:
        return {item.get("field", str): self._spans(item, "span") for item in at.list("evidence")}

    def _spans(self, at: _At, key: str) -> list[Span]:
        found = at.values.get(key)
        items = [_At(found, at.name(key))] if isinstance(found, dict) else at.list(key)
        return [self._span(item) for item in items]

    def _span(self, at: _At) -> Span:
        """Return the span; where the text is another one than the extractor had, its words are looked for."""
        start, end, words = at.get("start", int), at.get("end", int), at.get("text", str)
        if not 0 <= start <= end:
            raise ValueError(f"'{at.path}' runs from {start} to {end}")
        if self._document.text[start:end] == words:
            return Span(start, end)
        from mou_miner.anchors import find_quote

        found = find_quote(self._document.text, words)
        if not found:
            raise ValueError(f"'{at.path}': the document does not say {words[:60]!r}")
        return min(found, key=lambda span: abs(span.start - start))


_VALUES: tuple[tuple[str, Any], ...] = (
    ("title", str), ("number", str), ("date_signed", str), ("place_signed", str), ("valid_years", (int, float)),
    ("renewable", bool), ("notice_months", (int, float)), ("copies", int), ("prevailing_language", str),
)  # fmt: skip


def _checked(field: str, value: object, name: str) -> Any:
    try:
        return check_value(field, value)
    except ValueError as error:
        raise ValueError(f"'{name}': {error}") from error


def _party(at: _At) -> Party:
    known = Party.model_fields.keys() - {"spans", "evidence"}
    try:
        return Party.model_validate({name: value for name, value in at.values.items() if name in known})
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"'{at.name('.'.join(map(str, first['loc'])))}': {first['msg']}") from error
