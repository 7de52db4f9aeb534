"""Lines with marks and labels → the sections, items and measures of each text."""

from __future__ import annotations

from rectiparse.fields import TEXT_FIELDS, Label, ends_settled, find_opening
from rectiparse.lines import Line
from rectiparse.markers import ORDINAL, TOP_RANK, Marker, counts_on, read_marker
from rectiparse.nodes import Part
from rectiparse.numbering import MarkTaker
from rectiparse.settling import read_role
from rectiparse.table_rows import RowTaker
from rectiparse.tails import TailTaker
from rectiparse.texts import TextTaker, is_bracket
from rectiparse.tree import Tree

_LONGEST_HEADING, _LONGEST_VALUE = 30, 200
_SECOND = 2
_COUNTS_INSIDE = ("circled", "arabic-bracket")


class LineTaker:
    """Takes lines in order and hangs what they hold into the tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.flow, self.text, self.grammar = tree, tree.flow, tree.text, tree.grammar
        self.landmarks, self.shapes = tree.landmarks, tree.shapes
        self.texts = TextTaker(tree)
        self.numbering = MarkTaker(tree, self.texts)
        self.tails = TailTaker(tree)
        self.rows = RowTaker(tree, self.texts)
        self.parts = [tree.flow.flow_at(start) for start in reversed(tree.flow.source.parts)]
        """Where further sheets of a workbook begin, the next one last."""
        self._begin()

    def _begin(self) -> None:
        """Another text begins."""
        self.is_boxed = False
        """Lines like 【重点任务】 stand above the items."""
        self.absorbed: Marker | None = None
        """The last number that belongs to a label: the next one heads no measure."""

    def take(self, index: int) -> None:
        self.tree.index = index
        line = self.tree.line
        if self.parts and line.start >= self.parts[-1]:
            self._open_part(line)
        if line.row is not None:
            self.rows.take(line.row)
            return
        is_below_table = self.rows.leave()
        if self._begins_segment(line) or self.tails.goes_on_attachments(line) or self.tails.goes_on_notes(line, is_below_table):
            return
        if (self.tree.opened is None or self.tree.opened.field != "measures") and not self.numbering.goes_on_ordinal():
            self.tree.measure = None
        self.absorbed = line.absorbed or self.absorbed
        if line.marker and self._is_behind_form(line):
            self.tails.take(line)
            return
        if line.marker and self.absorbed:
            self._leave_fields(self.absorbed, line.marker)
        if line.marker and not self._counts_inside(line) and self.numbering.take(line.marker, is_inline=False):
            self._take_body(line, line.marker.end)
        elif self.tails.is_footer(line) or (not line.labels and (self.tails.is_tail(line) or self.landmarks.is_signature(index))):
            self.tails.take(line)
        elif self._is_boxed_heading(line):
            self.is_boxed = True
            self.tails.take(line)
        elif self._is_plain_heading(line):
            self._take_plain_heading(line)
        else:
            if phase := self.shapes["phase"].match(self.text, line.start, line.end):
                if not self.text.startswith(",", phase.end()):  # 业务培训（3月5日），… goes on
                    self._leave_phase(phase.lastgroup)
                if self._is_in_schedule():
                    self.tree.open_item(line.start).is_phase = True
            self._take_body(line, line.start)

    def _counts_inside(self, line: Line) -> bool:
        """①…；②…；③… or （1）…；（2）… on one line below an item counts what the item holds."""
        mark = line.marker
        if mark is None or self.tree.opened is not None or mark.scheme not in _COUNTS_INSIDE:
            return False
        counted = [other.number for other in line.marks if other.scheme == mark.scheme]
        if mark.scheme == "circled" or not counted:
            return bool(counted)
        below = self.tree.below.marker if self.tree.below else None
        goes_on = below is not None and below.scheme == mark.scheme and below.number == counted[-1] + 1
        return mark.number == 1 and counted[0] == _SECOND and not goes_on

    def _is_behind_form(self, line: Line) -> bool:
        """六、公示时间 behind 五、整改完成情况, the last of the numbered fields of one finding: no text of that."""
        if self.tree.opened is None or line.marker is None or self.tree.opened.owner.marker is not None:
            return False
        return self.shapes["behind-fields"].match(self.text, line.marker.end, line.end) is not None

    def _leave_fields(self, last: Marker, marker: Marker) -> None:
        """五、整改时限：…⏎六、工作要求: the number behind those of labels heads a section beside the item, and no measure."""
        if counts_on(last, marker):
            self.tree.opened = self.tree.measure = None
            self.tree.leave_unnumbered()
        if marker.rank <= last.rank:
            self.absorbed = None

    def _is_boxed_heading(self, line: Line) -> bool:
        """【重点任务】 alone on its line, in a text whose parts are told by such lines: no number stands above the first one.

        【责任单位：市水务局】 speaks for what stands above it, 【清淤】 right above a field names its item.
        """
        if line.marker or line.labels or self.text[line.start] != "[" or self.text.find("]", line.start, line.end) != line.end - 1:
            return False
        is_first = self.is_boxed or all(node.marker is None for node in self.tree.stack)
        return is_first and not (self._stands_above_field() or is_bracket(self.text, line.start, line.end, self.grammar))

    def _stands_above_field(self) -> bool:
        below = self.tree.below
        return below is not None and below.marker is None and below.first_label is not None

    def _is_plain_heading(self, line: Line) -> bool:
        """A short line without number or stop above the next sibling: 从业人员健康管理方面."""
        if self.flow.is_wrapped or line.marker or line.labels or self.tree.awaited or line.end - line.start > _LONGEST_HEADING:
            return False
        node = self.tree.numbered
        following = self.tree.below.marker if self.tree.below else None
        if node is None or node.marker is None or following is None or self.text[line.end - 1] in "。;:,、!?)]":
            return False
        is_next = following.scheme == node.marker.scheme and following.number == node.marker.number + 1
        return is_next and (self.tree.opened is not None or self.tree.is_settled)

    def _take_plain_heading(self, line: Line) -> None:
        """It belongs to the section that holds its siblings."""
        self.tree.opened = self.tree.measure = None
        self.tree.unsettle()
        self.tree.leave_unnumbered()
        self.tree.stack.pop()
        self.tree.stack[-1].parts.append(Part("text", line.start, line.end))

    def _leave_phase(self, kind: str | None) -> None:
        """第二阶段 behind the numbered items of 第一阶段: these are over."""
        above = next((at for at, node in enumerate(self.tree.stack) if node.is_phase), None)
        if above is not None:
            opening = self.shapes["phase"].match(self.text, self.tree.stack[above].start)
            if opening is not None and opening.lastgroup == kind:
                del self.tree.stack[above:]

    def _is_in_schedule(self) -> bool:
        node = self.tree.numbered
        return node is not None and self.tree.is_schedule(node)

    def _open_part(self, line: Line) -> None:
        """A sheet counts on its own, whether 附件2 stands at its top or not."""
        while self.parts and line.start >= self.parts[-1]:
            self.parts.pop()
        is_named = line.row is None and self.shapes["annex-line"].match(self.text, line.start, line.end)
        if not is_named and (self.tree.root.parts or self.tree.root.children):
            self._open_segment(line.start, self.landmarks.title_after(self.tree.index - 1))

    def _begins_segment(self, line: Line) -> bool:
        index = self.tree.index
        if self.text[line.start] == "附" and self.shapes["annex-line"].match(self.text, line.start, line.end):
            if self.tails.begins_attachments(line):
                return True
            if len(self.tree.segments) > 1 or self.tree.root.parts or self.tree.root.children:
                self._open_segment(line.start, self.landmarks.title_after(index))
            else:
                self.tree.segments[-1].is_annex = True
            self.tree.root.parts.append(Part("text", line.start, line.end))
            return True
        if self.text[line.start] == "附" and (title := self.landmarks.annex_title(index, self.tree.root)):
            self._open_segment(line.start, title)
            self.tree.root.parts.append(Part("text", line.start, line.end))
            return True
        if end := self.landmarks.plan_title_end(index, self.tree.root):
            self._open_segment(line.start, (line.start, end), is_annex=False)
            self.tree.root.parts.append(Part("text", line.start, line.end))
            return True
        return False

    def _take_body(self, line: Line, start: int) -> None:
        """The rest of a line: its labels, the marks inside it, and the text between."""
        self.texts.pending = (start, None)
        events: list[Label | Marker] = [*line.labels, *line.marks]
        for event in sorted(events, key=lambda e: e.start):
            if event.start < self.texts.pending[0]:
                continue
            if isinstance(event, Label):
                if self._is_heading(line, event):
                    continue
                self.texts.flush(event.start)
                self.texts.take_label(event)
                self.texts.pending = (event.end, event)
            elif not self._counts_value(event) and self.numbering.take(event, is_inline=True):
                self.texts.pending = (event.end, None)
        self.texts.flush(line.end, ends_line=True)
        if not self.tree.is_settled and ends_settled(self.text, line.start, line.end, self.grammar):
            self.tree.is_settled = True
            self.tree.is_headed = start != line.start and not self._holds_sentence(start, line.end)

    def _counts_value(self, mark: Marker) -> bool:
        """完成时限：（1）6月底前；（2）年底前: numbers right behind a label of who or by when count what it says."""
        start, label = self.texts.pending
        if label is None or label.field in TEXT_FIELDS or mark.start - start > _LONGEST_VALUE:
            return False
        first = read_marker(self.text, self.flow.strip(start, mark.end)[0], self.grammar)
        return first is not None and first.scheme == mark.scheme

    def _holds_sentence(self, start: int, end: int) -> bool:
        """Whether a sentence ends before the bracket that closes a line."""
        bracket = find_opening(self.text, start, end - (self.text[end - 1] in "。;"))
        return bracket < 0 or any(self.text.find(stop, start, bracket) >= 0 for stop in "。!?;,")

    def _is_heading(self, line: Line, label: Label) -> bool:
        """二、工作任务： above （一）: the title of a section, though its word is a label."""
        item = self.tree.below
        below = item.marker if item else None
        is_top = line.marker is not None and line.marker.rank == TOP_RANK and label is line.first_label
        role = read_role(label.word, self.grammar) if is_top else "other"
        if role == "requirements":  # 四、保障措施：加强领导。
            return True
        # 一、重点任务：围绕重点领域开展治理。⏎1.…
        if item is None or below is None or label.field != "content" or (label.end < line.end and role != "tasks"):
            return False
        if below.number != 1 or below.scheme == ORDINAL:
            return False
        if line.marker is None:  # 主要任务：⏎1.…（市水务局负责）
            is_below = self.tree.stack[-1].marker is not None and below.rank > self.tree.stack[-1].rank
            return is_below and ends_settled(self.text, item.start, item.end, self.grammar)
        return below.rank > line.marker.rank

    def _open_segment(self, start: int, title: tuple[int, int] | None, *, is_annex: bool = True) -> None:
        self.tree.open_segment(start, is_annex=is_annex, title=title)
        self._begin()
        self.tails.begin()
        self.rows.begin()
