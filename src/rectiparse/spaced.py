"""Tables whose columns are set apart by blanks: lines → the header words and the cells of each line below.

`序号  工作任务  责任单位  完成时限` and lines of as many pieces; a line with fewer has them where the words stand above.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from rectiparse.cells import MOST_COLUMNS, Header, name_columns, read_header_word
from rectiparse.fits import SAY_WHO_OR_WHEN, SERIAL, SUBJECTS, fit, is_empty
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import Pattern, compile_pattern
from rectiparse.source import count_cells

_WIDE = compile_pattern(r"[^ ]++(?: [^ ]++)*+")
_NARROW = compile_pattern(r"[^ ]++")
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LONGEST_HEADER = 120


class SpacedTable(NamedTuple):
    """The header on lines[start]; for each line from the next one up to lines[stop] its cells: column and place in the line."""

    start: int
    stop: int
    header: Header
    rows: tuple[tuple[tuple[int, Span], ...], ...]


def find_spaced(lines: list[str], printed: list[str], grammar: Grammar) -> Iterator[SpacedTable]:
    """The tables in order, of folded lines and the same as printed; header words above other lines make none."""
    stop = 0
    for at in [at for at, line in enumerate(lines) if " " in line and _may_be_header(line)]:
        table = _read_table(lines, printed, at, grammar) if at >= stop else None
        if table is not None:
            yield table
            stop = table.stop


def _may_be_header(line: str) -> bool:
    is_split = len(line) <= _LONGEST_HEADER and line.count(" ") >= _FEWEST_COLUMNS - 1
    return is_split and "。" not in line and "," not in line  # most lines with blanks are sentences with figures


def _read_table(lines: list[str], printed: list[str], at: int, grammar: Grammar) -> SpacedTable | None:
    pieces = next((found for pattern in (_WIDE, _NARROW) if (found := _split_header(lines[at], pattern, grammar))), None)
    if pieces is None:
        return None
    pattern, spans = pieces
    texts = [lines[at][a:b] for a, b in spans]
    columns = name_columns(texts, [read_header_word(text, grammar) for text in texts], grammar)
    if columns is None or any(needed.isdisjoint(columns[0]) for needed in (SUBJECTS, SAY_WHO_OR_WHEN)):
        return None
    header = Header(*columns, 1)
    widths = [count_cells(printed[at][:a]) for a, _ in spans] if pattern is _WIDE else []
    below = range(at + 1, len(lines))
    placed = (_place(lines[index], printed[index], pattern, widths, header, grammar) for index in below)
    rows = tuple(takewhile(bool, placed))
    return SpacedTable(at, at + 1 + len(rows), header, rows) if len(rows) >= _FEWEST_ROWS else None


def _split_header(line: str, pattern: Pattern, grammar: Grammar) -> tuple[Pattern, list[Span]] | None:
    """The words of a header and what splits its lines; None when one of them is none."""
    spans = [match.span() for match in pattern.finditer(line)]
    if not _FEWEST_COLUMNS <= len(spans) <= MOST_COLUMNS:
        return None
    return (pattern, spans) if all(read_header_word(line[a:b], grammar) for a, b in spans) else None


def _place(line: str, printed: str, pattern: Pattern, widths: list[int], header: Header, grammar: Grammar) -> tuple[tuple[int, Span], ...]:
    """The cells of a line, () when it is no row."""
    spans = [match.span() for match in pattern.finditer(line)]
    count = len(header.fields)
    if len(spans) == count:
        columns = list(range(count))
    elif widths and 1 < len(spans) < count:
        columns = [min(range(count), key=lambda column: abs(widths[column] - count_cells(printed[:a]))) for a, _ in spans]
    else:
        return ()
    cells = tuple(zip(columns, spans, strict=True))
    if columns[0] != 0 or any(low >= high for low, high in pairwise(columns)):
        return ()
    return cells if all(_fits(line[a:b], header.fields[c], header.words[c], grammar) for c, (a, b) in cells) else ()


def _fits(text: str, field: str, word: str, grammar: Grammar) -> bool:
    if word == SERIAL:
        return text.strip("()、.").isdecimal()
    return is_empty(text) or field not in SAY_WHO_OR_WHEN or fit(text, field, grammar) > 0
