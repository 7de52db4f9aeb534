"""Old Word documents and workbooks by office-oxide, where there is no LibreOffice: their text and tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.readers import office
from rectiparse.readers.linear import Cell, Linear
from rectiparse.source import SourceText

if TYPE_CHECKING:
    from rectiparse.readers.sheet_cells import ShownCell

_DEEPEST = 20
_MOST_SPANNED = 63
"""Columns; as many as Word allows."""


def read_word(data: bytes, name: str, media_type: str) -> SourceText:
    """The text of a .doc, with `numbers-lost`.

    Raises UnreadableSource when office-oxide is not installed, can't read the file, or finds no text.
    """
    linear = Linear()
    numbered = 0
    for section in _parts(_read_tree(data, name, office.WORD), "sections"):
        for text in _flatten(_part(section, "header")):
            linear.add_furniture(text)
        numbered += _write(section, linear)
        for text in _flatten(_part(section, "footer")):
            linear.add_furniture(text)
    counted = f"{numbered} paragraphs have automatic numbers" if numbered else "paragraphs may have automatic numbers"
    told = build_diagnostic("numbers-lost", f"{counted}, which only LibreOffice reads: apt install libreoffice-writer-nogui")
    source = linear.build(data, name, media_type, diagnostics=[told])
    if not source.text.strip():
        raise UnreadableSource(f"{name} is a document without text; next: if it holds pictures of pages, save it as PDF and read that")
    return source


def read_sheets(data: bytes, name: str, media_type: str) -> SourceText:
    """The sheets of an .xls, with `low-confidence`: what is hidden is not told apart, and dates lose their format.

    Raises UnreadableSource when office-oxide is not installed, can't read the file, or finds no text.
    """
    from rectiparse.readers.sheet_story import write_sheet

    linear = Linear()
    for number, section in enumerate(_parts(_read_tree(data, name, office.EXCEL), "sections"), 1):
        cells = [cell for element in _parts(section, "elements") if _kind(element) == "table" for cell in _show_cells(element)]
        if cells:
            write_sheet(cells, str(_part(section, "title") or ""), number, linear)
    if not linear.size:
        raise UnreadableSource(f"{name} is a workbook without text; next: if it holds pictures of pages, save it as PDF and read that")
    message = f"what is hidden is shown, dates lose their format; LibreOffice reads both: apt install {office.EXCEL.target.package}"
    return linear.build(data, name, media_type, diagnostics=[build_diagnostic("low-confidence", message)])


def _show_cells(table: object) -> Iterator[ShownCell]:
    from rectiparse.readers.sheet_cells import Place, ShownCell

    for cell in _place_cells(table):
        if text := "\n".join(cell.paragraphs).strip():
            yield ShownCell(Place(cell.row + 1, cell.column + 1), Place(cell.row + cell.rows, cell.column + cell.columns), text)


def _read_tree(data: bytes, name: str, read_as: office.Filter) -> object:
    try:
        from office_oxide import Document
    except ImportError:
        lost = "automatic numbers" if read_as is office.WORD else "formats of dates"
        raise UnreadableSource(
            f"{name} needs LibreOffice, or office-oxide, to be read; "
            f"next: apt install {read_as.target.package}, or pip install 'rectiparse[doc]', which loses {lost}"
        ) from None
    try:
        return json.loads(Document.from_bytes(data, "doc" if read_as is office.WORD else "xls").to_ir_json())
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the Rust library is no Exception
        message = " ".join(str(error).split())[:100]
        raise UnreadableSource(f"{name} can't be read by office-oxide ({message}); next: {read_as.target.advice}") from None


def _write(section: object, linear: Linear) -> int:
    """Writes the elements of a section; returns how many automatic numbers are missing."""
    numbered = 0
    for element in _parts(section, "elements"):
        if _kind(element) == "table":
            linear.add_table(_place_cells(element))
        else:
            for text in _flatten(element):
                linear.add_paragraph(text)
                numbered += _kind(element) == "list"
    return numbered


def _place_cells(table: object) -> Iterator[Cell]:
    """The cells with their columns: a row leaves out what a cell above covers."""
    covered: dict[int, int] = {}  # by column: the first row that is free again
    for row, held in enumerate(_parts(table, "rows")):
        column = 0
        for cell in _parts(held, "cells"):
            while covered.get(column, 0) > row:
                column += 1
            rows, columns = _count(cell, "row_span"), min(_count(cell, "col_span"), _MOST_SPANNED)
            yield Cell(tuple(text for text in _flatten(cell) if text.strip()), row, column, rows, columns)
            if rows > 1:
                covered.update(dict.fromkeys(range(column, column + columns), row + rows))
            column += columns


def _flatten(element: object, depth: int = 0) -> Iterator[str]:
    """The paragraphs of an element, those of lists and tables in it too."""
    if depth > _DEEPEST:
        return
    if _kind(element) in ("paragraph", "heading"):
        yield _join(element)
        return
    for key in ("rows", "cells", "items", "content", "elements"):
        for part in _parts(element, key):
            yield from _flatten(part, depth + 1)
    nested = _part(element, "nested")
    if nested is not None:
        yield from _flatten(nested, depth + 1)


def _join(element: object, depth: int = 0) -> str:
    pieces: list[str] = []
    for part in _parts(element, "content"):
        text = _part(part, "text")
        if isinstance(text, str):
            pieces.append(text)
        elif "break" in _kind(part):
            pieces.append("\n")
        elif depth < _DEEPEST:
            pieces.append(_join(part, depth + 1))
    return "".join(pieces)


def _part(element: object, key: str) -> object:
    return element.get(key) if isinstance(element, dict) else None


def _parts(element: object, key: str) -> list[object]:
    held = _part(element, key)
    return held if isinstance(held, list) else []


def _kind(element: object) -> str:
    return str(_part(element, "type") or "")


def _count(element: object, key: str) -> int:
    held = _part(element, key)
    return max(held, 1) if isinstance(held, int) else 1
