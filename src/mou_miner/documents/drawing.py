"""A picture of a page with what was read from it: blocks by kind and in reading order, mentions underlined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from mou_miner.documents.pdf import open_pdf, page_picture
from mou_miner.records import Block, BlockKind, Box, Document, Mention, Word

COLOURS: dict[BlockKind, str] = {
    "title": "#7b2d8b", "heading": "#b5489a", "paragraph": "#2f6db5", "list_item": "#1f9e89", "table_row": "#c77700",
    "signature": "#a83232", "caption": "#5a7d2a", "reference": "#777777", "header": "#999999", "footer": "#999999",
    "page_number": "#999999", "line_number": "#999999", "noise": "#999999",
}  # fmt: skip
MENTION = "#e0402f"
SCALE = 1.6
MAX_PIXELS = 20_000_000


def draw_page(
    data: bytes, document: Document, page: int, mentions: Sequence[Mention] = (), passwords: Sequence[str] = ()
) -> bytes:
    """Return a PNG of one page of a PDF: each block framed in the colour of its kind with its place in the order of
    reading, its kind and its language; the words of mentions underlined and labelled."""
    pdf, _ = open_pdf(data, document.source, passwords)
    with closing(pdf):
        picture, scale = page_picture(pdf, page, SCALE, MAX_PIXELS)
    canvas = picture.convert("RGBA")
    layer = Image.new("RGBA", canvas.size, (255, 255, 255, 0))
    pen = ImageDraw.Draw(layer)
    words = [word for word in document.words if word.box.page == page]
    for number, block in enumerate(document.blocks, 1):
        _draw_block(pen, number, block, _within(words, block.start, block.end), scale)
    for mention in mentions:
        _draw_mention(pen, mention, _within(words, mention.start, mention.end), scale)
    buffer = BytesIO()
    Image.alpha_composite(canvas, layer).convert("RGB").save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _within(words: Iterable[Word], start: int, end: int) -> list[Box]:
    return [word.box for word in words if word.start < end and word.end > start]


def _draw_block(pen: ImageDraw.ImageDraw, number: int, block: Block, boxes: Sequence[Box], scale: float) -> None:
    if not boxes:
        return
    colour = COLOURS[block.kind]
    left, top = min(b.x0 for b in boxes) - 2, min(b.top for b in boxes) - 1
    right, bottom = max(b.x1 for b in boxes) + 2, max(b.bottom for b in boxes) + 1
    frame = (left * scale, top * scale, right * scale, bottom * scale)
    pen.rectangle(frame, outline=colour, width=2, fill=f"{colour}1a")
    label = f"{number} {block.kind}" + (f" {block.language}" if block.language else "")
    _tag(pen, label, frame[0], frame[1], colour)


def _draw_mention(pen: ImageDraw.ImageDraw, mention: Mention, boxes: Sequence[Box], scale: float) -> None:
    for box in boxes:
        pen.line((box.x0 * scale, box.bottom * scale, box.x1 * scale, box.bottom * scale), fill=MENTION, width=3)
    if boxes:
        label = mention.label + (f" {mention.value}" if mention.value else "")
        _tag(pen, label, boxes[0].x0 * scale, boxes[0].bottom * scale + 10, MENTION)


def _tag(pen: ImageDraw.ImageDraw, text: str, x: float, bottom: float, colour: str) -> None:
    """Write a small label above a point, white on its colour."""
    font = ImageFont.load_default(9)
    width = pen.textlength(text, font=font)
    top = max(0.0, bottom - 11)
    pen.rectangle((x, top, x + width + 4, top + 11), fill=colour)
    pen.text((x + 2, top), text, fill="white", font=font)
