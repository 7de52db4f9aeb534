"""A recurring deadline to the days on which it falls due; the rules are those of docs/json.md, as RFC 5545 writes them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from rectiparse.recurrence import name_days

_MONTHS_OF_YEAR, _DAYS_OF_WEEK = 12, 7


def find_occurrences(recurrence: str, since: dt.date | None, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The days from `first` to `last`, both counted in, on which the rule falls due; none before `since`, the notice's date.

    A rule that names no day is due when its period ends (`recurrence.name_days`). A daily duty is due on `first` alone:
    nobody wants it thirty times. A rule that can't be read: no days.
    """
    begin = max(first, since) if since else first
    return () if begin > last else _expand(recurrence, begin, last)


@lru_cache(maxsize=4096)
def _expand(recurrence: str, begin: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    from dateutil.rrule import rrulestr

    named = name_days(recurrence)
    parts = dict(part.partition("=")[::2] for part in named.split(";"))
    if parts.get("FREQ") == "DAILY":
        return (begin,)
    try:
        rule = rrulestr(named, dtstart=dt.datetime.combine(_anchor(parts, begin), dt.time()))
    except (ValueError, KeyError, TypeError, OverflowError):
        return ()
    found = rule.between(dt.datetime.combine(begin, dt.time()), dt.datetime.combine(last, dt.time()), inc=True)
    return tuple(moment.date() for moment in found)


def _anchor(parts: dict[str, str], begin: dt.date) -> dt.date:
    """The day that every second, third … period is counted from, near `begin`.

    Months are counted by the calendar, so that 每半年 ends in June and December, and weeks from Monday.
    """
    interval = int(parts["INTERVAL"]) if parts.get("INTERVAL", "").isdecimal() else 1
    if parts.get("FREQ") == "MONTHLY":
        months = begin.year * _MONTHS_OF_YEAR + begin.month - 1
        months -= (months + 1) % max(1, interval)
        return dt.date(months // _MONTHS_OF_YEAR, months % _MONTHS_OF_YEAR + 1, 1)
    if parts.get("FREQ") == "YEARLY":
        return dt.date(begin.year - begin.year % max(1, interval), 1, 1)
    return begin - dt.timedelta(days=(begin.toordinal() - 1) % (_DAYS_OF_WEEK * max(1, interval)))
