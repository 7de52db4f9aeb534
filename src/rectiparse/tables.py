"""Tables in the flow: a reader's cells, or tab-led or tab-separated lines → rows of cells with typed columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectiparse.columns import ColumnHeader, find_header, find_rows, is_empty, is_group
from rectiparse.fields import UNIT_FIELDS, read_header
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.patterns import compile_pattern
from rectiparse.source import SourceTable


class Cell(NamedTuple):
    """Flow [start, end) of one cell, ends trimmed (start == end when empty), and the field its column stands for.

    `is_shared`: merged down over all rows that its row's task has.
    """

    start: int
    end: int
    field: str
    is_shared: bool = True


class Row(NamedTuple):
    """A row; `goes_on`: its task is that of the row above, its cells are another measure of it.

    `depth`: above 0 for a cell merged down over the rows of several tasks, which is a section of theirs; 1 the outermost.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    is_header: bool = False
    goes_on: bool = False
    depth: int = 0

    @property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(c for c in self.cells if c.end > c.start)


class Table(NamedTuple):
    start: int
    end: int
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


class _Line(NamedTuple):
    start: int
    end: int
    is_cell: bool
    is_blank: bool


_NOTE = compile_pattern(r"^(?P<word>[^()\n]{1,12}?) ?(?:\([^()\n]{0,40}\))?$")


def find_tables(flow: Flow, grammar: Grammar) -> tuple[Table, ...]:
    """Every table whose header words are labels, in order of the text."""
    ruled = [t for source in flow.source.tables for t in _read_ruled(Grid(flow, source), grammar)]
    if "\t" not in flow.text:
        return _find_column_tables(flow, grammar)
    taken = [(flow.flow_at(source.span[0]), flow.flow_at(source.span[1])) for source in flow.source.tables]
    return tuple(sorted([*ruled, *_find_tabbed(flow, taken, grammar)]))


def _find_tabbed(flow: Flow, taken: list[Span], grammar: Grammar) -> Iterator[Table]:
    """Tables of lines with tabs outside the stretches that a reader's tables take."""
    lines = [line for line in _split_lines(flow.text) if not any(start <= line.start < end for start, end in taken)]
    index = 0
    while index < len(lines):
        header = _read_header(flow.text, lines, index, grammar)
        if header is None:
            index += 1
            continue
        table, index = _read_table(flow, lines, index, header, grammar)
        yield table


# -- a reader's tables -------------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A cell of the grid, in flow offsets."""

    start: int
    end: int
    row: int
    column: int
    rows: int
    columns: int


class Grid:
    """A reader's table with merged cells standing at every place they cover."""

    def __init__(self, flow: Flow, source: SourceTable) -> None:
        self.text = flow.text
        self.end = flow.flow_at(source.span[1])
        self.places: dict[tuple[int, int], _Place] = {}
        self.height = self.width = 0
        for cell in source.cells:
            start, end = flow.strip(flow.flow_at(cell.span[0]), flow.flow_at(cell.span[1]))
            place = _Place(start, end, cell.row, cell.column, cell.rows, cell.columns)
            self.height, self.width = max(self.height, cell.row + cell.rows), max(self.width, cell.column + cell.columns)
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self.places.setdefault((row, column), place)

    def row(self, row: int) -> list[_Place | None]:
        """What stands at each column of a row."""
        return [self.places.get((row, column)) for column in range(self.width)]

    def read(self, place: _Place | None) -> str:
        return self.text[place.start : place.end] if place else ""

    def bounds(self, row: int) -> Span | None:
        """The flow stretch of the cells that begin in a row, None where none does."""
        own = [p for p in self.row(row) if p and p.row == row]
        return (min(p.start for p in own), max(p.end for p in own)) if own else None


def _read_ruled(grid: Grid, grammar: Grammar) -> Iterator[Table]:
    header: _Header | None = None
    rows: list[Row] = []
    row = first = 0
    while row < grid.height:
        found = _read_grid_header(grid, row, grammar)
        if found is None:
            if header is not None:
                rows.extend(_read_grid_row(grid, row, header.fields))
            row += 1
            continue
        if header is not None and found.words != header.words:
            yield _build_table(grid, first, header, rows)
            header, rows = None, []
        if header is None:
            header, first = found, row
        bounds = grid.bounds(row)
        last = grid.bounds(row + found.size - 1) or bounds
        if bounds and last:
            rows.append(Row(bounds[0], max(bounds[1], last[1]), (), is_header=True))
        row += found.size
    if header is not None:
        yield _build_table(grid, first, header, rows)


def _build_table(grid: Grid, first: int, header: _Header, rows: list[Row]) -> Table:
    bounds = grid.bounds(first)
    start = grid.text.rfind("\n", 0, bounds[0] if bounds else rows[0].start) + 1
    return Table(start, max([start, *(row.end for row in rows)]), header.fields, tuple(rows))


def _read_grid_header(grid: Grid, row: int, grammar: Grammar) -> _Header | None:
    """Label words over the columns; two rows of them where one is divided: 责任单位 over 牵头单位 and 配合单位."""
    above = grid.row(row)
    if any(p and p.row != row for p in above):
        return None
    size = max((p.rows for p in above if p), default=1)
    if size > _MOST_HEADER_ROWS:
        return None
    found: list[tuple[str, str] | None] = []
    for column in range(grid.width):
        stack = [grid.places.get((row + down, column)) for down in range(size)]
        known = [word for place in reversed(stack) if (word := _header_word(grid.read(place), grammar))]
        found.append(known[0] if known else None)
    distinct = {p for p in above if p and p.end > p.start}
    known_columns = [f for f in found if f]
    if len(distinct) < 2 or len(known_columns) < 2 or len(known_columns) < _KNOWN_SHARE * grid.width:
        return None
    return _Header(tuple(f[0] if f else "other" for f in found), tuple(f[1] if f else "" for f in found), size)


_MOST_HEADER_ROWS = 3
_KNOWN_SHARE = 0.6
_TITLE_FIELDS = ("content", "finding")


def _read_grid_row(grid: Grid, row: int, fields: tuple[str, ...]) -> Iterator[Row]:
    bounds = grid.bounds(row)
    if bounds is None:
        return
    places = grid.row(row)
    filled = [p for p in dict.fromkeys(places) if p and p.end > p.start]
    if not filled:
        return
    if len(filled) == 1 and filled[0].column == 0:  # a row that fills only its first cell is a section
        place = filled[0]
        yield Row(place.start, place.end, (Cell(place.start, place.end, fields[0]),))
        return
    head = _find_head(filled, fields)
    start = bounds[0]
    for depth, group in enumerate((p for p in filled if head and p.column < head.column and p.rows > head.rows), 1):
        if group.row == row and not grid.read(group).isdecimal():
            yield Row(group.start, group.end, (Cell(group.start, group.end, "group"),), depth=depth)
            start = max(start, group.end)
    cells = tuple(
        Cell(p.start, p.end, fields[p.column], not head or (p.row <= head.row and p.row + p.rows >= head.row + head.rows))
        for p in filled
        if head is None or p.column >= head.column or p.rows <= head.rows
    )
    goes_on = head is not None and head.row < row
    if goes_on:
        cells = tuple(c for c in cells if not c.is_shared)
    yield Row(max(start, min(c.start for c in cells)), bounds[1], cells, goes_on=goes_on)


def _find_head(filled: list[_Place], fields: tuple[str, ...]) -> _Place | None:
    """The cell that says what the row's task is: the first of its kind, in a table without measures the narrowest."""
    heads = [p for p in filled if fields[p.column] in _TITLE_FIELDS]
    if not heads or "measures" in fields:
        return heads[0] if heads else None
    return min(heads, key=lambda p: p.rows)


def _find_column_tables(flow: Flow, grammar: Grammar) -> tuple[Table, ...]:
    """The table that a page's text laid out in columns: its cells are lines of the flow."""
    spans = [(line.start, line.end) for line in _split_lines(flow.text) if not line.is_blank]
    spans = [flow.strip(*span) for span in spans]
    texts = [flow.text[a:b] for a, b in spans]
    header = find_header(texts, grammar)
    if header is None:
        return ()
    rows: list[Row] = []
    for first, last in find_rows(texts, header):
        if texts[first].isdecimal():
            rows.extend(_read_column_row(spans[first:last], texts[first:last], header))
        else:
            rows.append(Row(spans[first][0], spans[last - 1][1], (), is_header=True))
    return (Table(spans[header.start][0], spans[-1][1], header.fields, tuple(rows)),)


def _read_column_row(spans: list[tuple[int, int]], texts: list[str], header: ColumnHeader) -> Iterator[Row]:
    """The row of a number and its cells; a group cell before the text is a section of its own."""
    serial, cells = Cell(*spans[0], "other"), list(zip(spans[1:], texts[1:], strict=True))
    columns = [f for f in header.fields[1:] if f not in UNIT_FIELDS]
    if len(columns) > 1 and cells and is_group(cells[0][1]):
        (start, end), _ = cells.pop(0)
        yield Row(start, end, (Cell(start, end, columns[0]),))
    fields = (columns[-1] if columns else "content", *header.fields[len(header.fields) - header.unit_columns :])
    filled = [Cell(*span, field) for (span, text), field in zip(cells, fields, strict=False) if not is_empty(text)]
    end = cells[-1][0][1] if cells else serial.end
    yield Row(serial.start, end, (serial, *filled))


def _split_lines(text: str) -> list[_Line]:
    lines, at = [], 0
    for raw in text.split("\n"):
        is_cell = raw.lstrip(" ").startswith("\t") or "\t" in raw.strip()
        lines.append(_Line(at, at + len(raw), is_cell, not raw.strip()))
        at += len(raw) + 1
    return lines


class _Header(NamedTuple):
    fields: tuple[str, ...]
    words: tuple[str, ...]
    size: int  # lines it takes


def _header_word(text: str, grammar: Grammar) -> tuple[str, str] | None:
    """The field and the word of a header cell, its note in brackets left out."""
    match = _NOTE.match(text.strip().replace(" ", ""))
    field = read_header(match["word"], grammar) if match else None
    return (field, match["word"]) if match and field else None


def _read_header(text: str, lines: list[_Line], index: int, grammar: Grammar) -> _Header | None:
    """Cells of one line, or cells on lines of their own, at least two of them, each a label word."""
    line = lines[index]
    if not line.is_cell or line.is_blank:
        return None
    parts = [p for p in text[line.start : line.end].split("\t") if p.strip()]
    if len(parts) > 1:
        found = [_header_word(p, grammar) for p in parts]
        size = 1
    else:
        found, size = [], 0
        while index + size < len(lines) and lines[index + size].is_cell and not lines[index + size].is_blank:
            word = _header_word(text[lines[index + size].start : lines[index + size].end], grammar)
            if word is None:
                break
            found.append(word)
            size += 1
    known = [f for f in found if f]
    if len(known) < 2 or len(known) < 0.6 * len(found):
        return None
    return _Header(tuple(f[0] if f else "other" for f in found), tuple(f[1] if f else "" for f in found), size)


def _read_table(flow: Flow, lines: list[_Line], index: int, header: _Header, grammar: Grammar) -> tuple[Table, int]:
    first = index
    rows: list[Row] = []
    cells: list[tuple[int, int]] = []
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
        if line.is_blank and not line.is_cell and "\t" not in flow.text[line.start : line.end]:
            blank_before = True
        elif line.is_blank:  # a line of nothing but a tab: an empty cell where one is due
            if cells and not blank_before and len(cells) < len(header.fields):
                cells.append((line.end, line.end))
        elif line.is_cell:
            if cells and (blank_before or len(cells) >= len(header.fields)):
                _end_row(flow, rows, cells, header)
            cells.extend(_split_cells(flow, line))
            blank_before = False
        elif cells and not (blank_before and len(cells) >= len(header.fields)):
            cells[-1] = (cells[-1][0], line.end)
            blank_before = False
        else:
            break
        index += 1
    _end_row(flow, rows, cells, header)
    last = rows[-1].end if rows else lines[index - 1].end
    return Table(lines[first].start, last, header.fields, tuple(rows)), index


def _split_cells(flow: Flow, line: _Line) -> list[tuple[int, int]]:
    text = flow.text[line.start : line.end]
    body = text.lstrip(" ")
    at = line.start + len(text) - len(body)
    if body.startswith("\t") and body.count("\t") == 1:
        return [(at + 1, line.end)]
    out = []
    for piece in body.split("\t"):
        out.append((at, at + len(piece)))
        at += len(piece) + 1
    return out[1:] if body.startswith("\t") else out


def _end_row(flow: Flow, rows: list[Row], cells: list[tuple[int, int]], header: _Header) -> None:
    if not cells:
        return
    row = []
    for index, (start, end) in enumerate(cells):
        start, end = flow.strip(start, end)
        row.append(Cell(start, end, header.fields[min(index, len(header.fields) - 1)]))
    rows.append(Row(cells[0][0], max(e for _, e in cells), tuple(row)))
    cells.clear()
