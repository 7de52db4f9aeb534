"""Workbooks for tests: sheets of rows by openpyxl, blocks of a notice as the cells of one sheet, packages of hand-written XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from formats.document import Block

Value = str | int | float | bool | date | CellRichText | None
Rows = Sequence[Sequence[Value]]
DATE = 'yyyy"年"m"月"d"日"'


def make_book(sheets: Mapping[str, Rows], merged: Mapping[str, Iterable[str]] | None = None) -> openpyxl.Workbook:
    """A workbook with these sheets; dates in the Chinese format. `merged`: by sheet the merged cells (A1:D1)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    put(sheet, number, column, value)
        for reference in (merged or {}).get(name, ()):
            sheet.merge_cells(reference)
    return book


def put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    """A value, a text that begins with = as text."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, date):
        cell.number_format = DATE


def save(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def make_xlsx(blocks: Iterable[Block]) -> bytes:
    """Blocks as the rows of one sheet: a paragraph goes over the width of the table."""
    blocks = list(blocks)
    width = max((len(row) for block in blocks for row in block.rows), default=1)
    book = openpyxl.Workbook()
    sheet = book.active
    number = 0
    for block in blocks:
        for cells in block.rows or (((block.text,),),):
            number += 1
            for column, paragraphs in enumerate(cells, 1):
                put(sheet, number, column, "\n".join(paragraphs) or None)
            if len(cells) == 1 < width:
                sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    return save(book)


def make_table_docx(rows: Rows, merged: Iterable[str] = (), *, above: int = 0, below: int = 0) -> bytes:
    """The same as a Word document: the first and last rows as paragraphs, the others as a table with the same merged cells."""
    document = docx.Document()
    body = rows[above : len(rows) - below]
    for row in rows[:above]:
        _write_lines(document, row)
    table = document.add_table(len(body), max(map(len, body)))
    for cells, row in zip(table.rows, body, strict=True):
        for cell, value in zip(cells.cells, row, strict=False):
            cell.text = _show(value)
    for reference in merged:
        low, _, high = reference.partition(":")
        (first, left), (last, right) = (openpyxl.utils.cell.coordinate_to_tuple(place) for place in (low, high))
        if above < first <= above + len(body):
            text = table.cell(first - above - 1, left - 1).text
            table.cell(first - above - 1, left - 1).merge(table.cell(last - above - 1, right - 1)).text = text
    for row in rows[len(rows) - below :]:
        _write_lines(document, row)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write_lines(document: docx.document.Document, row: Sequence[Value]) -> None:
    for value in row:
        if value is not None:
            document.add_paragraph(_show(value))


def _show(value: Value) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)


def make_package(
    rows: str,
    *,
    strings: str = "",
    styles: str = "",
    sheet: str = "",
    book: str = "",
    namespaces: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A package of hand-written XML: the rows of its one sheet, what stands behind them, shared strings, styles."""
    declared = namespaces or _NAMESPACES
    links = {"sheetA": "worksheet", "sharedStrings": "sharedStrings", "styles": "styles"}
    related = "".join(f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{name}.xml"/>' for name, kind in links.items())
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relate(f'<Relationship Id="b" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook {declared}>{book}<sheets><sheet name="表甲" sheetId="1" r:id="sheetA"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relate(related),
        "xl/sheetA.xml": f"<worksheet {declared}><sheetData>{rows}</sheetData>{sheet}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {declared}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {declared}>{styles}</styleSheet>",
        **(parts or {}),
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in held.items():
            package.writestr(name, content)
    return out.getvalue()


def _relate(inner: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_RELATIONS}"'
STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"'
"""The namespaces of ISO 29500 Strict."""
