"""Build the scanned PDFs of `documents/*.yaml`: set like the others, then drawn, stamped, soiled and saved as pictures."""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

import numpy as np
import pypdfium2
import srsly
from PIL import Image, ImageFilter

from benchmarks.ocr_damage import INKS, put_ink, signature, stamp
from corpus.typeset.build import CORPUS, Text, build, read_texts
from corpus.typeset.page import register_fonts

DOCUMENTS = Path(__file__).resolve().parent / "documents"


class Scan(NamedTuple):
    """How a document was scanned; the names are the keys under `scan` in its file. Places in points from the top left."""

    dpi: int = 150
    form: Literal["bilevel", "grey", "colour"] = "grey"
    tilt: float = 0.0
    specks: int = 0
    shade: float = 0.0
    quality: int = 30
    stamps: tuple[tuple[float, float, float], ...] = ()
    signatures: tuple[tuple[float, float], ...] = ()


def build_scan(text: Text, folder: Path) -> Path:
    """Build one scanned document and return the path of its PDF, `<folder>/<split>/<slug>.pdf`."""
    options = srsly.read_yaml(DOCUMENTS / f"{text.slug}.yaml")["scan"]
    path = folder / text.split / f"{text.slug}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as printed:
        pdf = pypdfium2.PdfDocument(build(text, Path(printed)))
        pages = [_scanned(page, Scan(**options), f"{text.slug} {number}", last=number == len(pdf))
                 for number, page in enumerate(pdf, 1)]  # fmt: skip
        pdf.close()
    scan = Scan(**options)
    quality = {} if scan.form == "bilevel" else {"quality": scan.quality}
    pages[0].save(path, "PDF", resolution=scan.dpi, save_all=True, append_images=pages[1:],
                  creationDate=None, modDate=None, **quality)  # fmt: skip
    return path


def _scanned(page: pypdfium2.PdfPage, scan: Scan, seed: str, *, last: bool) -> Image.Image:
    """Return a page as scanned; stamps and signatures stand on the last one."""
    rng, noise = random.Random(seed), np.random.default_rng(sum(map(ord, seed)))
    picture = page.render(scale=scan.dpi / 72).to_pil().convert("RGB")
    if last:
        picture = _signed(picture, scan, rng)
    picture = picture.rotate(scan.tilt, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture = picture.filter(ImageFilter.GaussianBlur(0.6 * scan.dpi / 200))
    pixels = np.asarray(picture, np.float32) * 0.86 + 24
    down = np.linspace(0, scan.shade, pixels.shape[0], dtype=np.float32)[:, None, None]
    pixels = pixels * (1 - down) + noise.normal(0, 2.5, pixels.shape[:2]).astype(np.float32)[..., None]
    for _ in range(scan.specks):
        y, x, size = (int(noise.integers(0, limit)) for limit in (*pixels.shape[:2], 4))
        pixels[y : y + size, x : x + size] = 40
    soiled = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    if scan.form == "bilevel":
        return soiled.convert("L").point(lambda value: 255 if value > 150 else 0).convert("1")
    return soiled if scan.form == "colour" else soiled.convert("L")


def _signed(picture: Image.Image, scan: Scan, rng: random.Random) -> Image.Image:
    """Return the page with its stamps and signatures."""
    scale = scan.dpi / 72
    layer, colours = Image.new("L", picture.size, 0), Image.new("RGB", picture.size, (255, 255, 255))
    for x, y, radius in scan.stamps:
        put_ink(layer, colours, stamp(round(radius * scale), rng), (x * scale, y * scale), rng.choice(INKS))
    for x, y in scan.signatures:
        mask = signature(rng)
        mask = mask.resize((round(mask.width * scan.dpi / 200), round(mask.height * scan.dpi / 200)))
        put_ink(layer, colours, mask, (x * scale, y * scale), (20, 30, 110))
    alpha = np.asarray(layer, np.float32)[..., None] / 255
    inked = np.asarray(picture, np.float32) * (1 - alpha + alpha * np.asarray(colours, np.float32) / 255)
    return Image.fromarray(inked.astype(np.uint8))


def main() -> None:
    """Build all scans, or the named ones, into the corpus or another folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--only", nargs="*", help="slugs to build (all when left out)")
    parser.add_argument("--out", type=Path, default=CORPUS)
    arguments = parser.parse_args()
    register_fonts()
    for text in read_texts(DOCUMENTS):
        if not arguments.only or text.slug in arguments.only:
            print(build_scan(text, arguments.out))


if __name__ == "__main__":
    main()
