"""Limits that stand inside other fields: objectives and measures with a limit in their label, what follows a list of names."""

from __future__ import annotations

from rectiparse.deadlines import says_deadline
from rectiparse.item_claims import ClaimTaker
from rectiparse.items import Item
from rectiparse.nodes import Part
from rectiparse.patterns import compile_pattern
from rectiparse.prose import find_prose

OBJECTIVE_AND_LIMIT = "objective-deadline"
"""The field of a column 整改目标及时限."""
CLAUSE = compile_pattern(r"[^,;:。()\[\]\n]+")
_LIMIT_LABEL = compile_pattern("目标.*(?:时限|期限|时间)")
_MEASURES_AND_LIMIT = compile_pattern("[措举]施?.{0,6}(?:时限|期限|时间)")
_TO_CLAUSE_END = compile_pattern(r"[^,;。\n]*(?:,[^,;。\n]{0,4}(?:长期|持续|常态)[^,;。\n]*)?")


class LimitFinder:
    """Gives items the limits that their texts say."""

    def __init__(self, claims: ClaimTaker) -> None:
        self.claims = claims
        self.flow, self.text, self.grammar = claims.flow, claims.text, claims.grammar

    def take_behind(self, item: Item, part: Part) -> None:
        """责任单位：甲。正在整改，预计10月底前完成。"""
        low, high = self.flow.strip(part.start, part.end - (self.text[part.end - 1] in "。;"))
        low = max(low, *(self.text.rfind(sign, low, high) + 1 for sign in ",;。"))
        if not self.grammar.structure.compiled("limit-behind").match(self.text, low, high):
            return
        reading = self.claims.read_limit(low, high, item)
        if reading is not None and reading.end and not reading.done and not self.claims.is_past(reading):
            self.claims.add_deadline(item, low, high)

    def take_of_objective(self, item: Item, parts: list[Part]) -> None:
        """整改目标及时限：2023年10月底前全部达标，长期坚持。 gives the limit too."""
        label = next((p for p in parts if p.kind == "label" and _LIMIT_LABEL.search(self.text, p.start, p.end)), None)
        value = next((p for p in parts if p.kind == "value" and _holds_limit(p, label)), None)
        if value is not None:
            self._take_inside(item, value.start, value.end)

    def take_of_measures(self, item: Item) -> None:
        """整改措施及时限：立即清理，3月20日前完成 gives the measure its limit too."""
        labels = (p for p in item.node.parts if p.kind == "label" and p.field == "measures")
        if any(_MEASURES_AND_LIMIT.search(self.text, p.start, p.end) for p in labels):
            for measure in item.measures:
                if measure.deadline is None and (pieces := measure.texts.get("text")):
                    self._take_inside(measure, *pieces[-1])

    def _take_inside(self, item: Item, start: int, end: int) -> None:
        """The clause of a text that says by when."""
        text = self.text[start:end]
        hits = [(hit.start, hit.end) for hit in find_prose(text, 0, len(text), item.context, self.grammar)]
        if hits:
            clause = _TO_CLAUSE_END.match(text, hits[-1][1])
            self.claims.add_deadline(item, start + hits[0][0], start + (clause.end() if clause else hits[-1][1]))
            return
        opens = self.grammar.structure.compiled("date-first")
        for clause in CLAUSE.finditer(self.text, start, end):  # 全部清运，长期坚持。
            if opens.match(clause[0]) and says_deadline(clause[0], self.claims.context, self.grammar):
                self.claims.add_deadline(item, *self.flow.strip(*clause.span()))
                return


def _holds_limit(value: Part, label: Part | None) -> bool:
    """Whether an objective is that of a column 整改目标及时限, or stands behind such a label."""
    return value.field == OBJECTIVE_AND_LIMIT or (label is not None and value.field == "objective" and value.start >= label.end)
