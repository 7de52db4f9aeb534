"""What the sheets by unit and by month need of every notice, kept on disk while the ledger is written."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rectiparse.model import UNIT_ROLES, Deadline, Notice, Task, Unit
from rectiparse.rows import UNIT_JOINT, find_chains, find_deadline, find_units
from rectiparse.writers.dues import Due, find_dues
from rectiparse.writers.printable import clean_text, crop_line

_TITLE = 120
"""Characters of a title that are kept."""
_MONTHLY, _RECURRING, _ONGOING, _IMMEDIATE, _UNKNOWN = range(5)
_TABLES = """
create table duty (unit text, role integer, task integer, end text, ongoing integer);
create table due (bucket integer, end text, number integer, id text, title text, units text, limit_text text,
    recurrence text, ongoing integer, done integer, source text);
"""


class UnitFacts(NamedTuple):
    """A unit: its tasks in each of UNIT_ROLES and in any, the last days of what it has not done, those of ongoing ones apart."""

    name: str
    tasks: tuple[int, ...]
    all_tasks: int
    ends: tuple[dt.date, ...]
    ongoing_ends: tuple[dt.date, ...]


class DueFacts(NamedTuple):
    """A limit of a task."""

    end: dt.date | None
    id: str
    title: str
    units: str
    limit: str
    recurrence: str
    ongoing: bool
    done: bool
    source: str


class Facts:
    """A table of duties and one of limits, in a database that vanishes with its connection."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a file once it outgrows its cache
        self._base.executescript(f"pragma journal_mode = off; pragma synchronous = off; {_TABLES}")
        self._tasks = self._dues = 0

    def close(self) -> None:
        self._base.close()

    def add(self, notice: Notice) -> None:
        source = clean_text(notice.source.name)
        for task in notice.tasks:
            self._tasks += 1
            self._base.executemany("insert into duty values (?, ?, ?, ?, ?)", set(_find_duties(task, self._tasks)))
            for due in find_dues(task):
                self._dues += 1
                self._base.execute(f"insert into due values ({', '.join('?' * 11)})", _show_due(due, self._dues, source))

    def read_units(self) -> Iterator[UnitFacts]:
        """Those with most tasks to lead first, then by all their tasks, then by name."""
        self._base.execute("create index if not exists ends on duty (unit, ongoing, end)")
        counts = ", ".join(f"count(distinct case when role = {role} then task end) as role_{role}" for role in range(len(UNIT_ROLES)))
        order = "role_0 desc, all_tasks desc, unit"
        units = self._base.execute(f"select unit, {counts}, count(distinct task) as all_tasks from duty group by unit order by {order}")
        for name, *tasks, all_tasks in units:
            yield UnitFacts(name, tuple(tasks), all_tasks, self._read_ends(name, False), self._read_ends(name, True))

    def read_dues(self) -> Iterator[tuple[tuple[int, int] | int, int, Iterator[DueFacts]]]:
        """By month, then the limits without one: the month (2021, 6) or the place among `Words.buckets`, how many, what they are."""
        counts = dict(self._base.execute("select bucket || substr(ifnull(end, ''), 1, 7 * (bucket = 0)), count(*) from due group by 1"))
        found = self._base.execute("select * from due order by bucket, end, number")
        for key, rows in groupby(found, key=lambda row: (row[0], row[1][:7] if row[0] == _MONTHLY else "")):
            bucket = (int(key[1][:4]), int(key[1][5:])) if key[0] == _MONTHLY else int(key[0]) - 1
            yield bucket, counts[f"{key[0]}{key[1]}"], map(_read_due, rows)

    def _read_ends(self, name: str, ongoing: bool) -> tuple[dt.date, ...]:
        found = self._base.execute(
            "select distinct end from duty where unit = ? and ongoing = ? and end is not null order by end", (name, ongoing)
        )
        return tuple(dt.date.fromisoformat(end) for (end,) in found)


def _find_duties(task: Task, number: int) -> Iterator[tuple[str, int, int, str | None, bool]]:
    for chain in find_chains(task):
        deadline = find_deadline(chain)
        is_open = deadline is not None and deadline.end is not None and not deadline.done
        for role, units in enumerate(find_units(chain).values()):
            for unit in units:
                end = str(deadline.end) if deadline and is_open else None
                yield clean_text(unit.name), role, number, end, bool(deadline and deadline.ongoing)


def _show_due(due: Due, number: int, source: str) -> tuple[str | int | None, ...]:
    deadline = due.deadline
    return (
        _find_bucket(deadline),
        str(deadline.end) if deadline.end else None,
        number,
        due.id,
        crop_line(clean_text(due.title), _TITLE),
        _join(due.units["lead_units"] or due.units["responsible_units"]),
        clean_text(deadline.text),
        deadline.recurrence,
        deadline.ongoing,
        deadline.done,
        source,
    )


def _join(units: tuple[Unit, ...]) -> str:
    return UNIT_JOINT.join(clean_text(unit.name) for unit in units)


def _find_bucket(deadline: Deadline) -> int:
    if deadline.recurrence:
        return _RECURRING
    if deadline.end:
        return _MONTHLY
    return _ONGOING if deadline.ongoing else _IMMEDIATE if deadline.immediate else _UNKNOWN


def _read_due(row: tuple[object, ...]) -> DueFacts:
    _, end, _, id_, title, units, limit, recurrence, ongoing, done, source = row
    date = dt.date.fromisoformat(str(end)) if end else None
    texts = (str(id_), str(title), str(units), str(limit), str(recurrence or ""))
    return DueFacts(date, *texts, bool(ongoing), bool(done), str(source))
