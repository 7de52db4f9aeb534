"""Pages of characters and strokes → the linear text: paragraphs, tables, page furniture, and what was read with doubt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.model import Diagnostic, Span
from rectiparse.readers.linear import Linear
from rectiparse.readers.page_columns import find_strands
from rectiparse.readers.page_furniture import find_asides, find_running_lines
from rectiparse.readers.page_layout import Line, Page, build_lines
from rectiparse.readers.page_paragraphs import Margins, find_margins, goes_on, join
from rectiparse.readers.page_tables import PageTable, build_table, go_on
from rectiparse.readers.ruled_tables import find_grids

DOUBTFUL = 0.8
"""Confidence of a recognised line under which it is reported."""


def write_pages(pages: Sequence[Page], linear: Linear) -> tuple[Diagnostic, ...]:
    """Adds the pages to the linear text; returns what a reader of images was not certain of."""
    placed = [_place(page) for page in pages]
    running = find_running_lines([(p.page, p.lines) for p in placed])
    margins = _find_margins(placed, running)
    writer = _Writer(linear, margins)
    for content in placed:
        for item in content.items:
            if isinstance(item, PageTable):
                writer.add_table(item, content.page.number)
            elif item in running:
                writer.add_furniture(item.text, item.page)
            else:
                writer.add_line(content.columns[item], item)
        for text in content.asides:
            writer.add_furniture(text, content.page.number)
    writer.end()
    return _report(writer.doubtful)


class _Placed(NamedTuple):
    """A page's lines and tables in the order in which they are read."""

    page: Page
    items: list[Line | PageTable]
    lines: list[Line]
    columns: dict[Line, int]
    asides: list[str]


def _place(page: Page) -> _Placed:
    loose = list(page.pieces)
    tables: list[PageTable] = []
    for grid in find_grids(page.rules):
        inside = [p for p in loose if p.is_upright and grid.find_box((p.x0 + p.x1) / 2, p.middle)]
        if not inside:
            continue
        tables.append(build_table(grid, inside, page.number))
        taken = set(inside)
        loose = [p for p in loose if p not in taken]
    aside = find_asides(loose)
    upright = [piece for i, piece in enumerate(loose) if i not in aside]
    items: list[Line | PageTable] = []
    columns: dict[Line, int] = {}
    for strand in find_strands(upright, page.width):
        lines = build_lines(strand.pieces, page.number)
        columns.update(dict.fromkeys(lines, strand.column))
        items.extend(lines)
    for table in tables:
        items.insert(next((at for at, item in enumerate(items) if item.top > table.top), len(items)), table)
    asides = "".join(loose[i].text for i in sorted(aside))
    return _Placed(page, items, list(columns), columns, [asides] if asides else [])


def _find_margins(placed: Sequence[_Placed], running: set[Line]) -> dict[tuple[int, int], Margins]:
    """By page and column."""
    all_lines: dict[int, list[Line]] = {}
    for content in placed:
        for line in content.lines:
            if line not in running:
                all_lines.setdefault(content.columns[line], []).append(line)
    margins = {}
    for content in placed:
        for column in set(content.columns.values()):
            own = [line for line in content.lines if content.columns[line] == column and line not in running]
            margins[content.page.number, column] = find_margins(own, all_lines.get(column, ()), None if column else content.page.width)
    return margins


class _Writer:
    """Joins lines to paragraphs and tables over pages as they come; furniture between two lines of one goes behind it."""

    def __init__(self, linear: Linear, margins: dict[tuple[int, int], Margins]) -> None:
        self._linear, self._margins = linear, margins
        self._lines: list[Line] = []
        self._column = 0
        self._table: PageTable | None = None
        self._table_page = 0
        self._held: list[tuple[str, int]] = []
        self.doubtful: list[tuple[Span, int]] = []
        """Place and page of what was recognised with doubt."""

    def add_line(self, column: int, line: Line) -> None:
        if self._lines:
            before = self._lines[-1]
            margins, own = self._margins[before.page, self._column], self._margins[line.page, column]
            if goes_on(self._lines[0], before, line, margins, own):
                self._lines.append(line)
                self._column = column
                return
        self.end()
        self._lines, self._column = [line], column

    def add_table(self, table: PageTable, page: int) -> None:
        if self._table is not None and page == self._table_page + 1:
            heading = go_on(self._table, table)
            if heading is not None:
                self._held.extend((text, page) for text in heading)
                self._table_page = page
                return
        self.end()
        self._table, self._table_page = table, page

    def add_furniture(self, text: str, page: int) -> None:
        self._held.append((text, page))
        if not self._lines and self._table is None:
            self.end()

    def end(self) -> None:
        """Writes what was held back."""
        if self._lines:
            self._write_paragraph(self._lines)
        if self._table is not None:
            spans = self._linear.add_table(self._table.build_cells())
            doubtful = zip(spans, self._table.ordered, strict=True)
            self.doubtful.extend((span, cell.page) for span, cell in doubtful if cell.confidence < DOUBTFUL)
        for text, page in self._held:
            self._linear.add_furniture(text, page=page)
        self._lines, self._table, self._held = [], None, []

    def _write_paragraph(self, lines: Sequence[Line]) -> None:
        text = lines[0].text
        turns: list[tuple[int, int]] = []
        doubtful: list[tuple[int, int, int]] = [(0, len(text), lines[0].page)] if lines[0].confidence < DOUBTFUL else []
        for before, line in pairwise(lines):
            text = join(text, line.text)
            start = len(text) - len(line.text)
            if line.page != before.page:
                turns.append((start, line.page))
            if line.confidence < DOUBTFUL:
                doubtful.append((start, len(text), line.page))
        begin, _ = self._linear.add_paragraph(text, page=lines[0].page, turns=turns)
        self.doubtful.extend(((begin + start, begin + end), page) for start, end, page in doubtful)


_MOST_TOLD = 20


def _report(doubtful: Sequence[tuple[Span, int]]) -> tuple[Diagnostic, ...]:
    """The first doubtful lines one by one, the rest counted."""
    told = [build_diagnostic("low-confidence", f"page {page}: recognised with doubt", span=span) for span, page in doubtful[:_MOST_TOLD]]
    if rest := doubtful[_MOST_TOLD:]:
        told.append(build_diagnostic("low-confidence", f"and {len(rest)} more lines, from page {rest[0][1]} on", span=rest[0][0]))
    return tuple(told)
