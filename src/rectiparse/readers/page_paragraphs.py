"""Which visual lines are one paragraph, by where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from rectiparse.readers.page_layout import Line


class Margins(NamedTuple):
    """Where lines begin and end in a column of a page; `indents`: paragraphs begin further in."""

    left: float
    right: float
    indents: bool = True
    is_flush: bool = False
    """Some paragraphs begin at the left one all the same."""


def find_margins(lines: Sequence[Line], others: Sequence[Line], width: float | None) -> Margins:
    """The margins that several of the lines keep to, `others` (of all pages) where these are too few.

    On a page of `width` whose lines all are short the right one is where it would be had the page two margins alike;
    None: a column of a page, of which nothing else is known.
    """
    known = others or lines
    right = _first(_right_edge(lines), _right_edge(known), max((line.x1 for line in known), default=0.0))
    left = _first(_left_edge(lines), _left_edge(known), min((line.x0 for line in known), default=0.0))
    if width is not None:
        ending = sum(abs(line.x1 - right) < line.em for line in known)
        alike = [line.x0 for line in known if abs(line.x0 - (width - right)) < _FLUSH * line.em]
        if ending < _MANY * len(known):
            right = max(right, width - _ALIKE * left)
        elif alike:  # a few lines that go on with a paragraph, where nearly all begin one
            left = min(left, *alike)
    further_in = sum(0.8 * line.em < line.x0 - left < 3.5 * line.em and not _is_centred(line, left, right) for line in known)
    flush = sum(_is_flush(line, left) and right - before.x1 > _SHORT * before.em for before, line in pairwise(known))
    return Margins(left, right, further_in > _INDENTED * len(known), flush >= _FEWEST_FLUSH)


def _is_flush(line: Line, left: float) -> bool:
    return abs(line.x0 - left) < _FLUSH * line.em


def goes_on(first: Line, before: Line, line: Line, margins: Margins, next_margins: Margins) -> bool:
    """Whether `line` is of the paragraph that begins with the line `first` and has come to `before`."""
    is_measured = min(before.confidence, line.confidence) == 1.0  # what is recognised has boxes of its ink, not of its font
    if min(before.size, line.size) < (_ONE_SIZE if is_measured else _ONE_INK) * max(before.size, line.size):
        return False
    if not is_measured and min(len(before.text), len(line.text)) >= _TELLING and not _ONE_EM < before.em / line.em < 1 / _ONE_EM:
        return False
    furthest_in = (_INDENT if is_measured else _INK_INDENT) * line.em
    size = max(before.size, line.size)
    if before.page == line.page and 0 <= line.top - before.bottom > _SPACED * size:
        return False
    if margins.right - before.x1 > _next_word(line) + _SLACK * line.em:
        return False
    is_next = before.text[-1:] in _BRACKETS and _MARKER.match(line.text) is not None
    ends = is_next or before.text[-1:] in _STOPS
    if line.x0 - next_margins.left > furthest_in:
        is_title = not ends and first.x0 - margins.left < _INDENT * first.em and margins.indents
        return is_title and _is_centred(line, next_margins.left, next_margins.right)
    # without indents a stop at the margin may end a paragraph as well
    return not (is_next and margins.is_flush) and (margins.indents or not ends)


def join_cell(lines: Sequence[Line], left: float, right: float) -> tuple[str, ...]:
    """The paragraphs of a table's cell whose text may stand from `left` to `right`."""
    paragraphs: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None and _goes_on_in_cell(before, line, left, right):
            paragraphs[-1] = join(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return tuple(paragraphs)


def is_full(line: Line, left: float, right: float) -> bool:
    """Whether the last line of a cell leaves no room for another character."""
    return _room(line, left, right) < (1 + _SLACK) * line.em


def join(text: str, more: str) -> str:
    """Two lines of one paragraph: a blank between Latin words, none between Chinese characters."""
    last, first = text[-1:], more[:1]
    if last == "-" and text[-2:-1].isalpha() and text[-2:-1].isascii() and first.isascii() and first.islower():
        return text[:-1] + more
    is_latin = last.isascii() and first.isascii() and (last.isalpha() or first.isalpha()) and last.isalnum() and first.isalnum()
    return f"{text} {more}" if is_latin else text + more


_INDENTED = 0.01
"""Of all lines, those that begin a paragraph further in, in a text that indents."""
_MANY, _ALIKE = 0.2, 1.25
"""Of all lines, those that end at a margin which is one; of the left margin, what the right one has at most."""
_ONE_SIZE, _SPACED, _SLACK, _INDENT = 0.78, 1.6, 0.8, 0.8
"""In heights of a line: one size of print, space between paragraphs, what a full line may lack, a first line's indent."""
_PASSED = 0.1
"""Of all lines, those that a margin lets through."""
_FLUSH, _RAGGED = 0.5, 0.9
"""In widths of a character: how far lines that begin, that end at a margin stand apart."""
_SHORT, _FEWEST_FLUSH = 2, 2
"""What a line lacks that ends a paragraph, in widths of a character, and how many lines behind such ones begin at the margin."""
_ONE_INK, _INK_INDENT = 0.55, 1.2
_TELLING, _ONE_EM = 5, 0.8
"""Characters of a line whose ink tells how wide one is; of that width, what lines of one size of print share."""
_STOPS = "。！？；：!?;:"
_BRACKETS = "）)〕】］]"
"""Behind a bracket at the margin a number begins another paragraph."""
_CLOSING = "，。、；：！？）》”’】〕」,.;:!?)]%％"
_OPENING = "（《“‘【〔「([{"
_MARKER = re.compile(
    r"第[一二三四五六七八九十百\d]{1,5}[章节条]|[一二三四五六七八九十]{1,4}[、.．]|[（(][一二三四五六七八九十\d]{1,4}[）)]"
    r"|\d{1,3}[.．、](?!\d)|[①-⑳]|附件|(?:责任|牵头|配合|完成|整改|时间)[^，。：:]{1,8}[：:]"
)


def _first(*places: float | None) -> float:
    return next((place for place in places if place is not None), 0.0)


def _left_edge(lines: Sequence[Line]) -> float | None:
    """The leftmost place where at least three lines begin, None when there is none."""
    return _edge([line.x0 for line in lines], lines, _FLUSH)


def _right_edge(lines: Sequence[Line]) -> float | None:
    edge = _edge([-line.x1 for line in lines], lines, _RAGGED)
    if edge is None or sum(line.x1 > line.em - edge for line in lines) > _PASSED * len(lines):
        return None  # three short lines that happen to be of one length, among many longer ones
    return -edge


def _edge(places: Iterable[float], lines: Sequence[Line], reach: float) -> float | None:
    ordered = sorted(places)
    reach *= median(line.em for line in lines) if lines else 0.0
    return next((one for one, third in zip(ordered, ordered[2:], strict=False) if third - one < reach), None)


def _is_centred(line: Line, left: float, right: float) -> bool:
    return abs((line.x0 - left) - (right - line.x1)) < line.em


def _next_word(line: Line) -> float:
    """The width of what the line before would have had to take in, had there been room."""
    taken = max(1, round(line.lead / (0.5 * line.em))) if line.lead else 1
    width = line.lead or line.em
    if line.text[taken : taken + 1] in tuple(_CLOSING) or line.text[:1] in tuple(_OPENING):
        width += line.em  # no line begins with the one sign, none ends with the other
    return width


def _room(line: Line, left: float, right: float) -> float:
    """What is left of a cell's width beside a line, on both sides where it is centred."""
    indent, rest = line.x0 - left, right - line.x1
    return indent + rest if abs(indent - rest) < 0.6 * line.em else rest


def _goes_on_in_cell(before: Line, line: Line, left: float, right: float) -> bool:
    if before.page != line.page:
        return before.text[-1:] not in _STOPS
    size = max(before.size, line.size)
    if line.top - before.bottom > _SPACED * size:
        return False
    if _room(before, left, right) > _next_word(line) + _SLACK * line.em:
        return False
    if before.text[-1:] in _STOPS and _MARKER.match(line.text):
        return False
    is_further_in = line.x0 - left > 1.2 * line.em
    return not is_further_in or abs((line.x0 - left) - (right - line.x1)) < 0.6 * line.em or abs(line.x0 - before.x0) < 0.5 * line.em
