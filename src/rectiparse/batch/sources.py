"""Folders, patterns, files and addresses to the files in them, each with the path that the ledger calls it by."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from glob import glob, has_magic
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import NamedTuple, Protocol

from rectiparse.batch.jobs import BatchError, Stop
from rectiparse.storage import MissingStorage, is_address, open_storage

_LEFTOVER = re.compile(r"^(?:\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$)|\.(?:part|tmp|crdownload)$", re.IGNORECASE)
"""What systems, Office and downloads leave behind."""
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]')
"""What some file system can't have in a name, or JSON in a text."""
NOTICES = "notices"
"""The folder of the JSON files, below the output."""
LEDGER = "ledger.sqlite"
"""The ledger beside it."""
_LONGEST_NAME = 255
"""Bytes of UTF-8 that Linux allows in a name."""
_DIGITS = 12


class Found(NamedTuple):
    """A file: where it is, and its path below the source that was named."""

    address: str
    path: str


class Names(Protocol):
    """Names that are taken."""

    def take(self, name: str) -> bool:
        """Whether it was free; it is taken now, and so are those that differ from it in capitals only."""


def find_files(sources: Iterable[str], output: str, stop: Stop, taken: Names, tell: Callable[[str], None] | None = None) -> Iterator[Found]:
    """The files of all sources, in the order of these and then of their names; what is hidden and OUT itself are left out.

    So are the outputs of other batches below a folder: `tell` is given their paths.

    Paths are those below a folder; with several sources the folder's own name stands before them. Two files never have the
    same path. Raises BatchError when a source is missing, or is the output: the next batch would read what this one writes.
    """
    sources = list(sources)
    for source in sources:
        if _is_same(source, output):
            raise BatchError(
                f"{source} is a source and the output; next: give the output a folder of its own, as in -o {source.rstrip('/')}/out"
            )
        for address, parts in _find_in(source, output, tell or _keep_quiet, is_one=len(sources) == 1):
            stop.check()
            path = "/".join(map(_clean, parts))
            yield Found(address, make_unique(path, taken))


def _keep_quiet(_path: str) -> None: ...


def _is_same(source: str, output: str) -> bool:
    if is_address(source) or is_address(output):
        return source.rstrip("/") == output.rstrip("/")
    return Path(source).is_dir() and Path(source).resolve() == Path(output).resolve()


def make_unique(path: str, taken: Names) -> str:
    """`path`, or with ~2, ~3 … before its suffix when it is taken, also by one that differs in capitals only."""
    if taken.take(path):
        return path
    stem, dot, suffix = path.rpartition(".") if "." in path.rpartition("/")[2] else (path, "", "")
    return next(unique for number in count(2) if taken.take(unique := f"{stem}~{number}{dot}{suffix}"))


def name_json(path: str) -> str:
    """Where the JSON of a notice goes, below the output: notices/ and its path, names shortened to what file systems take."""
    folders = path.split("/")
    names = [*(_shorten(name, "") for name in folders[:-1]), _shorten(folders[-1], ".json")]
    return "/".join((NOTICES, *names))


def clean_path(path: str) -> str:
    """A path in an archive as one that leads nowhere else and that any system can have."""
    return "/".join(_clean(part) for part in path.split("/") if part not in ("", ".", ".."))


def _find_in(source: str, output: str, tell: Callable[[str], None], *, is_one: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    if is_address(source):
        yield from _find_remote(source, output, is_one=is_one)
        return
    path = Path(source)
    own = None if is_address(output) else Path(output).resolve()
    if path.is_dir():
        above = () if is_one else (path.resolve().name,)
        yield from ((p, (*above, *parts)) for p, parts in _walk(path, own, tell))
    elif path.exists():
        yield str(path.resolve()), (path.name,)
    elif has_magic(source):
        base = Path(_fixed_part(source))
        own_below = own if own and base.resolve() in own.parents else None
        for match in sorted(glob(source, recursive=True)):  # noqa: PTH207  # absolute patterns too
            below = Path(match).relative_to(base).parts if base.parts else Path(match).parts
            full = Path(match).resolve()
            if full.is_file() and not any(map(_LEFTOVER.search, below)) and own_below not in full.parents:
                yield str(full), below
    else:
        raise BatchError(f"{source}: no such file or folder; next: check the name")


def _walk(folder: Path, own: Path | None, tell: Callable[[str], None]) -> Iterator[tuple[str, tuple[str, ...]]]:
    root = str(folder.resolve())

    def walk(path: str, parts: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        try:
            with os.scandir(path) as held:
                entries = sorted(held, key=lambda entry: entry.name)
        except OSError as error:
            raise BatchError(f"{path} can't be looked into ({error.strerror}); next: check its permissions") from None
        for entry in entries:
            if _LEFTOVER.search(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if own is not None and Path(entry.path) == own:
                    continue
                if _is_output(entry.path):
                    tell("/".join((*parts, entry.name)))
                else:
                    yield from walk(entry.path, (*parts, entry.name))
            elif entry.is_file():
                yield entry.path, (*parts, entry.name)

    yield from walk(root, ())


def _is_output(folder: str) -> bool:
    """Whether a batch has written there: its notices would be read again, as texts."""
    try:
        return Path(folder, LEDGER).is_file() and Path(folder, NOTICES).is_dir()
    except PermissionError:  # told when it is walked
        return False


def _find_remote(source: str, output: str, *, is_one: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    root = source.rstrip("/")
    above = () if is_one else (root.rpartition("/")[2],)
    try:
        places = sorted(open_storage(root).find(""))
    except MissingStorage:
        raise
    except Exception as error:  # each kind of storage has its own errors
        raise BatchError(f"{source} can't be looked into ({error}); next: check the address and your rights") from None
    if not places:
        raise BatchError(f"{source} holds no file; next: check the address")
    for place in places:
        parts = tuple(place.split("/"))
        if place == root.rpartition("://")[2] or not place:  # the address is a file itself
            yield root, (root.rpartition("/")[2],)
        elif not any(map(_LEFTOVER.search, parts)) and not f"{root}/{place}".startswith(f"{output.rstrip('/')}/"):
            yield f"{root}/{place}", (*above, *parts)


def _fixed_part(pattern: str) -> str:
    """The folders of a pattern before its first sign: archive for archive/**/*.txt."""
    parts = Path(pattern).parts[:-1]
    fixed = next((i for i, part in enumerate(parts) if has_magic(part)), len(parts))
    return str(Path(*parts[:fixed])) if fixed else ""


def _clean(name: str) -> str:
    return _UNFIT.sub("_", os.fsencode(name).decode("utf-8", "replace") if not name.isascii() else name)


def _shorten(name: str, suffix: str) -> str:
    room = _LONGEST_NAME - len(suffix)
    if len(name.encode()) <= room:
        return name + suffix
    mark = "~" + sha256(name.encode()).hexdigest()[:_DIGITS]
    return name.encode()[: room - len(mark)].decode("utf-8", "ignore") + mark + suffix
