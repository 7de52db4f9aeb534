"""Words of a clause to marks: each date, period, repetition or state that a rule of grammars/deadlines.toml reads."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from rectiparse.dates import Stretch, add, add_working_days, before, read_day, read_eve, read_months, read_plan, read_ten_days
from rectiparse.grammar import Grammar
from rectiparse.model import Relative
from rectiparse.numerals import read_numeral
from rectiparse.patterns import Match, Pattern, compile_pattern

State = Literal["ongoing", "immediate", "done", "done-state"]


class DateContext(NamedTuple):
    """What a clause leaves unsaid: `issued` is the 成文日期, `year` the year of a date printed without one.

    `is_own`: the year is that of the task's limit; it does not tell what is past.
    """

    issued: dt.date | None
    year: int | None
    is_own: bool = False


class Problem(NamedTuple):
    """What is odd about date words: code malformed-date, unresolved-year or ambiguous-deadline, and their place."""

    code: str
    start: int
    end: int
    message: str


class Mark(NamedTuple):
    """What one rule reads in a clause; `head` and `tail` are the two ends of a pair (5-10月) or the same stretch."""

    start: int
    end: int
    rule: str
    means: str
    head: Stretch | None = None
    tail: Stretch | None = None
    period: bool = False
    """Both ends count: 上半年, 4月-5月."""
    bound: str = ""
    """底, 末, 内, 前 … as printed."""
    since: bool = False
    year: int | None = None
    month: int | None = None
    inferred: bool = False
    ambiguous: bool = False
    recurrence: str | None = None
    relative: Relative | None = None
    state: State | None = None
    edtf: str | None = None
    code: str = ""
    """Of the problem, if there is one."""


@dataclass(slots=True, eq=False, repr=False)
class Carry:
    """What a clause has said so far, for the dates behind it."""

    context: DateContext
    issue_event: Pattern
    year: int | None = None
    is_inferred: bool = False
    """No date of the clause prints the year."""
    month: int | None = None


_GROUPS = (
    "y", "y0", "m", "m0", "d", "d0", "q", "q0", "first", "h", "third", "edge", "before", "since", "whole", "plan", "festival", "sep",
    "event", "sign", "count", "unit", "interval", "nth", "period", "weekday",
)  # fmt: skip
"""Every group that a rule may have."""


class Words:
    """The rules of some meanings as one pattern."""

    def __init__(self, grammar: Grammar, means: frozenset[str]) -> None:
        rules = [rule for rule in grammar.deadlines.rules if rule.means in means]
        self._rules = [(rule.id, rule.means) for rule in rules]
        # an empty group behind each rule tells which one matched; the first, impossible branch numbers all groups
        branches = [f"(?:{rule.source})(?P<rule_{index}>)" for index, rule in enumerate(rules)]
        names = [*_GROUPS, *(f"rule_{index}" for index in range(len(rules)))]
        groups = "".join(f"(?P<{name}>)" for name in names)
        self.pattern = compile_pattern("|".join([f"(?!){groups}", *branches]))

    def read(self, match: Match, carry: Carry) -> Mark | None:
        """What a match of `pattern` means; None when the words are no date after all."""
        rule, means = self._rules[match.groups().index("", len(_GROUPS)) - len(_GROUPS)]
        return MEANINGS[means](match, Mark(match.start(), match.end(), rule, means), carry)

    def find(self, text: str, carry: Carry) -> Iterator[Mark]:
        for match in self.pattern.finditer(text):
            mark = self.read(match, carry)
            if mark is not None:
                yield mark


@lru_cache(maxsize=32)
def words_of(grammar: Grammar, means: frozenset[str]) -> Words:
    return Words(grammar, means)


@lru_cache(maxsize=64)
def pattern_of(grammar: Grammar, means: str) -> Pattern:
    """All rules of one meaning as one pattern."""
    return compile_pattern(grammar.deadlines.alternation(means))


def new_carry(context: DateContext, grammar: Grammar) -> Carry:
    return Carry(context, pattern_of(grammar, "issue-event"))


Meaning = Callable[[Match, Mark, Carry], Mark | None]

# ---- years and months ----


def _year(match: Match, carry: Carry) -> tuple[int | None, bool]:
    """The year and whether it had to be inferred."""
    text, context = match["y"], carry.context
    if not text:
        return (carry.year, carry.is_inferred) if carry.year is not None else (context.year, True)
    if text in "次翌":
        base = carry.year if carry.year is not None else context.year
        return (None if base is None else base + 1), True
    if text in "今明本当去":
        base = context.issued.year if context.issued else context.year
        return (None if base is None else base + {"明": 1, "去": -1}.get(text, 0)), True
    number = read_numeral(text) or 0
    return (2000 + number if number < 100 else number), False


def _month(match: Match, carry: Carry, year: int | None) -> tuple[int | None, int | None]:
    """Year and month; 本月 and 下月 count from the 成文日期, and so does 月底前 with no month before it."""
    text, issued = match["m"], carry.context.issued
    if text is None and (carry.month or not match["edge"]):
        return year, carry.month
    text = text or "本"
    if text[0] not in "本当下":
        return year, _number(text)
    if issued is None:
        return None, None
    months = issued.year * 12 + issued.month - 1 + (text[0] == "下")
    return months // 12, months % 12 + 1


def _number(text: str | None) -> int:
    return (read_numeral(text) or 0) if text else 0


# ---- dates ----


def _finish(match: Match, mark: Mark, carry: Carry, year: int | None, head: Stretch | None, tail: Stretch | None) -> Mark:
    """The mark of a date: its bound, and what it hands on to later dates; one that the calendar lacks is a problem."""
    if year is None:
        return mark._replace(code="unresolved-year", bound=_bound(match))
    if tail is None or head is None:
        return mark._replace(code="malformed-date", bound=_bound(match))
    carry.year, carry.is_inferred = year, mark.inferred
    ambiguous = bool(match["before"]) and not match["edge"] and tail.precision != "day"
    if ambiguous:
        head, tail = (head if head is not tail else None), before(tail)
        head = head or tail
    if head.first > tail.last:  # 20-10日
        return mark._replace(code="malformed-date", bound=_bound(match))
    return mark._replace(head=head, tail=tail, bound=_bound(match), since=bool(match["since"]), year=year, ambiguous=ambiguous)


def _bound(match: Match) -> str:
    return (match["edge"] or "") + (match["before"] or "")


def _is_period(match: Match) -> bool:
    return not (match["edge"] or match["before"] or match["since"])


def mean_day(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    year, inferred = _year(match, carry)
    said = match["m"] is not None
    year, month = _month(match, carry, year)
    if month is None and not said:
        return None  # 5日 with no month before it: five days, not the fifth
    carry.month = month or None
    last = read_day(year, month or 0, _number(match["d"])) if year else None
    first = read_day(year, month or 0, _number(match["d0"])) if year and match["d0"] else last
    mark = mark._replace(period=bool(match["d0"]), inferred=inferred, month=month)
    return _finish(match, mark, carry, year, first, last)


def mean_numeric(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    year, month, day = int(match["y"]), int(match["m"]), _number(match["d"])
    if not match["m0"]:
        carry.month = month
        stretch = _read_numbers(year, month, day)
        return _finish(match, mark._replace(month=month), carry, year, stretch, stretch)
    since, first = int(match["m0"]), _number(match["d0"])
    if first and not day:  # 2023.3.5-8
        month, day = since, month
    carry.month = month
    last = _read_numbers(year + (month < since), month, day)
    return _finish(match, mark._replace(month=month, period=True), carry, year, _read_numbers(year, since, first), last)


def _read_numbers(year: int, month: int, day: int) -> Stretch | None:
    return read_day(year, month, day) if day else read_months(year, month, month, "month")


def _third(text: str) -> int:
    """0 to 2: 上旬 and 月初, 中旬, 下旬; of 中上旬 the later one."""
    return max("上中下".find(char) for char in text.replace("初", "上"))


def mean_ten_days(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    year, inferred = _year(match, carry)
    year, month = _month(match, carry, year)
    carry.month = month
    stretch = read_ten_days(year, month or 0, _third(match["third"])) if year else None
    return _finish(match, mark._replace(inferred=inferred, month=month), carry, year, stretch, stretch)


def mean_month(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    year, inferred = _year(match, carry)
    year, month = _month(match, carry, year)
    carry.month = month
    m0 = _number(match["m0"])
    over = bool(year and month and m0 > month and m0 <= 12)  # 2021年12月至3月 ends in 2022
    last = read_months(year + over, month or 0, month or 0, "month") if year else None
    first = read_months(year, m0, m0, "month") if year and m0 else last
    mark = mark._replace(inferred=inferred, month=month, period=bool(m0))
    return _finish(match, mark, carry, year, first, last)


def mean_quarter(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    year, inferred = _year(match, carry)
    issued = carry.context.issued
    if match["q"] == "本":
        last = (issued.month + 2) // 3 if issued else 0
    else:
        last = _number(match["q"] or match["first"])
    first = 1 if match["first"] else _number(match["q0"]) or last
    tail = read_months(year, 3 * last - 2, 3 * last, "quarter") if year else None
    head = read_months(year, 3 * first - 2, 3 * first, "quarter") if year and first != last else tail
    return _finish(match, mark._replace(inferred=inferred, period=_is_period(match) or first != last), carry, year, head, tail)


def mean_this_week(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    if match["d"]:  # 本周五（3月12日）前
        return mean_day(match, mark, carry)
    issued = carry.context.issued
    if issued is None:
        return mark._replace(code="unresolved-year", bound=_bound(match))
    to_monday = (7 if match["nth"] == "下" else 0) - issued.weekday()
    tail = _read_weekday(issued, to_monday, match["weekday"] or "日")
    head = _read_weekday(issued, to_monday, match["first"] or match["weekday"] or "日")
    if head is None or tail is None:
        return mark._replace(code="malformed-date", bound=_bound(match))
    is_period = head != tail and not match["before"]
    return mark._replace(head=head, tail=tail, bound=_bound(match), inferred=True, year=tail.last.year, period=is_period)


def _read_weekday(issued: dt.date, to_monday: int, name: str) -> Stretch | None:
    day = add(issued, (to_monday + (_SUNDAY if name == "天" else _WEEKDAY_NAMES.index(name)), "D"))
    return read_day(day.year, day.month, day.day) if day else None


_WEEKDAY_NAMES, _SUNDAY = "一二三四五六日", 6


def mean_half_year(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    year, inferred = _year(match, carry)
    first = 7 if match["h"] == "下" else 1
    stretch = read_months(year, first, first + 5, "half-year") if year else None
    return _finish(match, mark._replace(inferred=inferred, period=_is_period(match)), carry, year, stretch, stretch)


def mean_year(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    year, inferred = _year(match, carry)
    tail = read_months(year, 1, 12, "year") if year else None
    head = read_months(int(match["y0"]), 1, 12, "year") if match["y0"] else tail
    period = bool(match["whole"] or match["y0"])
    return _finish(match, mark._replace(inferred=inferred, period=period), carry, year, head, tail)


def mean_plan(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    stretch = read_plan(match["plan"])
    return _finish(match, mark._replace(period=_is_period(match)), carry, stretch.last.year, stretch, stretch)


def mean_festival(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    issued, year = carry.context.issued, _year(match, carry)[0] if match["y"] else carry.year
    if issued is None and year is None and match["festival"] not in ("元旦", "春节"):  # which as often are those of the next year
        year = carry.context.year
    eve = read_eve(match["festival"], issued, year)
    if eve is None:
        return mark._replace(bound="前", code="unresolved-year" if year is None and issued is None else "")
    stretch = Stretch(eve, eve, "day", eve.isoformat())
    return mark._replace(
        head=stretch, tail=stretch, bound="前", inferred=year is None or (issued is None and not match["y"]), year=eve.year
    )


def mean_season(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    if match["y"]:  # 2025年汛期前（5月底前）
        carry.year, carry.is_inferred = _year(match, carry)
    return mark._replace(bound=_bound(match), year=carry.year)


def mean_now(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    issued = carry.context.issued
    stretch = Stretch(issued, issued, "day", issued.isoformat()) if issued else None
    return mark._replace(head=stretch, tail=stretch, since=True)


def mean_blanked(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    parts = [_blank(match["y"].rjust(4, "X"))]
    parts += [_blank(part.zfill(2) if part.isdigit() else "XX") for part in (match["m"], match["d"]) if part]
    code = "malformed-date" if match["y"].isdigit() else "unresolved-year"
    return mark._replace(edtf="-".join(parts), code=code, bound=_bound(match))


def _blank(text: str) -> str:
    return re.sub("[^0-9]", "X", text)


# ---- periods ----

_UNITS = {"日": "D", "天": "D", "月": "M", "周": "W", "星期": "W", "年": "Y", "小时": "H", "自然日": "D", "工作日": "D", "季度": "M"}


def mean_relative(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    unit, text = match["unit"].removeprefix("个"), match["count"]
    count = _number(text) * (3 if unit == "季度" else 1)
    letter = _UNITS[unit]
    if text == "半":
        if unit not in ("年", "月"):
            return None
        count, letter = (6, "M") if unit == "年" else (15, "D")
    if not count:
        return None
    event = match["event"]
    own = event is None or carry.issue_event.search(event) is not None
    sign = "-" if match["sign"] else ""
    relative = Relative(event=event, offset=f"{sign}P{'T' if letter == 'H' else ''}{count}{letter}", working_days=unit == "工作日")
    end = _count_from_issue(carry.context.issued, relative, (count, letter)) if own else None
    stretch = Stretch(end, end, "day", end.isoformat()) if end else None
    return mark._replace(relative=relative, head=stretch, tail=stretch, bound="内", year=end.year if end else None)


def _count_from_issue(issued: dt.date | None, relative: Relative, duration: tuple[int, str]) -> dt.date | None:
    if issued is None or relative.offset[0] == "-":
        return None
    return add_working_days(issued, duration[0]) if relative.working_days else add(issued, duration)


# ---- repeated ----

_WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))
_ONCE = {
    "半年": "FREQ=MONTHLY;INTERVAL=6", "学期": "FREQ=MONTHLY;INTERVAL=6", "年": "FREQ=YEARLY", "学年": "FREQ=YEARLY",
    "半月": "FREQ=MONTHLY;BYMONTHDAY=15,-1",
    "季": "FREQ=MONTHLY;INTERVAL=3", "季度": "FREQ=MONTHLY;INTERVAL=3", "月": "FREQ=MONTHLY", "周": "FREQ=WEEKLY",
    "旬": "FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "日": "FREQ=DAILY", "天": "FREQ=DAILY", "工作日": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
}  # fmt: skip


def _join(values: list[int]) -> str:
    return ",".join(map(str, dict.fromkeys(values)))


def _interval(match: Match) -> str:
    count = _number(match["interval"])
    return f";INTERVAL={count}" if count > 1 else ""


def _days(days: list[int]) -> str | None:
    """The BYMONTHDAY part; a 29th or 30th is the last day where a month has none."""
    if any(not 1 <= day <= 31 for day in days):
        return None
    if len(days) == 1 and days[0] > 28:
        return ";BYMONTHDAY=-1" if days[0] == 31 else f";BYMONTHDAY={_join(list(range(28, days[0] + 1)))};BYSETPOS=-1"
    return f";BYMONTHDAY={_join([-1 if day == 31 else day for day in days])}"


def _repeated(match: Match, mark: Mark, rule: str | None) -> Mark:
    if rule is None:
        return mark._replace(code="malformed-date")
    return mark._replace(recurrence=rule, bound=_bound(match))


_NTH = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "最后": -1}


def mean_every_month(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    days: str | None = ""
    if match["d"]:
        days = _days([*(int(day) for day in match.captures("d")), *([31] if match["edge"] else [])])
    elif match["workday"]:
        days = f";BYDAY=MO,TU,WE,TH,FR;BYSETPOS={-1 if match['workday'] == '最后' else 1}"
    elif match["weekday"]:
        days = f";BYDAY={_NTH[match['nth']]}{_WEEKDAYS[match['weekday']]}"
    elif match["third"]:
        days = f";BYMONTHDAY={(10, 20, -1)['上中下'.index(match['third'])]}"
    elif match["edge"]:
        days = ";BYMONTHDAY=-1"
    return _repeated(match, mark, None if days is None else f"FREQ=MONTHLY{_every_other(match, days) or _interval(match)}{days}")


def _every_other(match: Match, days: str) -> str:
    """Which months 每双月 and 每单月 name; without a day 双月 are two months, and 单月 end on their last."""
    if match["period"] is None:
        return ""
    if not days and match["period"] == "双":
        return ";INTERVAL=2"
    months = _join(list(range(2 if match["period"] == "双" else 1, 13, 2)))
    return f";BYMONTH={months}" + ("" if days else ";BYMONTHDAY=-1")


_MONTHS_OF_QUARTER = {"首": 1, "次": 1, "下": 1, "末": 3, "最": 3, "第": 0}
"""次月 is the one behind the quarter: the first of the next."""


def mean_every_quarter(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    if not (match["nth"] or match["d"] or match["edge"]):
        return _repeated(match, mark, "FREQ=MONTHLY;INTERVAL=3")
    nth = _MONTHS_OF_QUARTER[match["nth"][0]] or _number(match["nth"][1]) if match["nth"] else 3
    days = _days([int(match["d"])]) if match["d"] else ";BYMONTHDAY=-1"
    months = _join([nth + 3 * quarter for quarter in range(4)])
    return _repeated(match, mark, None if days is None else f"FREQ=MONTHLY;BYMONTH={months}{days}")


def mean_every_half(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    if match["period"] != "年":
        return _repeated(match, mark, "FREQ=MONTHLY;BYMONTHDAY=15,-1")
    return _repeated(match, mark, "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1" if match["edge"] else "FREQ=MONTHLY;INTERVAL=6")


def mean_every_year(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    yearly = f"FREQ=YEARLY{_interval(match)}"
    months = [_number(month) for month in match.captures("m")] or _month_of_year(match)
    if not months:
        return _repeated(match, mark, yearly)
    days = [int(day) for day in match.captures("d")]
    ends_in_day = bool(days) and match.start("d") > match.start("m")
    part = _days(days[-1:]) if ends_in_day else ";BYMONTHDAY=-1"
    if part is None or any(not 1 <= month <= 12 for month in months):
        return _repeated(match, mark, None)
    if len(set(days)) > 1 and len(days) == len(months) and all(day == _last_day(month) for month, day in zip(months, days, strict=True)):
        part = ";BYMONTHDAY=-1"  # 6月30日、12月31日
    elif len(set(days)) > 1 or (days and (not ends_in_day or match["edge"])) or 1 < len(days) < len(months):
        months = months[-1:]  # one RRULE has no room for 6月30日、12月15日: the last one is kept; 3月、9月25日 share their day
    return _repeated(match, mark, f"{yearly};BYMONTH={_join(months)}{part}")


def _last_day(month: int) -> int:
    return monthrange(2023, month)[1]


def _month_of_year(match: Match) -> list[int]:
    """The last months of 每年一季度、三季度, 每年上半年, 每年底."""
    if match["q"]:
        return [3 * _number(quarter) for quarter in match.captures("q")]
    halves = match.captures("h")
    return [12 if half == "下" else 6 for half in halves] + ([12] if match["edge"] and halves in ([], ["中"]) else [])


_FIRST_MONTHS = {"月": (), "季": (1, 4, 7, 10), "半年": (1, 7), "年": (1,)}
"""Of the period behind the one that has ended."""


def mean_after_every_period(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    unit, count, months = match["unit"].removeprefix("个"), _number(match["count"]), _FIRST_MONTHS[match["period"]]
    letter = _UNITS[unit]
    if letter == "W":
        letter, count = "D", 7 * count
    if letter == "M" and months:
        months, part = tuple(month + count - 1 for month in months), ";BYMONTHDAY=-1"
    elif letter == "D" and 0 < count < 29:
        part = f";BYDAY=MO,TU,WE,TH,FR;BYSETPOS={count}" if unit == "工作日" else f";BYMONTHDAY={count}"
    elif letter == "D" and count == 30 and months:
        part = ";BYMONTHDAY=30"
    else:
        return None
    if max(months, default=1) > 12:
        return None
    frequency = "YEARLY" if match["period"] == "年" else "MONTHLY"
    months_part = f";BYMONTH={_join(list(months))}" if months else ""
    return mark._replace(recurrence=f"FREQ={frequency}{months_part}{part}", bound="内")


def mean_every_week(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    days = ",".join(dict.fromkeys(_WEEKDAYS[day] for day in match.captures("weekday")))
    if not days and match["edge"]:
        days = "FR"
    return _repeated(match, mark, f"FREQ=WEEKLY{_interval(match)}" + (f";BYDAY={days}" if days else ""))


def mean_once(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    return mark._replace(recurrence=_ONCE[match["period"].removeprefix("个")] + _interval(match), bound=_bound(match))


def mean_state(match: Match, mark: Mark, carry: Carry) -> Mark | None:
    states: dict[str, State] = {"ongoing": "ongoing", "immediate": "immediate", "done": "done", "done-state": "done-state"}
    return mark._replace(state=states[mark.means])


MEANINGS: dict[str, Meaning] = {
    "blanked": mean_blanked, "numeric": mean_numeric, "day": mean_day, "ten-days": mean_ten_days, "month": mean_month,
    "quarter": mean_quarter, "half-year": mean_half_year, "year": mean_year, "plan-period": mean_plan, "festival": mean_festival,
    "this-week": mean_this_week, "season": mean_season, "now": mean_now,
    "relative": mean_relative, "within": mean_relative, "bare-period": mean_relative,
    "bare-day": mean_day, "bare-numeric": mean_numeric, "bare-year": mean_year,
    "every-month": mean_every_month, "every-quarter": mean_every_quarter, "every-half": mean_every_half, "every-year": mean_every_year,
    "every-week": mean_every_week, "every-day": mean_once, "every-term": mean_once, "after-every-period": mean_after_every_period,
    "once-a-period": mean_once, "ongoing": mean_state, "immediate": mean_state, "done": mean_state, "done-state": mean_state,
}  # fmt: skip
