"""Running prose to the deadlines that stand in it, and a whole text to its blanked and impossible dates."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rectiparse.datewords import DateContext, Mark, Problem, Words, new_carry, pattern_of, words_of
from rectiparse.deadlines import Reading, build_reading, join_pairs, read_clause
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import Match, compile_pattern

_LEAD = frozenset('0123456789 \n零〇○一二三四五六七八九十今明本次翌当去下上半第前两“"')
_DIGITS = frozenset("0123456789")
_DATES = frozenset(("numeric", "day", "ten-days", "month", "quarter", "half-year", "year", "plan-period", "festival"))
_DATES_OF = {
    "月": frozenset(("day", "ten-days", "month")),
    "季": frozenset(("quarter",)),
    "五": frozenset(("plan-period",)),
}
"""What can stand around an anchor; around 年, what follows it decides."""
_YEARS = frozenset(("year", "half-year"))
_IN_A_YEAR = _DATES - {"plan-period", "festival", "numeric"}
_REPEATED = frozenset(
    ("every-month", "every-quarter", "every-half", "every-year", "every-week", "every-day", "every-term", "after-every-period")
)
_SEASONS = frozenset(("season",))
_ONCE = frozenset(("once-a-period",))
_PERIODS = frozenset(("within",))
_WEEKS = frozenset(("this-week",))
_BLANKED = frozenset(("blanked",))
_PLANNED = frozenset(("month", "ten-days", "quarter"))
_PARTS = frozenset("0123456789一二三四五六七八九十第前上下本的")
_YEAR_END = frozenset("底末内终年中")
_WITHIN = frozenset("内之以")
_GOALS = frozenset(("year", "half-year", "plan-period"))
_JOINTS = frozenset("-~至到一、和及 \n")
_LOOK_BACK = 60
_PRINTED_YEAR = compile_pattern(r"(?<!\d)(20\d\d) ?年")
_LONGEST_FESTIVAL = 10
"""Characters of 2024年“五一”; those of 2024年秋季学期 before 开学 are as many."""
_SHORTEST_SEASON = 2
"""Characters of 汛前, which begins the name of many a piece of work."""
_LEADING = 24
"""Characters in which the words stand that a date goes on from: 自2024年10月15日起, 3、6、9、."""
_OPENING = 12
"""Characters in which a date stands that opens a text."""
_SENTENCE = 150
_HALF_A_YEAR = 183
_LATE, _EARLY = 10, 4
"""Months between which limits go on over the year's end."""
_QUOTES = (("《", "》"), ("“", '”"'))


class _Anchors(NamedTuple):
    """The anchors of a grammar, and the characters that those of festivals and seasons begin with."""

    words: tuple[str, ...]
    dates_of: dict[str, frozenset[str]]
    festivals: frozenset[str]
    seasons: frozenset[str]


@lru_cache(maxsize=4)
def _load_anchors(grammar: Grammar) -> _Anchors:
    dates, festivals, seasons = (grammar.deadlines.words(means) for means in ("anchor", "anchor-festival", "anchor-season"))
    first = frozenset(word[0] for word in festivals)
    dates_of = {**_DATES_OF, **dict.fromkeys(first, frozenset(("festival",)))}
    return _Anchors((*dates, *festivals, *seasons), dates_of, first, frozenset(word[0] for word in seasons))


class Hit(NamedTuple):
    """A deadline in prose: the offsets of its date words, and what they say; offsets of the reading are in the same text."""

    start: int
    end: int
    reading: Reading


def find_prose(
    text: str, start: int, end: int, context: DateContext, grammar: Grammar, anchors: Sequence[Span] | None = None
) -> Iterator[Hit]:
    """The deadlines that stand in folded prose [start, end), in order; past dates, names, norms and validity are none.

    A year said with a month holds for later dates near it, a bare year for those of its sentence; it is then inferred.
    `anchors` are what `find_anchors` found in the whole text; who reads many stretches of it finds them once.
    """
    if anchors is None:
        anchors = find_anchors(text, grammar)
    first, last = bisect_left(anchors, (start, 0)), bisect_left(anchors, (end, 0))
    if first == last:
        return
    if start and anchors[first][0] - start < _OPENING:  # 2.6月底前…: the number before it is none of the date
        within = [(anchor - start, anchor_end - start) for anchor, anchor_end in anchors[first:last]]
        for hit in find_prose(text[start:end], 0, end - start, context, grammar, within):
            yield Hit(hit.start + start, hit.end + start, _shift(hit.reading, start))
        return
    at, said, said_at, is_goal = start, context, start, False
    late: Reading | None = None
    until = _EARLY
    prose = _Prose(text, start, start, end, context, grammar, context, _load_anchors(grammar))
    for anchor, anchor_end in anchors[first:last]:
        if anchor < at or anchor_end > end:
            continue
        is_over = anchor - said_at > _SENTENCE or (is_goal and text.find("。", said_at, anchor) >= 0)
        if said is not context and is_over and context.year is not None:  # without one, the last year said is better than none
            said = context
        prose.low, prose.context = at, said
        marks = prose.read_at(anchor)
        if not marks:
            continue
        if any(mark.inferred for mark in marks):
            year = prose.find_year_before(marks[0].start) or _year_behind(text, late, until, marks)
            if year:
                prose.context = DateContext(context.issued, year)
                marks = prose.read_at(anchor)
        at = marks[-1].end
        if not prose.is_deadline(marks):
            continue
        reading = prose.build(marks)
        if reading is not None:
            hit_start = reading.start_at
            yield Hit(hit_start, reading.end_at, reading)
            is_behind = late and late.end and reading.end and late.end.year < reading.end.year and reading.year_inferred
            late, until = (late, _LATE - 1) if is_behind else (reading, _EARLY)
            if reading.end and reading.year_inferred and reading.end.year == context.year:  # 今年4月底前
                said = context
            elif reading.end and not reading.year_inferred and not reading.relative and not _is_bracket_over_years(text, reading):
                said, said_at = DateContext(context.issued, reading.end.year), at
                # 到2025年, …。6月底前: the next sentence is not about 2025
                is_goal = reading.precision in _GOALS or text[hit_start - 1 : hit_start] in ("到", "至")


def _year_behind(text: str, late: Reading | None, until: int, marks: list[Mark]) -> int | None:
    """2024 for 1月底前 in 2023年12月底前完成排查,1月底前完成整治: the months of a sentence, up to `until`, are said in order."""
    last = marks[-1].tail.last if marks[-1].tail is not None and marks[-1].bound else None
    if late is None or last is None or late.end is None or late.end.month < _LATE or last.month > until or last.year != late.end.year:
        return None
    return None if text.find("。", late.end_at, marks[0].start) >= 0 else late.end.year + 1


def _is_bracket_over_years(text: str, reading: Reading) -> bool:
    """集中整治阶段(2023年5月-2025年10月): which of its years the text below speaks of, it does not say."""
    is_over_years = reading.start is not None and reading.end is not None and reading.start.year < reading.end.year
    return is_over_years and text[reading.start_at - 1 : reading.start_at] == "("


def find_anchors(text: str, grammar: Grammar) -> list[Span]:
    """Where the words stand that every date of prose holds, in order."""
    return _find_words(text, _load_anchors(grammar).words)


def _find_words(text: str, anchors: tuple[str, ...]) -> list[Span]:
    found = []
    for anchor in anchors:
        at = text.find(anchor)
        while at >= 0:
            found.append((at, at + len(anchor)))
            at = text.find(anchor, at + 1)
    found.sort()
    return found


@dataclass(slots=True, eq=False, repr=False)
class _Prose:
    """A stretch of prose that is read at one anchor."""

    text: str
    start: int
    low: int
    high: int
    context: DateContext
    grammar: Grammar
    now: DateContext
    """That of the whole stretch, whatever years were said in it: what is before it is past."""
    anchors: _Anchors

    def read_at(self, anchor: int) -> list[Mark]:
        """The marks of the date words around an anchor: one, or several that dashes and 、 join."""
        char = self.text[anchor]
        if char in "每按逐":
            return self._match(words_of(self.grammar, _REPEATED), anchor, anchor)
        if char == "半" or (char == "一" and self.text[anchor + 1] in "月周季旬日年"):
            return self._match(words_of(self.grammar, _ONCE), anchor, anchor)
        if char in "本下":
            return self._match(words_of(self.grammar, _WEEKS), anchor, anchor)
        if char in self.anchors.seasons and self.text[anchor : anchor + 2] != "秋前":
            if self.text.find("前", anchor, anchor + _LONGEST_FESTIVAL) < 0:
                return []
            return self._match(words_of(self.grammar, _SEASONS), max(self.low, anchor - _LONGEST_FESTIVAL), anchor)
        first = self._lead(anchor)
        if (
            self.text[first] in "次翌当"
            and self.text[first - 1] not in "至到-"
            and ((char == "月" and self.text[first] == "次") or self._is_in_a_sentence_of("prose-every-year", first))
        ):
            return self._match(words_of(self.grammar, _REPEATED), first, anchor)
        after = self.text[anchor + 1 : anchor + 4].lstrip()[:1]
        if first == anchor and not (after in _YEAR_END and (char == "年" or after in "底末")):
            return []
        if after in _WITHIN or self.text[first] in "利用":
            marks = self._match(words_of(self.grammar, _PERIODS), first, anchor)
            if marks or char in "日天":
                return marks
        dates = self.anchors.dates_of.get(char) or (_IN_A_YEAR if after in _PARTS else _YEARS)
        match = self._find(words_of(self.grammar, dates), first, anchor)
        if match is None or self._is_idle(match):
            return []
        return self._extend(self._read(words_of(self.grammar, dates), match))

    def _is_in_a_sentence_of(self, means: str, at: int) -> bool:
        """每年…，于次年3月底前报送."""
        return pattern_of(self.grammar, means).search(self.text, self._sentence_start(at), at) is not None

    def _sentence_start(self, at: int) -> int:
        low = max(self.start, at - _SENTENCE)
        return max(low, self.text.rfind("。", low, at) + 1)

    def find_year_before(self, at: int) -> int | None:
        """2024 for 6月底前 in 2024年3月动员,6月底前完成: a later year that an earlier clause of the sentence opens with.

        A limit (明年1月10日前) and what begins to hold (2024年1月1日起) hand on nothing, and 今年 takes it back.
        """
        low = self._sentence_start(at)
        year = None
        for match in pattern_of(self.grammar, "prose-clause-year").finditer(self.text, low, at):
            if match["y"] == "明":
                year = self.now.issued.year + 1 if self.now.issued else None
            else:
                year = int(match["y"])
            is_taken_back = pattern_of(self.grammar, "prose-own-year").search(self.text, match.end(), at) is not None
            if is_taken_back or pattern_of(self.grammar, "prose-keeps-year").match(self.text, match.end(), at):
                year = None
        return year if year and self.context.year and year > self.context.year else None

    def _lead(self, anchor: int) -> int:
        """Where words that lead up to an anchor may begin: 2021, 5-10, 第三, “十四."""
        text, at = self.text, anchor
        low = max(self.low, anchor - 12)
        while at > low and text[at - 1] in "个工作自然":  # 20个工作日
            at -= 1
        while at > low and text[at - 1] in _LEAD:
            at -= 1
        if at - 1 > low and text[at - 1] in "-~至到" and text[at - 2] in _DIGITS:
            at -= 2
            while at > low and text[at - 1] in _DIGITS:
                at -= 1
        if at > low and text[at - 1] == "用":
            at -= 2 if text[at - 2] == "利" else 1
        while at < anchor and text[at] in " \n":
            at += 1
        if at == anchor > low and text[at] == "年" and text[at - 1] == "全":
            at -= 1
        return at if text[anchor] not in self.anchors.festivals else max(self.low, anchor - _LONGEST_FESTIVAL)

    def _match(self, words: Words, first: int, anchor: int) -> list[Mark]:
        match = self._find(words, first, anchor)
        return [] if match is None else self._read(words, match)

    def _read(self, words: Words, match: Match) -> list[Mark]:
        carry = new_carry(self.context, self.grammar)
        at = match.start()
        if self.text[at] == "月":  # 9月启动,月底前完成
            months = pattern_of(self.grammar, "month-and-day").findall(self.text, self._sentence_start(at), at)
            carry.month = int(months[-1][0]) if months else None
        mark = words.read(match, carry)
        return [] if mark is None else [mark]

    def _find(self, words: Words, first: int, anchor: int) -> Match | None:
        text = self.text
        for at in range(first, anchor + 1):
            if at > first and text[at] in _DIGITS and text[at - 1] in _DIGITS:
                continue
            match = words.pattern.match(text, at, self.high)
            if match is not None and match.end() > anchor:
                return match
        return None

    def _is_idle(self, match: Match) -> bool:
        """Nothing in or around the words makes a limit of them: most years in prose, told before they are read."""
        if match["edge"] is not None or match["before"] is not None:
            return False
        at = match.end()
        return not (
            self.text[at : at + 1] in _JOINTS
            or self._follows("prose-doing", at)
            or self._follows("prose-bare-year", at)
            or self._follows("prose-target", at)
            or self.text[at : at + 1] == ","
            or self._leads("prose-until", match.start())
            or self.text[at - 1] in "旬初间期"
            or self._leads("prose-to", match.start())
            or self._leads("prose-request", match.start())
            or self._leads("prose-planned", match.start())
            or match["y0"]
            or match["m0"]
            or match["d0"]
            or (self.text[at : at + 1] == ")" and self._leads("prose-stage", match.start()))
        )

    def _extend(self, marks: list[Mark]) -> list[Mark]:
        """The dates that follow: -2022年12月, 、7月10日前."""
        if not marks or marks[0].tail is None:
            return marks
        words, joint = words_of(self.grammar, _DATES), pattern_of(self.grammar, "prose-joint")
        carry = new_carry(self.context, self.grammar)
        carry.year, carry.month = (None if marks[0].inferred else marks[0].year), marks[0].month
        while len(marks) < 8 and marks[-1].bound[-1:] not in ("前", "内") and (gap := joint.match(self.text, marks[-1].end, self.high)):
            match = words.pattern.match(self.text, gap.end(), self.high)
            mark = words.read(match, carry) if match else None
            if mark is None or mark.tail is None:
                break
            marks.append(mark)
        return join_pairs(self.text, marks)

    def is_deadline(self, marks: list[Mark]) -> bool:
        mark = marks[-1]
        is_closed = mark.period and self.text[mark.end : mark.end + 1] == "止"
        if is_closed and (self._follows("prose-doing", mark.end + 1) or self._leads("prose-own-time", marks[0].start)):
            # 从6月1日起至8月31日止,开展整治
            mark = mark._replace(end=mark.end + 1)
            marks = [*marks[:-1], mark]
        announced = mark.bound.endswith("前") and self.text[mark.end : mark.end + 1] not in tuple("的了已共被")  # 5月25日前印发
        announced = announced or (mark.recurrence is not None and self.text.startswith("印发", mark.end))  # 每年一季度印发
        quotes = _QUOTES[:1] if mark.means in _ONCE else _QUOTES  # 实行“一月一调度、一季一通报”
        if self._is_named(marks[0].start, quotes) or (self._follows("prose-not-after", mark.end) and not announced):
            return False
        if self._follows("prose-eligible", mark.end) or (not mark.bound and self._follows("prose-narrative", mark.end)):
            return False
        if mark.recurrence:
            if self._leads("prose-named-time", marks[0].start) or self._leads("prose-not-kept", marks[0].start):
                return False
            if self.text[mark.start] == "次":
                return self._follows("prose-handing-in", mark.end)
            return mark.means in _ONCE or bool(mark.bound) or ";BY" in mark.recurrence or self._follows("prose-repeated-doing", mark.end)
        if mark.relative:
            return self._is_own_period(mark)
        if mark.means == "season":
            return self._is_season_limit(mark)
        if mark.tail is None:
            return mark.code == "unresolved-year" and self._is_undated_limit(marks)
        if self._is_past(mark) or self._leads("prose-named-time", marks[0].start):
            return False
        if self._leads("prose-from-now", marks[0].start):
            return True
        is_pair = mark.period and mark.head is not mark.tail and self._opens_period(marks[0].start, mark.end)
        is_to_come = is_pair or not self._leads("prose-not-before", marks[0].start) or self._is_goal(marks[0].start, mark)
        return is_to_come and self._is_limit(marks)

    def _opens_period(self, first: int, end: int) -> bool:
        """从2023年3月至12月; 自 as often begins the time in which something holds."""
        before = self.text[first - 1 : first]
        if before == "自" and self._follows("prose-phases", end):
            return self._leads("prose-action", first)
        if self._leads("prose-own-time", first):
            return True
        return before == "从" or (before == "自" and (self._follows("prose-doing", end) or self._follows("prose-scheduled", end)))

    def _is_season_limit(self, mark: Mark) -> bool:
        """汛期前完成, 于开学前组织检查: 汛前准备 and 去年汛期前 are none."""
        if self._leads("prose-not-before", mark.start) or (mark.year and self.now.issued and mark.year < self.now.issued.year):
            return False
        if self._follows("prose-counted", mark.end):
            return False
        if self._follows("prose-bare-year", mark.end):
            return True
        is_led = self._leads("prose-clause-start", mark.start) or self._leads("prose-until", mark.start)
        is_name = mark.end - mark.start <= _SHORTEST_SEASON  # 汛前检查、汛后核查
        return is_led and (self._follows("prose-season-limit", mark.end) or (not is_name and self._follows("prose-doing", mark.end)))

    def _is_undated_limit(self, marks: list[Mark]) -> bool:
        """今年下半年启动… in a text whose year nobody knows: a limit without a date."""
        mark, first = marks[-1], marks[0].start
        said = mark.bound.endswith("前") or self._follows("prose-doing", mark.end) or self._leads("prose-striving", first)
        return said and not self._leads("prose-not-before", first)

    def _is_named(self, at: int, quotes: Sequence[tuple[str, str]]) -> bool:
        """Inside 《》 or quotes that are still open."""
        low = max(0, at - _LOOK_BACK)
        return any(self.text.rfind(left, low, at) > max(self.text.rfind(right, low, at) for right in rights) for left, rights in quotes)

    def _follows(self, means: str, at: int) -> bool:
        return pattern_of(self.grammar, means).match(self.text, at, min(self.high, at + _LOOK_BACK)) is not None

    def _leads(self, means: str, at: int) -> bool:
        return pattern_of(self.grammar, means).search(self.text, max(0, at - 16), at) is not None

    def _is_past(self, mark: Mark) -> bool:
        now, last = self.now, mark.tail.last if mark.tail else dt.date.max
        if now.issued is None:
            return now.year is not None and not now.is_own and last.year < now.year and not mark.ambiguous
        return last < now.issued

    def _is_limit(self, marks: list[Mark]) -> bool:
        """By their own words, by what leads up to them, or by a verb of doing behind them."""
        mark, first = marks[-1], marks[0].start
        if mark.bound.endswith(("前", "内")):
            return True
        if mark.since:
            return False
        if self._is_bracketed(first, mark) or self._is_goal(first, mark):
            return True
        if mark.means == "year" and mark.period and mark.head is mark.tail:  # 全年新增1500家; 全年的 says how long
            if self._is_about_a_past_year(first) or self._follows("prose-of-the-year", mark.end):
                return False
            is_aim = self._follows("prose-doing", mark.end) or self._follows("prose-target", mark.end)
            return self._leads("prose-striving", first) or (is_aim and self._leads("prose-clause-start", first))
        if mark.period and mark.head is not mark.tail:
            return self._is_period(first, mark)
        if mark.bound.startswith("终") and not self._leads("prose-clause-start", first):  # 12月底年终考核
            return False
        if mark.bound:
            opens = mark.bound.startswith(("底", "末")) and self._leads("prose-clause-start", first)  # ,10月底覆盖率达到90%
            return opens or self._leads("prose-until", first) or self._follows("prose-doing", mark.end)
        if self.context.issued is not None and self._leads("prose-clause-start", first) and self._follows("prose-scheduled", mark.end):
            return True
        if mark.means in _PLANNED and self._leads("prose-planned", first):
            return True
        if mark.means in ("half-year", "quarter", "plan-period", "ten-days"):
            return self._leads("prose-until", first) or self._follows("prose-doing", mark.end) or self._stands_alone(first, mark)
        if mark.means in ("day", "numeric"):
            return self._leads("prose-request", first) or self._is_day_to_do(first, mark)
        return self._leads_to(first, mark) or self._follows("prose-bare-year", mark.end) or self._opens(first, mark)

    def _is_day_to_do(self, first: int, mark: Mark) -> bool:
        """预计8月31日完成; 4月15日完成登记 in a notice that knows the day to be one to come."""
        if not self._follows("prose-doing", mark.end) or self._follows("prose-of-whom", mark.end) or self._follows("prose-done", mark.end):
            return False
        if self._leads("prose-planned", first):
            return True
        issued, last = self.now.issued, mark.tail.last if mark.tail else dt.date.max
        is_near = issued is not None and (last - issued).days <= _HALF_A_YEAR  # 12月5日完成 in January tells of last year
        return issued is not None and (is_near or not mark.inferred) and self._leads("prose-clause-start", first)

    def _is_bracketed(self, first: int, mark: Mark) -> bool:
        """自查(9月1日至9月20日): a period alone in a bracket, behind what is done in it; other dates only behind a stage."""
        if self.text[first - 1 : first] != "(" or not self._follows("prose-bracket-end", mark.end):
            return False
        is_period = mark.means == "ten-days" or (mark.head is not mark.tail and mark.means in ("day", "numeric", "month"))
        return self._leads("prose-stage", first) or (is_period and self._leads("prose-bracket", first))

    def _is_goal(self, first: int, mark: Mark) -> bool:
        """到2025年全市覆盖率达到40%, 至2025年,…: how things shall be by then; 截至 counts before a number that is to come."""
        if self._leads("prose-as-of", first):
            return self.now.issued is not None and self._follows("prose-target", mark.end)
        if not self._leads("prose-goal-lead", first):
            return False
        return self._follows("prose-goal", mark.end) or self._follows("prose-target", mark.end)

    def _is_about_a_past_year(self, first: int) -> bool:
        """2022年, …，全年完成投资20亿元 in a notice of 2023."""
        sentence = self.text[max(0, first - _SENTENCE, self.text.rfind("。", 0, first) + 1) : first]
        years = [int(year[1]) for year in _PRINTED_YEAR.finditer(sentence)]
        return "去年" in sentence or bool(years and self.now.year and years[-1] < self.now.year)

    def _opens(self, first: int, mark: Mark) -> bool:
        """2023年新增学位500个; 3月启动改造: a bare year or month that opens a clause, and what is to be done in it."""
        if not self._leads("prose-clause-start", first):
            return False
        is_month = mark.means == "month" and self._follows("prose-doing", mark.end)
        return is_month or self._follows("prose-target", mark.end)

    def _stands_alone(self, first: int, mark: Mark) -> bool:
        """“十四五”期间,床位占比稳定在…; 9月中旬组织抽查: the words open a clause of their own."""
        if mark.means in ("half-year", "quarter") and self._leads("prose-clause-start", first):
            return self._follows("prose-target", mark.end)
        if mark.means not in ("plan-period", "ten-days") or not self._leads("prose-clause-start", first):
            return False
        return mark.means == "ten-days" or (self.text[mark.end : mark.end + 1] == "," and self.text[mark.end - 1] in "间内期")

    def _leads_to(self, first: int, mark: Mark) -> bool:
        """到2025年, and 力争2023年; 在2023年 says when, not by when."""
        if self._leads("prose-striving", first):
            return True
        return self._leads("prose-to", first) and (self.text[mark.end : mark.end + 1] == "," or self._follows("prose-doing", mark.end))

    def _is_period(self, first: int, mark: Mark) -> bool:
        """专项治理时间为2021年4月-2022年12月, 2022年1月-10月,…; years alone want a verb."""
        led = self._leads("prose-clause-start", first)
        if mark.means == "year":
            return led and (self._follows("prose-doing", mark.end) or self._is_of_each_year(mark.end))
        says_what = self._follows("prose-doing", mark.end) or self._follows("prose-phases", mark.end)
        if not led:  # 教师7月1日至3日集中学习
            is_said = self.text[first - 1 : first] != "(" and self._follows("prose-doing", mark.end)
            return is_said and not self._follows("prose-of-whom", mark.end)
        return mark.end >= self.high or self.text[mark.end] in ",;。、\n" or says_what

    def _is_of_each_year(self, at: int) -> bool:
        """2024-2026年,每年创建2个: the period of what is done every year."""
        match = pattern_of(self.grammar, "prose-each-year").match(self.text, at, self.high)
        if match is None:
            return False
        then = match.end()
        is_dated = self.text[then : then + 1] in _DIGITS
        return is_dated or self._follows("prose-repeated-doing", then) or self._follows("prose-target", then)

    def _is_own_period(self, mark: Mark) -> bool:
        """争取两年内, 三年内实现…, 请在5日内报送, 本方案印发后20个工作日内; 3个工作日内办结 is a norm."""
        if self._leads("prose-after-issue", mark.start):
            return True
        if self._is_after_event(mark) or (self._leads("prose-request", mark.start) and self._follows("prose-due", mark.end)):
            return True
        relative = mark.relative
        if self._follows("prose-norm", mark.end):
            return False
        if relative is None or relative.working_days or relative.offset[-1] not in "YM":
            return False
        if self._leads("prose-striving", mark.start):
            return True
        does = self._follows("prose-doing", mark.end) or self._follows("prose-target", mark.end)
        does = does or (mark.rule == "taking" and self._follows("prose-taking", mark.end))
        return does and self._leads("prose-clause-start", mark.start)

    def _is_after_event(self, mark: Mark) -> bool:
        """汛期结束后30日内报送…: counted from something that has a name, and something is due then."""
        return self._leads("prose-after-event", mark.start) and self._follows("prose-due", mark.end)

    def build(self, marks: list[Mark]) -> Reading | None:
        low, at = max(0, marks[0].start - _LEADING), marks[0].start
        for means in ("prose-since",) if marks[0].recurrence else ("prose-from-now", "prose-list"):
            if begins := pattern_of(self.grammar, means).search(self.text, low, at):
                reading = read_clause(self.text[begins.start() : marks[-1].end], self.context, self.grammar)
                return None if reading is None else _shift(reading, begins.start())
        is_bare = marks[0].inferred and marks[0].month and not marks[0].period and self.text[at] in _DIGITS
        if is_bare and self._is_in_a_sentence_of("prose-month-of-every-year", at):  # 每年10月底前提出计划,12月底前完成
            reading = read_clause("每年" + self.text[at : marks[-1].end], self.context, self.grammar)
            return None if reading is None else _shift(reading, at - len("每年"))._replace(start_at=at)
        after = pattern_of(self.grammar, "prose-after-issue").search(self.text, low, at)
        event = None if after else pattern_of(self.grammar, "prose-after-event").search(self.text, low, at)
        if not marks[0].relative or not (after or event):
            return build_reading(self.text, marks)
        begin = after.start() if after else event.start("event") if event else at
        reading = read_clause(self.text[begin : marks[0].end], self.context, self.grammar)
        return None if reading is None else _shift(reading, begin)


def _shift(reading: Reading, by: int) -> Reading:
    return reading._replace(start_at=reading.start_at + by, end_at=reading.end_at + by)


# ---- dates that are none ----


def find_odd_dates(text: str, grammar: Grammar) -> Iterator[Problem]:
    """Every blanked or impossible date of a folded text, in order: 20XX年6月 is unresolved-year, 2月30日 and 13月底 malformed-date."""
    at = 0
    for anchor, _ in _find_words(text, ("年", "月")):
        if anchor < at:
            continue
        last = anchor - 1
        while last > anchor - 3 and last >= 0 and text[last] in " \n":
            last -= 1
        if last < 0 or text[last] not in "0123456789Xx×*":
            continue
        problem = _read_odd(text, last, anchor, grammar)
        if problem is not None:
            at = problem.end
            yield problem


def _read_odd(text: str, last: int, anchor: int, grammar: Grammar) -> Problem | None:
    first = last
    while first > last - 4 and first > 0 and text[first - 1] in "0123456789Xx×*":
        first -= 1
    if text[anchor] == "年":
        match = words_of(grammar, _BLANKED).pattern.match(text, first)
        if match is None:
            return None
        code = "malformed-date" if match["y"].isdigit() else "unresolved-year"
        said = "no year can be read" if code == "unresolved-year" else "no date of the calendar"
        return Problem(code, match.start(), match.end(), f"{said}: {match.group()}")
    if text[last] not in _DIGITS:
        match = pattern_of(grammar, "blanked-month").match(text, first)
        return _malformed(text, match.start(), match.end()) if match else None
    return _read_impossible(text, first, grammar)


def _read_impossible(text: str, first: int, grammar: Grammar) -> Problem | None:
    match = pattern_of(grammar, "month-and-day").match(text, first)
    if match is None:
        return None
    month, day = int(match["m"]), int(match["d"]) if match["d"] else None
    year = _year_before(text, first)
    year_start = text.rfind(str(year), 0, first) if year is not None else first
    if month > 12 or month == 0:
        # 36月 alone may be three years
        said = year is not None or day is not None or match["limit"]
        return _malformed(text, year_start, match.end()) if said else None
    longest = monthrange(year if year is not None else 2000, month)[1]
    return _malformed(text, year_start, match.end()) if day is not None and not 1 <= day <= longest else None


def _year_before(text: str, at: int) -> int | None:
    words = text[max(0, at - 8) : at].rstrip()
    digits = words[:-1].rstrip()[-4:]
    return int(digits) if words.endswith("年") and len(digits) == 4 and digits.isascii() and digits.isdigit() and digits > "1000" else None


def _malformed(text: str, start: int, end: int) -> Problem:
    return Problem("malformed-date", start, end, f"no date of the calendar: {text[start:end]}")
