"""A value that counts as the measures beside it do → what each of them has of it."""

from __future__ import annotations

from rectiparse.fields import UNIT_FIELDS
from rectiparse.fits import fit
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.nodes import Node
from rectiparse.numerals import read_numeral
from rectiparse.patterns import compile_pattern

_FEWEST_PAIRS = 2
_COUNTED = compile_pattern(r"\((?P<n>\d{1,2})\)(?:项(?!目))?|(?<![\d.])(?P<n>\d{1,2})[.、]|(?P<n>[①-⑳])")


def pair_with_measures(field: str, span: tuple[int, int], measures: list[Node], flow: Flow, grammar: Grammar) -> list[tuple[int, int]]:
    """1.市水务局2.市住建局 beside 1.开展排查。2.实施改造。: what each measure has of a value, [] when it does not count as they do."""
    count = len(measures)
    if (field not in UNIT_FIELDS and field != "deadline") or count < _FEWEST_PAIRS:
        return []
    if any(measure.marker is None or measure.marker.number != number for number, measure in enumerate(measures, 1)):
        return []
    marks: list[tuple[int, int]] = []
    at, end = flow.strip(*span)
    for mark in _COUNTED.finditer(flow.text, at, end):
        if read_numeral(mark["n"]) == len(marks) + 1 and (marks or mark.start() == at):
            marks.append(mark.span())
    if not marks and field == "deadline":
        return _split_limits(at, end, count, flow, grammar)
    stops = [*(start for start, _ in marks[1:]), end]
    if len(marks) != count:
        return []
    pairs = [flow.strip(low, stop) for (_, low), stop in zip(marks, stops, strict=True)]
    return pairs if all(low < high for low, high in pairs) else []  # ①②年底前，③长期坚持


def _split_limits(start: int, end: int, count: int, flow: Flow, grammar: Grammar) -> list[tuple[int, int]]:
    """6月底前⏎9月底前 beside two measures: a limit on each line of a cell, [] when it holds anything else.

    6月底前⏎长期坚持 may be what is said of both, and three limits are the steps of both.
    """
    printed = flow.source.text[flow.source_at(start) : flow.source_at(end)].strip().count("\n") + 1
    if flow.text.count("\n", start, end) < count - 1 or printed > count:
        return []
    lines, at = [], start
    for line in flow.text[start:end].split("\n"):
        lines.append(flow.strip(at, at + len(line)))
        at += len(line) + 1
    lines = [(low, high) for low, high in lines if low < high]
    is_each = len(lines) == count and (count > _FEWEST_PAIRS or flow.text[lines[-1][0]].isdecimal())
    is_each = is_each and all(fit(flow.text[low:high], "deadline", grammar) > 0 for low, high in lines)
    return lines if is_each else []
