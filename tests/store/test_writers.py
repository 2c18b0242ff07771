"""Several programs write at once: each document is whole, each change comes once and in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from builders import BANDUNG, SUWON, VERSIONS, make_document, make_extraction

from mou_miner.records import Extraction, Outcome
from mou_miner.resolution import Resolution
from mou_miner.store.store import Store

AT = "2026-03-01T08:00:00+00:00"
RESOLUTION = Resolution("1")


def told(number: int) -> Extraction:
    partner = SUWON.model_copy(update={"geonames_id": 1 + number % 7})
    return make_extraction(make_document(name=f"{number}.pdf"), indonesian_party=BANDUNG, partner=partner)


def write(address: str, numbers: range) -> None:
    with Store.open(address) as store:
        run = store.start_run(VERSIONS, AT)
        for number in numbers:
            item = told(number)
            store.save(item, Outcome(source=item.document.source, status="done", doc_id=item.document.doc_id), run)
            if number % 5 == 0:
                store.rebuild_partnerships(RESOLUTION, at=AT, run_id=run.run_id)
        store.rebuild_partnerships(RESOLUTION, at=AT, run_id=run.run_id)


def test_several_writers_at_once(database: str) -> None:
    Store.open(database).close()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda first: write(database, range(first, first + 12)), (0, 8, 16)))
    with Store.open(database) as store:
        assert len(store.documents()) == 28
        assert {item.run_id for item in store.changes()} <= {1, 2, 3}
        found = store.partnerships()
        assert sum(len(item.documents) for item in found) == 28
        sequences = [item.sequence for item in store.changes()]
        assert sequences == sorted(set(sequences))
        added = [item.partnership_id for item in store.changes() if item.kind == "added"]
        assert sorted(added) == sorted(item.partnership_id for item in found)
        before = store.partnerships()
        store.rebuild_partnerships(Resolution("2"), at=AT)
        assert store.partnerships() == before
        assert len(store.claims()) == 28 * len(told(0).claims)
