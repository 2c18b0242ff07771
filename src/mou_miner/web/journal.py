"""A copy of every decision in the folder of corrections, which every run reads: it outlives the database."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from pathlib import Path

from mou_miner.exports.corrections import correction_line
from mou_miner.records import Correction

logger = logging.getLogger(__name__)
_lock = threading.Lock()


def append(folder: Path, corrections: Sequence[Correction]) -> None:
    """Add the corrections to the file of their annotator; the database has them already, so a full disk stops nobody."""
    if not corrections:
        return
    name = re.sub(r"[^\w.-]", "_", corrections[0].annotator) or "annotator"
    lines = "".join(f"{correction_line(item)}\n" for item in corrections)
    try:
        with _lock:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / f"review-{name}.jsonl").open("a", encoding="utf-8", newline="\n") as file:
                file.write(lines)
    except OSError as error:
        logger.warning("%s: decisions are in the database, but not in this folder (%s)", folder, error.strerror)
