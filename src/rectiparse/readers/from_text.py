"""Plain text: bytes in any encoding that Chinese notices come in, to the source text with `\\n` for newlines."""

from __future__ import annotations

import contextlib
import re
from hashlib import sha256

from rectiparse.diagnostics import build_diagnostic
from rectiparse.model import Diagnostic, Source
from rectiparse.readers.encodings import BAD, decode
from rectiparse.source import SourceText

SUFFIXES = (".txt", ".text", ".md")
MEDIA_TYPE = "text/plain"

_BAD_RUN = re.compile(f"{BAD}+")
_MOST_TOLD = 20
"""Places of bad bytes that are reported one by one."""


def read(data: bytes, name: str, encoding: str | None = None) -> SourceText:
    """The decoded file: byte order mark gone, newlines `\\n`, U+FFFD for each byte that is none of its encoding.

    Raises UnreadableSource when `encoding` is unknown, or the bytes are no text or in no encoding that is tried.
    """
    decoded = decode(data, name, encoding)
    return _build_source(decoded.text, name, decoded.encoding, sha256(data).hexdigest())


def read_text(text: str, name: str = "<text>") -> SourceText:
    """A text that is decoded already, with `\\n` for newlines; its hash is that of its UTF-8."""
    return _build_source(text, name, None, sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _build_source(text: str, name: str, encoding: str | None, digest: str) -> SourceText:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    told, text = _replace_bad(text, encoding)
    info = Source(name=name, media_type=MEDIA_TYPE, encoding=encoding, sha256=digest, characters=len(text), text=text)
    return SourceText(text, info, told)


def _replace_bad(text: str, encoding: str | None) -> tuple[tuple[Diagnostic, ...], str]:
    """`text` with U+FFFD for each bad byte, and a diagnostic for each run of them."""
    with contextlib.suppress(UnicodeEncodeError):
        text.encode()  # tells that there is none, faster than a search
        return (), text
    runs = list(_BAD_RUN.finditer(text))
    told, line, at = [], 1, 0
    for run in runs[:_MOST_TOLD]:
        line += text.count("\n", at, run.start())
        at = run.start()
        told.append(build_diagnostic("bad-byte", _describe(run[0], encoding), span=run.span(), line=line))
    if rest := runs[_MOST_TOLD:]:
        line += text.count("\n", at, rest[0].start())
        told.append(build_diagnostic("bad-byte", f"and {len(rest)} more places, from here on", span=rest[0].span(), line=line))
    return tuple(told), _BAD_RUN.sub(lambda run: "\ufffd" * len(run[0]), text)


def _describe(run: str, encoding: str | None) -> str:
    shown = " ".join(f"{_byte(char):02X}" for char in run[:8]) + (" …" if len(run) > 8 else "")
    return f"{'byte' if len(run) == 1 else 'bytes'} {shown}: not {encoding or 'a character'}"


def _byte(char: str) -> int:
    code = ord(char)
    return code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
