"""The forms in which values are changed and added, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

from mou_miner.records import ACTIVITY_TYPES, SCOPE_CODES, Assertion, Form, InstrumentKind, Stage, Typology
from mou_miner.web.board import ON_PAPERS, Board, Value, keys_of, papers_of

CODES: Mapping[str, tuple[str, ...]] = {
    "scope": SCOPE_CODES,
    "activity": ACTIVITY_TYPES,
    "form": get_args(Form),
    "stage": get_args(Stage),
    "typology": get_args(Typology),
    "instrument": get_args(InstrumentKind),
    "assertion": get_args(Assertion),
    "renewable": ("true", "false"),
    "side": ("indonesia", "partner"),
}
ADDABLE: tuple[str, ...] = ("scope", "activity", "stage", "form", "instrument", *ON_PAPERS, "partnership")


class ValueForm(NamedTuple):
    """A form: what it is for, the field, what it holds now, and the things a new value may hang on."""

    kind: str
    field: str
    value: Any
    value_id: str
    ons: tuple[str, ...]
    on: str
    codes: tuple[str, ...]
    assertion: str | None
    details: Mapping[str, Any]
    fields: tuple[str, ...]


def make_form(board: Board, *, kind: str, value_id: str, field: str, on: str) -> ValueForm | None:
    """Return the form, None where its value is gone or the field is unknown."""
    if kind == "change":
        value = board.find(value_id)
        return None if value is None else _change(value)
    if kind != "add" or field not in ADDABLE:
        return None
    ons = _ons(board, field)
    nearest = on if on in ons else next((other for other in ons if other.split("#")[0] == on.split("#")[0]), None)
    return ValueForm(
        "add", field, "", "", ons, nearest or (ons[0] if ons else ""), CODES.get(field, ()),
        "done" if field == "activity" else None, {}, ADDABLE,
    )  # fmt: skip


def _change(value: Value) -> ValueForm:
    claim = value.claim
    shown = str(claim.value).lower() if isinstance(claim.value, bool) else claim.value
    return ValueForm(
        "change", claim.field, shown, value.id, (claim.on,), claim.on, CODES.get(claim.field, ()), claim.assertion,
        claim.details, (),
    )  # fmt: skip


def _ons(board: Board, field: str) -> tuple[str, ...]:
    if field == "partnership":
        return ()
    return tuple(papers_of(board) if field in ON_PAPERS else keys_of(board))
