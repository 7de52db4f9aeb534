"""Lines with marks and labels → the sections, items and measures of each text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from dataclasses import dataclass

from rectiparse.cells import Row
from rectiparse.fields import BULLETS, TEXT_FIELDS, UNIT_FIELDS, Label, ends_settled, find_opening, is_unit_list
from rectiparse.fits import fit
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.landmarks import Landmarks
from rectiparse.lines import TITLE_ENDS, Line
from rectiparse.markers import ARABIC_RANK, NAMED_RANK, ORDINAL, TOP_RANK, Marker, read_marker
from rectiparse.model import Scheme
from rectiparse.nodes import LIMIT_BEHIND, ROOT_RANK, Node, Part, Segment
from rectiparse.numerals import read_numeral
from rectiparse.patterns import compile_pattern
from rectiparse.settling import read_role

_LONGEST_HEADING, _LONGEST_ATTACHMENT, _LONGEST_SIGNATURE = 30, 60, 90
_LAST_OF_FILES = frozenset("xcfspdtr")
"""Characters in which the names of files end."""
_FURTHEST = 200
"""Characters between a site's buttons and the line below them at most, blanks and breaks all of them."""
_BUTTONS = "site-notice"
"""The rule of grammars/furniture.toml for lines of a site's buttons."""
_TITLE_REACH = 90
"""Characters after which a heading without a stop is no longer open."""
_LOOK_AHEAD = 40
"""Lines looked at to tell a sub-finding from a measure."""


@dataclass(slots=True, eq=False, repr=False)
class OpenField:
    """A labelled text that may run over lines; `rank` is that of its measures, 0 before the first."""

    field: str
    owner: Node
    rank: int = 0


class SectionBuilder(ABC):
    """Takes lines in order and hangs what they hold into the tree."""

    def __init__(self, flow: Flow, lines: list[Line], grammar: Grammar) -> None:
        self.flow, self.lines, self.grammar = flow, lines, grammar
        self.text = flow.text
        self.landmarks = Landmarks(flow.text, lines, grammar)
        self.buttons = [cut.end for cut in flow.cuts if cut.rule == _BUTTONS]
        """Where the source goes on behind lines that hold nothing but a site's buttons."""
        self.shapes = self.landmarks.shapes
        self.following = _find_following(lines)
        self.segments: list[Segment] = []
        self.parts = [flow.flow_at(start) for start in reversed(flow.source.parts)]
        """Where further sheets of a workbook begin, the next one last."""
        self._open_segment(0, False, None)

    def _open_segment(self, start: int, is_annex: bool, title: tuple[int, int] | None) -> None:
        root = Node(start, ROOT_RANK)
        self.segments.append(Segment(start, is_annex, title, root))
        self.stack: list[Node] = [root]
        self.opened: OpenField | None = None
        self.measure: Node | None = None
        """The measure that text now belongs to."""
        self.last_numbers: dict[Scheme, int] = {}
        self.is_settled = False
        """The current item has its responsibility: a new paragraph is an item of its own."""
        self.is_headed = False
        """That stands in the item's heading: paragraphs below it without one are its text."""
        self.awaited: Label | None = None
        """A label alone on its line: its value is the next one."""
        self.above_table: Node | None = None
        """What a table stands in, while its rows are taken."""
        self.is_counted = False
        """The rows of the table count 一, 二, …: such a number heads no others."""
        self.numbers_measures = False
        """The number of a row stands behind its task, before the measure: 任务, 序号, 措施."""
        self.divided = (0, False)
        """Where the lines of a table end, and whether a task of it has several rows."""
        self.counted: Marker | None = None
        """The number of the table's last measure: that of the next task may count on."""
        self.is_boxed = False
        """Lines like 【重点任务】 stand above the items."""
        self.attached: int | None = None
        """The number of the attachment listed on the line before, 0 behind 附件：; None where no list goes on."""
        self.absorbed: Marker | None = None
        """The last number that belongs to a label: the next one heads no measure."""
        self.noted: Marker | int = 0
        """The number of the note below a table on the line before, as it is printed; 1 behind 注：, 0 for no note."""

    @property
    def root(self) -> Node:
        return self.stack[0]

    def _unsettle(self) -> None:
        """What follows belongs to an item without a responsibility yet."""
        self.is_settled = self.is_headed = False

    def take(self, index: int) -> None:
        line, self.index = self.lines[index], index
        if self.parts and line.start >= self.parts[-1]:
            self._open_part(index)
        if line.row is not None:
            self.above_table = self.above_table or self.stack[-1]
            self.take_row(line.row)
            return
        is_below_table = self.above_table is not None
        self._leave_table()
        if self._begins_segment(index) or self._goes_on_attachments(line) or self._goes_on_notes(line, is_below_table):
            return
        if (self.opened is None or self.opened.field != "measures") and not self._goes_on_ordinal(index):
            self.measure = None
        self.absorbed = line.absorbed or self.absorbed
        if line.marker and self._is_behind_form(line):
            self._take_tail(line)
            return
        if line.marker and self.absorbed:
            self._leave_fields(self.absorbed, line.marker)
        if line.marker and not self._counts_inside(line) and self._take_marker(line.marker, index, is_inline=False):
            self._take_body(line.marker.end, index)
        elif self._is_footer(line) or (not line.labels and (self._is_tail(index) or self.landmarks.is_signature(index))):
            self._take_tail(line)
        elif self._is_boxed_heading(line):
            self.is_boxed = True
            self._take_tail(line)
        elif self._is_plain_heading(index):
            self._take_plain_heading(line)
        else:
            if phase := self.shapes["phase"].match(self.text, line.start, line.end):
                if not self.text.startswith(",", phase.end()):  # 业务培训（3月5日），… goes on
                    self._leave_phase(phase.lastgroup)
                if self._is_in_schedule():
                    self._open_item(line.start).is_phase = True
            self._take_body(line.start, index)

    def _counts_inside(self, line: Line) -> bool:
        """①…；②…；③… or （1）…；（2）… on one line below an item counts what the item holds."""
        mark = line.marker
        if mark is None or self.opened is not None or mark.scheme not in _COUNTS_INSIDE:
            return False
        counted = [other.number for other in line.marks if other.scheme == mark.scheme]
        if mark.scheme == "circled" or not counted:
            return bool(counted)
        below = self.lines[self.index + 1].marker if self.index + 1 < len(self.lines) else None
        goes_on = below is not None and below.scheme == mark.scheme and below.number == counted[-1] + 1
        return mark.number == 1 and counted[0] == _SECOND and not goes_on

    def _is_behind_form(self, line: Line) -> bool:
        """六、公示时间 behind 五、整改完成情况, the last of the numbered fields of one finding: no text of that."""
        if self.opened is None or line.marker is None or self.opened.owner.marker is not None:
            return False
        return self.shapes["behind-fields"].match(self.text, line.marker.end, line.end) is not None

    def _leave_fields(self, last: Marker, marker: Marker) -> None:
        """五、整改时限：…⏎六、工作要求: the number behind those of labels heads a section beside the item, and no measure."""
        if _counts_on(last, marker):
            self.opened = self.measure = None
            while self.stack[-1].marker is None and self.stack[-1] is not self.root:
                self.stack.pop()
        if marker.rank <= last.rank:
            self.absorbed = None

    def _is_tail(self, index: int) -> bool:
        """What stands behind the last item: contacts, annexes, the closing words of a 公示 or for all items."""
        line = self.lines[index]
        if self.awaited is not None and self.awaited.field == "deadline" and self.landmarks.is_date(line):  # 整改时限：⏎2023年6月30日
            return False
        if any(self.shapes[shape].match(self.text, line.start, line.end) for shape in ("tail-line", "note-above")):
            return True
        if self.following[index] is None and (
            self.shapes["site-line"].match(self.text, line.start, line.end) or self._is_signed_on_one_line(line)
        ):
            return True
        if not self.shapes["closing-line"].match(self.text, line.start, line.end):
            return False
        following = self.following[index]
        return following is None or (following.marker is not None and following.marker.rank <= TOP_RANK and not following.labels)

    def _is_signed_on_one_line(self, line: Line) -> bool:
        """某县水务局 2023年3月16日."""
        if self.text[line.end - 1] != "日" or line.end - line.start > _LONGEST_SIGNATURE:
            return False
        signed = self.grammar.metadata.compiled("date").search(self.text[line.start : line.end])
        return signed is not None and signed["signer"] is not None

    def _is_footer(self, line: Line) -> bool:
        """主办：市政府办公室 behind the last item, its table or its signature."""
        is_behind = self.stack[-1] is self.root and bool(self.root.children)
        if not (is_behind or self.buttons) or self.shapes["footer-line"].match(self.text, line.start, line.end) is None:
            return False
        return is_behind or self._stands_below_buttons(line)

    def _stands_below_buttons(self, line: Line) -> bool:
        at = self.flow.source_at(line.start)
        above = bisect_right(self.buttons, at) - 1
        end = self.buttons[above] if above >= 0 else -_FURTHEST
        return at - end < _FURTHEST and not self.flow.source.text[end:at].strip()

    def _is_boxed_heading(self, line: Line) -> bool:
        """【重点任务】 alone on its line, in a text whose parts are told by such lines: no number stands above the first one.

        【责任单位：市水务局】 speaks for what stands above it, 【清淤】 right above a field names its item.
        """
        if line.marker or line.labels or self.text[line.start] != "[" or self.text.find("]", line.start, line.end) != line.end - 1:
            return False
        is_first = self.is_boxed or all(node.marker is None for node in self.stack)
        return is_first and not (self._stands_above_field() or self._is_bracket(line.start, line.end))

    def _stands_above_field(self) -> bool:
        below = self.lines[self.index + 1 : self.index + 2]
        return bool(below) and below[0].marker is None and below[0].first_label is not None

    def _is_plain_heading(self, index: int) -> bool:
        """A short line without number or stop above the next sibling: 从业人员健康管理方面."""
        line = self.lines[index]
        if self.flow.is_wrapped or line.marker or line.labels or self.awaited or line.end - line.start > _LONGEST_HEADING:
            return False
        node = next((n for n in reversed(self.stack) if n.marker), None)
        following = self.lines[index + 1].marker if index + 1 < len(self.lines) else None
        if node is None or node.marker is None or following is None or self.text[line.end - 1] in "。;:,、!?)]":
            return False
        is_next = following.scheme == node.marker.scheme and following.number == node.marker.number + 1
        return is_next and (self.opened is not None or self.is_settled)

    def _take_plain_heading(self, line: Line) -> None:
        """It belongs to the section that holds its siblings."""
        self.opened = self.measure = None
        self._unsettle()
        while self.stack[-1].marker is None and self.stack[-1] is not self.root:
            self.stack.pop()
        self.stack.pop()
        self.stack[-1].parts.append(Part("text", line.start, line.end))

    def _leave_phase(self, kind: str | None) -> None:
        """第二阶段 behind the numbered items of 第一阶段: these are over."""
        above = next((at for at, node in enumerate(self.stack) if node.is_phase), None)
        if above is not None:
            opening = self.shapes["phase"].match(self.text, self.stack[above].start)
            if opening is not None and opening.lastgroup == kind:
                del self.stack[above:]

    def _is_in_schedule(self) -> bool:
        node = next((n for n in reversed(self.stack) if n.marker), None)
        return node is not None and self._is_schedule(node)

    def _is_schedule(self, node: Node) -> bool:
        first = next((p for p in node.parts if p.kind == "text"), None)
        return first is not None and read_role(self.text[first.start : first.end].rstrip("。:"), self.grammar) == "schedule"

    # segments

    def _open_part(self, index: int) -> None:
        """A sheet counts on its own, whether 附件2 stands at its top or not."""
        line = self.lines[index]
        while self.parts and line.start >= self.parts[-1]:
            self.parts.pop()
        is_named = line.row is None and self.shapes["annex-line"].match(self.text, line.start, line.end)
        if not is_named and (self.root.parts or self.root.children):
            self._open_segment(line.start, True, self.landmarks.title_after(index - 1))

    def _begins_segment(self, index: int) -> bool:
        line = self.lines[index]
        if self.text[line.start] == "附" and self.shapes["annex-line"].match(self.text, line.start, line.end):
            if self._lists_attachments(index):
                self._take_tail(line)
                self.attached = 0
                return True
            if len(self.segments) > 1 or self.root.parts or self.root.children:
                self._open_segment(line.start, True, self.landmarks.title_after(index))
            else:
                self.segments[-1].is_annex = True
            self.root.parts.append(Part("text", line.start, line.end))
            return True
        if self.text[line.start] == "附" and (title := self.landmarks.annex_title(index, self.root)):
            self._open_segment(line.start, True, title)
            self.root.parts.append(Part("text", line.start, line.end))
            return True
        if end := self.landmarks.plan_title_end(index, self.root):
            self._open_segment(line.start, False, (line.start, end))
            self.root.parts.append(Part("text", line.start, line.end))
            return True
        return False

    def _goes_on_attachments(self, line: Line) -> bool:
        """附件：1.甲⏎2.乙: the next number of a list of attachments."""
        mark = line.marker
        if mark and self._is_file(line):
            self._take_tail(line)
            return True
        if self.attached is not None and mark and mark.number == self.attached + 1 and self._is_attachment(line):
            self._take_tail(line)
            self.attached = mark.number
            return True
        listed = self.shapes["attachment-list"].match(self.text, line.start, line.end) if self.text[line.start] == "附" else None
        self.attached = int(listed["n"]) if listed else None
        return False

    def _is_file(self, line: Line) -> bool:
        """2.任务表.xlsx, and not 2.填报任务表.xlsx⏎责任单位：…."""
        if self.text[line.end - 1] not in _LAST_OF_FILES or not self.shapes["file-line"].match(self.text, line.start, line.end):
            return False
        below = self.lines[self.index + 1] if self.index + 1 < len(self.lines) else None
        return below is None or below.marker is not None or not below.labels

    def _is_attachment(self, line: Line) -> bool:
        return line.row is None and line.end - line.start < _LONGEST_ATTACHMENT and not line.labels

    def _lists_attachments(self, index: int) -> bool:
        """附件：⏎1.甲表⏎2.乙方案 above a signature or at the end: names of documents alone, where an annex has items."""
        if self.text[self.lines[index].end - 1] != ":":
            return False
        at, number, name = index + 1, 1, self.grammar.metadata.ending("attachment-end")
        while at < len(self.lines) and (mark := self.lines[at].marker) and mark.number == number and self._is_attachment(self.lines[at]):
            if not name.search(self.text, mark.end, self.lines[at].end):
                return False
            at, number = at + 1, number + 1
        is_signed = at == len(self.lines) or self.landmarks.is_signature(at) or self.landmarks.is_date(self.lines[at])
        return number > 1 and is_signed

    def _goes_on_notes(self, line: Line, is_below_table: bool) -> bool:
        """注：1.…⏎2.…, 说明：⏎1.…⏎2.… below a table: the number of a note is no item's."""
        before, self.noted = self.noted, 0
        colon = self.text.find(":", line.start, line.end) if is_below_table else -1
        if colon >= 0 and self.shapes["table-note"].match(self.text, line.start, line.end):
            behind, end = self.flow.strip(colon + 1, line.end)
            first = read_marker(self.text, behind, self.grammar) if behind < end else None
            self.noted = 1 if behind == end else first if first and first.number == 1 else 0
        elif before and line.marker and _counts_on(before, line.marker):
            self.noted = line.marker
        if self.noted:
            self.stack[-1].parts.append(Part("text", line.start, line.end))
        return bool(self.noted)

    def _take_tail(self, line: Line) -> None:
        self.opened = self.measure = self.awaited = None
        self._unsettle()
        del self.stack[1:]
        self.root.parts.append(Part("text", line.start, line.end))

    # markers

    def _take_marker(self, marker: Marker, index: int, is_inline: bool) -> bool:
        """Opens the section or measure that begins here; False when the mark is part of the text."""
        opened = self.opened
        marker = self._rank_named(marker) if marker.rank == NAMED_RANK else self._rank_below_named(marker)
        if opened is not None and opened.field == "measures":
            if self._is_measure(marker, opened, index):
                self._open_measure(marker, opened, is_inline)
                return True
        elif marker.scheme == ORDINAL:
            return self._take_ordinal(marker, index, is_inline)
        elif opened is not None and marker.rank > _numbered_rank(opened.owner, self.stack) and not self._is_sub_finding(marker, index):
            return False
        if marker.scheme == ORDINAL or (is_inline and not self._is_expected(marker, index)):
            return False
        self._open_section(marker, is_inline)
        return True

    def _rank_named(self, marker: Marker) -> Marker:
        """1.责任落实方面⏎问题1：…⏎问题2：…⏎2.…: below a number that has nothing but a title."""
        above = next((node for node in reversed(self.stack) if node.marker), self.root)
        is_alike = above.rank == ARABIC_RANK + 1 and above.marker is not None and above.marker.scheme == marker.scheme
        is_below = above.rank == ARABIC_RANK and self._is_bare_title() and all(node.rank != NAMED_RANK for node in self.stack)
        return marker._replace(rank=ARABIC_RANK + 1) if is_alike or is_below else marker

    def _rank_below_named(self, marker: Marker) -> Marker:
        """问题三：…⏎（一）…⏎（二）…: where no （一） stands above what a word counts, （一） counts below it."""
        alike = next((node for node in reversed(self.stack) if node.marker and node.marker.scheme == marker.scheme), None)
        if alike is not None:
            return marker._replace(rank=alike.rank) if alike.rank == NAMED_RANK + 1 else marker
        above = next((node for node in reversed(self.stack) if node.marker), self.root)
        goes_on = marker.number in (1, self.last_numbers.get(marker.scheme, 0) + 1)
        is_below = above.rank == NAMED_RANK and TOP_RANK < marker.rank < NAMED_RANK and goes_on
        return marker._replace(rank=NAMED_RANK + 1) if is_below else marker

    def _take_ordinal(self, marker: Marker, index: int, is_inline: bool) -> bool:
        """一是 without a 措施 label: a measure where 二是 follows; text inside a finding or progress."""
        node = self.stack[-1]
        if self.opened is not None or node is self.root:
            return False
        run = [m for m in node.measures if not m.is_labelled]
        if marker.number == 1:
            if not is_inline and not self._second_follows(index):
                return False
        elif not run or run[-1].number != marker.number - 1:
            return False
        if is_inline:
            self._flush(marker.start)
        self.measure = self._add_measure(node, marker, is_labelled=False)
        return True

    def _second_follows(self, index: int) -> bool:
        ahead = self.lines[index : index + _LOOK_AHEAD]
        marks = [m for line in ahead for m in (line.marker, *line.marks) if m and m.scheme == ORDINAL]
        return len(marks) > 1 and marks[1].number == 2

    def _goes_on_ordinal(self, index: int) -> bool:
        """一是…。⏎…。⏎二是…: whether a paragraph between two that count belongs to the first."""
        last = self.measure.marker if self.measure is not None and self.lines[index].marker is None else None
        if last is None or last.scheme != ORDINAL:
            return False
        for line in self.lines[index : index + _LOOK_AHEAD]:
            if line.row or line.labels:
                return False
            if mark := line.marker or next(iter(line.marks), None):
                return mark.scheme == ORDINAL and mark.number == last.number + 1
        return False

    def _is_measure(self, marker: Marker, opened: OpenField, index: int) -> bool:
        is_above = marker.rank <= _numbered_rank(opened.owner, self.stack) and not self._counts_below(marker, opened, index)
        if is_above or (opened.rank and marker.rank < opened.rank):
            return False
        if any(label.field == "measures" and label.end <= marker.start for label in self.lines[index].labels):
            return True  # 整改措施：1.…
        begins_again = marker.number == 1 and marker.rank == opened.rank
        if (not opened.rank or begins_again) and marker.scheme != ORDINAL:
            return not self._owns_measures(index, marker.rank)
        return True

    def _counts_below(self, marker: Marker, opened: OpenField, index: int) -> bool:
        """（02）…⏎整改措施：⏎1、…: a number that stands above （02） elsewhere, and heads nothing here."""
        owner = next((node.marker for node in reversed(self.stack) if node.marker), None)
        is_alike = owner is not None and owner.scheme == marker.scheme
        if opened.rank:
            return marker.rank == opened.rank and not (is_alike and self._goes_on_findings(marker, opened.owner, index))
        schemes = {node.marker.scheme for node in self.stack if node.marker}
        return marker.number == 1 and marker.rank > TOP_RANK and (is_alike or marker.scheme not in schemes)

    def _goes_on_findings(self, marker: Marker, owner: Node, index: int) -> bool:
        """1.…整改措施：⏎1.…⏎2.…⏎2.…: behind measures that count as the findings do, whether the number is the next finding's."""
        is_next_measure = bool(owner.measures) and marker.number == (owner.measures[-1].number or 0) + 1
        return not is_next_measure or (marker.number == (owner.number or 0) + 1 and self._owns_measures(index, marker.rank))

    def _is_sub_finding(self, marker: Marker, index: int) -> bool:
        """A numbered item with a 措施 label of its own, the first of its kind or the next one."""
        if not self._owns_measures(index, marker.rank):
            return False
        siblings = next(n for n in reversed(self.stack) if n.rank < marker.rank).children
        last = next((c.marker for c in reversed(siblings) if c.marker and c.marker.scheme == marker.scheme), None)
        return marker.number == (last.number + 1 if last else 1)

    def _owns_measures(self, index: int, rank: int) -> bool:
        """Whether a 措施 label stands behind lines[index] before the next mark of its rank or above."""
        for line in self.lines[index + 1 : index + _LOOK_AHEAD]:
            number = line.marker or line.absorbed
            if line.row is not None or (number and number.rank <= rank):
                return False
            if line.first_label is not None and line.first_label.field == "measures":
                return True
        return False

    def _open_measure(self, marker: Marker, opened: OpenField, is_inline: bool = False) -> None:
        if is_inline:
            self._flush(marker.start)
        self.awaited = None
        owner = opened.owner
        if opened.rank and marker.rank > opened.rank and owner.measures:
            owner = owner.measures[-1]
            while owner.measures and owner.measures[-1].rank < marker.rank:
                owner = owner.measures[-1]
        else:
            opened.rank = marker.rank
        self.measure = self._add_measure(owner, marker, is_labelled=True)

    def _add_measure(self, owner: Node, marker: Marker | None, is_labelled: bool, start: int = 0) -> Node:
        begin, rank = (marker.start, marker.rank) if marker else (start, owner.rank + 1)
        measure = Node(begin, rank, marker, is_measure=True, is_labelled=is_labelled)
        owner.measures.append(measure)
        return measure

    def _is_expected(self, marker: Marker, index: int) -> bool:
        """Whether a mark inside a long line is the next number: of its siblings, of a run-on count, or the first."""
        line = self.lines[index]
        if not line.is_run_on or marker.scheme == "circled":
            return False
        parent = next(n for n in reversed(self.stack) if n.rank < marker.rank)
        siblings = [c.number or 0 for c in parent.children if c.marker and c.marker.scheme == marker.scheme]
        after_stop = self.text[marker.start - 1 : marker.start] in ("。", ";", "!", "?", ":", ")", "]", "”")
        if siblings:
            # behind a number that could not be told (开发区（93）…) the next one counts on
            return after_stop and (marker.number == siblings[-1] + 1 or marker.number == siblings[-1] + 2 > 3)
        if self._begins_behind_title(marker, line):
            return True
        is_first = marker.number in (1, self.last_numbers.get(marker.scheme, 0) + 1)
        return is_first and (after_stop or self._is_title_open(marker.start))

    def _begins_behind_title(self, marker: Marker, line: Line) -> bool:
        """整改措施清单一、…二、…: the first number of a text right behind its title."""
        is_first = marker.number == 1 and marker.rank == TOP_RANK and not self.root.children
        if not is_first or self.text[marker.start - 1] not in TITLE_ENDS:
            return False
        below = next((mark for mark in line.marks if mark.start > marker.start), None)
        is_above = below is not None and below.number == 1 and below.start - marker.end < _TITLE_REACH
        return is_above or any(mark.scheme == marker.scheme and mark.number == 2 for mark in line.marks)

    def _is_title_open(self, at: int) -> bool:
        node = self.stack[-1]
        return node.marker is not None and at - node.body < _TITLE_REACH and not any(c in self.text[node.body : at] for c in "。!?;")

    def _open_section(self, marker: Marker, is_inline: bool = False) -> None:
        if is_inline:
            self._flush(marker.start)
        self.opened = self.measure = self.awaited = None
        self._unsettle()
        while self.stack[-1].rank >= marker.rank or (marker.rank == TOP_RANK and self._is_field_of_all(self.stack[-1])):
            self.stack.pop()
        self._push(Node(marker.start, marker.rank, marker))
        self.last_numbers[marker.scheme] = marker.number

    def _is_field_of_all(self, node: Node) -> bool:
        """责任单位：市水务局 above 一、: what says nothing but who or by when holds no section."""
        is_open = node.marker is None and len(self.stack) == _BELOW_ROOT and bool(node.parts) and not (node.measures or node.is_row)
        return is_open and all(part.kind != "text" and part.field not in TEXT_FIELDS for part in node.parts)

    def _push(self, node: Node) -> None:
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def _open_item(self, start: int) -> Node:
        """An unnumbered item under the innermost numbered section; it is dissolved when it gets no field of its own."""
        self.opened = self.measure = None
        self._unsettle()
        while self.stack[-1].marker is None and not self.stack[-1].depth and self.stack[-1] is not self.root:
            self.stack.pop()
        node = Node(start, self.stack[-1].rank + 1)
        self._push(node)
        return node

    # text and labels

    def _take_body(self, start: int, index: int) -> None:
        """The rest of a line: its labels, the marks inside it, and the text between."""
        line = self.lines[index]
        self.pending: tuple[int, Label | None] = (start, None)
        events: list[Label | Marker] = [*line.labels, *line.marks]
        for event in sorted(events, key=lambda e: e.start):
            if event.start < self.pending[0]:
                continue
            if isinstance(event, Label):
                if self._is_heading(event, index):
                    continue
                self._flush(event.start)
                self._take_label(event)
                self.pending = (event.end, event)
            elif not self._counts_value(event) and self._take_marker(event, index, is_inline=True):
                self.pending = (event.end, None)
        self._flush(line.end, ends_line=True)
        if not self.is_settled and ends_settled(self.text, line.start, line.end, self.grammar):
            self.is_settled = True
            self.is_headed = start != line.start and not self._holds_sentence(start, line.end)

    def _counts_value(self, mark: Marker) -> bool:
        """完成时限：（1）6月底前；（2）年底前: numbers right behind a label of who or by when count what it says."""
        start, label = self.pending
        if label is None or label.field in TEXT_FIELDS or mark.start - start > _LONGEST_VALUE:
            return False
        first = read_marker(self.text, self.flow.strip(start, mark.end)[0], self.grammar)
        return first is not None and first.scheme == mark.scheme

    def _holds_sentence(self, start: int, end: int) -> bool:
        """Whether a sentence ends before the bracket that closes a line."""
        bracket = find_opening(self.text, start, end - (self.text[end - 1] in "。;"))
        return bracket < 0 or any(self.text.find(stop, start, bracket) >= 0 for stop in "。!?;,")

    def _is_heading(self, label: Label, index: int) -> bool:
        """二、工作任务： above （一）: the title of a section, though its word is a label."""
        line = self.lines[index]
        below = self.lines[index + 1].marker if index + 1 < len(self.lines) else None
        if label.field != "content" or label.end < line.end or below is None or below.number != 1 or below.scheme == ORDINAL:
            return False
        if line.marker is None:
            item = self.lines[index + 1]  # 主要任务：⏎1.…（市水务局负责）
            is_below = self.stack[-1].marker is not None and below.rank > self.stack[-1].rank
            return is_below and ends_settled(self.text, item.start, item.end, self.grammar)
        return below.rank > line.marker.rank

    def _flush(self, end: int, *, ends_line: bool = False) -> None:
        """Hands the text read so far to the field or node it belongs to."""
        start, label = self.pending
        start, end = self.flow.strip(start, end)
        self.pending = (end, None)
        if label is not None and label.field not in TEXT_FIELDS:
            self._add_value(label, start, end, ends_line)
        elif end > start:
            self._add_text(start, end)

    def _add_value(self, label: Label, start: int, end: int, ends_line: bool) -> None:
        target = self._field_target()
        if end == start and ends_line:  # 责任单位：⏎市教育局 the value stands on the next line
            self.awaited = label
            return
        if label.field in UNIT_FIELDS and (stop := self._sentence_behind(start, end)):
            target.parts.append(Part("text", stop, end, LIMIT_BEHIND))
            end = stop
        elif label.field == "deadline" and (stop := self._state_behind(start, end)):
            target.parts.append(Part("value", stop, end, "progress"))
            end = stop
        measures = self.opened.owner.measures if self.opened is not None else target.measures
        pairs = self._pair_with_measures(label.field, start, end, measures)
        for measure, pair in zip(measures, pairs, strict=False):
            measure.parts.append(Part("value", *pair, label.field))
        if not pairs:
            target.parts.append(Part("value", start, end, label.field, label.note))

    def _sentence_behind(self, start: int, end: int) -> int:
        """责任单位：市水务局。下一步，加快建设。: where the text begins behind a list of names, 0 when nothing but who and when is said."""
        stop = self.text.find("。", start, end - 1)
        if stop < 0 or any(self.shapes[shape].match(self.text, stop + 1, end) for shape in ("who-or-when", "date-first")):
            return 0
        clause = _CLAUSE.match(self.text, stop + 1, end)
        is_named = clause is not None and is_unit_list(self.text, *clause.span(), self.grammar)
        return 0 if is_named or not is_unit_list(self.text, start, stop, self.grammar) else stop + 1

    def _state_behind(self, start: int, end: int) -> int:
        """整改时限：9月底前。目前已完成80%。: where the text begins behind a limit, 0 when nothing but that is said."""
        stop = self.text.find("。", start, end - 1)
        return stop + 1 if stop >= 0 and self.shapes["state-behind"].match(self.text, stop + 1, end) else 0

    def _add_text(self, start: int, end: int) -> None:
        awaited, self.awaited = self.awaited, None
        if awaited is None and self._goes_on_limit(start, end):
            return
        if awaited is not None:
            self._field_target().parts.append(Part("value", start, end, awaited.field, awaited.note))
        elif self.opened is not None and self.opened.field == "measures" and (name := self._name_above_measures(start, end)):
            if name > start:
                self._add_text(*self.flow.strip(start, name))
                start = name
            self.opened.rank = TOP_RANK
            self.measure = self._add_measure(self.opened.owner, None, is_labelled=True, start=start)
            self.measure.parts.append(Part("text", start, end))
        elif self.measure is not None and not (self.measure.marker is None and self._is_complete(self.measure, start)):
            self.measure.parts.append(Part("text", start, end))
        elif self.opened is not None and self.opened.field == "measures":
            self.measure = self._add_measure(self.opened.owner, None, is_labelled=True, start=start)
            self.measure.parts.append(Part("text", start, end))
        elif self.opened is not None:
            self.opened.owner.parts.append(Part("value", start, end, self.opened.field))
        else:
            is_text = self.is_headed and not ends_settled(self.text, start, end, self.grammar)
            is_text = is_text and not self._has_own_fields(end) and not self._is_plea(start, end)
            opens = self.is_settled and self.stack[-1] is not self.root and not is_text and not self._is_bracket(start, end)
            opens = opens or self._is_listed(start, end)
            node = self._open_item(start) if opens else self.stack[-1]
            if heading := self._glued_heading(node, start, end):  # 二、治理范围全县各级医疗机构。
                node.parts.append(Part("text", start, heading))
                start = heading
            node.parts.append(Part("text", start, end))

    def _goes_on_limit(self, start: int, end: int) -> bool:
        """完成时限：一期6月底前；⏎二期12月底前。: a limit that a ；leaves open has its next clause on the line below."""
        node = self.opened.owner.measures[-1] if self.opened is not None and self.opened.owner.measures else self.stack[-1]
        last = node.parts[-1] if node.parts else None
        if last is None or last.field != "deadline" or last.kind != "value" or self.text[last.end - 1] not in ";,":
            return False
        is_clause = end - start <= _LONGEST_CLAUSE and not self.text[last.end : start].strip()
        if not (is_clause and _DATED.search(self.text, start, end)):
            return False
        node.parts[-1] = last._replace(end=end)
        return True

    def _name_above_measures(self, start: int, end: int) -> int:
        """武江市：⏎（1）…⏎（2）…⏎阳湖市：（1）…: where the name begins that ends a text above measures, 0 where none does."""
        if self.text[end - 1] != ":":
            return 0
        name = max(start, self.text.rfind("。", start, end) + 1, self.text.rfind(";", start, end) + 1)
        if end - name > _LONGEST_HEADING or not is_unit_list(self.text, name, end - 1, self.grammar):
            return 0
        following = next((mark for mark in self.lines[self.index].marks if mark.start >= end), None)
        if following is None and self.index + 1 < len(self.lines):
            following = self.lines[self.index + 1].marker
        return name if following is not None and following.number == 1 and following.rank > TOP_RANK else 0

    def _has_own_fields(self, end: int) -> bool:
        """绿化工程⏎责任单位：甲⏎亮化工程⏎责任单位：乙: whether a label behind the text, or on the next line, says again what the
        item above has."""
        below = self.lines[self.index + 1] if self.index + 1 < len(self.lines) else None
        labels = [label for label in self.lines[self.index].labels if label.start >= end]
        if not labels and below is not None and below.marker is None and below.first_label:
            labels = [below.first_label]
        return any(self.stack[-1].has(label.field) for label in labels)

    def _is_plea(self, start: int, end: int) -> bool:
        """请各单位抓好落实。 below the fields of the last item of a list: it speaks of all of them."""
        marker, following = self.stack[-1].marker, self.following[self.index]
        is_last = following is None or (following.marker is not None and marker is not None and following.marker.rank < marker.rank)
        return is_last and self.shapes["plea"].match(self.text, start, end) is not None

    def _glued_heading(self, node: Node, start: int, end: int) -> int:
        """Where a heading of known words ends that run-on text has put before its first sentence, 0 where none does."""
        if node.marker is None or node.parts or not self.lines[self.index].is_run_on:
            return 0
        heading = self.shapes["glued-heading"].match(self.text, start, end)
        return heading.end() if heading is not None else 0

    def _is_bracket(self, start: int, end: int) -> bool:
        """A paragraph of nothing but a responsibility bracket speaks for the item before it."""
        return self.text[start] in "([" and ends_settled(self.text, start, end, self.grammar)

    def _is_listed(self, start: int, end: int) -> bool:
        """——放宽准入。…（市商务局负责） or 牵头单位：… below an item that has its text: one of a list without numbers."""
        if self.text[start] not in BULLETS or not self.stack[-1].parts:
            return False
        says_who = any(label.start >= end and label.field in UNIT_FIELDS for label in self.lines[self.index].labels)
        return says_who or ends_settled(self.text, start, end, self.grammar)

    def _is_complete(self, measure: Node, start: int) -> bool:
        """An unnumbered measure that has its deadline or unit, or a paragraph of its own: the next one is another."""
        last = measure.parts[-1] if measure.parts else None
        if last is not None and not self.flow.is_wrapped and "\n" in self.text[last.end : start]:
            return True
        return last is not None and (last.kind == "value" or ends_settled(self.text, last.start, last.end, self.grammar))

    def _field_target(self) -> Node:
        """Whom a unit or deadline speaks for: the measure before it, or the item."""
        if self.opened is not None and self.opened.field == "measures" and self.opened.owner.measures:
            return self.measure or self.opened.owner.measures[-1]
        if self.stack[-1] is self.root:
            return self._open_item(self.pending[0])
        return self.stack[-1]

    def _take_label(self, label: Label) -> None:
        self.awaited = None
        if label.field in TEXT_FIELDS:
            owner = self._text_owner(label)
            owner.parts.append(Part("label", label.start, label.end, label.field))
            self.opened = OpenField(label.field, owner)
            self.measure = None
            self._unsettle()
        else:
            is_settling = label.field in UNIT_FIELDS or label.field == "deadline"
            # （一）动员阶段⏎时间：3月⏎召开会议。 what follows is what the phase does
            is_of_phase = label.field == "deadline" and len(self.stack) > 1 and self._is_schedule(self.stack[-2])
            self.is_headed = self.is_headed or is_of_phase or (is_settling and self._is_bare_title())
            self._field_target().parts.append(Part("label", label.start, label.end, label.field, label.note))
            self.is_settled = self.is_settled or is_settling
            if self.opened is not None and self.opened.field != "measures":
                self.opened = None

    def _is_bare_title(self) -> bool:
        """（三）绿化工程⏎责任单位：…⏎新建公园20个。: whether the item has nothing but a title yet."""
        node = self.stack[-1]
        is_title = node.marker is not None and len(node.parts) == 1 and node.parts[0].kind == "text"
        return is_title and self.text[node.parts[0].end - 1] not in "。;!?"

    def _text_owner(self, label: Label) -> Node:
        node = self.stack[-1]
        if label.field == "finding" and self._heads_findings(node, label):
            self._split_off_finding(node)
        again = ("finding", "measures") if label.field == "finding" else ("content",) if label.field == "content" else ()
        if node is self.root or (node.marker is None and node.has(*again)) or (again and node.children and not node.children[-1].marker):
            return self._open_item(label.start)
        return node

    def _heads_findings(self, node: Node, label: Label) -> bool:
        """Whether the label says again what it said above the measures, and measures of its own follow."""
        if node.marker is None or node.children or not node.measures or node.has("progress"):
            return False
        first = next((part for part in node.parts if part.kind == "label" and part.field == "finding"), None)
        is_same = first is not None and self.text[first.start : first.end] == self.text[label.start : label.end]
        return is_same and self._owns_measures(self.index, node.rank)

    def _split_off_finding(self, node: Node) -> None:
        """一、…方面⏎问题描述：…⏎问题描述：…: the heading holds several findings; the first becomes an item, too."""
        at = next(index for index, part in enumerate(node.parts) if part.field == "finding")
        item = Node(node.parts[at].start, node.rank + 1)
        item.parts, item.measures = node.parts[at:], node.measures
        node.parts, node.measures = node.parts[:at], []
        node.children.append(item)

    # tables

    @abstractmethod
    def take_row(self, row: Row) -> None:
        """A row of a table stands where the next line would."""

    def _leave_table(self) -> None:
        """What follows a table belongs to the section that it stands in, not to its last row."""
        if self.above_table is not None:
            at = self.stack.index(self.above_table) if self.above_table in self.stack else 0
            del self.stack[at + 1 :]
            self.opened = self.measure = self.above_table = self.counted = None
            self.is_counted = False

    def _pair_with_measures(self, field: str, start: int, end: int, measures: list[Node]) -> list[tuple[int, int]]:
        """1.市水务局2.市住建局 beside 1.开展排查。2.实施改造。: what each measure has of a value, [] when it does not count as they do."""
        count = len(measures)
        if (field not in UNIT_FIELDS and field != "deadline") or count < _FEWEST_PAIRS:
            return []
        if any(measure.marker is None or measure.marker.number != number for number, measure in enumerate(measures, 1)):
            return []
        marks: list[tuple[int, int]] = []
        at, end = self.flow.strip(start, end)
        for mark in _COUNTED.finditer(self.text, at, end):
            if read_numeral(mark["n"]) == len(marks) + 1 and (marks or mark.start() == at):
                marks.append(mark.span())
        if not marks and field == "deadline":
            return self._split_limits(at, end, count)
        stops = [*(start for start, _ in marks[1:]), end]
        if len(marks) != count:
            return []
        pairs = [self.flow.strip(low, stop) for (_, low), stop in zip(marks, stops, strict=True)]
        return pairs if all(low < high for low, high in pairs) else []  # ①②年底前，③长期坚持

    def _split_limits(self, start: int, end: int, count: int) -> list[tuple[int, int]]:
        """6月底前⏎9月底前 beside two measures: a limit on each line of a cell, [] when it holds anything else.

        6月底前⏎长期坚持 may be what is said of both, and three limits are the steps of both.
        """
        printed = self.flow.source.text[self.flow.source_at(start) : self.flow.source_at(end)].strip().count("\n") + 1
        if self.text.count("\n", start, end) < count - 1 or printed > count:
            return []
        lines, at = [], start
        for line in self.text[start:end].split("\n"):
            lines.append(self.flow.strip(at, at + len(line)))
            at += len(line) + 1
        lines = [(low, high) for low, high in lines if low < high]
        is_each = len(lines) == count and (count > _FEWEST_PAIRS or self.text[lines[-1][0]].isdecimal())
        is_each = is_each and all(fit(self.text[low:high], "deadline", self.grammar) > 0 for low, high in lines)
        return lines if is_each else []


def _find_following(lines: list[Line]) -> list[Line | None]:
    """For each line the next one with a mark, a label or a row."""
    found: list[Line | None] = []
    following: Line | None = None
    for line in reversed(lines):
        found.append(following)
        following = line if line.marker or line.labels or line.row else following
    return found[::-1]


_FEWEST_PAIRS = 2
_BELOW_ROOT = 2
"""Nodes that are open in an item that the text itself holds."""
_COUNTED = compile_pattern(r"\((?P<n>\d{1,2})\)(?:项(?!目))?|(?<![\d.])(?P<n>\d{1,2})[.、]|(?P<n>[①-⑳])")
_SECOND = 2
_COUNTS_INSIDE = ("circled", "arabic-bracket")
_LONGEST_CLAUSE = 60
_DATED = compile_pattern(r"\d ?[年月]|[年月季旬]底|季度|长期坚持|持续推进")
_CLAUSE = compile_pattern("[^,;。]+")
_LONGEST_VALUE = 200


def _counts_on(before: Marker | int, marker: Marker) -> bool:
    """Whether a mark is the next one of its kind; `before` is the number that the first one has."""
    if isinstance(before, int):
        return marker.number == before
    return marker.scheme == before.scheme and marker.number == before.number + 1


def _numbered_rank(node: Node, stack: list[Node]) -> int:
    """The rank of the nearest numbered section at or above `node`."""
    if node.marker is not None:
        return node.rank
    return next((n.rank for n in reversed(stack) if n.marker is not None), ROOT_RANK)
