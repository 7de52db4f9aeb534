"""Tables drawn with signs in plain text, `| 序号 | 任务 |` and │序号│任务│, to cells with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectiparse.model import Span
from rectiparse.source import SourceCell, SourceTable

_SIGNS = "|｜│┃"
_RULE = rf"(?=.*[-=─━═┄])[\s{_SIGNS}:+=\-─━═┄┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]+"
"""A line that only draws: |---|---|, ├──┼──┤."""
_BREAK = "(?i)<br ?/?>"
"""A line break inside a cell."""
_HEADING = r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；：:]{2,60}$"
"""A line without signs that heads rows: 一、水环境治理."""
_NUMBERED = rf"[\s{_SIGNS}]*(?:[^\s{_SIGNS}]{{1,12}}\s*[{_SIGNS}]\s*)?\d{{1,3}}\s*[{_SIGNS}]"
"""A row with its number in the first cell, or behind a category."""
_REACH = 6
"""Lines behind a heading among which the row that it heads is looked for."""
_FEWEST = 2
"""Rows of several cells in a table; 首页 | 新闻 | 正文 on one line is a site's path."""


def find_pipe_tables(text: str) -> tuple[tuple[SourceTable, ...], tuple[Span, ...]]:
    """The tables in order, a table for each block of drawn lines, and the lines that only draw; a blank line parts no block."""
    if not _has_sign(text):  # most texts: no pattern is compiled for them
        return (), ()
    tables: list[SourceTable] = []
    rules: list[Span] = []
    lines: list[Span] = []
    drawn: list[Span] = []
    below: list[int] = []
    """For each line of a row how many lines that only draw stand above it."""
    printed = tuple(_find_lines(text))
    for index, line in enumerate((*printed, None)):
        if line is not None and _is_rule(text, line):
            drawn.append(line)
        elif line is not None and (_has_sign(text[slice(*line)]) or (lines and _heads_rows(text, printed, index))):
            lines.append(line)
            below.append(len(drawn))
        elif line is None or text[line[0] : line[1]].strip():
            full = [at for at, row in enumerate(lines) if _has_sign(text[slice(*row)].strip(f"{_SIGNS} \t"))]
            if len(full) >= _FEWEST:
                rows, below = _split_rows(text, lines[full[0] :]), below[full[0] :]  # above them stands a title
                tables.append(_build_table(rows, _find_rests(text, rows, below)))
                rules.extend(drawn)
                rules.extend(match.span() for match in re.compile(_BREAK).finditer(text, *tables[-1].span))
            lines, drawn, below = [], [], []
    return tuple(tables), tuple(sorted(rules))


def _find_lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        yield (at, at + len(line))
        at += len(line) + 1


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def _is_rule(text: str, line: Span) -> bool:
    return re.fullmatch(_RULE, text[slice(*line)]) is not None


def _heads_rows(text: str, lines: tuple[Span, ...], index: int) -> bool:
    """Whether a heading stands between rows that count, no other table's words below it."""
    if not is_heading(text[slice(*lines[index])]):
        return False
    for line in lines[index + 1 : index + 1 + _REACH]:
        if _has_sign(text[slice(*line)]) and not _is_rule(text, line):
            return re.match(_NUMBERED, text[slice(*line)]) is not None
        if text[slice(*line)].strip() and not _is_rule(text, line) and not is_heading(text[slice(*line)]):
            return False
    return False


def _split_rows(text: str, lines: list[Span]) -> list[list[Span]]:
    """The cells of each row; where most rows have no sign before their first cell, one that has begins with an empty cell."""
    is_closed = 2 * sum(text[slice(*line)].lstrip()[:1] in _SIGNS for line in lines) >= len(lines)
    return [_split_row(text, line, is_closed) for line in lines]


def _split_row(text: str, line: Span, is_closed: bool) -> list[Span]:
    """The cells of a row, ends trimmed; a sign at the line's end, and at its start where rows begin with one, only closes it."""
    start, end = trim_span(text, *line)
    edges = [at for at in range(start, end) if text[at] in _SIGNS]
    if is_closed and edges and edges[0] == start:
        start = edges.pop(0) + 1
    if edges and edges[-1] == end - 1:
        end = edges.pop()
    return [trim_span(text, low, high) for low, high in zip((start, *(edge + 1 for edge in edges)), (*edges, end), strict=True)]


def is_heading(line: str) -> bool:
    """一、水环境治理: what heads the rows below it."""
    return re.match(_HEADING, line) is not None


def trim_span(text: str, start: int, end: int) -> Span:
    """text[start:end] without blanks and breaks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end)


def _find_rests(text: str, rows: list[list[Span]], below: list[int]) -> frozenset[int]:
    """The rows that go on with the one above: where lines part the rows, no line does above them, nor do they begin with a number."""
    if len(set(below)) < _FEWEST_PARTED:
        return frozenset()
    behind = (at for at in range(1, len(rows)) if below[at] == below[at - 1] and len(rows[at]) >= _FEWEST)
    return frozenset(at for at in behind if not text[slice(*rows[at][0])].rstrip("、.").isdecimal())


_FEWEST_PARTED = 3
"""So many stretches between the lines that draw: the words over the columns, and at least two rows."""


def _build_table(rows: list[list[Span]], rests: frozenset[int]) -> SourceTable:
    cells = tuple(SourceCell(span, row, column) for row, spans in enumerate(rows) for column, span in enumerate(spans))
    return SourceTable((rows[0][0][0], rows[-1][-1][1]), cells, rests)
