"""What happens to a page between the printer and the scan: stamps, signatures, skew, blur, noise, uneven light, JPEG."""

from __future__ import annotations

import math
import random
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import reportlab
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.ocr_pages import DPI, DrawnPage, Level

_FACE = Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf"
INKS = ((38, 52, 150), (92, 40, 140), (176, 28, 44), (30, 70, 170))
_Floats = NDArray[np.float32]


class Scan(NamedTuple):
    """A scan as JPEG bytes, and where ink was put over the page before it was scanned (in the page's own pixels)."""

    jpeg: bytes
    ink: NDArray[np.bool_]


def scan(page: DrawnPage, level: Level) -> Scan:
    """Return the page as a scanner would give it; always the same for a page and a level."""
    seed = f"{page.design.name} {level}"
    rng, noise = random.Random(seed), np.random.default_rng(sum(map(ord, seed)))
    picture, ink = page.picture, np.zeros((page.picture.height, page.picture.width), np.bool_)
    if level == "heavy":
        picture, ink = _signed(page, rng)
    degrees = rng.uniform(0.2, 0.8) if level == "mild" else rng.uniform(1.0, 2.0)
    picture = picture.rotate(degrees * rng.choice((-1, 1)), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture = picture.filter(ImageFilter.GaussianBlur(0.5 if level == "mild" else rng.uniform(0.75, 1.0)))
    pixels = np.asarray(picture, np.float32)
    pixels = pixels * 0.88 + 18 if level == "mild" else _lit(pixels * 0.78 + 32, rng)
    pixels = pixels + noise.normal(0, 5 if level == "mild" else 20, pixels.shape[:2]).astype(np.float32)[..., None]
    if level == "heavy":
        pixels = _specked(pixels, noise)
    buffer = BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=85 if level == "mild" else 35)
    return Scan(buffer.getvalue(), ink)


def as_pdf(jpeg: bytes) -> bytes:
    """Return a PDF of one page that is nothing but the picture."""
    buffer = BytesIO()
    Image.open(BytesIO(jpeg)).save(buffer, "PDF", resolution=DPI, quality=95)
    return buffer.getvalue()


def _lit(pixels: _Floats, rng: random.Random) -> _Floats:
    """Return the pixels darker towards one corner, as under a lamp or near the spine of a book."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    towards = rng.uniform(0, 2 * math.pi)
    ramp = (x / width - 0.5) * math.cos(towards) + (y / height - 0.5) * math.sin(towards)
    return np.asarray(pixels * (1 - 0.28 * (ramp + 0.5))[..., None], np.float32)


def _specked(pixels: _Floats, noise: np.random.Generator) -> _Floats:
    """Return the pixels with dirt: some hundred dark and light specks of one to three pixels."""
    height, width = pixels.shape[:2]
    for _ in range(900):
        y, x, size = int(noise.integers(0, height)), int(noise.integers(0, width)), int(noise.integers(1, 4))
        pixels[y : y + size, x : x + size] = 60 if noise.random() < 0.7 else 245
    return pixels


def _signed(page: DrawnPage, rng: random.Random) -> tuple[Image.Image, NDArray[np.bool_]]:
    """Return the page with a stamp on the text and on each signature, and the mask of that ink."""
    scale = DPI / 72
    layer = Image.new("L", page.picture.size, 0)
    colours = Image.new("RGB", page.picture.size, (255, 255, 255))
    at = page.signature_at + 26
    spots = [
        (rng.uniform(120, 470), rng.uniform(0.35, 0.75) * page.signature_at, rng.uniform(34, 46)),
        (rng.uniform(90, 140), at, rng.uniform(32, 42)),
        (rng.uniform(350, 410), at, rng.uniform(32, 42)),
    ]
    for x, y, radius in spots:
        put_ink(layer, colours, stamp(round(radius * scale), rng), (x * scale, y * scale), rng.choice(INKS))
    for x in (rng.uniform(150, 190), rng.uniform(420, 470)):
        ink = rng.choice(((25, 25, 30), (20, 40, 120)))
        put_ink(layer, colours, signature(rng), (x * scale, at * scale), ink)
    alpha = np.asarray(layer, np.float32)[..., None] / 255
    inked = np.asarray(page.picture, np.float32) * (1 - alpha + alpha * np.asarray(colours, np.float32) / 255)
    return Image.fromarray(inked.astype(np.uint8)), np.asarray(layer) > 90


def put_ink(
    layer: Image.Image, colours: Image.Image, mask: Image.Image, centre: tuple[float, float], ink: tuple[int, int, int]
) -> None:
    corner = (round(centre[0] - mask.width / 2), round(centre[1] - mask.height / 2))
    colours.paste(Image.new("RGB", mask.size, ink), corner, mask.point(lambda value: 255 if value else 0))
    layer.paste(mask, corner, mask.point(lambda value: 255 if value else 0))


def stamp(radius: int, rng: random.Random) -> Image.Image:
    """Return the mask of a round office stamp: two rings, lettering between them, a mark inside, worn in places."""
    size = 2 * radius + 8
    mask = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(mask)
    for inset, width in ((4, 5), (round(0.32 * radius), 3)):
        draw.ellipse((inset, inset, size - inset, size - inset), outline=215, width=width)
    text = rng.choice(("PEMERINTAH KOTA * SEKRETARIAT DAERAH * ", "CITY COUNCIL * OFFICE OF THE MAYOR * "))
    face = ImageFont.truetype(str(_FACE), max(10, round(0.2 * radius)))
    for number, letter in enumerate(text):
        angle = 2 * math.pi * number / len(text)
        tile = Image.new("L", (radius // 3, radius // 3), 0)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), letter, 215, face, anchor="mm")
        tile = tile.rotate(-math.degrees(angle))
        x = size / 2 + 0.82 * radius * math.sin(angle) - tile.width / 2
        y = size / 2 - 0.82 * radius * math.cos(angle) - tile.height / 2
        mask.paste(tile, (round(x), round(y)), tile)
    big = ImageFont.truetype(str(_FACE), round(0.3 * radius))
    draw.text((size / 2, size / 2), rng.choice(("WALI KOTA", "MAYOR", "ASLI")), 215, big, anchor="mm")
    worn = np.random.default_rng(radius).random((size // 6 + 1, size // 6 + 1)) * 255
    wear = Image.fromarray(worn.astype(np.uint8)).resize((size, size), Image.Resampling.BICUBIC)
    faded = np.asarray(mask, np.float32) * (0.55 + 0.45 * (np.asarray(wear, np.float32) / 255))
    return Image.fromarray(faded.astype(np.uint8)).rotate(rng.uniform(-25, 25), Image.Resampling.BICUBIC)


def signature(rng: random.Random) -> Image.Image:
    """Return the mask of a signature: one long stroke in loops, and a dash under it."""
    width, height = 330, 150
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    loops, lean = rng.randint(4, 7), rng.uniform(0.4, 0.9)
    points = []
    for step in range(240):
        t = step / 239
        sway = math.sin(2 * math.pi * loops * t)
        x = 20 + 270 * t + 26 * lean * math.cos(2 * math.pi * loops * t)
        points.append((x, height / 2 - 12 - (48 - 26 * t) * sway))
    draw.line(points, fill=235, width=rng.randint(3, 5), joint="curve")
    draw.line([(30, height - 26), (300, height - 40)], fill=235, width=3)
    return mask.filter(ImageFilter.GaussianBlur(0.7))
