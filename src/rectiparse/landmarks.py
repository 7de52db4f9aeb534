"""What single lines show of how a text is built: where annexes and further plans begin, and what signs it."""

from __future__ import annotations

from itertools import takewhile

from rectiparse.fits import SERIAL
from rectiparse.grammar import Grammar
from rectiparse.lines import TITLE_ENDS, Line
from rectiparse.nodes import Node

_STOPS = frozenset("。;:,、!?)]")
_LONGEST_TITLE_LINE = 40
LOOK_AHEAD = 40
"""Lines looked at to tell a sub-finding from a measure, or whether a count goes on."""


class Landmarks:
    """Looks at lines by their index; `root` is the top of the tree of the text before them."""

    def __init__(self, text: str, lines: list[Line], grammar: Grammar) -> None:
        self.text, self.lines, self.grammar = text, lines, grammar
        self.shapes = {rule.id: grammar.structure.compiled(rule.id) for rule in grammar.structure.rules}
        self.following = _find_following(lines)

    def title_after(self, index: int) -> tuple[int, int] | None:
        """The lines between 附件 and the first number, label or row."""
        first = last = None
        for line in self.lines[index + 1 : index + 5]:
            printed = self.text[line.start : line.end]
            if (
                line.row
                or line.marker
                or line.labels
                or len(printed) > 60
                or printed[-1] in "。;:,"
                or "单位:" in printed
                or printed == SERIAL
            ):
                break
            first, last = (line.start if first is None else first), line.end
        return (first, last) if first is not None and last is not None else None

    def annex_title(self, index: int, root: Node) -> tuple[int, int] | None:
        """附：整改任务清单 right above a numbering or table that begins again; above a signature it is listed only."""
        line = self.lines[index]
        match = self.shapes["annex-titled"].match(self.text, line.start, line.end)
        if match is None or line.labels or not root.children:
            return None
        top = min(child.rank for child in root.children)
        for below in self.lines[index + 1 : index + 4]:
            if below.row is not None or (below.marker and below.marker.number == 1 and below.marker.rank <= top):
                return match.span("title")
            if below.marker or self.text[below.start] == "附" or self.shapes["date-line"].match(self.text, below.start, below.end):
                return None
        return None

    def plan_title_end(self, index: int, root: Node) -> int:
        """The end of a title above a numbering that starts again at its top, a further plan in the same file; 0 where none begins."""
        line = self.lines[index]
        if line.marker or line.labels or not root.children:
            return 0
        end = line.end if self._is_title(line.start, line.end) else self._second_line_end(index)
        if not end:
            return 0
        top = min(child.rank for child in root.children)
        following = next((x.marker for x in self.lines[index + 1 : index + 15] if x.marker), None)
        return end if following is not None and following.number == 1 and following.rank <= top else 0

    def _is_title(self, start: int, end: int) -> bool:
        return self.text[end - 1] in TITLE_ENDS and self.shapes["plan-title"].match(self.text, start, end) is not None

    def _second_line_end(self, index: int) -> int:
        """The end of a title of two lines of which lines[index] is the first; a name above a title signs what stands before."""
        line, *below = self.lines[index : index + 2]
        if not below or below[0].marker or below[0].labels or below[0].row or self.text[line.end - 1] in _STOPS:
            return 0
        second = below[0]
        if max(line.end - line.start, second.end - second.start) > _LONGEST_TITLE_LINE or self.text[second.end - 1] not in TITLE_ENDS:
            return 0
        first, rest = self.text[line.start : line.end], self.text[second.start : second.end]
        is_signed = self.shapes["plan-title"].match(rest) and self.grammar.units.ending("unit-ending").search(first)
        is_title = self.shapes["plan-title"].match(first + rest) and not self.shapes["date-line"].match(first)
        return second.end if is_title and not is_signed else 0

    def owns_measures(self, index: int, rank: int) -> bool:
        """Whether a 措施 label stands behind lines[index] before the next mark of its rank or above."""
        for line in self.lines[index + 1 : index + LOOK_AHEAD]:
            number = line.marker or line.absorbed
            if line.row is not None or (number and number.rank <= rank):
                return False
            if line.first_label is not None and line.first_label.field == "measures":
                return True
        return False

    def is_signature(self, index: int) -> bool:
        """A short line above the date line that ends a text."""
        line = self.lines[index]
        last = self.text[line.end - 1]
        if line.marker or line.end - line.start > 30 or last in "。;:,、" or self.is_date(line):
            return False
        if last == ")" and not self.shapes["sealed"].match(self.text, line.start, line.end):
            return False
        after = takewhile(lambda x: not x.labels and x.row is None, self.lines[index + 1 : index + 3])
        return any(map(self.is_date, after))

    def is_date(self, line: Line) -> bool:
        return self.shapes["date-line"].match(self.text, line.start, line.end) is not None


def _find_following(lines: list[Line]) -> list[Line | None]:
    """For each line the next one with a mark, a label or a row."""
    found: list[Line | None] = []
    following: Line | None = None
    for line in reversed(lines):
        found.append(following)
        following = line if line.marker or line.labels or line.row else following
    return found[::-1]
