"""What a question to the ledger gives: named columns and rows, and their way to a terminal, to JSON or to CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO, Literal

if TYPE_CHECKING:
    from rich.console import Console

Value = str | int | float | bytes | None

_LONGEST_CELL = 80
"""Characters of a cell that a table shows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one width; `notes` is what a reader should know besides."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Columns whose values are words of ours."""
    is_ours: bool = True
    """Whether the names of the columns are; those of a query are the caller's."""


def write_answer(answer: Answer, format_: str, out: BinaryIO, speak: Callable[[str], str] = str) -> None:
    """Writes the answer as `table`, `json`, `rows` (a JSON object a line) or `csv`, in UTF-8.

    A table is for people: it says its notes, and `speak` gives its words in their language.
    """
    if format_ == "table":
        _write_table(answer, out, speak)
    elif format_ == "csv":
        _write_csv(answer, out)
    elif format_ == "rows":
        out.writelines(_dump(row).encode() + b"\n" for row in _objects(answer))
    else:
        rows = ",".join(f"\n  {_dump(row)}" for row in _objects(answer))
        out.write(f"[{rows}{chr(10) if rows else ''}]\n".encode())


def _objects(answer: Answer) -> Iterable[dict[str, Value]]:
    return ({c: _text(v) if isinstance(v, bytes) else v for c, v in zip(answer.columns, row, strict=True)} for row in answer.rows)


def _dump(row: dict[str, Value]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _text(value: Value) -> str:
    """A cell as text; bytes by their number."""
    return "" if value is None else f"<{len(value)} bytes>" if isinstance(value, bytes) else str(value)


def _write_csv(answer: Answer, out: BinaryIO) -> None:
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        table = csv.writer(text)
        table.writerow(answer.columns)
        table.writerows([_text(value) for value in row] for row in answer.rows)
    finally:
        text.detach()


def _write_table(answer: Answer, out: BinaryIO, speak: Callable[[str], str]) -> None:
    """As wide as the terminal; where long columns would be slivers, each row is a list."""
    from rich.console import Console

    from rectiparse.wrapping import ChineseText

    names = [speak(column) if answer.is_ours else column for column in answer.columns]
    cells = [
        [_crop(speak(_text(v)) if c in answer.words else _text(v)) for c, v in zip(answer.columns, row, strict=True)] for row in answer.rows
    ]
    long = [not _is_number(answer, place) and any(len(row[place]) > _SHORT for row in cells) for place in range(len(names))]
    text = TextIOWrapper(out, encoding="utf-8", write_through=True)
    try:
        console = Console(file=text, highlight=False, emoji=False, markup=False)
        if cells and console.width < sum(_NARROWEST if is_long else _SHORT for is_long in long):
            _print_list(console, names, cells, long, speak(": "))
        elif cells:
            _print_table(console, names, cells, long, [_is_number(answer, place) for place in range(len(names))])
        for note in answer.notes or (("nothing found",) if not answer.rows else ()):
            console.print(ChineseText(speak(note)))
    finally:
        text.detach()


def _is_number(answer: Answer, place: int) -> bool:
    return all(isinstance(row[place], (int, float)) for row in answer.rows)


def _print_table(console: Console, names: list[str], cells: list[list[str]], long: list[bool], numbers: list[bool]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=any(long))
    for place, name in enumerate(names):
        justify: Literal["left", "right"] = "right" if numbers[place] else "left"
        if long[place]:
            table.add_column(name, ratio=_SHORT + sum(len(row[place]) for row in cells) // len(cells), overflow="fold")
        else:
            table.add_column(name, justify=justify, no_wrap=True)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _print_list(console: Console, names: list[str], cells: list[list[str]], long: list[bool], colon: str) -> None:
    """A line of what is short, below it a line for each of the others, with its name; what is empty is left out."""
    from rich.padding import Padding

    from rectiparse.wrapping import ChineseText

    for row in cells:
        console.print(ChineseText("  ".join(cell for cell, is_long in zip(row, long, strict=True) if cell and not is_long)))
        for name, cell in ((name, cell) for name, cell, is_long in zip(names, row, long, strict=True) if cell and is_long):
            console.print(Padding(ChineseText(f"{name}{colon}{cell}"), (0, 0, 0, 4), expand=False))


_SHORT = 10
"""Characters up to which a column is never wrapped: a date."""
_NARROWEST = 11
"""Cells that a column of longer texts needs."""
_CONTROL = dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0)), " ")


def _crop(text: str) -> str:
    clean = text.translate(_CONTROL)
    return clean if len(clean) <= _LONGEST_CELL else clean[: _LONGEST_CELL - 1] + "…"
