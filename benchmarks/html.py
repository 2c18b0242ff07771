"""What is read from web pages of our own writing in the style of many kinds of outlet, beside bare trafilatura.

    python -m benchmarks.html [--held-out] [--verbose]

The pages in benchmarks/pages carry their gold: the story stands between ⟦ and ⟧, a comment at the top tells title, day
of publication and byline (null where no person is named); both are taken out before a page is read. Half of the pages
were written after the program was tuned on the other half, and are only read with --held-out.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html
import trafilatura

from mou_miner.documents.web import read_html
from mou_miner.errors import ReadError
from mou_miner.records import UNREAD_KINDS

PAGES = Path(__file__).parent / "pages"
_GOLD = re.compile(r"<!-- gold: (\{.*\}) -->\n")
_NOT_STORY = UNREAD_KINDS | {"title", "noise", "caption"}


class Page(NamedTuple):
    """A page as bytes, and what is to be read from it."""

    name: str
    data: bytes
    body: str
    facts: dict[str, Any]


class Reading(NamedTuple):
    """What was read from a page."""

    body: str
    title: str | None
    date: str | None
    byline: str | None


class Score(NamedTuple):
    """How well a method read the pages."""

    f1: float
    dates: float
    bylines_precision: float
    bylines_recall: float
    titles: float
    seconds: float


def load_pages(half: str) -> list[Page]:
    """Return the pages of a half, `tuning` or `held-out`."""
    pages = [_load(path) for path in sorted(PAGES.glob("*.html"))]
    return [page for page in pages if page.facts["half"] == half]


def _load(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    found = _GOLD.match(text)
    if found is None:
        raise ValueError(f"{path.name} does not begin with its gold")
    facts: dict[str, Any] = json.loads(found[1])
    text = text[found.end() :]
    pieces = re.findall("⟦(.*?)⟧", text, re.DOTALL)
    body = " ".join(lxml.html.fromstring(f"<div>{piece}</div>").text_content() for piece in pieces)
    text = text.replace("⟦", "").replace("⟧", "")
    if facts.get("mojibake"):
        text = text.encode("utf-8").decode("cp1252", "replace")
    return Page(path.name, text.encode(facts.get("encoding", "utf-8"), "xmlcharrefreplace"), body, facts)


def ours(page: Page) -> Reading:
    """Return what this program reads: the blocks that are sentences of the story."""
    try:
        document = read_html(page.data, page.name)
    except ReadError:
        return Reading("", None, None, None)
    blocks = [block for block in document.blocks if block.kind not in _NOT_STORY]
    body = " ".join(document.text[block.start : block.end] for block in blocks)
    return Reading(body, document.title, document.date_published, document.author)


def bare_trafilatura(page: Page) -> Reading:
    """Return what trafilatura reads by itself."""
    found: Any = trafilatura.bare_extraction(page.data, include_comments=False, with_metadata=True)
    if found is None:
        return Reading("", None, None, None)
    return Reading(found.text or "", found.title, found.date, found.author)


def word_f1(read: str, gold: str) -> float:
    """Return the F1 of the words read, each counted as often as it stands there."""
    mine, right = Counter(_words(read)), Counter(_words(gold))
    shared = sum((mine & right).values())
    return 2 * shared / (sum(mine.values()) + sum(right.values())) if shared else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def score(pages: Sequence[Page], method: Callable[[Page], Reading], *, verbose: bool) -> Score:
    """Return the scores of a method over the pages."""
    begun = time.process_time()
    readings = [method(page) for page in pages]
    seconds = time.process_time() - begun
    f1s = [word_f1(reading.body, page.body) for page, reading in zip(pages, readings, strict=True)]
    dates = titles = named = right = wanted = 0
    for page, reading, f1 in zip(pages, readings, f1s, strict=True):
        facts = page.facts
        dates += reading.date == facts["date"]
        titles += facts["title"] is None or _words(reading.title or "") == _words(facts["title"])
        named += reading.byline is not None
        wanted += facts["byline"] is not None
        right += reading.byline is not None and sorted(_words(reading.byline)) == sorted(_words(facts["byline"] or ""))
        if verbose:
            _tell(page, reading, f1)
    count = len(pages)
    return Score(sum(f1s) / count, dates / count, right / named if named else 1.0, right / max(1, wanted),
                 titles / count, seconds)  # fmt: skip


def _tell(page: Page, reading: Reading, f1: float) -> None:
    mine, gold = Counter(_words(reading.body)), Counter(_words(page.body))
    print(f"  {page.name}: F1 {f1:.3f}; {reading.date}, gold {page.facts['date']}; {reading.byline}, gold "
          f"{page.facts['byline']}; {reading.title!r}")  # fmt: skip
    print("    too much:", " ".join((mine - gold).elements()))
    print("    missing: ", " ".join((gold - mine).elements()))


def main() -> None:
    """Print a line per method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="read the half that is not for tuning")
    parser.add_argument("--verbose", action="store_true", help="show what was read of each page")
    arguments = parser.parse_args()
    pages = load_pages("held-out" if arguments.held_out else "tuning")
    kinds = len({page.facts["kind"] for page in pages})
    print(f"{len(pages)} pages of {kinds} kinds; author counted as right only when it is the person named")
    for name, method in (("mou-miner", ours), ("trafilatura", bare_trafilatura)):
        result = score(pages, method, verbose=arguments.verbose and method is ours)
        print(f"{name:12} body F1 {result.f1:.4f}  dates {result.dates:.3f}  bylines precision "
              f"{result.bylines_precision:.3f} recall {result.bylines_recall:.3f}  titles {result.titles:.3f}  "
              f"{result.seconds:.2f} CPU s")  # fmt: skip


if __name__ == "__main__":
    main()
