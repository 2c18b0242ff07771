"""The commands about names: to find them, to train and score what finds them, to score how they are linked to places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mou_miner.commands.common import FAILED, Limits, Ocr, Passwords, Paths, make_settings, say, write_file
from mou_miner.errors import ReadError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

OpenSets = Annotated[Path, typer.Option("--open-data", metavar="DIR", help="Folder of the open sets.")]
OwnSentences = Annotated[Path, typer.Option("--annotations", metavar="DIR", help="Folder of our labelled sentences.")]
Kind = Annotated[Literal["spacy", "stanza"], typer.Option(help="Which kind of model.")]

MODEL_HELP = "A folder, a Stanza file, stanza:LANGUAGE or hf:NAME; default: the shipped one."
DATA, OWN = Path("models/data"), Path("annotations/ner")
LINKING = Path("annotations/linking/test.jsonl")


def register_names(app: typer.Typer, train_app: typer.Typer, evaluate_app: typer.Typer) -> None:
    """Give the app and two of its groups the commands of this module."""
    app.command("names")(print_names)
    train_app.command("ner")(train_ner)
    evaluate_app.command("ner")(evaluate_ner)
    evaluate_app.command("linking")(evaluate_linking)


def print_names(
    paths: Paths,
    backend: Annotated[Literal["spacy", "stanza"], typer.Option("--ner", help="What finds the names.")] = "spacy",
    model: Annotated[str | None, typer.Option("--ner-model", metavar="NAME", help=MODEL_HELP)] = None,
    ocr: Ocr = "auto",
    password: Passwords = None,
    limit: Limits = None,
) -> None:
    """Print the persons, bodies and places that documents name: source, start, end, kind, words.

    Stanza needs pip install "mou-miner[stanza]"; nothing is downloaded.

    \b
    Examples:
      mou-miner names memo.pdf
      mou-miner names news/ --ner stanza | grep PERSON
      mou-miner names news/ --ner stanza --ner-model hf:some/model
    """
    from mou_miner.documents import read, walk
    from mou_miner.mentions.ner_finder import open_finder, pieces_of
    from mou_miner.rules.load import load_rules

    settings = make_settings(None, None, "pdfium", ocr, password, None, limit).reader
    finder, abbreviations = open_finder(backend, model), frozenset(load_rules().spelling.abbreviations)
    failed = False
    for path in walk(paths):
        try:
            documents = list(read(path.read_bytes(), str(path), settings))
        except (ReadError, OSError) as error:
            say(str(error))
            failed = True
            continue
        for document in documents:
            for name in finder.find(pieces_of(document, abbreviations)).mentions:
                typer.echo(f"{document.source}\t{name.start}\t{name.end}\t{name.label}\t{name.text}")
    if failed:
        raise typer.Exit(FAILED)


def train_ner(
    backend: Kind = "spacy",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write; default: models/ner or models/stanza.")
    ] = None,
    seeds: Annotated[list[int], typer.Option("--seed", metavar="N", help="May be given repeatedly.")] = [1, 2, 3],  # noqa: B006
    open_data: OpenSets = DATA,
    annotations: OwnSentences = OWN,
) -> None:
    """Train the model that finds persons, bodies and places, once for each seed, and keep the best.

    The best is told by the development sentences. A Stanza model is trained with the first seed only; it needs
    pip install "mou-miner[stanza]".

    \b
    Examples:
      mou-miner train ner
      mou-miner train ner --backend stanza --seed 1 --out build/stanza
    """
    _must_be_there(open_data, annotations / "train.jsonl")
    import logging

    from mou_miner.training.ner_data import OpenData

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if backend == "stanza":
        from mou_miner.training.ner_stanza import train_stanza

        say(f"Written: {train_stanza(OpenData(open_data), annotations, out or Path('models/stanza'), seed=seeds[0])}")
        return
    from mou_miner.training.ner import train_ner as train

    folder = out or Path("models/ner")
    best = train(OpenData(open_data), annotations, folder, seeds=seeds)
    say(f"Written: {folder}, of seed {best.seed}; its scores are in {folder / 'scores.json'}")


def evaluate_ner(
    backend: Kind = "spacy",
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="A folder, a Stanza file, stanza:LANGUAGE or hf:NAME; default: the shipped one."
        ),
    ] = None,
    split: Annotated[Literal["dev", "test"], typer.Option(help="Which sentences.")] = "test",
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures to this file too.")
    ] = None,
    open_data: OpenSets = DATA,
    annotations: OwnSentences = OWN,
) -> None:
    """Score a model that finds names on our labelled sentences and on the open sets: exact spans and labels.

    \b
    Examples:
      mou-miner evaluate ner
      mou-miner evaluate ner --backend stanza --split dev
      mou-miner evaluate ner --backend stanza --model hf:some/model
    """
    _must_be_there(open_data, annotations / f"{split}.jsonl")
    from mou_miner.mentions.ner_finder import open_finder
    from mou_miner.training.ner_data import OpenData, read_annotations
    from mou_miner.training.ner_scores import as_rows, score_open, score_own, score_slices, tagger_of

    tagger, own = tagger_of(open_finder(backend, model)), read_annotations(annotations / f"{split}.jsonl")
    scores = as_rows({"own": score_own(tagger, own), **score_open(tagger, OpenData(open_data), split)})
    scores |= {f"own: {name}": row for name, row in as_rows(score_slices(tagger, own)).items()}
    _print_scores(scores)
    if json_file is not None:
        _write_json(json_file, scores)


def evaluate_linking(
    file: Annotated[Path, typer.Argument(help="Names and the places they mean.", metavar="FILE")] = LINKING,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures to this file too.")
    ] = None,
) -> None:
    """Score how written names are linked to places, and whether the confidence of a link is a rate.

    \b
    Examples:
      mou-miner evaluate linking
      mou-miner evaluate linking annotations/linking/dev.jsonl --json build/linking.json
    """
    _must_be_there(file)
    from mou_miner.gazetteer import Gazetteer
    from mou_miner.gazetteer.calibrate import calibration_error, error_interval, rated, reliability, trials
    from mou_miner.gazetteer.evaluate import evaluate, read

    gazetteer, rows = Gazetteer.open(), read(file)
    scores = evaluate(rows, gazetteer)
    pairs = rated(trials(rows, gazetteer))
    low, high = error_interval(pairs)
    scores |= {"calibration_error": calibration_error(pairs), "calibration_low": low, "calibration_high": high}
    for name, value in scores.items():
        typer.echo(f"{name}\t{value:.3f}")
    typer.echo("links\tmean confidence\tright")
    for part in reliability(pairs):
        typer.echo(f"{part.links}\t{part.mean:.3f}\t{part.right:.3f}")
    if json_file is not None:
        _write_json(json_file, scores)


def _print_scores(scores: Mapping[str, Mapping[str, Any]]) -> None:
    typer.echo("sentences\tprecision\trecall\tF1\tnames")
    for name, row in scores.items():
        typer.echo(f"{name}\t{row['precision']:.3f}\t{row['recall']:.3f}\t{row['f1']:.3f}\t{row['names']}")


def _write_json(file: Path, scores: Mapping[str, Any]) -> None:
    import json

    write_file(file, json.dumps(scores, indent=1, ensure_ascii=False) + "\n")


def _must_be_there(*paths: Path) -> None:
    for path in paths:
        if not path.exists():
            raise SettingsError(f"{path} does not exist. Run this in a checkout of the project, or name another place.")
