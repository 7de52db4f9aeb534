"""The sheet 来源: a row a notice: where it comes from and how much of it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectiparse.model import Notice
from rectiparse.rows import UNIT_JOINT
from rectiparse.writers.words import Words
from rectiparse.writers.workbook.sheet import Column, Sheet, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = (
    Column("source", 28),
    Column("notice_title", 50),
    Column("document_number", 20),
    Column("issuers", 28),
    Column("issued", 12, "centre"),
    Column("tasks", 8, "number"),
    Column("rows", 10, "number"),
    Column("responsibility_words", 8, "number"),
    Column("claimed", 11, "number"),
    Column("coverage", 8, "share"),
    Column("errors", 7, "number"),
    Column("warnings", 7, "number"),
    Column("characters", 10, "number"),
    Column("encoding", 10, "centre"),
    Column("sha256", 36),
)


class SourcesSheet:
    def __init__(self, sheet: Worksheet, styles: Styles, words: Words) -> None:
        self._sheet = Sheet(sheet, styles, _COLUMNS, [words.header(column.name) for column in _COLUMNS], words.cut)

    def add(self, notice: Notice, rows: int) -> None:
        source, metadata, coverage = notice.source, notice.metadata, notice.coverage
        told = [diagnostic.severity for diagnostic in notice.diagnostics]
        self._sheet.add_row(
            (
                source.name,
                metadata.title,
                metadata.document_number,
                UNIT_JOINT.join(metadata.issuers),
                metadata.issued.date if metadata.issued else None,
                len(notice.tasks),
                rows,
                coverage.responsibility_words,
                coverage.claimed,
                coverage.claimed / coverage.responsibility_words if coverage.responsibility_words else None,
                told.count("error"),
                told.count("warning"),
                source.characters,
                source.encoding,
                source.sha256,
            )
        )

    def finish(self) -> None:
        self._sheet.finish(frozen_columns=1)
