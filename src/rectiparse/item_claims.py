"""Who and by when: the claims of values, brackets and sentences → an item's units by role, its deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise
from operator import attrgetter

from rectiparse.claims import Claim
from rectiparse.deadlines import DateContext, Reading, read_clause, read_field, says_deadline
from rectiparse.filling import NO_LEVEL
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.items import DeadlineClause, Item, Stretch
from rectiparse.metadata import read_signed_year, year_of
from rectiparse.model import Metadata, UnitRole
from rectiparse.nodes import Part
from rectiparse.patterns import compile_pattern
from rectiparse.standing import find_first_is_lead, find_lead_mark, find_standing_units
from rectiparse.units import Name, UnitList, read_cut_units, read_units

_LIST_SIGN = compile_pattern("[、,;]")
LATE, EARLY = 10, 4
"""Months between which a schedule goes on over the year's end."""
_YEAR_OF_LIMIT = compile_pattern(r"(?<!\d)(20\d\d) ?年 ?\d{1,2} ?月(?:\d{1,2} ?日|底|末|[上中下]旬)?前")


def _year_of_limit(item: Item) -> int | None:
    """The year in which an item's limit ends, None where it has none or prints no year."""
    reading = item.deadline.reading if item.deadline else None
    return reading.end.year if reading is not None and reading.end is not None and not reading.year_inferred else None


class ClaimTaker:
    """Gives items what is said of them, with what the notice says of all its lists: who leads, which year is meant."""

    def __init__(self, flow: Flow, metadata: Metadata, grammar: Grammar) -> None:
        self.flow, self.text, self.grammar = flow, flow.text, grammar
        self.issued: date | None = metadata.issued.date if metadata.issued else None
        self.context = DateContext(self.issued, year_of(metadata) or read_signed_year(flow, grammar))
        self.is_report = grammar.structure.compiled("report-title").match(metadata.title or "") is not None
        self.first_is_lead = find_first_is_lead(self.text, grammar)
        self.lead_mark = find_lead_mark(self.text, grammar)
        self.standing: tuple[tuple[int, tuple[Name, ...]], ...] = ()
        """From where on which names are added to every task; a later entry holds the earlier ones too."""

    def take(self, item: Item, claims: list[Claim]) -> None:
        has_lead = bool(item.units.get("lead_units")) or any(c.field == "lead_units" for c in claims if c.kind == "units")
        limits: list[Claim] = []
        for claim in claims:
            if claim.kind == "units":
                self._add_units(item, claim, has_lead or bool(item.units.get("lead_units")))
            elif claim.kind == "deadline":
                limits.append(claim)
            elif claim.kind == "label":
                self.forget_level(item, claim.start, claim.end)
        if len(limits) > 1:
            limits = [c for c in limits if read_clause(self.text[c.start : c.end], item.context, self.grammar)] or limits
        if limits:
            first = limits[0]
            self.add_deadline(item, first.start, first.end, self._join(limits), is_aside=first.field == "supervising_units")

    def _join(self, limits: list[Claim]) -> list[Stretch]:
        """Where a limit goes on in others: 甲（6月20日前）、乙（年底前）, with the signs that stand between them."""
        rests: list[Stretch] = []
        for before, claim in pairwise(limits):
            if sign := _LIST_SIGN.search(self.text, before.end, claim.start):
                rests.append(sign.span())
            rests.append((claim.start, claim.end))
        return rests

    def forget_level(self, item: Item, start: int, end: int) -> None:
        """县级责任单位：, 验收单位：: the names behind it are of a level of their own."""
        if self.grammar.units.compiled("own-level").search(self.text, start, end):
            item.level = NO_LEVEL

    def read_cut_value(self, item: Item, part: Part, rests: list[Stretch]) -> None:
        if part.field == "deadline":
            self.add_deadline(item, part.start, part.end, rests)
            return
        found = read_cut_units(self.flow, [(part.start, part.end), *rests], self.grammar)
        self._add_names(item, Claim("units", part.field, part.start, part.end), found, bool(item.units.get("lead_units")))

    def _add_units(self, item: Item, claim: Claim, has_lead: bool) -> None:
        found = read_units(self.flow, claim.start, claim.end, self.grammar, item.level)
        if claim.field != "supervising_units":  # who looks on is of a higher level
            item.level = found.level
        self._add_names(item, claim, found, has_lead)

    def _add_names(self, item: Item, claim: Claim, found: UnitList, has_lead: bool) -> None:
        item.repeated.extend(found.repeated)
        names = list(found.names)
        role: UnitRole = claim.field  # type: ignore[assignment]
        first = self.first_is_lead
        is_led = first is not None and first.start < claim.start < first.stop and (first.with_verb or not claim.is_said) and not has_lead
        if is_led and role == "responsible_units" and len(names) > (first is not None and first.of_several):
            item.add_units("lead_units", [names[0]._replace(rule="first-is-lead")])
            names = names[1:]
        if role == "lead_units" and any(name.role == role for name in names):  # 牵头单位：甲（牵头）、乙
            role = "responsible_units"
        is_marked = self.lead_mark is not None or any(name.role for name in names)
        if role == "supervising_units" or not is_marked:  # 督导单位：甲（牵头）、乙
            item.add_units(role, names)
            return
        for own, group in groupby(names, key=lambda name: name.role or self._role_by_mark(name) or role):
            item.add_units(own, list(group))

    def _role_by_mark(self, name: Name) -> UnitRole | None:
        """★市水务局 leads where the text says what ★ means."""
        is_marked = self.lead_mark and self.lead_mark in self.text[max(0, name.start - 1) : name.start] + self.text[name.end : name.end + 1]
        return "lead_units" if is_marked else None

    def claim_names(self, item: Item, span: Stretch, role: UnitRole) -> None:
        found = read_units(self.flow, *span, self.grammar, item.level)
        item.level = found.level
        item.add_units(role, list(found.names))

    def add_deadline(self, item: Item, start: int, end: int, rests: Sequence[Stretch] = (), *, is_aside: bool = False) -> None:
        """`is_aside`: it is when somebody looks on, and no limit of the item where there is another."""
        if end <= start:
            return
        words = "".join(self.text[low:high] for low, high in ((start, end), *rests))
        reading = read_field(words, item.context, self.grammar)
        if reading is not None and reading.year_inferred and (year := self._later_year(item) or self._year_behind_issue(reading, words)):
            reading = read_clause(words, item.context._replace(year=year), self.grammar)
        is_better = item.deadline is not None and item.deadline.reading is None and reading is not None
        if item.deadline is None or (not is_aside and (item.is_deadline_aside or is_better)):
            item.deadline, item.is_deadline_aside = DeadlineClause(start, end, reading, tuple(rests)), is_aside

    def hand_year_down(self, item: Item) -> None:
        """整改措施：建立台账（7月底前）。整改时限：2024年底: where nothing else says a year, that of the task is that of its measures."""
        year = _year_of_limit(item) if item.context.year is None else None
        if year is None:
            return
        for measure in item.walk_measures():
            known = measure.deadline
            if known is None or known.reading is None or not any(problem.code == "unresolved-year" for problem in known.reading.problems):
                continue
            words = "".join(self.text[low:high] for low, high in ((known.start, known.end), *known.rests))
            measure.deadline = known._replace(reading=read_field(words, DateContext(self.issued, year), self.grammar))

    def _year_behind_issue(self, reading: Reading, words: str) -> int | None:
        """The next year for 1月底前 in a plan of November; a report of that month may speak of the January that is gone."""
        end, issued = reading.end, self.issued
        if end is None or issued is None or issued.month < LATE or end.month > EARLY or end.year != issued.year:
            return None
        return None if reading.done or "已" in words or reading.ambiguous or self.is_report else issued.year + 1

    def _later_year(self, item: Item) -> int | None:
        """2024 where the item's own text says 2024年5月底前, in a notice of 2023."""
        years = [int(m[1]) for start, end in item.texts.get("text", ()) for m in _YEAR_OF_LIMIT.finditer(self.text, start, end)]
        return years[-1] if years and item.context.year is not None and years[-1] > item.context.year else None

    def is_past(self, reading: Reading) -> bool:
        """Whether a limit ends before the day of issue."""
        return reading.end is not None and self.issued is not None and reading.end < self.issued

    def read_limit(self, start: int, end: int, item: Item) -> Reading | None:
        clause = self.text[start:end]
        return read_clause(clause, item.context, self.grammar) if says_deadline(clause, self.context, self.grammar) else None

    def read_standing(self, start: int, end: int) -> None:
        """What a text says of all its tasks."""
        known: dict[str, Name] = {}
        units: list[tuple[int, tuple[Name, ...]]] = []
        for at, low, high, role in find_standing_units(self.text, start, end, self.grammar):
            names = read_units(self.flow, low, high, self.grammar).names
            added = {n.name: n._replace(rule="standing-clause", role=role) for n in names if n.name not in known}
            if added:
                known |= added
                units.append((at, tuple(known.values())))
        self.standing = tuple(units)

    def add_standing_units(self, item: Item) -> None:
        if not self.standing:
            return
        names = next((names for at, names in reversed(self.standing) if item.start > at), ())
        if names:
            known = {n.name for units in item.units.values() for n in units}
            for role, group in groupby((n for n in names if n.name not in known), key=attrgetter("role")):
                item.add_units(role, list(group))
