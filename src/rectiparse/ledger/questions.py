"""Questions to a ledger that need no dates: SQL of one's own, who leads how much, what is in it."""

from __future__ import annotations

import sqlite3

from rectiparse.errors import LedgerError
from rectiparse.ledger.answers import Answer


def run_query(ledger: sqlite3.Connection, sql: str) -> Answer:
    """What one SQL statement gives; the ledger stays as it is whatever it says. Raises LedgerError with SQLite's words."""
    try:
        cursor = ledger.execute(sql)
        rows = cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise LedgerError(f"SQLite says: {error}; next: see docs/ledger.md for the tables and their columns") from None
    return Answer(tuple(column[0] for column in cursor.description or ()), rows, is_ours=False)


_UNITS = """
SELECT x.name AS unit,
  count(DISTINCT u.id) FILTER (WHERE x.role = 'lead') AS lead,
  count(DISTINCT u.id) FILTER (WHERE x.role = 'responsible') AS responsible,
  count(DISTINCT u.id) FILTER (WHERE x.role = 'cooperating') AS cooperating,
  count(DISTINCT u.id) FILTER (WHERE x.role = 'supervising') AS supervising,
  count(DISTINCT u.notice_id) AS notices
FROM units x JOIN duties u ON u.units_of = x.item
WHERE instr(x.name, :unit) OR instr(x.text, :unit)
GROUP BY x.name ORDER BY lead DESC, responsible DESC, cooperating DESC, supervising DESC, unit LIMIT :limit
"""


def count_units(ledger: sqlite3.Connection, unit: str = "", limit: int = 50) -> Answer:
    """How many duties each unit leads, is responsible for, helps with, watches over; `unit` is any part of a name."""
    return _run(ledger, _UNITS, {"unit": unit, "limit": limit})


_STATS = """
SELECT 'notices' AS what, count(*) AS number FROM notices
UNION ALL SELECT 'duplicates', count(*) FROM files WHERE state = 'duplicate'
UNION ALL SELECT 'failures', count(*) FROM files WHERE state = 'failed'
UNION ALL SELECT 'tasks', count(*) FROM tasks
UNION ALL SELECT 'measures', count(*) FROM measures
UNION ALL SELECT 'duties', count(*) FROM duties
UNION ALL SELECT 'duties with a unit', count(units_of) FROM duties
UNION ALL SELECT 'duties with a deadline', count(deadline_of) FROM duties
UNION ALL SELECT 'units', count(DISTINCT name) FROM units
UNION ALL SELECT 'deadlines', count(*) FROM deadlines
UNION ALL SELECT 'deadlines with a date', count(end_date) FROM deadlines
UNION ALL SELECT 'recurring deadlines', count(recurrence) FROM deadlines
UNION ALL SELECT 'diagnostics: ' || severity, count(*) FROM diagnostics GROUP BY severity
UNION ALL SELECT 'responsibility words', coalesce(sum(responsibility_words), 0) FROM notices
UNION ALL SELECT 'responsibility words read', coalesce(sum(claimed), 0) FROM notices
"""


def count_all(ledger: sqlite3.Connection) -> Answer:
    """What the ledger holds, a number a line."""
    return _run(ledger, _STATS, {}, words=("what",))


def _run(ledger: sqlite3.Connection, sql: str, names: dict[str, str | int], words: tuple[str, ...] = ()) -> Answer:
    cursor = ledger.execute(sql, names)
    return Answer(tuple(column[0] for column in cursor.description), cursor.fetchall(), words=words)
