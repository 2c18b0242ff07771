"""One pipeline for all tests here: building it takes seconds."""

from __future__ import annotations

import pytest
from spacy.language import Language

from mou_miner.mentions.pipeline import build_nlp
from mou_miner.rules import Rules, load_rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules()


@pytest.fixture(scope="session")
def nlp(rules: Rules) -> Language:
    return build_nlp(rules)
