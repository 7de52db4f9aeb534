"""The image of a page, and the strokes of the tables on it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.page_layout import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


class PageImage(NamedTuple):
    """A page from 1, its pixels (rows, columns, blue-green-red), and the points that a pixel is wide."""

    number: int
    pixels: Pixels
    scale: float


def find_strokes(image: PageImage) -> tuple[Rule, ...]:
    """Straight dark strokes, in points: longer than a character is high, or upright from one level stroke to the next."""
    import cv2

    grey = cv2.cvtColor(image.pixels, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    level = [rule for rule in _find_boxes(dark, _SHORTEST, image.scale, is_upright=False) if rule.is_horizontal]
    upright = _find_boxes(dark, _LOWEST, image.scale, is_upright=True)
    return (*level, *(rule for rule in upright if rule.bottom - rule.top >= _SHORTEST or _joins(rule, level)))


def measure_dot(image: PageImage, left: float, top: float, right: float, bottom: float) -> float:
    """Points of blank paper behind the first dot on the base line of a box, 0 where there is none."""
    import cv2

    x0, y0, x1, y1 = (max(0, round(place / image.scale)) for place in (left, top, right, bottom))
    grey = cv2.cvtColor(image.pixels[y0:y1, x0:x1], cv2.COLOR_BGR2GRAY)
    if not grey.size:
        return 0.0
    dark = grey < (int(grey.min()) + int(grey.max())) // 2
    runs = _find_runs(dark.any(axis=0).tolist())
    for run, following in pairwise(runs):
        if run[1] - run[0] < _DOT * (y1 - y0) and not dark[: (y1 - y0) // 2, run[0] : run[1]].any():
            return (following[0] - run[1]) * image.scale
    return 0.0


_SHORTEST, _LOWEST, _THICKEST, _LEANING = 28.0, 10.0, 3.0, 0.01
"""Points; a row of one line between two rows of one cell each is lower than the shortest; what a stroke may lean, of its length."""
_MOST_STROKES, _MOST_JOINED = 4000, 400
_REACH = 3.0
_DOT = 0.35
"""Of a line's height, how wide a dot is at most."""


def _find_boxes(dark: Pixels, shortest: float, scale: float, *, is_upright: bool) -> list[Rule]:
    import cv2

    length = max(8, round(shortest / scale))
    shape, gap = ((1, length), (3, 1)) if is_upright else ((length, 1), (1, 3))
    strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
    strokes = cv2.dilate(strokes, cv2.getStructuringElement(cv2.MORPH_RECT, gap))  # a stroke that is not quite straight
    count, _, boxes, _ = cv2.connectedComponentsWithStats(strokes)
    rules: list[Rule] = []
    for x, y, width, height, _ in boxes[1 : min(count, _MOST_STROKES)]:
        long, thin = max(width, height), min(width, height)
        if thin * scale <= _THICKEST + _LEANING * long * scale:
            rules.append(_scaled(int(x), int(y), int(width), int(height), scale))
    return rules


def _joins(rule: Rule, level: list[Rule]) -> bool:
    """Whether a short upright stroke goes from one level stroke to another: those of characters do not."""
    near = [r.top for r in level[:_MOST_JOINED] if r.x0 - _REACH <= rule.x0 <= r.x1 + _REACH]
    return any(abs(y - rule.top) <= _REACH for y in near) and any(abs(y - rule.bottom) <= _REACH for y in near)


def _find_runs(ink: list[bool]) -> list[tuple[int, int]]:
    """Where columns with ink begin and end."""
    edges = [at for at, (before, now) in enumerate(pairwise((False, *ink, False))) if before != now]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _scaled(x: int, y: int, width: int, height: int, scale: float) -> Rule:
    if width >= height:
        middle = (y + height / 2) * scale
        return Rule(x * scale, middle, (x + width) * scale, middle)
    middle = (x + width / 2) * scale
    return Rule(middle, y * scale, middle, (y + height) * scale)
