"""The report's page, put together from its template, style and script; all words of documents are escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any, cast

import srsly
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from mou_miner import __version__
from mou_miner.exports.gaps import is_evidence
from mou_miner.exports.report.content import (
    STAGES,
    Row,
    activities_by_type,
    evidence_by_scope,
    make_rows,
    nation_name,
    region_name,
    scopes_by_year,
    stages_by_region,
    ties,
)
from mou_miner.exports.report.drawing import INDONESIA, WORLD, draw_map, draw_network, plain
from mou_miner.exports.wording import PageLanguage, code_name
from mou_miner.records import DocumentSummary, ResolvedPartnership, Trace

_SIGNED = frozenset({"mou", "renewal", "agreement", "plan_of_action", "other"})


def make_report(
    partnerships: Sequence[ResolvedPartnership], documents: Sequence[DocumentSummary], traces: Sequence[Trace], *,
    on: str, language: PageLanguage = "en", title: str | None = None,
) -> str:  # fmt: skip
    """Return the page about the partnerships, as they are judged on a day; it needs nothing from elsewhere."""
    texts = partial(_text, language=language)
    rows = make_rows(partnerships, documents, traces, language, on)
    script = _part("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = plain
    return environment.from_string(_part("report.html")).render(
        language=language,
        version=__version__,
        title=title or texts("title"),
        css=Markup(_part("report.css")),
        script=Markup(script),
        script_hash=Markup(f"sha256-{digest}"),
        t=texts,
        name=partial(_name, language=language),
        nation=partial(nation_name, language=language, unknown=texts("unknown")),
        made=texts("made", version=__version__),
        lead=texts(
            "lead",
            partnerships=len(rows),
            regions=len({row.indonesian for row in rows}),
            countries=len({row.country for row in rows if row.country}),
            documents=len(documents),
            on=on,
        ),
        rows=rows,
        **(_pictures(rows, partnerships, language) if rows else {}),
    )


def _pictures(rows: Sequence[Row], partnerships: Sequence[ResolvedPartnership], language: PageLanguage) -> dict[str, Any]:  # fmt: skip
    texts = partial(_text, language=language)
    region = partial(region_name, language=language, unknown=texts("unknown"))
    nation = partial(nation_name, language=language, unknown=texts("unknown"))
    stages = [stage for stage in STAGES if any(row.stage == stage for row in rows)]
    grid = scopes_by_year(partnerships, language)
    regions, countries = {row.region for row in rows}, {row.country for row in rows}
    return {
        "figures": _figures(rows, partnerships),
        "map_note": texts("map_note", unplaced=sum(None in row.points for row in rows), partnerships=len(rows)),
        "world": draw_map(rows, WORLD, texts("world")),
        "indonesia": draw_map(rows, INDONESIA, texts("indonesia"), ties=False),
        "network": draw_network(ties(rows), region, nation, texts("network")),
        "stages": STAGES,
        "stages_found": stages,
        "by_region": stages_by_region(rows, language, texts("unknown")),
        "scope_grid": grid,
        "scope_most": max((number for _, numbers in grid.rows for number in numbers), default=1),
        "by_scope": evidence_by_scope(partnerships, language),
        "by_type": activities_by_type(partnerships, language),
        "filters": [
            ("stage", "all_stages", [(stage, _name("stage", stage, language=language)) for stage in stages]),
            ("region", "all_regions", sorted(((code, region(code)) for code in regions), key=lambda item: item[1])),
            ("country", "all_countries", sorted(((code, nation(code)) for code in countries), key=lambda item: item[1])),
        ],
    }  # fmt: skip


def _figures(rows: Sequence[Row], partnerships: Sequence[ResolvedPartnership]) -> list[tuple[str, int]]:
    signed = {
        item.partnership_id
        for item in partnerships
        if any(paper.instrument.kind in _SIGNED for paper in item.instruments)
    }
    done = {item.partnership_id for item in partnerships if any(map(is_evidence, item.activities))}
    return [
        ("signed", len(signed)),
        ("with_evidence", len(done)),
        ("promised_only", len(signed - done)),
        ("flagged", sum(bool(row.flags) for row in rows)),
    ]


def _name(kind: str, code: str, *, language: PageLanguage) -> str:
    if (kind, code) == ("stage", "unknown"):
        return _text("stage_unknown", language=language)
    if (kind, code) == ("assertion", "silent"):
        return _text("silent", language=language)
    return code_name(kind, code, language)


def _part(name: str) -> str:
    return files("mou_miner.exports.report").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    return cast(dict[str, dict[str, str]], srsly.yaml_loads(_part("texts.yaml")))


def _text(key: str, *, language: PageLanguage, **values: object) -> str:
    words = _texts()[key][language]
    return words.format(**values) if values else words
