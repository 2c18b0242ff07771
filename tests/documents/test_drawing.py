"""The picture of a page with what was read from it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops

from mou_miner.documents.drawing import COLOURS, draw_page
from mou_miner.records import Mention

from .paper import EN_TEXT, HEIGHT, ID_TEXT, WIDTH, Paper, read_one


def test_blocks_and_mentions_are_drawn_where_they_stand() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    paper.next_page()
    paper.flow(72, 90, 450, EN_TEXT)
    data = paper.data()
    document = read_one(data)
    start = document.text.index("education")
    mention = Mention(
        start=start, end=start + 9, text="education", label="SCOPE", rule="scopes/education", value="education"
    )
    plain, marked = (
        Image.open(BytesIO(draw_page(data, document, 2, mentions))).convert("RGB") for mentions in ((), (mention,))
    )
    scale = plain.width / WIDTH
    assert plain.height / scale == round(HEIGHT) or abs(plain.height / scale - HEIGHT) < 2
    box = next(word.box for word in document.words if word.start == start)
    left, top, right, bottom = ImageChops.difference(plain, marked).getbbox() or (0, 0, 0, 0)
    assert abs(left / scale - box.x0) < 3
    assert top / scale < box.bottom < bottom / scale
    assert right / scale >= box.x1 - 2
    colour = tuple(bytes.fromhex(COLOURS["paragraph"][1:]))
    assert colour in {pixel for _, pixel in plain.getcolors(1_000_000) or []}
