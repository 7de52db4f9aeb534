"""Tables of plain text: tab-led or tab-separated lines → rows of cells with typed columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from rectiparse.cells import (
    MOST_COLUMNS,
    Cell,
    Header,
    Row,
    Table,
    add_column,
    fold_divided,
    is_behind_table,
    is_note,
    is_signature,
    is_whole,
    join_header_rows,
    name_columns,
    read_header_lines,
    read_header_word,
)
from rectiparse.fields import GROUP_ROW, UNIT_FIELDS
from rectiparse.fits import SAY_WHO_OR_WHEN, SERIAL, SUBJECTS, counts_on, fit, may_head, place_texts
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.grids import Grid, Place, settle_merged
from rectiparse.model import Span
from rectiparse.numerals import read_numeral
from rectiparse.ruled import find_group_columns, read_grid_row


class _Line(NamedTuple):
    start: int
    end: int
    is_cell: bool
    is_blank: bool


def find_tabbed(flow: Flow, taken: list[Span], grammar: Grammar) -> Iterator[Table]:
    """Tables of lines with tabs outside the stretches that a reader's tables take."""
    starts = [start for start, _ in taken]
    lines = [line for line in _split_lines(flow.text) if not _is_taken(line, starts, taken)]
    index = 0
    while index < len(lines):
        header = _read_header(flow.text, lines, index, grammar)
        if header is None:
            index += 1
            continue
        table, index = _read_table(flow, lines, index, header, grammar)
        yield table


def _is_taken(line: _Line, starts: list[int], taken: list[Span]) -> bool:
    """Whether the line stands in one of the stretches, which are in order."""
    at = bisect_right(starts, line.start) - 1
    return at >= 0 and line.start < taken[at][1]


def _split_lines(text: str) -> list[_Line]:
    lines, at = [], 0
    for raw in text.split("\n"):
        is_cell = raw.lstrip(" ").startswith("\t") or "\t" in raw.strip()
        lines.append(_Line(at, at + len(raw), is_cell, not raw.strip()))
        at += len(raw) + 1
    return lines


def _read_header(text: str, lines: list[_Line], index: int, grammar: Grammar) -> Header | None:
    """Cells of one line, or cells on lines of their own, at least two of them, each a label word."""
    line = lines[index]
    if not line.is_cell or line.is_blank:
        return None
    parts = [p for p in text[line.start : line.end].split("\t") if p.strip()]
    is_stacked = len(parts) < 2
    if not is_stacked:
        two_rows = _join_with_next(text, lines, index, grammar)
        size = 2 if two_rows else 1
        parts = add_column(two_rows or parts, _cells_below(text, lines, index + size), grammar)
        found = [read_header_word(p, grammar) for p in parts]
    else:
        cells = list(takewhile(lambda cell: cell.is_cell and not cell.is_blank, lines[index : index + MOST_COLUMNS + 1]))
        found = [*read_header_lines((text[cell.start : cell.end] for cell in cells), grammar, is_block=True)]
        size, found = len(found), [*fold_divided([word for word in found if word])]
        parts = [""] * len(found)
    columns = name_columns(parts, found, grammar)
    return columns and Header(*columns, size, text.startswith("\t", line.start), is_stacked)


def _cells_below(text: str, lines: list[_Line], index: int) -> list[str]:
    """The cells of one line, [] when there are none."""
    line = lines[index] if index < len(lines) and lines[index].is_cell else None
    return [cell.strip() for cell in text[line.start : line.end].strip().split("\t")] if line else []


def _join_with_next(text: str, lines: list[_Line], index: int, grammar: Grammar) -> list[str]:
    """The words of a header of two rows, [] for a header of one row."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or not below.is_cell or below.is_blank:
        return []
    upper, lower = ([cell.strip() for cell in text[line.start : line.end].split("\t")] for line in (lines[index], below))
    return join_header_rows(upper, lower, grammar)


def _read_table(flow: Flow, lines: list[_Line], index: int, header: Header, grammar: Grammar) -> tuple[Table, int]:
    first = index
    rows: list[Row] = []
    cells: list[Span] = []
    blank_before = False
    while index < len(lines):
        line = lines[index]
        again = _read_header(flow.text, lines, index, grammar)
        if again is not None and again.words == header.words:
            _end_row(flow, rows, cells, header)
            end = lines[index + again.size - 1].end
            rows.append(Row(line.start, end, (), is_header=True))
            index += again.size
            blank_before = False
            continue
        if again is not None and index > first:  # another table begins here
            break
        if _is_group(flow.text, lines, index):
            _end_row(flow, rows, cells, header)
            start, end = flow.strip(line.start, line.end)
            rows.append(Row(start, end, (Cell(start, end, header.fields[0]),)))
            blank_before = False
        elif _heads_row(flow.text, lines, index, header) and (not cells or _heads_others(flow.text, cells, line, rows, header, grammar)):
            _end_row(flow, rows, cells, header)
            start, end = flow.strip(line.start, line.end)
            rows.append(Row(start, end, (Cell(start, end, header.fields[0]),), depth=1))
            blank_before = False
        elif not line.is_cell and not line.is_blank and _ends_table(flow.text, lines, index, header, grammar):
            break
        elif line.is_blank and not line.is_cell and "\t" not in flow.text[line.start : line.end]:
            blank_before = True
        elif line.is_blank:  # a line of nothing but a tab: an empty cell where one is due
            if cells and not blank_before and len(cells) < len(header.fields):
                cells.append((line.end, line.end))
        elif line.is_cell:
            found = _split_cells(flow, line, header)
            if cells and (blank_before or len(cells) >= len(header.fields)):
                _end_row(flow, rows, cells, header)
            if cells and not header.is_stacked and not _begins_row(flow.text, cells, found, header, grammar):
                # a cell that holds a line break
                cells[-1] = (cells[-1][0], found.pop(0)[1])
            elif cells and not header.is_stacked:
                _end_row(flow, rows, cells, header)
            cells.extend(found)
            blank_before = False
        elif cells and _goes_on_measures(flow.text, cells, line, header):
            _end_row(flow, rows, cells, header)
            cells.extend([*[(line.start, line.start)] * header.fields.index("measures"), (line.start, line.end)])
            blank_before = False
        elif cells and not (blank_before and len(cells) >= len(header.fields)):
            cells[-1] = (cells[-1][0], line.end)
            blank_before = False
        else:
            break
        index += 1
    _end_row(flow, rows, cells, header)
    last = rows[-1].end if rows else lines[index - 1].end
    return Table(lines[first].start, last, header.fields, tuple(_settle(rows, header, flow.text, grammar))), index


def _settle(rows: list[Row], header: Header, text: str, grammar: Grammar) -> Iterator[Row]:
    """The rows with what merged cells leave out in them."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if row.is_header or row.depth or row.goes_on:
            runs += [[row], []]
        else:
            runs[-1].append(row)
    width = max(len(header.fields), *(len(row.cells) for row in rows))
    fields = header.fields + header.fields[-1:] * (width - len(header.fields))
    grids = [None if not run or run[0].cells == () or run[0].depth or run[0].goes_on else _build_grid(run, text, width) for run in runs]
    groups: frozenset[int] = frozenset()
    for grid in grids:
        if grid is not None:
            settle_merged(grid, range(grid.height), header, grammar)
            groups |= find_group_columns(grid, range(grid.height), fields)
    for run, grid in zip(runs, grids, strict=True):
        if grid is None:
            yield from run
        else:
            for at in range(grid.height):
                yield from read_grid_row(grid, at, fields, groups)


def _build_grid(rows: list[Row], text: str, width: int) -> Grid:
    cells = (Place(cell.start, cell.end, at, column, 1, 1) for at, row in enumerate(rows) for column, cell in enumerate(row.cells))
    return Grid(text, cells, width)


def _is_group(text: str, lines: list[_Line], index: int) -> bool:
    """一、深化政务公开 on a line of its own between rows: the section of those below."""
    line = lines[index]
    if line.is_cell or line.is_blank or not GROUP_ROW.match(text[line.start : line.end].strip()):
        return False
    below = (b for b in lines[index + 1 : index + 6] if not b.is_blank and not GROUP_ROW.match(text[b.start : b.end].strip()))
    return next((line.is_cell for line in below), False)


def _is_whole_row(text: str, cells: list[Span], header: Header, grammar: Grammar) -> bool:
    """Whether a row has all its cells, and the last one does not end in mid-sentence."""
    return 0 < len(header.fields) <= len(cells) and is_whole(text[slice(*cells[-1])].strip(), grammar)


def _heads_others(text: str, cells: list[Span], line: _Line, rows: list[Row], header: Header, grammar: Grammar) -> bool:
    """Whether a line below a row's last cell heads rows: 水污染防治方面, or 水污染 below 6月底前 or the name of a unit.

    水污染 does where one heads the first row, too; so does what stands alone where a task may stand, without its unit.
    """
    is_grouped = any(row.depth for row in rows[:_FIRST_ROWS])
    if _is_row_of_one(text, line, header):
        return is_grouped or header.fields[0] not in SUBJECTS
    if not _is_whole_row(text, cells, header, grammar):
        return False
    words, field = text[line.start : line.end].strip(), header.fields[-1]
    if grammar.structure.compiled("group-line").match(words):
        return True
    above = text[slice(*cells[-1])].strip()
    is_other = field in SAY_WHO_OR_WHEN and fit(above, field, grammar) > 0 and fit(words, field, grammar) <= 0
    return is_other and is_grouped and may_head(words, grammar)


_FIRST_ROWS = 2
"""The heading of the first row is among these, and may stand below another one."""


def _is_row_of_one(text: str, line: _Line, header: Header) -> bool:
    """Whether tabs behind a line's one cell stand for all others of its row."""
    return text.count("\t", line.start, line.end) >= max(len(header.fields) - 1, 2)


def _heads_row(text: str, lines: list[_Line], index: int, header: Header) -> bool:
    """Whether a short line without tabs between words stands above the row of a number, or one with all its cells."""
    line = lines[index]
    words = text[line.start : line.end].strip()
    if line.is_cell or not words or len(words) > _LONGEST_GROUP or words[-1] in "。;:,、":
        return False
    below = next(
        (one for one in lines[index + 1 : index + 4] if one.is_cell or not (one.is_blank or _is_row_of_one(text, one, header))), None
    )
    if below is None or not below.is_cell:
        return False
    cells = text[below.start : below.end].strip().split("\t")
    return cells[0].strip().isdecimal() or len(list(filter(str.strip, cells))) >= len(header.fields) > 2


_LONGEST_GROUP = 30


def _ends_table(text: str, lines: list[_Line], index: int, header: Header, grammar: Grammar) -> bool:
    """Whether a line without tabs stands behind the table, or names the next one."""
    line, *below = [text[line.start : line.end].strip() for line in lines[index : index + 4] if not line.is_blank]
    if is_behind_table(line, grammar) or (bool(below) and is_signature(line, below[0], grammar)):
        return True
    at = next((at for at in range(index + 1, min(len(lines), index + 4)) if not lines[at].is_blank), len(lines))
    if at == len(lines) or not lines[at].is_cell:
        return is_note(line, grammar)
    following = _read_header(text, lines, at, grammar)
    if following is None:  # 备注：… in a cell
        return False
    return following.words != header.words or is_note(line, grammar)


def _begins_row(text: str, above: list[Span], cells: list[Span], header: Header, grammar: Grammar) -> bool:
    """Whether a line begins a row: with its number, with all its cells where rows have none, or below a row whose begin is left out too."""
    first = text[slice(*cells[0])].strip(" ()、.")
    if header.words[0] != SERIAL and len(cells) >= len(header.fields):
        return True
    if header.words[0] == SERIAL and first and read_numeral(first) is not None:
        return True
    return _lacks_begin(text, cells, header, grammar) and _lacks_begin(text, above, header, grammar)


def _lacks_begin(text: str, cells: list[Span], header: Header, grammar: Grammar) -> bool:
    """Whether cells look like those of the later columns."""
    texts = [text[a:b].strip() for a, b in cells]
    if not 1 < len(texts) < len(header.fields) or not all(texts):
        return False
    return place_texts(texts, header.fields, header.words, "", grammar) is not None


def _goes_on_measures(text: str, cells: list[Span], line: _Line, header: Header) -> bool:
    """Whether a line below a row's last cell counts on from its measures: all else of its row is merged down."""
    at = header.fields.index("measures") if "measures" in header.fields[:-1] else len(cells)
    if at >= len(cells) - 1 or len(cells) < len(header.fields):
        return False
    measure, last = (text[slice(*cells[column])].strip().rpartition("\n")[-1].strip() for column in (at, -1))
    words = text[line.start : line.end].strip()
    return counts_on(measure, words) and not counts_on(last, words)


def _split_cells(flow: Flow, line: _Line, header: Header) -> list[Span]:
    text = flow.text[line.start : line.end]
    body = text.lstrip(" ")
    at = line.start + len(text) - len(body)
    if body.startswith("\t") and body.count("\t") == 1:
        return [(at + 1, line.end)]
    out = []
    for piece in body.split("\t"):
        out.append((at, at + len(piece)))
        at += len(piece) + 1
    if not body.startswith("\t"):
        return out
    is_number = header.words[0] == SERIAL and flow.text[slice(*out[1])].strip().isdecimal()
    return out[1:] if header.is_led or len(out) > len(header.fields) or is_number else out


_QUOTES = 2


def _end_row(flow: Flow, rows: list[Row], cells: list[Span], header: Header) -> None:
    if not cells:
        return
    row = []
    for index, (start, end) in enumerate(cells):
        start, end = flow.strip(start, end)
        if end - start > _QUOTES and flow.text[start] == flow.text[end - 1] == '"':  # a sheet's cell that holds line breaks
            start, end = flow.strip(start + 1, end - 1)
        row.append(Cell(start, end, header.fields[min(index, len(header.fields) - 1)]))
    is_rest = _is_rest(row, rows, header)
    read = tuple(_as_rest(cell) for cell in row) if is_rest else tuple(row)
    rows.append(Row(cells[0][0], max(e for _, e in cells), read, goes_on=is_rest))
    cells.clear()


def _is_rest(row: list[Cell], rows: list[Row], header: Header) -> bool:
    """Below a header that is printed again, a row without its number is what a page break left of the row above."""
    if len(rows) < 2 or not rows[-1].is_header or rows[-2].is_header or header.words[0] != SERIAL:
        return False
    filled = {cell.field for cell in row if cell.end > cell.start}
    return row[0].start == row[0].end and bool(filled) and not filled & {"measures", "other"}


def _as_rest(cell: Cell) -> Cell:
    return cell._replace(goes_on=cell.field in UNIT_FIELDS, field="text" if cell.field in ("content", "finding") else cell.field)
