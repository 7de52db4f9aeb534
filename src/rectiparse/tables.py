"""Every table of a notice, whatever it was written as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rectiparse.cells import Cell, Header, Row, Table, goes_on
from rectiparse.columns import (
    ColumnHeader,
    find_header,
    find_numbers,
    find_rows,
    find_unit_behind,
    is_figure,
    is_group,
    is_group_number,
    is_laid_out,
    is_open,
    is_rest,
    row_number,
)
from rectiparse.fields import GROUP_ROW, UNIT_FIELDS, read_header
from rectiparse.fits import SAME, SAY_WHO_OR_WHEN, SERIAL, Laid, fits_exactly, is_empty, lay_out
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.grids import Grid, Place
from rectiparse.linecells import LineTable, find_line_tables, lay_out_rows
from rectiparse.model import Span
from rectiparse.ruled import build_grid, find_ruled, read_plain_grid
from rectiparse.spaced import SpacedTable, find_spaced
from rectiparse.tabbed import find_tabbed


def find_tables(flow: Flow, grammar: Grammar) -> tuple[Table, ...]:
    """Every table whose header words are labels, in order of the text."""
    if "\t" not in flow.text and not flow.source.tables:
        tables = _find_column_tables(flow, grammar)
    else:
        taken = [(flow.flow_at(source.span[0]), flow.flow_at(source.span[1])) for source in flow.source.tables]
        tables = tuple(sorted([*find_ruled(flow, grammar), *find_tabbed(flow, taken, grammar)]))
    return tuple(_read_above(flow, table) for table in tables) if SAME in flow.text else tables


def _read_above(flow: Flow, table: Table) -> Table:
    """The table with what the cell above says where one says 同上."""
    rows: list[Row] = []
    above: dict[tuple[str, int], Cell] = {}
    for row in table.rows:
        cells: list[Cell] = []
        for cell in row.cells:
            column = (cell.field, sum(other.field == cell.field for other in cells))
            is_same = cell.field in SAY_WHO_OR_WHEN and flow.text[cell.start : cell.end] == SAME
            cells.append(above.get(column, cell)._replace(field=cell.field, is_shared=cell.is_shared) if is_same else cell)
            above[column] = cells[-1]
        rows.append(row._replace(cells=tuple(cells)))
    return table._replace(rows=tuple(rows))


def _find_column_tables(flow: Flow, grammar: Grammar) -> tuple[Table, ...]:
    """The tables whose cells are lines of the flow: laid out in columns by a page, or copied a line a cell."""
    if not (flow.has_cells or SERIAL in flow.text):
        return ()
    spans = [span for span in _strip_lines(flow) if span[1] > span[0]]
    texts = [flow.text[a:b] for a, b in spans]
    tables: list[Table] = []
    taken: list[Span] = []
    if flow.has_cells:
        lined = list(find_line_tables(texts, grammar))
        taken = [(table.start, table.stop) for table in lined]
        tables += [_read_lines(flow, spans, table, grammar) for table in lined]
        tables += [_read_spaced(flow, spans, table, grammar) for table in find_spaced(texts, lambda: _print_lines(flow, spans), grammar)]
    header = find_header(texts, grammar, taken) if SERIAL in flow.text else None
    last = find_numbers(texts) if header else {}
    while header is not None:
        found = list(find_rows(texts, header, last, grammar))
        tables.append(_read_columns(flow, spans, texts, header, found, grammar))
        header = find_header(texts, grammar, taken, found[-1][1])
    return tuple(sorted(tables))


def _read_lines(flow: Flow, spans: list[Span], table: LineTable, grammar: Grammar) -> Table:
    first, last = spans[table.start], spans[table.end - 1]
    rows = _read_laid(flow, spans[table.end : table.stop], table.laid, Header(table.fields, table.words, 1), grammar)
    return Table(first[0], spans[table.stop - 1][1], table.fields, (Row(first[0], last[1], (), is_header=True), *rows))


def _read_spaced(flow: Flow, spans: list[Span], table: SpacedTable, grammar: Grammar) -> Table:
    cells: list[Place] = []
    for row, places in enumerate(table.rows):
        at = spans[table.start + table.header.size + row][0]
        cells += [
            Place(at + low, at + high, row, column, 1, 1) for column, (low, high) in places if not is_empty(flow.text[at + low : at + high])
        ]
    grid = build_grid(flow.text, cells, table.rests, len(table.header.fields))
    rows = read_plain_grid(grid, table.header, grammar)
    start, end = spans[table.start][0], spans[table.start + table.header.size - 1][1]
    return Table(start, spans[table.stop - 1][1], table.header.fields, (Row(start, end, (), is_header=True), *rows))


def _read_laid(flow: Flow, spans: list[Span], laid: Sequence[Laid], header: Header, grammar: Grammar) -> Iterator[Row]:
    """The rows of lines whose columns are known; those of one cell go together."""
    cells: dict[tuple[int, int], Span] = {}
    row = 0
    for span, one in zip(spans, laid, strict=True):
        row += one.begins_row
        if not is_empty(flow.text[slice(*span)]):
            cells[row, one.column] = (cells.get((row, one.column), span)[0], span[1])
    grid = Grid(flow.text, [Place(*span, *at, 1, 1) for at, span in cells.items()], len(header.fields))
    yield from read_plain_grid(grid, header, grammar)


def _read_columns(
    flow: Flow, spans: list[Span], texts: list[str], header: ColumnHeader, found: list[tuple[int, int]], grammar: Grammar
) -> Table:
    is_whole = is_laid_out(texts, found, header)
    rows: list[Row] = []
    for first, last in found:
        if row_number(texts[first]) and is_whole:
            laid = lay_out_rows(texts[first + 1 : last], header.fields[1:], grammar)
            if laid is None:
                rows.append(_read_whole_row(spans[first:last], texts[first:last], header, grammar))
                continue
            behind = [Laid(one.column + 1, one.begins_row) for one in laid]
            words = (SERIAL, *[""] * (len(header.fields) - 1))
            rows.extend(_read_laid(flow, spans[first:last], [Laid(0, False), *behind], Header(header.fields, words, 1), grammar))
        elif row_number(texts[first]):
            rows.extend(_read_column_row(spans[first:last], texts[first:last], header, grammar))
        elif is_rest(texts, first, header):
            above = next((row for row in reversed(rows) if not row.is_header), None)
            if above and not is_whole and not read_header(texts[first], grammar):
                rows.append(_read_rest(spans[first:last], above, flow, header, grammar))
        elif texts[first] == SERIAL:
            rows.append(Row(spans[first][0], spans[last - 1][1], (), is_header=True))
        else:
            while last > first + 2 and is_figure(texts[last - 1]):
                last -= 1
            rows.append(_read_heading(spans[first:last], texts[first], header))
    return Table(spans[header.start][0], spans[found[-1][1] - 1][1], header.fields, tuple(rows))


def _read_heading(spans: list[Span], first: str, header: ColumnHeader) -> Row:
    """一、城市建设, 一⏎城市建设 or 城市建设方面: what heads rows."""
    start, end = spans[0][0], spans[-1][1]
    if GROUP_ROW.match(first):
        return Row(start, end, (Cell(start, end, header.fields[0]),))
    if is_group_number(first) and len(spans) > 1:
        return Row(start, end, (Cell(*spans[0], "other"), Cell(spans[1][0], end, "content")))
    return Row(start, end, (Cell(start, end, "group"),), depth=1)


def _read_column_row(spans: list[Span], texts: list[str], header: ColumnHeader, grammar: Grammar) -> Iterator[Row]:
    """The row of a number and its cells; a group cell before the text is a section of its own."""
    serial, cells = Cell(*spans[0], "other"), list(zip(spans[1:], texts[1:], strict=True))
    columns = [f for f in header.fields[1:] if f not in UNIT_FIELDS]
    if len(columns) > 1 and cells and is_group(cells[0][1]):
        (start, end), _ = cells.pop(0)
        yield Row(start, end, (Cell(start, end, columns[0]),))
    if cells and (at := find_unit_behind(cells[0][1], grammar)):  # the name of the next column on the line that ends the text
        (start, end), text = cells[0]
        cells[:1] = [((start, start + at), text[:at]), ((start + at, end), text[at:])]
    fields = (columns[-1] if columns else "content", *header.fields[len(header.fields) - header.unit_columns :])
    if len(cells) > len(fields):  # names on lines of their own in the last column
        cells[len(fields) - 1 :] = [((cells[len(fields) - 1][0][0], cells[-1][0][1]), cells[-1][1])]
    filled = [Cell(*span, field) for (span, text), field in zip(cells, fields, strict=False) if not is_empty(text)]
    end = cells[-1][0][1] if cells else serial.end
    yield Row(serial.start, end, (serial, *filled))


def _read_rest(spans: list[Span], above: Row, flow: Flow, header: ColumnHeader, grammar: Grammar) -> Row:
    """What a page break left of the row above: the rest of its text if that had no stop, then of its names."""
    cells = [(span, flow.text[slice(*span)]) for span in spans]
    filled: list[Cell] = []
    content = next((c for c in above.cells if c.field not in UNIT_FIELDS and c.field != "other"), None)
    if content and is_open(flow.text[content.start : content.end]):
        if len(cells) > 1 and is_open(cells[0][1]) and not is_open(cells[1][1]):
            filled.append(Cell(*cells.pop(0)[0], "other"))
        filled.append(Cell(*cells.pop(0)[0], "text"))
    units = [c for c in above.cells if c.field in UNIT_FIELDS]
    before = flow.text[units[-1].start : units[-1].end] if units else ""
    fields = [c.field for c in units[-1:]] or header.fields[len(header.fields) - header.unit_columns :]
    for (span, names), field in zip(cells, fields, strict=False):
        if _go_on(before, names, grammar):
            filled.append(Cell(*span, field, goes_on=bool(units)))
    return Row(spans[0][0], spans[-1][1], tuple(filled), goes_on=True)


def _go_on(before: str, names: str, grammar: Grammar) -> bool:
    """Whether names go on a list: a whole name behind a whole one has 、 before it."""
    ending = grammar.units.ending("unit-ending")
    first, *others = names.replace(",", "、").split("、")
    is_apart = before and (is_empty(before[-1]) or not goes_on(before, names, _LONGEST_TAIL, grammar))
    return "。" not in names and not is_apart and all(ending.search(name) for name in (before + first, *others) if name)


_LONGEST_TAIL = 4
"""Characters: a page may cut off more of a name than a line of a cell."""


def _read_whole_row(spans: list[Span], texts: list[str], header: ColumnHeader, grammar: Grammar) -> Row:
    """The row of a number and lines that each stand in the column they look like."""
    cells: dict[int, list[Span]] = {}
    columns = (
        range(len(texts) - 1)
        if fits_exactly(texts[1:], header.fields[1:], grammar)
        else [one.column for one in lay_out(texts[1:], header.fields[1:], {}, grammar)]
    )
    for column, span, text in zip(columns, spans[1:], texts[1:], strict=True):
        if not is_empty(text):
            cells.setdefault(column, []).append(span)
    filled = [Cell(lines[0][0], lines[-1][1], header.fields[column + 1]) for column, lines in cells.items()]
    return Row(spans[0][0], spans[-1][1], (Cell(*spans[0], "other"), *filled), below=1)


def _print_lines(flow: Flow, spans: list[Span]) -> list[str]:
    return [flow.printed[flow.text.rfind("\n", 0, start) + 1 : end] for start, end in spans]


def _strip_lines(flow: Flow) -> Iterator[Span]:
    at = 0
    for raw in flow.text.split("\n"):
        yield flow.strip(at, at + len(raw))
        at += len(raw) + 1
