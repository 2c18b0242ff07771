"""From the line markup of a document's text to reportlab blocks; one line of the text is one block.

= TITLE              centred, bold, large         =_ TITLE      the same with letters set apart
~ text               centred                      ~~ text       centred and bold
# ARTICLE 1 | AIM    centred bold heading lines   ## 1. Aim     bold heading at the left
> a. | text          item with hanging label      >> i. | text  the same, further in
] text               set at the right             text          a paragraph
!space 20   !page   !rule   !letterhead   !emblem 2
!left ... !right ... !end                two columns that flow independently (options: shares=2,3 rule=1 weave=1)
!pairs ... !end                          two columns row by row, `left || right` (keep=1: on one page)
!table widths=30,90 ruled=1 head=1 ... !end   with a row a line: `| cell | cell |`
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, Spacer, Table, TableStyle

from corpus.typeset.flowables import Emblem, Parallel, Rule
from corpus.typeset.page import FONTS, Page

SOFT_HYPHEN = "\u00ad"


def read_blocks(body: str, page: Page) -> list[Flowable]:
    """Return the blocks of a text in reading order."""
    lines = iter([line.strip() for line in body.splitlines() if line.strip()])
    return list(_blocks(lines, page, page.font_size))


def _blocks(lines: Iterator[str], page: Page, size: float) -> Iterator[Flowable]:
    for line in lines:
        if line.startswith(("!left", "!pairs")):
            yield from _columns(line, lines, page)
        elif line.startswith("!table"):
            rows = []
            for row in lines:
                if row == "!end":
                    break
                rows.append(row)
            yield _table(line, rows, page)
        elif line.startswith("!"):
            yield _directive(line)
        else:
            yield _block(line, page, size)


def _columns(directive: str, lines: Iterator[str], page: Page) -> Iterator[Flowable]:
    options = _options(directive)
    shares = [float(n) for n in options.get("shares", "1,1").split(",")]
    size = float(options.get("size", page.font_size))
    gutter = float(options.get("gutter", 18))
    ruled, weave = options.get("rule") == "1", options.get("weave") == "1"
    inner = []
    for line in lines:
        if line == "!end":
            break
        inner.append(line)
    if directive.startswith("!pairs"):
        pairs = [[[_block(side.strip(), page, size)] for side in line.split("||") if side.strip()] for line in inner]
        rows: list[Flowable] = [Parallel(pair, shares, gutter=gutter, rule=ruled, weave=weave) for pair in pairs]
        yield from [KeepTogether(rows)] if options.get("keep") == "1" else rows
        return
    middle = inner.index("!right")
    halves = [list(_blocks(iter(part), page, size)) for part in (inner[:middle], inner[middle + 1 :])]
    yield Parallel(halves, shares, gutter=gutter, rule=ruled, weave=weave)


def _directive(line: str) -> Flowable:
    name, _, value = line[1:].partition(" ")
    if name == "page":
        return PageBreak()
    if name == "emblem":
        return Emblem(int(value))
    if name in ("rule", "letterhead"):
        return Rule(double=name == "letterhead")
    if name == "space":
        return Spacer(1, float(value))
    raise ValueError(f"unknown directive: {line}")


def _block(line: str, page: Page, size: float) -> Paragraph | Spacer:
    if line.startswith("!space"):
        return Spacer(1, float(line.split()[1]))
    mark, text = _split_mark(line)
    regular, bold = FONTS[page.font]
    leading = page.leading * size / page.font_size
    base = ParagraphStyle("p", fontName=regular, fontSize=size, leading=leading, embeddedHyphenation=1)
    body: Literal[0, 4] = TA_JUSTIFY if page.justify else TA_LEFT
    if mark in ("=", "=_", "~", "~~", "#"):
        big = page.title_size * size / page.font_size
        style = ParagraphStyle("c", base, alignment=TA_CENTER, fontName=regular if mark == "~" else bold)
        if mark.startswith("="):
            style = ParagraphStyle("t", style, fontSize=big, leading=big * 1.25)
        elif mark == "#":
            style = ParagraphStyle("h", style, spaceBefore=page.gap, spaceAfter=page.gap, keepWithNext=1)
        return Paragraph(_letters_apart(text) if mark == "=_" else _markup(text.replace(" | ", "<br/>")), style)
    if mark == "##":
        style = ParagraphStyle("s", base, fontName=bold, spaceBefore=page.gap, spaceAfter=page.gap / 2, keepWithNext=1)
        return Paragraph(_markup(text), style)
    if mark in (">", ">>"):
        label, _, item = text.partition(" | ")
        start = page.hang * (len(mark) - 1) + (8 if mark == ">>" else 0)
        style = ParagraphStyle(
            "i", base, alignment=body, leftIndent=start + page.hang, bulletIndent=start, spaceAfter=page.gap / 3,
            bulletFontName=regular, bulletFontSize=size,
        )  # fmt: skip
        return Paragraph(_markup(_hyphenated(item, page)), style, bulletText=label)
    if mark == "]":
        return Paragraph(_markup(text), ParagraphStyle("r", base, alignment=TA_RIGHT))
    style = ParagraphStyle("b", base, alignment=body, firstLineIndent=page.indent, spaceAfter=page.gap)
    return Paragraph(_markup(_hyphenated(text, page)), style)


def _table(directive: str, rows: Sequence[str], page: Page) -> Table:
    options = _options(directive)
    size = float(options.get("size", page.font_size - 1))
    head = int(options.get("head", 1))
    regular, bold = FONTS[page.font]
    plain = ParagraphStyle("cell", fontName=regular, fontSize=size, leading=size * 1.2, embeddedHyphenation=1)
    strong = ParagraphStyle("head", plain, fontName=bold, alignment=TA_CENTER)
    cells = [
        [Paragraph(_markup(cell.strip()), strong if number < head else plain) for cell in row.strip("|").split("|")]
        for number, row in enumerate(rows)
    ]
    commands: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if options.get("ruled", "1") == "1":
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    if options.get("shade") == "1":
        commands.append(("BACKGROUND", (0, 0), (-1, head - 1), colors.Color(0.86, 0.86, 0.86)))
    widths = [float(width) for width in options["widths"].split(",")]
    return Table(cells, colWidths=widths, repeatRows=head, style=TableStyle(commands), spaceAfter=8, spaceBefore=6)


def _split_mark(line: str) -> tuple[str, str]:
    found = re.match(r"(=_|=|~~|~|##|#|>>|>|\])\s+(.*)", line)
    return (found[1], found[2]) if found else ("", line)


def _options(directive: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in directive.split()[1:])


def _markup(text: str) -> str:
    return re.sub(r"&(?!\w+;|#\d+;)", "&amp;", text)


def _letters_apart(text: str) -> str:
    return "&nbsp;&nbsp; ".join("&nbsp;".join(word) for word in text.split())


def _hyphenated(text: str, page: Page) -> str:
    return re.sub(r"[A-Za-z]{8,}", lambda m: _break_word(m[0]), text) if page.hyphenate else text


def _break_word(word: str) -> str:
    """Put soft hyphens between open syllables, three letters or more from either end."""
    parts = re.sub(r"(?<=[aiueo])(?=[bcdfghjklmprstwy][aiueo])", SOFT_HYPHEN, word, flags=re.IGNORECASE)
    pieces = parts.split(SOFT_HYPHEN)
    while len(pieces) > 1 and len(pieces[0]) < 3:
        pieces[:2] = [pieces[0] + pieces[1]]
    while len(pieces) > 1 and len(pieces[-1]) < 3:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return SOFT_HYPHEN.join(pieces)
