"""JSON lines: a notice a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.writers import WriteOptions, without_text

SUFFIX = ".jsonl"


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8, Chinese as it is."""
    for notice in notices:
        out.write((notice if options.with_text else without_text(notice)).model_dump_json().encode() + b"\n")
