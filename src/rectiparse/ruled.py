"""A reader's tables, which know their cells → rows with typed columns; merged cells speak for all rows they cover."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from rectiparse.cells import Cell, Header, Row, Table, add_column, join_header_rows, name_columns, put_in, read_header_word
from rectiparse.fits import SERIAL, SUBJECTS, is_empty, is_number, repeats_limit
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.grids import GROUP_FIELDS, Grid, Place, find_head, read_rests, settle_merged
from rectiparse.source import SourceTable


def find_ruled(flow: Flow, grammar: Grammar) -> Iterator[Table]:
    """The tables of `flow.source` with label words over their columns; one for each time that other words follow."""
    for source in flow.source.tables:
        yield from _read_ruled(_build_grid(flow, source, grammar), grammar)


def _build_grid(flow: Flow, source: SourceTable, grammar: Grammar) -> Grid:
    cells = (Place(*flow.strip(flow.flow_at(c.span[0]), flow.flow_at(c.span[1])), c.row, c.column, c.rows, c.columns) for c in source.cells)
    if not source.rests:
        return Grid(flow.text, cells)
    places = list(cells)
    return build_grid(flow.text, places, source.rests - _find_limits(flow.text, places, source.rests, grammar))


def _find_limits(text: str, places: Iterable[Place], rests: Collection[int], grammar: Grammar) -> set[int]:
    """The further lines with a limit of their own below another one: rows of a cell that is merged down."""
    found: set[int] = set()
    above: dict[int, str] = {}
    for at, line in groupby(places, key=attrgetter("row")):
        said = {place.column: text[place.start : place.end] for place in line if place.end > place.start}
        if at not in rests:
            above = {}
        elif any(repeats_limit(above.get(column, ""), words, grammar) for column, words in said.items()):
            found.add(at)
        above |= said
    return found


def build_grid(text: str, cells: Iterable[Place], rests: Collection[int], width: int = 0) -> Grid:
    """A grid of the rows that are no further lines of those above them."""
    rows: list[Place] = []
    lines: dict[int, list[list[Place]]] = {}
    number = -1
    for at, line in groupby(cells, key=attrgetter("row")):
        if at not in rests:
            number += 1
            rows.extend(place._replace(row=number) for place in line)
        elif filled := [place for place in line if place.end > place.start]:
            lines.setdefault(number, []).append(filled)
            width = max(width, filled[-1].column + 1)
    return Grid(text, rows, width, lines)


def _read_ruled(grid: Grid, grammar: Grammar) -> Iterator[Table]:
    found = [list(same) for _, same in groupby(_find_headers(grid, grammar), key=lambda found: found[1].words)]
    stops = [*(group[0][0] for group in found[1:]), grid.height]
    for group, stop in zip(found, stops, strict=False):
        first, header = group[0]
        yield _read_table(grid, {row: header.size for row, header in group}, range(first, stop), header, grammar)


def _find_headers(grid: Grid, grammar: Grammar) -> Iterator[tuple[int, Header]]:
    row = 0
    while row < grid.height:
        header = _read_grid_header(grid, row, grammar)
        if header is not None:
            yield row, header
        row += header.size if header else 1


def _read_table(grid: Grid, headers: dict[int, int], within: range, header: Header, grammar: Grammar) -> Table:
    """A table whose header stands at some of its rows, one or more of them each time."""
    rows: list[Row] = []
    of_header = {row + down for row, size in headers.items() for down in range(size)}
    for stretch in _find_stretches(within, of_header):
        if grid.is_plain:
            settle_merged(grid, stretch, header, grammar)
    bodies = [row for row in within if row not in of_header]
    groups = find_group_columns(grid, bodies, header.fields)
    for row in within:
        if row in headers:
            bounds = grid.bounds(row)
            last = grid.bounds(row + headers[row] - 1) or bounds
            if bounds and last:
                behind = [line[-1].end for line in grid.rests.get(row, ())]
                rows.append(Row(bounds[0], max(bounds[1], last[1], *behind), (), is_header=True))
        elif row not in of_header:
            rows.extend(read_grid_row(grid, row, header.fields, groups))
            rows.extend(read_rests(grid, row, header.fields, grammar))
    body = next((row for row in rows if not row.is_header), None)
    if body and len(body.filled) > 1 and header.fields[0] in SUBJECTS:  # what stands alone is a task without its unit
        rows = [row._replace(depth=0) if row.depth == 1 else row for row in rows]
    bounds = grid.bounds(within.start)
    start = grid.text.rfind("\n", 0, bounds[0] if bounds else rows[0].start) + 1
    return Table(start, max([start, *(row.end for row in rows)]), header.fields, tuple(rows))


def _find_stretches(within: range, without: set[int]) -> Iterator[range]:
    """The runs of rows between headers."""
    start = within.start
    for row in (*within, within.stop):
        if row in without or row == within.stop:
            if row > start:
                yield range(start, row)
            start = row + 1


def _read_grid_header(grid: Grid, row: int, grammar: Grammar) -> Header | None:
    """Label words over the columns; two rows of them where one is divided: 责任单位 over 牵头单位 and 配合单位."""
    above = grid.row(row)
    if any(p and p.row != row for p in above):
        return None
    distinct = {p for p in above if p and p.end > p.start}
    if len(distinct) < 2 or grid.read(above[0]).isdecimal():
        return None
    if grid.is_plain and (words := _join_plain_rows(grid, row, grammar)):
        return _name_plain(grid, row, words, 2, grammar)
    size = max((p.rows for p in above if p), default=1)
    if size > _MOST_HEADER_ROWS:
        return None
    if grid.is_plain:
        return _name_plain(grid, row, grid.read_words(row), 1, grammar)
    found: list[tuple[str, str] | None] = []
    for column in range(grid.width):
        if _is_over_numbers(grid, row + size, above[column], column):
            found.append(("other", SERIAL))
            continue
        stack = [grid.places.get((row + down, column)) for down in range(size)]
        known = [word for place in reversed(stack) if (word := read_header_word(grid.read(place), grammar))]
        found.append(known[0] if known else None)
    texts = [grid.read(grid.places.get((row + size - 1, column))) for column in range(grid.width)]
    columns = name_columns(texts, found, grammar)
    return columns and Header(*columns, size)


_MOST_HEADER_ROWS = 3
_MOST_UNNAMED = 2
"""Cells of a row with no word over them."""


def _join_plain_rows(grid: Grid, row: int, grammar: Grammar) -> list[str]:
    """The words of a header of two rows in a table that says nothing of merged cells, [] for a header of one row."""
    upper, lower = ([grid.read(place) for place in grid.row(at) if place] for at in (row, row + 1))
    words = join_header_rows(upper, lower, grammar) if upper and lower else []
    if not words and upper[:1] == [SERIAL]:
        above, below, first = ([grid.read(place) for place in grid.filled(row + down)] for down in range(3))
        words = put_in(above, below, first, grammar)
    return [*words, *[""] * (grid.width - len(words))] if words else []


def _name_plain(grid: Grid, row: int, words: list[str], size: int, grammar: Grammar) -> Header | None:
    first = [grid.read(place) for place in grid.row(row + size)]
    if (
        sum(map(bool, first)) > sum(map(bool, words)) + _MOST_UNNAMED
    ):  # the lower one of two rows, that divides some of the upper one's words
        return None
    words = add_column(words, first, grammar)
    columns = name_columns(words, [read_header_word(word, grammar) for word in words], grammar)
    return columns and Header(*columns, size)


def _is_over_numbers(grid: Grid, first: int, place: Place | None, column: int) -> bool:
    """Whether a header cell over several columns has row numbers below it at the first of them."""
    if place is None or place.columns == 1 or place.column != column:
        return False
    rows = range(first, min(grid.height, first + _LOOKED_AT))
    below = [grid.read(p) for p in (grid.at(row, column) for row in rows) if p and p.columns == 1]
    return bool(below) and all(text.isdecimal() for text in below)


_LOOKED_AT = 12
"""Rows below a header that tell what stands in a column."""


def find_group_columns(grid: Grid, rows: Iterable[int], fields: tuple[str, ...]) -> frozenset[int]:
    """The columns of some rows whose cells are merged down over several tasks; a number with them is that of their section."""
    found: set[int] = set()
    for row in rows:
        filled = grid.filled(row)
        head = find_head(filled, fields)
        over = [p for p in filled if head and p.column < head.column and p.rows > head.rows and fields[p.column] in GROUP_FIELDS]
        if not all(grid.read(p).isdecimal() for p in over):
            found.update(p.column for p in over)
    return frozenset(found)


def read_plain_grid(grid: Grid, header: Header, grammar: Grammar) -> Iterator[Row]:
    """The rows of a grid below its header, of whose merged cells the text says nothing."""
    settle_merged(grid, range(grid.height), header, grammar)
    groups = find_group_columns(grid, range(grid.height), header.fields)
    for row in range(grid.height):
        yield from read_grid_row(grid, row, header.fields, groups)
        yield from read_rests(grid, row, header.fields, grammar)


def read_grid_row(grid: Grid, row: int, fields: tuple[str, ...], groups: frozenset[int]) -> Iterator[Row]:
    """A row of a grid, and before it the cells that head it and rows below."""
    bounds = grid.bounds(row)
    filled = grid.filled(row)
    if bounds is None or all(place.row < row for place in filled):  # nothing but what is merged down
        return
    if len(filled) == 1 and filled[0].column == 0:  # a row that fills only its first cell is a section
        place = filled[0]
        yield Row(place.start, place.end, (Cell(place.start, place.end, fields[0]),), depth=int(_heads_rows(grid, row, place)))
        return
    numbers = [p for p in filled if fields[p.column] == "other" and grid.read(p).isdecimal()]
    serial = numbers[0] if numbers else None
    head = _find_task(filled, fields, groups, numbers)
    over = [p for p in filled if head and p.column in groups and p.column < head.column and p is not serial]
    heads_group = serial is not None and bool(over) and serial.column in groups and serial.column < over[0].column
    counted = serial if heads_group else None
    if counted is None and len(over) > 1 and _is_counted(grid, *over[:2]):
        counted = over.pop(0)
    start = bounds[0]
    for depth, group in enumerate(over, _MERGED_DOWN):
        if group.row == row:
            number = (Cell(counted.start, counted.end, "other"),) if counted and group is over[0] else ()
            yield Row(min(c.start for c in (*number, group)), group.end, (*number, Cell(group.start, group.end, "group")), depth=depth)
            start = max(start, group.end)
    goes_on = head is not None and head.row < row
    cells = tuple(
        Cell(p.start, p.end, fields[p.column], is_shared)
        for p in filled
        if p not in over and p is not counted
        if not ((is_shared := _is_shared(p, head)) and goes_on)
    )
    if cells:
        below = len(over) + 1 if groups else None
        yield Row(max(start, min(c.start for c in cells)), bounds[1], cells, goes_on=goes_on, below=below)


def _is_counted(grid: Grid, number: Place, group: Place) -> bool:
    """一 | 优化企业开办: whether a cell is nothing but the number of the one beside it."""
    return number.rows == group.rows and is_number(grid.read(number))


_MERGED_DOWN = 2
"""The depth of the outermost cell that is merged down: a row of its own may head it."""


def _heads_rows(grid: Grid, row: int, place: Place) -> bool:
    """Whether the one cell of a row names those below it and has no number that says so: 生态环境方面."""
    text = grid.read(place)
    return (
        len(text) <= _LONGEST_GROUP
        and text[-1] not in "。;:,、"
        and not (text.isdecimal() or is_empty(text))
        and len(grid.filled(row + 1)) > 1
    )


_LONGEST_GROUP = 30
"""Characters."""


def _find_task(filled: list[Place], fields: tuple[str, ...], groups: frozenset[int], numbers: list[Place]) -> Place | None:
    """The cell that says what a row's task is; a row with a number of its own is no group of one row, unless it has two."""
    head = find_head(filled, fields)
    if head is None or head.column not in groups:
        return head
    if len(numbers) == 1 and numbers[0].column < head.column and numbers[0].rows == head.rows == 1:
        return head
    return find_head([p for p in filled if p.column not in groups], fields) or head


def _is_shared(place: Place, head: Place | None) -> bool:
    return head is None or (place.row <= head.row and place.row + place.rows >= head.row + head.rows)
