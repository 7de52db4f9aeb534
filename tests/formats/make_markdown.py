"""A notice as Markdown: paragraphs apart by blank lines, pipe tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from formats.document import Block

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~#])")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BULLET = re.compile(r"^([-+])(?=\s|$)")


def make_markdown(blocks: Iterable[Block]) -> bytes:
    """What Markdown takes for its own signs is escaped, as editors do."""
    return "\n\n".join(_write_block(block) for block in blocks).encode() + b"\n"


def _write_block(block: Block) -> str:
    if not block.rows:
        return _escape(block.text)
    width = max(map(len, block.rows))
    rows = [[*("<br>".join(map(_escape, cell)) for cell in row), *[""] * (width - len(row))] for row in block.rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join((lines[0], "|" + " --- |" * width, *lines[1:]))


def _escape(text: str) -> str:
    text = _SIGNS.sub(r"\\\1", text.strip())
    return _BULLET.sub(r"\\\1", _NUMBER.sub(r"\1\\\2", text)).replace("&", "&amp;")
