"""What people decided stays decided, whatever the machine finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import KEY, TEXT, make_claim, make_claims, make_correction, make_document, span_of
from hypothesis import given
from hypothesis import strategies as st

from mou_miner.corrections import apply_corrections, same_thing
from mou_miner.records import Block, Claim, Correction

DOCUMENT = make_document()
CLAIMS = make_claims(DOCUMENT)
ULSAN = "Kota Bandung|Ulsan|KR|city"


def correction(field: str, value: Any, verdict: str, quote: str, **fields: Any) -> Correction:
    return make_correction(DOCUMENT, field, value, verdict, quote, **fields)


def apply(*corrections: Correction, claims: Any = CLAIMS, document: Any = DOCUMENT) -> list[Claim]:
    result, unplaced = apply_corrections(claims, corrections, document)
    assert unplaced == []
    return result


def values(claims: list[Claim], field: str) -> list[Any]:
    return [claim.value for claim in claims if claim.field == field]


def test_no_corrections_change_nothing() -> None:
    assert apply() == list(CLAIMS)


@pytest.mark.parametrize(
    ("quote", "on", "value", "left"),
    [
        pytest.param("pendidikan", KEY, "education", ["tourism"], id="the-same-words"),
        pytest.param("bidang pendidikan dan", KEY, "education", ["tourism"], id="words-around"),
        pytest.param("pariwisata", KEY, "education", ["education", "tourism"], id="other-words"),
        pytest.param("pendidikan", "bandung|SUWON", "education", ["tourism"], id="key-in-short"),
        pytest.param("pendidikan", ULSAN, "education", ["education", "tourism"], id="another-partnership"),
        pytest.param("pendidikan", KEY, "health", ["education", "tourism"], id="another-value"),
    ],
)
def test_reject(quote: str, on: str, value: str, left: list[str]) -> None:
    assert values(apply(correction("scope", value, "reject", quote, on=on)), "scope") == left


def test_accept_makes_the_claim_a_persons() -> None:
    claim = apply(correction("scope", "education", "accept", "pendidikan"))[1]
    assert (claim.confidence, claim.origin.kind, claim.origin.name) == (1.0, "annotator", "rina")
    assert (claim.value, claim.spans, claim.on) == ("education", CLAIMS[1].spans, KEY)


def test_an_accepted_value_stays_though_the_machine_no_longer_finds_it() -> None:
    accepted = correction("scope", "education", "accept", "pendidikan")
    lost = [claim for claim in CLAIMS if claim.value != "education"]
    assert sorted(values(apply(accepted, claims=lost), "scope")) == ["education", "tourism"]


def test_add_makes_a_claim_at_the_quote() -> None:
    added = apply(correction("place_signed", "Bandung", "add", "di Bandung", on=f"{KEY}#mou:1", details={"a": 1}))[-1]
    assert (added.value, added.on, added.confidence, added.details) == ("Bandung", f"{KEY}#mou:1", 1.0, {"a": 1})
    assert added.spans == (span_of(TEXT, "di Bandung"),)


def test_a_change_is_a_reject_and_an_add() -> None:
    changed = apply(
        correction("valid_years", 5, "reject", "2012", on=f"{KEY}#mou:1"),
        correction("valid_years", 3, "add", "2012", on=f"{KEY}#mou:1"),
    )
    assert values(changed, "valid_years") == [3]


def test_a_changed_assertion() -> None:
    quote = "Pertukaran pelajar telah dilaksanakan"
    changed = apply(
        correction("activity", "exchange", "reject", quote, assertion="done"),
        correction("activity", "exchange", "add", quote, assertion="planned"),
    )
    assert [(claim.value, claim.assertion) for claim in changed if claim.field == "activity"] == [
        ("exchange", "planned")
    ]


def test_adding_the_same_value_in_other_words_is_more_proof() -> None:
    [claim] = [
        claim
        for claim in apply(correction("scope", "education", "add", "Pertukaran pelajar"))
        if claim.value == "education"
    ]
    assert claim.spans == (span_of(TEXT, "pendidikan"), span_of(TEXT, "Pertukaran pelajar"))


def test_adding_an_activity_of_a_type_in_other_words_is_another_one() -> None:
    assert values(apply(correction("activity", "exchange", "add", "Kerja sama")), "activity") == [
        "exchange",
        "exchange",
    ]


def test_the_nearest_occurrence_is_taken_outside_of_headers() -> None:
    text = "Kota Suwon\nBAB I\nKota Bandung dan Kota Suwon bekerja sama.\nKota Suwon"
    document = make_document(text)
    blocks = (Block(start=0, end=10, kind="header"), *document.blocks[1:])
    document = document.model_copy(update={"blocks": blocks})
    claims = [make_claim(document, "partnership", KEY, "Kota Bandung")]
    [_, added] = apply(
        make_correction(document, "scope", "culture_arts", "add", "Kota Suwon"), claims=claims, document=document
    )
    assert added.spans == (span_of(text, "Kota Suwon", 1),)


def test_a_new_claim_stands_with_those_on_its_partnership() -> None:
    assert apply(correction("scope", "health", "add", "pariwisata", on="Bandung|Suwon"))[-1].on == KEY
    assert apply(correction("copies", 2, "add", "1997", on="Bandung|Suwon#loi:1"))[-1].on == f"{KEY}#loi:1"


@pytest.mark.parametrize(
    ("verdicts", "there"),
    [
        pytest.param([("add", "08"), ("reject", "09")], False, id="rejected-last"),
        pytest.param([("reject", "08"), ("add", "09")], True, id="added-last"),
        pytest.param([("add", "09"), ("reject", "08")], True, id="by-time-and-not-by-place-in-the-file"),
        pytest.param([("reject", "08"), ("accept", "09"), ("reject", "10")], False, id="thrice"),
    ],
)
def test_the_last_word_counts(verdicts: list[tuple[str, str]], there: bool) -> None:
    decided = [
        correction("scope", "health", verdict, "pariwisata", at=f"2026-03-01T{hour}:00:00Z")
        for verdict, hour in verdicts
    ]
    assert ("health" in values(apply(*decided), "scope")) is there


def test_times_of_two_zones_are_compared() -> None:
    early = correction("scope", "health", "add", "pariwisata", at="2026-03-01T10:00:00+07:00")
    late = correction("scope", "health", "reject", "pariwisata", at="2026-03-01T04:00:00Z")
    assert "health" not in values(apply(late, early), "scope")


def test_another_partner_takes_over_what_was_claimed_of_the_wrong_one() -> None:
    quote = "Pemerintah Kota Bandung dan Kota Suwon"
    changed = apply(
        correction("partnership", KEY, "reject", quote),
        correction("partnership", ULSAN, "add", quote, on=ULSAN),
        correction("scope", "education", "accept", "pendidikan", at="2026-02-01T00:00:00Z"),
    )
    assert {claim.on.partition("#")[0] for claim in changed} == {ULSAN}
    assert len(changed) == len(CLAIMS)


def test_a_correction_whose_words_are_gone_is_listed_and_not_applied() -> None:
    gone = correction("scope", "education", "reject", "bidang kesehatan masyarakat")
    assert apply_corrections(CLAIMS, [gone], DOCUMENT) == (list(CLAIMS), [gone])


def test_true_is_not_one() -> None:
    claims = [make_claim(DOCUMENT, "copies", 1, "1997"), make_claim(DOCUMENT, "renewable", True, "1997")]
    assert len(apply(correction("copies", True, "reject", "1997"), claims=claims)) == 2
    assert values(apply(correction("copies", 1.0, "reject", "1997"), claims=claims), "copies") == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param(KEY, "Kota Bandung|Suwon|KR|province", True, id="level-linked-otherwise"),
        pytest.param(KEY, "Pemerintah Kota Bandung|Kota Suwon", True, id="as-written"),
        pytest.param(KEY, "Kabupaten Bandung|Suwon|KR|city", False, id="regency-is-not-city"),
        pytest.param(KEY, "Kota Bandung|Suwon|JP|city", False, id="another-country"),
        pytest.param(f"{KEY}#mou:1", f"{KEY}#mou:2", True, id="instruments-are-told-apart-by-quotes"),
        pytest.param(f"{KEY}#mou:1", f"{KEY}#loi:1", False, id="kinds"),
        pytest.param("Kota Batam|Český Krumlov|CZ|city", "Batam|Cesky Krumlov", True, id="accents"),
        pytest.param("DKI Jakarta|Kota|JP|city", "DKI Jakarta|City|JP|city", False, id="a-name-that-is-a-type"),
    ],
)
def test_same_thing(first: str, second: str, same: bool) -> None:
    assert same_thing(first, second) is same
    assert same_thing(second, first) is same


QUOTES = ["pendidikan", "pariwisata", "pendidikan dan pariwisata", "Pertukaran pelajar", "Kota", "di", "nowhere at all"]
KEYS = [KEY, "Bandung|Suwon", ULSAN, f"{KEY}#mou:1"]
CORRECTIONS = st.builds(
    make_correction,
    st.just(DOCUMENT),
    st.sampled_from(["scope", "activity", "partnership"]),
    st.sampled_from(["education", "tourism", "exchange", KEY, ULSAN]),
    st.sampled_from(["accept", "reject", "add"]),
    st.sampled_from(QUOTES),
    on=st.sampled_from(KEYS),
    at=st.sampled_from(["2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z"]),
    assertion=st.sampled_from([None, "done", "planned"]),
)


@given(st.lists(CORRECTIONS, max_size=6))
def test_applied_twice_is_applied_once(corrections: list[Correction]) -> None:
    once, unplaced = apply_corrections(CLAIMS, corrections, DOCUMENT)
    assert apply_corrections(once, corrections, DOCUMENT) == (once, unplaced)


@given(st.lists(CORRECTIONS, max_size=6))
def test_every_claim_rests_on_words_of_the_text(corrections: list[Correction]) -> None:
    claims, unplaced = apply_corrections(CLAIMS, corrections, DOCUMENT)
    assert all(0 <= span.start < span.end <= len(TEXT) for claim in claims for span in claim.spans)
    assert {item.quote for item in unplaced} <= {"nowhere at all"}


Change = Callable[[str], str]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace(" dan ", " dan\n"), id="other-line-breaks"),
        pytest.param(lambda text: "Halaman 1\n" + text, id="moved"),
        pytest.param(lambda text: text.replace("dilaksanakan", "dilaksanekan"), id="a-letter-read-otherwise"),
    ],
)
def test_corrections_find_their_words_in_another_reading(change: Change) -> None:
    document = make_document(change(TEXT))
    claims, unplaced = apply_corrections(
        [],
        [correction("scope", "tourism", "add", "pendidikan dan pariwisata. Pertukaran pelajar telah dilaksanakan")],
        document,
    )
    assert (values(claims, "scope"), unplaced) == (["tourism"], [])
