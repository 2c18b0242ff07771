"""Words for what a region has to offer and for what stands in its way (profile.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from mou_miner.records import ProfileCategory, Record
from mou_miner.rules.instruments import read_words
from mou_miner.rules.procedure import pattern_of

FILE = Path(__file__).with_name("profile.yaml")


class CategoryWords(Record):
    """Words that name a field of what a region has."""

    category: ProfileCategory
    words: tuple[str, ...]


class ChallengeWords(Record):
    """Words for one thing that stands in the way."""

    id: str
    category: ProfileCategory
    words: tuple[str, ...]


class ProfileExample(Record):
    """A text with the categories of the potentials and challenges in it."""

    text: str
    potentials: tuple[ProfileCategory, ...] = ()
    challenges: tuple[ProfileCategory, ...] = ()


class ProfileRules(Record):
    """All of profile.yaml."""

    potential_cues: tuple[str, ...]
    solvable_cues: tuple[str, ...]
    figure_units: tuple[str, ...]
    categories: tuple[CategoryWords, ...]
    challenges: tuple[ChallengeWords, ...]
    problems: tuple[str, ...]
    denied: tuple[str, ...]
    examples: tuple[ProfileExample, ...]

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return the pattern of one of the lists of words."""
        return pattern_of(getattr(self, name))


@lru_cache(maxsize=1)
def load_profile_rules() -> ProfileRules:
    """Read profile.yaml; raise RuleError where it is not YAML or has an unknown or missing key."""
    return read_words(FILE, ProfileRules)
