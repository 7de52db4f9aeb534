"""Labels that only their neighbours tell: those with numbers, 1.整改目标：… 2.责任单位：…, and those alone on a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rectiparse.fields import UNIT_FIELDS, Label, is_unit_list, read_label_word
from rectiparse.grammar import Grammar
from rectiparse.lines import Line
from rectiparse.markers import Marker


def settle_labels(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """The lines with such labels read; all others as they are."""
    return _read_bare(_absorb_numbers(lines, text, grammar), text, grammar)


def _absorb_numbers(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """Numbers that count the fields of one item belong to the labels and head nothing.

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


_FEWEST_BARE = 3
"""Label words on lines of their own that make a form."""
_ENDS_FORM = 30
"""The rank of a heading that ends one."""


def _read_bare(lines: list[Line], text: str, grammar: Grammar) -> list[Line]:
    """责任单位⏎市教育局⏎完成时限⏎6月底: a form's labels, each above its value, where names of units stand below one of them."""
    out = list(lines)
    form: _Run = []
    for index, line in enumerate(lines):
        if line.row is not None or (line.marker is not None and line.marker.rank <= _ENDS_FORM):
            _settle_form(form, out, text, grammar)
            form = []
        elif line.marker is None and not line.labels and (field := read_label_word(text, line.start, line.end, grammar)):
            form.append((index, Label(line.start, line.end, field, text[line.start : line.end], "")))
    _settle_form(form, out, text, grammar)
    return out


def _settle_form(form: _Run, lines: list[Line], text: str, grammar: Grammar) -> None:
    fields = {label.field for _, label in form}
    side_by_side = sum(right - left == 1 for (left, _), (right, _) in pairwise(form))  # words over columns, or an empty value
    if len(form) < _FEWEST_BARE or len(fields) < 2 or 2 * side_by_side > len(form):
        return
    if any(_names_units(lines, index, label, text, grammar) for index, label in form):
        for index, label in form:
            lines[index] = lines[index]._replace(labels=(label,))
