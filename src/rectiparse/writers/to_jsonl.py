"""JSON lines: a notice a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.writers import WriteOptions, dump_json

SUFFIX = ".jsonl"


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8, Chinese as it is."""
    for notice in notices:
        out.write(dump_json(notice, with_text=options.with_text) + b"\n")
