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
_PIECE, _MOST_SECTORS = 64, 4096


class Stream(NamedTuple):
    name: str
    start: int
    size: int


class Compound(NamedTuple):
    """A compound file: the streams of its root, the class id of the root, how long its sectors are.

    `small`: the first sector of those that hold the small streams, one behind the other in pieces of 64 bytes; `cutoff`: the
    bytes from which a stream is none.
    """

    streams: tuple[Stream, ...]
    class_id: bytes
    sector: int
    small: int
    cutoff: int

    def find(self, name: str) -> Stream | None:
        return next((stream for stream in self.streams if stream.name == name), None)

    def place(self, data: bytes, stream: Stream) -> int:
        """Where the stream begins in the file. Raises struct.error when the file is damaged."""
        if stream.size >= self.cutoff:
            return (stream.start + 1) * self.sector
        before, within = divmod(stream.start * _PIECE, self.sector)
        number = self.small
        for _ in range(min(before, _MOST_SECTORS)):
            number = _next_sector(data, self.sector, number)
        return (number + 1) * self.sector + within


class _Entry(NamedTuple):
    stream: Stream
    kind: int
    before: int
    after: int
    child: int
    class_id: bytes


def read_compound(data: bytes) -> Compound | None:
    """The root of a compound file, None when `data` is none or it is damaged."""
    try:
        return _read(data) if data.startswith(MAGIC) else None
    except struct.error:
        return None


def _read(data: bytes) -> Compound | None:
    shift, directory = unpack_from("<H", data, 30)[0], unpack_from("<I", data, 48)[0]
    if shift not in (9, 12):
        return None
    sector = 1 << shift
    entries = [_read_entry(data, at) for at in _find_entries(data, sector, directory)]
    root = next((entry for entry in entries if entry.kind == _ROOT), None)
    if root is None:
        return None
    found = _find_streams(entries, root.child)
    return Compound(tuple(found), root.class_id, sector, root.stream.start, unpack_from("<I", data, 56)[0])


def _read_entry(data: bytes, at: int) -> _Entry:
    length, kind, before, after, child = unpack_from("<HBxIII", data, at + 64)
    start, size = unpack_from("<II", data, at + 116)
    name = data[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    return _Entry(Stream(name, start, size), kind, before, after, child, data[at + 80 : at + 96])


def _find_streams(entries: list[_Entry], first: int) -> Iterator[Stream]:
    """What stands in the root itself, a tree of neighbours: an embedded file has streams of its own further down."""
    waiting, seen = [first], set[int]()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            waiting += (entries[number].before, entries[number].after)
            yield entries[number].stream


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
        magic, version, flags = unpack_from("<HH6xH", data, compound.place(data, stream))
    except struct.error:
        return None
    return WordHead(version, bool(flags & 0x100)) if magic in (0xA5EC, 0xA5DC, 0xA59B, 0xA59C, 0xA697, 0xA698, 0xA699) else None
