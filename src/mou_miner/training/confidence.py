"""How often each rule is right, counted on gold: the table behind a claim's confidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mou_miner.evaluation import GoldDocument, GoldPartnership, same_activity, same_partnership
from mou_miner.records import Activity, Claim, Extraction

Gold = TypeVar("Gold")
Found = TypeVar("Found")


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
    """Return the table as JSON, the same bytes for the same counts; it names the gold by the digest of its bytes."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in gold)).hexdigest()
    rules = {
        name: {"right": tally.right, "found": tally.found, "confidence": tally.confidence}
        for name, tally in tallies.items()
    }
    return json.dumps({"gold": digest, "rules": rules}, indent=1, ensure_ascii=False) + "\n"


# ---------------------------------------------------------------------------------------------- judging claims


def judge(gold: GoldDocument, extractions: Iterable[Extraction]) -> Iterator[tuple[Claim, bool]]:
    """Yield each claim that can be judged with whether it is right; what the gold also accepts is not judged."""
    extractions = list(extractions)
    found = [partnership for extraction in extractions for partnership in extraction.partnerships]
    expected = _pair_up(gold.partnerships, found, same_partnership)
    for extraction in extractions:
        for partnership in extraction.partnerships:
            own = [claim for claim in extraction.claims if claim.on.split("#")[0] == partnership.key]
            yield from _judge_partnership(expected.get(id(partnership)), own, extraction.document.text)


def _pair_up(gold: Iterable[Gold], found: Iterable[Found], same: Callable[[Gold, Found], bool]) -> dict[int, Gold]:
    """Return the gold items that were found, by the identity of what matches: as the evaluation pairs them."""
    left = list(found)
    pairs: dict[int, Gold] = {}
    for expected in gold:
        match = next((item for item in left if same(expected, item)), None)
        if match is not None:
            left.remove(match)
            pairs[id(match)] = expected
    return pairs


def _judge_partnership(
    expected: GoldPartnership | None, claims: Sequence[Claim], text: str
) -> Iterator[tuple[Claim, bool]]:
    told = [claim for claim in claims if claim.field == "activity"]
    activities = _pair_up(
        expected.activities if expected else (), told, lambda gold, claim: same_activity(gold, _activity(claim, text))
    )
    for claim in claims:
        if claim.field not in _JUDGED:
            continue
        if expected is None:
            yield claim, False
        elif claim.field == "activity":
            yield claim, id(claim) in activities
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


def _activity(claim: Claim, text: str) -> Activity:
    span = claim.spans[0]
    words = text[span.start : span.end]
    return Activity(type=claim.value, assertion=claim.assertion or "done", span=span, text=words)
