"""Tables in the flow: tab-led or tab-separated lines → rows of cells with typed columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectiparse.columns import ColumnHeader, find_header, find_rows, is_empty, is_group
from rectiparse.fields import UNIT_FIELDS, read_header
from rectiparse.flow import Flow
from rectiparse.grammar import Grammar
from rectiparse.patterns import compile_pattern


class Cell(NamedTuple):
    """Flow [start, end) of one cell, ends trimmed (start == end when empty), and the field its column stands for."""

    start: int
    end: int
    field: str


class Row(NamedTuple):
    start: int
    end: int
    cells: tuple[Cell, ...]
    is_header: bool = False

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
    if "\t" not in flow.text:
        return _find_column_tables(flow, grammar)
    lines = _split_lines(flow.text)
    tables, index = [], 0
    while index < len(lines):
        header = _read_header(flow.text, lines, index, grammar)
        if header is None:
            index += 1
            continue
        table, index = _read_table(flow, lines, index, header, grammar)
        tables.append(table)
    return tuple(tables)


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
