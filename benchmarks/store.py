"""How the store bears a large dataset: load rate, ten questions, growth on doubling, memory.

    python -m benchmarks.store [--documents 100000] [--database sqlite|postgresql]

Documents are made up, with ten claims each, of about 2,000 characters; every twentieth has a second partnership. They are
saved one transaction each, as a run saves them, at half the size first and then at the whole; after each half the
partnerships are put together and the questions are asked. Times of questions are the median and the worst of seven.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import postgresql
from mou_miner.dataset_records import PartnershipQuery
from mou_miner.records import (
    SCOPE_CODES,
    Activity,
    Block,
    Claim,
    Document,
    Evidence,
    Extraction,
    Instrument,
    Origin,
    Outcome,
    Partnership,
    Party,
    Scope,
    Span,
    Versions,
)
from mou_miner.resolution import Resolution
from mou_miner.resolution.copies import sign
from mou_miner.store.queue import QueueFilter, list_queue, refresh_queue
from mou_miner.store.store import Store

WORDS = (
    "kerja sama pendidikan budaya ekonomi kota pemerintah wali delegasi kunjungan festival pelajar guru dinas warga pasar "
    "pelabuhan sampah transportasi kesehatan pariwisata investasi teknologi perdagangan olahraga lingkungan sungai"
)
PROVINCES = ("11", "12", "31", "32", "33", "34", "35", "36", "51", "73")
STAGES = ("exploration", "loi", "mou", "implemented", "ended", "stalled")
COUNTRIES = ("KR", "JP", "CN", "AU", "DE", "NL", "US", "MY", "TR", "FR")
AT = "2026-03-01T08:00:00+00:00"
ORIGIN = Origin(kind="rule", name="made.up", version="1")
VERSIONS = Versions(program="1", rules="1", gazetteer="1", models="1", settings="1")


def main() -> None:
    """Load, ask, double, ask again, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    options = parser.parse_args()
    for database in options.database or ["sqlite", "postgresql"]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mou-miner-store-")))
            address = f"sqlite:///{folder / 'mou.sqlite'}"
            if database == "postgresql":
                address = stack.enter_context(postgresql.server(fsync=True))
            print(json.dumps(measure(database, address, options.documents), indent=2), flush=True)


def measure(database: str, address: str, documents: int) -> dict[str, Any]:
    """Return the figures at half the number of documents and at the whole."""
    figures: dict[str, Any] = {"database": database}
    done = 0
    with Store.open(address) as store:
        run = store.start_run(VERSIONS, AT)
        for size in (documents // 2, documents):
            started, computing = time.perf_counter(), time.process_time()
            for number in range(done, size):
                item = make_extraction(number)
                outcome = Outcome(source=item.document.source, status="done", doc_id=item.document.doc_id)
                store.save(item, outcome, run)
            loading, computing = time.perf_counter() - started, time.process_time() - computing
            memory = _memory()
            started = time.perf_counter()
            store.rebuild_partnerships(Resolution("1"), at=AT, run_id=run.run_id)
            rebuilding = time.perf_counter() - started
            started = time.perf_counter()
            store.rebuild_partnerships(Resolution("1"), at=AT, run_id=run.run_id)
            nothing_new = time.perf_counter() - started
            started = time.perf_counter()
            while refresh_queue(store):
                pass
            queueing = time.perf_counter() - started
            counts = store.counts()
            figures[f"{size} documents"] = {
                "claims": counts["claims"], "partnerships": counts["partnerships"],
                "documents_a_second": round((size - done) / loading, 1), "documents_a_second_of_computing": round((size - done) / computing, 1),
                "load_seconds": round(loading, 1),
                "rebuild_seconds": round(rebuilding, 1), "queue_seconds": round(queueing, 1), "rebuild_with_nothing_new_seconds": round(nothing_new, 2),
                "memory_after_loading_mb": memory, "memory_after_rebuild_mb": _memory(), "milliseconds": ask(store),
            }  # fmt: skip
            done = size
    return figures


def _memory() -> int:
    """Return the most memory that this program ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def ask(store: Store) -> dict[str, dict[str, float]]:
    """Return how long each of the ten questions takes, in milliseconds."""
    one = store.find_partnerships(limit=1).items[0].partnership_id
    half = store.changes(limit=1)[0].sequence
    questions: dict[str, Callable[[], object]] = {
        "one partnership with all sources": lambda: (store.partnership(one), store.traces(one)),
        "all partners of a region": lambda: store.find_partnerships(PartnershipQuery(region="32.05")),
        "all regions of a country": lambda: store.find_partnerships(PartnershipQuery(country="KR")),
        "by scope and year": lambda: store.find_partnerships(PartnershipQuery(scope="education", year=2012)),
        "stage counts by province": store.stage_counts,
        "gaps": lambda: store.find_partnerships(PartnershipQuery(expired=True, dormant=True, on="2026-01-01")),
        "full-text search": lambda: store.search_documents("pelabuhan festival kata77"),
        "changes since a date": lambda: store.changes(since=half, since_time=AT),
        "documents of a publisher": lambda: store.documents_of("Harian 7"),
        "next page of the review queue": lambda: list_queue(store, QueueFilter()),
    }
    return {name: _times(question) for name, question in questions.items()}


def _times(question: Callable[[], object]) -> dict[str, float]:
    taken = []
    for _ in range(7):
        started = time.perf_counter()
        question()
        taken.append(1000 * (time.perf_counter() - started))
    return {"median": round(statistics.median(taken), 1), "worst": round(max(taken), 1)}


# ---------------------------------------------------------------------------------------------- documents


def make_extraction(number: int) -> Extraction:
    """Return a document with ten claims; the same number gives the same document."""
    rng = random.Random(number)
    pair = rng.randrange(6000)
    indonesian, partner = _region(pair), _partner(pair)
    text = _text(rng, indonesian, partner)
    spans = _spans(text)
    day = f"{rng.randint(1995, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    document = Document(
        doc_id=f"{number:064x}", source=f"https://harian{number % 40}.example/{number}", media_type="text/html", kind="news",
        language="id", text=text, blocks=(Block(start=0, end=len(text), kind="paragraph", language="id"),),
        title=f"{indonesian.name} dan {partner.name}", publisher=f"Harian {number % 40}", date_published=day, reader="made up",
    )  # fmt: skip
    key = f"{indonesian.name}|{partner.name}|{partner.country}|city"
    partnership = _partnership(key, indonesian, partner, spans, day, rng)
    claims = tuple(_claims(document.doc_id, key, partnership, spans))
    return Extraction(document=document, claims=claims, partnerships=(partnership,), signature=sign(text))


def _region(pair: int) -> Party:
    code = f"{PROVINCES[pair % 10]}.{pair % 30:02d}"
    return Party(name=f"Kota Nomor {pair % 300}", country="ID", level="city", as_written="Pemkot", kemendagri_code=code)


def _partner(pair: int) -> Party:
    return Party(
        name=f"Seberang {pair}", country=COUNTRIES[pair % 10], level="city", as_written=f"Kota Seberang {pair}", geonames_id=pair + 1,
    )  # fmt: skip


def _text(rng: random.Random, indonesian: Party, partner: Party) -> str:
    words = WORDS.split()
    body = " ".join(rng.choice(words) if rng.random() < 0.9 else f"kata{rng.randrange(20_000)}" for _ in range(260))
    return f"{indonesian.name} dan {partner.name} menandatangani nota kesepahaman. {body}."


def _spans(text: str) -> list[Span]:
    found, at = [], 0
    for word in text.split(" ")[:40]:
        found.append(Span(at, at + len(word)))
        at += len(word) + 1
    return found


def _partnership(
    key: str, indonesian: Party, partner: Party, spans: list[Span], day: str, rng: random.Random
) -> Partnership:
    signed = f"{1995 + hash_of(key) % 25}-05-{1 + hash_of(key) % 28:02d}"
    instrument = Instrument(
        kind="mou", date_signed=signed, valid_years=5, confidence=0.8, spans=(spans[5],),
        evidence=(Evidence(field="date_signed", span=spans[6]), Evidence(field="valid_years", span=spans[7])),
    )  # fmt: skip
    activity = Activity(
        type="exchange",
        assertion="done",
        span=spans[10],
        text=f"kegiatan {rng.randrange(50)}",
        date=day[:4],
        confidence=0.7,
    )
    scopes = tuple(
        Scope(code=code, as_written="bidang", span=span, confidence=0.8)
        for code, span in zip(rng.sample(SCOPE_CODES, 3), spans[11:14], strict=True)
    )
    return Partnership(
        key=key, indonesian_party=indonesian.model_copy(update={"spans": (spans[0],)}),
        partner=partner.model_copy(update={"spans": (spans[3],)}), form="sister_city", stage=rng.choice(STAGES),
        confidence=round(rng.uniform(0.3, 0.99), 3), instruments=(instrument,), scopes=scopes, activities=(activity,),
        spans=(spans[0], spans[3]), evidence=(Evidence(field="stage", span=spans[4]),),
    )  # fmt: skip


def hash_of(key: str) -> int:
    """Return a number that is always the same for the key."""
    return sum(ord(character) * (place + 1) for place, character in enumerate(key))


def _claims(doc_id: str, key: str, made: Partnership, spans: list[Span]) -> Iterator[Claim]:
    paper, instrument, activity = f"{key}#mou:1", made.instruments[0], made.activities[0]
    rows: list[tuple[str, Any, str, Span]] = [
        ("partnership", key, key, spans[0]), ("form", made.form, key, spans[0]), ("stage", made.stage, key, spans[4]),
        ("instrument", "mou", paper, spans[5]), ("date_signed", instrument.date_signed, paper, spans[6]),
        ("valid_years", 5, paper, spans[7]), *(("scope", scope.code, key, scope.span) for scope in made.scopes),
        ("activity", activity.type, key, activity.span),
    ]  # fmt: skip
    for field, value, on, span in rows:
        yield Claim(
            doc_id=doc_id, field=field, value=value, on=on, spans=(span,), origin=ORIGIN, confidence=made.confidence,
            assertion="done" if field == "activity" else None,
        )  # fmt: skip


if __name__ == "__main__":
    main()
