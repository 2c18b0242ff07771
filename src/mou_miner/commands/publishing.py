"""The commands that give the dataset to people: the report, the gaps, and what is published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from mou_miner.commands.common import Database, make_settings, new_app, say, write_file
from mou_miner.commands.show import show_app
from mou_miner.errors import SettingsError

if TYPE_CHECKING:
    from mou_miner.exports.gaps import GapKind
    from mou_miner.exports.wording import PageLanguage

Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day to judge terms and silence by; default: today.")
]
Lang = Annotated[str, typer.Option("--lang", metavar="en|id", help="Language of the words around the data.")]


Tables = Annotated[
    list[Path] | None,
    typer.Option("--table", metavar="FILE.csv", help="An answer of the queries as CSV; may be given repeatedly."),
]
Least = Annotated[
    float, typer.Option("--min-confidence", metavar="SHARE", min=0, max=1, help="Leave out what is less sure.")
]

wikidata_app = new_app(help="Compare the partnerships with Wikidata's P190, and make statements to add there.")


def register_publishing(app: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command("report")(report)
    app.command("release")(release)
    app.command("codebook")(codebook)
    app.command("datasette-metadata")(datasette_metadata)
    app.add_typer(wikidata_app, name="wikidata")


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


def release(
    version: Annotated[str, typer.Option("--version", metavar="TEXT", help="Version of the release, as 2026.1.")],
    by: Annotated[list[str], typer.Option("--by", metavar="NAME", help="Author to cite; may be given repeatedly.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder of the releases.")] = Path("build/releases"),
    database: Database = None,
    on: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Its date; default: today.")] = None,
    last: Annotated[
        Path | None, typer.Option("--last", metavar="DIR", help="Release to compare with; default: the latest there.")
    ] = None,
) -> None:
    """Make a release: tables with schema and codebook, report, network, change log, licence, citation and checksums.

    Telephone numbers, identity numbers, e-mail and home addresses in quoted words are masked, and names of annotators
    left out. The same dataset, version and date give the same bytes.

    \b
    Examples:
      mou-miner release --version 2026.1 --by "Dinas Kerja Sama"
      mou-miner release --version 2026.2 --by "R. Sari" --by "B. Putra" --last build/releases/mou-miner-2026.1
    """
    from mou_miner import publishing

    made = publishing.release(make_settings(database), to, version=version, on=day(on), by=by, last=last)
    typer.echo(made.folder)
    typer.echo(made.archive)
    say(f"Masked: {', '.join(f'{number} {kind}' for kind, number in sorted(made.masked.items())) or 'nothing'}")
    say(f"Compared with {made.last}." if made.last else "This is the first release.")


def codebook(
    language: Lang = "en",
    csv: Annotated[bool, typer.Option("--csv", help="As rows of CSV in place of Markdown.")] = False,
) -> None:
    """Print what every table, column and code of the dataset means.

    \b
    Examples:
      mou-miner codebook --lang id > buku-kode.md
      mou-miner codebook --csv > codebook.csv
    """
    from mou_miner.exports.codebook import codebook_csv, codebook_markdown

    wanted = _language(language)
    typer.echo(codebook_csv(wanted) if csv else codebook_markdown(wanted), nl=False)


def datasette_metadata(
    name: Annotated[
        str, typer.Option("--name", metavar="TEXT", help="Name of the SQLite file without .sqlite.")
    ] = "mou",
) -> None:
    """Print metadata for Datasette: facets, labels, descriptions and maps; tables with accounts are closed.

    \b
    Example:
      mou-miner datasette-metadata > build/metadata.json && datasette build/mou.sqlite --metadata build/metadata.json
    """
    import json

    from mou_miner.exports.datasette import datasette_metadata as metadata

    typer.echo(json.dumps(metadata(name), ensure_ascii=False, indent=2))


@wikidata_app.command("query")
def wikidata_query(
    what: Annotated[str, typer.Argument(metavar="p190|items", help="All twinnings of Indonesia, or items of places.")],
    database: Database = None,
) -> None:
    """Print a query for query.wikidata.org; save its answer as CSV and give it to the commands below.

    \b
    Examples:
      mou-miner wikidata query p190
      mou-miner wikidata query items > items.rq
    """
    from mou_miner import service
    from mou_miner.exports.wikidata import QUERY, items_query

    if what not in ("p190", "items"):
        raise SettingsError(f"there is no query {what!r}. Known are p190 and items.")
    if what == "p190":
        typer.echo(QUERY, nl=False)
        return
    with service.open_store(make_settings(database), read_only=True) as store:
        typer.echo(items_query(store.partnerships()), nl=False)


@wikidata_app.command("diff")
def wikidata_diff(table: Tables = None, database: Database = None, least: Least = 0.8) -> None:
    """Show what is missing there, missing here, different, has no item there, or is the same.

    \b
    Example:
      mou-miner wikidata diff --table p190.csv --table items.csv
    """
    from mou_miner import publishing
    from mou_miner.exports.wikidata import KINDS
    from mou_miner.printing import show_table

    _, found, _ = publishing.wikidata(make_settings(database), _given(table), min_confidence=least)
    show_table(
        ["difference", "partnership", "indonesian", "partner", "item", "partner item", "here", "there"],
        [[item.kind, item.partnership_id, *item.names, *item.items, item.ours, item.theirs] for item in found],
    )
    say(", ".join(f"{kind} {sum(item.kind == kind for item in found)}" for kind in KINDS))


@wikidata_app.command("quickstatements")
def wikidata_quickstatements(
    table: Tables = None, database: Database = None, least: Least = 0.8, on: Day = None
) -> None:
    """Print QuickStatements for pairs that are missing there, each with its reference; look at them before you run them.

    \b
    Example:
      mou-miner wikidata quickstatements --table p190.csv --table items.csv > batch.txt
    """
    from mou_miner import publishing
    from mou_miner.exports.wikidata import quickstatements

    items, found, sources = publishing.wikidata(make_settings(database), _given(table), min_confidence=least)
    lines, without = quickstatements(items, found, sources, on=day(on))
    for line in lines:
        typer.echo(line)
    say(f"{len(lines)} statements; {len(without)} pairs left out, as no document with a web address tells of them.")


def _given(table: list[Path] | None) -> list[Path]:
    if not table:
        raise SettingsError("give the answer of `mou-miner wikidata query p190` as --table FILE.csv.")
    return table


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
