"""JSON, indented: an object, or an array when several inputs were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.writers import WriteOptions, dump_json

SUFFIX = ".json"


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8, Chinese as it is; an array may be empty, one notice that could not be read leaves nothing."""
    if not options.array:
        for notice in notices:
            out.write(_dump(notice, options) + b"\n")
        return
    out.write(b"[")
    mark = b"\n  "
    for notice in notices:
        out.write(mark + _dump(notice, options).replace(b"\n", b"\n  "))
        mark = b",\n  "
    out.write(b"]\n" if mark == b"\n  " else b"\n]\n")


def _dump(notice: Notice, options: WriteOptions) -> bytes:
    return dump_json(notice, with_text=options.with_text, indent=2)
