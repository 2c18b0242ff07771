"""The papers of a partnership: what an instrument says of itself, and what a story tells of one."""

from __future__ import annotations

from mou_miner.claims.context import Context
from mou_miner.claims.dates_relative import story_date
from mou_miner.claims.instruments.own import cited_papers, own_paper
from mou_miner.claims.instruments.paper import Paper
from mou_miner.claims.instruments.statements import statements_of
from mou_miner.claims.instruments.told import told_papers

__all__ = ["Paper", "find_papers", "statements_of"]

INSTRUMENT_KINDS = frozenset({"mou", "loi", "agreement", "plan_of_action"})
"""Kinds of document that are a paper themselves."""


def find_papers(context: Context) -> list[Paper]:
    """Return the instruments of all pairs."""
    document = context.document
    if document.kind in INSTRUMENT_KINDS:
        return [
            paper for pair in context.pairs[:1] for paper in (own_paper(context, pair), *cited_papers(context, pair))
        ]
    published = story_date(document.text, document.date_published)
    return [paper for pair in context.pairs for paper in told_papers(context, pair, published)]
