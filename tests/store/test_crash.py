"""kill -9 at random moments of a run: ten here, two hundred by `python -m benchmarks.crash`."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_killed_run_is_done_again_without_loss(database: str, request: pytest.FixtureRequest) -> None:
    if database == "postgresql":
        request.getfixturevalue("server")
    seed = random.Random().randrange(10_000)
    command = [sys.executable, "-m", "benchmarks.crash", "--kills", "10", "--documents", "5"]
    done = subprocess.run(
        [*command, "--database", database, "--seed", str(seed)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), f"seed {seed}: {done.stdout}{done.stderr}"
    assert '"kills": 10' in done.stdout
