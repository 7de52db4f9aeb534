"""A `<table>` of a page, told apart by what is in it: data, a card of labels and values, or a frame that lays out the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectiparse.readers.blocks import Block
from rectiparse.readers.linear import Cell

MOST_COLUMNS = 256
"""Wider ones are no table of a notice."""
_LONGEST_SPAN = 10_000
_LONGEST_LABEL, _LONGEST_HEADER = 12, 24
_FRAMED_BLOCKS, _FRAMED_SHARE = 6, 0.6
"""A cell with so many paragraphs and so much of the table's text may be the column of a page."""
_LONGEST_LONE_CELL, _MENU_LINKS = 300, 3
_COLON = re.compile(r"[:：]\s*$")
_CARD_LABEL = re.compile(
    "索引号|(?:发文字|发文文|文|公文|文件编|统一编|信息索取)号|(?:成文|发文|发布|公开|印发|生成|废止|实施|施行)(?:日期|时间)|(?:发文|发布|制发|公开)(?:机关|机构|单位)|"
    "(?:信息)?来源|(?:主题|体裁|组配|信息)分类|公文种类|标题|(?:文件|信息)?名称|主题词|关键词|有效性|时效性?|效力状态|有效期|公开方式|公开责任部门|内容概述"
)
"""What a site's card of a document names."""


class TableRead(NamedTuple):
    """A table's cells, or its pairs of label and value; `outside`: indexes of its blocks in no cell (the caption)."""

    cells: tuple[Cell, ...]
    pairs: tuple[str, ...]
    outside: tuple[int, ...]


class _Slot(NamedTuple):
    """A cell's blocks [first, last) among those of its table, the rows and columns that it asks for."""

    first: int
    last: int
    rows: int
    columns: int


def read_span(text: str | None) -> int:
    """A rowspan or colspan: 0 goes to the end, nonsense is 1."""
    digits = (text or "").strip()[:9]
    return min(int(digits), _LONGEST_SPAN) if digits.isascii() and digits.isdecimal() else 1


class OpenTable:
    """A table while the walk is in it; `first` is the index of its first block in the page."""

    def __init__(self, first: int, role: str) -> None:
        self.first = first
        self._is_frame = role in ("presentation", "none")
        self._rows: list[list[_Slot]] = []
        self._opened: list[_Slot] | None = None
        """The row whose last cell is open; a broken page may begin the next row inside it."""

    def add_row(self) -> None:
        self._rows.append([])

    def open_cell(self, at: int, rows: int, columns: int) -> None:
        if not self._rows:
            self._rows.append([])
        self._rows[-1].append(_Slot(at - self.first, -1, rows, columns))
        self._opened = self._rows[-1]

    def close_cell(self, at: int) -> None:
        if self._opened is not None:
            self._opened[-1] = self._opened[-1]._replace(last=at - self.first)
        self._opened = None

    def read(self, blocks: Sequence[Block]) -> TableRead | None:
        """What the table says; None when it is a frame, whose blocks stand for themselves."""
        if self._is_frame or not any(slot.first < slot.last for row in self._rows for slot in row):
            return None
        texts = [[_read_paragraphs(blocks[slot.first : slot.last]) for slot in row] for row in self._rows]
        if pairs := _read_pairs(texts):
            return TableRead((), pairs, self._outside(len(blocks)))
        if self._frames(blocks, texts):
            return None
        cells = _place(self._rows, texts)
        return TableRead(cells, (), self._outside(len(blocks))) if cells and any(cell.column for cell in cells) else None

    def _outside(self, count: int) -> tuple[int, ...]:
        inside = bytearray(count)
        for row in self._rows:
            for slot in row:
                inside[slot.first : slot.last] = b"\1" * max(0, slot.last - slot.first)
        return tuple(index for index in range(count) if not inside[index])

    def _frames(self, blocks: Sequence[Block], texts: list[list[tuple[str, ...]]]) -> bool:
        sizes = [sum(map(len, paragraphs)) for row in texts for paragraphs in row]
        total = sum(sizes)
        nested = sum(len(block.words) for block in blocks if block.cells)
        if 2 * nested > total:
            return True
        grids = [row for row in texts if sum(map(bool, row)) > 1]
        if not grids:
            return True
        if len(grids) > 1 and _is_header(grids[0]):
            return False
        slots = [slot for row in self._rows for slot in row]
        widest = slots[max(range(len(sizes)), key=sizes.__getitem__)]
        held = blocks[widest.first : widest.last]
        if any(_is_menu(blocks[slot.first : slot.last]) for slot in slots):
            return True
        if len(grids) == 1 and (max(sizes) > _LONGEST_LONE_CELL or any(block.is_heading for block in held)):
            return True
        return len(held) >= _FRAMED_BLOCKS and max(sizes) > _FRAMED_SHARE * total


def _is_menu(blocks: Sequence[Block]) -> bool:
    return sum(2 * block.links > len(block.text) > 0 for block in blocks) >= _MENU_LINKS


def _is_header(row: list[tuple[str, ...]]) -> bool:
    """Short words in every cell: 序号, 任务, 责任单位. Two may as well be the ends of a page's head."""
    return len(row) > 2 and all(0 < sum(map(len, paragraphs)) <= _LONGEST_HEADER for paragraphs in row)


def _read_paragraphs(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(paragraph for block in blocks for paragraph in block.paragraphs if paragraph)


def _read_pairs(texts: list[list[tuple[str, ...]]]) -> tuple[str, ...]:
    """The lines of a card (索引号：… 成文日期：…): each row is labels and values by turns; () when it is none."""
    pairs: list[str] = []
    known = 0
    for row in texts:
        if not any(row):
            continue
        if len(row) % 2:
            return ()
        for label, value in zip(row[::2], row[1::2], strict=True):
            name = "".join("".join(label).split())
            if not name and not value:
                continue
            if len(name) > _LONGEST_LABEL or not name:
                return ()
            is_known = _CARD_LABEL.fullmatch(_COLON.sub("", name)) is not None
            known += is_known
            if not is_known and not _COLON.search(name):
                return ()
            pairs.append(f"{''.join(label)}{'' if _COLON.search(name) else '：'}{''.join(value)}")
    return tuple(pairs) if known > 1 or len(pairs) > 1 else ()


def _place(rows: list[list[_Slot]], texts: list[list[tuple[str, ...]]]) -> tuple[Cell, ...]:
    """Cells at their rows and columns, spans clipped to the table; () when it is too wide to be one."""
    free_from: list[int] = []  # for each column, the first row that no cell above reaches into
    cells: list[Cell] = []
    for index, (row, held) in enumerate(zip(rows, texts, strict=True)):
        column = 0
        for slot, paragraphs in zip(row, held, strict=True):
            while column < len(free_from) and free_from[column] > index:
                column += 1
            down = min(slot.rows or len(rows), len(rows) - index)
            wide = max(1, slot.columns)
            if column + wide > MOST_COLUMNS:
                wide = 1
            if column + wide > MOST_COLUMNS:
                return ()
            free_from += [0] * (column + wide - len(free_from))
            free_from[column : column + wide] = [index + down] * wide
            cells.append(Cell(paragraphs, index, column, down, wide))
            column += wide
    return tuple(_clip(cells))


def _clip(cells: list[Cell]) -> Iterator[Cell]:
    """No cell reaches further right than some other begins: a colspan of 1000 means all columns."""
    width = max((cell.column + (cell.columns if cell.columns < 100 else 1) for cell in cells), default=0)
    for cell in cells:
        yield cell._replace(columns=max(1, min(cell.columns, width - cell.column)))
