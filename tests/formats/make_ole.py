"""OLE compound files with streams of given names: what Office, Outlook and installers begin with."""

from __future__ import annotations

from collections.abc import Mapping
from struct import pack

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def make_ole(streams: Mapping[str, bytes], class_id: bytes = bytes(16), embedded: Mapping[str, bytes] | None = None) -> bytes:
    """A compound file of version 3; every stream gets sectors of its own. `embedded`: streams that don't stand in its root."""
    entries = [_write_entry("Root Entry", 5, _END, 0, class_id, child=1)]
    sectors: list[bytes] = []
    chain: list[int] = []
    for number, (name, data) in enumerate({**streams, **(embedded or {})}.items(), 1):
        padded = data.ljust(max(len(data), 4096), b"\0")
        count = -(-len(padded) // _SECTOR)
        after = number + 1 if number < len(streams) else _FREE
        entries.append(_write_entry(name, 2, len(sectors), len(padded), bytes(16), after=after))
        chain += [*range(len(sectors) + 1, len(sectors) + count), _END]
        sectors += [padded[i * _SECTOR : (i + 1) * _SECTOR].ljust(_SECTOR, b"\0") for i in range(count)]
    directory = b"".join(entries)
    start = len(sectors)
    count = -(-len(directory) // _SECTOR)
    chain += [*range(start + 1, start + count), _END, _TABLE]
    table = pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH6xIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, start)
    head += pack("<4xIIIII", 4096, _END, 0, _END, 0) + pack("<109I", start + count, *[_FREE] * 108)
    return head + b"".join(sectors) + directory.ljust(count * _SECTOR, b"\0") + table


def make_word_head(*, locked: bool = False) -> bytes:
    """The beginning of the stream WordDocument."""
    return pack("<HH6xH", 0xA5EC, 0x00C1, 0x0100 if locked else 0)


def _write_entry(name: str, kind: int, start: int, size: int, class_id: bytes, *, after: int = _FREE, child: int = _FREE) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + pack("<HBBIII", len(encoded), kind, 1, _FREE, after, child)
    return (head + class_id + bytes(4 + 16) + pack("<II", start, size)).ljust(128, b"\0")
