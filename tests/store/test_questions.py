"""Questions about the dataset: by many marks, by words, by time, page by page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import BANDUNG, SUWON, VERSIONS, make_claims, make_document, make_extraction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_miner.dataset_records import PartnershipQuery
from mou_miner.records import Extraction, Outcome, Party
from mou_miner.resolution import Resolution
from mou_miner.store.store import Store

RESOLUTION = Resolution("1")
FIRST, LATER = "2026-03-01T08:00:00+00:00", "2026-03-02T08:00:00+00:00"
BOGOR = BANDUNG.model_copy(update={"name": "Kota Bogor", "kemendagri_code": "32.71", "as_written": "Kota Bogor"})
TANGERANG = BANDUNG.model_copy(update={"name": "Kota Tangerang", "kemendagri_code": "36.71", "as_written": "Tangerang"})
NAMUR = Party(name="Namur", country="BE", level="city", as_written="Namur", geonames_id=2790472)


def told(name: str, indonesian: Party = BANDUNG, partner: Party = SUWON, **fields: object) -> Extraction:
    document_fields = {name: fields.pop(name) for name in ("title", "publisher", "date_published") if name in fields}
    text = str(fields.pop("text", "")) or None
    document_fields |= {"date_published": "2025-01-01"} if text else {}
    document = make_document(**({"text": text} if text else {}), name=name, **document_fields)  # type: ignore[arg-type]
    claims = make_claims(document) if text is None else ()
    if text is not None:
        fields |= {"instruments": (), "scopes": (), "activities": (), "evidence": (), "spans": ()}
        indonesian, partner = (party.model_copy(update={"spans": ()}) for party in (indonesian, partner))
        bare = make_document(name=name)
        made = make_extraction(bare, indonesian_party=indonesian, partner=partner, **fields)
        return made.model_copy(update={"document": document, "claims": claims})
    return make_extraction(document, claims=claims, indonesian_party=indonesian, partner=partner, **fields)


def put(store: Store, extractions: Sequence[Extraction], at: str = FIRST) -> None:
    run = store.start_run(VERSIONS, at)
    for item in extractions:
        outcome = Outcome(source=item.document.source, status="done", doc_id=item.document.doc_id)
        store.save(item, outcome, run)
    store.rebuild_partnerships(RESOLUTION, at=at, run_id=run.run_id)


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        [
            told("a.pdf", publisher="Antara", date_published="1998-01-01"),
            told(
                "b.html", partner=NAMUR, text="Kerja sama pelabuhan di Český Krumlov.", stage="loi", publisher="Antara"
            ),
            told("c.html", BOGOR, text="Kunjungan ke <b>Suwon</b> '; DROP TABLE documents; --", stage=None),
            told("d.html", TANGERANG, NAMUR, text="Tangerang belum bekerja sama.", stage="stalled", confidence=0.2),
        ],
    )
    return store


BANDUNG_SUWON, BANDUNG_NAMUR = "kemendagri:32.73--geonames:1835553", "kemendagri:32.73--geonames:2790472"
BOGOR_SUWON, TANGERANG_NAMUR = "kemendagri:32.71--geonames:1835553", "kemendagri:36.71--geonames:2790472"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({}, [BOGOR_SUWON, BANDUNG_SUWON, BANDUNG_NAMUR, TANGERANG_NAMUR], id="all"),
        pytest.param({"region": "32.73"}, [BANDUNG_SUWON, BANDUNG_NAMUR], id="region"),
        pytest.param({"region": "32"}, [BOGOR_SUWON, BANDUNG_SUWON, BANDUNG_NAMUR], id="province"),
        pytest.param({"region": "3"}, [], id="half-a-code"),
        pytest.param({"region": "bogor"}, [BOGOR_SUWON], id="region-by-name"),
        pytest.param({"region": "%"}, [], id="a-percent-sign-is-no-pattern"),
        pytest.param({"country": "be"}, [BANDUNG_NAMUR, TANGERANG_NAMUR], id="country"),
        pytest.param({"partner": "suw"}, [BOGOR_SUWON, BANDUNG_SUWON], id="partner"),
        pytest.param({"stages": ("loi", "stalled")}, [BANDUNG_NAMUR, TANGERANG_NAMUR], id="stages"),
        pytest.param({"scope": "education"}, [BANDUNG_SUWON], id="scope"),
        pytest.param({"year": 1997}, [BANDUNG_SUWON], id="year-signed"),
        pytest.param({"year": 2012, "scope": "tourism"}, [BANDUNG_SUWON], id="year-of-activity-and-scope"),
        pytest.param({"year": 1996}, [], id="another-year"),
        pytest.param({"min_confidence": 0.5}, [BOGOR_SUWON, BANDUNG_SUWON, BANDUNG_NAMUR], id="confidence"),
        pytest.param({"text": "pelabuhan"}, [BANDUNG_NAMUR], id="word-of-a-document"),
        pytest.param({"text": "cesky krum"}, [BANDUNG_NAMUR], id="accents-and-a-word-begun"),
        pytest.param({"text": "PERTUKARAN pelajar"}, [BANDUNG_SUWON], id="word-of-an-activity"),
        pytest.param({"text": "namur tangerang"}, [TANGERANG_NAMUR], id="names"),
        pytest.param({"text": "\"' OR 1=1; --"}, [], id="no-sql"),
        pytest.param({"text": "!!"}, [BOGOR_SUWON, BANDUNG_SUWON, BANDUNG_NAMUR, TANGERANG_NAMUR], id="no-word"),
        pytest.param({"dormant": True, "on": "2026-01-01"}, [BANDUNG_SUWON], id="dormant"),
        pytest.param({"dormant": True, "on": "2017-12-31"}, [], id="not-yet-dormant"),
        pytest.param(
            {"expired": False, "on": "2026-01-01", "country": "KR"}, [BOGOR_SUWON, BANDUNG_SUWON], id="no-term"
        ),
    ],
)
def test_partnerships_by_marks(filled: Store, query: dict[str, object], found: list[str]) -> None:
    page = filled.find_partnerships(PartnershipQuery.model_validate(query))
    assert [item.partnership_id for item in page.items] == found
    assert (page.total, page.next) == (len(found), None)


def test_pages_follow_each_other(filled: Store) -> None:
    first = filled.find_partnerships(limit=3)
    assert (len(first.items), first.total, first.next) == (3, 4, BANDUNG_NAMUR)
    second = filled.find_partnerships(after=first.next, limit=3)
    assert ([item.partnership_id for item in second.items], second.total, second.next) == ([TANGERANG_NAMUR], 4, None)


def test_a_list_shows_numbers_and_scopes(filled: Store) -> None:
    [item] = filled.find_partnerships(PartnershipQuery(scope="education")).items
    assert (item.indonesian_name, item.kemendagri_code, item.geonames_id) == ("Kota Bandung", "32.73", 1835553)
    assert (item.documents, item.sources, item.instruments, item.activities) == (1, 1, 1, 1)
    assert (item.scopes, item.first_signed, item.last_told) == (("tourism", "education"), "1997-08-25", "2012")
    assert item.updated == FIRST


def test_one_partnership_by_its_id(filled: Store) -> None:
    found = filled.partnership(BANDUNG_SUWON)
    assert found is not None
    assert found in filled.partnerships()
    assert filled.partnership("kemendagri:00--geonames:0") is None


def test_documents_by_their_words(filled: Store) -> None:
    [hit] = filled.search_documents("pelabuhan krumlov")
    assert (hit.source, hit.publisher) == ("corpus/b.html", "Antara")
    assert "pelabuhan di Český Krumlov" in hit.snippet
    assert filled.search_documents("pelabuhan suwon") == []
    assert filled.search_documents("'") == filled.search_documents("") == []
    assert (
        len(filled.search_documents("kerja", limit=1)) == len(filled.search_documents("kerja", limit=9, offset=1)) == 1
    )


def test_documents_of_a_publisher_the_latest_first(filled: Store) -> None:
    assert [item.source for item in filled.documents_of("Antara")] == ["corpus/b.html", "corpus/a.pdf"]
    assert [item.source for item in filled.documents_of("Antara", limit=1, offset=1)] == ["corpus/a.pdf"]


def test_stages_by_province(filled: Store) -> None:
    assert filled.stage_counts() == {"32": {"implemented": 1, "loi": 1, "unknown": 1}, "36": {"stalled": 1}}


def test_words_of_a_document_that_is_read_anew_are_the_new_ones(filled: Store) -> None:
    [hit] = filled.search_documents("pelabuhan")
    document = filled.document(hit.doc_id)
    assert document is not None
    text = "Kerja sama bandara di Namur."
    other = told("b.html", partner=NAMUR, text=text, stage="loi").model_copy(
        update={"document": document.model_copy(update={"text": text, "blocks": (), "pages": (), "words": ()})}
    )
    put(filled, [other])
    assert filled.search_documents("pelabuhan") == []
    assert [item.doc_id for item in filled.search_documents("bandara")] == [hit.doc_id]


# ------------------------------------------------------------------------------------------ changes


def test_changes_say_what_was_added_changed_and_removed(store: Store) -> None:
    first = told("a.pdf")
    put(store, [first])
    put(store, [first], at=LATER)
    assert [(item.kind, item.partnership_id, item.at) for item in store.changes()] == [("added", BANDUNG_SUWON, FIRST)]
    put(store, [told("a.pdf", stage="ended"), told("b.pdf", BOGOR)], at=LATER)
    seen = store.changes()[0].sequence
    assert [(item.kind, item.partnership_id) for item in store.changes(since=seen)] == [
        ("added", BOGOR_SUWON), ("changed", BANDUNG_SUWON),
    ]  # fmt: skip
    put(store, [told("b.pdf", BOGOR).model_copy(update={"partnerships": ()})], at=LATER)
    assert [item.kind for item in store.changes(since_time=LATER)] == ["added", "changed", "removed"]
    sequences = [item.sequence for item in store.changes()]
    assert sequences == sorted(set(sequences))
    assert len(store.changes(limit=2)) == 2


def test_a_changed_partnership_says_when(store: Store) -> None:
    put(store, [told("a.pdf"), told("b.pdf", BOGOR)])
    put(store, [told("a.pdf", stage="ended")], at=LATER)
    assert {item.partnership_id: item.updated for item in store.find_partnerships().items} == {
        BANDUNG_SUWON: LATER, BOGOR_SUWON: FIRST,
    }  # fmt: skip


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_words_can_be_asked_for(store: Store, words: str) -> None:
    store.find_partnerships(PartnershipQuery(text=words, region=words, partner=words))
    store.search_documents(words)
    store.documents_of(words)
    assert store.partnership(words) is None
