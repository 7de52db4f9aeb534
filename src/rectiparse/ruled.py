"""A reader's tables, which know their cells → rows with typed columns; merged cells speak for all rows they cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectiparse.cells import Cell, Header, Row, Table, name_columns, read_header_word
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.model import Span
from rectiparse.source import SourceTable


def find_ruled(flow: Flow, grammar: Grammar) -> Iterator[Table]:
    """The tables of `flow.source` with label words over their columns; one for each time that other words follow."""
    for source in flow.source.tables:
        yield from _read_ruled(_Grid(flow, source), grammar)


class _Place(NamedTuple):
    """A cell of the grid, in flow offsets."""

    start: int
    end: int
    row: int
    column: int
    rows: int
    columns: int


class _Grid:
    """A reader's table with merged cells standing at every place they cover."""

    def __init__(self, flow: Flow, source: SourceTable) -> None:
        self.text = flow.text
        self.end = flow.flow_at(source.span[1])
        self.places: dict[tuple[int, int], _Place] = {}
        self.height = 1 + max((cell.row for cell in source.cells), default=-1)
        self.width = 0
        for cell in source.cells:
            start, end = flow.strip(flow.flow_at(cell.span[0]), flow.flow_at(cell.span[1]))
            place = _Place(start, end, cell.row, cell.column, cell.rows, cell.columns)
            self.width = max(self.width, cell.column + cell.columns)
            for row in range(cell.row, min(self.height, cell.row + cell.rows)):
                for column in range(cell.column, cell.column + cell.columns):
                    self.places.setdefault((row, column), place)

    def row(self, row: int) -> list[_Place | None]:
        """What stands at each column of a row."""
        return [self.places.get((row, column)) for column in range(self.width)]

    def filled(self, row: int) -> list[_Place]:
        """The cells that stand in a row and hold text, each once."""
        return [p for p in dict.fromkeys(self.row(row)) if p and p.end > p.start]

    def read(self, place: _Place | None) -> str:
        return self.text[place.start : place.end] if place else ""

    def bounds(self, row: int) -> Span | None:
        """The flow stretch of the cells that begin in a row, None where none does."""
        own = [p for p in self.row(row) if p and p.row == row]
        return (min(p.start for p in own), max(p.end for p in own)) if own else None


def _read_ruled(grid: _Grid, grammar: Grammar) -> Iterator[Table]:
    header: Header | None = None
    rows: list[Row] = []
    groups: frozenset[int] = frozenset()
    row = first = 0
    while row < grid.height:
        found = _read_grid_header(grid, row, grammar)
        if found is None:
            if header is not None:
                rows.extend(_read_grid_row(grid, row, header.fields, groups))
            row += 1
            continue
        if header is not None and found.words != header.words:
            yield _build_table(grid, first, header, rows)
            header, rows = None, []
        if header is None:
            header, first = found, row
            groups = _find_group_columns(grid, row + found.size, header.fields, grammar)
        bounds = grid.bounds(row)
        last = grid.bounds(row + found.size - 1) or bounds
        if bounds and last:
            rows.append(Row(bounds[0], max(bounds[1], last[1]), (), is_header=True))
        row += found.size
    if header is not None:
        yield _build_table(grid, first, header, rows)


def _build_table(grid: _Grid, first: int, header: Header, rows: list[Row]) -> Table:
    bounds = grid.bounds(first)
    start = grid.text.rfind("\n", 0, bounds[0] if bounds else rows[0].start) + 1
    return Table(start, max([start, *(row.end for row in rows)]), header.fields, tuple(rows))


def _read_grid_header(grid: _Grid, row: int, grammar: Grammar) -> Header | None:
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
        known = [word for place in reversed(stack) if (word := read_header_word(grid.read(place), grammar))]
        found.append(known[0] if known else None)
    distinct = {p for p in above if p and p.end > p.start}
    texts = [grid.read(grid.places.get((row + size - 1, column))) for column in range(grid.width)]
    columns = name_columns(texts, found, grammar) if len(distinct) > 1 else None
    return columns and Header(*columns, size)


_MOST_HEADER_ROWS = 3
_TITLE_FIELDS = ("content", "finding")


def _find_group_columns(grid: _Grid, first: int, fields: tuple[str, ...], grammar: Grammar) -> frozenset[int]:
    """The columns, of the rows from `first` up to the next header, whose cells are merged down over several tasks."""
    found: set[int] = set()
    for row in range(first, grid.height):
        if _read_grid_header(grid, row, grammar):
            break
        filled = grid.filled(row)
        head = _find_head(filled, fields)
        found.update(p.column for p in filled if head and p.column < head.column and p.rows > head.rows and not grid.read(p).isdecimal())
    return frozenset(found)


def _read_grid_row(grid: _Grid, row: int, fields: tuple[str, ...], groups: frozenset[int]) -> Iterator[Row]:
    bounds = grid.bounds(row)
    filled = grid.filled(row)
    if bounds is None or not filled:
        return
    if len(filled) == 1 and filled[0].column == 0:  # a row that fills only its first cell is a section
        place = filled[0]
        yield Row(place.start, place.end, (Cell(place.start, place.end, fields[0]),))
        return
    head = _find_head(filled, fields)
    start = bounds[0]
    for depth, group in enumerate((p for p in filled if head and p.column in groups and p.column < head.column), 1):
        if group.row == row:
            yield Row(group.start, group.end, (Cell(group.start, group.end, "group"),), depth=depth)
            start = max(start, group.end)
    goes_on = head is not None and head.row < row
    cells = tuple(
        Cell(p.start, p.end, fields[p.column], is_shared)
        for p in filled
        if (head is None or p is head or p.column not in groups)
        if not ((is_shared := _is_shared(p, head)) and goes_on)
    )
    if cells:
        yield Row(max(start, min(c.start for c in cells)), bounds[1], cells, goes_on=goes_on)


def _is_shared(place: _Place, head: _Place | None) -> bool:
    return head is None or (place.row <= head.row and place.row + place.rows >= head.row + head.rows)


def _find_head(filled: list[_Place], fields: tuple[str, ...]) -> _Place | None:
    """The cell that says what the row's task is: the first of its kind, in a table without measures the narrowest."""
    heads = [p for p in filled if fields[p.column] in _TITLE_FIELDS]
    if not heads or "measures" in fields:
        return heads[0] if heads else None
    return min(heads, key=lambda p: p.rows)
