"""Paragraphs, tables and page furniture of a format, one after the other, to the linear text that all offsets count in.

A paragraph is a line. A table's cells stand on lines of their own, each behind a tab, its rows set apart by a blank line:
what the text of such a table looks like when it is saved as plain text, so both are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from rectiparse.model import Diagnostic, Origin, Source, Span
from rectiparse.source import SourceCell, SourceTable, SourceText


class Cell(NamedTuple):
    """A cell as a format has it: its paragraphs, first row and column (from 0), how many of both it covers."""

    paragraphs: tuple[str, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    page: int | None = None
    place: tuple[int, int] | None = None
    """The row and column that the format calls it by, from 1, where rows or columns are left out."""
    is_furniture: bool = False
    """No part of the table, but what its pages repeat."""


class Linear:
    """The linear text while it grows."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = self._paragraph = 0
        self._origins: list[Origin] = []
        self._tables: list[SourceTable] = []
        self._furniture: list[Span] = []
        self._starts: list[int] = []

    @property
    def size(self) -> int:
        """Code points so far: where the next paragraph begins."""
        return self._size

    def add_paragraph(self, text: str, *, page: int | None = None, turns: Iterable[tuple[int, int]] = ()) -> Span:
        """A paragraph outside tables, `\\n` for its own line breaks; returns its span. An empty one is a blank line.

        `turns`: where it goes on to another page, as offsets into `text`, and which page that is.
        """
        self._paragraph += 1
        start, end = span = self._add_line(text)
        for offset, next_page in turns:
            self._origins.append(Origin(span=(start, span[0] + offset), page=page, paragraph=self._paragraph))
            start, page = span[0] + offset, next_page
        if end > start:
            self._origins.append(Origin(span=(start, end), page=page, paragraph=self._paragraph))
        return span

    def add_furniture(self, text: str, *, page: int | None = None) -> Span:
        """A running head, a page number: a line that is no part of the notice."""
        span = self._add_line(text)
        if span[1] > span[0]:
            self._origins.append(Origin(span=span, page=page))
            self._furniture.append(span)
        return span

    def begin_part(self) -> None:
        """What follows counts on its own, as each sheet of a workbook."""
        if self._size:
            self._add("\n")
            self._starts.append(self._size)

    def add_cell(self, text: str, *, table: int, place: tuple[int, int]) -> Span:
        """A cell of a sheet that is no part of a table there: a paragraph."""
        start, end = span = self._add_line(text)
        if end > start:
            self._origins.append(Origin(span=span, table=table, row=place[0], column=place[1]))
        return span

    def add_table(self, cells: Iterable[Cell], *, page: int | None = None, number: int | None = None) -> tuple[Span, ...]:
        """A table; cells in order of rows, then columns. One with a single column is a frame round paragraphs.

        `number`: what the format counts it as. Returns the span of each cell.
        """
        cells = list(cells)
        if all(cell.column == 0 for cell in cells):
            return tuple(self._add_frame(cell, page) for cell in cells)
        number, start = number or len(self._tables) + 1, self._size
        placed: list[SourceCell] = []
        for cell in cells:
            if cell.is_furniture:
                self.add_furniture("\n".join(cell.paragraphs), page=cell.page)
                continue
            if placed and placed[-1].row != cell.row:
                self._add("\n")
            self._add("\t")
            span = self._add_line("\n".join(cell.paragraphs).strip())
            placed.append(SourceCell(span, cell.row, cell.column, cell.rows, cell.columns))
            if span[1] > span[0]:
                row, column = cell.place or (cell.row + 1, cell.column + 1)
                self._origins.append(Origin(span=span, page=cell.page or page, table=number, row=row, column=column))
        self._tables.append(SourceTable((start, self._size), tuple(placed)))
        return tuple(cell.span for cell in placed)

    def build(
        self,
        data: bytes,
        name: str,
        media_type: str,
        *,
        encoding: str | None = None,
        diagnostics: Iterable[Diagnostic] = (),
    ) -> SourceText:
        """The source text of the file `data`."""
        text = "".join(self._pieces)
        info = Source(
            name=name,
            media_type=media_type,
            encoding=encoding,
            sha256=sha256(data).hexdigest(),
            characters=len(text),
            text=text,
            origins=tuple(self._origins),
        )
        return SourceText(text, info, tuple(diagnostics), tuple(self._tables), tuple(self._furniture), tuple(self._starts))

    def _add_frame(self, cell: Cell, page: int | None) -> Span:
        start = self._size
        for text in cell.paragraphs:
            self.add_paragraph(text, page=cell.page or page)
        return (start, max(start, self._size - 1))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)

    def _add_line(self, text: str) -> Span:
        if _ODD.search(text):
            text = _SURROGATE.sub("\ufffd", _BREAK.sub("\n", text))
        start = self._size
        self._add(text)
        self._add("\n")
        return (start, start + len(text))


_ODD = re.compile("[\r\x0b\x0c\x85\u2028\u2029\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
