"""The paragraphs of a flow with the marks and labels in them, and table rows in their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectiparse.breaks import LONG_LINE as LONG_LINE
from rectiparse.cells import Row, Table
from rectiparse.fields import BULLETS, UNIT_FIELDS, Label, find_labels, read_boxed_label
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.markers import ORDINAL, Marker, find_markers, keep_runs, read_marker


class Line(NamedTuple):
    """A paragraph of the flow, ends trimmed, with the marks and labels in it; or a table row."""

    start: int
    end: int
    marker: Marker | None
    labels: tuple[Label, ...]
    marks: tuple[Marker, ...]
    row: Row | None = None
    absorbed: Marker | None = None
    """The number that the first label took: 3.责任单位：."""

    @property
    def first_label(self) -> Label | None:
        body = self.marker.end if self.marker else self.start
        return self.labels[0] if self.labels and self.labels[0].start <= body + 1 else None


def read_lines(flow: Flow, tables: tuple[Table, ...], grammar: Grammar) -> list[Line]:
    lines: list[Line] = []
    text, at = flow.text, 0
    pending = list(reversed(tables))
    for raw in text.split("\n"):
        start, end = at, at + len(raw)
        at = end + 1
        while pending and start >= pending[-1].end:
            pending.pop()
        if pending and start >= pending[-1].start:
            if start == pending[-1].start:
                lines.extend(Line(r.start, r.end, None, (), (), r) for r in pending[-1].rows)
            continue
        start, end = flow.strip(start, end)
        if end > start:
            lines.append(_read_line(text, start, end, grammar))
    return lines


def _read_line(text: str, start: int, end: int, grammar: Grammar) -> Line:
    if text[start] == "|" and text[end - 1] == "|" and end - start > 1:  # the sign that closes the row
        end = len(text[start : end - 1].rstrip()) + start
    marker = read_marker(text, start, grammar)
    labels = tuple(_field_labels(text, start, end, marker, grammar))
    marks: list[Marker] = []
    body = marker.end if marker else start
    if end - start > LONG_LINE:
        marks = list(find_markers(text, body, end, grammar, "anything"))
    elif end - start > 12:
        marks = list(find_markers(text, body, end, grammar))
        if any(x.field in UNIT_FIELDS or x.field == "deadline" for x in labels[:-1]):  # 责任单位：甲局（2）… no stop before the number
            marks = sorted([*marks, *find_markers(text, body, end, grammar, "name")])
        if marks and not (marker and marker.scheme == ORDINAL):
            # 整改措施：（1）…⏎（2）…
            first = [m for m in marks if m.number == 1 and any(not text[x.end : m.start].strip() for x in labels if x.end <= m.start)]
            marks = sorted({*keep_runs(marks), *first, *_go_on(marker, marks)})
    return Line(start, end, marker, labels, tuple(marks))


def _go_on(marker: Marker | None, marks: list[Marker]) -> Iterator[Marker]:
    """②…。③…: the marks that count on from the one at the line's start."""
    for mark in marks:
        if marker is not None and mark.scheme == marker.scheme and mark.number == marker.number + 1:
            yield mark
            marker = mark


def _field_labels(text: str, start: int, end: int, marker: Marker | None, grammar: Grammar) -> Iterator[Label]:
    """Labels at the line's start, and in run-on text behind a stop or another label; not those inside brackets."""
    body = marker.end if marker else start
    taken, chained = body, False
    boxed = _read_boxed(text, body, end, grammar)
    while boxed is not None:
        yield boxed
        taken = boxed.end
        boxed = _next_boxed(text, boxed, end, grammar)
    if text.find(":", start, end) < 0:
        return
    for label in find_labels(text, start, end, grammar):
        before = text[start : label.start].rstrip(" ")[-1:]
        lead = text[body : label.start].lstrip()
        if (before in "([" and before) or _is_in_bracket(text, start, label.start) or label.start < taken:
            continue
        if not lead.strip(_LEADS) or chained or (before in "。;!?)]”" and label.field != "content"):
            chained = True
            yield label if lead.strip(_LEADS) else label._replace(start=label.start - len(lead))


_LEADS = BULLETS + " "
"""What may stand before a label; it is part of it."""


def _read_boxed(text: str, start: int, end: int, grammar: Grammar) -> Label | None:
    """【责任单位】市住建局, | 责任单位 | 市住建局 |: a label in a box in place of its colon."""
    at = start
    while at < end and text[at] in _LEADS:
        at += 1
    return read_boxed_label(text, at, end, grammar) if at < end and text[at] in "[|" else None


def _next_boxed(text: str, before: Label, end: int, grammar: Grammar) -> Label | None:
    """The next label in a box like the one before it: 【责任单位】市林业局【完成时限】年底."""
    at = text.find(text[before.start], before.end, end)
    while at >= 0:
        if label := read_boxed_label(text, at, end, grammar):
            return label
        at = text.find(text[before.start], at + 1, end)
    return None


def _is_in_bracket(text: str, start: int, at: int) -> bool:
    """Whether a bracket that was opened before `at` is still open there."""
    depth = 0
    for index in range(at - 1, max(start, at - _BRACKET_REACH) - 1, -1):
        depth += (text[index] in ")]") - (text[index] in "([")
        if depth < 0:
            return True
    return False


_BRACKET_REACH = 300
