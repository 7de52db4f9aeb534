"""A section or measure with its fields read: texts, units by role, deadline, measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rectiparse.claims import Claim
from rectiparse.deadlines import DateContext, Reading
from rectiparse.filling import NO_LEVEL, Level
from rectiparse.markers import Marker
from rectiparse.model import Kind, LeafKind, UnitRole
from rectiparse.nodes import Node, Part
from rectiparse.units import Name

Stretch = tuple[int, int]
TextField = Literal["finding", "objective", "content", "progress", "text"]


class DeadlineClause(NamedTuple):
    """A deadline clause of a field (flow offsets) and how it reads; None when it holds no deadline."""

    start: int
    end: int
    reading: Reading | None
    rests: tuple[Stretch, ...] = ()
    """Where the clause goes on, in further lines of its cell or behind further names."""


class Said(NamedTuple):
    """What a bracket says, where it ends, and how many pieces of text stand before it."""

    claims: list[Claim]
    end: int
    pieces: int


class Mark(NamedTuple):
    """A stretch of the flow that a rule accounts for."""

    start: int
    end: int
    kind: LeafKind


_NO_CONTEXT = DateContext(None, None)


@dataclass(slots=True, eq=False, repr=False)
class Item:
    """A section or measure with its fields read; all offsets are the flow's."""

    node: Node
    start: int
    end: int
    marker: Marker | None
    texts: dict[TextField, list[Stretch]] = field(default_factory=dict)
    units: dict[UnitRole, list[Name]] = field(default_factory=dict)
    repeated: list[Name] = field(default_factory=list)
    level: Level = NO_LEVEL
    """That of the last list of units, which the next one may leave out."""
    deadline: DeadlineClause | None = None
    is_deadline_aside: bool = False
    """It says when somebody looks on: 督导单位：市政府督查室（每日通报）."""
    measures: list[Item] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    brackets: list[Said] = field(default_factory=list)
    empty_labels: list[Part] = field(default_factory=list)
    context: DateContext = _NO_CONTEXT
    is_stage: bool = False
    """A phase of a schedule: the dates behind its name stay in its text."""
    is_below_stage: bool = False
    is_below_tasks: bool = False
    """It stands below a heading like 重点任务."""
    is_ordered: bool = False
    """So it does, and is no phase: dates behind its name are its limit, unless they are past."""
    kind: Kind | None = None
    """None: a section, no task."""
    id: str = ""

    @property
    def has_field(self) -> bool:
        return bool(self.units or self.deadline or self.measures or self.texts.get("progress"))

    def add_units(self, role: UnitRole, names: list[Name]) -> None:
        if not names:
            return
        if above := self.units.get(role):
            known = {n.name for n in above}
            above.extend(n for n in names if n.name not in known)
        else:
            self.units[role] = list(names)

    def walk(self) -> Iterator[Item]:
        """The item and the items below it, in order of the text; measures are not in it."""
        left = [self]
        while left:
            item = left.pop()
            yield item
            left.extend(reversed(item.children))

    def parts(self) -> tuple[Item, ...]:
        """The item and its measures, nested ones included."""
        return (self, *self.walk_measures()) if self.measures else (self,)

    def walk_measures(self) -> Iterator[Item]:
        for measure in self.measures:
            yield measure
            yield from measure.walk_measures()
