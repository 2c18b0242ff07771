"""Which cue speaks of a stretch: its side, its strength and whether it takes what follows."""

from __future__ import annotations

import pytest

from mou_miner.claims.assertion import as_assertion, read_assertion
from mou_miner.mentions.collect import find_mentions
from mou_miner.service import Tools


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Delegasi berkunjung ke sana dalam rangka membahas pasar.", "berkunjung ke sana", "done"),
        ("Pertukaran pelajar itu direncanakan tahun depan.", "Pertukaran pelajar", "planned"),
        ("Mereka berencana menggelar pameran.", "pameran", "planned"),
        ("Kelas bahasa itu batal.", "Kelas bahasa", "not_done"),
        ("The delegation visited and hopes to return.", "visited", "done"),
        ("The choir tour fell through.", "choir tour", "not_done"),
        ("The exchange will start soon.", "exchange", "planned"),
    ],
)
def test_what_the_cue_says(text: str, words: str, expected: str, tools: Tools) -> None:
    mentions = find_mentions(tools.nlp, text, 0)
    start = text.index(words)
    cues = [m for m in mentions if m.rule.startswith("assertion.")]
    stops = [m for m in mentions if m.rule.startswith("terminator.")]
    rules = {cue.rule_id: cue for cue in tools.rules.cues}
    reading = read_assertion(start, start + len(words), cues, stops, rules)
    assert as_assertion(reading[0] if reading else None) == expected
