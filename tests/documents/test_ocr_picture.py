"""Pictures made ready for OCR: what goes, what stays, and where things are afterwards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

from mou_miner.documents.ocrpicture import prepare, tilt_of, turned_back

SCALE = 200 / 72
FACE = str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")


def page(*, ink: tuple[int, int, int] = (20, 20, 20), lines: int = 30) -> Image.Image:
    """Return a page of text at 200 dpi."""
    picture = Image.new("RGB", (1654, 1400), "white")
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(FACE, 30)
    for number in range(lines):
        draw.text((160, 80 + 42 * number), "Para Pihak sepakat bekerja sama dalam bidang pendidikan", ink, face)
    return picture


def noisy(picture: Image.Image, strength: float) -> Image.Image:
    noise = np.random.default_rng(3).normal(0, strength, (picture.height, picture.width, 1))
    return Image.fromarray((np.asarray(picture, float) * 0.8 + 30 + noise).clip(0, 255).astype(np.uint8))


def shares(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[float, float]:
    """Return the share of dark pixels and of shades between dark and light in a part of a grey picture."""
    pixels = np.asarray(picture.convert("L").crop(box))
    return float((pixels < 100).mean()), float(((pixels >= 100) & (pixels < 200)).mean())


def test_a_coloured_stamp_goes_and_the_print_under_it_stays() -> None:
    plain, stamped = page(), page()
    layer = Image.new("RGB", stamped.size, "white")
    ImageDraw.Draw(layer).ellipse((300, 300, 520, 520), outline=(60, 70, 190), width=14)
    stamped = Image.fromarray((np.asarray(stamped, float) * np.asarray(layer) / 255).astype(np.uint8))
    box = (280, 280, 540, 540)
    before, cleaned = prepare(plain, SCALE).picture, prepare(stamped, SCALE).picture
    assert shares(cleaned, box)[0] == pytest.approx(shares(before, box)[0], rel=0.1)
    assert shares(cleaned, box)[1] < shares(before, box)[1] + 0.02


def test_print_in_colour_stays() -> None:
    cleaned = prepare(page(ink=(30, 40, 140)), SCALE).picture
    assert shares(cleaned, (160, 80, 1400, 1300))[0] + shares(cleaned, (160, 80, 1400, 1300))[1] > 0.05


def test_noise_and_dirt_go_and_thin_print_stays() -> None:
    dirty = page(lines=12)
    draw = ImageDraw.Draw(dirty)
    for x in range(100, 1600, 70):
        draw.rectangle((x, 1000, x + 2, 1002), fill=(30, 30, 30))
    dirty = noisy(dirty, 20)
    cleaned = prepare(dirty, SCALE).picture
    assert shares(cleaned, (90, 980, 1620, 1020))[0] == 0
    plain = prepare(page(lines=12), SCALE).picture
    dark, grey = shares(cleaned, (160, 80, 1400, 560))
    dark_before, grey_before = shares(plain, (160, 80, 1400, 560))
    assert dark + grey == pytest.approx(dark_before + grey_before, rel=0.35)


@pytest.mark.parametrize("degrees", [-4.0, -1.3, 0.0, 0.6, 1.9, 5.5])
def test_lines_are_made_level(degrees: float) -> None:
    tilted = page().rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    assert tilt_of(tilted.convert("L")) == pytest.approx(degrees, abs=0.15)
    assert abs(tilt_of(prepare(tilted, SCALE).picture)) <= 0.1


def test_a_picture_without_lines_is_not_turned() -> None:
    spots = Image.fromarray(np.random.default_rng(1).integers(0, 256, (900, 700), np.uint8))
    assert tilt_of(spots) == 0.0
    assert tilt_of(Image.new("L", (600, 800), 255)) == 0.0


def test_a_point_is_found_again_on_the_page_as_it_was() -> None:
    picture = Image.new("L", (600, 800), 255)
    ImageDraw.Draw(picture).rectangle((498, 98, 502, 102), fill=0)
    turned = np.argwhere(np.asarray(picture.rotate(2.0, Image.Resampling.BICUBIC, fillcolor=255)) < 128).mean(0)
    x, y = turned_back(float(turned[1]), float(turned[0]), 600, 800, 2.0)
    assert (x, y) == (pytest.approx(500, abs=1.5), pytest.approx(100, abs=1.5))
