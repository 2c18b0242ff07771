"""Partnerships told by several documents become one, whatever the order of the documents."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from builders import BANDUNG, SUWON, make_document, make_partnership, make_summary
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_miner.records import (
    Activity,
    DocumentSummary,
    Instrument,
    Partnership,
    Party,
    ResolvedPartnership,
    Signatory,
    Span,
)
from mou_miner.resolution import resolve

Told = tuple[DocumentSummary, Partnership]
UNLINKED = {"geonames_id": None, "kemendagri_code": None, "latitude": None, "longitude": None}


def told(name: str = "a.pdf", *, kind: str = "news", published: str | None = "2020-01-01", **partnership: Any) -> Told:
    document = make_document(name=name, kind=kind, date_published=published)
    summary = make_summary(document).model_copy(update={"text_sha256": name})
    return summary, make_partnership(document, **partnership)


def partner(name: str, country: str | None = "KR", level: str = "city", **fields: Any) -> Party:
    return Party(name=name, country=country, level=level, as_written=name, **fields)


def only(*tellings: Told) -> ResolvedPartnership:
    [partnership] = resolve(tellings)
    return partnership


def instruments(*items: Instrument, name: str = "a.pdf", **fields: Any) -> Told:
    return told(name, instruments=items, **fields)


def activity(text: str, **fields: Any) -> Activity:
    return Activity(**{"type": "exchange", "assertion": "done", "span": Span(0, 5), "text": text, **fields})


# ------------------------------------------------------------------------------------------ which are the same


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        pytest.param(SUWON, SUWON.model_copy(update={"name": "Suwon-si"}), 1, id="one-entry-two-spellings"),
        pytest.param(SUWON, partner("Suwon"), 1, id="linked-and-bare-name"),
        pytest.param(SUWON, partner("SUWON", None), 1, id="country-unknown"),
        pytest.param(SUWON, partner("Suwon", "JP"), 2, id="another-country"),
        pytest.param(SUWON, partner("Suwon", level="province"), 2, id="another-level"),
        pytest.param(SUWON, SUWON.model_copy(update={"geonames_id": 1}), 2, id="two-entries-of-one-name"),
        pytest.param(partner("Český Krumlov", "CZ"), partner("Cesky Krumlov", "CZ"), 1, id="accents"),
        pytest.param(partner("Atlantis", "GR"), partner("Atlantis", None), 1, id="unlinked-country-unknown"),
        pytest.param(partner("Atlantis", "GR"), partner("Lemuria", "GR"), 2, id="two-names"),
    ],
)
def test_partners_that_are_the_same(first: Party, second: Party, number: int) -> None:
    assert len(resolve([told("a.pdf", partner=first), told("b.pdf", partner=second)])) == number


def test_a_bare_name_that_can_be_either_of_two_stays_apart() -> None:
    other = SUWON.model_copy(update={"geonames_id": 1})
    tellings = [told("a.pdf"), told("b.pdf", partner=other), told("c.pdf", partner=partner("Suwon"))]
    assert [len(item.documents) for item in resolve(tellings)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("party", "number"),
    [
        pytest.param(BANDUNG.model_copy(update=UNLINKED), 1, id="bare-name"),
        pytest.param(
            BANDUNG.model_copy(update={"kemendagri_code": "32.04", "name": "Kabupaten Bandung"}), 2, id="regency"
        ),
        pytest.param(BANDUNG.model_copy(update={**UNLINKED, "name": "Kota Bogor"}), 2, id="another-city"),
    ],
)
def test_indonesian_parties_that_are_the_same(party: Party, number: int) -> None:
    assert len(resolve([told("a.pdf"), told("b.pdf", indonesian_party=party)])) == number


def test_ids_are_made_of_the_places() -> None:
    ids = [
        item.partnership_id for item in resolve([told("a.pdf"), told("b.pdf", partner=partner("Český Krumlov", "CZ"))])
    ]
    assert ids == ["kemendagri:32.73--CZ:city:cesky-krumlov", "kemendagri:32.73--geonames:1835553"]


def test_the_party_is_the_linked_one_without_spans() -> None:
    joined = only(told("a.pdf", partner=partner("SUWON", None, confidence=0.99)), told("b.pdf"))
    assert (joined.partner.name, joined.partner.geonames_id, joined.partner.spans) == ("Suwon", 1835553, ())


def test_one_document_joined_to_nothing_keeps_its_values() -> None:
    summary, partnership = told(kind="mou")
    joined = only((summary, partnership))
    assert (joined.form, joined.stage, joined.confidence) == ("sister_city", "implemented", 0.85)
    assert [scope.code for scope in joined.scopes] == ["tourism", "education"]
    [instrument] = joined.instruments
    assert instrument.instrument.signatories == (Signatory(name="Wahyu Hamijaya", side="indonesia"),)
    assert {item.field for item in instrument.support} == {"instrument", "date_signed", "signatory"}
    assert {item.field for item in joined.support} == {"partnership", "indonesian_party", "partner", "stage"}


# ------------------------------------------------------------------------------------------ stage and form


@pytest.mark.parametrize(
    ("tellings", "stage"),
    [
        pytest.param([("news", "2019", "mou"), ("news", "2021", "loi")], "mou", id="furthest-though-earlier"),
        pytest.param([("loi", "2019", "loi"), ("news", "2021", "implemented")], "implemented", id="news-after-paper"),
        pytest.param([("mou", "2010", "mou"), ("news", "2021", "ended")], "ended", id="latest-tells-the-end"),
        pytest.param([("news", "2010", "ended"), ("mou", "2021", "mou")], "mou", id="begun-anew"),
        pytest.param([("news", "2021-05-03", "stalled"), ("mou", "2021-05-03", "mou")], "mou", id="paper-of-the-day"),
        pytest.param([("news", None, "stalled"), ("news", "2015", "mou")], "mou", id="undated-is-not-latest"),
        pytest.param([("news", None, "stalled")], "stalled", id="the-only-source"),
        pytest.param([("news", "2021", "stalled"), ("news", "2021", "ended")], "ended", id="ended-over-stalled"),
        pytest.param([("news", "2021", None)], None, id="untold"),
        pytest.param([("news", "2021", None), ("news", "2001", "ended")], "ended", id="silence-does-not-revive"),
    ],
)
def test_stage(tellings: list[tuple[str, str | None, str | None]], stage: str | None) -> None:
    sources = [
        told(f"{number}.pdf", kind=kind, published=published, stage=value)
        for number, (kind, published, value) in enumerate(tellings)
    ]
    for order in itertools.permutations(sources):
        assert only(*order).stage == stage


def test_form_of_the_paper_over_that_of_the_story() -> None:
    tellings = [told("a.pdf", form="sister_province"), told("b.pdf", kind="mou", published="1999", form="sister_city")]
    assert only(*tellings).form == "sister_city"
    assert only(told("a.pdf", form="sister_city"), told("b.pdf", kind="mou", form="other")).form == "sister_city"


# ------------------------------------------------------------------------------------------ confidence


@pytest.mark.parametrize(
    ("confidences", "joint"),
    [
        pytest.param([0.6], 0.6, id="alone"),
        pytest.param([0.6, 0.5], 0.8, id="two"),
        pytest.param([0.9, 0.9, 0.9], 0.99, id="capped"),
        pytest.param([1.0, 0.2], 1.0, id="a-person-said-so"),
    ],
)
def test_confidence(confidences: list[float], joint: float) -> None:
    tellings = [told(f"{number}.pdf", confidence=value) for number, value in enumerate(confidences)]
    assert only(*tellings).confidence == pytest.approx(joint)


def test_a_text_printed_twice_counts_once() -> None:
    (summary, partnership), (other, _) = told("a.pdf", confidence=0.6), told("b.pdf")
    copy = other.model_copy(update={"text_sha256": summary.text_sha256})
    joined = only((summary, partnership), (copy, partnership))
    assert joined.confidence == 0.6
    assert len(joined.documents) == 2


# ------------------------------------------------------------------------------------------ instruments


@pytest.mark.parametrize(
    ("items", "dates"),
    [
        pytest.param([("mou", "2012-04-01", None), ("mou", "2012-04-01", None)], ["2012-04-01"], id="same-date"),
        pytest.param([("mou", "2012", None), ("mou", "2012-04-01", None)], ["2012-04-01"], id="half-known-date"),
        pytest.param([("mou", None, None), ("mou", "2012-04", None)], ["2012-04"], id="no-date-one-paper"),
        pytest.param([("mou", "2012", None), ("loi", "2012", None)], ["2012", "2012"], id="two-kinds"),
        pytest.param([("mou", "2012", None), ("mou", "2013", None)], ["2012", "2013"], id="two-dates"),
        pytest.param(
            [("mou", "2012", None), ("mou", "2012-04", None), ("mou", "2012-07", None)],
            ["2012", "2012-04", "2012-07"],
            id="half-known-of-either",
        ),
        pytest.param(
            [("mou", None, None), ("mou", "2012", None), ("mou", "2017", None)], ["2012", "2017"], id="says-nothing"
        ),
        pytest.param(
            [("mou", None, "12/PK"), ("mou", "2012", "12-PK"), ("mou", "2017", "9/PK")],
            ["2012", "2017"],
            id="found-by-number",
        ),
        pytest.param([("mou", None, "12/PK"), ("mou", "2017", "9/PK")], ["2017", None], id="another-number"),
        pytest.param([("mou", None, "12/PK"), ("mou", "2017", None)], ["2017"], id="number-told-once"),
        pytest.param([("mou", None, None), ("mou", None, None)], [None], id="two-without-date"),
    ],
)
def test_instruments_that_are_the_same(
    items: list[tuple[Any, str | None, str | None]], dates: list[str | None]
) -> None:
    tellings = [
        instruments(Instrument(kind=kind, date_signed=date, number=number), name=f"{place}.pdf")
        for place, (kind, date, number) in enumerate(items)
    ]
    for order in itertools.permutations(tellings):
        assert [item.instrument.date_signed for item in only(*order).instruments] == dates


def test_support_of_an_instrument_that_can_be_any_is_kept() -> None:
    loose = Instrument(kind="mou", spans=(Span(3, 7),))
    tellings = [
        instruments(loose),
        instruments(Instrument(kind="mou", date_signed="2012"), name="b.pdf"),
        instruments(Instrument(kind="mou", date_signed="2017"), name="c.pdf"),
    ]
    assert ("instrument", 3, 7) in {(item.field, item.start, item.end) for item in only(*tellings).support}


def test_fields_of_an_instrument_are_filled_from_the_best_source() -> None:
    paper = Instrument(
        kind="mou", date_signed="2012-04-01", valid_years=5, place_signed="Bandung", languages=("id", "en")
    )
    story = Instrument(kind="mou", date_signed="2012", valid_years=3, renewable=True, place_signed="Suwon")
    [joined] = only(instruments(paper, kind="mou"), instruments(story, name="b.html")).instruments
    assert joined.instrument == paper.model_copy(update={"renewable": True})
    assert len(joined.documents) == 2


# ------------------------------------------------------------------------------------------ scopes and activities


def test_scopes_are_united_by_code() -> None:
    summary, partnership = told("a.pdf")
    other = partnership.scopes[0].model_copy(update={"as_written": "education", "confidence": 0.5})
    joined = only((summary, partnership), told("b.pdf", scopes=(other,)))
    assert [(scope.code, scope.as_written, len(scope.documents)) for scope in joined.scopes] == [
        ("tourism", ("pariwisata",), 1),
        ("education", ("education", "pendidikan"), 2),
    ]
    assert joined.scopes[1].confidence == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        pytest.param(
            activity("pertukaran pelajar SMA Bandung"), activity("Pertukaran pelajar SMA, Bandung"), 1, id="same"
        ),
        pytest.param(
            activity("pertukaran pelajar SMA ke Suwon"),
            activity("pertukaran pelajar SMA ke Suwon tahun lalu"),
            1,
            id="contained",
        ),
        pytest.param(activity("pertukaran pelajar"), activity("pertukaran guru"), 2, id="another-thing"),
        pytest.param(
            activity("pertukaran pelajar"), activity("pertukaran pelajar", assertion="planned"), 2, id="planned"
        ),
        pytest.param(activity("pertukaran pelajar"), activity("pertukaran pelajar", type="training"), 2, id="type"),
        pytest.param(
            activity("pertukaran pelajar", date="2012"),
            activity("pertukaran pelajar", date="2012-05"),
            1,
            id="within-year",
        ),
        pytest.param(
            activity("pertukaran pelajar", date="2012"),
            activity("pertukaran pelajar", date="2013"),
            2,
            id="every-year-anew",
        ),
        pytest.param(
            activity("kunjungan kerja", scope="health"), activity("kunjungan kerja", scope="education"), 2, id="scope"
        ),
    ],
)
def test_activities_that_are_the_same(first: Activity, second: Activity, number: int) -> None:
    tellings = [told("a.pdf", activities=(first,)), told("b.pdf", activities=(second,))]
    assert len(only(*tellings).activities) == number


def test_a_joined_activity_has_all_that_is_known() -> None:
    first = activity("pertukaran pelajar SMA", date="2012", amount="20 orang", confidence=0.6)
    second = activity("pertukaran pelajar SMA", date="2012-05", scope="education", confidence=0.5)
    [joined] = only(told("a.pdf", activities=(first,)), told("b.pdf", activities=(second,))).activities
    assert (joined.date, joined.amount, joined.scope, joined.confidence) == ("2012-05", "20 orang", "education", 0.8)


# ------------------------------------------------------------------------------------------ properties

PARTNERS = st.sampled_from(
    [
        SUWON,
        partner("Suwon"),
        partner("Suwon", None),
        SUWON.model_copy(update={"geonames_id": 2}),
        partner("Ulsan", None),
    ]
)
REGIONS = st.sampled_from([BANDUNG, BANDUNG.model_copy(update=UNLINKED)])
DATES = st.sampled_from([None, "2012", "2012-04", "2012-07", "2012-04-01", "2017"])
INSTRUMENTS = st.builds(
    Instrument,
    kind=st.sampled_from(["mou", "loi"]),
    date_signed=DATES,
    number=st.sampled_from([None, "1/A", "2/B"]),
    valid_years=st.sampled_from([None, 3, 5]),
    confidence=st.sampled_from([None, 0.3, 0.7]),
)
ACTIVITIES = st.builds(
    activity,
    st.sampled_from(["pertukaran pelajar SMA ke Suwon", "pertukaran pelajar SMA", "pertukaran guru SMA ke Suwon", ""]),
    date=DATES,
    scope=st.sampled_from([None, "education"]),
    confidence=st.sampled_from([None, 0.3, 0.7]),
)


@st.composite
def tellings(draw: st.DrawFn) -> list[Told]:
    return [
        told(
            f"{number}.pdf",
            kind=draw(st.sampled_from(["mou", "news", "report"])),
            published=draw(DATES),
            partner=draw(PARTNERS),
            indonesian_party=draw(REGIONS),
            stage=draw(st.sampled_from([None, "loi", "mou", "implemented", "ended", "stalled"])),
            form=draw(st.sampled_from([None, "sister_city", "other"])),
            confidence=draw(st.sampled_from([0.2, 0.61, 0.9, 1.0])),
            instruments=tuple(draw(st.lists(INSTRUMENTS, max_size=3))),
            activities=tuple(draw(st.lists(ACTIVITIES, max_size=3))),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@settings(deadline=None)
@given(tellings(), st.randoms(use_true_random=False))
def test_order_does_not_matter(items: list[Told], random: Any) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert resolve(shuffled) == resolve(items)


@settings(deadline=None)
@given(tellings())
def test_a_document_told_twice_counts_once(items: list[Told]) -> None:
    assert resolve(items + items) == resolve(items)


@settings(deadline=None)
@given(tellings())
def test_every_document_and_every_span_is_found_again(items: list[Told]) -> None:
    joined = resolve(items)
    assert sorted(item.doc_id for partnership in joined for item in partnership.documents) == sorted(
        summary.doc_id for summary, _ in items
    )
    ids = [partnership.partnership_id for partnership in joined]
    assert ids == sorted(set(ids))
    for partnership in joined:
        assert 0 <= partnership.confidence <= 1
        own = {item.doc_id for item in partnership.documents}
        assert {item.doc_id for item in partnership.support} == own
        assert all({item.doc_id for item in found.support} <= own for found in partnership.activities)


def test_no_documents_no_partnerships() -> None:
    assert resolve([]) == []
