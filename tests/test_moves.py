"""Moves and undoing, and quotes in texts that were edited: nothing a person said is ever dropped."""

from __future__ import annotations

import string

from builders import KEY, TEXT, make_claim, make_correction, make_document, span_of
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_miner.corrections import apply_corrections, review_claims, standing
from mou_miner.records import Correction

DOCUMENT = make_document()
QUOTES = [
    "Kota Bandung dan Kota Suwon",
    "pendidikan dan pariwisata",
    "Pertukaran pelajar",
    "25 Agustus 1997",
    "pariwisata",
]


def decision(verdict: str, quote: str, move: str, at: int, **fields: object) -> Correction:
    moment = f"2026-03-01T09:{at // 60:02}:{at % 60:02}+00:00"
    return make_correction(DOCUMENT, "scope", "health", verdict, quote, move=move, at=moment, **fields)


def undo(of: str, move: str, at: int) -> Correction:
    return decision("undo", QUOTES[0], move, at, undoes=of)


def test_a_change_is_taken_back_as_a_whole_and_brought_back() -> None:
    claims = [make_claim(DOCUMENT, "scope", "education", "pendidikan")]
    change = [
        make_correction(DOCUMENT, "scope", "education", "reject", "pendidikan", move="m1"),
        make_correction(DOCUMENT, "scope", "tourism", "add", "pariwisata", move="m1"),
    ]
    later = [undo("m1", "m2", 1), undo("m2", "m3", 2)]
    assert [claim.value for claim in apply_corrections(claims, change, DOCUMENT)[0]] == ["tourism"]
    assert apply_corrections(claims, [*change, later[0]], DOCUMENT)[0] == claims
    assert [claim.value for claim in apply_corrections(claims, [*change, *later], DOCUMENT)[0]] == ["tourism"]


@st.composite
def histories(draw: st.DrawFn) -> list[Correction]:
    entries: list[Correction] = []
    for number in range(draw(st.integers(1, 12))):
        moves = [item.move for item in entries if item.move]
        if moves and draw(st.booleans()):
            entries.append(undo(draw(st.sampled_from(moves)), f"m{number}", number))
        else:
            verdict = draw(st.sampled_from(["accept", "reject", "add"]))
            entries.append(decision(verdict, draw(st.sampled_from(QUOTES)), f"m{number}", number))
    return entries


@given(histories())
def test_what_stands_is_what_one_would_have_by_hand(entries: list[Correction]) -> None:
    # By hand, from the end: what nothing later takes back stands, and takes back what it names.
    undone: set[str | None] = set()
    for item in reversed(entries):
        if item.verdict == "undo" and item.move not in undone:
            undone.add(item.undoes)
    expected = [item for item in entries if item.verdict != "undo" and item.move not in undone]
    assert standing(entries) == expected
    assert standing(entries[::-1]) == expected


@given(histories())
def test_undoing_all_that_stands_leaves_the_machine_alone(entries: list[Correction]) -> None:
    claims = [make_claim(DOCUMENT, "scope", "education", "pendidikan")]
    back = [undo(str(item.move), f"u{number}", 100 + number) for number, item in enumerate(standing(entries))]
    assert apply_corrections(claims, [*entries, *back], DOCUMENT)[0] == claims


@st.composite
def edited(draw: st.DrawFn) -> str:
    """The text with a few stretches put in, taken out, or spaced otherwise."""
    text = TEXT
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 12))
        new = draw(st.text(alphabet=string.ascii_letters + " \n🎓é", max_size=8))
        text = text[:at] + new + text[at + length :]
    return text or "x"


@settings(max_examples=150, deadline=None)
@given(edited(), st.lists(st.sampled_from(QUOTES[:4]), min_size=1, max_size=4, unique=True))
def test_each_decision_is_placed_or_listed_under_any_edit(text: str, quotes: list[str]) -> None:
    entries = [
        make_correction(DOCUMENT, "activity", "exchange", "add", quote, move=f"m{number}", span=span_of(TEXT, quote))
        for number, quote in enumerate(quotes)
    ]
    document = make_document(text, printed=False)
    claims, unplaced = apply_corrections([], entries, document)
    for item in entries:
        placed = any(
            _near(document.text[span.start : span.end], item.quote) for claim in claims for span in claim.spans
        )
        assert placed or item in unplaced
    again, still = apply_corrections(claims, entries, document)
    assert (again, still) == (claims, unplaced)


def test_the_occurrence_that_was_seen_is_the_one_that_counts() -> None:
    text = "Pertukaran pelajar. Kota Bandung dan Kota Suwon. Pertukaran pelajar. Pertukaran pelajar."
    document = make_document(text, printed=False)
    third = span_of(text, "Pertukaran pelajar", 2)
    added = make_correction(document, "activity", "exchange", "add", "Pertukaran pelajar", span=third)
    [claim] = review_claims([], [added], document).claims
    assert claim.spans == (third,)
    rejected = make_correction(document, "activity", "exchange", "reject", "Pertukaran pelajar", span=third)
    machine = [
        make_claim(
            document, "activity", "exchange", "Pertukaran pelajar", spans=(span_of(text, "Pertukaran pelajar", nth),)
        )
        for nth in (0, 2)
    ]
    reviewed = review_claims(machine, [rejected], document)
    assert [claim.spans[0].start for claim in reviewed.claims] == [0]
    assert [claim.spans for claim, _ in reviewed.rejected] == [(third,)]


def test_a_value_may_come_to_rest_on_other_words() -> None:
    machine = [make_claim(DOCUMENT, "scope", "education", "Kerja sama di bidang pendidikan", on=KEY)]
    move = {"move": "m1"}
    entries = [
        make_correction(DOCUMENT, "scope", "education", "reject", "Kerja sama di bidang pendidikan", **move),
        make_correction(DOCUMENT, "scope", "education", "add", "pendidikan", span=span_of(TEXT, "pendidikan"), **move),
    ]
    [claim] = apply_corrections(machine, entries, DOCUMENT)[0]
    assert claim.spans == (span_of(TEXT, "pendidikan"),)


def _near(words: str, quote: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.partial_ratio("".join(words.split()), "".join(quote.split())) > 85
