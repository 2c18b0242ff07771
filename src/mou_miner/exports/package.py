"""A data package (Frictionless): the tables as CSV with a typed schema, keys and foreign keys, and a codebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mou_miner import __version__
from mou_miner.exports.codebook import codebook_csv, codebook_markdown
from mou_miner.exports.csv import write_csv
from mou_miner.exports.frames import Frames
from mou_miner.exports.schema import Column, Table, allowed, tables
from mou_miner.exports.wording import LANGUAGES

DESCRIPTOR = "datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
SOURCES = [
    {"title": "GeoNames (places), CC BY 4.0", "path": "https://www.geonames.org/"},
    {"title": "Documents that are named in the table documents"},
]
_PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


def write_package(frames: Frames, folder: Path) -> list[Path]:
    """Write the tables, the codebooks and `datapackage.json`, and return their paths.

    Texts that begin like a formula have an apostrophe before them, as in the export as CSV; `read_dataset` takes it away.
    """
    paths = write_csv(frames, folder)
    paths += write_codebooks(folder)
    paths.append(folder / DESCRIPTOR)
    text = json.dumps(descriptor(), ensure_ascii=False, indent=2) + "\n"
    paths[-1].write_text(text, encoding="utf-8", newline="\n")
    return paths


def write_codebooks(folder: Path) -> list[Path]:
    """Write the codebook as Markdown and CSV in both languages, and return the paths."""
    paths = []
    for language in LANGUAGES:
        for ending, text in ((".md", codebook_markdown(language)), (".csv", "\ufeff" + codebook_csv(language))):
            paths.append(folder / f"codebook.{language}{ending}")
            paths[-1].write_text(text, encoding="utf-8", newline="")
    return paths


def descriptor(**more: Any) -> dict[str, Any]:
    """Return what the package says of itself: the schema of each table; `more` adds version and date of a release."""
    return {
        "name": "mou-miner-partnerships",
        "title": "City partnerships of Indonesia",
        "profile": "tabular-data-package",
        **more,
        "licenses": [LICENCE],
        "sources": SOURCES,
        "generator": f"mou-miner {__version__}",
        "resources": [_resource(table) for table in tables()],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.says["en"],
        "description": table.says["id"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": list(columns), "reference": {"resource": target.replace("_", "-"), "fields": list(columns)}}
            for columns, target in table.refers.items()
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.says["en"]}
    if column.kind == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    rules: dict[str, Any] = {}
    if column.needed:
        rules["required"] = True
    if (enum := allowed(column)) is not None:
        rules["enum"] = enum
    if column.date:
        rules["pattern"] = _PARTIAL_DATE
    if column.least is not None:
        rules["minimum"] = column.least
    if column.most is not None:
        rules["maximum"] = column.most
    return {**field, "constraints": rules} if rules else field
