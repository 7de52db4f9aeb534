"""RTF bytes to tokens, and bytes of its code pages to characters (RTF specification 1.9.1)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """`{`, `}`, a control word or symbol with its number, or (`word` empty) the bytes of a run of text."""

    word: str
    number: int | None = None
    data: bytes = b""


_TOKEN = re.compile(rb"([{}])|\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([^\\{}\r\n\0]+)|[\r\n\0]+", re.DOTALL)
_LITERAL = frozenset(b"\\{}")


def read_tokens(data: bytes) -> Iterator[Token]:
    """The tokens of `data`; text and `\\'xx` that follow each other are one run, pictures behind `\\bin` are left out."""
    run = bytearray()
    at, end = 0, len(data)
    while at < end:
        match = _TOKEN.match(data, at)
        if match is None:  # a lone backslash
            at += 1
            continue
        at = match.end()
        brace, word, number, code, symbol, text = match.groups()
        if text is not None:
            run += text
        elif code is not None:
            run.append(int(code, 16))
        elif symbol is not None and symbol[0] in _LITERAL:
            run += symbol
        elif brace or word or symbol:  # else line breaks, which mean nothing
            if run:
                yield Token("", None, bytes(run))
                run.clear()
            value = int(number) if number is not None else None
            if word == b"bin":
                at += max(value or 0, 0)
            else:
                yield Token((brace or word or symbol).decode("latin-1"), value)
    if run:
        yield Token("", None, bytes(run))


_BY_CHARSET = {77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 177: 1255, 178: 1256, 186: 1257}
_BY_CHARSET |= {204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}
_CODECS = {936: "gb18030", 950: "big5hkscs", 1361: "johab", 10000: "mac_roman", 10002: "big5", 10008: "gb18030", 65001: "utf-8"}
_CJK = frozenset({932, 936, 949, 950, 1361, 10002, 10008, 65001})
LATIN = 1252


class CodePages:
    """Which code page the bytes of a run are in: that of its font, else that of the file."""

    def __init__(self) -> None:
        self.file = LATIN
        self.by_font: dict[int, int] = {}

    def add_font(self, font: int, charset: int) -> None:
        if charset in _BY_CHARSET:
            self.by_font[font] = _BY_CHARSET[charset]

    def decode(self, data: bytes, font: int | None) -> str:
        """The characters of `data`, a lone surrogate for each byte that is none of its code page."""
        if data.isascii():
            return data.decode("ascii")
        page = self.by_font.get(-1 if font is None else font, self.file)
        if page not in _CJK:
            # files that say 1252, or give a Latin font to Chinese bytes
            page = self.file if self.file in _CJK else self._find_chinese(data) or page
        return data.decode(_find_codec(page), "surrogateescape")

    def _find_chinese(self, data: bytes) -> int | None:
        for page in sorted({page for page in self.by_font.values() if page in _CJK}):
            try:
                data.decode(_find_codec(page))
            except UnicodeDecodeError:
                continue
            return page
        return None


def _find_codec(page: int) -> str:
    try:
        return codecs.lookup(_CODECS.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"
