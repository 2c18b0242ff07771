"""The words of the interface in Indonesian and English, and those for codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

import srsly

from mou_miner.rules.schema import Rules

UiLanguage = Literal["id", "en"]
LANGUAGES: tuple[UiLanguage, ...] = ("id", "en")

_BIDI = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "·")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(128, 160)), "·")
_HIDDEN = {**_BIDI, **_CONTROLS}


@lru_cache(maxsize=1)
def load_texts() -> Mapping[str, Mapping[str, str]]:
    """Return the texts by key and language."""
    content = files("mou_miner.web").joinpath("texts.yaml").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], srsly.yaml_loads(content))


def text(key: str, language: UiLanguage, **values: Any) -> str:
    """Return the text of a key, the key itself where there is none."""
    found = load_texts().get(key)
    if found is None:
        return key
    return found[language].format(**values) if values else found[language]


def refusal(message: str, language: UiLanguage) -> str:
    """Return a refusal in the language; one that names a value of its own is told in general words."""
    if language == "en":
        return message
    texts = {found["en"]: found[language] for key, found in load_texts().items() if key.startswith("refused.")}
    return texts.get(message) or f"{load_texts()['refused.value'][language]} ({message})"


def code_label(kind: str, code: object, language: UiLanguage, rules: Rules) -> str:
    """Return what a code is called: scopes and activities as their rules say, others as the texts say."""
    topics = rules.scopes if kind == "scope" else rules.activities if kind == "activity" else ()
    for rule in topics:
        if rule.id == code:
            return rule.label.id if language == "id" else rule.label.en
    found = load_texts().get(f"{kind}.{code}")
    return found[language] if found is not None else str(code).replace("_", " ")


def plain(words: object) -> str:
    """Return words of a document as they may be shown: characters that would turn the text around are dots."""
    return str(words).translate(_HIDDEN)


def choose_language(wanted: str | None, accepted: str | None) -> UiLanguage:
    """Return the language a person asked for, else the one the browser names first, else Indonesian."""
    if wanted in LANGUAGES:
        return wanted
    for part in (accepted or "").split(","):
        name = part.split(";")[0].split("-")[0].strip().lower()
        if name in LANGUAGES:
            return name
    return "id"
