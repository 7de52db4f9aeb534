"""Text of a notice without what a file format forbids: control characters, halves of a character."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """`text` with `\\n` for every break and U+FFFD for every character that XML 1.0 or RFC 5545 does not allow."""
    return text if text.isprintable() else _FORBIDDEN.sub("\ufffd", _BREAK.sub("\n", text))


def crop_line(text: str, size: int) -> str:
    """`text` on one line of at most `size` characters; … stands for the rest."""
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size - 1] + "…"
