"""Rows as JSON lines: a ledger row a line, for pipes and jq."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.rows import build_records
from rectiparse.writers import WriteOptions

SUFFIX = ".ndjson"


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8, Chinese as it is; dates as ISO text, what is missing as null, unit lists as arrays."""
    encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
    for notice in notices:
        for record in build_records(notice):
            out.write(encode(record).encode("utf-8", "replace") + b"\n")
