"""What people decide about which tellings are one partnership, and what a partnership is over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import BANDUNG, SUWON, VERSIONS, make_document, make_extraction
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_miner import dataset
from mou_miner.dataset_records import Judgement
from mou_miner.errors import SettingsError
from mou_miner.records import (
    Activity,
    DocumentSummary,
    Extraction,
    Instrument,
    Milestone,
    Outcome,
    Partnership,
    Party,
    Span,
)
from mou_miner.resolution import resolve
from mou_miner.resolution.judgements import active
from mou_miner.resolution.timeline import flags, timeline
from mou_miner.service import rebuild
from mou_miner.store.store import Store

BARE = Party(name="Suwon", country="KR", level="city", as_written="Suwon")
NAMUR = Party(name="Namur", country="BE", level="city", as_written="Namur", geonames_id=2790472)
LINKED, BY_NAME = "kemendagri:32.73--geonames:1835553", "kemendagri:32.73--KR:city:suwon"
BELGIAN = "kemendagri:32.73--geonames:2790472"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'mou.sqlite'}") as opened:
        put(opened, [told("a.pdf"), told("b.html", partner=BARE), told("c.html", partner=NAMUR)])
        yield opened


def told(name: str, partner: Party = SUWON, **fields: Any) -> Extraction:
    return make_extraction(make_document(name=name), indonesian_party=BANDUNG, partner=partner, **fields)


def put(store: Store, extractions: Sequence[Extraction]) -> None:
    run = store.start_run(VERSIONS, "2026-03-01T08:00:00+00:00")
    for item in extractions:
        store.save(item, Outcome(source=item.document.source, status="done", doc_id=item.document.doc_id), run)
    rebuild(store, run.run_id)


def ids(store: Store) -> dict[str, int]:
    return {item.partnership_id: len(item.documents) for item in store.partnerships()}


# ------------------------------------------------------------------------------------------ judgements


def test_a_rule_joins_and_says_so(store: Store) -> None:
    assert ids(store) == {LINKED: 2, BELGIAN: 1}
    [(join, partnership_id, _)] = store.joins()
    assert (join.variant, partnership_id) == (BY_NAME, LINKED)
    assert "a name without link" in join.rule


def test_what_a_rule_joined_is_undone_and_stays_undone(store: Store) -> None:
    judgement = dataset.undo(store, BY_NAME, who="rina", why="another Suwon")
    assert ids(store) == {LINKED: 1, BY_NAME: 1, BELGIAN: 1}
    put(store, [told("d.html", partner=BARE)])
    assert ids(store) == {LINKED: 1, BY_NAME: 2, BELGIAN: 1}
    assert (judgement.who, judgement.why) == ("rina", "another Suwon")
    dataset.undo(store, str(judgement.judgement_id), who="budi")
    assert ids(store) == {LINKED: 3, BELGIAN: 1}


def test_a_merge_keeps_the_first_id_and_the_second_leads_to_it(store: Store) -> None:
    judgement = dataset.merge(store, BELGIAN, LINKED, who="rina")
    assert ids(store) == {BELGIAN: 3}
    found = store.partnership(LINKED)
    assert found is not None
    assert found.partnership_id == BELGIAN
    with pytest.raises(SettingsError, match="one partnership already"):
        dataset.merge(store, LINKED, BELGIAN, who="rina")
    dataset.undo(store, str(judgement.judgement_id), who="rina")
    assert ids(store) == {LINKED: 2, BELGIAN: 1}


def test_an_undo_is_undone(store: Store) -> None:
    merged = dataset.merge(store, BELGIAN, LINKED, who="rina")
    undone = dataset.undo(store, str(merged.judgement_id), who="rina")
    dataset.undo(store, str(undone.judgement_id), who="rina")
    assert ids(store) == {BELGIAN: 3}
    assert [item.action for item in active(store.judgements())] == ["merge"]


@pytest.mark.parametrize("name", ["source", "id", "beginning"])
def test_a_document_is_taken_out(store: Store, name: str) -> None:
    doc_id = told("a.pdf").document.doc_id
    what = {"source": "corpus/a.pdf", "id": doc_id, "beginning": doc_id[:10]}[name]
    [judgement] = dataset.split(store, LINKED, what, who="rina")
    apart = f"{LINKED}@{doc_id[:12]}"
    assert ids(store) == {apart: 1, LINKED: 1, BELGIAN: 1} or ids(store) == {apart: 1, BY_NAME: 1, BELGIAN: 1}
    put(store, [told("a.pdf", stage="mou"), told("e.pdf")])
    assert ids(store)[apart] == 1
    dataset.merge(store, BELGIAN, apart, who="rina", why="it belongs there")
    assert ids(store)[BELGIAN] == 2
    dataset.undo(store, str(judgement.judgement_id), who="rina")
    assert ids(store)[LINKED] == 3


def test_a_split_after_a_merge_counts(store: Store) -> None:
    dataset.merge(store, LINKED, BELGIAN, who="rina")
    dataset.split(store, LINKED, BELGIAN, who="budi")
    assert ids(store) == {LINKED: 2, BELGIAN: 1}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda store: dataset.merge(store, "kemendagri:00--KR", LINKED, who="x"), "there is no partnership"),
        (lambda store: dataset.split(store, LINKED, "corpus/c.html", who="x"), "neither a variant"),
        (lambda store: dataset.undo(store, "7", who="x"), "there is no judgement '7'"),
    ],
)
def test_what_cannot_be_judged(store: Store, call: Any, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        call(store)
    assert store.judgements() == []


NAMES = st.sampled_from(["a--x", "b--x", "c--x", "d--x"])
DECISIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["merge", "split"]), NAMES, NAMES).filter(lambda item: item[1] != item[2]),
        st.tuples(st.just("undo"), st.integers(1, 8), st.none()),
    ),
    max_size=8,
)


@given(DECISIONS)
@settings(deadline=None)
def test_judgements_keep_every_telling_and_forbidden_pairs_apart(decisions: list[tuple[str, Any, Any]]) -> None:
    from mou_miner.dataset_records import Identity, Telling
    from mou_miner.resolution.grouping import group_tellings, identity_key

    judgements = [
        Judgement(action="undo", undoes=first, who="x", at="2026", judgement_id=number)
        if action == "undo"
        else Judgement(action=action, first=_key(first), second=_key(second), who="x", at="2026", judgement_id=number)  # type: ignore[arg-type]
        for number, (action, first, second) in enumerate(decisions, start=1)
    ]
    partner = Identity("geonames:1", "X", "city", "KR")
    tellings = [Telling(name, 0, Identity(None, name, "city", "ID"), partner) for name in "abcd"]
    groups = group_tellings(tellings, judgements)
    assert sorted(member for group in groups for member in group.members) == [(name, 0) for name in "abcd"]
    assert group_tellings(tellings[::-1], judgements) == groups
    last: dict[frozenset[Any], str] = {}
    for item in active(judgements):
        last[frozenset({item.first, item.second})] = item.action
    for pair, action in last.items():
        together = any(pair <= set(group.variants) for group in groups)
        assert not (action == "split" and together)
    assert identity_key(partner) == "geonames:1"


def _key(name: str) -> str:
    return f"ID:city:{name[0]}--geonames:1"


# ------------------------------------------------------------------------------------------ over time


def resolved(*instruments: Instrument, published: str | None = "2014-01-01", **fields: Any) -> Any:
    document = make_document(kind="news", date_published=published)
    plain: dict[str, Any] = {"instruments": instruments, "activities": (), "stage": "mou", **fields}
    partnership = make_extraction(document, **plain).partnerships[0]
    summary = {name: getattr(document, name) for name in DocumentSummary.model_fields if hasattr(document, name)}
    summary |= {"text_sha256": "0", "pages": 1}
    [found] = resolve([(DocumentSummary(**summary), partnership)])
    return found


@pytest.mark.parametrize(
    ("instruments", "expires"),
    [
        pytest.param([("mou", "2012-04-01", 5)], "2017-03-31", id="full-date"),
        pytest.param([("mou", "2012-04", 5)], "2017-04-29", id="month"),
        pytest.param([("mou", "2012", 5)], "2017-12-30", id="year-may-reach-to-its-end"),
        pytest.param([("mou", "2012-04-01", 1.5)], "2013-09-30", id="a-year-and-a-half"),
        pytest.param([("mou", "2012-04-01", None)], None, id="no-term"),
        pytest.param([("mou", None, 5)], None, id="no-date"),
        pytest.param([("mou", "2012-04-01", 5), ("renewal", "2017-03-01", 3)], "2020-02-29", id="renewed"),
        pytest.param([("mou", "2012-04-01", 5), ("renewal", "2017-03-01", None)], None, id="renewed-without-term"),
        pytest.param([("loi", "2012-04-01", 1), ("mou", "2013-04-01", None)], None, id="an-loi-binds-nobody"),
        pytest.param([("mou", "9998-01-01", 50)], None, id="beyond-the-calendar"),
    ],
)
def test_expiry(instruments: list[tuple[Any, str | None, float | None]], expires: str | None) -> None:
    papers = [Instrument(kind=kind, date_signed=date, valid_years=years) for kind, date, years in instruments]
    assert resolved(*papers).expires == expires


@pytest.mark.parametrize(
    ("on", "stage", "found"),
    [
        pytest.param("2015-01-01", "mou", (), id="in-force"),
        pytest.param("2017-03-31", "mou", (), id="last-day"),
        pytest.param("2017-04-01", "mou", ("expired",), id="day-after"),
        pytest.param("2019-01-01", "mou", ("expired",), id="told-of-five-years-ago"),
        pytest.param("2019-01-02", "mou", ("expired", "dormant"), id="silence"),
        pytest.param("2030-01-01", "ended", (), id="the-end-is-told"),
        pytest.param("2030-01-01", "stalled", ("expired", "dormant"), id="stalled"),
    ],
)
def test_flags_never_change_the_stage(on: str, stage: Any, found: tuple[str, ...]) -> None:
    partnership = resolved(Instrument(kind="mou", date_signed="2012-04-01", valid_years=5), stage=stage)
    assert flags(partnership, on) == found
    assert partnership.stage == stage


def test_a_timeline_is_in_order_with_its_documents() -> None:
    activity = Activity(type="exchange", assertion="done", span=Span(0, 5), text="pertukaran", date="2013")
    paper = Instrument(kind="mou", date_signed="2012-04-01", valid_years=5, number="12/A")
    found = resolved(paper, activities=(activity,))
    events = timeline(found, "2026-01-01")
    assert [(event.date, event.kind, event.what) for event in events] == [
        ("2012-04-01", "instrument", "mou, number 12/A, for 5 years"),
        ("2013", "activity", "exchange, done: pertukaran"),
        ("2014-01-01", "stage", "stage mou"),
        ("2017-03-31", "term", "the term ends"),
    ]
    assert all(event.documents == (found.documents[0].doc_id,) for event in events)
    assert [event.kind for event in timeline(found, "2015-01-01")] == ["instrument", "activity", "stage"]


def test_steps_of_the_procedure_stand_in_the_timeline() -> None:
    told_of = [
        Milestone(step="council_approval", assertion="done", span=Span(0, 5), date="2011"),
        Milestone(step="council_approval", assertion="done", span=Span(9, 12), date="2011-11"),
        Milestone(step="mou", assertion="planned", span=Span(0, 5)),
    ]
    found = resolved(milestones=tuple(told_of), ceremonial_only=True, typology="economic", typology_reasons=("trade",))
    assert [(item.step, item.assertion, item.date) for item in found.milestones] == [
        ("council_approval", "done", "2011-11"), ("mou", "planned", None),
    ]  # fmt: skip
    assert [event.what for event in timeline(found) if event.kind == "step"] == [
        "council_approval, done",
        "mou, planned",
    ]
    assert {item.start for item in found.support if item.field == "milestone"} == {0, 9}
    assert (found.ceremonial_only, found.typology_reasons) == (True, ("trade",))


def test_steps_come_back_from_the_store(store: Store) -> None:
    step = Milestone(step="council_approval", assertion="done", span=Span(0, 5), date="2011")
    put(store, [told("s.pdf", partner=NAMUR, milestones=(step,), typology="economic", typology_reasons=("trade",))])
    found = store.partnership(BELGIAN)
    assert found is not None
    assert [(item.step, item.date) for item in found.milestones] == [("council_approval", "2011")]
    assert found.typology_reasons == ("trade",)


def test_what_is_told_of_an_undated_source_stands_last() -> None:
    events = timeline(resolved(published=None))
    assert [(event.date, event.what) for event in events] == [("", "stage mou")]


def test_partnership_without_parties_makes_none() -> None:
    assert resolve([]) == []
    assert isinstance(told("a.pdf").partnerships[0], Partnership)
