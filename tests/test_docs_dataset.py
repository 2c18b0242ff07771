"""The guide's Python example runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mou_miner import Store

GUIDE = Path(__file__).parents[1] / "docs" / "dataset.md"
STORY = "Pemerintah Kota Bandung dan Kota Suwon, Korea Selatan, menandatangani nota kesepahaman sister city pada 25 Agustus 1997."


def test_the_guides_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reportlab = pytest.importorskip("reportlab.pdfgen.canvas")
    monkeypatch.chdir(tmp_path)
    page = reportlab.Canvas("memo.pdf")
    page.drawString(40, 700, STORY[:70])
    page.drawString(40, 680, STORY[70:])
    page.save()
    (tmp_path / "build").mkdir()
    Store.open("sqlite:///build/mou.sqlite").close()
    [example] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, str(GUIDE), "exec"), {})
    assert capsys.readouterr().out == "Kota Bandung Suwon mou\n"
