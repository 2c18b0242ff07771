"""Annotations that were completed in Label Studio."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mou_miner.errors import ImportFileError
from mou_miner.exports.annotation.label_studio import FORMAT_KEY
from mou_miner.exports.annotation.marks import Mark, Marked, Units


class Completed(NamedTuple):
    """What a person made of a document; `at` is the moment the annotation was last changed, as Label Studio tells it."""

    marked: Marked
    annotator: str
    at: str


def read(path: Path) -> list[Completed]:
    """Return the completed annotations of an export (JSON). Raises ImportFileError with the task's place in the file."""
    return [
        Completed(_with_sent(path, place, task, annotation["result"]), _who(annotation), _when(annotation))
        for place, task in _tasks(path)
        for annotation in task.get("annotations") or ()
        if not annotation.get("was_cancelled")
    ]


def read_predictions(path: Path) -> list[Marked]:
    """Return the predictions of a file of tasks, as they were written."""
    return [
        _marked(path, place, task, prediction["result"])
        for place, task in _tasks(path)
        for prediction in task.get("predictions") or ()
    ]


def _with_sent(path: Path, place: int, task: Mapping[str, Any], result: list[dict[str, Any]]) -> Marked:
    marked = _marked(path, place, task, result)
    predictions = [item for item in task.get("predictions") or () if isinstance(item, dict) and "result" in item]
    if not predictions:
        return marked
    return marked.model_copy(update={"sent": _marked(path, place, task, predictions[0]["result"]).marks})


def _tasks(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(path, 1, f"the file cannot be read ({error})") from error
    except json.JSONDecodeError as error:
        raise ImportFileError(path, error.lineno, f"is not JSON ({error.msg})") from error
    if not isinstance(content, list):
        raise ImportFileError(path, 1, "is no list of tasks. Export with the format JSON, not JSON-MIN")
    for place, task in enumerate(content, start=1):
        data = task.get("data") if isinstance(task, dict) else None
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            raise ImportFileError(path, place, "the task has no text")
        yield place, task


def _marked(path: Path, place: int, task: Mapping[str, Any], result: list[dict[str, Any]]) -> Marked:
    data = task["data"]
    units = Units(data["text"])
    try:
        marks = tuple(_mark(region, data["text"], units) for region in result if region.get("type") == "labels")
    except (KeyError, TypeError, IndexError) as error:
        raise ImportFileError(path, place, f"a region lacks {error}") from error
    return Marked(
        doc_id=str(data.get("doc_id", "")), source=str(data.get("source", "")), text=data["text"],
        language=str(data.get("language", "other")), marks=marks,
    )  # fmt: skip


def _mark(region: Mapping[str, Any], text: str, units: Units) -> Mark:
    value = region["value"]
    start, end = units.back(int(value["start"])), units.back(int(value["end"]))
    said = dict((region.get("meta") or {}).get(FORMAT_KEY) or {})
    claim, kept, on = said.pop("claim", None), said.pop("value", None), said.pop("on", None)
    label = value["labels"][0]
    if not 0 <= start < end <= len(text):
        raise KeyError("a place within the text")
    return Mark(start, end, label, claim, kept, on, said)


def _who(annotation: Mapping[str, Any]) -> str:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        return str(by.get("email") or by.get("id") or "label-studio")
    return f"label-studio-{by}" if by is not None else "label-studio"


def _when(annotation: Mapping[str, Any]) -> str:
    return str(annotation.get("updated_at") or annotation.get("created_at") or "1970-01-01T00:00:00+00:00")
