"""What a worker is at and since when, in memory that its parent sees: no message is needed, and none is lost when it dies."""

from __future__ import annotations

import mmap
import time
from struct import Struct
from typing import NamedTuple

_NUMBER, _TIME = Struct("q"), Struct("d")
_NONE = -1

CLOCK_BYTES = _NUMBER.size + _TIME.size
"""The file that both map begins with these."""


class At(NamedTuple):
    """The number of a job, -1 for none, and when it was begun on the monotonic clock of the system."""

    number: int
    since: float


class Clock:
    """Set by a worker, read by its parent; `handle` is an open file of at least CLOCK_BYTES that both have."""

    def __init__(self, handle: int) -> None:
        self._shared = mmap.mmap(handle, CLOCK_BYTES)
        self.rest()

    def begin(self, number: int) -> None:
        # the time first: who reads in between takes the job before for younger than it is
        _TIME.pack_into(self._shared, _NUMBER.size, time.monotonic())
        _NUMBER.pack_into(self._shared, 0, number)

    def rest(self) -> None:
        """The worker waits for jobs."""
        _NUMBER.pack_into(self._shared, 0, _NONE)

    def read(self) -> At:
        """What the worker is at."""
        (number,) = _NUMBER.unpack_from(self._shared, 0)
        (since,) = _TIME.unpack_from(self._shared, _NUMBER.size)
        return At(number, since)
