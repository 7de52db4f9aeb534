"""The tree of a text while its lines are taken: what is open, and how sections, items and measures are opened."""

from __future__ import annotations

from dataclasses import dataclass

from rectiparse.fields import TEXT_FIELDS, Label
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.landmarks import Landmarks
from rectiparse.lines import Line
from rectiparse.markers import TOP_RANK, Marker
from rectiparse.model import Scheme
from rectiparse.nodes import ROOT_RANK, Node, Segment
from rectiparse.settling import read_role

_BELOW_ROOT = 2
"""Nodes that are open in an item that the text itself holds."""


@dataclass(slots=True, eq=False, repr=False)
class OpenField:
    """A labelled text that may run over lines; `rank` is that of its measures, 0 before the first."""

    field: str
    owner: Node
    rank: int = 0


class Tree:
    """What the takers of lines, marks, texts and rows share; `index` is the line that is taken."""

    def __init__(self, flow: Flow, lines: list[Line], grammar: Grammar) -> None:
        self.flow, self.text, self.lines, self.grammar = flow, flow.text, lines, grammar
        self.landmarks = Landmarks(flow.text, lines, grammar)
        self.shapes = self.landmarks.shapes
        self.index = 0
        self.segments: list[Segment] = []
        self.open_segment(0, is_annex=False, title=None)

    def open_segment(self, start: int, *, is_annex: bool, title: tuple[int, int] | None) -> None:
        self.root = Node(start, ROOT_RANK)
        self.segments.append(Segment(start, is_annex, title, self.root))
        self.stack: list[Node] = [self.root]
        self.opened: OpenField | None = None
        self.measure: Node | None = None
        """The measure that text now belongs to."""
        self.last_numbers: dict[Scheme, int] = {}
        self.is_settled = False
        """The current item has its responsibility: a new paragraph is an item of its own."""
        self.is_headed = False
        """That stands in the item's heading: paragraphs below it without one are its text."""
        self.awaited: Label | None = None
        """A label alone on its line: its value is the next one."""

    @property
    def line(self) -> Line:
        return self.lines[self.index]

    @property
    def below(self) -> Line | None:
        """The next line."""
        return self.lines[self.index + 1] if self.index + 1 < len(self.lines) else None

    @property
    def numbered(self) -> Node | None:
        """The innermost section with a number."""
        return next((node for node in reversed(self.stack) if node.marker), None)

    def rank_at(self, node: Node) -> int:
        """The rank of the innermost numbered section at or above `node`."""
        above = node if node.marker is not None else self.numbered
        return above.rank if above is not None else ROOT_RANK

    def unsettle(self) -> None:
        """What follows belongs to an item without a responsibility yet."""
        self.is_settled = self.is_headed = False

    def close(self) -> None:
        """What follows belongs to the text itself."""
        self.opened = self.measure = self.awaited = None
        self.unsettle()
        del self.stack[1:]

    def leave_unnumbered(self) -> None:
        while self.stack[-1].marker is None and self.stack[-1] is not self.root:
            self.stack.pop()

    def push(self, node: Node) -> None:
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def open_section(self, marker: Marker) -> None:
        self.opened = self.measure = self.awaited = None
        self.unsettle()
        while self.stack[-1].rank >= marker.rank or (marker.rank == TOP_RANK and self._is_field_of_all(self.stack[-1])):
            self.stack.pop()
        self.push(Node(marker.start, marker.rank, marker))
        self.last_numbers[marker.scheme] = marker.number

    def _is_field_of_all(self, node: Node) -> bool:
        """责任单位：市水务局 above 一、: what says nothing but who or by when holds no section."""
        is_open = node.marker is None and len(self.stack) == _BELOW_ROOT and bool(node.parts) and not (node.measures or node.is_row)
        return is_open and all(part.kind != "text" and part.field not in TEXT_FIELDS for part in node.parts)

    def open_item(self, start: int) -> Node:
        """An unnumbered item under the innermost numbered section; it is dissolved when it gets no field of its own."""
        self.opened = self.measure = None
        self.unsettle()
        while self.stack[-1].marker is None and not self.stack[-1].depth and self.stack[-1] is not self.root:
            self.stack.pop()
        node = Node(start, self.stack[-1].rank + 1)
        self.push(node)
        return node

    def open_measure(self, marker: Marker, opened: OpenField) -> None:
        self.awaited = None
        owner = opened.owner
        if opened.rank and marker.rank > opened.rank and owner.measures:
            owner = owner.measures[-1]
            while owner.measures and owner.measures[-1].rank < marker.rank:
                owner = owner.measures[-1]
        else:
            opened.rank = marker.rank
        self.measure = self.add_measure(owner, marker, is_labelled=True)

    def add_measure(self, owner: Node, marker: Marker | None, is_labelled: bool, start: int = 0) -> Node:
        begin, rank = (marker.start, marker.rank) if marker else (start, owner.rank + 1)
        measure = Node(begin, rank, marker, is_measure=True, is_labelled=is_labelled)
        owner.measures.append(measure)
        return measure

    def is_bare_title(self) -> bool:
        """（三）绿化工程⏎责任单位：…⏎新建公园20个。: whether the item has nothing but a title yet."""
        node = self.stack[-1]
        is_title = node.marker is not None and len(node.parts) == 1 and node.parts[0].kind == "text"
        return is_title and self.text[node.parts[0].end - 1] not in "。;!?"

    def is_schedule(self, node: Node) -> bool:
        first = next((p for p in node.parts if p.kind == "text"), None)
        return first is not None and read_role(self.text[first.start : first.end].rstrip("。:"), self.grammar) == "schedule"
