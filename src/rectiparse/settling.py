"""What only a whole node tells: trailing fields, runs of 一是, paragraphs that are no items; then title, role and end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from typing import cast

from rectiparse.brackets import ends_in_name, find_shared_brackets
from rectiparse.fields import UNIT_FIELDS, ends_settled, find_brackets
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.model import Role
from rectiparse.nodes import ROOT_RANK, Node, Part
from rectiparse.patterns import EndPattern

_STOP = "。"
_SAY_NOTHING = frozenset(("persons", "other"))
"""Fields that make no item of what stands beside them: 组长：李某某⏎王某　县水务局局长."""
_SETTLING = frozenset((*UNIT_FIELDS, "deadline", "persons"))


def close_node(node: Node, flow: Flow, grammar: Grammar, *, orders: bool = True) -> list[Part]:
    """Settles what only a whole node tells: trailing fields, runs of 一是, items without fields; then title and end.

    `orders`: False below a heading like 存在问题.
    Returns the paragraphs behind the node's responsibility that are no items: they are text of the section above.
    """
    if len(node.children) > 1:
        _raise_shared_fields(node, flow, grammar)
        if orders:
            _share_brackets(node, node.children, flow, grammar)
    if orders and node.rank != ROOT_RANK and any(child.children for child in node.children):
        orders = not _orders_nothing(node, flow, grammar)
    for child in node.children:
        node.parts.extend(close_node(child, flow, grammar, orders=orders))
    orphans = [*_take_closing_text(node), *_dissolve_items(node, flow, grammar)]
    if node.marker is None:
        node.parts.extend(orphans)
        orphans = []
    _settle_measures(node, flow, grammar)
    for measure in node.measures:
        _close_measure(measure)
    node.parts.sort(key=attrgetter("start"))
    node.end = max([node.body, node.end, *[p.end for p in node.parts], *[n.end for n in (*node.children, *node.measures)]])
    node.title = _read_title(node, flow, grammar)
    title = flow.text[slice(*node.title)]
    if node.children:  # 五、工作步骤：分三步推进。⏎（一）…
        title = title.partition(":")[0]
    node.role = read_role(title.rstrip("。:"), grammar)  # 一、重点任务：
    if node.role in ("other", "requirements") and _counts_phases(node, flow, grammar):
        node.role = "schedule"
    if node.role != "other" and node.children:
        _split_off_first(node, flow, grammar)
    if node.role == "tasks":
        _settle_tasks(node, flow, grammar)
    return orphans


def _share_brackets(owner: Node, nodes: list[Node], flow: Flow, grammar: Grammar) -> None:
    """Tells the items of a list, or the measures, whose last brackets name departments alone."""
    for node in nodes:
        last = node.parts[-1] if node.parts else None
        if last is not None and last.kind == "text" and ends_in_name(flow.text, last.end):
            break
    else:
        return
    listed = [(node, part) for node in nodes if node.marker and not node.is_row and (part := _last_text(node))]
    shared = find_shared_brackets(flow.text, [(part.start, part.end) for _, part in listed], grammar)
    if shared and not _orders_nothing(owner, flow, grammar):
        for (node, _), at in zip(listed, shared, strict=True):
            node.shared = at


def _orders_nothing(owner: Node, flow: Flow, grammar: Grammar) -> bool:
    """一、获奖名单, 二、存在问题: what stands in brackets below such a heading says whose it is."""
    if not owner.parts:
        return False
    start, end = owner.parts[0].start, owner.parts[0].end
    stop = flow.text.find(_STOP, start, end)
    return grammar.structure.compiled("orders-nothing").match(flow.text, start, stop if stop >= 0 else end) is not None


def _last_text(node: Node) -> Part | None:
    for part in reversed(node.parts):
        if part.kind == "text":
            return part
    return None


def _split_off_first(section: Node, flow: Flow, grammar: Grammar) -> None:
    """二、重点任务⏎深化改革。（甲负责）⏎强化监管。（乙负责）: the heading is no part of the first item, as it is none of the second."""
    items = [child for child in section.children if not child.is_header]
    if not items or not section.parts or any(one.marker or one.is_row or one.is_phase or one.depth for one in items):
        return
    title, *rest = section.parts
    own = [part for part in rest if part.start < items[0].start]
    if not own or own[0].kind != "text" or flow.text[own[0].start] in "([":  # …⏎（市水务局负责）: it speaks for the section
        return
    if title.end > section.title[1] + 1 or "\n" not in flow.text[title.end : own[0].start]:
        return
    if own[-1].kind == "text":
        if not _says_who(own[-1], flow, grammar):
            return
        if flow.text[own[-1].start] not in "([":  # a bracket alone on its line speaks for all above it
            own = own[-1:]
    elif not any(part.field in UNIT_FIELDS for part in own):
        return
    first = Node(own[0].start, section.rank + 1, parts=own)
    section.parts = [part for part in section.parts if not own[0].start <= part.start < items[0].start]
    close_node(first, flow, grammar)
    section.children.insert(0, first)


def _raise_shared_fields(node: Node, flow: Flow, grammar: Grammar) -> None:
    """（一）…⏎1.…⏎2.…⏎责任单位：甲, section by section: what stands below the last item of each speaks for all of its items."""
    sections = [child for child in node.children if len(child.children) > 1]
    if not sections:
        return
    raised = [(section, parts) for section in sections if (parts := _find_fields_below(section, flow, grammar))]
    are_alike = len(raised) == len(sections) >= _FEWEST_SECTIONS
    if not raised or not (are_alike or _are_told(node.children, [section for section, _ in raised], flow, grammar)):
        return
    for section, parts in raised:
        last = section.children[-1]
        last.parts = [part for part in last.parts if not _is_below(part, last, flow)]
        section.parts.extend(parts)
        section.measures, last.measures = [*section.measures, *last.measures], []


_FEWEST_SECTIONS = 2
_OF_FINDING = frozenset((*_SETTLING, "objective", "measures", "progress", "other"))


def _all_parts(node: Node) -> Iterator[Part]:
    """The parts of a node, and those of its last measure, behind which its fields stand."""
    yield from node.parts
    if node.measures:
        yield from node.measures[-1].parts


def _are_told(siblings: list[Node], sections: list[Node], flow: Flow, grammar: Grammar) -> bool:
    """1.…⏎责任单位：甲⏎2.…⏎（1）…⏎（2）…⏎责任单位：乙⏎3.…（丙负责）: whether each item beside the sections says who."""
    others = [item for child in siblings if child not in sections for item in child.children or (child,)]
    have_measures = all(section.children[-1].measures for section in sections)
    told = (
        (have_measures and item.measures)
        or any(p.field in UNIT_FIELDS or (p.kind == "text" and _says_who(p, flow, grammar)) for p in _all_parts(item))
        for item in others
    )
    return bool(others) and all(told)


def _find_fields_below(section: Node, flow: Flow, grammar: Grammar) -> list[Part]:
    """What says who, and by when, and what is done, on lines of its own below the last of a section's items; [] where any other
    says so, too."""
    last = section.children[-1]
    if len(last.parts) < 2 or any(one.measures for one in section.children[:-1]):  # its text, and what stands below that
        return []
    below = [part for part in last.parts if _is_below(part, last, flow)]
    fields = [part for part in below if part.kind != "text" or _says_who(part, flow, grammar)]
    behind = last.measures[-1].parts if last.measures else []
    names_units = any(part.kind == "text" or part.field in UNIT_FIELDS for part in (*fields, *(p for p in behind if p.kind != "text")))
    known = _OF_FINDING if last.measures else _SETTLING
    if not (names_units or last.measures) or fields != below or any(part.field not in known for part in fields if part.kind != "text"):
        return []
    others = [part for one in (section, *section.children[:-1]) for part in one.parts]
    others += [part for part in last.parts if not _is_below(part, last, flow)]
    is_list = all(one.marker and not (one.children or one.is_row) for one in section.children)
    if last.measures and (section.measures or not all(measure.is_labelled for measure in last.measures)):
        return []
    return fields if is_list and not any(part.kind != "text" or _says_who(part, flow, grammar) for part in others) else []


def _says_who(part: Part, flow: Flow, grammar: Grammar) -> bool:
    return ends_settled(flow.text, part.start, part.end, grammar)


def _counts_phases(section: Node, flow: Flow, grammar: Grammar) -> bool:
    """四、组织实施 above （一）动员阶段（3月）, （二）自查阶段（4月）: what counts nothing but phases, each with its time."""
    if len(section.children) < 2:
        return False
    heading = grammar.structure.compiled("dated-phase-heading")
    return all(child.marker is not None and heading.match(flow.text, child.title[0], child.end) for child in section.children)


def _settle_tasks(section: Node, flow: Flow, grammar: Grammar) -> None:
    """扩大保障范围 below 重点任务 is a task, though 范围 is what a section may be for."""
    for node in section.walk():
        if node.role not in ("tasks", "other", "finding") and grammar.structure.compiled("ordering").match(flow.text, *node.title):
            node.role = "other"


def _close_measure(measure: Node) -> None:
    for nested in measure.measures:
        _close_measure(nested)
    measure.end = max([measure.body, *[p.end for p in measure.parts], *[m.end for m in measure.measures]])


def _dissolve_items(node: Node, flow: Flow, grammar: Grammar) -> list[Part]:
    """Takes out the unnumbered paragraphs that got no field of their own, no bracket either, and returns them."""
    kept: list[Node] = []
    orphans: list[Part] = []
    for child in node.children:
        is_item = child.marker is None and not (child.is_header or child.is_row or child.is_phase or child.measures or child.children)
        if is_item and all(
            p.field in _SAY_NOTHING or (p.kind == "text" and not ends_settled(flow.text, p.start, p.end, grammar)) for p in child.parts
        ):
            orphans.extend(child.parts)
        else:
            kept.append(child)
    node.children = kept
    return orphans


def _take_closing_text(node: Node) -> list[Part]:
    """整改措施：…⏎责任单位：…⏎我局将…: a paragraph behind the fields that has none itself, and no label, is no measure."""
    if len(node.measures) < 2 or node.is_row or node.measures[-1].is_row:
        return []
    before, last = node.measures[-2:]
    if any(part.field == "measures" and part.kind == "label" and before.start < part.start < last.start for part in node.parts):
        return []
    is_plain = not (last.marker or last.measures or before.marker) and all(part.kind == "text" for part in last.parts)
    has_fields = bool(before.parts) and before.parts[-1].kind == "value"
    return node.measures.pop().parts if is_plain and has_fields else []


def _settle_measures(node: Node, flow: Flow, grammar: Grammar) -> None:
    if not node.measures:
        return
    labelled = [m for m in node.measures if m.is_labelled]
    loose = [m for m in node.measures if not m.is_labelled]
    if loose and (labelled or len(loose) < 2):
        for measure in loose:
            node.parts.append(Part("text", measure.start, max(p.end for p in measure.parts) if measure.parts else measure.body))
        node.measures = labelled
    _share_brackets(node, node.measures, flow, grammar)
    _hand_up_last_fields(node)
    with_fields = [m for m in node.measures if any(p.kind != "text" for p in m.parts)]
    if len(with_fields) == 1 and not with_fields[0].is_row and _ends_list(with_fields[0], node):
        _hand_up_fields(node, with_fields[0], flow)
    elif len(with_fields) > 1 and not any(_stands_below(m, node.measures[-1].start, flow) for m in node.measures[:-1]):
        _give_up_fields_below(node, node.measures[-1], flow)


def _ends_list(measure: Node, node: Node) -> bool:
    """Whether no measure stands behind one but those of another label: 整改措施：…⏎责任单位：…⏎下一步打算：…."""
    if measure is node.measures[-1]:
        return True
    end = measure.parts[-1].end
    return measure.parts[0].kind == "text" and any(p.kind == "label" and p.field == "measures" and p.start >= end for p in node.parts)


def _hand_up_fields(node: Node, last: Node, flow: Flow) -> None:
    """（1）…（2）…⏎责任单位：甲: what only the last measure has is the item's, but for what stands in its line and the item has already."""
    own = {p.field for p in node.parts if p.kind == "label"}
    inline = [p for p in last.parts if p.kind != "text" and not _is_below(p, last, flow)]
    kept = inline if any(p.field in own for p in inline) else []
    node.parts.extend(p for p in last.parts if (p.kind != "text" or p.field) and p not in kept)
    last.parts = [p for p in last.parts if (p.kind == "text" and not p.field) or p in kept]


def _hand_up_last_fields(node: Node) -> None:
    """武江市：（1）…阳湖市：（1）…（2）…⏎责任单位：…: what only the last of nested measures has is the item's."""
    last = node.measures[-1] if node.measures else node
    if not last.measures:
        return
    while last.measures:
        last = last.measures[-1]
    left = list(node.measures)
    while left:
        measure = left.pop()
        left.extend(measure.measures)
        if measure is not last and any(p.kind != "text" for p in measure.parts):
            return
    node.parts.extend(p for p in last.parts if p.kind != "text")
    last.parts = [p for p in last.parts if p.kind == "text"]


def _give_up_fields_below(node: Node, last: Node, flow: Flow) -> None:
    """（1）…责任单位：甲（2）…责任单位：乙⏎完成时限：…: what no other measure has, on a line below, is the item's."""
    known = {p.field for m in node.measures[:-1] for p in m.parts if p.kind != "text"}
    own = [p for p in last.parts if p.kind != "text" and p.field not in known and _is_below(p, last, flow)]
    node.parts.extend(own)
    last.parts = [p for p in last.parts if p not in own]


def _stands_below(measure: Node, last: int, flow: Flow) -> bool:
    """Whether a field of a measure stands on a line below its text; behind the last measure it is its part of a counted value."""
    return any(p.kind != "text" and p.start < last and _is_below(p, measure, flow) for p in measure.parts)


def _is_below(part: Part, measure: Node, flow: Flow) -> bool:
    return flow.text.find("\n", measure.start, part.start) >= 0


def _read_title(node: Node, flow: Flow, grammar: Grammar) -> tuple[int, int]:
    """The heading up to its first 。 when more text follows, with a label on its line, as printed; a responsibility bracket is no text."""
    texts = [p for p in node.parts if p.kind == "text" or (p.kind == "value" and p.field in ("finding", "content"))]
    if not texts or node.rank == ROOT_RANK:
        return (node.body, node.body)
    first = texts[0]
    is_shared = first.start < node.shared < first.end
    end = flow.strip(first.start, node.shared)[1] if is_shared else _before_bracket(flow, first.start, first.end, grammar)
    stop = flow.text.find(_STOP, first.start, end)
    start = first.start if first.kind == "text" else _open_label(node, first, flow)
    if stop < 0:
        return (start, end)
    follows = stop + 1 < end or len(texts) > 1
    return (start, stop if follows else stop + 1)


def _open_label(node: Node, value: Part, flow: Flow) -> int:
    """Where the label of a value begins that stands right behind the marker: （一）存在问题：管护不到位。; else where the value does."""
    opens = next((p for p in node.parts if p.kind == "label" and p.start < value.start and p.field == value.field), value)
    return opens.start if flow.text.find("\n", node.body, opens.start) < 0 else value.start


def _before_bracket(flow: Flow, start: int, end: int, grammar: Grammar) -> int:
    """The end of the text before the responsibility bracket that closes it, if one does."""
    if not ends_settled(flow.text, start, end, grammar):
        return end
    bracket = max((b.start for b in find_brackets(flow.text, start, end)), default=end)
    return flow.strip(start, bracket)[1] if bracket > start else end


@lru_cache(maxsize=4)
def _roles(grammar: Grammar) -> tuple[EndPattern, tuple[tuple[Role, EndPattern], ...]]:
    """A pattern for all roles, and each of them with its own."""
    rules = grammar.roles.rules
    any_role = EndPattern("|".join(f"(?:{rule.source})" for rule in rules))
    return any_role, tuple((cast(Role, rule.means), EndPattern(rule.source)) for rule in rules)


def read_role(title: str, grammar: Grammar) -> Role:
    if len(title) > _LONGEST_ROLE:
        return "finding" if title.startswith("关于") and title.rstrip("。”").endswith("问题") else "other"
    any_role, roles = _roles(grammar)
    if not any_role.search(title):  # most titles
        return "other"
    return next((role for role, pattern in roles if pattern.search(title)), "other")


_LONGEST_ROLE = 30
"""A heading longer than this says what is to be done, not what its section is for."""
