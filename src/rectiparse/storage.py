"""Where a batch reads and writes: a folder of this machine, or an address that fsspec knows (s3://bucket/folder)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from rectiparse.diagnostics import RectiparseError

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
        """A file that is there whole or not at all, whatever happens. Raises OSError."""

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


class Folder:
    """A folder of this machine; written files and their names are on the disk when `write` returns."""

    def __init__(self, root: str) -> None:
        self.root = root

    def read(self, place: str) -> bytes:
        return Path(self.root, place).read_bytes()

    def write(self, place: str, data: bytes) -> None:
        target = Path(self.root, place)
        _make_folder(target.parent)
        beside = target.with_name(f".{os.getpid()}-{threading.get_ident()}{PART}")  # short: a name may have 255 bytes
        try:
            with beside.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)

    def remove(self, place: str) -> None:
        Path(self.root, place).unlink(missing_ok=True)

    def find(self, folder: str) -> Iterator[str]:
        for held, _, names in os.walk(Path(self.root, folder)):
            below = Path(held).relative_to(self.root)
            yield from ((below / name).as_posix() for name in names)


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


class Bucket:
    """An object store or another machine by fsspec; an object is there whole once it is put."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._files, self._base = _open_address(root)

    def read(self, place: str) -> bytes:
        data: bytes = self._files.cat_file(self._join(place))
        return data

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
