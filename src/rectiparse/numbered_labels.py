"""Numbers that count the fields of one item, 1.整改目标：… 2.责任单位：…: they belong to the labels and head nothing."""

from __future__ import annotations

from collections.abc import Iterator

from rectiparse.fields import UNIT_FIELDS, Label, is_unit_list, read_label_word
from rectiparse.grammar import Grammar
from rectiparse.lines import Line
from rectiparse.markers import Marker


def absorb_numbers(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """The lines with such numbers made part of their labels; all others as they are.

    A run counts up by one, names each field once, and has a unit or deadline among its fields. Words without a colon are such
    labels only where names of units stand behind or below one of them: 工作目标 and 时间安排 head the sections of a plan too.
    """
    out = list(lines)
    for run in _find_runs(lines, text, grammar):
        for index, label in run:
            line = lines[index]
            out[index] = line._replace(
                marker=None, absorbed=line.marker, labels=(label, *(x for x in line.labels if x.start > label.start))
            )
    return out


_Run = list[tuple[int, Label]]
"""Indexes of lines with the labels that take their numbers."""


def _find_runs(lines: list[Line], text: str, grammar: Grammar) -> Iterator[_Run]:
    open_runs: dict[int, _Run] = {}
    """By rank: a run goes on over lines of lower ranks and ends at a number that is not its next one."""
    for index, line in enumerate(lines):
        marker = line.marker
        if line.row is not None or marker is None:
            continue
        for rank in [rank for rank in open_runs if rank > marker.rank]:
            yield from _finish(open_runs.pop(rank), lines, text, grammar)
        label = _read_label(line, marker, text, grammar)
        run = open_runs.get(marker.rank)
        if run is not None and (label is None or not _goes_on(run, label, marker, lines)):
            yield from _finish(open_runs.pop(marker.rank), lines, text, grammar)
            run = None
        if label is not None:
            if run is not None:
                run.append((index, label))
            elif marker.number == 1:
                open_runs[marker.rank] = [(index, label)]
    for run in open_runs.values():
        yield from _finish(run, lines, text, grammar)


def _read_label(line: Line, marker: Marker, text: str, grammar: Grammar) -> Label | None:
    """The label right behind the number: one with a colon, or a word that a stop ends or that fills the line."""
    first = line.first_label
    if first is not None:
        return first._replace(start=marker.start)
    stop = text.find("。", marker.end, line.end)
    end = line.end if stop < 0 else stop
    field = read_label_word(text, marker.end, end, grammar)
    return Label(marker.start, end + (stop >= 0), field, text[marker.end : end], "") if field else None


def _goes_on(run: _Run, label: Label, marker: Marker, lines: list[Line]) -> bool:
    last = lines[run[-1][0]].marker
    is_next = last is not None and marker.scheme == last.scheme and marker.number == last.number + 1
    return is_next and all(label.field != known.field or label.field == "other" for _, known in run)


def _finish(run: _Run, lines: list[Line], text: str, grammar: Grammar) -> Iterator[_Run]:
    fields = {label.field for _, label in run}
    if len(run) < 2 or not fields & (UNIT_FIELDS | {"deadline"}):
        return
    bare = [(index, label) for index, label in run if text[label.end - 1] != ":"]
    if not bare or any(_names_units(lines, index, label, text, grammar) for index, label in bare):
        yield run


def _names_units(lines: list[Line], index: int, label: Label, text: str, grammar: Grammar) -> bool:
    """Whether names of units, and nothing else, stand behind the label on its line, or on the next one."""
    if label.field not in UNIT_FIELDS:
        return False
    start, end = label.end, lines[index].end
    if start >= end:
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below is None or below.row is not None or below.marker or below.labels:
            return False
        start, end = below.start, below.end
    return is_unit_list(text, start, end - (text[end - 1] in "。;"), grammar)
