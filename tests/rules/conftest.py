"""A folder of rules that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mou_miner.rules import load_rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shipped = load_rules().folder
    copy = tmp_path / "rules"
    shutil.copytree(shipped, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy
