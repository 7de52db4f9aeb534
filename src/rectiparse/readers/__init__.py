"""Bytes or a path to the source text: finds the reader that takes them. A format is a file `from_<name>.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple, Protocol, cast

from rectiparse.diagnostics import UnreadableSource, build_diagnostic
from rectiparse.readers.kinds import BINARY_SUFFIXES, LOCKED, find_kind
from rectiparse.source import SourceText

STANDARD_INPUT = "-"
LARGEST_FILE = 200 * 2**20
"""Bytes; a notice has a few hundred pages, what is larger is something else or an archive to unpack first."""
_FALLBACK = "text"


class Reader(Protocol):
    """What a module `from_<name>.py` offers; it imports heavy libraries inside `read` only."""

    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, name: str, encoding: str | None) -> SourceText: ...


class Container(Protocol):
    """What a module `from_<name>.py` offers instead of `read` when its files hold notices, not one."""

    SUFFIXES: tuple[str, ...]

    def find_members(self, data: bytes, name: str) -> Iterator[tuple[str, bytes]]: ...


def read_source(source: Path | bytes, *, name: str = "<bytes>", encoding: str | None = None) -> SourceText:
    """The source text of a file (`Path("-")`: standard input) or of bytes, which are then called `name`.

    Raises UnreadableSource when it is missing, a directory, empty, too large, of a format that is not read, or broken.
    """
    parts = list(islice(open_source(source, name=name), 2))
    if len(parts) > 1:
        raise UnreadableSource(f"{parts[0].container} holds several files; next: use extract_each, or unpack it")
    return parts[0].read(encoding)


class Input(NamedTuple):
    """A notice to be read: `container` is the archive it stands in, else its own name; `name` its path in there."""

    container: str
    name: str
    data: bytes

    def read(self, encoding: str | None = None) -> SourceText:
        """Its source text. Raises UnreadableSource when it is empty, of a format that is not read, or broken."""
        return _read_data(self.data, self.name, encoding)


def open_source(source: Path | bytes, *, name: str = "<bytes>") -> Iterator[Input]:
    """The notices of a file or of bytes: one, or those of an archive, one after the other.

    Raises UnreadableSource when the file can't be opened, is empty or too large, or is an archive without a file to read.
    """
    if isinstance(source, Path):
        name = _printable(source.name or str(source))
        data = _read_bytes(source)
    else:
        data = source
    kind = find_kind(data)
    reader = find_reader(kind.suffixes[0]) if kind else None
    if reader is None or not hasattr(reader, "find_members"):
        yield Input(name, name, data)
        return
    for member, content in cast(Container, reader).find_members(data, name):
        yield Input(name, member, content)


def _read_data(data: bytes, name: str, encoding: str | None) -> SourceText:
    if not data:
        raise UnreadableSource(f"{name} is empty; next: see if the file was saved or downloaded whole")
    kind = find_kind(data)
    suffix = Path(name).suffix.lower()
    if kind is None:
        reader = find_reader(suffix) or _load(_FALLBACK)
        if suffix in BINARY_SUFFIXES:
            return _with_mismatch(_load(_FALLBACK).read(data, name, encoding), suffix, "plain text")
        return reader.read(data, name, encoding)
    by_content = None if kind is LOCKED else find_reader(kind.suffixes[0])
    if by_content is None or not hasattr(by_content, "read"):
        raise UnreadableSource(f"{name} is {kind.title}, which is not read; next: {kind.advice}")
    read = by_content.read(data, name, encoding)
    return read if suffix in kind.suffixes or not suffix else _with_mismatch(read, suffix, kind.title)


def find_reader(suffix: str) -> Reader | None:
    """The reader that names this suffix (`.txt`), None when there is none."""
    return next((reader for reader in _readers() if suffix in reader.SUFFIXES), None)


def read_suffixes() -> frozenset[str]:
    """The suffixes that readers name: `.txt` …"""
    return frozenset(suffix for reader in _readers() for suffix in reader.SUFFIXES)


def _readers() -> Iterator[Reader]:
    for module in iter_modules(__path__):
        if module.name.startswith("from_"):
            yield _load(module.name.removeprefix("from_"))


def _load(name: str) -> Reader:
    return cast(Reader, import_module(f"{__name__}.from_{name}"))


def _read_bytes(path: Path) -> bytes:
    if str(path) == STANDARD_INPUT:
        return _check_size(sys.stdin.buffer.read(LARGEST_FILE + 1), "standard input")
    shown = _printable(str(path))
    try:
        with path.open("rb") as file:
            return _check_size(file.read(LARGEST_FILE + 1), shown)
    except FileNotFoundError:
        raise UnreadableSource(f"{shown}: no such file; next: check the name and the folder") from None
    except IsADirectoryError:
        raise UnreadableSource(f"{shown} is a directory; next: name the files in it, as in {shown.rstrip('/')}/*.txt") from None
    except PermissionError:
        raise UnreadableSource(f"{shown} may not be read; next: check its permissions") from None
    except (OSError, ValueError) as error:
        raise UnreadableSource(f"{shown} can't be opened ({error}); next: check the name") from None


def _check_size(data: bytes, shown: str) -> bytes:
    if len(data) > LARGEST_FILE:
        raise UnreadableSource(f"{shown} is larger than {LARGEST_FILE >> 20} MB; next: see if it is a notice, or split it")
    return data


def _printable(name: str) -> str:
    """A file name may hold bytes that are no text; JSON can't."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _with_mismatch(read: SourceText, suffix: str, title: str) -> SourceText:
    told = build_diagnostic("kind-mismatch", f"the name ends in {suffix}, the content is {title}")
    return replace(read, diagnostics=(told, *read.diagnostics))
