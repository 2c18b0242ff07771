"""Records of scrapers, one a line of JSON: checked before they are taken in, so that what is wrong can be mended.

{"tautan": "https://example.org/1", "judul": "Bandung dan Suwon", "tanggal": "2024-05-01", "isi": "..."}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mou_miner.documents.dumps import NAMES
from mou_miner.documents.published import find_date
from mou_miner.errors import SettingsError

LONGEST = 20_000_000
"""No record is longer, in bytes."""


class Line(NamedTuple):
    """A line of the input: its number, its bytes as they came, and what is wrong with it, if anything."""

    number: int
    data: bytes
    source: str
    problem: str | None


def read_lines(lines: Iterable[bytes], name: str, fields: Mapping[str, str]) -> Iterator[Line]:
    """Yield each line that is not empty, checked; `fields` says what theirs are called by our names."""
    for number, data in enumerate(lines, start=1):
        data = data.removeprefix(b"\xef\xbb\xbf") if number == 1 else data
        if not data.strip():
            continue
        try:
            yield Line(number, data, _source(_record(data), fields, f"{name}#{number}"), None)
        except ValueError as error:
            yield Line(number, data, f"{name}#{number}", str(error))


def load_fields(path: Path) -> dict[str, str]:
    """Return what a field mapping file says: our name, a colon, theirs. Raises SettingsError with what is wrong."""
    import srsly

    try:
        read: Any = srsly.read_yaml(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}). Mend the path.") from error
    except Exception as error:
        raise SettingsError(
            f"{path} is not YAML ({str(error).splitlines()[0]}). Write lines like `text: isi`."
        ) from error
    if not isinstance(read, dict):
        raise SettingsError(f"{path}: write one line for each field, like `text: isi`.")
    for name, theirs in read.items():
        if name not in NAMES or not isinstance(theirs, str):
            raise SettingsError(f"{path}: {name!r}: {theirs!r} names no field. Ours are {', '.join(NAMES)}.")
    return {str(name): theirs for name, theirs in read.items()}


def _record(data: bytes) -> dict[str, Any]:
    if len(data) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} bytes. Leave out what is no text")
    try:
        values = json.loads(data.decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 (byte {error.start + 1}). Save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg} at character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    if not isinstance(values, dict):
        raise ValueError("is not a JSON object; write {...}")
    return values


def _source(values: Mapping[str, Any], fields: Mapping[str, str], where: str) -> str:
    """Return the record's address, else where it stood; raise ValueError with the field that is wrong."""
    lowered = {str(name).lower(): (str(name), value) for name, value in values.items()}
    found = {name: _field(lowered, name, fields) for name in NAMES}
    for name, (theirs, value) in found.items():
        sorts = str if name in ("text", "html") else str | int | float | list
        if (value is not None and not isinstance(value, sorts)) or isinstance(value, bool):
            raise ValueError(f"field '{theirs}' is no text but {type(value).__name__}")
        try:
            str(value).encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"field '{theirs}' has half a character ({str(value)[error.start]!a})") from error
    if not any(isinstance(found[name][1], str) and any(map(str.isalpha, found[name][1])) for name in ("text", "html")):
        wanted = " or ".join(fields[name] for name in ("text", "html") if name in fields) or "text, isi, body, html ..."
        raise ValueError(f"has no text: no field {wanted} with words in it. Say which with --field text=THEIRS")
    theirs, date = found["date"]
    if date is not None and find_date(str(date)) is None:
        raise ValueError(f"field '{theirs}' is no date of the calendar: {str(date)[:40]!r}; write 2024-05-01")
    address = str(found["url"][1] or "")
    return address if "://" in address else where


def _field(lowered: Mapping[str, tuple[str, Any]], name: str, fields: Mapping[str, str]) -> tuple[str, Any]:
    """Return their name of the field and its value; None where it is missing or empty."""
    wanted = (fields[name].lower(),) if name in fields else NAMES[name]
    return next(
        (lowered[key] for key in wanted if key in lowered and lowered[key][1] not in (None, "", [])), ("", None)
    )
