"""Who owes what by when: the duties whose deadline falls into a span of days, recurring ones day by day."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Literal, get_args

from rectiparse.ledger.answers import Answer, Value
from rectiparse.ledger.occurrences import find_occurrences
from rectiparse.ledger.records import MOST_ITEMS
from rectiparse.memory import uncollected
from rectiparse.rows import UNIT_JOINT

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
    duties = sorted(_find_duties(ledger, question, last))
    days = {day: (day, (dt.date.fromisoformat(day) - question.as_of).days) for day in {duty[0] for duty in duties} - {_NO_DAY}}
    shown: dict[str, tuple[Value, ...]] = {_NO_DAY: (None, None), **days}
    rows = [
        (*shown[day], how, *_show_units(units), what, text, path, *ids_and_title)
        for day, path, _, how, units, what, text, *ids_and_title in duties
    ]
    return Answer(COLUMNS, rows, (_count(ledger, question, last, len(rows)),), words=("how",))


_NO_DAY = "9999-99-99"
"""Stands for no day, so that what has none is last in order."""
_APART = "\x1f"

_DUTIES = f"""
SELECT {{day}}, n.path, u.id, '{{how}}',
  (SELECT group_concat(x.role || ' ' || x.name, '{_APART}') FROM units x WHERE x.item = u.units_of),
  coalesce(m.text, t.content, t.finding, t.section), d.text, t.task_id, m.measure_id, n.title
FROM {{dates}} CROSS JOIN duties u ON u.deadline_of = d.item {{named}}
CROSS JOIN notices n ON n.id = u.notice_id CROSS JOIN tasks t ON t.id = u.task LEFT JOIN measures m ON m.id = u.measure
WHERE NOT d.done AND {{among}}
"""
"""Who does it comes as one text: a row a unit would take twice the time."""
_NAMED = """AND EXISTS (SELECT 1 FROM units x WHERE x.item = u.units_of AND (:role IS NULL OR x.role = :role)
  AND (instr(x.name, :unit) OR instr(x.text, :unit)))"""
_SPANS = (
    ("date", "d.end_date", "deadlines d", "d.recurrence IS NULL AND d.end_date BETWEEN :first AND :last"),
    ("milestone", "s.date", "milestones s CROSS JOIN deadlines d ON d.item = s.item", "s.date BETWEEN :first AND :last"),
    (
        "recurring",
        "json_extract(w.value, '$[1]')",
        "json_each(:days) w CROSS JOIN deadlines d ON d.item = json_extract(w.value, '$[0]')",
        "true",
    ),
)
"""How a duty is due; its day, where that stands, and which of them count."""
_FLAGS = (("ongoing", f"'{_NO_DAY}'", "deadlines d", "d.ongoing"), ("immediate", f"'{_NO_DAY}'", "deadlines d", "d.immediate"))


def _find_duties(ledger: sqlite3.Connection, question: DueQuestion, last: dt.date) -> Iterator[tuple[Any, ...]]:
    """Rows of `_DUTIES`; their first columns give the order."""
    names = {
        "first": "0000" if question.overdue else question.as_of.isoformat(),
        "last": last.isoformat(),
        "days": json.dumps(_find_recurring(ledger, question.as_of, last)),
        "unit": question.unit or "",
        "role": question.role,
    }
    named = _NAMED if question.unit is not None or question.role is not None else ""
    for how, day, dates, among in (*_SPANS, *(flag for flag in _FLAGS if getattr(question, flag[0]))):
        yield from ledger.execute(_DUTIES.format(how=how, day=day, dates=dates, named=named, among=among), names)


@lru_cache(maxsize=4096)
def _show_units(printed: str | None) -> tuple[str, str]:
    """Who leads, and the other units in order of their roles, joined; the table's key has the names in order."""
    if printed is None:
        return "", ""
    names: dict[str, list[str]] = {role: [] for role in ROLES}
    for one in printed.split(_APART):
        role, _, name = one.partition(" ")
        names[role].append(name)
    leads = names.pop("lead")
    return UNIT_JOINT.join(leads), UNIT_JOINT.join(chain.from_iterable(names.values()))


def _find_recurring(ledger: sqlite3.Connection, first: dt.date, last: dt.date) -> list[tuple[int, str]]:
    """Items and days on which they recur."""
    found = ledger.execute(
        "SELECT d.item, d.recurrence, coalesce(d.start_date, n.issued), d.end_date"
        f" FROM deadlines d JOIN notices n ON n.id = (d.item & ~{MOST_ITEMS}) WHERE d.recurrence IS NOT NULL AND NOT d.done"
    )
    days = []
    for item, recurrence, since, until in found:
        end = min(last, dt.date.fromisoformat(until)) if until else last
        for day in find_occurrences(recurrence, dt.date.fromisoformat(since) if since else None, first, end):
            days.append((item, day.isoformat()))
    return days


def _count(ledger: sqlite3.Connection, question: DueQuestion, last: dt.date, found: int) -> str:
    (ongoing,) = ledger.execute("SELECT count(*) FROM deadlines WHERE ongoing AND NOT done").fetchone()
    (immediate,) = ledger.execute("SELECT count(*) FROM deadlines WHERE immediate AND NOT done").fetchone()
    return (
        f"{question.as_of} to {last}: {found} due. In the whole ledger, {ongoing} go on without an end (--ongoing lists them), "
        f"{immediate} are to be done at once (--immediate lists them)"
    )
