"""Build the PDFs of `documents/*.yaml`: the same bytes on every run."""

import argparse
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import srsly
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from corpus.typeset.markup import read_blocks
from corpus.typeset.page import Page, draw_surround, register_fonts

CORPUS = Path(__file__).resolve().parent.parent
DOCUMENTS = Path(__file__).resolve().parent / "documents"


class Text(NamedTuple):
    """One document to set: its slug, the part of the corpus it belongs to, its page and its text."""

    slug: str
    split: str
    page: Page
    body: str
    title: str


def read_texts(folder: Path = DOCUMENTS) -> Iterator[Text]:
    """Yield the documents of a folder in the order of their names."""
    for path in sorted(folder.glob("*.yaml")):
        data = srsly.read_yaml(path)
        yield Text(path.stem, data["split"], Page(**data.get("page", {})), data["body"], data.get("title", ""))


def build(text: Text, folder: Path) -> Path:
    """Set one document and return the path of its PDF, `<folder>/<split>/<slug>.pdf`."""
    path = folder / text.split / f"{text.slug}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    total = _set(text, total=0)[1]
    path.write_bytes(_set(text, total=total)[0])
    return path


def _set(text: Text, *, total: int) -> tuple[bytes, int]:
    out = BytesIO()
    left, top, right, bottom = text.page.margins
    width, height = text.page.size
    template = BaseDocTemplate(out, pagesize=text.page.size, title=text.title, author="", invariant=1)
    frame = Frame(left, bottom, width - left - right, height - top - bottom, 0, 0, 0, 0)

    def surround(canvas: Canvas, _: BaseDocTemplate) -> None:
        draw_surround(canvas, text.page, canvas.getPageNumber(), total)

    template.addPageTemplates(PageTemplate(frames=[frame], onPage=surround))
    template.build(read_blocks(text.body, text.page))
    return out.getvalue(), int(template.page)


def main() -> None:
    """Build all documents, or the named ones, into the corpus or another folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--only", nargs="*", help="slugs to build (all when left out)")
    parser.add_argument("--out", type=Path, default=CORPUS)
    arguments = parser.parse_args()
    register_fonts()
    for text in read_texts():
        if not arguments.only or text.slug in arguments.only:
            print(build(text, arguments.out))


if __name__ == "__main__":
    main()
