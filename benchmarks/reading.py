"""Pages read in a second of CPU time: our text, words, blocks and documents beside pypdfium2's and pdfplumber's text.

    python -m benchmarks.reading [FOLDER ...] [--rounds 5]

All in one run on the same files, one method after the other in every round, so the figures can be compared; CPU time, so
a busy machine changes little. pypdfium2's bare text is the limit: the same library opens the files for us. The peak
memory is that of a fresh process that reads all files once.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

import pypdfium2

from mou_miner.documents import read_each, walk
from mou_miner.documents.layout import lay_out
from mou_miner.documents.pdf import read_pages
from mou_miner.documents.pdftext import read_plain
from mou_miner.documents.undisturbed import undisturbed
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

SETTINGS = ReaderSettings(ocr="off")
LIMIT, PEER = "pypdfium2, bare text", "pdfplumber, extract_text"


def bare_pypdfium2(data: bytes) -> int:
    """Return the number of pages whose bare text pypdfium2 gave."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    return len(document)


def bare_pdfplumber(data: bytes) -> int:
    """Return the number of pages whose text pdfplumber gave."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


def our_text(data: bytes) -> int:
    """Return the number of pages whose plain text was read."""
    return sum(1 for _ in read_plain(data, "a.pdf"))


def our_words(data: bytes) -> int:
    """Return the number of pages whose words, boxes and grids were read."""
    with undisturbed():
        return len(read_pages(data, "a.pdf", SETTINGS))


def our_blocks(data: bytes) -> int:
    """Return the number of pages laid out: columns, order, tables, blocks with kind and language."""
    with undisturbed():  # as when a whole document is read
        pages = read_pages(data, "a.pdf", SETTINGS)
        lay_out([page.words for page in pages], [page.sheet for page in pages], [page.grids for page in pages])
    return len(pages)


def our_documents(data: bytes) -> int:
    """Return the number of pages read as documents: what is laid out, written as text with offsets, paired, checked."""
    items = read_each(data, "a.pdf", SETTINGS)
    return sum(len(item.pages) for item in items if isinstance(item, Document))


METHODS: dict[str, Callable[[bytes], int]] = {
    LIMIT: bare_pypdfium2,
    "mou-miner, plain text": our_text,
    "mou-miner, words and boxes": our_words,
    "mou-miner, blocks": our_blocks,
    "mou-miner, whole document": our_documents,
    PEER: bare_pdfplumber,
}


def main() -> None:
    """Print a table of pages per CPU second, and the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("corpus/train"), Path("corpus/dev")])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", action="store_true", help="read the files once and print the peak memory alone")
    arguments = parser.parse_args()
    files = _readable(arguments.folders)
    if arguments.memory:
        for data in files:
            our_documents(data)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    rates = measure(files, arguments.rounds)
    pages = sum(map(our_words, files))
    letters = sum(len(text) for data in files for text in read_plain(data, "a.pdf")) / pages
    print(
        f"{len(files)} PDF files, {pages} pages, {letters:.0f} characters a page; median of {arguments.rounds} rounds"
    )
    print(f"{'':28} {'pages / CPU s':>13} {'x pdfplumber':>13} {'of the limit':>13}")
    for name, rate in rates.items():
        print(f"{name:28} {rate:13.0f} {rate / rates[PEER]:13.1f} {rate / rates[LIMIT]:13.0%}")
    command = [sys.executable, "-m", "benchmarks.reading", "--memory", *map(str, arguments.folders)]
    peak = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    print(f"peak memory of a process that reads all files as documents: {peak:.0f} MB")


def measure(files: list[bytes], rounds: int) -> dict[str, float]:
    """Return the pages per CPU second of each method: the median of the rounds."""
    for method in METHODS.values():
        method(files[0])
    rates: dict[str, list[float]] = {name: [] for name in METHODS}
    for _ in range(rounds):
        for name, method in METHODS.items():
            begun = time.process_time()
            pages = sum(map(method, files))
            rates[name].append(pages / (time.process_time() - begun))
    return {name: median(values) for name, values in rates.items()}


def _readable(folders: list[Path]) -> list[bytes]:
    """Return the PDF files that can be read and have text."""
    files = [path.read_bytes() for path in walk(folders) if path.suffix.lower() == ".pdf"]
    return [data for data in files if _has_text(data)]


def _has_text(data: bytes) -> bool:
    try:
        return any(read_plain(data, "a.pdf"))
    except ReadError:
        return False


if __name__ == "__main__":
    main()
