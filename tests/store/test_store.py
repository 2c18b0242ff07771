"""What goes into the store comes out of it, once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from builders import (
    BANDUNG,
    KEY,
    SUWON,
    TEXT,
    VERSIONS,
    make_correction,
    make_document,
    make_extraction,
)
from sqlalchemy import create_engine, select

from mou_miner.dataset_records import Group, Judgement, Telling
from mou_miner.errors import StoreError
from mou_miner.records import (
    DocumentSummary,
    Extraction,
    Outcome,
    Partnership,
    PartnershipDocument,
    Problem,
    ResolvedActivity,
    ResolvedInstrument,
    ResolvedPartnership,
    ResolvedScope,
    Run,
    Support,
)
from mou_miner.store import tables
from mou_miner.store.store import Store

STARTED = "2026-03-01T08:00:00+00:00"


def run_of(store: Store, **versions: str) -> Run:
    return store.start_run(VERSIONS.model_copy(update=versions), STARTED)


def done(extraction: Extraction) -> Outcome:
    return Outcome(source=extraction.document.source, status="done", doc_id=extraction.document.doc_id, seconds=0.5)


def process(store: Store, extractions: Iterable[Extraction], **versions: str) -> Run:
    """Do what a run does: leave out what is done, save the rest, derive the partnerships."""
    run = run_of(store, **versions)
    for extraction in extractions:
        outcome = done(extraction)
        if store.is_done(extraction.document.doc_id, run.versions):
            store.save_outcome(outcome.model_copy(update={"status": "skipped"}), run)
        else:
            store.save(extraction, outcome, run)
    store.rebuild_partnerships(ONE_BY_ONE, at=STARTED)
    return run


class OneByOne:
    """Resolves without joining: the store is tested here, not the resolution."""

    version = "1"

    def group(self, tellings: Iterable[Telling], judgements: Sequence[Judgement]) -> list[Group]:
        return [
            Group(f"ID:32.73--KR:{number}", (telling[:2],), (f"ID:32.73--KR:{number}",), ())
            for number, telling in enumerate(tellings)
        ]

    def join(self, group: Group, told: Sequence[tuple[DocumentSummary, Partnership]]) -> ResolvedPartnership:
        [(summary, partnership)] = told
        return _resolved(int(group.partnership_id.rsplit(":", 1)[1]), summary.doc_id, partnership)


ONE_BY_ONE = OneByOne()


def _resolved(number: int, doc_id: str, item: Partnership) -> ResolvedPartnership:
    instrument = item.instruments[0]
    bare = {"spans": (), "evidence": ()}
    signatories = tuple(signatory.model_copy(update={"span": None}) for signatory in instrument.signatories)
    scopes = [
        ResolvedScope(
            code=scope.code, as_written=(scope.as_written,), documents=(doc_id,), confidence=scope.confidence,
            support=(Support(doc_id, "scope", *scope.span),),
        )
        for scope in item.scopes
    ]  # fmt: skip
    activities = [
        ResolvedActivity(
            type=activity.type, assertion=activity.assertion, text=activity.text, documents=(doc_id,),
            support=(Support(doc_id, "activity", *activity.span),), scope=activity.scope, date=activity.date,
        )
        for activity in item.activities
    ]  # fmt: skip
    return ResolvedPartnership(
        partnership_id=f"ID:32.73--KR:{number}",
        indonesian_party=item.indonesian_party.model_copy(update=bare),
        partner=item.partner.model_copy(update=bare),
        form=item.form,
        stage=item.stage,
        confidence=item.confidence,
        documents=(PartnershipDocument(doc_id, item.key),),
        support=tuple(Support(doc_id, "partnership", *span) for span in item.spans),
        instruments=(
            ResolvedInstrument(
                instrument=instrument.model_copy(update={**bare, "signatories": signatories}),
                documents=(doc_id,),
                support=tuple(Support(doc_id, item.field, *item.span) for item in instrument.evidence),
            ),
        ),
        scopes=tuple(scopes),
        activities=tuple(activities),
    )


def dump(database: str, *, without: Iterable[str] = ("runs", "outcomes")) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        rows = {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in tables.metadata.tables.items()
            if name not in without
        }
    engine.dispose()
    return rows


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    extraction = make_extraction()
    extraction = extraction.model_copy(
        update={"unplaced": (make_correction(extraction.document, "scope", "health", "reject", "bidang kesehatan"),)}
    )
    process(store, [extraction])
    assert store.extraction(extraction.document.doc_id) == extraction
    assert store.document(extraction.document.doc_id) == extraction.document
    assert store.claims() == store.claims(extraction.document.doc_id) == list(extraction.claims)
    assert list(store.extractions()) == [extraction]


def test_a_claim_leads_to_its_words_and_page(store: Store) -> None:
    extraction = make_extraction()
    process(store, [extraction])
    spans = store.claim_spans(extraction.document.doc_id)
    assert store.claim_spans() == spans
    assert [(span.claim, span.start, span.end, span.page) for span in spans] == [
        (number, span.start, span.end, 1) for number, claim in enumerate(extraction.claims) for span in claim.spans
    ]
    assert spans[1].text == "pendidikan"


def test_values_keep_their_types(store: Store) -> None:
    extraction = make_extraction()
    process(store, [extraction])
    values = {claim.field: claim.value for claim in store.claims()}
    assert values["renewable"] is False
    assert type(values["valid_years"]) is int


def test_an_unknown_document_is_none(store: Store) -> None:
    assert store.document("0" * 64) is None
    assert store.extraction("0" * 64) is None


def test_a_document_without_pages_has_none(store: Store) -> None:
    extraction = make_extraction(make_document(printed=False, media_type="text/html", date_published=None))
    process(store, [extraction])
    [summary] = store.documents()
    assert (summary.pages, summary.date_published) == (None, None)
    assert store.extraction(summary.doc_id) == extraction


def test_partnerships_come_back_as_they_were_resolved(store: Store) -> None:
    extraction = make_extraction()
    process(store, [extraction])
    [partnership] = store.partnerships()
    assert partnership == _resolved(0, extraction.document.doc_id, extraction.partnerships[0])


def test_a_derived_value_leads_to_its_claim_words_and_page(store: Store) -> None:
    extraction = make_extraction()
    process(store, [extraction])
    supports = {
        (trace.item, trace.item_number, trace.field): (extraction.claims[trace.claim].field, trace.text, trace.page)
        for trace in store.traces()
        if trace.claim is not None
    }
    assert store.traces("kemendagri:0--geonames:0") == []
    assert supports == {
        ("partnership", None, "partnership"): ("partnership", "Pemerintah Kota Bandung dan Kota Suwon", 1),
        ("instrument", 0, "date_signed"): ("date_signed", "25 Agustus 1997", 1),
        ("scope", 0, "scope"): ("scope", "pendidikan", 1),
        ("scope", 1, "scope"): ("scope", "pariwisata", 1),
        ("activity", 0, "activity"): ("activity", "Pertukaran pelajar telah dilaksanakan", 1),
    }


def test_a_second_run_changes_nothing(store: Store, database: str) -> None:
    extractions = [make_extraction(make_document(name=name)) for name in ("a.pdf", "b.pdf")]
    process(store, extractions)
    before = dump(database)
    process(store, extractions)
    assert dump(database) == before
    assert before["supports"]


def test_saving_the_same_again_changes_nothing(store: Store, database: str) -> None:
    extraction = make_extraction()
    run = process(store, [extraction])
    before = dump(database, without=("runs",))
    del before["outcomes"]
    store.save(extraction, done(extraction), run)
    store.rebuild_partnerships(ONE_BY_ONE, at="2027-01-01T00:00:00+00:00")
    assert dump(database) == before
    assert store.counts()["outcomes"] == 1


def test_claims_of_an_earlier_reading_are_replaced(store: Store) -> None:
    first = make_extraction()
    process(store, [first])
    second = first.model_copy(update={"claims": first.claims[:2], "partnerships": ()})
    process(store, [second], rules="r2")
    assert store.extraction(first.document.doc_id) == second
    assert store.partnerships() == []


@pytest.mark.parametrize("changed", list(VERSIONS.model_dump()))
def test_a_change_of_any_version_makes_a_document_due(store: Store, changed: str) -> None:
    extraction = make_extraction()
    process(store, [extraction])
    assert store.is_done(extraction.document.doc_id, VERSIONS)
    assert not store.is_done(extraction.document.doc_id, VERSIONS.model_copy(update={changed: "other"}))


def test_other_content_is_due(store: Store) -> None:
    process(store, [make_extraction()])
    assert not store.is_done(make_document(TEXT + "\n").doc_id, VERSIONS)


def test_a_failed_document_is_due(store: Store) -> None:
    document = make_document()
    store.save_outcome(Outcome(source=document.source, status="failed", doc_id=document.doc_id), run_of(store))
    assert not store.is_done(document.doc_id, VERSIONS)


def test_a_new_correction_makes_a_document_due(store: Store) -> None:
    extraction = make_extraction()
    process(store, [extraction])
    document = extraction.document
    store.add_corrections([make_correction(make_document("x"), "scope", "education", "reject", "pendidikan")])
    assert store.is_done(document.doc_id, VERSIONS)
    store.add_corrections([make_correction(document, "scope", "education", "reject", "pendidikan")])
    assert not store.is_done(document.doc_id, VERSIONS)
    process(store, [extraction])
    assert store.is_done(document.doc_id, VERSIONS)


def test_a_correction_that_came_while_a_document_was_read_makes_it_due(store: Store) -> None:
    extraction = make_extraction()
    store.add_corrections([make_correction(extraction.document, "scope", "education", "reject", "pendidikan")])
    store.save(extraction, done(extraction), run_of(store), corrections_known=0)
    assert not store.is_done(extraction.document.doc_id, VERSIONS)


def test_a_killed_run_goes_on_where_it_was(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    extractions = [make_extraction(make_document(name=name)) for name in ("a.pdf", "b.pdf", "c.pdf")]
    with Store.open(database) as store:
        run = run_of(store)
        store.save(extractions[0], done(extractions[0]), run)
        broken = extractions[1].model_copy(update={"partnerships": extractions[1].partnerships * 2})
        monkeypatch.setattr("mou_miner.store.store._save_outcome", interrupt)
        with pytest.raises(KeyboardInterrupt):
            store.save(broken, done(broken), run)
        monkeypatch.undo()
    with Store.open(database) as store:
        assert [store.is_done(item.document.doc_id, VERSIONS) for item in extractions] == [True, False, False]
        process(store, extractions)
        assert [store.extraction(item.document.doc_id) for item in extractions] == extractions
        assert [outcome.status for outcome in outcomes_of(store)] == ["done", "skipped", "done", "done"]


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def outcomes_of(store: Store) -> list[Outcome]:
    from mou_miner.store import rows

    with store._reading() as connection:
        statement = select(tables.outcomes).order_by(tables.outcomes.c.outcome_id)
        return [rows.outcome_of(row) for row in connection.execute(statement).mappings()]


def test_corrections_are_added_once_and_outlive_everything(store: Store) -> None:
    extraction = make_extraction()
    document = extraction.document
    corrections = [
        make_correction(document, "scope", "education", "reject", "pendidikan", note="bukan", details={"a": 1}),
        make_correction(document, "valid_years", 5, "add", "2012", on=f"{KEY}#mou:1", source="corpus/x.pdf"),
        make_correction(document, "activity", "exchange", "accept", "Pertukaran pelajar", assertion="planned"),
    ]
    assert store.add_corrections(corrections) == 3
    assert store.add_corrections(reversed(corrections)) == 0
    assert store.add_corrections([corrections[0].model_copy(update={"annotator": "budi"})]) == 1
    process(store, [extraction])
    process(store, [extraction], rules="r2")
    assert store.corrections()[:3] == store.load_corrections(document.doc_id)[:3] == corrections


@pytest.mark.parametrize(
    ("named", "source", "found"),
    [
        pytest.param("corpus/a.pdf", "corpus/a.pdf", True, id="same"),
        pytest.param("a.pdf", "corpus/a.pdf", True, id="from-within-the-folder"),
        pytest.param("/data/corpus/a.pdf", "corpus/a.pdf", True, id="from-the-root"),
        pytest.param("pus/a.pdf", "corpus/a.pdf", False, id="half-a-folder-name"),
        pytest.param("b.pdf", "corpus/a.pdf", False, id="another-file"),
        pytest.param("a.pdf", None, False, id="source-unknown"),
    ],
)
def test_corrections_that_name_only_a_source(store: Store, named: str, source: str | None, found: bool) -> None:
    document = make_document()
    store.add_corrections([make_correction(document, "scope", "health", "reject", "x", doc_id="", source=named)])
    loaded = store.load_corrections(document.doc_id, source)
    assert [correction.doc_id for correction in loaded] == ([document.doc_id] if found else [])


def test_failures_are_those_of_each_files_latest_run(store: Store) -> None:
    problem = Problem(code="encrypted", cause="The file is locked with a password", remedy="Give the password.")
    first, second = run_of(store), run_of(store)
    for run, source, status in [
        (first, "b.pdf", "failed"), (first, "a.pdf", "failed"), (first, "c.pdf", "failed"),
        (second, "c.pdf", "done"), (second, "b.pdf", "failed"),
    ]:  # fmt: skip
        store.save_outcome(Outcome(source=source, status=status, problems=(problem,)), run)
    assert [(outcome.source, outcome.problems) for outcome in store.failures()] == [
        ("a.pdf", (problem,)),
        ("b.pdf", (problem,)),
    ]
    assert store.counts()["failures"] == 2


def test_an_outcome_told_twice_is_kept_once(store: Store) -> None:
    run = run_of(store)
    for _ in range(2):
        store.save_outcome(Outcome(source="a.pdf", status="failed"), run)
    assert store.counts()["outcomes"] == 1


def test_counts(store: Store) -> None:
    process(store, [make_extraction(make_document(name=name)) for name in ("a.pdf", "b.pdf")])
    counts = store.counts()
    names = ("documents", "claims", "partnerships", "instruments", "signatories", "scopes", "activities", "corrections")
    assert [counts[name] for name in names] == [2, 16, 2, 2, 2, 4, 2, 0]


def test_the_same_places_are_read_back_unlinked(store: Store) -> None:
    unlinked = SUWON.model_copy(update={"geonames_id": None, "latitude": None, "longitude": None, "country": None})
    process(store, [make_extraction(partner=unlinked, indonesian_party=BANDUNG)])
    assert store.partnerships()[0].partner == unlinked


def test_a_rebuild_that_fails_leaves_the_old_partnerships(store: Store) -> None:
    process(store, [make_extraction()])
    before = store.partnerships()

    class Unsure(OneByOne):
        version = "2"

        def join(self, group: Group, told: Sequence[tuple[DocumentSummary, Partnership]]) -> ResolvedPartnership:
            return super().join(group, told).model_copy(update={"confidence": None})

    with pytest.raises(StoreError):
        store.rebuild_partnerships(Unsure(), at=STARTED)
    assert store.partnerships() == before


def test_half_a_character_is_refused_and_nothing_saved(store: Store) -> None:
    document = make_document().model_copy(update={"title": "Nota \ud83c"})
    with pytest.raises(StoreError, match=r"half a character \('\\ud83c'\)"):
        process(store, [make_extraction(document)])
    assert store.counts()["documents"] == 0
