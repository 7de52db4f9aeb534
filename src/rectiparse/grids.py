"""A table's cells at the places they cover → the same with what merged cells leave out in the rows below them.

A format that knows its merged cells says how far they go. Plain text does not: there a cell that is merged down over rows is
printed once, and stands in the rows below as nothing at all or as an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from rectiparse.cells import Cell, Header, Row, goes_on
from rectiparse.fields import UNIT_FIELDS
from rectiparse.fits import SERIAL, fits_exactly, place_texts
from rectiparse.grammar import Grammar
from rectiparse.model import Span

TITLE_FIELDS = ("content", "finding")
GROUP_FIELDS = (*TITLE_FIELDS, "other")
"""What may head several tasks; a unit or limit before them speaks for each."""


class Place(NamedTuple):
    """A cell of the grid, in flow offsets."""

    start: int
    end: int
    row: int
    column: int
    rows: int
    columns: int


class Grid:
    """A table with merged cells standing at every place they cover.

    `rests`: for a row the further lines that its cells take, each with what it holds.
    """

    def __init__(self, text: str, cells: Iterable[Place], width: int = 0, rests: Mapping[int, list[list[Place]]] | None = None) -> None:
        self.text, self.rests = text, rests or {}
        cells = list(cells)
        self.is_plain = all(cell.rows == cell.columns == 1 for cell in cells)
        """Nothing is merged, as far as the format says."""
        self.height = 1 + max((cell.row for cell in cells), default=-1)
        self.width = max([width, *(cell.column + cell.columns for cell in cells)])
        self.places: dict[tuple[int, int], Place] = {}
        for cell in cells:
            for row in range(cell.row, min(self.height, cell.row + cell.rows)):
                for column in range(cell.column, cell.column + cell.columns):
                    self.places.setdefault((row, column), cell)

    def row(self, row: int) -> list[Place | None]:
        """What stands at each column of a row."""
        return [self.places.get((row, column)) for column in range(self.width)]

    def filled(self, row: int) -> list[Place]:
        """The cells that stand in a row and hold text, each once."""
        return [p for p in dict.fromkeys(self.row(row)) if p and p.end > p.start]

    def read(self, place: Place | None) -> str:
        return self.text[place.start : place.end] if place else ""

    def read_words(self, row: int) -> list[str]:
        """What each cell of a row says, with the further lines that it takes."""
        words = [self.read(place) for place in self.row(row)]
        for rest in (place for line in self.rests.get(row, ()) for place in line):
            words[rest.column] += self.read(rest)
        return words

    def bounds(self, row: int) -> Span | None:
        """The flow stretch of the cells that begin in a row, None where none does."""
        own = [p for p in self.row(row) if p and p.row == row]
        return (min(p.start for p in own), max(p.end for p in own)) if own else None

    def at(self, row: int, column: int) -> Place | None:
        """The cell at a place if it holds text."""
        place = self.places.get((row, column))
        return place if place and place.end > place.start else None

    def extend(self, place: Place, row: int) -> None:
        """Lets a cell cover the places below it down to a row."""
        longer = place._replace(rows=row - place.row + 1)
        for covered in range(place.row, row + 1):
            self.places[covered, place.column] = longer


def read_rests(grid: Grid, row: int, fields: tuple[str, ...], grammar: Grammar) -> list[Row]:
    """The further lines of a row's cells."""
    rows: list[Row] = []
    filled = grid.filled(row)
    head = find_head(filled, fields)
    above = {place.column: grid.read(place) for place in filled}
    for line in grid.rests.get(row, ()):
        cells: list[Cell] = []
        for place in line:
            text, field = grid.read(place), fields[min(place.column, len(fields) - 1)]
            before = above.get(place.column, "")
            is_rest = field not in UNIT_FIELDS or goes_on(before, text, _LONGEST_TAIL, grammar)
            of_head = field == "content" and (head is None or place.column == head.column)
            cells.append(Cell(place.start, place.end, "text" if of_head else field, goes_on=is_rest and before != ""))
            above[place.column] = text
        rows.append(Row(line[0].start, line[-1].end, tuple(cells), goes_on=True))
    return rows


_LONGEST_TAIL = 2
"""Characters: 市住建|局 in a cell of two lines."""


def find_head(filled: list[Place], fields: tuple[str, ...]) -> Place | None:
    """The cell that says what the row's task is: the first of its kind, in a table without measures the narrowest."""
    heads = [p for p in filled if fields[p.column] in TITLE_FIELDS]
    if not heads:
        return None
    return min(heads, key=lambda p: p.rows)


def settle_merged(grid: Grid, rows: range, header: Header, grammar: Grammar) -> None:
    """Puts the cells of a plain grid's rows where merged cells would have them, and lets these cover the rows below.

    A row with fewer cells than columns begins in the column that its texts look like; cells that are empty at its begin are
    covered by those above. A unit or limit that only the first row of a task prints speaks for all of them.
    """
    fields = header.fields + header.fields[-1:] * (grid.width - len(header.fields))
    pattern = grammar.structure.compiled("total-row")
    sums = {row for row in rows if (begin := grid.at(row, 0)) and pattern.match(grid.text, begin.start, begin.end)}
    for row in rows:
        if row not in sums:
            _place_row(grid, row, row > rows[0], header, grammar)
    last: dict[Place, int] = {}
    for row in rows[1:]:
        if row not in sums:
            last |= dict.fromkeys(_cover_begin(grid, row, fields), row)
    for place, row in last.items():
        grid.extend(place, row)
    first = None
    for row in (*rows, rows[-1] + 1):
        head = find_head(grid.filled(row), fields) if row in rows else None
        if first is not None and row - 1 > first[0] and head != first[1]:
            _cover_others(grid, range(first[0], row), fields)
        if first is None or head != first[1]:
            first = None if head is None else (row, head)
    for run in _find_numbered(grid, rows, header):
        _cover_others(grid, run, fields)


def _find_numbered(grid: Grid, rows: range, header: Header) -> Iterator[range]:
    """The rows of one number each, where it is merged down over several tasks."""
    if header.words[0] != SERIAL:
        return
    first = {row: grid.at(row, 0) for row in rows}
    starts = [row for row, place in first.items() if place and place.row == row]
    for start, stop in pairwise([*starts, rows.stop]):
        while stop > start + 1 and not grid.filled(stop - 1):
            stop -= 1
        if stop - start > 1 and grid.read(first[start]).isdecimal():
            yield range(start, stop)


def _place_row(grid: Grid, row: int, is_below: bool, header: Header, grammar: Grammar) -> None:
    places = [p for p in grid.row(row) if p]
    while places and places[-1].end == places[-1].start:
        places.pop()
    if not places or len(places) >= len(header.fields) or any(p.end == p.start or p.column != at for at, p in enumerate(places)):
        return
    texts = [grid.read(place) for place in places]
    if texts[0].isdecimal() and header.words[0] == SERIAL and fits_exactly(texts, header.fields, grammar):  # 备注 is left out
        return
    above = grid.read(grid.at(row - 1, header.fields.index("measures"))) if is_below and "measures" in header.fields else ""
    columns = place_texts(texts, header.fields, header.words, above, grammar)
    if columns is None or columns == list(range(len(columns))):
        return
    for column in range(grid.width):
        grid.places.pop((row, column), None)
    for place, column in zip(places, columns, strict=True):
        grid.places[row, column] = place._replace(column=column)


def _cover_begin(grid: Grid, row: int, fields: tuple[str, ...]) -> list[Place]:
    """The cells above those that are empty at a row's begin, which cover it, unless a number alone is missing."""
    filled = grid.filled(row)
    if not filled or (len(filled) == 1 and filled[0].column == 0) or len(grid.filled(row - 1)) == 1:
        return []
    heads = [p.column for p in filled if fields[p.column] in TITLE_FIELDS]
    heads = heads or [p.column for p in filled if fields[p.column] == "measures"][:1]  # its task's cell is merged down, the number is not
    begin = [(c, grid.at(row - 1, c)) for c in range(filled[0].column)]
    if all(above is None or grid.read(above).isdecimal() for _, above in begin):
        begin = []
    inner = [(c, grid.at(row - 1, c)) for c in range(filled[0].column, max(heads, default=0)) if fields[c] in GROUP_FIELDS]
    covering = [above for column, above in (*begin, *inner) if above is not None and grid.at(row, column) is None]
    grid.places |= {(row, above.column): above for above in covering}
    return covering


def _cover_others(grid: Grid, rows: range, fields: tuple[str, ...]) -> None:
    """Units and limits of a task's rows that the rows below leave out.

    A row that names who leads it has no helpers when it leaves them out, where another one below the first names some.
    """
    leading = next((fields.index(field) for field in _LEADING if field in fields), None)
    for column, field in enumerate(fields):
        top = grid.at(rows[0], column)
        if top is None or (field not in UNIT_FIELDS and field != "deadline"):
            continue
        may_lack = field in _HELPING and column != leading and any(grid.at(row, column) for row in rows[1:])
        lower: dict[Place, int] = {}
        for row in rows[1:]:
            place = grid.at(row, column)
            if place is not None:
                top = place
            elif may_lack and leading is not None and (leads := grid.at(row, leading)) and leads.row == row:
                top = None
            elif top is not None:
                lower[top] = row
        for place, row in lower.items():
            grid.extend(place, row)


_LEADING = ("lead_units", "responsible_units")
_HELPING = frozenset(("responsible_units", "cooperating_units"))
