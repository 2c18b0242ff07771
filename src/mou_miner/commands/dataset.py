"""The commands that feed the dataset and judge it: watch, ingest, import, judge, and what shows judgements and time."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from mou_miner.commands.common import (
    FAILED,
    Database,
    Fields,
    Limits,
    Ocr,
    Rules,
    Workers,
    make_settings,
    new_app,
    pairs,
    say,
    say_unread,
)
from mou_miner.commands.show import show_app
from mou_miner.errors import SettingsError

if TYPE_CHECKING:
    from mou_miner.dataset import ImportSummary
    from mou_miner.imports.registers import Register

import_app = new_app(help="Take in what other programs and people's own lists say; each value keeps its source.")
judge_app = new_app(help="Decide which tellings are one partnership; every decision can be undone.")

Who = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; default: your user name.")]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason, kept with the judgement.")]
Rejects = Annotated[
    Path | None,
    typer.Option("--rejects", metavar="FILE", help="Where lines go that cannot be used; default: beside it."),
]
Id = Annotated[str, typer.Argument(metavar="PARTNERSHIP", help="Its id, as `show partnerships --ids` prints it.")]


def register(app: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command("watch")(watch)
    app.command("ingest")(ingest)
    app.add_typer(import_app, name="import")
    app.add_typer(judge_app, name="judge")


# ---------------------------------------------------------------------------------------------- feeding in


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to watch, with all folders in it.")],
    database: Database = None,
    workers: Workers = None,
    rules: Rules = None,
    ocr: Ocr = "auto",
    limit: Limits = None,
    settled: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="A file is read when it stayed as it is for so long.")
    ] = 2.0,
) -> None:
    """Read documents as they are put into a folder, until Ctrl-C.

    What was read is known by its content: a watch that is ended and started again reads only what is new.

    \b
    Example:
      mou-miner watch incoming/ --db sqlite:///mine.sqlite
    """
    from mou_miner.service import Tools
    from mou_miner.watching import watch as watch_folder

    tools = Tools(make_settings(database, workers, ocr=ocr, limits=limit), rules)
    say(f"Watching {folder}; end with Ctrl-C.")
    for read in watch_folder(folder, tools, settled=settled):
        if read.summary is None:
            say(f"Not processed yet, trying again: {read.problem}")
            continue
        say_unread(read.summary.unread)
        summary = read.summary
        say(f"{summary.done} read, {summary.unchanged} unchanged, {summary.count('failed')} failed")


def ingest(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON Lines, a record a line; - is standard input.")],
    database: Database = None,
    field: Fields = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--fields", metavar="FILE", help="Field names as YAML, lines like `text: isi_berita`."),
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="What records without an address come from.")] = None,
    later: Annotated[bool, typer.Option("--later", help="Only take in; read at another time.")] = False,
    rejects: Rejects = None,
    workers: Workers = None,
    rules: Rules = None,
) -> None:
    """Take in records of scrapers, one a line of JSON, and read them.

    All records are taken in before the first is read, and none is lost when the program is broken off: what waits is
    read by the next ingest. Lines that cannot be used go to the rejects file as they came; mend and give it again.

    \b
    Examples:
      my-scraper | mou-miner ingest - --name antara
      mou-miner ingest stories.jsonl --field text=isi_berita --field url=tautan
    """
    from mou_miner import dataset
    from mou_miner.imports.records import load_fields
    from mou_miner.imports.rejects import rejects_path
    from mou_miner.service import Tools

    settings = make_settings(database, workers, fields=field)
    fields = {**(load_fields(mapping) if mapping else {}), **settings.reader.fields}
    tools = Tools(settings, rules)
    called = name or ("stdin" if source == "-" else Path(source).name)
    wrong = rejects or (Path(f"{called}.rejects.jsonl") if source == "-" else rejects_path(Path(source)))
    with _lines(source) as lines:
        taken = dataset.receive(lines, tools, name=called, fields=fields, rejects=wrong)
    _say_import(taken, "records taken in")
    if not later:
        summary = dataset.read_inbox(tools)
        say_unread(summary.unread)
        say(f"{summary.done} read, {summary.unchanged} unchanged, {len(summary.unread)} without a document")
        if summary.count("failed"):
            raise typer.Exit(FAILED)
    if taken.rejected:
        raise typer.Exit(FAILED)


@contextmanager
def _lines(source: str) -> Iterator[IO[bytes]]:
    """Give the lines of a file or of standard input."""
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(source).open("rb") as file:
            yield file
    except OSError as error:
        raise SettingsError(f"{source} cannot be read ({error.strerror}). Mend the path.") from error


@import_app.command("partnerships")
def import_partnerships(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv|xlsx", help="A register with a row for each instrument.")],
    database: Database = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="OUR=HEADER", help="What a column means, as indonesian=Daerah."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether the columns were understood rightly.")] = False,
    rejects: Rejects = None,
    rules: Rules = None,
) -> None:
    """Take in an office's own register of partnerships; each value becomes a claim with the origin `import`.

    The meaning of the columns is guessed from their headers, shown, and asked for. Rows that cannot be used are named
    with line and column and go to a rejects file of the same form, to be corrected and given again.

    \b
    Examples:
      mou-miner import partnerships register.xlsx
      mou-miner import partnerships daftar.csv --column partner="Kota Tujuan" --yes
    """
    from mou_miner import dataset
    from mou_miner.imports.registers import read_register
    from mou_miner.service import Tools

    read = read_register(file, dict(pairs("--column", column)))
    _show_columns(read)
    if not yes and not typer.confirm("Import with these meanings?", default=True, err=True):
        raise SettingsError("nothing was imported. Say what a column means with --column OUR=HEADER.")
    summary = dataset.import_register(read, Tools(make_settings(database), rules), rejects=rejects)
    _say_import(summary, "rows taken in")
    if summary.rejected:
        raise typer.Exit(FAILED)


def _show_columns(read: Register) -> None:
    meant = {place: field for field, place in read.columns.items()}
    for place, header in enumerate(read.header):
        if header:
            say(f"  {header}: {meant.get(place, '(not used)')}")


@import_app.command("extractions")
def import_extractions(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help="A document a line, as `mou-miner extract` prints.")
    ],
    database: Database = None,
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Name of the extractor; default: the file's.")
    ] = None,
    rejects: Rejects = None,
) -> None:
    """Take in what another extractor says of documents, in the form of extraction.schema.json.

    Its claims stand beside those of the rules and are kept when a document is read anew. Lines that cannot be used are
    named with the field and go to a rejects file as they came.

    \b
    Example:
      mou-miner import extractions other-model.jsonl --name other-model
    """
    from mou_miner import dataset
    from mou_miner.service import Tools

    summary = dataset.import_extractions(file, Tools(make_settings(database)), name=name, rejects=rejects)
    _say_import(summary, "documents taken in")
    if summary.rejected:
        raise typer.Exit(FAILED)


def _say_import(summary: ImportSummary, what: str) -> None:
    for note in summary.notes:
        say(f"Note: {note}")
    for message in summary.rejected:
        say(f"Left out: {message}")
    say(f"{summary.taken} {what}, {summary.known} known before, {len(summary.rejected)} left out")
    if summary.rejects is not None:
        say(f"What was left out is in {summary.rejects}: correct it and give it again.")


# ---------------------------------------------------------------------------------------------- judging


@judge_app.command("merge")
def merge(first: Id, second: Id, database: Database = None, by: Who = None, why: Why = None) -> None:
    """Say that two partnerships are one; it keeps the id of the first, and the other id leads to it.

    \b
    Example:
      mou-miner judge merge kemendagri:32.73--geonames:1835553 kemendagri:32.73--KR:city:suweon --why "old spelling"
    """
    from mou_miner import dataset, service

    with service.open_store(make_settings(database)) as store:
        judgement = dataset.merge(store, first, second, who=_who(by), why=why)
    say(f"Judgement {judgement.judgement_id}. Undo it with: mou-miner judge undo {judgement.judgement_id}")


@judge_app.command("split")
def split(
    partnership: Id,
    what: Annotated[str, typer.Argument(metavar="DOCUMENT|VARIANT", help="What does not belong to it.")],
    database: Database = None,
    by: Who = None,
    why: Why = None,
) -> None:
    """Take a document, or a variant that was joined, out of a partnership.

    \b
    Example:
      mou-miner judge split kemendagri:32.73--geonames:1835553 corpus/a.pdf --why "another Suwon"
    """
    from mou_miner import dataset, service

    with service.open_store(make_settings(database)) as store:
        judgements = dataset.split(store, partnership, what, who=_who(by), why=why)
    for judgement in judgements:
        say(f"Judgement {judgement.judgement_id}. Undo it with: mou-miner judge undo {judgement.judgement_id}")


@judge_app.command("undo")
def undo(
    what: Annotated[str, typer.Argument(metavar="NUMBER|VARIANT", help="A judgement, or a join that a rule made.")],
    database: Database = None,
    by: Who = None,
    why: Why = None,
) -> None:
    """Undo a judgement of a person, or a join that a rule made; an undo can be undone too.

    \b
    Example:
      mou-miner judge undo 3
    """
    from mou_miner import dataset, service

    with service.open_store(make_settings(database)) as store:
        judgement = dataset.undo(store, what, who=_who(by), why=why)
    say(f"Judgement {judgement.judgement_id}.")


def _who(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError) as error:
        raise SettingsError("your user name is not known here. Say who decides with --by NAME.") from error


# ---------------------------------------------------------------------------------------------- showing


@show_app.command("judgements")
def show_judgements(database: Database = None) -> None:
    """Show which tellings were joined or kept apart: by whom or which rule, when and why.

    \b
    Example:
      mou-miner show judgements
    """
    from mou_miner import service
    from mou_miner.printing_dataset import show_judgements as show
    from mou_miner.resolution.judgements import active

    with service.open_store(make_settings(database), read_only=True) as store:
        judgements = store.judgements()
        show(judgements, {item.judgement_id for item in active(judgements)}, store.joins())


@show_app.command("timeline")
def show_timeline(
    partnership: Id,
    database: Database = None,
    on: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day to judge by; default: today.")
    ] = None,
) -> None:
    """Show a partnership over time: its papers, activities and stages, each with its documents.

    Flags say what has run out by the day: `expired` where the term has ended, `dormant` where nothing was told of for
    five years. They never change the stage that the sources state.

    \b
    Example:
      mou-miner show timeline kemendagri:32.73--geonames:1835553 --date 2026-01-01
    """
    from mou_miner import dataset, service
    from mou_miner.printing_dataset import show_timeline as show

    day = _day(on)
    with service.open_store(make_settings(database), read_only=True) as store:
        present, events, flags = dataset.timeline_of(store, partnership, day)
        sources = {item.doc_id: item.source for item in store.documents()}
    show(events, sources)
    say(f"{present}, on {day}: {', '.join(flags) or 'no flags'}")


@show_app.command("conflicts")
def show_conflicts(partnership: Id, database: Database = None) -> None:
    """Show the values that sources give otherwise than the chosen ones, and why those were chosen.

    \b
    Example:
      mou-miner show conflicts kemendagri:32.73--geonames:1835553
    """
    from mou_miner import service
    from mou_miner.printing_dataset import show_conflicts as show

    with service.open_store(make_settings(database), read_only=True) as store:
        found = store.partnership(partnership)
        if found is None:
            raise SettingsError(f"there is no partnership {partnership!r}. See them: mou-miner show partnerships --ids")
        show(found, {item.doc_id: item.source for item in store.documents()})


def _day(on: str | None) -> str:
    if on is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(on).isoformat()
    except ValueError as error:
        raise SettingsError(f"--date {on}: {error}. Write it like 2026-01-31.") from error
