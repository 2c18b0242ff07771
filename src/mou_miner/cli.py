"""The command line: each command parses, calls the service and shows what came back.

Data goes to standard output and messages to standard error. Exit code 0: all is well; 1: done, but not with every file;
2: the command could not be carried out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mou_miner import __version__
from mou_miner.commands.annotations import annotations_app
from mou_miner.commands.common import (
    FAILED,
    WRONG_USE,
    Backend,
    Database,
    Documents,
    Fields,
    Gold,
    Limits,
    Ocr,
    Passwords,
    Paths,
    Rules,
    Workers,
    make_settings,
    new_app,
    say,
    say_unread,
    show_progress,
    write_file,
)
from mou_miner.commands.dataset import register as register_dataset
from mou_miner.commands.explain import register_explain
from mou_miner.commands.names import register_names
from mou_miner.commands.publishing import register_publishing
from mou_miner.commands.reading import register_reading
from mou_miner.commands.review import review
from mou_miner.commands.show import show_app
from mou_miner.errors import MouMinerError


class _Commands(TyperGroup):
    """Shows an error of ours as one message; whatever else goes wrong is a fault of the program."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except MouMinerError as error:
            say(f"Error: {error}")
            raise typer.Exit(WRONG_USE) from error


app = new_app(
    cls=_Commands,
    help="Reads memoranda and news about Indonesian city diplomacy and makes a dataset of the partnerships in them.",
    epilog="Start with: mou-miner run corpus/",
    context_settings={"help_option_names": ["-h", "--help"]},
)
corrections_app = new_app(help="Take in, or give out, what people decided about values.")
train_app = new_app(help="Make the tables that the program learns from hand-checked documents.")
app.add_typer(corrections_app, name="corrections")
app.add_typer(train_app, name="train")
app.add_typer(show_app, name="show")
app.add_typer(annotations_app, name="annotations")
evaluate_app = new_app(invoke_without_command=True)
app.add_typer(evaluate_app, name="evaluate")
register_names(app, train_app, evaluate_app)
register_dataset(app)
app.command()(review)
register_reading(app)
register_publishing(app)
register_explain(app)


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

    settings = make_settings(database, workers, pdf_backend, ocr, password, field, limit)
    with show_progress() as progress:
        summary = service.run(paths, service.Tools(settings, rules), progress=progress)
    say_unread(summary.unread)
    for message in summary.wrong_corrections:
        say(f"Correction left out: {message}")
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

    settings = make_settings(None, workers, pdf_backend, ocr, password, field, limit)
    unread = []
    for result in service.extract(paths, service.Tools(settings, rules)):
        if result.extraction is None:
            unread.append(result.outcome)
            say_unread([result.outcome])
        else:
            typer.echo(dumps(extraction_json(result.extraction, with_text=with_text)))
    if unread:
        raise typer.Exit(FAILED)


@app.command()
def export(
    format: Annotated[
        str, typer.Option(metavar="NAME", help="csv, xlsx, parquet, jsonl, datapackage, geojson or gexf.")
    ],
    to: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files; it is made if need be.")],
    database: Database = None,
) -> None:
    """Write the dataset as tables: partnerships, instruments, scopes, activities, and where each value was read.

    \b
    Examples:
      mou-miner export --format csv --to build/export
      mou-miner export --format datapackage --to build/package
      mou-miner export --format xlsx --to build/export --db sqlite:///mine.sqlite
    """
    from mou_miner import service

    for path in service.export(format, to, make_settings(database)):
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

    settings = make_settings(database)
    new, errors = service.import_corrections(file, settings)
    for error in errors:
        say(f"Correction left out: {error}")
    say(f"{new} new corrections; kept in {settings.corrections / file.name}. Apply them with: mou-miner run PATH...")
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

    say(f"{service.export_corrections(file, make_settings(database))} corrections written to {file}.")


@evaluate_app.callback()
def evaluate(
    ctx: typer.Context,
    gold: Annotated[
        list[Path] | None, typer.Option("--gold", metavar="FILE", help="Gold file; may be given repeatedly.")
    ] = None,
    documents: Documents = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures to this file too.")
    ] = None,
    rules: Rules = None,
    pdf_backend: Backend = "pdfium",
) -> None:
    """Measure the program against hand-checked documents (gold), and list what it missed or made up.

    The commands below measure parts of it.

    \b
    Examples:
      mou-miner evaluate --gold annotations/gold/dev.jsonl
      mou-miner evaluate --gold gold.jsonl --documents texts/ --json build/scores.json
    """
    if ctx.invoked_subcommand is not None:
        return
    if not gold:
        raise typer.BadParameter("missing; name a gold file, or a command.", ctx=ctx, param_hint="--gold")
    from mou_miner import service
    from mou_miner.printing import scores_json, show_scores

    scores = service.evaluate(gold, service.Tools(make_settings(None, pdf_backend=pdf_backend), rules), documents)
    if json_file is not None:
        write_file(json_file, scores_json(scores))
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

    path, tallies = service.train_confidence(gold, service.Tools(make_settings(None), rules), documents, to)
    show_tallies(tallies)
    say(f"{len(tallies)} rows written to {path}.")


@train_app.command("pairs")
def train_pairs(
    gold: Gold,
    documents: Documents = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="File to write; default: models/pairs.json.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Train the model that tells which governments a document joins, and show what it did on documents left out.

    Needs LightGBM: pip install "mou-miner[train]".

    \b
    Example:
      mou-miner train pairs --gold annotations/gold/train.jsonl
    """
    from mou_miner import service
    from mou_miner.printing import show_fit

    path, fit = service.train_pairs(gold, service.Tools(make_settings(None), rules), documents, to)
    show_fit(fit)
    say(f"Written to {path}.")


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


if __name__ == "__main__":
    main()
