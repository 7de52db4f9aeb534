"""Bytes or a path to the source text: finds the reader that takes them. A format is a file `from_<name>.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from rectiparse.diagnostics import UnreadableSource, build_diagnostic
from rectiparse.readers.kinds import BINARY_SUFFIXES, find_kind
from rectiparse.source import SourceText

STANDARD_INPUT = "-"
_FALLBACK = "text"


class Reader(Protocol):
    """What a module `from_<name>.py` offers; it imports heavy libraries inside `read` only."""

    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, name: str, encoding: str | None) -> SourceText: ...


def read_source(source: Path | bytes, *, name: str = "<bytes>", encoding: str | None = None) -> SourceText:
    """The source text of a file (`Path("-")`: standard input) or of bytes, which are then called `name`.

    Raises UnreadableSource when it is missing, a directory, empty, binary, or can't be decoded.
    """
    if isinstance(source, Path):
        name = _printable(source.name or str(source))
        data = _read_bytes(source)
    else:
        data = source
    return _read_data(data, name, encoding)


def _read_data(data: bytes, name: str, encoding: str | None) -> SourceText:
    if not data:
        raise UnreadableSource(f"{name} is empty; next: see if the file was saved or downloaded whole")
    kind = find_kind(data)
    suffix = Path(name).suffix.lower()
    if kind is None:
        reader = find_reader(suffix) or _load(_FALLBACK)
        read = reader.read(data, name, encoding)
        return _with_mismatch(read, suffix, "plain text") if suffix in BINARY_SUFFIXES else read
    by_content = find_reader(kind.suffixes[0])
    if by_content is None:
        raise UnreadableSource(f"{name} is {kind.title}, and only text is read yet; next: {kind.advice}")
    read = by_content.read(data, name, encoding)
    return read if suffix in kind.suffixes or not suffix else _with_mismatch(read, suffix, kind.title)


def find_reader(suffix: str) -> Reader | None:
    """The reader that names this suffix (`.txt`), None when there is none."""
    return next((reader for reader in _readers() if suffix in reader.SUFFIXES), None)


def _readers() -> Iterator[Reader]:
    for module in iter_modules(__path__):
        if module.name.startswith("from_"):
            yield _load(module.name.removeprefix("from_"))


def _load(name: str) -> Reader:
    return cast(Reader, import_module(f"{__name__}.from_{name}"))


def _read_bytes(path: Path) -> bytes:
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    shown = _printable(str(path))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableSource(f"{shown}: no such file; next: check the name and the folder") from None
    except IsADirectoryError:
        raise UnreadableSource(f"{shown} is a directory; next: name the files in it, as in {shown.rstrip('/')}/*.txt") from None
    except PermissionError:
        raise UnreadableSource(f"{shown} may not be read; next: check its permissions") from None
    except (OSError, ValueError) as error:
        raise UnreadableSource(f"{shown} can't be opened ({error}); next: check the name") from None


def _printable(name: str) -> str:
    """A file name may hold bytes that are no text; JSON can't."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _with_mismatch(read: SourceText, suffix: str, title: str) -> SourceText:
    told = build_diagnostic("kind-mismatch", f"the name ends in {suffix}, the content is {title}")
    return SourceText(read.text, read.info, (told, *read.diagnostics), read.origins)
