"""Where a batch reads and writes: a folder of this machine, or an address that fsspec knows (s3://bucket/folder)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from rectiparse.errors import RectiparseError

PART = ".part"
"""How the name of a file ends while it is written."""


class MissingStorage(RectiparseError):
    """An address needs a package that is not installed, or names a kind of storage that there is none of."""


class Storage(Protocol):
    """Files by their place: a path below the root, with `/` on every system."""

    root: str

    def read(self, place: str) -> bytes:
        """The bytes of a file. Raises OSError."""

    def write(self, place: str, data: bytes) -> None:
        """A file that is there whole or not at all, whatever happens, written by nobody else at that time. Raises OSError."""

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> list[Exception | None]:
        """Each file whole or not at all, all of them faster than one by one; the error of each that can't be written."""

    def remove(self, place: str) -> None:
        """Takes a file away; one that is not there is fine."""

    def find(self, folder: str) -> Iterator[str]:
        """The places of all files in a folder and the folders in it."""


def is_address(root: str) -> bool:
    """Whether a root is an address for fsspec: `s3://bucket/folder`, not `C:\\folder`."""
    return "://" in root


def open_storage(root: str) -> Storage:
    """The storage at a root. Raises MissingStorage when the address needs what is not installed."""
    return Bucket(root) if is_address(root) else Folder(root)


_ALONE = "alone"
"""The part of who writes one file at a time; short: a name may have 255 bytes."""


class Folder:
    """A folder of this machine; written files and their names are on the disk when `write` returns."""

    def __init__(self, root: str) -> None:
        self.root = root

    def read(self, place: str) -> bytes:
        return Path(self.root, place).read_bytes()

    def write(self, place: str, data: bytes) -> None:
        target = Path(self.root, place)
        (error,) = _write_parts([(_Part(target, _ALONE), data)])  # what a killed writer left is written over
        if error:
            raise error

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> list[Exception | None]:
        writer = f"{os.getpid()}-{threading.get_ident()}"
        return _write_parts([(_Part(Path(self.root, place), f"{writer}-{number}"), data) for number, (place, data) in enumerate(files)])

    def remove(self, place: str) -> None:
        Path(self.root, place).unlink(missing_ok=True)

    def find(self, folder: str) -> Iterator[str]:
        for held, _, names in os.walk(Path(self.root, folder)):
            below = Path(held).relative_to(self.root)
            yield from ((below / name).as_posix() for name in names)


def _write_parts(files: list[tuple[_Part, bytes]]) -> list[Exception | None]:
    parts = [part for part, _ in files]
    for part, data in files:
        part.write(data)  # the system begins with one while the next is made
    for part in parts:
        part.settle()
    for folder in {part.target.parent for part in parts if part.error is None}:
        try:
            _sync_folder(folder)
        except OSError as error:
            for part in parts:
                part.error = part.error or (error if part.target.parent == folder else None)
    return [part.error for part in parts]


class _Part:
    """A file beside its place until all of it is on the disk; when that fails, nothing is left of it."""

    def __init__(self, target: Path, name: str) -> None:
        self.target = target
        self.error: OSError | None = None
        self._beside = target.with_name(f".{name}{PART}")
        self._handle = -1

    def write(self, data: bytes) -> None:
        with self._kept():
            _make_folder(self.target.parent)
            self._handle = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._handle, rest) :]

    def settle(self) -> None:
        if self.error is None:
            with self._kept():
                os.fsync(self._handle)
                self._close()
                self._beside.replace(self.target)

    def _close(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            with suppress(OSError):
                self._close()
            with suppress(OSError):
                self._beside.unlink(missing_ok=True)
            if not isinstance(error, OSError):
                raise
            self.error = error


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)  # another worker may be faster
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Makes a new name last over a power cut; Windows can't, and does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_UPLOADS = 4
"""Files on their way at once."""


class Bucket:
    """An object store or another machine by fsspec; an object is there whole once it is put."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._files, self._base = _open_address(root)

    def read(self, place: str) -> bytes:
        data: bytes = self._files.cat_file(self._join(place))
        return data

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> list[Exception | None]:
        from concurrent.futures import ThreadPoolExecutor

        try:
            with ThreadPoolExecutor(_UPLOADS) as threads:  # each waits for the network most of its time
                return list(threads.map(self._attempt, files))
        except RuntimeError:  # no memory for threads
            return [self._attempt(file) for file in files]

    def _attempt(self, file: tuple[str, bytes]) -> Exception | None:
        try:
            self.write(*file)
        except Exception as error:  # each kind of storage has its own errors
            return error
        return None

    def write(self, place: str, data: bytes) -> None:
        target = self._join(place)
        if not _root_has_objects(self.root):
            self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(target, data)

    def remove(self, place: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(self._join(place))

    def find(self, folder: str) -> Iterator[str]:
        base = self._base.rstrip("/") + "/"
        with suppress(FileNotFoundError):
            for path in self._files.find(self._join(folder)):
                yield path.removeprefix(base)

    def _join(self, place: str) -> str:
        return "/".join(part for part in (self._base.rstrip("/"), place) if part)


def _root_has_objects(root: str) -> bool:
    """Whether folders are but parts of names there."""
    return root.partition("://")[0] in {"s3", "s3a", "gs", "gcs", "oss", "abfs", "az"}


def _open_address(root: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingStorage(f"{root} needs fsspec; next: pip install 'rectiparse[s3]'") from None
    try:
        files, base = url_to_fs(root, **({"use_listings_cache": False} if _root_has_objects(root) else {}))
    except (ImportError, ValueError) as error:
        raise MissingStorage(f"{root} can't be opened ({error}); next: pip install 'rectiparse[s3]', or check the address") from None
    return files, str(base)
