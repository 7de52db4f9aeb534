"""Which lines of the pages are running heads, feet and page numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from rectiparse.readers.page_layout import Line, Page, Piece


def find_running_lines(pages: Sequence[tuple[Page, Sequence[Line]]]) -> set[Line]:
    """Lines near the upper and lower edge that are a page number, or stand on several pages in one place with other digits."""
    near = [(page, line) for page, lines in pages for line in _outer_lines(page, lines)]
    outermost = {line for page, lines in pages for line in (*lines[:1], *lines[-1:]) if line in _outer_lines(page, lines)}
    return {line for line in outermost if _is_number(line.text)} | _find_repeated(near)


def find_asides(pieces: Sequence[Piece]) -> set[int]:
    """Indexes of pieces that are no part of the lines: turned ones, and single characters set one below the other beside them."""
    aside = {i for i, piece in enumerate(pieces) if not piece.is_upright}
    wide = [p for p in pieces if p.is_upright and len(p.text) > _WORDY]
    if not wide:
        return aside
    left, right = min(p.x0 for p in wide), max(p.x1 for p in wide)
    beside = [i for i, p in enumerate(pieces) if p.is_upright and len(p.text) == 1 and (p.x1 < left - p.size or p.x0 > right + p.size)]
    stacks: dict[int, list[int]] = {}
    for i in beside:
        stacks.setdefault(round(pieces[i].x0 / _STACKED), []).append(i)
    ordered = sorted(pieces, key=lambda p: p.middle) if stacks else []
    middles = [p.middle for p in ordered]
    for stack in stacks.values():
        if len(stack) > 1 and all(_stands_alone(pieces[i], ordered, middles) for i in stack):
            aside.update(stack)
    return aside


def _stands_alone(piece: Piece, ordered: Sequence[Piece], middles: Sequence[float]) -> bool:
    """Whether no other piece is near on its line; `ordered` by `middles`."""
    near, half = 2 * piece.size, piece.size / 2
    level = ordered[bisect_right(middles, piece.middle - half) : bisect_left(middles, piece.middle + half)]
    return not any(other is not piece and other.x0 - near < piece.x1 and piece.x0 < other.x1 + near for other in level)


_EDGE = 0.12
"""Of a page's height, above and below."""
_OUTER = 3
"""Lines from either edge that are looked at."""
_MOSTLY, _NEARLY_ALL = 0.6, 0.9
_STEPS = 150
"""Places on a page's height that are told apart."""
_WORDY, _STACKED = 4, 6.0
_NUMBER = re.compile(
    r"[-—–―－─·•.~～|/\s]*(?:第\s*)?(?:page\s*)?(?:\d{1,4}|[一二三四五六七八九十百]{1,5}(?=\s*页)|[ivxlc]{1,6})\s*页?"
    r"\s*(?:[-—–―/,，·|]?\s*(?:共|of|/)\s*\d{1,4}\s*页?)?[-—–―－─·•.~～|\s]*",
    re.IGNORECASE,
)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _outer_lines(page: Page, lines: Sequence[Line]) -> list[Line]:
    above = [line for line in lines[:_OUTER] if line.bottom < _EDGE * page.height]
    below = [line for line in lines[-_OUTER:] if line.top > (1 - _EDGE) * page.height]
    return [*above, *(line for line in below if line not in above)]


def _find_repeated(near: Sequence[tuple[Page, Line]]) -> set[Line]:
    """Lines whose place holds the same words on most pages, or on most of the odd or the even ones.

    A label that happens to begin several pages stands where other lines begin the others.
    """
    places: dict[int, list[tuple[Page, Line]]] = {}
    for page, line in near:
        places.setdefault(round(line.middle / page.height * _STEPS), []).append((page, line))
    found: set[Line] = set()
    for held in places.values():
        for group in (held, *([h for h in held if h[0].number % 2 == parity] for parity in (0, 1))):
            enough = max(2, _MOSTLY * len(group)) if group is held else max(3, _NEARLY_ALL * len(group))
            keys = Counter(_key(line) for _, line in group)
            found.update(line for _, line in group if keys[_key(line)] >= enough)
    return found


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.replace(" ", ""))
