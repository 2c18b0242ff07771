"""What changed from one release to the next: partnerships added, removed and changed, and the sizes of the tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from mou_miner.exports.frames import COLUMNS, Frames

_NAMES = ("indonesian_name", "partner_name")


class Difference(NamedTuple):
    """A partnership was added or removed, or a value of it changed; '' is a value that is not known."""

    kind: str
    partnership_id: str
    names: str
    column: str = ""
    before: str = ""
    after: str = ""


def differences(before: Frames, after: Frames) -> list[Difference]:
    """Return how the partnerships differ, by kind and id."""
    old, new = (_texts(frames["partnerships"]) for frames in (before, after))
    found = [Difference("added", key, _called(new.loc[key])) for key in new.index.difference(old.index)]
    found += [Difference("removed", key, _called(old.loc[key])) for key in old.index.difference(new.index)]
    for key in new.index.intersection(old.index):
        found += _changed(str(key), old.loc[key], new.loc[key])
    return sorted(found)


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("partnership_id").astype("string").fillna("")


def _called(row: pd.Series) -> str:
    return " – ".join(str(row[name]) for name in _NAMES)


def _changed(key: str, old: pd.Series, new: pd.Series) -> Iterator[Difference]:
    for column in new.index:
        if old[column] != new[column]:
            yield Difference("changed", key, _called(new), str(column), str(old[column]), str(new[column]))


def changes_markdown(
    found: list[Difference], before: Frames | None, after: Frames, version: str, last: str | None
) -> str:
    """Return the change log as a page of Markdown."""
    if before is None:
        return f"# Changes in {version}\n\nThis is the first release.\n\n{_sizes(None, after)}"
    lines = [f"# Changes in {version}", "", f"Against {last}.", ""]
    for kind in ("added", "removed", "changed"):
        of_kind = [item for item in found if item.kind == kind]
        lines += [f"## {kind.capitalize()} ({len({item.partnership_id for item in of_kind})})", ""]
        lines += [_line(item) for item in of_kind]
        lines += [""] if of_kind else []
    return "\n".join(lines) + f"\n{_sizes(before, after)}"


def _line(item: Difference) -> str:
    changed = f": {item.column} {_value(item.before)} → {_value(item.after)}" if item.kind == "changed" else ""
    return f"- {_plain(item.names)} (`{item.partnership_id}`){changed}"


def _value(text: str) -> str:
    return f"“{_plain(text)}”" if text else "(not known)"


def _plain(text: str) -> str:
    """Return the text in one line, with nothing that Markdown would take for more than text."""
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _sizes(before: Frames | None, after: Frames) -> str:
    lines = ["## Rows", "", "| table | before | now |", "|---|---|---|"]
    lines += [
        f"| {name} | {len(before[name]) if before is not None else ''} | {len(after[name])} |" for name in COLUMNS
    ]
    return "\n".join(lines) + "\n"


def changes_csv(found: list[Difference]) -> str:
    """Return the differences as rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(Difference._fields)
    writer.writerows([_safe(value) for value in item] for item in found)
    return out.getvalue()


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
