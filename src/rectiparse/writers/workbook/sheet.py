"""A sheet that is written row by row: strings stay strings, dates are dates, rows are as high as their text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from rectiparse.writers.printable import clean_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell holds."""
LAST_ROW = 1_048_575
"""Of a sheet, counted from 0."""
AS_OF = "as_of"
"""The workbook's name for the cell with the day that overdue and soon are counted from."""
SOON = 30
"""Days."""

Look = Literal["text", "centre", "number", "share", "band"]
Cell = str | int | float | dt.date | None

_LINE, _LOWEST, _HIGHEST = 14.5, 18.0, 409.0
"""Points: a line of 10-point Chinese, a row of one line, the highest row that there is."""
_FIRST_DATE = dt.date(1900, 3, 1)
"""Before it a workbook's count of days is wrong: 1900-02-29 is in it."""
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "top"}
_LOOKS: dict[Look, dict[str, object]] = {
    "text": {"text_wrap": True},
    "centre": {"text_wrap": True, "align": "center"},
    "number": {"num_format": "#,##0", "align": "right"},
    "share": {"num_format": "0 %", "align": "right"},
    "band": {"bold": True, "bg_color": "#E7EDF4", "valign": "vcenter"},
}
_COLOURS = (("#FBD5D5", "#9C1C1C"), ("#FFE9B8", "#7A4B00"), ("#DCE9F8", "#1F4E79"), ("#DDF0DC", "#2B632A"))
"""Of overdue, soon, ongoing, done: ground and letters."""


_NOWHERE: dict[int, int] = {}


class Column(NamedTuple):
    """`width` counts digits, a Chinese character is two of them."""

    name: str
    width: float
    look: Look = "text"


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}
        self.header = book.add_format(
            _FONT
            | {"bold": True, "font_color": "white", "bg_color": "#2F5573", "border": 1, "border_color": "#FFFFFF"}
            | {"text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        self.label = book.add_format(_FONT | {"bold": True, "valign": "vcenter"})
        date = {"num_format": "yyyy-mm-dd"}
        self.as_of = book.add_format(_FONT | date | {"bold": True, "align": "center", "valign": "vcenter", "border": 1})
        self.hidden_date = book.add_format(_FONT | date | {"shrink": True})  # else ### stands out of a hidden column
        self.colours = tuple(book.add_format({"bg_color": ground, "font_color": letters}) for ground, letters in _COLOURS)
        self.legend = tuple(
            book.add_format(_FONT | {"bg_color": ground, "font_color": letters, "align": "center", "valign": "vcenter"})
            for ground, letters in _COLOURS
        )

    def cell(self, look: Look, *, is_date: bool = False, opens: bool = False) -> Format:
        """Of a cell; `opens` draws the line above the first row of what belongs together."""
        key = (look, is_date, opens)
        if key not in self._made:
            date = {"num_format": "yyyy-mm-dd", "align": "center"} if is_date else {}
            line = {"border": 1, "border_color": "#D5DBE1"} | ({"top_color": "#6B7F92"} if opens else {})
            self._made[key] = self._book.add_format(_FONT | line | _LOOKS[look] | date)
        return self._made[key]


class Sheet:
    """A table under a header row, growing downwards; `tell_cut` hears the column and length of a text that was cut."""

    def __init__(
        self, sheet: Worksheet, styles: Styles, columns: Sequence[Column], headers: Sequence[str], cut: str, *, first_row: int = 0
    ) -> None:
        self.sheet, self.styles, self.columns = sheet, styles, columns
        self.row = first_row
        self.header_row = first_row
        self.tell_cut: Callable[[str, int], None] = lambda column, length: None
        self._cut = cut
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        self._set_up_page()
        sheet.set_row(first_row, 32)
        for index, header in enumerate(headers):
            sheet.write_string(first_row, index, header, styles.header)

    def add_row(self, cells: Iterable[Cell], *, opens: bool = False, level: int = 0, spread: Mapping[int, int] = _NOWHERE) -> None:
        """The next row, as high as its longest text needs; `spread` says over how many rows a column's text has room."""
        self.row += 1
        shown, lines = [], 1
        for index, (column, cell) in enumerate(zip(self.columns, cells, strict=True)):
            if isinstance(cell, str) and cell:
                cell = self.fit(column.name, cell)
                lines = max(lines, ceil(_count_lines(cell, column.width) / spread.get(index, 1)))
            shown.append(cell)
        self.sheet.set_row(self.row, min(_HIGHEST, max(_LOWEST, lines * _LINE + 3)), None, {"level": level} if level else {})
        for index, cell in enumerate(shown):
            self.write(index, cell, opens=opens)

    def add_band(self, text: str) -> None:
        """A row that heads those behind it, over all columns."""
        self.row += 1
        self.sheet.set_row(self.row, 20)
        style = self.styles.cell("band")
        self.sheet.write_string(self.row, 0, text, style)
        for index in range(1, len(self.columns)):
            self.sheet.write_blank(self.row, index, None, style)

    def write(self, index: int, cell: Cell, *, opens: bool = False) -> None:
        """A cell of the current row. Never `worksheet.write`: that makes formulas, links and numbers of strings."""
        row, look = self.row, self.columns[index].look
        if cell is None or cell == "":
            self.sheet.write_blank(row, index, None, self.styles.cell(look, opens=opens))
        elif isinstance(cell, (int, float)):
            self.sheet.write_number(row, index, cell, self.styles.cell(look, opens=opens))
        elif isinstance(cell, dt.date) and cell >= _FIRST_DATE:
            self.sheet.write_datetime(row, index, cell, self.styles.cell(look, is_date=True, opens=opens))
        else:
            self.sheet.write_string(row, index, str(cell), self.styles.cell(look, opens=opens))

    def fit(self, column: str, text: str) -> str:
        """`text` as a cell can hold it."""
        text = clean_text(text)
        if len(text) <= LONGEST_TEXT // 2 or _units(text) <= LONGEST_TEXT:
            return text
        self.tell_cut(column, len(text))
        note = self._cut.format(len(text))
        return text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(note))].decode("utf-16-le", "ignore") + note

    def finish(self, *, frozen_columns: int = 0, has_filter: bool = True) -> None:
        """Freezes the header and lays the filter over what was written."""
        self.sheet.freeze_panes(self.header_row + 1, frozen_columns)
        self.sheet.repeat_rows(self.header_row)
        if has_filter:
            self.sheet.autofilter(self.header_row, 0, max(self.row, self.header_row), len(self.columns) - 1)

    def colour(self, ranges: Sequence[str], *, end: str, ongoing: str, done: str) -> None:
        """Overdue, soon, ongoing and done by the day in the as-of cell; the cells named are those of the first row."""
        overdue, soon, goes_on, is_done = self.styles.colours
        rules = (
            (f'{done}<>""', is_done),
            (f'AND({ongoing}<>"",OR({end}="",{end}<{AS_OF}))', goes_on),
            (f'AND({end}<>"",{end}<{AS_OF})', overdue),
            (f'AND({end}<>"",{end}<={AS_OF}+{SOON})', soon),
        )
        for formula, style in rules:
            self.sheet.conditional_format(
                ranges[0],
                {"type": "formula", "criteria": f"={formula}", "format": style, "stop_if_true": True, "multi_range": " ".join(ranges)},
            )

    def _set_up_page(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(8)  # A3
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&L&A&R&P / &N")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _count_lines(text: str, width: float) -> int:
    """How many lines a text is broken into; a Chinese character is three bytes and nearly two digits wide."""
    room = max(2.0, (width - 0.7) / 0.96)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, ceil((len(line.encode()) + len(line)) / 2 / room)) for line in text.split("\n"))
