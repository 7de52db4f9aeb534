"""What a worker is at and since when, in memory that its parent sees: no message is needed, and none is lost when it dies."""

from __future__ import annotations

import mmap
import time
from typing import Literal, NamedTuple, get_args

Doing = Literal["parse", "write"]

DOINGS: tuple[Doing, ...] = get_args(Doing)
_PLACES = {doing: place for place, doing in enumerate(DOINGS)}
_NONE = -1
_WORD = 8

CLOCK_BYTES = 2 * _WORD * len(_PLACES)
"""The file that both map begins with these: a number and a time for each thing that a worker does."""


class At(NamedTuple):
    """The number of a job, -1 for none, and since when that is so, on the monotonic clock of the system."""

    number: int
    since: float


class Clock:
    """Set by a worker, read by its parent; `handle` is an open file of at least CLOCK_BYTES that both have."""

    def __init__(self, handle: int) -> None:
        shared = memoryview(mmap.mmap(handle, CLOCK_BYTES))
        self._numbers, self._times = shared.cast("q"), shared.cast("d")  # each is set in one piece
        for doing in _PLACES:
            self.rest(doing)

    def begin(self, doing: Doing, number: int) -> None:
        self._set(doing, number)

    def rest(self, doing: Doing) -> None:
        """Nothing to parse, or to write."""
        self._set(doing, _NONE)

    def _set(self, doing: Doing, number: int) -> None:
        place = 2 * _PLACES[doing]
        # the time first: who reads in between takes the job before for younger than it is
        self._times[place + 1] = time.monotonic()
        self._numbers[place] = number

    def read(self, doing: Doing) -> At:
        place = 2 * _PLACES[doing]
        return At(self._numbers[place], self._times[place + 1])
