"""The tree of a text while it is built: sections and measures with the stretches of their own text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rectiparse.cells import Table
from rectiparse.markers import Marker
from rectiparse.model import Role

ROOT_RANK = 0
"""The rank of what holds a whole text."""


LIMIT_BEHIND = "limit-behind"
"""The field of a text behind the names of units: its last clause may say by when."""


class Part(NamedTuple):
    """A stretch of a node's own text; `note` is the bracket inside a label; `goes_on`: the rest of the value before it."""

    kind: Literal["text", "label", "value"]
    start: int
    end: int
    field: str = ""
    note: str = ""
    goes_on: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """A section or measure while the tree is built."""

    start: int
    rank: int
    marker: Marker | None = None
    is_measure: bool = False
    is_labelled: bool = False
    """A measure under a 措施 label or column, not only in a run of 一是."""
    is_header: bool = False
    """A table's header row: furniture."""
    is_row: bool = False
    """A table's row with its task, or a measure that has cells of its own."""
    depth: int = 0
    """Above 0: a cell merged down over several tasks."""
    is_phase: bool = False
    """An unnumbered 第一阶段 under a schedule."""
    shared: int = -1
    """Where its last bracket begins, if the items beside it tell that its names say who."""
    role: Role = "other"
    title: tuple[int, int] = (0, 0)
    end: int = 0
    parts: list[Part] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    measures: list[Node] = field(default_factory=list)
    id: str = ""

    @property
    def number(self) -> int | None:
        return self.marker.number if self.marker else None

    @property
    def body(self) -> int:
        """Where the text behind the marker begins."""
        return self.marker.end if self.marker else self.start

    def has(self, *fields: str) -> bool:
        return any(p.field in fields for p in self.parts)

    def walk(self) -> Iterator[Node]:
        """The node and its sections, in order of the text; measures are not in it."""
        left = [self]
        while left:
            node = left.pop()
            yield node
            left.extend(reversed(node.children))


@dataclass(slots=True, eq=False, repr=False)
class Segment:
    """A text with a numbering of its own: the body, an annex, a further plan. `root` holds what no section holds."""

    start: int
    is_annex: bool
    title: tuple[int, int] | None
    root: Node
    tables: list[Table] = field(default_factory=list)
    prefix: str = ""
