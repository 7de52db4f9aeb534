"""What a report is made of: files, folders and ledgers to the files they stand for, a ledger to its notices."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rectiparse.errors import LedgerError, UnreadableSource
from rectiparse.model import LEDGER_MARK, Notice
from rectiparse.readers import read_suffixes


def find_inputs(paths: Iterable[Path], output: Path | None = None) -> Iterator[Path]:
    """Each path that is no folder, and the notices in each folder and below it, in order of their names.

    In a folder, a file is a notice by its suffix; hidden files and ledgers are left out there, since a ledger often lies
    beside the notices it was made from; so is `output`, the last report. A folder without any stays: reading it says what to name instead.
    """
    for path in paths:
        if path.is_dir():
            yield from _find_notices(path, output)
        else:
            yield path


def read_ledger(file: Path) -> Iterator[Notice] | None:
    """The notices of a ledger, one by one, by its suffix; None for a file that is none.

    Raises UnreadableSource for a folder, which holds no notice, else `find_inputs` had named those; and, once the notices
    before it were given, where the file can't be read or holds something else.
    """
    if file.is_dir():
        raise UnreadableSource(f"{file} holds no notice; next: see if it is the right folder")
    reader = _LEDGERS.get(file.suffix.lower())
    return _told(file, reader) if reader else None


def _find_notices(folder: Path, output: Path | None) -> Iterator[Path]:
    suffixes, last = read_suffixes(), output.resolve() if output else None
    found = sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in suffixes and file.is_file() and not any(p.startswith(".") for p in file.relative_to(folder).parts)
        if file.resolve() != last and not _is_workbook_ledger(file)
    )
    return iter(found or [folder])


def _is_workbook_ledger(file: Path) -> bool:
    from zipfile import BadZipFile, ZipFile

    if file.suffix.lower() != ".xlsx":
        return False
    try:
        with ZipFile(file) as package:
            return f"<cp:category>{LEDGER_MARK}</cp:category>".encode() in package.read("docProps/core.xml")
    except (OSError, KeyError, ValueError, RuntimeError, EOFError, BadZipFile, zlib.error):
        return False


def _told(file: Path, read: Callable[[Path], Iterator[Notice]]) -> Iterator[Notice]:
    try:
        yield from read(file)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        wrong = f"{place}: {first['msg']}" if place else first["msg"]
        raise UnreadableSource(f"{file} is no ledger ({wrong}); next: write it with rectiparse extract --with-text") from None
    except OSError as error:
        raise UnreadableSource(f"{file} can't be opened ({error.strerror}); next: check the name and its permissions") from None


def _read_json(file: Path) -> Iterator[Notice]:
    read = TypeAdapter[Notice | tuple[Notice, ...]](Notice | tuple[Notice, ...]).validate_json(file.read_bytes())
    yield from (read,) if isinstance(read, Notice) else read


def _read_jsonl(file: Path) -> Iterator[Notice]:
    with file.open("rb") as lines:
        yield from (Notice.model_validate_json(line) for line in lines if line.strip())


def _read_database(file: Path) -> Iterator[Notice]:
    from rectiparse.ledger.export import read_ledger

    try:
        yield from read_ledger(file)
    except LedgerError as error:
        raise UnreadableSource(str(error)) from None


_LEDGERS: dict[str, Callable[[Path], Iterator[Notice]]] = {".json": _read_json, ".jsonl": _read_jsonl, ".sqlite": _read_database}
"""How each kind of ledger is read, by suffix."""
