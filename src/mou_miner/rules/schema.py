"""What a rule file may say: strict, frozen models, so that a misspelt key stops the run instead of finding nothing.

Words are written plainly; case, accents, plural doubling and old spelling do not matter (see `spelling`). A token
pattern is a list with one entry per token:

    bantuan|hibah    one of these words                    sama?    the same, but it may be missing
    <people_id>      one word of a list in lists.yaml      !a|b     any word but these
    _                any word, no punctuation              #        a number, in digits or words
    /pem\\w+an/      a regular expression on the whole normal form
    {LOWER: x}       anything spaCy's Matcher takes
"""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mou_miner.records import ActivityType, Language, ScopeCode

Meaning = Literal["done", "planned", "not_done", "hypothetical", "reported_question", "pseudo"]
"""What a cue says of the clause it stands in; `pseudo` looks like a cue and says nothing ('tidak hanya')."""
Direction = Literal["forward", "backward", "both"]
StageCue = Literal[
    "exploration", "loi", "mou", "standing", "signed", "to_be_signed", "implemented", "ended", "stalled", "renewal",
    "revival",
]  # fmt: skip
"""What speaks for a stage: `loi` and `mou` name an instrument, `standing` names a tie as existing ('sister city')."""
TokenPattern = tuple[str | dict[str, Any], ...]


class RuleModel(BaseModel):
    """A frozen piece of a rule file; unknown keys and wrong types are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Example(RuleModel):
    """A text and everything the rule finds in it, as written and in order; an empty list is a negative example."""

    text: str
    finds: tuple[str, ...]


class Names(RuleModel):
    """A name for people, in both languages."""

    id: str
    en: str


class Words(RuleModel):
    """Literal words by language."""

    id: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Patterns(RuleModel):
    """Token patterns by language."""

    id: tuple[TokenPattern, ...] = ()
    en: tuple[TokenPattern, ...] = ()


class TopicRule(RuleModel):
    """Words for one code. `not_` (written `not`) holds longer phrases in which those words mean something else."""

    label: Names
    phrases: Words
    patterns: Patterns = Patterns()
    not_: Words = Field(default=Words(), alias="not")
    examples: tuple[Example, ...] = Field(min_length=2)
    path: Path = Field(default=Path(), strict=False, exclude=True)

    @property
    @abstractmethod
    def rule_id(self) -> str:
        """The name under which its mentions travel."""


class ScopeRule(TopicRule):
    """How texts name one field of cooperation."""

    id: ScopeCode

    @property
    def rule_id(self) -> str:
        """The name under which its mentions travel."""
        return f"scope.{self.id}"


class ActivityRule(TopicRule):
    """How texts name one kind of activity under a partnership."""

    id: ActivityType

    @property
    def rule_id(self) -> str:
        """The name under which its mentions travel."""
        return f"activity.{self.id}"


class CueRule(RuleModel):
    """Words that tell whether what stands near them happened. Among cues on one mention the highest strength wins."""

    id: str
    language: Language
    meaning: Meaning
    direction: Direction = "forward"
    strength: int = Field(ge=0, le=9)
    phrases: tuple[str, ...] = ()
    patterns: tuple[TokenPattern, ...] = ()
    examples: tuple[Example, ...] = Field(min_length=1)

    @property
    def rule_id(self) -> str:
        """The name under which its mentions travel."""
        return f"assertion.{self.id}"


class StageRule(RuleModel):
    """Words that tell how far a partnership came."""

    id: str
    language: Language
    stage: StageCue
    phrases: tuple[str, ...] = ()
    patterns: tuple[TokenPattern, ...] = ()
    not_: tuple[str, ...] = Field(default=(), alias="not")
    examples: tuple[Example, ...] = Field(min_length=1)

    @property
    def rule_id(self) -> str:
        """The name under which its mentions travel."""
        return f"stage.{self.id}"


class AssertionFile(RuleModel):
    """assertion.yaml: cues, and the words and signs no cue reaches across."""

    cues: tuple[CueRule, ...]
    terminators: Words


class StagesFile(RuleModel):
    """stages.yaml."""

    cues: tuple[StageRule, ...]


class CancelFile(RuleModel):
    """cancel.yaml: in a name of an office, school or company a field is no field of cooperation.

    `heads` stand before the words they cancel ('Dinas', 'Ministry of'), `tails` behind them ('Office'); `phrases`
    cancel whatever they overlap. Each example lists the scopes and activities that remain.
    """

    heads: Words
    tails: Words
    phrases: Words
    examples: tuple[Example, ...]


class SpellingFile(RuleModel):
    """spelling.yaml: `words` maps a spelling to the rules' own; `phrases` are groups that may replace each other."""

    words: dict[str, str]
    phrases: tuple[tuple[str, ...], ...]
    abbreviations: tuple[str, ...]


class ListsFile(RuleModel):
    """lists.yaml: words that may stand for each other in token patterns, by the name of their list."""

    lists: dict[str, tuple[str, ...]]


class Rules(RuleModel):
    """Everything to look for. `version` is a short hash of all rule files; `folder` is where they lie."""

    version: str
    folder: Path
    scopes: tuple[ScopeRule, ...]
    activities: tuple[ActivityRule, ...]
    cues: tuple[CueRule, ...]
    stages: tuple[StageRule, ...]
    terminators: Words
    cancel: CancelFile
    spelling: SpellingFile
    lists: dict[str, tuple[str, ...]]

    def cue(self, rule_id: str) -> CueRule | None:
        """Return the assertion cue with this mention rule id ('assertion.done.id'), or None."""
        return next((cue for cue in self.cues if cue.rule_id == rule_id), None)

    def stage(self, rule_id: str) -> StageRule | None:
        """Return the stage cue with this mention rule id ('stage.loi.id'), or None."""
        return next((cue for cue in self.stages if cue.rule_id == rule_id), None)
