"""All notices of a ledger in one of the output formats, one after the other, as if they had just been parsed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from rectiparse.errors import LedgerError
from rectiparse.ledger.schema import open_to_read
from rectiparse.model import Notice
from rectiparse.storage import open_storage


def read_notices(ledger: sqlite3.Connection, read_json: Callable[[str], bytes]) -> Iterator[Notice]:
    """The notices in order of their paths, one in memory at a time; `read_json` gives the file that the ledger names.

    Raises LedgerError when a file is gone or is no notice.
    """
    for (place,) in ledger.execute("SELECT json_path FROM notices ORDER BY path"):
        try:
            yield Notice.model_validate_json(read_json(place))
        except Exception:  # each kind of storage has its own errors
            raise LedgerError(f"{place} can't be read; next: keep the ledger beside its notices/, or run rectiparse batch again") from None


def read_ledger(path: Path) -> Iterator[Notice]:
    """The notices of the ledger at `path`, one by one. Raises LedgerError, also when it is none."""
    ledger = open_to_read(path)
    storage = open_storage(find_root(ledger) or str(path.parent))
    yield from read_notices(ledger, storage.read)


def find_root(ledger: sqlite3.Connection) -> str:
    """Where the JSON files stand: an address when it is not the ledger's own folder, else empty."""
    row = ledger.execute("SELECT value FROM about WHERE key = 'output'").fetchone()
    return str(row[0]) if row else ""
