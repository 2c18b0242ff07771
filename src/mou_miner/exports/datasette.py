"""Metadata for Datasette, so that it shows the database with facets, labels, descriptions and maps."""

from __future__ import annotations

from typing import Any

from mou_miner.exports.package import LICENCE
from mou_miner.exports.schema import Table, tables

_FACETS = {
    "partnerships": ["stage", "form", "partner_country", "indonesian_level", "typology"],
    "instruments": ["kind", "place_signed"],
    "scopes": ["code"],
    "activities": ["type", "assertion", "scope"],
    "documents": ["kind", "language", "publisher"],
    "claims": ["field", "assertion"],
    "conflicts": ["field", "weight"],
}
_LABELS = {"partnerships": "partnership_id", "documents": "source"}
_SORTED = {"partnerships": "confidence", "documents": "date_published", "activities": "date"}
_MAP = """\
SELECT partner_name || ', ' || partner_country AS title, indonesian_name, stage, first_signed,
  partner_latitude AS latitude, partner_longitude AS longitude
FROM partnerships WHERE partner_latitude IS NOT NULL ORDER BY partnership_id"""
_HOME_MAP = """\
SELECT indonesian_name AS title, count(*) AS partnerships,
  indonesian_latitude AS latitude, indonesian_longitude AS longitude
FROM partnerships WHERE indonesian_latitude IS NOT NULL GROUP BY indonesian_name ORDER BY 2 DESC"""
_HIDDEN = (
    "sessions", "access_tokens", "annotators", "assignments", "moves", "mou_miner_schema", "inbox", "review_queue",
)  # fmt: skip


def datasette_metadata(database: str = "mou") -> dict[str, Any]:
    """Return what `datasette DATABASE.sqlite --metadata FILE` wants; `database` is the file's name without its ending.

    Tables with accounts are closed to visitors, and columns latitude and longitude are those of the cluster map plugin.
    """
    return {
        "title": "City partnerships of Indonesia",
        "license": LICENCE["title"],
        "license_url": LICENCE["path"],
        "plugins": {"datasette-cluster-map": {"latitude_column": "latitude", "longitude_column": "longitude"}},
        "databases": {
            database: {
                "tables": {
                    **{table.name: _table(table) for table in tables()},
                    **{name: {"hidden": True, "allow": False} for name in _HIDDEN},
                },
                "allow_sql": False,
                "queries": {
                    "partner_map": {"title": "Foreign partners on a map", "sql": _MAP},
                    "indonesian_map": {"title": "Indonesian governments on a map", "sql": _HOME_MAP},
                },
            }
        },
    }


def _table(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": table.says["en"],
        "columns": {column.name: column.says["en"] for column in table.columns},
        "size": 50,
    }
    if table.name in _FACETS:
        found["facets"] = _FACETS[table.name]
    if table.name in _LABELS:
        found["label_column"] = _LABELS[table.name]
    if table.name in _SORTED:
        found["sort_desc"] = _SORTED[table.name]
    return found
