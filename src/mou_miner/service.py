"""One function for each thing a person or a program can ask; the only place that knows more than one stage.

Heavy stages are imported inside the functions, so that `mou-miner --help` stays quick.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mou_miner import __version__
from mou_miner.errors import MouMinerError, ReadError, SettingsError
from mou_miner.records import (
    Claim,
    Correction,
    Document,
    Extraction,
    Mention,
    Outcome,
    Partnership,
    Problem,
    ProblemCode,
    Run,
    Versions,
)
from mou_miner.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from mou_miner.claims import ClaimMaker
    from mou_miner.claims.explain import Answer, Point
    from mou_miner.claims.judging import Candidate
    from mou_miner.claims.sentences import Sentence
    from mou_miner.documents.isolation import Reading
    from mou_miner.evaluation import GoldDocument, Scores
    from mou_miner.rules.schema import Rules
    from mou_miner.store.store import Store
    from mou_miner.training.confidence import Tally
    from mou_miner.training.pairs import Fit


@dataclass(frozen=True)
class Tools:
    """What extraction rests on, each part made once and when first needed."""

    settings: Settings = field(default_factory=Settings)
    rules_folder: Path | None = None

    @cached_property
    def rules(self) -> Rules:
        """The rules, checked."""
        from mou_miner.learned import load_phrases, with_phrases
        from mou_miner.rules.load import load_rules

        return with_phrases(load_rules(self.rules_folder), load_phrases(self.settings.learned))

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline made from the rules."""
        from mou_miner.mentions.pipeline import build_nlp

        return build_nlp(self.rules)

    @cached_property
    def maker(self) -> ClaimMaker:
        """The claim maker with gazetteer, party rules and confidence table."""
        from mou_miner.claims import ClaimMaker, PlaceFinder
        from mou_miner.claims.confidence import load_confidence, models_folder
        from mou_miner.claims.trees import load_trees
        from mou_miner.gazetteer.learned import open_gazetteer
        from mou_miner.rules.parties import load_party_rules

        party_rules = load_party_rules()
        return ClaimMaker(
            places=PlaceFinder(open_gazetteer(self.settings.learned), party_rules),
            rules=self.rules,
            party_rules=party_rules,
            confidence=load_confidence(),
            pair_model=load_trees(models_folder() / "pairs.json"),
            version=__version__,
        )

    @cached_property
    def versions(self) -> Versions:
        """What a result rests on."""
        from mou_miner.claims.confidence import models_folder

        return Versions(
            program=f"{__version__}+{_digest(Path(__file__).parent, '*.py')}",
            rules=self.rules.version,
            gazetteer=self.maker.places.gazetteer.version,
            models=_digest(models_folder()),
            settings=hashlib.sha256(self.settings.reader.model_dump_json().encode()).hexdigest()[:12],
        )


def _digest(folder: Path, names: str = "*") -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(names)):
        if path.is_file() and "data" not in path.relative_to(folder).parts:
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


# ---------------------------------------------------------------------------------------------- reading


def list_sources(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read, in a stable order. Raises SettingsError where a path is missing or holds no file."""
    from mou_miner.documents import walk

    for path in paths:
        if not os.path.lexists(path):
            raise SettingsError(f"{path} does not exist. Give the path of a file or a folder.")
    sources = list(walk(paths))
    if not sources:
        named = ", ".join(map(str, paths))
        raise SettingsError(
            f"{named}: no file that can be read. Put PDF, HTML, .txt or .md files there, or name a file directly."
        )
    return sources


def extract_document(document: Document, tools: Tools, corrections: Sequence[Correction] = ()) -> Extraction:
    """Return the claims and partnerships of a document, with what people decided applied over them."""
    from mou_miner.corrections import apply_corrections
    from mou_miner.partnerships import assemble
    from mou_miner.resolution.copies import sign

    sentences, mentions = _sentences_of(document, tools)
    document, machine = _in_both_texts(document, tools.maker.make_claims(document, sentences, mentions), tools)
    claims, unplaced = apply_corrections(machine, corrections, document)
    return Extraction(
        document=document,
        claims=tuple(claims),
        partnerships=tuple(assemble(document, claims)),
        regional_profile=tuple(tools.maker.find_profile(document, sentences, mentions)),
        unplaced=tuple(unplaced),
        machine=tuple(machine),
        signature=sign(document.text),
    )


@dataclass(frozen=True)
class Explained:
    """A document with what was made of it, and by partnership why; pairs that were considered stand beside."""

    extraction: Extraction
    answers: tuple[tuple[Partnership, tuple[Answer, ...]], ...]
    considered: tuple[Point, ...]


def explain(path: Path, tools: Tools) -> Iterator[Explained]:
    """Yield each document of the file explained. Raises ReadError where the file cannot be read."""
    from mou_miner.claims.explain import considered, explain_partnership
    from mou_miner.documents.isolation import read_file

    documents, errors = read_file(path, tools.settings.reader)
    if errors and not documents:
        raise errors[0]
    for document in documents:
        extraction = extract_document(document, tools)
        trace = tools.maker.trace(document, *_sentences_of(document, tools))
        answers = tuple(
            (item, tuple(explain_partnership(trace, item.key, extraction.claims))) for item in extraction.partnerships
        )
        keys = [item.key for item in extraction.partnerships]
        yield Explained(extraction, answers, tuple(considered(trace, keys)))


def _in_both_texts(document: Document, claims: list[Claim], tools: Tools) -> tuple[Document, list[Claim]]:
    """Return a document in two languages with warnings where they differ, and its claims with the words of both."""
    from mou_miner.claims.bilingual import differences, join_texts, texts_of
    from mou_miner.documents import pairs

    clauses = pairs(document) if claims else ()
    texts = texts_of(document, clauses)
    if texts is None:
        return document, claims
    indonesian, english = (tools.maker.make_claims(text, *_sentences_of(text, tools)) for text in texts)
    told = differences(document, clauses, indonesian, english)
    if told:
        document = document.model_copy(update={"warnings": (*document.warnings, *told)})
    return document, join_texts(document, clauses, claims, (indonesian, english))


def candidates_of(document: Document, tools: Tools) -> list[Candidate]:
    """Return every pair that the document could join, with what the pair model judges by."""
    return tools.maker.candidates(document, *_sentences_of(document, tools))


def mentions_of(document: Document, tools: Tools) -> list[Mention]:
    """Return what is seen in the document's sentences, before anything is made of it."""
    return _sentences_of(document, tools)[1]


def _sentences_of(document: Document, tools: Tools) -> tuple[list[Sentence], list[Mention]]:
    from mou_miner.mentions.collect import find_mentions
    from mou_miner.mentions.sentences import sentence_starts

    abbreviations = frozenset(tools.rules.spelling.abbreviations)

    def splitter(text: str) -> list[tuple[int, int]]:
        starts = sentence_starts(text, abbreviations)
        return [(a, a + len(text[a:b].rstrip())) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]

    sentences = tools.maker.sentences(document, splitter)
    return sentences, [m for s in sentences for m in find_mentions(tools.nlp, s.text, s.start)]


@dataclass(frozen=True)
class Result:
    """What came of one document: its outcome and, where it was read, its extraction (None where it was done before).

    `corrections` is the number of corrections that were applied.
    """

    outcome: Outcome
    extraction: Extraction | None = None
    corrections: int = 0


Decided = Callable[[Document], Sequence[Correction]]
"""What people decided about a document."""


def extract_file(
    path: Path, tools: Tools, corrections: Decided | None = None, done: Callable[[str], bool] | None = None
) -> Iterator[Result]:
    """Yield one result a document of the file, read in this process; whatever goes wrong with it becomes an outcome."""
    from mou_miner.documents.isolation import Reading, read_file

    started = time.perf_counter()
    documents, errors = read_file(path, tools.settings.reader)
    reading = Reading(str(path), documents, errors, time.perf_counter() - started)
    for unit in _units(path, reading, corrections or (lambda document: ()), done or (lambda doc_id: False)):
        yield from _extract_unit(unit, tools)


def extract(paths: Sequence[Path], tools: Tools) -> Iterator[Result]:
    """Yield the results of all files in the order given; no database is touched."""
    for _, results in _extract_all(list_sources(paths), tools, lambda document: (), lambda doc_id: False):
        yield from results


# ---------------------------------------------------------------------------------------------- worker processes


class _Unit(NamedTuple):
    """What a worker takes at a time: a document with what people decided, or an outcome that stands already.

    `last` where the file has no more. A file with many documents so makes many units, each within the limits.
    """

    path: Path
    outcome: Outcome | None
    document: Document | None = None
    decided: Sequence[Correction] = ()
    seconds: float = 0.0
    last: bool = False


def _units(path: Path, reading: Reading, decided: Decided, done: Callable[[str], bool]) -> Iterator[_Unit]:
    units: list[_Unit] = []
    for document in reading.documents:
        if done(document.doc_id):
            units.append(_Unit(path, Outcome(source=document.source, status="done", doc_id=document.doc_id)))
        else:
            units.append(_Unit(path, None, document, decided(document), reading.seconds / len(reading.documents)))
    units += [_Unit(path, as_outcome(error)) for error in reading.errors]
    yield from units[:-1]
    yield units[-1]._replace(last=True) if units else _Unit(path, None, last=True)


def _extract_unit(unit: _Unit, tools: Tools) -> list[Result]:
    """Return the result of a unit, none where the file held no document at all."""
    if unit.document is None:
        return [] if unit.outcome is None else [Result(unit.outcome)]
    started = time.perf_counter()
    try:
        extraction = extract_document(unit.document, tools, unit.decided)
    except MouMinerError:
        raise
    except Exception as error:
        cause = f"the program failed on this document ({type(error).__name__}: {error})"
        remedy = "Please report it with the file; the others are not affected."
        return [Result(unread_outcome(unit.document.source, "internal", cause, remedy))]
    seconds = round(unit.seconds + time.perf_counter() - started, 3)
    return [Result(done_outcome(unit.document, seconds), extraction, len(unit.decided))]


def done_outcome(document: Document, seconds: float) -> Outcome:
    """Return the outcome of a document that was read; its warnings are problems of it."""
    problems = tuple(
        Problem(code="partial", cause=warning, remedy="See the document's warnings.") for warning in document.warnings
    )
    return Outcome(source=document.source, status="done", doc_id=document.doc_id, seconds=seconds, problems=problems)


def as_outcome(error: ReadError) -> Outcome:
    """Return the outcome that records the error."""
    return unread_outcome(error.source, error.code, error.cause, error.remedy)  # type: ignore[arg-type]


def unread_outcome(source: str, code: ProblemCode, cause: str, remedy: str) -> Outcome:
    """Return the outcome of a file that gave no document."""
    # A page without a word was read and says nothing; all else that gives no document is a failure.
    problem = Problem(code=code, cause=cause, remedy=remedy)
    return Outcome(source=source, status="skipped" if code == "no_text" else "failed", problems=(problem,))


def _extract_all(
    paths: Sequence[Path], tools: Tools, decided: Decided, done: Callable[[str], bool]
) -> Iterator[tuple[_Unit, list[Result]]]:
    """Yield the units of all files in their order with what came of each, read and understood in worker processes.

    A file that crashes, hangs or eats memory is lost alone. Without workers all is done in this process.
    """
    from mou_miner.documents.isolation import Failure, read_files, work_apart

    limits, workers = tools.settings.reader, tools.settings.workers
    if workers == 0:
        for path in paths:
            yield _Unit(path, None, last=True), list(extract_file(path, tools, decided, done))
        return
    units = (
        unit
        for path, reading in zip(paths, read_files(paths, limits, workers=workers), strict=True)
        for unit in _units(path, reading, decided, done)
    )
    work = partial(_extract_apart, tools=Tools(tools.settings, tools.rules_folder))
    for unit, result, _ in work_apart(
        work, units, workers=workers, seconds=limits.seconds, computing=limits.cpu_seconds, memory=limits.memory
    ):
        if isinstance(result, Failure):
            source = unit.document.source if unit.document else str(unit.path)
            yield unit, [Result(unread_outcome(source, *result))]
        elif isinstance(result, str):
            raise MouMinerError(result)
        else:
            yield unit, result


def _extract_apart(unit: _Unit, tools: Tools) -> list[Result] | str:
    """Return the results of a unit, or the message of an error that ends the batch."""
    try:
        return _extract_unit(unit, tools)
    except MouMinerError as error:
        return str(error)


# ---------------------------------------------------------------------------------------------- the batch


@dataclass
class RunSummary:
    """What a run came to: documents by what became of them, the files that gave none, and corrections of no effect."""

    done: int = 0
    unchanged: int = 0
    unread: list[Outcome] = field(default_factory=list)
    unplaced: list[Correction] = field(default_factory=list)
    wrong_corrections: list[str] = field(default_factory=list)

    def count(self, status: str) -> int:
        """Return how many files were skipped, or failed."""
        return sum(outcome.status == status for outcome in self.unread)


Progress = Callable[[int, int, str], None]


def run(paths: Sequence[Path], tools: Tools, *, progress: Progress | None = None) -> RunSummary:
    """Process the files into the store, one transaction a document, and put the partnerships together.

    Documents whose content was processed by the same versions are left alone; a bad file becomes an outcome and the
    batch goes on. `progress` is told the number done, the number in all and the file's name.
    """
    sources = list_sources(paths)
    versions = tools.versions
    summary = RunSummary()
    with open_store(tools.settings) as store:
        _, wrong = import_correction_files(store, tools.settings.corrections)
        summary.wrong_corrections += wrong
        this_run = store.start_run(versions, now())
        plan = _plan(sources, store, versions)
        summary.unchanged = number = len(plan.unchanged)
        for unit, results in _extract_all(
            plan.todo,
            tools,
            decided=lambda document: store.load_corrections(document.doc_id, document.source),
            done=lambda doc_id: store.is_done(doc_id, versions),
        ):
            twins = plan.twins.get(unit.path, [])
            for result in results:
                record_result(result, store, this_run, summary, twins=twins)
            if unit.last:
                number += 1 + len(twins)
                if progress:
                    progress(number, len(sources), str(unit.path))
        rebuild(store, this_run.run_id)
    return summary


@dataclass
class _Plan:
    """Files to read, files whose content was read before, and by a file to read those with the same content."""

    todo: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    twins: dict[Path, list[Path]] = field(default_factory=dict)


def _plan(sources: Iterable[Path], store: Store, versions: Versions) -> _Plan:
    plan = _Plan()
    first: dict[str, Path] = {}
    for path in sources:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            plan.todo.append(path)
            continue
        if digest in first:
            plan.twins.setdefault(first[digest], []).append(path)
        elif store.is_done(digest, versions):
            plan.unchanged.append(path)
        else:
            first[digest] = path
            plan.todo.append(path)
    return plan


def record_result(
    result: Result, store: Store, this_run: Run, summary: RunSummary, *, twins: Sequence[Path] = ()
) -> None:
    """Save what came of a document, and count it; `twins` are other files with the same content."""
    from mou_miner.dataset import imported_anew

    if result.extraction is not None:
        imported = imported_anew(store, result.extraction)
        store.save(result.extraction, result.outcome, this_run, corrections_known=result.corrections, imported=imported)
        summary.unplaced += result.extraction.unplaced
        summary.done += 1
        summary.unchanged += len(twins)
    elif result.outcome.status == "done":
        summary.unchanged += 1
    else:
        outcomes = [result.outcome, *(result.outcome.model_copy(update={"source": str(path)}) for path in twins)]
        for outcome in outcomes:
            store.save_outcome(outcome, this_run)
        summary.unread += outcomes


def open_store(settings: Settings, *, read_only: bool = False) -> Store:
    """Return the store that the settings name. Raises StoreError with cause and remedy."""
    from mou_miner.store.store import Store

    if settings.database == Settings().database and not read_only:
        Path(settings.database.removeprefix("sqlite:///")).parent.mkdir(exist_ok=True)
    return Store.open(settings.database, read_only=read_only)


def rebuild(store: Store, run_id: int | None = None) -> int:
    """Put the partnerships together anew as far as something is new for them; return how many there are."""
    from mou_miner.resolution import Resolution

    resolution = Resolution(_digest(Path(__file__).parent / "resolution", "*.py"))
    return store.rebuild_partnerships(resolution, at=now(), run_id=run_id)


def now() -> str:
    """Return the time, in UTC, as it is written everywhere."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Overview:
    """What a store holds: the number of documents and partnerships, and partnerships, scopes and activities by code."""

    documents: int
    partnerships: int
    forms: Counter[str]
    stages: Counter[str]
    scopes: Counter[str]
    activities: Counter[tuple[str, str]]


def overview(store: Store) -> Overview:
    """Return what the store holds; an activity counts under its type and assertion."""
    return Overview(
        documents=store.count("documents"),
        partnerships=store.count("partnerships"),
        forms=Counter({form or "unknown": number for (form,), number in store.tally("partnerships", "form")}),
        stages=Counter({stage or "unknown": number for (stage,), number in store.tally("partnerships", "stage")}),
        scopes=Counter({code: number for (code,), number in store.tally("scopes", "code")}),
        activities=Counter(
            {(kind, told): number for (kind, told), number in store.tally("activities", "type", "assertion")}
        ),
    )


# ---------------------------------------------------------------------------------------------- corrections and exports


def import_correction_files(store: Store, folder: Path) -> tuple[int, list[str]]:
    """Import the correction files of the folder; return how many corrections are new, and which lines are wrong."""
    from mou_miner.imports.corrections import load_correction_files

    corrections, errors = load_correction_files(folder)
    return store.add_corrections(corrections), [str(error) for error in errors]


def import_corrections(path: Path, settings: Settings) -> tuple[int, list[str]]:
    """Import a file of corrections into the store and keep it in the folder that every run reads.

    The folder outlives the database: what people decided is not lost with it. Returns like `import_correction_files`.
    """
    from mou_miner.exports.corrections import correction_line
    from mou_miner.imports.corrections import read_corrections

    corrections, errors = read_corrections(path)
    kept = settings.corrections / path.name
    with open_store(settings) as store:
        new = store.add_corrections(corrections)
    if path.resolve() != kept.resolve():
        known = {correction_line(item) for item in read_corrections(kept)[0]} if kept.exists() else set()
        lines = [f"{line}\n" for item in corrections if (line := correction_line(item)) not in known]
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
    return new, [str(error) for error in errors]


def export_corrections(path: Path, settings: Settings) -> int:
    """Write all corrections of the store to the file; return their number."""
    from mou_miner.exports.corrections import write_corrections

    with open_store(settings, read_only=True) as store:
        return write_corrections(store.corrections(), path)


def export(format: str, folder: Path, settings: Settings) -> list[Path]:
    """Write the dataset to the folder in the format asked for; return the files."""
    from mou_miner.exports.dataset import write_export

    with open_store(settings, read_only=True) as store:
        return write_export(store, folder, format)


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
    return {
        document.source: [found for extraction in extractions for found in extraction.partnerships]
        for document, extractions in extractions_of(gold, tools, documents)
    }


def extractions_of(
    gold: Iterable[GoldDocument], tools: Tools, documents: Path | None = None
) -> Iterator[tuple[GoldDocument, list[Extraction]]]:
    """Yield each document of the gold with what the program makes of it; one that cannot be read is a SettingsError."""
    for document in gold:
        path = _locate(document.source, documents)
        results = list(extract_file(path, tools))
        unread = [result.outcome for result in results if result.extraction is None]
        if unread:
            problem = unread[0].problems[0]
            raise SettingsError(f"{path}: {problem.cause}. {problem.remedy}")
        yield document, [result.extraction for result in results if result.extraction is not None]


def train_confidence(
    gold_files: Sequence[Path], tools: Tools, documents: Path | None = None, to: Path | None = None
) -> tuple[Path, dict[str, Tally]]:
    """Count on gold how often each rule is right and write the table that confidences come from."""
    from mou_miner.claims.confidence import models_folder
    from mou_miner.evaluation import read_gold
    from mou_miner.training.confidence import count_rules, table

    gold = [document for path in gold_files for document in read_gold(path)]
    tallies = count_rules(extractions_of(gold, tools, documents))
    path = to or models_folder() / "confidence.json"
    path.write_text(table(tallies, gold_files), encoding="utf-8", newline="\n")
    return path, tallies


def train_pairs(
    gold_files: Sequence[Path], tools: Tools, documents: Path | None = None, to: Path | None = None
) -> tuple[Path, Fit]:
    """Train the pair model on gold and write it. Raises SettingsError where LightGBM is not installed."""
    from mou_miner.claims.confidence import models_folder
    from mou_miner.documents.isolation import read_file
    from mou_miner.evaluation import read_gold
    from mou_miner.training.pairs import example_of, fit

    examples = []
    for gold in (document for path in gold_files for document in read_gold(path)):
        path = _locate(gold.source, documents)
        texts, _ = read_file(path, tools.settings.reader)
        examples.append(example_of(gold, [found for text in texts for found in candidates_of(text, tools)]))
    fitted = fit(examples)
    path = to or models_folder() / "pairs.json"
    path.write_text(fitted.text, encoding="utf-8", newline="\n")
    return path, fitted


def _locate(source: str, documents: Path | None) -> Path:
    candidates = [Path(source)]
    if documents is not None:
        candidates = [documents / source, *(documents / f"{source}{end}" for end in (".txt", ".pdf", ".html", ".md"))]
    for path in candidates:
        if path.is_file():
            return path
    raise SettingsError(f"no document for gold '{source}' ({candidates[0]}). Say where they are with --documents DIR.")
