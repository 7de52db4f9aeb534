"""Tree nodes → items with their fields read; which of them are tasks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, takewhile
from operator import attrgetter

from rectiparse.claims import skip_by
from rectiparse.deadlines import DateContext
from rectiparse.fields import UNIT_FIELDS, is_unit_list
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.item_claims import ClaimTaker
from rectiparse.item_limits import OBJECTIVE_AND_LIMIT, LimitFinder
from rectiparse.item_texts import ParagraphReader
from rectiparse.items import Item, Mark, Stretch
from rectiparse.markers import ORDINAL
from rectiparse.model import Kind, Metadata
from rectiparse.nodes import LIMIT_BEHIND, Node, Part, Segment
from rectiparse.patterns import compile_pattern
from rectiparse.responsibility import read_last_sentence, read_opening, read_value
from rectiparse.stages import StageReader

_LONGEST_TITLE = 24
_LEADS = "牵头,"
_NUMBER_BEFORE = compile_pattern(r"\(?[\d一二三四五六七八九十①-⑳]")
_YEAR = compile_pattern(r"(?<!\d)(20\d\d)年")
_CUT_FIELDS = frozenset((*UNIT_FIELDS, "deadline"))
"""What is read as a whole, though its lines stand apart."""


def read_items(flow: Flow, segments: tuple[Segment, ...], metadata: Metadata, grammar: Grammar) -> list[tuple[Segment, Item]]:
    """Each text of the notice with its items read, in order."""
    reader = ItemReader(flow, metadata, grammar)
    ends = [*(s.start for s in segments[1:]), len(flow.text)]
    return [(segment, reader.read(segment, end)) for segment, end in zip(segments, ends, strict=True)]


class ItemReader:
    """Reads the items of a notice, text by text."""

    def __init__(self, flow: Flow, metadata: Metadata, grammar: Grammar) -> None:
        self.flow, self.text, self.grammar = flow, flow.text, grammar
        self.claims = ClaimTaker(flow, metadata, grammar)
        self.stages = StageReader(self.claims)
        self.limits = LimitFinder(self.claims)
        self.paragraphs = ParagraphReader(self.claims, self.stages)

    def read(self, segment: Segment, end: int) -> Item:
        """The items of a text that ends before flow offset `end`."""
        self.claims.read_standing(segment.start, end)
        return self._read_section(segment.root, None, self.claims.context.year)

    def _read_section(self, node: Node, above: Item | None, year: int | None) -> Item:
        item = Item(node, node.start, node.end, node.marker)
        year = self._title_year(node, year)
        item.context = DateContext(self.claims.issued, year)
        if above is not None:
            item.is_below_stage = above.is_stage or above.is_below_stage
            item.is_below_tasks = above.is_below_tasks or above.node.role == "tasks"
            item.is_stage = above.node.role == "schedule" and self.stages.is_phase(item)
            item.is_ordered = item.is_below_tasks and not item.is_stage
        if item.is_stage:
            node.title = (node.title[0], self.stages.end_of_title(node))
        self._read_parts(item)
        for measure in node.measures:
            item.measures.extend(self._read_measures(measure, item, year))
        if item.measures:
            if item.deadline is None:
                self.limits.take_of_measures(item)
            self.claims.hand_year_down(item)
            self._give_last_bracket_to_task(item)
            self._give_supervisors_to_task(item, item.measures)
        is_heading = node.marker is not None or node.is_row or node.is_phase or bool(item.units)
        if is_heading:
            item.marks.append(Mark(node.start, max(node.title[1], node.body), "heading"))
        for child in node.children:
            if not child.is_header:
                item.children.append(self._read_section(child, item, year))
                if node.role == "schedule":
                    self.stages.keep_order(item.children)
                    year = self.stages.year_behind(item.children[-1], year)
        item.marks.extend(Mark(c.start, c.end, "furniture") for c in node.children if c.is_header)
        item.kind = self._judge_kind(item, above)
        if item.kind == "stage":
            item.deadline = self.stages.read_deadline(item)
        elif item.kind != "finding" and node.marker and item.is_below_stage:  # 1.全面自查（6月1日—6月30日） below a phase
            item.deadline = item.deadline or self.stages.read_title_bracket(item)
        if item.kind:
            if item.is_ordered and not (item.units or item.measures or item.children):
                self._read_said(item)
            self.claims.add_standing_units(item)
        return item

    def _give_supervisors_to_task(self, item: Item, measures: list[Item]) -> None:
        """CONTRACT's Measure has no supervising units: who supervises a measure supervises its task."""
        for measure in measures:
            item.add_units("supervising_units", measure.units.pop("supervising_units", []))
            self._give_supervisors_to_task(item, measure.measures)

    def _title_year(self, node: Node, year: int | None) -> int | None:
        match = _YEAR.search(self.text, node.title[0], node.title[1]) if node.marker is None or node.children else None
        return int(match[1]) if match and (self.claims.context.year is None or int(match[1]) >= self.claims.context.year) else year

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

    def _read_parts(self, item: Item) -> None:
        node = item.node
        filled = {p.field for p in node.parts if p.kind == "value"}
        parts = sorted(node.parts, key=attrgetter("start"))
        cut = node.is_row and any(part.goes_on for part in parts)
        for at, part in enumerate(parts):
            if part.kind == "label":
                item.marks.append(Mark(part.start, part.end, "label"))
                self.claims.forget_level(item, part.start, part.end)
                is_empty = not node.measures if part.field == "measures" else part.field not in filled
                if is_empty and not self._heads_units(part, islice(parts, at + 1, None)):
                    item.empty_labels.append(part)
            elif part.goes_on and part.field in _CUT_FIELDS:
                item.marks.append(Mark(part.start, part.end, "value"))
            elif cut and part.field in _CUT_FIELDS and (rests := _find_rests(part, islice(parts, at + 1, None))):
                item.marks.append(Mark(part.start, part.end, "value"))
                self.claims.read_cut_value(item, part, rests)
            elif part.kind == "value":
                self._read_value(item, part)
            else:
                self.paragraphs.read(item, part.start, part.end, "text")
        if item.brackets:
            self.paragraphs.take_brackets(item)
        if item.deadline is None and "objective" in item.texts:
            self.limits.take_of_objective(item, parts)
        if item.deadline is None:
            for part in parts:
                if part.field == LIMIT_BEHIND:
                    self.limits.take_behind(item, part)

    def _heads_units(self, label: Part, behind: Iterable[Part]) -> bool:
        """（一）责任单位⏎牵头单位：甲⏎配合单位：乙: a numbered label with others below it."""
        following = next((part for part in behind if part.start >= label.end), None)
        if following is None or following.kind != "label" or not {label.field, following.field} <= UNIT_FIELDS:
            return False
        return _NUMBER_BEFORE.match(self.text, label.start) is not None and not _NUMBER_BEFORE.match(self.text, following.start)

    def _read_value(self, item: Item, part: Part) -> None:
        if part.field in UNIT_FIELDS or part.field == "deadline":
            start, end = self.flow.strip(part.start, part.end)
            item.marks.append(Mark(start, end, "value"))
            if end > start:
                self.claims.take(item, read_value(self.text, start, end, part.field, self.grammar, self.claims.context))
        elif part.field in ("finding", "objective", "content", "progress"):
            self.paragraphs.read(item, part.start, part.end, part.field)  # type: ignore[arg-type]
        elif part.field == OBJECTIVE_AND_LIMIT:
            self.paragraphs.read(item, part.start, part.end, "objective")
        else:
            item.marks.append(Mark(part.start, part.end, "value"))

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
        item.context = DateContext(self.claims.issued, year)
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
        if self.paragraphs.divide_by_sentences(item):
            return
        claims = read_last_sentence(self.text, *pieces[-1], self.grammar, self.claims.context) if pieces else []
        if claims:
            item.marks.append(Mark(claims[0].start, pieces[-1][1], "value"))
            self.claims.take(item, claims)
            return
        if any(self._read_said_inside(item, *piece) for piece in pieces):
            return
        self._read_led_by(item)
        if item.units:
            return
        for piece in pieces:  # 加强宣传。⏎县教育局：…⏎县民政局：…
            found = read_opening(self.text, *piece, self.grammar, self.claims.context)
            for span, said in found:
                item.marks.append(Mark(*span, "value"))
                self.claims.take(item, said)
            if not found and (item.units or piece[1] - piece[0] > _LONGEST_TITLE):
                return

    def _read_said_inside(self, item: Item, start: int, end: int) -> bool:
        """甲牵头，乙、丙配合。 before further sentences: who leads, who helps and by when, and nothing else."""
        low = start
        while (at := self.text.find(_LEADS, low, end)) >= 0 and (stop := self.text.find("。", at, end)) >= 0:
            low = stop + 1
            if claims := read_last_sentence(self.text, start, low, self.grammar, self.claims.context):
                item.marks.append(Mark(claims[0].start, low, "value"))
                self.claims.take(item, claims)
                return True
        return False

    def _read_led_by(self, item: Item) -> None:
        """由甲牵头，乙、丙等部门配合，丁负责 in the sentence of a measure."""
        pattern, unit = self.grammar.units.compiled("led-by"), self.grammar.units.ending("unit-ending")
        for start, end in item.texts.get("text", ()):
            if self.text.find("牵头", start, end) < 0 and self.text.find("主办", start, end) < 0:
                continue
            match = pattern.search(self.text, start, end)
            if match is None or not (unit.search(match["names"]) or match["names"][-1] in "省市县区州旗镇乡村"):  # 由县级领导牵头
                continue
            self.claims.claim_names(item, match.span("names"), "lead_units")
            own = (skip_by(self.text, match.start("own"), self.grammar), match.end("own")) if match["own"] else (0, 0)
            if match["own"] and is_unit_list(self.text, *own, self.grammar):
                self.claims.claim_names(item, own, "responsible_units")
            helpers = (match.start("coop"), match.end("of") if match["of"] else match.end("coop"))
            may_be_clause = match["what"] or self.text[helpers[0] - 1] == "、" or match.group().endswith("支持")
            are_named = match["coop"] and (not may_be_clause or is_unit_list(self.text, *helpers, self.grammar))
            item.marks.append(Mark(match.start(), helpers[0] if match["coop"] and not are_named else match.end(), "value"))
            if are_named:
                self.claims.claim_names(item, helpers, "cooperating_units")
            elif match["with"]:
                self.claims.claim_names(item, match.span("with"), "cooperating_units")
            return

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


def _find_rests(part: Part, behind: Iterable[Part]) -> list[Stretch]:
    """Where the value of a part goes on, before the next value of its field."""
    values = (p for p in behind if p.field == part.field and p.kind == "value" and p.start > part.start)
    return [(p.start, p.end) for p in takewhile(attrgetter("goes_on"), values)]


def _is_leaf(node: Node) -> bool:
    return not any(not child.is_header for child in node.children)
