"""The program from Python: what documents say, and the store that keeps it.

from mou_miner import Store, extract

for extraction in extract("memo.pdf"):
    for partnership in extraction.partnerships:
        print(partnership.indonesian_party.name, partnership.partner.name, partnership.stage)

with Store.open("sqlite:///build/mou.sqlite", read_only=True) as store:
    for item in store.find_partnerships().items:
        print(item.partnership_id, item.stage)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mou_miner.errors import ReadError
from mou_miner.records import Extraction
from mou_miner.service import Tools, extract_document, extract_file, list_sources
from mou_miner.settings import Settings
from mou_miner.store.store import Store

__all__ = ["Store", "extract", "extract_text"]

_TOOLS: dict[tuple[str, Path | None], Tools] = {}


def extract(*paths: str | Path, settings: Settings | None = None, rules: Path | None = None) -> Iterator[Extraction]:
    """Yield what each document of the files and folders says, in this process; no database is touched.

    Raises ReadError for a file that cannot be read, after all before it, and SettingsError where a path is missing.
    """
    tools = _tools(settings or Settings(), rules)
    for path in list_sources([Path(path) for path in paths]):
        for result in extract_file(path, tools):
            if result.extraction is not None:
                yield result.extraction
                continue
            for problem in result.outcome.problems:
                raise ReadError(result.outcome.source, problem.code, problem.cause, problem.remedy)


def extract_text(
    text: str, *, source: str = "text", title: str | None = None, date_published: str | None = None,
    publisher: str | None = None, rules: Path | None = None,
) -> Extraction:  # fmt: skip
    """Return what a text says. Raises ReadError where it has no words."""
    import json

    from mou_miner.documents.dumps import read_dump

    values = {"text": text, "title": title, "date": date_published, "publisher": publisher}
    record = json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)
    tools = _tools(Settings(), rules)
    [document] = read_dump(record.encode(), source, "jsonl", tools.settings.reader)
    if isinstance(document, ReadError):
        raise document
    return extract_document(document.model_copy(update={"source": source}), tools)


def _tools(settings: Settings, rules: Path | None) -> Tools:
    """Return the tools of the settings, made once: rules and gazetteer take seconds to load."""
    key = settings.model_dump_json(), rules
    if key not in _TOOLS:
        _TOOLS[key] = Tools(settings, rules)
    return _TOOLS[key]
