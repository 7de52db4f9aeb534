"""Lines and the rows of tables → the one tree of sections and measures of each text."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from rectiparse.cells import Table
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.label_lines import settle_labels
from rectiparse.lines import read_lines
from rectiparse.nodes import Node, Segment
from rectiparse.sections import LineTaker
from rectiparse.settling import close_node, read_role
from rectiparse.tree import Tree


def build_outline(flow: Flow, tables: tuple[Table, ...], grammar: Grammar) -> tuple[Segment, ...]:
    """The texts of a notice in order, each with its tree.

    Guaranteed: nodes and parts stand in order of the text and do not overlap; what is in none of them is white space,
    a separator, or a table header.
    """
    lines = settle_labels(read_lines(flow, tables, grammar), flow.text, grammar)
    tree = Tree(flow, lines, grammar)
    taker = LineTaker(tree)
    for index in range(len(lines)):
        taker.take(index)
    starts = [table.start for table in tables]
    edges = [*(bisect_left(starts, segment.start) for segment in tree.segments), len(tables)]
    for segment, (low, high) in zip(tree.segments, pairwise(edges), strict=True):
        segment.tables = list(tables[low:high])
        close_node(segment.root, flow, grammar)
        if segment.title and read_role(flow.text[slice(*segment.title)], grammar) == "schedule":  # 附件3⏎整改工作时间安排⏎一、…
            segment.root.role = "schedule"
    return tuple(tree.segments)


def first_heading(segments: tuple[Segment, ...], flow: Flow) -> int:
    """The flow offset of the first numbered heading, field or table, the text's end when there is none."""
    heads = (node.start for segment in segments for node in segment.root.walk() if _is_head(node, flow))
    return min(heads, default=len(flow.text))


def _is_head(node: Node, flow: Flow) -> bool:
    return node.marker is not None or node.is_row or node.is_header or _begins_counted(node, flow)


def _begins_counted(node: Node, flow: Flow) -> bool:
    """一、反馈问题⏎…⏎二、整改目标⏎…: fields of a finding that has no number itself."""
    return bool(node.parts) and node.parts[0].kind == "label" and flow.text[node.parts[0].start] in "一(1"
