"""Tasks for Label Studio with our claims as predictions, and the labelling configuration they go with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from mou_miner import __version__
from mou_miner.exports.annotation.marks import Mark, Marked, Units, labels
from mou_miner.locations import Locations
from mou_miner.records import Document, Span

MODEL = f"mou-miner {__version__}"
FORMAT_KEY = "mou_miner"


def config() -> str:
    """Return the labelling configuration: the text with our labels, and, for PDF files, their pages with boxes."""
    values = "\n".join(f'    <Label value="{escape(label)}"/>' for label in labels())
    boxes = "\n".join(f'    <Label value="{escape(label)}"/>' for label in labels())
    return (
        f'<View>\n  <Labels name="label" toName="text" showInline="false">\n{values}\n  </Labels>\n'
        '  <Text name="text" value="$text" granularity="word"/>\n'
        f'  <RectangleLabels name="box" toName="page" visibleWhen="no-region-selected">\n{boxes}\n  </RectangleLabels>\n'
        '  <Image name="page" valueList="$pages"/>\n</View>\n'
    )


def task(marked: Marked, document: Document | None = None, pages: Iterable[str] = ()) -> dict[str, Any]:
    """Return the task of a document; with `document`, marks on printed pages have boxes in percent of the page."""
    units = Units(marked.text)
    locations = Locations(document.pages, document.words) if document is not None else None
    result: list[dict[str, Any]] = []
    for number, mark in enumerate(marked.marks):
        region = _region(number, mark, marked, units)
        result.append(region)
        if locations is not None and document is not None and document.words:
            result += _boxes(region["id"], mark, locations, document)
    scores = [mark.rest["confidence"] for mark in marked.marks if "confidence" in mark.rest]
    data: dict[str, Any] = {"text": marked.text, "doc_id": marked.doc_id, "source": marked.source}
    data |= {"language": marked.language, "pages": list(pages)}
    prediction = {"model_version": MODEL, "score": min(scores, default=1.0), "result": result}
    return {"data": data, "predictions": [prediction]}


def write(marked: Iterable[tuple[Marked, Document | None]], folder: Path) -> list[Path]:
    """Write `tasks.json` and `config.xml` to the folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks, configuration = folder / "tasks.json", folder / "config.xml"
    content = [task(item, document) for item, document in marked]
    tasks.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")
    configuration.write_text(config(), encoding="utf-8", newline="\n")
    return [tasks, configuration]


def _region(number: int, mark: Mark, marked: Marked, units: Units) -> dict[str, Any]:
    said = {"claim": mark.claim, "value": mark.value, "on": mark.on, **mark.rest}
    return {
        "id": f"mm-{marked.doc_id[:8]}-{number}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {
            # Label Studio counts as JavaScript does.
            "start": units.out(mark.start),
            "end": units.out(mark.end),
            "text": marked.text[mark.start : mark.end],
            "labels": [mark.label],
        },
        "score": mark.rest.get("confidence"),
        "meta": {FORMAT_KEY: said, "text": [f"{mark.on}: {mark.value}"]},
    }


def _boxes(parent: str, mark: Mark, locations: Locations, document: Document) -> list[dict[str, Any]]:
    span = Span(mark.start, mark.end)
    number = locations.page(span)
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        return []
    return [
        {
            "id": f"{parent}-box{place}",
            "parentID": parent,
            "from_name": "box",
            "to_name": "page",
            "type": "rectanglelabels",
            "item_index": page.number - 1,
            "value": {
                "x": round(100 * x0 / page.width, 3),
                "y": round(100 * top / page.height, 3),
                "width": round(100 * (x1 - x0) / page.width, 3),
                "height": round(100 * (bottom - top) / page.height, 3),
                "rotation": 0,
                "rectanglelabels": [mark.label],
            },
        }
        for place, (x0, top, x1, bottom) in enumerate(locations.boxes(span))
    ]
