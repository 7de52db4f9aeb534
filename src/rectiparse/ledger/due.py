"""Who owes what by when: the duties whose deadline falls into a span of days, recurring ones day by day."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from rectiparse.ledger.answers import Answer, Value
from rectiparse.ledger.occurrences import find_occurrences
from rectiparse.ledger.records import MOST_ITEMS
from rectiparse.memory import uncollected

Role = Literal["lead", "responsible", "cooperating", "supervising"]
ROLES: tuple[Role, ...] = get_args(Role)

COLUMNS = ("due", "days", "how", "lead_units", "other_units", "what", "deadline_text", "path", "task_id", "measure_id", "title")
"""`days` from the day asked about, below 0 when overdue; `how`: date, milestone, recurring, ongoing, immediate."""


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """What is asked; the flags add what has no date in the span."""

    as_of: dt.date
    within: dt.timedelta
    unit: str | None = None
    role: Role | None = None
    overdue: bool = False
    """Also what was due before `as_of`; recurring duties are not overdue, their next day counts."""
    ongoing: bool = False
    immediate: bool = False


class _Date(NamedTuple):
    item: int
    due: str | None
    how: str


@uncollected()
def find_due(ledger: sqlite3.Connection, question: DueQuestion) -> Answer:
    """The duties in question in order of their day, then of path and text; what has no day stands last.

    A measure answers for itself: it has its own deadline and units, or those it takes over from its task. What is marked as
    done (已完成) is left out. `unit` matches any part of a name as it is printed or written out in full.
    """
    ledger.execute("BEGIN")  # a batch may be writing: all that is read is of one moment
    try:
        return _answer(ledger, question)
    finally:
        ledger.rollback()


def _answer(ledger: sqlite3.Connection, question: DueQuestion) -> Answer:
    last = question.as_of + min(question.within, dt.date.max - question.as_of)
    dates = [*_find_dates(ledger, question, last), *_find_recurring(ledger, question.as_of, last)]
    flags = [flag for flag in ("ongoing", "immediate") if getattr(question, flag)]
    for flag in flags:
        dates += [_Date(item, None, flag) for (item,) in ledger.execute(f"SELECT item FROM deadlines WHERE {flag} AND NOT done")]
    duties = _find_duties(ledger, dates, question)
    units = _find_units(ledger, {duty.units_of for duty in duties if duty.units_of is not None})
    days = {day: (dt.date.fromisoformat(day) - question.as_of).days for day in {duty.due for duty in duties} if day}
    rows = [_build_row(duty, units.get(duty.units_of, {}), days) for duty in duties]
    return Answer(COLUMNS, rows, (_count(ledger, question, last, len(rows)),))


def _find_dates(ledger: sqlite3.Connection, question: DueQuestion, last: dt.date) -> Iterable[_Date]:
    first = "0000" if question.overdue else question.as_of.isoformat()
    span = {"first": first, "last": last.isoformat()}
    ends = "SELECT item, end_date, 'date' FROM deadlines WHERE end_date BETWEEN :first AND :last AND NOT done AND recurrence IS NULL"
    steps = (
        "SELECT m.item, m.date, 'milestone' FROM milestones m JOIN deadlines d USING (item)"
        " WHERE m.date BETWEEN :first AND :last AND NOT d.done"
    )
    return (_Date(*row) for row in ledger.execute(f"{ends} UNION ALL {steps}", span))


def _find_recurring(ledger: sqlite3.Connection, first: dt.date, last: dt.date) -> Iterable[_Date]:
    found = ledger.execute(
        "SELECT d.item, d.recurrence, coalesce(d.start_date, n.issued), d.end_date"
        f" FROM deadlines d JOIN notices n ON n.id = (d.item & ~{MOST_ITEMS}) WHERE d.recurrence IS NOT NULL AND NOT d.done"
    )
    for item, recurrence, since, until in found:
        end = min(last, dt.date.fromisoformat(until)) if until else last
        for day in find_occurrences(recurrence, dt.date.fromisoformat(since) if since else None, first, end):
            yield _Date(item, day.isoformat(), "recurring")


_LAST = "9999-99-99"
_DUTIES = """
SELECT w.key, u.id, u.units_of, u.notice_id, coalesce(m.text, t.content, t.finding, t.section), d.text, t.task_id, m.measure_id
FROM json_each(:items) w
CROSS JOIN duties u ON u.deadline_of = w.value {filter}
CROSS JOIN deadlines d ON d.item = u.deadline_of
CROSS JOIN tasks t ON t.id = u.task
LEFT JOIN measures m ON m.id = u.measure
"""
_NAMED = """AND EXISTS (SELECT 1 FROM units x WHERE x.item = u.units_of AND (:role IS NULL OR x.role = :role)
  AND (instr(x.name, :unit) OR instr(x.text, :unit)))"""


class _Duty(NamedTuple):
    due: str | None
    path: str
    id: int
    how: str
    units_of: int | None
    what: str | None
    deadline_text: str
    task_id: str
    measure_id: str | None
    title: str | None


def _find_duties(ledger: sqlite3.Connection, dates: list[_Date], question: DueQuestion) -> list[_Duty]:
    is_named = question.unit is not None or question.role is not None
    names = {"items": json.dumps([date.item for date in dates]), "unit": question.unit or "", "role": question.role}
    found = ledger.execute(_DUTIES.format(filter=_NAMED if is_named else ""), names).fetchall()
    notices = _find_notices(ledger, {row[3] for row in found})
    duties = []
    for key, id_, units_of, notice, what, text, task_id, measure_id in found:
        (_, due, how), (path, title) = dates[key], notices[notice]
        duties.append(_Duty(due, path, id_, how, units_of, what, text, task_id, measure_id, title))
    return sorted(duties, key=lambda duty: (duty.due or _LAST, duty.path, duty.id, duty.how))  # SQLite would carry all texts along


def _find_notices(ledger: sqlite3.Connection, ids: set[int]) -> dict[int, tuple[str, str | None]]:
    """Path and title of each."""
    found = ledger.execute(
        "SELECT n.id, n.path, n.title FROM json_each(?) w CROSS JOIN notices n ON n.id = w.value", (json.dumps(list(ids)),)
    )
    return {id_: (path, title) for id_, path, title in found}


def _find_units(ledger: sqlite3.Connection, items: set[int]) -> dict[int | None, dict[str, str]]:
    """The names of each item's units by role, joined; the table's key has them in order."""
    units: dict[int | None, dict[str, str]] = defaultdict(dict)
    found = ledger.execute(
        "SELECT x.item, x.role, group_concat(x.name, '；') FROM json_each(?) w CROSS JOIN units x ON x.item = w.value GROUP BY 1, 2",
        (json.dumps(sorted(items)),),
    )
    for item, role, names in found:
        units[item][role] = names
    return units


def _build_row(duty: _Duty, roles: dict[str, str], days: dict[str, int]) -> tuple[Value, ...]:
    others = "；".join([roles[role] for role in ROLES[1:] if role in roles])
    due, path, _, how, _, what, text, task_id, measure_id, title = duty
    return (due, days[due] if due else None, how, roles.get("lead", ""), others, what, text, path, task_id, measure_id, title)


def _count(ledger: sqlite3.Connection, question: DueQuestion, last: dt.date, found: int) -> str:
    (ongoing,) = ledger.execute("SELECT count(*) FROM deadlines WHERE ongoing AND NOT done").fetchone()
    (immediate,) = ledger.execute("SELECT count(*) FROM deadlines WHERE immediate AND NOT done").fetchone()
    return (
        f"{question.as_of} 至 {last}：{found} 项。另：全库长期坚持的时限 {ongoing} 条（--ongoing 列出），"
        f"立行立改 {immediate} 条（--immediate 列出）"
    )
