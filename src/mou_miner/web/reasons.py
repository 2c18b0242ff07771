"""Why a value was claimed."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from mou_miner.claims.confidence import models_folder
from mou_miner.records import Candidate, Span
from mou_miner.service import Tools
from mou_miner.web.board import Value


class Why(NamedTuple):
    """The maker of a value, how often the rule was right on hand-checked documents, and the places weighed by side."""

    value: Value
    maker: str
    version: str
    kind: str
    right: int | None
    found: int | None
    spans: tuple[Span, ...]
    candidates: dict[str, list[Candidate]]


def explain(value: Value, tools: Tools) -> Why:
    """Return why a value was claimed."""
    claim = value.machine or value.claim
    tally = _tallies().get(f"{claim.field}:{claim.origin.name}") or _tallies().get(claim.field) or {}
    made_by_rule = claim.origin.kind == "rule"
    return Why(
        value=value,
        maker=claim.origin.name,
        version=claim.origin.version,
        kind=claim.origin.kind,
        right=tally.get("right") if made_by_rule else None,
        found=tally.get("found") if made_by_rule else None,
        spans=claim.spans,
        candidates=_candidates(value, tools) if claim.field == "partnership" else {},
    )


def _candidates(value: Value, tools: Tools) -> dict[str, list[Candidate]]:
    gazetteer = tools.maker.places.gazetteer
    details = value.claim.details
    ours, theirs = details.get("indonesian_party") or {}, details.get("partner") or {}
    found = {}
    if ours.get("as_written"):
        found["indonesian_party"] = gazetteer.indonesian(ours["as_written"])[:5]
    if theirs.get("as_written"):
        found["partner"] = gazetteer.link(theirs["as_written"], country=theirs.get("country"))[:5]
    return found


@lru_cache(maxsize=1)
def _tallies() -> dict[str, dict[str, Any]]:
    path = models_folder() / "confidence.json"
    if not path.is_file():
        return {}
    rules: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rules"]
    return rules
