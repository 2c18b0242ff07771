"""The documents that are being worked on, kept at hand: a page is asked for many times while a person reads it."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mou_miner.corrections import review_claims
from mou_miner.partnerships import assemble
from mou_miner.records import Claim, Correction, Document, Extraction
from mou_miner.service import Tools, extract_document
from mou_miner.store.moves import Derive, last_run, refresh
from mou_miner.store.store import Store

_KEPT = 64
_LARGEST_FILE = 200_000_000


class Sheet(NamedTuple):
    """A document and what the machine claims of it, as one run left them; `imported` are the claims of other programs."""

    document: Document
    machine: tuple[Claim, ...]
    run_id: int
    imported: tuple[Claim, ...] = ()


class Shelf:
    """Hands out documents of a store with their machine claims; may be used by several threads."""

    def __init__(self, store: Store, tools: Tools, folders: Sequence[Path] = ()) -> None:
        self._store, self._tools = store, tools
        self._folders = tuple(folders)
        self._lock, self._reading = threading.Lock(), threading.Lock()
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()
        self._files: dict[str, tuple[Path, int, int]] = {}

    def sheet(self, doc_id: str) -> Sheet | None:
        """Return the document, None where the store does not hold it."""
        state = last_run(self._store, doc_id)
        if state is None:
            return None
        with self._lock:
            kept = self._sheets.get(doc_id)
            if kept is not None and kept.run_id == state[0]:
                self._sheets.move_to_end(doc_id)
                return kept
        extraction = self._store.extraction(doc_id)
        if extraction is None:
            return None
        imported = tuple(claim for claim, _ in self._store.imported_claims(doc_id))
        sheet = Sheet(extraction.document, self._machine(extraction), state[0], imported)
        with self._lock:
            self._sheets[doc_id] = sheet
            while len(self._sheets) > _KEPT:
                self._sheets.popitem(last=False)
        return sheet

    def use(self, tools: Tools) -> None:
        """Work with other tools from now on."""
        self._tools = tools

    def read_again(self, doc_id: str) -> bool:
        """Let the machine say anew what a document says; return whether that is something else than before."""
        sheet = self.sheet(doc_id)
        if sheet is None:
            return False
        with self._reading:
            machine = extract_document(sheet.document, self._tools).machine or ()
        if machine == sheet.machine:
            return False
        fresh = sheet._replace(machine=machine)
        refresh(self._store, doc_id, self.derive(fresh))
        with self._lock:
            self._sheets[doc_id] = fresh
        return True

    def derive(self, sheet: Sheet) -> Derive:
        """Return what makes an extraction of all corrections on the document."""

        def derived(corrections: Sequence[Correction]) -> Extraction:
            return extraction_of(sheet, corrections)

        return derived

    def file(self, document: Document) -> Path | None:
        """Return the file the document was read from, None where it is gone or is another one by now.

        The bytes must be those that were read: no name in a store can make this hand out anything else.
        """
        for path in self._paths(document):
            try:
                facts = path.stat()
                if not path.is_file() or facts.st_size > _LARGEST_FILE:
                    continue
                known = (path, facts.st_size, facts.st_mtime_ns)
                if self._files.get(document.doc_id) == known:
                    return path
                if hashlib.sha256(path.read_bytes()).hexdigest() == document.doc_id:
                    self._files[document.doc_id] = known
                    return path
            except OSError:
                continue
        return None

    def _paths(self, document: Document) -> list[Path]:
        source = Path(document.source)
        return [
            source,
            *(folder / source for folder in self._folders),
            *(folder / source.name for folder in self._folders),
        ]

    def _machine(self, extraction: Extraction) -> tuple[Claim, ...]:
        if extraction.machine is not None:
            return extraction.machine
        with self._reading:
            made = extract_document(extraction.document, self._tools)
        return made.claims


def extraction_of(sheet: Sheet, corrections: Sequence[Correction]) -> Extraction:
    """Return what the document says once the corrections are applied."""
    reviewed = review_claims(sheet.machine, corrections, sheet.document)
    return Extraction(
        document=sheet.document,
        claims=tuple(reviewed.claims),
        partnerships=tuple(assemble(sheet.document, reviewed.claims)),
        unplaced=tuple(reviewed.unplaced),
        machine=sheet.machine,
    )
