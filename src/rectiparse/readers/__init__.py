"""Bytes or a path to the source text: finds the reader that takes them. A format is a file `from_<name>.py`."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, cast

from rectiparse.diagnostics import build_diagnostic
from rectiparse.errors import UnreadableSource
from rectiparse.readers.kinds import BINARY_SUFFIXES, LOCKED, find_kind
from rectiparse.source import SourceText

STANDARD_INPUT = "-"
LARGEST_FILE = 200 * 2**20
"""Bytes; a notice has a few hundred pages, what is larger is something else or an archive to unpack first."""
_FALLBACK = "text"
_CONTROL = "[\0-\x1f\x7f-\x9f\u2028\u2029]"


class Reader(Protocol):
    """What a module `from_<name>.py` offers; it imports heavy libraries inside `read` only."""

    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, name: str, encoding: str | None) -> SourceText: ...


class Container(Protocol):
    """What a module `from_<name>.py` offers instead of `read` when its files hold notices, not one."""

    SUFFIXES: tuple[str, ...]

    def find_members(self, data: bytes, name: str) -> Iterator[tuple[str, bytes | UnreadableSource]]: ...


def read_source(source: Path | bytes, *, name: str = "<bytes>", encoding: str | None = None) -> SourceText:
    """The source text of a file (`Path("-")`: standard input) or of bytes, which are then called `name`.

    Raises UnreadableSource when it is missing, a directory, empty, too large, of a format that is not read, or broken.
    """
    inputs = list(islice(open_source(source, name=name).inputs, 2))
    if len(inputs) > 1:
        raise UnreadableSource(f"{inputs[0].container} holds several notices; next: extract it, or unpack it and read one of them")
    return inputs[0].read(encoding)


class Input(NamedTuple):
    """A notice to be read: `container` is the archive it stands in, else its own name; `name` its path in there.

    `data` is the error for a member that can't be unpacked: the others still can.
    """

    container: str
    name: str
    data: bytes | UnreadableSource

    def read(self, encoding: str | None = None) -> SourceText:
        """Its source text. Raises UnreadableSource when it is empty, of a format that is not read, or broken."""
        if isinstance(self.data, UnreadableSource):
            raise self.data
        return _read_data(self.data, self.shown, encoding)

    @property
    def shown(self) -> str:
        """`a.zip/整改方案.docx`, or its own name."""
        return self.name if self.name == self.container else f"{self.container}/{self.name}"


class Opened(NamedTuple):
    """A file that is open: whether it is an archive, and its notices, one after the other."""

    is_archive: bool
    inputs: Iterator[Input]


def open_source(source: Path | bytes, *, name: str = "<bytes>") -> Opened:
    """The notices of a file or of bytes: one, or those of an archive.

    Raises UnreadableSource when the file can't be opened, is too large, or is an archive that is broken or has nothing to
    read; an archive that breaks off later raises it when it is read so far.
    """
    if isinstance(source, Path):
        name = _printable(source.name or str(source))
        data = _read_bytes(source)
    else:
        data = source
    kind = find_kind(data)
    reader = find_reader(kind.suffixes[0]) if kind else None
    if reader is None or not hasattr(reader, "find_members"):
        return Opened(False, iter((Input(name, name, data),)))
    inputs = _find_inputs(cast(Container, reader), data, name)
    first = list(islice(inputs, 1))
    return Opened(True, chain(first, inputs))


def _find_inputs(reader: Container, data: bytes, name: str) -> Iterator[Input]:
    return (Input(name, member, content) for member, content in reader.find_members(data, name))


def _read_data(data: bytes, name: str, encoding: str | None) -> SourceText:
    if not data:
        shown = "standard input" if name == STANDARD_INPUT else name
        raise UnreadableSource(f"{shown} is empty; next: see if the file was saved or downloaded whole")
    if not data.strip(b"\0"):
        raise UnreadableSource(f"{name} holds nothing but zeros; next: get it anew, it was not saved or downloaded whole")
    kind = find_kind(data)
    suffix = Path(name).suffix.lower()
    if kind is None or suffix in kind.within:
        if suffix in BINARY_SUFFIXES:
            return _with_mismatch(_load(_FALLBACK).read(data, name, encoding), suffix, "plain text")
        return (find_reader(suffix) or _load(_FALLBACK)).read(data, name, encoding)
    by_content = None if kind is LOCKED else find_reader(kind.suffixes[0])
    if by_content is None or not hasattr(by_content, "read"):
        raise UnreadableSource(f"{name} is {kind.title}, which is not read; next: {kind.advice}")
    read = by_content.read(data, name, encoding)
    return read if suffix in kind.suffixes or not suffix else _with_mismatch(read, suffix, kind.title)


def find_reader(suffix: str) -> Reader | None:
    """The reader that names this suffix (`.txt`), None when there is none."""
    return next((reader for reader in _readers(suffix) if suffix in reader.SUFFIXES), None)


def read_suffixes() -> frozenset[str]:
    """The suffixes that readers name: `.txt` …"""
    return frozenset(suffix for reader in _readers() for suffix in reader.SUFFIXES)


def _readers(suffix: str = "") -> Iterator[Reader]:
    """Every reader; those with a name that begins like the suffix come first, so that few others are imported."""
    for name in sorted(_reader_names(), key=lambda name: (name[0] != suffix[1:2], len(name))):
        yield _load(name)


@lru_cache(maxsize=1)
def _reader_names() -> tuple[str, ...]:
    return tuple(path.stem.removeprefix("from_") for path in Path(__file__).parent.glob("from_*.py"))


def _load(name: str) -> Reader:
    return cast(Reader, import_module(f"{__name__}.from_{name}"))


def _read_bytes(path: Path) -> bytes:
    if str(path) == STANDARD_INPUT:
        return _check_size(sys.stdin.buffer.read(LARGEST_FILE + 1), "standard input")
    shown = _printable(str(path))
    try:
        # a pipe that nobody writes to is empty, and not waited for
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            return _read_open_file(file, shown)
    except FileNotFoundError:
        raise UnreadableSource(f"{shown}: no such file; next: check the name and the folder") from None
    except IsADirectoryError:
        raise UnreadableSource(f"{shown} is a directory; next: name the files in it, as in {shown.rstrip('/')}/*.txt") from None
    except PermissionError:
        raise UnreadableSource(f"{shown} may not be read; next: check its permissions") from None
    except (OSError, ValueError) as error:
        raise UnreadableSource(f"{shown} can't be opened ({error}); next: check the name") from None


def _read_open_file(file: BinaryIO, shown: str) -> bytes:
    found = os.fstat(file.fileno())
    if stat.S_ISCHR(found.st_mode) or stat.S_ISBLK(found.st_mode):
        raise UnreadableSource(f"{shown} is a device, not a file; next: name a file, or - for standard input")
    if found.st_size > LARGEST_FILE:
        raise _too_large(shown)
    if stat.S_ISFIFO(found.st_mode):
        os.set_blocking(file.fileno(), True)
    data = file.read(found.st_size + 1)  # room for as much as there is; asked for more, Python makes room for all of it first
    if len(data) > found.st_size:
        data += file.read(LARGEST_FILE + 1 - len(data))
    return _check_size(data, shown)


def _check_size(data: bytes, shown: str) -> bytes:
    if len(data) > LARGEST_FILE:
        raise _too_large(shown)
    return data


def _too_large(shown: str) -> UnreadableSource:
    return UnreadableSource(f"{shown} is larger than {LARGEST_FILE >> 20} MB; next: see if it is a notice, or split it")


def _printable(name: str) -> str:
    """A file name may hold bytes that are no text, which JSON can't, and line breaks, which a message of one line can't."""
    if name.isprintable():
        return name
    return re.sub(_CONTROL, "\ufffd", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _with_mismatch(read: SourceText, suffix: str, title: str) -> SourceText:
    told = build_diagnostic("kind-mismatch", f"the name ends in {suffix}, the content is {title}")
    return replace(read, diagnostics=(told, *read.diagnostics))
