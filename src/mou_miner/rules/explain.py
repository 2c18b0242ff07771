"""How `explain` says things in English and Indonesian (explain.yaml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mou_miner.records import Language, Record
from mou_miner.rules.instruments import read_words

FILE = Path(__file__).with_name("explain.yaml")


class Said(Record):
    """One saying in both languages."""

    id: str
    en: str


class Wording(Record):
    """All of explain.yaml."""

    words: dict[str, Said]
    rules: dict[str, Said]
    reasons: dict[str, str]

    def word(self, key: str, language: Language, **values: object) -> str:
        """Return a saying with its braces filled in; an unknown key stands for itself."""
        said = self.words.get(key)
        return (said.id if language == "id" else said.en).format(**values) if said else key.replace("_", " ")

    def rule(self, name: str, language: Language) -> str:
        """Return what a rule means: that of the longest beginning of its name that is known, else the name."""
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            said = self.rules.get(".".join(parts[:count]))
            if said is not None:
                return said.id if language == "id" else said.en
        return name

    def reason(self, english: str, language: Language) -> str:
        """Return a reason in the language; one that has no translation stays English."""
        return self.reasons.get(english, english) if language == "id" else english


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """Read explain.yaml; raise RuleError where it is not YAML or has an unknown or missing key."""
    return read_words(FILE, Wording)
