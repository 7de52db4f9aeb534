"""What a question to the ledger gives: named columns and rows, and their way to a terminal, to JSON or to CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, Literal

Value = str | int | float | bytes | None

_LONGEST_CELL = 80
"""Characters of a cell that a table shows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one width; `notes` is what a reader should know besides."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    notes: tuple[str, ...] = ()


def write_answer(answer: Answer, format_: str, out: BinaryIO) -> None:
    """Writes the answer as `table`, `json`, `rows` (a JSON object a line) or `csv`, in UTF-8; only a table says its notes."""
    if format_ == "table":
        _write_table(answer, out)
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


def _write_table(answer: Answer, out: BinaryIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    is_wide = any(len(_text(value)) > _SHORT for row in answer.rows for value in row)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=is_wide)
    for place, column in enumerate(answer.columns):
        is_number = bool(answer.rows) and all(isinstance(row[place], (int, float)) for row in answer.rows)
        sizes = [len(_crop(_text(row[place]))) for row in answer.rows]
        justify: Literal["left", "right"] = "right" if is_number else "left"
        if is_number or max(sizes, default=0) <= _SHORT:
            table.add_column(column, justify=justify, no_wrap=True)
        else:
            table.add_column(column, ratio=_SHORT + sum(sizes) // len(sizes), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_crop(_text(value))) for value in row))
    text = TextIOWrapper(out, encoding="utf-8", write_through=True)
    try:
        console = Console(file=text, highlight=False, emoji=False, markup=False)
        if answer.rows:
            console.print(table)
        for note in answer.notes or (("没有符合的",) if not answer.rows else ()):
            console.print(Text(note))
    finally:
        text.detach()


_SHORT = 10
"""Characters up to which a column is never wrapped: a date."""
_CONTROL = dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0)), " ")


def _crop(text: str) -> str:
    clean = text.translate(_CONTROL)
    return clean if len(clean) <= _LONGEST_CELL else clean[: _LONGEST_CELL - 1] + "…"
