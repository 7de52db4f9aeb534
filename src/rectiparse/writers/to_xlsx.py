"""Excel workbook: the ledger, and what it says by unit and by month, what is odd, and where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import closing
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from rectiparse.model import LEDGER_MARK, Notice
from rectiparse.writers import WriteOptions
from rectiparse.writers.words import WORDS
from rectiparse.writers.workbook.facts import Facts
from rectiparse.writers.workbook.issues import IssuesSheet
from rectiparse.writers.workbook.ledger import LedgerSheet
from rectiparse.writers.workbook.months import MonthsSheet
from rectiparse.writers.workbook.sheet import Styles
from rectiparse.writers.workbook.sources import SourcesSheet
from rectiparse.writers.workbook.units import UnitsSheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SUFFIX = ".xlsx"

_EPOCH = dt.date(1980, 1, 1)
"""The workbook's date when no notice has one: the same notices give the same bytes."""


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes Office Open XML row by row: what grows with the notices is on disk until the end.

    No text of a notice becomes a formula, a link or a number; one that a cell can't hold is cut, told, and listed.
    """
    import xlsxwriter

    with TemporaryDirectory() as folder, closing(Facts()) as facts:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
        newest = _write_sheets(book, notices, facts, options)
        created = dt.datetime.combine(newest, dt.time())
        book.set_properties({"title": WORDS[options.headers or "zh"].ledger, "category": LEDGER_MARK, "created": created})
        book.close()


def _write_sheets(book: Workbook, notices: Iterable[Notice], facts: Facts, options: WriteOptions) -> dt.date:
    """Writes everything and returns the date of the newest notice."""
    words, styles = WORDS[options.headers or "zh"], Styles(book)
    ledger = LedgerSheet(book, styles, words, merge=options.merge)
    by_unit, by_month, odd, origin = (book.add_worksheet(name) for name in words.sheets[1:])
    units = UnitsSheet(by_unit, book, styles, words, options.as_of)
    months, issues, sources = MonthsSheet(by_month, styles, words), IssuesSheet(odd, styles, words), SourcesSheet(origin, styles, words)
    newest = _EPOCH
    for notice in notices:
        sources.add(notice, ledger.add(notice))
        issues.add(notice)
        for task_id, column, length in ledger.take_cuts():
            issues.add_cut(notice.source.name, task_id, column, length)
            options.tell(f"{notice.source.name}: {column} of {task_id} is cut: it has {length} characters, a cell holds 32,767")
        facts.add(notice)
        newest = max(newest, notice.metadata.issued.date if notice.metadata.issued else _EPOCH)
    units.write(facts.read_units())
    months.write(facts.read_dues())
    for part in (ledger, issues, sources):
        part.finish()
    return newest
