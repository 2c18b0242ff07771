"""Potentials and challenges against hand-checked ones: `python -m benchmarks.profile [--seed ARTICLE GOLD]`.

A found item is right when the gold has one of its kind and category whose words stand in the same sentence or clause; an
item of the right kind and category elsewhere counts as `category only`. What matches no gold item at all is false.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mou_miner.records import Extraction, ProfileItem
from mou_miner.service import Tools, extract_file

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "annotations/profile/train.jsonl"
AROUND = 160


class Wanted(NamedTuple):
    """A gold item: kind, category and words of the text."""

    kind: str
    category: str
    phrase: str


class Tally(NamedTuple):
    """Gold items found in their place, found by category only and missed, and found items that match none."""

    kind: str
    right: int
    category_only: int
    missed: tuple[Wanted, ...]
    false: tuple[ProfileItem, ...]


def main() -> None:
    """Print the figures of our own documents, or of an article that lies elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", nargs=2, type=Path, metavar=("ARTICLE", "GOLD"))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    tools = Tools()
    if options.seed:
        article, gold = options.seed
        plain = json.loads(gold.read_text(encoding="utf-8"))
        cases = [(article, _wanted(plain))]
    else:
        lines = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
        cases = [(ROOT / line["source"], _wanted(line)) for line in lines]
    print("document\tkind\tgold\tright\tcategory only\tmissed\tfalse")
    for path, wanted in cases:
        extraction = next(r.extraction for r in extract_file(path, tools) if r.extraction is not None)
        for kind in ("potential", "challenge"):
            tally = compare(extraction, [item for item in wanted if item.kind == kind], kind)
            total = tally.right + tally.category_only + len(tally.missed)
            print(
                path.name, kind, total, tally.right, tally.category_only, len(tally.missed), len(tally.false), sep="\t"
            )
            if options.misses:
                _show(extraction, tally)


def _wanted(plain: dict[str, list[dict[str, str]]]) -> list[Wanted]:
    return [
        Wanted(kind, item["category"], item["phrase"])
        for kind, name in (("potential", "potentials"), ("challenge", "challenges"))
        for item in plain[name]
    ]


def compare(extraction: Extraction, wanted: Sequence[Wanted], kind: str) -> Tally:
    """Return how the found items of a kind compare with the gold."""
    text = extraction.document.text
    found = [item for item in extraction.regional_profile if item.kind == kind]
    right = category_only = 0
    missed: list[Wanted] = []
    for item in wanted:
        alike = [other for other in found if other.category == item.category]
        spots = [m.start() for m in re.finditer(re.escape(item.phrase), text, re.I)]
        spans = [span for other in alike for span in (other.span, *other.other_spans)]
        if any(span.start - AROUND < at < span.end + AROUND for span in spans for at in spots):
            right += 1
        elif alike:
            category_only += 1
        else:
            missed.append(item)
    categories = {item.category for item in wanted}
    false = tuple(item for item in found if item.category not in categories)
    return Tally(kind, right, category_only, tuple(missed), false)


def _show(extraction: Extraction, tally: Tally) -> None:
    for item in tally.missed:
        print(f"  missed {item.category}: {item.phrase}")
    for other in tally.false:
        words = extraction.document.text[other.span.start : other.span.end]
        print(f"  false {other.category} of {other.region}: {words}")


if __name__ == "__main__":
    main()
