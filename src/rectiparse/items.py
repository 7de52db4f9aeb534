"""Tree nodes → items with their fields read: texts, units by role, deadline, measures; which of them are tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise, takewhile
from operator import attrgetter
from typing import Literal, NamedTuple

from rectiparse.brackets import find_claims, read_bracket
from rectiparse.claims import Claim
from rectiparse.deadlines import DateContext, Reading, read_clause, read_field, says_deadline
from rectiparse.fields import UNIT_FIELDS, find_brackets, is_unit_list
from rectiparse.filling import NO_LEVEL, Level
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.markers import ORDINAL, Marker, find_markers, read_marker
from rectiparse.metadata import read_signed_year, year_of
from rectiparse.model import Kind, LeafKind, Metadata, UnitRole
from rectiparse.nodes import LIMIT_BEHIND, ROOT_RANK, Node, Part, Segment
from rectiparse.patterns import compile_pattern
from rectiparse.prose import find_prose
from rectiparse.responsibility import read_last_sentence, read_opening, read_value
from rectiparse.standing import FirstIsLead, find_first_is_lead, find_lead_mark, find_standing_units
from rectiparse.units import Name, UnitList, read_cut_units, read_units

Stretch = tuple[int, int]
TextField = Literal["finding", "objective", "content", "progress", "text"]


class DeadlineClause(NamedTuple):
    """A deadline clause of a field (flow offsets) and how it reads; None when it holds no deadline."""

    start: int
    end: int
    reading: Reading | None
    rests: tuple[Stretch, ...] = ()
    """Where the clause goes on, in further lines of its cell."""


class _Said(NamedTuple):
    """What a bracket says, where it ends, and how many pieces of text stand before it."""

    claims: list[Claim]
    end: int
    pieces: int


class Mark(NamedTuple):
    """A stretch of the flow that a rule accounts for."""

    start: int
    end: int
    kind: LeafKind


_NO_CONTEXT = DateContext(None, None)


@dataclass(slots=True, eq=False, repr=False)
class Item:
    """A section or measure with its fields read; all offsets are the flow's."""

    node: Node
    start: int
    end: int
    marker: Marker | None
    texts: dict[TextField, list[Stretch]] = field(default_factory=dict)
    units: dict[UnitRole, list[Name]] = field(default_factory=dict)
    repeated: list[Name] = field(default_factory=list)
    level: Level = NO_LEVEL
    """That of the last list of units, which the next one may leave out."""
    deadline: DeadlineClause | None = None
    measures: list[Item] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    brackets: list[_Said] = field(default_factory=list)
    empty_labels: list[Part] = field(default_factory=list)
    context: DateContext = _NO_CONTEXT
    is_stage: bool = False
    """A phase of a schedule: the dates behind its name stay in its text."""
    is_below_stage: bool = False
    is_below_tasks: bool = False
    """It stands below a heading like 重点任务."""
    is_ordered: bool = False
    """So it does, and is no phase: dates behind its name are its limit, unless they are past."""
    kind: Kind | None = None
    """None: a section, no task."""
    id: str = ""

    @property
    def has_field(self) -> bool:
        return bool(self.units or self.deadline or self.measures or self.texts.get("progress"))

    def walk(self) -> Iterator[Item]:
        """The item and the items below it, in order of the text; measures are not in it."""
        left = [self]
        while left:
            item = left.pop()
            yield item
            left.extend(reversed(item.children))

    def parts(self) -> tuple[Item, ...]:
        """The item and its measures, nested ones included."""
        return (self, *self.walk_measures()) if self.measures else (self,)

    def walk_measures(self) -> Iterator[Item]:
        for measure in self.measures:
            yield measure
            yield from measure.walk_measures()


def _is_leaf(node: Node) -> bool:
    return not any(not child.is_header for child in node.children)


class Standing(NamedTuple):
    """Clauses that speak for the rest of a text."""

    first_is_lead: FirstIsLead | None
    units: tuple[tuple[int, tuple[Name, ...]], ...]
    """From where on which names are added to every task; a later entry holds the earlier ones too."""


_YEAR = compile_pattern(r"(?<!\d)(20\d\d)年")
_YEAR_OF_LIMIT = compile_pattern(r"(?<!\d)(20\d\d) ?年 ?\d{1,2} ?月(?:\d{1,2} ?日|底|末|[上中下]旬)?前")


class ItemReader:
    """Reads the items of a notice, text by text."""

    def __init__(self, flow: Flow, metadata: Metadata, grammar: Grammar) -> None:
        self.flow, self.text, self.grammar = flow, flow.text, grammar
        self.issued: date | None = metadata.issued.date if metadata.issued else None
        self.year = year_of(metadata) or read_signed_year(flow, grammar)
        self.context = DateContext(self.issued, self.year)
        self.is_report = grammar.structure.compiled("report-title").match(metadata.title or "") is not None
        self.first_is_lead = find_first_is_lead(self.text, grammar)
        self.lead_mark = find_lead_mark(self.text, grammar)
        self.standing = Standing(self.first_is_lead, ())

    def _read_standing(self, start: int, end: int) -> Standing:
        known: dict[str, Name] = {}
        units: list[tuple[int, tuple[Name, ...]]] = []
        for at, low, high, role in find_standing_units(self.text, start, end, self.grammar):
            names = read_units(self.flow, low, high, self.grammar).names
            added = {n.name: n._replace(rule="standing-clause", role=role) for n in names if n.name not in known}
            if added:
                known |= added
                units.append((at, tuple(known.values())))
        return Standing(self.first_is_lead, tuple(units))

    def read(self, segment: Segment, end: int) -> Item:
        """The items of a text that ends before flow offset `end`."""
        self.standing = self._read_standing(segment.start, end)
        return self._read_section(segment.root, None, self.year)

    # sections

    def _read_section(self, node: Node, above: Item | None, year: int | None) -> Item:
        item = Item(node, node.start, node.end, node.marker)
        year = self._title_year(node, year)
        item.context = DateContext(self.issued, year)
        if above is not None:
            item.is_below_stage = above.is_stage or above.is_below_stage
            item.is_below_tasks = above.is_below_tasks or above.node.role == "tasks"
            item.is_stage = above.node.role == "schedule" and self._is_phase(item)
            item.is_ordered = item.is_below_tasks and not item.is_stage
        if item.is_stage:
            node.title = (node.title[0], self._end_of_phase_title(node))
        self._read_parts(item)
        for measure in node.measures:
            item.measures.extend(self._read_measures(measure, item, year))
        if item.measures:
            if item.deadline is None:
                self._take_limits_of_measures(item)
            self._give_last_bracket_to_task(item)
            self._give_supervisors_to_task(item, item.measures)
        is_heading = node.marker is not None or node.is_row or node.is_phase or bool(item.units)
        if is_heading:
            item.marks.append(Mark(node.start, max(node.title[1], node.body), "heading"))
        for child in node.children:
            if not child.is_header:
                item.children.append(self._read_section(child, item, year))
                if node.role == "schedule":
                    self._keep_order(item.children)
                    year = self._year_behind(item.children[-1], year)
        item.marks.extend(Mark(c.start, c.end, "furniture") for c in node.children if c.is_header)
        item.kind = self._judge_kind(item, above)
        if item.kind == "stage":
            item.deadline = self._read_stage_field(item) or self._read_stage_deadline(item)
        elif item.kind != "finding" and node.marker and item.is_below_stage:  # 1.全面自查（6月1日—6月30日） below a phase
            item.deadline = item.deadline or self._read_title_bracket(item)
        if item.kind:
            if item.is_ordered and not (item.units or item.measures or item.children):
                self._read_said(item)
            self._add_standing_units(item)
        return item

    def _is_phase(self, item: Item) -> bool:
        """Whether a section below a schedule is a phase of it: （一）时间安排 above the phases and （二）工作要求 are none."""
        node = item.node
        if not (node.marker or node.is_phase):
            return False
        if not (node.role == "requirements" or (node.role == "schedule" and node.children)):
            return True
        return self._read_heading_deadline(item, *node.title) is not None or self._end_of_phase_title(node) > node.title[1]

    def _end_of_phase_title(self, node: Node) -> int:
        """（二）排查阶段（6月底前完成）: the bracket with the date of a phase belongs to its heading."""
        end = node.title[1]
        bracket = next(find_brackets(self.text, end, node.end), None) if self.text.startswith("(", end) else None
        if bracket is None:
            return end
        claims = read_bracket(self.text, bracket, self.grammar, self.context)
        return bracket.end if claims and all(claim.kind == "deadline" for claim in claims) else end

    def _give_supervisors_to_task(self, item: Item, measures: list[Item]) -> None:
        """CONTRACT's Measure has no supervising units: who supervises a measure supervises its task."""
        for measure in measures:
            self._extend(item, "supervising_units", measure.units.pop("supervising_units", []))
            self._give_supervisors_to_task(item, measure.measures)

    def _title_year(self, node: Node, year: int | None) -> int | None:
        match = _YEAR.search(self.text, node.title[0], node.title[1]) if node.marker is None or node.children else None
        return int(match[1]) if match and (self.year is None or int(match[1]) >= self.year) else year

    def _keep_order(self, phases: list[Item]) -> None:
        """2022年11月—12月, then 1月5日—1月20日: a phase whose year nobody prints is not over before the one above begins."""
        clauses = [phase.deadline for phase in phases[-2:]]
        if len(clauses) < 2 or clauses[0] is None or clauses[1] is None:
            return
        before, clause, reading = clauses[0].reading, clauses[1], clauses[1].reading
        if before is None or before.end is None or reading is None or reading.end is None or not reading.year_inferred:
            return
        if before.end.month >= _LATE and reading.end.month <= _EARLY and reading.end < (before.start or before.end):
            words = self.text[clause.start : clause.end]
            moved = read_clause(words, DateContext(self.issued, before.end.year + 1), self.grammar)
            phases[-1].deadline = clause._replace(reading=_as_stage(words, moved) if moved else reading)

    def _year_behind(self, phase: Item, year: int | None) -> int | None:
        """The year for the phases behind one: that in which it ends, if it can be told."""
        reading = phase.deadline.reading if phase.deadline else None
        return max(year or 0, reading.end.year) if reading is not None and reading.end is not None else year

    def _judge_kind(self, item: Item, above: Item | None) -> Kind | None:
        """What is a task: CONTRACT, "What is a task"."""
        node = item.node
        if above is None:
            return None
        if item.is_stage:
            return "stage"
        under_tasks = item.is_ordered and node.role in ("other", "finding", "tasks")
        if (
            item.measures
            and not any(m.node.is_labelled for m in item.measures)
            and not (under_tasks or item.units or item.deadline or any(m.units or m.deadline for m in item.measures))
        ):
            self._dissolve_measures(item)
        if not item.has_field and not (under_tasks and node.marker and not node.is_row and _is_leaf(node)):
            return None
        return "finding" if self._is_finding(item) else "task"

    def _is_finding(self, item: Item) -> bool:
        labels = (self.text[p.start : p.end] for p in item.node.parts if p.kind == "label")
        return bool(item.texts.get("finding")) or any("整改" in label or "问题" in label for label in labels)

    def _dissolve_measures(self, item: Item) -> None:
        """一是… in a section that is no task is its text."""
        text = item.texts.setdefault("text", [])
        for measure in item.measures:
            text.append((measure.start, measure.end))
            item.node.parts.append(Part("text", measure.start, measure.end))
        text.sort()
        item.measures = []

    # fields

    def _read_parts(self, item: Item) -> None:
        node = item.node
        filled = {p.field for p in node.parts if p.kind == "value"}
        parts = sorted(node.parts, key=attrgetter("start"))
        cut = node.is_row and any(part.goes_on for part in parts)
        for part in parts:
            if part.kind == "label":
                item.marks.append(Mark(part.start, part.end, "label"))
                self._forget_level(item, part.start, part.end)
                is_empty = not node.measures if part.field == "measures" else part.field not in filled
                if is_empty and not self._heads_units(part, parts):
                    item.empty_labels.append(part)
            elif part.goes_on and part.field in _CUT_FIELDS:
                item.marks.append(Mark(part.start, part.end, "value"))
            elif cut and part.field in _CUT_FIELDS and (rests := _find_rests(part, parts)):
                item.marks.append(Mark(part.start, part.end, "value"))
                self._read_cut_value(item, part, rests)
            elif part.kind == "value":
                self._read_value(item, part)
            else:
                self._read_text(item, part.start, part.end, "text")
        if item.brackets:
            self._take_brackets(item)
        if item.deadline is None and "objective" in item.texts:
            self._take_limit_of_objective(item, parts)
        if item.deadline is None:
            for part in parts:
                if part.field == LIMIT_BEHIND:
                    self._take_limit_behind(item, part)

    def _heads_units(self, label: Part, parts: list[Part]) -> bool:
        """（一）责任单位⏎牵头单位：甲⏎配合单位：乙: a numbered label with others below it."""
        following = next((part for part in parts if part.start >= label.end), None)
        if following is None or following.kind != "label" or not {label.field, following.field} <= UNIT_FIELDS:
            return False
        return _NUMBER_BEFORE.match(self.text, label.start) is not None and not _NUMBER_BEFORE.match(self.text, following.start)

    def _read_cut_value(self, item: Item, part: Part, rests: list[Stretch]) -> None:
        if part.field == "deadline":
            self._add_deadline(item, part.start, part.end, rests)
            return
        found = read_cut_units(self.flow, [(part.start, part.end), *rests], self.grammar)
        self._add_names(item, Claim("units", part.field, part.start, part.end), found, bool(item.units.get("lead_units")))

    def _take_limit_behind(self, item: Item, part: Part) -> None:
        """责任单位：甲。正在整改，预计10月底前完成。"""
        low, high = self.flow.strip(part.start, part.end - (self.text[part.end - 1] in "。;"))
        low = max(low, *(self.text.rfind(sign, low, high) + 1 for sign in ",;。"))
        if not self.grammar.structure.compiled("limit-behind").match(self.text, low, high):
            return
        reading = self._read_limit(low, high, item)
        if reading is not None and reading.end and not reading.done and not self._is_past(reading):
            self._add_deadline(item, low, high)

    def _take_limit_of_objective(self, item: Item, parts: list[Part]) -> None:
        """整改目标及时限：2023年10月底前全部达标，长期坚持。 gives the limit too."""
        label = next((p for p in parts if p.kind == "label" and _LIMIT_LABEL.search(self.text, p.start, p.end)), None)
        value = next((p for p in parts if p.kind == "value" and _holds_limit(p, label)), None)
        if value is not None:
            self._take_limit_inside(item, value.start, value.end)

    def _take_limits_of_measures(self, item: Item) -> None:
        """整改措施及时限：立即清理，3月20日前完成 gives the measure its limit too."""
        labels = (p for p in item.node.parts if p.kind == "label" and p.field == "measures")
        if any(_MEASURES_AND_LIMIT.search(self.text, p.start, p.end) for p in labels):
            for measure in item.measures:
                if measure.deadline is None and (pieces := measure.texts.get("text")):
                    self._take_limit_inside(measure, *pieces[-1])

    def _take_limit_inside(self, item: Item, start: int, end: int) -> None:
        """The clause of a text that says by when."""
        text = self.text[start:end]
        hits = [(hit.start, hit.end) for hit in find_prose(text, 0, len(text), item.context, self.grammar)]
        if hits:
            clause = _TO_CLAUSE_END.match(text, hits[-1][1])
            self._add_deadline(item, start + hits[0][0], start + (clause.end() if clause else hits[-1][1]))
            return
        opens = self.grammar.structure.compiled("date-first")
        for clause in _STAGE_CLAUSE.finditer(self.text, start, end):  # 全部清运，长期坚持。
            if opens.match(clause[0]) and says_deadline(clause[0], self.context, self.grammar):
                self._add_deadline(item, *self.flow.strip(*clause.span()))
                return

    def _read_value(self, item: Item, part: Part) -> None:
        if part.field in UNIT_FIELDS or part.field == "deadline":
            start, end = self.flow.strip(part.start, part.end)
            item.marks.append(Mark(start, end, "value"))
            if end > start:
                self._take_claims(item, read_value(self.text, start, end, part.field, self.grammar, self.context))
        elif part.field in ("finding", "objective", "content", "progress"):
            self._read_text(item, part.start, part.end, part.field)  # type: ignore[arg-type]
        elif part.field == _OBJECTIVE_AND_LIMIT:
            self._read_text(item, part.start, part.end, "objective")
        else:
            item.marks.append(Mark(part.start, part.end, "value"))

    def _read_text(self, item: Item, start: int, end: int, to: TextField) -> None:
        """Text with its responsibility brackets taken out."""
        at = start
        pieces = item.texts.setdefault(to, [])
        if item.node.rank == ROOT_RANK:  # head and tail: （2023年2月16日）under a title limits nothing
            self._add_piece(pieces, start, end)
            return
        for bracket, claims in find_claims(self.text, start, end, self.grammar, self.context, item.node.shared):
            if to == "progress" or (self._is_stage_date(item, claims)):
                continue
            self._add_piece(pieces, at, bracket.start)
            item.marks.append(Mark(bracket.start, bracket.end, "separator"))
            item.marks.extend(Mark(c.start, c.end, "label" if c.kind == "label" else "value") for c in claims)
            at = self.flow.strip(bracket.end, end)[0]
            if pieces and at < end and self.text[at] in "。;,":
                if len(pieces) > 1 and self.text[slice(*pieces[-1])] == ",":  # （甲牵头），（乙负责）。
                    pieces.pop()
                if self.text[pieces[-1][1] - 1] not in "。!?;":
                    self._add_piece(pieces, at, at + 1)
                at += 1
            item.brackets.append(_Said(claims, bracket.end, len(pieces) if to == "text" else 0))
        self._add_piece(pieces, at, end)
        if not pieces:
            del item.texts[to]

    def _take_brackets(self, item: Item) -> None:
        """Several brackets in one paragraph: each speaks for the text since the one before, as a measure of its own."""
        pieces = item.texts.get("text", [])
        groups = [(count, list(group)) for count, group in groupby(item.brackets, key=attrgetter("pieces"))]
        is_whole = item.node.measures or item.units or (item.node.is_measure and item.marker)
        is_split = len(groups) > 1 and groups[0][0] > 0 and not is_whole
        if not is_split:
            for _, said in groups:
                self._take_claims(item, [claim for one in said for claim in one.claims])
            return
        spans = self._split_pieces(pieces, [count for count, _ in groups])
        rest = pieces[groups[-1][0] :]
        marks = self._read_numbers(spans, item.node.rank)
        before = (spans[0][0][0], marks[0].start) if marks else None
        for index, (own, (_, said)) in enumerate(zip(spans, groups, strict=True)):
            mark = marks[index] if marks else None
            if mark is not None:  # the title before (1) stays with the task
                own = [(max(start, mark.end), end) for start, end in own if end > mark.end]
            start = mark.start if mark else own[0][0]
            node = Node(start, item.node.rank + 1, mark, is_measure=True, is_labelled=True, end=said[-1].end)
            measure = Item(node, start, node.end, mark, texts={"text": own}, context=item.context)
            if mark is not None:
                measure.marks.append(Mark(mark.start, mark.end, "heading"))
            self._take_claims(measure, [claim for one in said for claim in one.claims])
            item.measures.append(measure)
        if before is not None and before[1] > before[0]:
            rest = [self.flow.strip(*before), *rest]
        if rest:
            item.texts["text"] = rest
        else:
            item.texts.pop("text", None)

    def _split_pieces(self, pieces: list[Stretch], counts: list[int]) -> list[list[Stretch]]:
        """The pieces that each bracket speaks for: those since the one before."""
        edges = [0, *counts]
        spans = [pieces[low:high] or pieces[:1] for low, high in pairwise(edges)]
        return [own[:-1] if len(own) > 1 and self.text[slice(*own[-1])] == "," else own for own in spans]

    def _read_numbers(self, spans: list[list[Stretch]], rank: int) -> list[Marker]:
        """（1）…（甲牵头）（2）…（乙牵头）: the numbers with which the pieces begin, [] unless all of them count up from 1."""
        opening = [read_marker(self.text, start, self.grammar) for start, _ in spans[0][1:]]  # 河道清淤⏎①…（甲）；②…（乙）
        inside = find_markers(self.text, *spans[0][0], self.grammar)
        first = next((m for m in (*inside, *opening) if m and m.number == 1 and m.rank > rank), None)
        marks = [first, *(read_marker(self.text, own[0][0], self.grammar) for own in spans[1:])]
        found = [m for m in marks if m is not None and first is not None and m.scheme == first.scheme]
        is_run = len(found) == len(marks) and all(m.number == index for index, m in enumerate(found, 1))
        return found if is_run else []

    def _is_stage_date(self, item: Item, claims: list[Claim]) -> bool:
        """（2021年4月—5月） in the heading of a phase stays in its text, and so does what is past or stands below no tasks."""
        if item.node.is_measure or not all(c.kind == "deadline" for c in claims) or claims[0].end > item.node.title[1] + 2:
            return False
        if not item.is_ordered:
            return True
        reading = read_clause(self.text[claims[0].start : claims[0].end], item.context, self.grammar)
        return reading is not None and self._is_past(reading)

    def _is_past(self, reading: Reading) -> bool:
        """Whether a limit ends before the day of issue."""
        return reading.end is not None and self.issued is not None and reading.end < self.issued

    def _add_piece(self, pieces: list[Stretch], start: int, end: int) -> None:
        start, end = self.flow.strip(start, end)
        if end > start:
            pieces.append((start, end))

    def _take_claims(self, item: Item, claims: list[Claim]) -> None:
        has_lead = bool(item.units.get("lead_units")) or any(c.field == "lead_units" for c in claims if c.kind == "units")
        for claim in claims:
            if claim.kind == "units":
                self._add_units(item, claim, has_lead or bool(item.units.get("lead_units")))
            elif claim.kind == "deadline":
                self._add_deadline(item, claim.start, claim.end)
            elif claim.kind == "label":
                self._forget_level(item, claim.start, claim.end)

    def _forget_level(self, item: Item, start: int, end: int) -> None:
        """县级责任单位：, 验收单位：: the names behind it are of a level of their own."""
        if self.grammar.units.compiled("own-level").search(self.text, start, end):
            item.level = NO_LEVEL

    def _add_units(self, item: Item, claim: Claim, has_lead: bool) -> None:
        found = read_units(self.flow, claim.start, claim.end, self.grammar, item.level)
        if claim.field != "supervising_units":  # who looks on is of a higher level
            item.level = found.level
        self._add_names(item, claim, found, has_lead)

    def _add_names(self, item: Item, claim: Claim, found: UnitList, has_lead: bool) -> None:
        item.repeated.extend(found.repeated)
        names = list(found.names)
        role: UnitRole = claim.field  # type: ignore[assignment]
        first = self.standing.first_is_lead
        is_led = first is not None and first.start < claim.start < first.stop and (first.with_verb or not claim.is_said) and not has_lead
        if is_led and role == "responsible_units" and len(names) > (first is not None and first.of_several):
            self._extend(item, "lead_units", [names[0]._replace(rule="first-is-lead")])
            names = names[1:]
        if role == "lead_units" and any(name.role == role for name in names):  # 牵头单位：甲（牵头）、乙
            role = "responsible_units"
        is_marked = self.lead_mark is not None or any(name.role for name in names)
        if role == "supervising_units" or not is_marked:  # 督导单位：甲（牵头）、乙
            self._extend(item, role, names)
            return
        for own, group in groupby(names, key=lambda name: name.role or self._role_by_mark(name) or role):
            self._extend(item, own, list(group))

    def _role_by_mark(self, name: Name) -> UnitRole | None:
        """★市水务局 leads where the text says what ★ means."""
        is_marked = self.lead_mark and self.lead_mark in self.text[max(0, name.start - 1) : name.start] + self.text[name.end : name.end + 1]
        return "lead_units" if is_marked else None

    def _extend(self, item: Item, role: UnitRole, names: list[Name]) -> None:
        if not names:
            return
        if above := item.units.get(role):
            known = {n.name for n in above}
            above.extend(n for n in names if n.name not in known)
        else:
            item.units[role] = list(names)

    def _add_deadline(self, item: Item, start: int, end: int, rests: Sequence[Stretch] = ()) -> None:
        if end <= start:
            return
        words = "".join(self.text[low:high] for low, high in ((start, end), *rests))
        reading = read_field(words, item.context, self.grammar)
        if reading is not None and reading.year_inferred and (year := self._later_year(item) or self._year_behind_issue(reading, words)):
            reading = read_clause(words, item.context._replace(year=year), self.grammar)
        if item.deadline is None or (item.deadline.reading is None and reading is not None):
            item.deadline = DeadlineClause(start, end, reading, tuple(rests))

    def _year_behind_issue(self, reading: Reading, words: str) -> int | None:
        """The next year for 1月底前 in a plan of November; a report of that month may speak of the January that is gone."""
        end, issued = reading.end, self.issued
        if end is None or issued is None or issued.month < _LATE or end.month > _EARLY or end.year != issued.year:
            return None
        return None if reading.done or "已" in words or reading.ambiguous or self.is_report else issued.year + 1

    def _later_year(self, item: Item) -> int | None:
        """2024 where the item's own text says 2024年5月底前, in a notice of 2023."""
        years = [int(m[1]) for start, end in item.texts.get("text", ()) for m in _YEAR_OF_LIMIT.finditer(self.text, start, end)]
        return years[-1] if years and item.context.year is not None and years[-1] > item.context.year else None

    def _add_standing_units(self, item: Item) -> None:
        if not self.standing.units:
            return
        names = next((names for at, names in reversed(self.standing.units) if item.start > at), ())
        if names:
            known = {n.name for units in item.units.values() for n in units}
            for role, group in groupby((n for n in names if n.name not in known), key=attrgetter("role")):
                self._extend(item, role, list(group))

    # measures

    def _read_measures(self, node: Node, owner: Item, year: int | None) -> list[Item]:
        """The measure; 整改措施：建立台账（甲牵头）；开展清理（乙负责）。 is two."""
        measure = self._read_measure(node, owner, year)
        rest, parts = measure.texts.get("text"), measure.measures
        if node.measures or not parts or (rest and rest[0][0] < parts[-1].start):
            return [measure]
        if not rest:
            parts[0].marks.extend(measure.marks)
            return parts
        measure.start, measure.measures = rest[0][0], []
        return [*parts, measure]

    def _read_measure(self, node: Node, owner: Item, year: int | None) -> Item:
        item = Item(node, node.start, node.end, node.marker)
        item.context = DateContext(self.issued, year)
        self._read_parts(item)
        if node.marker:
            item.marks.append(Mark(node.marker.start, node.marker.end, "heading"))
        if not (item.units or item.measures):
            self._read_said(item)
        item.measures.extend(self._read_measure(m, owner, year) for m in node.measures)
        self._give_last_bracket_to_task(item)
        return item

    def _read_said(self, item: Item) -> None:
        """What the text itself says of who: in its last sentence, which says nothing else, or inside one."""
        pieces = item.texts.get("text", [])
        claims = read_last_sentence(self.text, *pieces[-1], self.grammar, self.context) if pieces else []
        if claims:
            item.marks.append(Mark(claims[0].start, pieces[-1][1], "value"))
            self._take_claims(item, claims)
            return
        if any(self._read_said_inside(item, *piece) for piece in pieces):
            return
        self._read_led_by(item)
        if item.units:
            return
        for piece in pieces:  # 加强宣传。⏎县教育局：…⏎县民政局：…
            found = read_opening(self.text, *piece, self.grammar, self.context)
            for span, said in found:
                item.marks.append(Mark(*span, "value"))
                self._take_claims(item, said)
            if not found and (item.units or piece[1] - piece[0] > _LONGEST_TITLE):
                return

    def _read_said_inside(self, item: Item, start: int, end: int) -> bool:
        """甲牵头，乙、丙配合。 before further sentences: who leads, who helps and by when, and nothing else."""
        low = start
        while (at := self.text.find(_LEADS, low, end)) >= 0 and (stop := self.text.find("。", at, end)) >= 0:
            low = stop + 1
            if claims := read_last_sentence(self.text, start, low, self.grammar, self.context):
                item.marks.append(Mark(claims[0].start, low, "value"))
                self._take_claims(item, claims)
                return True
        return False

    def _read_led_by(self, item: Item) -> None:
        """由甲牵头，乙、丙等部门配合 in the sentence of a measure."""
        pattern, unit = self.grammar.units.compiled("led-by"), self.grammar.units.ending("unit-ending")
        for start, end in item.texts.get("text", ()):
            if self.text.find("牵头", start, end) < 0 and self.text.find("主办", start, end) < 0:
                continue
            match = pattern.search(self.text, start, end)
            if match is None or not (unit.search(match["names"]) or match["names"][-1] in "省市县区州旗镇乡村"):  # 由县级领导牵头
                continue
            item.marks.append(Mark(*match.span(), "value"))
            self._claim_names(item, match.span("names"), "lead_units")
            if match["coop"] and (not match["what"] or is_unit_list(self.text, *match.span("coop"), self.grammar)):
                self._claim_names(item, (match.start("coop"), match.end("of") if match["of"] else match.end("coop")), "cooperating_units")
            elif match["with"]:
                self._claim_names(item, match.span("with"), "cooperating_units")
            return

    def _claim_names(self, item: Item, span: Stretch, role: UnitRole) -> None:
        found = read_units(self.flow, *span, self.grammar, item.level)
        item.level = found.level
        self._extend(item, role, list(found.names))

    def _give_last_bracket_to_task(self, item: Item) -> None:
        """一是…；二是…（甲负责）: the one bracket behind a run inside a paragraph speaks for all of it."""
        if len(item.measures) < 2:
            return
        run = [m for m in item.measures if m.marker and m.marker.scheme == ORDINAL]
        if len(run) < 2 or "\n" in self.text[run[0].start : run[-1].start]:
            return
        if any(m.deadline or self._has_bracket_units(m) for m in run[:-1]):
            return
        last = run[-1]
        if last.deadline and not item.deadline:
            item.deadline, last.deadline = last.deadline, None
        if self._has_bracket_units(last) and not item.units:
            item.units, last.units = last.units, {}

    def _has_bracket_units(self, item: Item) -> bool:
        return bool(item.units) and any(m.kind == "separator" for m in item.marks)

    # stages

    def _read_stage_field(self, item: Item) -> DeadlineClause | None:
        """时间：3月 below a phase's heading."""
        clause = item.deadline
        if clause is None or clause.reading is None:
            return clause
        return clause._replace(reading=_as_stage(self.text[clause.start : clause.end], clause.reading))

    def _read_stage_deadline(self, item: Item) -> DeadlineClause | None:
        """The date of a phase: in its heading, its bracket, or its first sentence."""
        if in_bracket := self._read_title_bracket(item):
            return in_bracket
        low, high = item.node.title
        end = item.node.children[0].start if item.node.children else item.end
        sentence = self.text.find("。", high + 1, end)
        return self._read_heading_deadline(item, low, high) or self._read_heading_deadline(item, high, max(sentence, high))

    def _read_heading_deadline(self, item: Item, start: int, end: int) -> DeadlineClause | None:
        for match in _STAGE_CLAUSE.finditer(self.text, start, end):
            reading = self._read_limit(match.start(), match.end(), item)
            if reading is not None and (reading.start or reading.end or reading.recurrence):
                return DeadlineClause(match.start(), match.end(), _as_stage(match[0], reading))
        return None

    def _read_title_bracket(self, item: Item) -> DeadlineClause | None:
        """（3月20日开始，3月底前完成）, （长期坚持） in a heading."""
        for bracket in find_brackets(self.text, *item.node.title):
            start, end = bracket.inner
            reading = self._read_limit(start, end, item)
            if reading is not None and (reading.ongoing or (reading.start and reading.end) or _lacks_year(reading)):
                return DeadlineClause(start, end, _as_stage(self.text[start:end], reading))
        return None

    def _read_limit(self, start: int, end: int, item: Item) -> Reading | None:
        clause = self.text[start:end]
        return read_clause(clause, item.context, self.grammar) if says_deadline(clause, self.context, self.grammar) else None


_LONGEST_TITLE = 24
_LEADS = "牵头,"
_NUMBER_BEFORE = compile_pattern(r"\(?[\d一二三四五六七八九十①-⑳]")
_LATE, _EARLY = 10, 4
"""Months between which a schedule goes on over the year's end."""
_OBJECTIVE_AND_LIMIT = "objective-deadline"
"""The field of a column 整改目标及时限."""
_LIMIT_LABEL = compile_pattern("目标.*(?:时限|期限|时间)")
_MEASURES_AND_LIMIT = compile_pattern("[措举]施?.{0,6}(?:时限|期限|时间)")
_TO_CLAUSE_END = compile_pattern(r"[^,;。\n]*(?:,[^,;。\n]{0,4}(?:长期|持续|常态)[^,;。\n]*)?")
_STAGE_CLAUSE = compile_pattern(r"[^,;:。()\[\]\n]+")


def _lacks_year(reading: Reading) -> bool:
    """（4月至10月） in a text whose year nobody knows."""
    return any(problem.code == "unresolved-year" for problem in reading.problems)


_CUT_FIELDS = frozenset((*UNIT_FIELDS, "deadline"))
"""What is read as a whole, though its lines stand apart."""


def _find_rests(part: Part, parts: list[Part]) -> list[Stretch]:
    """Where the value of a part goes on, before the next value of its field."""
    behind = (p for p in parts if p.field == part.field and p.kind == "value" and p.start > part.start)
    return [(p.start, p.end) for p in takewhile(attrgetter("goes_on"), behind)]


def _holds_limit(value: Part, label: Part | None) -> bool:
    """Whether an objective is that of a column 整改目标及时限, or stands behind such a label."""
    return value.field == _OBJECTIVE_AND_LIMIT or (label is not None and value.field == "objective" and value.start >= label.end)


def _as_stage(clause: str, reading: Reading) -> Reading:
    """A phase with a single month or year is that month or year."""
    if reading.start or reading.end is None:
        return reading
    if reading.precision == "month" and clause.endswith(("月", "月份")):
        return reading._replace(start=reading.end.replace(day=1))
    if reading.precision == "year" and clause.endswith("年"):
        return reading._replace(start=reading.end.replace(month=1, day=1))
    return reading


def read_items(flow: Flow, segments: tuple[Segment, ...], metadata: Metadata, grammar: Grammar) -> list[tuple[Segment, Item]]:
    """Each text of the notice with its items read, in order."""
    reader = ItemReader(flow, metadata, grammar)
    ends = [*(s.start for s in segments[1:]), len(flow.text)]
    return [(segment, reader.read(segment, end)) for segment, end in zip(segments, ends, strict=True)]
