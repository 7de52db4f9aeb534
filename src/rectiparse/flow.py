"""The running text of a notice: page furniture and soft line breaks left out, with the way back to the source.

Rules match on `Flow.text`, so a label, a name or a date that a line or page break cuts is matched like any other; every
offset found there is mapped back to stretches of the source text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter

from rectiparse.breaks import build_judge
from rectiparse.cuts import Cut, Found, find_cuts
from rectiparse.decimals import Decimal
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.runon import open_breaks
from rectiparse.source import SourceText


class Flow:
    """Folded text without furniture (`text`), the same unfolded (`printed`), and the map to the source."""

    def __init__(self, source: SourceText, folded: str, found: Found) -> None:
        self.source = source
        self._decimals = found.decimals
        self.is_wrapped = found.is_wrapped
        """The source's lines are wrapped at a width: a line break is no sign of a paragraph."""
        self.has_cells = found.has_cells
        """Lines of the source are cells of a table."""
        self.cuts = tuple(_merge(found.cuts))
        raw = source.text
        starts, shifts, runs, pieces, printed, at, size = [], [], [], [], [], 0, 0
        for cut in (*self.cuts, Cut(len(raw), len(raw), "furniture", "")):
            if cut.start > at:
                starts.append(size)
                shifts.append(at - size)
                runs.append((at, cut.start))
                pieces.append(folded[at : cut.start])
                printed.append(raw[at : cut.start])
                size += cut.start - at
            at = cut.end
        self.text = "".join(pieces)
        self.printed = "".join(printed)
        self._starts, self._runs = starts or [0], runs or [(0, 0)]
        """Where each unbroken run begins in the flow, and its source span."""
        self._shifts = shifts or [0]
        """What is added to a flow offset of each run to give the source offset."""

    def source_at(self, offset: int) -> int:
        """The source offset of the flow character at `offset`."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def flow_at(self, offset: int) -> int:
        """The flow offset of a source offset; what was left out stands at the place where it is missing."""
        run = bisect_right(self._runs, offset, key=itemgetter(0)) - 1
        return min(offset, self._runs[run][1]) - self._shifts[run] if run >= 0 else 0

    def decimal_at(self, offset: int) -> tuple[Decimal, int] | None:
        """The decimal number that heads the line at a flow offset, and where the text behind it begins."""
        if not self._decimals:
            return None
        at = self.source_at(offset)
        decimal = self._decimals.get(at)
        return (decimal, self.flow_at(at + decimal.length)) if decimal else None

    def span(self, start: int, end: int) -> Span:
        """The source span that covers flow [start, end), breaks inside it included."""
        run = bisect_right(self._starts, start) - 1
        first = start + self._shifts[run]
        return (first, end + self._shifts[bisect_left(self._starts, end, run + 1) - 1] if end > start else first)

    def stretches(self, start: int, end: int) -> tuple[Span, ...]:
        """The source spans of flow [start, end) without what was left out, one for each unbroken run."""
        if end <= start:
            return ()
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end, first) - 1
        begin, stop = start + self._shifts[first], end + self._shifts[last]
        if first == last:
            return ((begin, stop),)
        return ((begin, self._runs[first][1]), *self._runs[first + 1 : last], (self._runs[last][0], stop))

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Flow start, flow end and source start of each unbroken run."""
        for start, (origin, stop) in zip(self._starts, self._runs, strict=True):
            yield start, start + stop - origin, origin

    def strip(self, start: int, end: int) -> Span:
        """Flow [start, end) without blanks and breaks at its ends."""
        text = self.text
        if start < end and not (text[start].isspace() or text[end - 1].isspace()):  # most stretches
            return (start, end)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return (start, end)

    def line_at(self, offset: int) -> int:
        """1-based source line of a flow offset."""
        return self.source.line_at(self.source_at(offset))


def build_flow(source: SourceText, grammar: Grammar) -> Flow:
    """The running text of `source`. Guaranteed: the runs of the flow and its cuts tile `source.text`."""
    judge = build_judge(grammar)
    folded = open_breaks(source.folded, judge)
    return Flow(source, folded, find_cuts(source, folded, judge, grammar))


def _merge(cuts: list[Cut]) -> list[Cut]:
    """In order, without overlap: what an earlier cut took is not cut again."""
    out: list[Cut] = []
    at = 0
    for cut in sorted(cuts):
        if cut.end <= at:
            if out[-1].rule == _BREAK and cut.start >= out[-1].start and cut.rule != _BREAK:  # a page number inside a sentence
                around = out.pop()
                pieces = (around._replace(end=cut.start), cut, around._replace(start=cut.end))
                out.extend(piece for piece in pieces if piece.end > piece.start)
            continue
        out.append(cut if cut.start >= at else cut._replace(start=at))
        at = cut.end
    return out


_BREAK = "soft-break"
