"""Service functions of publication: reports, gaps and releases out of a store.

Like `service`, this knows several stages; heavy ones are imported inside the functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mou_miner.service import open_store
from mou_miner.settings import Settings

if TYPE_CHECKING:
    from mou_miner.exports.gaps import Gap, GapKind
    from mou_miner.exports.release import Release
    from mou_miner.exports.wikidata import Difference
    from mou_miner.exports.wording import PageLanguage
    from mou_miner.records import ResolvedPartnership


def report(settings: Settings, *, on: str, language: PageLanguage = "en", title: str | None = None) -> str:
    """Return the page about the partnerships of the database, as they are judged on a day."""
    from mou_miner.exports.report import make_report

    with open_store(settings, read_only=True) as store:
        return make_report(
            store.partnerships(), store.documents(), store.traces(), on=on, language=language, title=title
        )


def gaps(
    settings: Settings, *, on: str, months: int, kinds: Sequence[GapKind]
) -> tuple[list[Gap], dict[str, str]]:  # fmt: skip
    """Return what is missing on a day, and the sources of all documents by their id."""
    from mou_miner.exports.gaps import find_gaps

    with open_store(settings, read_only=True) as store:
        sources = {item.doc_id: item.source for item in store.documents()}
        return find_gaps(store.partnerships(), on, months=months, kinds=kinds), sources


def wikidata(
    settings: Settings, tables: Sequence[Path], *, min_confidence: float
) -> tuple[list[ResolvedPartnership], list[Difference], dict[str, str]]:
    """Return the partnerships, how they differ from the tables of Wikidata, and the sources of all documents by id."""
    from mou_miner.exports.wikidata import compare, read_table

    known = [read_table(path) for path in tables]
    with open_store(settings, read_only=True) as store:
        partnerships = store.partnerships()
        sources = {item.doc_id: item.source for item in store.documents()}
    return partnerships, compare(partnerships, known, min_confidence=min_confidence), sources


def release(
    settings: Settings, folder: Path, *, version: str, on: str, by: Sequence[str], last: Path | None = None
) -> Release:
    """Write a release of the dataset into the folder. Raises SettingsError where the version is taken."""
    from mou_miner.exports.release import write_release

    with open_store(settings, read_only=True) as store:
        return write_release(store, folder, version=version, on=on, by=by, last=last)
