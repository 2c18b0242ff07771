"""The wheel as others install it: complete, and at work far from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "corpus/dev/id-loi-wonosobo-dalat.pdf"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (path,) = folder.glob("mou_miner-*.whl")
    return path


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel into an environment that sees our libraries, not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False)
    scheme = {"base": str(folder), "platbase": str(folder)}
    target = Path(sysconfig.get_path("purelib", "venv", scheme))
    python = Path(sysconfig.get_path("scripts", "venv", scheme)) / "python"
    # The libraries of this environment are lent, and stand last: mou_miner is found in its wheel before.
    (target / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--force-reinstall"]
    subprocess.run([*pip, "--ignore-installed", str(wheel)], check=True)
    return python.with_name("mou-miner")


def call(program: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MOU_MINER"))}
    return subprocess.run([program, *arguments], cwd=cwd, env=clean, capture_output=True, text=True, check=False)


def test_the_wheel_holds_all_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    needed = [
        "mou_miner/extraction.schema.json", "mou_miner/py.typed", "mou_miner/gazetteer/gazetteer.sqlite",
        "mou_miner/rules/parties.yaml", "mou_miner/rules/scopes/tourism.yaml", "mou_miner/rules/activities/aid.yaml",
        "mou_miner/web/texts.yaml", "mou_miner/web/templates/document.html", "mou_miner/web/static/document.js",
        "mou_miner/web/static/vendor/htmx/htmx.min.js", "mou_miner/web/static/vendor/pdfjs/pdf.worker.min.mjs",
        "mou_miner/web/static/vendor/pdfjs/standard_fonts/LiberationSans-Regular.ttf",
        "mou_miner/store/alembic/env.py", "mou_miner/store/alembic/versions/0001_first_schema.py",
    ]  # fmt: skip
    assert [name for name in needed if name not in names] == []
    models = ROOT / "models"
    shipped = {
        path.relative_to(models).as_posix()
        for folder in ("ner", "stanza")
        for path in (models / folder).rglob("*")
        if path.is_file()
    }
    assert {f"mou_miner/models/{name}" for name in shipped} <= names
    assert [name for name in names if not name.startswith(("mou_miner/", "mou_miner-"))] == []


def test_an_installed_program_reads_a_pdf_far_from_the_checkout(program: Path, tmp_path: Path) -> None:
    code = "import mou_miner; print(mou_miner.__file__)"
    python = program.with_name("python")
    found = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(program.parents[1])
    said = call(program, "extract", str(PAPER), cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    (partnership,) = json.loads(said.stdout)["partnerships"]
    assert (partnership["indonesian_party"]["name"], partnership["partner"]["name"]) == ("Kabupaten Wonosobo", "Da Lat")


def test_an_installed_program_runs_and_is_well(program: Path, tmp_path: Path) -> None:
    said = call(program, "run", str(PAPER), cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "1 read" in said.stdout
    assert (tmp_path / "build/mou.sqlite").is_file()
    said = call(program, "doctor", cwd=tmp_path)
    assert said.returncode == 0, said.stdout
    assert str(ROOT) not in said.stdout
