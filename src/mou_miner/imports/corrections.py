"""Corrections from JSON Lines files: one decision a line, `annotations/corrections/*.jsonl` by convention.

{"doc_id": "…", "field": "scope", "value": "education", "on": "Kota Bandung|Suwon|KR|city", "verdict": "reject",
 "quote": "Dinas Pendidikan", "annotator": "rina", "at": "2026-03-01T09:00:00+07:00", "note": "an office"}

`source` may stand in place of `doc_id`. The verdict `change` has a `new_value` and becomes a reject and an add.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from mou_miner.errors import ImportFileError
from mou_miner.records import (
    ACTIVITY_TYPES,
    SCOPE_CODES,
    Assertion,
    Correction,
    Field,
    Form,
    InstrumentKind,
    Stage,
    Typology,
    Verdict,
)

_REQUIRED = ("field", "value", "on", "verdict", "quote", "annotator", "at")
_TEXTS = ("note", "move", "undoes", "layer", "via")
_OPTIONAL = ("doc_id", "source", "new_value", "assertion", "details", "span", *_TEXTS)

_CODES: Mapping[str, tuple[str, ...]] = {
    "scope": SCOPE_CODES,
    "activity": ACTIVITY_TYPES,
    "form": get_args(Form),
    "stage": get_args(Stage),
    "typology": get_args(Typology),
    "instrument": get_args(InstrumentKind),
}
_VERDICTS = (*get_args(Verdict), "change")


def read_corrections(path: Path) -> tuple[list[Correction], list[ImportFileError]]:
    """Return the corrections of a file, and an error for each line that cannot be used."""
    corrections: list[Correction] = []
    errors: list[ImportFileError] = []
    for number, line in _lines(path):
        try:
            corrections += _read_line(line)
        except ValueError as error:
            errors.append(ImportFileError(path, number, str(error)))
    return corrections, errors


def load_correction_files(folder: Path) -> tuple[list[Correction], list[ImportFileError]]:
    """Return the corrections of all `*.jsonl` files of the folder in the order of their names; it may be missing."""
    corrections: list[Correction] = []
    errors: list[ImportFileError] = []
    for path in sorted(folder.glob("*.jsonl")):
        read, wrong = read_corrections(path)
        corrections += read
        errors += wrong
    return corrections, errors


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportFileError(
            path, 1, f"the file cannot be read ({error.strerror}). Mend the path or its rights"
        ) from error
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _read_line(line: bytes) -> list[Correction]:
    """Return the line's corrections; raise ValueError with what is wrong with it."""
    try:
        values = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8. Save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg} at character {error.pos + 1})") from error
    if not isinstance(values, dict):
        raise ValueError("is not a JSON object; write {...}")
    _check_names(values)
    _check_texts(values)
    return _change(values) if values["verdict"] == "change" else [_correction(values)]


def _check_names(values: Mapping[str, Any]) -> None:
    missing = [name for name in _REQUIRED if values.get(name) in (None, "")]
    if missing:
        raise ValueError(f"'{missing[0]}' is missing")
    if not values.get("doc_id") and not values.get("source"):
        raise ValueError("'doc_id' or 'source' is missing")
    unknown = sorted(set(values) - {*_REQUIRED, *_OPTIONAL})
    if unknown:
        raise ValueError(f"'{unknown[0]}' is no field of a correction; known are {', '.join((*_REQUIRED, *_OPTIONAL))}")
    if ("new_value" in values) != (values["verdict"] == "change"):
        raise ValueError("'new_value' goes with the verdict 'change', and with no other")


def _check_texts(values: Mapping[str, Any]) -> None:
    for name in ("on", "quote", "annotator", "at", "doc_id", "source", *_TEXTS):
        if not isinstance(values.get(name) or "", str):
            raise ValueError(f"'{name}' is no text")
    _check_code("field", values["field"], get_args(Field))
    _check_code("verdict", values["verdict"], _VERDICTS)
    if values.get("assertion") is not None:
        _check_code("assertion", values["assertion"], get_args(Assertion))
    if not isinstance(values.get("details") or {}, dict):
        raise ValueError("'details' is no object; write {...}")
    if (values["verdict"] == "undo") != bool(values.get("undoes")):
        raise ValueError("'undoes' goes with the verdict 'undo', and with no other")
    _check_span(values.get("span"))
    try:
        datetime.fromisoformat(values["at"])
    except ValueError as error:
        raise ValueError(f"'at' is no time: {values['at']!r}; write 2026-03-01T09:00:00+07:00") from error


def _check_span(span: object) -> None:
    if span is None:
        return
    whole = isinstance(span, list) and len(span) == 2 and all(type(item) is int for item in span)
    if not whole or not 0 <= span[0] < span[1]:  # type: ignore[index]
        raise ValueError(f"'span' is no stretch of text: {span!r}; write [start, end]")


def _change(values: Mapping[str, Any]) -> list[Correction]:
    """Return a reject of the old value and an add of the new one; of the other assertions where only that changes."""
    plain = {name: value for name, value in values.items() if name not in {"new_value", "assertion", "details"}}
    new_value, assertion = values["new_value"], values.get("assertion")
    on = new_value if values["field"] == "partnership" else values["on"]
    added = _correction(
        {
            **plain,
            "value": new_value,
            "on": on,
            "verdict": "add",
            "assertion": assertion,
            "details": values.get("details"),
        }
    )
    old: dict[str, Any] = {**plain, "verdict": "reject"}
    if new_value != values["value"] or assertion is None:
        return [_correction(old), added]
    others = [other for other in get_args(Assertion) if other != assertion]
    return [*(_correction({**old, "assertion": other}) for other in others), added]


def _correction(values: Mapping[str, Any]) -> Correction:
    field = values["field"]
    return Correction(
        doc_id=values.get("doc_id") or "",
        source=values.get("source"),
        field=field,
        value=check_value(field, values["value"]),
        on=values["on"],
        verdict=values["verdict"],
        quote=values["quote"],
        annotator=values["annotator"],
        at=values["at"],
        assertion=values.get("assertion"),
        note=values.get("note"),
        details=values.get("details") or {},
        span=values.get("span"),
        **{name: values.get(name) for name in _TEXTS if name != "note"},
    )


def check_value(field: str, value: Any) -> str | int | float | bool:
    """Return the value in its field's type; raise ValueError where it cannot be one of the field."""
    if field in _CODES:
        return _check_code(field, value, _CODES[field])
    checked: str | int | float | bool = _CHECKS.get(field, _text)(field, value)
    return checked


def _check_code(name: str, value: object, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{value!r} is no {name}; known are {', '.join(known)}")
    return value


def _text(field: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"the value of {field} is no text: {value!r}")
    return value


def _key(field: str, value: object) -> str:
    if not isinstance(value, str) or value.count("|") < 1:
        raise ValueError(f"the value of {field} is no key: {value!r}; write Kota Bandung|Suwon|KR|city")
    return value


def _date(field: str, value: object) -> str:
    shape = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value) if isinstance(value, str) else None
    try:
        if shape is None:
            raise ValueError
        date(*(int(part or 1) for part in shape.groups()))
    except ValueError:
        raise ValueError(f"the value of {field} is no date: {value!r}; write 2012, 2012-04 or 2012-04-30") from None
    return str(value)


def _number(field: str, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1000:
        raise ValueError(f"the value of {field} is no number above 0: {value!r}")
    return value


def _whole(field: str, value: object) -> int:
    number = _number(field, value)
    if number != int(number):
        raise ValueError(f"the value of {field} is no whole number: {value!r}")
    return int(number)


def _truth(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"the value of {field} is neither true nor false: {value!r}")
    return value


_CHECKS: Mapping[str, Callable[[str, object], str | int | float | bool]] = {
    "partnership": _key,
    "date_signed": _date,
    "valid_years": _number,
    "notice_months": _number,
    "copies": _whole,
    "renewable": _truth,
}
