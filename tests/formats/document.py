"""A plain-text notice as the paragraphs and tables that an author would have typed: what every maker writes down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectiparse.cells import Row, Table
from rectiparse.flow import Flow, build_flow
from rectiparse.grammar import load_grammar
from rectiparse.readers.from_text import read_text
from rectiparse.tables import find_tables


class Block(NamedTuple):
    """A paragraph, or a table: rows of cells, a cell its paragraphs; a row of one cell goes over all columns."""

    text: str = ""
    rows: tuple[tuple[tuple[str, ...], ...], ...] = ()


def read_blocks(text: str) -> tuple[Block, ...]:
    """Every line of `text` outside its tables as a paragraph, its tables with their cells."""
    flow = build_flow(read_text(text), load_grammar())
    tables = [t for t in find_tables(flow, load_grammar()) if "\t" in flow.text[t.start : t.end]]
    blocks: list[Block] = []
    at = 0
    for table in tables:
        start, end = flow.span(table.start, table.end)
        blocks += _paragraphs(text[at:start])
        blocks.append(Block(rows=tuple(_read_rows(flow, table))))
        at = end
    blocks += _paragraphs(text[at:])
    return tuple(blocks)


def _paragraphs(text: str) -> Iterator[Block]:
    lines = text.strip("\n").split("\n") if text.strip() else []
    return (Block(line) for line in lines)


def _read_rows(flow: Flow, table: Table) -> Iterator[tuple[tuple[str, ...], ...]]:
    width = len(table.fields)
    header = _header_cells(flow, table)
    yield header
    for row in table.rows:
        if row.is_header:
            if row is not table.rows[0]:
                yield header
        elif len(row.filled) == 1 and row.cells[0] is row.filled[0]:
            yield (_lines(flow, row.cells[0].start, row.cells[0].end),)
        else:
            yield (*_cells(flow, row), *[()] * (width - len(row.cells)))


def _header_cells(flow: Flow, table: Table) -> tuple[tuple[str, ...], ...]:
    first = table.rows[0]
    words = flow.printed[first.start : first.end].replace("\n", "\t").split("\t")
    return tuple((word.strip(),) for word in words if word.strip())


def _cells(flow: Flow, row: Row) -> Iterator[tuple[str, ...]]:
    return (_lines(flow, cell.start, cell.end) for cell in row.cells)


def _lines(flow: Flow, start: int, end: int) -> tuple[str, ...]:
    return tuple(flow.printed[start:end].split("\n")) if end > start else ()
