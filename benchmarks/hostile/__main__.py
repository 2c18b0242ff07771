"""Run over all hostile files and print what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.hostile.running import Limits, build, run, table


def main() -> int:
    """Return 1 where a file broke a limit or ended with an outcome that is not sensible for it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--kind", action="append", help="only this kind of trouble; may be given repeatedly")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--seconds", type=float, default=20.0, help="limit of computing for a document")
    parser.add_argument("--memory", type=int, default=800, help="limit of memory in MB")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ocr", choices=["auto", "off"], default="auto")
    parser.add_argument("--keep", type=Path, help="write the files here and leave them there")
    parser.add_argument("--list", action="store_true", help="print a line for each file")
    options = parser.parse_args()
    limits = Limits(options.seconds, options.memory, options.workers, options.ocr)
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        cases = build(options.keep or Path(folder), options.seed, options.kind)
        endings = []
        for ending in run(cases, limits):
            endings.append(ending)
            if options.list:
                outcomes = "+".join(sorted(ending.outcomes))
                print(ending.name, outcomes, f"{ending.seconds:.2f} s", ending.cause, sep="\t", flush=True)
    print(table(endings, limits))
    broken = [ending for ending in endings if ending.breach]
    for ending in broken:
        print(f"BREACH {ending.name}: {ending.breach} ({ending.cause})")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
