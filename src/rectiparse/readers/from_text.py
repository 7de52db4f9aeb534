"""Plain text: bytes in any encoding that Chinese notices come in, to the source text with `\\n` for newlines."""

from __future__ import annotations

from hashlib import sha256

from rectiparse.model import Source
from rectiparse.readers.encodings import decode, replace_bad
from rectiparse.readers.pipe_tables import find_pipe_tables
from rectiparse.readers.stacked_cells import find_stacked_tables
from rectiparse.source import SourceText

SUFFIXES = (".txt", ".text")
MEDIA_TYPE = "text/plain"


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
    told, text = replace_bad(text, encoding)
    info = Source(name=name, media_type=MEDIA_TYPE, encoding=encoding, sha256=digest, characters=len(text), text=text)
    tables, rules = find_pipe_tables(text)
    return SourceText(text, info, told, tables or find_stacked_tables(text), rules)
