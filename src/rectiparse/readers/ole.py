"""OLE compound files (MS-CFB): which streams one has, and what that makes it; old Office files are such containers."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_MOST_ENTRIES = 4096
_ROOT = 5


class Stream(NamedTuple):
    name: str
    start: int
    size: int


class Compound(NamedTuple):
    """A compound file: its streams in order of the directory, the class id of its root, where its sectors begin."""

    streams: tuple[Stream, ...]
    class_id: bytes
    sector: int

    def find(self, name: str) -> Stream | None:
        return next((stream for stream in self.streams if stream.name == name), None)


def read_compound(data: bytes) -> Compound | None:
    """The directory of a compound file, None when `data` is none or it is damaged."""
    try:
        return _read(data) if data.startswith(MAGIC) else None
    except struct.error:
        return None


def _read(data: bytes) -> Compound | None:
    shift, directory = unpack_from("<H", data, 30)[0], unpack_from("<I", data, 48)[0]
    if shift not in (9, 12):
        return None
    sector = 1 << shift
    streams: list[Stream] = []
    class_id = b""
    for at in _find_entries(data, sector, directory):
        length, kind = unpack_from("<HB", data, at + 64)
        name = data[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if kind == _ROOT:
            class_id = data[at + 80 : at + 96]
        elif kind:
            start, size = unpack_from("<II", data, at + 116)
            streams.append(Stream(name, start, size))
    return Compound(tuple(streams), class_id, sector) if class_id else None


def _find_entries(data: bytes, sector: int, directory: int) -> Iterator[int]:
    """Where each entry of the directory begins, along its chain of sectors."""
    seen = 0
    while directory < _LAST_SECTOR and seen < _MOST_ENTRIES:
        start = (directory + 1) * sector
        yield from range(start, start + sector, _ENTRY)
        seen += sector // _ENTRY
        directory = _next_sector(data, sector, directory)


def _next_sector(data: bytes, sector: int, number: int) -> int:
    """The sector behind `number` in its chain; only the first 109 sectors of the table are looked at, 6.8 MB and more."""
    table, place = divmod(number, sector // 4)
    if table >= 109:
        return _LAST_SECTOR
    block: int = unpack_from("<I", data, 76 + 4 * table)[0]
    return int(unpack_from("<I", data, (block + 1) * sector + 4 * place)[0]) if block < _LAST_SECTOR else _LAST_SECTOR


class WordHead(NamedTuple):
    """The first fields of a Word document (MS-DOC 2.5.2): the version that wrote it, if a password locks it."""

    version: int
    locked: bool


def read_word_head(data: bytes, compound: Compound) -> WordHead | None:
    """The head of the stream `WordDocument`, None when there is none, or it is damaged."""
    stream = compound.find("WordDocument")
    if stream is None:
        return None
    try:
        magic, version, flags = unpack_from("<HH6xH", data, (stream.start + 1) * compound.sector)
    except struct.error:
        return None
    return WordHead(version, bool(flags & 0x100)) if magic in (0xA5EC, 0xA5DC, 0xA59B, 0xA59C, 0xA697, 0xA698, 0xA699) else None
