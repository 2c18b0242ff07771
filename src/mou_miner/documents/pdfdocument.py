"""A PDF as a document: printed pages, laid out, with what went wrong on single pages as warnings."""

from __future__ import annotations

from mou_miner.documents.drafts import Draft, DraftBlock, make_document, sha256
from mou_miner.documents.layout import lay_out
from mou_miner.documents.pdf import read_pages, reader_name
from mou_miner.documents.printedpage import PrintedPage
from mou_miner.documents.sections import title_of
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings


def read_pdf(data: bytes, source: str, settings: ReaderSettings) -> Document:
    """Return the document; pages that cannot be read are named in its warnings."""
    pages = read_pages(data, source, settings)
    blocks = lay_out([page.words for page in pages], [page.sheet for page in pages], [page.grids for page in pages])
    blocks = _with_aslant(blocks, pages)
    if not any(block.all_words() for block in blocks):
        raise _no_text(pages, source)
    draft = Draft(blocks, [page.sheet for page in pages], title=title_of(blocks), warnings=_warnings(pages))
    return make_document(draft, sha256(data), source, "application/pdf", reader_name(settings))


def _with_aslant(blocks: list[DraftBlock], pages: list[PrintedPage]) -> list[DraftBlock]:
    """Return the blocks with watermarks and marginal notes that run up the page added at its end, as noise."""
    result = list(blocks)
    for page in pages:
        if page.aslant:
            number = page.sheet.number
            at = max((n + 1 for n, block in enumerate(result) if _page(block) <= number), default=0)
            result.insert(at, DraftBlock("noise", page.aslant))
    return result


def _page(block: DraftBlock) -> int:
    boxes = [word.box for word in block.all_words() if word.box]
    return boxes[-1].page if boxes else 0


def _warnings(pages: list[PrintedPage]) -> list[str]:
    warnings = [f"page {page.sheet.number}: {page.problem}" for page in pages if page.problem]
    warnings += [
        f"page {page.sheet.number} is printed sideways; its boxes are turned" for page in pages if page.sideways
    ]
    return warnings


def _no_text(pages: list[PrintedPage], source: str) -> ReadError:
    if any(page.picture_share > 0.3 for page in pages):
        cause = f"its {len(pages)} page(s) are pictures without a text layer"
        return ReadError(
            source, "no_text", cause, "Install the OCR extra (mou-miner[ocr]) and read it with --ocr auto."
        )
    return ReadError(source, "no_text", f"its {len(pages)} page(s) hold no text", "Check the file in a PDF viewer.")
