"""Which files of a folder are documents."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

DOCUMENT_ENDINGS = frozenset({".pdf", ".html", ".htm", ".xhtml", ".txt", ".md", ".markdown", ".docx", ".eml", ".zip"})
DUMP_ENDINGS = frozenset({".jsonl", ".ndjson", ".csv"})
_NO_DOCUMENTS = re.compile(
    r"(?:readme|licen[cs]e|notice|copying|changelog|contributing|requirements|sources?)\b.*", re.IGNORECASE
)
_TEXT_FIELDS = frozenset({"text", "html", "body", "content", "article", "isi", "teks"})
_GOLD_FIELDS = frozenset({"agreements", "entities", "label", "labels", "annotations", "spans", "claims", "gold"})


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the paths given and, for folders, the documents in them, each once, in the order of their names.

    Hidden files, readme and licence files are left out of folders; tables and JSON Lines count only if they hold texts.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _files(path) if path.is_dir() else [path]:
            if file not in seen:
                seen.add(file)
                yield file


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")) and name != "node_modules")
        for name in sorted(names):
            path = Path(root) / name
            if _is_document(path):
                yield path


def _is_document(path: Path) -> bool:
    ending = path.suffix.lower()
    if path.name.startswith((".", "~$")):
        return False
    if _NO_DOCUMENTS.fullmatch(path.stem):
        return False
    return _holds_texts(path) if ending in DUMP_ENDINGS else ending in DOCUMENT_ENDINGS


def _holds_texts(path: Path) -> bool:
    """Return whether the first line of a dump names a field that holds texts, and none that holds annotations."""
    try:
        with path.open("rb") as file:
            line = file.readline(1_000_000).decode("utf-8", "replace").lstrip("\ufeff")
    except OSError:
        return False
    if path.suffix.lower() == ".csv":
        names = {name.strip().strip('"').lower() for name in re.split("[,;\t]", line)}
    else:
        try:
            record = json.loads(line)
        except ValueError:
            return False
        names = {str(name).lower() for name in record} if isinstance(record, dict) else set()
    return bool(names & _TEXT_FIELDS) and not names & _GOLD_FIELDS
