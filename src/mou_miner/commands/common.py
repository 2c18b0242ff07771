"""What the commands share: their options, the settings made of them, the progress bar, messages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mou_miner.errors import SettingsError
from mou_miner.settings import PdfBackend, ReaderSettings, Settings, load_settings

if TYPE_CHECKING:
    from mou_miner.records import Outcome
    from mou_miner.service import Progress

FAILED, WRONG_USE = 1, 2


def new_app(**settings: Any) -> typer.Typer:
    return typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, **settings)


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


@contextmanager
def show_progress() -> Iterator[Progress | None]:
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


def make_settings(
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
        "fields": pairs("--field", fields),
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


def pairs(option: str, items: list[str] | None) -> dict[str, str]:
    """Return what the repeated option says, by its names."""
    return dict(_pair(option, item) for item in items or ())


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


def write_file(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror}). Name another file.") from error


def say_unread(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        for problem in outcome.problems:
            say(f"{outcome.source}: {problem.cause}. {problem.remedy}")


def say(message: str) -> None:
    typer.echo(message, err=True)
