"""Whether a number opens a section or a measure, or is part of the text."""

from __future__ import annotations

from rectiparse.landmarks import LOOK_AHEAD
from rectiparse.lines import TITLE_ENDS, Line
from rectiparse.markers import ARABIC_RANK, LETTER, NAMED_RANK, ORDINAL, TOP_RANK, Marker, counts_on
from rectiparse.nodes import Node
from rectiparse.texts import TextTaker
from rectiparse.tree import OpenField, Tree

_TITLE_REACH = 90
"""Characters after which a heading without a stop is no longer open."""


class MarkTaker:
    """Looks at a mark with what is open above it and what follows."""

    def __init__(self, tree: Tree, texts: TextTaker) -> None:
        self.tree, self.texts = tree, texts
        self.text, self.lines, self.landmarks = tree.text, tree.lines, tree.landmarks
        self.letter: Marker | None = None
        """The last A. or B. that headed anything."""

    def take(self, marker: Marker, is_inline: bool) -> bool:
        """Opens the section or measure that begins here; False when the mark is part of the text."""
        opened = self.tree.opened
        if marker.scheme == LETTER:
            if not (counts_on(self.letter, marker) if self.letter and marker.number > 1 else self._counts_letters(marker)):
                return False
            self.letter = marker = self._rank_letter(marker)
        marker = self._rank_named(marker) if marker.rank == NAMED_RANK else self._rank_below_named(marker)
        if opened is not None and opened.field == "measures":
            if self._is_measure(marker, opened):
                if is_inline:
                    self.texts.flush(marker.start)
                self.tree.open_measure(marker, opened)
                return True
        elif marker.scheme == ORDINAL:
            return self._take_ordinal(marker, is_inline)
        elif opened is not None and marker.rank > self.tree.rank_at(opened.owner) and not self._is_sub_finding(marker):
            return False
        if marker.scheme == ORDINAL or (is_inline and not self._is_expected(marker)):
            return False
        if is_inline:
            self.texts.flush(marker.start)
        self.tree.open_section(marker)
        return True

    def _counts_letters(self, marker: Marker) -> bool:
        """A.…⏎B.…: whether the second letter follows on a line below."""
        below = (line.marker for line in self.lines[self.tree.index + 1 : self.tree.index + LOOK_AHEAD])
        second = next((mark for mark in below if mark and mark.scheme == LETTER), None)
        return marker.number == 1 and second is not None and counts_on(marker, second)

    def _rank_letter(self, marker: Marker) -> Marker:
        """A.城市建设⏎1.改造小区⏎2.…⏎B.…: a letter stands above the numbers that begin right below it."""
        alike = next((node for node in self.tree.stack if node.marker and node.marker.scheme == LETTER), None)
        if alike is not None:
            return marker._replace(rank=alike.rank)
        following = self.landmarks.following[self.tree.index]
        below = following.marker if following else None
        open_schemes = {node.marker.scheme for node in self.tree.stack if node.marker}
        is_above = below is not None and below.number == 1 and below.rank < marker.rank and below.scheme not in open_schemes
        return marker._replace(rank=below.rank - 1) if below and is_above else marker

    def _rank_named(self, marker: Marker) -> Marker:
        """1.责任落实方面⏎问题1：…⏎问题2：…⏎2.…: below a number that has nothing but a title."""
        above = self.tree.numbered or self.tree.root
        is_alike = above.rank == ARABIC_RANK + 1 and above.marker is not None and above.marker.scheme == marker.scheme
        is_below = above.rank == ARABIC_RANK and self.tree.is_bare_title() and all(node.rank != NAMED_RANK for node in self.tree.stack)
        return marker._replace(rank=ARABIC_RANK + 1) if is_alike or is_below else marker

    def _rank_below_named(self, marker: Marker) -> Marker:
        """问题三：…⏎（一）…⏎（二）…: where no （一） stands above what a word counts, （一） counts below it."""
        alike = next((node for node in reversed(self.tree.stack) if node.marker and node.marker.scheme == marker.scheme), None)
        if alike is not None:
            return marker._replace(rank=alike.rank) if alike.rank == NAMED_RANK + 1 else marker
        above = self.tree.numbered or self.tree.root
        goes_on = marker.number in (1, self.tree.last_numbers.get(marker.scheme, 0) + 1)
        is_below = above.rank == NAMED_RANK and TOP_RANK < marker.rank < NAMED_RANK and goes_on
        return marker._replace(rank=NAMED_RANK + 1) if is_below else marker

    def _take_ordinal(self, marker: Marker, is_inline: bool) -> bool:
        """一是 without a 措施 label: a measure where 二是 follows; text inside a finding or progress."""
        node = self.tree.stack[-1]
        if self.tree.opened is not None or node is self.tree.root:
            return False
        run = [m for m in node.measures if not m.is_labelled]
        if marker.number == 1:
            if not is_inline and not self._second_follows():
                return False
        elif not run or run[-1].number != marker.number - 1:
            return False
        if is_inline:
            self.texts.flush(marker.start)
        self.tree.measure = self.tree.add_measure(node, marker, is_labelled=False)
        return True

    def _second_follows(self) -> bool:
        ahead = self.lines[self.tree.index : self.tree.index + LOOK_AHEAD]
        marks = [m for line in ahead for m in (line.marker, *line.marks) if m and m.scheme == ORDINAL]
        return len(marks) > 1 and marks[1].number == 2

    def goes_on_ordinal(self) -> bool:
        """一是…。⏎…。⏎二是…: whether a paragraph between two that count belongs to the first."""
        last = self.tree.measure.marker if self.tree.measure is not None and self.tree.line.marker is None else None
        if last is None or last.scheme != ORDINAL:
            return False
        for line in self.lines[self.tree.index : self.tree.index + LOOK_AHEAD]:
            if line.row or line.labels:
                return False
            if mark := line.marker or next(iter(line.marks), None):
                return mark.scheme == ORDINAL and mark.number == last.number + 1
        return False

    def _is_measure(self, marker: Marker, opened: OpenField) -> bool:
        is_above = marker.rank <= self.tree.rank_at(opened.owner) and not self._counts_below(marker, opened)
        if is_above or (opened.rank and marker.rank < opened.rank):
            return False
        if any(label.field == "measures" and label.end <= marker.start for label in self.tree.line.labels):
            return True  # 整改措施：1.…
        begins_again = marker.number == 1 and marker.rank == opened.rank
        if (not opened.rank or begins_again) and marker.scheme != ORDINAL:
            return not self.landmarks.owns_measures(self.tree.index, marker.rank)
        return True

    def _counts_below(self, marker: Marker, opened: OpenField) -> bool:
        """（02）…⏎整改措施：⏎1、…: a number that stands above （02） elsewhere, and heads nothing here."""
        owner = self.tree.numbered
        is_alike = owner is not None and owner.marker is not None and owner.marker.scheme == marker.scheme
        if opened.rank:
            return marker.rank == opened.rank and not (is_alike and self._goes_on_findings(marker, opened.owner))
        schemes = {node.marker.scheme for node in self.tree.stack if node.marker}
        return marker.number == 1 and marker.rank > TOP_RANK and (is_alike or marker.scheme not in schemes)

    def _goes_on_findings(self, marker: Marker, owner: Node) -> bool:
        """1.…整改措施：⏎1.…⏎2.…⏎2.…: behind measures that count as the findings do, whether the number is the next finding's."""
        is_next_measure = bool(owner.measures) and marker.number == (owner.measures[-1].number or 0) + 1
        return not is_next_measure or (
            marker.number == (owner.number or 0) + 1 and self.landmarks.owns_measures(self.tree.index, marker.rank)
        )

    def _is_sub_finding(self, marker: Marker) -> bool:
        """A numbered item with a 措施 label of its own, the first of its kind or the next one."""
        if not self.landmarks.owns_measures(self.tree.index, marker.rank):
            return False
        siblings = next(n for n in reversed(self.tree.stack) if n.rank < marker.rank).children
        last = next((c.marker for c in reversed(siblings) if c.marker and c.marker.scheme == marker.scheme), None)
        return marker.number == (last.number + 1 if last else 1)

    def _is_expected(self, marker: Marker) -> bool:
        """Whether a mark inside a long line is the next number: of its siblings, of a run-on count, or the first."""
        line = self.tree.line
        if not line.is_run_on or marker.scheme == "circled":
            return False
        parent = next(n for n in reversed(self.tree.stack) if n.rank < marker.rank)
        siblings = [c.number or 0 for c in parent.children if c.marker and c.marker.scheme == marker.scheme]
        after_stop = self.text[marker.start - 1 : marker.start] in ("。", ";", "!", "?", ":", ")", "]", "”")
        if siblings:
            # behind a number that could not be told (开发区（93）…) the next one counts on
            return after_stop and (marker.number == siblings[-1] + 1 or marker.number == siblings[-1] + 2 > 3)
        if self._begins_behind_title(marker, line):
            return True
        is_first = marker.number in (1, self.tree.last_numbers.get(marker.scheme, 0) + 1)
        return is_first and (after_stop or self._is_title_open(marker.start))

    def _begins_behind_title(self, marker: Marker, line: Line) -> bool:
        """整改措施清单一、…二、…: the first number of a text right behind its title."""
        is_first = marker.number == 1 and marker.rank == TOP_RANK and not self.tree.root.children
        if not is_first or self.text[marker.start - 1] not in TITLE_ENDS:
            return False
        below = next((mark for mark in line.marks if mark.start > marker.start), None)
        is_above = below is not None and below.number == 1 and below.start - marker.end < _TITLE_REACH
        return is_above or any(mark.scheme == marker.scheme and mark.number == 2 for mark in line.marks)

    def _is_title_open(self, at: int) -> bool:
        node = self.tree.stack[-1]
        return node.marker is not None and at - node.body < _TITLE_REACH and not any(c in self.text[node.body : at] for c in "。!?;")
