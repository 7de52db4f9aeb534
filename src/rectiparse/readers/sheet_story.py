"""The cells that a sheet shows to paragraphs and a table: a title and notes stand in cells too, but in no table of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rectiparse.readers.linear import Cell, Linear
from rectiparse.readers.sheet_cells import ShownCell

_NO_NAME = re.compile(r"(?:sheet|工作表|表)?[\s\d()（）]*|[\x00-\x7f]*", re.IGNORECASE)
"""Names that programs give to sheets, and such as say nothing by themselves: Sheet1, 工作表1, 2023."""
_COLONS = ("：", ":")
_DAY = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|([-./])\d{1,2}\1\d{1,2})")
_FILLED_IN = re.compile(r"(?:填|制|编|审|复核|报|经办|主管|负责|联系|单位|部门)[^：:。]{0,8}[：:][^。；]{0,20}")
"""填报单位：某局, 审核人：某某: what may stand beside a day without a label of its own."""
_MOST_EMPTY = 200_000
"""Cells of a table; one with more shows only those that hold something."""


class Story(NamedTuple):
    """The rows above the table, the table, and the rows below it."""

    above: list[ShownCell]
    table: list[ShownCell]
    below: list[ShownCell]


def write_sheet(cells: Sequence[ShownCell], name: str, number: int, linear: Linear) -> None:
    """Writes what a sheet shows; its name stands above it when nothing else does."""
    story = _split(cells)
    linear.begin_part()
    if story.table and not story.above and not _NO_NAME.fullmatch(name):
        linear.add_paragraph(name)
    for cell in story.above:
        linear.add_cell(cell.text, table=number, place=cell.place)
    linear.add_table(_place_cells(story.table, _find_repeated(story)), number=number)
    for cell in story.below:
        linear.add_cell(cell.text, table=number, place=cell.place)


def _split(cells: Sequence[ShownCell]) -> Story:
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.place.row)]
    reached = 0
    tall: list[bool] = []
    """By row: whether a cell above goes down to it."""
    for row in rows:
        tall.append(reached >= row[0].place.row)
        reached = max(reached, *(cell.last.row for cell in row))
    first, last = 0, len(rows)
    while first < last and not tall[first] and _is_apart(rows[first]):
        first += 1
    left = min((row[0].place.column for row in rows[first:]), default=0)
    if (noted := _find_note(rows[first:]) + first) < last and not any(tall[noted:]):
        last = noted
    while (held := _count_behind(rows[first:last], left)) and not any(tall[last - held : last]):
        last -= held
    above, table, below = ([cell for row in part for cell in row] for part in (rows[:first], rows[first:last], rows[last:]))
    return Story(above, table, below) if len({cell.place.column for cell in table}) > 1 else Story([*above, *table], [], below)


def _is_apart(row: list[ShownCell]) -> bool:
    """A title, 填报单位：…, 填报单位： | 某局 | 填报日期：…, 填报人：… | 2023年5月8日: a row that is no row of a table."""
    if any(cell.last.row > cell.place.row for cell in row[1:]):
        return False
    texts = [cell.text.strip() for cell in row]
    is_filled_in = _FILLED_IN.fullmatch(texts[0]) is not None
    return len(row) == 1 or all(
        any(colon in text for colon in _COLONS) or (at > 0 and (texts[at - 1].endswith(_COLONS) or (is_filled_in and _DAY.fullmatch(text))))
        for at, text in enumerate(texts)
    )


def _find_note(rows: list[list[ShownCell]]) -> int:
    """Where a note begins behind the last row, in whichever column, with what goes on with it; how many rows there are for none."""
    noted = len(rows)
    for at in range(len(rows) - 1, -1, -1):
        if len(rows[at]) > 1:
            break
        noted = at if _NOTE.match(rows[at][0].text) else noted
    return noted


_NOTE = re.compile(r"[备附]?\s*注\s*[：:\d]|(?:填表|有关|相关)?说明[：:]")


def _count_behind(rows: list[list[ShownCell]], left: int) -> int:
    """How many of the last rows are a note, or a name above the day on which it signs."""
    if rows and _is_note(rows[-1], left):
        return 1
    if len(rows) < _SIGNED_ROWS or len(rows[-1]) > 1 or len(rows[-2]) > 1:
        return 0
    (above,), (day,) = rows[-_SIGNED_ROWS:]
    is_signed = above.place.column == day.place.column and _DAY.fullmatch(day.text.strip()) and not _DAY.fullmatch(above.text.strip())
    return _SIGNED_ROWS * bool(is_signed)


_SIGNED_ROWS = 2


def _is_note(row: list[ShownCell], left: int) -> bool:
    """What stands below a table at its left edge: 注：…, 填报人：…; no number that waits for its row."""
    if len(row) > 1:
        return _is_apart(row)
    (cell,) = row
    return cell.place.column <= left and (cell.last.column > cell.place.column or len(cell.text) > _LONGEST_NUMBER)


_LONGEST_NUMBER = 4
"""Characters: 12, （十二）, 合计."""


def _read_rows(cells: Sequence[ShownCell]) -> dict[int, tuple[str, ...]]:
    """What each row says."""
    return {row: tuple(cell.text for cell in of_row) for row, of_row in groupby(cells, key=lambda cell: cell.place.row)}


def _find_repeated(story: Story) -> set[int]:
    """The rows that say again what those above the table do, above its words, which stand there again, too: a page prints them."""
    heads = set(_read_rows(story.above).values())
    rows = _read_rows(story.table) if heads else {}
    repeated: set[int] = set()
    run: list[int] = []
    words = next(iter(rows.values()), ())
    for row, said in rows.items():
        if said in heads:
            run.append(row)
        else:
            repeated.update(run if said == words else ())
            run = []
    return repeated


def _place_cells(cells: Sequence[ShownCell], repeated: set[int]) -> Iterator[Cell]:
    """The cells of a table without the rows and columns in which nothing begins; empty ones stand between them."""
    rows, columns = sorted({cell.place.row for cell in cells}), sorted({cell.place.column for cell in cells})
    placed: dict[tuple[int, int], Cell] = {}
    covered: set[tuple[int, int]] = set()
    for cell in cells:
        row, down = _find_stretch(rows, cell.place.row, cell.last.row)
        column, across = _find_stretch(columns, cell.place.column, cell.last.column)
        is_repeated = cell.place.row in repeated
        placed[row, column] = Cell(tuple(cell.text.split("\n")), row, column, down, across, place=cell.place, is_furniture=is_repeated)
        if down > 1 or across > 1:
            covered.update((row + y, column + x) for y in range(down) for x in range(across))
    if len(rows) * len(columns) > _MOST_EMPTY:
        yield from placed.values()
        return
    for row in range(len(rows)):
        for column in range(len(columns)):
            if held := placed.get((row, column)):
                yield held
            elif (row, column) not in covered and rows[row] not in repeated:
                yield Cell((), row, column)


def _find_stretch(kept: list[int], first: int, last: int) -> tuple[int, int]:
    """Where `first` stands among those that are kept, and how many of them there are up to `last`."""
    at = bisect_left(kept, first)
    return at, bisect_right(kept, last) - at if last > first else 1
