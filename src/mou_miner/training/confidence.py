"""How often each rule is right, counted on gold: the table behind a claim's confidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mou_miner.evaluation import GoldActivity, GoldDocument, GoldPartnership, same_activity, same_partnership
from mou_miner.records import Activity, Claim, Extraction, Span


@dataclass
class Tally:
    """How often a rule was right among what it found."""

    right: int = 0
    found: int = 0

    @property
    def confidence(self) -> float:
        """The precision, drawn towards one half where little was found (Laplace)."""
        return round((self.right + 1) / (self.found + 2), 4)


def count_rules(pairs: Iterable[tuple[GoldDocument, Sequence[Extraction]]]) -> dict[str, Tally]:
    """Return the tallies by `field:rule` and by field alone; claims of fields that the gold lacks count nowhere."""
    tallies: dict[str, Tally] = {}
    for gold, extractions in pairs:
        for claim, right in judge(gold, extractions):
            for name in (f"{claim.field}:{claim.origin.name}", claim.field):
                tally = tallies.setdefault(name, Tally())
                tally.right += right
                tally.found += 1
    return dict(sorted(tallies.items()))


def table(tallies: Mapping[str, Tally], gold: Iterable[Path]) -> str:
    """Return the table as JSON text, the same bytes for the same counts; it names the gold by the digest of its bytes."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in gold)).hexdigest()
    rules = {
        name: {"right": tally.right, "found": tally.found, "confidence": tally.confidence}
        for name, tally in tallies.items()
    }
    return json.dumps({"gold": digest, "rules": rules}, indent=1, ensure_ascii=False) + "\n"


# ---------------------------------------------------------------------------------------------- judging claims


def judge(gold: GoldDocument, extractions: Iterable[Extraction]) -> Iterator[tuple[Claim, bool]]:
    """Yield each claim that can be judged with whether it is right; what the gold also accepts is not judged."""
    left = list(gold.partnerships)
    for extraction in extractions:
        for partnership in extraction.partnerships:
            expected = next((item for item in left if same_partnership(item, partnership)), None)
            if expected is not None:
                left.remove(expected)
            own = [claim for claim in extraction.claims if claim.on.split("#")[0] == partnership.key]
            yield from _judge_partnership(expected, own, extraction.document.text)


def _judge_partnership(
    expected: GoldPartnership | None, claims: Iterable[Claim], text: str
) -> Iterator[tuple[Claim, bool]]:
    activities = list(expected.activities) if expected else []
    for claim in claims:
        if claim.field not in _JUDGED:
            continue
        if expected is None:
            yield claim, False
        elif claim.field == "activity":
            match = next((item for item in activities if _tells(item, claim, text)), None)
            if match is not None:
                activities.remove(match)
            yield claim, match is not None
        elif claim.field != "scope" or claim.value not in set(expected.scopes_alt) - set(expected.scopes):
            yield claim, claim.value in _accepted(claim, expected)


_JUDGED = frozenset({"partnership", "form", "stage", "scope", "activity", "date_signed"})


def _accepted(claim: Claim, expected: GoldPartnership) -> tuple[Any, ...]:
    accepted: dict[str, tuple[Any, ...]] = {
        "partnership": (claim.value,),
        "form": expected.forms,
        "stage": expected.stages,
        "scope": expected.scopes,
        "date_signed": expected.dates,
    }
    return accepted[claim.field]


def _tells(gold: GoldActivity, claim: Claim, text: str) -> bool:
    spans = claim.spans or (Span(0, 0),)
    return any(
        same_activity(
            gold,
            Activity(
                type=claim.value,  # type: ignore[arg-type]
                assertion=claim.assertion or "done",
                span=span,
                text=text[span.start : span.end],
            ),
        )
        for span in spans
    )
