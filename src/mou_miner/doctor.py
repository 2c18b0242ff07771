"""Whether all parts of the installation are there and work, and how to get what is missing."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from importlib import metadata, util
from pathlib import Path
from typing import Literal, NamedTuple

from mou_miner import __version__
from mou_miner.errors import MouMinerError
from mou_miner.service import Tools
from mou_miner.settings import ReaderSettings, Settings

_LIBRARIES = (
    "spacy",
    "pypdfium2",
    "pdfplumber",
    "trafilatura",
    "rapidfuzz",
    "sqlalchemy",
    "alembic",
    "pandas",
    "pyarrow",
)


class Check(NamedTuple):
    """A part, whether it works (`missing`: optional, not there), what there is, and the remedy if something is not."""

    part: str
    state: Literal["ok", "missing", "broken"]
    detail: str
    remedy: str = ""


def check(rules_folder: Path | None = None) -> Iterator[Check]:
    """Yield the state of each part; nothing is changed."""
    tools = Tools(Settings(), rules_folder)
    yield Check("mou-miner", "ok", f"{__version__} on Python {platform.python_version()}")
    yield from map(_library, _LIBRARIES)
    for part, look in {"gazetteer": _gazetteer, "rules": _rules, "confidence": _confidence, "NER": _ner}.items():
        yield _guarded(part, look, tools)
    yield _ocr()
    yield _postgresql()


def _guarded(part: str, look: Callable[[Tools], Check], tools: Tools) -> Check:
    try:
        return look(tools)
    except MouMinerError as error:
        return Check(part, "broken", str(error), "See the message.")


def _library(name: str) -> Check:
    try:
        return Check(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "broken", "is not installed", f"pip install {name}")


def _gazetteer(tools: Tools) -> Check:
    gazetteer = tools.maker.places.gazetteer
    if not gazetteer.indonesian("Kota Bandung") or not gazetteer.link("Suwon", country="KR"):
        return Check("gazetteer", "broken", f"{gazetteer.path} lacks well-known places", "Install mou-miner again.")
    return Check("gazetteer", "ok", f"version {gazetteer.version}")


def _rules(tools: Tools) -> Check:
    from mou_miner.mentions.examples import check_examples

    held = check_examples(tools.rules, tools.nlp)
    rules = tools.rules
    counts = f"{len(rules.scopes)} scopes, {len(rules.activities)} activity types, {len(rules.cues)} cues"
    return Check("rules", "ok", f"version {rules.version}: {counts}; all {held} examples hold")


def _confidence(tools: Tools) -> Check:
    if not tools.maker.confidence:
        remedy = "mou-miner train confidence --gold annotations/gold/train.jsonl"
        return Check("confidence", "missing", "no table: all rules are believed alike", remedy)
    return Check("confidence", "ok", f"{len(tools.maker.confidence)} rows")


def _ner(tools: Tools) -> Check:
    from mou_miner.mentions.ner import load_ner, shipped_folder

    nlp = load_ner()
    if nlp is None:
        return Check("NER", "missing", "no trained pipeline in models/ner", "See models/README.md.")
    return Check("NER", "ok", f"version {nlp.meta['version']} in {shipped_folder()}")


def _ocr() -> Check:
    from mou_miner.documents.ocr import find_engine

    settings = ReaderSettings()
    packages = "apt-get install -y tesseract-ocr tesseract-ocr-ind tesseract-ocr-eng"
    engine = find_engine(settings)
    if engine is None:
        return Check("OCR", "missing", "no Tesseract: scans without a text layer are not read", packages)
    lacking = [code for code in settings.ocr_languages if code not in engine.languages]
    if lacking:
        return Check("OCR", "missing", f"{engine.name} lacks the languages {', '.join(lacking)}", packages)
    return Check("OCR", "ok", f"{engine.name} with {', '.join(settings.ocr_languages)}")


def _postgresql() -> Check:
    if util.find_spec("psycopg") is None:
        return Check("PostgreSQL", "missing", "no driver: only SQLite can be used", "pip install 'psycopg[binary]'")
    return Check("PostgreSQL", "ok", f"driver psycopg {metadata.version('psycopg')}")
