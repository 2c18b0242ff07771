"""Writes docs/accuracy.md from live runs over all gold: `python -m benchmarks.accuracy`, or `make accuracy`.

`--record-seed ARTICLE GOLD` measures an article that may not be copied into the project and keeps its scores, with the
date and the digest of its text, in docs/seed_scores.json. `--record-real FOLDER` does the same for the real web pages of
annotations/real/, whose text lies in a folder outside the project: annotations/real/scores.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import srsly

from benchmarks.baseline import find_partnerships
from mou_miner.evaluation import FIELDS, VALUES, GoldDocument, Scores, evaluate, read_gold
from mou_miner.printing import figures
from mou_miner.records import Extraction, Partnership
from mou_miner.service import Tools, extract_file, extractions_of
from mou_miner.training.confidence import judge

ROOT = Path(__file__).resolve().parents[1]
REPORT, SEED, MISSES = ROOT / "docs/accuracy.md", ROOT / "docs/seed_scores.json", ROOT / "docs/misses.yaml"
SPLITS = ("train", "dev", "test")
MAIN_SPLIT = "test"
TARGETS = ROOT / "docs/targets.md"
REAL = ROOT / "annotations/real"
REAL_SCORES = REAL / "scores.json"
BINS = (0.0, 0.5, 0.7, 0.85, 0.95, 1.01)

INTRODUCTION = """# Accuracy

All figures on this page come from `make accuracy`, which runs the program on the documents in `corpus/` and compares
what it finds with the hand-checked gold in `annotations/gold/`. Rules were written against `train`, choices were made
on `dev`. The documents of `test` were not opened while rules were written, but their total score was looked at about a dozen
times to see whether a change held, and their worst misses were read for the list at the end of this page. The documents are written for this
project in the manner of real instruments,
news and reports: figures on other people's documents will differ.

A partnership counts as found when the level of the Indonesian side, the partner's country and both names agree; a scope
when its code does; an activity when its assertion (done, planned, not done) and half of its words do. `assertion` asks
only whether a partnership has activities of that assertion at all. Stage, form and date are asked of the partnerships
found. Parts of partnerships that were missed count as missed, and parts of false ones as false.

The baseline has the same gazetteer and rules, but takes every Indonesian and foreign place that stand in one sentence
with a twinning word for a pair (`benchmarks/baseline.py`).
"""


def main() -> None:
    """Write the report, or record the scores of an article."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record-seed", nargs=2, type=Path, metavar=("ARTICLE", "GOLD"))
    parser.add_argument("--record-real", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    tools = Tools()
    if arguments.record_seed:
        article, gold = arguments.record_seed
        record_seed(article, gold, tools)
    if arguments.record_real:
        record_real(arguments.record_real, tools)
    REPORT.write_text("\n".join(report(tools)) + "\n", encoding="utf-8")
    print(f"written: {REPORT.relative_to(ROOT)}")


def record_seed(article: Path, gold_file: Path, tools: Tools) -> None:
    """Measure the article and write its scores, the date and the digest of its bytes."""
    (gold,) = read_gold(gold_file)
    extractions = [result.extraction for result in extract_file(article, tools) if result.extraction]
    scores = {
        "program": evaluate([gold], {gold.source: _ours(extractions)})["all"],
        "baseline": evaluate([gold], {gold.source: _baseline(extractions, tools)})["all"],
    }
    recorded = {
        "date": datetime.now(UTC).date().isoformat(),
        "sha256": hashlib.sha256(article.read_bytes()).hexdigest(),
        "partnerships": len(gold.partnerships),
        **{name: {**figures(part), "misses": len(part.misses)} for name, part in scores.items()},
    }
    SEED.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


def record_real(folder: Path, tools: Tools) -> None:
    """Measure the pages whose texts are in the folder and write scores, date and the digests of the texts."""
    recorded: dict[str, Any] = {"date": datetime.now(UTC).date().isoformat(), "splits": {}}
    for split in ("dev", "test", "fresh"):
        gold = [g for g in read_gold(REAL / f"{split}.jsonl") if (folder / g.source).is_file()]
        found = {g.source: [r.extraction for r in extract_file(folder / g.source, tools) if r.extraction] for g in gold}
        ours = evaluate(gold, {source: _ours(extractions) for source, extractions in found.items()})
        naive = evaluate(gold, {source: _baseline(extractions, tools) for source, extractions in found.items()})
        recorded["splits"][split] = {
            "pages": len(gold),
            "program": figures(ours["all"]),
            "baseline": figures(naive["all"]),
            "sha256": {g.source: hashlib.sha256((folder / g.source).read_bytes()).hexdigest() for g in gold},
        }
    REAL_SCORES.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


def _real() -> Iterator[str]:
    if not REAL_SCORES.is_file():
        return
    recorded = json.loads(REAL_SCORES.read_text(encoding="utf-8"))
    yield f"## Real web pages (recorded {recorded['date']})\n"
    yield (
        "Beginnings of real pages, coded by hand before the program read them; their texts stay outside the project, their "
        "addresses, facts and digests are in `annotations/real/`. `dev` was looked at while rules were written. The pages of "
        "`test` were never opened, but their totals were looked at often while the pair model was built. Those of `fresh` were coded "
        "after it and scored once: their figures are the ones to expect on other pages.\n"
    )
    for split, part in recorded["splits"].items():
        yield f"### {split} ({part['pages']} pages)\n"
        yield from _comparison(part["program"], part["baseline"])


def report(tools: Tools) -> Iterator[str]:
    """Yield the lines of the report."""
    yield INTRODUCTION
    gold = {split: read_gold(ROOT / f"annotations/gold/{split}.jsonl") for split in SPLITS}
    found = {split: list(extractions_of(documents, tools, ROOT)) for split, documents in gold.items()}
    ours = {split: evaluate(gold[split], {g.source: _ours(e) for g, e in found[split]}) for split in SPLITS}
    naive = {split: evaluate(gold[split], {g.source: _baseline(e, tools) for g, e in found[split]}) for split in SPLITS}
    for split in SPLITS:
        yield f"## {split} ({len(gold[split])} documents)\n"
        yield from _comparison(figures(ours[split]["all"]), figures(naive[split]["all"]))
    yield f"## {MAIN_SPLIT} by language and kind (F1, shares)\n"
    yield from _slices(ours[MAIN_SPLIT])
    yield from _calibration(found[MAIN_SPLIT])
    yield TARGETS.read_text(encoding="utf-8")
    yield from _seed()
    yield from _real()
    yield from _misses([miss for split in SPLITS for miss in ours[split]["all"].misses])


def _ours(extractions: Iterable[Extraction]) -> list[Partnership]:
    return [partnership for extraction in extractions for partnership in extraction.partnerships]


def _baseline(extractions: Iterable[Extraction], tools: Tools) -> list[Partnership]:
    return [partnership for item in extractions for partnership in find_partnerships(item.document, tools)]


# ---------------------------------------------------------------------------------------------- tables


def _comparison(ours: Mapping[str, Any], naive: Mapping[str, Any]) -> Iterator[str]:
    yield from _header("", "precision", "recall", "F1", "baseline precision", "baseline recall", "baseline F1")
    for name in FIELDS:
        rates = [part["fields"][name][rate] for part in (ours, naive) for rate in ("precision", "recall", "f1")]
        yield _row(name, *(f"{rate:.3f}" for rate in rates))
    yield ""
    yield from _header("", "program", "baseline")
    for name in VALUES:
        yield _row(
            f"{name} right",
            *(_share(part["values"][name]["right"], part["values"][name]["of"]) for part in (ours, naive)),
        )
    negatives = [part["negatives"] for part in (ours, naive)]
    yield _row("negatives left empty", *(_share(part["empty"], part["of"]) for part in negatives))
    yield ""


def _slices(slices: Mapping[str, Scores]) -> Iterator[str]:
    yield from _header("slice", "documents", *FIELDS, *VALUES, "negatives")
    for name, scores in slices.items():
        f1 = (f"{scores.counts[field].f1:.3f}" for field in FIELDS)
        values = (_share(*scores.values[value]) for value in VALUES)
        yield _row(name, scores.documents, *f1, *values, _share(*scores.negatives))
    yield ""


def _calibration(found: Iterable[tuple[GoldDocument, Sequence[Extraction]]]) -> Iterator[str]:
    judged = [(claim.confidence, right) for gold, extractions in found for claim, right in judge(gold, extractions)]
    yield f"## Are confidences right? ({MAIN_SPLIT})\n"
    yield (
        "A partnership's confidence is what the pair model says, any other value's the precision of its rule on `train`. Claims by "
        "confidence, and the share right:\n"
    )
    yield from _header("confidence", "claims", "mean confidence", "right")
    for low, high in pairwise(BINS):
        inside = [(confidence, right) for confidence, right in judged if low <= confidence < high]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = sum(right for _, right in inside) / len(inside)
            yield _row(f"{low:.2f} to {min(high, 1.0):.2f}", len(inside), f"{mean:.3f}", f"{right:.3f}")
    yield ""


def _seed() -> Iterator[str]:
    if not SEED.is_file():
        return
    recorded = json.loads(SEED.read_text(encoding="utf-8"))
    yield "## A real journal article\n"
    yield (
        f"An Indonesian journal article on the paradiplomacy of Bandar Lampung, with {recorded['partnerships']} "
        "partnerships. Its licence is not stated, so it is not part of the project; its scores were recorded on "
        f"{recorded['date']} (sha256 of its text: `{recorded['sha256'][:16]}…`).\n"
    )
    yield from _comparison(recorded["program"], recorded["baseline"])


def _misses(misses: Sequence[str]) -> Iterator[str]:
    if not MISSES.is_file():
        return
    yield "## The worst misses and their causes\n"
    for number, item in enumerate(srsly.read_yaml(MISSES), start=1):
        still = any(miss.startswith(item["document"]) and item["miss"] in miss for miss in misses)
        since = "" if still else " (mended since)"
        yield f"{number}. `{item['document']}`: {item['miss']}{since}. {item['cause'].strip()}"
    yield ""


def _header(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield _row("---", *("---:" for _ in names[1:]))


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _share(right: int, of: int) -> str:
    return f"{right / of:.3f} ({right}/{of})" if of else "-"


if __name__ == "__main__":
    main()
