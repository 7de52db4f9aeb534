"""The sheet 问题: what is odd in the notices, where it stands, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectiparse.messages import say_in_chinese
from rectiparse.model import Diagnostic, Notice
from rectiparse.writers.printable import crop_line
from rectiparse.writers.words import Words
from rectiparse.writers.workbook.meanings import MEANINGS
from rectiparse.writers.workbook.sheet import Column, Sheet, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = (
    Column("source", 24),
    Column("severity", 8, "centre"),
    Column("code", 22),
    Column("meaning", 40),
    Column("message", 50),
    Column("where", 12),
    Column("line", 8, "centre"),
    Column("quoted", 60),
)
_QUOTED = 120
"""Characters of the source text that are shown."""


class IssuesSheet:
    """Errors are red, warnings amber."""

    def __init__(self, sheet: Worksheet, styles: Styles, words: Words) -> None:
        self._words = words
        self._sheet = Sheet(sheet, styles, _COLUMNS, [words.header(column.name) for column in _COLUMNS], words.cut)

    def add(self, notice: Notice) -> None:
        text = notice.source.text or ""
        for diagnostic in notice.diagnostics:
            self._sheet.add_row(
                (
                    notice.source.name,
                    self._words.severities.get(diagnostic.severity, diagnostic.severity),
                    diagnostic.code,
                    self._explain(diagnostic),
                    say_in_chinese(diagnostic).message if self._words.severities else diagnostic.message,
                    diagnostic.where,
                    diagnostic.line,
                    _quote(text, diagnostic),
                )
            )

    def add_cut(self, source: str, task_id: str, column: str, length: int) -> None:
        """A text that its cell could not hold: of the workbook, not of the notice, so it has no code."""
        severity = self._words.severities.get("warning", "warning")
        message = f"{self._words.header(column)}{self._words.cut.format(length)}"
        self._sheet.add_row((source, severity, None, None, message, task_id, None, None))

    def finish(self) -> None:
        overdue, soon, _, _ = self._sheet.styles.colours
        self._sheet.finish(frozen_columns=0)
        severities = self._words.severities
        for word, style in ((severities.get("error", "error"), overdue), (severities.get("warning", "warning"), soon)):
            rule = {"type": "formula", "criteria": f'=$B2="{word}"', "format": style}
            self._sheet.sheet.conditional_format(f"B2:B{max(self._sheet.row, 1) + 1}", rule)

    def _explain(self, diagnostic: Diagnostic) -> str:
        return say_in_chinese(diagnostic).meaning if self._words.severities else MEANINGS.get(diagnostic.code, "")


def _quote(text: str, diagnostic: Diagnostic) -> str:
    if diagnostic.span is None:
        return ""
    start, end = diagnostic.span
    return crop_line(text[start:end], _QUOTED)
