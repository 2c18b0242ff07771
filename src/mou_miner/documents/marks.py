"""How what was read is marked in a picture: colours, frames, labels, and the legend that explains them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from mou_miner.records import BlockKind, Box, Claim, Field, Label, Mention

BLOCKS: dict[BlockKind, str] = {
    "title": "#7b2d8b", "heading": "#b5489a", "paragraph": "#2f6db5", "list_item": "#1f9e89", "table_row": "#c77700",
    "signature": "#a83232", "caption": "#5a7d2a", "reference": "#777777", "header": "#999999", "footer": "#999999",
    "page_number": "#999999", "line_number": "#999999", "noise": "#999999",
}  # fmt: skip
MENTIONS: dict[Label, str] = {
    "PLACE": "#d62728", "PARTY": "#8c1c13", "ORG": "#9467bd", "PERSON": "#e377c2", "DATE": "#1f77b4",
    "SCOPE": "#2ca02c", "ACTIVITY": "#ff7f0e", "CUE": "#bcbd22", "SECTION": "#17becf",
}  # fmt: skip
FIELDS: dict[Field, str] = {
    "partnership": "#8c1c13", "form": "#8c564b", "scope": "#2ca02c", "activity": "#ff7f0e", "instrument": "#17becf",
    "title": "#17becf", "number": "#17becf", "date_signed": "#1f77b4", "valid_years": "#1f77b4",
    "place_signed": "#d62728", "signatory": "#e377c2", "witness": "#e377c2",
}  # fmt: skip
OTHER = "#5f6a72"
_MARGIN, _SMALL, _ROW = 14, 10, 20


class Mark(NamedTuple):
    """A stretch of the text to be underlined, or coloured where it is `strong`: something of note is claimed from it."""

    start: int
    end: int
    name: str
    colour: str
    strong: bool


def marks_of(mentions: Iterable[Mention], claims: Iterable[Claim]) -> list[Mark]:
    """Return one mark per stretch and name: what was seen, and over it what is claimed."""
    marks = [Mark(m.start, m.end, m.label, MENTIONS[m.label], False) for m in mentions]
    for claim in claims:
        shown = claim.field in FIELDS
        marks += [Mark(*span, claim.field, FIELDS.get(claim.field, OTHER), shown) for span in claim.spans]
    return list(dict.fromkeys(marks))


@lru_cache(maxsize=16)
def font(size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a font of this size in pixels: DejaVu Sans, which knows most letters, or what Pillow brings."""
    try:
        return ImageFont.truetype("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def to_png(picture: Image.Image) -> bytes:
    """Return the picture as the bytes of a PNG file."""
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


class Pen:
    """Draws on a layer over a picture; boxes are in points, of which each takes `scale` pixels."""

    def __init__(self, canvas: Image.Image, scale: float) -> None:
        self.canvas, self.scale = canvas, scale
        self.layer = Image.new("RGBA", canvas.size, (255, 255, 255, 0))
        self.draw = ImageDraw.Draw(self.layer)

    def frame(self, box: Box, colour: str, label: str, taken: Sequence[Box] = ()) -> None:
        """Frame a box, and write the label above, beside or below it: where it hides none of what is printed."""
        left, top = (box.x0 - 2) * self.scale, (box.top - 1) * self.scale
        right, bottom = max(left, (box.x1 + 2) * self.scale), max(top, (box.bottom + 1) * self.scale)
        self.draw.rectangle((left, top, right, bottom), outline=colour, width=2, fill=f"{colour}14")
        size = font(_SMALL)
        width = self.draw.textlength(label, font=size) + 4
        spots = ((left, top - 12), (left - width, top), (right, top), (left, bottom))
        inside = [spot for spot in spots if 0 <= spot[0] <= self.canvas.width - width and spot[1] >= 0] or [(0.0, 0.0)]
        x, y = min(inside, key=lambda spot: (self._hidden(spot, width, taken), inside.index(spot)))
        self.draw.rectangle((x, y, x + width, y + 12), fill=f"{colour}d8")
        self.draw.text((x + 2, y), label, fill="white", font=size)

    def _hidden(self, spot: tuple[float, float], width: float, taken: Sequence[Box]) -> int:
        x, y = spot
        x0, top, x1, bottom = (edge / self.scale for edge in (x, y + 4, x + width, y + 10))
        return sum(box.x0 < x1 and box.x1 > x0 and box.top < bottom and box.bottom > top for box in taken)

    def mark(self, box: Box, mark: Mark) -> None:
        """Underline a stretch of text, and colour it where the mark is strong."""
        left, right, top, bottom = (edge * self.scale for edge in (box.x0, box.x1, box.top, box.bottom))
        if mark.strong:
            self.draw.rectangle((left, top, max(left, right), max(top, bottom)), fill=f"{mark.colour}38")
        width = 3 if mark.strong else 2
        self.draw.line((left, bottom, right, bottom), fill=mark.colour, width=width)

    def finished(self) -> Image.Image:
        """Return the picture with the layer on it."""
        return Image.alpha_composite(self.canvas.convert("RGBA"), self.layer).convert("RGB")


class Legend:
    """What the colours in a picture mean: those that were used, in the order of their use."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, str]] = {}

    def add_block(self, kind: BlockKind) -> None:
        """Note that a block of this kind was drawn."""
        self.entries.setdefault(kind.replace("_", " "), ("frame", BLOCKS[kind]))

    def add_mark(self, mark: Mark) -> None:
        """Note that a mark like this was drawn."""
        name = mark.name.replace("_", " ") + (" seen" if mark.name in MENTIONS else "")
        self.entries.setdefault(name, ("claim" if mark.strong else "seen", mark.colour))

    def below(self, picture: Image.Image, title: str) -> Image.Image:
        """Return the picture with the title and the legend on a strip below it."""
        rows = self._rows(picture.width)
        height = (len(rows) + 2) * _ROW + 2 * _MARGIN
        whole = Image.new("RGB", (picture.width, picture.height + height), "white")
        whole.paste(picture, (0, 0))
        draw = ImageDraw.Draw(whole)
        y = picture.height + _MARGIN
        draw.line((0, picture.height, picture.width, picture.height), fill="#444444", width=2)
        draw.text((_MARGIN, y), title, fill="black", font=font(13, bold=True))
        for row in rows:
            y += _ROW
            for x, name, form, colour in row:
                if form == "frame":
                    draw.rectangle((x, y + 2, x + 22, y + 14), outline=colour, width=2)
                else:
                    draw.rectangle((x, y + 2, x + 22, y + 14), fill=_pale(colour) if form == "claim" else "white")
                    draw.line((x, y + 14, x + 22, y + 14), fill=colour, width=3)
                draw.text((x + 28, y), name, fill="black", font=font(12))
        note = (
            "Frames: place in the order of reading, kind, language. Coloured: what is claimed. Underlined: also of use."
        )
        draw.text((_MARGIN, y + _ROW), note, fill="#444444", font=font(12))
        return whole

    def _rows(self, width: int) -> list[list[tuple[float, str, str, str]]]:
        rows: list[list[tuple[float, str, str, str]]] = []
        x = float(width)
        for name, (form, colour) in sorted(self.entries.items(), key=lambda entry: entry[1][0] != "frame"):
            step = 28 + font(12).getlength(name) + 18
            if x + step > width - _MARGIN:
                rows.append([])
                x = _MARGIN
            rows[-1].append((x, name, form, colour))
            x += step
        return rows


def _pale(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return (255 + 3 * 255 + red) // 5, (255 + 3 * 255 + green) // 5, (255 + 3 * 255 + blue) // 5
