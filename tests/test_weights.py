"""Whom to believe: which sources count more, which are one, and what becomes of the values that were not chosen."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from builders import BANDUNG, SUWON, make_document, make_partnership, make_summary

from mou_miner.records import DocumentSummary, Instrument, Partnership, Party
from mou_miner.resolution import resolve
from mou_miner.resolution.copies import Witness, number_sources, sign
from mou_miner.resolution.weights import weigh

JABAR = Party(name="Provinsi Jawa Barat", country="ID", level="province", as_written="Jabar", kemendagri_code="32")
REGENCY = Party(
    name="Kabupaten Bandung", country="ID", level="regency", as_written="Kab. Bandung", kemendagri_code="32.04"
)


def summary(name: str = "a.html", **fields: Any) -> DocumentSummary:
    document = make_document(name=name, **{"kind": "news", "date_published": "2020-01-01", **_known(fields)})
    return make_summary(document).model_copy(update={"text_sha256": name, **fields})


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in {"signature", "text_sha256", "source"}}


@pytest.mark.parametrize(
    ("fields", "party", "label"),
    [
        pytest.param({"kind": "mou"}, BANDUNG, "instrument", id="paper"),
        pytest.param({"kind": "loi", "source": "https://bandung.go.id/loi.pdf"}, BANDUNG, "instrument", id="paper-on-a-page"),
        pytest.param({"source": "https://www.bandung.go.id/a"}, BANDUNG, "own government", id="own-page"),
        pytest.param({"source": "https://bandungkab.go.id/a"}, REGENCY, "own government", id="page-of-the-regency"),
        pytest.param({"source": "https://bandungkab.go.id/a"}, BANDUNG, "government", id="the-regency-is-not-the-city"),
        pytest.param({"source": "https://jabarprov.go.id/a"}, JABAR, "government", id="no-part-of-a-name"),
        pytest.param({"source": "https://kemlu.go.id/a"}, BANDUNG, "government", id="ministry"),
        pytest.param({"source": "https://www.city.kawasaki.jp/a"}, BANDUNG, "government", id="japanese-city"),
        pytest.param({"source": "https://www.suwon.go.kr/a"}, SUWON, "own government", id="the-partner-itself"),
        pytest.param({"publisher": "Pemkot Bandung"}, BANDUNG, "own government", id="publisher"),
        pytest.param({"publisher": "Pemkab Bandung"}, BANDUNG, "government", id="another-government-of-that-name"),
        pytest.param({"publisher": "Antara", "source": "https://antaranews.com/a"}, BANDUNG, "news", id="news"),
        pytest.param({"publisher": "Pikiran Rakyat Bandung"}, BANDUNG, "news", id="a-paper-of-the-city"),
        pytest.param({"source": "https://notgov.example.com/a"}, BANDUNG, "news", id="gov-in-a-word"),
        pytest.param({"source": "https://[bad/a"}, BANDUNG, "news", id="no-address"),
        pytest.param({"kind": "article"}, BANDUNG, "paper", id="journal"),
        pytest.param({"kind": "report", "reader": "register 1"}, BANDUNG, "own government", id="register"),
    ],
)  # fmt: skip
def test_weights(fields: dict[str, Any], party: Party, label: str) -> None:
    assert weigh(summary(**fields), [party]).label == label


def test_order_of_weights() -> None:
    order = [
        summary(kind="mou"), summary(source="https://bandung.go.id/a"), summary(source="https://kemlu.go.id/a"),
        summary(publisher="Antara"), summary(kind="article"), summary(kind="other"),
    ]  # fmt: skip
    ranks = [weigh(item, [BANDUNG]).rank for item in order]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == len(ranks)


# ------------------------------------------------------------------------------------------ values that differ


def told(name: str, *papers: Instrument, **fields: Any) -> tuple[DocumentSummary, Partnership]:
    facts = {key: fields.pop(key) for key in ("kind", "source", "publisher", "date_published") if key in fields}
    found = summary(name, **facts)
    document = make_document(name=name)
    plain = {"instruments": papers, "activities": (), "scopes": (), "indonesian_party": BANDUNG, **fields}
    return found, make_partnership(document, **plain).model_copy(update={"spans": ()})


def paper(**fields: Any) -> Instrument:
    return Instrument(**{"kind": "mou", "date_signed": "2012-04-01", **fields})


@pytest.mark.parametrize(
    ("better", "worse", "reason"),
    [
        pytest.param({"kind": "mou"}, {"source": "https://bandung.go.id/a"}, "instrument over own government", id="paper-over-page"),
        pytest.param({"source": "https://bandung.go.id/a"}, {"source": "https://kemlu.go.id/a"}, "own government over government", id="own-over-report"),
        pytest.param({"source": "https://kemlu.go.id/a"}, {"publisher": "Antara"}, "government over news", id="page-over-news"),
        pytest.param({"publisher": "Antara"}, {"kind": "article"}, "news over paper", id="news-over-paper"),
        pytest.param({"date_published": "2021-01-01"}, {"date_published": "2020-01-01"}, "the later source", id="later"),
    ],
)  # fmt: skip
def test_the_better_source_is_chosen_and_the_other_value_is_kept(
    better: dict[str, Any], worse: dict[str, Any], reason: str
) -> None:
    tellings = [told("a", paper(valid_years=5), **better), told("b", paper(valid_years=3), **worse)]
    for order in itertools.permutations(tellings):
        [found] = resolve(order)
        assert [item.instrument.valid_years for item in found.instruments] == [5]
        kept = [item for item in found.conflicts if item.field == "valid_years"]
        assert [(item.value, item.chosen, item.doc_id) for item in kept] == [
            (5, True, tellings[0][0].doc_id), (3, False, tellings[1][0].doc_id),
        ]  # fmt: skip
        assert {(item.item, item.item_number, item.reason) for item in kept} == {("instrument", 0, reason)}


def test_what_all_say_is_no_conflict() -> None:
    [found] = resolve([told("a", paper(date_signed="2012")), told("b", paper()), told("c", paper(valid_years=5))])
    assert found.conflicts == ()
    assert found.instruments[0].instrument.date_signed == "2012-04-01"


def test_stages_that_differ_are_kept_with_the_reason() -> None:
    [found] = resolve([told("a", stage="mou"), told("b", stage="exploration", date_published="2021-05-01")])
    assert found.stage == "mou"
    assert [(item.field, item.value, item.chosen) for item in found.conflicts] == [
        ("stage", "mou", True), ("stage", "exploration", False),
    ]  # fmt: skip
    assert {item.reason for item in found.conflicts} == {"the furthest stage that a source tells"}


# ------------------------------------------------------------------------------------------ one paper, told in many ways


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        pytest.param({}, {"date_signed": "2012-04-02"}, 1, id="a-story-a-day-off"),
        pytest.param({}, {"date_signed": "2012-04-09"}, 2, id="a-week-off"),
        pytest.param({}, {"kind": "agreement"}, 1, id="another-name-for-it"),
        pytest.param({}, {"kind": "renewal"}, 1, id="called-a-renewal"),
        pytest.param({}, {"kind": "renewal", "date_signed": "2017-04-01"}, 2, id="its-renewal"),
        pytest.param({"number": "1/A"}, {"date_signed": "2012-04-02", "number": "2/B"}, 2, id="another-number"),
        pytest.param({}, {"date_signed": None}, 1, id="undated"),
    ],
)
def test_a_paper_and_a_story_about_it(first: dict[str, Any], second: dict[str, Any], number: int) -> None:
    tellings = [told("a", paper(**first), kind="mou"), told("b", paper(**second))]
    for order in itertools.permutations(tellings):
        [found] = resolve(order)
        assert len(found.instruments) == number
        if number == 1:
            assert (found.instruments[0].instrument.kind, found.instruments[0].instrument.date_signed) == (
                "mou",
                "2012-04-01",
            )
            assert len(found.instruments[0].documents) == 2


def test_two_papers_of_one_day_that_lie_before_us_are_two() -> None:
    tellings = [told("a", paper(), kind="mou"), told("b", paper(kind="plan_of_action"), kind="plan_of_action")]
    assert len(resolve(tellings)[0].instruments) == 2
    [found] = resolve([told("a", paper(), paper(kind="loi"))])
    assert len(found.instruments) == 2


def test_a_story_without_date_means_the_paper_signed_shortly_before() -> None:
    tellings = [
        told("a", paper(), kind="mou"), told("b", paper(kind="mou", date_signed="2017-04-01"), kind="mou"),
        told("c", paper(date_signed=None, place_signed="Suwon"), date_published="2017-04-03"),
    ]  # fmt: skip
    for order in itertools.permutations(tellings):
        [found] = resolve(order)
        assert [(item.instrument.date_signed, item.instrument.place_signed) for item in found.instruments] == [
            ("2012-04-01", None), ("2017-04-01", "Suwon"),
        ]  # fmt: skip


# ------------------------------------------------------------------------------------------ copies and twins

WORDS = (
    "kerja", "sama", "pendidikan", "budaya", "ekonomi", "kota", "pemerintah", "wali", "delegasi", "kunjungan", "festival",
    "pelajar", "guru", "dinas", "warga", "pasar",
)  # fmt: skip


def story(seed: int, length: int = 180) -> str:
    rng = random.Random(seed)
    names = [f"Nama{rng.randrange(9999)} " for _ in range(6)]
    return " ".join(
        rng.choice(WORDS) + (f" {rng.choice(names)}{rng.randrange(999)}" if place % 9 == 0 else "")
        for place in range(length)
    )


def witness(name: str, text: str, signed: tuple[str, ...] = (), **fields: Any) -> Witness:
    found = summary(name, signature=sign(text), **fields)
    return Witness(found, frozenset(signed))


def sources(*witnesses: Witness) -> int:
    numbered = number_sources(witnesses)
    assert number_sources(witnesses[::-1]) == numbered
    return len(set(numbered.values()))


def test_a_reprint_is_no_second_source() -> None:
    text = story(1)
    shorter = " ".join(text.split()[:150]) + " (ant/red)"
    assert sources(witness("a", text), witness("b", "JAKARTA - " + text), witness("c", shorter)) == 1


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        pytest.param(witness("a", story(1)), witness("b", story(2)), 2, id="two-stories"),
        pytest.param(witness("a", story(1)), witness("b", story(1), date_published="2021-06-01"), 2, id="the-same-a-year-later"),
        pytest.param(witness("a", story(1), ("2012",), kind="mou"), witness("b", story(1), ("2017",), kind="mou"), 2, id="a-paper-and-its-renewal"),
        pytest.param(witness("a", story(1), ("2012",), kind="mou"), witness("b", story(1), ("2012",), kind="mou"), 1, id="two-copies-of-a-paper"),
        pytest.param(witness("a", story(1), kind="mou"), witness("b", story(1)), 2, id="a-paper-and-a-story"),
    ],
)  # fmt: skip
def test_what_is_one_source(first: Witness, second: Witness, number: int) -> None:
    assert sources(first, second) == number


ID = (
    "Wali Kota Bandung Farhan Hidayat menerima Kim Jae-won dari Suwon di Balai Kota pada 3 Mei 2023. Sebanyak 214 siswa dan 37 guru ikut. "
    "Anggaran 456 juta rupiah, dan 88 keluarga di Cibeunying serta Coblong menjadi tuan rumah selama 12 hari."
)
EN = (
    "The Mayor of Bandung, Farhan Hidayat, received Kim Jae-won of Suwon at the City Hall on 3 May 2023. A total of 214 students and 37 teachers took part. "
    "The budget is 456 million rupiah, and 88 families in Cibeunying and Coblong are hosts for 12 days."
)


def test_a_translation_is_no_second_source() -> None:
    assert sources(witness("a", ID, language="id"), witness("b", EN, language="en")) == 1
    assert (
        sources(
            witness("a", ID, language="id"), witness("b", ID.replace("Farhan Hidayat", "Siti Aminah"), language="id")
        )
        == 1
    )


def test_another_story_in_the_other_language_is_one() -> None:
    other = "The Mayor of Bandung visited Suwon in 2019 to open a Festival with 900 guests, said Andi Wijaya of Antara, citing Lee Min-ho and Park Ji-sung."
    assert sources(witness("a", ID, language="id"), witness("b", other, language="en")) == 2


def test_copies_make_a_value_no_surer() -> None:
    text = story(3)
    tellings = [told(name, confidence=0.6) for name in "abc"]
    signed = [(found.model_copy(update={"signature": sign(text)}), item) for found, item in tellings]
    [found] = resolve(signed)
    assert (found.sources, len(found.documents), found.confidence) == (1, 3, 0.6)
    [apart] = resolve(
        [(item.model_copy(update={"signature": sign(story(n))}), p) for n, (item, p) in enumerate(tellings)]
    )
    assert (apart.sources, apart.confidence) == (3, pytest.approx(0.936))


def test_many_documents_of_one_partnership_are_compared_by_an_index() -> None:
    witnesses = [witness(f"{number}", story(number // 3)) for number in range(90)]
    assert sources(*witnesses) == 30
