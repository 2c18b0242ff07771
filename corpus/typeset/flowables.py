"""Blocks that reportlab lacks: columns that run side by side, an emblem, a rule across the page."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Paragraph


class Parallel(Flowable):
    """Columns set side by side; each flows on by itself when the page ends, whatever the others do."""

    def __init__(
        self, columns: Sequence[Sequence[Flowable]], shares: Sequence[float], *, gutter: float, rule: bool, weave: bool
    ) -> None:
        super().__init__()
        self.columns = [list(column) for column in columns]
        self.shares = list(shares)
        self.gutter, self.rule, self.weave = gutter, rule, weave

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        self.height = max(sum(_height(f, w) for f in column) for column, w in self._with_widths(aW))
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        pairs = [_cut(column, width, aH) for column, width in self._with_widths(aW)]
        heads, tails = [head for head, _ in pairs], [tail for _, tail in pairs]
        if not any(heads):
            return []
        return [self._like(heads), self._like(tails)] if any(tails) else [self._like(heads)]

    def draw(self) -> None:
        pieces: list[tuple[float, int, float, Flowable]] = []
        left = 0.0
        for number, (column, width) in enumerate(self._with_widths(self.width)):
            top = 0.0
            for flowable in _lines(column, width) if self.weave else column:
                pieces.append((top + flowable.getSpaceBefore(), number, left, flowable))
                top += _height(flowable, width)
            left += width + self.gutter
        for top, _, left, flowable in sorted(pieces, key=lambda p: p[:2]) if self.weave else pieces:
            flowable.drawOn(self.canv, left, self.height - top - flowable.height)
        if self.rule:
            middle = self._widths(self.width)[0] + self.gutter / 2
            self.canv.setLineWidth(0.4)
            self.canv.line(middle, 0, middle, self.height)

    def _like(self, columns: Sequence[Sequence[Flowable]]) -> "Parallel":
        return Parallel(columns, self.shares, gutter=self.gutter, rule=self.rule, weave=self.weave)

    def _widths(self, available: float) -> list[float]:
        room = available - self.gutter * (len(self.columns) - 1)
        return [room * share / sum(self.shares) for share in self.shares]

    def _with_widths(self, available: float) -> list[tuple[list[Flowable], float]]:
        return list(zip(self.columns, self._widths(available), strict=True))


class Emblem(Flowable):
    """A plain made-up coat of arms, or two of them at the two ends of the line."""

    def __init__(self, count: int, size: float = 46) -> None:
        super().__init__()
        self.count, self.size = count, size

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width, self.height = aW, self.size + 8
        return self.width, self.height

    def draw(self) -> None:
        centres = [self.width / 2] if self.count == 1 else [self.size, self.width - self.size]
        for number, x in enumerate(centres):
            _draw_arms(self, x, self.size / 2 + 6, number)


class Rule(Flowable):
    """A line across the text width, doubled as under a letterhead when `double`."""

    def __init__(self, *, double: bool = False) -> None:
        super().__init__()
        self.double = double

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width, self.height = aW, 8.0
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(1.6 if self.double else 0.6)
        self.canv.line(0, 5, self.width, 5)
        if self.double:
            self.canv.setLineWidth(0.5)
            self.canv.line(0, 2.5, self.width, 2.5)


def _draw_arms(emblem: Emblem, x: float, y: float, number: int) -> None:
    canvas, r = emblem.canv, emblem.size / 2
    canvas.setLineWidth(1.1)
    if number == 0:
        path = canvas.beginPath()
        path.moveTo(x - r * 0.8, y + r)
        path.lineTo(x + r * 0.8, y + r)
        path.lineTo(x + r * 0.8, y - r * 0.2)
        path.lineTo(x, y - r)
        path.lineTo(x - r * 0.8, y - r * 0.2)
        path.close()
        canvas.drawPath(path)
    else:
        canvas.circle(x, y, r)
        canvas.circle(x, y, r * 0.8)
    for step in (-0.3, 0.0, 0.3):
        canvas.line(x - r * 0.45, y + r * step, x + r * 0.45, y + r * (step + 0.12))


def _height(flowable: Flowable, width: float) -> float:
    above = flowable.getSpaceBefore()
    return float(flowable.wrap(width, 1e6)[1]) + above + flowable.getSpaceAfter()


def _cut(column: Sequence[Flowable], width: float, height: float) -> tuple[list[Flowable], list[Flowable]]:
    head: list[Flowable] = []
    for place, flowable in enumerate(column):
        need = _height(flowable, width)
        if need <= height + 1e-6:
            head.append(flowable)
            height -= need
            continue
        parts = flowable.split(width, height)
        if len(parts) > 1:
            return [*head, parts[0]], [*parts[1:], *column[place + 1 :]]
        return head, list(column[place:])
    return head, []


def _lines(column: Sequence[Flowable], width: float) -> list[Flowable]:
    lines: list[Flowable] = []
    for flowable in column:
        rest = [flowable]
        while rest:
            first = rest.pop(0)
            first.wrap(width, 1e6)
            parts = first.split(width, first.style.leading * 1.5) if isinstance(first, Paragraph) else []
            if len(parts) > 1:
                lines.append(parts[0])
                rest = list(parts[1:])
            else:
                lines.append(first)
    return lines
