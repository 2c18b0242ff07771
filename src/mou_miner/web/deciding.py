"""From what a person does on the page to the corrections that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mou_miner.corrections import move_of
from mou_miner.errors import MouMinerError
from mou_miner.imports.corrections import check_value
from mou_miner.records import Assertion, Correction, Party, Span, Verdict
from mou_miner.records import Field as ClaimField
from mou_miner.web.board import Board, Value, next_paper, papers_of, quote_of

Kind = Literal["accept", "reject", "change", "add", "undo", "redo", "accept_all", "reanchor"]

_MOVE = r"^[A-Za-z0-9._-]{8,64}$"
_TRIMMED = " \t\r\n.,;:!?()[]{}\"'“”‘’«»…"
_MOST_CHARACTERS = 2_000
_ONCE = frozenset({"form", "stage", "typology"})
_ONCE_ON_PAPER = frozenset(
    {"title", "number", "date_signed", "place_signed", "valid_years", "renewable", "notice_months", "copies",
     "prevailing_language"}
)  # fmt: skip
"""Fields with one value: adding another one takes the place of what was there."""


class Refused(MouMinerError):
    """What was asked for cannot be done; `gone` where the value is not there any more."""

    def __init__(self, message: str, *, gone: bool = False) -> None:
        self.gone = gone
        super().__init__(message)


class Request(BaseModel):
    """What the page sends. `move` is made by the page, so that the same request sent twice is done once."""

    model_config = ConfigDict(extra="forbid")

    move: str = Field(pattern=_MOVE)
    kind: Kind
    value_id: str | None = Field(default=None, max_length=40)
    field: ClaimField | None = None
    value: str | int | float | bool | None = None
    on: str | None = Field(default=None, max_length=500)
    assertion: Assertion | None = None
    span: Span | None = None
    note: str | None = Field(default=None, max_length=2_000)
    details: dict[str, Any] = Field(default_factory=dict)
    undoes: str | None = Field(default=None, max_length=300)
    threshold: float = 0.0


class Author(BaseModel):
    """Who decides, when, and in whose blind copy, if in one."""

    name: str
    at: str
    layer: str | None = None


def decide(request: Request, board: Board, author: Author) -> list[Correction]:
    """Return the corrections that the request asks for. Raises Refused with a message for the person."""
    maker = _Maker(request, board, author)
    return maker.make()


class _Maker:
    """Makes the corrections of one move."""

    def __init__(self, request: Request, board: Board, author: Author) -> None:
        self.request, self.board, self.author = request, board, author
        self.document = board.document

    def make(self) -> list[Correction]:
        match self.request.kind:
            case "accept":
                return [self.on_value(self._value(), "accept")]
            case "reject":
                return [self.on_value(self._value(), "reject")]
            case "accept_all":
                return self._accept_all()
            case "change":
                return self._change()
            case "add":
                return self._add()
            case "reanchor":
                return self._reanchor()
            case "undo" | "redo":
                raise Refused("Nothing to undo.")

    def on_value(self, value: Value, verdict: Verdict) -> Correction:
        """Return the correction that says this of a value as it stands."""
        quote, span = quote_of(value, self.document)
        if not quote:
            raise Refused("This value has no words in the document.")
        details = dict(value.claim.details) if verdict == "accept" else {}
        return self._correction(value.claim.field, value.claim.value, value.claim.on, verdict, quote, span).model_copy(
            update={"assertion": value.claim.assertion, "details": details}
        )

    def _value(self) -> Value:
        value = self.board.find(self.request.value_id or "")
        if value is None:
            raise Refused("This value is not there any more: somebody has changed it.", gone=True)
        return value

    def _accept_all(self) -> list[Correction]:
        found = [value for value in self.board.open if value.claim.confidence >= self.request.threshold]
        if not found:
            raise Refused("Nothing is open.")
        return [self.on_value(value, "accept") for value in found]

    def _change(self) -> list[Correction]:
        old, request = self._value(), self.request
        rejected = self.on_value(old, "reject")
        quote, span = quote_of(old, self.document) if request.span is None else self._quote(request.span)
        field = old.claim.field
        new_value = old.claim.value if request.value is None else check(field, request.value)
        details = {**old.claim.details, **self._details(field, request.details)}
        on = old.claim.on
        if field == "partnership":
            on = str(new_value)
        added = self._correction(field, new_value, on, "add", quote, span)
        assertion = request.assertion or old.claim.assertion
        added = added.model_copy(update={"details": details, "assertion": assertion})
        same = (added.value, added.on, added.assertion) == (rejected.value, rejected.on, rejected.assertion)
        if same and request.span is None and details == old.claim.details:
            raise Refused("Nothing was changed.")
        return [rejected, added]

    def _add(self) -> list[Correction]:
        request = self.request
        if request.field is None or request.value is None or request.span is None:
            raise Refused("Select words, choose a field and give a value.")
        quote, span = self._quote(request.span)
        value = check(request.field, request.value)
        on = self._place_for(request.field, value)
        replaced = [
            self.on_value(other, "reject")
            for other in self.board.values
            if other.state != "rejected"
            and _takes_place(request.field)
            and (other.claim.field, other.claim.on) == (request.field, on)
            and other.claim.value != value
        ]
        added = self._correction(request.field, value, on, "add", quote, span)
        assertion = request.assertion or ("done" if request.field == "activity" else None)
        details = self._details(request.field, request.details)
        return [*replaced, added.model_copy(update={"assertion": assertion, "details": details})]

    def _place_for(self, field: str, value: object) -> str:
        """Return the key that a new value hangs on."""
        if field == "partnership":
            return str(value)
        on = self.request.on or ""
        keys = [group.key for group in self.board.groups]
        if on.partition("#")[0] not in keys:
            raise Refused("Say on which partnership the value is; add the partnership first.")
        if field == "instrument":
            return next_paper(self.board, on.partition("#")[0], str(value))
        if field in _ONCE or field in {"scope", "activity"}:
            return on.partition("#")[0]
        if on not in papers_of(self.board):
            raise Refused("Say on which instrument the value is; add the instrument first.")
        return on

    def _reanchor(self) -> list[Correction]:
        """Let a decision whose words are gone rest on the selected ones from now on."""
        lost = [item for item in self.board.unplaced if move_of(item) == self.request.undoes]
        if not lost or self.request.span is None:
            raise Refused("Select the words that the decision now rests on.", gone=not lost)
        quote, span = self._quote(self.request.span)
        again = [
            self._correction(item.field, item.value, item.on, item.verdict, quote, span).model_copy(
                update={"assertion": item.assertion, "details": item.details}
            )
            for item in lost
        ]
        return [*undo(lost, self.request.move, self.author), *again]

    def _quote(self, span: Span) -> tuple[str, Span]:
        trimmed = trim(self.document.text, span)
        if trimmed is None or trimmed.end - trimmed.start > _MOST_CHARACTERS:
            raise Refused(f"Select between one word and {_MOST_CHARACTERS} characters.")
        return self.document.text[trimmed.start : trimmed.end], trimmed

    def _details(self, field: str, details: Mapping[str, Any]) -> dict[str, Any]:
        allowed = {
            "partnership": {"indonesian_party", "partner"},
            "activity": {"date", "scope", "amount"},
            "signatory": {"side", "role"},
            "witness": {"side", "role"},
        }.get(field, set())
        kept = {name: value for name, value in details.items() if name in allowed and value not in (None, "")}
        for side in ("indonesian_party", "partner"):
            if side in kept:
                kept[side] = Party.model_validate(kept[side]).model_dump(mode="json")
        if field == "signatory" and kept.get("side", "indonesia") not in ("indonesia", "partner"):
            raise Refused("A signatory signs for Indonesia or for the partner.")
        if field == "signatory" and self.request.kind == "add":
            kept.setdefault("side", "indonesia")
        return kept

    def _correction(
        self, field: str, value: Any, on: str, verdict: Verdict, quote: str, span: Span | None
    ) -> Correction:
        author = self.author
        return Correction(
            doc_id=self.document.doc_id, field=field, value=value, on=on, verdict=verdict, quote=quote, span=span,
            annotator=author.name, at=author.at, move=self.request.move, layer=author.layer, note=self.request.note,
        )  # fmt: skip


def undo(corrections: Sequence[Correction], move: str, author: Author) -> list[Correction]:
    """Return the entries that take back the moves of the corrections."""
    moves: dict[str, Correction] = {}
    for item in corrections:
        moves.setdefault(move_of(item), item)
    return [
        first.model_copy(
            update={
                "verdict": "undo",
                "undoes": undone,
                "move": move,
                "annotator": author.name,
                "at": author.at,
                "layer": author.layer,
                "details": {},
                "note": None,
                "via": None,
            }
        )
        for undone, first in moves.items()
    ]


def trim(text: str, span: Span) -> Span | None:
    """Return the span without white space and punctuation at its edges, None where nothing is left or it is outside."""
    start, end = span
    if not 0 <= start < end <= len(text):
        return None
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    # A bracket that was opened inside belongs to the words.
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return Span(start, end) if start < end else None


def check(field: str, value: object) -> str | int | float | bool:
    """Return the value in its field's type; numbers and truths may come as text. Raises Refused."""
    if isinstance(value, str):
        value = _typed(field, re.sub(r"\s+", " ", value).strip())
    try:
        return check_value(field, value)
    except ValueError as error:
        raise Refused(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error


def _typed(field: str, text: str) -> object:
    if field in {"valid_years", "notice_months", "copies"} and re.fullmatch(r"\d+([.,]\d+)?", text):
        number = float(text.replace(",", "."))
        return int(number) if number == int(number) else number
    if field == "renewable" and text in {"true", "false"}:
        return text == "true"
    return text


def _takes_place(field: str) -> bool:
    return field in _ONCE or field in _ONCE_ON_PAPER
