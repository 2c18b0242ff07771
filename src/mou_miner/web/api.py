"""The HTTP interface for programs: documents in, partnerships and their changes out, decisions both ways."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import PurePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request, UploadFile
from fastapi import Path as InPath
from pydantic import BaseModel, Field

from mou_miner.dataset_records import Change, DocumentHit, PartnershipPage, PartnershipQuery
from mou_miner.exports.contract import extraction_json
from mou_miner.records import Correction, Form, ResolvedPartnership, ScopeCode, Stage
from mou_miner.store.moves import corrections_of
from mou_miner.web import deciding
from mou_miner.web.app import parts_of
from mou_miner.web.documents import make_move
from mou_miner.web.security import now
from mou_miner.web.views import view_of
from mou_miner.web.visiting import need

DESCRIPTION = (
    "Reads and feeds the dataset of partnerships. Every request but this description shows who asks: a program sends an "
    "access token made on the page Settings as `Authorization: Bearer ...`. Writing needs the role annotator."
)
ENDINGS = frozenset(
    {
        ".pdf",
        ".html",
        ".htm",
        ".txt",
        ".md",
        ".docx",
        ".jsonl",
        ".csv",
        ".eml",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    }
)


class Told(BaseModel):
    """What went wrong."""

    detail: Any


_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Told, "description": "The request cannot be understood."},
    401: {"model": Told, "description": "No token, or one that holds no longer."},
    403: {"model": Told, "description": "The role does not allow it."},
    404: {"model": Told, "description": "There is no such thing."},
    411: {"description": "The request does not say how long it is."},
    413: {"description": "More was sent than may be."},
    421: {"description": "Not served under this name."},
    422: {"model": Told, "description": "A value cannot be used."},
    503: {"model": Told, "description": "The database cannot be reached for a moment."},
}
router = APIRouter(prefix="/api", responses=_ERRORS)

DocId = Annotated[str, InPath(pattern=r"^[0-9a-f]{64}$", description="sha256 of the document's bytes")]
Words = Annotated[str | None, Query(max_length=300)]
_Day = Annotated[date | None, Query(description="judge dormant and expired by this day; today where it is not given")]


class Accepted(BaseModel):
    """A document that was taken in; ask for it under its id until its status is no longer `waiting`."""

    doc_id: str
    status: Literal["waiting", "done", "failed"]


class DocumentState(BaseModel):
    """What became of a document, and what it says in the form of the public contract."""

    doc_id: str
    status: Literal["waiting", "done", "failed"]
    problems: list[str] = Field(default_factory=list)
    extraction: dict[str, Any] | None = None


class Changes(BaseModel):
    """Changes in their order; ask again with `next` as `since`."""

    items: list[Change]
    next: int


class Hits(BaseModel):
    """Documents that were found by their words."""

    items: list[DocumentHit]


class Corrections(BaseModel):
    """All that people decided on a document, in the order it was said."""

    items: list[Correction]


class Record(BaseModel):
    """A page or a story as a scraper has it; `text` or `html` is needed."""

    url: str | None = Field(default=None, max_length=2_000)
    title: str | None = Field(default=None, max_length=2_000)
    date: str | None = Field(default=None, max_length=100)
    text: str | None = None
    html: str | None = None
    publisher: str | None = Field(default=None, max_length=300)
    author: str | None = Field(default=None, max_length=300)


# ---------------------------------------------------------------------------------------------- partnerships


@router.get("/partnerships", tags=["partnerships"])
def list_partnerships(
    request: Request, text: Words = None, region: Words = None, country: Words = None, partner: Words = None,
    stage: Annotated[list[Stage] | None, Query()] = None, form: Annotated[list[Form] | None, Query()] = None,
    scope: ScopeCode | None = None, year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
    doc_id: Annotated[str | None, Query(max_length=100)] = None, dormant: bool | None = None,
    expired: bool | None = None, on: _Day = None, after: Annotated[str | None, Query(max_length=1_000)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> PartnershipPage:  # fmt: skip
    """Return partnerships, a page at a time: give `next` of one page as `after` for the one behind it.

    `text` are words that all stand in names or wordings of the partnership or in one of its documents.
    """
    need(request)
    judged = dormant is not None or expired is not None
    day = on.isoformat() if on is not None else now()[:10] if judged else None
    query = PartnershipQuery(
        text=text, region=region, country=country, partner=partner, stages=tuple(stage or ()), forms=tuple(form or ()),
        scope=scope, year=year, min_confidence=min_confidence, doc_id=doc_id, dormant=dormant, expired=expired, on=day,
    )  # fmt: skip
    try:
        return parts_of(request).store.find_partnerships(query, after=after, limit=limit)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


@router.get("/partnerships/{partnership_id}", tags=["partnerships"])
def get_partnership(request: Request, partnership_id: Annotated[str, InPath(max_length=500)]) -> ResolvedPartnership:
    """Return a partnership with all its instruments, scopes and activities, and where each value stands."""
    need(request)
    found = parts_of(request).store.partnership(partnership_id)
    if found is None:
        raise HTTPException(404, "There is no such partnership.")
    return found


@router.get("/changes", tags=["partnerships"])
def list_changes(
    request: Request, since: Annotated[int, Query(ge=0, le=2**53)] = 0,
    since_time: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}(T[0-9:.+Z-]{1,26})?$")] = None,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
) -> Changes:  # fmt: skip
    """Return which partnerships were added, changed or removed since then, oldest first."""
    need(request)
    items = parts_of(request).store.changes(since=since, since_time=since_time, limit=limit)
    return Changes(items=items, next=items[-1].sequence if items else since)


# ---------------------------------------------------------------------------------------------- documents


@router.get("/documents", tags=["documents"])
def search_documents(
    request: Request, text: Annotated[str, Query(min_length=1, max_length=300)],
    limit: Annotated[int, Query(ge=1, le=200)] = 20, offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Hits:  # fmt: skip
    """Return documents in which all the words stand."""
    need(request)
    return Hits(items=parts_of(request).store.search_documents(text, limit=limit, offset=offset))


@router.post("/documents", status_code=202, tags=["documents"])
async def add_document(request: Request, file: UploadFile) -> Accepted:
    """Take in a document file; it is read in the background. The same bytes are one document, however often sent."""
    parts = parts_of(request)
    need(request, "annotator")
    ending = PurePath(file.filename or "").suffix.lower()
    if ending not in ENDINGS:
        raise HTTPException(422, f"The file's name must end in one of {', '.join(sorted(ENDINGS))}.")
    data = await file.read(parts.config.largest_upload + 1)
    if not data or len(data) > parts.config.largest_upload:
        raise HTTPException(422 if not data else 413, "The file is empty." if not data else "The file is too large.")
    return _take_in(request, data, ending)


@router.post("/records", status_code=202, tags=["documents"])
def add_record(request: Request, record: Record) -> Accepted:
    """Take in a page or a story with what is known of it; it is read in the background."""
    need(request, "annotator")
    if not (record.text or record.html):
        raise HTTPException(422, "Send text or html.")
    parts, line = parts_of(request), record.model_dump_json(exclude_none=True)
    doc_id = hashlib.sha256(line.encode()).hexdigest()
    if parts.store.document(doc_id) is not None:
        return Accepted(doc_id=doc_id, status="done")
    parts.store.receive([(record.url or record.title or "api", line, {})], at=now())
    parts.background.read(doc_id, None)
    return Accepted(doc_id=doc_id, status="waiting")


@router.get("/documents/{doc_id}", tags=["documents"])
def get_document(request: Request, doc_id: DocId) -> DocumentState:
    """Return what became of a document and what it says, corrections included."""
    parts = parts_of(request)
    need(request)
    extraction = parts.store.extraction(doc_id)
    if extraction is not None:
        return DocumentState(doc_id=doc_id, status="done", extraction=extraction_json(extraction))
    status = parts.background.state(doc_id)
    if status is None:
        raise HTTPException(404, "There is no such document.")
    return DocumentState(doc_id=doc_id, status=status[0], problems=list(status[1]))


@router.get("/documents/{doc_id}/corrections", tags=["corrections"])
def list_corrections(request: Request, doc_id: DocId) -> Corrections:
    """Return what people decided on a document; blind copies are not among it."""
    parts = parts_of(request)
    need(request)
    sheet = parts.shelf.sheet(doc_id)
    if sheet is None:
        raise HTTPException(404, "There is no such document.")
    return Corrections(items=corrections_of(parts.store, sheet.document))


@router.post("/documents/{doc_id}/moves", status_code=201, tags=["corrections"])
def add_move(request: Request, doc_id: DocId, move: deciding.Request) -> Corrections:
    """Decide on a value as on the page: accept, reject, change, add or undo. The same `move` id is done once."""
    parts, visitor = parts_of(request), need(request, "annotator")
    view = view_of(parts, doc_id, visitor)
    if view is None:
        raise HTTPException(404, "There is no such document.")
    try:
        make_move(parts, view, visitor, move)
    except deciding.Refused as error:
        raise HTTPException(422, str(error)) from error
    return Corrections(items=corrections_of(parts.store, view.document, view.layer))


def _take_in(request: Request, data: bytes, ending: str) -> Accepted:
    parts = parts_of(request)
    doc_id = hashlib.sha256(data).hexdigest()
    if parts.store.document(doc_id) is not None:
        return Accepted(doc_id=doc_id, status="done")
    # The name the sender gave decides nothing but the ending: no path of theirs is ever opened.
    folder = parts.config.uploads_folder
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{doc_id}{ending}"
    if not path.exists():
        part = path.with_suffix(f"{ending}.part")
        part.write_bytes(data)
        part.replace(path)
    parts.background.read(doc_id, path)
    return Accepted(doc_id=doc_id, status="waiting")
