"""What corrections taught: further names of places, and further phrases of rules; kept as files that every run reads.

They lie beside the corrections (`annotations/learned/aliases.csv` and `phrases.csv`), so that they outlive the database
and can be read, mended and shared as they are. A line is taken away by writing the file anew without it.
"""

from __future__ import annotations

import csv
import hashlib
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mou_miner.errors import MouMinerError
from mou_miner.records import ACTIVITY_TYPES, SCOPE_CODES
from mou_miner.rules.schema import Rules, TopicRule, Words

_lock = threading.Lock()


class LearnedError(MouMinerError):
    """A file of what was learned cannot be read."""


class Alias(NamedTuple):
    """A name by which a place goes; the place is found by its own name, country and level."""

    name: str
    place: str
    country: str
    level: str
    by: str = ""
    at: str = ""


class Phrase(NamedTuple):
    """A phrase that stands for a code of a scope or an activity in one language."""

    kind: str
    code: str
    language: str
    phrase: str
    by: str = ""
    at: str = ""


def load_aliases(folder: Path) -> list[Alias]:
    """Return the aliases of the folder, none where there is no file. Raises LearnedError."""
    return [Alias(**row) for row in _rows(folder / "aliases.csv", Alias._fields)]


def load_phrases(folder: Path) -> list[Phrase]:
    """Return the phrases of the folder, none where there is no file. Raises LearnedError."""
    found = [Phrase(**row) for row in _rows(folder / "phrases.csv", Phrase._fields)]
    for item in found:
        known = {"scope": SCOPE_CODES, "activity": ACTIVITY_TYPES}.get(item.kind, ())
        if item.code not in known or item.language not in ("id", "en") or not item.phrase.strip():
            raise LearnedError(f"{folder / 'phrases.csv'}: {item.kind} '{item.code}' is not known. Mend the line.")
    return found


def save_aliases(folder: Path, aliases: Iterable[Alias]) -> None:
    """Write the aliases in place of those that were there."""
    _write(folder / "aliases.csv", Alias._fields, aliases)


def save_phrases(folder: Path, phrases: Iterable[Phrase]) -> None:
    """Write the phrases in place of those that were there."""
    _write(folder / "phrases.csv", Phrase._fields, phrases)


def with_phrases(rules: Rules, phrases: Sequence[Phrase]) -> Rules:
    """Return the rules with further phrases; their version tells that they are others."""
    if not phrases:
        return rules
    said = "\n".join("\t".join(item[:4]) for item in sorted(phrases))
    version = f"{rules.version}+{hashlib.sha256(said.encode()).hexdigest()[:8]}"
    return rules.model_copy(
        update={
            "scopes": tuple(_extended(rule, "scope", phrases) for rule in rules.scopes),
            "activities": tuple(_extended(rule, "activity", phrases) for rule in rules.activities),
            "version": version,
        }
    )


def knows_phrase(rules: Rules, phrase: Phrase) -> bool:
    """Say whether the rule has the phrase already."""
    topics: Sequence[Any] = rules.scopes if phrase.kind == "scope" else rules.activities
    rule = next((rule for rule in topics if rule.id == phrase.code), None)
    known = getattr(rule.phrases, phrase.language) if rule is not None else ()
    return phrase.phrase.casefold() in {item.casefold() for item in known}


def _extended(rule: Any, kind: str, phrases: Sequence[Phrase]) -> TopicRule:
    new: dict[str, list[str]] = {"id": [], "en": []}
    for item in phrases:
        if (item.kind, item.code) == (kind, rule.id) and not _has(rule.phrases, item):
            new[item.language].append(item.phrase)
    if not new["id"] and not new["en"]:
        extended: TopicRule = rule
        return extended
    words = Words(id=(*rule.phrases.id, *new["id"]), en=(*rule.phrases.en, *new["en"]))
    changed: TopicRule = rule.model_copy(update={"phrases": words})
    return changed


def _has(words: Words, item: Phrase) -> bool:
    return item.phrase.casefold() in {word.casefold() for word in getattr(words, item.language)}


def _rows(path: Path, fields: Sequence[str]) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LearnedError(f"{path} cannot be read ({error}). Mend it, or move it away.") from error
    for number, row in enumerate(rows, start=2):
        if any(not row.get(name) for name in fields[:4]) or None in row:
            raise LearnedError(f"{path}, line {number}: a column is empty or missing. Needed are {', '.join(fields)}.")
    return [{name: row.get(name) or "" for name in fields} for row in rows]


def _write(path: Path, fields: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with _lock:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(fields)
            writer.writerows(rows)
        part.replace(path)
