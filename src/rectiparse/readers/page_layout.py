"""What stands on a page and where, independent of the format it came from, and its text as visual lines.

Places are in points (1/72 inch) or, for images, in anything else that is the same over all pages; x grows to the right, y
downwards, from the upper left corner of what is shown of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Piece(NamedTuple):
    """Characters that stand side by side; a single glyph, a word or a whole line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0
    """How sure the recognition of an image is of `text`, 0 to 1."""
    is_upright: bool = True
    """Reads from left to right as the page is held; stamps and watermarks do not."""

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A straight horizontal or vertical stroke; x0 <= x1, top <= bottom."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Page(NamedTuple):
    """A page: its number from 1, its size, its characters and strokes in any order."""

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...] = ()
    rules: tuple[Rule, ...] = ()


class Line(NamedTuple):
    """A visual line; `size` is the height of its tallest characters, `em` the width of a Chinese one.

    `lead` is the width of its first word, which is not broken, 0 when it begins with a Chinese character.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    em: float
    page: int
    confidence: float = 1.0
    lead: float = 0.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def build_lines(pieces: Iterable[Piece], page: int) -> tuple[Line, ...]:
    """The visual lines of upright pieces, from top to bottom."""
    return tuple(_build_line(row, page) for row in find_rows(pieces))


def find_rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces that stand on one line, each from left to right; lines from top to bottom."""
    rows: list[list[Piece]] = []
    bands: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.x0)):
        for at in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom = bands[at]
            shared = min(bottom, piece.bottom) - max(top, piece.top)
            if shared > _SHARED * min(bottom - top, piece.size):
                rows[at].append(piece)
                if piece.size > bottom - top:  # a line is as high as its tallest piece, not as a note above it
                    bands[at] = (piece.top, piece.bottom)
                break
        else:
            rows.append([piece])
            bands.append((piece.top, piece.bottom))
    for row in rows:
        row.sort(key=lambda p: p.x0)
    return [row for _, row in sorted(zip(bands, rows, strict=True), key=lambda pair: pair[0])]


def _build_line(row: Sequence[Piece], page: int) -> Line:
    row = [piece for piece in row if piece.text.strip(_BLANKS)] or row
    size = max(piece.size for piece in row)
    first = row[0]
    parts = [first.text]
    for before, piece in pairwise(row):
        parts.append(_blank_between(before, piece, size))
        parts.append(piece.text)
    text = _close_up("".join(parts).strip(_BLANKS))
    word = _WORD.match(text)
    em = find_em(row)
    blanks = first.text[: len(first.text) - len(first.text.lstrip(_BLANKS))]  # an indent may be set as characters
    return Line(
        text=text,
        x0=first.x0 + em * sum(1.0 if char == "\u3000" else _NARROW for char in blanks),
        top=min(piece.top for piece in row),
        x1=max(piece.x1 for piece in row),
        bottom=max(piece.bottom for piece in row),
        size=size,
        em=em,
        page=page,
        confidence=min(piece.confidence for piece in row),
        lead=len(word[0]) * em * _NARROW if word else 0.0,
    )


def find_em(row: Sequence[Piece]) -> float:
    """The width of a Chinese character on a line, by its longest piece."""
    longest = max(row, key=lambda piece: len(piece.text))
    text = longest.text.rstrip(_BLANKS)
    narrow = sum(char < _FIRST_WIDE for char in text)
    return (longest.x1 - longest.x0) / max(0.5, len(text) - narrow * (1 - _NARROW))


def _blank_between(before: Piece, piece: Piece, size: float) -> str:
    gap = piece.x0 - before.x1
    if before.text[-1:] in _BLANKS or piece.text[:1] in _BLANKS or piece.text[:1] in _ENDING:
        return ""
    narrow = before.text[-1:].isascii() and piece.text[:1].isascii()
    return " " if gap > size * (_WORD_GAP if narrow else _WIDE_GAP) else ""


def _close_up(text: str) -> str:
    """Without the blanks that some producers set between any two characters of a line."""
    if " " not in text:
        return text
    spread = len(_SPREAD.findall(text))
    if spread < _FEWEST_SPREAD or spread < _MOSTLY * len(_WIDE.findall(text)):
        return text
    return _SPREAD.sub("", text)


_BLANKS = " \u3000\u00a0\t"
_ENDING = ".,;:!?)]}%、。，；：！？）》”’】〕」％"
"""Signs that stand close to what they end, however a producer places them: 1.市政府"""
_SHARED = 0.5
"""Of the height of the lower one, what two pieces on a line share at least."""
_WORD_GAP, _WIDE_GAP = 0.2, 0.8
"""Of a character's height: the gap that is a blank between Latin words, between Chinese characters."""
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uff60\u3001-\u303f]")
_SPREAD = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uff60\u3001-\u303f]) (?=[\u2e80-\u9fff\uff00-\uff60\u3001-\u303f\d])|(?<=\d) (?=[\u2e80-\u9fff])"
)
_NARROW, _FIRST_WIDE = 0.55, "\u2010"
"""Width of a Latin character in Chinese ones; quotation marks and dashes are as wide as these in Chinese print."""
_FEWEST_SPREAD, _MOSTLY = 3, 0.6
_WORD = re.compile(r"[0-9A-Za-z.,%/+\-]+")
