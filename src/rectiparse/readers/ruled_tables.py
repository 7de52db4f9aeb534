"""Strokes on a page → the grids they draw, each with its cells; a missing stroke merges two cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rectiparse.readers.page_layout import Rule


class Box(NamedTuple):
    """A cell of a grid: its first row and column from 0, how many of both it covers, where it stands."""

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    top: float
    x1: float
    bottom: float


class Grid(NamedTuple):
    """A ruled table: where its columns and rows begin and end, its cells in order of rows, then columns.

    `is_open_above`, `is_open_below`: no stroke closes it there, as where a page cuts a row.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    is_open_above: bool = False
    is_open_below: bool = False

    def find_box(self, x: float, y: float) -> Box | None:
        """The cell at a place, None outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        return next((box for box in self.boxes if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom), None)


def find_grids(rules: Iterable[Rule], reach: float = 3.0) -> tuple[Grid, ...]:
    """The tables with more than one cell, from top to bottom; `reach` is how far strokes may miss each other.

    A table inside a cell of another one is that cell's text.
    """
    level = _merge([r for r in rules if r.is_horizontal], reach)
    upright = [_turn(r) for r in _merge([_turn(r) for r in rules if not r.is_horizontal], reach)]
    if not level or not upright or len(level) * len(upright) > _MOST_PAIRS:
        return ()
    grids = [_build_grid(*group, reach) for group in _find_groups(level, upright, reach)]
    kept: list[Grid] = []
    for grid in sorted((g for g in grids if g and len(g.boxes) > 1), key=lambda g: -_area(g)):
        if not any(outer.find_box((grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2) for outer in kept):
            kept.append(grid)
    return tuple(sorted(kept, key=lambda g: (g.ys[0], g.xs[0])))


_MOST_PAIRS = 4_000_000
_MOST_CELLS = 20_000
_OPEN = 6.0
"""How far strokes go on beyond the last one across them where a table is open."""
_COVERED = 0.6
"""Of a cell's side, what strokes must cover to close it."""


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _turn(rule: Rule) -> Rule:
    """x for y."""
    return Rule(rule.top, rule.x0, rule.bottom, rule.x1)


def _merge(rules: Iterable[Rule], reach: float) -> list[Rule]:
    """Level strokes that go on with each other, or lie on each other, as one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round((r.top + r.bottom) / 2 / reach), r.x0)):
        y = (rule.top + rule.bottom) / 2
        last = merged[-1] if merged else None
        if last and abs(last.top - y) <= reach and rule.x0 <= last.x1 + reach and rule.x0 >= last.x0 - reach:
            merged[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            merged.append(Rule(rule.x0, y, rule.x1, y))
    return merged


def _find_groups(level: list[Rule], upright: list[Rule], reach: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Strokes that touch, directly or by others."""
    root = list(range(len(level) + len(upright)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for j, v in enumerate(upright, len(level)):
        for i, h in enumerate(level):
            if h.x0 - reach <= v.x0 <= h.x1 + reach and v.top - reach <= h.top <= v.bottom + reach:
                root[find(i)] = find(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, rule in enumerate((*level, *upright)):
        groups.setdefault(find(at), ([], []))[at >= len(level)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 or len(group[1]) > 1]


def _build_grid(level: list[Rule], upright: list[Rule], reach: float) -> Grid | None:
    left, right = min(r.x0 for r in level), max(r.x1 for r in level)
    xs = _cluster([*(r.x0 for r in upright), left, right], reach)  # a table may be open at its sides
    closed = _cluster([r.top for r in level], reach)
    top, bottom = _ends(upright, reach)
    is_open_above, is_open_below = closed[0] - top > _OPEN, bottom - closed[-1] > _OPEN
    ys = (*([top] if is_open_above else ()), *closed, *([bottom] if is_open_below else ()))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    walls = _covered([_turn(r) for r in upright], xs, ys, reach)
    floors = _covered(level, ys, xs, reach)
    return Grid(xs, ys, tuple(_find_boxes(xs, ys, walls, floors)), is_open_above, is_open_below)


def _ends(upright: list[Rule], reach: float) -> tuple[float, float]:
    """Where at least two of the strokes begin and end; a single one further out is no side of a cell."""
    if len(upright) < 2:
        return upright[0].top, upright[0].top
    tops, bottoms = sorted(r.top for r in upright), sorted(r.bottom for r in upright)
    return (tops[0] if tops[1] - tops[0] <= reach else float("inf")), (bottoms[-1] if bottoms[-1] - bottoms[-2] <= reach else 0.0)


def _cluster(values: list[float], reach: float) -> tuple[float, ...]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= reach:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


def _covered(rules: list[Rule], across: Sequence[float], along: Sequence[float], reach: float) -> set[tuple[int, int]]:
    """(line, step): strokes at `across[line]` cover most of the way from `along[step]` to the next."""
    lengths: dict[tuple[int, int], float] = {}
    for rule in rules:
        line = min(range(len(across)), key=lambda i: abs(across[i] - rule.top))
        first = max(0, bisect_right(along, rule.x0 + reach) - 1)
        for step in range(first, len(along) - 1):
            if along[step] >= rule.x1:
                break
            shared = min(rule.x1, along[step + 1]) - max(rule.x0, along[step])
            lengths[line, step] = lengths.get((line, step), 0.0) + shared
    return {(line, step) for (line, step), length in lengths.items() if length >= _COVERED * (along[step + 1] - along[step])}


def _find_boxes(xs: Sequence[float], ys: Sequence[float], walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> list[Box]:
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    boxes = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < columns and (right, row) not in walls and (row, right) not in taken:
                right += 1
            low = row + 1
            while low < rows and not any((low, c) in floors for c in range(column, right)):
                low += 1
            taken.update((r, c) for r in range(row, low) for c in range(column, right))
            boxes.append(Box(row, column, low - row, right - column, xs[column], ys[row], xs[right], ys[low]))
    return boxes
