"""mou-miner turns memoranda and news about Indonesian city diplomacy into a dataset of partnerships."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mou_miner.api import Store, extract, extract_text
    from mou_miner.exports.reading import read_dataset

__version__ = "0.1.0"
__all__ = ["Store", "__version__", "extract", "extract_text", "read_dataset"]

_PUBLIC = {
    "extract": "mou_miner.api",
    "extract_text": "mou_miner.api",
    "Store": "mou_miner.api",
    "read_dataset": "mou_miner.exports.reading",
}
"""What can be imported from here, and where it comes from: it is loaded when first asked for."""


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)
