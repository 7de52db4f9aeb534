"""Pages that are set in two columns: their pieces in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectiparse.readers.page_layout import Piece, find_rows


class Strand(NamedTuple):
    """Pieces that are read one line after the other; `column` is 0 for the whole width, 1 and 2 for a left and a right column."""

    pieces: list[Piece]
    column: int


def find_strands(pieces: Sequence[Piece], width: float) -> Iterator[Strand]:
    """The strands of a page in order; together they hold every piece once."""
    rows = find_rows(pieces)
    gutter = _find_gutter(rows, width)
    if gutter is None:
        yield Strand(list(pieces), 0)
        return
    band: list[list[Piece]] = []
    whole: list[Piece] = []
    for row in (*rows, None):
        if row is not None and not _crosses(row, gutter):
            band.append(row)
            continue
        if _is_two_columns(band, gutter):
            if whole:
                yield Strand(whole, 0)
            whole = []
            held = [piece for held_row in band for piece in held_row]
            yield Strand([p for p in held if p.x1 <= gutter], 1)
            yield Strand([p for p in held if p.x1 > gutter], 2)
        else:
            whole.extend(piece for held_row in band for piece in held_row)
        whole.extend(row or ())
        band = []
    if whole:
        yield Strand(whole, 0)


_FEWEST, _FULL, _STEP = 5, 0.6, 6.0
"""Lines of a column; of its width, what most of them take; points from one gutter tried to the next."""
_MOST_STEPS = 2400
"""Over a page's width, whatever it is said to be; 14,400 points are the most that PDF allows."""


def _crosses(row: Sequence[Piece], gutter: float) -> bool:
    return any(piece.x0 < gutter < piece.x1 for piece in row)


def _find_gutter(rows: Sequence[Sequence[Piece]], width: float) -> float | None:
    """Where most lines have a gap near the middle of the page."""
    best, most = None, 2 * _FEWEST - 1
    step = max(_STEP, width / _MOST_STEPS)
    for at in range(int(0.35 * width / step), int(0.65 * width / step) + 1):
        gutter = at * step
        sides = sum(_gap_at(row, gutter) for row in rows)
        if sides > most:
            best, most = gutter, sides
    return best


def _gap_at(row: Sequence[Piece], gutter: float) -> int:
    """Sides of the gutter that the row fills, 0 when it crosses it."""
    size = max(piece.size for piece in row)
    if any(piece.x0 < gutter + size / 2 and piece.x1 > gutter - size / 2 for piece in row):
        return 0
    return any(p.x1 < gutter for p in row) + any(p.x0 > gutter for p in row)


def _is_two_columns(band: Sequence[Sequence[Piece]], gutter: float) -> bool:
    left = [side for row in band if (side := [p for p in row if p.x1 <= gutter])]
    right = [side for row in band if (side := [p for p in row if p.x1 > gutter])]
    return _is_filled(left) and _is_filled(right)


def _is_filled(rows: Sequence[Sequence[Piece]]) -> bool:
    if len(rows) < _FEWEST:
        return False
    start, end = min(p.x0 for row in rows for p in row), max(p.x1 for row in rows for p in row)
    full = [row for row in rows if sum(p.x1 - p.x0 for p in row) >= _FULL * (end - start)]
    return len(full) >= _FULL * len(rows)
