"""Lines that belong to no item: lists of attachments, notes below tables, contacts, signatures, what a site adds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rectiparse.landmarks import LOOK_AHEAD
from rectiparse.lines import Line
from rectiparse.markers import TOP_RANK, Marker, counts_on, read_marker
from rectiparse.nodes import Part
from rectiparse.tree import Tree

_LONGEST_ATTACHMENT, _LONGEST_SIGNATURE = 60, 90
_MOST_SIGNERS, _FEWEST_NOTES, _MOST_NOTES = 6, 2, 20
_NOTE_BEGINS = frozenset("注备附说有")
"""How the words for notes begin."""
_LAST_OF_FILES = frozenset("xcfspdtr")
"""Characters in which the names of files end."""
_WORD_ENDS = frozenset("件表录")
"""Characters in which the word of an annex ends that has no number."""
_MOST_FOOT, _LONGEST_FOOT = 12, 200
"""Lines of the foot of a site's page, and characters of each, at the most."""
_HOST, _RUNNER = "主办", "承办"
"""How the lines begin that say whose site it is."""
_FURTHEST = 200
"""Characters between a site's buttons and the line below them at most, blanks and breaks all of them."""
_BUTTONS = "site-notice"
"""The rule of grammars/furniture.toml for lines of a site's buttons."""


class TailTaker:
    """Gives such lines to the text itself."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.flow, self.text, self.lines, self.grammar = tree, tree.flow, tree.text, tree.lines, tree.grammar
        self.landmarks, self.shapes = tree.landmarks, tree.shapes
        self.buttons = [cut.end for cut in tree.flow.cuts if cut.rule == _BUTTONS]
        """Where the source goes on behind lines that hold nothing but a site's buttons."""
        self.foot = self._find_foot()
        self.begin()

    def begin(self) -> None:
        """Another text begins."""
        self.attached: int | None = None
        """The number of the attachment listed on the line before, 0 behind 附件：; None where no list goes on."""
        self.noted: Marker | int = 0
        """The number of the note below a table on the line before, as it is printed; 1 behind 注：, 0 for no note."""

    def take(self, line: Line) -> None:
        self.tree.close()
        self.tree.root.parts.append(Part("text", line.start, line.end))

    def is_tail(self, line: Line) -> bool:
        """What stands behind the last item: contacts, annexes, the closing words of a 公示 or for all items."""
        if (
            self.tree.awaited is not None and self.tree.awaited.field == "deadline" and self.landmarks.is_date(line)
        ):  # 整改时限：⏎2023年6月30日
            return False
        if any(self.shapes[shape].match(self.text, line.start, line.end) for shape in ("tail-line", "note-above")):
            return True
        if self.landmarks.following[self.tree.index] is None and (
            self.shapes["site-line"].match(self.text, line.start, line.end) or self._is_signed_on_one_line(line)
        ):
            return True
        if not self._closes(line):
            return False
        following = self.landmarks.following[self.tree.index]
        if following is not None and self._closes(following):  # 公示期：…⏎监督电话：…⏎（二）…
            behind = self.lines[self.tree.index + 1 : self.tree.index + LOOK_AHEAD]
            following = next((x for x in behind if (x.marker or x.labels or x.row) and not self._closes(x)), None)
        if following is None:
            return True
        return following.marker is not None and following.marker.rank <= TOP_RANK and not following.labels

    def _closes(self, line: Line) -> bool:
        return self.shapes["closing-line"].match(self.text, line.start, line.end) is not None

    def _is_signed_on_one_line(self, line: Line) -> bool:
        """某县水务局 2023年3月16日."""
        if self.text[line.end - 1] != "日" or line.end - line.start > _LONGEST_SIGNATURE:
            return False
        signed = self.grammar.metadata.compiled("date").search(self.text[line.start : line.end])
        return signed is not None and signed["signer"] is not None

    def _find_foot(self) -> int:
        """主办单位：市政府办公室⏎网站标识码：370000: the index of the line with which the foot of a site's page begins."""
        foot, is_recorded = len(self.lines), False
        for index in range(foot - 1, max(-1, foot - 1 - _MOST_FOOT), -1):
            line = self.lines[index]
            if line.row is not None or line.end - line.start > _LONGEST_FOOT:
                break
            if self.shapes["site-record"].match(self.text, line.start, line.end):
                is_recorded = True
            elif not self._is_of_foot(line, self.lines[foot : foot + 1]):
                break
            foot = index
        return foot if is_recorded else len(self.lines)

    def _is_of_foot(self, line: Line, below: Sequence[Line]) -> bool:
        """Whether a line may stand in the foot of a page; 协办：甲 does not where items above have such a field, too."""
        if self.shapes["site-line"].match(self.text, line.start, line.end):
            return True
        label = self.shapes["footer-line"].match(self.text, line.start, line.end)
        if label is None or self.text.find(f"\n{label[0]}", 0, line.start - 1) < 0:
            return label is not None
        return label[0][:2] == _HOST and any(self.text.startswith(_RUNNER, after.start) for after in below)

    def is_footer(self, line: Line) -> bool:
        """主办：市政府办公室 behind the last item, its table or its signature, or in the foot of a site's page."""
        if self.tree.index >= self.foot:
            return True
        is_behind = self.tree.stack[-1] is self.tree.root and bool(self.tree.root.children)
        if not (is_behind or self.buttons) or self.shapes["footer-line"].match(self.text, line.start, line.end) is None:
            return False
        return is_behind or self._stands_below_buttons(line)

    def _stands_below_buttons(self, line: Line) -> bool:
        at = self.flow.source_at(line.start)
        above = bisect_right(self.buttons, at) - 1
        end = self.buttons[above] if above >= 0 else -_FURTHEST
        return at - end < _FURTHEST and not self.flow.source.text[end:at].strip()

    def goes_on_attachments(self, line: Line) -> bool:
        """附件：1.甲⏎2.乙: the next number of a list of attachments."""
        mark = line.marker
        if mark and self._is_file(line):
            self.take(line)
            return True
        if self.attached is not None and mark and mark.number == self.attached + 1 and self._is_attachment(line):
            self.take(line)
            self.attached = mark.number
            return True
        listed = self.shapes["attachment-list"].match(self.text, line.start, line.end) if self.text[line.start] == "附" else None
        self.attached = int(listed["n"]) if listed else None
        return False

    def _is_file(self, line: Line) -> bool:
        """任务表.xlsx, and not 2.填报任务表.xlsx⏎责任单位：…."""
        if self.text[line.end - 1] not in _LAST_OF_FILES or not self.shapes["file-line"].match(self.text, line.start, line.end):
            return False
        below = self.tree.below
        return below is None or below.marker is not None or not below.labels

    def _is_attachment(self, line: Line) -> bool:
        return line.row is None and line.end - line.start < _LONGEST_ATTACHMENT and not line.labels

    def begins_attachments(self, line: Line) -> bool:
        """Takes 附件：, and not 附件1 above an annex."""
        if not self._lists_attachments(self.tree.index):
            return False
        self.take(line)
        self.attached = 0
        return True

    def _lists_attachments(self, index: int) -> bool:
        """附件：⏎1.甲表⏎2.乙方案 above a signature or at the end: names of documents alone, where an annex has items.

        So does 附件⏎甲表.docx, with names of files, and 附件： at the very end or right above who signs; not
        附件1⏎甲表.docx⏎附件2⏎乙表.docx.
        """
        at, number, name = index + 1, 1, self.grammar.metadata.ending("attachment-end")
        word = self.text[self.lines[index].start : self.lines[index].end]
        is_bare = word.rstrip(": ")[-1] in _WORD_ENDS
        if is_bare and self.landmarks.following[index] is None:
            while at < len(self.lines) and self._is_file(self.lines[at]):
                at += 1
        if word.endswith(":"):
            while (
                at < len(self.lines) and (mark := self.lines[at].marker) and mark.number == number and self._is_attachment(self.lines[at])
            ):
                if not name.search(self.text, mark.end, self.lines[at].end):
                    return False
                at, number = at + 1, number + 1
        elif at == index + 1 and not (is_bare and self.landmarks.following[index] is None):
            return False
        if at == index + 1 < len(self.lines):
            return is_bare and self._is_signed_by_name(at)
        is_signed = at == len(self.lines) or self.landmarks.is_signature(at) or self.landmarks.is_date(self.lines[at])
        return is_signed and (at > index + 1 or is_bare)

    def _is_signed_by_name(self, index: int) -> bool:
        """某局⏎2023年4月6日 right below 附件：."""
        unit, last = self.grammar.metadata.ending("unit-end"), index
        while last < min(index + _MOST_SIGNERS, len(self.lines)) and unit.search(self.text, self.lines[last].start, self.lines[last].end):
            last += 1
        return index < last < len(self.lines) and self.landmarks.is_date(self.lines[last])

    def goes_on_notes(self, line: Line, is_below_table: bool) -> bool:
        """注：1.…⏎2.…, 说明：⏎1.…⏎2.… below a table: the number of a note is no item's."""
        before, self.noted = self.noted, 0
        is_note = is_below_table or (self.text[line.start] in _NOTE_BEGINS and self._ends_in_notes(line))
        colon = self.text.find(":", line.start, line.end) if is_note else -1
        if colon >= 0 and self.shapes["table-note"].match(self.text, line.start, line.end):
            behind, end = self.flow.strip(colon + 1, line.end)
            first = read_marker(self.text, behind, self.grammar) if behind < end else None
            self.noted = 1 if behind == end else first if first and first.number == 1 else 0
        elif before and line.marker and counts_on(before, line.marker):
            self.noted = line.marker
        if self.noted and not is_below_table and not before:
            self.tree.close()
        if self.noted:
            self.tree.stack[-1].parts.append(Part("text", line.start, line.end))
        return bool(self.noted)

    def _ends_in_notes(self, line: Line) -> bool:
        """备注：1.…⏎2.…: whether nothing but further notes stands behind it, if anything is numbered there."""
        number = 0 if self.text[line.end - 1] == ":" else 1
        for below in self.lines[self.tree.index + 1 : self.tree.index + 1 + _MOST_NOTES]:
            if below.row is not None or below.labels or (below.marker and below.marker.number != number + 1):
                return False
            number += below.marker is not None
        return number >= _FEWEST_NOTES
