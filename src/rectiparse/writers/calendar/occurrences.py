"""A deadline and the notice's date to the days of a calendar entry: its first one and the rule it comes again by."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rectiparse.model import Deadline
from rectiparse.recurrence import name_days


class Occurrence(NamedTuple):
    """First day, and an RFC 5545 RRULE value or None."""

    day: dt.date
    rule: str | None = None


def find_occurrence(deadline: Deadline, issued: dt.date | None) -> Occurrence | None:
    """When it falls due: a recurring one for the first time on or after its start, else the notice's date.

    Its end, once, when no day that the rule could count from is known or it names none until then; None without an end.
    """
    once = Occurrence(deadline.end) if deadline.end else None
    begin = deadline.start or issued
    if deadline.recurrence is None or begin is None:
        return once
    from dateutil.rrule import rrulestr

    rule = name_days(deadline.recurrence)
    # UNTIL as a date, since DTSTART is one (RFC 5545, 3.3.10)
    bounded = f"{rule};UNTIL={deadline.end:%Y%m%d}" if deadline.end and "UNTIL" not in rule else rule
    first = next(iter(rrulestr(bounded, dtstart=dt.datetime.combine(begin, dt.time()))), None)
    return Occurrence(first.date(), bounded) if first else once
