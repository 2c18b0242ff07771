"""Words for the steps of the procedure, for Lecours' three kinds and for mere ceremony (procedure.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from mou_miner.records import ActivityType, MilestoneStep, Record, ScopeCode, Typology
from mou_miner.rules.instruments import read_words
from mou_miner.rules.parties import any_of

FILE = Path(__file__).with_name("procedure.yaml")


class StepWords(Record):
    """Words that name a step."""

    step: MilestoneStep
    words: tuple[str, ...]


class KindWords(Record):
    """Names of one of Lecours' kinds, and the ordinals it goes by where the theory is quoted."""

    typology: Typology
    words: tuple[str, ...]
    ordinals: tuple[str, ...]


class ProcedureExample(Record):
    """A text with the steps it names, and whether it says that nothing but ceremony followed."""

    text: str
    steps: tuple[MilestoneStep, ...] = ()
    ceremonial: bool | None = None


class ProcedureRules(Record):
    """All of procedure.yaml."""

    steps: tuple[StepWords, ...]
    general: tuple[str, ...]
    economic_scopes: tuple[ScopeCode, ...]
    economic_activities: tuple[ActivityType, ...]
    wider_activities: tuple[ActivityType, ...]
    politics: tuple[str, ...]
    kinds: tuple[KindWords, ...]
    assigned: tuple[str, ...]
    theory: tuple[str, ...]
    ceremonial: tuple[str, ...]
    not_ceremonial: tuple[str, ...]
    examples: tuple[ProcedureExample, ...]

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return the pattern of one of the lists of words."""
        return pattern_of(getattr(self, name))


@lru_cache(maxsize=64)
def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the words, made once; `*` stands for up to six words."""
    starred = [word for word in words if "*" in word]
    plain = any_of(tuple(word for word in words if "*" not in word)).pattern
    gaps = [re.escape(word).replace(r"\ \*\ ", r"(?:\s+[\w-]+){0,6}\s+").replace(r"\ ", r"\s+") for word in starred]
    return re.compile("|".join([plain, *(rf"(?<!\w)(?:{gap})(?!\w)" for gap in gaps)]), re.IGNORECASE)


@lru_cache(maxsize=1)
def load_procedure_rules() -> ProcedureRules:
    """Read procedure.yaml; raise RuleError where it is not YAML or has an unknown or missing key."""
    return read_words(FILE, ProcedureRules)
