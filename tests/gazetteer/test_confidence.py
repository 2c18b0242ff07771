"""Whether the confidence of a link is a rate, and what is said for a candidate."""

from __future__ import annotations

from pathlib import Path

import pytest

from mou_miner.gazetteer import Gazetteer, Priors
from mou_miner.gazetteer.calibrate import (
    calibration_error,
    error_interval,
    fit,
    rated,
    reliability,
    trials,
)
from mou_miner.gazetteer.evaluate import read

ROWS = Path(__file__).parents[2] / "annotations" / "linking"


@pytest.mark.slow
def test_confidences_are_rates_on_the_test_names(gazetteer: Gazetteer) -> None:
    found = trials(read(ROWS / "test.jsonl"), gazetteer)
    pairs = rated(found)
    assert len(pairs) > 1500
    assert calibration_error(pairs) <= 0.03
    assert error_interval(pairs, draws=200)[1] <= 0.05
    untold = [pair for pair, trial in zip(pairs, found, strict=True) if not trial.told]
    assert calibration_error(untold) <= 0.06


def test_less_is_said_of_a_guess(gazetteer: Gazetteer) -> None:
    sure = gazetteer.confidence(gazetteer.link("Suwon", country="KR"), told=True)
    misspelt = gazetteer.confidence(gazetteer.link("Suwom", country="KR"), told=True)
    untold = gazetteer.confidence(gazetteer.link("Cordoba"), told=False)
    assert sure > 0.97
    assert untold < sure
    assert misspelt < sure
    assert gazetteer.confidence([], told=True) == 0.0


def test_the_error_of_what_always_claims_too_much() -> None:
    pairs = [(0.9, True), (0.9, False)] * 50
    assert calibration_error(pairs) == pytest.approx(0.4, abs=0.05)
    assert sum(b.links for b in reliability(pairs)) == 100
    low, high = error_interval(pairs, draws=100)
    assert low <= 0.4 <= high


def test_the_fit_finds_what_tells_right_from_wrong(gazetteer: Gazetteer) -> None:
    found = trials(read(ROWS / "dev.jsonl")[:150], gazetteer)
    weights = fit(found)
    assert weights["score"] > 0
    assert weights["closeness"] < 0


def test_priors_order_namesakes_and_are_said(gazetteer: Gazetteer) -> None:
    plain = gazetteer.link("Cordoba")
    assert "people" in plain[0].reason
    other = next(c.place for c in plain if c.place.country != plain[0].place.country)
    near = gazetteer.link("Cordoba", priors=Priors(countries=frozenset({other.country})))
    assert near[0].place.country == other.country
    assert f"neighbours in {other.country}" in near[0].reason
    assert other.geonames_id is not None
    known = gazetteer.link("Cordoba", priors=Priors(partners=frozenset({other.geonames_id})))
    before = next(c for c in plain if c.place == other)
    after = next(c for c in known if c.place == other)
    assert after.score > before.score
    assert "known partner" in after.reason
