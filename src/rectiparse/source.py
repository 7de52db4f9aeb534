"""The text that a reader hands over, with its folded twin of equal length and its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from rectiparse.model import Diagnostic, Source, Span

_ONE_TO_ONE = {
    **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},  # full-width ASCII
    "　": " ",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u200b": " ",
    "\ufeff": " ",
    "\r": " ",
    "\x0b": " ",
    "\x0c": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "〖": "[",
    "〗": "]",
    "﹝": "[",
    "﹞": "]",
    "［": "[",
    "］": "]",
    "—": "-",
    "–": "-",
    "―": "-",
    "‐": "-",
    "－": "-",
    "～": "~",
    "∶": ":",
    "﹕": ":",
    "︰": ":",
    "﹔": ";",
    "﹐": ",",
    "﹑": "、",
    "﹒": ".",
    "｡": "。",
    "､": "、",
    "「": "“",
    "」": "”",
}


def fold(text: str) -> str:
    """`text` with brackets, colons, digits, dashes and blanks of one shape; as long as `text`, offset for offset."""
    for char in set(_foldable().findall(text)):  # a few replacements are faster than one translate over Chinese text
        text = text.replace(char, _ONE_TO_ONE[char])
    return text


def count_cells(text: str) -> int:
    """The cells that a page gives a text: two to a Chinese character, stop or blank, one to a Latin letter or figure."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


@lru_cache(maxsize=1)
def _foldable() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_ONE_TO_ONE))}]")


class SourceCell(NamedTuple):
    """A cell of a ruled table: its span in the text, its first row and column (from 0), how many of both it covers."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class SourceTable(NamedTuple):
    """A table of a format that has tables; its cells in order of the text, a merged one once.

    `rests`: rows that hold further lines of the cells above them, in a table that is drawn line by line.
    """

    span: Span
    cells: tuple[SourceCell, ...]
    rests: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SourceText:
    """A decoded notice: newlines are `\\n`, nothing else is changed.

    `tables` and `furniture` (running heads, page numbers) are what a reader knows from its format; both are in order and
    overlap nothing. Plain text has none: there they are found by their words. `parts`: where a text of its own begins behind
    the first one, as each sheet of a workbook.
    """

    text: str
    info: Source
    diagnostics: tuple[Diagnostic, ...] = ()
    tables: tuple[SourceTable, ...] = ()
    furniture: tuple[Span, ...] = ()
    parts: tuple[int, ...] = ()

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        lengths = [len(line) + 1 for line in self.text.split("\n")]
        return tuple(accumulate(lengths[:-1], initial=0))

    def line_at(self, offset: int) -> int:
        """1-based line of an offset."""
        return bisect_right(self.line_starts, offset)
