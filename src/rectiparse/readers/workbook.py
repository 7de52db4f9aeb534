"""The package of an Excel workbook: its sheets in order, the texts they share, the number format of each style of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rectiparse.model import LEDGER_MARK
from rectiparse.readers.package import RELATION_ID, SHEET, Package
from rectiparse.readers.sheet_formats import BUILT_IN, GENERAL

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_EMPTY_ROW = re.compile(rb'<row r="[0-9]+"(?:[^>h]|h(?!idden))*>(?:<c r="[A-Z0-9]+"(?: s="[0-9]+")?/>)*</row>')
_EMPTY_CELL = re.compile(rb'<c r="[A-Z0-9]+"(?: s="[0-9]+")?/>')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CATEGORY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}category"
_ON = frozenset({"1", "true", "on"})


class Sheet(NamedTuple):
    name: str
    part: str
    is_hidden: bool


class Workbook(Package):
    title = "an Excel workbook"
    main = "xl/workbook.xml"
    advice = "open it in Excel or WPS and save it again, or fetch it anew"
    split = "delete empty rows and columns that are only formatted, or split it"

    @cached_property
    def _book(self) -> Element | None:
        return self.read_tree(self.document)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets with cells, in order of their tabs; a sheet that is a chart has none."""
        if self._book is None:
            return ()
        parts = {relation.id: relation.target for relation in self.related if relation.kind == "worksheet" and not relation.is_external}
        listed = self._book.iterfind(f"{SHEET}sheets/{SHEET}sheet")
        return tuple(
            Sheet(element.get("name", ""), parts[target], element.get("state", "visible") != "visible")
            for element in listed
            if (target := element.get(RELATION_ID, "")) in parts
        )

    @cached_property
    def is_1904(self) -> bool:
        """Whether its days count from 1904, as those of old Macs."""
        properties = self._book.find(SHEET + "workbookPr") if self._book is not None else None
        return properties is not None and is_on(properties, "date1904")

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """The texts that its cells name by number."""
        tree = self._read_first("sharedStrings")
        return tuple(read_text(item) for item in tree.iterfind(SHEET + "si")) if tree is not None else ()

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """By the number of a style that a cell names: its number format."""
        tree = self._read_first("styles")
        if tree is None:
            return ()
        own = {
            element.get("numFmtId", ""): element.get("formatCode", GENERAL) for element in tree.iterfind(f"{SHEET}numFmts/{SHEET}numFmt")
        }
        numbers = (element.get("numFmtId", "0") for element in tree.iterfind(f"{SHEET}cellXfs/{SHEET}xf"))
        return tuple(own.get(number) or BUILT_IN.get(read_whole(number), GENERAL) for number in numbers)

    @cached_property
    def is_ledger(self) -> bool:
        """Whether rectiparse wrote it."""
        part = next((relation.target for relation in self.find_relations("") if relation.kind == "core-properties"), None)
        tree = self.read_tree(part) if part is not None else None
        return tree is not None and tree.findtext(_CATEGORY) == LEDGER_MARK

    def _read_first(self, kind: str) -> Element | None:
        part = next(self.find_targets(kind), None)
        return self.read_tree(part) if part is not None else None

    def _lighten(self, part: str, content: bytes) -> bytes:
        """Without cells and rows that are only formatted: some sheets have a million of them."""
        if b"<sheetData" not in content or b"<![CDATA[" in content:
            return content
        return _EMPTY_CELL.sub(b"", _EMPTY_ROW.sub(b"", content))


def is_on(element: Element, name: str) -> bool:
    return element.get(name, "").lower() in _ON


def read_whole(text: str) -> int:
    """A whole number, -1 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def read_text(item: Element) -> str:
    """The words of a shared or inline string, those of its runs put together; how they are pronounced is left out."""
    return clean("".join(_find_texts(item)))


def _find_texts(item: Element) -> Iterator[str]:
    for child in item:
        if child.tag == SHEET + "t":
            yield child.text or ""
        elif child.tag == SHEET + "r":
            yield "".join(text.text or "" for text in child.iterfind(SHEET + "t"))


def clean(text: str) -> str:
    """The lines of a text without blanks behind them; `_x000D_` is a sign that XML can't hold."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if "\n" in text or "\r" in text:
        text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return text.strip()
