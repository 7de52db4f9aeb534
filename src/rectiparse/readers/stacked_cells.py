"""Tables of web pages that came out a cell a line, a sign behind each (序号 |⏎任务 |⏎1 |⏎清淤 |), to cells with their places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from rectiparse.model import Span
from rectiparse.readers.pipe_tables import is_heading, trim_span
from rectiparse.source import SourceCell, SourceTable

_SIGNS = ("|", "｜")
_SERIAL = "序号"
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 14
_FEWEST_ROWS = 2
_MOST_LINES = 8
"""Lines of a cell; what is longer stands outside the table."""


def find_stacked_tables(text: str) -> tuple[SourceTable, ...]:
    """The tables in order: as many cells a row as stand from 序号 to 1, rows that count on, and headings of a single cell between them.

    The words over the columns may be printed again. Where a later row has its number, but those before it have more cells or fewer,
    some are merged: there is no table, and the lines tell by what they look like where they stand.
    """
    if not any(f"{sign}\n" in text for sign in _SIGNS) or _SERIAL[0] not in text:
        return ()
    return tuple(table for cells in _find_blocks(text) for table in _read_block(text, cells))


def _find_blocks(text: str) -> Iterator[list[Span]]:
    """The cells that follow one another, ends trimmed; the first of a block is the line before its sign."""
    cells: list[Span] = []
    begin, lines, at = 0, 0, 0
    for line in text.split("\n"):
        end = at + len(line.rstrip())
        if line.rstrip().endswith(_SIGNS):
            cells.append(trim_span(text, begin if cells else at, end - 1))
            begin, lines = end, 0
        elif line.strip():
            lines += 1
            if lines >= _MOST_LINES and cells:
                yield cells
                cells = []
        at += len(line) + 1
    if cells:
        yield cells


def _read_block(text: str, cells: list[Span]) -> Iterator[SourceTable]:
    words = ["".join(text[start:end].split()) for start, end in cells]
    over = 0
    for first, (start, end) in enumerate(cells):
        begin = max(start, text.rfind("\n", start, end) + 1)  # a title may stand above the first word
        ahead = words[first : first + _MOST_COLUMNS + 2]
        if first < over or "".join(text[begin:end].split()) != _SERIAL or "1" not in ahead:
            continue
        width = ahead.index("1")
        width -= is_heading(ahead[width - 1])  # 一、城市建设 between the words and the first row
        rows = list(_read_rows(words, first + width, ahead[:width])) if _FEWEST_COLUMNS <= width <= _MOST_COLUMNS else []
        numbers = [int(words[low]) for low, stop in rows if stop - low == width and words[low].isdecimal()]
        behind = takewhile(_SERIAL.__ne__, words[rows[-1][1] :] if rows else ())
        if len(numbers) >= _FEWEST_ROWS and str(numbers[-1] + 1) not in behind:
            over = rows[-1][1]
            yield _build_table([[(begin, end), *cells[first + 1 : first + width]], *(cells[low:stop] for low, stop in rows)])


def _build_table(rows: list[list[Span]]) -> SourceTable:
    width = len(rows[0])
    cells = tuple(
        SourceCell(span, row, column, columns=width if len(spans) == 1 else 1)
        for row, spans in enumerate(rows)
        for column, span in enumerate(spans)
    )
    return SourceTable((rows[0][0][0], rows[-1][-1][1]), cells)


def _read_rows(words: list[str], at: int, header: list[str]) -> Iterator[Span]:
    """Where each row begins and ends among the cells."""
    number, width = 1, len(header)
    while at < len(words):
        if words[at] == str(number) and at + width <= len(words):
            yield at, at + width
            at, number = at + width, number + 1
        elif words[at] == _SERIAL and words[at : at + width] == header and words[at + width : at + width + 1] == [str(number)]:
            yield at, at + width
            at += width
        elif words[at] and words[at + 1 : at + 2] == [str(number)]:
            yield at, at + 1
            at += 1
        else:
            return
