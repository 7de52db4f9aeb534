"""A deadline and the notice's date to the days of a calendar entry: its first one and the rule it comes again by."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rectiparse.model import Deadline


class Occurrence(NamedTuple):
    """First day, and an RFC 5545 RRULE value or None."""

    day: dt.date
    rule: str | None = None


def find_occurrence(deadline: Deadline, issued: dt.date | None) -> Occurrence | None:
    """When it falls due: a recurring one for the first time on or after its start, else the notice's date.

    None when there is no date: nothing to remind of, or no day that the rule could count from.
    """
    if deadline.recurrence is None:
        return Occurrence(deadline.end) if deadline.end else None
    begin = deadline.start or issued
    if begin is None:
        return Occurrence(deadline.end) if deadline.end else None
    from dateutil.rrule import rrulestr

    rule = _name_day(deadline.recurrence)
    # UNTIL as a date, since DTSTART is one (RFC 5545, 3.3.10)
    bounded = f"{rule};UNTIL={deadline.end:%Y%m%d}" if deadline.end and "UNTIL" not in rule else rule
    first = next(iter(rrulestr(bounded, dtstart=dt.datetime.combine(begin, dt.time()))), None)
    return Occurrence(first.date(), bounded) if first else None


def _name_day(rule: str) -> str:
    """A limit that names no day is the last one of its month, quarter, year, or the Friday of its week."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if any(key.startswith("BY") for key in parts):
        return rule
    by_months = {"3": "3,6,9,12", "6": "6,12"}.get(parts.get("INTERVAL", ""))
    if parts["FREQ"] == "MONTHLY" and by_months:
        return f"FREQ=MONTHLY;BYMONTH={by_months};BYMONTHDAY=-1"
    days = {"WEEKLY": ";BYDAY=FR", "MONTHLY": ";BYMONTHDAY=-1", "YEARLY": ";BYMONTH=12;BYMONTHDAY=-1"}
    return rule + days.get(parts["FREQ"], "")
