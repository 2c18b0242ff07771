"""The words around party names (parties.yaml), checked strictly when read."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Literal

import srsly
from pydantic import ValidationError

from mou_miner.errors import RuleError
from mou_miner.records import Level, Record

FILE = Path(__file__).with_name("parties.yaml")


class Head(Record):
    """Words before or after a place name, what they are and which level they prove."""

    kind: Literal["government", "office", "type"]
    level: Level | Literal["any"]
    words: tuple[str, ...]


class Heads(Record):
    """Heads by their side of the name."""

    before: tuple[Head, ...]
    after: tuple[Head, ...]


class Around(Record):
    """Words before and after a name."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Venue(Record):
    """Prepositions that make a bare place a venue, and the words that say otherwise."""

    prepositions: tuple[str, ...]
    unless: tuple[str, ...]


class Ties(Record):
    """Words for the tie, by what they prove."""

    strong: tuple[str, ...]
    lower: tuple[str, ...]
    generic: tuple[str, ...]


class Topic(Record):
    """A topic that pairs places without a tie: its words, and how many different ones make it the document's."""

    least: int
    words: tuple[str, ...]


class PartyRules(Record):
    """All of parties.yaml, with the patterns made from it."""

    heads: Heads
    nicknames: dict[str, tuple[str, ...]]
    capitals: tuple[str, ...]
    institutions: Around
    consulates: tuple[str, ...]
    witnesses: tuple[str, ...]
    venue: Venue
    ties: Ties
    common: tuple[str, ...]
    hypothetical: tuple[str, ...]
    other_topics: tuple[Topic, ...]
    anaphora: tuple[str, ...]

    def other_topic(self, text: str) -> float:
        """How far the text is about a topic that pairs places without a tie: from 1 on it is, from 2 on plainly so."""
        shares = (
            len({match.group().casefold() for match in pattern.finditer(text)}) / topic.least
            for topic, pattern in zip(self.other_topics, self._topic_patterns, strict=True)
        )
        return max(shares, default=0.0)

    @cached_property
    def _topic_patterns(self) -> list[re.Pattern[str]]:
        return [any_of(topic.words) for topic in self.other_topics]

    @cached_property
    def strong_ties(self) -> re.Pattern[str]:
        """Matches a word that says governments are twinned."""
        return any_of(self.ties.strong)

    @cached_property
    def lower_ties(self) -> re.Pattern[str]:
        """Matches a word for a tie below a sister city (friendship city)."""
        return any_of(self.ties.lower)

    @cached_property
    def generic_ties(self) -> re.Pattern[str]:
        """Matches a word for any cooperation or its paper."""
        return any_of(self.ties.generic)

    @cached_property
    def hypothetical_cues(self) -> re.Pattern[str]:
        """Matches a word that makes the sentence a wish or a comparison."""
        return any_of(self.hypothetical)

    @cached_property
    def witness_cues(self) -> re.Pattern[str]:
        """Matches a word that makes those named after it onlookers."""
        return any_of(self.witnesses)

    @cached_property
    def anaphora_cues(self) -> re.Pattern[str]:
        """Matches a word that refers to the pair named before."""
        return any_of(self.anaphora)


def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the words, whole and in any case; white space and hyphens inside may vary."""
    longest_first = sorted(words, key=len, reverse=True)
    parts = (re.sub(r"(?:\\ |\\-)", r"[\\s-]+", re.escape(word)) for word in longest_first)
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)


def load_party_rules(path: Path = FILE) -> PartyRules:
    """Read the file; raise RuleError where it is not YAML or has an unknown or missing key."""
    try:
        return PartyRules.model_validate(srsly.read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise RuleError(path, ".".join(map(str, first["loc"])), first["msg"]) from error
    except ValueError as error:
        raise RuleError(path, None, f"not readable as YAML ({error})") from error
