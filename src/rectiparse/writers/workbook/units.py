"""The sheet 单位: what each unit leads and shares in, its next limit and its earliest overdue one, and the as-of cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rectiparse.model import UNIT_ROLES
from rectiparse.writers.words import Words
from rectiparse.writers.workbook.facts import UnitFacts
from rectiparse.writers.workbook.sheet import AS_OF, SOON, Column, Sheet, Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = (
    Column("unit", 34),
    *(Column(role, 14, "number") for role in UNIT_ROLES),
    Column("tasks", 9, "number"),
    Column("next_deadline", 14, "centre"),
    Column("earliest_overdue", 14, "centre"),
)
_NEXT, _OVERDUE, _DATES = len(_COLUMNS) - 2, len(_COLUMNS) - 1, len(_COLUMNS)
_MOST_DATES = 16_384 - _DATES
"""Columns that a sheet has left; a date for each day of 44 years."""
_HEADER_ROW = 2
"""Above it: the as-of day and what the colours mean."""


class UnitsSheet:
    """Next and overdue limits are formulas over the unit's dates, in hidden columns: they follow the as-of cell."""

    def __init__(self, sheet: Worksheet, book: Workbook, styles: Styles, words: Words, as_of: dt.date | None) -> None:
        self._styles, self._words, self._as_of = styles, words, as_of
        headers = [words.header(column.name) for column in _COLUMNS]
        _write_as_of(sheet, book, styles, words, as_of)
        self._sheet = Sheet(sheet, styles, _COLUMNS, headers, words.cut, first_row=_HEADER_ROW)

    def write(self, units: Iterable[UnitFacts]) -> None:
        sheet, most = self._sheet, 0
        for unit in units:
            ends = unit.ends[:_MOST_DATES]
            ongoing = unit.ongoing_ends[: _MOST_DATES - len(ends)]
            sheet.add_row((unit.name, *(count or None for count in unit.tasks), unit.all_tasks, None, None))
            self._write_limits(ends, ongoing)
            most = max(most, len(ends) + len(ongoing))
        if most:
            sheet.sheet.set_column(_DATES, _DATES + most - 1, 12, None, {"hidden": True, "level": 1})
        sheet.finish(frozen_columns=1)
        self._colour()

    def _write_limits(self, ends: tuple[dt.date, ...], ongoing: tuple[dt.date, ...]) -> None:
        from xlsxwriter.utility import xl_range

        row, sheet = self._sheet.row, self._sheet.sheet
        style = self._styles.cell("centre", is_date=True)
        if dates := (*ends, *ongoing):
            every = xl_range(row, _DATES, row, _DATES + len(dates) - 1)
            formula = f'=IFERROR(SMALL({every},COUNTIF({every},"<"&{AS_OF})+1),"")'
            sheet.write_formula(row, _NEXT, formula, style, self._count_days(min((d for d in dates if self._is_ahead(d)), default=None)))
        if ends:
            fixed = xl_range(row, _DATES, row, _DATES + len(ends) - 1)
            formula = f'=IF(COUNTIF({fixed},"<"&{AS_OF})>0,MIN({fixed}),"")'
            sheet.write_formula(row, _OVERDUE, formula, style, self._count_days(None if self._is_ahead(ends[0]) else ends[0]))
        for index, date in enumerate(dates, _DATES):
            sheet.write_datetime(row, index, date, self._styles.hidden_date)

    def _is_ahead(self, date: dt.date) -> bool:
        return self._as_of is not None and date >= self._as_of

    def _count_days(self, date: dt.date | None) -> int | str:
        """What a program shows that computes nothing; empty without a fixed as-of day."""
        return (date - dt.date(1899, 12, 30)).days if date and self._as_of else ""

    def _colour(self) -> None:
        from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

        top, bottom = _HEADER_ROW + 1, max(self._sheet.row, _HEADER_ROW + 1)
        overdue, soon, _, _ = self._styles.colours
        next_cell, overdue_cell = (xl_rowcol_to_cell(top, index) for index in (_NEXT, _OVERDUE))
        for index, formula, style in (
            (_OVERDUE, f'={overdue_cell}<>""', overdue),
            (_NEXT, f'=AND({next_cell}<>"",{next_cell}<={AS_OF}+{SOON})', soon),
        ):
            cells = xl_range(top, index, bottom, index)
            self._sheet.sheet.conditional_format(cells, {"type": "formula", "criteria": formula, "format": style})


def _write_as_of(sheet: Worksheet, book: Workbook, styles: Styles, words: Words, as_of: dt.date | None) -> None:
    sheet.set_row(0, 22)
    sheet.write_string(0, 0, words.header("as_of"), styles.label)
    style = styles.as_of
    if as_of:
        sheet.write_datetime(0, 1, as_of, style)
    else:
        sheet.write_formula(0, 1, "=TODAY()", style, "")
    for index, word in enumerate(words.colours, 2):
        sheet.write_string(0, index, word, styles.legend[index - 2])
    book.define_name(AS_OF, f"='{words.sheets[1]}'!$B$1")
