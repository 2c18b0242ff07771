"""Pages read in a second of CPU time: our words and blocks beside the bare text of pdfplumber and of pypdfium2.

    python benchmarks/reading.py [FOLDER ...] [--pages 300]

All in one run on the same files, so the figures can be compared; CPU time, so a busy machine changes little.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

import pdfplumber
import pypdfium2

from mou_miner.documents import read_each, walk
from mou_miner.documents.pdf import read_pages
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

SETTINGS = ReaderSettings(ocr="off")


def bare_pypdfium2(data: bytes) -> int:
    """Return the number of pages whose bare text pypdfium2 gave."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_bounded()
    return len(document)


def bare_pdfplumber(data: bytes) -> int:
    """Return the number of pages whose bare text pdfplumber gave."""
    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


def our_words(data: bytes) -> int:
    """Return the number of pages whose words, boxes and grids were read."""
    return len(read_pages(data, "a.pdf", SETTINGS))


def our_documents(data: bytes) -> int:
    """Return the number of pages laid out as documents: order, blocks, tables, languages."""
    items = read_each(data, "a.pdf", SETTINGS)
    return sum(len(item.pages) for item in items if isinstance(item, Document))


METHODS: dict[str, Callable[[bytes], int]] = {
    "pypdfium2, bare text": bare_pypdfium2,
    "mou-miner, words and boxes": our_words,
    "mou-miner, whole document": our_documents,
    "pdfplumber, bare text": bare_pdfplumber,
}


def main() -> None:
    """Print a table of pages per CPU second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("corpus")])
    parser.add_argument(
        "--pages", type=int, default=300, help="read the files over and over until so many pages were read"
    )
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    files = [path.read_bytes() for path in walk(arguments.folders) if path.suffix.lower() == ".pdf"]
    files = [data for data in files if _readable(data)]
    print(f"{len(files)} PDF files; pages per CPU second, median of {arguments.rounds} rounds")
    for name, method in METHODS.items():
        method(files[0])
        rates = [_rate(method, files, arguments.pages) for _ in range(arguments.rounds)]
        print(f"  {name:28} {median(rates):8.1f}")


def _readable(data: bytes) -> bool:
    try:
        return our_words(data) > 0
    except ReadError:
        return False


def _rate(method: Callable[[bytes], int], files: list[bytes], wanted: int) -> float:
    begun, pages = time.process_time(), 0
    while pages < wanted:
        pages += sum(method(data) for data in files)
    return pages / (time.process_time() - begun)


if __name__ == "__main__":
    main()
