"""What goes to a worker and what comes back: all of it small, so that the parent never holds a notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from rectiparse.errors import RectiparseError


class Settings(NamedTuple):
    """What all jobs of a batch have in common."""

    output: str
    issued: dt.date | None
    encoding: str | None
    memory: int
    """Megabytes of address space that a worker may have; 0: any."""
    version: str
    marks: str
    """Version, grammar and options: what a JSON file depends on besides its notice."""


class Job(NamedTuple):
    """A file to be looked through (`survey`), or a notice to be parsed and written."""

    number: int
    address: str
    path: str
    """How the ledger calls it: below the source, an archive's name and then the member's."""
    survey: bool = False
    member: int = 0
    """Which notice of the file, from 0; only archives have several."""
    place: str = ""
    """Where its JSON file goes, below the output."""
    sha256: str = ""
    kept_sha256: str | None = None
    """The hash of a JSON file from an earlier run, which is kept if it is still so."""


class Member(NamedTuple):
    """A notice that a survey found: its name in the archive, None for a file by itself; without a hash, why it can't be read."""

    name: str | None
    sha256: str | None
    failure: str | None = None


class Result(NamedTuple):
    """What became of a job."""

    job: Job
    members: tuple[Member, ...] = ()
    record: bytes | None = None
    """The rows of the ledger, packed: `Record.unpack`."""
    is_kept: bool = False
    failure: str | None = None
    """Why this file could not be read; the others go on."""
    fatal: str | None = None
    """Why nothing can go on: the output can't be written."""


class Engine(Protocol):
    """Something that has workers."""

    replaced: int
    """Workers that died, or were ended for the time they took, and had jobs."""

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        """A result for each job, as they come; jobs are taken as workers become free."""

    def close(self) -> None:
        """Ends the workers at once, whatever they are doing."""


class BatchError(RectiparseError):
    """The batch can't go on; the message says why and what to do."""


class Stopped(Exception):
    """A signal asked for an end."""


class Stop:
    """Set by a signal, looked at wherever the parent waits."""

    signal: int | None = None

    def check(self) -> None:
        """Raises Stopped when a signal came."""
        if self.signal is not None:
            raise Stopped
