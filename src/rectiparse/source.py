"""The text that a reader hands over, with its folded twin of equal length and its lines."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from rectiparse.model import Diagnostic, Origin, Source

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
    "「": "“",
    "」": "”",
}


def fold(text: str) -> str:
    """`text` with brackets, colons, digits, dashes and blanks of one shape; as long as `text`, offset for offset."""
    for char in _ONE_TO_ONE.keys() & set(text):  # a few replacements are faster than one translate over Chinese text
        text = text.replace(char, _ONE_TO_ONE[char])
    return text


@dataclass(frozen=True)
class SourceText:
    """A decoded notice: newlines are `\\n`, nothing else is changed."""

    text: str
    info: Source
    diagnostics: tuple[Diagnostic, ...] = ()
    origins: tuple[Origin, ...] = ()

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def line_at(self, offset: int) -> int:
        """1-based line of an offset."""
        return bisect_right(self.line_starts, offset)
