"""What a survey found to what is to be done: each notice once, files with the same bytes told, what is there already kept.

It stands in a private database, which SQLite keeps on the disk when it gets large: the parent's memory does not grow with
the archive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator

from rectiparse.batch.jobs import Job, Result
from rectiparse.batch.sources import Found, Names, clean_path, make_unique, name_json
from rectiparse.ledger.store import FileState, Known

_TABLES = """
PRAGMA journal_mode = OFF;
CREATE TABLE files (number INTEGER PRIMARY KEY, address BLOB, path TEXT);
CREATE TABLE members (file INTEGER, member INTEGER, name TEXT, sha256 TEXT, failure TEXT, PRIMARY KEY (file, member)) WITHOUT ROWID;
CREATE TABLE named (path TEXT, file INTEGER, member INTEGER, sha256 TEXT, failure TEXT);
CREATE TABLE firsts (sha256 TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID;
CREATE TABLE jobs (number INTEGER PRIMARY KEY, path TEXT, file INTEGER, member INTEGER, place TEXT, sha256 TEXT, kept_sha256 TEXT);
CREATE TABLE states (path TEXT, state TEXT, sha256 TEXT, same_as TEXT, reason TEXT);
CREATE TABLE names (kind TEXT, folded TEXT, name TEXT, PRIMARY KEY (kind, folded)) WITHOUT ROWID;
BEGIN;
"""


class Plan:
    """The files of a batch, then the notices in them, then what becomes of each; every step needs the one before."""

    def __init__(self) -> None:
        self._scratch = sqlite3.connect("", isolation_level=None)
        self._scratch.executescript(_TABLES)

    def add_files(self, find: Callable[[Names], Iterable[Found]]) -> int:
        """The files in order of the sources, and how many they are; `find` is given the paths that are taken."""
        rows = ((_encode(file.address), file.path) for file in find(self._names("file")))
        self._scratch.executemany("INSERT INTO files (address, path) VALUES (?, ?)", rows)
        return self._count("files")

    def build_survey(self) -> Iterator[Job]:
        """A job for each file, to look it through."""
        for number, address, path in self._scratch.execute("SELECT * FROM files ORDER BY number"):
            yield Job(number, _decode(address), path, survey=True)

    def add_survey(self, result: Result) -> None:
        """What a survey says of its file: its notices, or why there is none."""
        file, path = result.job.number, result.job.path
        held = [
            (None if member.name is None else clean_path(member.name) or "_", member.sha256, member.failure) for member in result.members
        ]
        if result.failure or not held:
            held.append((None, None, result.failure or f"{path} holds no notice; next: see if it is the right file"))
        rows = ((file, number, *member) for number, member in enumerate(held))
        self._scratch.executemany("INSERT INTO members VALUES (?, ?, ?, ?, ?)", rows)

    def decide(self, find_known: Callable[[str], Known | None], marks: str, *, keep_others: bool, resume: bool) -> int:
        """What to do with each notice, in order of the sources, and how many jobs that are; `find_known` asks the ledger by hash.

        Of files with the same bytes the first is the notice. With `keep_others` a notice that the ledger has from other
        sources counts as the first.
        """
        self._name()
        places = self._names("place")
        for path, file, member, sha256, failure in self._scratch.execute("SELECT * FROM named ORDER BY rowid"):
            if sha256 is None:
                self._put("states", path, "failed", None, None, failure)
                continue
            known = find_known(sha256)
            if same := self._find_first(sha256) or (keep_others and known and not self.has_path(known.path) and known.path):
                self._put("states", path, "duplicate", sha256, same, None)
                continue
            self._put("firsts", sha256, path)
            place = make_unique(name_json(path), places)
            is_same = resume and known and (known.path, known.json_path, known.settings) == (path, place, marks)
            self._put("jobs", None, path, file, member, place, sha256, known.json_sha256 if known and is_same else None)
        return self._count("jobs")

    def find_states(self) -> Iterator[FileState]:
        """What is known of files that need no job: they have the bytes of another, or can't be read."""
        return (FileState(*row) for row in self._scratch.execute("SELECT * FROM states ORDER BY rowid"))

    def find_jobs(self) -> Iterator[Job]:
        """A job for each notice."""
        rows = self._scratch.execute(
            "SELECT j.number, address, j.path, member, place, sha256, kept_sha256 FROM jobs j JOIN files f ON f.number = file ORDER BY 1"
        )
        for number, address, path, member, place, sha256, kept_sha256 in rows:
            yield Job(number, _decode(address), path, False, member, place, sha256, kept_sha256)

    def has_path(self, path: str) -> bool:
        """Whether the sources hold it."""
        return self._names("path").has(path)

    def close(self) -> None:
        self._scratch.close()

    def _name(self) -> None:
        taken = self._names("path")
        held = "SELECT path, name, file, member, sha256, failure FROM members JOIN files ON number = file ORDER BY file, member"
        for path, name, *rest in self._scratch.execute(held):
            self._put("named", make_unique(path if name is None else f"{path}/{name}", taken), *rest)

    def _find_first(self, sha256: str) -> str | None:
        row = self._scratch.execute("SELECT path FROM firsts WHERE sha256 = ?", (sha256,)).fetchone()
        return row and str(row[0])

    def _put(self, table: str, *row: str | int | None) -> None:
        self._scratch.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)

    def _count(self, table: str) -> int:
        (count,) = self._scratch.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)

    def _names(self, kind: str) -> _StoredNames:
        return _StoredNames(self._scratch, kind)


class _StoredNames:
    """Names of one kind; those that differ in capitals only are the same."""

    def __init__(self, scratch: sqlite3.Connection, kind: str) -> None:
        self._scratch, self._kind = scratch, kind

    def take(self, name: str) -> bool:
        row = (self._kind, name.casefold(), name)
        return self._scratch.execute("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", row).rowcount > 0

    def has(self, name: str) -> bool:
        """Whether this very name was taken."""
        row = (self._kind, name.casefold(), name)
        return bool(self._scratch.execute("SELECT 1 FROM names WHERE kind = ? AND folded = ? AND name = ?", row).fetchone())


def _encode(address: str) -> bytes:
    """File names may be no text."""
    return address.encode("utf-8", "surrogatepass")


def _decode(address: bytes) -> str:
    return address.decode("utf-8", "surrogatepass")
