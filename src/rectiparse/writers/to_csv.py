"""CSV (RFC 4180): the ledger rows of all notices as one table."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from io import TextIOWrapper
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.rows import CHINESE_COLUMNS, COLUMNS, Cell, build_rows
from rectiparse.writers import WriteOptions

SUFFIX = ".csv"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8 with CRLF and a header row; for Excel with its byte order mark, and no cell that it would compute."""
    text = TextIOWrapper(out, encoding="utf-8-sig" if options.excel else "utf-8", newline="", errors="replace", write_through=True)
    try:
        table = csv.writer(text)
        table.writerow(CHINESE_COLUMNS.values() if options.headers == "zh" else COLUMNS)
        for notice in notices:
            table.writerows([_show(row[column], options.excel) for column in COLUMNS] for row in build_rows(notice))
    finally:
        text.detach()


def _show(cell: Cell, excel: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, dt.date)):
        return str(cell)
    return f"'{cell}" if excel and cell.startswith(_FORMULA) else cell
