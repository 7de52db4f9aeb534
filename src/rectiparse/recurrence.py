"""A recurrence rule as the contract writes it → one that names the days on which it falls due."""

from __future__ import annotations

_MONTHS = 12


def name_days(rule: str) -> str:
    """The RFC 5545 rule with the last day of its period where it names none; RFC 5545 would take the day it begins.

    每月 ends on the last of the month, 每季度 in March, June, September and December, 每半年 in June and December, 每周 on
    Sunday: as a bare month given as the limit runs to its last day. A daily rule stays.
    """
    parts = dict(part.partition("=")[::2] for part in rule.upper().removeprefix("RRULE:").split(";"))
    if any(key.startswith("BY") for key in parts):
        return _write(parts)
    frequency, interval = parts.get("FREQ"), parts.get("INTERVAL", "1")
    if frequency == "WEEKLY":
        return _write(parts | {"BYDAY": "SU"})
    if frequency == "YEARLY":
        return _write(parts | {"BYMONTH": str(_MONTHS), "BYMONTHDAY": "-1"})
    if frequency == "MONTHLY" and interval.isdecimal() and int(interval) > 1 and _MONTHS % int(interval) == 0:
        months = ",".join(str(month) for month in range(int(interval), _MONTHS + 1, int(interval)))
        return _write({key: value for key, value in parts.items() if key != "INTERVAL"} | {"BYMONTH": months, "BYMONTHDAY": "-1"})
    return _write(parts | {"BYMONTHDAY": "-1"}) if frequency == "MONTHLY" else _write(parts)


def _write(parts: dict[str, str]) -> str:
    return ";".join(f"{key}={value}" for key, value in parts.items())
