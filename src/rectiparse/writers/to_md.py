"""Markdown (GitHub's tables): a heading and a table for each notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from rectiparse.model import Notice
from rectiparse.rows import CHINESE_COLUMNS, COLUMNS, Cell, build_rows
from rectiparse.writers import WriteOptions
from rectiparse.writers.printable import clean_text
from rectiparse.writers.words import WORDS, Words

SUFFIX = ".md"

_Row = dict[str, Cell]
_SAID_ONCE = ("kind", "section", "finding", "objective", "content", "progress")
"""What all rows of a task share: shown in the first."""


def write(notices: Iterable[Notice], out: BinaryIO, options: WriteOptions) -> None:
    """Writes UTF-8; columns that are empty all over a notice are left out of its table."""
    headers = options.headers or "zh"
    gap = ""
    for notice in notices:
        out.write((gap + "\n".join(_show(notice, CHINESE_COLUMNS if headers == "zh" else {}, WORDS[headers]))).encode() + b"\n")
        gap = "\n"


def _show(notice: Notice, headers: dict[str, str], words: Words) -> Iterator[str]:
    metadata = notice.metadata
    yield f"## {_escape(metadata.title or notice.source.name).replace('<br>', ' ')}"
    yield ""
    issued = str(metadata.issued.date) if metadata.issued else None
    parts = (metadata.document_number, issued, notice.source.name, words.count_tasks.format(len(notice.tasks)))
    yield " · ".join(_escape(part) for part in parts if part)
    rows = list(build_rows(notice))
    columns = [column for column in COLUMNS if column != "source" and any(row[column] not in (None, False) for row in rows)]
    if not rows:
        return
    yield ""
    yield _line(headers.get(column, column) for column in columns)
    yield _line("---" for _ in columns)
    previous: _Row = {}
    for row in rows:
        is_first = row["task_id"] != previous.get("task_id")
        yield _line("" if column in _SAID_ONCE and not is_first else _escape(words.show(column, row[column])) for column in columns)
        previous = row


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


_SIGN = re.compile(r"[\\`*_{}\[\]|~!$]")
_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def _escape(text: str) -> str:
    """A cell that shows `text` and nothing else: no mark-up, no tag, no link, no further column or line."""
    text = clean_text(text).strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LINK.sub("<!-- -->", _SIGN.sub(r"\\\g<0>", text))  # addresses become links without any sign around them
    return text.replace("\t", " ").replace("\n", "<br>")
