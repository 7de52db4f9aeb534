"""Ruled tables of pages: a grid with the text in it, and a table that goes on over a page as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rectiparse.readers.linear import Cell
from rectiparse.readers.page_layout import Line, Piece, build_lines
from rectiparse.readers.page_paragraphs import is_full, join, join_cell
from rectiparse.readers.ruled_tables import Box, Grid


@dataclass(slots=True)
class PageCell:
    """A cell with its text; `confidence` that of its least certain line, `is_full`: its last line leaves no room."""

    row: int
    column: int
    rows: int
    columns: int
    paragraphs: tuple[str, ...]
    page: int
    confidence: float = 1.0
    is_full: bool = False


@dataclass(slots=True)
class PageTable:
    """A table with its text; `xs`: where its columns begin and end."""

    xs: tuple[float, ...]
    rows: int
    top: float
    is_open_above: bool = False
    is_open_below: bool = False
    cells: list[PageCell] = field(default_factory=list)

    @property
    def ordered(self) -> list[PageCell]:
        """Its cells by rows, then columns."""
        return sorted(self.cells, key=lambda c: (c.row, c.column))

    def build_cells(self) -> list[Cell]:
        """Its cells as linear text takes them."""
        return [Cell(c.paragraphs, c.row, c.column, c.rows, c.columns, c.page) for c in self.ordered]

    def first_rows(self, count: int) -> list[tuple[int, int, tuple[str, ...]]]:
        return [(c.row, c.column, c.paragraphs) for c in self.cells if c.row < count]


def build_table(grid: Grid, pieces: Sequence[Piece], page: int) -> PageTable:
    """The grid with the pieces that stand in it."""
    held: dict[Box, list[Piece]] = {}
    for piece in pieces:
        box = grid.find_box((piece.x0 + piece.x1) / 2, piece.middle)
        if box is not None:
            held.setdefault(box, []).append(piece)
    texts = {box: build_lines(inside, page) for box, inside in held.items()}
    padding = _find_padding(texts)
    table = PageTable(grid.xs, len(grid.ys) - 1, grid.ys[0], grid.is_open_above, grid.is_open_below)
    for box in grid.boxes:
        lines = texts.get(box, ())
        left, right = box.x0 + padding, box.x1 - padding
        cell = PageCell(box.row, box.column, box.rows, box.columns, join_cell(lines, left, right), page)
        if lines:
            cell.confidence = min(line.confidence for line in lines)
            cell.is_full = is_full(lines[-1], left, right) and lines[-1].text[-1:] not in _STOPS
        table.cells.append(cell)
    return _without_empty_rows(table)


def go_on(table: PageTable, more: PageTable) -> tuple[str, ...] | None:
    """Takes in `more`, the same table on the next page; returns the heading that is repeated there, a text for each row.

    None, and nothing changed, when `more` is another table.
    """
    columns = _match_columns(table.xs, more.xs)
    if columns is None:
        return None
    for cell in more.cells:
        end = columns[cell.column + cell.columns]
        cell.column = columns[cell.column]
        cell.columns = max(1, end - cell.column)
    heading = _take_heading(table, more)
    if more.cells:
        if _is_cut(table, more):
            _join_rows(table, more)
        else:
            _extend_merged(table, more)
        for cell in more.cells:
            cell.row += table.rows
        table.cells.extend(more.cells)
        table.rows += more.rows
    table.is_open_below = more.is_open_below
    return heading


_WIDEST_PADDING = 8.0
_SAME_PLACE = 5.0
_STOPS = "。！？；!?;"


def _find_padding(texts: dict[Box, tuple[Line, ...]]) -> float:
    gaps = [gap for box, lines in texts.items() for line in lines for gap in (line.x0 - box.x0, box.x1 - line.x1)]
    return min(max(min(gaps, default=0.0), 0.0), _WIDEST_PADDING)


def _without_empty_rows(table: PageTable) -> PageTable:
    """Double strokes draw rows that hold nothing and are lower than a character."""
    kept = sorted({c.row for c in table.cells if c.paragraphs} | {c.row for c in table.cells if c.rows > 1})
    if len(kept) == table.rows or not kept:
        return table
    place = {row: at for at, row in enumerate(kept)}
    cells = []
    for cell in table.cells:
        inside = [row for row in kept if cell.row <= row < cell.row + cell.rows]
        if inside:
            cell.row, cell.rows = place[inside[0]], len(inside)
            cells.append(cell)
    table.is_open_above &= kept[0] == 0
    table.is_open_below &= kept[-1] == table.rows - 1  # nothing of the row that is cut stands on this page
    table.cells, table.rows = cells, len(kept)
    return table


def _match_columns(xs: Sequence[float], more: Sequence[float]) -> list[int] | None:
    """For each edge of `more`, its place among `xs`; None when the tables differ."""
    places = []
    for x in more:
        nearest = min(range(len(xs)), key=lambda i: abs(xs[i] - x))
        if abs(xs[nearest] - x) > _SAME_PLACE:
            return None
        places.append(nearest)
    is_whole = places[0] == 0 and places[-1] == len(xs) - 1 and len(set(places)) == len(places)
    return places if is_whole else None


def _take_heading(table: PageTable, more: PageTable) -> tuple[str, ...]:
    """Takes the rows at the top of `more` that repeat the table's own out of it."""
    count = max((n for n in (1, 2, 3) if n <= min(table.rows, more.rows) and table.first_rows(n) == more.first_rows(n)), default=0)
    texts = tuple(" ".join("".join(c.paragraphs) for c in more.cells if c.row == row) for row in range(count))
    more.cells = [c for c in more.cells if c.row >= count]
    for cell in more.cells:
        cell.row -= count
    more.rows -= count
    return texts


def _last_cells(table: PageTable) -> dict[int, PageCell]:
    return {c.column: c for c in table.cells if c.row + c.rows >= table.rows}


def _is_cut(table: PageTable, more: PageTable) -> bool:
    """Whether the first row of `more` is the rest of the table's last row."""
    first = {c.column: c for c in more.cells if c.row == 0}
    last = _last_cells(table)
    if table.is_open_below and more.is_open_above:
        return True
    if more.is_open_above or not first or set(first) != set(last):
        return False
    filled = [column for column, cell in first.items() if cell.paragraphs]
    if not filled or any(not last[column].paragraphs for column in filled):
        return False
    if first[min(first)].paragraphs:
        return all(last[column].is_full and not first[column].paragraphs[0].isdecimal() for column in filled)
    is_open = any(last[column].paragraphs[-1][-1:] not in _STOPS for column in filled)
    return len(filled) < len(first) - 1 or is_open


def _join_rows(table: PageTable, more: PageTable) -> None:
    """Moves the first row of `more` into the table's last one."""
    last = _last_cells(table)
    for cell in [c for c in more.cells if c.row == 0]:
        above = last.get(cell.column)
        if above is None or above.columns != cell.columns:
            cell.row = -1  # stands in the last row beside what is there
            continue
        more.cells.remove(cell)
        above.rows += cell.rows - 1
        above.confidence = min(above.confidence, cell.confidence)
        above.is_full = cell.is_full if cell.paragraphs else above.is_full
        if not above.paragraphs or above.paragraphs[-1][-1:] in _STOPS:
            above.paragraphs += cell.paragraphs
        elif cell.paragraphs:
            joined = join(above.paragraphs[-1], cell.paragraphs[0])
            above.paragraphs = (*above.paragraphs[:-1], joined, *cell.paragraphs[1:])
    for cell in more.cells:
        cell.row -= cell.row > 0
    more.rows -= 1


def _extend_merged(table: PageTable, more: PageTable) -> None:
    """A merged cell of the first columns that goes on over the page: its rest is empty there."""
    last = _last_cells(table)
    for cell in sorted((c for c in more.cells if c.row == 0), key=lambda c: c.column):
        above = last.get(cell.column)
        if cell.paragraphs or above is None or above.columns != cell.columns or not above.paragraphs:
            break
        above.rows += cell.rows
        more.cells.remove(cell)
