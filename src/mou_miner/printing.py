"""Records as tables: drawn on a terminal, tab-separated elsewhere."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mou_miner.records import Correction, DocumentSummary, Outcome, ResolvedPartnership
from mou_miner.service import Overview, RunSummary

if TYPE_CHECKING:
    from mou_miner.doctor import Check
    from mou_miner.evaluation import Scores
    from mou_miner.training.confidence import Tally
    from mou_miner.training.pairs import Fit

_SHOWN = 8
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")


def show_summary(summary: RunSummary, held: Overview, options: str) -> None:
    """Show what a run came to and what the database holds after it, with the command that lists the failures."""
    skipped, failed = summary.count("skipped"), summary.count("failed")
    by_assertion: Counter[str] = Counter()
    for (_, assertion), number in held.activities.items():
        by_assertion[assertion] += number
    _show_lines(
        {
            "This run": f"{summary.done} read, {summary.unchanged} unchanged, {skipped} skipped, {failed} failed",
            "Documents": str(held.documents),
            "Partnerships": str(held.partnerships),
            "Stages": _counts(held.stages),
            "Forms": _counts(held.forms),
            "Scopes": _counts(held.scopes),
            "Activities": _counts(by_assertion),
        }
    )
    end = f" {options}" if options else ""
    if skipped or failed:
        print(f"Files without a document, with cause and remedy: mou-miner show failures{end}")
    print(f"See them with: mou-miner show partnerships{end}")


def _counts(counts: Counter[str]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{number} {code.replace('_', ' ')}" for code, number in ranked[:_SHOWN])
    return (told or "none") + (f" and {len(ranked) - _SHOWN} more" if len(ranked) > _SHOWN else "")


def _show_lines(lines: Mapping[str, str]) -> None:
    if not sys.stdout.isatty():
        for name, told in lines.items():
            print(f"{name:<14}{told}")
        return
    grid = Table.grid(padding=(0, 2))
    for name, told in lines.items():
        grid.add_row(Text(name, style="bold"), Text(told))
    Console().print(grid)


def show_corrections(unplaced: Iterable[Correction]) -> None:
    """Say on standard error which corrections found their words no longer."""
    for item in unplaced:
        where = item.source or item.doc_id[:12]
        told = f"{item.verdict} {item.field} = {item.value}"
        print(f"{where}: correction not applied, its words '{item.quote}' are gone ({told})", file=sys.stderr)


def show_documents(documents: Iterable[DocumentSummary], partnerships: Iterable[ResolvedPartnership]) -> None:
    """Show what was read and how many partnerships each document tells of."""
    told = Counter(document.doc_id for item in partnerships for document in item.documents)
    show_table(
        ["source", "kind", "lang", "pages", "partnerships", "title"],
        [
            [item.source, item.kind, item.language, item.pages, told[item.doc_id], item.title]
            for item in documents
        ],
        numbers={"pages", "partnerships"},
        short={"partnerships": "found"},
    )  # fmt: skip


def show_partnerships(partnerships: Iterable[ResolvedPartnership], *, ids: bool = False) -> None:
    """Show one line a partnership, its id first where ids are wanted."""
    show_table(
        [
            *(["id"] if ids else []),
            "indonesian",
            "partner",
            "country",
            "form",
            "stage",
            "signed",
            "scopes",
            "done",
            "documents",
            "confidence",
        ],
        [
            [
                *([item.partnership_id] if ids else []),
                item.indonesian_party.name,
                item.partner.name,
                item.partner.country,
                item.form,
                item.stage,
                min((i.instrument.date_signed for i in item.instruments if i.instrument.date_signed), default=None),
                len(item.scopes),
                sum(activity.assertion == "done" for activity in item.activities),
                len(item.documents),
                f"{item.confidence:.2f}",
            ]
            for item in partnerships
        ],
        numbers={"scopes", "done", "documents", "confidence"},
        short={"country": "in", "documents": "docs", "confidence": "conf"},
    )


def show_failures(outcomes: Iterable[Outcome]) -> None:
    """Show the files that gave no document, with cause and remedy."""
    show_table(
        ["source", "status", "problem", "cause", "remedy"],
        [[o.source, o.status, p.code, p.cause, p.remedy] for o in outcomes for p in o.problems],
    )


def show_checks(checks: Iterable[Check]) -> None:
    """Show the parts of the installation with their state, and what to do about what is missing."""
    show_table(["part", "state", "detail", "remedy"], [[c.part, c.state, c.detail, c.remedy] for c in checks])


def show_tallies(tallies: Mapping[str, Tally]) -> None:
    """Show how often each rule was right."""
    rows = [[name, tally.right, tally.found, f"{tally.confidence:.2f}"] for name, tally in tallies.items()]
    show_table(["rule", "right", "found", "confidence"], rows, numbers={"right", "found", "confidence"})


def show_fit(fit: Fit) -> None:
    """Show what a trained model did on documents left out of its training, by the cut."""
    rows = [_rates(cut, precision, recall) for cut, precision, recall in fit.curve]
    show_table(["cut", "precision", "recall"], rows, numbers={"cut", "precision", "recall"})


# ---------------------------------------------------------------------------------------------- scores


def show_scores(scores: Mapping[str, Scores]) -> None:
    """Show the scores by slice and field, the values' accuracy by slice, and all that was missed or false."""
    show_table(
        ["slice", "field", "precision", "recall", "F1", "right", "false", "missed"],
        [
            [name, field, *_rates(count.precision, count.recall, count.f1), count.right, count.false, count.missed]
            for name, part in scores.items()
            for field, count in part.counts.items()
        ],
        numbers={"precision", "recall", "F1", "right", "false", "missed"},
    )
    print()
    values = ("stage", "form", "date")
    show_table(
        ["slice", "documents", *values, "negatives empty"],
        [
            [name, part.documents, *(_share(*part.values[value]) for value in values), _share(*part.negatives)]
            for name, part in scores.items()
        ],
        numbers={"documents", *values, "negatives empty"},
    )
    print()
    misses = scores["all"].misses if "all" in scores else []
    show_table(["document", "missed or false"], [miss.split(": ", 1) for miss in misses])


def scores_json(scores: Mapping[str, Scores]) -> str:
    """Return all figures as JSON."""
    return json.dumps({name: figures(part) for name, part in scores.items()}, ensure_ascii=False, indent=1) + "\n"


def figures(scores: Scores) -> dict[str, Any]:
    """Return the counts and rates of all fields and values as plain values."""
    return {
        "documents": scores.documents,
        "fields": {
            name: {
                "right": count.right,
                "false": count.false,
                "missed": count.missed,
                "precision": round(count.precision, 4),
                "recall": round(count.recall, 4),
                "f1": round(count.f1, 4),
            }
            for name, count in scores.counts.items()
        },
        "values": {name: {"right": right, "of": of} for name, (right, of) in scores.values.items()},
        "negatives": {"empty": scores.negatives[0], "of": scores.negatives[1]},
        "misses": scores.misses,
    }


def _rates(*rates: float) -> list[str]:
    return [f"{rate:.3f}" for rate in rates]


def _share(right: int, of: int) -> str:
    return f"{right / of:.3f} ({right}/{of})" if of else "-"


# ---------------------------------------------------------------------------------------------- tables


def show_table(
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Iterable[str] = (),
    short: Mapping[str, str] | None = None,
) -> None:
    """Show the rows under their names: a table on a terminal, tab-separated values elsewhere."""
    lines = [["" if value is None else str(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        for line in [list(names), *lines]:
            print("\t".join(" ".join(value.split()) for value in line))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        right = name in set(numbers)
        table.add_column((short or {}).get(name, name), justify="right" if right else "left", overflow="fold")
    for line in lines:
        table.add_row(*(Text(_in_words(value) if _CODE.fullmatch(value) else value) for value in line))
    Console().print(table)
    print(f"{len(lines)} rows")


def _in_words(code: str) -> str:
    """Return a code so that it may break at its words; each form but 'other' begins with 'sister', which needs room."""
    return code.removeprefix("sister_").replace("_", " ")
