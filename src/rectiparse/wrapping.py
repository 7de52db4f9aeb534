"""Text on the lines of a terminal as Chinese print breaks it: between any two characters, but for stops, brackets and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

_OPENING = re.escape("（《「『“‘【〔〈([")
_CLOSING = re.escape("，。、；：？！…—）》」』”’】〕〉,.;:?!)]%％●")
_PIECE = re.compile(
    rf"(?:\A\d+ )?[{_OPENING}]*(?:[A-Za-z0-9~][\w.:~/-]*(?<![^\x00-\x7f])|[^\s])?[{_CLOSING}]*(?: \d+\Z)?\s*|.", re.ASCII | re.DOTALL
)
"""What is not broken: the bare number of a table's row and what follows it, a word or number, a character with its stops, a
count at the end (任务 45)."""


class ChineseText(Text):
    """A rich text; rich itself breaks at blanks first, which leaves a long title's number alone on its line."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        if no_wrap or justify in ("full", "center", "right"):
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines()
        for line in self.split(allow_blank=True):
            for part in line.divide(find_breaks(line.plain, width)):
                part.rstrip()
                lines.append(part)
        return lines


def find_breaks(text: str, width: int) -> list[int]:
    """Offsets at which `text`, one line, is broken to stay within `width` cells; blanks may stand out at the end of a line."""
    breaks, used = [], 0
    for start, piece in _split_pieces(text, width):
        cells = cell_len(piece.rstrip())
        if used and used + cells > width:
            breaks.append(start)
            used = 0
        used += cell_len(piece)
    return breaks


def _split_pieces(text: str, width: int) -> Iterator[tuple[int, str]]:
    for match in _PIECE.finditer(text):
        if cell_len(match[0].rstrip()) <= width:
            if match[0]:
                yield match.start(), match[0]
        else:
            yield from enumerate(match[0], match.start())
