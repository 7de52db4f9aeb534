"""The sheet 时间: what falls due in each month; recurring and ongoing tasks behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rectiparse.writers.words import Words
from rectiparse.writers.workbook.facts import DueFacts
from rectiparse.writers.workbook.sheet import Column, Sheet, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = (
    Column("month", 10, "centre"),
    Column("deadline_end", 12, "centre"),
    Column("id", 12),
    Column("title", 64),
    Column("lead_units", 32),
    Column("deadline_text", 24),
    Column("recurrence", 18),
    Column("ongoing", 9, "centre"),
    Column("done", 9, "centre"),
    Column("source", 24),
)


class MonthsSheet:
    """A band for each month, its limits below it, folded away by the outline."""

    def __init__(self, sheet: Worksheet, styles: Styles, words: Words) -> None:
        self._words = words
        headers = [words.header(column.name) for column in _COLUMNS]
        headers[4] += f" / {words.header('responsible_units')}"
        self._sheet = Sheet(sheet, styles, _COLUMNS, headers, words.cut)

    def write(self, months: Iterable[tuple[tuple[int, int] | int, int, Iterator[DueFacts]]]) -> None:
        sheet, words = self._sheet, self._words
        sheet.sheet.outline_settings(symbols_below=False)
        for bucket, count, dues in months:
            name = words.buckets[bucket].format(count) if isinstance(bucket, int) else words.month.format(*bucket, count)
            sheet.add_band(name)
            month = "" if isinstance(bucket, int) else f"{bucket[0]}-{bucket[1]:02}"
            for due in dues:
                flags = (words.show("ongoing", due.ongoing), words.show("done", due.done))
                sheet.add_row((month, due.end, due.id, due.title, due.units, due.limit, due.recurrence, *flags, due.source), level=1)
        sheet.finish(frozen_columns=3, has_filter=False)
        sheet.colour([f"B2:C{max(sheet.row, 1) + 1}"], end="$B2", ongoing="$H2", done="$I2")
