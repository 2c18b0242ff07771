"""The commands that give the dataset to people: the report, the gaps, and what is published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from mou_miner.commands.common import Database, make_settings, say, write_file
from mou_miner.commands.show import show_app
from mou_miner.errors import SettingsError

if TYPE_CHECKING:
    from mou_miner.exports.gaps import GapKind
    from mou_miner.exports.wording import PageLanguage

Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day to judge terms and silence by; default: today.")
]
Lang = Annotated[str, typer.Option("--lang", metavar="en|id", help="Language of the words around the data.")]


def register_publishing(app: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command("report")(report)


def report(
    to: Annotated[Path, typer.Option("--to", metavar="FILE.html", help="File to write.")],
    database: Database = None,
    language: Lang = "en",
    on: Day = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Heading of the page.")] = None,
) -> None:
    """Write one page about all partnerships: map, network, stages, fields, evidence, and a table to search.

    The page is one file that needs no network and reads on a phone. Telephone numbers, identity numbers, e-mail and
    home addresses in quoted words are masked.

    \b
    Examples:
      mou-miner report --to report.html
      mou-miner report --to laporan.html --lang id --date 2026-01-01
    """
    from mou_miner import publishing

    page = publishing.report(make_settings(database), on=day(on), language=_language(language), title=title)
    write_file(to, page)
    say(f"Written to {to}.")


@show_app.command("gaps")
def show_gaps(
    database: Database = None,
    on: Day = None,
    months: Annotated[
        int, typer.Option("--months", metavar="N", min=0, max=1200, help="Terms that end within so many months.")
    ] = 12,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only these: no_evidence, no_instrument, expiring, expired, stalled, dormant."),
    ] = None,
) -> None:  # fmt: skip
    """Show what is missing: papers without evidence, evidence without a paper, terms that end, and what fell silent.

    Evidence is an activity that was done and is more than a visit or a ceremony. `expiring` terms end within the months
    after the day, `expired` ones before it; `stalled` is what a source says, `dormant` that nothing was heard for five
    years.

    \b
    Examples:
      mou-miner show gaps --months 6
      mou-miner show gaps --kind no_evidence --date 2026-01-01 | cut -f 2-6
    """
    from mou_miner import publishing
    from mou_miner.exports.gaps import GAP_KINDS
    from mou_miner.printing import show_table

    for name in kind or ():
        if name not in GAP_KINDS:
            raise SettingsError(f"--kind {name}: there is no such gap. Known are {', '.join(GAP_KINDS)}.")
    kinds = cast("list[GapKind]", kind) if kind else GAP_KINDS
    found, sources = publishing.gaps(make_settings(database), on=day(on), months=months, kinds=kinds)
    show_table(
        ["gap", "partnership", "indonesian", "partner", "country", "date", "what", "documents"],
        [
            [
                gap.kind, gap.partnership_id, gap.indonesian, gap.partner, gap.country, gap.since, gap.what,
                ", ".join(sorted(sources.get(doc_id, doc_id) for doc_id in gap.documents)),
            ]
            for gap in found
        ],
    )  # fmt: skip
    say(", ".join(f"{name} {sum(gap.kind == name for gap in found)}" for name in kinds))


def day(on: str | None) -> str:
    """Return the day as an ISO date, today where none is given. Raises SettingsError where it is none."""
    if on is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(on).isoformat()
    except ValueError as error:
        raise SettingsError(f"--date {on}: {error}. Write it like 2026-01-31.") from error


def _language(wanted: str) -> PageLanguage:
    if wanted not in ("en", "id"):
        raise SettingsError(f"--lang {wanted}: known are en and id.")
    return cast("PageLanguage", wanted)
