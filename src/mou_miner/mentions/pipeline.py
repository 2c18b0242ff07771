"""Rules made into one spaCy pipeline; one tokenizer for both languages, since a page may hold both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.attrs import LIKE_NUM
from spacy.lang.en.lex_attrs import like_num as is_english_number
from spacy.lang.id import Indonesian
from spacy.lang.id.lex_attrs import like_num as is_indonesian_number
from spacy.language import Language

from mou_miner.errors import RuleError
from mou_miner.mentions import components
from mou_miner.records import Language as LanguageCode
from mou_miner.rules.schema import ActivityRule, CueRule, Rules, ScopeRule, StageRule, TokenPattern, Words
from mou_miner.rules.spelling import inflected, normal_form, variants

Pattern = dict[str, Any]
Rule = ScopeRule | ActivityRule | CueRule | StageRule
_ANY_WORD = {"IS_PUNCT": False, "IS_SPACE": False}


_NO_SUFFIX = 3
_ROUND_NUMBERS = frozenset(
    {"sepuluh", "sebelas", "seratus", "seribu", "sejuta", "puluhan", "belasan", "ratusan", "ribuan"}
)


def is_number(word: str) -> bool:
    """Return whether the word is a number of either language, in digits or letters."""
    return bool(is_indonesian_number(word) or is_english_number(word) or word.lower() in _ROUND_NUMBERS)  # type: ignore[no-untyped-call]


class InstrumentDefaults(Indonesian.Defaults):  # type: ignore[misc, valid-type]
    """Let '2.Pariwisata' and 'MoU.' fall apart, which the Indonesian tokenizer keeps whole."""

    infixes = (*Indonesian.Defaults.infixes, r"(?<=[0-9])[.)](?=[A-Za-z])")
    suffixes = (*Indonesian.Defaults.suffixes, r"(?<=[a-z][A-Z])\.")
    lex_attr_getters = {**Indonesian.Defaults.lex_attr_getters, LIKE_NUM: is_number}  # noqa: RUF012  spaCy's own form


class InstrumentIndonesian(Indonesian):  # type: ignore[no-untyped-call]
    """spaCy's Indonesian with our borders: a class, as changing a made tokenizer reads its 5,000 exceptions again."""

    Defaults = InstrumentDefaults


def build_nlp(rules: Rules) -> Language:
    """Return a pipeline that fills the span groups scopes, activities, cues, stages and sets sentences."""
    nlp = InstrumentIndonesian()
    nlp.add_pipe("normal_form", config={"spellings": rules.spelling.words})
    groups: dict[str, Iterable[Pattern]] = {
        "scopes": _topic_patterns(rules.scopes, rules),
        "activities": _topic_patterns(rules.activities, rules),
        "cues": _cue_patterns(rules),
        "stages": _stage_patterns(rules),
        "cancels": _cancel_patterns(rules),
    }
    for group, patterns in groups.items():
        _add_ruler(nlp, group, list(patterns))
    nlp.add_pipe("cancel_topics")
    nlp.add_pipe("genre_sentences", config={"abbreviations": list(rules.spelling.abbreviations)})
    return nlp


def _add_ruler(nlp: Language, group: str, patterns: list[Pattern]) -> None:
    # 'Board of the province' is a head and 'Investment Board' has a tail: cancels may overlap.
    spans_filter = None if group == "cancels" else {"@misc": components.FILTER}
    ruler = nlp.add_pipe(
        "span_ruler",
        name=group,
        # Behind the normal form only: adding a phrase runs every component before the ruler.
        after="normal_form",
        config={
            "spans_key": group,
            "phrase_matcher_attr": "NORM",
            "validate": True,
            "spans_filter": spans_filter,
        },
    )
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]


def _topic_patterns(topics: Iterable[ScopeRule | ActivityRule], rules: Rules) -> Iterator[Pattern]:
    for rule in topics:
        for language, phrase in _by_language(rule.phrases):
            yield from _phrases(phrase, rules, label=rule.id, rule_id=rule.rule_id, language=language)
        for language, phrase in _by_language(rule.not_):
            yield from _phrases(
                phrase, rules, label="not", rule_id=f"{rule.rule_id}{components.NOT}", language=language
            )
        for pattern in rule.patterns.id:
            yield {"label": rule.id, "id": rule.rule_id, "pattern": _tokens(pattern, rules, rule, "id")}
        for pattern in rule.patterns.en:
            yield {"label": rule.id, "id": rule.rule_id, "pattern": _tokens(pattern, rules, rule, "en")}


def _cue_patterns(rules: Rules) -> Iterator[Pattern]:
    for rule in rules.cues:
        for phrase in rule.phrases:
            yield from _phrases(phrase, rules, label=rule.meaning, rule_id=rule.rule_id)
        for pattern in rule.patterns:
            yield {"label": rule.meaning, "id": rule.rule_id, "pattern": _tokens(pattern, rules, rule, rule.language)}
    for language, phrase in _by_language(rules.terminators):
        yield from _phrases(phrase, rules, label="terminator", rule_id=f"terminator.{language}")


def _stage_patterns(rules: Rules) -> Iterator[Pattern]:
    for rule in rules.stages:
        for phrase in rule.phrases:
            yield from _phrases(phrase, rules, label=rule.stage, rule_id=rule.rule_id)
        for phrase in rule.not_:
            yield from _phrases(phrase, rules, label="not", rule_id=f"{rule.rule_id}{components.NOT}")
        for pattern in rule.patterns:
            yield {"label": rule.stage, "id": rule.rule_id, "pattern": _tokens(pattern, rules, rule, rule.language)}


def _cancel_patterns(rules: Rules) -> Iterator[Pattern]:
    for label, words in (
        ("head", rules.cancel.heads),
        ("tail", rules.cancel.tails),
        ("phrase", rules.cancel.phrases),
    ):
        for _, phrase in _by_language(words):
            yield from _phrases(phrase, rules, label=label, rule_id=f"cancel.{label}")


def _by_language(words: Words) -> Iterator[tuple[LanguageCode, str]]:
    yield from (("id", phrase) for phrase in words.id)
    yield from (("en", phrase) for phrase in words.en)


def _phrases(
    phrase: str, rules: Rules, *, label: str, rule_id: str, language: LanguageCode | None = None
) -> Iterator[Pattern]:
    """Yield the patterns of a phrase: its spellings and, where a language is given, its inflected last word."""
    for spelling in variants(phrase, rules.spelling.phrases):
        for form in inflected(spelling, language) if language else (spelling,):
            yield {"label": label, "id": rule_id, "pattern": form}


def _tokens(pattern: TokenPattern, rules: Rules, rule: Rule, language: LanguageCode) -> list[Pattern]:
    if all(isinstance(part, str) and part.endswith("?") for part in pattern):
        raise RuleError(
            _path(rule, rules), rule.rule_id, f"a pattern needs a token that must be there: {list(pattern)}"
        )
    return [_token(part, rules, rule, language) if isinstance(part, str) else part for part in pattern]


def _token(part: str, rules: Rules, rule: Rule, language: LanguageCode) -> Pattern:
    words, optional = (part[:-1], True) if len(part) > 1 and part.endswith("?") else (part, False)
    if words == "_":
        token: Pattern = dict(_ANY_WORD)
    elif words == "#":
        token = {"LIKE_NUM": True}
    elif len(words) > 2 and words.startswith("/") and words.endswith("/"):
        token = {"NORM": {"REGEX": f"^(?:{words[1:-1]})$"}}
    elif len(words) > 1 and words.startswith("!"):
        token = {"NORM": {"NOT_IN": _alternatives(words[1:], rules, rule, language)}, **_ANY_WORD}
    else:
        token = {"NORM": {"IN": _alternatives(words, rules, rule, language)}}
    return {**token, "OP": "?"} if optional else token


def _alternatives(words: str, rules: Rules, rule: Rule, language: LanguageCode) -> list[str]:
    """Return the normal forms of 'a|b|<list>', in stable order."""
    found: set[str] = set()
    for word in words.split("|"):
        if word.startswith("<") and word.endswith(">"):
            if word[1:-1] not in rules.lists:
                raise RuleError(_path(rule, rules), rule.rule_id, f"names the list '{word}', which lists.yaml lacks")
            found.update(rules.lists[word[1:-1]])
        else:
            found.add(word)
    if language == "id":
        # 'kelanjutannya' for 'kelanjutan': short words ('di') take no suffix.
        found |= {form for word in found if len(word) > _NO_SUFFIX for form in inflected(word, "id")}
    return sorted({normal_form(word, rules.spelling.words) for word in found})


def _path(rule: Rule, rules: Rules) -> Path:
    return getattr(rule, "path", rules.folder)
