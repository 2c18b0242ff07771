"""The words around papers and their dates (instruments.yaml), checked strictly when read."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import srsly
from pydantic import ValidationError

from mou_miner.errors import RuleError
from mou_miner.records import InstrumentKind, Record
from mou_miner.rules.parties import any_of

FILE = Path(__file__).with_name("instruments.yaml")
ARTICLES = Path(__file__).with_name("articles.yaml")

DateRole = Literal["paper", "dated", "tie", "since", "talks", "end", "effect", "report", "event"]
"""What happened on a date. Only the first three can make it the day of a signing; `since` is a last resort."""


Model = TypeVar("Model", bound=Record)


class KindWords(Record):
    """Words that name a kind of paper."""

    kind: InstrumentKind
    words: tuple[str, ...]


class HeadWords(Record):
    """Words that say what happened on a date near them."""

    role: DateRole
    words: tuple[str, ...]


class DateExample(Record):
    """A text and the role of each date in it."""

    text: str
    dates: dict[str, DateRole]


class InstrumentRules(Record):
    """All of instruments.yaml, with the patterns made from it."""

    kinds: tuple[KindWords, ...]
    bare_letters: tuple[str, ...]
    heads: tuple[HeadWords, ...]
    happens: tuple[str, ...]
    other_objects: tuple[str, ...]
    alongside: tuple[str, ...]
    after_the_fact: tuple[str, ...]
    older: tuple[str, ...]
    event_back: tuple[str, ...]
    written: tuple[str, ...]
    respectively: tuple[str, ...]
    examples: tuple[DateExample, ...]

    @cached_property
    def kind_patterns(self) -> tuple[tuple[InstrumentKind, re.Pattern[str]], ...]:
        """The kinds of paper with the pattern of their names."""
        return tuple((item.kind, any_of(item.words)) for item in self.kinds)

    @cached_property
    def head_pattern(self) -> re.Pattern[str]:
        """Matches any head; `role_of` tells which."""
        return any_of((*(word for item in self.heads for word in item.words), *self.happens))

    @cached_property
    def roles(self) -> dict[str, DateRole]:
        """The role of each head, folded and with single spaces."""
        light: dict[str, DateRole] = {_folded(word): "event" for word in self.happens}
        return light | {_folded(word): item.role for item in reversed(self.heads) for word in item.words}

    def role_of(self, words: str) -> DateRole:
        """Return the role of a head as written."""
        return self.roles[_folded(words)]

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return the pattern of one of the lists of words."""
        return _pattern(getattr(self, name))

    def ends_with(self, name: str, text: str) -> bool:
        """Whether the text ends with one of the words of a list, white space aside."""
        end = len(text.rstrip())
        return any(match.end() == end for match in self.pattern(name).finditer(text, max(0, end - 45)))


def _folded(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words).casefold()


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(words)


class TopicWords(Record):
    """Words of a heading that say what its article is about."""

    topic: str
    words: tuple[str, ...]


class HeadingExample(Record):
    """A heading and its topic."""

    heading: str
    topic: str | None


class ArticleRules(Record):
    """All of articles.yaml."""

    topics: tuple[TopicWords, ...]
    examples: tuple[HeadingExample, ...]

    def topic_of(self, heading: str) -> str | None:
        """Return the topic of a heading, None where no word of it is known."""
        return next((item.topic for item in self.topics if _pattern(item.words).search(heading)), None)


@lru_cache(maxsize=1)
def load_instrument_rules() -> InstrumentRules:
    """Read instruments.yaml; raise RuleError where it is not YAML or has an unknown or missing key."""
    return read_words(FILE, InstrumentRules)


@lru_cache(maxsize=1)
def load_article_rules() -> ArticleRules:
    """Read articles.yaml, likewise."""
    return read_words(ARTICLES, ArticleRules)


def read_words(path: Path, model: type[Model]) -> Model:
    """Return a file of words as its model; raise RuleError where it is not YAML or has an unknown or missing key."""
    try:
        return model.model_validate(srsly.read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise RuleError(path, ".".join(map(str, first["loc"])), first["msg"]) from error
    except ValueError as error:
        raise RuleError(path, None, f"not readable as YAML ({error})") from error
