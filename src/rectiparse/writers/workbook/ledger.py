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
    "source": (16, "text"),
    "task_id": (9, "text"),
    "measure_id": (10, "text"),
    "kind": (6, "centre"),
    "section": (28, "text"),
    "finding": (46, "text"),
    "objective": (30, "text"),
    "content": (46, "text"),
    "measure": (50, "text"),
    "lead_units": (20, "text"),
    "responsible_units": (24, "text"),
    "cooperating_units": (26, "text"),
    "supervising_units": (16, "text"),
    "deadline_text": (18, "text"),
    "deadline_start": (12, "centre"),
    "deadline_end": (12, "centre"),
    "ongoing": (6, "centre"),
    "immediate": (6, "centre"),
    "done": (6, "centre"),
    "recurrence": (16, "text"),
    "progress": (46, "text"),
    "line": (7, "centre"),
}
_NARROW = 9.0
"""Of a column that is empty all over."""
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
_COLOURED = (("task_id", "measure_id"), ("deadline_text", "deadline_end"))

_Row = dict[str, RowCell]


class LedgerSheet:
    """The ledger while it grows; a further sheet follows when one is full."""

    def __init__(self, book: Workbook, styles: Styles, words: Words, *, merge: bool) -> None:
        self._book, self._styles, self._words, self._merge = book, styles, words, merge
        self._columns = [Column(name, *_LAYOUT[name]) for name in COLUMNS]
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
                if column.name not in self._filled and column.width > _NARROW:
                    sheet.sheet.set_column(index, index, _NARROW)
            self._colour(sheet)

    def _add_sheet(self) -> None:
        name = self._words.sheets[0] + (str(len(self._sheets) + 1) if self._sheets else "")
        headers = [self._words.header(column) for column in COLUMNS]
        self._sheets.append(Sheet(self._book.add_worksheet(name), self._styles, self._columns, headers, self._words.cut))

    def _add_task(self, rows: list[_Row]) -> None:
        sheet = self._sheets[-1]
        first = sheet.row + 1
        task_id = str(rows[0]["task_id"])
        sheet.tell_cut = lambda column, length: self._cuts.setdefault((task_id, column, length))
        for row in rows:
            self._filled.update(column for column, value in row.items() if value not in (None, False))
            sheet.add_row((self._show(column, row[column]) for column in COLUMNS), opens=row is rows[0])
        if self._merge and len(rows) > 1:
            self._merge_task(sheet, rows, first)

    def _show(self, column: str, value: RowCell) -> Cell:
        return self._words.show(column, value) if isinstance(value, (bool, str)) else value

    def _merge_task(self, sheet: Sheet, rows: list[_Row], first: int) -> None:
        """One cell for what all rows of a task share. Each row keeps its value below it, so filters still find the row.

        xlsxwriter blanks what it merges; of rows that are on disk already that is lost, in the last one it is written again.
        """
        shared = [*_OF_THE_TASK, *(name for name in _OF_ITS_MEASURES if len({row[name] for row in rows}) == 1)]
        for name in shared:
            value = self._show(name, rows[-1][name])
            if value in ("", None):
                continue
            index = COLUMNS.index(name)
            sheet.sheet.merge_range(first, index, sheet.row, index, "")
            sheet.write(index, sheet.fit(name, value) if isinstance(value, str) else value)

    def _colour(self, sheet: Sheet) -> None:
        top, bottom = sheet.header_row + 2, max(sheet.row, sheet.header_row + 1) + 1
        ranges = [f"{_letter(start)}{top}:{_letter(end)}{bottom}" for start, end in _COLOURED]
        cells = {name: f"${_letter(name)}{top}" for name in ("deadline_end", "ongoing", "done")}
        sheet.colour(ranges, end=cells["deadline_end"], ongoing=cells["ongoing"], done=cells["done"])


def _letter(column: str) -> str:
    return chr(ord("A") + COLUMNS.index(column))
