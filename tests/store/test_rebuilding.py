"""The derived tables are the same in whatever order, and in however many runs, the documents came."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builders import BANDUNG, SUWON, VERSIONS, make_document, make_extraction
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mou_miner.records import Extraction, Instrument, Outcome, Party
from mou_miner.resolution import Resolution
from mou_miner.store import derived
from mou_miner.store.dataset_tables import variants
from mou_miner.store.store import Store

BARE = Party(name="Suwon", country="KR", level="city", as_written="Suwon")
SLIP = Party(name="Suwonn", country="KR", level="city", as_written="Suwonn")
NAMUR = Party(name="Namur", country="BE", level="city", as_written="Namur", geonames_id=2790472)
REGENCY = BANDUNG.model_copy(update={"name": "Kabupaten Bandung", "level": "regency", "kemendagri_code": "32.04"})
AT = "2026-03-01T08:00:00+00:00"

TOLD = st.builds(
    lambda region, partner, signed, stage, kind: (region, partner, signed, stage, kind),
    st.sampled_from([BANDUNG, REGENCY]), st.sampled_from([SUWON, BARE, SLIP, NAMUR]),
    st.sampled_from([None, "2012", "2012-04-01", "2012-04-02", "2017-04-01"]), st.sampled_from([None, "loi", "mou", "ended"]),
    st.sampled_from(["news", "mou", "article"]),
)  # fmt: skip


def extractions(told: Sequence[tuple[Any, ...]]) -> list[Extraction]:
    found = []
    for number, (region, partner, signed, stage, kind) in enumerate(told):
        document = make_document(name=f"{number}.pdf", kind=kind, date_published=None)
        papers = (Instrument(kind="mou", date_signed=signed),) if signed else ()
        found.append(
            make_extraction(document, indonesian_party=region, partner=partner, stage=stage, instruments=papers)
        )
    return found


def build(batches: Sequence[Sequence[Extraction]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the derived rows after a run over each batch."""
    with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{Path(folder) / 'mou.sqlite'}") as store:
        for batch in batches:
            run = store.start_run(VERSIONS, AT)
            for item in batch:
                store.save(item, Outcome(source=item.document.source, status="done", doc_id=item.document.doc_id), run)
            store.rebuild_partnerships(Resolution("1"), at=AT, run_id=1)
        with store._reading() as connection:
            return {
                table.name: [
                    tuple(map(repr, row)) for row in connection.execute(select(table).order_by(*table.primary_key))
                ]
                for table in (*derived.TABLES, variants)
            }


@given(st.lists(TOLD, min_size=1, max_size=7), st.randoms(use_true_random=False), st.integers(0, 7))
@settings(max_examples=15, deadline=None)
def test_order_and_runs_do_not_matter(told: list[tuple[Any, ...]], random: Any, cut: int) -> None:
    items = extractions(told)
    expected = build([items])
    shuffled = list(items)
    random.shuffle(shuffled)
    assert build([shuffled]) == expected
    assert build([shuffled[:cut], shuffled[cut:]]) == expected
    assert build([items, items]) == expected


def test_a_document_that_says_something_else_now_leaves_nothing_behind() -> None:
    items = extractions([(BANDUNG, SUWON, "2012", "mou", "news"), (BANDUNG, NAMUR, None, "loi", "news")])
    other = items[0].model_copy(update={"partnerships": items[1].partnerships})
    assert build([items, [other]]) == build([[other, items[1]]])
