"""What a visitor sees of a document: in double annotation, everybody sees their own decisions only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mou_miner.records import Correction, Document
from mou_miner.store import people
from mou_miner.store.moves import corrections_of
from mou_miner.store.people import Assignment
from mou_miner.store.store import Store
from mou_miner.web.board import Board, make_board
from mou_miner.web.security import Visitor
from mou_miner.web.shelf import Sheet

if TYPE_CHECKING:
    from mou_miner.web.app import Parts


class View(NamedTuple):
    """A document as a visitor sees it; `layer` is the visitor's blind copy, `closed` says why nothing can be decided."""

    sheet: Sheet
    board: Board
    layer: str | None
    closed: str | None
    assignments: tuple[Assignment, ...]

    @property
    def document(self) -> Document:
        return self.sheet.document


def view_of(parts: Parts, doc_id: str, visitor: Visitor) -> View | None:
    """Return the document as the visitor sees it, None where there is none."""
    sheet = parts.shelf.sheet(doc_id)
    if sheet is None:
        return None
    assigned = tuple(people.assignments_of(parts.store, doc_id=doc_id))
    layer = layer_of(visitor.name, assigned)
    corrections = seen_by(parts.store, sheet.document, layer, assigned)
    return View(sheet, make_board(sheet, corrections), layer, _closed(visitor, layer, assigned), assigned)


def layer_of(name: str, assigned: Sequence[Assignment]) -> str | None:
    """Return the blind copy that the person works in."""
    return next((item.annotator for item in assigned if item.blind and item.annotator == name), None)


def seen_by(store: Store, document: Document, layer: str | None, assigned: Sequence[Assignment]) -> list[Correction]:
    """Return the corrections that are seen: all that count or, in a blind copy, those older than it and its own."""
    shared = corrections_of(store, document)
    if layer is None:
        return shared
    since = min(item.at for item in assigned if item.blind)
    return [item for item in shared if item.at < since] + corrections_of(store, document, layer)


def _closed(visitor: Visitor, layer: str | None, assigned: Sequence[Assignment]) -> str | None:
    if not visitor.may("annotator"):
        return "closed.reader"
    blind = any(item.blind for item in assigned)
    if blind and layer is None and not visitor.may("adjudicator"):
        return "closed.blind"
    return None
