"""Text and values → the field, measure, item or section that they belong to."""

from __future__ import annotations

from rectiparse.fields import BULLETS, TEXT_FIELDS, UNIT_FIELDS, Label, ends_settled, is_unit_list
from rectiparse.grammar import Grammar
from rectiparse.markers import TOP_RANK
from rectiparse.nodes import LIMIT_BEHIND, Node, Part
from rectiparse.pairing import pair_with_measures
from rectiparse.patterns import compile_pattern
from rectiparse.tree import OpenField, Tree

_LONGEST_CLAUSE, _LONGEST_NAME = 60, 30
_CLAUSE = compile_pattern("[^,;。]+")
_DATED = compile_pattern(r"\d ?[年月]|[年月季旬]底|季度|长期坚持|持续推进")


def is_bracket(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether a paragraph is nothing but a responsibility bracket, which speaks for the item before it."""
    return text[start] in "([" and ends_settled(text, start, end, grammar)


class TextTaker:
    """Hands over what stands between labels and marks; `pending` is where that begins and the label before it."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.flow, self.text, self.grammar = tree, tree.flow, tree.text, tree.grammar
        self.landmarks, self.shapes = tree.landmarks, tree.shapes
        self.pending: tuple[int, Label | None] = (0, None)

    def flush(self, end: int, *, ends_line: bool = False) -> None:
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
            self.tree.awaited = label
            return
        if label.field in UNIT_FIELDS and (stop := self._sentence_behind(start, end)):
            target.parts.append(Part("text", stop, end, LIMIT_BEHIND))
            end = stop
        elif label.field == "deadline" and (stop := self._state_behind(start, end)):
            target.parts.append(Part("value", stop, end, "progress"))
            end = stop
        opened = self.tree.opened
        measures = opened.owner.measures if opened is not None else target.measures
        pairs = pair_with_measures(label.field, (start, end), measures, self.flow, self.grammar)
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
        tree = self.tree
        awaited, tree.awaited = tree.awaited, None
        if awaited is None and self._goes_on_limit(start, end):
            return
        opened = tree.opened
        if awaited is not None:
            self._field_target().parts.append(Part("value", start, end, awaited.field, awaited.note))
        elif opened is not None and opened.field == "measures" and (name := self._name_above_measures(start, end)):
            if name > start:
                self._add_text(*self.flow.strip(start, name))
            opened.rank = TOP_RANK
            self._add_unnumbered_measure(opened, name, end)
        elif tree.measure is not None and not (tree.measure.marker is None and self._is_complete(tree.measure, start)):
            tree.measure.parts.append(Part("text", start, end))
        elif opened is not None and opened.field == "measures":
            self._add_unnumbered_measure(opened, start, end)
        elif opened is not None:
            opened.owner.parts.append(Part("value", start, end, opened.field))
        else:
            self._add_paragraph(start, end)

    def _add_unnumbered_measure(self, opened: OpenField, start: int, end: int) -> None:
        self.tree.measure = self.tree.add_measure(opened.owner, None, is_labelled=True, start=start)
        self.tree.measure.parts.append(Part("text", start, end))

    def _add_paragraph(self, start: int, end: int) -> None:
        """The text of the innermost section, or an item of its own behind one that has its responsibility."""
        tree = self.tree
        is_text = tree.is_headed and not ends_settled(self.text, start, end, self.grammar)
        is_text = is_text and not self._has_own_fields(end) and not self._is_plea(start, end)
        opens = tree.is_settled and tree.stack[-1] is not tree.root and not is_text and not is_bracket(self.text, start, end, self.grammar)
        opens = opens or self._is_listed(start, end)
        node = tree.open_item(start) if opens else tree.stack[-1]
        if heading := self._glued_heading(node, start, end):  # 二、治理范围全县各级医疗机构。
            node.parts.append(Part("text", start, heading))
            start = heading
        node.parts.append(Part("text", start, end))

    def _goes_on_limit(self, start: int, end: int) -> bool:
        """完成时限：一期6月底前；⏎二期12月底前。: a limit that a ；leaves open has its next clause on the line below."""
        opened = self.tree.opened
        node = opened.owner.measures[-1] if opened is not None and opened.owner.measures else self.tree.stack[-1]
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
        if end - name > _LONGEST_NAME or not is_unit_list(self.text, name, end - 1, self.grammar):
            return 0
        following = next((mark for mark in self.tree.line.marks if mark.start >= end), None)
        if following is None and (below := self.tree.below) is not None:
            following = below.marker
        return name if following is not None and following.number == 1 and following.rank > TOP_RANK else 0

    def _has_own_fields(self, end: int) -> bool:
        """绿化工程⏎责任单位：甲⏎亮化工程⏎责任单位：乙: whether a label behind the text, or on the next line, says again what the
        item above has."""
        below = self.tree.below
        labels = [label for label in self.tree.line.labels if label.start >= end]
        if not labels and below is not None and below.marker is None and below.first_label:
            labels = [below.first_label]
        return any(self.tree.stack[-1].has(label.field) for label in labels)

    def _is_plea(self, start: int, end: int) -> bool:
        """请各单位抓好落实。 below the fields of the last item of a list: it speaks of all of them."""
        marker, following = self.tree.stack[-1].marker, self.landmarks.following[self.tree.index]
        is_last = following is None or (following.marker is not None and marker is not None and following.marker.rank < marker.rank)
        return is_last and self.shapes["plea"].match(self.text, start, end) is not None

    def _glued_heading(self, node: Node, start: int, end: int) -> int:
        """Where a heading of known words ends that run-on text has put before its first sentence, 0 where none does."""
        if node.marker is None or node.parts or not self.tree.line.is_run_on:
            return 0
        heading = self.shapes["glued-heading"].match(self.text, start, end)
        return heading.end() if heading is not None else 0

    def _is_listed(self, start: int, end: int) -> bool:
        """——放宽准入。…（市商务局负责） or 牵头单位：… below an item that has its text: one of a list without numbers."""
        if self.text[start] not in BULLETS or not self.tree.stack[-1].parts:
            return False
        says_who = any(label.start >= end and label.field in UNIT_FIELDS for label in self.tree.line.labels)
        return says_who or ends_settled(self.text, start, end, self.grammar)

    def _is_complete(self, measure: Node, start: int) -> bool:
        """An unnumbered measure that has its deadline or unit, or a paragraph of its own: the next one is another."""
        last = measure.parts[-1] if measure.parts else None
        if last is not None and not self.flow.is_wrapped and "\n" in self.text[last.end : start]:
            return True
        return last is not None and (last.kind == "value" or ends_settled(self.text, last.start, last.end, self.grammar))

    def _field_target(self) -> Node:
        """Whom a unit or deadline speaks for: the measure before it, or the item."""
        tree = self.tree
        if tree.opened is not None and tree.opened.field == "measures" and tree.opened.owner.measures:
            return tree.measure or tree.opened.owner.measures[-1]
        return tree.open_item(self.pending[0]) if tree.stack[-1] is tree.root else tree.stack[-1]

    def take_label(self, label: Label) -> None:
        tree = self.tree
        tree.awaited = None
        if label.field in TEXT_FIELDS:
            owner = self._text_owner(label)
            owner.parts.append(Part("label", label.start, label.end, label.field))
            tree.opened, tree.measure = OpenField(label.field, owner), None
            tree.unsettle()
        else:
            is_settling = label.field in UNIT_FIELDS or label.field == "deadline"
            # （一）动员阶段⏎时间：3月⏎召开会议。 what follows is what the phase does
            is_of_phase = label.field == "deadline" and len(tree.stack) > 1 and tree.is_schedule(tree.stack[-2])
            tree.is_headed = tree.is_headed or is_of_phase or (is_settling and tree.is_bare_title())
            self._field_target().parts.append(Part("label", label.start, label.end, label.field, label.note))
            tree.is_settled = tree.is_settled or is_settling
            if tree.opened is not None and tree.opened.field != "measures":
                tree.opened = None

    def _text_owner(self, label: Label) -> Node:
        node = self.tree.stack[-1]
        if label.field == "finding" and self._heads_findings(node, label):
            self._split_off_finding(node)
        again = ("finding", "measures") if label.field == "finding" else ("content",) if label.field == "content" else ()
        if (
            node is self.tree.root
            or (node.marker is None and node.has(*again))
            or (again and node.children and not node.children[-1].marker)
        ):
            return self.tree.open_item(label.start)
        return node

    def _heads_findings(self, node: Node, label: Label) -> bool:
        """Whether the label says again what it said above the measures, and measures of its own follow."""
        if node.marker is None or node.children or not node.measures or node.has("progress"):
            return False
        first = next((part for part in node.parts if part.kind == "label" and part.field == "finding"), None)
        is_same = first is not None and self.text[first.start : first.end] == self.text[label.start : label.end]
        return is_same and self.landmarks.owns_measures(self.tree.index, node.rank)

    def _split_off_finding(self, node: Node) -> None:
        """一、…方面⏎问题描述：…⏎问题描述：…: the heading holds several findings; the first becomes an item, too."""
        at = next(index for index, part in enumerate(node.parts) if part.field == "finding")
        item = Node(node.parts[at].start, node.rank + 1)
        item.parts, item.measures = node.parts[at:], node.measures
        node.parts, node.measures = node.parts[:at], []
        node.children.append(item)
