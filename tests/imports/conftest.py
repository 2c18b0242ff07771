from __future__ import annotations

from pathlib import Path

import pytest

from mou_miner.service import Tools
from mou_miner.settings import ReaderSettings, Settings

_ONCE = Tools()


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    """Tools with a database and folders of the test's own; rules, pipeline and gazetteer are loaded once."""
    settings = Settings(
        database=f"sqlite:///{tmp_path / 'mou.sqlite'}", corrections=tmp_path / "corrections", workers=0,
        reader=ReaderSettings(ocr="off"),
    )  # fmt: skip
    made = Tools(settings)
    for name in ("rules", "nlp", "maker", "versions"):
        made.__dict__[name] = getattr(_ONCE, name)
    return made
