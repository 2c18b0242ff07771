"""The picture of a page with what was read from it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops

from mou_miner.documents.drawing import draw_page
from mou_miner.documents.marks import BLOCKS, FIELDS, Mark, marks_of
from mou_miner.documents.sheets import HEIGHT as SHEET
from mou_miner.documents.sheets import count_sheets, draw_sheet
from mou_miner.records import Claim, Document, Mention, Origin, Span

from .paper import EN_TEXT, HEIGHT, ID_TEXT, WIDTH, Paper, read_one


def two_pages() -> bytes:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    paper.next_page()
    paper.flow(72, 90, 450, EN_TEXT)
    return paper.data()


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def colours(image: Image.Image) -> set[tuple[int, ...]]:
    return {pixel for _, pixel in image.getcolors(5_000_000) or [] if isinstance(pixel, tuple)}


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def education(document: Document) -> Mark:
    start = document.text.index("education")
    return Mark(start, start + 9, "scope", FIELDS["scope"], True)


def test_blocks_and_marks_are_drawn_where_they_stand() -> None:
    data = two_pages()
    document = read_one(data)
    mark = education(document)
    plain, marked = (picture(draw_page(data, document, 2, marks)) for marks in ((), (mark,)))
    scale = plain.width / WIDTH
    page = (0, 0, plain.width, int(HEIGHT * scale))
    box = next(word.box for word in document.words if word.start == mark.start)
    left, top, right, bottom = ImageChops.difference(plain.crop(page), marked.crop(page)).getbbox() or (0, 0, 0, 0)
    assert abs(left / scale - box.x0) < 3
    assert top / scale < box.bottom < bottom / scale + 1
    assert box.x1 - 2 <= right / scale < box.x1 + 3
    assert rgb(BLOCKS["paragraph"]) in colours(plain)


def test_the_legend_names_only_what_is_on_the_page() -> None:
    data = two_pages()
    document = read_one(data)
    first, second = (picture(draw_page(data, document, page, [education(document)])) for page in (1, 2))
    below = (0, int(HEIGHT * first.width / WIDTH) + 2, first.width, first.height)
    assert rgb(FIELDS["scope"]) in colours(second.crop(below))
    assert rgb(FIELDS["scope"]) not in colours(first.crop(below))


def test_a_page_that_was_turned_to_be_read_is_drawn_upright() -> None:
    paper = Paper()
    paper.canvas.translate(300, 700)
    paper.canvas.rotate(270)
    paper.canvas.drawString(0, 0, "Pemerintah Kota Bandung dan Pemerintah Kota Suwon bekerja sama")
    data = paper.data()
    document = read_one(data)
    drawn = picture(draw_page(data, document, 1))
    scale = drawn.width / document.pages[0].width
    assert document.pages[0].width > document.pages[0].height
    box = document.words[0].box
    word = drawn.convert("L").crop(
        (int(box.x0 * scale) + 2, int(box.top * scale) + 2, int(box.x1 * scale), int(box.bottom * scale))
    )
    assert sum(word.histogram()[:60]) > 0


def test_a_text_without_pages_is_set_on_sheets() -> None:
    paragraph = f"{ID_TEXT}\n\n"
    short, long = (read_one((paragraph * times).encode(), "a.txt") for times in (1, 30))
    assert count_sheets(short) == 1
    assert count_sheets(long) > 1
    assert picture(draw_sheet(short, 1)).height < SHEET < picture(draw_sheet(long, 1)).height
    mark = Mark(5, 10, "activity", FIELDS["activity"], True)
    assert rgb(FIELDS["activity"]) in colours(picture(draw_sheet(short, 1, [mark])))
    assert rgb(FIELDS["activity"]) not in colours(picture(draw_sheet(long, 2, [mark])))


def test_every_block_stands_on_a_sheet_even_one_longer_than_a_sheet() -> None:
    document = read_one(("kata " * 6000).encode(), "a.txt")
    sheets = count_sheets(document)
    assert sheets >= 3
    assert all(rgb(BLOCKS["paragraph"]) in colours(picture(draw_sheet(document, n))) for n in range(1, sheets + 1))


def test_what_is_claimed_is_marked_strongly_and_what_is_seen_weakly() -> None:
    seen = Mention(start=0, end=4, text="kota", label="CUE", rule="x")
    claim = Claim(
        doc_id="a", field="scope", value="education", on="x", spans=(Span(5, 9),), confidence=0.9,
        origin=Origin(kind="rule", name="r", version="1"),
    )  # fmt: skip
    weak, strong = marks_of([seen, seen], [claim])
    assert (weak.name, weak.strong, strong.name, strong.strong) == ("CUE", False, "scope", True)
