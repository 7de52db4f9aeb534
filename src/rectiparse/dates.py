"""Calendar arithmetic: stretches of days that date words name, periods added to a date, working days, festivals."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import NamedTuple

from rectiparse.model import Precision

Duration = tuple[int, str]
"""A count and an ISO 8601 unit: D, W, M, Y or H."""

_LAST_YEAR = 9990

# 农历: first day of the first month, fifth of the fifth, fifteenth of the eighth, ninth of the ninth; no date outside these years
_SPRING = {
    2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1),
    2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
_DRAGON_BOAT = {
    2018: (6, 18), 2019: (6, 7), 2020: (6, 25), 2021: (6, 14), 2022: (6, 3), 2023: (6, 22), 2024: (6, 10), 2025: (5, 31), 2026: (6, 19),
}  # fmt: skip
_MID_AUTUMN = {
    2018: (9, 24), 2019: (9, 13), 2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6), 2026: (9, 25),
}  # fmt: skip
_DOUBLE_NINTH = {
    2018: (10, 17), 2019: (10, 7), 2020: (10, 25), 2021: (10, 14), 2022: (10, 4), 2023: (10, 23), 2024: (10, 11), 2025: (10, 29),
    2026: (10, 18),
}  # fmt: skip
# a solar term
_PURE_BRIGHTNESS = {year: (4, 4 if year % 4 in (0, 1) else 5) for year in range(2008, 2040)}
_MOVING = {
    "春节": _SPRING,
    "端午": _DRAGON_BOAT,
    "中秋": _MID_AUTUMN,
    "清明": _PURE_BRIGHTNESS,
    "重阳": _DOUBLE_NINTH,
}
_SOLAR = {
    "元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "教师节": (9, 10), "国庆": (10, 1),
    "十一": (10, 1),
}  # fmt: skip
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}


class Stretch(NamedTuple):
    """The days that date words name, how finely they name them, and the same in EDTF."""

    first: dt.date
    last: dt.date
    precision: Precision
    edtf: str


def read_day(year: int, month: int, day: int) -> Stretch | None:
    """One day, None when the calendar has no such day."""
    if not (_is_year(year) and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    date = dt.date(year, month, day)
    return Stretch(date, date, "day", date.isoformat())


def read_ten_days(year: int, month: int, third: int) -> Stretch | None:
    """上旬, 中旬 or 下旬 (0, 1, 2) of a month."""
    if not (_is_year(year) and 1 <= month <= 12):
        return None
    first = dt.date(year, month, 1 + 10 * third)
    last = dt.date(year, month, (10, 20, monthrange(year, month)[1])[third])
    return Stretch(first, last, "ten-days", f"{first}/{last}")


def read_months(year: int, first: int, last: int, precision: Precision) -> Stretch | None:
    """Months first to last of a year: a month, a quarter, a half-year or a year."""
    if not (_is_year(year) and 1 <= first <= last <= 12):
        return None
    start, end = dt.date(year, first, 1), dt.date(year, last, monthrange(year, last)[1])
    season = {"quarter": 32 + last // 3, "half-year": 39 + last // 6, "month": first}.get(precision)
    return Stretch(start, end, precision, f"{year:04}" if season is None else f"{year:04}-{season:02}")


def read_plan(name: str) -> Stretch:
    """The five years of a plan: 十四五 → 2021 to 2025."""
    year = _PLANS[name]
    return Stretch(dt.date(year, 1, 1), dt.date(year + 4, 12, 31), "plan-period", f"{year}/{year + 4}")


def before(stretch: Stretch) -> Stretch:
    """The day before a stretch begins, as finely named as the stretch: 2021-11 → 2021-10-31, named 2021-10."""
    last = stretch.first - dt.timedelta(days=1)
    return stretch._replace(first=last, last=last, edtf=name_edge(last, stretch.precision))


def name_edge(date: dt.date, precision: Precision) -> str:
    """One end of an EDTF interval; seasons and ten days are written out, since an interval has no use for them."""
    if precision in ("day", "ten-days"):
        return date.isoformat()
    return date.isoformat()[: 4 if precision in ("year", "plan-period") else 7]


def add(date: dt.date, duration: Duration) -> dt.date | None:
    """`date` and a period: the first day is not counted, a month without that day ends on its last (民法典 第二百零一、二百零二条)."""
    count, unit = duration
    try:
        if unit in "DW":
            return date + dt.timedelta(days=count * (7 if unit == "W" else 1))
        if unit not in "MY":
            return None
        months = date.year * 12 + date.month - 1 + count * (12 if unit == "Y" else 1)
        year, month = months // 12, months % 12 + 1
        return date.replace(year=year, month=month, day=min(date.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def add_working_days(date: dt.date, count: int) -> dt.date | None:
    """The count-th working day after `date` by the official calendar, by Monday to Friday in years it does not know."""
    step = dt.timedelta(days=1 if count >= 0 else -1)
    left = min(abs(count), 1000)
    try:
        while left:
            date += step
            left -= _is_working(date)
    except OverflowError:
        return None
    return date


def _is_working(date: dt.date) -> bool:
    from chinese_calendar import is_workday  # type: ignore[import-untyped]

    try:
        return bool(is_workday(date))
    except NotImplementedError:
        return date.weekday() < 5


def read_eve(festival: str, issued: dt.date | None, year: int | None) -> dt.date | None:
    """The day before a festival: that of `year`, else the first one not before `issued`; None where neither is known."""
    years = (year,) if year is not None else () if issued is None else (issued.year, issued.year + 1, issued.year + 2)
    for candidate in years:
        day = _SOLAR.get(festival) or _MOVING.get(festival, {}).get(candidate)
        if day is None or not _is_year(candidate):
            continue
        eve = dt.date(candidate, *day) - dt.timedelta(days=1)
        if year is not None or issued is None or eve >= issued:
            return eve
        if festival in _MOVING and candidate + 1 not in _MOVING[festival]:
            return None
    return None


def _is_year(year: int) -> bool:
    return 1000 <= year <= _LAST_YEAR
