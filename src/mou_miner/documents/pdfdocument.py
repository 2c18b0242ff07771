"""A PDF as a document: printed pages, laid out, with what went wrong on single pages as warnings."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing

from mou_miner.documents.drafts import Draft, DraftBlock, make_document, sha256
from mou_miner.documents.layout import lay_out
from mou_miner.documents.legible import is_garbled
from mou_miner.documents.ocr import MAX_PIXELS, Engine, Recognised, find_engine, is_no_language, is_usable, recognise
from mou_miner.documents.ocrscale import ocr_scale
from mou_miner.documents.pdf import is_blank, open_pdf, page_picture, read_pages, reader_name
from mou_miner.documents.printedpage import PrintedPage
from mou_miner.documents.sections import title_of
from mou_miner.documents.turns import Budget
from mou_miner.documents.undisturbed import undisturbed
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

ENOUGH_WORDS = 8
"""So many garbled words, and no others, make a document that says nothing."""
OCR_SHARE = 0.75
"""The share of the time for a document after which no further page is recognised."""


@undisturbed()
def read_pdf(data: bytes, source: str, settings: ReaderSettings) -> Document:
    """Return the document; pages that cannot be read are named in its warnings."""
    budget = Budget(settings)
    pages = read_pages(data, source, settings, budget)
    engine, recognised, warnings = _recognise(data, source, pages, settings, budget)
    warnings += _garbled_warnings(pages, recognised, source)
    blocks = lay_out(
        [page.words for page in pages],
        [page.sheet for page in pages],
        [page.grids for page in pages],
        {number: read.regions for number, read in recognised.items()},
    )
    _place(blocks, recognised)
    blocks = _with_aslant(blocks, pages)
    if not any(block.all_words() for block in blocks):
        raise _no_text(pages, source, engine, settings)
    draft = Draft(
        blocks, [page.sheet for page in pages], title=title_of(blocks), ocr_pages=tuple(sorted(recognised)),
        warnings=[*_warnings(pages), *warnings],
    )  # fmt: skip
    reader = reader_name(settings) + (f", {engine.name}" if engine and recognised else "")
    return make_document(draft, sha256(data), source, "application/pdf", reader)


def _recognise(
    data: bytes, source: str, pages: Sequence[PrintedPage], settings: ReaderSettings, budget: Budget
) -> tuple[Engine | None, dict[int, Recognised], list[str]]:
    """Set the words of pages without a usable text layer to what OCR reads; return the order it found, and warnings."""
    wanting = [page for page in pages if not page.problem and _needs_ocr(page, settings)]
    if settings.ocr == "off" or not wanting:
        return None, {}, []
    engine = find_engine(settings)
    numbers = listed(page.sheet.number for page in wanting)
    if engine is None:
        told = [page for page in wanting if page.words or page.picture_share > 0.3]
        return None, {}, [f"page(s) {numbers} have no usable text layer and no OCR is installed"] if told else []
    warnings = _missing_models(engine, settings)
    found: dict[int, Recognised] = {}
    pdf, _ = open_pdf(data, source, settings.passwords)
    with closing(pdf):
        for number, page in enumerate(wanting):
            if budget.is_spent(OCR_SHARE):
                left = listed(page.sheet.number for page in wanting[number:])
                warnings.append(f"page(s) {left} were not recognised, as the time was running out")
                break
            picture, scale = page_picture(pdf, page.sheet.number, ocr_scale(pdf, page.sheet.number), MAX_PIXELS)
            if is_blank(picture):
                continue
            try:
                read = recognise(engine, picture, page.sheet, scale)
            except (RuntimeError, OSError, subprocess.SubprocessError) as error:
                warnings.append(f"page {page.sheet.number}: OCR failed ({error})")
                continue
            if _is_better(read, page, settings):
                found[page.sheet.number] = read
                page.words, page.sheet, page.grids, page.aslant = read.words, read.sheet, [], []
                warnings += _told(read)
    return engine, found, warnings


def _garbled_warnings(pages: Sequence[PrintedPage], recognised: Collection[int], source: str) -> list[str]:
    """Return a warning for the pages whose text layer is no writing, and for those where OCR reads none either.

    Raises `ReadError` where that is so on every page with words: such a document says nothing.
    """
    read = [page for page in pages if page.words and page.sheet.number not in recognised]
    garbled = [page for page in read if is_garbled(word.text for word in page.words)]
    seen = [page for page in pages if page.words and page.sheet.number in recognised]
    unread = [page for page in seen if is_garbled(word.text for word in page.words) or is_no_language(page.words)]
    warnings = []
    if unread:
        numbers = listed(page.sheet.number for page in unread)
        warnings = [f"page(s) {numbers}: what is seen there has the letters of no language"]
    if not garbled:
        return warnings
    cause = "their text layer is garbled: its letters are not those that are seen"
    words = [word.text for page in read for word in page.words]
    if len(garbled) == len(read) and not recognised and len(words) >= ENOUGH_WORDS and is_garbled(words, 0.35):
        raise ReadError(source, "no_text", f"its pages cannot be read, as {cause}",
                        "Read it with --ocr auto, with OCR installed, or print it to a new PDF.")  # fmt: skip
    return [*warnings, f"page(s) {listed(page.sheet.number for page in garbled)}: {cause}"]


def listed(numbers: Iterable[int]) -> str:
    """Return numbers in rising order as a person writes them: `1-4, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _place(blocks: Sequence[DraftBlock], recognised: Mapping[int, Recognised]) -> None:
    """Set the boxes of recognised words to where they are seen: the pages were laid out with their lines made level."""
    for block in blocks:
        for words in (block.words, *block.cells):
            words[:] = [
                recognised[word.box.page].placed(word) if word.box and word.box.page in recognised else word
                for word in words
            ]


def _needs_ocr(page: PrintedPage, settings: ReaderSettings) -> bool:
    return settings.ocr == "force" or not is_usable(page.words, page.picture_share)


def _is_better(read: Recognised, page: PrintedPage, settings: ReaderSettings) -> bool:
    """Return whether what OCR read is worth having in place of the text layer."""
    if not read.words:
        return False
    return settings.ocr == "force" or read.confidence >= 0.3 or not page.words


def _told(read: Recognised) -> list[str]:
    number = read.sheet.number
    warnings = []
    if read.turned:
        warnings.append(f"page {number} was turned by {read.turned} degrees to be read; its boxes are turned")
    if read.confidence < 0.7:
        warnings.append(f"page {number} was read with OCR and little confidence ({read.confidence:.2f})")
    return warnings


def _missing_models(engine: Engine, settings: ReaderSettings) -> list[str]:
    missing = [language for language in settings.ocr_languages if language not in engine.languages]
    return [f"OCR without the language model(s) {', '.join(missing)}: more misread words are likely"] if missing else []


def _with_aslant(blocks: list[DraftBlock], pages: Sequence[PrintedPage]) -> list[DraftBlock]:
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


def _warnings(pages: Sequence[PrintedPage]) -> list[str]:
    warnings = [f"page {page.sheet.number}: {page.problem}" for page in pages if page.problem]
    warnings += [
        f"page {page.sheet.number} is printed sideways; its boxes are turned" for page in pages if page.sideways
    ]
    return warnings


def _no_text(pages: Sequence[PrintedPage], source: str, engine: Engine | None, settings: ReaderSettings) -> ReadError:
    if not any(page.picture_share > 0.3 for page in pages):
        return ReadError(source, "no_text", f"its {len(pages)} page(s) hold no text", "Check the file in a PDF viewer.")
    cause = f"its {len(pages)} page(s) are pictures without a text layer"
    if engine:
        return ReadError(
            source, "no_text", f"{cause}, and OCR reads no words on them", "Scan it again, sharper or upright."
        )
    if settings.ocr == "off":
        return ReadError(source, "no_text", cause, "Read it with --ocr auto.")
    return ReadError(source, "no_text", f"{cause}, and no OCR is installed",
                     "Install the extra mou-miner[ocr], or Tesseract, or else mou-miner[ocr-fallback]; read it with --ocr auto.")  # fmt: skip
