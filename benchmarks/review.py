"""Twenty annotators at once: how long a save takes, and whether every decision is kept, in order.

Run: python -m benchmarks.review [--corrections 5000] [--annotators 20] [--documents 60] [--db URL] [--queue 20000] [--pause 0.5]
Prints the 50th and 95th percentile of a save and of the queue page, and ends with 1 where a decision is lost or doubled.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import insert

from mou_miner.service import Tools, run
from mou_miner.settings import Settings
from mou_miner.store.moves import moves_of
from mou_miner.store.queue import refresh_queue
from mou_miner.store.reviewing import review_queue
from mou_miner.store.store import Store
from mou_miner.web.app import Config, Parts, create_app
from mou_miner.web.deciding import Request
from mou_miner.web.documents import make_move
from mou_miner.web.security import Visitor
from mou_miner.web.views import view_of

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def main() -> int:
    """Run the simulation and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("corrections", 5000), ("annotators", 20), ("documents", 60), ("queue", 20_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--db")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds an annotator thinks, on average")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = wanted.db or f"sqlite:///{folder}/mou.sqlite"
        settings = Settings(database=url, corrections=Path(folder) / "c", learned=Path(folder) / "l", workers=0)
        files = sorted([*CORPUS.glob("train/*.html"), *CORPUS.glob("dev/*.html")])[: wanted.documents]
        run(files, Tools(settings))
        app = create_app(Config(settings=settings, startup_token="t", local_name="rina", background=False))
        parts: Parts = app.state.parts
        times, made, wrong = simulate(parts, wanted.annotators, wanted.corrections, wanted.pause)
        kept = sum(len(moves_of(parts.store, doc_id=item.doc_id, limit=100_000)) for item in parts.store.documents())
        ordered = all(_in_order(parts.store, item.doc_id) for item in parts.store.documents())
        print(
            f"{made} decisions by {wanted.annotators} annotators on {len(files)} documents; kept {kept}; order {ordered}"
        )
        print(f"a save: median {_percentile(times, 50):.0f} ms, 95th percentile {_percentile(times, 95):.0f} ms")
        _queue(app, parts.store, wanted.queue)
        return 0 if kept == made and ordered and not wrong else 1


def simulate(parts: Parts, annotators: int, corrections: int, pause: float) -> tuple[list[float], int, list[str]]:
    """Let the annotators decide at once; return the times of saves in ms, their number, and what went wrong."""
    documents = [item.doc_id for item in parts.store.documents()]
    times: list[float] = []
    wrong: list[str] = []
    made = Counter[str]()

    def work(name: str, share: int) -> None:
        chance = random.Random(name)
        visitor = Visitor(name, "annotator", None)
        for number in range(share):
            time.sleep(chance.expovariate(1 / pause) if pause else 0)
            view = view_of(parts, chance.choice(documents), visitor)
            values = [value for value in view.board.values if value.claim.spans] if view is not None else []
            if view is None or not values:
                continue
            value = chance.choice(values)
            kind = "reject" if value.state != "rejected" and chance.random() < 0.4 else "accept"
            request = Request(move=f"{name}-{number:06}", kind=kind, value_id=value.id)
            started = time.perf_counter()
            try:
                make_move(parts, view, visitor, request)
            except Exception as error:
                wrong.append(f"{name}: {error!r}")
                continue
            times.append(1000 * (time.perf_counter() - started))
            made[name] += 1

    threads = [
        threading.Thread(target=work, args=(f"annotator{n:02}", corrections // annotators)) for n in range(annotators)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for problem in wrong[:5]:
        print(problem)
    return times, made.total(), wrong


def _in_order(store: Store, doc_id: str) -> bool:
    moves = moves_of(store, doc_id=doc_id, limit=100_000)
    return sorted(move.number for move in moves) == list(range(1, len(moves) + 1))


def _queue(app: object, store: Store, size: int) -> None:
    """Fill the queue with further documents and time its page."""
    while refresh_queue(store):
        pass
    kinds, languages = ("news", "mou", "report"), ("id", "en")
    rows = [
        {
            "doc_id": f"{number:064x}", "run_id": 1, "corrections": 0, "source": f"{number}.html", "title": f"Berita {number}",
            "kind": kinds[number % 3], "language": languages[number % 2], "region": f"Kota {number % 400}",
            "partner": f"Town {number % 900}", "country": "JP", "stage": "mou", "open": number % 12, "decided": 0,
            "unplaced": 0, "least": 0.5, "fields": "|scope|stage|", "rank": (number * 37 % 1000) / 100,
        }
        for number in range(size)
    ]  # fmt: skip
    with store._writing() as connection:
        for start in range(0, len(rows), 1000):
            connection.execute(insert(review_queue), rows[start : start + 1000])
    times = []
    with TestClient(app, base_url="http://127.0.0.1") as client:  # type: ignore[arg-type]
        client.get("/", params={"token": "t"})
        for turn in range(15):
            query = [{}, {"language": "id"}, {"kind": "mou", "field": "scope"}, {"text": "berita 77"}, {"page": "40"}][
                turn % 5
            ]
            started = time.perf_counter()
            assert client.get("/queue", params=query).status_code == 200
            times.append(1000 * (time.perf_counter() - started))
    print(f"queue of {size}: median {_percentile(times, 50):.0f} ms, 95th percentile {_percentile(times, 95):.0f} ms")


def _percentile(times: list[float], share: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)] if ordered else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
