"""One function for each thing a person or a program can ask; the only place that knows more than one stage.

Heavy stages are imported inside the functions, so that `mou-miner --help` stays quick.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mou_miner import __version__
from mou_miner.errors import MouMinerError, ReadError, SettingsError
from mou_miner.records import Correction, Document, Extraction, Outcome, Partnership, Problem, Versions
from mou_miner.settings import ReaderSettings, Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from mou_miner.claims import ClaimMaker
    from mou_miner.evaluation import GoldDocument, Scores
    from mou_miner.rules.schema import Rules
    from mou_miner.store import Store

CORRECTIONS_FOLDER = Path("annotations/corrections")


@dataclass(frozen=True)
class Tools:
    """What extraction rests on, each part made once and when first needed."""

    settings: Settings = field(default_factory=Settings)
    rules_folder: Path | None = None

    @cached_property
    def rules(self) -> Rules:
        """The rules, checked."""
        from mou_miner.rules.load import load_rules

        return load_rules(self.rules_folder)

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline made from the rules."""
        from mou_miner.mentions.pipeline import build_nlp

        return build_nlp(self.rules)

    @cached_property
    def maker(self) -> ClaimMaker:
        """The claim maker with gazetteer, party rules and confidence table."""
        from mou_miner.claims import ClaimMaker, PlaceFinder
        from mou_miner.claims.confidence import load_confidence
        from mou_miner.gazetteer import Gazetteer
        from mou_miner.rules.parties import load_party_rules

        party_rules = load_party_rules()
        return ClaimMaker(
            places=PlaceFinder(Gazetteer.open(), party_rules),
            rules=self.rules,
            party_rules=party_rules,
            confidence=load_confidence(),
            version=__version__,
        )

    @cached_property
    def versions(self) -> Versions:
        """What a result rests on."""
        from mou_miner.claims.confidence import models_folder

        return Versions(
            program=__version__,
            rules=self.rules.version,
            gazetteer=self.maker.places.gazetteer.version,
            models=_digest(models_folder()),
            settings=hashlib.sha256(self.settings.reader.model_dump_json().encode()).hexdigest()[:12],
        )


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "data" not in path.relative_to(folder).parts:
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


# ---------------------------------------------------------------------------------------------- reading


def list_sources(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read, in a stable order. Raises SettingsError where a path does not exist or holds no file."""
    from mou_miner.documents import walk

    for path in paths:
        if not path.exists():
            raise SettingsError(f"{path} does not exist. Give the path of a file or a folder.")
    sources = list(walk(paths))
    if not sources:
        named = ", ".join(map(str, paths))
        raise SettingsError(
            f"{named}: no file that can be read. Put PDF, HTML, .txt or .md files there, or name a file directly."
        )
    return sources


def read_file(path: Path, settings: ReaderSettings) -> Iterator[Document]:
    """Yield the documents of a file. Raises ReadError where it cannot be read."""
    from mou_miner.documents import read

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            str(path), "unreadable", f"the file cannot be opened ({error.strerror})", "Check its permissions and path."
        ) from error
    yield from read(data, str(path), settings)


def extract_document(document: Document, tools: Tools, corrections: Sequence[Correction] = ()) -> Extraction:
    """Return the claims and partnerships of a document, with what people decided applied over them."""
    from mou_miner.corrections import apply_corrections
    from mou_miner.mentions.collect import find_mentions
    from mou_miner.mentions.sentences import sentence_starts
    from mou_miner.partnerships import assemble

    abbreviations = frozenset(tools.rules.spelling.abbreviations)

    def splitter(text: str) -> list[tuple[int, int]]:
        starts = sentence_starts(text, abbreviations)
        return [(a, a + len(text[a:b].rstrip())) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]

    sentences = tools.maker.sentences(document, splitter)
    mentions = [m for s in sentences for m in find_mentions(tools.nlp, s.text, s.start)]
    machine = tools.maker.make_claims(document, sentences, mentions)
    claims, unplaced = apply_corrections(machine, corrections, document)
    return Extraction(
        document=document,
        claims=tuple(claims),
        partnerships=tuple(assemble(document, claims)),
        unplaced=tuple(unplaced),
    )


def as_outcome(error: ReadError) -> Outcome:
    """Return the outcome that records the error."""
    problem = Problem(code=error.code, cause=error.cause, remedy=error.remedy)  # type: ignore[arg-type]
    status = "skipped" if error.code in {"unsupported", "empty", "no_text"} else "failed"
    return Outcome(source=error.source, status=status, problems=(problem,))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Result:
    """What came of one document: its outcome and, where it was read, its extraction (None where it was done before)."""

    outcome: Outcome
    extraction: Extraction | None = None


def extract_file(
    path: Path, tools: Tools, corrections: Callable[[Document], Sequence[Correction]] | None = None,
    done: Callable[[str], bool] | None = None,
) -> Iterator[Result]:  # fmt: skip
    """Yield one result a document of the file; whatever goes wrong with it becomes an outcome."""
    started = time.perf_counter()
    try:
        for document in read_file(path, tools.settings.reader):
            if done is not None and done(document.doc_id):
                yield Result(Outcome(source=document.source, status="done", doc_id=document.doc_id))
                continue
            decided = corrections(document) if corrections else ()
            extraction = extract_document(document, tools, decided)
            seconds = round(time.perf_counter() - started, 3)
            problems = tuple(
                Problem(code="partial", cause=warning, remedy="See the document's warnings.")
                for warning in document.warnings
            )
            outcome = Outcome(
                source=document.source, status="done", doc_id=document.doc_id, seconds=seconds, problems=problems
            )
            yield Result(outcome, extraction)
    except ReadError as error:
        yield Result(as_outcome(error))
    except MouMinerError:
        raise
    except Exception as error:
        problem = Problem(
            code="internal",
            cause=f"the program failed on this file ({type(error).__name__}: {error})",
            remedy="Please report it with the file; the other files are not affected.",
        )
        yield Result(Outcome(source=str(path), status="failed", problems=(problem,)))


def extract(paths: Sequence[Path], tools: Tools) -> Iterator[Result]:
    """Yield the results of all files in the order given; no database is touched."""
    for path in list_sources(paths):
        yield from extract_file(path, tools)


# ---------------------------------------------------------------------------------------------- the batch


@dataclass
class RunSummary:
    """What a run came to: outcomes by status, and how many documents were already done."""

    done: int = 0
    skipped: int = 0
    failed: int = 0
    unchanged: int = 0
    unplaced: int = 0


def run(paths: Sequence[Path], tools: Tools, *, progress: Callable[[int, int, str], None] | None = None) -> RunSummary:
    """Process the files into the store, one transaction a document, and put the partnerships together.

    Documents whose content was processed by the same versions are left alone; a bad file becomes an outcome and the batch
    goes on. `progress` is told the number done, the number in all and the file's name.
    """
    sources = list_sources(paths)
    versions = tools.versions
    summary = RunSummary()
    with open_store(tools.settings) as store:
        import_correction_files(store)
        this_run = store.start_run(versions, datetime.now(UTC).isoformat(timespec="seconds"))
        for number, result in enumerate(_results(sources, tools, store, versions), start=0):
            _record(result, store, this_run, summary)
            if progress:
                progress(number, len(sources), result.outcome.source)
        rebuild(store)
    return summary


def _results(sources: Sequence[Path], tools: Tools, store: Store, versions: Versions) -> Iterator[Result]:
    for path in sources:
        yield from extract_file(
            path, tools, lambda document: store.load_corrections(document.doc_id, document.source),
            lambda doc_id: store.is_done(doc_id, versions),
        )  # fmt: skip


def _record(result: Result, store: Store, this_run: Any, summary: RunSummary) -> None:
    status = result.outcome.status
    if result.extraction is not None:
        store.save(result.extraction, result.outcome, this_run)
        summary.unplaced += len(result.extraction.unplaced)
        summary.done += 1
    elif status == "done":
        summary.unchanged += 1
    else:
        store.save_outcome(result.outcome, this_run)
        summary.skipped += status == "skipped"
        summary.failed += status == "failed"


def open_store(settings: Settings, *, read_only: bool = False) -> Store:
    """Return the store that the settings name. Raises StoreError with cause and remedy."""
    from mou_miner.store import Store

    return Store.open(settings.database, read_only=read_only)


def rebuild(store: Store) -> int:
    """Put the partnerships of all documents together anew; return how many there are."""
    from mou_miner.resolution import resolve

    return store.rebuild_partnerships(resolve)


def import_correction_files(store: Store, folder: Path = CORRECTIONS_FOLDER) -> int:
    """Import the correction files of the folder, where it exists; return how many corrections are new."""
    from mou_miner.imports.corrections import load_correction_files

    if not folder.is_dir():
        return 0
    return store.add_corrections(load_correction_files(folder))


# ---------------------------------------------------------------------------------------------- evaluation


def evaluate(gold_files: Sequence[Path], tools: Tools, documents: Path | None = None) -> dict[str, Scores]:
    """Return the scores of the program on the documents of the gold, by slice."""
    from mou_miner.evaluation import evaluate as score
    from mou_miner.evaluation import read_gold

    gold = [document for path in gold_files for document in read_gold(path)]
    return score(gold, partnerships_of(gold, tools, documents))


def partnerships_of(
    gold: Iterable[GoldDocument], tools: Tools, documents: Path | None = None
) -> Mapping[str, Sequence[Partnership]]:
    """Return what the program finds in each document of the gold, by the gold's source."""
    found: dict[str, list[Partnership]] = {}
    for document in gold:
        path = _locate(document.source, documents)
        for result in extract_file(path, tools):
            if result.extraction is None:
                problem = result.outcome.problems[0]
                raise SettingsError(f"{path}: {problem.cause}. {problem.remedy}")
            found.setdefault(document.source, []).extend(result.extraction.partnerships)
    return found


def _locate(source: str, documents: Path | None) -> Path:
    candidates = [Path(source)]
    if documents is not None:
        candidates = [documents / source, *(documents / f"{source}{end}" for end in (".txt", ".pdf", ".html", ".md"))]
    for path in candidates:
        if path.is_file():
            return path
    raise SettingsError(f"no document for gold '{source}' ({candidates[0]}). Say where they are with --documents DIR.")
