"""Service functions of publication: reports, gaps and releases out of a store.

Like `service`, this knows several stages; heavy ones are imported inside the functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mou_miner.service import open_store
from mou_miner.settings import Settings

if TYPE_CHECKING:
    from mou_miner.exports.gaps import Gap, GapKind
    from mou_miner.exports.wording import PageLanguage


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
