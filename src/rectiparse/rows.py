"""A notice to ledger rows: one a measure, or one a task that has none, with what they take over from their ancestors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rectiparse.model import UNIT_ROLES, Deadline, Measure, Notice, Task, Unit, UnitRole

Cell = str | int | bool | dt.date | None
Value = Cell | tuple[str, ...]

CHINESE_COLUMNS = {
    "source": "来源",
    "task_id": "任务编号",
    "measure_id": "措施编号",
    "kind": "类别",
    "section": "章节",
    "finding": "存在问题",
    "objective": "整改目标",
    "content": "任务内容",
    "measure": "整改措施",
    "lead_units": "牵头单位",
    "responsible_units": "责任单位",
    "cooperating_units": "配合单位",
    "supervising_units": "督导单位",
    "deadline_text": "完成时限",
    "deadline_start": "开始日期",
    "deadline_end": "截止日期",
    "ongoing": "长期坚持",
    "immediate": "立行立改",
    "done": "已完成",
    "recurrence": "周期",
    "progress": "目前进展",
    "line": "行号",
}
"""Each column of a row, in order, and its Chinese header."""

COLUMNS = tuple(CHINESE_COLUMNS)

_PATH_JOINT = " / "
UNIT_JOINT = "；"

Chain = tuple[Task | Measure, ...]
"""A task, then the measures on the way to one of them."""


def build_rows(notice: Notice) -> Iterator[dict[str, Cell]]:
    """The rows in order of the text, each a dict with all COLUMNS: dates are `date`, what is missing is None.

    A measure comes before the measures nested in it. One without a deadline shows that of its nearest ancestor that has
    one; one that names any unit shows only its own, else all lists of its nearest ancestor that names any.
    """
    for record in build_records(notice):
        yield {column: UNIT_JOINT.join(value) or None if isinstance(value, tuple) else value for column, value in record.items()}


def build_records(notice: Notice) -> Iterator[dict[str, Value]]:
    """The rows with each list of units as a tuple of names, for formats that have lists."""
    for task in notice.tasks:
        shared = _shared_cells(notice, task)
        for chain in find_chains(task):
            yield shared | _own_cells(chain)


def find_chains(task: Task) -> tuple[Chain, ...]:
    """What has a row: every measure with what it stands in, or the task alone when it has none."""
    return tuple(_walk((task,))) if task.measures else ((task,),)


def find_deadline(chain: Chain) -> Deadline | None:
    """The deadline of the last in the chain, else that of its nearest ancestor that has one."""
    return next((node.deadline for node in reversed(chain) if node.deadline), None)


def find_units(chain: Chain) -> dict[UnitRole, tuple[Unit, ...]]:
    """All four lists of the last in the chain if it names any unit, else of its nearest ancestor that does."""
    lists: dict[UnitRole, tuple[Unit, ...]] = {}
    for node in reversed(chain):
        lists = {role: getattr(node, role, ()) for role in UNIT_ROLES}
        if any(lists.values()):
            break
    return lists


def _walk(chain: Chain) -> Iterator[Chain]:
    for measure in chain[-1].measures:
        yield (*chain, measure)
        yield from _walk((*chain, measure))


def _shared_cells(notice: Notice, task: Task) -> dict[str, Value]:
    cells: dict[str, Value] = dict.fromkeys(COLUMNS)
    cells |= {
        "source": notice.source.name,
        "task_id": task.id,
        "kind": task.kind,
        "section": _PATH_JOINT.join(task.path),
        "finding": task.finding,
        "objective": task.objective,
        "content": task.content,
        "progress": task.progress,
    }
    return cells


def _own_cells(chain: Chain) -> dict[str, Value]:
    node = chain[-1]
    measure = node if isinstance(node, Measure) else None
    return {
        "measure_id": measure.id if measure else None,
        "measure": measure.text if measure else None,
        **{role: tuple(unit.name for unit in units) for role, units in find_units(chain).items()},
        **_deadline_cells(find_deadline(chain)),
        "line": node.line,
    }


def _deadline_cells(deadline: Deadline | None) -> dict[str, Value]:
    if deadline is None:
        return {"ongoing": False, "immediate": False, "done": False}
    return {
        "deadline_text": deadline.text,
        "deadline_start": deadline.start,
        "deadline_end": deadline.end,
        "ongoing": deadline.ongoing,
        "immediate": deadline.immediate,
        "done": deadline.done,
        "recurrence": deadline.recurrence,
    }
