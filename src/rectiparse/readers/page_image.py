"""The image of a page, and the strokes of the tables on it."""

from __future__ import annotations

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
    """Straight dark strokes that are longer than a character is high, in points."""
    import cv2

    grey = cv2.cvtColor(image.pixels, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    length = max(8, round(_SHORTEST / image.scale))
    rules: list[Rule] = []
    for shape, gap in (((length, 1), (1, 3)), ((1, length), (3, 1))):
        strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        strokes = cv2.dilate(strokes, cv2.getStructuringElement(cv2.MORPH_RECT, gap))  # a stroke that is not quite straight
        count, _, boxes, _ = cv2.connectedComponentsWithStats(strokes)
        for x, y, width, height, _ in boxes[1 : min(count, _MOST_STROKES)]:
            long, thin = max(width, height), min(width, height)
            if thin * image.scale <= _THICKEST + _LEANING * long * image.scale:
                rules.append(_scaled(int(x), int(y), int(width), int(height), image.scale))
    return tuple(rules)


_SHORTEST, _THICKEST, _LEANING = 28.0, 3.0, 0.01
"""Points; what a stroke may lean, of its length."""
_MOST_STROKES = 4000


def _scaled(x: int, y: int, width: int, height: int, scale: float) -> Rule:
    if width >= height:
        middle = (y + height / 2) * scale
        return Rule(x * scale, middle, (x + width) * scale, middle)
    middle = (x + width / 2) * scale
    return Rule(middle, y * scale, middle, (y + height) * scale)
