"""A task to what of it falls due when: what a calendar, or a table by months, has an entry for."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rectiparse.model import Deadline, Measure, Task, Unit, UnitRole
from rectiparse.rows import Chain, find_chains, find_deadline, find_units


class Due(NamedTuple):
    """Measures of a task that share a limit, or the task itself."""

    id: str
    """The task's where it has this limit itself, or nothing of it has another one; else the first measure's."""
    task: Task
    deadline: Deadline
    measures: tuple[Measure, ...]
    units: dict[UnitRole, tuple[Unit, ...]]

    @property
    def title(self) -> str:
        """What is to be done, by the words that tell it apart: a measure's when the task falls due at several times."""
        if self.id != self.task.id:
            return self.measures[0].text
        return self.task.path[-1] if self.task.path else self.task.content or self.task.id

    @property
    def line(self) -> int:
        return self.task.line if self.id == self.task.id else self.measures[0].line


_Limit = tuple[dt.date | None, dt.date | None, str | None, bool, bool, bool]


def find_dues(task: Task) -> tuple[Due, ...]:
    """One a limit, in order of the text; none for a task without any limit."""
    groups: dict[_Limit, list[Chain]] = {}
    for chain in find_chains(task):
        if deadline := find_deadline(chain):
            groups.setdefault(_limit(deadline), []).append(chain)
    if task.deadline and _limit(task.deadline) not in groups:  # every measure has a limit of its own
        groups = {_limit(task.deadline): [(task,)], **groups}
    return tuple(_build_due(task, chains, len(groups) == 1) for chains in groups.values())


def _build_due(task: Task, chains: list[Chain], is_only: bool) -> Due:
    first = chains[0]
    deadline = find_deadline(first)
    assert deadline
    is_tasks = task.deadline is not None and _limit(task.deadline) == _limit(deadline)
    measures = tuple(chain[-1] for chain in chains if isinstance(chain[-1], Measure))
    id_ = task.id if is_tasks or is_only or not measures else measures[0].id
    return Due(id_, task, deadline, measures, find_units((task,) if id_ == task.id and any(find_units((task,)).values()) else first))


def _limit(deadline: Deadline) -> _Limit:
    return (deadline.start, deadline.end, deadline.recurrence, deadline.ongoing, deadline.immediate, deadline.done)
