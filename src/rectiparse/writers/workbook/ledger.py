"""The sheet 台账: a row a measure, columns as the contract has them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rectiparse.model import Notice
from rectiparse.rows import COLUMNS, build_rows
from rectiparse.rows import Cell as RowCell
from rectiparse.writers.words import Words
from rectiparse.writers.workbook.sheet import LAST_ROW, Cell, Column, Look, Sheet, Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_LAYOUT: dict[str, tuple[float, Look]] = {
    "source": (14, "text"),
    "task_id": (9, "text"),
    "measure_id": (10, "text"),
    "kind": (6, "centre"),
    "section": (24, "text"),
    "finding": (40, "text"),
    "objective": (28, "text"),
    "content": (40, "text"),
    "measure": (46, "text"),
    "lead_units": (18, "text"),
    "responsible_units": (22, "text"),
    "cooperating_units": (24, "text"),
    "supervising_units": (14, "text"),
    "deadline_text": (16, "text"),
    "deadline_start": (12, "centre"),
    "deadline_end": (12, "centre"),
    "ongoing": (6, "centre"),
    "immediate": (6, "centre"),
    "done": (6, "centre"),
    "recurrence": (14, "text"),
    "progress": (40, "text"),
    "line": (6, "centre"),
}
_NARROW = 6.0
"""Of a column that is empty all over: a Chinese header on two lines."""
_OF_THE_TASK = ("source", "task_id", "kind", "section", "finding", "objective", "content", "progress")
_OF_ITS_MEASURES = (
    "lead_units",
    "responsible_units",
    "cooperating_units",
    "supervising_units",
    "deadline_text",
    "deadline_start",
    "deadline_end",
)

_Row = dict[str, RowCell]


class LedgerSheet:
    """The ledger while it grows; a further sheet follows when one is full."""

    def __init__(self, book: Workbook, styles: Styles, words: Words, *, merge: bool) -> None:
        self._book, self._styles, self._words, self._merge = book, styles, words, merge
        self._headers = [words.header(column) for column in COLUMNS]
        self._columns = [
            Column(name, max(width, _find_width(header)), look)
            for header, (name, (width, look)) in zip(self._headers, _LAYOUT.items(), strict=True)
        ]
        self._filled: set[str] = set()
        self._sheets: list[Sheet] = []
        self._cuts: dict[tuple[str, str, int], None] = {}
        self._add_sheet()

    def add(self, notice: Notice) -> int:
        """Writes its rows and returns how many there are."""
        count = 0
        for _, rows in groupby(build_rows(notice), key=lambda row: row["task_id"]):
            task_rows = list(rows)
            if self._sheets[-1].row + len(task_rows) > LAST_ROW:
                self._add_sheet()
            self._add_task(task_rows)
            count += len(task_rows)
        return count

    def take_cuts(self) -> list[tuple[str, str, int]]:
        """Task, column and length of every text that was cut since they were last taken."""
        taken = list(self._cuts)
        self._cuts.clear()
        return taken

    def finish(self) -> None:
        for sheet in self._sheets:
            sheet.finish(frozen_columns=3)
            for index, column in enumerate(self._columns):
                if column.name not in self._filled:
                    sheet.sheet.set_column(index, index, max(_NARROW, _find_width(self._headers[index])))
            self._colour(sheet)

    def _add_sheet(self) -> None:
        name = self._words.sheets[0] + (str(len(self._sheets) + 1) if self._sheets else "")
        self._sheets.append(Sheet(self._book.add_worksheet(name), self._styles, self._columns, self._headers, self._words.cut))

    def _add_task(self, rows: list[_Row]) -> None:
        sheet = self._sheets[-1]
        first = sheet.row + 1
        task_id = str(rows[0]["task_id"])
        sheet.tell_cut = lambda column, length: self._cuts.setdefault((task_id, column, length))
        merged = [COLUMNS.index(name) for name in _find_shared(rows)] if self._merge and len(rows) > 1 else []
        spread = dict.fromkeys(merged, len(rows))
        for row in rows:
            self._filled.update(column for column, value in row.items() if value not in (None, False))
            sheet.add_row((self._show(column, row[column]) for column in COLUMNS), opens=row is rows[0], spread=spread)
        # merge_range refuses rows that are on disk already, and blanks all but the first: the list it fills is filled here.
        # Each row keeps its value below the merged cell, so that filters and colours find it.
        sheet.sheet.merge.extend([first, index, sheet.row, index] for index in merged)

    def _show(self, column: str, value: RowCell) -> Cell:
        return self._words.show(column, value) if isinstance(value, (bool, str)) else value

    def _colour(self, sheet: Sheet) -> None:
        top, bottom = sheet.header_row + 2, max(sheet.row, sheet.header_row + 1) + 1
        first = "measure_id" if self._merge else "task_id"  # a merged cell would show the colour of its first row only
        coloured = ((first, "measure_id"), ("deadline_text", "deadline_end"))
        ranges = [f"{_letter(start)}{top}:{_letter(end)}{bottom}" for start, end in coloured]
        cells = {name: f"${_letter(name)}{top}" for name in ("deadline_end", "ongoing", "done")}
        sheet.colour(ranges, end=cells["deadline_end"], ongoing=cells["ongoing"], done=cells["done"])


def _find_shared(rows: list[_Row]) -> list[str]:
    """The columns that hold one value in all rows of a task."""
    equal = (name for name in _OF_ITS_MEASURES if len({row[name] for row in rows}) == 1)
    return [name for name in (*_OF_THE_TASK, *equal) if rows[0][name] is not None]


def _find_width(header: str) -> float:
    """Of a header that can't be broken: an English one, without blanks."""
    return len(header) * 1.1 + 1.5 if header.isascii() else 0.0


def _letter(column: str) -> str:
    return chr(ord("A") + COLUMNS.index(column))
