"""A sheet of a workbook to the cells that it shows, with what they show: values in their formats, merged cells once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.errors import UnreadableSource
from rectiparse.readers.package import SHEET
from rectiparse.readers.sheet_formats import GENERAL, show_number, show_text
from rectiparse.readers.workbook import clean, is_on, read_text, read_whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rectiparse.readers.workbook import Workbook

MOST_TEXT = 32 * 2**20
"""Characters of a workbook: a cell may name a text that others name too."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = (SHEET + tag for tag in ("row", "c", "v", "f", "is"))
_EPOCH = datetime(1899, 12, 30)


class Place(NamedTuple):
    """A row and a column of a sheet, from 1."""

    row: int
    column: int

    @property
    def shown(self) -> str:
        """As Excel calls it: B7."""
        return f"{name_column(self.column)}{self.row}"


class ShownCell(NamedTuple):
    """A cell that is seen and not empty; a merged one stands at the first place of it that is seen and goes to `last`."""

    place: Place
    last: Place
    text: str


@dataclass(slots=True)
class Shown:
    """What a sheet shows, in order of rows, then columns, and where it does not show what it holds."""

    cells: list[ShownCell] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    """Rows that are hidden, of those that hold something."""
    columns: set[int] = field(default_factory=set)
    hidden: int = 0
    """Cells in hidden rows and columns."""
    covered: list[Place] = field(default_factory=list)
    """Cells with a value below a merged one."""
    errors: list[tuple[Place, str]] = field(default_factory=list)
    uncounted: list[Place] = field(default_factory=list)
    """Formulas that no program has stored a value for."""


def read_shown(tree: Element, book: Workbook, most: int) -> Shown:
    """The cells of a worksheet. Raises UnreadableSource for one of more than `most` characters."""
    shown = Shown()
    hidden_rows: set[int] = set()
    held: list[ShownCell] = []
    for element, row in _number_rows(tree):
        if _is_hidden(element, "ht"):
            hidden_rows.add(row)
        held.extend(_read_row(element, row, book, shown))
    if sum(len(cell.text) for cell in held) > most:
        raise UnreadableSource(f"{book.name} is an Excel workbook of more than {MOST_TEXT >> 20} million characters; next: {book.split}")
    last = Place(max((cell.place.row for cell in held), default=0), max((cell.place.column for cell in held), default=0))
    rows, columns = _find_next(hidden_rows), _find_next(_read_hidden_columns(tree))
    merged, covered = _read_merged(tree, last)
    shown.cells = held
    if rows or columns or merged:
        shown.cells = [cell for one in held if (cell := _find_seen(one, rows, columns, merged, covered, shown))]
    shown.cells.sort()
    return shown


def _find_next(hidden: set[int]) -> dict[int, int]:
    """By a hidden row or column: the next one that is seen."""
    following: dict[int, int] = {}
    for number in sorted(hidden, reverse=True):
        following[number] = following.get(number + 1, number + 1)
    return following


def _find_seen(
    cell: ShownCell,
    rows: dict[int, int],
    columns: dict[int, int],
    merged: dict[Place, Place],
    covered: set[tuple[int, int]],
    shown: Shown,
) -> ShownCell | None:
    """The cell with all it covers, at the first row and column of it that are seen; None when there is none."""
    place, text = cell.place, cell.text
    if place in covered:
        shown.covered.append(place)
        return None
    end = merged.get(place, place)
    first = Place(rows.get(place.row, place.row), columns.get(place.column, place.column))
    if first.row <= end.row and first.column <= end.column:
        return ShownCell(first, end, text)
    shown.hidden += 1
    shown.rows |= {place.row} if first.row > end.row else set()
    shown.columns |= {place.column} if first.column > end.column else set()
    return None


def name_column(number: int) -> str:
    """28 → AB."""
    name = ""
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(65 + digit) + name
    return name


def read_place(reference: str) -> Place | None:
    """AB12 → (12, 28); None for what names no cell."""
    match = _REFERENCE.fullmatch(reference)
    place = Place(int(match[2]), _number_column(match[1])) if match else None
    return place if place and 0 < place.row <= _LAST_ROW and place.column <= _LAST_COLUMN else None


@lru_cache(maxsize=1024)
def _number_column(letters: str) -> int:
    """AB → 28; 0 for what names no column."""
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or len(letters) > _LONGEST_COLUMN:
            return 0
        column = column * 26 + ord(letter) - 64
    return column if column <= _LAST_COLUMN else 0


_LONGEST_COLUMN = 3


# -- what is where -----------------------------------------------------------------------------------------------------


def _number_rows(tree: Element) -> Iterator[tuple[Element, int]]:
    """The rows; one that names no number stands below the one before."""
    row = 0
    for element in tree.iterfind(f"{SHEET}sheetData/{_ROW}"):
        number = read_whole(element.get("r", ""))
        row = number if 0 < number <= _LAST_ROW else row + 1
        yield element, row


def _read_row(element: Element, row: int, book: Workbook, shown: Shown) -> Iterator[ShownCell]:
    """Its cells that hold something; one that names no column stands behind the one before."""
    column = 0
    for cell in element.iterfind(_CELL):
        column = _number_column(cell.get("r", "").rstrip(_DIGITS)) or column + 1
        if not len(cell):
            continue
        place = Place(row, column)
        if text := _read_value(cell, place, book, shown):
            yield ShownCell(place, place, text)


_DIGITS = "0123456789"


def _is_hidden(element: Element, size: str) -> bool:
    return is_on(element, "hidden") or element.get(size) in ("0", "0.0")


def _read_hidden_columns(tree: Element) -> set[int]:
    hidden: set[int] = set()
    left = 2 * _LAST_COLUMN
    for element in tree.iterfind(f"{SHEET}cols/{SHEET}col"):
        if _is_hidden(element, "width") and left > 0:
            held = range(max(read_whole(element.get("min", "")), 1), min(read_whole(element.get("max", "")), _LAST_COLUMN) + 1)
            hidden.update(held)
            left -= len(held) + 1
    return hidden


def _read_merged(tree: Element, edge: Place) -> tuple[dict[Place, Place], set[tuple[int, int]]]:
    """By the first place of a merged cell its last one; what else they cover, no further than the cells that hold something."""
    merged: dict[Place, Place] = {}
    covered: set[tuple[int, int]] = set()
    for element in tree.iterfind(f"{SHEET}mergeCells/{SHEET}mergeCell"):
        reference, _, end = element.get("ref", "").partition(":")
        first, last = read_place(reference), read_place(end)
        if first is None or last is None or last.row < first.row or last.column < first.column or first in merged or first in covered:
            continue
        rows = range(first.row, min(last.row, edge.row) + 1)
        columns = range(first.column, min(last.column, edge.column) + 1)
        if len(covered) + len(rows) * len(columns) > _MOST_COVERED:
            break
        merged[first] = last
        covered.update((row, column) for row in rows for column in columns)
        covered.discard(first)
    return merged, covered


_MOST_COVERED = 400_000
"""Places below merged cells; real sheets have some thousands."""


# -- what it shows -----------------------------------------------------------------------------------------------------


def _read_value(cell: Element, place: Place, book: Workbook, shown: Shown) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(_INLINE)
        return show_text(read_text(inline), _find_format(cell, book)) if inline is not None else ""
    value = cell.find(_VALUE)
    text = (value.text or "") if value is not None else ""
    if value is None:
        if cell.find(_FORMULA) is not None:
            shown.uncounted.append(place)
        return ""
    if kind == "s":
        number = read_whole(text.strip())
        return show_text(book.strings[number], _find_format(cell, book)) if 0 <= number < len(book.strings) else ""
    if kind == "str":
        return show_text(clean(text), _find_format(cell, book))
    if kind == "e":
        shown.errors.append((place, text.strip()))
        return ""
    if kind == "b":
        return "TRUE" if text.strip() in ("1", "true") else "FALSE"
    return _show_number(text.strip(), kind, cell, book)


def _show_number(text: str, kind: str, cell: Element, book: Workbook) -> str:
    try:
        number = (datetime.fromisoformat(text).replace(tzinfo=None) - _EPOCH).total_seconds() / 86400 if kind == "d" else float(text)
    except (ValueError, OverflowError):
        return text
    return show_number(number, _find_format(cell, book), is_1904=book.is_1904 and kind != "d")


def _find_format(cell: Element, book: Workbook) -> str:
    number = read_whole(cell.get("s", "0"))
    return book.formats[number] if 0 <= number < len(book.formats) else GENERAL
