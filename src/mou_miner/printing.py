"""Records as tables: drawn on a terminal, tab-separated elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mou_miner.records import Correction, DocumentSummary, Outcome, ResolvedPartnership
from mou_miner.service import Overview, RunSummary

_SHOWN_SCOPES = 8


def show_summary(summary: RunSummary, held: Overview, options: str) -> None:
    """Show what a run came to and what the database holds after it, with the command that lists the failures."""
    console = _console()
    skipped, failed = summary.count("skipped"), summary.count("failed")
    console.print(f"This run    {summary.done} read, {summary.unchanged} unchanged, {skipped} skipped, {failed} failed")
    console.print(f"Documents   {held.documents}")
    console.print(f"Partnerships {held.partnerships}")
    for name, counts in {"Stages": held.stages, "Forms": held.forms}.items():
        console.print(_line(name, counts.most_common()))
    console.print(_line("Scopes", held.scopes.most_common(_SHOWN_SCOPES), more=len(held.scopes) - _SHOWN_SCOPES))
    by_assertion: Counter[str] = Counter()
    for (_, assertion), number in held.activities.items():
        by_assertion[assertion] += number
    console.print(_line("Activities", by_assertion.most_common()))
    end = f" {options}" if options else ""
    if skipped or failed:
        console.print(f"Files without a document, with cause and remedy: mou-miner show failures{end}", soft_wrap=True)
    console.print(f"See them with: mou-miner show partnerships{end}", soft_wrap=True)


def _line(name: str, counts: Iterable[tuple[str, int]], more: int = 0) -> str:
    told = ", ".join(f"{number} {code.replace('_', ' ')}" for code, number in counts)
    return f"{name:<12}{told or 'none'}" + (f" and {more} more" if more > 0 else "")


def show_corrections(unplaced: Iterable[Correction]) -> None:
    """Say on standard error which corrections found their words no longer."""
    for item in unplaced:
        where = item.source or item.doc_id[:12]
        told = f"{item.verdict} {item.field} = {item.value}"
        print(f"{where}: correction not applied, its words '{item.quote}' are gone ({told})", file=sys.stderr)


def show_documents(documents: Iterable[DocumentSummary], partnerships: Iterable[ResolvedPartnership]) -> None:
    """Show what was read and how many partnerships each document tells of."""
    told = Counter(document.doc_id for item in partnerships for document in item.documents)
    _show(
        ["source", "kind", "lang", "pages", "partnerships", "title"],
        [
            [item.source, item.kind, item.language, item.pages, told[item.doc_id], item.title]
            for item in documents
        ],
        numbers={"pages", "partnerships"},
    )  # fmt: skip


def show_partnerships(partnerships: Iterable[ResolvedPartnership]) -> None:
    """Show one line a partnership."""
    _show(
        ["indonesian", "partner", "country", "form", "stage", "signed", "scopes", "done", "documents", "confidence"],
        [
            [
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
        short={"country": "land", "documents": "docs", "confidence": "conf"},
    )


def show_failures(outcomes: Iterable[Outcome]) -> None:
    """Show the files that gave no document, with cause and remedy."""
    _show(
        ["source", "status", "problem", "cause", "remedy"],
        [[o.source, o.status, p.code, p.cause, p.remedy] for o in outcomes for p in o.problems],
    )


def _show(
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Iterable[str] = (),
    short: Mapping[str, str] | None = None,
) -> None:
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
        table.add_row(*(Text(value) for value in line))
    _console().print(table)
    print(f"{len(lines)} rows")


def _console() -> Console:
    # Not a terminal: lines are as long as they are.
    return Console(markup=False, highlight=False, soft_wrap=not sys.stdout.isatty())
