"""How well the papers of partnerships are read, field by field: `python -m benchmarks.instruments`.

Asked of the partnerships that were found, so that a missed pair does not hide how its paper is read. A gold paper is
compared with the found one of the same date, else of the same kind. `--instruments` leaves out stories and reports.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from mou_miner.evaluation import read_gold, same_partnership
from mou_miner.records import Instrument, Partnership
from mou_miner.service import Tools, extractions_of

ROOT = Path(__file__).resolve().parents[1]
SPLITS = ("train", "dev")
PAPERS = frozenset({"mou", "loi", "agreement", "plan_of_action"})
FIELDS = (
    "kind", "date_signed", "place_signed", "valid_years", "languages", "prevailing_language", "number", "title", "signatories",
)  # fmt: skip
ALIKE = 85


def main() -> None:
    """Print right, wrong and missed values by field."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instruments", action="store_true", help="only documents that are papers themselves")
    parser.add_argument("--gold", type=Path, action="append", help="gold files; default: train and dev")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    files = options.gold or [ROOT / f"annotations/gold/{split}.jsonl" for split in SPLITS]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for field, right, wanted, found, source in compare(files, only_papers=options.instruments):
        counts[field][0 if right else 1 if found not in (None, (), []) else 2] += 1
        if options.misses and not right:
            print(f"{source}: {field} {found!r} instead of {wanted!r}")
    print("field\tright\twrong\tmissed\trecall\tprecision")
    for field in FIELDS:
        right, wrong, missed = counts[field]
        recall = right / (right + wrong + missed) if right + wrong + missed else 1
        precision = right / (right + wrong) if right + wrong else 1
        print(f"{field}\t{right}\t{wrong}\t{missed}\t{recall:.2f}\t{precision:.2f}")


def compare(files: Iterable[Path], *, only_papers: bool) -> Iterable[tuple[str, bool, Any, Any, str]]:
    """Yield field, whether it is right, the wanted and the found value, and the source, for each value of the gold."""
    tools = Tools()
    for path in files:
        gold = {document.source: document for document in read_gold(path)}
        plain = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        wanted = {line["source"]: line for line in plain if not only_papers or line["kind"] in PAPERS}
        chosen = [gold[source] for source in wanted]
        for document, extractions in extractions_of(chosen, tools):
            found = [item for extraction in extractions for item in extraction.partnerships]
            for expected, line in zip(document.partnerships, wanted[document.source]["partnerships"], strict=True):
                match = next((item for item in found if same_partnership(expected, item)), None)
                if match is not None:
                    yield from _papers(line, match, document.source)


def _papers(line: Mapping[str, Any], found: Partnership, source: str) -> Iterable[tuple[str, bool, Any, Any, str]]:
    for wanted in line["instruments"]:
        paper = _same_paper(wanted, found.instruments)
        for field in FIELDS:
            if wanted.get(field):
                value = getattr(paper, field) if paper is not None else None
                yield field, _is_right(field, wanted[field], value), wanted[field], value, source


def _same_paper(wanted: Mapping[str, Any], found: Iterable[Instrument]) -> Instrument | None:
    dated = [item for item in found if item.date_signed and item.date_signed == wanted.get("date_signed")]
    alike = [item for item in found if item.kind == wanted["kind"]]
    return next(iter([*dated, *alike]), None)


def _is_right(field: str, wanted: Any, found: Any) -> bool:
    if found is None:
        return False
    if field == "languages":
        return set(found) == set(wanted)
    if field == "signatories":
        return all(
            any(_alike(name["name"], item.name) and name["side"] == item.side for item in found) for name in wanted
        )
    if field in {"title", "place_signed"}:
        return _alike(str(wanted), str(found))
    return bool(found == wanted)


def _alike(first: str, second: str) -> bool:
    return fuzz.token_sort_ratio(first.casefold(), second.casefold()) >= ALIKE


if __name__ == "__main__":
    main()
