"""Which kind of paper a text names."""

from __future__ import annotations

from collections.abc import Sequence

from mou_miner.records import InstrumentKind, Span
from mou_miner.rules.instruments import load_instrument_rules

Kinds = list[tuple[Span, InstrumentKind]]


def find_kinds(text: str, base: int = 0) -> Kinds:
    """Return the papers that the text names, in order."""
    found: Kinds = []
    for kind, pattern in load_instrument_rules().kind_patterns:
        for match in pattern.finditer(text):
            span = Span(base + match.start(), base + match.end())
            if not any(span.start < other.end and other.start < span.end for other, _ in found):
                found.append((span, kind))
    return sorted(found)


def last_kind(text: str) -> InstrumentKind | None:
    """Return the kind of the paper that is named last."""
    found = find_kinds(text)
    return found[-1][1] if found else None


def distinct_kinds(kinds: Sequence[tuple[Span, InstrumentKind]]) -> Kinds:
    """Return one entry a kind; a renewal of a memorandum is the renewal, a "sister city agreement (MoU)" the memorandum."""
    names = {kind for _, kind in kinds}
    kept: dict[InstrumentKind, Span] = {}
    for span, kind in kinds:
        if kind in {"mou", "agreement"} and "renewal" in names:
            continue
        if kind == "agreement" and names & {"mou", "loi"}:
            continue
        kept.setdefault(kind, span)
    return [(span, kind) for kind, span in kept.items()]
