"""The command line: each command parses, calls the service and shows what came back.

Data goes to standard output and messages to standard error. Exit code 0: all is well; 1: done, but not with every file;
2: the command could not be carried out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from mou_miner import __version__
from mou_miner.errors import MouMinerError, SettingsError
from mou_miner.settings import PdfBackend, ReaderSettings, Settings, load_settings

if TYPE_CHECKING:
    from mou_miner.records import Outcome
    from mou_miner.service import Progress

FAILED, WRONG_USE = 1, 2


class _Commands(TyperGroup):
    """Shows an error of ours as one message; whatever else goes wrong is a fault of the program."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except MouMinerError as error:
            _say(f"Error: {error}")
            raise typer.Exit(WRONG_USE) from error


def _app(**settings: Any) -> typer.Typer:
    return typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, **settings)


app = _app(
    cls=_Commands,
    help="Reads memoranda and news about Indonesian city diplomacy and makes a dataset of the partnerships in them.",
    epilog="Start with: mou-miner run corpus/",
    context_settings={"help_option_names": ["-h", "--help"]},
)
corrections_app = _app(help="Take in, or give out, what people decided about values.")
train_app = _app(help="Make the tables that the program learns from hand-checked documents.")
app.add_typer(corrections_app, name="corrections")
app.add_typer(train_app, name="train")


class Kind(StrEnum):
    """What `show` shows."""

    documents = "documents"
    partnerships = "partnerships"
    failures = "failures"


Paths = Annotated[list[Path], typer.Argument(help="Files or folders.", metavar="PATH...", show_default=False)]
Database = Annotated[
    str | None,
    typer.Option("--db", metavar="URL", help="sqlite:///file or postgresql://host/name; default: build/mou.sqlite."),
]
Rules = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of rule files in place of the shipped ones.")]
Workers = Annotated[
    int | None,
    typer.Option(min=0, max=64, metavar="N", help="Worker processes (default 1); 0: none, all in this process."),
]
Backend = Annotated[PdfBackend, typer.Option(help="The library that reads PDF files.")]
Passwords = Annotated[
    list[str] | None, typer.Option("--password", metavar="TEXT", help="Password of PDF files; may be given repeatedly.")
]
Ocr = Annotated[
    str,
    typer.Option(metavar="auto|off|force", help="Recognise text in pictures: where there is no other, never, always."),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="OUR=THEIRS", help="Field of a CSV or JSON Lines dump, as text=isi_berita."),
]
Limits = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=NUMBER", help="A limit on what is read, as max_bytes=500000000."),
]
Gold = Annotated[list[Path], typer.Option("--gold", metavar="FILE", help="Gold file; may be given repeatedly.")]
Documents = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where the gold's documents lie; default: as the gold says.")
]


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="\n")
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mou-miner {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Hold what stands before the command."""


@app.command()
def run(
    paths: Paths,
    database: Database = None,
    workers: Workers = None,
    pdf_backend: Backend = "pdfium",
    rules: Rules = None,
    ocr: Ocr = "auto",
    password: Passwords = None,
    field: Fields = None,
    limit: Limits = None,
) -> None:
    """Read documents into the database and put the partnerships together.

    Documents that were read before by the same versions of program, rules and gazetteer are left alone. A file that
    cannot be read does not stop the others; the exit code is then 1. A run that was broken off continues where it
    stopped when the same command is given again.

    \b
    Examples:
      mou-miner run corpus/
      mou-miner run memo.pdf news/ --db sqlite:///mine.sqlite --workers 4
    """
    from mou_miner import service
    from mou_miner.printing import show_corrections, show_summary

    settings = _settings(database, workers, pdf_backend, ocr, password, field, limit)
    with _progress() as progress:
        summary = service.run(paths, service.Tools(settings, rules), progress=progress)
    _say_unread(summary.unread)
    for message in summary.wrong_corrections:
        _say(f"Correction left out: {message}")
    show_corrections(summary.unplaced)
    with service.open_store(settings, read_only=True) as store:
        show_summary(summary, service.overview(store), f"--db {database}" if database else "")
    if summary.count("failed") or summary.wrong_corrections:
        raise typer.Exit(FAILED)


@app.command()
def extract(
    paths: Paths,
    with_text: Annotated[bool, typer.Option("--with-text", help="Add the text that the offsets count in.")] = False,
    workers: Workers = None,
    pdf_backend: Backend = "pdfium",
    rules: Rules = None,
    ocr: Ocr = "auto",
    password: Passwords = None,
    field: Fields = None,
    limit: Limits = None,
) -> None:
    """Print what each document says as a line of JSON; no database is touched.

    The lines follow extraction.schema.json, which comes with the package. A file that cannot be read has no line, but a
    message on standard error, and the exit code is 1.

    \b
    Examples:
      mou-miner extract memo.pdf > memo.jsonl
      mou-miner extract corpus/train --with-text | head -n 1
    """
    from mou_miner import service
    from mou_miner.exports.contract import dumps, extraction_json

    settings = _settings(None, workers, pdf_backend, ocr, password, field, limit)
    unread = []
    for result in service.extract(paths, service.Tools(settings, rules)):
        if result.extraction is None:
            unread.append(result.outcome)
            _say_unread([result.outcome])
        else:
            typer.echo(dumps(extraction_json(result.extraction, with_text=with_text)))
    if unread:
        raise typer.Exit(FAILED)


@app.command()
def show(
    kind: Annotated[Kind, typer.Argument(help="What to show.", show_default=False)],
    database: Database = None,
) -> None:
    """Show what the database holds: a table on a terminal, tab-separated values elsewhere.

    \b
    Examples:
      mou-miner show partnerships
      mou-miner show failures
      mou-miner show documents | cut -f 1,2
    """
    from mou_miner import printing, service

    with service.open_store(_settings(database), read_only=True) as store:
        match kind:
            case Kind.documents:
                printing.show_documents(store.documents(), store.partnerships())
            case Kind.partnerships:
                printing.show_partnerships(store.partnerships())
            case Kind.failures:
                printing.show_failures(store.unread())


@app.command()
def export(
    format: Annotated[str, typer.Option(metavar="csv|parquet|jsonl|xlsx", help="Format of the files.")],
    to: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files; it is made if need be.")],
    database: Database = None,
) -> None:
    """Write the dataset as tables: partnerships, instruments, scopes, activities, and where each value was read.

    \b
    Examples:
      mou-miner export --format csv --to build/export
      mou-miner export --format xlsx --to build/export --db sqlite:///mine.sqlite
    """
    from mou_miner import service

    for path in service.export(format, to, _settings(database)):
        typer.echo(path)


@corrections_app.command("import")
def import_corrections(
    file: Annotated[Path, typer.Argument(help="JSON Lines, one decision a line.", metavar="FILE.jsonl")],
    database: Database = None,
) -> None:
    """Take in what people decided; it is applied by the next run.

    The corrections are also kept in annotations/corrections/, which every run reads: they outlive the database. Lines
    that cannot be used are named and left out; the exit code is then 1.

    \b
    Example:
      mou-miner corrections import rina.jsonl
    """
    from mou_miner import service

    settings = _settings(database)
    new, errors = service.import_corrections(file, settings)
    for error in errors:
        _say(f"Correction left out: {error}")
    _say(f"{new} new corrections; kept in {settings.corrections / file.name}. Apply them with: mou-miner run PATH...")
    if errors:
        raise typer.Exit(FAILED)


@corrections_app.command("export")
def export_corrections(
    file: Annotated[Path, typer.Argument(help="File to write.", metavar="FILE.jsonl")],
    database: Database = None,
) -> None:
    """Write all corrections of the database to a file that `corrections import` reads.

    \b
    Example:
      mou-miner corrections export build/corrections.jsonl
    """
    from mou_miner import service

    _say(f"{service.export_corrections(file, _settings(database))} corrections written to {file}.")


@app.command()
def evaluate(
    gold: Gold,
    documents: Documents = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures to this file too.")
    ] = None,
    rules: Rules = None,
    pdf_backend: Backend = "pdfium",
) -> None:
    """Measure the program against hand-checked documents (gold), and list what it missed or made up.

    \b
    Examples:
      mou-miner evaluate --gold annotations/gold/dev.jsonl
      mou-miner evaluate --gold gold.jsonl --documents texts/ --json build/scores.json
    """
    from mou_miner import service
    from mou_miner.printing import scores_json, show_scores

    scores = service.evaluate(gold, service.Tools(_settings(None, pdf_backend=pdf_backend), rules), documents)
    if json_file is not None:
        _write(json_file, scores_json(scores))
    show_scores(scores)


@train_app.command("confidence")
def train_confidence(
    gold: Gold,
    documents: Documents = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="File to write; default: models/confidence.json.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Count on gold how often each rule is right: the table that the confidence of values comes from.

    \b
    Example:
      mou-miner train confidence --gold annotations/gold/train.jsonl
    """
    from mou_miner import service
    from mou_miner.printing import show_tallies

    path, tallies = service.train_confidence(gold, service.Tools(_settings(None), rules), documents, to)
    show_tallies(tallies)
    _say(f"{len(tallies)} rows written to {path}.")


@app.command()
def doctor(rules: Rules = None) -> None:
    """Check the installation: versions, rules and their examples, gazetteer, models, and the optional parts.

    What is missing stands with the one command that gets it. The exit code is 1 where a needed part is broken.

    \b
    Examples:
      mou-miner doctor
      mou-miner doctor --rules my-rules/
    """
    from mou_miner.doctor import check
    from mou_miner.printing import show_checks

    checks = list(check(rules))
    show_checks(checks)
    if any(item.state == "broken" for item in checks):
        raise typer.Exit(FAILED)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show a bar on a terminal; elsewhere there is none."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[name]}", markup=False)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("files", total=None, name="loading rules and gazetteer ...")

        def tell(number: int, of: int, name: str) -> None:
            bar.update(task, completed=number, total=of, name=name)

        yield tell


def _settings(
    database: str | None,
    workers: int | None = None,
    pdf_backend: PdfBackend = "pdfium",
    ocr: str = "auto",
    passwords: list[str] | None = None,
    fields: list[str] | None = None,
    limits: list[str] | None = None,
) -> Settings:
    settings = load_settings()
    reader = {
        "pdf_backend": pdf_backend,
        "ocr": ocr,
        "passwords": passwords or (),
        "fields": dict(_pair("--field", item) for item in fields or ()),
        **dict(_limit(item) for item in limits or ()),
    }
    return settings.model_copy(
        update={
            "database": settings.database if database is None else database,
            "workers": settings.workers if workers is None else workers,
            "reader": _reader_settings(reader),
        }
    )


def _reader_settings(values: dict[str, Any]) -> ReaderSettings:
    from pydantic import ValidationError

    try:
        return ReaderSettings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(
            f"{'.'.join(map(str, first['loc']))} cannot be {first['input']!r}: {first['msg'].lower()}."
        ) from error


def _pair(option: str, item: str) -> tuple[str, str]:
    name, sign, value = item.partition("=")
    if not (name and sign and value):
        raise SettingsError(f"{option} {item}: write NAME=VALUE.")
    return name, value


def _limit(item: str) -> tuple[str, str]:
    name, value = _pair("--limit", item)
    known = [name for name, field in ReaderSettings.model_fields.items() if field.annotation in (int, float)]
    if name not in known:
        raise SettingsError(f"--limit {item}: there is no limit '{name}'. Known are {', '.join(known)}.")
    return name, value


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror}). Name another file.") from error


def _say_unread(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        for problem in outcome.problems:
            _say(f"{outcome.source}: {problem.cause}. {problem.remedy}")


def _say(message: str) -> None:
    typer.echo(message, err=True)


if __name__ == "__main__":
    main()
