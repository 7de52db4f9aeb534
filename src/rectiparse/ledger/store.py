"""Writes records into a ledger: a notice replaces the one that had its path or its bytes, so nothing stands there twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from rectiparse.errors import LedgerError
from rectiparse.ledger.records import MOST_ITEMS, Record, Row
from rectiparse.ledger.schema import build_indexes, open_ledger

_LARGE_HASH = 16 * 2**20
"""Bytes of search terms that FTS5 gathers before it writes a segment; few large segments are built faster than many."""
_SMALL_CACHE = 2000
"""Kilobytes while the indexes are made: what is sorted for them takes as much memory as the cache may."""
_SEARCHED_AT_ONCE = 128
"""Notices whose texts go into the search index together.

FTS5 writes a segment whenever an id is lower than the one before it, and before each INSERT … SELECT: a row a statement, in
order, is three times as fast.
"""
_ROWS_AT_ONCE = 8
"""Rows of a table in one statement."""
_PARTS = (("milestones", "item"), ("deadlines", "item"), ("units", "item"), ("duties", "id"), ("diagnostics", "notice_id"))
"""What hangs on a notice, and the column with ids of its items."""
_TREES = (("measures", "id"), ("tasks", "id"), ("notices", "id"))
"""In order of going: a nested measure refers to the one above it, both to the task."""


class Known(NamedTuple):
    """A notice that the ledger has: what must be unchanged for its JSON file to be kept."""

    path: str
    json_path: str
    json_sha256: str
    settings: str


class FileState(NamedTuple):
    """What became of a file: its notice stands in the ledger, another file has the same bytes, or it could not be read."""

    path: str
    state: Literal["notice", "duplicate", "failed"]
    sha256: str | None = None
    same_as: str | None = None
    reason: str | None = None


class Store:
    """A ledger that is written to; changes are kept in transactions of the caller's size."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ledger = open_ledger(path)
        self._unsearched: list[int] = []
        self._ledger.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (_LARGE_HASH,))
        self._ledger.execute("INSERT INTO search (search, rank) VALUES ('automerge', 0)")

    def commit(self) -> None:
        """What was put since the last time stays, whatever happens now. Raises LedgerError, also for a full disk."""
        with self._told():
            if self._ledger.in_transaction:
                self._index()
                self._ledger.execute("COMMIT")

    def put(self, record: Record, state: FileState) -> None:
        """A notice and the file it was read from, in place of what had this path or these bytes. Raises LedgerError."""
        with self._told():
            self._begin()
            path, sha256 = record.tables["notices"][0][1:3]
            old = self._ledger.execute("SELECT id FROM notices WHERE id = ? OR path = ? OR sha256 = ?", (record.notice_id, path, sha256))
            for (id_,) in old.fetchall():
                self._remove(id_)
            for table, _ in reversed((*_PARTS, *_TREES)):
                if rows := record.tables.get(table):
                    self._insert(table, rows)
            self._unsearched.append(record.notice_id)
            if len(self._unsearched) >= _SEARCHED_AT_ONCE:
                self._index()
            self._put_file(state)

    def put_file(self, state: FileState) -> None:
        """What became of a file that gave no notice of its own; a notice that it gave before goes. Raises LedgerError."""
        with self._told():
            self._begin()
            for (id_,) in self._ledger.execute("SELECT id FROM notices WHERE path = ?", (state.path,)).fetchall():
                self._remove(id_)
            self._put_file(state)

    def forget(self, path: str) -> str | None:
        """Takes a file and its notice out of the ledger; the place of its JSON file, None when it had none."""
        with self._told():
            self._begin()
            row = self._ledger.execute("SELECT id, json_path FROM notices WHERE path = ?", (path,)).fetchone()
            if row:
                self._remove(row[0])
            self._ledger.execute("DELETE FROM files WHERE path = ?", (path,))
            return str(row[1]) if row else None

    def set_about(self, key: str, value: str) -> None:
        """Keeps a fact on the ledger as a whole."""
        with self._told():
            self._begin()
            self._ledger.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def find_known(self, sha256: str) -> Known | None:
        """The notice with these bytes."""
        found = self._ledger.execute("SELECT path, json_path, json_sha256, settings FROM notices WHERE sha256 = ?", (sha256,)).fetchone()
        return Known(*found) if found else None

    def has_json(self, place: str) -> bool:
        """Whether a notice has its JSON file there."""
        return bool(self._ledger.execute("SELECT 1 FROM notices WHERE json_path = ?", (place,)).fetchone())

    def find_paths(self) -> Iterator[str]:
        """The files that the ledger has heard of, in order."""
        return (path for (path,) in self._ledger.execute("SELECT path FROM files ORDER BY path"))

    def close(self) -> None:
        """Keeps what was put, makes the indexes ready, and folds the write-ahead log into the file."""
        with self._told():
            self.commit()
            self._ledger.execute(f"PRAGMA cache_size = -{_SMALL_CACHE}")
            build_indexes(self._ledger)
            self._ledger.execute("INSERT INTO search (search, rank) VALUES ('merge', -64)")
            self._ledger.execute("PRAGMA optimize")
            self._ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._ledger.close()

    def drop(self) -> None:
        """Closes without keeping what was put since the last commit: the disk is full or the program ends."""
        try:
            self._unsearched.clear()
            if self._ledger.in_transaction:
                self._ledger.execute("ROLLBACK")
            self._ledger.close()
        except sqlite3.Error:
            return  # SQLite rolls back by itself when the file is opened next

    def _begin(self) -> None:
        if not self._ledger.in_transaction:
            self._unsearched.clear()  # SQLite may have rolled back by itself
            self._ledger.execute("BEGIN IMMEDIATE")

    def _put_file(self, state: FileState) -> None:
        self._ledger.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", state)

    def _insert(self, table: str, rows: list[Row]) -> None:
        whole = len(rows) // _ROWS_AT_ONCE * _ROWS_AT_ONCE
        marks = f"({','.join('?' * len(rows[0]))})"
        several = ((*chain.from_iterable(rows[i : i + _ROWS_AT_ONCE]),) for i in range(0, whole, _ROWS_AT_ONCE))
        self._ledger.executemany(f"INSERT INTO {table} VALUES {','.join([marks] * _ROWS_AT_ONCE)}", several)
        self._ledger.executemany(f"INSERT INTO {table} VALUES {marks}", rows[whole:])

    def _index(self) -> None:
        """Takes the texts of what was put into the search index, in order of their ids."""
        passages = chain.from_iterable(map(self._read_passages, sorted(self._unsearched)))
        self._ledger.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", passages)
        self._unsearched.clear()

    def _read_passages(self, notice_id: int) -> list[tuple[int, str]]:
        span = (notice_id, notice_id | MOST_ITEMS)
        return self._ledger.execute("SELECT id, text FROM passages WHERE id BETWEEN ? AND ? ORDER BY id", span).fetchall()

    def _remove(self, id_: int) -> None:
        span = (id_, id_ | MOST_ITEMS)
        if id_ in self._unsearched:
            self._unsearched.remove(id_)
        else:  # FTS5 keeps no text of its own: it must be told the words that go while they are still there
            self._ledger.executemany("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", self._read_passages(id_))
        for table, column in (*_PARTS, *_TREES):
            self._ledger.execute(f"DELETE FROM {table} WHERE {column} BETWEEN ? AND ?", span)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerError(
                f"{self._path} can't be written ({error}); next: see if the disk is full, then run the same command with --resume"
            ) from None
