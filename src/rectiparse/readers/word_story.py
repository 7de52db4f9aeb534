"""The blocks of a Word document, its body, a note or a running head, in order of reading: paragraphs with their markers, tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.diagnostics import build_diagnostic
from rectiparse.readers.linear import Cell, Linear
from rectiparse.readers.word_numbering import Numbering
from rectiparse.readers.word_package import RELATION_ID, WORD, WordPackage
from rectiparse.readers.word_properties import VALUE, find_blocks, is_on
from rectiparse.readers.word_runs import RunReader
from rectiparse.readers.word_styles import Styles
from rectiparse.readers.word_tables import MOST_CELLS, GridCell, read_grid

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 40
"""Tables in tables and boxes in boxes; Word's own limit is lower."""
_PARAGRAPH, _TABLE, _CHUNK, _SUBDOCUMENT = (WORD + tag for tag in ("p", "tbl", "altChunk", "subDoc"))
_BLOCKS = frozenset({_PARAGRAPH, _TABLE, _CHUNK, _SUBDOCUMENT})
_PROPERTIES, _MARK_PROPERTIES, _STYLE, _NUMBERING = (WORD + tag for tag in ("pPr", "rPr", "pStyle", "numPr"))
_GONE = (WORD + "del", WORD + "moveFrom")
_NESTED_GAP = "　"
"""Between the cells of a table inside a cell: a tab would open a cell of the outer one."""


class Paragraph(NamedTuple):
    """A paragraph as shown, its marker in front; a line of the table of contents is none of the notice."""

    text: str
    page: int | None
    is_contents: bool


class Story:
    """Reads the blocks of a document; lists and pages are counted on from one call to the next."""

    def __init__(self, package: WordPackage, styles: Styles, numbering: Numbering, runs: RunReader) -> None:
        self._package = package
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._is_too_deep = False
        self._chunks = 0

    def write(self, container: Element, linear: Linear, depth: int = 0) -> None:
        """The blocks of `container` to the linear text, tables as tables."""
        for block in self._read_blocks(container, depth):
            if not isinstance(block, Paragraph):
                self._write_table(block, linear, depth)
            elif block.is_contents:
                linear.add_furniture(block.text, page=block.page)
            else:
                linear.add_paragraph(block.text, page=block.page)

    def read_lines(self, container: Element) -> Iterator[str]:
        """The lines of `container` that are not empty, tables flattened."""
        return (paragraph.text for paragraph in self._flatten(container, 0))

    def _read_blocks(self, container: Element, depth: int) -> Iterator[Paragraph | Element]:
        """Paragraphs and tables; a paragraph whose mark was deleted runs on into the next one."""
        if depth > _DEEPEST:
            self._tell_depth()
            return
        held: list[Paragraph] = []
        boxes: list[Element] = []
        for element in find_blocks(container, _BLOCKS):
            if element.tag == _PARAGRAPH:
                read, is_open, found = self._read_paragraph(element, is_first=not held)
                held += read
                boxes += found
                if is_open:
                    continue
            yield from self._end_paragraph(held, boxes, depth)
            if element.tag == _TABLE:
                yield element
            elif element.tag != _PARAGRAPH:
                self._tell_chunk(element)
        yield from self._end_paragraph(held, boxes, depth)

    def _end_paragraph(self, held: list[Paragraph], boxes: list[Element], depth: int) -> Iterator[Paragraph | Element]:
        """What is held as one paragraph, its text boxes behind it; nothing is held then."""
        if held:
            yield _join(held)
            held.clear()
        for box in boxes:
            yield from self._read_blocks(box, depth + 1)
        boxes.clear()

    def _read_paragraph(self, element: Element, *, is_first: bool) -> tuple[tuple[Paragraph, ...], bool, tuple[Element, ...]]:
        """The paragraph, numbered where it is the first of those that it is joined with; whether its mark is gone; its boxes.

        Nothing where nothing of it is left: it is not numbered either.
        """
        properties = element.find(_PROPERTIES)
        style, own, is_open = self._styles.default, None, False
        if properties is not None:
            named = properties.find(_STYLE)
            style = named.get(VALUE, "") if named is not None else style
            own = properties.find(_NUMBERING)
            is_open = _is_mark_gone(properties.find(_MARK_PROPERTIES))
        words = self._runs.read(element, is_hidden=self._styles.hides(style))
        if is_open and not words.text:
            return (), True, words.boxes
        marker = self._numbering.count(style, own) if is_first else ""
        text = marker + words.text if words.text else marker.rstrip()
        return (Paragraph(text, words.page, self._styles.is_contents(style)),), is_open, words.boxes

    def _write_table(self, table: Element, linear: Linear, depth: int) -> None:
        cells = read_grid(table)
        if len(cells) == MOST_CELLS:
            self._tell(f"a table has more than {MOST_CELLS} cells: the first ones are read")
        if all(cell.column == 0 for cell in cells):  # a frame: what it holds stands in the body
            for cell in cells:
                self.write(cell.element, linear, depth + 1)
        else:
            linear.add_table(self._read_cell(cell, depth) for cell in cells)

    def _read_cell(self, cell: GridCell, depth: int) -> Cell:
        held = list(self._flatten(cell.element, depth + 1))
        page = held[0].page if held else self._runs.page
        return Cell(tuple(p.text for p in held), cell.row, cell.column, cell.rows, cell.columns, page)

    def _flatten(self, container: Element, depth: int) -> Iterator[Paragraph]:
        """The paragraphs of a cell that are not empty; a row of a table in it is one of them."""
        for block in self._read_blocks(container, depth):
            if not isinstance(block, Paragraph):
                yield from self._flatten_table(block, depth)
            elif block.text.strip():
                yield block._replace(text=block.text.replace("\t", " "))

    def _flatten_table(self, table: Element, depth: int) -> Iterator[Paragraph]:
        row: list[Paragraph] = []
        number = 0
        for cell in read_grid(table):
            if cell.row != number and row:
                yield _join_row(row)
                row = []
            number = cell.row
            row += self._flatten(cell.element, depth + 1)
        if row:
            yield _join_row(row)

    def _tell_chunk(self, element: Element) -> None:
        self._chunks += 1
        if self._chunks == 1:
            target = next((r.target for r in self._package.related if r.id == element.get(RELATION_ID)), "not named")
            self._tell(f"a document put inside this one ({target[:80]!r}) is not read, nor are others like it")

    def _tell_depth(self) -> None:
        if not self._is_too_deep:
            self._is_too_deep = True
            self._tell(f"tables or text boxes nested more than {_DEEPEST} deep are not read")

    def _tell(self, message: str) -> None:
        self._package.odd.append(build_diagnostic("unreadable-part", message))


def _join(held: list[Paragraph]) -> Paragraph:
    return held[0] if len(held) == 1 else held[0]._replace(text="".join(paragraph.text for paragraph in held))


def _join_row(row: list[Paragraph]) -> Paragraph:
    return row[0]._replace(text=_NESTED_GAP.join(paragraph.text.replace("\n", "") for paragraph in row))


def _is_mark_gone(properties: Element | None) -> bool:
    """The paragraph mark was deleted or is hidden: the next paragraph goes on behind this one."""
    if properties is None:
        return False
    return any(properties.find(tag) is not None for tag in _GONE) or is_on(properties.find(WORD + "vanish"))
