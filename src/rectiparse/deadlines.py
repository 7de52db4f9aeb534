"""A clause of a field or bracket to a deadline: the dates, periods, repetitions and states that its words name."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rectiparse.dates import Stretch, name_edge, read_day
from rectiparse.datewords import MEANINGS, DateContext, Mark, Problem, new_carry, pattern_of, words_of
from rectiparse.grammar import Grammar, load_grammar
from rectiparse.model import Deadline, Milestone, Precision, Relative
from rectiparse.source import fold

__all__ = [
    "DateContext",
    "Problem",
    "Reading",
    "build_reading",
    "join_pairs",
    "read_clause",
    "read_deadline",
    "read_field",
    "says_deadline",
]

_DASHES = frozenset(("-", "--", "---", "~", "至", "到", "直至", "一"))  # 6月5日一6月30日
_BARE = frozenset(("bare-period", "bare-day", "bare-numeric", "bare-year"))
_LATE, _EARLY = 10, 4
"""Months between which a list goes on over the year's end."""
_FEBRUARY, _LEAST_DAYS = 2, 28
_LISTED = frozenset(("、", "和", "及"))
_ALL = frozenset(MEANINGS) - _BARE
_WITHOUT_PERIODS = _ALL - {"relative", "within"}


class Reading(NamedTuple):
    """What a clause says: the fields of `Deadline`, where its date words stand in the clause, and what is odd about them."""

    start_at: int
    end_at: int
    rule: str
    start: dt.date | None = None
    end: dt.date | None = None
    precision: Precision | None = None
    ongoing: bool = False
    immediate: bool = False
    done: bool = False
    recurrence: str | None = None
    relative: Relative | None = None
    milestones: tuple[tuple[dt.date, str], ...] = ()
    year_inferred: bool = False
    ambiguous: bool = False
    edtf: str | None = None
    problems: tuple[Problem, ...] = ()


@lru_cache(maxsize=8192)
def read_clause(text: str, context: DateContext, grammar: Grammar) -> Reading | None:
    """The reading of a folded field value or bracket clause, None when nothing in it is a deadline.

    Of several dates the last is the end and the earlier ones are milestones; a year or month said once holds for the
    dates behind it. Dates that the calendar lacks and years that nobody knows give no date but a problem.
    """
    has_period = pattern_of(grammar, "period-sign").search(text)
    words = words_of(grammar, _ALL if has_period else _WITHOUT_PERIODS)
    marks = list(words.find(text, new_carry(context, grammar)))
    return build_reading(text, join_pairs(text, marks)) if marks else None


def says_deadline(clause: str, context: DateContext, grammar: Grammar) -> bool:
    """Whether a clause of a field or bracket holds a deadline."""
    return grammar.structure.compiled("time-words").search(clause) is not None and read_clause(clause, context, grammar) is not None


def read_field(text: str, context: DateContext, grammar: Grammar) -> Reading | None:
    """The reading of all that a labelled field says: as a clause, or a period or figures alone (整改时限：3个月, 6.30)."""
    reading = read_clause(text, context, grammar)
    if reading is not None:
        return reading
    marks = list(words_of(grammar, _BARE).find(text, new_carry(context, grammar)))
    is_whole = bool(marks) and marks[-1].end == len(text)  # 4.1-6.32 says nothing
    return build_reading(text, join_pairs(text, marks)) if is_whole else None


def read_deadline(clause: str, issued: dt.date | None = None) -> Deadline | None:
    """The deadline that a clause such as 2021年12月，长期坚持 or 每月30日前 states, None when it states none.

    A missing year is that of `issued`, the notice's date (成文日期), and `year_inferred` says so. Repetitions are RRULE
    values (RFC 5545), `edtf` follows EDTF (ISO 8601-2:2019, Annex A), periods are counted as in 民法典 第二百零一、
    二百零二条: the first day does not count, and a month without the day ends on its last.
    """
    start = len(clause) - len(clause.lstrip())
    text = clause.strip()
    reading = read_field(fold(text), DateContext(issued, issued.year if issued else None), load_grammar())
    if reading is None:
        return None
    return Deadline(
        text=text,
        start=reading.start,
        end=reading.end,
        precision=reading.precision,
        ongoing=reading.ongoing,
        immediate=reading.immediate,
        done=reading.done,
        recurrence=reading.recurrence,
        relative=reading.relative,
        milestones=tuple(Milestone(date=date, text=words) for date, words in reading.milestones),
        year_inferred=reading.year_inferred,
        ambiguous=reading.ambiguous,
        edtf=reading.edtf,
        rule=reading.rule,
        span=(start, start + len(text)),
    )


# ---- pairs ----


def join_pairs(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Marks with each two dates that a dash or 至 joins made one period, and months that share the day of the last with that day."""
    joined: list[Mark] = []
    for mark in marks:
        left = joined[-1] if joined else None
        gap = text[left.end : mark.start].strip() if left is not None else ""
        if left is not None and left.since and gap[:1] == "," and mark.means != "year":  # 从5月10日开始,到9月30日
            gap = gap[1:]
        if left is not None and mark.start - left.end < 6 and _is_pair(left, mark) and gap in _DASHES:
            joined[-1] = join_pair(left, mark)
        elif mark.means != "day" or mark.month or mark.code:
            goes_on = left is not None and (gap in _LISTED or (left.bound and mark.bound and left.month != mark.month))
            joined.append(_next_year(text, left, mark) if left is not None and goes_on else mark)
    _share_day(text, joined)
    return joined


def _next_year(text: str, left: Mark, right: Mark) -> Mark:
    """12月、1月、2月, 2024年12月底前…,1月底前…: months that are said in order go on over the year's end."""
    says_year = "年" in text[right.start : right.end]
    if says_year or not (left.tail and right.tail and right.tail.last < left.tail.last and right.tail.last.month <= _EARLY):
        return right
    years = left.tail.last.year + (left.tail.last.month >= _LATE) - right.tail.last.year
    tail = _move(right.tail, years)
    head = tail if right.head is right.tail or right.head is None else _move(right.head, years)
    return right._replace(head=head, tail=tail, year=tail.last.year, inferred=True)


def _share_day(text: str, marks: list[Mark]) -> None:
    """3月、6月、9月、12月的25日前: the 25th of each."""
    for index in range(len(marks) - 1, 0, -1):
        left, right = marks[index - 1], marks[index]
        is_day = right.means == "day" and right.tail is not None and right.head is right.tail
        if not (is_day and left.means == "month" and left.head is left.tail and left.tail and not left.bound and not left.since):
            continue
        if text[left.end : right.start].strip() not in _LISTED or not (right.bound or "的" in text[right.start : right.end]):
            continue
        stretch = read_day(left.tail.last.year, left.tail.last.month, right.tail.last.day) if right.tail else None
        if stretch is not None:
            marks[index - 1] = left._replace(means="day", head=stretch, tail=stretch, bound=right.bound)


def _is_pair(left: Mark, right: Mark) -> bool:
    return bool((left.head or left.means == "now") and right.tail) and left.relative is None and right.relative is None


def join_pair(left: Mark, right: Mark) -> Mark:
    """One period from the first day of `left` to the last of `right`."""
    head, tail, ambiguous, inferred = left.head, right.tail, right.ambiguous, left.inferred or right.inferred
    if head is not None and tail is not None:
        if left.inferred and not right.inferred and right.year is not None and left.means != "now":
            later = (head.first.month, head.first.day) > (tail.last.month, tail.last.day)
            head, inferred = _move(head, right.year - later - head.first.year), False
        elif head.first > tail.last and right.year == left.year:
            tail, ambiguous = _move(tail, 1), True  # 11月至3月
    if head is not None and tail is not None and head.first > tail.last:
        return right._replace(start=left.start, head=None, tail=None, code="malformed-date")
    return right._replace(
        start=left.start,
        head=head,
        tail=tail,
        period=head is not None,
        since=False,
        ambiguous=ambiguous,
        inferred=inferred,
        rule=right.rule if left.means == "now" else left.rule,
    )


def _move(stretch: Stretch, years: int) -> Stretch:
    if not years or not 1000 < stretch.first.year + years < 9990:
        return stretch
    first, last = (_move_day(date, years) for date in (stretch.first, stretch.last))
    if stretch.precision != "day" and last.month == _FEBRUARY and stretch.last.day >= _LEAST_DAYS:  # 2月底 of a leap year
        last = last.replace(day=monthrange(last.year, last.month)[1])
    return stretch._replace(first=first, last=last, edtf=name_edge(last, stretch.precision))


def _move_day(date: dt.date, years: int) -> dt.date:
    is_leap_day = date.month == 2 and date.day == 29
    return date.replace(year=date.year + years, day=28 if is_leap_day else date.day)


# ---- the whole clause ----


def build_reading(text: str, marks: Sequence[Mark]) -> Reading | None:
    """One reading of all marks of a clause, None when there is nothing to say."""
    words = [mark for mark in marks if mark.state is None]
    states = {mark.state for mark in marks} - {None}
    if not words and not states:
        return None
    dated = [mark for mark in words if mark.tail is not None]
    ends = [mark for mark in dated if not mark.since]
    last = max(ends, key=lambda mark: _last(mark)) if ends else None
    start = _start(last, dated)
    shown = words or list(marks)
    return Reading(
        start_at=shown[0].start,
        end_at=shown[-1].end,
        rule=_rule(last, shown),
        start=start,
        end=_last(last) if last else None,
        precision=_precision(last, dated),
        ongoing="ongoing" in states or (last is None and any(mark.since for mark in words)),
        immediate="immediate" in states,
        done="done" in states or ("done-state" in states and not words),
        recurrence=next((mark.recurrence for mark in words if mark.recurrence), None),
        relative=next((mark.relative for mark in words if mark.relative), None),
        milestones=tuple(
            (_last(mark), text[mark.start : mark.end].replace("\n", "")) for mark in ends if last and _last(mark) < _last(last)
        ),
        year_inferred=any(mark.inferred for mark in dated),
        ambiguous=any(mark.ambiguous for mark in dated),
        edtf=_edtf(last, start, dated) or next((mark.edtf for mark in words if mark.edtf), None),
        problems=tuple(_problem(text, mark) for mark in words if mark.code or mark.ambiguous),
    )


def _last(mark: Mark) -> dt.date:
    assert mark.tail is not None
    return mark.tail.last


def _start(last: Mark | None, dated: Sequence[Mark]) -> dt.date | None:
    """The first day of the period that ends the clause, together with earlier periods, or of 4月起."""
    starts = [mark.head.first for mark in dated if mark.head and (mark.since or (mark.period and last is not None and last.period))]
    start = min(starts, default=None)
    return None if start is None or (last is not None and start > _last(last)) else start


def _precision(last: Mark | None, dated: Sequence[Mark]) -> Precision | None:
    mark = last or next(iter(dated), None)
    return mark.tail.precision if mark and mark.tail else None


def _rule(last: Mark | None, shown: Sequence[Mark]) -> str:
    return (last or next((mark for mark in shown if mark.tail or mark.recurrence or mark.relative), shown[0])).rule


def _edtf(last: Mark | None, start: dt.date | None, dated: Sequence[Mark]) -> str | None:
    if last is None or last.tail is None:
        since = next((mark.head for mark in dated if mark.head), None)
        return f"{name_edge(since.first, since.precision)}/.." if since else None
    if start is None or (last.head is last.tail and start == last.tail.first):
        return last.tail.edtf
    head = next((mark.head for mark in dated if mark.head and mark.head.first == start), last.tail)
    return f"{name_edge(start, head.precision)}/{name_edge(last.tail.last, last.tail.precision)}"


_MESSAGES = {
    "malformed-date": "no date of the calendar: {}",
    "unresolved-year": "no year can be read: {}",
    "ambiguous-deadline": "{}: whether its last day counts is not said",
}


def _problem(text: str, mark: Mark) -> Problem:
    code = mark.code or "ambiguous-deadline"
    return Problem(code, mark.start, mark.end, _MESSAGES[code].format(text[mark.start : mark.end]))
