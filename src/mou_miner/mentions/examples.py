"""Every rule is tried on its own examples: a rule that misses them would be wrong in silence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language

from mou_miner.errors import RuleError
from mou_miner.mentions.collect import find_mentions
from mou_miner.mentions.pipeline import build_nlp
from mou_miner.rules.schema import Example, Rules


def check_examples(rules: Rules, nlp: Language | None = None) -> int:
    """Return how many examples hold; the first that does not is a RuleError naming file, rule and text."""
    nlp = nlp if nlp is not None else build_nlp(rules)
    checked = 0
    for path, rule_id, example in all_examples(rules):
        if cause := failure(nlp, rule_id, example):
            raise RuleError(path, rule_id, cause)
        checked += 1
    return checked


def all_examples(rules: Rules) -> Iterable[tuple[Path, str, Example]]:
    """Yield each example with its file and rule; those of cancel.yaml belong to the rule 'cancel'."""
    for topic in (*rules.scopes, *rules.activities):
        yield from ((topic.path, topic.rule_id, example) for example in topic.examples)
    for cue in rules.cues:
        yield from ((rules.folder / "assertion.yaml", cue.rule_id, example) for example in cue.examples)
    for stage in rules.stages:
        yield from ((rules.folder / "stages.yaml", stage.rule_id, example) for example in stage.examples)
    yield from ((rules.folder / "cancel.yaml", "cancel", example) for example in rules.cancel.examples)


def failure(nlp: Language, rule_id: str, example: Example) -> str | None:
    """Return what is wrong with an example, or None where it holds."""
    labels = ("SCOPE", "ACTIVITY")
    mentions = find_mentions(nlp, example.text)
    found = [m.text for m in mentions if (m.label in labels if rule_id == "cancel" else m.rule == rule_id)]
    if found == list(example.finds):
        return None
    return f"finds {found} instead of {list(example.finds)} in its own example '{example.text}'"
