"""Notices to bytes: finds the writer of a format. A format is a file `to_<name>.py`; nothing else is edited to add one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, cast

from rectiparse.model import Notice

Headers = Literal["en", "zh"]


def _tell_nobody(line: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What a caller may choose; a writer takes what concerns its format."""

    array: bool = False
    """Several inputs were asked for, however many could be read."""
    with_text: bool = False
    headers: Headers | None = None
    """Language of headers; None: as the format has it, Chinese where people look at it, English where scripts do."""
    excel: bool = False
    merge: bool = False
    """One cell for what the measures of a task share."""
    as_of: dt.date | None = None
    """The day that overdue and soon are counted from; None: the day on which the table is looked at."""
    alarm: dt.timedelta | None = None
    """How long before a date a calendar reminds of it; None: not at all."""
    tell: Callable[[str], None] = _tell_nobody
    """Takes what was left out or cut short, a line each."""


class Writer(Protocol):
    """What a module `to_<name>.py` offers; it imports heavy libraries inside `write` only."""

    SUFFIX: str

    def write(self, notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
        """Writes the notices one by one, as they come: memory does not grow with their number."""


def format_names() -> tuple[str, ...]:
    """The formats there are: `csv`, `json` …"""
    return tuple(sorted(path.stem.removeprefix("to_") for path in Path(__file__).parent.glob("to_*.py")))


def find_writer(name: str) -> Writer | None:
    """The writer of a format, None when there is none of that name."""
    return cast(Writer, import_module(f"{__name__}.to_{name}")) if name in format_names() else None


def find_format(suffix: str) -> str | None:
    """The format that a file suffix (`.csv`) stands for, None when no writer names it."""
    names = sorted(format_names(), key=lambda name: name[0] != suffix[1:2].lower())  # few others are imported
    return next((name for name in names if (writer := find_writer(name)) and suffix.lower() == writer.SUFFIX), None)


def dump_json(notice: Notice, *, with_text: bool = False, indent: int | None = None) -> bytes:
    """The notice as UTF-8 JSON, Chinese as it is; without the source text unless that was asked for."""
    if not with_text:
        notice = notice.model_copy(update={"source": notice.source.model_copy(update={"text": None})})
    return Notice.__pydantic_serializer__.to_json(notice, indent=indent)  # bytes at once: text in between would take as long again
