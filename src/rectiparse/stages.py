"""The phases of a schedule: which sections are phases, and when each of them is."""

from __future__ import annotations

from rectiparse.brackets import read_bracket
from rectiparse.claims import Claim
from rectiparse.deadlines import DateContext, Reading, read_clause
from rectiparse.fields import find_brackets
from rectiparse.item_claims import EARLY, LATE, ClaimTaker
from rectiparse.item_limits import CLAUSE
from rectiparse.items import DeadlineClause, Item
from rectiparse.nodes import Node


class StageReader:
    """Reads phases by their headings, brackets and first sentences."""

    def __init__(self, claims: ClaimTaker) -> None:
        self.claims = claims
        self.text, self.grammar = claims.text, claims.grammar

    def read_deadline(self, item: Item) -> DeadlineClause | None:
        """The dates of a phase."""
        return self._read_field(item) or self._read_said(item)

    def is_phase(self, item: Item) -> bool:
        """Whether a section below a schedule is a phase of it: （一）时间安排 above the phases and （二）工作要求 are none."""
        node = item.node
        if not (node.marker or node.is_phase):
            return False
        if not (node.role == "requirements" or (node.role == "schedule" and node.children)):
            return True
        return self._read_heading_deadline(item, *node.title) is not None or self.end_of_title(node) > node.title[1]

    def end_of_title(self, node: Node) -> int:
        """（二）排查阶段（6月底前完成）: the bracket with the date of a phase belongs to its heading."""
        end = node.title[1]
        bracket = next(find_brackets(self.text, end, node.end), None) if self.text.startswith("(", end) else None
        if bracket is None:
            return end
        claims = read_bracket(self.text, bracket, self.grammar, self.claims.context)
        return bracket.end if claims and all(claim.kind == "deadline" for claim in claims) else end

    def is_date_of_phase(self, item: Item, claims: list[Claim]) -> bool:
        """（2021年4月—5月） in the heading of a phase stays in its text, and so does what is past or stands below no tasks."""
        if item.node.is_measure or not all(c.kind == "deadline" for c in claims) or claims[0].end > item.node.title[1] + 2:
            return False
        if not item.is_ordered:
            return True
        reading = read_clause(self.text[claims[0].start : claims[0].end], item.context, self.grammar)
        return reading is not None and self.claims.is_past(reading)

    def keep_order(self, phases: list[Item]) -> None:
        """2022年11月—12月, then 1月5日—1月20日: a phase whose year nobody prints is not over before the one above begins."""
        clauses = [phase.deadline for phase in phases[-2:]]
        if len(clauses) < 2 or clauses[0] is None or clauses[1] is None:
            return
        before, clause, reading = clauses[0].reading, clauses[1], clauses[1].reading
        if before is None or before.end is None or reading is None or reading.end is None or not reading.year_inferred:
            return
        if before.end.month >= LATE and reading.end.month <= EARLY and reading.end < (before.start or before.end):
            words = self.text[clause.start : clause.end]
            moved = read_clause(words, DateContext(self.claims.issued, before.end.year + 1), self.grammar)
            phases[-1].deadline = clause._replace(reading=_as_stage(words, moved) if moved else reading)

    def year_behind(self, phase: Item, year: int | None) -> int | None:
        """The year for the phases behind one: that in which it ends, if it can be told."""
        reading = phase.deadline.reading if phase.deadline else None
        return max(year or 0, reading.end.year) if reading is not None and reading.end is not None else year

    def _read_field(self, item: Item) -> DeadlineClause | None:
        """时间：3月 below a phase's heading."""
        clause = item.deadline
        if clause is None or clause.reading is None:
            return clause
        return clause._replace(reading=_as_stage(self.text[clause.start : clause.end], clause.reading))

    def _read_said(self, item: Item) -> DeadlineClause | None:
        """The date of a phase: in its heading, its bracket, or its first sentence."""
        if in_bracket := self.read_title_bracket(item):
            return in_bracket
        low, high = item.node.title
        end = item.node.children[0].start if item.node.children else item.end
        sentence = self.text.find("。", high + 1, end)
        return self._read_heading_deadline(item, low, high) or self._read_heading_deadline(item, high, max(sentence, high))

    def _read_heading_deadline(self, item: Item, start: int, end: int) -> DeadlineClause | None:
        for match in CLAUSE.finditer(self.text, start, end):
            reading = self.claims.read_limit(match.start(), match.end(), item)
            if reading is not None and (reading.start or reading.end or reading.recurrence):
                return DeadlineClause(match.start(), match.end(), _as_stage(match[0], reading))
        return None

    def read_title_bracket(self, item: Item) -> DeadlineClause | None:
        """（3月20日开始，3月底前完成）, （长期坚持） in a heading."""
        for bracket in find_brackets(self.text, *item.node.title):
            start, end = bracket.inner
            reading = self.claims.read_limit(start, end, item)
            if reading is not None and (reading.ongoing or (reading.start and reading.end) or _lacks_year(reading)):
                return DeadlineClause(start, end, _as_stage(self.text[start:end], reading))
        return None


def _lacks_year(reading: Reading) -> bool:
    """（4月至10月） in a text whose year nobody knows."""
    return any(problem.code == "unresolved-year" for problem in reading.problems)


def _as_stage(clause: str, reading: Reading) -> Reading:
    """A phase with a single month or year is that month or year."""
    if reading.start or reading.end is None:
        return reading
    if reading.precision == "month" and clause.endswith(("月", "月份")):
        return reading._replace(start=reading.end.replace(day=1))
    if reading.precision == "year" and clause.endswith("年"):
        return reading._replace(start=reading.end.replace(month=1, day=1))
    return reading
