"""Each rule holds in its own examples, and a rule that does not is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from mou_miner.errors import RuleError
from mou_miner.mentions.examples import all_examples, check_examples, failure
from mou_miner.mentions.pipeline import build_nlp
from mou_miner.rules import Rules, load_rules
from mou_miner.rules.schema import Example

EXAMPLES = [
    pytest.param(rule_id, example, id=f"{rule_id}: {example.text[:40]}")
    for _, rule_id, example in all_examples(load_rules())
]


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES)
def test_example(nlp: Language, rule_id: str, example: Example) -> None:
    assert failure(nlp, rule_id, example) is None


def test_check_counts_all_of_them(rules: Rules, nlp: Language) -> None:
    assert check_examples(rules, nlp) == len(EXAMPLES)


def test_a_failing_example_names_file_rule_and_text(rules: Rules, nlp: Language) -> None:
    health = next(rule for rule in rules.scopes if rule.id == "health")
    wrong = health.model_copy(update={"examples": (Example(text="di bidang kesehatan", finds=("gizi",)),)})
    broken = rules.model_copy(update={"scopes": (wrong,)})
    with pytest.raises(RuleError, match=r"health\.yaml.*scope\.health.*instead of.*di bidang kesehatan"):
        check_examples(broken, nlp)


@pytest.mark.parametrize(
    ("pattern", "cause"),
    [
        pytest.param(("<nobody>", "belajar"), "names the list '<nobody>'", id="unknown-list"),
        pytest.param(("_?", "belajar?"), "must be there", id="matches-nothing-at-all"),
    ],
)
def test_unusable_pattern(rules: Rules, pattern: tuple[str, ...], cause: str) -> None:
    training = next(rule for rule in rules.activities if rule.id == "training")
    patterns = training.patterns.model_copy(update={"id": (pattern,)})
    broken = rules.model_copy(update={"activities": (training.model_copy(update={"patterns": patterns}),)})
    with pytest.raises(RuleError, match=cause) as caught:
        build_nlp(broken)
    assert caught.value.path == Path(training.path)
