"""The rows of tables → items with their measures, among the sections of the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from operator import attrgetter

from rectiparse.cells import Cell, Row
from rectiparse.markers import TOP_RANK, Marker, find_markers, keep_runs, read_marker
from rectiparse.nodes import ROOT_RANK, Node, Part
from rectiparse.numerals import read_numeral
from rectiparse.pairing import pair_with_measures
from rectiparse.texts import TextTaker
from rectiparse.tree import OpenField, Tree

_OF_TASK = frozenset(("objective", "progress"))
"""What no measure has of its own, in whichever row of its task it stands."""
_ROW_RANK = 55
_MOST_NOTED = 2
"""Cells of a row that holds a note: its word and the note. 说明 with who and when is a task."""
_LONGEST_SERIAL = 4


class RowTaker:
    """Puts each row where the next line would stand."""

    def __init__(self, tree: Tree, texts: TextTaker) -> None:
        self.tree, self.texts = tree, texts
        self.flow, self.text, self.lines, self.grammar, self.shapes = tree.flow, tree.text, tree.lines, tree.grammar, tree.shapes
        self.begin()

    def begin(self) -> None:
        """Another text begins."""
        self.above: Node | None = None
        """What a table stands in, while its rows are taken."""
        self.is_counted = False
        """The rows of the table count 一, 二, …: such a number heads no others."""
        self.numbers_measures = False
        """The number of a row stands behind its task, before the measure: 任务, 序号, 措施."""
        self.divided = (0, False)
        """Where the lines of a table end, and whether a task of it has several rows."""
        self.counted: Marker | None = None
        """The number of the table's last measure: that of the next task may count on."""

    def take(self, row: Row) -> None:
        """A row stands where the next line would."""
        self.above = self.above or self.tree.stack[-1]
        self.tree.opened = self.tree.measure = None
        self.tree.unsettle()
        if row.is_header:
            self.tree.stack[-1].children.append(Node(row.start, _ROW_RANK, is_header=True, end=row.end))
        elif row.goes_on:
            self._fill_row(self.tree.stack[-1], row.filled, None)
        elif filled := row.filled:
            first = filled[0]
            if self._is_note(row):
                (self.above or self.tree.root).parts.append(Part("text", row.start, row.end))
            elif self.shapes["total-row"].match(self.text, first.start, first.end):
                self.tree.stack[-1].children.append(Node(row.start, _ROW_RANK, is_header=True, end=row.end))
            elif row.depth:
                self._take_group(row)
            else:
                self._open_row(row, filled)

    def leave(self) -> bool:
        """What follows a table belongs to the section that it stands in, not to its last row; False where none is left."""
        if self.above is None:
            return False
        at = self.tree.stack.index(self.above) if self.above in self.tree.stack else 0
        del self.tree.stack[at + 1 :]
        self.tree.opened = self.tree.measure = self.above = self.counted = None
        self.is_counted = False
        return True

    def _is_note(self, row: Row) -> bool:
        """备注 and what it says, or 注：…; a task called 说明 has who does it, or by when, too."""
        printed = [cell for cell in row.filled if cell.start >= row.start]  # not those merged down from above
        if not 0 < len(printed) <= _MOST_NOTED:
            return False
        shapes = ("note-row", "table-note")[: _MOST_NOTED + 1 - len(printed)]
        return any(self.shapes[shape].match(self.text, printed[0].start, printed[0].end) for shape in shapes)

    def _open_row(self, row: Row, filled: tuple[Cell, ...]) -> None:
        head = next((c for c in filled if c.field in ("content", "finding")), filled[0])
        serial = next((c for c in filled if c.field == "other" and self._serial(c)), None)
        self.numbers_measures = serial is not None and serial.start > head.start and self._numbers_measure(filled, serial, head)
        if self.numbers_measures:
            serial = None
        marker = read_marker(self.text, head.start, self.grammar)
        if marker is not None and marker.number == 1 and self._lists_several(marker, head):
            marker = None
        is_counted = serial is not None and not self.text[serial.start : serial.end].isdecimal()
        if serial is not None and is_counted and not self.is_counted and self._heads_rows(filled, serial, head, marker):
            self._take_numbered_group(serial, head)
            return
        self.is_counted = self.is_counted or is_counted
        self._leave_groups(row)
        if marker is None and serial is not None:
            marker = self._number_row(serial)
        if marker is not None:
            self.tree.open_section(marker)
        else:
            self.tree.open_item(head.start)
        node = self.tree.stack[-1]
        node.is_row = len(filled) > 1
        self._fill_row(node, tuple(c for c in filled if c is not serial or marker is None or marker.start != c.start), head)

    def _numbers_measure(self, filled: tuple[Cell, ...], serial: Cell, head: Cell) -> bool:
        """Whether a number stands between the task and its measure, in a table where a task has several."""
        behind = filled[filled.index(serial) + 1 :]
        is_between = head.field in ("content", "finding") and bool(behind) and behind[0].field == "measures"
        return is_between and self._has_divided_tasks()

    def _has_divided_tasks(self) -> bool:
        """Whether a task of this table has several rows."""
        end, is_divided = self.divided
        if self.tree.index >= end:
            rows = [line.row for line in takewhile(attrgetter("row"), self.lines[self.tree.index :])]
            is_divided = any(row is not None and row.goes_on for row in rows)
            self.divided = (self.tree.index + len(rows), is_divided)
        return is_divided

    def _lists_several(self, marker: Marker, head: Cell) -> bool:
        """1.制定方案；2.召开会议。in one cell: the numbers count what it holds."""
        return any(m.number == marker.number + 1 and m.scheme == marker.scheme for m in self._cell_marks(head.start, head.end))

    def _heads_rows(self, filled: tuple[Cell, ...], serial: Cell, head: Cell, marker: Marker | None) -> bool:
        """Whether a row holds nothing but a number, a title and figures: sums of the rows below."""
        others = [c for c in filled if c not in (serial, head)]
        is_bare = all(self.shapes["bare-figure"].match(self.text, c.start, c.end) for c in others)
        return marker is None and head is not serial and is_bare and head.field in ("content", "finding")

    def _take_numbered_group(self, serial: Cell, head: Cell) -> None:
        """一 | 水污染防治: a row of nothing but a Chinese number and a title heads the rows below it."""
        above = self.above.rank if self.above else ROOT_RANK
        printed = read_marker(self.text, serial.start, self.grammar)
        rank = max(printed.rank if printed else TOP_RANK, above + 1)
        scheme = printed.scheme if printed else "chinese-comma"
        self.tree.open_section(Marker(serial.start, serial.end, scheme, rank, self._serial(serial)))
        self.tree.stack[-1].parts.append(Part("text", *self.flow.strip(head.start, head.end)))

    def _number_row(self, serial: Cell) -> Marker:
        return Marker(serial.start, serial.end, "arabic-dot", _ROW_RANK, self._serial(serial))

    def _serial(self, cell: Cell) -> int:
        """The number that a cell prints, 0 when it prints something else."""
        text = self.text[cell.start : cell.end].strip("()、. ")
        return (read_numeral(text) or 0) if len(text) <= _LONGEST_SERIAL else 0

    def _take_group(self, row: Row) -> None:
        """A cell merged down over the rows of several tasks: their section."""
        cell = row.cells[-1]
        serial = row.cells[0] if len(row.cells) > 1 else None
        marker = read_marker(self.text, cell.start, self.grammar)
        if marker is None and serial is not None:
            marker = self._number_row(serial)._replace(rank=self._rank_group(row.depth))
        if marker is not None:
            self.tree.open_section(marker)
        else:
            while self.tree.stack[-1].is_row or (self.tree.stack[-1].marker is None and not 0 < self.tree.stack[-1].depth < row.depth):
                if self.tree.stack[-1] is self.tree.root:
                    break
                self.tree.stack.pop()
            self.tree.push(Node(row.start, self.tree.stack[-1].rank + 1, depth=row.depth))
        node = self.tree.stack[-1]
        node.depth = row.depth
        node.parts.append(Part("text", *self.flow.strip(max(node.body, cell.start), cell.end)))

    def _rank_group(self, depth: int) -> int:
        """That of a number beside such a cell: rows below it are numbered, too."""
        above = next((node for node in reversed(self.tree.stack) if 0 < node.depth < depth), self.above)
        return max(TOP_RANK, (above.rank if above else ROOT_RANK) + 1)

    def _leave_groups(self, row: Row) -> None:
        """A row that fewer merged cells cover than the one above stands in none of the sections that these were."""
        if row.below is not None:
            groups = [at for at, node in enumerate(self.tree.stack) if node.depth > row.below]
            del self.tree.stack[min(groups, default=len(self.tree.stack)) :]

    def _fill_row(self, node: Node, cells: tuple[Cell, ...], head: Cell | None) -> None:
        """Hangs the cells of a row into its task; those that only a part of the task's rows has, into their measures."""
        before = len(node.measures)
        cells = tuple(cell._replace(field="other") if cell is not head and self._is_bare_figure(cell) else cell for cell in cells)
        for at, cell in enumerate(cells):
            if cell is not head and cell.field == "measures":
                above = cells[at - 1] if self.numbers_measures and at else cell
                number = above if above.field == "other" and self._serial(above) else None
                self._add_measure_cell(node, *self.flow.strip(cell.start, cell.end), goes_on=cell.goes_on, number=number)
        measures = node.measures[before:]
        for measure in measures:
            measure.is_row = any(not cell.is_shared for cell in cells)
        for cell in cells:
            pairs = pair_with_measures(cell.field, (cell.start, cell.end), measures, self.flow, self.grammar) if cell is not head else []
            for measure, (start, end) in zip(measures, pairs, strict=False):
                measure.parts.append(Part("value", start, end, cell.field))
            if not pairs and (cell is head or cell.field != "measures"):
                owners = [node] if cell.is_shared or not measures or cell.field in _OF_TASK else measures
                for owner in owners:
                    self._add_cell(owner, cell, cell is head)

    def _is_bare_figure(self, cell: Cell) -> bool:
        """300, 50% or / below 一季度: how much, not what is to be done."""
        return cell.field == "measures" and self.shapes["bare-figure"].match(self.text, cell.start, cell.end) is not None

    def _add_cell(self, node: Node, cell: Cell, is_head: bool) -> None:
        start = node.marker.end if is_head and node.marker and node.marker.start == cell.start else cell.start
        start, end = self.flow.strip(start, cell.end)
        if is_head:
            is_finding = cell.field == "finding"
            node.parts.append(Part("value", start, end, "finding") if is_finding else Part("text", start, end))
        elif end > start and cell.field == "text":
            node.parts.append(Part("text", start, end, goes_on=cell.goes_on))
        elif end > start:
            node.parts.append(Part("value", start, end, cell.field, goes_on=cell.goes_on))

    def _add_measure_cell(self, node: Node, start: int, end: int, *, goes_on: bool, number: Cell | None) -> None:
        self.tree.opened = OpenField("measures", node)
        self.tree.measure = node.measures[-1] if goes_on and node.measures else None
        marks = [m for m in (read_marker(self.text, start, self.grammar), *self._cell_marks(start, end)) if m]
        if number is not None and not marks:
            self.tree.open_measure(self._number_row(number), self.tree.opened)
        kept = sorted({*keep_runs(marks), *self._count_on(node, start, marks)})
        if self.tree.measure is not None and self._is_cut(self.tree.measure):
            stop = kept[0].start if kept else end
            self.tree.measure.parts.append(Part("text", *self.flow.strip(start, stop)))
            start = stop
        self.texts.pending = (start, None)
        for mark in kept:
            self.texts.flush(mark.start)
            self.tree.open_measure(mark, self.tree.opened)
            self.texts.pending = (mark.end, None)
        self.texts.flush(end)
        self.counted = node.measures[-1].marker or self.counted if node.measures else self.counted
        self.tree.opened = self.tree.measure = None

    def _is_cut(self, measure: Node) -> bool:
        """Whether a line of a cell ends in the middle of a measure, which the next line goes on with."""
        last = measure.parts[-1] if measure.parts else None
        return last is not None and last.kind == "text" and self.text[last.end - 1] not in "。;"

    def _count_on(self, node: Node, start: int, marks: list[Marker]) -> Iterator[Marker]:
        """The marks of a measure's cell that begin with 1 or go on with the task's, or with those of the task above."""
        last = node.measures[-1].marker if node.measures else self.counted
        for mark in marks if marks and marks[0].start == start else ():
            is_first = mark is marks[0] and mark.number == 1 and not (last and node.measures and last.scheme == mark.scheme)
            if is_first or (last is not None and last.scheme == mark.scheme and mark.number == last.number + 1):
                yield mark
                last = mark
            elif mark is marks[0]:
                return

    def _cell_marks(self, start: int, end: int) -> Iterator[Marker]:
        at = start
        for line in self.text[start:end].split("\n"):
            begin = at + len(line) - len(line.lstrip())
            if at > start and (mark := read_marker(self.text, begin, self.grammar)):
                yield mark
            yield from (m for m in find_markers(self.text, begin + 1, at + len(line), self.grammar) if m.start > begin)
            at += len(line) + 1
