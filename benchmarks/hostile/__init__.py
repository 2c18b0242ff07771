"""Hostile and damaged files, built from a seed, and a run over them all.

    python -m benchmarks.hostile [--kind KIND] [--seconds 20] [--memory 800] [--workers 2] [--keep FOLDER]

Each file must end with an outcome that is sensible for it, within its limits of time and memory. The table tells by kind
what came of the files, the slowest and the most memory; the exit code is 1 where a limit or an expectation is broken.
"""
