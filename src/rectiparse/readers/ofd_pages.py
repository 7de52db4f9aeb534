"""Pages of an OFD package: what its text objects say and where, and the straight strokes of its paths, in millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.readers.glyphs import read_glyphs
from rectiparse.readers.ofd_package import Package, find_path, local
from rectiparse.readers.page_layout import Page, Piece, Rule

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PAGES, _MOST_OBJECTS = 3000, 200_000
_A4 = (0.0, 0.0, 210.0, 297.0)
_POINTS = 72 / 25.4
"""Layout is judged in points."""
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_MOST_NUMBERS = 100_000
_FARTHEST = 20_000.0
"""Millimetres: no page is larger, and nothing further away is printed on one."""
_HELD = frozenset({"Content", "Layer", "PageBlock", "CompositeObject"})
_UPRIGHT = 0.05
_THIN = 0.9
"""Millimetres: a rectangle no wider is a stroke that is filled."""
_NARROW, _FIRST_WIDE = 0.5, "\u2010"


class _Frame(NamedTuple):
    """Where a page's upper left corner is."""

    left: float
    top: float


def read_documents(package: Package) -> Iterator[tuple[Page, ...]]:
    """The pages of each document, numbered through, in the order of its list (clause 7.5); templates are on them."""
    number = 0
    for body in _children(package.read_root(), "DocBody"):
        root = _text(body, "DocRoot")
        path = find_path(root, "OFD.xml")
        document = package.read_part(path) if root else None
        if document is not None:
            pages = tuple(_read_document(package, document, path, number))
            number += len(pages)
            yield pages


def _read_document(package: Package, document: _Element, path: str, before: int) -> Iterator[Page]:
    templates = {e.get("ID", ""): find_path(e.get("BaseLoc", ""), path) for e in document.iter() if local(e) == "TemplatePage"}
    box = _read_box(document)
    for number, listed in enumerate((e for e in document.iter() if local(e) == "Page"), before + 1):
        if number > _MOST_PAGES:
            package.tell(f"pages from {number} on: too many")
            return
        content = package.read_part(find_path(listed.get("BaseLoc", ""), path))
        yield _read_page(package, content, number, box, templates) if content is not None else Page(number, box[2], box[3])


def _read_page(package: Package, content: _Element, number: int, box: tuple[float, ...], templates: dict[str, str]) -> Page:
    box = _read_box(content, box)
    trees = [content]
    for used in _children(content, "Template"):
        path = templates.get(used.get("TemplateID", ""))
        tree = package.read_part(path) if path else None
        if tree is not None:
            trees.append(tree)
    frame = _Frame(box[0], box[1])
    pieces: list[Piece] = []
    rules: list[Rule] = []
    for tree in trees:
        for count, element in enumerate(_objects(tree)):
            if count >= _MOST_OBJECTS:
                package.tell(f"page {number}: more than {_MOST_OBJECTS} objects")
                break
            if local(element) == "TextObject":
                pieces += _read_text(element, frame)
            else:
                rules += _read_path(element, frame)
    return Page(number, box[2] * _POINTS, box[3] * _POINTS, tuple(pieces), tuple(rules))


def _objects(tree: _Element) -> Iterator[_Element]:
    """Text and path objects of layers and blocks, in order; what is invisible is left out with all it holds."""
    waiting = [e for e in reversed(tree) if local(e) in _HELD]
    while waiting:
        element = waiting.pop()
        if element.get("Visible", "true").lower() == "false" or element.get("Alpha") == "0":
            continue
        name = local(element)
        if name in ("TextObject", "PathObject"):
            yield element
        elif name in _HELD:
            waiting.extend(reversed(element))


# -- text --------------------------------------------------------------------------------------------------------------


def _read_text(element: _Element, frame: _Frame) -> Iterator[Piece]:
    """A piece for each run of characters without a gap (clause 11.2, 11.3)."""
    boundary = _numbers(element.get("Boundary"))
    if len(boundary) < 4:
        return
    a, b, c, d, e, f = _read_matrix(element)
    size = next(iter(_numbers(element.get("Size"))), 0.0) or boundary[3]
    is_upright = a > 0 and abs(b) <= _UPRIGHT * abs(a) and abs(c) <= _UPRIGHT * max(abs(d), _UPRIGHT)
    at_x = at_y = 0.0
    for code in _children(element, "TextCode"):
        text = "".join(code.itertext())
        at_x = next(iter(_numbers(code.get("X"))), at_x)
        at_y = next(iter(_numbers(code.get("Y"))), at_y)
        steps = _read_steps(code.get("DeltaX"), len(text) - 1)
        falls = any(_read_steps(code.get("DeltaY"), 1))
        for run, start, end in _split_runs(text, at_x, steps, size, element):
            left = boundary[0] - frame.left + a * start + c * at_y + e
            right = boundary[0] - frame.left + a * end + c * at_y + e
            base = boundary[1] - frame.top + b * start + d * at_y + f
            height = size * abs(d)
            places = (left, base - _ASCENT * height, right, base + (1 - _ASCENT) * height)
            shown = read_glyphs(run)
            if shown.strip() and _is_near(places) and height > 0:
                x0, top, x1, bottom = (place * _POINTS for place in places)
                yield Piece(shown, min(x0, x1), top, max(x0, x1), bottom, is_upright=is_upright and not falls)


_ASCENT, _WIDE_STEP = 0.86, 1.7
"""Of a character's size: what stands above the base line; a step that leaves a gap."""


def _split_runs(text: str, start: float, steps: list[float], size: float, element: _Element) -> Iterator[tuple[str, float, float]]:
    """Characters up to the next gap, with where they begin and end; without steps a character is as wide as it is high."""
    scale = next(iter(_numbers(element.get("HScale"))), 1.0) or 1.0
    run, begun, at = "", start, start
    for index, char in enumerate(text):
        width = size * scale * (_NARROW if char < _FIRST_WIDE else 1.0)
        step = steps[index] if index < len(steps) else width
        run += char
        if index + 1 == len(text) or step > _WIDE_STEP * size * scale or step < 0:
            yield run, begun, at + (width if step > width or step <= 0 else step)
            run, begun = "", at + step
        at += step


def _read_steps(text: str | None, most: int) -> list[float]:
    """DeltaX, DeltaY: steps, `g 3 5` for three of 5 (clause 11.3)."""
    steps: list[float] = []
    words = (text or "").replace(",", " ").split()[:_MOST_NUMBERS]
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g":
            count, step = _numbers(" ".join(words[at + 1 : at + 2])), _numbers(" ".join(words[at + 2 : at + 3]))
            steps += [step[0]] * int(max(0, min(count[0], most - len(steps)))) if count and step else []
            at += 3
        else:
            steps += _numbers(words[at])[:1]
            at += 1
    return steps


# -- strokes -----------------------------------------------------------------------------------------------------------


def _read_path(element: _Element, frame: _Frame) -> Iterator[Rule]:
    """The straight level and upright lines of a path, and filled rectangles that are as thin (clause 9.1)."""
    boundary = _numbers(element.get("Boundary"))
    data = next((e.text or "" for e in element if local(e) == "AbbreviatedData"), "")
    if len(boundary) < 4 or not data:
        return
    matrix = _read_matrix(element)
    is_filled = element.get("Fill", "false").lower() == "true"
    is_stroked = element.get("Stroke", "true").lower() != "false"
    for points in _read_figures(data):
        placed = [_place(x, y, matrix, boundary[0] - frame.left, boundary[1] - frame.top) for x, y in points]
        if not placed or not all(map(_is_near, placed)):
            continue
        if is_stroked:
            yield from _straight(placed)
        elif is_filled:
            yield from _thin(placed)


def _read_figures(data: str) -> Iterator[list[tuple[float, float]]]:
    """The corners of each figure: M (or S) begins one, L goes on, C closes it; curves are jumped."""
    figure: list[tuple[float, float]] = []
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", data[: _MOST_NUMBERS * 8]):
        values = _numbers(rest)
        if command in "MS":
            yield figure
            figure = [(values[0], values[1])] if len(values) > 1 else []
        elif command == "C" and figure:
            figure.append(figure[0])
        elif len(values) > 1:
            if command != "L":  # an arc or a curve: only where it ends is known to be on it
                yield figure
                figure = []
            figure.append((values[-2], values[-1]))
    yield figure


def _straight(points: list[tuple[float, float]]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if min(abs(x1 - x0), abs(y1 - y0)) < _THIN < max(abs(x1 - x0), abs(y1 - y0)):
            yield _rule(x0, y0, x1, y1)


def _thin(points: list[tuple[float, float]]) -> Iterator[Rule]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if min(wide, high) < _THIN < max(wide, high):
        yield _rule(min(xs), min(ys), max(xs), max(ys))


def _rule(x0: float, y0: float, x1: float, y1: float) -> Rule:
    left, right, top, bottom = (value * _POINTS for value in (min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
    return Rule(left, top, right, bottom)


# -- values ------------------------------------------------------------------------------------------------------------


def _numbers(text: str | None) -> list[float]:
    return [float(found) for found in _NUMBER.findall((text or "")[: _MOST_NUMBERS * 8])]


def _is_near(places: Iterable[float]) -> bool:
    return all(abs(place) <= _FARTHEST for place in places)


def _read_matrix(element: _Element) -> tuple[float, float, float, float, float, float]:
    values = _numbers(element.get("CTM"))
    if len(values) < 6:
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    a, b, c, d, e, f = values[:6]
    return (a, b, c, d, e, f)


def _place(x: float, y: float, matrix: tuple[float, ...], left: float, top: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return left + a * x + c * y + e, top + b * x + d * y + f


def _read_box(element: _Element, otherwise: tuple[float, ...] = _A4) -> tuple[float, ...]:
    """The PhysicalBox of a page or of a document's pages (clause 7.6)."""
    found = next((e for e in element.iter() if local(e) == "PhysicalBox"), None)
    values = _numbers(found.text if found is not None else None)[:4]
    is_page = len(values) == 4 and _is_near(values) and min(values[2:]) > 0
    return tuple(values) if is_page else otherwise


def _children(element: _Element, name: str) -> Iterator[_Element]:
    return (child for child in element if local(child) == name)


def _text(element: _Element, name: str) -> str:
    return next((child.text or "" for child in _children(element, name)), "").strip()
