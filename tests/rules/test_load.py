"""Broken rule files stop the run with a message that names file, rule and cause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mou_miner.errors import RuleError
from mou_miner.records import ACTIVITY_TYPES, SCOPE_CODES
from mou_miner.rules import load_rules

Edit = Callable[[Path], None]


def replace(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def test_every_code_has_a_rule() -> None:
    rules = load_rules()
    assert {rule.id for rule in rules.scopes} == set(SCOPE_CODES)
    assert {rule.id for rule in rules.activities} == set(ACTIVITY_TYPES)


def test_every_topic_is_described_in_both_languages() -> None:
    rules = load_rules()
    for rule in (*rules.scopes, *rules.activities):
        assert rule.phrases.id, rule.rule_id
        assert rule.phrases.en, rule.rule_id
        assert len(rule.examples) >= 4, rule.rule_id
        assert any(example.finds for example in rule.examples), rule.rule_id
        assert any(not example.finds for example in rule.examples), rule.rule_id


@pytest.mark.parametrize(
    ("edit", "file", "rule_id", "cause"),
    [
        pytest.param(
            replace("scopes/health.yaml", "phrases:", "phrase:"), "health.yaml", "health", "phrase", id="misspelt-key"
        ),
        pytest.param(
            replace("scopes/health.yaml", "id: health", "id: helth"), "health.yaml", "helth", "id", id="unknown-code"
        ),
        pytest.param(
            replace("scopes/health.yaml", "    - gizi\n", "    - 2024\n"),
            "health.yaml",
            "health",
            "valid string",
            id="number-for-words",
        ),
        pytest.param(
            replace("scopes/health.yaml", "id: health", "id: energy"),
            "health.yaml",
            "energy",
            "energy.yaml",
            id="wrong-file",
        ),
        pytest.param(
            replace("scopes/health.yaml", "    - gizi\n", "    - pariwisata\n"),
            "tourism.yaml",
            "tourism",
            "already belongs to 'health'",
            id="phrase-of-two-codes",
        ),
        pytest.param(
            replace("scopes/health.yaml", "label:", "label: ["), "health.yaml", None, "not YAML", id="broken-yaml"
        ),
        pytest.param(
            replace("assertion.yaml", "- id: done.result.id", "- id: done.aspect.id"),
            "assertion.yaml",
            "done.aspect.id",
            "twice",
            id="cue-twice",
        ),
        pytest.param(
            replace("assertion.yaml", "strength: 2", "strength: high"),
            "assertion.yaml",
            "done.aspect.id",
            "strength",
            id="strength-is-no-number",
        ),
        pytest.param(
            replace("stages.yaml", "stage: exploration", "stage: exploring"),
            "stages.yaml",
            "exploration.id",
            "stage",
            id="unknown-stage",
        ),
        pytest.param(
            replace("scopes/health.yaml", "id: health", "id: health\npath: x"),
            "health.yaml",
            "health",
            "unknown key 'path'",
            id="key-of-the-loader",
        ),
    ],
)
def test_broken_file(folder: Path, edit: Edit, file: str, rule_id: str | None, cause: str) -> None:
    edit(folder)
    with pytest.raises(RuleError) as caught:
        load_rules(folder)
    assert caught.value.path.name == file
    assert caught.value.rule_id == rule_id
    assert cause in caught.value.cause


def test_missing_file(folder: Path) -> None:
    (folder / "cancel.yaml").unlink()
    with pytest.raises(RuleError, match=r"cancel\.yaml: is missing"):
        load_rules(folder)


def test_empty_folder(folder: Path) -> None:
    for path in (folder / "scopes").iterdir():
        path.unlink()
    with pytest.raises(RuleError, match="holds no rule file"):
        load_rules(folder)


def test_version_follows_the_words(folder: Path) -> None:
    before = load_rules(folder).version
    assert load_rules(folder).version == before == load_rules().version
    replace("scopes/health.yaml", "    - gizi\n", "    - gizi\n    - gizi buruk\n")(folder)
    assert load_rules(folder).version != before


def test_a_cue_is_found_by_the_rule_of_its_mention() -> None:
    rules = load_rules()
    cue, stage = rules.cue("assertion.not_done.negation.id"), rules.stage("stage.ended.en")
    assert cue is not None
    assert (cue.meaning, cue.direction) == ("not_done", "forward")
    assert stage is not None
    assert stage.stage == "ended"
    assert rules.cue("assertion.none") is None


def test_negation_is_stronger_than_hope_and_hope_than_done() -> None:
    strength: dict[str, set[int]] = {}
    for cue in load_rules().cues:
        strength.setdefault(cue.meaning, set()).add(cue.strength)
    assert min(strength["not_done"]) > max(strength["planned"])
    assert min(strength["planned"]) > max(strength["done"])
