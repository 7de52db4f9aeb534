"""The grid of a Word table: which cell covers which rows and columns, before anything in it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.word_package import WORD
from rectiparse.readers.word_properties import VALUE, find_blocks, is_on, read_whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_COLUMNS = 63
"""As many as Word allows; a span beyond that is an attack or a slip."""
MOST_CELLS = 200_000
"""Of one table; what comes behind them is left out."""
_ROW, _CELL, _ROW_PROPERTIES, _CELL_PROPERTIES = (WORD + tag for tag in ("tr", "tc", "trPr", "tcPr"))


class GridCell(NamedTuple):
    """A cell: its element, first row and column (from 0), how many of both it covers."""

    element: Element
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class _Merge(NamedTuple):
    columns: int
    down: str | None
    across: str | None


def read_grid(table: Element) -> tuple[GridCell, ...]:
    """The cells in order of rows, then columns, a merged one once; deleted and hidden rows and cells are left out.

    At most `MOST_CELLS`.
    """
    cells: list[GridCell] = []
    above: dict[int, int] = {}  # by column: the cell that a continued one goes on
    row = 0
    for element in find_blocks(table, (_ROW,)):
        properties = element.find(_ROW_PROPERTIES)
        if properties is not None and (properties.find(WORD + "del") is not None or is_on(properties.find(WORD + "hidden"))):
            continue
        before = properties.find(WORD + "gridBefore") if properties is not None else None
        below: dict[int, int] = {}
        for cell, down in _place_row(element, row, read_whole(before, 0, most=_MOST_COLUMNS)):
            held = above.get(cell.column) if down == "continue" else None
            if held is None:
                held = len(cells)
                if held == MOST_CELLS:
                    return tuple(cells)
                cells.append(cell)
            else:
                cells[held] = cells[held]._replace(rows=row - cells[held].row + 1)
            if down is not None:
                below[cell.column] = held
        above = below
        row += 1
    return tuple(cells)


def _place_row(row: Element, number: int, column: int) -> Iterator[tuple[GridCell, str | None]]:
    """Each cell of a row, those that a `w:hMerge` goes on with taken in, and how it merges downwards."""
    held: tuple[GridCell, str | None] | None = None
    for element in find_blocks(row, (_CELL,)):
        merge = _read_merge(element.find(_CELL_PROPERTIES))
        if merge is None:
            continue
        if merge.across == "continue" and held is not None:
            held = (held[0]._replace(columns=held[0].columns + merge.columns), held[1])
        else:
            if held is not None:
                yield held
            held = (GridCell(element, number, column, 1, merge.columns), merge.down)
        column += merge.columns
    if held is not None:
        yield held


def _read_merge(properties: Element | None) -> _Merge | None:
    """None for a cell that was deleted."""
    if properties is None:
        return _Merge(1, None, None)
    if properties.find(WORD + "cellDel") is not None:
        return None
    columns = max(read_whole(properties.find(WORD + "gridSpan"), 1, most=_MOST_COLUMNS), 1)
    return _Merge(columns, _read_way(properties.find(WORD + "vMerge")), _read_way(properties.find(WORD + "hMerge")))


def _read_way(element: Element | None) -> str | None:
    """`restart`, or `continue`, which is meant where nothing is said."""
    return None if element is None else "restart" if element.get(VALUE) == "restart" else "continue"
