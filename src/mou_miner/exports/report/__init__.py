"""One self-contained page about a dataset: map, network, stages, scopes, evidence and a table to search."""

from __future__ import annotations

from mou_miner.exports.report.page import make_report

__all__ = ["make_report"]
