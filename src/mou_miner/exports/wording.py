"""What codes are called in English and Indonesian, wherever the dataset is shown to people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

import srsly

from mou_miner.rules.load import load_rules

PageLanguage = Literal["en", "id"]
LANGUAGES: tuple[PageLanguage, ...] = ("en", "id")


@lru_cache(maxsize=1)
def codes() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return kind -> code -> its names by language and, under `means`, what it means."""
    content = files("mou_miner.exports").joinpath("codes.yaml").read_text(encoding="utf-8")
    found = cast(dict[str, dict[str, dict[str, Any]]], srsly.yaml_loads(content))
    rules = load_rules()
    found["scope"] = {rule.id: {"en": rule.label.en, "id": rule.label.id} for rule in rules.scopes}
    found["activity"] = {rule.id: {"en": rule.label.en, "id": rule.label.id} for rule in rules.activities}
    return found


def code_name(kind: str, code: str | None, language: PageLanguage) -> str:
    """Return what a code is called, the code itself where it has no name, '' where there is none."""
    if code is None:
        return ""
    found = codes().get(kind, {}).get(code)
    return str(found[language]) if found else code.replace("_", " ")


def country_name(country: str | None, language: PageLanguage) -> str:
    """Return what a country is called, its code where it is not known, '' where there is none."""
    from babel import Locale

    return "" if country is None else str(Locale(language).territories.get(country, country))


def province_code(kemendagri_code: str | None) -> str | None:
    """Return the code of the province that a local government is, or lies in."""
    return kemendagri_code[:2] if kemendagri_code else None
