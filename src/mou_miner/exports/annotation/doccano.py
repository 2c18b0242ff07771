"""doccano's JSON Lines for sequence labelling: the text, `label` as [start, end, label], and our own facts in `meta`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mou_miner.exports.annotation.marks import Marked


def line(marked: Marked) -> dict[str, Any]:
    """Return the document as an object of doccano; offsets count code points, as doccano's own do."""
    facts = [
        {"start": mark.start, "end": mark.end, "label": mark.label, "claim": mark.claim, "value": mark.value,
         "on": mark.on, "rest": mark.rest}
        for mark in marked.marks
    ]  # fmt: skip
    return {
        "text": marked.text,
        "label": [[mark.start, mark.end, mark.label] for mark in marked.marks],
        "meta": {
            "doc_id": marked.doc_id, "source": marked.source, "language": marked.language,
            "mou_miner": json.dumps(facts, ensure_ascii=False),
        },
    }  # fmt: skip


def write(marked: Iterable[Marked], path: Path) -> int:
    """Write a line for each document and return their number."""
    lines = [json.dumps(line(item), ensure_ascii=False) for item in marked]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{item}\n" for item in lines), encoding="utf-8", newline="\n")
    return len(lines)
