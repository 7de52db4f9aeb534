"""Rows of an RTF table, whose cells are known by their right edges, to cells with rows and columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rectiparse.readers.linear import Cell

_SAME_EDGE = 40
"""Twips: edges of neighbouring rows that Word means to be one differ by a few."""


class Shape(NamedTuple):
    """What a row says of a cell before its text: its right edge in twips, if it belongs to the cell above or before it."""

    right: int
    below: bool = False
    beside: bool = False


class Row(NamedTuple):
    shapes: tuple[Shape, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class _Grown:
    paragraphs: list[str]
    row: int
    column: int
    columns: int
    rows: int = 1

    def cell(self) -> Cell:
        return Cell(tuple(self.paragraphs), self.row, self.column, self.rows, self.columns)


def build_cells(rows: Sequence[Row]) -> tuple[Cell, ...]:
    """The cells of a table, merged ones once, in order of rows and columns."""
    edges = _join_edges(shape.right for row in rows for shape in _fit(row))
    grown: list[_Grown] = []
    above: dict[int, _Grown] = {}
    for number, row in enumerate(rows):
        above = _build_row(number, row, edges, above, grown)
    return tuple(cell.cell() for cell in grown)


def _build_row(number: int, row: Row, edges: list[int], above: dict[int, _Grown], grown: list[_Grown]) -> dict[int, _Grown]:
    """Adds the row's cells to `grown`; returns which cell stands in which first column, for the row below."""
    standing: dict[int, _Grown] = {}
    left = 0
    last: _Grown | None = None
    for shape, paragraphs in zip(_fit(row), row.cells, strict=True):
        end = max(_find_edge(edges, shape.right) + 1, left + 1)
        if shape.beside and last is not None:
            last.paragraphs += _filled(paragraphs)
            last.columns += end - left
        elif shape.below and left in above:
            last = above[left]
            last.paragraphs += _filled(paragraphs)
            last.rows = number - last.row + 1
            standing[left] = last
        else:
            last = standing[left] = _Grown(list(paragraphs), number, left, end - left)
            grown.append(last)
        left = end
    return standing


def _fit(row: Row) -> tuple[Shape, ...]:
    """A shape for each cell: broken files have more cells than shapes."""
    missing = len(row.cells) - len(row.shapes)
    right = row.shapes[-1].right if row.shapes else 0
    return (*row.shapes[: len(row.cells)], *(Shape(right + 1000 * (i + 1)) for i in range(missing)))


def _filled(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in paragraphs if text.strip())


def _join_edges(rights: Iterable[int]) -> list[int]:
    edges: list[int] = []
    for right in sorted(set(rights)):
        if not edges or right - edges[-1] > _SAME_EDGE:
            edges.append(right)
    return edges


def _find_edge(edges: list[int], right: int) -> int:
    return bisect_left(edges, right - _SAME_EDGE)
